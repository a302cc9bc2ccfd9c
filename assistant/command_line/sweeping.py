"""``visceads sweep``: ensembles over many regions, sectors and scenarios, here or on a cluster."""

import datetime
from contextlib import closing, nullcontext
from pathlib import Path

import click

from assistant.command_line.refusing import friendly


@click.command()
@click.option("--regions", default="all", help="Provinces, comma-separated; all; or China.")
@click.option(
    "--sectors", default="", help="Sectors, comma-separated, each alone; default: all together."
)
@click.option(
    "--scenarios",
    default="",
    help="Scenarios to hold, comma-separated, or all; default: drawn over.",
)
@click.option("--target", "target_year", default=2060, help="Target year.")
@click.option("--draws", default=10_000, help="Draws of each case.")
@click.option("--seed", default=None, type=int, help="Seed of the draws.")
@click.option("--dataset", default=None, help="Data set id.")
@click.option("--cluster", default=None, help="Dask scheduler, such as tcp://host:8786.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="CSV file."
)
@friendly
def sweep(
    regions: str,
    sectors: str,
    scenarios: str,
    target_year: int,
    draws: int,
    seed: int | None,
    dataset: str | None,
    cluster: str | None,
    out: Path,
) -> None:
    """Draw the pathways of many regions, sectors and scenarios; a file begun is taken up again.

    对多个地区、行业、情景批量抽样；中断后再次运行会接着写。
    """
    from assistant.command_line.terminal import (
        progress_bar,
        require_home,
        stoppable,
        terminal_language,
    )
    from assistant.settings import load_settings
    from data.store import Store
    from data.text import Text
    from tools.ensemble.chunks import SEED, LocalRunner
    from tools.ensemble.cluster import ClusterRunner
    from tools.ensemble.sweep import sweep as run_sweep
    from tools.ensemble.sweep_file import cross, read_done, write_rows

    require_home()
    settings = load_settings(dataset=dataset, cluster=cluster)
    held = Store().open(settings.dataset)
    start_year = datetime.datetime.now(tz=datetime.UTC).year
    chosen = SEED if seed is None else seed
    cases = cross(*_read(regions, sectors, scenarios))
    done = read_done(out, (held.id, start_year, target_year, draws, chosen))
    left = [case for case in cases if case not in done]
    address = settings.cluster
    with (
        ClusterRunner(address) if address else nullcontext(LocalRunner()) as runner,
        progress_bar() as report,
        stoppable(report) as step,
        closing(
            run_sweep(
                held,
                left,
                start_year=start_year,
                target_year=target_year,
                count=draws,
                seed=chosen,
                runner=runner,
                progress=step,
            )
        ) as rows,
    ):
        written = write_rows(out, rows)
    said = Text(
        zh=f"已写入 {written} 行，原有 {len(cases) - len(left)} 行：{out}",
        en=f"{written} rows written, {len(cases) - len(left)} held before: {out}",
    )
    click.echo(said.get(terminal_language()))


def _read(regions: str, sectors: str, scenarios: str) -> tuple[list[str], list[str], list[str]]:
    from data.assumptions import find_scenario, load_scenarios
    from data.vocabulary import PROVINCES
    from tools.pathways.trajectory import find_sectors
    from tools.roadmap.request import find_regions

    places = list(PROVINCES.ids) if regions == "all" else list(find_regions(_split(regions)))
    named = [find_sectors([name]) for name in _split(sectors)]
    wanted = list(load_scenarios()) if scenarios == "all" else _split(scenarios)
    return (
        places,
        list(dict.fromkeys(s for group in named for s in group)),
        [find_scenario(name).id for name in wanted],
    )


def _split(names: str) -> list[str]:
    return [n.strip() for n in names.replace("，", ",").split(",") if n.strip()]

"""Open targets of CO2 per GDP, looked ahead: on the recent trend and on the pathway, never as a test."""

from collections.abc import Mapping, Sequence

from data.dataset import Dataset
from data.result import mark
from data.text import Text
from tools.gap.intensity_standing import INDICATOR, OUTLOOK, Standing, look_ahead
from tools.pathways.scenarios import make_options
from tools.policy.rows import Check
from tools.policy.standing import Ground

END = 2060
"""Where the pathway leads: the nation's year of carbon neutrality."""

METHOD = Text(
    zh="未到期的强度目标另给出两种推算：CO2按近期趋势（最后五期清单）或按减排路径，GDP在公布年份之后按假设增速；推算不能检验目标。",
    en=" Intensity targets not yet due are looked ahead twice: CO2 on its recent trend (the last five"
    " inventories) or on the pathway, GDP at the assumed growth after the published years; a projection"
    " tests no target.",
)


def look_at_open(
    dataset: Dataset, ground: Ground, checks: Sequence[Check]
) -> dict[tuple[str, str], Standing]:
    """Project the open targets of CO2 per GDP, by base year and due year."""
    wanted = [
        c
        for c in checks
        if c.row["indicator"] == INDICATOR
        and c.status == "open"
        and c.result
        and ground.this_year < int(c.row["year"]) <= END
    ]
    if not wanted:
        return {}
    options = make_options(
        ground.region, start_year=ground.this_year, target_year=END, series=dataset.series
    )
    claims = ground.figures.claims
    return {_key(c): look_ahead(dataset, options, c, claims) for c in wanted}


def outlook_of(held: Mapping[tuple[str, str], Standing], check: Check) -> Standing | None:
    """Return the outlook on a target, where there is one."""
    return held.get(_key(check)) if check.row["indicator"] == INDICATOR else None


def tell_outlooks(held: Mapping[tuple[str, str], Standing]) -> list[Text]:
    """Say where the open targets would stand in the year they are due."""
    texts: list[Text] = []
    for (_, year), one in held.items():
        if one.by_trend is None or one.on_pathway is None:
            continue
        outlook = OUTLOOK[one.outlook]
        texts.append(
            Text(
                zh=f"展望（推算，不能检验目标）：到{year}年，CO2若按近期趋势，降幅为{mark(one.by_trend)}；若走上减排路径，"
                f"为{mark(one.on_pathway)}；目标下降{mark(one.check.target) if one.check.target else ''}：{outlook.zh}。",
                en=f"Outlook (projected, which tests no target): by {year} the fall would be"
                f" {mark(one.by_trend)} on the recent trend of CO2 and {mark(one.on_pathway)} on the"
                f" pathway, against a cut of {mark(one.check.target) if one.check.target else ''}: {outlook.en}.",
            )
        )
    return texts


def _key(check: Check) -> tuple[str, str]:
    return check.row["base_year"], check.row["year"]

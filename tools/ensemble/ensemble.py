"""Tool: how certain a pathway is, by thousands of draws of its assumptions."""

from typing import Annotated

from pydantic import Field

from data.result import Note, Result, Source
from data.text import Text, join
from tools.ensemble.chunks import FEWEST, MOST, SEED, check_count, run_ensemble
from tools.ensemble.figures import EnsembleFigures
from tools.ensemble.views import (
    draw_fan,
    draw_sensitivity,
    table_peaks,
    table_percentiles,
    table_probabilities,
    table_ranges,
    table_sensitivity,
)
from tools.ensemble.words import note_meaning, tell_ensemble
from tools.inventory.caveats import data_notes
from tools.inventory.phrases import inline
from tools.inventory.selection import Years
from tools.pathways.benchmark import EndYearRule, load_benchmarks
from tools.pathways.notes import NOT_DECOMPOSITION
from tools.registry import Context, tool
from tools.roadmap.course import Roadmap
from tools.roadmap.request import open_roadmap, read_request
from tools.roadmap.timetable import note_projection

METHOD = Text(
    zh="对GDP增速、产量增速、清单年之后的推算、基准降幅的实现程度和剩余比例在所列区间内独立抽样，"
    "基准档位与终点规则属政策选择，默认固定；"
    "每次抽样按与路线图相同的方程（部门脱碳方法，2015年5月报告，式3–7，其余行业线性收缩）算出整条路径。"
    "碳汇与捕集只取给定值，不参与抽样，也从不反推。",
    en="Growth of GDP and of output, the projection after the inventory, the part of the benchmark's"
    " cut that is reached and the residual are drawn independently within the stated ranges;"
    " benchmark level and end-year rule are choices of policy and held by default; each draw gives a whole pathway by the equations of the roadmap"
    " (Sectoral Decarbonization Approach, May 2015, eq. 3–7; other sectors contract linearly). Sinks"
    " and capture are as stated, never drawn and never solved for.",
)


@tool
def ensemble(
    context: Context,
    region: Annotated[
        str | list[str],
        Field(description="Province, China, a usual group such as 长三角, or a list of provinces"),
    ],
    target_year: Annotated[int, Field(description="Target year of net zero")] = 2060,
    start_year: Annotated[
        int | None, Field(description="First year of the pathway; by default the current year")
    ] = None,
    draws: Annotated[int, Field(description=f"Number of draws, {FEWEST} to {MOST}")] = 10_000,
    sectors: Annotated[
        list[str], Field(description="Only these sectors or groups; by default all")
    ] = [],  # noqa: B006  # the registry copies the default into the schema
    growth_pct_per_year: Annotated[
        float | None, Field(description="GDP growth to hold fixed, per cent a year")
    ] = None,
    growth_change_points: Annotated[
        float, Field(description="Percentage points added to GDP growth every year, such as -1")
    ] = 0.0,
    scenario: Annotated[
        str | None,
        Field(description="Hold growth and benchmark of a named scenario as the stated values"),
    ] = None,
    benchmark: Annotated[
        str | None, Field(description="Hold the benchmark level: 1.5C, below 2C, 2C")
    ] = None,
    end_year_rule: Annotated[
        EndYearRule | None, Field(description="Hold the end-year rule of the benchmarks")
    ] = None,
    sinks_mt: Annotated[
        float,
        Field(description="Sinks of the target year in Mt that the user states; default zero"),
    ] = 0.0,
    sinks_note: Annotated[str, Field(description="Where the user has the sinks from")] = "",
    ccus_mt: Annotated[
        float, Field(description="Capture of the target year in Mt that the user states")
    ] = 0.0,
    vary_benchmark: Annotated[
        bool,
        Field(description="Draw over benchmark levels and end-year rules too; by default held"),
    ] = False,
    seed: Annotated[int, Field(ge=0, description="Seed of the draws")] = SEED,
) -> Result:
    """Draw a pathway's assumptions thousands of times: how certain is it (不确定性、概率、蒙特卡洛)?

    Use for the probability of meeting a target year, the range (percentiles) of emissions or of the
    residual, a fan chart, and which assumptions the uncertainty comes from.
    """
    check_count(draws)
    given = {
        "region": region,
        "target_year": target_year,
        "start_year": start_year,
        "sectors": sectors,
        "growth_pct_per_year": growth_pct_per_year,
        "growth_change_points": growth_change_points,
        "scenario": scenario,
        "benchmark": benchmark,
        "end_year_rule": end_year_rule,
        "sinks_mt": sinks_mt,
        "sinks_note": sinks_note,
        "ccus_mt": ccus_mt,
    }
    request = read_request(context, given)
    roadmap = open_roadmap(context.dataset, request)
    saying = Text(zh="抽样计算", en="Drawing and tracing")
    held = run_ensemble(
        context.dataset,
        roadmap.trajectory,
        count=draws,
        seed=seed,
        hold=not vary_benchmark,
        progress=lambda share: context.progress(0.1 + 0.8 * share, saying),
    )
    figures = EnsembleFigures(roadmap, held)
    return Result(
        tool="ensemble",
        title=_title(roadmap),
        findings=tell_ensemble(figures),
        tables=[
            table_probabilities(figures),
            table_percentiles(figures),
            table_sensitivity(figures),
            table_peaks(figures),
            table_ranges(figures),
        ],
        charts=[
            c.model_copy(update={"section": "main"})
            for c in (draw_fan(figures), *draw_sensitivity(figures))
        ],
        notes=_notes(figures),
        claims=list(roadmap.figures.claims.values()),
        method=METHOD,
        sources=_sources(roadmap),
        followups=_followups(roadmap),
    )


def _title(roadmap: Roadmap) -> Text:
    target, place = roadmap.options.target_year, roadmap.place
    if not roadmap.trajectory.filtered:
        return Text(
            zh=f"{place.zh}到{target}年路径的不确定性",
            en=f"How certain the pathway of {place.en} to {target} is",
        )
    names = join([inline(w.label) for w in roadmap.wedges])
    return Text(
        zh=f"{place.zh}到{target}年路径的不确定性（只含{names.zh}）",
        en=f"How certain the pathway of {place.en} to {target} is ({names.en} only)",
    )


def _notes(figures: EnsembleFigures) -> list[Note]:
    roadmap = figures.roadmap
    year = roadmap.base_year
    years = Years(axis=(year,), held=(year,), coverage=(year,), chosen=True)
    regions = tuple(m.region for m in roadmap.members)
    every = [
        *note_meaning(figures),
        NOT_DECOMPOSITION,
        *note_projection(roadmap),
        *data_notes(roadmap.dataset, regions, years),
    ]
    return list({n.text.en: n for n in every}.values())


def _sources(roadmap: Roadmap) -> list[Source]:
    regions = [m.region for m in roadmap.members]
    held = roadmap.options.series
    name = Text(zh="行业强度基准", en="Sector intensity benchmarks")
    benchmarks = dict.fromkeys(b.source for b in load_benchmarks())
    found = [
        roadmap.trajectory.source,
        *(Source(title=name, citation=c, kind="reference") for c in benchmarks),
        *held.activity("cement").cited(regions),
        *held.gdp_index.cited(regions),
    ]
    return list({(s.title.en, s.citation): s for s in found}.values())


def _followups(roadmap: Roadmap) -> list[Text]:
    place, target = roadmap.place, roadmap.options.target_year
    return [
        Text(
            zh=f"{place.zh}在{target}年达成碳中和的时间表及产业投入产出路线图应为何？",
            en=f"What timetable and input-output roadmap takes {place.en} to carbon neutrality by"
            f" {target}?",
        ),
        Text(
            zh=f"{place.zh}只看电力，{target}年路径的不确定性有多大？",
            en=f"How certain is the {target} pathway of {place.en} for power only?",
        ),
    ]

"""Tool: a region's roadmap to net zero, from the last inventory to the target year."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from data.errors import InputError
from data.result import Finding, Note, Result, Source
from data.text import Text, join
from data.vocabulary import REGIONS
from tools.inventory.caveats import data_notes
from tools.inventory.phrases import inline
from tools.inventory.selection import Years
from tools.pathways.benchmark import EndYearRule, load_benchmarks
from tools.pathways.notes import NOT_DECOMPOSITION
from tools.pathways.policy import check_policies
from tools.pathways.policy_table import table_policies, tell_policies
from tools.pathways.scenarios import make_options
from tools.pathways.trajectory import find_base_year, find_sectors, trace
from tools.registry import Context, tool
from tools.roadmap.baseline import tell_baseline
from tools.roadmap.chain import follow_chain
from tools.roadmap.course import Roadmap
from tools.roadmap.limits import note_benchmarks, table_assumptions, tell_limits
from tools.roadmap.sectors import draw_wedges, table_fuels, table_sectors, tell_sectors
from tools.roadmap.timetable import (
    draw_pathway,
    note_projection,
    table_timetable,
    tell_timetable,
)
from tools.roadmap.uncertainty import (
    find_band,
    find_swings,
    table_scenarios,
    table_swings,
    tell_uncertainty,
    trace_scenarios,
)

METHOD = Text(
    zh="清单年为数据；清单年到起始年用已公布产量、实际GDP和所列假设推算；起始年之后，电力、钢铁、水泥、有色用部门脱碳方法"
    "（2015年5月报告，式3–6），缺产量者用式7，其余行业线性收缩到所列剩余比例。碳捕集与碳汇默认为零。"
    "政策目标按不变价GDP核对。",
    en="Inventory years are data; up to the start year published output, real GDP and the stated"
    " assumptions carry them forward. From the start year power, steel, cement and non-ferrous"
    " metals follow the Sectoral Decarbonization Approach (May 2015, eq. 3–6), eq. 7 where output is"
    " not known, and the others contract linearly to the stated residual. Capture and sinks are zero"
    " by default. Policy targets are checked with GDP at constant prices.",
)

SPACE = Text(zh="", en=" ")


@tool
def net_zero_roadmap(
    context: Context,
    region: Annotated[str, Field(description="Province or China, any spelling")],
    target_year: Annotated[int, Field(description="Target year of net zero")] = 2060,
    start_year: Annotated[
        int | None, Field(description="First year of the pathway; by default the current year")
    ] = None,
    sectors: Annotated[
        list[str], Field(description="Only these sectors or groups; by default all")
    ] = [],  # noqa: B006  # the registry copies the default into the schema
    growth_pct_per_year: Annotated[
        float | None, Field(description="The region's real GDP growth, per cent a year")
    ] = None,
    scenario: Annotated[
        str | None,
        Field(description="steady (default), slow, fast, steady_below_2c or fast_2c"),
    ] = None,
    end_year_rule: Annotated[
        EndYearRule | None,
        Field(description="stretch benchmarks to the target year, or use them as_published"),
    ] = None,
) -> Result:
    """Draw a province's (or China's) roadmap to carbon neutrality (碳中和时间表与产业路线图).

    Use for any question on how and when a region reaches net zero: baseline, timetable with
    milestones, cuts by sector and fuel, the input-output roadmap along supply chains, scenarios,
    assumptions and limits. Also for what-if changes of growth, target year, scenario or sectors.
    """
    place = REGIONS.find(region).id
    scope = find_sectors(sectors)
    options = make_options(
        place,
        start_year=context.this_year if start_year is None else start_year,
        target_year=target_year,
        scenario=scenario,
        rule=end_year_rule,
        gdp_growth_pct=growth_pct_per_year,
        series=context.dataset.series,
    )
    _check_target(find_base_year(context.dataset, place, options.start_year), target_year)
    context.progress(0.1, Text(zh="推算各行业路径", en="Tracing the sectors' pathways"))
    roadmap = Roadmap(context.dataset, trace(context.dataset, options, scope))
    context.progress(0.3, Text(zh="比较情景与敏感性", en="Comparing scenarios"))
    scenarios = trace_scenarios(roadmap)
    swings = find_swings(roadmap)
    checks = check_policies(roadmap)
    context.progress(0.6, Text(zh="沿产业链核算", en="Following the supply chains"))
    chain = follow_chain(context, roadmap)
    findings: list[Finding] = [
        *tell_baseline(roadmap),
        *tell_timetable(roadmap),
        *tell_policies(roadmap, checks),
        *tell_sectors(roadmap),
        *chain.findings,
        *tell_uncertainty(roadmap, scenarios, swings),
        *tell_limits(roadmap),
    ]
    tables = [
        table_timetable(roadmap),
        table_sectors(roadmap),
        table_fuels(roadmap),
        *chain.tables,
        table_policies(roadmap, checks),
        table_scenarios(roadmap, scenarios),
        table_swings(roadmap, swings),
        table_assumptions(roadmap),
    ]
    charts = [draw_pathway(roadmap, find_band(roadmap, scenarios)), draw_wedges(roadmap)]
    notes = _notes(roadmap, chain.notes)
    own = list(roadmap.figures.claims.values())
    return Result(
        tool="net_zero_roadmap",
        title=_title(roadmap),
        findings=findings,
        claims=list({c.id: c for c in (*own, *chain.claims)}.values()),
        tables=tables,
        charts=[*charts, *chain.charts],
        notes=notes,
        method=METHOD if chain.method is None else METHOD + SPACE + chain.method,
        sources=_sources(roadmap, chain.sources),
        followups=_followups(roadmap),
    )


def _check_target(base_year: int, target_year: int) -> None:
    if target_year > base_year:
        return
    raise InputError(
        Text(
            zh=f"目标年 {target_year} 不晚于最后清单年 {base_year}，请给出更晚的年份，例如 2060。",
            en=f"The target year {target_year} is not after the last inventory year {base_year};"
            " choose a later one, such as 2060.",
        ),
        suggestions=["2060"],
    )


def _title(roadmap: Roadmap) -> Text:
    target, place = roadmap.options.target_year, roadmap.place
    if not roadmap.trajectory.filtered:
        return Text(
            zh=f"{place.zh}{target}年碳中和路线图",
            en=f"Roadmap of {place.en} to net zero by {target}",
        )
    names = join([inline(w.label) for w in roadmap.wedges])
    return Text(
        zh=f"{place.zh}{target}年碳中和路线图（只含{names.zh}）",
        en=f"Roadmap of {place.en} to net zero by {target} ({names.en} only)",
    )


def _notes(roadmap: Roadmap, chain: Sequence[Note]) -> list[Note]:
    year = roadmap.base_year
    years = Years(axis=(year,), held=(year,), coverage=(year,), chosen=True)
    every = [
        NOT_DECOMPOSITION,
        *note_projection(roadmap),
        *note_benchmarks(roadmap),
        *chain,
        *data_notes(roadmap.dataset, (roadmap.region,), years),
    ]
    return list({n.text.en: n for n in every}.values())


def _sources(roadmap: Roadmap, chain: Sequence[Source]) -> list[Source]:
    region = roadmap.region
    names = {
        "benchmarks": Text(zh="行业强度基准", en="Sector intensity benchmarks"),
        "activity": Text(zh="实物产量", en="Physical output"),
    }
    benchmarks = dict.fromkeys(b.source for b in load_benchmarks())
    held = roadmap.options.series
    output = dict.fromkeys(held.activity("cement").sources.values())
    gdp = [s for one in (held.gdp_index, held.gdp, held.population) for s in one.cited([region])]
    found = [
        roadmap.trajectory.source,
        *(Source(title=names["benchmarks"], citation=c, kind="reference") for c in benchmarks),
        *(Source(title=names["activity"], citation=c, kind="reference") for c in output),
        *gdp,
        *chain,
    ]
    return list({(s.title.en, s.citation): s for s in found}.values())


def _followups(roadmap: Roadmap) -> list[Text]:
    place, target = roadmap.place, roadmap.options.target_year
    return [
        Text(
            zh=f"如果{place.zh}GDP年均增长6%，{target}年碳中和路线图会怎样变化？",
            en=f"How does the roadmap of {place.en} to {target} change if GDP grows 6 % a year?",
        ),
        Text(
            zh=f"{place.zh}电力行业到{target}年的SDA路径是什么？",
            en=f"What is the SDA pathway of the power sector in {place.en} to {target}?",
        ),
        Text(
            zh=f"{place.zh}只看电力和水泥，{target}年路线图如何？",
            en=f"And the {target} roadmap of {place.en} for power and cement only?",
        ),
    ]

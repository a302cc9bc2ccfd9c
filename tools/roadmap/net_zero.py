"""Tool: a region's roadmap to net zero, from the last inventory to the target year."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from data.result import Note, Result, Source
from data.text import Text, join
from tools.ensemble.views import draw_fan, table_probabilities
from tools.ensemble.words import note_meaning
from tools.inventory.caveats import data_notes
from tools.inventory.phrases import inline
from tools.inventory.selection import Years
from tools.pathways.benchmark import EndYearRule, load_benchmarks
from tools.pathways.notes import NOT_DECOMPOSITION
from tools.pathways.removals import note_removals
from tools.pathways.studies import study_sources, tell_studies
from tools.policy.check_table import table_policies
from tools.registry import Context, tool
from tools.roadmap.answer import check_all, tell_short, tell_whole
from tools.roadmap.chain import follow_chain
from tools.roadmap.change import Comparison, set_beside, table_change
from tools.roadmap.charts import draw_budget, draw_cuts, draw_pathway
from tools.roadmap.course import Roadmap
from tools.roadmap.five_year import table_plans
from tools.roadmap.frame import BACKBONE, table_frame
from tools.roadmap.group import GroupRoadmap
from tools.roadmap.lead import tell_lead
from tools.roadmap.limits import note_benchmarks, table_assumptions
from tools.roadmap.members import note_left_out, table_members
from tools.roadmap.request import open_roadmap, read_request
from tools.roadmap.sectors import draw_wedges, table_fuels, table_sectors
from tools.roadmap.timetable import note_projection, table_timetable
from tools.roadmap.uncertainty import (
    draw_ensemble,
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
    region: Annotated[
        str | list[str],
        Field(description="Province, group of provinces (长三角), China, or a list of provinces"),
    ],
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
    growth_change_points: Annotated[
        float, Field(description="Percentage points added to GDP growth every year, such as -1")
    ] = 0.0,
    scenario: Annotated[
        str | None,
        Field(description="steady (default), slow, fast, steady_below_2c or fast_2c"),
    ] = None,
    benchmark: Annotated[
        str | None,
        Field(description="Benchmark level instead of the scenario's: 1.5C, below 2C, 2C"),
    ] = None,
    end_year_rule: Annotated[
        EndYearRule | None,
        Field(description="stretch benchmarks to the target year, or use them as_published"),
    ] = None,
    sinks_mt: Annotated[
        float,
        Field(description="Sinks of the target year in Mt that the user states; default zero"),
    ] = 0.0,
    sinks_note: Annotated[str, Field(description="Where the user has the sinks from")] = "",
    ccus_mt: Annotated[
        float, Field(description="Capture of the target year in Mt that the user states")
    ] = 0.0,
    compared_with: Annotated[
        dict[str, Any] | None,
        Field(description="Arguments of the earlier roadmap that a follow-up changes, all of them"),
    ] = None,
) -> Result:
    """Draw the roadmap of a province, several provinces or China to carbon neutrality (碳中和时间表与产业路线图).

    Use for any question on how and when a region reaches net zero: baseline, timetable with
    milestones and five-year plans, cuts by sector and fuel, the input-output roadmap along supply
    chains, scenarios, assumptions and limits. Also for what-if changes of growth, target year,
    scenario, sinks or sectors; a follow-up that changes one of them passes ``compared_with``.
    """
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
    earlier = None if compared_with is None else read_request(context, compared_with)
    context.progress(0.1, Text(zh="推算各行业路径", en="Tracing the sectors' pathways"))
    roadmap = open_roadmap(context.dataset, request)
    if earlier is None:
        return _answer(context, roadmap)
    before = open_roadmap(context.dataset, earlier)
    return _answer(context, roadmap, set_beside(roadmap, before))


def _answer(context: Context, roadmap: Roadmap, pair: Comparison | None = None) -> Result:
    context.progress(0.25, Text(zh="比较各情景", en="Comparing scenarios"))
    scenarios = trace_scenarios(roadmap)
    context.progress(0.35, Text(zh="逐项变动假设", en="Moving one assumption at a time"))
    swings = find_swings(roadmap)
    ensemble = draw_ensemble(roadmap)
    context.progress(0.5, Text(zh="核对政策目标", en="Checking policy targets"))
    checks = check_all(roadmap)
    context.progress(0.6, Text(zh="沿产业链核算", en="Following the supply chains"))
    chain = follow_chain(context, roadmap, short=pair is not None)
    context.progress(0.9, Text(zh="写出结果", en="Writing the answer"))
    doubt = tell_uncertainty(roadmap, scenarios, swings, ensemble)
    findings = (
        tell_whole(roadmap, tell_lead(roadmap, chain, swings, ensemble), checks, chain, doubt)
        if pair is None
        else tell_short(roadmap, pair, chain, doubt)
    )
    if pair is None and not roadmap.trajectory.filtered:
        findings = [*findings, *tell_studies(roadmap.figures, roadmap.code)]
    tables = [
        *([table_change(pair)] if pair else []),
        table_frame(roadmap, chain),
        table_timetable(roadmap),
        table_plans(roadmap),
        *([table_members(roadmap)] if isinstance(roadmap, GroupRoadmap) else []),
        table_sectors(roadmap),
        table_fuels(roadmap),
        *(t for t in chain.tables if t.id != BACKBONE),
        *([table_policies(roadmap, checks)] if checks else []),
        table_scenarios(roadmap, scenarios),
        table_swings(roadmap, swings),
        table_probabilities(ensemble),
        table_assumptions(roadmap),
    ]
    charts = [
        draw_pathway(roadmap, find_band(roadmap, scenarios)),
        draw_fan(ensemble),
        draw_budget(roadmap, scenarios),
        draw_wedges(roadmap),
        draw_cuts(roadmap),
    ]
    notes = _notes(roadmap, [*note_meaning(ensemble)[:1], *chain.notes])
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
    regions = [m.region for m in roadmap.members]
    every = [
        NOT_DECOMPOSITION,
        *(note_left_out(roadmap) if isinstance(roadmap, GroupRoadmap) else []),
        *note_projection(roadmap),
        *note_removals(roadmap.figures, roadmap.total(roadmap.options.target_year)),
        *note_benchmarks(roadmap),
        *chain,
        *data_notes(roadmap.dataset, regions, years),
    ]
    return list({n.text.en: n for n in every}.values())


def _sources(roadmap: Roadmap, chain: Sequence[Source]) -> list[Source]:
    regions = [m.region for m in roadmap.members]
    names = {
        "benchmarks": Text(zh="行业强度基准", en="Sector intensity benchmarks"),
        "activity": Text(zh="实物产量", en="Physical output"),
    }
    benchmarks = dict.fromkeys(b.source for b in load_benchmarks())
    held = roadmap.options.series
    output = dict.fromkeys(held.activity("cement").sources.values())
    gdp = [s for one in (held.gdp_index, held.gdp, held.population) for s in one.cited(regions)]
    found = [
        roadmap.trajectory.source,
        *(Source(title=names["benchmarks"], citation=c, kind="reference") for c in benchmarks),
        *(Source(title=names["activity"], citation=c, kind="reference") for c in output),
        *gdp,
        *study_sources(roadmap.code),
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

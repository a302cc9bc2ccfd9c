"""Tool: pathways under several scenarios, or under the reader's own change, side by side."""

from typing import Annotated

from pydantic import Field

from data.result import Note, Result, Source
from data.text import Text
from data.vocabulary import NATION, REGIONS
from tools.inventory.caveats import data_notes
from tools.inventory.selection import Years
from tools.pathways.benchmark import EndYearRule, find_level, load_benchmarks
from tools.pathways.notes import NOT_DECOMPOSITION, rule_text
from tools.pathways.removals import note_removals
from tools.pathways.scenarios import Options, make_options
from tools.pathways.studies import study_sources, tell_studies
from tools.pathways.trajectory import find_sectors
from tools.registry import Context, tool
from tools.roadmap.timetable import note_projection
from tools.scenarios.cases import list_cases
from tools.scenarios.charts import draw_comparison
from tools.scenarios.comparison import Comparison
from tools.scenarios.sentences import tell_comparison
from tools.scenarios.views import (
    table_choices,
    table_differences,
    table_outcomes,
    table_sectors,
)

METHOD = Text(
    zh="每个情景按同一方法各算一次：电力、钢铁、水泥、有色用部门脱碳方法（2015年5月报告，式3–6；缺产量者用式7），其余行业从"
    "起始年线性收缩到剩余比例；只改变所列假设。剩余排放为目标年总排放减去给定的捕集与碳汇，不低于零；"
    "给定的捕集与碳汇从起始年的零线性增到目标年的给定值。",
    en="Each scenario is computed once by the same method: power, steel, cement and non-ferrous metals"
    " by the Sectoral Decarbonization Approach (May 2015, eq. 3–6; eq. 7 where output is not known),"
    " the others contract linearly to their residual share; only the listed assumptions differ. The"
    " residual is gross CO2 of the target year less stated capture and sinks, not below zero; these"
    " rise linearly from zero in the start year to the stated value in the target year.",
)


@tool
def compare_scenarios(
    context: Context,
    region: Annotated[str, Field(description="Province or China, any spelling")],
    scenarios: Annotated[
        list[str],
        Field(
            description="steady, slow, fast, steady_below_2c, fast_2c or the user's own; by default all"
        ),
    ] = [],  # noqa: B006  # the registry copies the default into the schema
    benchmarks: Annotated[
        list[str], Field(description="Compare these levels: 1.5C, below 2C, 2C")
    ] = [],  # noqa: B006
    target_year: Annotated[int, Field(description="Target year")] = 2060,
    start_year: Annotated[
        int | None, Field(description="First year of the pathway; by default the current year")
    ] = None,
    sectors: Annotated[
        list[str], Field(description="Only these sectors or groups; by default all")
    ] = [],  # noqa: B006
    growth_change_points: Annotated[
        float,
        Field(description="Percentage points added to real GDP growth in every year; -1: lower"),
    ] = 0.0,
    growth_pct_per_year: Annotated[
        float | None, Field(description="The region's real GDP growth, per cent a year")
    ] = None,
    sinks_mt: Annotated[float, Field(description="Sinks of the target year, Mt CO2")] = 0.0,
    sinks_source: Annotated[str, Field(description="Where the sinks are stated")] = "",
    ccus_mt: Annotated[float, Field(description="Capture of the target year, Mt CO2")] = 0.0,
    end_year_rule: Annotated[
        EndYearRule | None,
        Field(description="stretch benchmarks to the target year, or use them as_published"),
    ] = None,
) -> Result:
    """Compare pathways of a province or China: scenarios, benchmark levels, or a change of growth.

    Use when the question sets scenarios side by side (慢增长和快增长), asks what a change of GDP
    growth does to residual emissions (GDP增速每年低1个百分点), or whether stated sinks or capture
    suffice for neutrality. The first scenario, or the unchanged default, is what others are
    measured against.
    """
    place = REGIONS.find(region).id
    changed = make_options(
        place,
        start_year=context.this_year if start_year is None else start_year,
        target_year=target_year,
        rule=end_year_rule,
        gdp_growth_pct=growth_pct_per_year,
        series=context.dataset.series,
        growth_change_points=growth_change_points,
        sinks_mt=sinks_mt,
        sinks_note=sinks_source,
        ccus_mt=ccus_mt,
    )
    levels = [find_level(name) for name in benchmarks]
    cases = list_cases(changed, scenarios, levels)
    context.progress(0.1, Text(zh="推算各情景", en="Tracing the scenarios"))
    held = Comparison(context.dataset, cases, find_sectors(sectors))
    findings = tell_comparison(held)
    if not held.base.trajectory.filtered:
        findings += tell_studies(held.base.figures, place, "studies")
    tables = [
        table_outcomes(held),
        table_differences(held),
        table_sectors(held),
        table_choices(held),
    ]
    charts = draw_comparison(held)
    notes = _notes(held)
    return Result(
        tool="compare_scenarios",
        title=_title(held),
        findings=findings,
        claims=held.claims,
        tables=tables,
        charts=charts,
        notes=notes,
        method=METHOD,
        sources=_sources(held),
        followups=_followups(held),
    )


def _title(held: Comparison) -> Text:
    place, target = held.place, held.target
    if len(held.cases) > 2:
        return Text(
            zh=f"{place.zh}{target}年：各情景比较", en=f"{place.en} to {target} by scenario"
        )
    first, second = (c.name for c in held.cases)
    return Text(
        zh=f"{place.zh}{target}年：“{first.zh}”与“{second.zh}”",
        en=f"{place.en} to {target}: “{first.en}” and “{second.en}”",
    )


def _notes(held: Comparison) -> list[Note]:
    base = held.base
    notes = [NOT_DECOMPOSITION, *note_projection(base), Note(text=rule_text(base.options))]
    for case, roadmap in zip(held.cases, held.roadmaps, strict=True):
        notes += _whose_growth(case.options)
        notes += note_removals(roadmap.figures, roadmap.total(held.target))
    years = Years(
        axis=(base.base_year,), held=(base.base_year,), coverage=(base.base_year,), chosen=True
    )
    notes += data_notes(base.dataset, (base.region,), years)
    return list({n.text.en: n for n in notes}.values())


def _whose_growth(options: Options) -> list[Note]:
    if not options.growth_change_points and options.own_gdp_growth_pct is None:
        return []
    place = REGIONS.text(options.region)
    if options.region == NATION:
        text = Text(
            zh="增速的变动对全国和各省一样；已公布的年份不变。",
            en="The change of growth holds for the nation and every province alike; published years"
            " stay as they are.",
        )
    else:
        text = Text(
            zh=f"增速的变动只作用于{place.zh}，其他省份不变；已公布的年份不变。",
            en=f"The change of growth holds for {place.en} alone, the other provinces stay as they are;"
            " published years stay as they are.",
        )
    return [Note(text=text)]


def _sources(held: Comparison) -> list[Source]:
    title = Text(zh="行业强度基准", en="Sector intensity benchmarks")
    cited = dict.fromkeys(b.source for b in load_benchmarks())
    benchmarks = [Source(title=title, citation=c, kind="reference") for c in cited]
    gdp = held.base.options.series.gdp_index.cited([held.base.region])
    studies = study_sources(held.base.region)
    found = [held.base.trajectory.source, *benchmarks, *gdp, *studies]
    return list({(s.title.en, s.citation): s for s in found}.values())


def _followups(held: Comparison) -> list[Text]:
    place, target = held.place, held.target
    side_by_side = Text(
        zh=f"{place.zh}各情景下{target}年的剩余排放比较",
        en=f"Compare the scenarios of {place.en} to {target}",
    )
    certain = Text(
        zh=f"{place.zh}{target}年碳中和的概率有多大？",
        en=f"How certain is the net-zero pathway of {place.en} to {target}?",
    )
    several = len(held.cases) > 2
    return [
        certain if several else side_by_side,
        Text(
            zh=f"如果GDP增速每年高1个百分点，{place.zh}{target}年的剩余排放是多少？",
            en=f"If GDP growth is 1 percentage point higher every year, what are the residual emissions"
            f" of {place.en} in {target}?",
        ),
        Text(
            zh=f"{place.zh}在{target}年达成碳中和时间表及产业投入产出路线图应为何？",
            en=f"What are the net-zero timetable and industry roadmap of {place.en} to {target}?",
        ),
    ]

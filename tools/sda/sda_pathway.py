"""Tool: the pathway of one sector, by the Sectoral Decarbonization Approach or a plainer method."""

from typing import Annotated, Literal

from pydantic import Field

from data.errors import InputError
from data.result import Result, Source
from data.text import Text
from data.vocabulary import REGIONS, SECTORS
from tools.inventory.caveats import data_notes
from tools.inventory.phrases import inline
from tools.inventory.selection import Cut, Years
from tools.pathways.benchmark import PRODUCTS, find_level
from tools.pathways.charts import draw_budget, draw_emissions, draw_intensity
from tools.pathways.figures import PathFigures
from tools.pathways.national_gap import compare_with_nation
from tools.pathways.notes import NOT_DECOMPOSITION, benchmark_notes, flag_notes, shortfall_notes
from tools.pathways.scenarios import Options, make_options
from tools.pathways.sector_pathway import SectorPathway, trace_sector
from tools.pathways.trajectory import find_base_year
from tools.registry import Context, tool
from tools.sda.asked_years import AskedYears, choose_years
from tools.sda.budget_figures import table_budget, tell_budget
from tools.sda.method_words import (
    METHOD,
    RATES,
    choice_notes,
    name_choice,
    name_method,
)
from tools.sda.methods import Asked, Choice, lead
from tools.sda.milestone_table import table_cuts, table_milestones
from tools.sda.milestone_words import (
    tell_cuts,
    tell_intensity,
    tell_nothing,
    tell_speed,
    tell_start,
    tell_zero,
)
from tools.sda.scope2_words import answer_scope2


@tool
def sda_pathway(
    context: Context,
    region: Annotated[str, Field(description="Province or China, any spelling")],
    sector: Annotated[str, Field(description="One sector, such as power, steel or cement")],
    target_year: Annotated[int, Field(description="Year of convergence")] = 2060,
    start_year: Annotated[
        int | None, Field(description="First year of the pathway; by default the current year")
    ] = None,
    benchmark: Annotated[
        str | None,
        Field(description="Benchmark level: 1.5C, below 2C or 2C, or the name of an own benchmark"),
    ] = None,
    growth_pct_per_year: Annotated[
        float | None, Field(description="Growth of the sector's output after the start year")
    ] = None,
    variant: Annotated[
        Literal["uncapped", "sbti_style"],
        Field(
            description="sbti_style caps the market share parameter at 1; with"
            " absolute_contraction it takes SBTi's linear rate (4.2 or 2.5 % a year)"
        ),
    ] = "uncapped",
    milestone_years: Annotated[
        list[int] | None,
        Field(
            description="Years asked about on the way, such as 2030 and 2040; the answer leads with them"
        ),
    ] = None,
    method: Annotated[
        Asked | None,
        Field(
            description="By default sda where physical output is known, else contraction;"
            " follow_reference is eq. 7, economic_intensity and physical_intensity cut CO2 per GDP"
            " or per output by a rate"
        ),
    ] = None,
    cut_pct_per_year: Annotated[
        float | None,
        Field(
            description="Annual cut of absolute_contraction or of an intensity method, in per cent"
        ),
    ] = None,
    scope: Annotated[
        Literal["1", "1+2"],
        Field(description="1+2 adds the CO2 behind purchased electricity, where its use is known"),
    ] = "1",
) -> Result:
    """Draw one sector's decarbonisation pathway (SDA, 部门脱碳方法) to a target year.

    Use for questions on how much and how fast one sector of a province must cut: emissions,
    physical intensity, milestones, carbon budget, comparison with the reference sector.
    """
    place, one = REGIONS.find(region).id, _find_sector(sector)
    series = context.dataset.series
    options = make_options(
        place,
        start_year=context.this_year if start_year is None else start_year,
        target_year=target_year,
        level=find_level(benchmark, series.benchmark_names(one)) if benchmark else None,
        activity_growth_pct=growth_pct_per_year,
        cap_share=variant == "sbti_style" and method in (None, "sda"),
        series=series,
    )
    dataset = context.dataset
    base_year = find_base_year(dataset, place, options.start_year)
    choice = Choice(method, cut_pct_per_year, sbti=variant == "sbti_style")
    path = lead(trace_sector(dataset, options, one, base_year), options, choice)
    figures = PathFigures(dataset, options, base_year, chosen=_chosen(path, choice))
    title = _title(options, path)
    if path.method == "none":
        zero = figures.total(Cut(place, one), base_year)
        return Result(
            tool="sda_pathway",
            title=title,
            findings=[tell_nothing(figures, path, zero)],
            claims=list(figures.claims.values()),
            notes=[NOT_DECOMPOSITION],
            method=METHOD["sda"],
        )
    years = choose_years(milestone_years or (), base_year, options)
    answer = _answer(figures, path, choice, years, title)
    return _with_scope2(answer, figures, path, years) if scope == "1+2" else answer


def _chosen(path: SectorPathway, choice: Choice) -> dict[str, str | float]:
    """Tell what of the reader's choice makes a figure a different one."""
    if choice.method is None or path.method == "none":
        return {}
    rate = {"rate_pct": path.rate_pct} if path.method in RATES else {}
    return {"method": path.method, **rate}


def _with_scope2(
    answer: Result, figures: PathFigures, path: SectorPathway, years: AskedYears
) -> Result:
    """Add what scope 2 there is, after the cuts themselves."""
    more, lead_in = answer_scope2(figures, path, years.lead, answer.title), len(years.lead)
    return answer.model_copy(
        update={
            "findings": [*answer.findings[:lead_in], *more.findings, *answer.findings[lead_in:]],
            "claims": list(figures.claims.values()),
            "tables": [*answer.tables, *more.tables],
            "charts": [*answer.charts, *more.charts],
            "notes": [*more.notes, *answer.notes],
            "sources": [*answer.sources, *more.sources],
        }
    )


def _answer(
    figures: PathFigures, path: SectorPathway, choice: Choice, years: AskedYears, title: Text
) -> Result:
    options, dataset = figures.options, figures.dataset
    gap = compare_with_nation(figures, path.sector)
    findings = [
        *tell_cuts(figures, path, years.lead, name_choice(path, options, choice)),
        *tell_start(figures, path),
        *tell_speed(figures, path, years.lead),
        *tell_zero(figures, path),
        *tell_budget(figures, path),
        *tell_intensity(figures, path, years.lead),
        *([gap[0]] if gap else []),
    ]
    tables = [
        table_cuts(figures, path, years.lead),
        table_milestones(figures, path, years.milestones, title),
        table_budget(figures, path),
    ]
    charts = [
        draw_emissions(figures, path, title),
        draw_intensity(figures, path, title),
        draw_budget(figures, path, title),
    ]
    notes = [
        *years.notes,
        NOT_DECOMPOSITION,
        *choice_notes(figures, path, choice),
        *benchmark_notes(path, options),
        *flag_notes(path),
        *(shortfall_notes(figures, path) if path.method == "sda" else []),
        *([gap[1]] if gap else []),
        *data_notes(dataset, (options.region,), _one_year(figures.base_year)),
    ]
    return Result(
        tool="sda_pathway",
        title=title,
        findings=findings,
        claims=list(figures.claims.values()),
        tables=tables,
        charts=[c for c in charts if c],
        notes=notes,
        method=METHOD[path.method],
        sources=_sources(figures, path),
        followups=_followups(options, path),
    )


def _find_sector(name: str) -> str:
    term = SECTORS.find(name)
    if not term.members:
        return term.id
    zh = "、".join(SECTORS.label(m, "zh") for m in term.members[:8])
    en = ", ".join(SECTORS.label(m, "en") for m in term.members[:8])
    raise InputError(
        Text(
            zh=f"“{name}”是一组行业，部门脱碳路径一次算一个行业，请选其一，例如：{zh}。",
            en=f"“{name}” is a group of sectors; the approach takes one at a time, such as: {en}.",
        ),
        suggestions=[SECTORS.label(m, "en") for m in term.members[:8]],
    )


def _title(options: Options, path: SectorPathway) -> Text:
    place, label = REGIONS.text(options.region), SECTORS.text(path.sector)
    method = name_method(path, options)
    return Text(
        zh=f"{place.zh}{label.zh}：到{options.target_year}年的{method.zh}",
        en=f"{label.en} in {place.en}: {method.en} to {options.target_year}",
    )


def _sources(figures: PathFigures, path: SectorPathway) -> list[Source]:
    inventory = figures.dataset.inventory_of(figures.options.region)
    found = [inventory.source]
    if path.benchmark and path.reference:
        name = Text(zh="行业强度基准", en="Sector intensity benchmark")
        held = path.benchmark
        found.append(Source(title=name, citation=held.source, kind=held.kind))
        output = figures.options.series.activity(PRODUCTS[path.sector])
        known = output.cited([figures.options.region]) or output.cited(path.reference.members[:1])
        title = Text(zh="实物产量", en="Physical output")
        found += [s.model_copy(update={"title": title}) for s in known]
    return found


def _one_year(year: int) -> Years:
    return Years(axis=(year,), held=(year,), coverage=(year,), chosen=True)


def _followups(options: Options, path: SectorPathway) -> list[Text]:
    place, label = REGIONS.text(options.region), inline(SECTORS.text(path.sector))
    other = "below 2C" if options.level == "1.5C" else "1.5C"
    last = options.target_year
    asked = Text(
        zh=f"{place.zh}{label.zh}到{last}年的绝对量收缩路径如何？",
        en=f"What is the absolute contraction pathway of {label.en} in {place.en} to {last}?",
    )
    if path.method != "sda" and path.activity is not None:
        asked = Text(
            zh=f"{place.zh}{label.zh}到{last}年的SDA路径如何？",
            en=f"What is the SDA pathway of {label.en} in {place.en} to {last}?",
        )
    return [
        asked,
        Text(
            zh=f"{place.zh}{label.zh}按 {other} 基准的路径如何？",
            en=f"What is the pathway of {label.en} in {place.en} with the {other} benchmark?",
        ),
        Text(
            zh=f"{place.zh}在{last}年达成碳中和的时间表及产业投入产出路线图应为何？",
            en=f"What timetable and input-output roadmap takes {place.en} to carbon neutrality by"
            f" {last}?",
        ),
    ]

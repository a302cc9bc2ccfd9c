"""Tool: one industry across provinces, from the reference pathway to every province's target."""

from typing import Annotated

from pydantic import Field

from data.errors import DataMissingError, InputError
from data.result import Finding, Note, Result, Source
from data.text import Text
from data.vocabulary import NATION, REGION_GROUPS, REGIONS, SECTORS
from tools.arguments import Names, YearList
from tools.gap.industry import IndustryFigures, lead_industry
from tools.gap.industry_views import (
    cut_of,
    draw_heat_map,
    draw_intensities,
    draw_total,
    table_check,
    table_provinces,
)
from tools.gap.industry_words import METHOD, how_notes, left_out_notes, tell_industry
from tools.inventory.caveats import demonstration, import_findings
from tools.inventory.figures import cited
from tools.inventory.phrases import inline, listed, region_label
from tools.pathways.benchmark import PRODUCTS, find_level
from tools.pathways.national_gap import compare_with_nation
from tools.pathways.notes import NOT_DECOMPOSITION, benchmark_notes, shortfall_notes
from tools.pathways.scenarios import Options, make_options
from tools.registry import Context, tool

USUAL = (2030, 2035, 2040, 2050, 2060)


@tool
def industry_roadmap(
    context: Context,
    sector: Annotated[str, Field(description="One sector, such as power, steel or cement")],
    regions: Annotated[
        Names, Field(description="Provinces or a group to show (none: all with data)")
    ] = (),
    target_year: Annotated[int, Field(description="Year of convergence")] = 2060,
    start_year: Annotated[
        int | None, Field(description="First year of the pathway; by default the current year")
    ] = None,
    milestones: Annotated[
        YearList, Field(description="Years of the targets; the last is the one told first")
    ] = (),
    benchmark: Annotated[str | None, Field(description="1.5C, below 2C or 2C")] = None,
    growth_pct_per_year: Annotated[
        float | None, Field(description="Growth of output after the start year, every province")
    ] = None,
) -> Result:
    """Draw one industry's roadmap across provinces (分省): every province's target at each milestone.

    Use it for which provinces must cut steel, cement, power … most by a year, what each province's
    target is, whose intensity is furthest from the reference, and whether the targets add up.
    """
    one = _single(sector)
    series = context.dataset.series
    options = make_options(
        NATION,
        start_year=context.this_year if start_year is None else start_year,
        target_year=target_year,
        level=find_level(benchmark, series.benchmark_names(one)) if benchmark else None,
        activity_growth_pct=growth_pct_per_year,
        gdp_growth_pct=None if one in PRODUCTS else growth_pct_per_year,
        series=series,
    )
    years = _milestones(milestones, options)
    shown = _shown(regions)
    industry = lead_industry(context.dataset, options, one)
    figures = IndustryFigures(context.dataset, industry)
    focus = years[-1] if milestones else target_year
    held = [r for r in industry.regions if not shown or r in shown]
    if not held:
        raise _none_of(shown, one, industry.unknown)
    order = sorted(held, key=lambda r: -cut_of(figures, r, focus).value)
    return _compose(context, figures, order, years, focus)


def _compose(
    context: Context, figures: IndustryFigures, order: list[str], years: list[int], focus: int
) -> Result:
    industry, dataset = figures.industry, context.dataset
    options, base = industry.options, industry.base_year
    label = inline(SECTORS.text(industry.sector))
    title = Text(
        zh=f"{label.zh}：分省减排路线图（至{options.target_year}年）",
        en=f"{label.en[:1].upper()}{label.en[1:]}: roadmap by province to {options.target_year}",
    )
    mint, path = figures.of(order[0]), industry.path(order[0])
    findings = [Finding(text=t) for t in tell_industry(figures, order, years, focus)]
    nation = compare_with_nation(mint, industry.sector)
    shortfall = shortfall_notes(mint, path)
    tables = [table_provinces(figures, order, years, focus, title)]
    check = table_check(figures, [options.start_year, *years])
    charts = [
        draw_heat_map(figures, order, years, title),
        draw_intensities(figures, order, title),
        draw_total(figures, title),
    ]
    findings += [nation[0]] if nation else []
    tables += [check] if check else []
    notes = [
        NOT_DECOMPOSITION,
        *how_notes(figures),
        *benchmark_notes(path, options),
        *shortfall,
        *left_out_notes(figures),
        *([nation[1]] if nation else []),
        *import_findings(dataset, order, (base,), (industry.sector,)),
        *demonstration(dataset, order),
    ]
    said = [*findings, *(Finding(text=n.text) for n in notes)]
    return Result(
        tool="industry_roadmap",
        title=title,
        findings=findings,
        claims=cited(figures.claims, said, tables),
        tables=tables,
        charts=[c for c in charts if c],
        notes=_with_changes(notes, options),
        method=METHOD,
        sources=_sources(context, figures),
        followups=_followups(industry.sector, order, options),
    )


def _with_changes(notes: list[Note], options: Options) -> list[Note]:
    changed = options.described()
    if not changed:
        return notes
    said = listed(changed)
    return [Note(text=Text(zh=f"按提问改动：{said.zh}。", en=f"As asked: {said.en}.")), *notes]


def _single(name: str) -> str:
    term = SECTORS.find(name)
    if not term.members:
        return term.id
    zh = "、".join(SECTORS.label(m, "zh") for m in term.members[:8])
    en = ", ".join(SECTORS.label(m, "en") for m in term.members[:8])
    raise InputError(
        Text(
            zh=f"“{name}”是一组行业，分省路线图一次看一个行业，请选其一，例如：{zh}。",
            en=f"“{name}” is a group of sectors; a roadmap by province takes one at a time, such as:"
            f" {en}.",
        ),
        suggestions=[SECTORS.label(m, "en") for m in term.members[:8]],
    )


def _milestones(asked: YearList, options: Options) -> list[int]:
    first, last = options.start_year + 1, options.target_year
    wrong = [y for y in asked if not first <= y <= last]
    if wrong:
        raise InputError(
            Text(
                zh=f"节点年 {wrong[0]} 不在路径之内，请取 {first}–{last} 年。",
                en=f"The milestone {wrong[0]} is not on the pathway; choose years from {first} to"
                f" {last}.",
            )
        )
    if asked:
        return sorted(set(asked))
    return sorted({*(y for y in USUAL if first <= y < last), last})


def _shown(names: Names) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        group = REGION_GROUPS.get(name)
        region = None if group else REGIONS.find(name).id
        found += group.members if group else [region] if region and region != NATION else []
    return tuple(dict.fromkeys(found))


def _none_of(shown: tuple[str, ...], sector: str, unknown: dict[str, Text]) -> DataMissingError:
    label = SECTORS.text(sector)
    names = listed([region_label(r) for r in shown])
    why = next((unknown[r] for r in shown if r in unknown), Text(zh="没有数据", en="no data"))
    return DataMissingError(
        Text(
            zh=f"不能给出{names.zh}{label.zh}的目标：{why.zh}。",
            en=f"No target of {inline(label).en} can be given for {names.en}: {why.en}.",
        )
    )


def _sources(context: Context, figures: IndustryFigures) -> list[Source]:
    industry = figures.industry
    found = [context.dataset.inventory_of(industry.regions[0]).source]
    held = industry.members
    if held is None:
        return found
    name = Text(zh="行业强度基准", en="Sector intensity benchmark")
    found.append(Source(title=name, citation=held.benchmark.source, kind=held.benchmark.kind))
    output = industry.options.series.activity(PRODUCTS[industry.sector])
    title = Text(zh="实物产量", en="Physical output")
    cites = output.cited(held.reference.members)
    return [*found, *(s.model_copy(update={"title": title}) for s in cites)]


def _followups(sector: str, order: list[str], options: Options) -> list[Text]:
    label, place = inline(SECTORS.text(sector)), region_label(order[0])
    return [
        Text(
            zh=f"{place.zh}{label.zh}到{options.target_year}年要减多少？",
            en=f"How much must {label.en} in {place.en} cut by {options.target_year}?",
        ),
        Text(
            zh=f"哪些省份的{label.zh}离路径最远？",
            en=f"Which provinces' {label.en} is furthest from its pathway?",
        ),
    ]

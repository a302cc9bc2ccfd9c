"""Tool: the pathway of one sector by the Sectoral Decarbonization Approach."""

import math
from typing import Annotated, Literal

from pydantic import Field

from data.errors import InputError
from data.result import (
    Claim,
    Column,
    Finding,
    Result,
    Scalar,
    Source,
    Table,
    mark,
)
from data.text import Text
from data.vocabulary import REGIONS, SECTORS
from tools.inventory.caveats import data_notes
from tools.inventory.phrases import inline
from tools.inventory.selection import Cut, Years
from tools.pathways.benchmark import PRODUCTS, find_level
from tools.pathways.charts import draw_emissions, draw_intensity
from tools.pathways.figures import SPAN_LABEL, PathFigures
from tools.pathways.national_gap import compare_with_nation
from tools.pathways.notes import (
    NOT_DECOMPOSITION,
    benchmark_notes,
    flag_notes,
    method_note,
    shortfall_notes,
)
from tools.pathways.scenarios import Options, make_options
from tools.pathways.sector_pathway import SectorPathway, trace_sector
from tools.pathways.timetable import pick_milestones, pick_short
from tools.pathways.trajectory import find_base_year
from tools.registry import Context, tool

METHOD = Text(
    zh="部门脱碳方法（2015年5月报告，式3–8）：d=CI_b−SI_T，p=(SI_y−SI_T)/(SI_b−SI_T)，"
    "m=(CA_b/SA_b)/(CA_y/SA_y)，CI_y=d·p·m+SI_T，CE_y=CI_y·CA_y；没有实物产量时 CE_y=CE_b·SE_y/SE_b。"
    "最后清单年到起始年为推算。",
    en="Sectoral Decarbonization Approach (report of May 2015, eq. 3–8): d = CI_b − SI_T,"
    " p = (SI_y − SI_T)/(SI_b − SI_T), m = (CA_b/SA_b)/(CA_y/SA_y), CI_y = d·p·m + SI_T,"
    " CE_y = CI_y·CA_y; without physical output CE_y = CE_b·SE_y/SE_b. The years from the last"
    " inventory to the start year are a projection.",
)


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
        Field(description="sbti_style caps the market share parameter at 1"),
    ] = "uncapped",
) -> Result:
    """Draw one sector's decarbonisation pathway (SDA, 部门脱碳方法) to a target year.

    Use for questions on how fast one sector of a province must cut: emissions, physical intensity,
    milestones, comparison with the reference sector.
    """
    place, one = REGIONS.find(region).id, _find_sector(sector)
    series = context.dataset.series
    options = make_options(
        place,
        start_year=context.this_year if start_year is None else start_year,
        target_year=target_year,
        level=find_level(benchmark, series.benchmark_names(one)) if benchmark else None,
        activity_growth_pct=growth_pct_per_year,
        cap_share=variant == "sbti_style",
        series=series,
    )
    dataset = context.dataset
    base_year = find_base_year(dataset, place, options.start_year)
    path = trace_sector(dataset, options, one, base_year)
    figures = PathFigures(dataset, options, base_year)
    title = _title(options, one)
    if path.method == "none":
        return _without_emissions(figures, path, title)
    milestones = pick_milestones(base_year, options.start_year, options.target_year)
    findings = _findings(figures, path, milestones)
    gap = compare_with_nation(figures, one)
    table = _table(figures, path, milestones, title)
    shortfall = shortfall_notes(figures, path)
    charts = [draw_emissions(figures, path, title), draw_intensity(figures, path, title)]
    return Result(
        tool="sda_pathway",
        title=title,
        findings=[*findings, *([gap[0]] if gap else [])],
        claims=list(figures.claims.values()),
        tables=[table],
        charts=[c for c in charts if c],
        notes=[
            NOT_DECOMPOSITION,
            method_note(path, options),
            *benchmark_notes(path, options),
            *flag_notes(path),
            *shortfall,
            *([gap[1]] if gap else []),
            *data_notes(dataset, (place,), _one_year(base_year)),
        ],
        method=METHOD,
        sources=_sources(figures, path),
        followups=_followups(options, one),
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


def _title(options: Options, sector: str) -> Text:
    place, label = REGIONS.text(options.region), SECTORS.text(sector)
    return Text(
        zh=f"{place.zh}{label.zh}：到{options.target_year}年的部门脱碳路径",
        en=f"{label.en} in {place.en}: sectoral decarbonisation pathway to {options.target_year}",
    )


def _findings(
    figures: PathFigures, path: SectorPathway, milestones: tuple[int, ...]
) -> list[Finding]:
    options = figures.options
    place, label = REGIONS.text(options.region), SECTORS.text(path.sector)
    first, last = options.start_year, options.target_year
    base, start = figures.sector(path, figures.base_year), figures.sector(path, first)
    end = figures.sector(path, last)
    cut = figures.cut_mt(base, end)
    share = figures.growth(base, end)
    size = figures.size(share) if share else cut
    rises = share is not None and share.value > 0
    came = Text(zh="", en="")
    if first > figures.base_year:
        came = Text(
            zh=f"，推算到起始年{first}年为{mark(start)}",
            en=f", projected to {mark(start)} in the start year {first}",
        )
    text = Text(
        zh=f"{place.zh}{label.zh}{figures.base_year}年清单排放{mark(base)}{came.zh}；"
        f"路径在{last}年{'升' if rises else '降'}至{mark(end)}，较清单年{'增加' if rises else '减少'}{mark(size)}。",
        en=f"{label.en} in {place.en} emitted {mark(base)} in the {figures.base_year} inventory"
        f"{came.en}; the pathway leads to {mark(end)} in {last},"
        f" {mark(size)} {'above' if rises else 'below'} the inventory year.",
    )
    steps = [(y, figures.sector(path, y)) for y in pick_short(milestones, first, last)[:-1]]
    found = [Finding(text=text)]
    if steps:
        zh = "，".join(f"{y}年{mark(c)}" for y, c in steps)
        en = ", ".join(f"{mark(c)} in {y}" for y, c in steps)
        found.append(Finding(text=Text(zh=f"中间节点：{zh}。", en=f"On the way: {en}.")))
    intensity = _intensity_finding(figures, path)
    return [*found, intensity] if intensity else found


def _intensity_finding(figures: PathFigures, path: SectorPathway) -> Finding | None:
    first, last = figures.options.start_year, figures.options.target_year
    own, end = figures.intensity(path, first), figures.intensity(path, last)
    reference = figures.reference_intensity(path, first)
    if own is None or end is None or reference is None:
        return None
    stand = _compare(own.value, reference.value)
    return Finding(
        text=Text(
            zh=f"单位产量排放由{first}年的{mark(own)}收敛到{last}年的{mark(end)}；{first}年参照行业"
            f"（各省之和）为{mark(reference)}，本地{stand.zh}。",
            en=f"Emissions per unit of output converge from {mark(own)} in {first} to {mark(end)} in"
            f" {last}; the reference sector (sum of provinces) stands at {mark(reference)} in"
            f" {first}, so the region is {stand.en}.",
        )
    )


def _compare(own: float, reference: float) -> Text:
    if math.isclose(own, reference, rel_tol=1e-6):
        return Text(zh="与之持平", en="level with it")
    if own > reference:
        return Text(zh="高于参照行业", en="above it")
    return Text(zh="低于参照行业", en="below it")


def _table(
    figures: PathFigures, path: SectorPathway, milestones: tuple[int, ...], title: Text
) -> Table:
    base = figures.sector(path, figures.base_year)
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    before: Claim | None = None
    for year in (figures.base_year, *milestones):
        now = figures.sector(path, year)
        cells = [
            now,
            figures.intensity(path, year),
            figures.reference_intensity(path, year),
            figures.activity(path, year),
            figures.growth(base, now) if year > figures.base_year else None,
            figures.fall(before, now) if before else None,
        ]
        rows.append(
            [year, SPAN_LABEL[figures.span(year)], *(c.value if c else None for c in cells)]
        )
        claims.append([None, None, *(c.id if c else None for c in cells)])
        before = now
    return Table(
        id="milestones",
        title=title,
        columns=_columns(path),
        rows=rows,
        claims=claims,
        kind=base.kind,
        source=base.source,
    )


def _columns(path: SectorPathway) -> list[Column]:
    unit = "kg_per_kwh" if path.sector == "power" else "t_per_t"
    output = "TWh" if path.sector == "power" else "Mt"
    labels = [
        ("year", "年份", "Year", ""),
        ("span", "时段", "Span", ""),
        ("co2_mt", "CO2排放", "CO2 emissions", "Mt"),
        ("intensity", "单位产量排放", "CO2 per output", unit),
        ("reference_intensity", "参照行业强度", "Reference intensity", unit),
        ("activity", "实物产量", "Physical output", output),
        ("growth_pct", "较清单年", "Against the inventory year", "percent"),
        (
            "cut_rate_pct_per_year",
            "距上一节点年均降幅",
            "Annual cut since the row above",
            "percent_per_year",
        ),
    ]
    return [Column(id=i, label=Text(zh=zh, en=en), unit=u) for i, zh, en, u in labels]


def _without_emissions(figures: PathFigures, path: SectorPathway, title: Text) -> Result:
    options = figures.options
    place, label = REGIONS.text(options.region), inline(SECTORS.text(path.sector))
    zero = figures.total(Cut(options.region, path.sector), figures.base_year)
    value = mark(zero) if zero else ""
    text = Text(
        zh=f"{figures.base_year}年清单中{place.zh}{SECTORS.label(path.sector, 'zh')}排放为{value}，没有需要下降的路径。",
        en=f"The {figures.base_year} inventory gives {value} for {label.en} in {place.en}; there is"
        " no pathway to draw.",
    )
    return Result(
        tool="sda_pathway",
        title=title,
        findings=[Finding(text=text)],
        claims=list(figures.claims.values()),
        notes=[NOT_DECOMPOSITION],
        method=METHOD,
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


def _followups(options: Options, sector: str) -> list[Text]:
    place, label = REGIONS.text(options.region), inline(SECTORS.text(sector))
    other = "below 2C" if options.level == "1.5C" else "1.5C"
    return [
        Text(
            zh=f"{place.zh}{label.zh}按 {other} 基准的路径如何？",
            en=f"What is the pathway of {label.en} in {place.en} with the {other} benchmark?",
        ),
        Text(
            zh=f"{place.zh}在{options.target_year}年达成碳中和的时间表及产业投入产出路线图应为何？",
            en=f"What timetable and input-output roadmap takes {place.en} to carbon neutrality by"
            f" {options.target_year}?",
        ),
    ]

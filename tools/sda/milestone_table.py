"""The tables of a sector's pathway: the cuts by milestone, and the whole way."""

from collections.abc import Sequence

from data.result import Claim, Column, Scalar, Table
from data.text import Text
from tools.layout import name_columns
from tools.pathways.figures import SPAN_LABEL, PathFigures
from tools.pathways.sector_pathway import SectorPathway


def table_cuts(figures: PathFigures, path: SectorPathway, years: Sequence[int]) -> Table:
    """List the cut by each year asked for: in Mt and in per cent, against both starts."""
    base = figures.sector(path, figures.base_year)
    start = figures.sector(path, figures.options.start_year)
    first, begun = figures.base_year, figures.options.start_year
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for year in years:
        now = figures.sector(path, year)
        cells = [now, figures.cut_mt(base, now), figures.growth(base, now)]
        if begun > first:
            cells += [figures.cut_mt(start, now), figures.growth(start, now)]
        cells.append(figures.fall(start, now))
        rows.append([year, *(c.value if c else None for c in cells)])
        claims.append([None, *(c.id if c else None for c in cells)])
    labels = [
        ("year", "年份", "Year", ""),
        ("co2_mt", "CO2排放", "CO2 emissions", "Mt"),
        ("co2_cut_mt", f"较{first}年减少", f"Cut since {first}", "Mt"),
        ("growth_pct", f"较{first}年变化", f"Change since {first}", "percent"),
    ]
    if begun > first:
        labels += [
            ("cut_since_start_mt", f"较{begun}年减少", f"Cut since {begun}", "Mt"),
            ("growth_since_start_pct", f"较{begun}年变化", f"Change since {begun}", "percent"),
        ]
    rate = (f"{begun}年起年均降幅", f"Annual cut from {begun}", "percent_per_year")
    labels.append(("cut_rate_pct_per_year", *rate))
    return Table(
        id="cuts",
        title=Text(zh="各节点的减排量", en="Cuts by milestone"),
        columns=name_columns(labels),
        rows=rows,
        claims=claims,
        kind=base.kind,
        source=base.source,
    )


def table_milestones(
    figures: PathFigures, path: SectorPathway, milestones: Sequence[int], title: Text
) -> Table:
    """List inventory year and milestones: emissions, intensity, reference, output, change."""
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
    return name_columns(labels)

"""Tables and charts of one industry across provinces."""

from collections.abc import Sequence

import numpy as np
from pydantic import JsonValue

from data.fields import FIELDS
from data.result import Chart, Claim, Column, Table
from data.text import Text
from tools.gap.industry import IndustryFigures
from tools.inventory.phrases import region_label
from tools.inventory.selection import Cut, sum_cut
from tools.layout import Cell, figure_cell, lay_out
from tools.pathways.charts import role_series, split_path
from tools.pathways.figures import SUMS_MT
from tools.pathways.sector_pathway import Method

METHOD_LABEL: dict[Method, Text] = {
    "sda": Text(zh="收敛（SDA）", en="convergence (SDA)"),
    "follow_reference": Text(zh="随参照行业（式7）", en="with the reference (eq. 7)"),
    "contraction": Text(zh="线性收缩", en="linear contraction"),
}


def table_provinces(
    figures: IndustryFigures,
    order: Sequence[str],
    milestones: Sequence[int],
    focus: int,
    title: Text,
) -> Table:
    """List every province's targets, largest cut first."""
    industry = figures.industry
    base = industry.base_year
    unit = "kg_per_kwh" if industry.sector == "power" else "t_per_t"
    columns = [
        Column(id="rank", label=FIELDS["rank"].label, unit="rank"),
        Column(id="region", label=Text(zh="地区", en="Region")),
        Column(id="method", label=Text(zh="方法", en="Method")),
        _mt(f"y{base}", f"{base}年清单", f"Inventory {base}"),
        *(_mt(f"y{y}", f"{y}年", str(y)) for y in milestones),
        _mt("cut_mt", f"到{focus}年减量", f"Cut to {focus}"),
        Column(id="cut_pct", label=Text(zh="变化", en="Change"), unit="percent"),
        Column(id="share_pct", label=Text(zh="占全部减量", en="Share of the cut"), unit="percent"),
    ]
    physical = industry.members is not None
    if physical:
        columns += [
            Column(
                id="intensity", label=Text(zh=f"{base}年强度", en=f"Intensity {base}"), unit=unit
            ),
            Column(
                id="distance_pct",
                label=Text(zh="强度高于参照", en="Intensity above the reference"),
                unit="percent",
            ),
            Column(
                id="intensity_end",
                label=Text(
                    zh=f"{industry.options.target_year}年强度",
                    en=f"Intensity {industry.options.target_year}",
                ),
                unit=unit,
            ),
        ]
    rows = [_row(figures, r, order, milestones, focus) for r in order]
    like = figures.target(order[0], base)
    return lay_out("provinces", title, columns, rows, [like])


def _mt(column: str, zh: str, en: str) -> Column:
    return Column(id=column, label=Text(zh=zh, en=en), unit="Mt")


def _row(
    figures: IndustryFigures,
    region: str,
    order: Sequence[str],
    milestones: Sequence[int],
    focus: int,
) -> list[Cell]:
    industry = figures.industry
    base = figures.target(region, industry.base_year)
    cut = cut_of(figures, region, focus)
    mint = figures.of(region)
    cuts = [cut_of(figures, r, focus) for r in order]
    method = industry.methods[industry.regions.index(region)]
    cells: list[Cell] = [
        figure_cell(mint.rank(cut, cuts, f"{len(order)} provinces")),
        (region_label(region), None),
        (METHOD_LABEL[method], None),
        figure_cell(base),
        *(figure_cell(figures.target(region, y)) for y in milestones),
        figure_cell(cut),
        figure_cell(mint.growth(base, figures.target(region, focus))),
        figure_cell(share_of(figures, [region], focus)),
    ]
    if industry.members is not None:
        cells += [
            figure_cell(figures.intensity(region, industry.base_year)),
            figure_cell(distance_of(figures, region)),
            figure_cell(figures.intensity(region, industry.options.target_year)),
        ]
    return cells


def cut_of(figures: IndustryFigures, region: str, year: int) -> Claim:
    """Mint a province's cut from its inventory to a year."""
    base = figures.target(region, figures.industry.base_year)
    return figures.of(region).cut_mt(base, figures.target(region, year))


def share_of(figures: IndustryFigures, regions: Sequence[str], year: int) -> Claim | None:
    """Mint some provinces' share of the net cut of all."""
    industry = figures.industry
    mint = figures.of(industry.regions[0])
    whole = mint.cut_mt(
        figures.sum(industry.regions, industry.base_year), figures.sum(industry.regions, year)
    )
    parts = [cut_of(figures, r, year) for r in regions]
    if whole.value <= 0:
        return None
    return mint.derive(
        "share_pct",
        100 * sum(p.value for p in parts) / whole.value,
        [*parts, whole],
        formula="part / whole × 100",
        entity={"sector": industry.sector, "regions": " ".join(regions)},
        year=year,
        params={**mint.params, "of": "co2_cut_mt"},
    )


def distance_of(figures: IndustryFigures, region: str) -> Claim | None:
    """Mint by how much a province's intensity exceeds the reference's in the inventory year."""
    year = figures.industry.base_year
    own, reference = figures.intensity(region, year), figures.reference_intensity(year)
    if own is None or reference is None:
        return None
    return figures.of(region).derive(
        "intensity_gap_pct",
        100 * (own.value / reference.value - 1),
        [own, reference],
        formula="(CI / SI − 1) × 100",
        entity=own.entity,
        year=year,
    )


def table_check(figures: IndustryFigures, years: Sequence[int]) -> Table | None:
    """Set the reference pathway beside the sum of its members, year by year."""
    industry = figures.industry
    members = [r for r, m in zip(industry.regions, industry.methods, strict=True) if m == "sda"]
    others = [r for r in industry.regions if r not in members]
    if industry.members is None:
        return None
    columns = [
        Column(id="year", label=Text(zh="年份", en="Year"), unit="year"),
        _mt("reference", "参照路径", "Reference pathway"),
        _mt("sum", "各省目标之和", "Sum of the provinces' targets"),
        _mt("difference", "相差", "Difference"),
    ]
    columns += [_mt("others", "另：按式7的省份", "Beside: provinces by eq. 7")] if others else []
    rows: list[list[Cell]] = []
    for year in years:
        reference, total = figures.reference(year), figures.sum(members, year)
        gap = difference_of(figures, reference, total) if reference else None
        row: list[Cell] = [(year, None), *(figure_cell(c) for c in (reference, total, gap))]
        row += [figure_cell(figures.sum(others, year))] if others else []
        rows.append(row)
    like = figures.target(members[0], industry.base_year)
    return lay_out(
        "sum_check",
        Text(zh="各省之和与参照路径", en="Sum of the provinces and the reference pathway"),
        columns,
        rows,
        [like],
    )


def difference_of(figures: IndustryFigures, reference: Claim, total: Claim) -> Claim:
    """Mint by how much the members' targets differ from the reference pathway."""
    mint = figures.of(figures.industry.regions[0])
    value = total.value - reference.value
    return mint.derive(
        "difference",
        0.0 if abs(value) < SUMS_MT else value,
        [total, reference],
        formula="sum of the members − reference pathway",
        entity=total.entity,
        year=total.year,
        params=mint.params,
    )


def draw_heat_map(
    figures: IndustryFigures, order: Sequence[str], milestones: Sequence[int], title: Text
) -> Chart:
    """Draw what is left of each province's inventory at each milestone, in per cent."""
    industry = figures.industry
    rows = [industry.regions.index(r) for r in order]
    places = [industry.at(y) for y in milestones]
    left = 100 * industry.emissions[np.ix_(rows, places)] / industry.emissions[rows, :1]
    cells: list[JsonValue] = [[round(float(v), 3) for v in line] for line in left]
    like = figures.target(order[0], industry.base_year)
    return Chart(
        id="industry_heat_map",
        type="heatmap",
        title=title
        + Text(zh="：相当于最后清单年的百分比", en=": in per cent of the last inventory"),
        data={
            "x": [*milestones],
            "y": [region_label(r).model_dump() for r in order],
            "z": cells,
            "y_name": {"zh": "相当于最后清单年", "en": "Left of the last inventory"},
        },
        unit="percent",
        kind=like.kind,
        source=like.source,
    )


def draw_intensities(figures: IndustryFigures, order: Sequence[str], title: Text) -> Chart | None:
    """Draw every province's intensity now and at convergence, the highest first."""
    industry = figures.industry
    base, end = industry.base_year, industry.options.target_year
    held = [(r, a, b) for r in order if (a := figures.intensity(r, base))
            and (b := figures.intensity(r, end))]  # fmt: skip
    if not held:
        return None
    held.sort(key=lambda row: -row[1].value)
    now: list[JsonValue] = [round(a.value, 6) for _, a, _ in held]
    then: list[JsonValue] = [round(b.value, 6) for _, _, b in held]
    return Chart(
        id="industry_intensity",
        type="bar",
        title=title + Text(zh="：单位产量排放", en=": CO2 per output"),
        data={
            "categories": [region_label(r).model_dump() for r, _, _ in held],
            "series": [
                {"id": "now", "name": {"zh": f"{base}年", "en": str(base)}, "y": now},
                {"id": "end", "name": {"zh": f"{end}年", "en": str(end)}, "y": then},
            ],
            "horizontal": True,
            "stacked": False,
            "y_name": {"zh": "单位产量排放", "en": "CO2 per output"},
        },
        unit=held[0][1].unit,
        kind=held[0][1].kind,
        source=held[0][1].source,
    )


def draw_total(figures: IndustryFigures, title: Text) -> Chart:
    """Draw the provinces' sum: inventories, projection and pathway."""
    industry = figures.industry
    options, base = industry.options, industry.base_year
    inventory = figures.dataset.inventory_of(industry.regions[0])
    years = [
        y
        for y in inventory.years
        if y <= base and all(inventory.has(r, y) for r in industry.regions)
    ]
    cuts = [Cut(r, industry.sector) for r in industry.regions]
    history = {y: sum(sum_cut(figures.dataset, c, y) or 0.0 for c in cuts) for y in years}
    total = industry.emissions.sum(axis=0)
    before, after = split_path(total, industry.years, options.start_year - base)
    axis = list(range(min(history), options.target_year + 1))
    parts = [("history", history), ("projection", before), ("pathway", after)]
    like = figures.target(industry.regions[0], base)
    return Chart(
        id="industry_total",
        type="pathway",
        title=title + Text(zh="：各省合计", en=": sum of the provinces"),
        data={
            "x": [*axis],
            "series": [role_series(role, axis, values) for role, values in parts if values],
            "markers": [
                {"year": options.start_year, "name": {"zh": "起始年", "en": "Start"}},
                {"year": options.target_year, "name": {"zh": "目标年", "en": "Target"}},
            ],
            "y_name": {"zh": "CO2排放", "en": "CO2 emissions"},
        },
        unit="Mt",
        kind=like.kind,
        source=like.source,
    )

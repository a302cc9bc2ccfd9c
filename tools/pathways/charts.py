"""Charts of one sector's pathway: emissions and physical intensity with the reference sector."""

import numpy as np
from pydantic import JsonValue

from data.result import Chart
from data.tables import Array
from data.text import Text
from tools.inventory.selection import Cut, sum_cut
from tools.pathways.equations import YearAxis
from tools.pathways.figures import PathFigures
from tools.pathways.sector_pathway import SectorPathway

ROLE_LABEL: dict[str, Text] = {
    "history": Text(zh="清单数据", en="Inventory"),
    "projection": Text(zh="推算", en="Projection"),
    "pathway": Text(zh="路径", en="Pathway"),
    "benchmark": Text(zh="参照行业", en="Reference sector"),
}


def role_series(role: str, years: list[int], held: dict[int, float]) -> dict[str, JsonValue]:
    """Write one series of a pathway chart; years it does not cover are gaps."""
    values: list[JsonValue] = [_clean(held.get(y)) for y in years]
    return {"id": role, "name": ROLE_LABEL[role].model_dump(), "y": values, "role": role}


def split_path(
    path: Array, years: YearAxis, start: int
) -> tuple[dict[int, float], dict[int, float]]:
    """Cut a path into its projection (base to start year) and pathway (start to target year)."""
    before = {int(years[i]): float(path[i]) for i in range(start + 1)} if start else {}
    after = {int(years[i]): float(path[i]) for i in range(start, years.size)}
    return before, after


def draw_emissions(figures: PathFigures, path: SectorPathway, title: Text) -> Chart:
    """Draw emissions: inventory, projection, pathway, and what the reference intensity would give."""
    region = figures.options.region
    inventory = figures.dataset.inventory_of(region)
    held = [y for y in inventory.years_of(region) if y <= figures.base_year]
    totals = {y: sum_cut(figures.dataset, Cut(region, path.sector), y) for y in held}
    history = {y: v for y, v in totals.items() if v is not None}
    before, after = split_path(path.emissions, path.years, path.start)
    years = list(range(min(history), int(path.years[-1]) + 1))
    parts = [("history", history), ("projection", before), ("pathway", after)]
    if path.reference is not None and path.activity is not None:
        other = path.reference.intensity * path.activity
        parts.append(("benchmark", split_path(other, path.years, path.start)[1]))
    return _chart(figures, "emissions", title, years, parts, "Mt")


def draw_intensity(figures: PathFigures, path: SectorPathway, title: Text) -> Chart | None:
    """Draw physical intensity against the reference sector's; None without physical activity."""
    own, reference = path.intensity, path.reference
    if own is None or reference is None:
        return None
    before, after = split_path(own, path.years, path.start)
    other = {int(y): float(v) for y, v in zip(path.years, reference.intensity, strict=True)}
    parts = [("projection", before), ("pathway", after), ("benchmark", other)]
    unit = "kg_per_kwh" if path.sector == "power" else "t_per_t"
    heading = title + Text(zh="（单位产量排放）", en=" (CO2 per output)")
    return _chart(figures, "intensity", heading, path.years.tolist(), parts, unit)


def _chart(
    figures: PathFigures,
    name: str,
    title: Text,
    years: list[int],
    parts: list[tuple[str, dict[int, float]]],
    unit: str,
) -> Chart:
    inventory = figures.dataset.inventory_of(figures.options.region)
    start, target = figures.options.start_year, figures.options.target_year
    markers: list[JsonValue] = [
        {"year": start, "name": Text(zh="起始年", en="Start").model_dump()},
        {"year": target, "name": Text(zh="目标年", en="Target").model_dump()},
    ]
    y_name = (
        Text(zh="CO2排放", en="CO2 emissions")
        if unit == "Mt"
        else Text(zh="单位产量排放", en="CO2 per output")
    )
    series: list[JsonValue] = [role_series(role, years, held) for role, held in parts if held]
    axis: list[JsonValue] = list(years)
    return Chart(
        id=f"{name}_{figures.options.region}",
        type="pathway",
        title=title,
        data={"x": axis, "series": series, "markers": markers, "y_name": y_name.model_dump()},
        unit=unit,
        kind=inventory.kind,
        source=inventory.source.citation,
    )


def _clean(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else round(value, 6)

"""Charts of one sector's pathway: emissions, intensity and budget, beside the reference sector."""

from collections.abc import Sequence

import numpy as np
from pydantic import JsonValue

from data.result import Chart
from data.tables import Array
from data.text import Text
from tools.inventory.selection import Cut, sum_cut
from tools.pathways.budgets import accumulate
from tools.pathways.equations import YearAxis
from tools.pathways.figures import PathFigures
from tools.pathways.sector_pathway import SectorPathway

ROLE_LABEL: dict[str, Text] = {
    "history": Text(zh="清单数据", en="Inventory"),
    "projection": Text(zh="推算", en="Projection"),
    "pathway": Text(zh="路径", en="Pathway"),
    "benchmark": Text(zh="参照行业", en="Reference sector"),
}

AT_REFERENCE = Text(zh="同样产量按参照行业强度", en="Same output at the reference intensity")
WITH_MARKET = Text(zh="随参照行业同比例", en="In step with the reference sector")


def role_series(
    role: str, years: list[int], held: dict[int, float], name: Text | None = None, line: str = ""
) -> dict[str, JsonValue]:
    """Write one series of a pathway chart; years it does not cover are gaps.

    Args:
        role: What the line stands for.
        years: Years of the axis.
        held: Its values by year.
        name: What it is called, where not by its role.
        line: Its id, where one role has several lines.
    """
    values: list[JsonValue] = [_clean(held.get(y)) for y in years]
    label = name or ROLE_LABEL[role]
    return {"id": line or role, "name": label.model_dump(), "y": values, "role": role}


def split_path(
    path: Array, years: YearAxis, start: int
) -> tuple[dict[int, float], dict[int, float]]:
    """Cut a path into its projection (base to start year) and pathway (start to target year)."""
    before = {int(years[i]): float(path[i]) for i in range(start + 1)} if start else {}
    after = {int(years[i]): float(path[i]) for i in range(start, years.size)}
    return before, after


def draw_emissions(figures: PathFigures, path: SectorPathway, title: Text) -> Chart:
    """Draw emissions: inventory, projection, pathway, and the lines of benchmark and market."""
    region = figures.options.region
    inventory = figures.dataset.inventory_of(region)
    held = [y for y in inventory.years_of(region) if y <= figures.base_year]
    totals = {y: sum_cut(figures.dataset, Cut(region, path.sector), y) for y in held}
    history = {y: v for y, v in totals.items() if v is not None}
    before, after = split_path(path.emissions, path.years, path.start)
    years = list(range(min(history), int(path.years[-1]) + 1))
    parts = [("history", history), ("projection", before), ("pathway", after)]
    series = [role_series(role, years, values) for role, values in parts if values]
    series += [
        role_series("benchmark", years, split_path(line, path.years, path.start)[1], name, name_id)
        for name_id, name, line in _beside(path)
    ]
    name = Text(zh="CO2排放", en="CO2 emissions")
    return _chart(figures, "emissions", title, years, series, "Mt", name)


def _beside(path: SectorPathway) -> list[tuple[str, Text, Array]]:
    """Name the lines that a pathway is read against: the benchmark, and the market as a whole."""
    lines = [("benchmark", AT_REFERENCE, path.at_reference)]
    if path.method != "follow_reference":
        lines.append(("market", WITH_MARKET, path.with_market))
    return [(name_id, name, line) for name_id, name, line in lines if line is not None]


def draw_intensity(figures: PathFigures, path: SectorPathway, title: Text) -> Chart | None:
    """Draw physical intensity beside the reference sector's; None without physical activity."""
    own, reference = path.intensity, path.reference
    if own is None or reference is None:
        return None
    before, after = split_path(own, path.years, path.start)
    other = {int(y): float(v) for y, v in zip(path.years, reference.intensity, strict=True)}
    years: list[int] = path.years.tolist()
    parts = [("projection", before), ("pathway", after), ("benchmark", other)]
    unit = "kg_per_kwh" if path.sector == "power" else "t_per_t"
    heading = title + Text(zh="（单位产量排放）", en=" (CO2 per output)")
    series = [role_series(role, years, held) for role, held in parts if held]
    name = Text(zh="单位产量排放", en="CO2 per output")
    return _chart(figures, "intensity", heading, years, series, unit, name)


def draw_budget(figures: PathFigures, path: SectorPathway, title: Text) -> Chart:
    """Draw cumulative emissions from the start year on, beside those of benchmark and market."""
    axis = path.years[path.start :]
    years: list[int] = axis.tolist()

    def running(line: Array) -> dict[int, float]:
        total = accumulate(line[path.start :], axis, "annual_sum")
        return dict(zip(years, total.tolist(), strict=True))

    series = [role_series("pathway", years, running(path.emissions))]
    series += [
        role_series("benchmark", years, running(line), name, name_id)
        for name_id, name, line in _beside(path)
    ]
    heading = title + Text(zh="（起始年起累计，逐年相加）", en=" (cumulative from the start year)")
    name = Text(zh="累计CO2排放", en="Cumulative CO2")
    return _chart(figures, "budget", heading, years, series, "Mt", name)


def _chart(
    figures: PathFigures,
    name: str,
    title: Text,
    years: list[int],
    series: Sequence[JsonValue],
    unit: str,
    y_name: Text,
) -> Chart:
    inventory = figures.dataset.inventory_of(figures.options.region)
    start, target = figures.options.start_year, figures.options.target_year
    markers: list[JsonValue] = [
        {"year": start, "name": Text(zh="起始年", en="Start").model_dump()},
        {"year": target, "name": Text(zh="目标年", en="Target").model_dump()},
    ]
    axis: list[JsonValue] = list(years)
    return Chart(
        id=f"{name}_{figures.options.region}",
        type="pathway",
        title=title,
        data={"x": axis, "series": [*series], "markers": markers, "y_name": y_name.model_dump()},
        unit=unit,
        kind=inventory.kind,
        source=inventory.source.citation,
    )


def _clean(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else round(value, 6)

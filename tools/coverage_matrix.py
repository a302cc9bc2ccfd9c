"""The coverage matrix: which regions and years each table holds, as classes, text and picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import JsonValue

from data.dataset import Dataset, TableInfo
from data.result import Chart, Column, Kind, Scalar, Table
from data.tables import ApparentEmissions, EnergyInventory, Inventory, PlaceTotals, span
from data.text import Text, join
from data.vocabulary import NATION, REGIONS
from tools.inventory.caveats import span_zh

ABSENT, GAP, HELD = 0, 1, 2

CLASSES: dict[int, Text] = {
    HELD: Text(zh="有数据", en="held"),
    GAP: Text(zh="缺失（文件中的数值不是测量值）", en="gap (the file's number is no measurement)"),
    ABSENT: Text(zh="未导入", en="not held"),
}
TONE = {HELD: "held", GAP: "gap", ABSENT: "absent"}

MOST_NAMES = 6
"""Regions of one pattern named one by one; more are said by those that are not among them."""


@dataclass(frozen=True)
class Matrix:
    """One table: a class for each region and each year from the first to the last.

    ``classes`` has the shape (regions, years) and holds ``HELD``, ``GAP`` or ``ABSENT``;
    ``places``, of the same shape, counts the cities or counties held, where the table has them.
    """

    id: str
    title: Text
    regions: tuple[str, ...]
    years: tuple[int, ...]
    classes: np.ndarray
    kind: Kind
    source: str
    places: np.ndarray | None = None

    def years_in(self, region: str, wanted: int) -> tuple[int, ...]:
        """Return the years in which a region is of a class; none where it has no row."""
        if region not in self.regions:
            return ()
        row = self.classes[self.regions.index(region)]
        return tuple(y for y, c in zip(self.years, row, strict=True) if c == wanted)

    def regions_in(self, year: int, wanted: int) -> tuple[str, ...]:
        """Return the regions that are of a class in a year."""
        if year not in self.years:
            return self.regions if wanted == ABSENT else ()
        column = self.classes[:, self.years.index(year)]
        return tuple(r for r, c in zip(self.regions, column, strict=True) if c == wanted)

    def places_in(self, year: int) -> int:
        """Count the cities or counties held in a year."""
        if self.places is None or year not in self.years:
            return 0
        return int(self.places[:, self.years.index(year)].sum())

    def places_of(self, region: str) -> int:
        """Count the cities or counties of a region, in the year that holds most of them."""
        if self.places is None or region not in self.regions:
            return 0
        return int(self.places[self.regions.index(region)].max())


def build_matrices(dataset: Dataset) -> list[Matrix]:
    """Build the matrix of every table that has regions and years; a single year is none."""
    found = [_build(dataset, info) for info in dataset.manifest.tables.values() if info.years]
    io = [t for t in dataset.manifest.tables.values() if t.id.startswith("io_")]
    return [*(m for m in found if m), *([_of_io(io)] if io else [])]


def _build(dataset: Dataset, info: TableInfo) -> Matrix | None:
    held = _table(dataset, info.id)
    if held is None:
        return None
    if isinstance(held, Inventory):
        return _lay(info, held.regions, held.years, _of_inventory(held))
    if isinstance(held, PlaceTotals):
        return _of_places(info, held)
    cells = held.amount if isinstance(held, EnergyInventory) else held.co2_mt
    known = np.isfinite(cells).reshape(len(held.regions), len(held.years), -1).any(axis=2)
    return _lay(info, held.regions, held.years, np.where(known, HELD, ABSENT))


def _table(
    dataset: Dataset, table_id: str
) -> Inventory | PlaceTotals | EnergyInventory | ApparentEmissions | None:
    readers: dict[
        str,
        Callable[[], Inventory | PlaceTotals | EnergyInventory | ApparentEmissions | None],
    ] = {
        "inventory_provincial": lambda: dataset.provincial,
        "inventory_national": lambda: dataset.national,
        "inventory_city": lambda: dataset.cities,
        "inventory_county": lambda: dataset.counties,
        "energy_provincial": lambda: dataset.energy,
        "apparent_provincial": lambda: dataset.apparent,
        "apparent_national": lambda: dataset.apparent_national,
    }
    return readers[table_id]() if table_id in readers else None


def _of_inventory(held: Inventory) -> np.ndarray:
    classes = np.where(np.isfinite(held.co2_mt[:, :, 0, 0]), HELD, ABSENT)
    for region, year in held.gaps:
        if region in held.regions and year in held.years:
            classes[held.place(region, year)] = GAP
    return classes


def _of_places(info: TableInfo, held: PlaceTotals) -> Matrix:
    """Gather places by province: held where any of its cities or counties is."""
    regions = tuple(r for r in REGIONS.ids if any(p.province == r for p in held.places))
    known = np.isfinite(held.co2_mt)
    rows = [
        known[[i for i, p in enumerate(held.places) if p.province == r]].sum(axis=0)
        for r in regions
    ]
    counts = np.array(rows)
    return _lay(info, regions, held.years, np.where(counts > 0, HELD, ABSENT), counts)


def _of_io(infos: Sequence[TableInfo]) -> Matrix:
    """Show all input-output tables as one: a year for each table."""
    regions = tuple(r for r in REGIONS.ids if any(r in _regions(i) for i in infos))
    years = tuple(sorted({i.years[0] for i in infos}))
    held = {(r, i.years[0]) for i in infos for r in _regions(i)}
    classes = np.array([[HELD if (r, y) in held else ABSENT for y in years] for r in regions])
    title = Text(zh="投入产出表", en="Input-output tables")
    made = infos[0].model_copy(update={"id": "io", "title": title})
    return _lay(made, regions, years, classes)


def _regions(info: TableInfo) -> list[str]:
    return info.regions or [str(r) for r in info.axes.get("region", [])]


def _lay(
    info: TableInfo,
    regions: Sequence[str],
    years: Sequence[int],
    classes: np.ndarray,
    places: np.ndarray | None = None,
) -> Matrix:
    """Spread the years held over all years between, those in between not held."""
    axis = tuple(range(min(years), max(years) + 1))
    spread = np.full((len(regions), len(axis)), ABSENT)
    columns = [axis.index(y) for y in years]
    spread[:, columns] = classes
    counted = np.zeros_like(spread)
    counted[:, columns] = 0 if places is None else places
    order = sorted(range(len(regions)), key=lambda i: REGIONS.ids.index(regions[i]))
    return Matrix(
        id=info.id,
        title=info.title,
        regions=tuple(regions[i] for i in order),
        years=axis,
        classes=spread[order],
        kind=info.kind,
        source=info.source.citation,
        places=None if places is None else counted[order],
    )


def matrix_table(matrix: Matrix) -> Table:
    """Write a matrix as text: a row for all regions that hold the same years."""
    patterns: dict[tuple[int, ...], list[str]] = {}
    for region, row in zip(matrix.regions, matrix.classes, strict=True):
        patterns.setdefault(tuple(int(c) for c in row), []).append(region)
    largest = max(patterns.values(), key=len)
    rows: list[list[Scalar | Text]] = []
    for pattern, regions in patterns.items():
        spans = (
            [y for y, c in zip(matrix.years, pattern, strict=True) if c == wanted]
            for wanted in CLASSES
        )
        written = (Text(zh=span_zh(years), en=span(years)) for years in spans)
        rows.append([name_regions(regions, matrix.regions, regions is largest), *written])
    labels = [Column(id=TONE[c], label=_short(c)) for c in CLASSES]
    return Table(
        id=f"matrix:{matrix.id}",
        title=_title(matrix),
        columns=[Column(id="regions", label=Text(zh="地区", en="Regions")), *labels],
        rows=rows,
        kind=matrix.kind,
        source=matrix.source,
    )


def _title(matrix: Matrix) -> Text:
    """Name a matrix; one of cities or counties says that a row is all those of a province."""
    if matrix.places is None:
        return matrix.title + Text(zh="：覆盖情况", en=": coverage")
    return matrix.title + Text(zh="：按所在省份的覆盖情况", en=": coverage by province")


def _short(wanted: int) -> Text:
    return Text(zh="缺失", en="Gap") if wanted == GAP else CLASSES[wanted].map(_capital)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def name_regions(regions: Sequence[str], among: Sequence[str], rest: bool = False) -> Text:
    """Name regions, or those that are not among them when that is shorter."""
    others = [r for r in among if r not in regions]
    if rest and len(regions) > MOST_NAMES and not others:
        return Text(zh="全部所列省份", en="all provinces of the table")
    if rest and len(regions) > MOST_NAMES and len(others) < len(regions):
        label = join(REGIONS.text(r) for r in others)
        return Text(zh=f"除{label.zh}外的全部省份", en=f"all provinces but {label.en}")
    return join(REGIONS.text(r) for r in regions)


def matrix_chart(matrix: Matrix) -> Chart:
    """Describe a matrix as a heat map of three classes."""
    names: list[JsonValue] = [REGIONS.text(r).model_dump() for r in matrix.regions]
    cells: list[JsonValue] = [[int(c) for c in row] for row in matrix.classes]
    legend: list[JsonValue] = [
        {"value": c, "name": name.model_dump(), "tone": TONE[c]} for c, name in CLASSES.items()
    ]
    return Chart(
        id=f"coverage-{matrix.id}",
        type="heatmap",
        title=_title(matrix),
        data={
            "x": list(matrix.years),
            "y": names,
            "z": cells,
            "y_name": Text(zh="数据", en="data").model_dump(),
            "classes": legend,
        },
        unit="count",
        kind=matrix.kind,
        source=matrix.source,
    )


def is_drawn(matrix: Matrix) -> bool:
    """Tell whether a picture says more than the sentence: the nation alone is one row."""
    return matrix.regions != (NATION,)

"""What a data set covers, as a table of shades: regions by years, a shade for each count of tables."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from data.dataset import Dataset
from data.result import Chart, mixed_kind
from data.tables import Inventory, io_level
from data.text import Text
from data.vocabulary import REGIONS

Place = tuple[str, int]

TITLE = Text(zh="各地区各年份的数据表数", en="Tables held by region and year")


def coverage_chart(dataset: Dataset) -> Chart | None:
    """Describe how many tables hold each region and year; None where no table is by region.

    A region's year whose numbers are no measurement counts as one that is not held.

    Raises:
        FileRefusedError: A table of the data set is damaged.
    """
    counts = Counter(_held(dataset))
    if not counts:
        return None
    years = sorted({year for _, year in counts})
    regions = [r for r in REGIONS.ids if any(region == r for region, _ in counts)]
    return Chart(
        id="coverage",
        type="heatmap",
        title=TITLE,
        data={
            "x": list(years),
            "y": [{"zh": REGIONS.label(r, "zh"), "en": REGIONS.label(r, "en")} for r in regions],
            "z": [[float(counts[region, year]) for year in years] for region in regions],
            "y_name": {"zh": "数据表数", "en": "Tables"},
        },
        unit="count",
        kind=mixed_kind([t.kind for t in dataset.manifest.tables.values()]),
    )


def _held(dataset: Dataset) -> Iterator[Place]:
    """Yield each region's year once for each table that holds it."""
    for inventory in (dataset.provincial, dataset.national):
        if inventory is not None:
            yield from _measured(inventory)
    for table in (dataset.energy, dataset.apparent, dataset.apparent_national):
        if table is None:
            continue
        cells = table.amount if hasattr(table, "amount") else table.co2_mt
        finite = np.isfinite(cells).any(axis=tuple(range(2, cells.ndim)))
        yield from _places(table.regions, table.years, finite)
    for info in dataset.manifest.tables.values():
        if io_level(info.id) in ("provinces", "nation"):
            regions = info.regions or [str(r) for r in info.axes.get("region", [])]
            yield from ((region, year) for region in regions for year in info.years)


def _measured(inventory: Inventory) -> Iterator[Place]:
    finite = np.isfinite(inventory.co2_mt[:, :, 0, 0])
    held = _places(inventory.regions, inventory.years, finite)
    yield from (place for place in held if place not in inventory.gaps)


def _places(
    regions: tuple[str, ...], years: tuple[int, ...], finite: np.ndarray
) -> Iterator[Place]:
    for i, j in np.argwhere(finite):
        yield regions[i], years[j]

"""How near the demonstration data set comes to the real economy: figures with their bounds."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.dataset import Dataset
from data.series import gdp
from data.synthesis import published
from data.synthesis.backcast import ANCHOR
from data.synthesis.held import read_held
from data.synthesis.provinces import map_emissions
from data.synthesis.technology import MAIN_FROM
from data.tables import Array, Inventory, IoTable
from data.vocabulary import INVENTORY_FUELS

LARGEST = 88
"""Links shown of a province's network: the largest 5 % of its 42 × 42 cells."""

MULTIPLIERS = (1.5, 3.1)
"""The range of the multipliers in the national table of 2017: real estate 1.5, apparel 3.1."""
GDP_BOUNDS = (0.75, 1.6)
"""Wide, because published outputs go back to GDP as first announced, which some provinces, Inner
Mongolia and Tianjin among them, later put lower by a quarter and more."""


@dataclass(frozen=True)
class Figure:
    """A measured figure, and the bounds within which the data set counts as realistic."""

    name: str
    value: float
    least: float
    most: float

    @property
    def holds(self) -> bool:
        """Whether the figure lies within its bounds.

        >>> Figure("share", 0.7, 0.63, 0.93).holds, Figure("share", 0.5, 0.63, 0.93).holds
        (True, False)
        """
        return self.least <= self.value <= self.most


def measure(dataset: Dataset) -> list[Figure]:
    """Measure everything that is asked of the demonstration data set."""
    figures: list[Figure] = []
    inventories = dataset.inventory_of(published.REGIONS[0])
    figures += measure_provincial(inventories)
    figures += measure_national(dataset.inventory_of("CN"))
    for year in published.IO_YEARS:
        figures += measure_table(dataset.io_table(year), inventories)
    anchor = dataset.io_table(ANCHOR)
    for year in published.IO_YEARS[:-1]:
        drift = calc_drift(dataset.io_table(year), anchor)
        figures.append(Figure(f"{year}: main coefficients, median change", drift, 0.03, 0.25))
    return figures


def measure_provincial(inventory: Inventory) -> Iterator[Figure]:
    """Measure how far the provincial inventories are from what is published of them."""
    totals = published.read_provincial_totals()
    fuels = inventory.co2_mt.sum(axis=2)
    for name, values in totals.items():
        held = fuels.sum(axis=-1) if name == "co2_mt" else fuels[..., _fuel(name)]
        yield _error(f"provinces: {name}, largest deviation in Mt", held - values, 1e-6)
    sectors = inventory.co2_mt.sum(axis=-1)
    gaps: list[Array] = []
    for year in (2005, 2010, 2012, 2015, 2017, 2019):
        place = published.YEARS.index(year)
        groups = np.stack(
            [sectors[:, place, m].sum(axis=-1) for m in published.read_groups().values()], axis=-1
        )
        wanted = published.read_group_totals(year)
        gaps.append(groups / groups.sum(axis=1)[:, None] - wanted / wanted.sum(axis=1)[:, None])
    yield _error("provinces: share of a group, largest deviation", np.stack(gaps), 1e-3)


def measure_national(inventory: Inventory) -> Iterator[Figure]:
    """Measure how far the national inventory is from the published one."""
    held = inventory.co2_mt[0]
    totals = published.read_national_totals()["co2_mt"]
    yield _error("nation: co2_mt, largest deviation in Mt", held.sum(axis=(1, 2)) - totals, 1e-6)
    sectors = held.sum(axis=2).T - published.read_national_sectors()
    yield _error("nation: sector, largest deviation in Mt", sectors, 1e-3)


def measure_table(table: IoTable, inventory: Inventory) -> Iterator[Figure]:
    """Measure a table's identities, its nearness to published cells, and its structure."""
    year = table.year
    covered = calc_covered_shares(table)
    multipliers = calc_multipliers(table)
    yield _error(f"{year}: residual of x = Z1 + Y1 + ex + err, relative", _uses_gap(table), 1e-9)
    yield _error(f"{year}: residual of TI = GO, relative", _costs_gap(table), 1e-9)
    yield from _measure_cells(table)
    place = inventory.years.index(year)
    mapped = map_emissions(np.asarray(inventory.co2_mt[:, place]), year).ravel()
    emitted = np.zeros(table.n) if table.co2_mt is None else table.co2_mt
    yield _error(f"{year}: CO2 row against the inventory, in Mt", emitted - mapped, 1e-9)
    yield Figure(f"{year}: share of flow on {LARGEST} links, least", covered.min(), 0.63, 0.93)
    yield Figure(f"{year}: share of flow on {LARGEST} links, mean", covered.mean(), 0.72, 0.78)
    yield Figure(f"{year}: share of flow on {LARGEST} links, most", covered.max(), 0.63, 0.93)
    yield Figure(f"{year}: multiplier of the nation, least", multipliers.min(), *MULTIPLIERS)
    yield Figure(f"{year}: multiplier of the nation, mean", multipliers.mean(), 2.0, 2.7)
    yield Figure(f"{year}: multiplier of the nation, most", multipliers.max(), *MULTIPLIERS)
    linkages = calc_linkages(table)
    usual = np.mean((linkages >= MULTIPLIERS[0]) & (linkages <= MULTIPLIERS[1]))
    yield Figure(f"{year}: multiplier of a province's sector, least", linkages.min(), 1.3, 3.3)
    yield Figure(f"{year}: multiplier of a province's sector, most", linkages.max(), 1.3, 3.3)
    yield Figure(f"{year}: province-sectors in the national range, share", float(usual), 0.9, 1)
    yield Figure(f"{year}: inputs from the own province, share", calc_home_share(table), 0.55, 0.8)
    added = _by_sector(table, table.value_added).sum(axis=1) / 1e4
    ratio = added / np.array([gdp().get(r, year) or np.nan for r in table.regions])
    yield Figure(f"{year}: value added to GDP of a province, least", ratio.min(), *GDP_BOUNDS)
    yield Figure(f"{year}: value added to GDP of a province, median", np.median(ratio), 0.95, 1.15)
    yield Figure(f"{year}: value added to GDP of a province, most", ratio.max(), *GDP_BOUNDS)


def calc_covered_shares(table: IoTable) -> Array:
    """Compute the share of each province's inner flow that its largest links carry, (regions)."""
    shares: list[float] = []
    for region in table.regions:
        flows = np.sort(np.asarray(table.Z[table.block(region), table.block(region)]).ravel())
        shares.append(float(flows[-LARGEST:].sum() / flows.sum()))
    return np.array(shares)


def calc_coefficients(table: IoTable) -> Array:
    """Compute the nation's input coefficients from the flows of all provinces, (42, 42)."""
    regions, sectors = len(table.regions), len(table.sectors)
    flows = np.asarray(table.Z).reshape(regions, sectors, regions, sectors).sum(axis=(0, 2))
    return np.asarray(flows / _by_sector(table, table.x).sum(axis=0), dtype=np.float64)


def calc_multipliers(table: IoTable) -> Array:
    """Compute the nation's output multipliers, the column sums of its Leontief inverse, (42)."""
    A = calc_coefficients(table)
    return np.asarray(np.linalg.inv(np.eye(len(A)) - A).sum(axis=0), dtype=np.float64)


def calc_linkages(table: IoTable) -> Array:
    """Compute the multipliers of the provinces' sectors that have output, (active sectors)."""
    active = table.x > 0
    A = np.asarray(table.Z)[np.ix_(active, active)] / table.x[active]
    linkages = np.linalg.solve((np.eye(len(A)) - A).T, np.ones(len(A)))
    return np.asarray(linkages, dtype=np.float64)


def calc_home_share(table: IoTable) -> float:
    """Compute the share of all intermediate flows that stay within their province."""
    inside = [float(table.Z[table.block(r), table.block(r)].sum()) for r in table.regions]
    return sum(inside) / float(table.Z.sum())


def calc_drift(table: IoTable, anchor: IoTable) -> float:
    """Compute the median change of the nation's main coefficients, on a log scale."""
    then, now = calc_coefficients(table), calc_coefficients(anchor)
    main = now >= MAIN_FROM
    return float(np.median(np.abs(np.log(then[main] / now[main]))))


def _measure_cells(table: IoTable) -> Iterator[Figure]:
    held = read_held(table.year)
    emitted = np.full(table.n, np.nan) if table.co2_mt is None else table.co2_mt
    pairs = {
        "output_cny_1e4": (table.x, 1e-6),
        "value_added_cny_1e4": (table.value_added, 1e-6),
        "imports_cny_1e4": (table.imports, 1e-6),
        "exports_cny_1e4": (table.ex, 1e-6),
        "co2_mt": (emitted, 0.02),
    }
    for name, (values, most) in pairs.items():
        error = _compare(_by_sector(table, values), held[name])
        label = f"{table.year}: {name}, median error over {len(error)} published cells"
        yield Figure(label, float(np.median(error)), 0, most)
    added = held["value_added_cny_1e4"]
    kept = float(np.mean(_compare(_by_sector(table, table.value_added), added) <= 1e-6))
    yield Figure(f"{table.year}: published value added kept, share of cells", kept, 0.6, 1)


def _compare(values: Array, held: Array) -> Array:
    known = (held > 0) & ~np.isnan(values)
    return np.abs(values[known] / held[known] - 1)


def _uses_gap(table: IoTable) -> Array:
    uses = table.Z.sum(axis=1) + table.Y.sum(axis=1) + table.ex + table.err
    return _relative(uses - table.x, table.x)


def _costs_gap(table: IoTable) -> Array:
    return _relative(table.Z.sum(axis=0) + table.imports + table.value_added - table.x, table.x)


def _relative(gap: NDArray[np.float64], scale: Array) -> Array:
    return np.divide(gap, scale, out=np.abs(gap), where=scale > 0)


def _by_sector(table: IoTable, values: Array) -> Array:
    return values.reshape(len(table.regions), len(table.sectors))


def _fuel(column: str) -> int:
    return INVENTORY_FUELS.index(column.removesuffix("_mt"))


def _error(name: str, gap: Array, most: float) -> Figure:
    return Figure(name, float(np.nanmax(np.abs(gap))), 0, most)

"""The emission accounts of a multi-regional table: who emits, and for whose final demand.

An ``Accounts`` object holds what every question on the chain needs (A, L, f, m, outputs by final
demand) and is kept in the process, so that the inverse is computed once a table.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from data.dataset import Dataset
from data.errors import DataMissingError
from data.result import Kind, mixed_kind
from data.tables import FINAL_DEMAND, Array, Inventory, IoTable, span
from data.text import Text
from data.vocabulary import INVENTORY_SECTORS, concordance, members
from data.vocabulary import SECTORS as INVENTORY
from tools.supply_chain.leontief import (
    TONNES_PER_MT,
    direct_intensity,
    leontief_inverse,
    linkages,
    sum_by_region,
    technical_coefficients,
    total_intensity,
    transfers,
)

Origin = Literal["table", "inventory", "unknown"]

MOST_HELD = 3
"""Tables kept in memory: about 30 MB each at 1,302 sectors."""


@dataclass(frozen=True)
class DirectEmissions:
    """Direct emissions of the table's sectors in Mt, and which data they come from.

    ``co2_mt`` (n,) is NaN where unknown; ``households_mt`` (regions,) is what households burn
    themselves, NaN where no inventory of the year is held; ``origins`` has one entry a region.
    """

    co2_mt: Array
    households_mt: Array
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class Accounts:
    """Emission accounts of one table.

    Shapes, with n = regions × sectors: ``A``, ``L`` (n, n); ``f``, ``m`` (n,) in t per 10⁴ CNY,
    where unknown emissions enter ``f`` as 0, so that sums over ``unknown`` regions are lower
    bounds; ``demand`` (n, regions) domestic final demand; ``outputs`` (n, regions) the output it
    calls forth.
    """

    table: IoTable
    emissions: DirectEmissions
    A: Array
    L: Array
    f: Array
    m: Array
    demand: Array
    outputs: Array
    kind: Kind
    citation: str

    @property
    def unknown(self) -> tuple[str, ...]:
        """Regions with at least one sector whose emissions are unknown."""
        gaps = sum_by_region(np.isnan(self.emissions.co2_mt).astype(float), self.regions) > 0
        return tuple(r for r, gap in zip(self.table.regions, gaps, strict=True) if gap)

    @property
    def regions(self) -> int:
        """Number of regions."""
        return len(self.table.regions)

    @property
    def direct_mt(self) -> Array:
        """Direct emissions of every region-sector with output, unknown as 0, (n,) in Mt."""
        return self.f * self.table.x / TONNES_PER_MT

    @cached_property
    def production_mt(self) -> Array:
        """Direct emissions of the sectors of each region without households, (regions,) in Mt.

        NaN for a region with an unknown sector.
        """
        return sum_by_region(self.emissions.co2_mt, self.regions)

    @cached_property
    def stranded_mt(self) -> Array:
        """Emissions of sectors without output, which no demand can carry, (regions,) in Mt."""
        e = np.nan_to_num(self.emissions.co2_mt)
        return sum_by_region(np.where(self.table.x == 0, e, 0.0), self.regions)

    @cached_property
    def transfers_mt(self) -> Array:
        """``T[r, s]``: emitted in r for the final demand of s, (regions, regions) in Mt."""
        return transfers(self.f, self.outputs)

    @cached_property
    def consumption_mt(self) -> Array:
        """Emissions behind the domestic final demand of each region, (regions,) in Mt."""
        return self.m @ self.demand / TONNES_PER_MT

    @cached_property
    def exports_mt(self) -> Array:
        """Emissions in each region for exports abroad, (regions,) in Mt."""
        return sum_by_region(self.f * (self.L @ self.table.ex), self.regions) / TONNES_PER_MT

    @cached_property
    def error_mt(self) -> Array:
        """Emissions in each region that hang on the table's recorded error, (regions,) in Mt."""
        return sum_by_region(self.f * (self.L @ self.table.err), self.regions) / TONNES_PER_MT

    @cached_property
    def linkages(self) -> tuple[Array, Array]:
        """Power and sensitivity of dispersion, (n,) each."""
        return linkages(self.L)

    @property
    def all_demand(self) -> Array:
        """Domestic final demand, exports and recorded error of every product, (n,) in 10⁴ CNY."""
        return self.demand.sum(axis=1) + self.table.ex + self.table.err


def build_accounts(table: IoTable, emissions: DirectEmissions) -> Accounts:
    """Compute the accounts of a table from its direct emissions.

    Raises:
        InputError: The table has no Leontief inverse.
    """
    x = np.asarray(table.x, dtype=np.float64)
    A = technical_coefficients(table.Z, x)
    L = leontief_inverse(A)
    f = np.nan_to_num(direct_intensity(emissions.co2_mt, x), nan=0.0)
    demand = demand_by_region(table)
    return Accounts(
        table=table,
        emissions=emissions,
        A=A,
        L=L,
        f=f,
        m=total_intensity(f, L),
        demand=demand,
        outputs=L @ demand,
        kind=table.kind,
        citation=table.source.citation,
    )


def demand_by_region(table: IoTable) -> Array:
    """Add up the categories of final demand: (n, categories·regions) becomes (n, regions)."""
    parts = np.asarray(table.Y, dtype=np.float64)
    return parts.reshape(table.n, len(table.regions), len(FINAL_DEMAND)).sum(axis=2)


def direct_emissions(table: IoTable, inventory: Inventory | None) -> DirectEmissions:
    """Find the direct emissions of every sector of a table.

    A region's own CO2 row serves where it is complete; otherwise its inventory of the table year,
    mapped by the concordance. A row of nothing but zeros beside output is no measurement.
    """
    co2 = np.full(table.n, np.nan)
    households = np.full(len(table.regions), np.nan)
    origins: list[Origin] = []
    for place, region in enumerate(table.regions):
        block = table.block(region)
        row, mapped, home = _row(table, region), None, None
        if inventory is not None and inventory.has(region, table.year):
            cell = inventory.cell(region, table.year).sum(axis=1)
            mapped = concordance_matrix(table).T @ cell
            home = sum(cell[INVENTORY_SECTORS.index(s)] for s in members(INVENTORY, "households"))
        households[place] = np.nan if home is None else home
        if row is not None and np.isfinite(row).all():
            co2[block] = row
            origins.append("table")
        elif mapped is not None:
            co2[block] = mapped
            origins.append("inventory")
        else:
            co2[block] = np.nan if row is None else row
            origins.append("unknown")
    return DirectEmissions(co2, households, tuple(origins))


def concordance_matrix(table: IoTable) -> Array:
    """Return the weights from the 47 inventory sectors to the table's sectors, (47, sectors)."""
    weights = np.zeros((len(INVENTORY_SECTORS), len(table.sectors)))
    for share in concordance(table.scheme, table.year):
        place = INVENTORY_SECTORS.index(share.sector), table.sectors.index(share.io_sector)
        weights[place] += share.weight
    return weights


def open_accounts(dataset: Dataset, year: int | None = None) -> Accounts:
    """Return the accounts of a data set's table, computed once in the life of the process.

    Raises:
        DataMissingError: There is no such table, or no emissions of any of its regions.
    """
    table = dataset.io_table(year)
    key = (str(dataset.folder), dataset.manifest.created, table.year, table.scheme)
    if key in _held:
        _held.move_to_end(key)
        return _held[key]
    accounts = _open(dataset, table)
    _held[key] = accounts
    while len(_held) > MOST_HELD:
        _held.popitem(last=False)
    return accounts


_held: OrderedDict[tuple[str, str, int, str], Accounts] = OrderedDict()


def _open(dataset: Dataset, table: IoTable) -> Accounts:
    inventory = dataset.provincial
    emissions = direct_emissions(table, inventory)
    if "table" not in emissions.origins and "inventory" not in emissions.origins:
        held = span(inventory.years) if inventory else "—"
        raise DataMissingError(
            Text(
                zh=f"{table.year} 年投入产出表不含 CO2 行，数据集中也没有该年的省级排放清单"
                f"（现有：{held}）。请导入 CEADs {table.year} 年省级排放清单。",
                en=f"The input-output table of {table.year} carries no CO2 row, and the data set"
                f" holds no provincial inventory of that year (held: {held}). Import the CEADs"
                f" provincial inventory of {table.year}.",
            )
        )
    accounts = build_accounts(table, emissions)
    if inventory is None or "inventory" not in emissions.origins:
        return accounts
    return replace(
        accounts,
        kind=mixed_kind([table.kind, inventory.kind]),
        citation=f"{table.source.citation}; {inventory.source.citation}",
    )


def _row(table: IoTable, region: str) -> Array | None:
    if table.co2_mt is None:
        return None
    block = table.block(region)
    row = np.asarray(table.co2_mt[block], dtype=np.float64)
    empty = not np.nan_to_num(row).any() and bool(np.any(table.x[block] > 0))
    return np.full(len(row), np.nan) if empty else row

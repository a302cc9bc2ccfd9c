"""The emission accounts of a multi-regional table: who emits, and for whose final demand.

An ``Accounts`` object holds what every question on the chain needs (A, L, f, m, outputs by final
demand) and is kept in the process, so that the inverse is computed once a table.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from data.cache import ArrayCache, digest_files, key_of
from data.dataset import Dataset
from data.errors import DataMissingError
from data.result import Kind, mixed_kind
from data.tables import Array, Inventory, IoLevel, IoTable, span
from data.text import Text
from data.vocabulary import NATION
from tools.supply_chain.accounts.emissions import (
    OWN_EMISSIONS,
    DirectEmissions,
    concordance_matrix,
    direct_emissions,
)
from tools.supply_chain.algebra.leontief import (
    TONNES_PER_MT,
    direct_intensity,
    linkages,
    sum_by_region,
    technical_coefficients,
    transfers,
)
from tools.supply_chain.algebra.solver import Solver
from tools.supply_chain.algebra.validation import TableReport, check_table

MOST_HELD = 3
"""Tables kept in memory: about 30 MB each at 1,302 sectors."""

SOLVED_FROM = ("Z", "origin", "inputs", "x")
"""Parts of a stored table that its coefficients depend on."""


@dataclass(frozen=True)
class Accounts:
    """Emission accounts of one table.

    Shapes, with n = regions × sectors: ``A``, ``L`` (n, n); ``f``, ``m`` (n,) in t per 10⁴ CNY,
    where unknown emissions enter ``f`` as 0, so that sums over ``unknown`` regions are lower
    bounds; ``demand`` (n, regions) domestic final demand; ``outputs`` (n, regions) the output it
    calls forth; ``other_outputs`` (n, 2) what exports and the recorded error do; ``report`` what
    the checks of the table found.
    """

    table: IoTable
    emissions: DirectEmissions
    A: Array
    solver: Solver
    f: Array
    m: Array
    demand: Array
    outputs: Array
    other_outputs: Array
    report: TableReport
    kind: Kind
    citation: str

    @property
    def L(self) -> Array:
        """The Leontief inverse, (n, n), read-only; of a large table computed at first use."""
        return self.solver.L

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
    def has_negative_inputs(self) -> bool:
        """Whether an input coefficient is negative, so that chains carry both signs."""
        return bool(self.A.min() < 0)

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
        return sum_by_region(self.f * self.other_outputs[:, 0], self.regions) / TONNES_PER_MT

    @cached_property
    def error_mt(self) -> Array:
        """Emissions in each region that hang on the table's recorded error, (regions,) in Mt."""
        return sum_by_region(self.f * self.other_outputs[:, 1], self.regions) / TONNES_PER_MT

    @cached_property
    def linkages(self) -> tuple[Array, Array]:
        """Power and sensitivity of dispersion, (n,) each."""
        return linkages(self.L)

    @property
    def all_demand(self) -> Array:
        """Domestic final demand, exports and recorded error of every product, (n,) in 10⁴ CNY."""
        return self.demand.sum(axis=1) + self.table.ex + self.table.err


def build_accounts(
    table: IoTable, emissions: DirectEmissions, name: str = "", cache: ArrayCache | None = None
) -> Accounts:
    """Compute the accounts of a table from its direct emissions.

    Args:
        table: The table.
        emissions: Of its sectors.
        name: Names the table's numbers in the cache; empty for none.
        cache: Where what is dear to compute is kept.

    Raises:
        InputError: The table lacks numbers or has no Leontief inverse.
    """
    report = check_table(table)
    x = np.asarray(table.x, dtype=np.float64)
    A = technical_coefficients(table.Z, x)
    solver = Solver(A, name, cache)
    f = np.nan_to_num(direct_intensity(emissions.co2_mt, x), nan=0.0)
    demand = demand_by_region(table)
    outputs = solver.solve(np.column_stack([demand, table.ex, table.err]))
    return Accounts(
        table=table,
        emissions=emissions,
        A=A,
        solver=solver,
        f=f,
        m=solver.solve_left(f),
        demand=demand,
        outputs=np.ascontiguousarray(outputs[:, :-2]),
        other_outputs=outputs[:, -2:],
        report=report,
        kind=table.kind,
        citation=table.source.citation,
    )


def demand_by_region(table: IoTable) -> Array:
    """Add up the categories of final demand: (n, categories·regions) becomes (n, regions)."""
    return demand_by_category(table).sum(axis=2)


def demand_by_category(table: IoTable) -> Array:
    """Return final demand as (n, regions, categories), the categories of ``table.final_demand``."""
    parts = np.asarray(table.Y, dtype=np.float64)
    return parts.reshape(table.n, len(table.regions), len(table.final_demand))


def level_of(region: str) -> IoLevel:
    """Tell which tables hold a region of the vocabulary: the nation has tables of its own.

    >>> level_of("CN"), level_of("CN-GD")
    ('nation', 'provinces')
    """
    return "nation" if region == NATION else "provinces"


def open_accounts(
    dataset: Dataset,
    year: int | None = None,
    level: IoLevel = "provinces",
    scheme: str | None = None,
) -> Accounts:
    """Return the accounts of a data set's table, computed once in the life of the process.

    Args:
        dataset: The data set.
        year: Of the table; by default the latest.
        level: Whose table: that of the provinces, the nation (one region) or the cities.
        scheme: Of its sectors; by default the consistent one where it is held.

    Raises:
        DataMissingError: There is no such table, or no emissions of any of its regions.
    """
    table = dataset.io_table(year, scheme, level=level)
    key = (str(dataset.folder), dataset.manifest.created, table.id)
    if key in _held:
        _held.move_to_end(key)
        return _held[key]
    accounts = _open(dataset, table)
    _held[key] = accounts
    while len(_held) > MOST_HELD:
        _held.popitem(last=False)
    return accounts


_held: OrderedDict[tuple[str, str, str], Accounts] = OrderedDict()


def _open(dataset: Dataset, table: IoTable) -> Accounts:
    inventories = {"provinces": dataset.provincial, "nation": dataset.national}
    inventory = inventories.get(table.level)
    own = dataset.own_series
    emissions = direct_emissions(table, inventory, own.rows if own else ())
    if set(emissions.origins) == {"unknown"}:
        raise DataMissingError(_no_emissions(table, inventory))
    accounts = build_accounts(table, emissions, _name(dataset, table), ArrayCache())
    used = [table]
    used += [inventory] if inventory and "inventory" in emissions.origins else []
    used += [own] if own and "user" in emissions.origins else []
    return replace(
        accounts,
        kind=mixed_kind([u.kind for u in used]),
        citation="; ".join(u.source.citation for u in used),
    )


def _name(dataset: Dataset, table: IoTable) -> str:
    """Name a table by the checksums of its files, which the demonstration set leaves to be taken."""
    info = dataset.manifest.tables[table.id]
    flows = [file for part, file in sorted(info.files.items()) if part in SOLVED_FROM]
    digests = [info.sha256.get(file, "") for file in flows]
    if not all(digests):
        digests = digest_files(dataset.folder / file for file in flows)
    return f"{table.id}-{key_of(*digests)}"


def _no_emissions(table: IoTable, inventory: Inventory | None) -> Text:
    if table.level == "cities":
        return Text(
            zh=f"{table.year} 年城市投入产出表没有各城市分部门的 CO2 排放，无法核算隐含排放。"
            f"请以自有数据表导入：指标 {OWN_EMISSIONS}（百万吨 CO2），逐行写明地区、部门和年份"
            f"（地区如 {table.regions[0]}，部门如 {table.sectors[0]}），每个城市的"
            f" {len(table.sectors)} 个部门须齐全。",
            en=f"The input-output table of cities of {table.year} holds no CO2 by city and sector, so"
            " embodied emissions cannot be accounted. Import them as a table of your own: series"
            f" {OWN_EMISSIONS} (Mt CO2) with one line for each region, sector and year (a region is"
            f" written {table.regions[0]}, a sector {table.sectors[0]}), all"
            f" {len(table.sectors)} sectors of a city.",
        )
    held = span(inventory.years) if inventory else "—"
    which = Text(zh="全国", en="national") if table.level == "nation" else _PROVINCIAL
    return Text(
        zh=f"{table.year} 年投入产出表不含 CO2 行，数据集中也没有该年的{which.zh}排放清单"
        f"（现有：{held}）。请导入 CEADs {table.year} 年{which.zh}排放清单。",
        en=f"The input-output table of {table.year} carries no CO2 row, and the data set"
        f" holds no {which.en} inventory of that year (held: {held}). Import the CEADs"
        f" {which.en} inventory of {table.year}.",
    )


_PROVINCIAL = Text(zh="省级", en="provincial")

__all__ = [
    "Accounts",
    "DirectEmissions",
    "build_accounts",
    "concordance_matrix",
    "demand_by_category",
    "demand_by_region",
    "direct_emissions",
    "level_of",
    "open_accounts",
]

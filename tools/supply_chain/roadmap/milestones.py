"""Accounts of a province in later years: intensities and demand move, technology stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.errors import InputError
from data.tables import Array, IoTable
from data.text import Text
from data.vocabulary import IO_SECTORS
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.algebra.leontief import TONNES_PER_MT

IntArray = NDArray[np.int64]

IndexBySector = Mapping[str, Mapping[int, float]]
"""Input-output sector id → year → intensity relative to the table year (1 = unchanged)."""


@dataclass(frozen=True)
class Milestone:
    """One year's accounts of a province in Mt.

    Attributes:
        year: The year.
        f: (n,) direct intensity in t per 10⁴ CNY.
        demand: Final demand relative to the table year.
        sectors_mt: (sectors,) direct emissions of the province's sectors; of several the sum.
        embodied_mt: Emissions behind its domestic final demand, wherever they arise.
        elsewhere_mt: The part of them that arises in other provinces.
        outward_mt: Emissions in the province for the final demand of other provinces.
        abroad_mt: Emissions in the province for exports abroad.
        alone_mt: ``embodied_mt`` if the other provinces kept the table year's intensities.
    """

    year: int
    f: Array
    demand: float
    sectors_mt: Array
    embodied_mt: float
    elsewhere_mt: float
    outward_mt: float
    abroad_mt: float
    alone_mt: float

    @property
    def direct_mt(self) -> float:
        """Direct emissions of the province's sectors."""
        return float(self.sectors_mt.sum())

    @property
    def elsewhere_share(self) -> float:
        """Part of the embodied emissions that arises in other provinces; 0 without any."""
        return self.elsewhere_mt / self.embodied_mt if self.embodied_mt else 0.0


def account_milestone(
    accounts: Accounts,
    region: str | Sequence[str],
    year: int,
    index: Array,
    demand: float,
    elsewhere: Array | None = None,
) -> Milestone:
    """Compute the accounts of one or several provinces with scaled intensities and final demand.

    L stays; ``f' = f·index`` in the provinces, ``f·elsewhere`` for the same sector of the others;
    ``y' = y·demand`` for all final demand, exports and the recorded error, so ``x' = x·demand``.

    Args:
        accounts: Accounts of the table year.
        region: The province, or several taken together.
        year: The milestone.
        index: (sectors,) or (provinces, sectors) intensity relative to the table year.
        demand: Final demand relative to the table year.
        elsewhere: (sectors,) the index of the other provinces; default that of the province.
    """
    table = accounts.table
    regions = [region] if isinstance(region, str) else list(region)
    rows, places = own_rows(table, regions), [table.regions.index(r) for r in regions]
    own = np.broadcast_to(index, (len(regions), len(table.sectors))).ravel()
    f = accounts.f * np.tile(index if elsewhere is None else elsewhere, accounts.regions)
    f[rows] = accounts.f[rows] * own
    alone = accounts.f.copy()
    alone[rows] = f[rows]
    called = accounts.outputs[:, places].sum(axis=1)
    others = accounts.outputs[rows].sum(axis=1) - called[rows]
    embodied = float(f @ called)
    scale = demand / TONNES_PER_MT
    direct = scale * f[rows] * np.asarray(table.x)[rows]
    return Milestone(
        year=year,
        f=f,
        demand=demand,
        sectors_mt=direct.reshape(len(regions), -1).sum(axis=0),
        embodied_mt=scale * embodied,
        elsewhere_mt=scale * (embodied - float(f[rows] @ called[rows])),
        outward_mt=scale * float(f[rows] @ others),
        abroad_mt=scale * float(f[rows] @ accounts.other_outputs[rows, 0]),
        alone_mt=scale * float(alone @ called),
    )


def own_rows(table: IoTable, regions: Sequence[str]) -> IntArray:
    """Return the rows of some regions, one region after the other, (regions · sectors,)."""
    blocks = [table.block(r) for r in regions]
    return np.concatenate([np.arange(b.start, b.stop) for b in blocks])


def account_milestones(
    accounts: Accounts,
    region: str | Mapping[str, IndexBySector],
    index_by_sector: IndexBySector,
    demand_index: Mapping[int, float],
    milestones: Sequence[int],
) -> list[Milestone]:
    """Compute the table year and every milestone after it, in order.

    A sector without an index stays at 1 in the province. Elsewhere it takes the average index of
    the province, weighted by emissions: a sector that does not emit here (coal mining in a province
    without coal) must not freeze in the provinces where it does. Several provinces come as a
    mapping to the index of each; ``index_by_sector`` is then that of all together, for the others.

    Raises:
        InputError: An index is missing for a milestone, or negative or not finite.
    """
    table = accounts.table
    each = {region: index_by_sector} if isinstance(region, str) else region
    rows = own_rows(table, list(each))
    steps = [account_milestone(accounts, list(each), table.year, np.ones(len(table.sectors)), 1.0)]
    weights = accounts.direct_mt[rows].reshape(len(each), -1).sum(axis=0)
    for year in sorted({y for y in milestones if y > table.year}):
        index = _read_index(table, index_by_sector, year)
        demand = _pick(demand_index, year, Text(zh="最终需求", en="final demand"))
        own = np.nan_to_num([_read_index(table, i, year) for i in each.values()], nan=1.0)
        elsewhere = np.nan_to_num(index, nan=average_index(index, weights))
        steps.append(account_milestone(accounts, list(each), year, own, demand, elsewhere))
    return steps


def _read_index(table: IoTable, index_by_sector: IndexBySector, year: int) -> Array:
    """Lay the indices of a year out by sector, (sectors,); NaN where a sector has none."""
    return np.array(
        [
            _pick(index_by_sector[s], year, IO_SECTORS.text(s)) if s in index_by_sector else np.nan
            for s in table.sectors
        ]
    )


def average_index(index: Array, weights: Array) -> float:
    """Average the known indices by weight; 1 where none is known or weighs anything.

    >>> average_index(np.array([0.5, np.nan, 1.0]), np.array([3.0, 5.0, 1.0]))
    0.625
    """
    known = np.isfinite(index)
    total = float(weights[known].sum())
    return float(weights[known] @ index[known]) / total if total > 0 else 1.0


def _pick(series: Mapping[int, float], year: int, what: Text) -> float:
    value = series.get(year)
    if value is None or not np.isfinite(value) or value < 0:
        raise InputError(
            Text(
                zh=f"{what.zh}缺少 {year} 年的有效指数（相对投入产出表年份，应为不小于 0 的数）。",
                en=f"There is no usable index of {what.en} for {year} (relative to the year of the"
                " table, 0 or more).",
            )
        )
    return float(value)

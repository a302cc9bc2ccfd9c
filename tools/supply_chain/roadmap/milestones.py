"""Accounts of a province in later years: intensities and demand move, technology stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.errors import InputError
from data.tables import Array
from data.text import Text
from data.vocabulary import IO_SECTORS
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.algebra.leontief import TONNES_PER_MT

IndexBySector = Mapping[str, Mapping[int, float]]
"""Input-output sector id → year → intensity relative to the table year (1 = unchanged)."""


@dataclass(frozen=True)
class Milestone:
    """One year's accounts of a province in Mt.

    Attributes:
        year: The year.
        f: (n,) direct intensity in t per 10⁴ CNY.
        sectors_mt: (sectors,) direct emissions of the province's sectors.
        embodied_mt: Emissions behind its domestic final demand, wherever they arise.
        elsewhere_mt: The part of them that arises in other provinces.
        outward_mt: Emissions in the province for the final demand of other provinces.
        abroad_mt: Emissions in the province for exports abroad.
        alone_mt: ``embodied_mt`` if the other provinces kept the table year's intensities.
    """

    year: int
    f: Array
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
    region: str,
    year: int,
    index: Array,
    demand: float,
    elsewhere: Array | None = None,
) -> Milestone:
    """Compute a province's accounts with scaled intensities and final demand, L unchanged.

    ``f' = f·index`` in the province, ``f·elsewhere`` for the same sector of the others; ``y' =
    y·demand`` for all final demand, exports and the recorded error, hence ``x' = x·demand``.

    Args:
        accounts: Accounts of the table year.
        region: The province.
        year: The milestone.
        index: (sectors,) intensity relative to the table year.
        demand: Final demand relative to the table year.
        elsewhere: (sectors,) the index of the other provinces; default the same.
    """
    table = accounts.table
    block, place = table.block(region), table.regions.index(region)
    f = accounts.f * np.tile(index if elsewhere is None else elsewhere, accounts.regions)
    f[block] = accounts.f[block] * index
    alone = accounts.f.copy()
    alone[block] = f[block]
    called = accounts.outputs[:, place]
    others = accounts.outputs[block].sum(axis=1) - called[block]
    abroad = accounts.L[block] @ table.ex
    embodied = float(f @ called)
    scale = demand / TONNES_PER_MT
    return Milestone(
        year=year,
        f=f,
        sectors_mt=scale * f[block] * table.x[block],
        embodied_mt=scale * embodied,
        elsewhere_mt=scale * (embodied - float(f[block] @ called[block])),
        outward_mt=scale * float(f[block] @ others),
        abroad_mt=scale * float(f[block] @ abroad),
        alone_mt=scale * float(alone @ called),
    )


def account_milestones(
    accounts: Accounts,
    region: str,
    index_by_sector: IndexBySector,
    demand_index: Mapping[int, float],
    milestones: Sequence[int],
) -> list[Milestone]:
    """Compute the table year and every milestone after it, in order.

    A sector without an index stays at 1 in the province. Elsewhere it takes the average index of
    the province, weighted by emissions: a sector that does not emit here (coal mining in a province
    without coal) must not freeze in the provinces where it does.

    Raises:
        InputError: An index is missing for a milestone, or negative or not finite.
    """
    table = accounts.table
    steps = [account_milestone(accounts, region, table.year, np.ones(len(table.sectors)), 1.0)]
    weights = accounts.direct_mt[table.block(region)]
    for year in sorted({y for y in milestones if y > table.year}):
        index = np.array(
            [
                _pick(index_by_sector[s], year, IO_SECTORS.text(s))
                if s in index_by_sector
                else np.nan
                for s in table.sectors
            ]
        )
        demand = _pick(demand_index, year, Text(zh="最终需求", en="final demand"))
        own = np.nan_to_num(index, nan=1.0)
        elsewhere = np.nan_to_num(index, nan=average_index(index, weights))
        steps.append(account_milestone(accounts, region, year, own, demand, elsewhere))
    return steps


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

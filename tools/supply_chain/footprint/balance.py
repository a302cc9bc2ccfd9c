"""What a region emits and what it calls forth: the two accounts of one region and their parts."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.tables import Array
from data.vocabulary import NATION
from tools.supply_chain.accounts.accounts import Accounts, demand_by_category
from tools.supply_chain.algebra.leontief import TONNES_PER_MT

TOLERANCE = 1e-6
"""Part of the production account by which the parts may miss it: rounding, no more."""


@dataclass(frozen=True)
class Balance:
    """Accounts of one region in Mt.

    Production: ``sectors_mt`` = own + outward + exports + rest, plus what households burn.
    Consumption: own + inward, plus what households burn. None stands for unknown.
    Source: Miller & Blair 2009, chapter 10; Peters 2008, doi 10.1016/j.ecolecon.2007.10.014.
    """

    accounts: Accounts
    region: str

    @property
    def place(self) -> int:
        """Index of the region in the table."""
        return self.accounts.table.regions.index(self.region)

    @property
    def is_nation(self) -> bool:
        """Whether the table has this one region only, so that nothing passes between provinces."""
        return self.region == NATION

    @property
    def sectors_mt(self) -> float | None:
        """Direct emissions of the sectors; None where one is unknown."""
        return _known(self.accounts.production_mt[self.place])

    @property
    def households_mt(self) -> float | None:
        """What households burn themselves; None where no inventory of the year is held."""
        return _known(self.accounts.emissions.households_mt[self.place])

    @property
    def production_mt(self) -> float | None:
        """The production-based account; households are left out where unknown."""
        if self.sectors_mt is None:
            return None
        return self.sectors_mt + (self.households_mt or 0.0)

    @property
    def embodied_mt(self) -> float:
        """Emissions anywhere behind the region's final demand, without households' own."""
        return float(self.accounts.consumption_mt[self.place])

    @property
    def consumption_mt(self) -> float:
        """The consumption-based account; households are left out where unknown."""
        return self.embodied_mt + (self.households_mt or 0.0)

    @cached_property
    def own_mt(self) -> float:
        """Emitted at home for the region's own final demand."""
        return float(self.accounts.transfers_mt[self.place, self.place])

    @cached_property
    def outward_mt(self) -> float:
        """Emitted at home for the final demand of other provinces."""
        return float(self.accounts.transfers_mt[self.place].sum()) - self.own_mt

    @cached_property
    def inward_mt(self) -> float:
        """Emitted in other provinces for the region's final demand."""
        return float(self.accounts.transfers_mt[:, self.place].sum()) - self.own_mt

    @property
    def exports_mt(self) -> float:
        """Emitted at home for exports abroad."""
        return float(self.accounts.exports_mt[self.place])

    @property
    def exported_mt(self) -> float:
        """Emissions anywhere behind the region's exports abroad: ``m_p·ex_p``."""
        block = self.accounts.table.block(self.region)
        return float(self.accounts.m[block] @ self.accounts.table.ex[block]) / TONNES_PER_MT

    @property
    def error_mt(self) -> float:
        """Emitted at home for the recorded error of the table."""
        return float(self.accounts.error_mt[self.place])

    @property
    def stranded_mt(self) -> float:
        """Emitted at home by sectors without output."""
        return float(self.accounts.stranded_mt[self.place])

    @property
    def is_lower_bound(self) -> bool:
        """Whether final demand calls forth output where emissions are unknown."""
        table = self.accounts.table
        called = self.accounts.outputs[:, self.place]
        return any(float(called[table.block(r)].sum()) > 0 for r in self.accounts.unknown)

    @property
    def gap_mt(self) -> float:
        """What the parts of production miss of it: 0 unless the table does not balance."""
        if self.sectors_mt is None:
            return 0.0
        parts = self.own_mt + self.outward_mt + self.exports_mt + self.error_mt + self.stranded_mt
        return self.sectors_mt - parts

    @property
    def holds(self) -> bool:
        """Whether the parts of production add up to it."""
        return abs(self.gap_mt) <= TOLERANCE * max(1.0, abs(self.sectors_mt or 0.0))


def embodied_by_category(accounts: Accounts, place: int) -> Array:
    """Split a region's embodied emissions by category of final demand: ``m·Y_p``, (k,) in Mt."""
    return accounts.m @ demand_by_category(accounts.table)[:, place] / TONNES_PER_MT


def embodied_in_products(accounts: Accounts, place: int) -> tuple[Array, Array]:
    """Split a region's embodied emissions by final product, wherever it was made.

    Returns:
        (sectors,) embodied emissions ``m_i·y_i`` in Mt, and (sectors,) final demand in 10⁴ CNY.
    """
    sectors = len(accounts.table.sectors)
    demand = accounts.demand[:, place]
    embodied = (accounts.m * demand / TONNES_PER_MT).reshape(-1, sectors).sum(axis=0)
    return embodied, demand.reshape(-1, sectors).sum(axis=0)


def embodied_by_emitter(accounts: Accounts, place: int, f: Array | None = None) -> Array:
    """Split a region's embodied emissions by who emits them, (regions, sectors) in Mt.

    Args:
        accounts: Of the table.
        place: Index of the region whose final demand it is.
        f: (n,) direct intensity; by default that of all fuels.
    """
    emitted = (accounts.f if f is None else f) * accounts.outputs[:, place] / TONNES_PER_MT
    return emitted.reshape(accounts.regions, -1)


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None

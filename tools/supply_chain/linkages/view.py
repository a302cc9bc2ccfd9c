"""The linkages of one region's sectors, in the whole system or inside the region alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from data.tables import Array
from data.text import Text
from data.vocabulary import IO_SECTORS, REGIONS
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.algebra.leontief import TONNES_PER_MT, Extraction, leontief_inverse
from tools.supply_chain.linkages.dispersion import (
    LinkageClass,
    Mask,
    Measure,
    all_extractions,
    classify,
    disperse,
    joint_extraction_loss,
    output_loss,
    variation,
    weighted_inverse,
)

Scope = Literal["system", "province"]
ForwardTest = Literal["rasmussen", "ghosh"]

CNY_1E4_PER_1E8 = 1e4


@dataclass(frozen=True)
class System:
    """What linkages are computed on: all sectors of the table, or those of one region.

    ``f``, ``x``, ``demand`` (n,), ``L`` (n, n) as in ``Accounts``; ``block`` are the region's rows;
    ``known`` (n,) tells whose emissions are known.
    """

    f: Array
    L: Array
    x: Array
    demand: Array
    known: Mask
    block: slice


def whole_system(accounts: Accounts, region: str) -> System:
    """Take the table as it is, the region's sectors among all others."""
    return System(
        f=accounts.f,
        L=accounts.L,
        x=np.asarray(accounts.table.x, dtype=np.float64),
        demand=accounts.all_demand,
        known=np.isfinite(accounts.emissions.co2_mt),
        block=accounts.table.block(region),
    )


def inside_region(accounts: Accounts, region: str) -> System:
    """Take the region's own block: what it sells to other regions becomes final demand."""
    block = accounts.table.block(region)
    A = accounts.A[block, block]
    x = np.asarray(accounts.table.x[block], dtype=np.float64)
    return System(
        f=accounts.f[block],
        L=leontief_inverse(A),
        x=x,
        demand=x - A @ x,
        known=np.isfinite(accounts.emissions.co2_mt[block]),
        block=slice(0, len(x)),
    )


@dataclass(frozen=True)
class LinkageView:
    """The linkages of a region's sectors, (sectors,) arrays in the table's order.

    NaN stands for a sector without output, and for emissions that are unknown.
    """

    accounts: Accounts
    region: str
    measure: Measure
    test: ForwardTest
    scope: Scope
    system: System
    power: Array
    sensitivity: Array
    ghosh: Array
    backward_variation: Array
    forward_variation: Array

    @property
    def forward(self) -> Array:
        """The forward linkage that the classes rest on."""
        return self.sensitivity if self.test == "rasmussen" else self.ghosh

    @cached_property
    def classes(self) -> list[LinkageClass]:
        """The class of every sector."""
        return classify(self.power, self.forward)

    @property
    def knows_emissions(self) -> bool:
        """Whether the emissions of all the region's sectors are known."""
        return bool(self.system.known[self.system.block].all())

    @cached_property
    def active(self) -> list[int]:
        """Places of the sectors with output."""
        return [int(k) for k in np.flatnonzero(self.system.x[self.system.block] > 0)]

    @cached_property
    def output_multiplier(self) -> Array:
        """Gross output called forth in the system by a unit of final demand."""
        return self.system.L.sum(axis=0)[self.system.block]

    @cached_property
    def total_intensity(self) -> Array:
        """Emissions called forth in the system, t per 10⁴ CNY of final demand."""
        return (self.system.f @ self.system.L)[self.system.block]

    @cached_property
    def direct_mt(self) -> Array:
        """The sectors' own emissions in Mt."""
        block = self.system.block
        return self.system.f[block] * self.system.x[block] / TONNES_PER_MT

    @cached_property
    def losses(self) -> Mapping[Extraction, Array]:
        """What vanishes from the system's emissions without each sector, in Mt."""
        s = self.system
        return {v: loss[s.block] for v, loss in all_extractions(s.f, s.L, s.x, s.demand).items()}

    @cached_property
    def output_losses(self) -> Array:
        """What vanishes from the system's gross output without each sector, in 10⁸ CNY."""
        return output_loss(self.system.L, self.system.x)[self.system.block] / CNY_1E4_PER_1E8

    @property
    def total_mt(self) -> float:
        """All emissions of the system that are known."""
        return float(self.system.f @ self.system.x) / TONNES_PER_MT

    def joint_loss(self, group: list[int], variant: Extraction = "whole") -> float:
        """Return what vanishes in Mt without several of the region's sectors at once."""
        s = self.system
        places = [s.block.start + k for k in group]
        return joint_extraction_loss(s.f, s.L, s.x, s.demand, places, variant)

    def name(self, sector: int) -> Text:
        """Return the label of a sector."""
        return IO_SECTORS.text(self.accounts.table.sectors[sector])

    def ranked(self, values: Array) -> list[int]:
        """Order the sectors with output by values, largest first, ties by their place."""
        order = np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable")
        return [int(k) for k in order if int(k) in set(self.active)]

    @property
    def title(self) -> Text:
        """What stands above the answer."""
        name, year = REGIONS.text(self.region), self.accounts.table.year
        return Text(
            zh=f"{name.zh}各部门的产业关联（{year}年投入产出表）",
            en=f"Linkages of the sectors of {name.en} (table of {year})",
        )


def look_at_linkages(
    accounts: Accounts, region: str, measure: Measure, test: ForwardTest, scope: Scope
) -> LinkageView:
    """Compute the linkages of a region's sectors.

    The yardstick is the mean of all sectors with output in the system; in emissions, of those
    whose emissions are known.
    """
    system = (inside_region if scope == "province" else whole_system)(accounts, region)
    by_emissions = measure == "emissions"
    counted = system.x > 0
    if by_emissions:
        counted = counted & system.known
    f = system.f if by_emissions else None
    found = disperse(system.L, system.x, counted, f)
    M = weighted_inverse(system.L, f)
    block = system.block
    held = counted[block]
    return LinkageView(
        accounts=accounts,
        region=region,
        measure=measure,
        test=test,
        scope=scope,
        system=system,
        power=found.power[block],
        sensitivity=found.sensitivity[block],
        ghosh=found.ghosh[block],
        backward_variation=np.where(held, variation(M[:, block], 0), np.nan),
        forward_variation=np.where(held, variation(M[block], 1), np.nan),
    )

"""What a question on supply-chain paths is about, and everything that answers it, in Mt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from data.errors import InputError
from data.tables import Array
from data.text import Text, join
from data.vocabulary import IO_SECTORS, REGIONS
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.algebra.leontief import TONNES_PER_MT, sum_by_region
from tools.supply_chain.paths.expansion import (
    Expansion,
    ahead_of_sectors,
    behind_demand,
    behind_output,
)
from tools.supply_chain.paths.spa import Path, PathSearch, largest_paths, search_paths

Direction = Literal["upstream", "downstream"]
Of = Literal["output", "final_demand"]
Basis = Literal["output", "product", "demand", "own"]
"""Upstream of sectors' output, of the final demand for their products, of a region's own final
demand; downstream of sectors' own emissions."""

TIERS = 3
"""Tiers that stand alone before all later ones together."""

MOST_BRANCHES = 20_000


@dataclass(frozen=True)
class Trace:
    """One search up or down the chain.

    Attributes:
        accounts: The accounts of the table.
        region: Whose sectors or demand.
        sectors: Ids of the sectors in question; empty for the whole region.
        asked: What they were called, where that differs from the table's sector; else None.
        basis: What is expanded.
        threshold: Part of the total that a listed path carries.
        depth: Most steps of a path.
        progress: Called with a share in 0..1.
    """

    accounts: Accounts
    region: str
    sectors: tuple[str, ...]
    basis: Basis
    threshold: float
    depth: int
    progress: Callable[[float], None]
    asked: Text | None = None

    @property
    def upstream(self) -> bool:
        """Whether the search runs to suppliers."""
        return self.basis != "own"

    @property
    def first_tier(self) -> int:
        """Number of the first tier: the suppliers of an output are one step away."""
        return 1 if self.basis == "output" else 0

    @property
    def places(self) -> list[int]:
        """Rows of the sectors in question, or of all sectors of the region."""
        table = self.accounts.table
        start = table.block(self.region).start
        return [start + table.sectors.index(s) for s in self.sectors or table.sectors]

    @cached_property
    def expansion(self) -> Expansion:
        """The expansion in t CO2, purchases of a sector from itself folded in."""
        accounts, table = self.accounts, self.accounts.table
        if self.basis == "own":
            return ahead_of_sectors(accounts, self.places, folded=True)
        if self.basis == "output":
            return behind_output(accounts, self.places, folded=True)
        if self.basis == "demand":
            demand = accounts.demand[:, table.regions.index(self.region)]
            return behind_demand(accounts, demand, folded=True)
        return behind_demand(accounts, self.product_demand, folded=True)

    @property
    def product_demand(self) -> Array:
        """Final demand everywhere and exports for the products in question, (n,) in 10⁴ CNY."""
        demand = np.zeros(self.accounts.table.n)
        used = self.accounts.demand.sum(axis=1) + np.asarray(self.accounts.table.ex)
        demand[self.places] = used[self.places]
        return demand

    @cached_property
    def search(self) -> PathSearch:
        """Every path above the threshold."""
        return search_paths(
            self.expansion,
            threshold=self.threshold * self.total_mt * TONNES_PER_MT / self.expansion.reach,
            depth=self.depth,
            most=MOST_BRANCHES,
            progress=self.progress,
        )

    def top_paths(self, most: int) -> Sequence[Path]:
        """Return the largest paths, looking below the threshold where too few reach it."""
        listed = self.search.paths
        if len(listed) >= most:
            return listed[:most]
        return largest_paths(self.expansion, most, depth=self.depth, most=MOST_BRANCHES)

    @cached_property
    def total_mt(self) -> float:
        """What all paths sum to.

        Raises:
            InputError: Nothing is emitted there, or the demand is negative, so that there are no
                shares.
        """
        total = self.expansion.total / TONNES_PER_MT
        if total > 1e-9 * self.expansion.reach / TONNES_PER_MT:
            return total
        raise InputError(_nothing(self))

    @property
    def direct_mt(self) -> float:
        """Direct emissions of the sectors in question."""
        return float(self.accounts.direct_mt[self.places].sum())

    @cached_property
    def arising_mt(self) -> Array:
        """What arises at each end of the paths, exactly and over all depths, (regions, sectors)."""
        table = self.accounts.table
        return self.expansion.arising.reshape(len(table.regions), -1) / TONNES_PER_MT

    @cached_property
    def tiers_mt(self) -> Array:
        """What the first tiers add and all later ones together, (TIERS + 1 − first_tier,)."""
        return self.expansion.tiers(TIERS - self.first_tier) / TONNES_PER_MT

    @cached_property
    def users_mt(self) -> Array:
        """Emissions downstream by the region whose final demand they serve, (regions,)."""
        w = self.expansion.weights[self.places]
        return (w @ self.accounts.outputs[self.places]) / TONNES_PER_MT

    @cached_property
    def exports_mt(self) -> float:
        """Emissions downstream that serve exports abroad."""
        w = self.expansion.weights[self.places]
        return float(w @ (self.accounts.L[self.places] @ self.accounts.table.ex)) / TONNES_PER_MT

    @cached_property
    def by_region_mt(self) -> Array:
        """What arises in each region, (regions,)."""
        return sum_by_region(self.expansion.arising, len(self.accounts.table.regions)) / (
            TONNES_PER_MT
        )

    @property
    def is_lower_bound(self) -> bool:
        """Whether unknown emissions lie on the chain."""
        return self.upstream and bool(self.accounts.unknown)

    @property
    def subject(self) -> Text:
        """Name the sectors in question with their region."""
        region = REGIONS.text(self.region)
        if not self.sectors:
            return region
        name = self.sector_name
        return Text(zh=f"{region.zh}{name.zh}", en=f"{in_sentence(name).en} in {region.en}")

    @property
    def sector_name(self) -> Text:
        """Name the sectors in question: one by its own name and what was asked, many as asked."""
        if len(self.sectors) > 1 and self.asked:
            return self.asked
        names = join(IO_SECTORS.text(s) for s in self.sectors)
        if self.asked is None:
            return names
        return Text(
            zh=f"{names.zh}（含{self.asked.zh}）",
            en=f"{names.en} ({in_sentence(self.asked).en} included)",
        )

    def name(self, place: int, *, always: bool = False) -> Text:
        """Name a region-sector; the region is left out where it is the one in question."""
        table = self.accounts.table
        region, sector = divmod(place, len(table.sectors))
        label = IO_SECTORS.text(table.sectors[sector])
        if len(table.regions) == 1 or (table.regions[region] == self.region and not always):
            return label
        owner = REGIONS.text(table.regions[region])
        return Text(zh=f"{owner.zh}{label.zh}", en=f"{label.en} ({owner.en})")

    def path_name(self, nodes: Sequence[int]) -> Text:
        """Write a path in the direction of supply, from the emitter to the final use."""
        ordered = reversed(nodes) if self.upstream else nodes
        names = [self.name(k) for k in ordered]
        if self.basis == "output":
            names.append(self._end)
        else:
            names.append(_FINAL)
        return Text(zh="→".join(n.zh for n in names), en=" → ".join(n.en for n in names))

    @property
    def _end(self) -> Text:
        if not self.sectors:
            return _OUTPUT
        return IO_SECTORS.text(self.sectors[0]) if len(self.sectors) == 1 else self.sector_name

    def key(self, place: int) -> str:
        """Write a region-sector as one id."""
        region, sector = divmod(place, len(self.accounts.table.sectors))
        return f"{self.accounts.table.regions[region]}:{self.accounts.table.sectors[sector]}"


_FINAL = Text(zh="最终使用", en="final use")
_OUTPUT = Text(zh="本地生产", en="production of the region")


def in_sentence(name: Text) -> Text:
    """Write a name as it stands inside a sentence.

    >>> in_sentence(Text(zh="电力热力", en="Power and heat")).en
    'power and heat'
    """
    return Text(zh=name.zh, en=name.en[:1].lower() + name.en[1:])


def choose_basis(direction: Direction, of: Of | None, *, sectors: bool) -> Basis:
    """Tell what to expand: the output of a sector asked about, else a region's final demand.

    >>> choose_basis("upstream", None, sectors=True), choose_basis("upstream", None, sectors=False)
    ('output', 'demand')
    """
    if direction == "downstream":
        return "own"
    if (of or ("output" if sectors else "final_demand")) == "output":
        return "output"
    return "product" if sectors else "demand"


def _nothing(trace: Trace) -> Text:
    subject, year = trace.subject, trace.accounts.table.year
    if trace.upstream:
        return Text(
            zh=f"{year}年投入产出表中，{subject.zh}的上游没有可追踪的排放"
            "（没有产出或最终需求，或没有其他部门）。请换一个部门、年份或口径。",
            en=f"In the input-output table of {year} nothing can be traced upstream of {subject.en}:"
            " it has no output or final demand, or there is no other sector. Choose another"
            " sector, year or basis.",
        )
    return Text(
        zh=f"{year}年投入产出表中，{subject.zh}没有直接排放，没有下游去向可追踪。请换一个部门或年份。",
        en=f"In the input-output table of {year} the {subject.en} has no direct emissions to trace"
        " downstream. Choose another sector or year.",
    )

"""What an emission total responds to: every link of the supply chain and every intensity."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from data.tables import Array
from data.text import Text
from data.vocabulary import FAMILIES, IO_SECTORS, REGIONS
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.algebra.leontief import TONNES_PER_MT
from tools.supply_chain.key_links.cuts import Cell, exact_cut, first_order_cut
from tools.supply_chain.key_links.elasticities import joint_pairs, largest_links, link_elasticities

Total = Literal["footprint", "direct", "all"]

Link = tuple[int, int, float]
Pair = tuple[int, int, float, float]


@dataclass(frozen=True)
class LinkView:
    """The elasticities of one emission total, and what cuts bring.

    ``m`` and ``x`` (n,) are the total intensity and the output that go with the total, ``f`` (n,)
    the intensities it counts; ``chosen`` are places of sectors that links must touch, none for all.
    """

    accounts: Accounts
    region: str
    of: Total
    f: Array
    m: Array
    x: Array
    chosen: tuple[int, ...]
    change_pct: float

    @property
    def total_t(self) -> float:
        """The emissions in question, t CO2."""
        return float(self.f @ self.x)

    @property
    def total_mt(self) -> float:
        """The emissions in question, Mt CO2."""
        return self.total_t / TONNES_PER_MT

    @property
    def share(self) -> float:
        """The part by which links and intensities are cut."""
        return self.change_pct / 100

    @cached_property
    def _all(self) -> Array:
        return link_elasticities(self.m, self.accounts.A, self.x, self.total_t)

    @cached_property
    def _touched(self) -> Array:
        """(n,) 1 for the region-sectors that a choice of sectors means, in every region."""
        width = len(self.accounts.table.sectors)
        if not self.chosen:
            return np.ones(self.accounts.table.n)
        return np.isin(np.arange(self.accounts.table.n) % width, self.chosen).astype(float)

    @cached_property
    def elasticities(self) -> Array:
        """(n, n) per cent change of the total for 1 % of a link; own use and others left out: 0."""
        held = self._all.copy()
        np.fill_diagonal(held, 0.0)
        if self.chosen:
            untouched = self._touched == 0
            held[np.ix_(untouched, untouched)] = 0.0
        return held

    @cached_property
    def own_use(self) -> Link | None:
        """The own use of a sector that the total responds to most."""
        diagonal = np.diag(self._all) * self._touched
        best = int(np.argmax(diagonal))
        value = float(diagonal[best])
        return (best, best, value) if value > 0 else None

    def links(self, most: int) -> list[Link]:
        """Return the links that the total responds to most."""
        return largest_links(self.elasticities, most)

    def across(self, most: int) -> list[Link]:
        """Return the largest links between different regions."""
        width = len(self.accounts.table.sectors)
        held = self.elasticities.copy()
        for start in range(0, len(held), width):
            held[start : start + width, start : start + width] = 0.0
        return largest_links(held, most)

    @cached_property
    def across_share(self) -> float:
        """What links between regions add up to, over all links shown, own use left out."""
        width = len(self.accounts.table.sectors)
        regions = len(self.accounts.table.regions)
        blocks = self.elasticities.reshape(regions, width, regions, width).sum(axis=(1, 3))
        total = float(blocks.sum())
        return 1 - float(np.trace(blocks)) / total if total else 0.0

    def pairs(self, most: int) -> list[Pair]:
        """Return the pairs of sectors that bear most on the total when they act together."""
        return joint_pairs(self.elasticities, most)

    @cached_property
    def intensities(self) -> Array:
        """(n,) per cent change of the total for 1 % of a sector's intensity; they sum to 1."""
        return self.f * self.x / self.total_t

    def sectors(self, most: int) -> list[int]:
        """Return the region-sectors whose intensity the total responds to most."""
        values = self.intensities * self._touched
        order = np.argsort(-values, kind="stable")[:most]
        return [int(k) for k in order if values[k] > 0]

    def cut_mt(self, links: list[Cell], share: float) -> float:
        """Return the fall of the total when links are cut together, solved exactly, in Mt."""
        parts = (self.m, self.accounts.A, self.x, self.accounts.L)
        return exact_cut(*parts, links, share) / TONNES_PER_MT

    def linear_mt(self, links: list[Cell], share: float) -> float:
        """Return the same to first order, in Mt."""
        return first_order_cut(self.m, self.accounts.A, self.x, links, share) / TONNES_PER_MT

    def by_family(self) -> tuple[list[str], Array]:
        """Add up the elasticities from family to family of sectors, largest families first."""
        table = self.accounts.table
        families = [IO_SECTORS.terms[s].extra["family"] for s in table.sectors]
        held = [f for f in FAMILIES.ids if f in families]
        join = np.zeros((table.n, len(held)))
        for k in range(table.n):
            join[k, held.index(families[k % len(families)])] = 1.0
        sums = join.T @ self.elasticities @ join
        order = np.argsort(-(sums.sum(axis=0) + sums.sum(axis=1)), kind="stable")
        return [held[k] for k in order], sums[np.ix_(order, order)]

    def place(self, sector: int) -> tuple[str, str]:
        """Return the region and the sector at a place."""
        region, own = divmod(sector, len(self.accounts.table.sectors))
        return self.accounts.table.regions[region], self.accounts.table.sectors[own]

    def name(self, sector: int) -> Text:
        """Name a region-sector; the region is left out where it is the one in question."""
        region, own = self.place(sector)
        label = IO_SECTORS.text(own)
        if region == self.region:
            return label
        owner = REGIONS.text(region)
        return Text(zh=f"{owner.zh}·{label.zh}", en=f"{label.en} ({owner.en})")

    def link_name(self, i: int, j: int) -> Text:
        """Name a link from supplier to user."""
        start, end = self.name(i), self.name(j)
        return Text(zh=f"{start.zh}→{end.zh}", en=f"{start.en} → {end.en}")


def look_at_links(
    accounts: Accounts, region: str, of: Total, chosen: tuple[int, ...], change_pct: float
) -> LinkView:
    """Set up the elasticities of a region's footprint or direct emissions, or of all emissions."""
    table = accounts.table
    x = np.asarray(table.x, dtype=np.float64)
    f, m = accounts.f, accounts.m
    if of == "footprint":
        x = accounts.outputs[:, table.regions.index(region)]
    elif of == "direct":
        block = table.block(region)
        f = np.zeros(table.n)
        f[block] = accounts.f[block]
        m = f @ accounts.L
    return LinkView(accounts, region, of, f, m, x, chosen, change_pct)

"""What a province's supply chain looks like on its way: who carries the cut, which links matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypedDict

import numpy as np

from data.tables import Array
from data.text import Text
from data.vocabulary import IO_SECTORS, NATION, REGIONS
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.key_links.elasticities import (
    direct_elasticities,
    footprint_elasticities,
    joint_pairs,
    largest_links,
)
from tools.supply_chain.paths.directions import downstream_paths, upstream_paths
from tools.supply_chain.paths.spa import PathSearch
from tools.supply_chain.roadmap.milestones import IntArray, Milestone, own_rows

SECTORS_LISTED = 10
LINKS_LISTED = 10
PAIRS_LISTED = 8
PATHS_LISTED = 8

THRESHOLD = 0.001
DEPTH = 6

Link = tuple[int, int, float]
Trace = Literal["footprint", "up", "down"]
"""Paths behind the province's final demand, up from the leading sector, and down from it."""


class Limits(TypedDict):
    """How far a search of paths goes."""

    threshold: float
    depth: int
    condensed: bool


@dataclass(frozen=True)
class Outlook:
    """The chain of a province, of several, or of the nation, from the table year on.

    Attributes:
        accounts: Accounts of the table year.
        region: The region; several are written with spaces between their ids.
        place: Its name.
        steps: The table year, then the milestones in order.
        chosen: Sectors of the province in question, as positions in the table's sectors; empty
            means all.
        start_step: The start year of the pathway; None where it is not told.
    """

    accounts: Accounts
    region: str
    place: Text
    steps: Sequence[Milestone]
    chosen: tuple[int, ...] = ()
    start_step: Milestone | None = None

    @property
    def regions(self) -> tuple[str, ...]:
        """Ids of the regions."""
        return tuple(self.region.split())

    @property
    def columns(self) -> list[int]:
        """Places of the regions among those of the table."""
        return [self.accounts.table.regions.index(r) for r in self.regions]

    @cached_property
    def rows(self) -> IntArray:
        """Rows of the regions, one after the other."""
        return own_rows(self.accounts.table, self.regions)

    @property
    def inside(self) -> str:
        """How Chinese says that something lies inside the region."""
        if self.regions == (NATION,):
            return "国内"
        return "省内" if len(self.regions) == 1 else "区域内"

    @property
    def has_others(self) -> bool:
        """Whether the table holds other provinces, which a table of the nation does not."""
        return self.accounts.regions > len(self.regions)

    @property
    def base(self) -> Milestone:
        """The table year."""
        return self.steps[0]

    @property
    def last(self) -> Milestone:
        """The last milestone."""
        return self.steps[-1]

    def row_of(self, sector: int) -> int:
        """Return the row of a sector; of several provinces that with the largest emissions."""
        rows = self.rows.reshape(len(self.regions), -1)[:, sector]
        return int(rows[np.argmax(self.accounts.direct_mt[rows])])

    def sector_name(self, sector: int) -> Text:
        """Name a sector of the region."""
        return IO_SECTORS.text(self.accounts.table.sectors[sector])

    def cuts_mt(self, step: Milestone) -> Array:
        """Direct emissions of the table year less those of a milestone, (sectors,) in Mt."""
        return self.base.sectors_mt - step.sectors_mt

    @cached_property
    def leading(self) -> tuple[int, ...]:
        """Sectors with the largest cut at the last milestone, or emissions where none cuts."""
        cuts = self.cuts_mt(self.last)
        ranked = cuts if (cuts > 0).any() else self.base.sectors_mt
        order = [int(k) for k in np.argsort(-ranked, kind="stable") if ranked[k] > 0]
        return tuple(k for k in order if not self.chosen or k in self.chosen)[:SECTORS_LISTED]

    @cached_property
    def key_links(self) -> list[Link]:
        """Links to which the province's direct emissions of the table year respond most.

        What a sector buys from itself is no link up or down a chain and is left out.
        """
        return self._largest(self.links_of(self.base), LINKS_LISTED)

    def links_of(self, step: Milestone) -> Array | None:
        """Elasticities of the direct emissions of a year to all links; None without emissions."""
        if step.direct_mt <= 0:
            return None
        if step.year not in self._links:
            found = direct_elasticities(self.accounts, *self.regions, f=step.f)
            np.fill_diagonal(found, 0.0)
            self._links[step.year] = found
        return self._links[step.year]

    @cached_property
    def _links(self) -> dict[int, Array]:
        return {}

    @cached_property
    def top_links(self) -> dict[int, Link]:
        """By year, the link to which the direct emissions of that year respond most."""
        found = {s.year: self._largest(self.links_of(s), 1) for s in self.steps}
        return {year: links[0] for year, links in found.items() if links}

    def top_cut(self, step: Milestone) -> int | None:
        """The sector, among those in question, that cuts most up to a year; None where none does."""
        cuts = self.cuts_mt(step)
        best = max(self.chosen or range(len(cuts)), key=lambda k: float(cuts[k]))
        return best if cuts[best] > 0 else None

    @cached_property
    def footprint_links(self) -> Array | None:
        """Elasticities of the footprint of the table year to all links; None without one."""
        if self.base.embodied_mt <= 0:
            return None
        return footprint_elasticities(self.accounts, *self.regions)

    @cached_property
    def pairs(self) -> list[tuple[int, int, float, float]]:
        """Pairs of the province's sectors that bear most on its direct emissions together."""
        links = self.links_of(self.base)
        if links is None:
            return []
        many, width = len(self.regions), len(self.accounts.table.sectors)
        own = links[np.ix_(self.rows, self.rows)].reshape(many, width, many, width)
        return joint_pairs(own.sum(axis=(0, 2)) * self._mask(), PAIRS_LISTED)

    @cached_property
    def traceable(self) -> bool:
        """Whether paths can be bounded: no negative input stands in the table."""
        return bool(self.accounts.A.min() >= 0)

    @cached_property
    def paths(self) -> dict[Trace, PathSearch]:
        """Supply-chain paths of the table year; empty where they cannot be bounded.

        ``footprint``: emissions behind the province's final demand; ``up``: those behind one unit
        of the leading sector's product; ``down``: the final uses its own emissions serve.
        """
        if not (self.traceable and self.leading):
            return {}
        place = self.row_of(self.leading[0])
        table = self.accounts.table
        unit = np.zeros(table.n)
        unit[place] = 1.0
        demand = self.accounts.demand[:, self.columns].sum(axis=1)
        limits: Limits = {"threshold": THRESHOLD, "depth": DEPTH, "condensed": True}
        return {
            "footprint": upstream_paths(self.accounts, demand, **limits),
            "up": upstream_paths(self.accounts, unit, **limits),
            "down": downstream_paths(self.accounts, place, **limits),
        }

    def name(self, place: int) -> Text:
        """Name a region-sector; the province is left out where it is the one in question."""
        table = self.accounts.table
        region, sector = divmod(place, len(table.sectors))
        label = IO_SECTORS.text(table.sectors[sector])
        if table.regions[region] == self.region:
            return label
        owner = REGIONS.text(table.regions[region])
        return Text(zh=f"{owner.zh}·{label.zh}", en=f"{label.en} ({owner.en})")

    def entity(self, place: int, role: str = "sector") -> dict[str, str]:
        """Name a region-sector by ids, as claims carry it; a foreign one with its region."""
        table = self.accounts.table
        region, sector = divmod(place, len(table.sectors))
        named = {role: table.sectors[sector]}
        if table.regions[region] != self.region:
            named[f"{role}_region"] = table.regions[region]
        return named

    def key(self, place: int) -> str:
        """Write a region-sector as one id."""
        table = self.accounts.table
        region, sector = divmod(place, len(table.sectors))
        return f"{table.regions[region]}:{table.sectors[sector]}"

    def _largest(self, links: Array | None, most: int) -> list[Link]:
        if links is None:
            return []
        if not self.chosen:
            return largest_links(links, most)
        ends = np.zeros(len(links), dtype=bool)
        ends[self.rows.reshape(len(self.regions), -1)[:, list(self.chosen)].ravel()] = True
        return largest_links(np.where(ends[:, None] | ends[None, :], links, 0.0), most)

    def _mask(self) -> Array:
        width = len(self.accounts.table.sectors)
        ends = np.ones(width) if not self.chosen else np.zeros(width)
        ends[list(self.chosen)] = 1.0
        return np.maximum(ends[:, None], ends[None, :])


def path_name(outlook: Outlook, nodes: Sequence[int], trace: Trace) -> Text:
    """Write a path in the direction of supply: emitter first, then its users."""
    ordered = list(nodes) if trace == "down" else list(reversed(nodes))
    names = [outlook.name(k) for k in ordered]
    end = Text(zh="", en="")
    if trace != "up":
        end = Text(zh="→最终使用", en=" → final use")
    elif len(names) == 1:
        end = Text(zh="（自身排放，含自用）", en=" (its own emissions, own use included)")
    joined = Text(zh="→".join(n.zh for n in names), en=" → ".join(n.en for n in names))
    return joined + end

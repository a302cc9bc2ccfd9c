"""A region's roadmap in the making: its trajectory, milestones and wedges, with their claims."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.dataset import Dataset
from data.result import Claim
from data.tables import Array
from data.text import Text
from data.vocabulary import REGIONS, SECTORS
from tools.inventory.selection import Cut
from tools.pathways.benchmark import PRODUCTS
from tools.pathways.figures import PathFigures
from tools.pathways.removals import mint_removals
from tools.pathways.scenarios import Options
from tools.pathways.timetable import pick_milestones, pick_short
from tools.pathways.trajectory import Trajectory

MOST_WEDGES = 9
"""Sectors shown one by one; all others form one wedge."""


@dataclass(frozen=True)
class Wedge:
    """A sector, or the sectors that are shown as one."""

    id: str
    label: Text
    sectors: tuple[str, ...]

    @property
    def single(self) -> bool:
        """Whether it is one sector."""
        return len(self.sectors) == 1


class Roadmap:
    """The parts of a roadmap share this: what was traced, and every claim minted so far.

    Args:
        dataset: The data set.
        trajectory: The traced pathway.
    """

    def __init__(self, dataset: Dataset, trajectory: Trajectory) -> None:
        self.dataset = dataset
        self.trajectory = trajectory
        self.options = trajectory.options
        scope = trajectory.sectors if trajectory.filtered else ()
        self.figures = PathFigures(dataset, trajectory.options, trajectory.base_year, scope)
        self._wedges: dict[tuple[tuple[str, ...], int], Claim] = {}
        self._totals: dict[int, Claim] = {}

    @property
    def region(self) -> str:
        """Id of the region."""
        return self.options.region

    @property
    def code(self) -> str:
        """What stands for the region in the ids of charts."""
        return self.region

    @property
    def place(self) -> Text:
        """Name of the region."""
        return REGIONS.text(self.region)

    @property
    def members(self) -> "tuple[Roadmap, ...]":
        """The roadmaps it is the sum of: of one region its own."""
        return (self,)

    def retrace(self, options: Options) -> Trajectory:
        """Trace the same region and scope under other choices."""
        held = self.trajectory
        return held if options == held.options else held.under(self.dataset, options)

    @property
    def base_year(self) -> int:
        """The last inventory year."""
        return self.trajectory.base_year

    @cached_property
    def milestones(self) -> tuple[int, ...]:
        """Years of the timetable."""
        return pick_milestones(self.base_year, self.options.start_year, self.options.target_year)

    @cached_property
    def short(self) -> tuple[int, ...]:
        """The few years that fit a sentence; the target year is the last."""
        return pick_short(self.milestones, self.options.start_year, self.options.target_year)

    @cached_property
    def wedges(self) -> tuple[Wedge, ...]:
        """The sectors shown, largest first, the rest as one wedge at the end."""
        held = self.trajectory.sectors
        own = [s for s in held if s in PRODUCTS]
        own += [s for s in held if s not in PRODUCTS][: max(0, MOST_WEDGES - len(own))]
        rest = tuple(s for s in held if s not in own)
        shown = [Wedge(s, SECTORS.text(s), (s,)) for s in held if s in own]
        if len(rest) == 1:
            shown.append(Wedge(rest[0], SECTORS.text(rest[0]), rest))
        elif rest:
            shown.append(Wedge("rest", Text(zh="其余行业", en="Other sectors"), rest))
        return tuple(shown)

    def path(self, wedge: Wedge) -> Array:
        """Return a wedge's emissions (t,) in Mt."""
        return np.sum([self.trajectory.paths[s].emissions for s in wedge.sectors], axis=0)

    def wedge(self, wedge: Wedge, year: int) -> Claim:
        """Mint a wedge's CO2 in a year."""
        key = (wedge.sectors, year)
        if key not in self._wedges:
            self._wedges[key] = self._mint_wedge(wedge, year)
        return self._wedges[key]

    def _mint_wedge(self, wedge: Wedge, year: int) -> Claim:
        figures = self.figures
        if wedge.single:
            return figures.sector(self.trajectory.paths[wedge.sectors[0]], year)
        base = figures.sum([Cut(self.region, s) for s in wedge.sectors], self.base_year)
        if base is None:
            msg = f"{wedge.sectors} are not held in {self.base_year}"
            raise ValueError(msg)
        if year == self.base_year:
            return base
        return figures.derive(
            figures.level(year),
            float(self.path(wedge)[self.trajectory.at(year)]),
            [base],
            formula="sum of these sectors' pathways",
            entity={"region": self.region, "sectors": " ".join(wedge.sectors)},
            year=year,
            params=figures.params,
        )

    def total(self, year: int) -> Claim:
        """Mint the gross CO2 of all sectors in scope in an inventory year or a year to come."""
        if year not in self._totals:
            self._totals[year] = self._mint_total(year)
        return self._totals[year]

    def _mint_total(self, year: int) -> Claim:
        figures = self.figures
        if year <= self.base_year and not self.trajectory.filtered:
            held = figures.total(Cut(self.region), year)
            if held is None:
                msg = f"{self.region} is not held in {year}"
                raise ValueError(msg)
            return held
        if year < self.base_year:
            return self._past_scope(year)
        parts = [self.wedge(w, year) for w in self.wedges]
        return figures.added(parts, figures.scope, year)

    def _past_scope(self, year: int) -> Claim:
        held = [self.figures.total(Cut(self.region, s), year) for s in self.trajectory.sectors]
        parts = [c for c in held if c is not None]
        return self.figures.added(parts, self.figures.scope, year)

    def net(self, year: int) -> Claim:
        """Mint net CO2: gross less the stated capture and sinks."""
        gross = self.total(year)
        return self.figures.derive(
            "co2_net_mt",
            float(self.trajectory.net[self.trajectory.at(year)]),
            [gross, *mint_removals(self.figures)],
            formula="gross CO2 − stated capture − stated sinks",
            entity=gross.entity,
            year=year,
            params=self.figures.params,
        )

    def residual(self) -> Claim:
        """Mint what is left to be captured or sunk in the target year."""
        net = self.net(self.options.target_year)
        return self.figures.derive(
            "co2_residual_mt",
            max(net.value, 0.0),
            [net],
            formula="net CO2 of the target year",
            entity=net.entity,
            year=net.year,
            params=self.figures.params,
        )

    def cut(self) -> Claim:
        """Mint the total cut from the start year to the target year."""
        first = self.total(self.options.start_year)
        return self.figures.cut_mt(first, self.total(self.options.target_year))

    def cumulative(self) -> Claim:
        """Mint the emissions from the start year to the target year, both counted."""
        held = self.trajectory
        total = self.total(self.options.start_year)
        return self.figures.derive(
            "co2_cumulative_mt",
            float(held.gross[held.start :].sum()),
            [total, self.total(self.options.target_year)],
            formula="sum of annual gross CO2, start year to target year",
            entity=total.entity,
            year=self.options.target_year,
            params=self.figures.params,
        )

    def year_claim(self, metric: str, year: int, formula: str) -> Claim:
        """Mint a year that is a result: peak, net zero."""
        like = self.total(self.base_year)
        return self.figures.derive(
            metric,
            year,
            [],
            formula=formula,
            entity=like.entity,
            year=None,
            params=self.figures.params,
            like=like,
        )

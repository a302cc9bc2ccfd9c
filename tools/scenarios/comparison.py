"""Pathways side by side: each one's figures, and how far it lies from the first."""

from collections.abc import Sequence
from functools import cached_property

from data.dataset import Dataset
from data.fields import FIELDS
from data.result import Claim, Scalar
from data.text import Text
from tools.pathways.timetable import find_net_zero, find_peak
from tools.pathways.trajectory import trace
from tools.roadmap.course import Roadmap, Wedge
from tools.scenarios.cases import Case

SAME_MT = 1e-6
"""Pathways closer than this are the same: rounding of sums, nothing more."""


class Comparison:
    """The pathways of the cases of one region, and the claims that set them side by side.

    Args:
        dataset: The data set.
        cases: What is compared; the first is the one the others are measured against.
        sectors: Sectors in scope; all when empty.
    """

    def __init__(self, dataset: Dataset, cases: Sequence[Case], sectors: Sequence[str]) -> None:
        self.cases = list(cases)
        self.roadmaps = [Roadmap(dataset, trace(dataset, c.options, sectors)) for c in cases]

    @property
    def base(self) -> Roadmap:
        """The pathway the others are measured against."""
        return self.roadmaps[0]

    @property
    def others(self) -> list[tuple[Case, Roadmap]]:
        """Every case but the first, with its pathway."""
        return list(zip(self.cases, self.roadmaps, strict=True))[1:]

    @property
    def target(self) -> int:
        """The target year."""
        return self.cases[0].options.target_year

    @property
    def place(self) -> Text:
        """Name of the region."""
        return self.base.place

    @property
    def years(self) -> tuple[int, ...]:
        """The few milestones shown; the target year is the last."""
        return self.base.short

    @cached_property
    def wedges(self) -> tuple[Wedge, ...]:
        """The sectors shown; the same for every case."""
        return self.base.wedges

    @property
    def claims(self) -> list[Claim]:
        """Every claim minted so far, parents before their children."""
        held = [c for r in self.roadmaps for c in r.figures.claims.values()]
        return list({c.id: c for c in held}.values())

    def differ(self, roadmap: Roadmap, first: Claim, second: Claim) -> Claim:
        """Mint how much a case's figure exceeds that of the first case."""
        return roadmap.figures.derive(
            "difference",
            second.value - first.value,
            [second, first],
            formula="second − first",
            entity=second.entity,
            year=second.year,
            params=self._pair(roadmap, second),
            unit=second.unit if FIELDS[second.metric].unit != "year" else "count",
        )

    def change(self, roadmap: Roadmap, first: Claim, second: Claim) -> Claim | None:
        """Mint a case's figure against that of the first case in per cent; None from zero."""
        if first.value == 0:
            return None
        return roadmap.figures.derive(
            "growth_pct",
            100 * (second.value / first.value - 1),
            [second, first],
            formula="(last / first − 1) × 100",
            entity=second.entity,
            year=second.year,
            params=self._pair(roadmap, second),
        )

    def _pair(self, roadmap: Roadmap, of: Claim) -> dict[str, Scalar]:
        against = " ".join(f"{k}={v}" for k, v in self.base.figures.params.items())
        return {**roadmap.figures.params, "of": of.metric, "against": against}

    def peak(self, roadmap: Roadmap) -> Claim:
        """Mint the year of the highest gross CO2."""
        held = roadmap.trajectory
        year, _ = find_peak(held.history, held.years, held.gross)
        return roadmap.year_claim("peak_year", year, "year of the highest gross CO2")

    def net_zero(self, roadmap: Roadmap) -> Claim | None:
        """Mint the first year without net CO2; None when there is none up to the target year."""
        held = roadmap.trajectory
        year = find_net_zero(held.years, held.net)
        if year is None:
            return None
        return roadmap.year_claim("net_zero_year", year, "first year without net CO2")

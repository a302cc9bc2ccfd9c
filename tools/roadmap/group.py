"""The roadmap of several provinces together: every figure is the sum of the members' figures."""

from dataclasses import replace

from data.dataset import Dataset
from data.result import Claim
from data.text import Text, join
from data.vocabulary import REGIONS, name_regions, usual_group
from tools.pathways.group_trajectory import GroupTrajectory
from tools.roadmap.course import Roadmap, Wedge


class GroupRoadmap(Roadmap):
    """A roadmap of several provinces; the claims of the members are the parents of its own.

    Args:
        dataset: The data set.
        trajectory: The traced pathway of the group.
    """

    def __init__(self, dataset: Dataset, trajectory: GroupTrajectory) -> None:
        super().__init__(dataset, trajectory)
        self.group = trajectory
        self._members = tuple(Roadmap(dataset, part) for part in trajectory.parts)
        for member in self._members:
            member.figures.claims = self.figures.claims

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of all regions asked for, those without an inventory or emissions too."""
        held = {*self.region.split(), *self.group.absent, *self.group.idle}
        return tuple(r for r in REGIONS.ids if r in held)

    @property
    def code(self) -> str:
        """The id of the usual group, else the ids of its members."""
        return usual_group(self.asked) or "_".join(self.region.split())

    @property
    def place(self) -> Text:
        """The name of the usual group, else those of its members."""
        whole = bool(usual_group(self.asked))
        return name_regions(self.asked if whole else self.region.split())

    @property
    def members(self) -> tuple[Roadmap, ...]:
        """The roadmaps of its provinces, in the order asked."""
        return self._members

    def _mint_wedge(self, wedge: Wedge, year: int) -> Claim:
        parts = [
            member.wedge(replace(wedge, sectors=own), year)
            for member in self._members
            if (own := tuple(s for s in wedge.sectors if s in member.trajectory.paths))
        ]
        entity = {"sector": wedge.id} if wedge.single else {"sectors": " ".join(wedge.sectors)}
        return self._sum(parts, year, entity)

    def _mint_total(self, year: int) -> Claim:
        scope = {"sectors": " ".join(self.figures.scope)} if self.figures.scope else {}
        return self._sum([m.total(year) for m in self._members], year, scope)

    def _sum(self, parts: list[Claim], year: int, entity: dict[str, str]) -> Claim:
        later = year > self.base_year
        return self.figures.derive(
            self.figures.level(year),
            sum(p.value for p in parts),
            parts,
            formula="sum over provinces",
            entity={"regions": self.region, **entity},
            year=year,
            params=self.figures.params if later else {},
        )


def name_all(regions: tuple[str, ...]) -> Text:
    """Name regions one after the other."""
    return join(REGIONS.text(r) for r in regions)

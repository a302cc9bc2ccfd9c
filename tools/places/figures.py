"""Figures of cities and counties as claims: totals, shares of the province, places in order."""

import math
from collections.abc import Sequence

from data.dataset import Dataset
from data.place_vocabulary import level_of
from data.result import Claim, make_claim
from tools.inventory.figures import Figures
from tools.inventory.selection import Cut
from tools.places.asked import Asked

AMONG = {
    ("city", True): "position among the cities of the province, largest first",
    ("county", True): "position among the counties of the province, largest first",
    ("city", False): "position among the cities of the nation, largest first",
    ("county", False): "position among the counties of the nation, largest first",
}


class PlaceFigures(Figures):
    """Mints the claims of one tool call; each carries the names of the places it speaks of."""

    def __init__(self, dataset: Dataset, asked: Asked) -> None:
        super().__init__(dataset)
        self.asked = asked

    def of(self, place: str, year: int) -> Claim | None:
        """Mint the CO2 of a city or county in Mt; None where the year is not held."""
        table = self.asked.table(place)
        value = table.value(place, year)
        if not math.isfinite(value):
            return None
        claim = make_claim(
            "co2_mt",
            value,
            unit="Mt",
            kind=table.kind,
            dataset=self.dataset.id,
            source=table.source.citation,
            year=year,
            entity={level_of(place): place},
        )
        return self.keep(claim)

    def of_province(self, place: str, year: int) -> Claim | None:
        """Mint the total of the province that a place lies in; None where it is not held."""
        region = self.asked.vocabulary.places[place].province
        held = self.dataset.provincial
        if held is None or not held.has(region, year):
            return None
        return self.total(Cut(region), year)

    def share_of_province(self, place: str, year: int) -> Claim | None:
        """Mint a place's total over its province's inventory, in per cent."""
        return self.part_of(self.of(place, year), self.of_province(place, year), year)

    def position(self, claim: Claim, among: Sequence[float], province: str) -> Claim:
        """Mint the position of a figure among others, 1 the largest; equal figures share one.

        Args:
            claim: The figure.
            among: The figures of all places in order, its own included, in its unit.
            province: Region id, or an empty text for the nation.
        """
        level = "city" if "city" in claim.entity else "county"
        return self.derive(
            "rank",
            1 + sum(v > claim.value and not math.isclose(v, claim.value) for v in among),
            [claim],
            formula=AMONG[level, bool(province)],
            entity=claim.entity,
            year=claim.year,
            params={
                **claim.params,
                "by": claim.metric,
                "within": province or "CN",
                "count": len(among),
            },
        )

    def number(self, what: str, value: int, like: Claim, province: str) -> Claim:
        """Mint how many places hold a year, or lack it."""
        return self.derive(
            "count",
            value,
            [],
            formula="count",
            entity={"region": province or "CN"},
            year=like.year,
            params={"what": what},
            like=like,
        )

    def keep(self, claim: Claim) -> Claim:
        """Keep a claim with the labels of the cities and counties in it."""
        label = self.asked.vocabulary.label
        named = [v for k, v in claim.entity.items() if k in ("city", "county")]
        return super().keep(claim.model_copy(update={"names": {v: label(v) for v in named}}))

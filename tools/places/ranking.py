"""The places of a province or of the nation in order, by their total or by its growth."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.result import Claim
from tools.places.asked import Asked, held_in, most_held
from tools.places.figures import PlaceFigures

USUAL = 10
"""How many a ranking of many lists when no number is asked for."""

MOST_WHOLE = 25
"""A province with so many places at most is listed whole in the table."""


@dataclass(frozen=True)
class Ranking:
    """Places in order.

    Attributes:
        year: The last year, or that of the figures.
        first: The first year of a change; None where totals are ranked.
        scope: All places that are compared, with data or without.
        order: Places with data, in order.
        values: The figure by which each stands there.
        top: How many are told.
        ascending: Whether the smallest comes first.
    """

    year: int
    first: int | None
    scope: tuple[str, ...]
    order: tuple[str, ...]
    values: dict[str, float]
    top: int
    ascending: bool

    @property
    def lacking(self) -> tuple[str, ...]:
        """Places without a figure."""
        return tuple(i for i in self.scope if i not in self.values)

    @property
    def told(self) -> tuple[str, ...]:
        """The places that the answer names, in order."""
        return self.order[: self.top]

    @property
    def tabled(self) -> tuple[str, ...]:
        """The places of the table, in order."""
        return self.order if len(self.order) <= MOST_WHOLE else self.told


def rank_all(asked: Asked, top: int | None, *, ascending: bool) -> Ranking:
    """Set all places of the province or the nation in order."""
    scope = tuple(p.id for p in asked.vocabulary.within(asked.level, asked.province))
    first, year = _years(asked, scope)
    values = _values(asked, scope, first, year)
    order = sorted(values, key=lambda i: (values[i] if ascending else -values[i], i))
    return Ranking(year, first, scope, tuple(order), values, top or USUAL, ascending)


def claim_of(figures: PlaceFigures, ranking: Ranking, place: str) -> Claim | None:
    """Mint the figure by which a place stands in a ranking."""
    last = figures.of(place, ranking.year)
    if ranking.first is None or last is None:
        return last
    before = figures.of(place, ranking.first)
    return figures.growth(before, last) if before else None


def standing(
    figures: PlaceFigures, asked: Asked, place: str, province: str, year: int
) -> tuple[Claim, Claim] | None:
    """Mint a place's position in its province (or the nation) and how many were compared.

    None where the place lacks the year.
    """
    claim = figures.of(place, year)
    if claim is None:
        return None
    level = asked.vocabulary.within("county" if "county" in claim.entity else "city", province)
    scope = [p.id for p in level]
    values = list(_values(asked, scope, None, year).values())
    what = f"{'counties' if 'county' in claim.entity else 'cities'} with a figure"
    return (
        figures.position(claim, values, province),
        figures.number(what, len(values), claim, province),
    )


def _years(asked: Asked, scope: Sequence[str]) -> tuple[int | None, int]:
    if asked.measure != "growth":
        return None, asked.last if asked.chosen else most_held(asked, scope)
    held = [y for y in asked.axis if y in asked.coverage]
    if asked.chosen and len(held) > 1:
        return held[0], held[-1]
    year = held[-1] if asked.chosen else most_held(asked, scope)
    least = len(held_in(asked, scope, year)) / 2
    before = [y for y in asked.coverage if y < year and len(held_in(asked, scope, y)) >= least]
    return (before[-1] if before else None), year


def _values(asked: Asked, scope: Sequence[str], first: int | None, year: int) -> dict[str, float]:
    held = {i: asked.table(i).value(i, year) for i in held_in(asked, scope, year)}
    if first is None:
        return held
    before = {i: asked.table(i).value(i, first) for i in held_in(asked, held, first)}
    return {i: 100 * (held[i] / b - 1) for i, b in before.items() if b > 0}

"""The figures of one question about emissions: cuts by year, ordered, ranked and cut to the top."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from data.result import Claim
from tools.inventory.figures import Figures, Quantity
from tools.inventory.selection import Cut, Dimension, Years

Values = dict[tuple[Cut, int], Claim]


@dataclass(frozen=True)
class Answer:
    """What the sentences, tables and charts of an answer are made of.

    Attributes:
        figures: The mint that holds every claim of the answer.
        blocks: Cuts that are compared with each other, each block in order.
        years: The years of the question.
        quantity: What each value is.
        growth: Whether the question is about change; blocks are then in order of change.
        group: What the cuts of a block differ in.
        top: How many of each block to show; None shows all.
        ascending: Whether the smallest come first.
        named: Whether the reader named the members of a block.
        focus: The one cut asked for, when it is shown among its fellows.
        values: The claim of a cut's year, where there is one.
    """

    figures: Figures
    blocks: tuple[tuple[Cut, ...], ...]
    years: Years
    quantity: Quantity
    growth: bool
    group: Dimension
    top: int | None
    ascending: bool
    named: bool
    focus: Cut | None
    values: Values = field(default_factory=dict[tuple[Cut, int], Claim])

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """All cuts shown, block after block."""
        return tuple(c for block in self.blocks for c in self.shown(block))

    @property
    def zeros_last(self) -> bool:
        """Whether cuts that emit nothing follow the smallest emitters."""
        return self.ascending and not self.growth

    @property
    def several_years(self) -> bool:
        """Whether the answer spans years."""
        return len(self.years.held) > 1

    def shown(self, block: Sequence[Cut]) -> tuple[Cut, ...]:
        """Return the part of a block that is shown."""
        return tuple(block[: self.top])

    def at(self, cut: Cut, year: int) -> Claim | None:
        """Return the figure of a cut's year."""
        return self.values.get((cut, year))

    def series(self, cut: Cut) -> list[float | None]:
        """Return a cut's figures along the axis, None in gaps."""
        claims = (self.at(cut, y) for y in self.years.axis)
        return [c.value if c else None for c in claims]

    def ends(self, cut: Cut) -> tuple[Claim, Claim] | None:
        """Return the first and the last figure of a cut when they are of two years."""
        held = [c for y in self.years.held if (c := self.at(cut, y))]
        return (held[0], held[-1]) if len(held) > 1 else None

    def common_ends(self, block: Sequence[Cut]) -> tuple[int, int] | None:
        """Return the first and the last year in which every cut of a block has a figure."""
        held = [y for y in self.years.held if all(self.at(c, y) for c in block)]
        return (held[0], held[-1]) if held else None

    def ranking_claim(self, cut: Cut) -> Claim | None:
        """Return the figure by which a cut is ordered."""
        if not self.growth:
            return self.at(cut, self.years.last)
        ends = self.ends(cut)
        return self.figures.growth(*ends) if ends else None

    def rank(self, cut: Cut) -> Claim | None:
        """Mint the rank of a cut in its block."""
        block = next((b for b in self.blocks if cut in b), ())
        own = self.ranking_claim(cut)
        if own is None or len(block) < 2:
            return None
        return self.figures.rank(own, *self._fellows[block])

    @cached_property
    def _fellows(self) -> dict[tuple[Cut, ...], tuple[list[Claim], str]]:
        """The ranking figures of each block, and what they are ranked among."""
        return {
            block: ([c for c in map(self.ranking_claim, block) if c], self.scope(block))
            for block in self.blocks
        }

    def scope(self, block: Sequence[Cut]) -> str:
        """Name a block for the parameters of a rank: what is ranked, and within what."""
        regions = " ".join(dict.fromkeys(c.region for c in block))
        within = f"{len(block)} provinces" if self.group == "region" else regions
        return f"{self.group} of {within}" if self.group != "region" else within


def read_values(
    figures: Figures, cuts: Iterable[Cut], years: Iterable[int], quantity: Quantity
) -> Values:
    """Mint the figures of all cuts and years."""
    held = tuple(years)
    found = {(c, y): figures.measure(quantity, c, y) for c in cuts for y in held}
    return {key: claim for key, claim in found.items() if claim is not None}


def in_order(answer: Answer) -> tuple[tuple[Cut, ...], ...]:
    """Order the cuts of each block by their figures; those without one come last.

    A ranking of the smallest emitters is about those that emit: zeros follow them.
    """
    sign = 1 if answer.ascending else -1

    def key(cut: Cut) -> tuple[bool, bool, float]:
        claim = answer.ranking_claim(cut)
        if claim is None:
            return (True, True, 0.0)
        return (False, answer.zeros_last and claim.value == 0, sign * claim.value)

    return tuple(tuple(sorted(block, key=key)) for block in answer.blocks)

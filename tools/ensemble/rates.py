"""Growth rates as draws move them: read off the pathway's own rules, not written a second time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from data.tables import Array
from tools.ensemble.draws import Draws
from tools.pathways.scenarios import Options

Rate = Callable[[tuple[int, ...], Options], Array]
"""Gives a rate in each of (t,) years, in per cent."""


@dataclass(frozen=True)
class Response:
    """How a rate answers to the shifts of a few assumptions: a product of plain factors.

    ``rate = centre + Σ single·shift + Σ pair·shift·shift``, exact wherever the rate is linear in
    each assumption by itself, as growth is (an elasticity times a difference of growth).

    Attributes:
        centre: (t,) the rate at the stated values, per cent a year.
        single: By assumption id, (t,) change of the rate for one unit.
        pair: By two ids, (t,) what both together add beyond their single effects.
    """

    centre: Array
    single: dict[str, Array]
    pair: dict[tuple[str, str], Array]

    def under(self, draws: Draws) -> Array:
        """Give the rate of each draw and year, (n, t), in per cent."""
        found = np.tile(self.centre, (draws.size, 1))
        for key, effect in self.single.items():
            if effect.any():
                found += draws.shifts[key][:, None] * effect
        for (one, other), effect in self.pair.items():
            if effect.any():
                found += (draws.shifts[one] * draws.shifts[other])[:, None] * effect
        return found


def read_response(
    rate: Rate, options: Options, years: Sequence[int], moved: Sequence[str]
) -> Response:
    """Read how a rate answers to assumptions, by moving each and each two of them by one unit."""

    def at(*keys: str) -> Array:
        held = {key: options.shifts.get(key, 0.0) + 1.0 for key in keys}
        shifted = options
        for key, by in held.items():
            shifted = shifted.shifted(key, by)
        return rate(tuple(years), shifted)

    centre = at()
    single = {key: at(key) - centre for key in moved}
    pair = {(a, b): at(a, b) - centre - single[a] - single[b] for a, b in combinations(moved, 2)}
    return Response(centre, single, {k: _clear(v) for k, v in pair.items()})


def _clear(effect: Array) -> Array:
    """Drop what is rounding only."""
    return np.where(np.abs(effect) < 1e-9, 0.0, effect)


def accumulate(rate: Array) -> Array:
    """Turn rates (n, t) in per cent into an index (n, t), 1 in the first year.

    >>> accumulate(np.array([[9.0, 10.0, -50.0]])).round(9).tolist()
    [[1.0, 1.1, 0.55]]
    """
    steps = 1 + rate / 100
    steps[:, 0] = 1.0
    return np.cumprod(steps, axis=1, dtype=np.float64)


def carry(known: Array, index: Array, weights: Array | None = None) -> Array:
    """Carry known figures on with an index wherever a year has none, and add up the rows.

    Args:
        known: (r, t) figures; NaN where the last known one grows on; the first year is known.
        index: (n, t) as ``accumulate`` gives it.
        weights: (r,) factor of each row; by default 1.

    Returns:
        (n, t) sums.

    >>> known = np.array([[10.0, np.nan, np.nan], [1.0, 3.0, np.nan]])
    >>> carry(known, np.array([[1.0, 2.0, 8.0]])).tolist()
    [[11.0, 23.0, 92.0]]
    """
    held = np.isfinite(known)
    place = np.maximum.accumulate(np.where(held, np.arange(known.shape[1]), 0), axis=1)
    level = np.take_along_axis(known, place, axis=1)
    if weights is not None:
        level = level * weights[:, None]
    total = np.zeros(index.shape)
    for anchor in np.unique(place):
        years = np.flatnonzero((place == anchor).any(axis=0))
        amount = np.where(place == anchor, level, 0.0).sum(axis=0)[years]
        grown = index[:, years] / index[:, anchor : anchor + 1]
        total[:, years] += amount * grown
    return total

"""Years on an axis: years left out between two others are gaps, not straight lines."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from viz.names import is_figure

STEPS = (1, 2, 5, 10, 20, 50)
LABEL_ROOM = 52
"""Pixels a year needs under an axis."""

DRAWN_AHEAD = ("projection", "pathway", "benchmark", "market", "target")
"""Roles whose points are milestones of one continuous course."""


MOST_DOTS = 24
"""Figures on a line beyond which dots on each would hide it."""


def full_years(x: Sequence[int]) -> list[int]:
    """Return the years of an axis; years missing from an uneven row are put in.

    >>> full_years([2017, 2018, 2020]), full_years([2020, 2030, 2040])
    ([2017, 2018, 2019, 2020], [2020, 2030, 2040])
    """
    steps = {b - a for a, b in pairwise(x)}
    return list(x) if len(steps) <= 1 else list(range(min(x), max(x) + 1))


def round_years(years: Sequence[int], across: float) -> list[int]:
    """Choose the years to write under an axis: round ones that fit, and the last.

    >>> round_years(list(range(1997, 2061)), 600)[:3], round_years([2017, 2018, 2019], 600)
    ([2000, 2010, 2020], [2017, 2018, 2019])
    """
    span = max(years[-1] - years[0], 1)
    step = next((s for s in STEPS if across / (span / s) >= LABEL_ROOM), STEPS[-1])
    chosen = [y for y in years if y % step == 0]
    if len(chosen) < 2:
        return sorted({years[0], years[-1]})
    room = step * 0.6
    ends = [y for y in (years[0], years[-1]) if all(abs(y - c) >= room for c in chosen)]
    return sorted({*chosen, *ends})


def spread(x: Sequence[int], y: Sequence[Any], years: Sequence[int]) -> list[Any]:
    """Lay values on an axis of years; a year without a value is None.

    >>> spread([2017, 2019], [1.0, 2.0], [2017, 2018, 2019])
    [1.0, None, 2.0]
    """
    held = dict(zip(x, y, strict=True))
    return [held[year] if is_figure(held.get(year)) else None for year in years]


def runs_on(role: str, y: Sequence[Any]) -> bool:
    """Tell whether a line may run on over years that its axis has and its data do not.

    Only the milestones of a pathway do, and only where none of them is a gap itself.

    >>> runs_on("pathway", [None, 3.0, 2.0]), runs_on("history", [3.0, 2.0])
    (True, False)
    """
    held = [i for i, v in enumerate(y) if is_figure(v)]
    return role in DRAWN_AHEAD and bool(held) and len(held) == held[-1] - held[0] + 1


def alone(y: Sequence[Any]) -> list[int]:
    """Return the places of values with a gap on both sides, which no line would show.

    >>> alone([1.0, None, 2.0, 3.0])
    [0]
    """
    held = [is_figure(v) for v in y]
    padded = [False, *held, False]
    return [i for i, v in enumerate(held) if v and not padded[i] and not padded[i + 2]]

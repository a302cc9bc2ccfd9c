"""What a pathway says about time: milestones, peak, net zero, totals, and how fast it falls."""

from collections.abc import Mapping

import numpy as np

from data.tables import Array
from tools.pathways.equations import YearAxis

NET_ZERO_MT = 1e-9
"""Net emissions up to this count as zero: rounding of the sums, nothing more."""


def pick_milestones(base_year: int, start_year: int, target_year: int) -> tuple[int, ...]:
    """Name the milestone years: every fifth from 2025, the start year and the target year.

    >>> pick_milestones(2019, 2026, 2060)
    (2025, 2026, 2030, 2035, 2040, 2045, 2050, 2055, 2060)
    """
    fifths = {y for y in range(2025, target_year + 1, 5) if y > base_year}
    return tuple(sorted(fifths | {start_year, target_year} - {base_year}))


def pick_short(milestones: tuple[int, ...], start_year: int, target_year: int) -> tuple[int, ...]:
    """Name the few milestones that fit a sentence or a wide table.

    >>> pick_short((2025, 2026, 2030, 2035, 2040, 2045, 2050, 2055, 2060), 2026, 2060)
    (2030, 2040, 2050, 2060)
    """
    tens = [y for y in milestones if y % 10 == 0 and start_year < y < target_year]
    return (*tens, target_year)


def find_peak(history: Mapping[int, float], years: YearAxis, emissions: Array) -> tuple[int, float]:
    """Return the year of the highest emissions over history and path, the first of equals.

    >>> find_peak({2017: 9.0, 2018: 12.0}, np.array([2019, 2020]), np.array([11.0, 10.0]))
    (2018, 12.0)
    """
    every = dict(history) | {int(y): float(e) for y, e in zip(years, emissions, strict=True)}
    year = max(sorted(every), key=lambda y: every[y])
    return year, every[year]


def find_net_zero(years: YearAxis, net: Array) -> int | None:
    """Return the first year without net emissions that stays so, or None.

    >>> find_net_zero(np.array([2058, 2059, 2060]), np.array([4.0, 0.0, 0.0]))
    2059
    >>> find_net_zero(np.array([2059, 2060]), np.array([4.0, 1.0])) is None
    True
    """
    above = np.flatnonzero(np.asarray(net) > NET_ZERO_MT)
    first = 0 if above.size == 0 else int(above[-1]) + 1
    return int(years[first]) if first < len(years) else None


def fall_rate_pct(first: float, last: float, years: int) -> float | None:
    """Return the compound annual rate of decline in per cent; None where it has no value.

    >>> round(fall_rate_pct(100.0, 50.0, 10), 3)
    6.697
    """
    if years <= 0 or first <= 0 or last <= 0:
        return None
    return (1 - (last / first) ** (1 / years)) * 100


def best_fall(history: Mapping[int, float]) -> tuple[int, int, float] | None:
    """Return the fastest fall over three to five years in the record, or None if it never fell.

    >>> best_fall({2010: 100.0, 2011: 90.0, 2013: 72.9, 2014: 110.0})
    (2010, 2013, 10.0)
    """
    spans = [(a, b) for a in history for b in history if 3 <= b - a <= 5]
    rated = [(a, b, fall_rate_pct(history[a], history[b], b - a)) for a, b in spans]
    falls = [(a, b, round(r, 12)) for a, b, r in rated if r is not None and r > 0]
    return max(falls, key=lambda f: f[2], default=None)

"""The recent trend of emissions, where it leads, and what the record says of a peak."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from data.tables import span
from data.text import Text
from tools.pathways.checks import GROWTH_RANGE_PCT

MOST_HELD = 5
"""The recent trend spans so many of the last inventories held."""

LEAST_HELD = 3
"""Fewer inventories tell no trend."""

PEAK_YEARS = 5
"""A high is called passed only after so many years: one five-year plan."""

PEAK_FALL_PCT = 5.0
"""And only where emissions have fallen by more than inventories of a year usually waver."""

PeakStatus = Literal["rising", "recent", "rebound", "plateau", "passed"]


@dataclass(frozen=True)
class Trend:
    """The recent trend: the inventory years it spans, and emissions of the first and last in Mt."""

    years: tuple[int, ...]
    first: float
    last: float

    @property
    def rate_pct(self) -> float:
        """Compound annual change in per cent."""
        between = self.years[-1] - self.years[0]
        return 100 * ((self.last / self.first) ** (1 / between) - 1)

    def at(self, year: int) -> float:
        """Carry the trend on to a year, in Mt.

        >>> round(Trend((2015, 2017, 2019), 100.0, 121.0).at(2021), 6)
        133.1
        """
        return self.last * (1 + self.rate_pct / 100) ** (year - self.years[-1])


@dataclass(frozen=True)
class Peak:
    """The highest year held, the years and the fall in per cent since, and what they allow to say."""

    year: int
    since: int
    fall_pct: float
    status: PeakStatus


def find_trend(history: Mapping[int, float]) -> Trend | Text:
    """Return the trend of the last inventories held, or the reason why there is none.

    Args:
        history: Emissions in Mt by inventory year.

    >>> find_trend({2012: 50.0, 2015: 100.0, 2016: 1.0, 2017: 110.0, 2018: 2.0, 2019: 121.0}).years
    (2015, 2016, 2017, 2018, 2019)
    """
    years = tuple(sorted(history))[-MOST_HELD:]
    if len(years) < LEAST_HELD:
        held = span(years) or "0"
        return Text(
            zh=f"只有{held}年清单，不足以看出趋势" if years else "没有清单",
            en=f"only the inventories of {held} are held, too few for a trend"
            if years
            else "no inventory is held",
        )
    first, last = history[years[0]], history[years[-1]]
    if first <= 0 or last <= 0:
        return Text(
            zh=f"{years[0]}年或{years[-1]}年排放为零，没有可延续的趋势",
            en=f"emissions of {years[0]} or {years[-1]} are zero, so no trend can be carried on",
        )
    trend = Trend(years, first, last)
    if trend.rate_pct <= GROWTH_RANGE_PCT[1]:
        return trend
    return Text(
        zh=f"{years[0]}–{years[-1]}年年均增长超过{GROWTH_RANGE_PCT[1]:g}%，不能照此外推",
        en=f"emissions grew by over {GROWTH_RANGE_PCT[1]:g} % a year in {years[0]}–{years[-1]}, which"
        " cannot be carried on",
    )


def judge_peak(history: Mapping[int, float], trend: Trend) -> Peak:
    """Say what the record allows to say of a peak; the first of equal highs counts.

    ``rising``: the last year held is the highest. ``recent``: the high is less than five years
    back. After five years: ``rebound`` where the recent trend rises again, ``plateau`` where
    emissions have not fallen by 5 %, else ``passed``.

    >>> judge_peak({2010: 100.0, 2015: 97.0, 2019: 90.0}, Trend((2015, 2019), 97.0, 90.0)).status
    'passed'
    >>> judge_peak({2010: 90.0, 2017: 100.0, 2019: 90.0}, Trend((2017, 2019), 100.0, 90.0)).status
    'recent'
    """
    last = max(history)
    year = max(sorted(history), key=lambda y: history[y])
    since = last - year
    fall = 100 * (1 - history[last] / history[year]) if history[year] > 0 else 0.0
    return Peak(year, since, fall, _status(since, fall, trend.rate_pct))


def _status(since: int, fall_pct: float, rate_pct: float) -> PeakStatus:
    if since == 0:
        return "rising"
    if since < PEAK_YEARS:
        return "recent"
    if rate_pct > 0:
        return "rebound"
    return "passed" if fall_pct >= PEAK_FALL_PCT else "plateau"

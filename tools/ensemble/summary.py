"""What an ensemble comes to: percentiles, probabilities, peak years, and what the spread hangs on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.tables import Array
from data.text import Text
from data.uncertainty import Uncertainty, load_uncertainty
from tools.ensemble.chunks import Ensemble
from tools.ensemble.draws import LEVEL, RULE, Draws
from tools.ensemble.tracing import residual_id
from tools.pathways.equations import YearAxis
from tools.pathways.timetable import NET_ZERO_MT

PERCENTILES = (5, 25, 50, 75, 95)
RESIDUAL = "residual"
RESIDUAL_LABEL = Text(
    zh="其余行业目标年剩余比例", en="Share that the other sectors keep to the target year"
)

NOISE = 3.3
"""Standard errors within which a rank correlation is taken for chance: one case in a thousand."""


@dataclass(frozen=True)
class Effect:
    """How the net CO2 of the target year goes with one drawn assumption.

    Attributes:
        id: Assumption id; ``residual`` stands for that of the level drawn.
        name: What the reader calls it.
        entry: Its distribution; None for ``residual``, which has one for each level.
        correlation: Rank correlation (Spearman).
        share_pct: Squared standardised regression coefficient, in per cent.
    """

    id: str
    name: Text
    entry: Uncertainty | None
    correlation: float
    share_pct: float


@dataclass(frozen=True)
class Sensitivity:
    """Effects, largest first, and how much of the variance a linear view explains."""

    effects: tuple[Effect, ...]
    explained_pct: float


def percentile(values: Array, at: float) -> Array:
    """Give a percentile over the draws, (n, t) to (t,); linear between neighbours."""
    return np.asarray(np.percentile(values, at, axis=0), dtype=np.float64)


def residuals(held: Ensemble) -> Array:
    """What is left to be captured or sunk in the target year, (n,) in Mt."""
    return np.maximum(held.net[:, -1], 0.0)


def share_meeting(held: Ensemble) -> float:
    """Part of the draws without net CO2 in the target year, per cent."""
    return _percent(held.net[:, -1] <= NET_ZERO_MT)


def share_below(held: Ensemble, part_pct: float) -> float:
    """Part of the draws that leave less than a part of the base year's emissions, per cent."""
    return _percent(residuals(held) < part_pct / 100 * held.central.gross[0])


def share_below_stated(held: Ensemble) -> float:
    """Part of the draws that leave less than the pathway at the stated values, per cent."""
    return _percent(held.net[:, -1] < held.central.net[-1] - NET_ZERO_MT)


def _percent(mask: NDArray[np.bool_]) -> float:
    return 100 * float(np.count_nonzero(mask)) / mask.size


def cumulative(held: Ensemble) -> Array:
    """Gross CO2 from the start year to the target year, both counted, (n,) in Mt."""
    return held.gross[:, held.central.start :].sum(axis=1)


def peak_years(history: Mapping[int, float], years: YearAxis, gross: Array) -> YearAxis:
    """Year of the highest gross CO2 of each draw over history and path, the first of equals.

    >>> peak_years({2018: 9.0}, np.array([2019, 2020]), np.array([[8.0, 10.0], [8.0, 7.0]])).tolist()
    [2020, 2018]
    """
    place = gross.argmax(axis=1)
    found = years[place]
    past = {y: v for y, v in history.items() if y < years[0]}
    if not past:
        return found
    highest = max(past.values())
    first = min(y for y, v in past.items() if v == highest)
    return np.where(gross[np.arange(len(gross)), place] > highest, found, first)


def rank_inputs(held: Ensemble) -> Sensitivity:
    """Rank the drawn assumptions by how the target year's net CO2 goes with each.

    Rank correlation is Spearman's, with mean ranks for ties. The share of variance is the squared
    standardised coefficient of a linear regression on all inputs together, for independent inputs
    a first-order index (Saltelli et al., *Global Sensitivity Analysis*, 2008, section 1.2.5).
    Inputs whose rank correlation cannot be told from chance are left out.
    """
    inputs = _inputs(held.draws)
    outcome = held.net[:, -1]
    if outcome.std() < NET_ZERO_MT:
        return Sensitivity((), 0.0)
    columns = np.column_stack([_standard(v) for v in inputs.values()])
    target = _standard(outcome)
    normal = np.linalg.lstsq(columns.T @ columns, columns.T @ target, rcond=None)
    weights = np.asarray(normal[0], dtype=np.float64)
    explained = 1 - float(np.var(target - columns @ weights))
    ranked = _ranks(outcome)
    effects = [
        _effect(key, correlate(_ranks(values), ranked), 100 * float(weight) ** 2)
        for (key, values), weight in zip(inputs.items(), weights, strict=True)
    ]
    least = NOISE / np.sqrt(held.size - 1)
    told = [e for e in effects if abs(e.correlation) > least]
    ordered = sorted(told, key=lambda e: (-e.share_pct, e.id))
    return Sensitivity(tuple(ordered), 100 * explained)


def _inputs(draws: Draws) -> dict[str, Array]:
    """Give each drawn assumption as a column (n,); those that never vary are left out."""
    levels = {residual_id(draws.options, level) for level in draws.levels}
    held = {
        key: values for key, values in draws.shifts.items() if not key.startswith(RESIDUAL + ".")
    }
    parts = [_centred(draws, residual_id(draws.options, level)) for level in draws.levels]
    held[RESIDUAL if len(levels) > 1 else levels.pop()] = np.choose(draws.level, parts)
    held[LEVEL] = draws.level.astype(np.float64)
    held[RULE] = draws.rule.astype(np.float64)
    return {key: values for key, values in held.items() if np.ptp(values) > 0}


def _centred(draws: Draws, key: str) -> Array:
    """Give the shifts of one level's residual around their mean, so that levels compare."""
    entry = load_uncertainty()[key]
    return draws.shifts[key] - (entry.low + entry.mode + entry.high) / 3


def _effect(key: str, correlation: float, share_pct: float) -> Effect:
    entry = load_uncertainty().get(key)
    return Effect(key, entry.label if entry else RESIDUAL_LABEL, entry, correlation, share_pct)


def _standard(values: Array) -> Array:
    return (values - values.mean()) / values.std()


def _ranks(values: Array) -> Array:
    """Give ranks from 0, ties at their mean.

    >>> _ranks(np.array([3.0, 1.0, 3.0])).tolist()
    [1.5, 0.0, 1.5]
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts + 1) / 2)[place]


def correlate(one: Array, other: Array) -> float:
    """Give the correlation of two columns (n,); 0 where one of them never varies.

    >>> correlate(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    1.0
    """
    spread = float(one.std() * other.std())
    if spread == 0:
        return 0.0
    return round(float(((one - one.mean()) * (other - other.mean())).mean()) / spread, 12)


def count_years(years: YearAxis, least_pct: float = 1.0) -> tuple[dict[int, float], float]:
    """Give the part of the draws for each year, and that of all years below ``least_pct`` together.

    >>> count_years(np.array([2026] * 199 + [2040]))
    ({2026: 99.5}, 0.5)
    """
    found, counts = np.unique(years, return_counts=True)
    shares = 100 * counts / years.size
    often = {int(y): float(s) for y, s in zip(found, shares, strict=True) if s >= least_pct}
    return often, float(shares[shares < least_pct].sum())

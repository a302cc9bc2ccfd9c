"""Carbon budgets: what a path emits over years, and how far it overshoots its benchmark.

Two rules are in use and give different figures, so each is named wherever a budget is: the *annual
sum* counts each year's emissions once, first and last year both; the *trapezoid* integrates the
line through the years' emissions, so that the first and last year count half.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.tables import Array
from tools.pathways.equations import YearAxis

Rule = Literal["annual_sum", "trapezoid"]

ROUNDING = 1e-9
"""A path is above its benchmark when it exceeds it by more than this share of the larger."""


def sum_annual(emissions: Array, years: YearAxis) -> Array:
    """Add up emissions year by year, first and last year counted.

    Args:
        emissions: (..., t) in Mt a year.
        years: (t,) years, each after the other without a gap.

    Returns:
        (...) in Mt.

    Raises:
        ValueError: A year is left out, so that a sum would miss it.

    >>> float(sum_annual(np.array([4.0, 2.0, 0.0]), np.array([2058, 2059, 2060])))
    6.0
    """
    _check(emissions, years)
    if (np.diff(years) != 1).any():
        msg = "an annual sum needs every year; use the trapezoid between milestones"
        raise ValueError(msg)
    return emissions.sum(axis=-1)


def integrate_trapezoid(emissions: Array, years: YearAxis) -> Array:
    """Integrate the line through emissions at some years; gaps between them are read linearly.

    Args:
        emissions: (..., t) in Mt a year.
        years: (t,) years in rising order.

    Returns:
        (...) in Mt.

    >>> float(integrate_trapezoid(np.array([4.0, 0.0]), np.array([2058, 2060])))
    4.0
    """
    _check(emissions, years)
    return ((emissions[..., 1:] + emissions[..., :-1]) / 2 * np.diff(years)).sum(axis=-1)


def budget(emissions: Array, years: YearAxis, rule: Rule) -> Array:
    """Give the emissions over years by the rule named; shapes as in the two rules."""
    return RULES[rule](emissions, years)


RULES = {"annual_sum": sum_annual, "trapezoid": integrate_trapezoid}


def accumulate(emissions: Array, years: YearAxis, rule: Rule) -> Array:
    """Give the running budget from the first year to each year; (..., t), the last is the whole.

    >>> accumulate(np.array([4.0, 2.0, 0.0]), np.array([2058, 2059, 2060]), "trapezoid").tolist()
    [0.0, 3.0, 4.0]
    """
    _check(emissions, years)
    if rule == "annual_sum":
        sum_annual(emissions, years)
        return np.cumsum(emissions, axis=-1)
    steps = (emissions[..., 1:] + emissions[..., :-1]) / 2 * np.diff(years)
    first = np.zeros_like(emissions[..., :1])
    return np.concatenate([first, np.cumsum(steps, axis=-1)], axis=-1)


@dataclass(frozen=True)
class Overshoot:
    """A path's budget against its benchmark's; leading axes are those of the path.

    Attributes:
        rule: The rule both budgets follow.
        path_mt: (...) budget of the path.
        benchmark_mt: (...) budget of the benchmark.
        excess_mt: (...) path less benchmark; below zero where years under it outweigh the rest.
        above_mt: (...) the part above the benchmark alone, which later years under it do not undo.
        first_year: (...) first year above the benchmark, NaN where the path never is.
        share_pct: (...) excess over the benchmark's budget, NaN where that is not positive.
    """

    rule: Rule
    path_mt: Array
    benchmark_mt: Array
    excess_mt: Array
    above_mt: Array
    first_year: Array
    share_pct: Array


def overshoot(path: Array, benchmark: Array, years: YearAxis, rule: Rule) -> Overshoot:
    """Compare a path with its benchmark over the same years.

    Args:
        path: (..., t) in Mt a year.
        benchmark: (..., t) in Mt a year, broadcast against the path.
        years: (t,).
        rule: How both are added up.

    >>> got = overshoot(np.array([4.0, 3.0, 0.0]), np.array([4.0, 2.0, 2.0]),
    ...                 np.array([2028, 2029, 2030]), "annual_sum")
    >>> float(got.excess_mt), float(got.above_mt), int(got.first_year), float(got.share_pct)
    (-1.0, 1.0, 2029, -12.5)
    """
    path, benchmark = np.broadcast_arrays(path, benchmark)
    mine, other = budget(path, years, rule), budget(benchmark, years, rule)
    excess = mine - other
    # Of a budget that is nothing beside the path no share can be told.
    held = other > ROUNDING * np.abs(mine)
    share = np.divide(100 * excess, other, out=np.full_like(excess, np.nan), where=held)
    return Overshoot(
        rule=rule,
        path_mt=mine,
        benchmark_mt=other,
        excess_mt=excess,
        above_mt=_above(path - benchmark, years, rule),
        first_year=find_first_above(path, benchmark, years),
        share_pct=share,
    )


def find_first_above(path: Array, benchmark: Array, years: YearAxis) -> Array:
    """Give the first year in which a path is above its benchmark; (...), NaN where it never is."""
    size = np.maximum(np.abs(path), np.abs(benchmark))
    above = path - benchmark > ROUNDING * size
    first = np.asarray(years, dtype=np.float64)[above.argmax(axis=-1)]
    return np.where(above.any(axis=-1), first, np.nan)


def _above(gap: Array, years: YearAxis, rule: Rule) -> Array:
    if rule == "annual_sum":
        return np.maximum(gap, 0.0).sum(axis=-1)
    first, last = gap[..., :-1], gap[..., 1:]
    over, under = np.maximum(first, 0) + np.maximum(last, 0), np.abs(first) + np.abs(last)
    # Where the line crosses zero, only its triangle above counts: over² / (2·(over + under)).
    share = np.divide(over**2, under, out=np.zeros_like(over), where=under > 0)
    return (share / 2 * np.diff(years)).sum(axis=-1)


def _check(emissions: Array, years: YearAxis) -> None:
    if emissions.shape[-1:] != years.shape:
        msg = f"shapes do not fit: emissions {emissions.shape}, years {years.shape}"
        raise ValueError(msg)
    if not np.isfinite(emissions).all():
        msg = "a gap is no figure: the emissions of every year must be known"
        raise ValueError(msg)
    if (np.diff(years) <= 0).any():
        msg = "years must rise"
        raise ValueError(msg)

"""Logarithmic mean Divisia index (LMDI-I): the additive split of a change into its factors.

Source: Ang, B. W. (2005), The LMDI approach to decomposition analysis: a practical guide, Energy
Policy 33(7), 867–871. Zeros: Wood, R. and Lenzen, M. (2006), Zero-value problems of the
logarithmic mean Divisia index decomposition method, Energy Policy 34(12), 1326–1331.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def calc_log_mean(a: float, b: float) -> float:
    """Return the logarithmic mean L(a, b) = (a − b) / (ln a − ln b), with L(a, a) = a.

    Zero is taken as the limit: L(a, 0) = 0. Unit: that of ``a`` and ``b``.

    Raises:
        ValueError: A value is negative or no finite number.

    >>> calc_log_mean(3.0, 3.0), round(calc_log_mean(10.0, 5.0), 4), calc_log_mean(4.0, 0.0)
    (3.0, 7.2135, 0.0)
    """
    if not (math.isfinite(a) and math.isfinite(b)) or a < 0 or b < 0:
        msg = f"the logarithmic mean needs finite values of zero or more, not {a} and {b}"
        raise ValueError(msg)
    if a == 0 or b == 0:
        return 0.0
    if a == b:
        return a
    low, high = sorted((a, b))
    return (high - low) / _log_ratio(high, low)


def calc_effects(first: Sequence[float] | Array, last: Sequence[float] | Array) -> Array:
    """Split the change of a product V = x_1 · … · x_k into one effect for each factor.

    Effect of factor k: L(V_T, V_0) · ln(x_kT / x_k0). The effects sum to V_T − V_0. Where the
    product comes from or goes to zero, the effects are the limits as its zero factors approach
    zero at the same rate: the change falls to them in equal parts, the other factors have none.

    Args:
        first: Factors in the first year, shape (k,), each zero or more, in any units.
        last: The same factors in the last year, shape (k,).

    Returns:
        Effects in the unit of the product, shape (k,).

    Raises:
        ValueError: The shapes differ, or a factor is negative or no finite number.

    >>> calc_effects([2.0, 3.0], [4.0, 3.0]).round(6).tolist()
    [6.0, 0.0]
    >>> calc_effects([0.0, 3.0], [2.0, 5.0]).tolist()
    [10.0, 0.0]
    """
    x0, xt = np.asarray(first, dtype=np.float64), np.asarray(last, dtype=np.float64)
    _check(x0, xt)
    v0, vt = float(np.prod(x0)), float(np.prod(xt))
    if np.all(x0 > 0) and np.all(xt > 0):
        weight = calc_log_mean(vt, v0)
        ratios = [_log_ratio(t, s) for s, t in zip(x0.tolist(), xt.tolist(), strict=True)]
        return weight * np.array(ratios)
    if np.any(x0 == 0) and np.any(xt == 0):
        return np.zeros_like(x0)
    zero = (x0 == 0) | (xt == 0)
    return np.where(zero, (vt - v0) / np.count_nonzero(zero), 0.0)


def chain_effects(factors: Array) -> Array:
    """Split the change of a product interval by interval along a series of years.

    Args:
        factors: Factors by year, shape (years, k), at least two years in order.

    Returns:
        Effects by interval, shape (years − 1, k). Summed over both axes they give the whole
        change; summed over the intervals alone they depend on the years in between.

    Raises:
        ValueError: Fewer than two years, or a factor is negative or no finite number.

    >>> chain_effects(np.array([[1.0, 2.0], [2.0, 2.0], [2.0, 1.0]])).round(6).tolist()
    [[2.0, 0.0], [0.0, -2.0]]
    """
    if factors.ndim != 2 or len(factors) < 2:
        msg = f"a chain needs (years, factors) with two years or more, not {factors.shape}"
        raise ValueError(msg)
    pairs = pairwise(factors)
    return np.array([calc_effects(first, last) for first, last in pairs])


def _log_ratio(a: float, b: float) -> float:
    # log1p keeps the digits of two figures that almost agree; far apart, log is the safer one.
    change = (a - b) / b
    return math.log1p(change) if abs(change) < 0.5 else math.log(a) - math.log(b)


def _check(first: Array, last: Array) -> None:
    if first.shape != last.shape or first.ndim != 1 or first.size == 0:
        msg = f"factors of both years must have one shape (k,), not {first.shape} and {last.shape}"
        raise ValueError(msg)
    both = np.concatenate([first, last])
    if not np.all(np.isfinite(both)) or np.any(both < 0):
        msg = f"factors must be finite and zero or more, not {both.tolist()}"
        raise ValueError(msg)

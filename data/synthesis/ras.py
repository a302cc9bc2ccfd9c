"""Balancing: scale a non-negative array until its row and column sums are the given ones."""

import numpy as np

from data.tables import Array


def balance(
    seed: Array, rows: Array, columns: Array, *, tolerance: float = 1e-12, most: int = 20_000
) -> Array:
    """Balance the last two axes of an array by iterative proportional fitting (RAS).

    The result keeps the zeros and the odds ratios of the seed. Row sums hold to rounding, column
    sums to ``tolerance`` of the largest. Source: Miller & Blair, *Input-Output Analysis*, 2nd ed.,
    2009, section 7.4.

    Args:
        seed: (…, m, n), non-negative.
        rows: (…, m), the wanted sums over the last axis.
        columns: (…, n), the wanted sums over the last but one axis; same total as ``rows``.
        tolerance: Allowed error of the column sums relative to the largest of them.
        most: Rounds after which the seed counts as one that cannot be balanced.

    Raises:
        ValueError: The sums cannot be met with the zeros of the seed.

    >>> balance(np.ones((2, 2)), np.array([1.0, 3.0]), np.array([2.0, 2.0])).tolist()
    [[0.5, 0.5], [1.5, 1.5]]
    """
    held = np.array(seed, dtype=np.float64)
    scale = np.maximum(columns.max(axis=-1), np.finfo(np.float64).tiny)
    error = np.full(scale.shape, np.inf)
    for _ in range(most):
        held *= _ratio(columns, held.sum(axis=-2))[..., None, :]
        held *= _ratio(rows, held.sum(axis=-1))[..., :, None]
        error = np.abs(held.sum(axis=-2) - columns).max(axis=-1) / scale
        if np.max(error) <= tolerance:
            return held
    msg = f"no balance after {most} rounds: columns are off by {float(np.max(error)):.1e}"
    raise ValueError(msg)


def _ratio(wanted: Array, held: Array) -> Array:
    return np.divide(wanted, held, out=np.zeros_like(held), where=held > 0)

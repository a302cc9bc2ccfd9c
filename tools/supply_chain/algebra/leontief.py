"""Input-output algebra over arrays: coefficients, Leontief inverse, intensities, linkages.

Source of the equations: Miller & Blair, *Input-Output Analysis*, 2nd ed., 2009. Money is in
10⁴ CNY, emissions in Mt, intensities in t per 10⁴ CNY. Everything stays in numpy: a second
BLAS (scipy's) beside it would stall both.
"""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from data.errors import InputError
from data.tables import Array
from data.text import Text
from tools.supply_chain.algebra.factors import identity_less, invert, is_inverse

TONNES_PER_MT = 1e6

Extraction = Literal["whole", "keeping_demand", "chain_only"]


def technical_coefficients(Z: NDArray[np.floating[Any]], x: Array) -> Array:
    """Divide each column of intermediate flows by its output: ``A = Z·diag(x)⁻¹``.

    Args:
        Z: (n, n) flows from row to column, 10⁴ CNY.
        x: (n,) gross output, 10⁴ CNY.

    Returns:
        (n, n) inputs per unit of output; the column of a sector without output stays zero.

    >>> technical_coefficients(np.array([[150.0, 500.0], [200.0, 100.0]]), np.array([1000.0, 2000.0]))
    array([[0.15, 0.25],
           [0.2 , 0.05]])
    """
    A = np.zeros(Z.shape)
    np.divide(Z, x, out=A, where=np.broadcast_to(x != 0, Z.shape))
    return A


def leontief_inverse(A: Array) -> Array:
    """Invert ``I − A``: output of each row needed per unit of final demand of each column.

    Raises:
        InputError: ``I − A`` is singular or not finite: the table does not describe an economy.
    """
    by_blocks = invert(A)
    if by_blocks is not None:
        return by_blocks
    try:
        L = np.asarray(np.linalg.inv(identity_less(A)), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise InputError(_not_invertible()) from error
    if not is_inverse(A, L):
        raise InputError(_not_invertible())
    return L


def direct_intensity(e_mt: Array, x: Array) -> Array:
    """Divide direct emissions by gross output: ``f = 10⁶·e/x``.

    Args:
        e_mt: (n,) direct emissions in Mt, NaN where unknown.
        x: (n,) gross output in 10⁴ CNY.

    Returns:
        (n,) t CO2 per 10⁴ CNY; NaN where unknown, 0 for a sector without output.

    >>> direct_intensity(np.array([1.02, 3.0]), np.array([79_194_058.0, 0.0])).round(4)
    array([0.0129, 0.    ])
    """
    f = np.zeros(len(x))
    np.divide(TONNES_PER_MT * e_mt, x, out=f, where=x != 0)
    return f


def total_intensity(f: Array, L: Array) -> Array:
    """Return ``m = f·L``: direct and indirect t CO2 per 10⁴ CNY of final demand, (n,)."""
    return f @ L


def linkages(L: Array) -> tuple[Array, Array]:
    """Return Rasmussen's power and sensitivity of dispersion.

    Column and row sums of the Leontief inverse over their mean; above 1 is above average. Source:
    Rasmussen 1956; Miller & Blair 2009, section 12.2.

    >>> power, sensitivity = linkages(np.array([[1.2, 0.4], [0.2, 1.2]]))
    >>> power.round(3), sensitivity.round(3)
    (array([0.933, 1.067]), array([1.067, 0.933]))
    """
    columns, rows = L.sum(axis=0), L.sum(axis=1)
    return columns / columns.mean(), rows / rows.mean()


def ghosh_row_sums(L: Array, x: Array, f: Array | None = None) -> Array:
    """Return the row sums of the Ghosh inverse ``G = diag(x)⁻¹·L·diag(x)``, (n,).

    The forward linkage of Beyers and Jones; with intensities ``G·f``, the emissions that a unit of
    primary input enables. 0 for a sector without output.
    """
    sums = np.zeros(len(x))
    np.divide(L @ (x if f is None else f * x), x, out=sums, where=x != 0)
    return sums


def extraction_loss(
    f: Array, L: Array, x: Array, demand: Array, variant: Extraction = "whole"
) -> Array:
    """Return for every sector the emissions that vanish when it alone is extracted, (n,) in Mt.

    ``whole`` removes row, column and own final demand: ``m_k·x_k/L_kk``; ``keeping_demand`` still
    meets final demand for k from k: less ``f_k·y_k``; ``chain_only`` counts the emissions of the
    other sectors: less ``f_k·x_k``. Losses of different sectors overlap and must not be added.

    Args:
        f: (n,) direct intensity.
        L: (n, n) Leontief inverse.
        x: (n,) gross output; equals ``L @ demand``.
        demand: (n,) all final demand, exports and recorded error included.
        variant: Which of the three losses.
    """
    loss = total_intensity(f, L) * x / np.diag(L)
    if variant == "keeping_demand":
        loss = loss - f * demand
    elif variant == "chain_only":
        loss = loss - f * x
    return loss / TONNES_PER_MT


def change_column(L: Array, m: Array, x: Array, k: int, delta: Array) -> tuple[Array, Array]:
    """Return total intensities and outputs when column k of A changes, without inverting again.

    ``m' = m + (m·δ)/(1 − L_k·δ)·L_k`` and ``x' = x + L·δ·x_k/(1 − L_k·δ)`` with ``L_k`` the row k
    of L. Source: Sherman & Morrison 1950; Miller & Blair 2009, section 12.3.

    Args:
        L: (n, n) Leontief inverse before the change.
        m: (n,) total intensity before it.
        x: (n,) output before it; final demand stays.
        k: The column.
        delta: (n,) what is added to the column.

    Raises:
        InputError: The changed table has no inverse with outputs of the same sign: the sector
            would use up more than it makes.

    >>> L = np.linalg.inv(np.eye(2) - np.array([[0.15, 0.25], [0.2, 0.05]]))
    >>> m, x = change_column(L, L.sum(axis=0), L @ [600, 1500], 1, np.array([-0.05, 0.0]))
    >>> x.round(1), (np.linalg.inv(np.eye(2) - np.array([[0.15, 0.2], [0.2, 0.05]])) @ [600, 1500]).round(1)
    (array([1133.6, 1817.6]), array([1133.6, 1817.6]))
    """
    left = 1.0 - float(L[k] @ delta)
    if not left > 0:
        raise InputError(_not_invertible())
    return m + (float(m @ delta) / left) * L[k], x + (float(x[k]) / left) * (L @ delta)


def sum_by_region(values: Array, regions: int) -> Array:
    """Add up region-major values over the sectors of each region: (n, …) becomes (regions, …).

    >>> sum_by_region(np.array([1.0, 2.0, 3.0, 4.0]), 2)
    array([3., 7.])
    """
    return values.reshape(regions, len(values) // regions, *values.shape[1:]).sum(axis=1)


def transfers(f: Array, outputs: Array) -> Array:
    """Return ``T[r, s]``: emissions in region r caused by final demand of region s, in Mt.

    Args:
        f: (n,) direct intensity.
        outputs: (n, regions) output that the final demand of each region calls forth, ``L·y_s``.

    Returns:
        (regions, regions).
    """
    return sum_by_region(f[:, None] * outputs, outputs.shape[1]) / TONNES_PER_MT


def transfers_by_fuel(f_by_fuel: Array, outputs: Array) -> Array:
    """Return ``T[q, r, s]``: emissions of fuel q in region r caused by demand of region s, in Mt.

    Args:
        f_by_fuel: (fuels, n) direct intensity by fuel, t CO2 per 10⁴ CNY.
        outputs: (n, regions) output that the final demand of each region calls forth, ``L·y_s``.

    Returns:
        (fuels, regions, regions); the sum over fuels is ``transfers`` of the summed intensity.

    >>> T = transfers_by_fuel(np.array([[1e6, 0.0], [0.0, 2e6]]), np.array([[3.0, 1.0], [0.0, 2.0]]))
    >>> T.tolist()
    [[[3.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 4.0]]]
    """
    fuels, n = f_by_fuel.shape
    regions = outputs.shape[1]
    by_region = f_by_fuel.reshape(fuels, regions, n // regions).transpose(1, 0, 2)
    called = outputs.reshape(regions, n // regions, regions)
    return np.matmul(by_region, called).transpose(1, 0, 2) / TONNES_PER_MT


def _not_invertible() -> Text:
    return Text(
        zh="该投入产出表无法求列昂惕夫逆矩阵：I−A 奇异或含有非数值，"
        "通常是某些部门的中间投入等于或超过总产出。请检查导入的表格，或改用其他年份的表。",
        en="The Leontief inverse of this input-output table does not exist: I−A is singular or not"
        " finite, as when the inputs of sectors reach or exceed their output. Check the imported"
        " table, or use one of another year.",
    )

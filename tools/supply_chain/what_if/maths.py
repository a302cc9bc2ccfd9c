"""What-if algebra: emissions after changes of intensities, input coefficients and final demand.

Changed columns of ``A`` enter by the identity of Woodbury 1950 (Sherman & Morrison 1950 for one
column): with changed columns J and their differences C (n, k),
``(I − A − C·E_Jᵀ)⁻¹ = L + L·C·(I − E_Jᵀ·L·C)⁻¹·E_Jᵀ·L``. Only a k × k system is solved, so that
the answer is exact and nothing of the size of the table is inverted again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from data.errors import InputError
from data.tables import Array
from data.text import Text
from tools.supply_chain.algebra.leontief import TONNES_PER_MT

CNY_PER_UNIT_OF_PERCENT = 100.0
"""CNY per 10⁴ CNY that make one per cent."""


@dataclass(frozen=True)
class Economy:
    """What changes act on: direct intensities, columns of A, and final demand.

    Shapes: ``f`` (n,) in t per 10⁴ CNY; ``columns`` the difference (n,) of each changed column of A
    from the table; ``demand`` (n, regions, categories) and ``exports`` (n,) in 10⁴ CNY.
    """

    f: Array
    demand: Array
    exports: Array
    columns: Mapping[int, Array] = field(default_factory=dict[int, Array])


@dataclass(frozen=True)
class Response:
    """Where an economy settles: ``x`` (n,) output in 10⁴ CNY, ``m`` (n,) total intensity."""

    f: Array
    x: Array
    m: Array

    @property
    def direct_mt(self) -> Array:
        """Direct emissions of every region-sector, (n,) in Mt."""
        return self.f * self.x / TONNES_PER_MT


def respond(L: Array, before: Response, start: Economy, end: Economy) -> Response:
    """Return output and total intensities after the changes from one economy to another.

    Args:
        L: (n, n) Leontief inverse of the table, to which ``start`` has no changed columns.
        before: Of ``start``: ``x = L·y`` and ``m = f·L``.
        start: The economy of the table.
        end: The economy after the changes.

    Raises:
        InputError: The changed coefficients leave no economy: inputs reach or exceed output.

    >>> L = np.linalg.inv(np.eye(2) - np.array([[0.0, 0.5], [0.0, 0.0]]))
    >>> start = Economy(np.array([1.0, 0.0]), np.array([[[0.0]], [[10.0]]]), np.zeros(2))
    >>> before = Response(start.f, np.array([5.0, 10.0]), np.array([1.0, 0.5]))
    >>> end = Economy(start.f, start.demand, start.exports, {1: np.array([-0.1, 0.0])})
    >>> respond(L, before, start, end).x
    array([ 4., 10.])
    """
    x, m = before.x, before.m
    if end.f is not start.f:
        rows = np.flatnonzero(end.f != start.f)
        m = m + (end.f - start.f)[rows] @ L[rows]
    x = x + _called_forth(L, start, end)
    if end.columns:
        x, m = _with_columns(L, x, m, end.columns)
    return Response(end.f, x, m)


def _called_forth(L: Array, start: Economy, end: Economy) -> Array:
    """Return the output that a change of final demand calls forth, (n,)."""
    change = np.zeros(len(start.f))
    if end.demand is not start.demand:
        change += (end.demand - start.demand).sum(axis=(1, 2))
    if end.exports is not start.exports:
        change += end.exports - start.exports
    rows = np.flatnonzero(change)
    return L[:, rows] @ change[rows]


def _with_columns(
    L: Array, x: Array, m: Array, columns: Mapping[int, Array]
) -> tuple[Array, Array]:
    users = list(columns)
    C = np.column_stack([columns[j] for j in users])
    rows = np.flatnonzero(C.any(axis=1))
    spread = L[:, rows] @ C[rows]
    inner = np.eye(len(users)) - spread[users]
    if not np.linalg.det(inner) > 0:
        raise InputError(_NO_ECONOMY)
    more, weights = np.linalg.solve(inner, x[users]), np.linalg.solve(inner.T, m[rows] @ C[rows])
    return x + spread @ more, m + weights @ L[users]


def direct_effect_mt(before: Response, after: Response) -> Array:
    """Return what changed intensities alone do at unchanged output, (n,): ``(f' − f)·x`` in Mt."""
    return (after.f - before.f) * before.x / TONNES_PER_MT


def chain_effect_mt(before: Response, after: Response) -> Array:
    """Return what changed outputs do along the chain, (n,): ``f'·(x' − x)`` in Mt."""
    return after.f * (after.x - before.x) / TONNES_PER_MT


def footprint_mt(response: Response, economy: Economy) -> Array:
    """Return the emissions behind the final demand of each region, (regions,) in Mt: ``m·y_p``."""
    return response.m @ economy.demand.sum(axis=2) / TONNES_PER_MT


def price_rise_pct(taxed: Array, L: Array, columns: Mapping[int, Array], price: float) -> Array:
    """Return the rise of every product's price when emissions bear a price, (n,) in per cent.

    The Leontief price model with full pass-through, ``Δp = p_c·f·L`` (Miller & Blair 2009, section
    2.6): to first order, at unchanged technology, output and demand.

    Args:
        taxed: (n,) direct intensity of the sectors that pay, 0 elsewhere, t per 10⁴ CNY.
        L: (n, n) Leontief inverse of the table.
        columns: Differences of changed columns of A, by column.
        price: CNY per t CO2.

    >>> price_rise_pct(np.array([2.0, 0.0]), np.array([[1.0, 0.5], [0.0, 1.0]]), {}, 100.0)
    array([2., 1.])
    """
    rows = np.flatnonzero(taxed)
    m = taxed[rows] @ L[rows]
    if columns:
        _, m = _with_columns(L, np.zeros(len(taxed)), m, columns)
    return price * m / CNY_PER_UNIT_OF_PERCENT


_NO_ECONOMY = Text(
    zh="系数这样变化后，中间投入达到或超过总产出，投入产出表无解。请减小变化幅度。",
    en="After such changes of coefficients, inputs reach or exceed output and the table has no"
    " solution. Take smaller changes.",
)

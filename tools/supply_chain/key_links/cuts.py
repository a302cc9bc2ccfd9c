"""What cutting links of the supply chain brings: to first order, and exactly.

A link is an input coefficient ``a_ij``. Emissions are ``E = f·L·y`` with ``m = f·L`` and
``x = L·y``; f and y are those of the total in question (all emissions, a footprint, the direct
emissions of a province), so that one formula serves all.
"""

from collections.abc import Sequence

import numpy as np

from data.tables import Array

Cell = tuple[int, int]


def first_order_cut(m: Array, A: Array, x: Array, links: Sequence[Cell], share: float) -> float:
    """Return the fall of E in t when links are cut by a share, to first order: ``Σ m_i·a_ij·x_j``.

    Overlaps between links are not seen.
    """
    return share * sum(float(m[i] * A[i, j] * x[j]) for i, j in links)


def exact_cut(m: Array, A: Array, x: Array, L: Array, links: Sequence[Cell], share: float) -> float:
    """Return the fall of E in t when links are cut together by a share, solved exactly.

    For one link, by Sherman & Morrison 1950, ``m_i·δ·x_j/(1 + δ·L_ji)`` with ``δ = share·a_ij``;
    for several, by Woodbury 1950, ``m_I·D·(I + L_JI·D)⁻¹·x_J`` with one row and column a link.

    Args:
        m: (n,) total intensity that goes with the emissions in question.
        A: (n, n) technical coefficients.
        x: (n,) output that goes with the emissions in question.
        L: (n, n) Leontief inverse of A.
        links: (row, column) of each link, each at most once.
        share: Part by which every link is cut, in 0..1.

    >>> A = np.array([[0.0, 0.5], [0.0, 0.0]])
    >>> L = np.linalg.inv(np.eye(2) - A)
    >>> exact_cut(np.array([1.0, 0.5]), A, L @ [0.0, 10.0], L, [(0, 1)], 0.2)
    1.0
    """
    rows = [i for i, _ in links]
    columns = [j for _, j in links]
    cut = share * A[rows, columns]
    between = L[np.ix_(columns, rows)] * cut
    solved = np.linalg.solve(np.eye(len(links)) + between, x[columns])
    return float(m[rows] @ (cut * solved))

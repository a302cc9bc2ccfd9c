"""Solving ``(I − A)·x = y`` by blocks: nearly all work is matrix products, the fastest there is.

``I − A`` of a productive economy is an M-matrix: it has a triangular factorisation without
exchange of rows (Fiedler & Pták 1962; Berman & Plemmons 1994, *Nonnegative Matrices in the
Mathematical Sciences*, chapter 6). Each result is tested against the matrix; where it fails, as
for a table with negative inputs it may, LAPACK's factorisation with exchange of rows takes over.
All in float64.
"""

from dataclasses import dataclass

import numpy as np

from data.tables import Array

BLOCK = 192
"""Rows of a block: large enough for products at full speed, small beside the whole."""

STRIP = 2048
"""Rows updated at once, so that no second matrix of full size is held."""

TOLERANCE = 1e-9
"""Largest deviation of ``(I − A)·(I − A)⁻¹·v`` from v, over the size of the solution."""


@dataclass(frozen=True)
class Factors:
    """``I − A`` factorised by blocks, (n, n) in one array.

    Below the block diagonal stand the multipliers, above it the eliminated rows, on it the
    inverses of the pivot blocks.
    """

    packed: Array

    def solve(self, demand: Array) -> Array:
        """Return ``L·Y`` without the inverse: output of each row for every column of demand.

        Args:
            demand: (n,) or (n, k).

        Returns:
            The same shape.
        """
        x = np.array(demand, dtype=np.float64)
        spans = _spans(len(x))
        for start, end in spans:
            x[start:end] -= self.packed[start:end, :start] @ x[:start]
        for start, end in reversed(spans):
            rest = x[start:end] - self.packed[start:end, end:] @ x[end:]
            x[start:end] = self.packed[start:end, start:end] @ rest
        return x

    def solve_left(self, intensities: Array) -> Array:
        """Return ``S·L`` without the inverse: total intensities of direct ones.

        Args:
            intensities: (n,) or (k, n).

        Returns:
            The same shape.
        """
        m = np.array(intensities, dtype=np.float64)
        spans = _spans(m.shape[-1])
        for start, end in spans:
            rest = m[..., start:end] - m[..., :start] @ self.packed[:start, start:end]
            m[..., start:end] = rest @ self.packed[start:end, start:end]
        for start, end in reversed(spans):
            m[..., start:end] -= m[..., end:] @ self.packed[end:, start:end]
        return m

    def fit(self, A: Array) -> bool:
        """Tell by a random vector whether these are the factors of ``I − A``."""
        probe = _probe(len(A))
        return _solves(A, self.solve(probe), probe)


def factorise(A: Array) -> Factors | None:
    """Factorise ``I − A`` by blocks, (n, n); None when exchange of rows would be needed.

    >>> factors = factorise(np.array([[0.15, 0.25], [0.2, 0.05]]))
    >>> factors.solve(np.array([600.0, 1500.0])).round(1)
    array([1247.5, 1841.6])
    """
    M = identity_less(A)
    n = len(M)
    for start, end in _spans(n):
        try:
            pivot = np.linalg.inv(M[start:end, start:end])
        except np.linalg.LinAlgError:
            return None
        M[start:end, start:end] = pivot
        for top in range(end, n, STRIP):
            rows = slice(top, min(top + STRIP, n))
            M[rows, start:end] = M[rows, start:end] @ pivot
            M[rows, end:] -= M[rows, start:end] @ M[start:end, end:]
    factors = Factors(M)
    return factors if factors.fit(A) else None


def invert(A: Array) -> Array | None:
    """Invert ``I − A`` by blocks, (n, n); None when exchange of rows would be needed."""
    try:
        L = _invert_blocks(identity_less(A))
    except np.linalg.LinAlgError:
        return None
    return L if is_inverse(A, L) else None


def is_inverse(A: Array, L: Array) -> bool:
    """Tell by a random vector whether L is the inverse of ``I − A``: two products, no proof.

    An error anywhere in L shows in the product with a vector without zeros.
    """
    probe = _probe(len(A))
    return _solves(A, L @ probe, probe)


def identity_less(A: Array) -> Array:
    """Return ``I − A`` as an array of its own."""
    M = np.negative(A)
    M.flat[:: len(M) + 1] += 1.0
    return M


def _invert_blocks(M: Array) -> Array:
    """Invert by the Schur complement of the leading half, recursively."""
    n = len(M)
    if n <= BLOCK:
        return np.asarray(np.linalg.inv(M), dtype=np.float64)
    half = n // 2
    upper, lower = M[:half, half:], M[half:, :half]
    inverse = np.empty_like(M)
    head = _invert_blocks(M[:half, :half])
    left, right = lower @ head, head @ upper
    rest = _invert_blocks(M[half:, half:] - lower @ right)
    inverse[half:, half:] = rest
    np.negative(rest @ left, out=inverse[half:, :half])
    np.negative(right @ rest, out=inverse[:half, half:])
    np.subtract(head, right @ inverse[half:, :half], out=inverse[:half, :half])
    return inverse


def _solves(A: Array, x: Array, demand: Array) -> bool:
    if not np.isfinite(x).all():
        return False
    gap = np.abs(x - A @ x - demand).max()
    return bool(gap <= TOLERANCE * (1.0 + np.abs(x).max()))


def _probe(n: int) -> Array:
    return np.random.default_rng(n).uniform(0.5, 1.5, n)


def _spans(n: int) -> list[tuple[int, int]]:
    return [(start, min(start + BLOCK, n)) for start in range(0, n, BLOCK)]

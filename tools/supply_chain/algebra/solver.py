"""The solved table: its inverse or its factors, computed once and kept on disk."""

from functools import cached_property

from data.cache import ArrayCache
from data.tables import Array
from tools.supply_chain.algebra.factors import Factors, factorise, is_inverse
from tools.supply_chain.algebra.leontief import leontief_inverse

LARGEST_INVERTED = 5_000
"""Sectors up to which the inverse is computed at once. Above it, factors serve at a third of the
work until a question needs the inverse itself."""


class Solver:
    """What ``L`` does, by whatever is cheapest.

    Args:
        A: (n, n) technical coefficients.
        name: Of the table with all its numbers depends on, for the cache; empty for none.
        cache: Where inverse and factors are kept between processes.
    """

    def __init__(self, A: Array, name: str = "", cache: ArrayCache | None = None) -> None:
        self.A = A
        self._name = name
        self._cache = cache if name else None

    @cached_property
    def L(self) -> Array:
        """The Leontief inverse, (n, n).

        Raises:
            InputError: ``I − A`` is singular or not finite.
        """
        kept = self._read("inverse")
        if kept is not None and is_inverse(self.A, kept):
            return kept
        L = leontief_inverse(self.A)
        self._write("inverse", L)
        return L

    @cached_property
    def factors(self) -> Factors | None:
        """The factors of ``I − A``; None for a table that needs exchange of rows."""
        kept = self._read("factors")
        if kept is not None and Factors(kept).fit(self.A):
            return Factors(kept)
        factors = factorise(self.A)
        if factors is not None:
            self._write("factors", factors.packed)
        return factors

    def solve(self, demand: Array) -> Array:
        """Return ``L·Y``, the shape of Y, (n,) or (n, k)."""
        factors = self._by_factors()
        return self.L @ demand if factors is None else factors.solve(demand)

    def solve_left(self, intensities: Array) -> Array:
        """Return ``S·L``, the shape of S, (n,) or (k, n)."""
        factors = self._by_factors()
        return intensities @ self.L if factors is None else factors.solve_left(intensities)

    def _by_factors(self) -> Factors | None:
        inverted = "L" in self.__dict__ or len(self.A) <= LARGEST_INVERTED
        return None if inverted else self.factors

    def _read(self, part: str) -> Array | None:
        return self._cache.read(f"{self._name}-{part}", self.A.shape) if self._cache else None

    def _write(self, part: str, array: Array) -> None:
        if self._cache:
            self._cache.write(f"{self._name}-{part}", array)

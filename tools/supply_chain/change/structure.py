"""Structural decomposition: what intensity, production structure and final demand did to emissions.

``E = Σ_i f_i·(L·μ·v)_i`` in two years: f direct intensity, L the Leontief inverse of the whole
table (technology and trade between provinces), μ the mix of final demand by product and origin, v its
volume. Each state of the factors is evaluated once; the effects are means over all orders.
Source: Miller & Blair 2009, chapter 13; Dietzenbacher & Los 1998.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.tables import Array
from tools.supply_chain.algebra.leontief import TONNES_PER_MT
from tools.supply_chain.change.orderings import average_over_orderings, range_over_orderings

Factor = Literal["intensity", "structure", "mix", "volume", "demand", "per_person", "population"]
Factors = Literal[
    "intensity_structure_mix_volume",
    "intensity_structure_demand",
    "intensity_structure_per_person_population",
]

SPLITS: dict[Factors, tuple[Factor, ...]] = {
    "intensity_structure_mix_volume": ("intensity", "structure", "mix", "volume"),
    "intensity_structure_demand": ("intensity", "structure", "demand"),
    "intensity_structure_per_person_population": (
        *("intensity", "structure", "per_person", "population"),
    ),
}
"""The factors of each way to split a change, in the order of the product."""


@dataclass(frozen=True)
class Side:
    """One of the two years.

    ``f`` (n,) direct intensity in t per 10⁴ CNY; ``solve`` returns ``L·Y`` for Y (n,) or (n, k);
    ``demand`` (n,) final demand in 10⁴ CNY; ``size`` what it is divided by and multiplied with
    again: its own sum for mix and volume, people for demand per person, 1 for demand as a whole.
    """

    f: Array
    solve: Callable[[Array], Array]
    demand: Array
    size: float


@dataclass(frozen=True)
class Effects:
    """What each factor did, in Mt.

    ``first``, ``last`` (n,) emissions of each row in the two years; ``by_row`` (factors, n) the
    effects; ``low``, ``high`` (factors,) the least and largest effect on the sum in any order.
    """

    first: Array
    last: Array
    by_row: Array
    low: Array
    high: Array

    @property
    def totals(self) -> Array:
        """The effects on the sum, (factors,); they add up to its change."""
        return self.by_row.sum(axis=1)


def split_change(first: Side, last: Side, *, sized: bool) -> Effects:
    """Split the change of emissions between two years into its factors.

    Args:
        first: The first year.
        last: The last year, over the same rows.
        sized: Whether the size of final demand is a factor of its own.
    """
    sides = (first, last)
    profiles = np.column_stack([s.demand / s.size for s in sides])
    called = np.stack([s.solve(profiles).T for s in sides])
    f = np.stack([s.f for s in sides])
    states = f[:, None, None] * called[None] / TONNES_PER_MT
    factors = 3
    if sized:
        factors = 4
        states = states[:, :, :, None] * np.array([s.size for s in sides])[:, None]
    by_row = average_over_orderings(states, factors)
    low, high = range_over_orderings(states.sum(axis=-1), factors)
    return Effects(states[(0,) * factors], states[(1,) * factors], by_row, low, high)

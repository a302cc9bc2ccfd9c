"""The expansion of emissions along chains: what enters, how it passes on, what each sector adds.

The emissions behind a demand y are ``f·y + f·A·y + f·A²·y …``, and those of a sector are the same
sum read from its end. An ``Expansion`` holds either, so that tiers and single paths are taken from
it alike. Source: Miller & Blair 2009, chapter 2; Treloar 1997; Lenzen 2003.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.errors import InputError
from data.tables import Array
from data.text import Text
from tools.supply_chain.accounts.accounts import Accounts


@dataclass(frozen=True)
class Expansion:
    """``total = w·own + w·S·own + w·S²·own …`` over n sectors.

    Attributes:
        weights: (n,) w, what enters at each sector.
        links: (n, n) S, weight of a step from row to column.
        own: (n,) what a sector adds per unit of weight.
        behind: (n,) ``own`` summed over a sector and all that lies behind it.
        bound: (n,) the same sum of absolute values, which limits every part of it.
        reached: Gives the weight that reaches each sector over all paths, own use unfolded, (n,).
        kept: (n,) what a step out of a sector is divided by: 1 less own use where that is folded.
        closed: (n,) sectors that no step may enter; None for none.
        folded: Whether purchases of a sector from itself are folded into its other links.
    """

    weights: Array
    links: Array
    own: Array
    behind: Array
    bound: Array
    reached: Callable[[], Array]
    kept: Array
    closed: NDArray[np.bool_] | None = None
    folded: bool = False

    @property
    def total(self) -> float:
        """What all paths sum to."""
        return float(self.weights @ self.behind)

    @property
    def reach(self) -> float:
        """What the absolute values of all paths sum to at most."""
        return float(np.abs(self.weights) @ self.bound)

    @cached_property
    def arising(self) -> Array:
        """The part of the total that each sector adds, over all paths and exactly, (n,)."""
        return self.reached() * self.own * self.kept

    def rows(self, nodes: NDArray[np.intp]) -> Array:
        """Return the steps out of some sectors, (k, n)."""
        found = np.ascontiguousarray(self.links[nodes])
        if self.folded:
            found /= self.kept[nodes, None]
            found[np.arange(len(nodes)), nodes] = 0.0
        if self.closed is not None:
            found[:, self.closed] = 0.0
        return found

    def step(self, weights: Array) -> Array:
        """Return the weights one step on, (n,)."""
        spread = weights / self.kept
        found = spread @ self.links
        if self.folded:
            found -= spread * np.diag(self.links)
        if self.closed is not None:
            found[self.closed] = 0.0
        return found

    def tiers(self, count: int) -> Array:
        """Return what the first tiers add, exactly, and all later ones together, (count + 1,)."""
        weights, parts = self.weights, np.zeros(count + 1)
        for tier in range(count):
            parts[tier] = weights @ self.own
            weights = self.step(weights)
        parts[count] = weights @ self.behind
        return parts


def fold_own_use(expansion: Expansion) -> Expansion:
    """Fold a sector's purchases from itself into its other links and its own value.

    A path then stands for all paths that differ only in how often a sector is repeated in a row:
    both are divided by ``1 − a_ii``. Totals stay what they were, and bounds where no link is
    negative.

    Raises:
        InputError: A sector needs as much of its own product as it makes.
    """
    kept = 1 - np.diag(expansion.links)
    if kept.min() <= 0:
        raise InputError(_unbounded())
    return replace(expansion, own=expansion.own / kept, kept=kept, folded=True)


def behind_demand(accounts: Accounts, demand: Array, *, folded: bool = False) -> Expansion:
    """Expand the emissions behind a final demand (n,) in 10⁴ CNY, in t CO2.

    Steps run from the product demanded back to its suppliers.
    """
    plain = Expansion(
        weights=demand,
        links=accounts.A.T,
        own=accounts.f,
        behind=accounts.m,
        bound=accounts.m,
        reached=lambda: accounts.L @ demand,
        kept=np.ones(len(demand)),
    )
    return _finish(plain, accounts, folded)


def behind_output(accounts: Accounts, places: Sequence[int], *, folded: bool = False) -> Expansion:
    """Expand the emissions of all other sectors behind the gross output of some, in t CO2.

    The sectors K supply themselves, so that their output is not counted twice: what the others
    emit is ``f_i·(L_iK·L_KK⁻¹·x_K)_i``, the loss of the hypothetical extraction of K's chain, and
    no step leads back into K. The first tier are the suppliers of K. Source: Miller & Blair 2009,
    section 12.2.6, with the inverse of a partitioned matrix.
    """
    K = list(places)
    x = np.asarray(accounts.table.x, dtype=np.float64)[K]
    inner, columns = accounts.L[np.ix_(K, K)], accounts.L[:, K]
    closed = np.zeros(len(accounts.f), dtype=bool)
    closed[K] = True
    own = np.where(closed, 0.0, accounts.f)
    behind = accounts.m - (accounts.m[K] @ np.linalg.solve(inner, accounts.L[K]))
    behind = np.where(closed, 0.0, np.maximum(behind, own))
    plain = Expansion(
        weights=np.where(closed, 0.0, accounts.A[:, K] @ x),
        links=accounts.A.T,
        own=own,
        behind=behind,
        bound=behind,
        reached=lambda: columns @ np.linalg.solve(inner, x),
        kept=np.ones(len(own)),
        closed=closed,
    )
    return _finish(plain, accounts, folded)


def ahead_of_sectors(
    accounts: Accounts, places: Sequence[int], *, folded: bool = False
) -> Expansion:
    """Expand the direct emissions of some sectors by the final uses they serve, in t CO2.

    Steps run from the emitting sector to the users of its product; what arises at the end is final
    demand, exports and the recorded error.
    """
    K = list(places)
    demand = accounts.all_demand
    weights = np.zeros(len(accounts.f))
    weights[K] = accounts.f[K]
    behind = accounts.L @ demand
    plain = Expansion(
        weights=weights,
        links=accounts.A,
        own=demand,
        behind=behind,
        bound=behind if demand.min() >= 0 else accounts.L @ np.abs(demand),
        reached=lambda: weights[K] @ accounts.L[K],
        kept=np.ones(len(weights)),
    )
    return _finish(plain, accounts, folded)


def _finish(plain: Expansion, accounts: Accounts, folded: bool) -> Expansion:
    whole = fold_own_use(plain) if folded else plain
    return replace(whole, bound=_limit(whole)) if accounts.has_negative_inputs else whole


def _limit(expansion: Expansion) -> Array:
    """Solve ``b = |own| + |S|·b`` for a table with negative inputs.

    A solution without negative entries bounds the sum of absolute values, whatever the signs.
    """
    S = np.abs(expansion.rows(np.arange(len(expansion.own))))
    try:
        solved = np.linalg.solve(np.eye(len(S)) - S, np.abs(expansion.own))
    except np.linalg.LinAlgError as error:
        raise InputError(_unbounded()) from error
    bound = np.asarray(solved, dtype=np.float64)
    if not np.isfinite(bound).all() or bound.min() < 0:
        raise InputError(_unbounded())
    return bound


def _unbounded() -> Text:
    return Text(
        zh="该投入产出表中有负的或过大的投入系数，供应链路径之和没有上界，无法可靠地追踪路径。"
        "请检查导入的表格，或改用其他年份的表。",
        en="Negative or oversized inputs in this input-output table leave the sum of supply-chain"
        " paths without a bound, so paths cannot be traced reliably. Check the imported table, or"
        " use one of another year.",
    )

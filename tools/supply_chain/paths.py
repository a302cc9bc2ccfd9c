"""What runs along the supply chain: structural paths, the weight of links, pairs of sectors.

Everything works on arrays of an ``Accounts`` object; values of paths are in the unit of the
weights they start from times the unit of the own values.
"""

from dataclasses import dataclass

import numpy as np

from data.tables import Array
from tools.supply_chain.accounts import Accounts
from tools.supply_chain.leontief import TONNES_PER_MT

THRESHOLD = 0.001
"""Smallest part of the total that a path must carry to be listed."""

DEPTH = 8
"""Most links in a path."""


@dataclass(frozen=True)
class Path:
    """One supply-chain path: the sectors in the order they were visited, and what it carries."""

    nodes: tuple[int, ...]
    value: float


@dataclass(frozen=True)
class PathSearch:
    """The outcome of a structural path analysis.

    ``paths`` are sorted, largest first; ``remainder_bound`` limits the absolute sum of all paths
    that are not listed.
    """

    paths: tuple[Path, ...]
    total: float
    remainder_bound: float

    @property
    def covered(self) -> float:
        """Sum of the listed paths."""
        return sum(p.value for p in self.paths)

    @property
    def covered_share(self) -> float:
        """Listed paths over the total; 0 where there is nothing to cover."""
        return self.covered / self.total if self.total else 0.0


def search_paths(
    weights: Array,
    links: Array,
    own: Array,
    bound: Array,
    total: float,
    *,
    threshold: float = THRESHOLD,
    depth: int = DEPTH,
) -> PathSearch:
    """Expand ``w·own + w·links·own + w·links²·own …`` into single paths, exactly.

    A branch is left only when all that can still lie behind it, ``|w|·bound``, is below the
    threshold; a node's own value decides nothing but whether it is listed. Every path of at most
    ``depth`` links that carries the threshold is therefore found. Source: Treloar 1997; Lenzen
    2003 for the expansion.

    Args:
        weights: (n,) what enters at each sector, such as final demand.
        links: (n, n) non-negative weight of a step from row to column.
        own: (n,) what a sector adds per unit of weight.
        bound: (n,) ``|own|`` summed over a sector and all that lies behind it; solves
            ``bound = |own| + links·bound``.
        total: What all paths sum to, the base of shares.
        threshold: Part of ``Σ|weights|·bound`` that a path must carry.
        depth: Most links in a path.

    Raises:
        ValueError: A link is negative, which would break the bound.
    """
    if links.min() < 0:
        msg = "structural paths need non-negative links"
        raise ValueError(msg)
    reach = np.abs(weights) * bound
    least = threshold * float(reach.sum())
    start = np.flatnonzero((reach >= least) & (reach > 0))
    stack: list[tuple[tuple[int, ...], float]] = [((int(i),), float(weights[i])) for i in start]
    found: list[Path] = []
    listed = 0.0
    while stack:
        nodes, weight = stack.pop()
        node = nodes[-1]
        value = weight * float(own[node])
        if value and abs(value) >= least:
            found.append(Path(nodes, value))
            listed += abs(value)
        if len(nodes) > depth:
            continue
        behind = abs(weight) * links[node] * bound
        children = np.flatnonzero((behind >= least) & (behind > 0))
        stack.extend(((*nodes, int(c)), weight * float(links[node, c])) for c in children)
    found.sort(key=lambda p: (-abs(p.value), p.nodes))
    return PathSearch(
        paths=tuple(found),
        total=total,
        remainder_bound=max(0.0, float(reach.sum()) - listed),
    )


def condense_self_loops(links: Array, own: Array) -> tuple[Array, Array]:
    """Fold a sector's purchases from itself into its other links and its own value.

    A path then stands for all paths that differ only in how often a sector is repeated in a row:
    both are divided by ``1 − a_ii``. Totals and bounds stay what they were.

    >>> links, own = condense_self_loops(np.array([[0.5, 0.2], [0.0, 0.0]]), np.array([1.0, 3.0]))
    >>> links, own
    (array([[0. , 0.4],
           [0. , 0. ]]), array([2., 3.]))
    """
    kept = 1 - np.diag(links)
    folded = links / kept[:, None]
    np.fill_diagonal(folded, 0.0)
    return folded, own / kept


def upstream_paths(
    accounts: Accounts,
    demand: Array,
    *,
    threshold: float = THRESHOLD,
    depth: int = DEPTH,
    condensed: bool = False,
) -> PathSearch:
    """Trace the emissions behind a final demand (n,) in 10⁴ CNY to where they arise, in t CO2.

    Paths run from the product demanded back to the emitting sector; ``condensed`` ones leave out
    repetitions of a sector in a row.
    """
    links, own, m = accounts.A.T, accounts.f, accounts.m
    if condensed:
        links, own = condense_self_loops(links, own)
    return search_paths(demand, links, own, m, float(m @ demand), threshold=threshold, depth=depth)


def downstream_paths(
    accounts: Accounts,
    sector: int,
    *,
    threshold: float = THRESHOLD,
    depth: int = DEPTH,
    condensed: bool = False,
) -> PathSearch:
    """Trace the direct emissions of a sector to the final uses they serve, in t CO2.

    Paths run from the emitting sector to the product in which its emissions meet final demand,
    exports or the recorded error; ``condensed`` ones leave out repetitions of a sector in a row.
    """
    demand = accounts.all_demand
    weights = np.zeros(len(accounts.f))
    weights[sector] = accounts.f[sector]
    bound = accounts.L @ np.abs(demand)
    total = float(weights[sector] * (accounts.L[sector] @ demand))
    links, own = accounts.A, demand
    if condensed:
        links, own = condense_self_loops(links, own)
    return search_paths(weights, links, own, bound, total, threshold=threshold, depth=depth)


def link_elasticities(m: Array, A: Array, x: Array, total_t: float) -> Array:
    """Return ``∂lnE/∂ln a_ij = m_i·a_ij·x_j/E`` of every link, (n, n).

    The three readings differ in what is passed: all emissions (m, x); the footprint of a region
    (m, its ``x^p = L·y_p``); direct emissions of a region (``m^r = f^r·L``, x).

    Args:
        m: (n,) total intensity, or that of one region's direct emissions.
        A: (n, n) technical coefficients.
        x: (n,) gross output, or the output one region's demand calls forth.
        total_t: The emissions E in t.
    """
    found = m[:, None] * A
    found *= x / total_t
    return found


def footprint_elasticities(accounts: Accounts, region: str) -> Array:
    """Return the elasticity of a region's footprint to every link, (n, n)."""
    place = accounts.table.regions.index(region)
    total_t = float(accounts.consumption_mt[place]) * TONNES_PER_MT
    return link_elasticities(accounts.m, accounts.A, accounts.outputs[:, place], total_t)


def direct_elasticities(accounts: Accounts, region: str, f: Array | None = None) -> Array:
    """Return the elasticity of a region's direct emissions to every link, (n, n).

    Args:
        accounts: The accounts of a table.
        region: Whose sectors emit.
        f: (n,) other intensities than the table's, such as those of a milestone.
    """
    block = accounts.table.block(region)
    own = np.zeros(len(accounts.f))
    own[block] = (accounts.f if f is None else f)[block]
    x = np.asarray(accounts.table.x)
    return link_elasticities(own @ accounts.L, accounts.A, x, float(own @ x))


def all_elasticities(accounts: Accounts) -> Array:
    """Return the elasticity of all emissions of the table to every link, (n, n)."""
    x = np.asarray(accounts.table.x)
    return link_elasticities(accounts.m, accounts.A, x, float(accounts.f @ x))


def largest_links(values: Array, most: int) -> list[tuple[int, int, float]]:
    """Return the largest positive cells as (row, column, value), largest first.

    Equal cells stand in row-major order.

    >>> largest_links(np.array([[0.1, 0.4], [0.3, 0.0]]), 2)
    [(0, 1, 0.4), (1, 0, 0.3)]
    """
    flat = np.asarray(values, dtype=np.float64).ravel()
    most = min(most, flat.size)
    if most <= 0:
        return []
    cut = np.partition(flat, flat.size - most)[flat.size - most]
    near = np.flatnonzero((flat >= cut) & (flat > 0))
    order = near[np.argsort(-flat[near], kind="stable")][:most]
    width = values.shape[1]
    return [(int(k) // width, int(k) % width, float(flat[k])) for k in order]


def joint_pairs(elasticities: Array, most: int) -> list[tuple[int, int, float, float]]:
    """Return the pairs of sectors that bear most on emissions when they act together.

    What passes between two different sectors i and j is ``a_ij`` and ``a_ji``. Changing both by
    1 % moves the emissions by ``ε_ij + ε_ji`` per cent (to first order), by which pairs are ranked.

    Args:
        elasticities: (s, s) elasticities of one emission total to the links among s sectors.
        most: How many pairs.

    Returns:
        (supplier, user, ε supplier→user, ε user→supplier), the stronger direction first.

    >>> joint_pairs(np.array([[0.9, 0.1], [0.2, 0.0]]), 1)
    [(1, 0, 0.2, 0.1)]
    """
    both = np.triu(elasticities + elasticities.T, k=1)
    pairs: list[tuple[int, int, float, float]] = []
    for i, j, _ in largest_links(both, most):
        there, back = float(elasticities[i, j]), float(elasticities[j, i])
        pairs.append((i, j, there, back) if there >= back else (j, i, back, there))
    return pairs

"""The weight of links along the supply chain: elasticities, the largest links, pairs of sectors."""

import numpy as np

from data.tables import Array
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.algebra.leontief import TONNES_PER_MT


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


def footprint_elasticities(accounts: Accounts, *regions: str) -> Array:
    """Return the elasticity of the footprint of one or several regions to every link, (n, n)."""
    places = [accounts.table.regions.index(r) for r in regions]
    total_t = float(accounts.consumption_mt[places].sum()) * TONNES_PER_MT
    called = accounts.outputs[:, places].sum(axis=1)
    return link_elasticities(accounts.m, accounts.A, called, total_t)


def direct_elasticities(accounts: Accounts, *regions: str, f: Array | None = None) -> Array:
    """Return the elasticity of the direct emissions of some regions to every link, (n, n).

    Args:
        accounts: The accounts of a table.
        regions: Whose sectors emit.
        f: (n,) other intensities than the table's, such as those of a milestone.
    """
    own = np.zeros(len(accounts.f))
    for region in regions:
        block = accounts.table.block(region)
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

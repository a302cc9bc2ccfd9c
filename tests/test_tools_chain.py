"""Elasticities and pairs against brute force on small systems."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_io import make_arrays, plain_accounts
from tools.supply_chain.key_links.elasticities import (
    all_elasticities,
    direct_elasticities,
    footprint_elasticities,
    joint_pairs,
    largest_links,
)

SEEDS = st.integers(0, 10_000)


def small(seed, regions=2, sectors=2):
    Z, Y, ex, err, x = make_arrays(regions, sectors, seed)
    co2 = np.random.default_rng(seed).gamma(1.0, 3.0, regions * sectors)
    return plain_accounts(Z, Y, ex, err, x, co2, regions)


def emissions(accounts, A):
    """Return all, the first region's footprint, and the first region's direct emissions, in t."""
    L = np.linalg.inv(np.eye(len(A)) - A)
    half = len(A) // 2
    x = L @ accounts.all_demand
    footprint = accounts.f @ L @ accounts.demand[:, 0]
    return np.array([accounts.f @ x, footprint, accounts.f[:half] @ x[:half]])


@settings(max_examples=10)
@given(SEEDS, st.integers(0, 3), st.integers(0, 3))
def test_elasticities_are_what_finite_differences_give(seed, i, j):
    accounts = small(seed)
    step = 1e-6
    up, down = accounts.A.copy(), accounts.A.copy()
    up[i, j] *= 1 + step
    down[i, j] *= 1 - step
    change = (emissions(accounts, up) - emissions(accounts, down)) / (2 * step)
    found = [
        all_elasticities(accounts)[i, j],
        footprint_elasticities(accounts, "CN-GD")[i, j],
        direct_elasticities(accounts, "CN-GD")[i, j],
    ]
    assert found == pytest.approx(change / emissions(accounts, accounts.A), rel=1e-4, abs=1e-9)


def test_direct_elasticities_take_the_intensities_of_a_milestone():
    accounts = small(9)
    f = accounts.f * [0.5, 1.0, 7.0, 7.0]
    later = plain_accounts(
        accounts.table.Z,
        accounts.table.Y,
        accounts.table.ex,
        accounts.table.err,
        accounts.table.x,
        f * accounts.table.x / 1e6,
        2,
    )
    expected = direct_elasticities(later, "CN-GD")
    assert direct_elasticities(accounts, "CN-GD", f=f) == pytest.approx(expected)


@given(st.lists(st.integers(-3, 9), min_size=9, max_size=9), st.integers(0, 12))
def test_the_largest_links_are_the_head_of_the_sorted_cells(cells, most):
    values = np.array(cells, dtype=float).reshape(3, 3)
    found = largest_links(values, most)
    assert [v for _, _, v in found] == sorted((c for c in cells if c > 0), reverse=True)[:most]
    assert all(values[i, j] == v for i, j, v in found)
    assert len({(i, j) for i, j, _ in found}) == len(found)


def test_pairs_join_both_directions_and_leave_out_own_use():
    links = np.array([[9.0, 0.3, 0.0], [0.2, 9.0, 0.4], [0.0, 0.0, 9.0]])
    assert joint_pairs(links, 5) == [(0, 1, 0.3, 0.2), (1, 2, 0.4, 0.0)]


def test_a_pair_moves_emissions_by_the_sum_of_its_elasticities():
    accounts = small(11)
    i, j, there, back = joint_pairs(direct_elasticities(accounts, "CN-GD"), 1)[0]
    A, step = accounts.A.copy(), 1e-6
    A[i, j] *= 1 + step
    A[j, i] *= 1 + step
    change = emissions(accounts, A)[2] / emissions(accounts, accounts.A)[2] - 1
    assert change / step == pytest.approx(there + back, rel=1e-3)

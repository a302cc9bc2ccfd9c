"""Paths, elasticities and pairs against brute force on small systems."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_io import make_arrays, plain_accounts
from tools.supply_chain.paths import (
    all_elasticities,
    condense_self_loops,
    direct_elasticities,
    downstream_paths,
    footprint_elasticities,
    joint_pairs,
    largest_links,
    search_paths,
    upstream_paths,
)

SEEDS = st.integers(0, 10_000)


def small(seed, regions=2, sectors=2):
    Z, Y, ex, err, x = make_arrays(regions, sectors, seed)
    co2 = np.random.default_rng(seed).gamma(1.0, 3.0, regions * sectors)
    return plain_accounts(Z, Y, ex, err, x, co2, regions)


def every_path(accounts, demand, depth):
    A, f = accounts.A, accounts.f
    for length in range(1, depth + 2):
        for nodes in product(range(len(f)), repeat=length):
            value = demand[nodes[0]]
            for user, supplier in pairwise(nodes):
                value *= A[supplier, user]
            yield nodes, value * f[nodes[-1]]


@settings(max_examples=20)
@given(SEEDS, st.sampled_from([0.01, 0.05]))
def test_every_path_above_the_threshold_is_found_and_no_other(seed, threshold):
    accounts = small(seed)
    demand = accounts.demand[:, 0]
    least = threshold * (accounts.m @ np.abs(demand))
    expected = {n: v for n, v in every_path(accounts, demand, 3) if v and abs(v) >= least}
    found = upstream_paths(accounts, demand, threshold=threshold, depth=3)
    assert {p.nodes for p in found.paths} == set(expected)
    assert all(p.value == pytest.approx(expected[p.nodes]) for p in found.paths)


def test_a_path_through_a_sector_that_emits_nothing_is_found():
    links = np.array([[0.0, 0.5, 0.0], [0.0, 0.0, 0.5], [0.0, 0.0, 0.0]])
    own = np.array([0.0, 0.0, 8.0])
    bound = np.linalg.inv(np.eye(3) - links) @ own
    found = search_paths(np.array([10.0, 0.0, 0.0]), links, own, bound, 20.0)
    assert [(p.nodes, p.value) for p in found.paths] == [((0, 1, 2), 20.0)]
    assert (found.covered_share, found.remainder_bound) == (1.0, 0.0)


@settings(max_examples=20)
@given(SEEDS, st.booleans())
def test_what_is_not_listed_stays_within_its_bound(seed, condensed):
    accounts = small(seed)
    for found in (
        upstream_paths(accounts, accounts.demand[:, 1], threshold=0.02, condensed=condensed),
        downstream_paths(accounts, 1, threshold=0.02, condensed=condensed),
    ):
        slack = 1e-9 * abs(found.total)
        assert abs(found.total - found.covered) <= found.remainder_bound + slack


def test_paths_down_end_in_the_sectors_own_emissions():
    accounts = small(5)
    found = downstream_paths(accounts, 2, threshold=1e-6, depth=30)
    assert found.total == pytest.approx(accounts.f[2] * accounts.table.x[2])
    assert found.covered == pytest.approx(found.total, rel=1e-2)
    assert {p.nodes[0] for p in found.paths} == {2}


def test_folding_own_use_keeps_totals_and_leaves_no_repeats():
    accounts = small(6)
    links, own = condense_self_loops(accounts.A.T, accounts.f)
    assert np.linalg.inv(np.eye(4) - links) @ own == pytest.approx(accounts.m)
    found = upstream_paths(accounts, accounts.demand[:, 0], condensed=True)
    assert found.paths
    assert not any(a == b for p in found.paths for a, b in pairwise(p.nodes))


def test_a_negative_link_is_refused():
    with pytest.raises(ValueError, match="non-negative"):
        search_paths(np.ones(1), -np.ones((1, 1)), np.ones(1), np.ones(1), 1.0)


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
    assert direct_elasticities(accounts, "CN-GD", f) == pytest.approx(expected)


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

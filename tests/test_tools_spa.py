"""Structural paths against exhaustive search on small systems, with all signs and limits."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InputError
from tests.small_io import make_arrays, plain_accounts
from tools.supply_chain.paths.directions import downstream_paths, upstream_paths
from tools.supply_chain.paths.expansion import (
    Expansion,
    ahead_of_sectors,
    behind_demand,
    behind_output,
    fold_own_use,
)
from tools.supply_chain.paths.spa import largest_paths, search_paths

SEEDS = st.integers(0, 10_000)
ALL = ("demand", "output", "group", "down")


def small(seed, regions=2, sectors=2):
    Z, Y, ex, err, x = make_arrays(regions, sectors, seed)
    co2 = np.random.default_rng(seed).gamma(1.0, 3.0, regions * sectors)
    return plain_accounts(Z, Y, ex, err, x, co2, regions)


def expand(accounts, which, folded=False):
    """One of the four expansions; the demand takes both signs, as with stocks drawn down."""
    if which == "demand":
        return behind_demand(accounts, accounts.demand[:, 0] - 6000.0, folded=folded)
    if which == "down":
        return ahead_of_sectors(accounts, [1], folded=folded)
    return behind_output(accounts, [0] if which == "output" else [0, 3], folded=folded)


def make_expansion(weights, links, own):
    """An expansion of bare arrays, its sums by solving."""
    solve = np.linalg.solve
    inside = np.eye(len(own)) - links
    behind = solve(inside, own)
    return Expansion(
        weights, links, own, behind, solve(np.eye(len(own)) - np.abs(links), np.abs(own)),
        lambda: solve(inside.T, weights), np.ones(len(own)),
    )  # fmt: skip


def every_path(expansion, depth):
    """Every path of at most ``depth`` links with its value, by trying all sequences."""
    n = len(expansion.own)
    steps = expansion.rows(np.arange(n))
    for length in range(1, depth + 2):
        for nodes in product(range(n), repeat=length):
            value = expansion.weights[nodes[0]]
            for one, other in pairwise(nodes):
                value *= steps[one, other]
            yield nodes, value * expansion.own[nodes[-1]]


@pytest.mark.parametrize("which", ALL)
@pytest.mark.parametrize("folded", [False, True])
@settings(max_examples=10)
@given(seed=SEEDS, threshold=st.sampled_from([0.01, 0.05]))
def test_every_path_above_the_threshold_is_found_and_no_other(which, folded, seed, threshold):
    expansion = expand(small(seed), which, folded)
    least = threshold * expansion.reach
    expected = {n: v for n, v in every_path(expansion, 4) if v and abs(v) >= least}
    found = search_paths(expansion, threshold=threshold, depth=4)
    assert {p.nodes: p.value for p in found.paths} == pytest.approx(expected)
    assert found.complete
    assert found.least == least


@settings(max_examples=15)
@given(SEEDS, st.sampled_from(ALL), st.sampled_from([1, 3, 12]))
def test_best_first_gives_the_largest_paths_of_exhaustive_search(seed, which, count):
    expansion = expand(small(seed), which)
    sizes = sorted((abs(v) for _, v in every_path(expansion, 4)), reverse=True)
    found = largest_paths(expansion, count, depth=4)
    assert [abs(p.value) for p in found] == pytest.approx([v for v in sizes[:count] if v])


@settings(max_examples=15)
@given(SEEDS)
def test_links_and_values_of_both_signs_are_searched_exactly(seed):
    rng = np.random.default_rng(seed)
    links = rng.uniform(-0.2, 0.2, (4, 4))
    expansion = make_expansion(rng.normal(size=4), links, rng.normal(size=4))
    expected = {n: v for n, v in every_path(expansion, 4) if abs(v) >= 0.01 * expansion.reach}
    found = search_paths(expansion, threshold=0.01, depth=4)
    assert {p.nodes: p.value for p in found.paths} == pytest.approx(expected)
    assert abs(found.total - found.covered) <= found.remainder_bound * (1 + 1e-9)


@settings(max_examples=15)
@given(SEEDS, st.sampled_from(ALL), st.booleans())
def test_all_paths_to_any_depth_sum_to_the_total(seed, which, folded):
    expansion = expand(small(seed), which, folded)
    found = search_paths(expansion, threshold=0.0, depth=40, most=400)
    tiers = expansion.tiers(60)
    assert tiers.sum() == pytest.approx(expansion.total)
    assert abs(tiers[-1]) <= 1e-3 * expansion.reach
    assert expansion.arising.sum() == pytest.approx(expansion.total)
    assert abs(found.total - found.covered) <= found.remainder_bound + 1e-9 * found.reach


@settings(max_examples=15)
@given(SEEDS, st.sampled_from(ALL), st.booleans())
def test_what_is_not_listed_stays_within_its_bound(seed, which, folded):
    expansion = expand(small(seed), which, folded)
    found = search_paths(expansion, threshold=0.02)
    assert abs(found.total - found.covered) <= found.remainder_bound + 1e-9 * found.reach


@settings(max_examples=15)
@given(SEEDS, st.sampled_from(["demand", "output", "down"]), st.integers(1, 2))
def test_a_search_cut_short_says_what_it_still_guarantees(seed, which, most):
    expansion = expand(small(seed), which)
    found = search_paths(expansion, threshold=1e-6, depth=4, most=most)
    assert not found.complete
    assert all(len(t.nodes) <= most for t in found.tiers)
    sure = {n for n, v in every_path(expansion, 4) if abs(v) > found.least * (1 + 1e-6)}
    assert sure <= {p.nodes for p in found.paths}


def test_a_path_through_a_sector_that_emits_nothing_is_found():
    links = np.array([[0.0, 0.5, 0.0], [0.0, 0.0, 0.5], [0.0, 0.0, 0.0]])
    expansion = make_expansion(np.array([10.0, 0, 0]), links, np.array([0.0, 0, 8]))
    found = search_paths(expansion)
    assert [(p.nodes, p.value) for p in found.paths] == [((0, 1, 2), 20.0)]
    assert (found.covered_share, found.remainder_bound, found.count) == (1.0, 0.0, 1)
    assert [p.nodes for p in largest_paths(expansion, 5)] == [(0, 1, 2)]


def test_nothing_to_expand_gives_no_path():
    expansion = make_expansion(np.zeros(2), np.full((2, 2), 0.2), np.ones(2))
    found = search_paths(expansion)
    assert (found.paths, found.covered_share, found.remainder_bound) == ((), 0.0, 0.0)
    assert largest_paths(expansion, 3) == []


def test_branches_are_listed_by_what_lies_behind_them_when_asked():
    links = np.array([[0.0, 0.5], [0.0, 0.0]])
    expansion = make_expansion(np.array([10.0, 0]), links, np.array([0.01, 4.0]))
    assert [p.nodes for p in search_paths(expansion, threshold=0.01).paths] == [(0, 1)]
    by_reach = search_paths(expansion, threshold=0.01, listed="reach")
    assert [p.nodes for p in by_reach.paths] == [(0, 1), (0,)]


def test_a_search_reports_progress_and_can_be_cancelled():
    class CancelledError(Exception):
        pass

    seen = []

    def progress(share):
        seen.append(share)
        if len(seen) == 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        search_paths(expand(small(1), "demand"), threshold=1e-4, progress=progress)
    assert seen == [0.0, 1 / 9, 2 / 9]


@pytest.mark.parametrize("threshold", [-0.1, float("nan")])
def test_a_threshold_that_is_no_share_is_refused(threshold):
    with pytest.raises(ValueError, match="threshold"):
        search_paths(expand(small(1), "demand"), threshold=threshold)


def test_paths_down_end_in_the_sectors_own_emissions():
    accounts = small(5)
    found = downstream_paths(accounts, 2, threshold=1e-5, depth=12)
    assert found.total == pytest.approx(accounts.f[2] * accounts.table.x[2])
    assert found.covered == pytest.approx(found.total, rel=0.05)
    assert {p.nodes[0] for p in found.paths} == {2}


@settings(max_examples=15)
@given(SEEDS, st.sampled_from([[0], [1, 2]]))
def test_emissions_behind_an_output_are_what_extraction_takes_from_the_others(seed, places):
    accounts = small(seed)
    x = np.asarray(accounts.table.x)
    rest = [k for k in range(4) if k not in places]
    needed = accounts.A[np.ix_(rest, places)] @ x[places]
    alone = np.linalg.inv(np.eye(len(rest)) - accounts.A[np.ix_(rest, rest)])
    arising = accounts.f[rest] * (alone @ needed)
    found = behind_output(accounts, places)
    assert found.arising[rest] == pytest.approx(arising)
    assert found.arising[places].tolist() == [0.0] * len(places)
    assert found.total == pytest.approx(arising.sum())


def test_folding_own_use_keeps_totals_and_leaves_no_repeats():
    accounts = small(6)
    plain, folded = (expand(accounts, "demand", f) for f in (False, True))
    assert folded.tiers(30).sum() == pytest.approx(plain.tiers(30).sum())
    found = upstream_paths(accounts, accounts.demand[:, 0], condensed=True)
    assert found.paths
    assert not any(a == b for p in found.paths for a, b in pairwise(p.nodes))


def test_a_sector_that_eats_its_own_output_cannot_be_folded():
    links = np.array([[1.0, 0.0], [0.0, 0.5]])
    one = np.ones(2)
    expansion = Expansion(one, links, one, one, one, lambda: one, one)
    with pytest.raises(InputError, match="without a bound"):
        fold_own_use(expansion)


def test_a_table_with_negative_inputs_is_bounded_by_their_size():
    Z, Y, ex, err, x = make_arrays(1, 3, 4)
    Z[0, 1] = -0.1 * x[1]
    accounts = plain_accounts(Z, Y, ex, err, x, np.ones(3), 1)
    found = upstream_paths(accounts, accounts.demand[:, 0], threshold=1e-3, condensed=True)
    assert any(p.value < 0 for p in found.paths)
    assert abs(found.total - found.covered) <= found.remainder_bound * (1 + 1e-9)


def test_negative_inputs_beyond_any_bound_are_refused():
    Z, Y, ex, err, x = make_arrays(1, 2, 4)
    Z[:] = np.array([[0.0, -1.5], [1.5, 0.0]]) * x
    accounts = plain_accounts(Z, Y, ex, err, x, np.ones(2), 1)
    with pytest.raises(InputError, match="without a bound"):
        upstream_paths(accounts, accounts.demand[:, 0])

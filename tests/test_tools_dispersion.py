"""Linkages, extraction and cuts of links against the textbook, brute force and pymrio."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_io import make_arrays, plain_accounts
from tools.supply_chain.algebra.leontief import leontief_inverse, technical_coefficients
from tools.supply_chain.key_links.cuts import exact_cut, first_order_cut
from tools.supply_chain.key_links.elasticities import all_elasticities
from tools.supply_chain.linkages.dispersion import (
    all_extractions,
    classify,
    disperse,
    joint_extraction_loss,
    output_loss,
    variation,
    weighted_inverse,
)

SEEDS = st.integers(0, 10_000)
ALL = np.ones(2, dtype=bool)


def small(seed, regions=2, sectors=4):
    Z, Y, ex, err, x = make_arrays(regions, sectors, seed)
    co2 = np.random.default_rng(seed).gamma(1.0, 3.0, regions * sectors)
    return plain_accounts(Z, Y, ex, err, x, co2, regions)


def textbook():
    """Miller & Blair 2009, section 2.3: two sectors."""
    Z, x = np.array([[150.0, 500.0], [200.0, 100.0]]), np.array([1000.0, 2000.0])
    return leontief_inverse(technical_coefficients(Z, x)), x


def test_linkages_of_the_textbook_economy():
    L, x = textbook()
    found = disperse(L, x, ALL)
    # Column sums 1.5181 and 1.4521, row sums 1.5842 and 1.3861 of L.
    assert found.power == pytest.approx([1.0222, 0.9778], abs=1e-4)
    assert found.sensitivity == pytest.approx([1.0667, 0.9333], abs=1e-4)
    # G = inv(I - B), B = [[.15, .5], [.1, .05]]: row sums 1.9142 and 1.2541.
    G = np.linalg.inv(np.eye(2) - np.array([[0.15, 0.5], [0.1, 0.05]])).sum(axis=1)
    assert found.ghosh == pytest.approx(G / G.mean())
    assert pytest.approx([1.9142, 1.2541], abs=1e-4) == G


def test_sectors_are_sorted_into_four_classes_and_idle_ones_apart():
    backward = np.array([1.5, 1.5, 0.5, 0.5, np.nan])
    forward = np.array([1.5, 0.5, 1.5, 0.5, np.nan])
    assert classify(backward, forward) == ["key", "backward", "forward", "independent", "idle"]
    assert classify(np.array([1.0]), np.array([1.0])) == ["independent"]


@settings(max_examples=20)
@given(SEEDS, st.booleans())
def test_linkages_average_to_one_and_do_not_depend_on_the_unit(seed, by_emissions):
    accounts = small(seed)
    x = np.asarray(accounts.table.x)
    f = accounts.f if by_emissions else None
    everyone = np.ones(len(x), dtype=bool)
    found = disperse(accounts.L, x, everyone, f)
    for values in (found.power, found.sensitivity, found.ghosh):
        assert values.mean() == pytest.approx(1.0)
    again = disperse(accounts.L, 7 * x, everyone, None if f is None else 1000 * f)
    assert again.ghosh == pytest.approx(found.ghosh)
    assert again.power == pytest.approx(found.power)


def test_the_ghosh_linkage_of_emissions_is_the_row_sum_of_the_ghosh_inverse():
    accounts = small(3)
    x, f = np.asarray(accounts.table.x), accounts.f
    G = np.linalg.inv(np.eye(8) - np.asarray(accounts.table.Z) / x[:, None])
    everyone = np.ones(8, dtype=bool)
    assert disperse(accounts.L, x, everyone, f).ghosh == pytest.approx(G @ f / (G @ f).mean())


def test_a_sector_without_output_is_no_yardstick():
    L = np.array([[1.2, 0.4, 0.0], [0.2, 1.2, 0.0], [0.0, 0.0, 1.0]])
    x = np.array([1.0, 1.0, 0.0])
    found = disperse(L, x, x != 0)
    assert found.power[:2] == pytest.approx([0.9333, 1.0667], abs=1e-4)
    assert np.isnan(found.power[2])
    assert np.isnan(disperse(L, 0 * x, x < 0).power).all()


def test_a_spread_is_zero_when_all_are_touched_alike_and_unknown_without_any():
    M = np.array([[2.0, 0.0, 0.0], [2.0, 4.0, 0.0]])
    assert variation(M, 0)[:2] == pytest.approx([0.0, np.sqrt(2)])
    assert np.isnan(variation(M, 0)[2])
    assert variation(M, 1) == pytest.approx([np.sqrt(3), 1.0])


def remaining(accounts, group, variant):
    """Emissions left when a group is cut out, by inverting the system that is left, in Mt."""
    A, y = accounts.A.copy(), accounts.all_demand.copy()
    A[group], A[:, group] = 0.0, 0.0
    y[group] = accounts.all_demand[group] if variant == "keeping_demand" else 0.0
    left = accounts.f @ np.linalg.inv(np.eye(len(A)) - A) @ y / 1e6
    own = accounts.direct_mt[group].sum() if variant == "chain_only" else 0.0
    return left + own


@settings(max_examples=15)
@given(SEEDS, st.sampled_from(["whole", "keeping_demand", "chain_only"]))
def test_extraction_is_what_inverting_the_rest_gives(seed, variant):
    accounts = small(seed)
    parts = (accounts.f, accounts.L, accounts.L @ accounts.all_demand, accounts.all_demand)
    total = accounts.direct_mt.sum()
    single = all_extractions(*parts)[variant]
    for k in range(8):
        assert single[k] == pytest.approx(total - remaining(accounts, [k], variant), abs=1e-6)
        assert joint_extraction_loss(*parts, [k], variant) == pytest.approx(single[k])
    group = [0, 3, 6]
    joint = joint_extraction_loss(*parts, group, variant)
    assert joint == pytest.approx(total - remaining(accounts, group, variant), abs=1e-6)


@settings(max_examples=15)
@given(SEEDS)
def test_losses_of_single_sectors_add_up_to_more_than_their_joint_loss(seed):
    accounts = small(seed)
    demand = np.abs(accounts.all_demand)
    parts = (accounts.f, accounts.L, accounts.L @ demand, demand)
    added = all_extractions(*parts)["whole"][[1, 2, 5]].sum()
    assert joint_extraction_loss(*parts, [1, 2, 5]) <= added * (1 + 1e-12)
    everyone = joint_extraction_loss(*parts, range(8))
    assert everyone == pytest.approx(accounts.f @ parts[2] / 1e6)


def test_output_loss_is_what_inverting_the_rest_gives():
    accounts = small(4)
    x = accounts.L @ accounts.all_demand
    for k in range(8):
        A, y = accounts.A.copy(), accounts.all_demand.copy()
        A[k], A[:, k], y[k] = 0.0, 0.0, 0.0
        left = (np.linalg.inv(np.eye(8) - A) @ y).sum()
        assert output_loss(accounts.L, x)[k] == pytest.approx(x.sum() - left)


@settings(max_examples=20)
@given(SEEDS, st.floats(0.001, 1.0), st.lists(st.tuples(*[st.integers(0, 7)] * 2), min_size=1,
                                               max_size=5, unique=True))  # fmt: skip
def test_cuts_of_links_are_what_solving_again_gives(seed, share, links):
    accounts = small(seed)
    x = accounts.L @ accounts.all_demand
    A = accounts.A.copy()
    for cell in links:
        A[cell] *= 1 - share
    before = accounts.f @ x
    after = accounts.f @ np.linalg.inv(np.eye(8) - A) @ accounts.all_demand
    found = exact_cut(accounts.m, accounts.A, x, accounts.L, links, share)
    assert found == pytest.approx(before - after, rel=1e-7, abs=1e-6 * before)


def test_a_small_cut_is_the_sum_of_elasticities():
    accounts = small(9)
    x, links = accounts.L @ accounts.all_demand, [(0, 1), (5, 2)]
    linear = first_order_cut(accounts.m, accounts.A, x, links, 0.01)
    wanted = sum(all_elasticities(accounts)[cell] for cell in links)
    assert linear / (accounts.f @ x) == pytest.approx(0.01 * wanted)
    exact = exact_cut(accounts.m, accounts.A, x, accounts.L, links, 1e-6)
    assert exact == pytest.approx(1e-4 * linear, rel=1e-5)


@pytest.mark.filterwarnings("ignore")
def test_pymrio_gives_the_same_multipliers_and_ghosh_inverse():
    pymrio = pytest.importorskip("pymrio")
    accounts = small(11)
    x = np.asarray(accounts.table.x)
    A = pymrio.calc_A(np.asarray(accounts.table.Z), x)
    assert pymrio.calc_L(A) == pytest.approx(accounts.L)
    everyone = np.ones(8, dtype=bool)
    M = pymrio.calc_M(accounts.f[None, :], pymrio.calc_L(A)).ravel()
    assert disperse(accounts.L, x, everyone, accounts.f).power == pytest.approx(M / M.mean())
    G = np.asarray(pymrio.calc_G(pymrio.calc_B(np.asarray(accounts.table.Z), x)))
    found = disperse(accounts.L, x, everyone).ghosh
    assert found == pytest.approx(G.sum(axis=1) / G.sum(axis=1).mean())


def test_weighting_the_inverse_gives_the_multipliers():
    accounts = small(2)
    assert weighted_inverse(accounts.L, accounts.f).sum(axis=0) == pytest.approx(accounts.m)
    assert weighted_inverse(accounts.L) is accounts.L

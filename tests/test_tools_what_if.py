"""What-if algebra against inverting again, and the laws that any change must keep."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InputError
from tests.small_io import make_arrays, plain_accounts
from tools.supply_chain.what_if.maths import (
    Economy,
    Response,
    chain_effect_mt,
    direct_effect_mt,
    footprint_mt,
    price_rise_pct,
    respond,
)
from tools.supply_chain.what_if.outcome import base_economy, largest

SEEDS = st.integers(0, 10_000)


def small(seed, regions=2, sectors=4):
    Z, Y, ex, err, x = make_arrays(regions, sectors, seed)
    co2 = np.random.default_rng(seed).gamma(1.0, 3.0, regions * sectors)
    return plain_accounts(Z, Y, ex, err, x, co2, regions)


def before(accounts):
    x = accounts.outputs.sum(axis=1) + accounts.other_outputs.sum(axis=1)
    return Response(accounts.f, x, accounts.m)


def changed(accounts, seed, columns=2):
    """An economy whose intensities, some columns and final demand have all moved."""
    rng = np.random.default_rng(seed + 1)
    start = base_economy(accounts)
    n = len(accounts.f)
    users = rng.choice(n, columns, replace=False)
    return Economy(
        f=start.f * rng.uniform(0, 1.5, n),
        demand=start.demand * rng.uniform(0.5, 1.5, start.demand.shape),
        exports=start.exports * rng.uniform(0.5, 1.5, n),
        columns={int(j): accounts.A[:, j] * rng.uniform(-1.0, 0.1, n) for j in users},
    )


def solved_again(accounts, end):
    """The oracle: change A, invert it, and multiply."""
    A = accounts.A.copy()
    for j, change in end.columns.items():
        A[:, j] += change
    L = np.linalg.inv(np.eye(len(A)) - A)
    y = end.demand.sum(axis=(1, 2)) + end.exports + accounts.table.err
    return L @ y, end.f @ L


@settings(max_examples=40)
@given(SEEDS, st.integers(1, 5))
def test_every_change_equals_inverting_again(seed, columns):
    accounts = small(seed)
    end = changed(accounts, seed, columns)
    found = respond(accounts.L, before(accounts), base_economy(accounts), end)
    x, m = solved_again(accounts, end)
    assert np.allclose(found.x, x, rtol=1e-9, atol=1e-9 * abs(x).max())
    assert np.allclose(found.m, m, rtol=1e-9, atol=1e-9 * abs(m).max())


@given(SEEDS)
def test_no_change_leaves_everything_exactly_as_it_is(seed):
    accounts = small(seed)
    start = base_economy(accounts)
    found = respond(accounts.L, before(accounts), start, start)
    assert np.array_equal(found.x, before(accounts).x)
    assert np.array_equal(found.m, accounts.m)
    idle = Economy(start.f.copy(), start.demand.copy(), start.exports, {1: np.zeros(len(start.f))})
    found = respond(accounts.L, before(accounts), start, idle)
    assert np.allclose(found.direct_mt, before(accounts).direct_mt, rtol=1e-12)


@given(SEEDS, st.floats(-1.0, 2.0))
def test_emissions_are_linear_in_intensities(seed, share):
    accounts = small(seed)
    start = base_economy(accounts)
    base = before(accounts)

    def total(part):
        f = start.f.copy()
        f[0] *= 1 + part
        found = respond(accounts.L, base, start, Economy(f, start.demand, start.exports))
        return found.direct_mt.sum() - base.direct_mt.sum(), found.m - base.m

    whole, once = total(1.0), total(share)
    assert once[0] == pytest.approx(share * whole[0], abs=1e-9 * (1 + abs(whole[0])))
    assert np.allclose(once[1], share * whole[1], atol=1e-9 * abs(whole[1]).max())


@given(SEEDS)
def test_direct_and_chain_effects_add_to_the_change_and_footprints_to_all_of_it(seed):
    accounts = small(seed)
    start, end = base_economy(accounts), changed(accounts, seed)
    base = before(accounts)
    after = respond(accounts.L, base, start, end)
    change = after.direct_mt - base.direct_mt
    parts = direct_effect_mt(base, after) + chain_effect_mt(base, after)
    assert np.allclose(parts, change, atol=1e-9 * abs(change).max())
    rest = accounts.table.err
    embodied = [
        footprint_mt(r, e).sum() + r.m @ (e.exports + rest) / 1e6
        for r, e in ((base, start), (after, end))
    ]
    assert embodied[1] - embodied[0] == pytest.approx(change.sum(), rel=1e-6, abs=1e-9)


@given(SEEDS, st.floats(1.0, 500.0))
def test_what_a_carbon_price_costs_all_buyers_is_what_emitters_pay(seed, price):
    accounts = small(seed)
    rise = price_rise_pct(accounts.f, accounts.L, {}, price)
    y = accounts.all_demand
    assert rise @ y / 100 * 1e4 == pytest.approx(price * accounts.f @ before(accounts).x, rel=1e-9)


def test_a_carbon_price_counts_changed_columns():
    accounts = small(3)
    end = changed(accounts, 3)
    _, m = solved_again(accounts, end)
    assert np.allclose(price_rise_pct(end.f, accounts.L, end.columns, 50.0), 50.0 * m / 100)


def test_coefficients_that_use_up_the_output_are_refused():
    accounts = small(1)
    n = len(accounts.f)
    start = base_economy(accounts)
    column = np.zeros(n)
    column[0] = 1.0
    end = Economy(start.f, start.demand, start.exports, {0: column})
    with pytest.raises(InputError, match="smaller changes"):
        respond(accounts.L, before(accounts), start, end)


def test_the_largest_changes_follow_the_sign_of_the_largest():
    assert largest(np.array([0.0, 0.0]), [0, 1], 2) == []
    assert largest(np.array([2.0, -3.0, -1.0, 5.0]), [0, 1, 2], 5) == [1, 2]

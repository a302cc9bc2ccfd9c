"""Structural decomposition: by hand, against every ordering, and its identities."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.supply_chain.change.orderings import average_over_orderings, range_over_orderings
from tools.supply_chain.change.structure import Side, split_change

SEEDS = st.integers(0, 10_000)


def side(f, A, y, size=None):
    L = np.linalg.inv(np.eye(len(f)) - np.asarray(A, dtype=float))
    y = np.asarray(y, dtype=float)
    return Side(np.asarray(f, dtype=float), lambda Y: L @ Y, y, size or float(y.sum())), L


def random_side(seed, n=4):
    rng = np.random.default_rng(seed)
    A = rng.uniform(0, 0.9 / n, (n, n))
    y = rng.normal(5.0, 3.0, n)
    y[0] += 3 * n * 10  # the sum stays positive although single entries may be negative
    return side(rng.gamma(1.0, 2.0, n), A, y)


def every_ordering(first, last, levels):
    """Effects of each factor in every order of change, by walking each order step by step."""
    k = len(levels(first))
    for order in permutations(range(k)):
        state = list(levels(first))
        effects = np.zeros(k)
        for factor in order:
            before = product(*state)
            state[factor] = levels(last)[factor]
            effects[factor] = (product(*state) - before).sum()
        yield effects


def product(f, L, mix, volume=1.0):
    return f * (L @ mix) * volume / 1e6


def test_a_sector_alone_by_hand():
    # E = f·L·y goes 2·2·10 → 1·2.5·16, both 40. Mean over the six orders of each factor's step:
    # f: −1·(20/3 + (32 + 25)/6 + 40/3), L: 0.5·(20/3 + (32 + 10)/6 + 16/3),
    # y: 6·(4/3 + (5 + 2)/6 + 2.5/3).
    first, _ = side([2e6], [[0.5]], [10.0], size=1.0)
    last, _ = side([1e6], [[0.6]], [16.0], size=1.0)
    found = split_change(first, last, sized=False)
    assert found.totals == pytest.approx([-29.5, 9.5, 20.0])
    assert (found.first[0], found.last[0]) == pytest.approx((40.0, 40.0))
    assert found.low == pytest.approx([-40.0, 5.0, 12.0])
    assert found.high == pytest.approx([-20.0, 16.0, 30.0])


def test_two_factors_are_the_mean_of_the_two_polar_forms():
    # Dietzenbacher & Los 1998: with two factors there are two orders, Δp·q0 + p1·Δq and
    # Δp·q1 + p0·Δq; by hand for p = (2, 3), q = (10, 12): 11 and 5.
    states = np.array([[20.0, 24.0], [30.0, 36.0]])
    polar = [np.array([10.0, 6.0]), np.array([12.0, 4.0])]
    assert average_over_orderings(states, 2) == pytest.approx(np.mean(polar, axis=0))


@settings(max_examples=25)
@given(SEEDS)
def test_four_factors_match_all_twenty_four_orders(seed):
    (first, L0), (last, L1) = random_side(seed), random_side(seed + 1)
    inverse = {id(first): L0, id(last): L1}

    def levels(s):
        return [s.f, inverse[id(s)], s.demand / s.size, s.size]

    walked = np.array(list(every_ordering(first, last, levels)))
    found = split_change(first, last, sized=True)
    assert len(walked) == 24
    assert found.totals == pytest.approx(walked.mean(axis=0))
    assert found.low == pytest.approx(walked.min(axis=0))
    assert found.high == pytest.approx(walked.max(axis=0))


@settings(max_examples=25)
@given(SEEDS, st.booleans())
def test_effects_add_up_to_the_change_of_every_row(seed, sized):
    (first, L0), (last, L1) = random_side(seed), random_side(seed + 7)
    if not sized:
        first, last = (Side(s.f, s.solve, s.demand, 1.0) for s in (first, last))
    found = split_change(first, last, sized=sized)
    assert found.by_row.sum(axis=0) == pytest.approx(found.last - found.first)
    assert found.first == pytest.approx(first.f * (L0 @ first.demand) / 1e6)
    assert found.last == pytest.approx(last.f * (L1 @ last.demand) / 1e6)


@settings(max_examples=15)
@given(SEEDS)
def test_a_factor_that_stays_has_no_effect(seed):
    first, _ = random_side(seed)
    last = Side(3 * first.f, first.solve, 2 * first.demand, 2 * first.size)
    effects = split_change(first, last, sized=True).totals
    assert effects[1:3] == pytest.approx([0.0, 0.0], abs=1e-9)
    assert (effects > 0).tolist()[0]
    unchanged = split_change(first, first, sized=True)
    assert unchanged.totals == pytest.approx(np.zeros(4), abs=1e-12)


@settings(max_examples=15)
@given(SEEDS, st.floats(0.5, 2.0))
def test_the_price_level_moves_effect_between_intensity_and_volume_alone(seed, price):
    (first, _), (last, _) = random_side(seed), random_side(seed + 3)
    real = Side(last.f * price, last.solve, last.demand / price, last.size / price)
    nominal, deflated = (split_change(first, s, sized=True) for s in (last, real))
    assert deflated.last == pytest.approx(nominal.last)
    moved = deflated.totals - nominal.totals
    assert moved.sum() == pytest.approx(0.0, abs=1e-9)


def test_the_range_holds_the_mean():
    states = np.random.default_rng(3).normal(size=(2, 2, 2, 5))
    low, high = range_over_orderings(states, 3)
    mean = average_over_orderings(states, 3)
    assert ((low <= mean + 1e-12) & (mean <= high + 1e-12)).all()

"""Budgets by two named rules, and overshoot against a benchmark: cases, identities, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tools.pathways.budgets import (
    accumulate,
    budget,
    integrate_trapezoid,
    overshoot,
    sum_annual,
)

YEARS = np.arange(2026, 2032)
paths = arrays(float, (2, 3, 6), elements=st.floats(-50, 500))


def test_the_two_rules_differ_by_half_the_ends():
    path = np.array([10.0, 8.0, 6.0, 4.0, 2.0, 0.0])
    assert sum_annual(path, YEARS) == pytest.approx(30)
    assert integrate_trapezoid(path, YEARS) == pytest.approx(25)


@given(paths)
def test_rules_agree_but_for_the_ends_over_any_leading_axes(path):
    gap = budget(path, YEARS, "annual_sum") - budget(path, YEARS, "trapezoid")
    assert gap == pytest.approx((path[..., 0] + path[..., -1]) / 2, abs=1e-7)


@given(paths, st.sampled_from(["annual_sum", "trapezoid"]))
def test_the_running_budget_ends_in_the_whole(path, rule):
    assert accumulate(path, YEARS, rule)[..., -1] == pytest.approx(
        budget(path, YEARS, rule), abs=1e-7
    )


def test_a_line_between_milestones_needs_no_years_between():
    line = np.array([100.0, 0.0])
    ends = np.array([2030, 2060])
    every = np.arange(2030, 2061)
    assert integrate_trapezoid(line, ends) == pytest.approx(
        integrate_trapezoid(np.interp(every, ends, line), every)
    )
    with pytest.raises(ValueError, match="needs every year"):
        sum_annual(line, ends)


@given(paths, paths, st.sampled_from(["annual_sum", "trapezoid"]))
def test_overshoot_is_what_lies_above_less_what_lies_below(path, other, rule):
    over, under = overshoot(path, other, YEARS, rule), overshoot(other, path, YEARS, rule)
    assert over.excess_mt == pytest.approx(over.above_mt - under.above_mt, abs=1e-6)
    assert (over.above_mt >= 0).all()
    assert over.excess_mt == pytest.approx(-under.excess_mt, abs=1e-6)


def test_a_path_on_its_benchmark_overshoots_nothing():
    path = np.array([5.0, 4.0, 3.0, 2.0, 1.0, 0.0])
    same = overshoot(path, path * (1 + 1e-13), YEARS, "annual_sum")
    assert same.excess_mt == pytest.approx(0, abs=1e-9)
    assert np.isnan(same.first_year)


def test_first_year_above_and_share_of_the_budget():
    benchmark = np.array([10.0, 8.0, 6.0, 4.0, 2.0, 0.0])
    path = np.array([[10.0, 8.0, 7.0, 6.0, 2.0, 0.0], [9.0, 7.0, 5.0, 3.0, 1.0, 0.0]])
    got = overshoot(path, benchmark, YEARS, "annual_sum")
    assert got.first_year[0] == 2028
    assert np.isnan(got.first_year[1])
    assert got.share_pct == pytest.approx([10.0, -100 / 6])
    assert got.above_mt == pytest.approx([3.0, 0.0])


def test_a_crossing_between_years_counts_its_triangle():
    got = overshoot(np.array([2.0, 0.0]), np.array([1.0, 1.0]), np.array([2030, 2040]), "trapezoid")
    assert got.above_mt == pytest.approx(2.5)
    assert got.excess_mt == pytest.approx(0)


def test_without_a_positive_budget_there_is_no_share():
    got = overshoot(np.ones(6), np.zeros(6), YEARS, "annual_sum")
    assert np.isnan(got.share_pct)
    assert got.excess_mt == pytest.approx(6)


@pytest.mark.parametrize(
    ("path", "years", "message"),
    [
        ([1.0, 2.0, 3.0], [2026, 2027], "shapes"),
        ([1.0, np.nan], [2026, 2027], "gap"),
        ([1.0, 2.0], [2027, 2026], "rise"),
    ],
)
def test_wrong_input_is_refused(path, years, message):
    with pytest.raises(ValueError, match=message):
        integrate_trapezoid(np.array(path), np.array(years))

"""Every corner case of the pathway equations that has a stated answer of its own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tools.pathways.benchmark import Benchmark, index_benchmark
from tools.pathways.equations import converge, cut_intensity, scope2_intensity

SI = np.array([1.4, 1.1, 0.6, 0.2])
SA = np.array([1700.0, 1800.0, 1700.0, 1600.0])


def test_a_vanishing_share_keeps_emissions_and_says_so():
    ca = np.array([[10.0, 1.0, 1e-3, 1e-6]])
    got = converge(np.array([20.0]), ca, SI, SA)
    d, p, limit = 2.0 - 0.2, (0.6 - 0.2) / 1.2, 10.0 * 1700 / 1700
    assert got.emissions[0, 2] == pytest.approx(d * p * limit, rel=1e-3)
    assert got.intensity[0, 2] > 2.0
    assert "vanishing_share" in got.notes_of(0)
    capped = converge(np.array([20.0]), ca, SI, SA, cap_share=True)
    assert capped.intensity[0, 2] < 2.0
    assert "vanishing_share" not in converge(np.array([20.0]), ca.clip(2), SI, SA).notes_of(0)


def test_emissions_of_a_base_year_without_output_are_not_carried_on():
    got = converge(np.array([7.0]), np.array([[0.0, 5.0, 5.0, 5.0]]), SI, SA)
    assert got.emissions[0] == pytest.approx([0.0, 5.5, 3.0, 1.0])
    assert got.notes_of(0) == ("no_base_activity",)


@pytest.mark.parametrize("scale", [1e-3, 1e3])
def test_kilograms_and_tonnes_give_the_same_path(scale):
    ca = np.array([[10.0, 14.0, 9.0, 8.0]])
    plain = converge(np.array([20.0]), ca, SI, SA)
    other = converge(np.array([20.0]) * scale, ca, SI * scale, SA)
    assert other.emissions / scale == pytest.approx(plain.emissions)
    assert other.flags.keys() == plain.flags.keys()
    assert [other.notes_of(0), other.m.tolist()] == [plain.notes_of(0), plain.m.tolist()]


def test_a_flat_benchmark_is_told_from_a_steep_one_in_any_unit():
    ca, level = np.full((1, 4), 10.0), np.full(4, 100.0)
    for scale in (1.0, 1e-6):
        flat = converge(np.array([20.0 * scale]), ca, np.full(4, scale), level)
        assert "flat_benchmark" in flat.notes_of(0)
        assert "flat_benchmark" not in converge(
            np.array([20.0 * scale]), ca, SI * scale, level
        ).notes_of(0)


@given(arrays(float, (3, 4), elements=st.floats(0.1, 1000)),
       arrays(float, (3,), elements=st.floats(0.1, 1000)))  # fmt: skip
def test_a_cap_never_adds_and_says_where_it_took(activity, emissions):
    reference = activity.sum(axis=0)
    si = emissions.sum() / reference[0] * np.array([1.0, 0.8, 0.4, 0.0])
    free = converge(emissions, activity, si, reference, hold_below=False)
    capped = converge(emissions, activity, si, reference, cap_share=True, hold_below=False)
    short = si * reference - capped.emissions.sum(axis=0)
    assert (short >= -1e-6 * reference.max()).all()
    took = (free.emissions - capped.emissions).max(axis=1) > 1e-6
    assert all("share_capped" in capped.notes_of(i) for i in np.flatnonzero(took))


@given(arrays(float, (3, 4), elements=st.floats(0.1, 1000)),
       arrays(float, (3,), elements=st.floats(0.1, 1000)))  # fmt: skip
def test_holding_who_is_below_is_all_that_parts_the_sum_from_the_reference(activity, emissions):
    reference = activity.sum(axis=0)
    si = emissions.sum() / reference[0] * np.array([1.0, 0.9, 0.7, 0.5])
    held = converge(emissions, activity, si, reference)
    free = converge(emissions, activity, si, reference, hold_below=False)
    gap = (si * reference - held.emissions.sum(axis=0)).sum()
    moved = (free.emissions - held.emissions)[held.flags["already_below"]].sum()
    assert gap == pytest.approx(moved, abs=1e-6 * reference.sum())


STEEL = Benchmark("Steel", "x", "Global", "S1", "t/t", (2020, 2030, 2050), (2.0, 1.0, 0.5), "s")


def test_a_base_year_before_or_after_the_series_holds_its_nearest_value():
    before = index_benchmark(STEEL, np.array([2015, 2020, 2030]), 2060, "as_published")
    assert before == pytest.approx([1.0, 1.0, 0.5])
    after = index_benchmark(STEEL, np.array([2055, 2060]), 2060)
    assert after == pytest.approx([1.0, 1.0])


def test_years_after_the_target_hold_the_end():
    got = converge(np.array([20.0]), np.full((1, 4), 10.0), SI, SA, end=1)
    assert got.p.tolist() == [1.0, 0.0, 0.0, 0.0]
    assert got.intensity[0] == pytest.approx([2.0, 1.1, 1.1, 1.1])


def test_an_intensity_cut_needs_activity_to_start_from():
    with pytest.raises(ValueError, match="no activity"):
        cut_intensity(np.array([1.0]), np.array([[0.0, 2.0]]), np.array([2026, 2027]), 7.0)


def test_an_intensity_cut_lets_emissions_rise_with_fast_growth():
    growing = np.array([[100.0, 120.0]])
    got = cut_intensity(np.array([10.0]), growing, np.array([2026, 2027]), 7.0)
    assert got[0, 1] == pytest.approx(10 * 1.2 * 0.93)
    assert got[0, 1] > 10


def test_scope_2_converges_by_the_same_equations_and_sums_to_its_reference():
    use, grid = np.array([[3.0, 3.0, 3.0], [9.0, 9.0, 9.0]]), np.array([0.6, 0.5])
    output = np.array([[5.0, 6.0, 4.0], [20.0, 20.0, 30.0]])
    shape = np.array([1.0, 0.5, 0.1])
    base, total = use[:, 0] * grid, output.sum(axis=0)
    mean_grid = base.sum() / use[:, 0].sum()
    si = scope2_intensity(use.sum(axis=0) * total / total[0], mean_grid * shape, total)
    got = converge(base, output, si, total, hold_below=False)
    assert got.emissions.sum(axis=0) == pytest.approx(si * total)
    assert got.intensity[:, -1] == pytest.approx([si[-1]] * 2)
    with pytest.raises(ValueError, match="every year"):
        scope2_intensity(use[0], grid[:1], np.array([1.0, 0.0, 1.0]))

"""The SDA equations against the worked case, a second implementation, and their identities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.errors import InputError
from tools.pathways.benchmark import (
    LEVELS,
    PRODUCTS,
    Benchmark,
    find_benchmark,
    find_level,
    index_benchmark,
    load_benchmarks,
)
from tools.pathways.equations import (
    contract_at_rate,
    contract_to_residual,
    converge,
    economic_cut,
    follow_reference,
    scope2_intensity,
)

YEARS = np.array([2020, 2030, 2040, 2050])
SA = np.array([1700.0, 1800.0, 1700.0, 1600.0])
SE = np.array([2380.0, 1980.0, 1020.0, 320.0])
SI = SE / SA


def by_hand(ce_b, ca, si, sa):
    """Eq. 3-6 year by year in plain Python, for one entity."""
    ci_b, end = ce_b / ca[0], si[-1]
    found = []
    for y in range(len(si)):
        p = (si[y] - end) / (si[0] - end)
        m = (ca[0] / sa[0]) / (ca[y] / sa[y])
        found.append(((ci_b - end) * p * m + end) * ca[y])
    return found


def test_worked_case():
    got = converge(np.array([20.0]), (10 * SA / SA[0])[None], SI, SA)
    assert got.intensity[0] == pytest.approx([2.0, 1.55, 0.8, 0.2], abs=1e-12)
    assert got.notes_of(0) == ()


def test_second_implementation_agrees():
    ca = np.array([[10.0, 14.0, 9.0, 8.0], [5.0, 5.0, 6.0, 30.0]])
    got = converge(np.array([20.0, 3.0]), ca, SI, SA)
    for row, ce_b in enumerate((20.0, 3.0)):
        assert got.emissions[row] == pytest.approx(by_hand(ce_b, ca[row], SI, SA))


positive = st.floats(0.1, 1000)


@given(
    arrays(float, (4,), elements=positive),
    arrays(float, (4, 5), elements=positive),
    arrays(float, (5,), elements=st.floats(0.01, 3)),
)
def test_provincial_targets_sum_to_the_reference_pathway(emissions, activity, index):
    if abs(index[0] - index[-1]) < 0.05:
        index = index + np.array([1.0, 0, 0, 0, 0])
    reference = activity.sum(axis=0)
    path = emissions.sum() / reference[0] * index / index[0]
    got = converge(emissions, activity, path, reference, hold_below=False)
    assert got.emissions.sum(axis=0) == pytest.approx(path * reference, rel=1e-6, abs=1e-6)


@given(arrays(float, (3, 4), elements=positive), arrays(float, (3,), elements=positive))
def test_base_is_kept_and_target_is_hit(activity, emissions):
    got = converge(emissions, activity, SI, activity.sum(axis=0), hold_below=False)
    assert got.emissions[:, 0] == pytest.approx(emissions)
    assert got.intensity[:, -1] == pytest.approx([0.2] * 3)


def test_capped_share_falls_short_and_says_so():
    ca = np.array([[10.0, 8.0, 6.0, 5.0], [10.0, 12.0, 14.0, 15.0]])
    free = converge(np.array([20.0, 20.0]), ca, SI, ca.sum(axis=0))
    capped = converge(np.array([20.0, 20.0]), ca, SI, ca.sum(axis=0), cap_share=True)
    assert capped.emissions[0, 1] < free.emissions[0, 1]
    assert "share_capped" in capped.notes_of(0)
    assert "share_capped" not in capped.notes_of(1)


def test_already_below_never_rises_unless_asked():
    ca = np.full((1, 4), 10.0)
    held = converge(np.array([1.0]), ca, SI, SA)
    asked = converge(np.array([1.0]), ca, SI, SA, hold_below=False)
    assert held.intensity[0] == pytest.approx([0.1] * 4)
    assert asked.intensity[0, -1] == pytest.approx(0.2)
    assert held.notes_of(0) == asked.notes_of(0) == ("already_below",)


def test_already_below_stays_where_it_is_when_its_share_falls():
    ca = np.array([[10.0, 2.0, 0.5, 0.1]])
    asked = converge(np.array([1.0]), ca, SI, SA, hold_below=False)
    assert asked.emissions.min() < 0
    held = converge(np.array([1.0]), ca, SI, SA)
    assert held.intensity[0] == pytest.approx([0.1] * 4)
    assert held.emissions[0] == pytest.approx(0.1 * ca[0])


def test_flat_benchmark_converges_linearly_with_time():
    got = converge(np.array([20.0]), np.full((1, 3), 10.0), np.full(3, 1.0), np.full(3, 100.0))
    assert got.intensity[0] == pytest.approx([2.0, 1.5, 1.0])
    assert "flat_benchmark" in got.notes_of(0)


def test_negative_end_is_allowed():
    si = np.array([1.0, 0.5, -0.1])
    got = converge(np.array([10.0]), np.full((1, 3), 10.0), si, np.full(3, 100.0))
    assert got.intensity[0, -1] == pytest.approx(-0.1)
    assert "negative_end" in got.notes_of(0)


def test_p_outside_its_range_is_noted_and_not_clamped():
    si = np.array([1.0, 1.2, 0.1, 0.2])
    got = converge(np.array([20.0]), np.full((1, 4), 10.0), si, np.full(4, 100.0))
    assert got.p == pytest.approx([1.0, 1.25, -0.125, 0.0])
    assert {"above_base", "below_end"} <= set(got.notes_of(0))


def test_no_activity_means_no_emissions_and_no_intensity():
    got = converge(np.array([20.0]), np.array([[10.0, 5.0, 0.0, 0.0]]), SI, SA)
    assert got.emissions[0, 2:].tolist() == [0.0, 0.0]
    assert np.isnan(got.intensity[0, 2:]).all()
    assert "no_activity" in got.notes_of(0)


def test_entrant_follows_the_reference():
    got = converge(np.array([0.0]), np.array([[0.0, 5.0, 5.0, 5.0]]), SI, SA)
    assert got.emissions[0] == pytest.approx([0.0, *(5 * SI[1:])])
    assert got.notes_of(0) == ("no_base_activity",)


def test_after_the_end_its_intensity_is_held():
    got = converge(np.array([20.0]), np.full((1, 4), 10.0), SI, SA, end=2)
    assert got.intensity[0, 3] == got.intensity[0, 2] == pytest.approx(0.6)
    assert "after_end" in got.notes_of(0)


def test_falling_intensity_with_rising_emissions_is_noted():
    ca = np.array([[10.0, 50.0, 150.0, 400.0]])
    got = converge(np.array([20.0]), ca, SI, SA)
    assert "rising_emissions" in got.notes_of(0)


@pytest.mark.parametrize(
    ("emissions", "activity", "message"),
    [
        ([20.0], [[10.0, 10.0]], "shapes"),
        ([np.nan], [[10.0] * 4], "gap"),
        ([20.0], [[10.0, -1.0, 1.0, 1.0]], "negative"),
    ],
)
def test_wrong_input_is_refused(emissions, activity, message):
    with pytest.raises(ValueError, match=message):
        converge(np.array(emissions), np.array(activity), SI, SA)


def test_plainer_relatives():
    assert follow_reference(np.array([10.0]), SE)[0] == pytest.approx(10 * SE / SE[0])
    assert scope2_intensity(np.array([14.0]), np.array([0.5]), np.array([2.0])) == pytest.approx(
        3.5
    )
    linear = contract_to_residual(np.array([100.0]), np.array([2020, 2040, 2060, 2070]), 2060, 0.1)
    assert linear[0] == pytest.approx([100, 55, 10, 10])
    assert contract_at_rate(np.array([50.0]), np.array([2020, 2060]), 4.2)[0] == pytest.approx(
        [50, 0]
    )
    assert economic_cut(1) == pytest.approx(0.07)
    with pytest.raises(ValueError, match="no emissions"):
        follow_reference(np.array([1.0]), np.array([0.0, 1.0]))


STEEL = Benchmark("Steel", "x", "Global", "S1", "t/t", (2020, 2030, 2050), (2.0, 1.0, 0.5), "s")


def test_stretch_reaches_the_last_value_in_the_target_year():
    got = index_benchmark(STEEL, np.array([2020, 2040, 2060, 2065]), 2060)
    assert got == pytest.approx([1.0, (1.0 - 0.5 * 5 / 20) / 2, 0.25, 0.25])


def test_as_published_reaches_it_in_2050_and_holds():
    got = index_benchmark(STEEL, np.array([2020, 2030, 2050, 2060]), 2060, "as_published")
    assert got == pytest.approx([1.0, 0.5, 0.25, 0.25])


def test_base_year_before_the_series_holds_its_first_value():
    assert index_benchmark(STEEL, np.array([2010, 2020]), 2060, "as_published")[1] == 1.0


def test_index_does_not_depend_on_the_unit():
    kilos = Benchmark(
        "Steel", "x", "Global", "S1", "kg/t", STEEL.years, (2000.0, 1000.0, 500.0), "s"
    )
    years = np.array([2026, 2040, 2060])
    assert index_benchmark(kilos, years, 2060) == pytest.approx(index_benchmark(STEEL, years, 2060))


def test_a_benchmark_at_zero_cannot_start_a_pathway():
    power = find_benchmark("power", "1.5C")
    with pytest.raises(InputError, match="already zero"):
        index_benchmark(power, np.array([2050, 2060]), 2060)


def test_every_sector_has_a_benchmark_at_every_level():
    for sector in PRODUCTS:
        for level in LEVELS:
            found = find_benchmark(sector, level)
            assert found.values[0] > found.values[-1] >= 0
    assert find_benchmark("power", "1.5C").region == "non-OECD"
    assert find_benchmark("nonferrous_smelting", "1.5C").level == "below 2C"
    assert all(b.source for b in load_benchmarks())


def test_unknown_level_names_those_there_are():
    assert find_level("well below 2 °C") == "below 2C"
    with pytest.raises(InputError) as error:
        find_level("3C")
    assert "1.5C" in error.value.text.zh
    assert error.value.suggestions == LEVELS

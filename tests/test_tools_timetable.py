"""Growth between published years and the years to come, and what a path says about time."""

import numpy as np
import pytest

from tools.pathways.growth import project_activity, project_gdp
from tools.pathways.scenarios import make_options
from tools.pathways.timetable import (
    best_fall,
    fall_rate_pct,
    find_net_zero,
    find_peak,
    pick_milestones,
)


def test_published_output_and_gdp_stand_as_they_are():
    options = make_options("CN-GD", start_year=2026, target_year=2060)
    steel = project_activity("crude_steel", ["CN-GD", "CN-XZ"], range(2019, 2030), options)
    assert steel[0, 0] == 32.2912
    assert steel[0, 5] == 40.4337
    assert steel[0, 6] == pytest.approx(40.4337 * 0.99)
    assert np.isnan(steel[1]).all()
    gdp = project_gdp("CN-GD", [2019, 2024, 2025], options)
    assert gdp == pytest.approx([351.65, 429.43, 429.43 * 1.048])


def test_peak_and_best_fall():
    years = np.array([2019, 2020, 2021])
    assert find_peak({2018: 5.0}, years, np.array([4.0, 6.0, 6.0])) == (2020, 6.0)
    assert best_fall({2010: 1.0, 2013: 2.0}) is None
    assert best_fall({2010: 1.0, 2020: 0.5}) is None


def test_net_zero_must_last():
    years = np.array([2050, 2051, 2052, 2053])
    assert find_net_zero(years, np.array([1.0, 0.0, 2.0, 0.0])) == 2053
    assert find_net_zero(years, np.array([1.0, 0.0, 0.0, 3.0])) is None


def test_rates_from_or_to_zero_have_no_value():
    assert fall_rate_pct(0.0, 1.0, 5) is None
    assert fall_rate_pct(1.0, 0.0, 5) is None
    assert fall_rate_pct(1.0, 1.0, 0) is None
    assert fall_rate_pct(1.0, 2.0, 1) == pytest.approx(-100)


def test_milestones_hold_start_and_target():
    assert pick_milestones(2019, 2019, 2033) == (2025, 2030, 2033)
    assert pick_milestones(2022, 2027, 2060)[:3] == (2025, 2027, 2030)


def test_own_growth_moves_only_the_region_that_asked():
    plain = make_options("CN-GD", start_year=2026, target_year=2060)
    fast = make_options("CN-GD", start_year=2026, target_year=2060, gdp_growth_pct=9.0)
    years = range(2024, 2036)
    before, after = (
        project_activity("cement", ["CN-GD", "CN-HE"], years, o) for o in (plain, fast)
    )
    assert after[0, -1] > before[0, -1]
    assert after[1] == pytest.approx(before[1])


def test_the_nation_is_the_sum_of_its_provinces():
    options = make_options("CN", start_year=2026, target_year=2060)
    cement = project_activity("cement", ["CN"], [2019], options)
    assert cement[0, 0] == pytest.approx(2330.4, abs=0.1)

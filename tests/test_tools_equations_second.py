"""A second implementation of the pathway equations, one year of one entity at a time.

It is written from the equations alone, without arrays, and compared over random input.
"""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tools.pathways.budgets import integrate_trapezoid, overshoot, sum_annual
from tools.pathways.equations import (
    contract_at_rate,
    contract_to_residual,
    converge,
    cut_intensity,
    economic_cut,
    follow_reference,
    scope2_intensity,
)


def sda_emissions(ce_b, ca, si, sa, *, end, capped, held):
    """Eq. 3-6, and for each corner case what the library says it does."""
    found = []
    for y in range(len(si)):
        if ca[y] == 0:
            found.append(0.0)
            continue
        if ca[0] == 0:
            found.append(si[min(y, end)] * ca[y])
            continue
        ci_b = ce_b / ca[0]
        if held and ci_b < si[end]:
            found.append(ci_b * ca[y])
            continue
        if y > end:
            p = 0.0
        elif math.isclose(si[0], si[end], rel_tol=1e-12):
            p = 1 - y / end
        else:
            p = (si[y] - si[end]) / (si[0] - si[end])
        m = (ca[0] / sa[0]) / (ca[y] / sa[y])
        if capped and m > 1:
            m = 1
        found.append(((ci_b - si[end]) * p * m + si[end]) * ca[y])
    return found


figure = st.floats(0.05, 500)
output = st.one_of(st.just(0.0), figure)
intensity = st.floats(-0.5, 3)


@st.composite
def sectors(draw):
    """A sector of 1–4 entities over 2–6 years, with zeros, entrants and negative ends."""
    entities, years = draw(st.integers(1, 4)), draw(st.integers(2, 6))
    ca = [[draw(output) for _ in range(years)] for _ in range(entities)]
    ce = [draw(figure) if row[0] else 0.0 for row in ca]
    si = [draw(intensity) for _ in range(years)]
    end = draw(st.integers(1, years - 1))
    if draw(st.booleans()):
        si[end] = si[0]
    assume(si[end] == si[0] or abs(si[0] - si[end]) > 1e-3)
    sa = [draw(figure) for _ in range(years)]
    return ce, ca, si, sa, end


@given(sectors(), st.booleans(), st.booleans())
def test_convergence_agrees_with_the_second_implementation(sector, capped, held):
    ce, ca, si, sa, end = sector
    got = converge(
        np.array(ce), np.array(ca), np.array(si), np.array(sa),
        end=end, cap_share=capped, hold_below=held,
    )  # fmt: skip
    for row in range(len(ce)):
        expected = sda_emissions(ce[row], ca[row], si, sa, end=end, capped=capped, held=held)
        assert got.emissions[row].tolist() == pytest.approx(expected, rel=1e-9, abs=1e-7)
        for y, activity in enumerate(ca[row]):
            if activity == 0:
                assert math.isnan(got.intensity[row, y])
            else:
                assert got.intensity[row, y] == pytest.approx(expected[y] / activity, rel=1e-6, abs=1e-7)  # fmt: skip


@given(sectors(), sectors())
def test_scenarios_on_a_leading_axis_are_as_if_run_one_by_one(one, other):
    years = min(len(one[2]), len(other[2]))
    entities = min(len(one[0]), len(other[0]))
    parts = [
        (np.array(ce[:entities]), np.array(ca)[:entities, :years], np.array(si[:years]),
         np.array(sa[:years]))
        for ce, ca, si, sa, _ in (one, other)
    ]  # fmt: skip
    both = converge(*(np.stack(pair) for pair in zip(*parts, strict=True)))
    for case, part in enumerate(parts):
        alone = converge(*part)
        assert both.emissions[case] == pytest.approx(alone.emissions, rel=1e-12)
        for name, mask in alone.flags.items():
            assert both.flags[name][case].tolist() == mask.tolist()


@given(st.lists(figure, min_size=2, max_size=6), st.lists(figure, min_size=1, max_size=4))
def test_eq_7_agrees(reference, emissions):
    got = follow_reference(np.array(emissions), np.array(reference))
    for row, base in enumerate(emissions):
        for y, se in enumerate(reference):
            assert got[row, y] == pytest.approx(base * se / reference[0])


@given(figure, st.floats(0, 1), st.floats(0, 15), st.integers(2027, 2070))
def test_contractions_agree(start, residual, rate, target):
    years = np.arange(2026, 2076)
    line = contract_to_residual(np.array([start]), years, target, residual)[0]
    fall = contract_at_rate(np.array([start]), years, rate)[0]
    for i, year in enumerate(years.tolist()):
        if year >= target:
            expected = start * residual
        else:
            expected = start - start * (1 - residual) * (year - 2026) / (target - 2026)
        assert line[i] == pytest.approx(expected)
        assert fall[i] == pytest.approx(max(0.0, start - start * rate / 100 * (year - 2026)))


@given(figure, st.lists(figure, min_size=4, max_size=4), st.floats(0, 20))
def test_intensity_cuts_agree_year_by_year(start, activity, rate):
    years = np.array([2026, 2027, 2030, 2040])
    got = cut_intensity(np.array([start]), np.array([activity]), years, rate)[0]
    for i, year in enumerate(years.tolist()):
        left = start / activity[0]
        for _ in range(year - 2026):
            left *= 1 - rate / 100
        assert got[i] == pytest.approx(left * activity[i])
        assert 1 - got[i] / activity[i] / (start / activity[0]) == pytest.approx(
            economic_cut(year - 2026, rate)
        )


@given(st.lists(st.tuples(figure, st.floats(0, 1.2), figure), min_size=2, max_size=5))
def test_scope_2_agrees(rows):
    use, grid, made = (np.array(column) for column in zip(*rows, strict=True))
    got = scope2_intensity(use, grid, made)
    for i, (ps, factor, sa) in enumerate(rows):
        assert got[i] == pytest.approx(ps * factor / sa)


@given(st.lists(st.tuples(st.floats(-20, 400), st.floats(1, 400)), min_size=2, max_size=8))
def test_budgets_agree(rows):
    years = list(range(2026, 2026 + len(rows)))
    path, other = ([r[i] for r in rows] for i in (0, 1))
    total = trapezoid = above = 0.0
    first = None
    for i, year in enumerate(years):
        total += path[i]
        above += max(path[i] - other[i], 0.0)
        if first is None and path[i] > other[i] * (1 + 1e-9):
            first = year
        if i:
            trapezoid += (path[i] + path[i - 1]) / 2
    axis = np.array(years)
    assert sum_annual(np.array(path), axis) == pytest.approx(total, abs=1e-9)
    assert integrate_trapezoid(np.array(path), axis) == pytest.approx(trapezoid, abs=1e-9)
    got = overshoot(np.array(path), np.array(other), axis, "annual_sum")
    assert got.above_mt == pytest.approx(above, abs=1e-9)
    assert got.share_pct == pytest.approx(100 * (total - sum(other)) / sum(other), abs=1e-6)
    if first is None:
        assert math.isnan(got.first_year)
    else:
        assert got.first_year == first

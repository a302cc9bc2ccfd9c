"""Scenarios side by side: no change is the baseline, differences add up, growth moves one way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.assumptions import load_scenarios
from data.errors import DataMissingError, InputError
from data.result import Result
from tests.small_inventory import assert_figures_are_claims, write_dataset
from tools.pathways.scenarios import make_options
from tools.pathways.sector_pathway import trace_sector
from tools.pathways.trajectory import trace
from tools.registry import Context, get_tool

YEARS = {"start_year": 2026, "target_year": 2060}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_dataset(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def context(dataset):
    return Context(dataset, this_year=2026)


def run(context, region="广东", **arguments):
    return get_tool("compare_scenarios").run(context, {"region": region, **arguments})


def table(result, name):
    held = next(t for t in result.tables if t.id == name)
    keys = [c.id for c in held.columns]
    return [dict(zip(keys, row, strict=True)) for row in held.rows]


def said(result, section="main"):
    return " ".join(f.text.en for f in result.findings if f.section == section)


def test_a_change_of_growth_leads_with_the_new_residual(context, dataset):
    result = run(context, growth_change_points=-1)
    assert_figures_are_claims(result)
    first, changed = table(result, "scenario_outcomes")
    options = make_options("CN-GD", growth_change_points=-1, **YEARS)
    assert changed["residual"] == pytest.approx(trace(dataset, options).net[-1])
    assert first["residual"] == pytest.approx(
        trace(dataset, make_options("CN-GD", **YEARS)).net[-1]
    )
    lead = result.findings[0].text.en
    assert lead.startswith("With GDP growth 1 point lower every year")
    residual = [c for c in result.claims if c.metric == "co2_residual_mt"]
    assert [c.value for c in residual if f"[[c:{c.id}]]" in lead] == pytest.approx(
        [first["residual"], changed["residual"]]
    )
    assert "whatever growth is after that" in said(result, "reasons")
    assert Result.model_validate_json(result.model_dump_json()) == result


def test_differences_have_both_figures_as_parents(context):
    result = run(context, growth_change_points=0.5)
    held = {c.id: c for c in result.claims}
    first, changed = table(result, "scenario_outcomes")
    [gap] = table(result, "scenario_differences")
    for key in ("y2030", "residual", "cumulative"):
        assert gap[key] == pytest.approx(changed[key] - first[key])
    for claim in (c for c in result.claims if c.metric == "difference"):
        second, base = (held[p] for p in claim.parents)
        assert claim.value == pytest.approx(second.value - base.value)


def test_the_chart_draws_what_the_table_says(context):
    result = run(context, scenarios=["slow", "fast_2c"], sinks_mt=0)
    [chart] = result.charts
    lines = {s["id"]: dict(zip(chart.data["x"], s["y"], strict=True)) for s in chart.data["series"]}
    for case, row in zip(("case0", "case1"), table(result, "scenario_outcomes"), strict=True):
        for year in (2030, 2040, 2050, 2060):
            assert lines[case][year] == pytest.approx(row[f"y{year}"], abs=1e-6)


def test_sectors_add_up_to_the_total_of_each_scenario(context):
    result = run(context)
    rows = table(result, "scenario_sectors")
    outcomes = table(result, "scenario_outcomes")
    assert len(outcomes) == len(load_scenarios())
    for i, outcome in enumerate(outcomes):
        assert sum(r[f"case{i}"] for r in rows) == pytest.approx(outcome["y2060"])
    lowest = min(outcomes, key=lambda r: r["residual"])
    assert f"lowest under “{lowest['scenario'].en}”" in said(result)


def test_one_scenario_is_set_against_the_default(context):
    first, other = table(run(context, scenarios=["快增长·2 °C"]), "scenario_outcomes")
    assert first["scenario"].en == "Steady growth, 1.5 °C"
    assert other["scenario"].en == "Fast growth, 2 °C"


def test_levels_are_compared_at_the_same_growth(context):
    first, second = table(run(context, benchmarks=["1.5", "2度"]), "scenario_outcomes")
    assert (first["scenario"].en, second["scenario"].en) == (
        "Steady growth, 1.5 °C",
        "Steady growth, 2 °C",
    )
    assert second["residual"] > first["residual"]


def test_the_default_alone_is_set_against_every_scenario(context):
    alone = run(context, scenarios=["steady"], growth_change_points=0)
    assert table(alone, "scenario_outcomes") == table(run(context), "scenario_outcomes")


def test_sinks_that_suffice_give_a_net_zero_year_and_a_caution(context):
    result = run(context, sinks_mt=500)
    first, changed = table(result, "scenario_outcomes")
    assert first["net_zero"] is None
    assert 2026 < changed["net_zero"] <= 2060
    assert changed["residual"] == 0
    assert first["y2060"] == changed["y2060"]
    assert "only as far as the stated removals do" in said(result)
    notes = " ".join(n.text.en for n in result.notes)
    assert "without a source" in notes
    assert "exceed the year's gross CO2" in notes
    assert [s["id"] for s in result.charts[0].data["series"]][-1] == "case1_net"


def test_sinks_that_do_not_suffice_say_so(context):
    result = run(context, sinks_mt=0.5, sinks_source="provincial plan")
    assert "not reached by 2060" in said(result)
    assert any("provincial plan" in s.citation for s in result.sources)


@settings(max_examples=10)
@given(points=st.floats(-3, 3))
def test_sda_sectors_never_fall_as_growth_rises(dataset, points):
    sectors = ("power", "ferrous_smelting", "nonmetal_minerals", "nonferrous_smelting")
    low, high = (
        make_options("CN-GD", growth_change_points=p, level="2C", **YEARS)
        for p in sorted((points, points + 0.5))
    )
    for sector in sectors:
        slow, fast = (trace_sector(dataset, o, sector, 2019).emissions for o in (low, high))
        assert (fast >= slow - 1e-9).all()


@settings(max_examples=10)
@given(points=st.floats(-3, 3))
def test_contracting_sectors_keep_their_share_whatever_growth_is(dataset, points):
    held = trace(dataset, make_options("CN-GD", growth_change_points=points, **YEARS))
    for path in held.paths.values():
        if path.method == "contraction":
            assert path.emissions[-1] == pytest.approx(0.05 * path.emissions[path.start])
    assert np.isfinite(held.net).all()


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"growth_pct_per_year": 400}, InputError, "out of range"),
        ({"growth_change_points": 400}, InputError, "404.8"),
        ({"scenarios": ["optimistic"]}, InputError, "Use one of: steady"),
        ({"benchmarks": ["3C"]}, InputError, "no benchmark"),
        ({"sinks_mt": -5}, InputError, "cannot be computed"),
        ({"target_year": 2010}, InputError, "cannot be computed"),
        ({"region": "西藏"}, DataMissingError, "Tibet"),
    ],
)
def test_what_cannot_be_is_explained(context, arguments, error, words):
    with pytest.raises(error) as found:
        run(context, **arguments)
    assert words in found.value.text.en


def test_lines_too_close_to_be_told_apart_get_a_chart_of_their_difference(context):
    result = run(context, growth_change_points=-1)
    paths, gaps = result.charts
    assert [s["role"] for s in paths.data["series"]] == ["history", "pathway", "pathway"]
    assert gaps.data["x"][0] == 2026
    [line] = gaps.data["series"]
    [row] = table(result, "scenario_differences")
    held = dict(zip(gaps.data["x"], line["y"], strict=True))
    for year in (2030, 2040, 2050, 2060):
        assert held[year] == pytest.approx(row[f"y{year}"], abs=1e-6)
    assert all(len(r.charts) == 1 for r in [run(context), run(context, sinks_mt=0.5)])

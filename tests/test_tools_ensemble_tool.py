"""The tool on certainty: what it says is claims, agrees with the draws, and explains bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import spearmanr

from data.dataset import Dataset
from data.errors import DataMissingError, InputError, StoppedError
from data.store import DEMONSTRATION_FOLDER
from tests.small_inventory import assert_figures_are_claims
from tools.ensemble.chunks import run_ensemble
from tools.ensemble.summary import (
    correlate,
    count_years,
    peak_years,
    rank_inputs,
    residuals,
    share_below,
)
from tools.pathways.scenarios import make_options
from tools.pathways.timetable import find_peak
from tools.pathways.trajectory import trace
from tools.registry import Context, get_tool


@pytest.fixture(scope="module")
def dataset():
    return Dataset(DEMONSTRATION_FOLDER)


@pytest.fixture(scope="module")
def context(dataset):
    return Context(dataset, this_year=2026)


def run(context, **arguments):
    return get_tool("ensemble").run(context, {"region": "广东", "draws": 500, **arguments})


def claims(result, metric):
    return [c for c in result.claims if c.metric == metric]


def test_what_it_says_is_claims_in_both_languages(context):
    assert_figures_are_claims(run(context))
    assert_figures_are_claims(run(context, sinks_mt=30, ccus_mt=10, sinks_note="林业局"))


def test_the_same_question_gives_the_same_answer(context):
    assert run(context) == run(context)
    assert run(context) != run(context, seed=1)


def test_residual_percentiles_and_probabilities_are_those_of_the_draws(context, dataset):
    result = run(context)
    options = make_options("CN-GD", start_year=2026, target_year=2060, series=dataset.series)
    held = run_ensemble(dataset, trace(dataset, options), count=500)
    left = residuals(held)
    told = {
        c.params["percentile"]: c.value
        for c in claims(result, "co2_residual_mt")
        if "percentile" in c.params
    }
    assert told[50] == pytest.approx(np.median(left))
    assert told[90] == pytest.approx(np.percentile(left, 90))
    below = next(c for c in claims(result, "probability_pct") if c.params["of"].endswith("20"))
    assert below.value == pytest.approx(100 * np.mean(left < 0.2 * held.central.gross[0]))


def test_the_fan_holds_its_middle_and_agrees_with_the_table(context):
    result = run(context)
    fan = next(c for c in result.charts if c.type == "fan")
    outer, inner = fan.data["bands"]
    middle = fan.data["middle"]["y"]
    courses = (outer["low"], inner["low"], middle, inner["high"], outer["high"])
    rows = zip(*courses, strict=True)
    held = [row for row in rows if row[0] is not None]
    assert all(list(row) == sorted(row) for row in held)
    table = next(t for t in result.tables if t.id == "percentiles")
    last = next(row for row in table.rows if row[0] == 2060)
    assert last[2:] == pytest.approx(held[-1], abs=1e-5)
    assert len(fan.data["x"]) == len(outer["low"]) == len(fan.data["lines"][0]["y"])
    history = fan.data["lines"][0]["y"]
    joints = {(h, m) for h, m in zip(history, middle, strict=True) if h and m}
    assert len(joints) == 1
    [(last, first)] = joints
    assert first == pytest.approx(last, rel=1e-6)


def test_stated_sinks_raise_the_probability_and_are_never_solved_for(context):
    none, some = run(context), run(context, sinks_mt=25)
    zero, more = (
        next(c.value for c in claims(r, "probability_pct") if c.params["of"].startswith("net"))
        for r in (none, some)
    )
    assert zero == 0
    assert 30 < more < 80
    assert "never solved for" in none.method.en
    assert any(row[1].en == "net" for t in some.tables if t.id == "percentiles" for row in t.rows)


def test_a_held_benchmark_is_no_source_of_variance(context):
    drawn, held = run(context, vary_benchmark=True), run(context)
    names = [
        {e.params["assumption"] for e in claims(r, "variance_share_pct")} for r in (drawn, held)
    ]
    assert "benchmark_level" in names[0]
    assert names[1].isdisjoint({"benchmark_level", "end_year_rule"})
    assert any("held as chosen" in n.text.en for n in held.notes)


def test_one_sector_and_several_provinces(context):
    power = run(context, sectors=["电力"])
    assert "power" in power.title.en.lower()
    group = run(context, region="京津冀")
    assert "Beijing" in group.title.en
    for result in (power, group):
        assert_figures_are_claims(result)


def test_demonstration_figures_stay_marked(context):
    result = run(context)
    assert {c.kind for c in result.claims} == {"demonstration"}
    assert {c.kind for c in result.charts} == {"demonstration"}


@pytest.mark.parametrize("draws", [10, 1_000_000])
def test_a_number_of_draws_out_of_range_is_explained(context, draws):
    with pytest.raises(InputError, match="between 100 and 200000"):
        run(context, draws=draws)


def test_bad_input_is_explained(context):
    with pytest.raises(InputError, match="target year"):
        run(context, target_year=2020)
    with pytest.raises(InputError, match="-10"):
        run(context, growth_pct_per_year=400)
    with pytest.raises(DataMissingError, match="Tibet"):
        run(context, region="西藏")
    with pytest.raises(InputError, match="seed"):
        run(context, seed=-1)


def test_it_reports_progress_and_stops_when_told(dataset):
    told = []
    run(Context(dataset, 2026, progress=lambda share, text: told.append((share, text.en))))
    assert told[-1][0] == pytest.approx(0.9)

    def stop(share, text):
        raise StoppedError

    with pytest.raises(StoppedError):
        run(Context(dataset, 2026, progress=stop))


tied = arrays(float, (12,), elements=st.integers(0, 4).map(float))


@given(tied, tied)
def test_rank_correlation_is_spearmans(one, other):
    from tools.ensemble.summary import _ranks

    if np.ptp(one) == 0 or np.ptp(other) == 0:
        assert correlate(one, other) == 0
        return
    assert correlate(_ranks(one), _ranks(other)) == pytest.approx(spearmanr(one, other).statistic)


def test_shares_of_the_variance_add_up_to_what_is_explained(dataset):
    options = make_options("CN-SX", start_year=2026, target_year=2060, series=dataset.series)
    found = rank_inputs(run_ensemble(dataset, trace(dataset, options), count=5000, hold=False))
    shares = [e.share_pct for e in found.effects]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(found.explained_pct, abs=4)
    by_id = {e.id: e for e in found.effects}
    assert by_id["benchmark_level"].correlation > 0.5
    assert by_id["benchmark_reach"].correlation < -0.4
    assert "projection_elasticity" not in by_id


histories = st.dictionaries(st.integers(2000, 2018), st.floats(1, 100), max_size=4)


@given(histories, arrays(float, (3, 5), elements=st.floats(1, 100)))
def test_peak_years_are_those_of_each_course(history, gross):
    years = np.arange(2019, 2024)
    found = peak_years(history, years, gross)
    assert found.tolist() == [find_peak(history, years, row)[0] for row in gross]


def test_years_are_counted_to_the_whole():
    often, rest = count_years(np.array([2026] * 150 + [2030] * 49 + [2040]))
    assert often == pytest.approx({2026: 75, 2030: 24.5})
    assert rest == pytest.approx(0.5)


def test_a_share_below_counts_strictly(dataset):
    options = make_options("CN-GD", start_year=2026, target_year=2060, series=dataset.series)
    held = run_ensemble(dataset, trace(dataset, options), count=100)
    assert share_below(held, 0.0) == 0
    assert share_below(held, 1000.0) == 100

"""Ensembles: each draw is what one trace gives, whatever the chunks; the draws follow their file."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.dataset import Dataset
from data.errors import InputError, StoppedError
from data.store import DEMONSTRATION_FOLDER
from data.uncertainty import Uncertainty, load_uncertainty
from tools.ensemble import chunks
from tools.ensemble.chunks import cut_chunks, run_ensemble
from tools.ensemble.draws import Draws, draw, pick, spread
from tools.ensemble.frame import build_frame
from tools.ensemble.rates import carry
from tools.ensemble.tracing import take_removals, trace_draws
from tools.pathways.group_trajectory import trace_group
from tools.pathways.scenarios import make_options
from tools.pathways.trajectory import trace


@pytest.fixture(scope="module")
def dataset():
    return Dataset(DEMONSTRATION_FOLDER)


def choose(dataset, region="CN-GD", start=2026, target=2060, **changed):
    held = make_options(region, start_year=start, target_year=target, series=dataset.series)
    return replace(held, **changed)


def at_the_centre(options):
    zero = {k: np.zeros(1) for k, u in load_uncertainty().items() if u.kind == "triangular"}
    still = np.zeros(1, dtype=int)
    return Draws(options, zero, (options.level,), still, (options.rule,), still)


CHANGES = [
    {},
    {"own_gdp_growth_pct": 4.0},
    {"growth_change_points": -1.0, "sinks_mt": 5.0, "ccus_mt": 30.0},
    {"own_activity_growth_pct": 1.0, "cap_share": True},
]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    region=st.sampled_from(["CN-GD", "CN-SX", "CN-QH", "CN-BJ", "CN"]),
    changed=st.sampled_from(CHANGES),
    scope=st.sampled_from([(), ("power", "nonmetal_minerals"), ("crop", "ferrous_smelting")]),
    span=st.sampled_from([(2026, 2060), (2024, 2050)]),
    seed=st.integers(0, 2**31),
    place=st.integers(0, 99),
)
def test_a_draw_is_what_trace_gives(dataset, region, changed, scope, span, seed, place):
    scope = tuple(s for s in scope if s != "crop")
    options = choose(dataset, region, *span, **changed)
    held = run_ensemble(dataset, trace(dataset, options, scope), count=100, seed=seed, hold=False)
    alone = trace(dataset, held.draws.options_of(place), scope)
    assert held.gross[place] == pytest.approx(alone.gross, rel=1e-9, abs=1e-9)
    assert held.net[place] == pytest.approx(alone.net, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("region", ["CN-GD", "CN-HE", "CN"])
@pytest.mark.parametrize("changed", CHANGES)
def test_the_centre_is_the_stated_pathway(dataset, region, changed):
    options = choose(dataset, region, **changed)
    central = trace(dataset, options)
    gross = trace_draws(build_frame(dataset, central, (options.level,)), at_the_centre(options))
    assert gross[0] == pytest.approx(central.gross, rel=1e-9, abs=1e-9)
    assert take_removals(central, gross)[0] == pytest.approx(central.net, rel=1e-9, abs=1e-9)


def test_a_group_is_the_sum_of_its_members_under_the_same_draws(dataset):
    options = choose(dataset, sinks_mt=20.0)
    each = [replace(options, region=r) for r in ("CN-BJ", "CN-TJ", "CN-HE")]
    held = run_ensemble(dataset, trace_group(dataset, each), count=100, seed=4, hold=False)
    drawn = [replace(held.draws.options_of(7), region=o.region) for o in each]
    alone = trace_group(dataset, drawn)
    assert held.gross[7] == pytest.approx(alone.gross, rel=1e-9)
    assert held.net[7] == pytest.approx(alone.net, rel=1e-9)
    members = [
        run_ensemble(dataset, trace(dataset, o), count=100, seed=4, hold=False) for o in each
    ]
    assert held.gross == pytest.approx(sum(m.gross for m in members), rel=1e-9)


def test_chunks_do_not_change_the_draws(dataset, monkeypatch):
    options = choose(dataset)
    whole = run_ensemble(dataset, trace(dataset, options), count=3500, seed=7, hold=False)
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 1)
    assert len(cut_chunks(3500, 42, 7, hold=False)) == 4
    parts = run_ensemble(dataset, trace(dataset, options), count=3500, seed=7, hold=False)
    np.testing.assert_array_equal(whole.gross, parts.gross)
    fewer = run_ensemble(dataset, trace(dataset, options), count=1500, seed=7, hold=False)
    np.testing.assert_array_equal(fewer.gross, whole.gross[:1500])


def test_another_seed_gives_other_draws(dataset):
    options = choose(dataset)
    one, two = (run_ensemble(dataset, trace(dataset, options), count=100, seed=s) for s in (1, 2))
    assert not np.array_equal(one.gross, two.gross)


def test_a_stated_level_is_kept_in_every_draw(dataset):
    options = choose(dataset, level="2C")
    held = run_ensemble(dataset, trace(dataset, options), count=100, hold=True).draws
    assert {held.options_of(i).level for i in range(100)} == {"2C"}
    assert {held.options_of(i).rule for i in range(100)} == {"stretch"}


def test_sinks_are_never_drawn(dataset):
    held = run_ensemble(dataset, trace(dataset, choose(dataset, sinks_mt=12.0)), count=200)
    assert held.gross[:, -1] - held.net[:, -1] == pytest.approx(np.full(200, 12.0))
    assert {"sinks", "ccus"}.isdisjoint(held.draws.shifts)


def test_draws_follow_the_ranges_and_weights_of_the_file(dataset):
    held = draw(choose(dataset), range(20), 20_000, 3, hold=False)
    for key, entry in load_uncertainty().items():
        if entry.kind != "triangular":
            continue
        values = held.shifts[key]
        assert values.min() >= entry.low
        assert values.max() <= entry.high
        mean = (entry.low + entry.mode + entry.high) / 3
        assert values.mean() == pytest.approx(mean, abs=0.01 * (entry.high - entry.low))
    shares = np.bincount(held.level) / held.size
    assert shares == pytest.approx([0.6, 0.2, 0.2], abs=0.02)


WHY = {"group": "growth", "status": "assumption", "reason": {"zh": "例", "en": "say"}}


@given(st.floats(0, 1), st.floats(-5, 0), st.floats(0.1, 5), st.floats(0.01, 0.99))
def test_spread_stays_inside_and_inverts_the_triangle(u, low, width, share):
    mode, high = low + share * width, low + width
    entry = Uncertainty(
        id="gdp_growth", kind="triangular", low=low, mode=min(mode, high), high=high, **WHY
    )
    x = float(spread(entry, np.array([u]))[0])
    assert low - 1e-9 <= x <= high + 1e-9
    below = (x - low) ** 2 / (width * (entry.mode - low)) if x < entry.mode else None
    above = 1 - (high - x) ** 2 / (width * (high - entry.mode)) if x > entry.mode else None
    for found in (below, above):
        assert found is None or found == pytest.approx(u, abs=1e-6)


def test_uniform_and_choice():
    even = Uncertainty(id="gdp_growth", kind="uniform", low=-1, high=3, **WHY)
    assert spread(even, np.array([0.0, 0.25, 1.0])).tolist() == [-1, 0, 3]
    rule = load_uncertainty()["end_year_rule"]
    assert pick(rule, np.array([0.0, 0.49, 0.5, 1.0])).tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "triangular", "low": 1, "mode": 0, "high": 2},
        {"kind": "triangular"},
        {"kind": "choice", "options": ("a", "b"), "weights": (1.0,)},
        {"kind": "choice", "options": ("a", "b"), "weights": (0.0, 0.0)},
        {"id": "no_such_assumption", "kind": "uniform", "low": 0, "high": 1},
        {"kind": "fixed", "reason": None},
        {"kind": "fixed", "group": "no_such_group"},
    ],
)
def test_a_distribution_that_says_nothing_is_refused(wrong):
    with pytest.raises(ValueError, match=r"gdp_growth|no_such_assumption"):
        Uncertainty.model_validate({"id": "gdp_growth", **WHY, **wrong})


@given(st.lists(st.floats(0.1, 10), min_size=4, max_size=4), st.integers(0, 3))
def test_carry_is_the_recursion_year_by_year(values, last):
    known = np.array([[v if i <= last else np.nan for i, v in enumerate(values)]])
    index = np.cumprod(np.array([[1.0, 1.1, 0.9, 1.05], [1.0, 0.5, 2.0, 1.0]]), axis=1)
    expected = np.empty((2, 4))
    for n in range(2):
        for t in range(4):
            grown = t > last and expected[n, t - 1] * index[n, t] / index[n, t - 1]
            expected[n, t] = grown if t > last else values[t]
    assert carry(known, index) == pytest.approx(expected)


@pytest.mark.parametrize("count", [0, 99, 200_001, -5])
def test_too_few_or_too_many_draws_are_refused(dataset, count):
    with pytest.raises(InputError) as caught:
        run_ensemble(dataset, trace(dataset, choose(dataset)), count=count)
    assert "100" in caught.value.text.en
    assert "200000" in caught.value.text.zh


def test_progress_runs_to_the_end_and_may_stop(dataset, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 1)
    told = []
    run_ensemble(dataset, trace(dataset, choose(dataset)), count=3000, progress=told.append)
    assert told == pytest.approx([1 / 3, 2 / 3, 1])

    def stop(share):
        told.append(share)
        raise StoppedError

    told.clear()
    with pytest.raises(StoppedError):
        run_ensemble(dataset, trace(dataset, choose(dataset)), count=3000, progress=stop)
    assert told == pytest.approx([1 / 3])

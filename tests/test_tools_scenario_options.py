"""The reader's own changes of a pathway: growth, sinks, capture; and what is refused, with why."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.assumptions import load_assumptions
from data.errors import InputError
from tests.small_inventory import write_dataset
from tools.pathways.figures import PathFigures
from tools.pathways.removals import WITHOUT_SOURCE, mint_removals, note_removals
from tools.pathways.scenarios import make_options
from tools.pathways.trajectory import trace

YEARS = {"start_year": 2026, "target_year": 2060}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_dataset(tmp_path_factory.mktemp("tiny"))


def choose(region="CN-GD", **choices):
    return make_options(region, **YEARS, **choices)


def test_no_change_is_the_baseline_exactly(dataset):
    plain = choose()
    same = choose(growth_change_points=0, sinks_mt=0, sinks_note="", ccus_mt=0)
    assert same == plain
    assert same.described() == []
    assert same.stated == {}
    held = trace(dataset, same)
    assert np.array_equal(held.net, held.gross)


def test_a_point_less_is_taken_off_the_growth_of_the_region_alone():
    held = choose(growth_change_points=-1.0)
    base = load_assumptions()["gdp_growth"]
    for year in (2027, 2033, 2060):
        assert held.gdp_growth_pct("CN-GD", year) == pytest.approx(base.at(year) - 1)
        assert held.gdp_growth_pct("CN-BJ", year) == pytest.approx(base.at(year))
    assert held.described()[0].zh == "GDP增速每年低1个百分点"
    assert held.described()[0].en == "GDP growth 1 point lower every year"


def test_a_point_less_in_the_nation_is_taken_off_everywhere():
    held = choose("CN", growth_change_points=-0.5)
    assert held.growth_shifts("CN-GD", (2030,))[0] == held.growth_shifts("CN", (2030,))[0] == -0.5


def test_a_change_adds_to_the_scenario_and_to_a_given_rate():
    slow = choose(scenario="slow", growth_change_points=0.5)
    assert slow.growth_shifts("CN-GD", (2030,))[0] == pytest.approx(-0.5)
    given_rate = choose(gdp_growth_pct=4.0, growth_change_points=-1.0)
    assert given_rate.gdp_growth_pct("CN-GD", 2050) == pytest.approx(3.0)


def test_sinks_rise_from_zero_to_the_stated_amount(dataset):
    held = trace(dataset, choose(sinks_mt=10.0))
    sinks = held.gross - held.net
    assert sinks[: held.start + 1].tolist() == [0.0] * (held.start + 1)
    assert sinks[-1] == pytest.approx(10)
    assert sinks[held.at(2043)] == pytest.approx(5)


@given(stated=st.floats(0, 1e6))
def test_capture_never_takes_more_than_is_emitted(stated):
    gross = np.array([[5.0, 3.0, 1.0], [9.0, 0.0, -2.0]])
    taken = choose(ccus_mt=stated).captured_at(np.array([2026, 2043, 2060]), gross)
    assert (taken <= np.maximum(gross, 0)).all()
    assert (taken >= 0).all()
    assert taken[:, 0].tolist() == [0, 0]


def test_sinks_without_a_source_say_so(dataset):
    figures = PathFigures(dataset, choose(sinks_mt=50), 2019)
    [claim] = mint_removals(figures)
    assert (claim.kind, claim.source, claim.value) == ("user", WITHOUT_SOURCE, 50)
    said = " ".join(n.text.en for n in note_removals(figures, claim))
    assert "without a source" in said
    assert "linearly from zero" in said
    assert "exceed" not in said


def test_a_source_is_cited_and_an_excess_is_told(dataset):
    options = choose(sinks_mt=50, sinks_note=" provincial forest plan ", ccus_mt=4)
    figures = PathFigures(dataset, options, 2019)
    sinks, capture = mint_removals(figures)
    assert sinks.source == "provincial forest plan"
    said = " ".join(n.text.en for n in note_removals(figures, capture))
    assert "provincial forest plan" in said
    assert f"[[c:{sinks.id}]], exceed the year's" in said
    assert "net CO2 is negative" in said
    assert not any("capture" in n.text.en and "exceed" in n.text.en
                   for n in note_removals(figures, capture))  # fmt: skip


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"sinks_mt": -5}, "Sinks of -5 Mt cannot be computed"),
        ({"ccus_mt": float("nan")}, "Capture (CCUS) of nan Mt cannot be computed"),
        ({"sinks_mt": float("inf")}, "zero or a positive amount"),
        ({"gdp_growth_pct": 400}, "A growth of 400 % a year is out of range"),
        ({"growth_change_points": 400}, "takes growth to 404.8 % a year"),
        ({"growth_change_points": -13}, "between -12 and +10.2 points"),
        ({"scenario": "slow", "growth_change_points": -12}, "takes growth to -11 % a year"),
        ({"scenario": "slwo"}, "Did you mean “Slow growth, 1.5 °C”?"),
        ({"scenario": "xyz"}, "Use one of: steady"),
    ],
)
def test_what_cannot_be_is_explained_and_never_replaced(choices, words):
    with pytest.raises(InputError) as error:
        choose(**choices)
    assert words in error.value.text.en
    assert error.value.text.zh
    assert error.value.suggestions


def test_changes_are_described_in_words():
    held = choose(
        gdp_growth_pct=4, activity_growth_pct=1, sinks_mt=50, ccus_mt=2.5, level="2C",
        rule="as_published", cap_share=True,
    )  # fmt: skip
    assert [t.en for t in held.described()] == [
        "GDP growing 4 % a year",
        "output growing 1 % a year",
        "sinks of 50 Mt in 2060",
        "capture (CCUS) of 2.5 Mt in 2060",
        "benchmark 2 °C",
        "benchmarks as published",
        "share parameter capped at 1",
    ]

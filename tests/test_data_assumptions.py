"""Assumptions: each sourced or reasoned in both languages, readable by year."""

import pytest
from pydantic import ValidationError

from data.assumptions import (
    Assumption,
    find_scenario,
    load_assumptions,
    load_scenarios,
)
from data.errors import InputError
from tools.pathways.benchmark import LEVELS, PRODUCTS
from tools.roadmap.limits import METRIC, UNIT_LABEL
from tools.roadmap.uncertainty import STEPS

NAME = {"zh": "名", "en": "name"}
REASON = {"zh": "因", "en": "because"}


@pytest.mark.parametrize("held", load_assumptions().values(), ids=lambda a: a.id)
def test_every_assumption_says_where_it_comes_from(held):
    assert held.name.zh
    assert held.name.en
    if held.status == "sourced":
        assert held.source
    else:
        assert held.reason.zh
        assert held.reason.en
    assert "unverified" not in f"{held.source}{held.reason}".casefold()
    assert held.unit in UNIT_LABEL
    assert held.value is None or held.unit in METRIC


def test_what_the_pathways_read_is_there():
    held = load_assumptions()
    wanted = {f"activity_growth.{p}" for p in PRODUCTS.values()}
    wanted |= {f"residual.{level}" for level in LEVELS} | set(STEPS)
    assert wanted <= set(held)
    assert held["sinks"].value == 0


def test_rates_hold_to_the_end_of_their_period():
    held = Assumption.model_validate(
        {
            "id": "x",
            "name": NAME,
            "unit": "percent_per_year",
            "status": "assumption",
            "reason": REASON,
            "periods": [{"until": 2030, "value": 5.0}, {"until": 2040, "value": 3.0}],
        }
    )
    assert [held.at(y) for y in (2020, 2030, 2031, 2040, 2090)] == [5, 5, 3, 3, 3]


@pytest.mark.parametrize(
    "part",
    [
        {"value": 1.0, "status": "assumption"},
        {"value": 1.0, "status": "sourced", "reason": REASON},
        {"status": "assumption", "reason": REASON},
        {"value": 1.0, "text": NAME, "status": "assumption", "reason": REASON},
        {"value": 1.0, "status": "guess", "reason": REASON},
    ],
)
def test_incomplete_entries_are_refused(part):
    with pytest.raises(ValidationError):
        Assumption.model_validate({"id": "x", "name": NAME, "unit": "ratio", **part})


def test_scenarios_span_growth_and_benchmarks():
    held = load_scenarios()
    assert len(held) >= 3
    assert {s.growth for s in held.values()} == {"slow", "steady", "fast"}
    assert {s.level for s in held.values()} == set(LEVELS)
    assert find_scenario(None) is held["steady"]


def test_unknown_scenario_names_those_there_are():
    with pytest.raises(InputError) as error:
        find_scenario("optimistic")
    for scenario in load_scenarios().values():
        assert scenario.id in error.value.text.en
        assert scenario.name.zh in error.value.text.zh

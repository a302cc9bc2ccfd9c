"""Calculations on earlier figures: right values and units, wrong mixes refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from data.ledger import Ledger
from data.result import make_claim
from tests.tiny import tiny_dataset
from tools.arithmetic import check_operands, derive_claim
from tools.registry import Context, get_tool


def figure(value, region="CN-GD", unit="Mt", metric="co2_mt", year=2019, kind="official"):
    return make_claim(
        metric,
        value,
        unit=unit,
        kind=kind,
        dataset="tiny",
        source=f"source of {region}",
        year=year,
        entity={"region": region},
    )


GD, JS = figure(600), figure(660, "CN-JS")
GD_2010 = figure(500, year=2010)
PERSON = figure(4.8, unit="t_per_person", metric="co2_per_capita_t")


@pytest.fixture
def context(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.record([GD, JS, GD_2010, PERSON])
    return Context(tiny_dataset(tmp_path / "tiny"), 2026, claims=ledger)


def calculate(context, operation, *claims):
    arguments = {"operation": operation, "claims": [c.id for c in claims]}
    return get_tool("calculate").run(context, arguments)


@pytest.mark.parametrize(
    ("operation", "claims", "value", "unit", "metric"),
    [
        ("difference", (JS, GD), 60, "Mt", "co2_change_mt"),
        ("ratio", (JS, GD), 1.1, "ratio", "ratio"),
        ("share", (GD, JS), 100 * 600 / 660, "percent", "share_pct"),
        ("growth", (GD_2010, GD), 20, "percent", "growth_pct"),
        ("sum", (GD, JS), 1260, "Mt", "co2_mt"),
    ],
)
def test_value_unit_parents_and_formula(context, operation, claims, value, unit, metric):
    result = calculate(context, operation, *claims)
    claim = result.claims[-1]
    assert claim.value == pytest.approx(value)
    assert (claim.unit, claim.metric) == (unit, metric)
    assert claim.parents == tuple(c.id for c in claims)
    assert claim.formula
    assert f"[[c:{claim.id}]]" in result.findings[0].text.zh
    assert all(f"[[c:{c.id}]]" in result.findings[0].text.en for c in claims)


def test_what_the_figures_share_stays(context):
    growth = calculate(context, "growth", GD_2010, GD).claims[-1]
    assert (growth.entity, growth.year) == ({"region": "CN-GD"}, None)
    difference = calculate(context, "difference", JS, GD).claims[-1]
    assert (difference.entity, difference.year) == ({}, 2019)
    assert difference.source == "source of CN-JS | source of CN-GD"


def test_order_makes_another_figure(context):
    one, other = (calculate(context, "ratio", *p).claims[-1] for p in ((GD, JS), (JS, GD)))
    assert one.id != other.id
    assert one.value * other.value == pytest.approx(1)


def test_results_can_be_calculated_with(context):
    first = calculate(context, "sum", GD, JS)
    context.claims.record(first.claims)
    again = calculate(context, "share", GD, first.claims[-1])
    assert again.claims[-1].value == pytest.approx(100 * 600 / 1260)


def test_units_must_agree(context):
    with pytest.raises(InputError, match="differ in unit"):
        calculate(context, "sum", GD, PERSON)


def test_an_unknown_id_is_refused(context):
    with pytest.raises(InputError, match="nothing"):
        get_tool("calculate").run(context, {"operation": "sum", "claims": ["nothing", GD.id]})


def test_a_mark_serves_as_an_id(context):
    marks = [f"[[c:{GD.id}]]", f"c:{JS.id}"]
    result = get_tool("calculate").run(context, {"operation": "sum", "claims": marks})
    assert result.claims[-1].value == 1260


def test_no_ledger_is_an_unknown_id(tmp_path):
    with pytest.raises(InputError):
        calculate(Context(tiny_dataset(tmp_path), 2026), "sum", GD, JS)


@pytest.mark.parametrize(
    ("operation", "claims"),
    [
        ("ratio", [GD]),
        ("sum", [GD]),
        ("difference", [GD, JS, GD_2010]),
        ("sum", [GD, GD]),
        ("share", [GD, figure(0, "CN-JS")]),
        ("growth", [figure(0, "CN-JS"), GD]),
        ("sum", [PERSON, figure(5, "CN-JS", "t_per_person", "co2_per_capita_t")]),
        ("ratio", [figure(2, unit="rank", metric="rank"), figure(1, "CN-JS", "rank", "rank")]),
    ],
)
def test_what_makes_no_sense_is_refused(operation, claims):
    with pytest.raises(InputError):
        check_operands(operation, claims)


def test_percents_differ_in_percentage_points():
    shares = [figure(v, r, "percent", "share_pct") for v, r in ((40, "CN-GD"), (44, "CN-JS"))]
    assert derive_claim("difference", shares).unit == "percentage_point"


def test_demonstration_spoils_the_result(context):
    demo = figure(10, "CN-NX", kind="demonstration")
    context.claims.record([demo])
    result = calculate(context, "sum", GD, demo)
    assert result.claims[-1].kind == "demonstration"
    assert any("演示数据" in n.text.zh for n in result.notes)


POSITIVE = st.floats(1e-3, 1e6)


@given(POSITIVE, POSITIVE)
def test_operations_agree_with_each_other(one, other):
    pair = [figure(one), figure(other, "CN-JS")]
    growth, ratio, share, difference, total = (
        derive_claim(o, pair).value for o in ("growth", "ratio", "share", "difference", "sum")
    )
    assert one * (1 + growth / 100) == pytest.approx(other)
    assert share == pytest.approx(100 * ratio)
    assert other + difference == pytest.approx(one, abs=1e-6)
    assert total - difference == pytest.approx(2 * other)

"""Policy targets: where a region stands by data, what is open, and what cannot be told and why."""

import pytest

from data.dataset import Dataset
from data.errors import InputError
from data.series import gdp_index
from tests.conftest import ROOT
from tests.small_inventory import assert_figures_are_claims, write_dataset
from tests.tiny import tiny_dataset
from tools.policy.rows import pick_targets
from tools.policy.standing import assess, stand_on
from tools.policy.words import METRIC, QUALIFIER
from tools.registry import Context, get_tool


@pytest.fixture(scope="module")
def demonstration():
    return Context(Dataset(ROOT / "data" / "demonstration"), 2026)


def ask(context, **arguments):
    return get_tool("policy_targets").run(context, arguments)


def rows(result):
    (table,) = result.tables
    return [dict(zip([c.id for c in table.columns], r, strict=True)) for r in table.rows]


def said(result):
    return " ".join(f.text.zh for f in result.findings)


def row(**given):
    held = {"region": "CN-GD", "indicator": "co2_intensity_change", "base_year": "2010"}
    held |= {"year": "2019", "value_min": "-10", "value_max": "-10", "unit": "percent"}
    held |= {"metric_basis": "constant-price GDP, CO2", "qualifier": "target", "document": "d"}
    return held | given


@pytest.fixture
def ground(tmp_path):
    return stand_on(tiny_dataset(tmp_path / "tiny"), "CN-GD", 2026)


def test_a_target_due_in_an_inventory_year_is_met_or_missed(ground):
    # 500 to 600 Mt while real GDP nearly doubled: CO2 per real GDP fell by 39 %.
    met = assess(ground, row())
    assert (met.status, met.result.year) == ("met", 2019)
    assert met.result.value == pytest.approx(100 * (1 - 1.2 * _gdp_ratio()))
    assert assess(ground, row(value_max="-60")).status == "missed"


def _gdp_ratio():
    held = gdp_index()
    return held.get("CN-GD", 2010) / held.get("CN-GD", 2019)


def test_a_target_not_yet_due_shows_its_progress(ground):
    check = assess(ground, row(year="2030", value_max="-65"))
    assert check.status == "open"
    assert check.result.year == 2019
    assert "到2019年为止" in check.because.zh


def test_a_target_past_due_without_its_inventory_is_not_assessable(ground):
    assert assess(ground, row(year="2020")).status == "unknown"
    no_base = assess(ground, row(base_year="2011"))
    assert (no_base.status, no_base.result) == ("unknown", None)
    assert "2011" in no_base.because.zh


def test_energy_targets_are_never_tested_with_co2(ground):
    check = assess(ground, row(indicator="non_fossil_energy_share", value_max="20"))
    assert check.status == "unknown"
    assert "能源" in check.because.zh


def test_the_highest_year_so_far_is_no_peak_yet(ground):
    check = assess(ground, row(indicator="co2_peak_year", year="2030", value_max=""))
    assert (check.status, check.result.value) == ("open", 2018)
    assert assess(ground, row(indicator="co2_peak_year", value_max="")).status == "met"


def test_the_nation_stands_as_its_constant_price_gdp_says(demonstration):
    result = ask(demonstration)
    target = next(r for r in rows(result) if "2005–2030" in r["target_name"].en)
    assert target["result"] == pytest.approx(44, abs=0.5)
    assert target["status"].en == "not yet due"
    assert target["gap"] == pytest.approx(target["result"] - 65)
    assert_figures_are_claims(result)


def test_a_province_has_its_own_targets_and_the_nations_as_orientation(demonstration):
    result = ask(demonstration, region="山东")
    assert {r["target_name"].en.split(":")[0] for r in rows(result)} == {"Shandong", "China"}
    assert "不是分省任务" in " ".join(n.text.zh for n in result.notes)
    assert all(r["document"].zh for r in rows(result))


def test_targets_of_a_plan_are_those_due_in_it(demonstration):
    result = ask(demonstration, region="广东", year_from=2021, year_to=2025)
    assert {r["target_name"].en[-5:-1] for r in rows(result)} <= {"2024", "2025"}
    assert "非化石能源消费比重" in said(result)
    with pytest.raises(InputError, match="2030"):
        ask(demonstration, region="广东", year_from=2040, year_to=2045)


def test_a_range_is_quoted_with_both_ends(demonstration):
    values = {c.value for c in ask(demonstration).claims if c.metric == "policy_target"}
    assert {7.0, 10.0} <= values


def test_a_target_waiting_for_its_text_is_said(demonstration):
    notes = [n.text.zh for n in ask(demonstration).notes if n.level == "missing"]
    assert any("十五五" in n for n in notes)


def test_a_region_without_an_inventory_still_has_its_targets(tmp_path):
    context = Context(write_dataset(tmp_path), 2026)
    result = ask(context, region="西藏")
    assert {r["status"].en for r in rows(result)} == {"not assessable"}


def test_every_target_has_words():
    for target in pick_targets("CN"):
        assert QUALIFIER[target["qualifier"]].zh
        assert METRIC[target["metric_basis"]].zh

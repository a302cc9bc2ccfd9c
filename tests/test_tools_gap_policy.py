"""Who can meet a target of CO2 per GDP: progress by inventories, projections that test nothing."""

import re

import pytest

from data.dataset import Dataset
from data.errors import InputError
from data.series import gdp_index
from tests.conftest import ROOT
from tests.small_inventory import assert_figures_are_claims
from tests.tiny import tiny_dataset
from tools.policy.standing import assess, stand_on
from tools.registry import Context, get_tool


@pytest.fixture(scope="module")
def demonstration():
    return Context(Dataset(ROOT / "data" / "demonstration"), 2026)


@pytest.fixture(scope="module")
def standing(demonstration):
    return run(demonstration)


def run(context, **arguments):
    return get_tool("gap_to_target").run(context, {"target": "policy", **arguments})


def rows(result, name="intensity_targets"):
    held = next(t for t in result.tables if t.id == name)
    return [dict(zip([c.id for c in held.columns], r, strict=True)) for r in held.rows]


def test_every_province_stands_against_its_own_target_or_the_nations(standing):
    held = {r["region"].zh: r for r in rows(standing)}
    assert len(held) == 31
    assert (held["山东"]["whose"].zh, held["山东"]["target"]) == ("山东", 68)
    assert (held["广东"]["whose"].zh, held["广东"]["target"]) == ("全国", 65)
    assert "不是分省任务" in " ".join(f.text.zh for f in standing.findings)
    assert held["西藏"]["outlook"].en == "not assessable"
    assert "Tibet" in " ".join(n.text.en for n in standing.notes if n.level == "missing")


def test_progress_and_projection_follow_by_hand(demonstration, standing):
    row = next(r for r in rows(standing) if r["region"].zh == "广东")
    inventory = demonstration.dataset.provincial
    totals = {y: float(inventory.cell("CN-GD", y).sum()) for y in (2005, 2015, 2019)}
    real = gdp_index()
    first = totals[2005] / real.get("CN-GD", 2005)
    now = totals[2019] / real.get("CN-GD", 2019)
    assert row["progress"] == pytest.approx(100 * (1 - now / first))
    last = max(real.years("CN-GD"))
    ahead = real.get("CN-GD", last) * 1.048 ** (2030 - last)
    trend = totals[2019] * (totals[2019] / totals[2015]) ** (11 / 4)
    assert row["by_trend"] == pytest.approx(100 * (1 - trend / ahead / first))
    assert row["short"] == pytest.approx(65 - row["by_trend"])


def test_the_outlook_is_what_the_figures_say(standing):
    for row in rows(standing):
        if row["by_trend"] is None:
            continue
        assert row["status"].en == "not yet due"
        if row["progress"] >= row["target"]:
            wanted = "already there"
        elif row["by_trend"] >= row["target"]:
            wanted = "within reach on the recent trend"
        else:
            reached = row["on_pathway"] >= row["target"]
            wanted = "only on the pathway" if reached else "not even on the pathway"
        assert row["outlook"].en.startswith(wanted)


def test_every_figure_is_a_claim_and_projections_say_so(standing):
    assert_figures_are_claims(standing)
    table = standing.tables[0]
    column = [c.id for c in table.columns].index("by_trend")
    ids = [row[column] for row in table.claims if row[column]]
    assert len(ids) == 30
    assert all("not observed" in standing.claim(i).source for i in ids)
    assert "A projection tests no target" in standing.method.en
    for finding in standing.findings:
        assert not re.search(r"\d", re.sub(r"\[\[c:\w+\]\]|20\d\d|CO2", "", finding.text.en))


def test_a_target_without_its_base_year_is_not_assessable_and_why(demonstration):
    result = run(demonstration, year=2025, regions=["山东", "广东"])
    assert {r["outlook"].en for r in rows(result)} == {"not assessable"}
    assert "no inventory of 2020" in " ".join(n.text.en for n in result.notes)
    assert result.charts == []


def test_faster_growth_makes_the_same_co2_a_larger_fall(demonstration):
    slow = run(demonstration, regions=["广东"], growth_pct_per_year=3)
    fast = run(demonstration, regions=["广东"], growth_pct_per_year=7)
    assert rows(slow)[0]["by_trend"] < rows(fast)[0]["by_trend"]
    shared = {c.id: c.value for c in slow.claims}
    assert all(shared.get(c.id, c.value) == c.value for c in fast.claims)


def test_a_year_without_targets_names_those_there_are(demonstration):
    with pytest.raises(InputError, match="2030"):
        run(demonstration, year=2041)


def test_the_list_of_targets_looks_ahead_where_one_is_open(demonstration):
    result = get_tool("policy_targets").run(demonstration, {"region": "山东"})
    held = next(r for r in rows(result, "policy_targets") if "2005–2030" in r["target_name"].en)
    ranked = next(r for r in rows(run(demonstration, regions=["山东"])))
    assert held["by_trend"] == pytest.approx(ranked["by_trend"])
    assert held["on_pathway"] == pytest.approx(ranked["on_pathway"])
    assert held["status"].en == "not yet due"
    assert "tests no target" in " ".join(f.text.en for f in result.findings)
    assert_figures_are_claims(result)


def test_a_high_in_the_last_inventory_is_no_peak_even_when_the_target_is_due(tmp_path):
    ground = stand_on(tiny_dataset(tmp_path / "tiny"), "CN-JS", 2026)
    row = {"region": "CN-JS", "indicator": "co2_peak_year", "base_year": "", "year": "2019",
           "value_min": "", "value_max": "", "unit": "", "metric_basis": "CO2",
           "qualifier": "before", "document": "d"}  # fmt: skip
    assert assess(ground, row).status == "unknown"

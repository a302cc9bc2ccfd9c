"""Five-year plans, the three-B frame and charts of a roadmap, and the difference to an answer before."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.dataset import Dataset
from data.result import Result
from tests.small_inventory import assert_figures_are_claims, curve, write_dataset
from tools.registry import Context, get_tool
from tools.roadmap.five_year import list_plans

DEMONSTRATION = Path(__file__).parent.parent / "data" / "demonstration"
GUANGDONG = {"region": "CN-GD"}
FOLLOW_UPS = [
    {"target_year": 2050},
    {"growth_pct_per_year": 4.0},
    {"growth_change_points": -1.0},
    {"sectors": ["power", "ferrous_smelting"]},
    {"benchmark": "2C"},
    {"scenario": "slow"},
    {"sinks_mt": 30.0},
    {"ccus_mt": 5.0},
]


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(write_dataset(tmp_path_factory.mktemp("tiny")), this_year=2026)


@pytest.fixture(scope="module")
def result():
    return run(Context(Dataset(DEMONSTRATION), this_year=2026), **GUANGDONG)


RUNS: dict[str, Result] = {}
"""Answers asked for by several tests: each is computed once."""


def run(context, **arguments):
    key = json.dumps([str(context.dataset.folder), arguments], sort_keys=True)
    if key not in RUNS:
        RUNS[key] = get_tool("net_zero_roadmap").run(context, arguments)
    return RUNS[key]


def rows(result, name):
    held = next(t for t in result.tables if t.id == name)
    return [dict(zip([c.id for c in held.columns], r, strict=True)) for r in held.rows]


def chart(result, name):
    return next(c for c in result.charts if c.id.startswith(name))


@given(st.integers(2001, 2099), st.integers(1, 99))
def test_plans_cover_every_year_once(start, span):
    target = min(start + span, 2100)
    plans = list_plans(start, target)
    years = [y for p in plans for y in range(p.first, p.last + 1)]
    assert years == list(range(start, target + 1))
    assert all(p.before == max(start, p.first - 1) for p in plans)
    assert all((p.last - 1) // 5 == (p.first - 1) // 5 for p in plans)


def test_the_plan_that_begins_in_2026_is_the_fifteenth():
    names = [p.name for p in list_plans(2026, 2060)]
    assert (names[0].zh, names[0].en) == ("十五五（2026–2030）", "15th plan, 2026–2030")
    assert [n.zh[:-11] for n in names[4:]] == ["十九五", "二十五", "二十一五"]


def test_plans_add_up_to_the_whole(result):
    plans = rows(result, "five_year_plans")
    milestones = {r["year"]: r["gross_co2_mt"] for r in rows(result, "timetable")}
    ends = dict(zip(range(2030, 2061, 5), plans, strict=True))
    assert all(p["end_co2_mt"] == pytest.approx(milestones[y]) for y, p in ends.items())
    total = next(
        c for c in result.claims if c.metric == "co2_cumulative_mt" and "from" not in c.params
    )
    assert sum(p["co2_cumulative_mt"] for p in plans) == pytest.approx(total.value, rel=1e-9)
    cut = 4 * plans[0]["co2_cut_mt_per_year"] + 5 * sum(p["co2_cut_mt_per_year"] for p in plans[1:])
    assert cut == pytest.approx(milestones[2026] - milestones[2060], rel=1e-9)


def test_plans_end_with_the_target(context):
    found = run(context, **GUANGDONG, target_year=2048, start_year=2028)
    names = [r["plan"].en for r in rows(found, "five_year_plans")]
    assert names[0] == "15th plan, 2028–2030"
    assert names[-1] == "19th plan, 2046–2048"


def test_charts_agree_with_the_tables(result):
    gross = {r["year"]: r["gross_co2_mt"] for r in rows(result, "timetable")}
    budget = chart(result, "budget")
    own = next(s for s in budget.data["series"] if s["id"] == "own")["y"]
    plans = rows(result, "five_year_plans")
    whole = sum(p["co2_cumulative_mt"] for p in plans)
    assert own[-1] == pytest.approx(whole, abs=1e-5)
    assert own[0] == pytest.approx(gross[2026], abs=1e-5)
    cuts = chart(result, "cuts")
    listed = [r for r in rows(result, "sectors") if r["sector"].en != "Total"]
    for names, line, row in zip(cuts.data["y"], cuts.data["z"], listed, strict=True):
        assert names == row["sector"].model_dump()
        for year in (2030, 2040, 2050, 2060):
            cut = 100 * (1 - row[f"y{year}"] / row["y2026"])
            assert line[cuts.data["x"].index(year)] == pytest.approx(cut, abs=1e-5)


def test_wedges_sum_to_the_total_cut(result):
    wedge = chart(result, "wedge")
    layers = [layer for layer in wedge.data["layers"] if layer["id"] != "remaining"]
    total = wedge.data["total"]["y"]
    for at in (0, 4, 14, 24, 34):
        cut = sum(layer["y"][at] for layer in layers)
        assert cut == pytest.approx(total[0] - total[at], abs=2e-5)
    rows_held = rows(result, "sectors")
    assert sum(r["cut_mt"] for r in rows_held[:-1]) == pytest.approx(
        rows_held[-1]["cut_mt"], rel=1e-9
    )


def test_lines_to_compare_with_start_where_the_pathway_does(result):
    drawn = chart(result, "pathway")
    own = curve(drawn, "pathway")
    assert curve(drawn, "market")[2026] == pytest.approx(own[2026], abs=1e-5)
    assert set(curve(drawn, "benchmark")) == set(range(2026, 2061))


def test_the_frame_ties_backbone_baseline_and_benchmark(result):
    held = rows(result, "three_b")
    assert list(dict.fromkeys(r["frame"].en for r in held)) == [
        "Backbone", "Baseline", "Benchmark"
    ]  # fmt: skip
    text = " ".join(f.text.en for f in result.findings if f.section == "frame")
    for name in ("Backbone", "Baseline", "Benchmark"):
        assert f"{name}: " in text


@pytest.mark.parametrize("changed", FOLLOW_UPS, ids=lambda c: next(iter(c)))
def test_a_changed_assumption_leads_with_the_difference(context, changed):
    found = run(context, **GUANGDONG, **changed, compared_with=GUANGDONG)
    assert_figures_are_claims(found)
    sections = list(dict.fromkeys(f.section for f in found.findings))
    assert sections == ["change", "timetable", "sectors", "chain", "uncertainty"]
    assert found.findings[0].text.en.startswith("Changed: ")
    for row in rows(found, "change"):
        if row["difference"] is not None:
            assert row["difference"] == pytest.approx(row["now"] - row["before"])
    alone = run(context, **GUANGDONG, **changed)
    before = run(context, **GUANGDONG)
    assert rows(found, "timetable") == rows(alone, "timetable")
    residual = rows(found, "change")[0]
    ends = [r["net_co2_mt"] for r in (rows(before, "timetable")[-1], rows(alone, "timetable")[-1])]
    assert [residual["before"], residual["now"]] == pytest.approx([max(e, 0) for e in ends])


def test_differences_name_both_figures_as_parents(context):
    found = run(context, **GUANGDONG, benchmark="2C", compared_with=GUANGDONG)
    held = {c.id: c for c in found.claims}
    marks = re.findall(r"\[\[c:(\w+)\]\]", " ".join(f.text.en for f in found.findings))
    shown = [held[m] for m in marks if held[m].metric == "difference"]
    assert shown
    for claim in shown:
        last, first = (held[p] for p in claim.parents)
        assert claim.value == pytest.approx(last.value - first.value)
        assert last.params["level"] != first.params["level"]


def test_nothing_changed_is_said(context):
    found = run(context, **GUANGDONG, compared_with=GUANGDONG)
    assert "Nothing was changed" in found.findings[0].text.en


def test_two_comparisons_share_no_difference(context):
    ids = [
        {
            c.id: c.value
            for c in run(context, **GUANGDONG, **changed, compared_with=GUANGDONG).claims
            if c.metric == "difference" and "against_year" in c.params
        }
        for changed in FOLLOW_UPS[1:5]
    ]
    for at, one in enumerate(ids):
        for other in ids[at + 1 :]:
            assert all(one[k] == other[k] for k in set(one) & set(other))


def test_no_chinese_text_nests_brackets(result):
    for finding in result.findings:
        depth = 0
        for mark in finding.text.zh:
            depth += (mark == "（") - (mark == "）")
            assert depth <= 1, finding.text.zh

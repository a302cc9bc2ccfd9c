"""Roadmaps of several provinces and of the nation: sums of members, names of who is missing."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Result
from data.vocabulary import INVENTORY_SECTORS, REGIONS
from tests.small_inventory import assert_figures_are_claims, write_dataset
from tests.small_io import REGIONS as IO_REGIONS
from tests.small_io import SECTORS, small_table
from tools.pathways.group_trajectory import trace_group
from tools.pathways.scenarios import make_options
from tools.pathways.trajectory import trace
from tools.registry import Context, get_tool
from tools.roadmap.request import find_regions
from tools.supply_chain.accounts.accounts import build_accounts, direct_emissions
from tools.supply_chain.roadmap.milestones import account_milestone, account_milestones

DEMONSTRATION = Path(__file__).parent.parent / "data" / "demonstration"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_dataset(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def demonstration():
    return Context(Dataset(DEMONSTRATION), this_year=2026)


@pytest.fixture(scope="module")
def delta(demonstration):
    return run(demonstration, region="长三角")


def run(context, **arguments):
    return get_tool("net_zero_roadmap").run(context, arguments)


def rows(result, name):
    held = next(t for t in result.tables if t.id == name)
    return [dict(zip([c.id for c in held.columns], r, strict=True)) for r in held.rows]


def said(result, section):
    return " ".join(f.text.en for f in result.findings if f.section == section)


def options(region, **changes):
    return make_options(region, start_year=2026, target_year=2060, **changes)


@settings(max_examples=10)
@given(
    st.permutations(["CN-BJ", "CN-HE", "CN-GD"]),
    st.integers(1, 3),
    st.floats(0, 8),
    st.sampled_from([(), ("power",), ("power", "nonmetal_minerals")]),
)
def test_a_group_is_the_sum_of_its_members(dataset, order, size, growth, sectors):
    each = [options(r, gdp_growth_pct=growth) for r in order[:size]]
    group = trace_group(dataset, each, sectors)
    alone = [trace(dataset, o, sectors) for o in each]
    assert group.gross == pytest.approx(np.sum([t.gross for t in alone], axis=0))
    for family, path in group.by_fuel().items():
        assert path == pytest.approx(np.sum([t.by_fuel()[family] for t in alone], axis=0))
    for year, value in group.history.items():
        assert value == pytest.approx(sum(t.history[year] for t in alone))


def test_sinks_of_a_group_count_once(dataset):
    each = [options(r, sinks_mt=10.0) for r in ("CN-BJ", "CN-GD")]
    group = trace_group(dataset, each)
    assert group.gross[-1] - group.net[-1] == pytest.approx(10)
    assert all((p.net == p.gross).all() for p in group.parts)


def test_the_roadmap_of_a_usual_group_has_every_part(delta):
    assert_figures_are_claims(delta)
    assert delta.title.en == "Roadmap of Yangtze River Delta to net zero by 2060"
    sections = list(dict.fromkeys(f.section for f in delta.findings))
    assert sections == [
        "summary", "frame", "baseline", "timetable", "sectors", "chain", "uncertainty", "limits"
    ]  # fmt: skip
    assert Result.model_validate_json(delta.model_dump_json()) == delta


def test_the_table_of_members_adds_up_to_the_timetable(delta):
    *members, total = rows(delta, "members")
    assert [m["region"].en for m in members] == ["Shanghai", "Jiangsu", "Zhejiang", "Anhui"]
    for key in ("y2019", "y2026", "y2030", "y2060"):
        assert sum(m[key] for m in members) == pytest.approx(total[key])
    assert sum(m["share_pct"] for m in members) == pytest.approx(100)
    gross = {r["year"]: r["gross_co2_mt"] for r in rows(delta, "timetable")}
    assert total["y2060"] == pytest.approx(gross[2060])
    sectors = [r for r in rows(delta, "sectors") if r["sector"].en != "Total"]
    assert sum(r["y2060"] for r in sectors) == pytest.approx(gross[2060])


def test_a_group_without_a_target_of_its_own_checks_only_those_of_its_members(delta):
    held = [t for t in delta.tables if t.id == "policy"]
    names = [r[0].en for t in held for r in t.rows]
    assert all(not n.startswith("China") for n in names)
    assert "national targets" not in said(delta, "timetable")


def test_tibet_in_a_group_is_named_and_alone_is_explained(demonstration):
    found = run(demonstration, region=["西藏", "四川", "青海"])
    assert "Tibet: no inventory" in said(found, "baseline")
    assert any("Tibet" in n.text.en for n in found.notes if n.level == "missing")
    assert [r["region"].en for r in rows(found, "members")] == ["Sichuan", "Qinghai", "Total"]
    for region in ("西藏", ["西藏"]):
        with pytest.raises(DataMissingError, match="Tibet"):
            run(demonstration, region=region)


def test_a_member_without_the_sector_counts_as_zero_and_is_named(demonstration):
    inventory = demonstration.dataset.provincial
    row = INVENTORY_SECTORS.index("coal_mining")
    idle = next(r for r in inventory.regions if inventory.cell(r, 2019)[row].sum() == 0)
    found = run(demonstration, region=[idle, "山西"], sectors=["coal_mining"])
    assert f"{REGIONS.label(idle, 'en')}: the 2019 inventory shows no emissions" in said(
        found, "baseline"
    )


def test_sectors_that_no_member_has_are_refused(dataset):
    with pytest.raises(DataMissingError, match="nothing to cut"):
        trace_group(dataset, [options("CN-BJ"), options("CN-GD")], ("logging",))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"region": ["全国", "广东"]}, "alone"),
        ({"region": []}, "at least one"),
        ({"region": ["江苏", "Zhejang"]}, "Zhejiang"),
        ({"region": "GD", "target_year": 2101}, "2100"),
        ({"region": "GD", "target_year": 2018}, "2060"),
        ({"region": "GD", "growth_pct_per_year": 400}, "15"),
        ({"region": "GD", "scenario": "miracle"}, "steady"),
        ({"region": "GD", "benchmark": "3C"}, "1.5C"),
        ({"region": "GD", "sinks_mt": -1}, "positive"),
        ({"region": "GD", "compared_with": {"target_year": 2050}}, "region"),
        ({"region": "GD", "compared_with": {"region": "GD", "mood": 1}}, "mood"),
        ({"region": "GD", "compared_with": {"region": "GD", "target_year": 2200}}, "2100"),
    ],
)
def test_what_cannot_be_drawn_is_explained(demonstration, arguments, message):
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        run(demonstration, **arguments)
    assert caught.value.text.zh != caught.value.text.en


def test_names_of_groups_and_provinces_mix():
    assert find_regions(["京津冀", "山东", "北京"]) == ("CN-BJ", "CN-TJ", "CN-HE", "CN-SD")


def known_world():
    table = small_table()
    return build_accounts(table, direct_emissions(table, None))


@settings(max_examples=5)
@given(st.integers(0, 1000), st.floats(0.1, 3))
def test_accounts_of_two_provinces_add_up(seed, demand):
    accounts, regions = known_world(), ["CN-GD", "CN-JS"]
    index = np.random.default_rng(seed).random((2, 42))
    other = np.random.default_rng(seed + 1).random(42)
    both = account_milestone(accounts, regions, 2040, index, demand, other)
    f = accounts.f * np.concatenate([index[0], index[1], other]) * demand / 1e6
    called = accounts.outputs[:, :2].sum(axis=1)
    assert both.direct_mt == pytest.approx(f[:84] @ accounts.table.x[:84])
    assert both.embodied_mt == pytest.approx(f @ called)
    assert both.elsewhere_mt == pytest.approx(f[84:] @ called[84:])
    assert both.outward_mt == pytest.approx(f[:84] @ accounts.outputs[:84, 2])


def test_milestones_of_a_group_follow_each_member():
    accounts = known_world()
    fast, slow = ({s: {2040: v} for s in SECTORS} for v in (0.2, 0.8))
    each = {"CN-GD": fast, "CN-JS": slow}
    base, later = account_milestones(accounts, each, slow, {2040: 2.0}, [2040])
    own = accounts.direct_mt.reshape(len(IO_REGIONS), 42).sum(axis=1)
    assert base.direct_mt == pytest.approx(own[0] + own[1])
    assert later.direct_mt == pytest.approx(2 * (0.2 * own[0] + 0.8 * own[1]))


def test_the_chain_of_a_group_follows_the_members_pathways(delta):
    held = {r["year"]: r for r in rows(delta, "chain_milestones")}
    sectors = [r for r in rows(delta, "sectors") if r["sector"].en != "Total"]
    power = next(r for r in sectors if r["sector"].en.startswith("Power"))
    chain = next(r for r in rows(delta, "chain_sectors") if r["sector"].en.startswith("Power"))
    assert chain["co2_2060_mt"] / chain["co2_2030_mt"] == pytest.approx(
        power["y2060"] / power["y2030"], rel=0.05, abs=0.01
    )
    assert held[2060]["embodied_mt"] < held[2030]["embodied_mt"] < held[2017]["embodied_mt"] * 2


def test_the_cuts_drawn_are_the_fall_of_what_demand_embodies(delta):
    chart = next(c for c in delta.charts if c.id == "chain_cuts")
    layer = {n["id"]: n["layer"] for n in chart.data["nodes"]}
    assert {(layer[k["source"]], layer[k["target"]]) for k in chart.data["links"]} == {(0, 1)}
    assert all(k["value"] > 0 for k in chart.data["links"])
    assert "2026–2060" in chart.title.en


def test_the_network_is_coloured_by_the_cut(delta):
    chart = next(c for c in delta.charts if c.id == "chain_network")
    assert chart.data["colour_by"] == "value"
    for node in chart.data["nodes"]:
        assert node["value"] == node["attributes"]["decline_pct"]
        if node["value"] is not None:
            assert node["value"] <= 100

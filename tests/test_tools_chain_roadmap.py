"""The input-output part of a roadmap: milestones by brute force, layered flows, honest text."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DataMissingError, InputError
from data.result import Result
from tests.small_io import IDLE, POWER, SECTORS, small_table, write_world
from tools.registry import Context
from tools.supply_chain.accounts.accounts import build_accounts, direct_emissions, open_accounts
from tools.supply_chain.roadmap.flows import draw_embodied, embodied_by_product
from tools.supply_chain.roadmap.milestones import account_milestone, account_milestones
from tools.supply_chain.roadmap.roadmap import chain_roadmap

YEARS = (2025, 2030, 2035, 2040, 2045, 2050, 2055, 2060)
FALLING = {y: 1 - 0.11 * (k + 1) for k, y in enumerate(YEARS)}
GROWTH = {y: 1 + 0.1 * (k + 1) for k, y in enumerate(YEARS)}
PATHWAY = dict.fromkeys(SECTORS, FALLING)


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(write_world(tmp_path_factory.mktemp("world")), 2026)


@pytest.fixture(scope="module")
def result(context):
    return chain_roadmap(context, "广东", PATHWAY, GROWTH, YEARS, inventory_year=2019)


def known_world():
    table = small_table()
    return build_accounts(table, direct_emissions(table, None))


def brute(accounts, index, demand):
    """Embodied, elsewhere, direct, outward and abroad of Guangdong, inverted afresh."""
    table, own = accounts.table, slice(0, 42)
    L = np.linalg.inv(np.eye(table.n) - accounts.A)
    f = accounts.f * np.tile(index, 3) / 1e6
    called = L @ (demand * accounts.demand[:, 0])
    other = L @ (demand * accounts.demand[:, 1:].sum(axis=1))
    everything = L @ (demand * accounts.all_demand)
    return [
        f @ called,
        f[42:] @ called[42:],
        f[own] @ everything[own],
        f[own] @ other[own],
        f[own] @ (L @ (demand * table.ex))[own],
    ]


@settings(max_examples=5)
@given(st.integers(0, 1000), st.floats(0.1, 3))
def test_milestones_are_what_inverting_again_gives(seed, demand):
    accounts = known_world()
    index = np.random.default_rng(seed).random(42)
    m = account_milestone(accounts, "CN-GD", 2040, index, demand)
    found = [m.embodied_mt, m.elsewhere_mt, m.direct_mt, m.outward_mt, m.abroad_mt]
    assert found == pytest.approx(brute(accounts, index, demand))


def test_an_unchanged_world_repeats_the_table_year():
    accounts = known_world()
    same = {s: {2040: 1.0} for s in SECTORS}
    base, later = account_milestones(accounts, "CN-GD", same, {2040: 1.0}, [2040])
    assert later.sectors_mt == pytest.approx(base.sectors_mt)
    assert later.alone_mt == pytest.approx(base.embodied_mt) == accounts.consumption_mt[0]
    assert base.direct_mt == pytest.approx(accounts.production_mt[0])


def test_milestones_up_to_the_table_year_are_passed_over():
    steps = account_milestones(known_world(), "CN-GD", {}, {2030: 1.0}, [2030, 2015, 2017, 2030])
    assert [s.year for s in steps] == [2017, 2030]


def test_acting_alone_cuts_less():
    accounts = known_world()
    last = account_milestones(accounts, "CN-GD", PATHWAY, GROWTH, YEARS)[-1]
    assert last.alone_mt > last.embodied_mt
    assert last.elsewhere_share < 1


def test_a_sector_without_index_stays_here_and_follows_the_average_elsewhere():
    accounts = known_world()
    index = {s: {2040: 0.2 if s == "power" else 0.6} for s in SECTORS if s != "coal_mining"}
    later = account_milestones(accounts, "CN-GD", index, {2040: 1.0}, [2040])[1]
    coal, direct = SECTORS.index("coal_mining"), accounts.direct_mt[:42]
    moved = direct.sum() - direct[coal]
    average = (0.6 * (moved - direct[POWER]) + 0.2 * direct[POWER]) / moved
    assert later.f[coal] == accounts.f[coal] > 0
    assert later.f[42 + coal] == pytest.approx(average * accounts.f[42 + coal])
    assert later.f[42 + POWER] == pytest.approx(0.2 * accounts.f[42 + POWER])


@pytest.mark.parametrize(
    ("index", "demand"),
    [
        ({**PATHWAY, "power": {2025: 0.9}}, GROWTH),
        (PATHWAY, {2025: 1.0}),
        ({**PATHWAY, "power": dict.fromkeys(YEARS, -0.1)}, GROWTH),
        (PATHWAY, dict.fromkeys(YEARS, float("nan"))),
    ],
)
def test_an_index_that_is_missing_or_senseless_is_named(context, index, demand):
    with pytest.raises(InputError, match=r"20\d\d"):
        chain_roadmap(context, "CN-GD", index, demand, YEARS)


def test_every_figure_is_a_claim_and_years_are_the_only_numerals(result):
    texts = [t for f in result.findings for t in (f.text.zh, f.text.en)]
    held = {c.id for c in result.claims}
    assert {m for t in texts for m in re.findall(r"\[\[c:(\w+)\]\]", t)} <= held
    years = {str(y) for y in (2017, *YEARS)}
    for text in texts:
        assert set(re.findall(r"\d+", re.sub(r"\[\[c:\w+\]\]|CO2", "", text))) <= years
    assert len(result.claims) < 90
    assert {f.section for f in result.findings} == {"summary", "frame", "chain"}


def test_table_cells_agree_with_their_claims(result):
    checked = 0
    for table in result.tables:
        for row, claims in zip(table.rows, table.claims, strict=False):
            for cell, claim_id in zip(row, claims, strict=True):
                if claim_id:
                    assert result.claim(claim_id).value == pytest.approx(cell)
                    checked += 1
    assert checked > 40


def test_the_leading_sector_carries_the_largest_cut(context, result):
    accounts = open_accounts(context.dataset)
    cut = next(c for c in result.claims if c.metric == "co2_cut_mt" and c.year == 2060)
    assert cut.entity == {"region": "CN-GD", "sector": "power"}
    scale = 1 - FALLING[2060] * GROWTH[2060]
    assert cut.value == pytest.approx(accounts.direct_mt[POWER] * scale)


def test_the_sankey_runs_from_emitters_to_products_only(result):
    chart = next(c for c in result.charts if c.type == "sankey")
    layer = {n["id"]: n["layer"] for n in chart.data["nodes"]}
    assert len(layer) == len(chart.data["nodes"])
    ends = [(layer[k["source"]], layer[k["target"]]) for k in chart.data["links"]]
    assert set(ends) == {(0, 1)}
    assert all(k["value"] > 0 for k in chart.data["links"])


def test_the_sankey_adds_up_to_the_footprint_where_demand_is_not_negative():
    table = small_table()
    Y = np.abs(np.asarray(table.Y))
    x = table.Z.sum(axis=1) + Y.sum(axis=1) + table.ex + table.err
    table = small_table(Y=Y, x=x)
    accounts = build_accounts(table, direct_emissions(table, None))
    footprint = accounts.consumption_mt[0]
    assert embodied_by_product(accounts, "CN-GD").sum() == pytest.approx(footprint)
    chart = draw_embodied(accounts, "CN-GD")
    assert sum(k["value"] for k in chart.data["links"]) == pytest.approx(footprint)
    assert chart.notes == []


def test_the_network_is_sized_by_the_cut(result):
    chart = next(c for c in result.charts if c.id == "chain_network")
    assert chart.data["size_field"] == "co2_cut_mt"
    assert len(chart.data["edges"]) == 88
    sizes = [n["size"] for n in chart.data["nodes"]]
    assert min(sizes) >= 0
    assert int(np.argmax(sizes)) == POWER


def test_notes_name_what_the_data_do_not_hold(result):
    missing = [n.text.en for n in result.notes if n.level == "missing"]
    assert any("Tibet" in t for t in missing)
    assert any("abroad" in t for t in missing)
    assert any("2019" in n.text.en for n in result.notes if n.level == "caution")


def test_sectors_without_a_pathway_are_named_and_stay(context):
    index = {s: FALLING for s in SECTORS if s != "metals"}
    found = chain_roadmap(context, "CN-GD", index, GROWTH, YEARS)
    assert any("Metal smelting" in n.text.en for n in found.notes)
    assert not any("Coal mining" in n.text.en for n in found.notes if n.level == "caution")


def test_a_filter_keeps_to_the_sectors_asked_for(context):
    found = chain_roadmap(context, "CN-GD", PATHWAY, GROWTH, YEARS, sectors=["水泥", "钢铁"])
    cuts = {c.entity["sector"] for c in found.claims if c.metric == "co2_cut_mt"}
    assert cuts <= {"nonmetal_minerals", "metals"}
    asked = {"nonmetal_minerals", "metals"}
    pairs = [c.entity["sectors"].split() for c in found.claims if "sectors" in c.entity]
    assert pairs
    assert all(asked & set(p) for p in pairs)


def test_a_filter_tells_the_chosen_sectors_from_the_rest(context, result):
    found = chain_roadmap(context, "CN-GD", PATHWAY, GROWTH, YEARS, sectors=["水泥", "钢铁"])
    table = next(t for t in found.tables if t.id == "chain_milestones")
    whole = next(t for t in result.tables if t.id == "chain_milestones")
    assert [r[1:7] for r in table.rows] == [r[1:7] for r in whole.rows]
    chosen = {r[0]: r[-1] for r in table.rows}
    accounts = open_accounts(context.dataset)
    places = [accounts.table.sectors.index(s) for s in ("metals", "nonmetal_minerals")]
    expected = accounts.direct_mt[places].sum()
    assert chosen[2017] == pytest.approx(expected)
    assert chosen[2060] == pytest.approx(expected * FALLING[2060] * GROWTH[2060])
    said = " ".join(f.text.zh for f in found.findings)
    own = next(c for c in found.claims if c.year == 2060 and c.value == chosen[2060])
    assert f"[[c:{own.id}]]" in said
    assert "其余部门不冻结" in said
    assert any("not frozen" in n.text.en for n in found.notes)
    assert not any("not frozen" in n.text.en for n in result.notes)


def test_years_to_come_say_that_they_were_computed(result):
    for claim in result.claims:
        later = claim.year is not None and claim.year > 2017
        assert claim.source.startswith("Pathway on the stated assumptions") == later
        assert not (later and claim.metric == "co2_mt")


def test_the_part_is_short_and_has_no_gaps_around_figures(result):
    assert len(result.findings) <= 10
    for finding in result.findings:
        assert not re.search(r"[一-鿿] \[\[|\]\] [一-鿿]|[一-鿿] \d|\d [一-鿿]", finding.text.zh)


def test_two_pathways_share_the_claims_of_the_table_year_only(context, result):
    other = chain_roadmap(context, "CN-GD", PATHWAY, dict.fromkeys(YEARS, 1.0), YEARS)
    shared = {c.id for c in other.claims} & {c.id for c in result.claims}
    assert {c.year for c in result.claims if c.id in shared} == {2017}
    assert all(c == result.claim(c.id) for c in other.claims if c.id in shared)


def test_a_pathway_to_zero_leaves_nothing(context):
    nothing = {s: dict.fromkeys(YEARS, 0.0) for s in SECTORS}
    found = chain_roadmap(context, "CN-GD", nothing, GROWTH, YEARS)
    last = [c for c in found.claims if c.year == 2060 and c.metric == "co2_pathway_mt"]
    assert [c.value for c in last] == [0.0]


def test_tibet_has_no_roadmap_and_says_why(context):
    with pytest.raises(DataMissingError, match="Tibet"):
        chain_roadmap(context, "西藏", PATHWAY, GROWTH, YEARS)


def test_demonstration_tables_mark_every_claim_and_chart(tmp_path):
    context = Context(write_world(tmp_path, kind="demonstration"), 2026)
    found = chain_roadmap(context, "CN-JS", PATHWAY, GROWTH, YEARS)
    assert {c.kind for c in found.claims} == {"demonstration"}
    assert {c.kind for c in found.charts} == {"demonstration"}


def test_the_result_survives_being_stored(result):
    assert Result.model_validate_json(result.model_dump_json()) == result


def test_a_sector_without_output_moves_nothing(result):
    nodes = next(c for c in result.charts if c.id == "chain_network").data["nodes"]
    assert nodes[IDLE]["attributes"]["co2_cut_mt"] == 0.0


def test_path_shares_are_parts_of_their_totals(context, result):
    accounts = open_accounts(context.dataset)
    traced = [c for c in result.claims if "trace" in c.params]
    own = next(
        c for c in traced if c.params["trace"] == "up" and c.params.get("path") == "CN-GD:power"
    )
    looped = accounts.f[POWER] / (1 - accounts.A[POWER, POWER])
    assert own.value == pytest.approx(100 * looped / accounts.m[POWER])
    for trace in ("footprint", "up", "down"):
        paths = [c.value for c in traced if c.params["trace"] == trace and "path" in c.params]
        covered = [c.value for c in traced if c.params["trace"] == trace and "path" not in c.params]
        assert len(covered) == 1
        assert sum(paths) <= covered[0] + 1e-9

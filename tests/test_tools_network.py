"""The network of a province: its links, coverage, centralities, and what the reader is told."""

import re

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.dataset import Dataset, ImportFinding
from data.errors import DataMissingError, InputError
from data.fields import FIELDS
from data.result import Result
from tests.small_io import POWER, SECTORS, write_world
from tools.registry import Context, get_tool
from tools.supply_chain.accounts.accounts import open_accounts
from tools.supply_chain.network.centrality import MEASURES, centralities, pagerank
from tools.supply_chain.network.graph import core_network


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(write_world(tmp_path_factory.mktemp("world")), 2026)


def draw(context, **arguments):
    return get_tool("draw_network").run(context, {"region": "广东", **arguments})


def test_five_per_cent_of_42_by_42_are_88_links_with_self_loops():
    flows = np.random.default_rng(1).gamma(0.5, 1.0, (42, 42))
    flows[7, 7] = 1e3
    core = core_network(flows)
    assert len(core.edges) == 88
    assert core.edges[0] == (7, 7, 1e3)
    assert core.covered_share == pytest.approx(np.sort(flows.ravel())[-88:].sum() / flows.sum())


@given(st.lists(st.integers(0, 5), min_size=16, max_size=16), st.floats(1, 100))
def test_no_link_left_out_is_larger_than_one_drawn(cells, share_pct):
    flows = np.array(cells, dtype=float).reshape(4, 4)
    core = core_network(flows, share_pct)
    left = flows - core.matrix
    assert len(core.edges) <= max(1, int(16 * share_pct / 100))
    assert all(flow > 0 for _, _, flow in core.edges)
    assert not core.edges or left.max() <= core.edges[-1][2]
    assert 0 <= core.covered_share <= 1


def test_pagerank_agrees_with_networkx_dead_ends_and_loops_included():
    flows = np.array([[2.0, 1, 0, 0], [0, 0, 3, 0], [0, 0, 0, 0], [5, 0, 0, 0]])
    graph = nx.from_numpy_array(flows, create_using=nx.DiGraph)
    expected = nx.pagerank(graph, tol=1e-12, max_iter=1000)
    assert pagerank(flows) == pytest.approx([expected[k] for k in range(4)])


def test_the_sector_between_two_others_has_the_betweenness():
    flows = np.array([[0.0, 4, 0], [0, 0, 4], [0, 0, 0]])
    found = centralities(core_network(flows, 100))
    assert found.betweenness.tolist() == [0.0, 0.5, 0.0]
    assert (found.into.tolist(), found.out_of.tolist()) == ([0.0, 0.5, 0.5], [0.5, 0.5, 0.0])


def test_the_chart_holds_42_sectors_and_88_links(context):
    chart = draw(context).charts[0]
    ids = [n["id"] for n in chart.data["nodes"]]
    assert ids == list(SECTORS)
    assert len(chart.data["edges"]) == 88
    assert {e[k] for e in chart.data["edges"] for k in ("source", "target")} <= set(ids)
    power = chart.data["nodes"][POWER]
    assert (power["size"], power["family"]) == (150.0, "energy")
    assert set(power["attributes"]) <= set(FIELDS)
    assert len(power["attributes"]) == 9


@pytest.mark.parametrize("indicator", ["co2_mt", "output_cny_1e4", "intensity_t_per_cny_1e4"])
def test_nodes_show_the_indicator_asked_for(context, indicator):
    chart = draw(context, indicator=indicator).charts[0]
    assert chart.data["size_field"] == indicator
    assert chart.unit == FIELDS[indicator].unit
    assert all(n["size"] == n["attributes"][indicator] for n in chart.data["nodes"])


def test_every_figure_of_the_text_is_a_claim(context):
    result = draw(context)
    texts = [t for f in result.findings for t in (f.text.zh, f.text.en)]
    marks = {m for t in texts for m in re.findall(r"\[\[c:(\w+)\]\]", t)}
    assert marks <= {c.id for c in result.claims}
    bare = [re.sub(r"\[\[c:\w+\]\]|CO2", "", t) for t in texts]
    assert not [t for t in bare if re.search(r"\d", t)]


def test_claims_say_what_the_chart_shows(context):
    result = draw(context)
    covered = next(c for c in result.claims if c.metric == "covered_share_pct")
    assert covered.value == pytest.approx(result.charts[0].data["covered_share_pct"])
    rows, claims = result.tables[0].rows, result.tables[0].claims
    assert [r[2] for r in rows] == sorted((r[2] for r in rows), reverse=True)
    assert [result.claim(c[2]).value for c in claims] == [r[2] for r in rows]
    assert len(rows) == 15


def test_the_result_survives_being_stored(context):
    result = draw(context)
    assert Result.model_validate_json(result.model_dump_json()) == result


def test_fewer_links_when_asked(context):
    result = draw(context, share_pct=1)
    assert len(result.charts[0].data["edges"]) == 17
    fewer, more = (
        {c.id for c in r.claims if c.metric == "pagerank"} for r in (result, draw(context))
    )
    assert fewer.isdisjoint(more)


def test_tibet_shows_output_and_says_that_its_emissions_are_unknown(context):
    result = draw(context, region="西藏")
    assert result.charts[0].data["size_field"] == "output_cny_1e4"
    assert result.charts[0].data["nodes"][POWER]["attributes"]["co2_mt"] is None
    assert [n.level for n in result.notes].count("missing") == 1


def test_wrong_names_and_years_are_explained(context):
    with pytest.raises(InputError, match="Guangdong"):
        draw(context, region="Guangdnog")
    with pytest.raises(DataMissingError, match="2017"):
        draw(context, year=2015)
    with pytest.raises(InputError, match="share_pct"):
        draw(context, share_pct=0)


def test_what_the_import_noticed_about_the_table_is_said(context):
    dataset = Dataset(context.dataset.folder)
    table = dataset.io_table().id
    said = {"zh": "行和不等于总产出", "en": "row sums differ from gross output"}
    elsewhere = {"zh": "外省", "en": "elsewhere"}
    dataset.findings.extend(
        ImportFinding.model_validate({"level": "caution", "file": "f", "table": table, **given})
        for given in ({"text": said}, {"text": elsewhere, "region": "CN-HE"})
    )
    notes = draw(Context(dataset=dataset, this_year=2026)).notes
    cautions = [n.text.en for n in notes if n.level == "caution"]
    assert "row sums differ from gross output" in cautions
    assert "elsewhere" not in cautions


def figures_of(result, metric):
    return {tuple(c.entity.values()): c.value for c in result.claims if c.metric == metric}


@pytest.mark.parametrize("measure", MEASURES)
def test_nodes_are_ranked_by_the_centrality_asked_for(context, measure):
    result = draw(context, measure=measure)
    chart, table = result.charts[0], result.tables[1]
    sizes = [n["size"] for n in chart.data["nodes"]]
    assert chart.data["size_field"] == table.columns[1].id
    assert [r[1] for r in table.rows] == sorted(sizes, reverse=True)
    first = re.findall(r"\[\[c:(\w+)\]\]", result.findings[0].text.en)[0]
    assert result.claim(first).value == pytest.approx(max(sizes))


def test_the_table_of_nodes_holds_seven_centralities_with_claims_for_the_first(context):
    table = draw(context).tables[1]
    assert len(table.columns) == 9
    assert len(table.rows) == len(table.claims) == 42
    assert sum(c is not None for row in table.claims for c in row) == 10 * 8


def test_links_can_carry_embodied_emissions(context):
    result = draw(context, links="emissions")
    chart = result.charts[0]
    assert chart.data["edge_unit"] == "Mt"
    accounts = open_accounts(context.dataset)
    block = accounts.table.block("CN-GD")
    expected = accounts.m[block][:, None] * accounts.table.Z[block, block] / 1e6
    assert chart.data["edges"][0]["value"] == pytest.approx(expected.max())
    assert any("not be added" in n.text.en for n in result.notes)


def test_provinces_are_linked_by_the_emissions_transferred(context):
    result = draw(context, nodes="provinces", share_pct=100)
    chart = result.charts[0]
    transfers = open_accounts(context.dataset).transfers_mt
    regions = ("CN-GD", "CN-JS", "CN-XZ")
    links = {(e["source"], e["target"]): e["value"] for e in chart.data["edges"]}
    expected = {
        (regions[i], regions[j]): transfers[i, j]
        for i in range(3)
        for j in range(3)
        if i != j and transfers[i, j] > 0
    }
    assert links == pytest.approx(expected)
    assert chart.data["colour_by"] == "community"
    assert chart.data["covered_share_pct"] == pytest.approx(100)
    assert {k[:2] for k in figures_of(result, "co2_transfer_mt")} == set(expected)


def test_tibet_among_the_provinces_is_a_gap_and_said_to_be_one(context):
    result = draw(context, nodes="provinces")
    sizes = {n["id"]: n["size"] for n in result.charts[0].data["nodes"]}
    assert sizes["CN-XZ"] is None
    assert sizes["CN-GD"] > 0
    assert "Tibet" in next(n.text.en for n in result.notes if n.level == "missing")


def test_trade_between_provinces_adds_intermediate_and_final_goods(context):
    table = context.dataset.io_table()
    block, other = table.block("CN-GD"), table.block("CN-JS")
    expected = table.Z[block, other].sum() + table.Y[block, 5:10].sum()
    result = draw(context, nodes="provinces", links="money", share_pct=100)
    edges = result.charts[0].data["edges"]
    held = {(e["source"], e["target"]): e["value"] for e in edges}
    assert held["CN-GD", "CN-JS"] == pytest.approx(expected)


def test_communities_stand_in_text_table_and_picture(context):
    result = draw(context)
    groups = next(t for t in result.tables if t.id == "communities")
    chart = result.charts[0]
    assert sum(r[2] for r in groups.rows) == len(
        [n for n in chart.data["nodes"] if n["community"] is not None]
    )
    assert len(chart.data["communities"]) == len(groups.rows)
    assert any("modularity" in f.text.en for f in result.findings)


def test_the_nation_without_a_table_of_its_own_is_told_where_to_get_one(context):
    with pytest.raises(DataMissingError, match="nation"):
        draw(context, region="全国")


def test_a_province_that_the_table_lacks_is_named(context):
    with pytest.raises(InputError, match="Hebei"):
        draw(context, region="河北")


def test_the_same_question_gives_the_same_picture(context):
    assert draw(context) == draw(context)

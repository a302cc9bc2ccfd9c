"""The tool on transfers: who emits for whom, the whole matrix, fuels, two years, and bad input."""

from pathlib import Path

import numpy as np
import pytest

from assistant.agent.digest import MARK
from assistant.builtin.linker import language_of
from assistant.builtin.planner import make_plan
from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Result
from tests.small_io import write_world
from tools.registry import MODULES, Context, get_tool
from tools.supply_chain.accounts.accounts import open_accounts
from viz.option import option

DEMONSTRATION = Path(__file__).parent.parent / "data" / "demonstration"


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(write_world(tmp_path_factory.mktemp("transfers")), 2026)


@pytest.fixture(scope="module")
def full():
    return Context(Dataset(DEMONSTRATION), 2026)


def run(context, **arguments) -> Result:
    return get_tool("transfers").run(context, arguments)


def rows(result, table):
    return next(t for t in result.tables if t.id == table).rows


def test_who_emits_for_guangdong_is_ranked_and_named_first(full):
    result = run(full, region="广东", direction="into")
    accounts = open_accounts(full.dataset)
    column = accounts.transfers_mt[:, accounts.table.regions.index("CN-GD")].copy()
    column[accounts.table.regions.index("CN-GD")] = 0
    held = [row for row in rows(result, "transfers_partners") if row[1] is not None]
    assert [row[1] for row in held] == pytest.approx(sorted(column[column > 0])[::-1])
    assert sum(row[2] for row in held) == pytest.approx(100)
    first = result.findings[0].text
    assert first.en.startswith(f"{held[0][0].en}, {held[1][0].en} and {held[2][0].en} emitted most")
    assert f"是{held[0][0].zh}、{held[1][0].zh}、{held[2][0].zh}" in first.zh


@pytest.mark.parametrize("arguments", [{}, {"region": "广东"}])
def test_asked_for_the_total_the_total_comes_first(full, arguments):
    usual, asked = run(full, **arguments), run(full, lead="total", **arguments)
    texts = [f.text for f in usual.findings]
    assert [f.text for f in asked.findings] == [texts[1], texts[0], *texts[2:]]
    held = {c.id: c for c in asked.claims}
    T = open_accounts(full.dataset).transfers_mt
    into = np.nansum(T - np.diag(np.diag(T)), axis=0)
    regions = open_accounts(full.dataset).table.regions
    whole = into[regions.index("CN-GD")] if arguments else into.sum()
    said = [held[i].value for i in MARK.findall(asked.findings[0].text.zh)]
    assert whole == pytest.approx(said[1 if arguments else 0])


def test_every_figure_is_a_claim_whose_parents_are_there(full):
    for arguments in ({"region": "广东"}, {}, {"region": "江苏", "base_year": 2012, "fuel": "煤"}):
        result = run(full, **arguments)
        held = {c.id for c in result.claims}
        texts = [f.text for f in result.findings] + [n.text for n in result.notes]
        marks = [set(MARK.findall(t.get(lang))) for t in texts for lang in ("zh", "en")]
        assert set().union(*marks) <= held
        assert marks[::2] == marks[1::2]
        assert {p for c in result.claims for p in c.parents} <= held
        assert all(i in held for t in result.tables for row in t.claims for i in row if i)
        assert all(option(chart, lang) for chart in result.charts for lang in ("zh", "en"))


def test_the_matrix_holds_every_transfer_and_leaves_the_unknown_blank(context):
    result = run(context)
    matrix = next(c for c in result.charts if c.id == "transfers_matrix")
    T = open_accounts(context.dataset).transfers_mt
    assert matrix.data["z"][0] == pytest.approx(list(T[0]))
    assert matrix.data["z"][2] == [None] * 3
    flows = {(r[0].en, r[1].en): r[2] for r in rows(result, "transfers_flows")}
    assert flows["Guangdong", "Jiangsu"] == pytest.approx(T[0, 1])
    assert ("Tibet", "Jiangsu") not in flows


def test_net_flows_mirror_each_other_where_all_is_known(context):
    held = {r[0].en: r for r in rows(run(context), "transfers_regions")}
    T = open_accounts(context.dataset).transfers_mt
    assert held["Guangdong"][6] == pytest.approx(T[1, 0] - T[0, 1] - T[0, 2])
    assert held["Tibet"][1] is None
    assert held["Tibet"][6] is None


def test_the_shades_of_a_matrix_follow_powers_of_ten(context):
    matrix = next(c for c in run(context).charts if c.id == "transfers_matrix")
    drawn = option(matrix, "en")
    body = drawn.get("baseOption", drawn)
    cell = body["series"][0]["data"][0]["value"]
    assert cell[3] == pytest.approx(np.log10(cell[2]))
    assert body["visualMap"][0]["dimension"] == 3


def test_fuels_add_up_to_all_that_is_split(full):
    def inflow(**arguments):
        held = rows(run(full, region="广东", **arguments), "transfers_partners")
        return sum(row[1] or 0 for row in held)

    parts = [inflow(fuel=q) for q in ("coal", "oil", "natural_gas", "process")]
    assert min(parts) > 0
    assert sum(parts) <= inflow() * (1 + 1e-9)
    assert sum(parts) == pytest.approx(inflow(), rel=0.01)


def test_a_fuel_is_named_in_title_sentence_and_claims(full):
    result = run(full, region="广东", fuel="煤炭")
    assert "coal" in result.title.en
    assert result.findings[0].text.zh.startswith("只计煤炭类")
    assert {c.entity.get("fuel") for c in result.claims if c.metric == "co2_transfer_mt"} == {
        "coal"
    }
    assert any("concordance" in n.text.en for n in result.notes)


def test_two_years_are_subtracted_and_causes_are_left_to_decomposition(full):
    result = run(full, region="广东", year=2017, base_year=2012)
    claims = {c.id: c for c in result.claims}
    assert result.findings[0].section == "change"
    for change in (c for c in claims.values() if c.metric in ("co2_change_mt", "co2_decline_mt")):
        now, before = (claims[p] for p in change.parents)
        assert (now.year, before.year) == (2017, 2012)
        assert change.value == pytest.approx(abs(now.value - before.value))
    assert any("structural decomposition" in n.text.en for n in result.notes)


def test_tibet_is_emitted_for_and_its_own_emissions_are_unknown(full):
    result = run(full, region="西藏")
    assert rows(result, "transfers_partners")[0][1] > 0
    assert all(row[3] is None for row in rows(result, "transfers_partners"))
    assert "unknown" in result.findings[-1].text.en


def test_a_table_that_does_not_balance_is_reported(tmp_path):
    write_world(tmp_path)
    np.save(tmp_path / "io.x.npy", 1.05 * np.load(tmp_path / "io.x.npy"))
    for arguments in ({"region": "广东"}, {}):
        notes = run(Context(Dataset(tmp_path), 2026), **arguments).notes
        assert any("identity fails for Guangdong" in n.text.en for n in notes)


def test_without_an_inventory_of_the_year_a_fuel_is_missing(tmp_path):
    context = Context(write_world(tmp_path, inventory_mt=None), 2026)
    with pytest.raises(DataMissingError, match="2017"):
        run(context, fuel="coal")
    assert run(context, region="广东").findings


@pytest.mark.parametrize(
    ("arguments", "word"),
    [({"region": "Gotham"}, "Gotham"), ({"year": 1950}, "1950"), ({"fuel": "hope"}, "hope"),
     ({"direction": "up"}, "direction"), ({"top": 0}, "top"), ({"base_year": 2017}, "2017"),
     ({"region": "河北"}, "Hebei")],
)  # fmt: skip
def test_what_cannot_be_answered_is_explained(context, arguments, word):
    with pytest.raises((InputError, DataMissingError)) as error:
        run(context, **arguments)
    assert word in error.value.text.en


@pytest.mark.parametrize(
    ("question", "tool", "arguments"),
    [
        ("Which provinces emit for Guangdong's consumption?", "transfers",
         {"region": "CN-GD", "direction": "into"}),
        ("哪些省份为广东的消费排放？", "transfers", {"region": "CN-GD", "direction": "into"}),
        ("谁为北京烧煤", "transfers", {"region": "CN-BJ", "direction": "into", "fuel": "coal"}),
        ("广东为谁排放？", "transfers", {"region": "CN-GD", "direction": "out_of"}),
        ("For whom does Inner Mongolia emit?", "transfers",
         {"region": "CN-NM", "direction": "out_of"}),
        ("2012到2017年广东隐含碳转移如何变化", "transfers",
         {"region": "CN-GD", "year": 2017, "base_year": 2012}),
        ("省际碳转移最大的是哪些", "transfers", {}),
        ("省际隐含碳转移总量是多少", "transfers", {"lead": "total"}),
        ("广东消费侧排放是多少", "footprint", {"region": "CN-GD"}),
        ("江苏的碳足迹主要来自居民消费还是投资", "footprint",
         {"region": "CN-JS", "by": "category"}),
        ("全国的碳足迹", "footprint", {"region": "CN"}),
        ("Carbon footprint of Jiangsu by fuel", "footprint", {"region": "CN-JS", "by": "fuel"}),
        ("Consumption-based emissions of Hebei in 2015", "footprint",
         {"region": "CN-HE", "year": 2015}),
    ],
)  # fmt: skip
def test_questions_find_their_tool(question, tool, arguments):
    plan = make_plan(question, language_of(question), frozenset(MODULES), None, 2026)
    assert plan.calls[0] == (tool, arguments)


@pytest.mark.parametrize("tool", ["footprint", "transfers"])
def test_followups_find_a_tool(full, tool):
    for followup in get_tool(tool).run(full, {"region": "广东"}).followups:
        for lang in ("zh", "en"):
            plan = make_plan(followup.get(lang), lang, frozenset(MODULES), None, 2026)
            assert plan.calls[0][0] in ("footprint", "transfers"), followup.get(lang)

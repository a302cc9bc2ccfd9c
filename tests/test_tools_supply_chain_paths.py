"""The tool on supply-chain paths: the answer first, every figure a claim, limits said."""

import re
from dataclasses import replace

import numpy as np
import pytest
from pydantic import TypeAdapter

from data.errors import DataMissingError, InputError
from data.result import Result
from tests.small_io import POWER, write_world
from tools.registry import Context, get_tool
from tools.supply_chain.accounts.accounts import open_accounts
from tools.supply_chain.paths.charts import through_tiers
from tools.supply_chain.paths.spa import search_paths
from tools.supply_chain.paths.trace import Trace
from viz.option import option

MARK = re.compile(r"\[\[c:(\w+)\]\]")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_world(tmp_path_factory.mktemp("world") / "small")


def ask(dataset, **arguments) -> Result:
    return get_tool("supply_chain_paths").run(Context(dataset, 2026), arguments)


def trace_of(dataset, basis, sectors=("power",)):
    accounts = open_accounts(dataset)
    return Trace(accounts, "CN-GD", sectors, basis, 0.001, 8, lambda _share: None)


def value(result, metric, **wanted):
    """The one claim of a metric whose params or entity hold what is wanted."""
    found = [
        c.value
        for c in result.claims
        if c.metric == metric and {**c.params, **c.entity, **wanted} == {**c.params, **c.entity}
    ]
    assert len(found) == 1, found
    return found[0]


CASES = [
    {"sector": "钢铁"},
    {"sector": "钢铁", "of": "final_demand"},
    {},
    {"of": "output"},
    {"sector": "power", "direction": "downstream"},
    {"direction": "downstream"},
    {"sector": "交通运输", "direction": "downstream", "threshold_pct": 2},
]


@pytest.mark.parametrize("arguments", CASES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_is_a_claim_and_every_chart_can_be_drawn(dataset, arguments, lang):
    result = ask(dataset, region="广东", **arguments)
    ids = {c.id for c in result.claims}
    year = str(open_accounts(dataset).table.year)
    for text in [f.text for f in result.findings] + [n.text for n in result.notes]:
        assert set(MARK.findall(text.get(lang))) <= ids
        plain = MARK.sub("", text.get(lang)).replace(year, "").replace("CO2", "")
        assert not re.search(r"\d", plain), plain
    for table in result.tables:
        assert {c for row in table.claims for c in row if c} <= ids
    for chart in result.charts:
        assert option(chart, lang)
    assert TypeAdapter(Result).validate_json(result.model_dump_json()) == result


def test_upstream_of_an_output_is_what_extraction_takes_from_the_other_sectors(dataset):
    accounts = open_accounts(dataset)
    k = accounts.table.sectors.index("metals")
    L, f, x = accounts.L, accounts.f, np.asarray(accounts.table.x)
    expected = (accounts.m[k] / L[k, k] - f[k]) * x[k] / 1e6
    result = ask(dataset, region="广东", sector="钢铁")
    totals = [c for c in result.claims if c.metric == "co2_upstream_mt" and "at" not in c.params]
    assert [c.value for c in totals] == pytest.approx([expected])
    assert value(result, "co2_mt", scope="sectors") == pytest.approx(f[k] * x[k] / 1e6)
    shares = {c.params["tier"]: c.value for c in result.claims if "tier" in c.params}
    assert sorted(shares) == [1, 2, 3]
    assert sum(shares.values()) == pytest.approx(100)


def test_a_wider_table_sector_is_said_and_unknown_emissions_make_it_a_lower_bound(dataset):
    result = ask(dataset, region="广东", sector="钢铁")
    first = result.findings[0].text
    assert first.zh.startswith("广东金属冶炼压延（含钢铁）的上游排放主要来自")
    assert first.en.startswith("Upstream emissions of metal smelting (iron and steel included) in")
    assert "至少" in first.zh
    assert "at least" in first.en
    assert any("西藏" in n.text.zh and n.level == "missing" for n in result.notes)


def test_downstream_is_exact_and_says_whom_the_emissions_serve(dataset):
    result = ask(dataset, region="广东", sector="电力", direction="downstream")
    assert result.findings[0].text.zh.startswith("广东电力热力的排放最终服务于")
    assert "至少" not in result.findings[0].text.zh
    assert not any("西藏" in n.text.zh for n in result.notes)
    users = {c.params["user"]: c.value for c in result.claims if "user" in c.params}
    parts = ("CN-GD", "other_provinces", "exports", "error")
    assert sum(users[p] for p in parts) == pytest.approx(100)
    accounts = open_accounts(dataset)
    direct = accounts.direct_mt[POWER]
    assert value(result, "co2_mt", scope="sectors") == pytest.approx(direct)


def test_the_word_for_a_fuel_stands_for_the_sector_that_makes_it(dataset):
    result = ask(dataset, region="江苏", sector="煤炭", direction="downstream")
    assert "煤炭采选" in result.title.zh
    assert any("其他部门燃烧它的排放不在其中" in n.text.zh for n in result.notes)


def test_a_group_of_sectors_goes_by_its_own_name(dataset):
    result = ask(dataset, region="广东", sector="工业")
    assert result.title.zh.startswith("广东工业的上游")
    assert "→工业" in str(result.tables[-1].rows[0][0])


def test_more_paths_than_reach_the_threshold_are_found_best_first(dataset):
    result = ask(dataset, region="广东", sector="电力", threshold_pct=50, top=12)
    assert len(result.tables[-1].rows) == 12
    shares = [row[-1] for row in result.tables[-1].rows]
    assert shares == sorted(shares, reverse=True)


def test_a_threshold_that_would_list_millions_is_cut_and_says_so(dataset, monkeypatch):
    monkeypatch.setattr("tools.supply_chain.paths.trace.MOST_BRANCHES", 50)
    result = ask(dataset, region="广东", threshold_pct=0, top=3)
    note = next(n for n in result.notes if "截断" in n.text.zh)
    assert note.level == "caution"
    assert value(result, "share_pct", guaranteed="paths") > 0


def test_progress_is_reported(dataset):
    seen = []
    context = Context(dataset, 2026, progress=lambda share, text: seen.append((share, text.en)))
    get_tool("supply_chain_paths").run(context, {"region": "CN-GD"})
    assert seen[0] == (0.0, "Searching supply-chain paths")


@pytest.mark.parametrize("basis", ["output", "product", "demand", "own"])
def test_the_flow_through_the_tiers_is_exact(dataset, basis):
    trace = trace_of(dataset, basis)
    levels = through_tiers(trace.expansion, 3, 5)
    weights = trace.expansion.weights
    for level in levels:
        flow = np.maximum(weights * trace.expansion.behind, 0).sum() / 1e6
        assert level.through.sum() == pytest.approx(flow)
        weights = trace.expansion.step(weights)
    if basis != "demand":
        assert levels[0].onward.sum() == pytest.approx(levels[1].through.sum())
        assert levels[0].onward.sum(axis=0) == pytest.approx(levels[1].through, abs=1e-9)


def test_what_cannot_be_traced_is_refused_with_the_reason(dataset):
    with pytest.raises(DataMissingError, match="Tibet"):
        ask(dataset, region="西藏", sector="电力")
    with pytest.raises(InputError, match="nothing can be traced upstream"):
        ask(dataset, region="广东", sector="oil_gas_extraction")
    with pytest.raises(InputError, match="no direct emissions"):
        ask(dataset, region="广东", sector="oil_gas_extraction", direction="downstream")
    with pytest.raises(InputError):
        ask(dataset, region="广东", sector="居民生活")
    with pytest.raises(InputError):
        ask(dataset, region="广东", threshold_pct=-1)


def test_the_threshold_is_a_part_of_the_total_where_paths_carry_both_signs(dataset):
    trace = trace_of(dataset, "demand", ())
    drawn_down = trace.accounts.demand.copy()
    drawn_down[3] *= -0.5
    held = Trace(
        replace(trace.accounts, demand=drawn_down), "CN-GD", (), "demand", 0.001, 8, lambda _: None
    )
    least = 0.001 * held.expansion.total
    every = search_paths(held.expansion, threshold=1e-6, depth=8)
    assert held.expansion.reach > held.expansion.total
    assert held.search.count == sum(abs(p.value) >= least for p in every.paths)

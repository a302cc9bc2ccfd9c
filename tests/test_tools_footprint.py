"""The footprint tool: both accounts, their parts, the nation, Tibet, two years, and bad input."""

import numpy as np
import pytest

from assistant.agent.digest import MARK
from data.errors import DataMissingError, InputError
from data.result import Result
from tests.small_io import YEAR, write_world
from tools.registry import Context, get_tool
from tools.supply_chain.accounts.accounts import open_accounts
from viz.option import option


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(write_world(tmp_path_factory.mktemp("footprint")), 2026)


def run(context, **arguments) -> Result:
    return get_tool("footprint").run(context, {"region": "广东", **arguments})


def value_of(result, metric, **entity):
    (found,) = {
        c.value
        for c in result.claims
        if c.metric == metric and all(c.entity.get(k) == v for k, v in entity.items())
    }
    return found


def cells(result, table):
    held = next(t for t in result.tables if t.id == table)
    return {row[0].en.strip(): row[1] for row in held.rows}


def test_consumption_is_production_less_what_leaves_plus_what_comes(context):
    held = cells(run(context), "footprint_accounts")
    assert held["direct emissions of sectors"] + held["direct emissions of households"] == (
        pytest.approx(held["Production-based"])
    )
    assert held["For its own final demand"] + held["Emitted elsewhere for it"] == pytest.approx(
        held["Embodied in final demand"]
    )
    (waterfall,) = [c for c in run(context).charts if c.type == "waterfall"]
    steps = sum(s["value"] for s in waterfall.data["steps"])
    start, end = waterfall.data["start"]["value"], waterfall.data["end"]["value"]
    assert start + steps == pytest.approx(end, rel=1e-3)
    assert (start, end) == (held["Production-based"], held["Consumption-based"])


def test_every_figure_in_a_text_is_a_claim_whose_parents_are_there(context):
    result = run(context)
    held = {c.id for c in result.claims}
    texts = [f.text for f in result.findings] + [n.text for n in result.notes]
    marks = [set(MARK.findall(t.get(lang))) for t in texts for lang in ("zh", "en")]
    assert set().union(*marks) <= held
    assert marks[::2] == marks[1::2]
    assert {p for c in result.claims for p in c.parents} <= held
    assert all(i in held for t in result.tables for row in t.claims for i in row if i)


def test_every_chart_can_be_drawn(context):
    for chart in run(context).charts:
        assert option(chart, "zh")
        assert option(chart, "en")


@pytest.mark.parametrize("by", ["category", "product", "province", "sector", "fuel"])
def test_the_split_asked_for_comes_second_and_is_drawn(context, by):
    result = run(context, by=by)
    table = next(t for t in result.tables if t.id == f"footprint_{by}")
    assert MARK.findall(result.findings[1].text.en)
    assert f"footprint_{by}" in {c.id for c in result.charts}
    if len(table.rows) < 15:
        assert sum(row[1] for row in table.rows) == pytest.approx(
            cells(result, "footprint_accounts")["Embodied in final demand"]
        )


def test_a_product_carries_what_its_final_demand_embodies(context):
    result = run(context, by="product")
    table = next(t for t in result.tables if t.id == "footprint_product")
    claims = {c.id: c for c in result.claims}
    multiplier = claims[table.claims[0][3]]
    assert multiplier.unit == "t_per_cny_1e4"
    assert multiplier.value == table.rows[0][3] > 0


def test_per_person_divides_by_the_population_of_the_year(context):
    result = run(context)
    people = context.dataset.series.population.get("CN-GD", YEAR)
    used = value_of(result, "co2_per_capita_t", account="consumption")
    whole = cells(result, "footprint_accounts")["Consumption-based"]
    assert used == pytest.approx(whole * 1e6 / (people * 1e4))


def test_unknown_emissions_make_it_at_least(context):
    result = run(context)
    assert "at least" in result.findings[0].text.en
    assert "至少" in result.findings[0].text.zh
    assert any("Tibet" in n.text.en for n in result.notes if n.level == "missing")


def test_tibet_has_a_footprint_and_no_production(context):
    result = run(context, region="西藏")
    assert "未知" in result.findings[0].text.zh
    assert cells(result, "footprint_accounts")["Production-based"] is None
    assert "For other provinces" not in cells(result, "footprint_accounts")
    assert "footprint_waterfall" not in {c.id for c in result.charts}


def test_without_the_inventory_of_the_year_fuels_and_households_are_missing(tmp_path):
    context = Context(write_world(tmp_path, inventory_mt=None), 2026)
    result = run(context)
    missing = " ".join(n.text.en for n in result.notes if n.level == "missing")
    assert "households" in missing
    assert "split by fuel" in missing
    assert "footprint_fuel" not in {t.id for t in result.tables}
    with pytest.raises(DataMissingError, match="2017"):
        run(context, by="fuel")


def test_the_nation_needs_a_table_of_its_own(context):
    with pytest.raises(DataMissingError) as error:
        run(context, region="全国")
    assert "china_2017_42.csv" in error.value.text.en


def nation(tmp_path):
    """The small world's first province as a national table of one region."""
    import json

    from data.dataset import Dataset

    write_world(tmp_path)
    manifest = json.loads((tmp_path / "dataset.json").read_text(encoding="utf-8"))
    tables = manifest["tables"]
    info = tables.pop(f"io_{YEAR}_consistent42")
    key = f"io_national_{YEAR}_consistent42"
    size = slice(0, 42)
    load = {p: np.load(tmp_path / f) for p, f in info["files"].items() if p != "co2_mt"}
    Z, Y = load["Z"][size, size], np.maximum(load["Y"][size, :3], 0)
    parts = {
        "Z": Z, "Y": Y, "ex": load["ex"][size], "err": np.zeros(42), "imports": np.zeros(42),
        "x": Z.sum(axis=1) + Y.sum(axis=1) + load["ex"][size], "value_added": np.ones(42),
    }  # fmt: skip
    for name, array in parts.items():
        np.save(tmp_path / f"cn.{name}.npy", array)
    info |= {
        "id": key, "files": {p: f"cn.{p}.npy" for p in parts}, "regions": ["CN"],
        "axes": {**info["axes"], "region": ["CN"], "final_demand": ["TC", "FU201", "FU202"]},
    }  # fmt: skip
    inventory = {**tables["inventory_provincial"], "id": "inventory_national", "regions": ["CN"]}
    np.save(tmp_path / "cn.inventory.npy", np.load(tmp_path / "inventory.npy")[:1])
    inventory |= {
        "files": {"co2_mt": "cn.inventory.npy"}, "axes": {"region": ["CN"], "year": [YEAR]},
    }  # fmt: skip
    manifest["tables"] = {key: info, "inventory_national": inventory}
    (tmp_path / "dataset.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Dataset(tmp_path)


def test_the_nation_uses_less_than_it_makes_by_what_it_exports(tmp_path):
    context = Context(nation(tmp_path), 2026)
    result = run(context, region="全国")
    held = cells(result, "footprint_accounts")
    gap = held["Production-based"] - held["Consumption-based"] - held["For exports"]
    # a sector without output cannot be traced and stays with production
    assert gap == pytest.approx(100 / 47, rel=0.01)
    table = next(t for t in result.tables if t.id == "footprint_category")
    assert {row[0].zh for row in table.rows} <= {"最终消费", "固定资本形成", "存货变动"}
    assert "footprint_province" not in {t.id for t in result.tables}
    assert all(option(chart, "en") for chart in result.charts)
    with pytest.raises(InputError, match="transfers"):
        run(context, region="CN", by="province")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [({"region": "Gotham"}, "Gotham"), ({"year": 1950}, "1950"), ({"by": "colour"}, "by"),
     ({"base_year": YEAR}, str(YEAR)), ({"region": "河北"}, "Hebei")],
)  # fmt: skip
def test_what_cannot_be_answered_is_explained(context, arguments, word):
    with pytest.raises((InputError, DataMissingError)) as error:
        run(context, **arguments)
    assert word in error.value.text.en


def test_exports_lead_when_asked_for(context):
    result = run(context, by="exports")
    accounts = open_accounts(context.dataset)
    block = accounts.table.block("CN-GD")
    exports = np.zeros(accounts.table.n)
    exports[block] = accounts.table.ex[block]
    expected = accounts.f @ accounts.L @ exports / 1e6
    assert value_of(result, "co2_embodied_mt", **{"for": "exports"}) == pytest.approx(expected)
    assert "exports of Guangdong embodied at least" in result.findings[0].text.en

"""The what-if tool: each kind of change, alone and together, and what it refuses."""

import json

import numpy as np
import pytest

from data.assumptions import load_what_if_assumptions
from data.emission_factors import emission_factors
from data.errors import DataMissingError, InputError
from data.fields import UNITS
from data.vocabulary import FUELS, INVENTORY_FUELS
from tests.small_io import POWER, SECTORS, small_table, write_world
from tools.registry import Context, get_tool
from tools.supply_chain.accounts.accounts import open_accounts
from tools.supply_chain.what_if.fuel import Electricity, default_electricity, find_replacement
from tools.supply_chain.what_if.outcome import work_out
from tools.supply_chain.what_if.plan import Change, Planner

METALS, TRANSPORT = SECTORS.index("metals"), SECTORS.index("transport")
GD = "CN-GD"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return write_world(tmp_path_factory.mktemp("world") / "small")


def ask(world, **arguments):
    return get_tool("what_if").run(Context(world, 2026), {"region": "广东", **arguments})


def value(result, metric, **entity):
    found = [
        c.value
        for c in result.claims
        if c.metric == metric
        and all({**c.entity, **c.params}.get(k) == v for k, v in entity.items())
    ]
    assert found, (metric, entity)
    return found[0]


def again(accounts, f=None, A=None, y=None):
    """All direct emissions in Mt after a change, by inverting again."""
    A = accounts.A if A is None else A
    f = accounts.f if f is None else f
    y = accounts.all_demand if y is None else y
    return f * np.linalg.solve(np.eye(len(A)) - A, y) / 1e6


def outcome(world, *changes):
    accounts = open_accounts(world)
    planner = Planner(world, accounts, GD, default_electricity(None, None))
    steps = [s for c in changes for s in planner.steps(Change(**c))]
    return work_out(accounts, GD, steps, "test")


def test_a_cleaner_power_sector_lowers_embodied_carbon_by_its_row_of_the_inverse(world):
    result = ask(world, sector="电力", intensity_change_pct=-30)
    accounts = open_accounts(world)
    fall = 0.3 * accounts.f[POWER] * accounts.L[POWER]
    others = [k for k in range(42) if k != POWER and accounts.table.x[k] > 0]
    first = max(others, key=lambda k: fall[k])
    assert value(
        result, "embodied_fall_t_per_cny_1e4", region=GD, sector=SECTORS[first]
    ) == pytest.approx(fall[first])
    assert value(result, "co2_decline_mt", scope="region") == pytest.approx(45.0, rel=1e-6)
    named = next(c for c in result.claims if c.metric == "embodied_fall_t_per_cny_1e4")
    assert named.entity["sector"] == SECTORS[first]
    assert [c.type for c in result.charts] == ["bar"]


def test_the_whole_intensity_can_go_and_no_more(world):
    result = ask(world, sector="power", intensity_change_pct=-100)
    assert value(result, "co2_decline_mt", scope="region") == pytest.approx(150.0, rel=1e-6)
    with pytest.raises(InputError, match="100 % at most"):
        ask(world, sector="power", intensity_change_pct=-100.5)


def test_less_electricity_per_unit_of_metal_is_solved_exactly(world):
    accounts = open_accounts(world)
    A = accounts.A.copy()
    A[POWER::42, METALS] *= 0.8
    expected = again(accounts, A=A) - again(accounts)
    result = ask(world, sector="金属冶炼", input_sector="电力", coefficient_change_pct=-20)
    assert value(result, "co2_decline_mt", effect="chain") == pytest.approx(-expected.sum())
    assert {c.type for c in result.charts} == {"bar", "waterfall"}
    moved = A.copy()
    freed = (accounts.A - A)[:, METALS].sum()
    glass = SECTORS.index("nonmetal_minerals")
    bought = accounts.A[glass::42, METALS]
    moved[glass::42, METALS] += freed * bought / bought.sum()
    expected = again(accounts, A=moved).sum() - again(accounts).sum()
    other = outcome(
        world,
        {"sector": "metals", "input_sector": "power", "coefficient_change_pct": -20,
         "replace_by": "水泥"},
    )  # fmt: skip
    assert other.total == pytest.approx(expected)


def test_demand_moves_by_per_cent_by_money_and_to_another_product(world):
    accounts = open_accounts(world)
    y = accounts.all_demand.copy()
    table = accounts.table
    food, cars = SECTORS.index("food"), SECTORS.index("transport_equipment")
    demand = accounts.demand[:, 0]
    y[food::42] += 0.1 * demand[food::42]
    expected = again(accounts, y=y).sum() - again(accounts).sum()
    by_pct = outcome(world, {"product": "food", "demand_change_pct": 10})
    assert by_pct.total == pytest.approx(expected)
    money = 0.1 * demand[food::42].sum() / 1e4
    by_money = outcome(world, {"product": "food", "demand_change_cny_1e8": money})
    assert by_money.total == pytest.approx(expected)
    moved = outcome(
        world, {"product": "food", "demand_change_pct": 10, "replace_by": "transport_equipment"}
    )
    total = moved.end.demand.sum() - moved.start.demand.sum()
    assert total == pytest.approx(0, abs=1e-6 * moved.start.demand.sum())
    assert moved.end.demand[cars::42].sum() < moved.start.demand[cars::42].sum()
    sent = outcome(world, {"product": "food", "demand_change_pct": -50, "category": "出口"})
    assert sent.end.exports[food] == pytest.approx(0.5 * table.ex[food])
    assert np.array_equal(sent.end.exports[42:], table.ex[42:])


def test_a_fuel_switch_weighs_factors_per_unit_of_heat(world):
    # The small inventory is all raw coal, so that the share of coal is one.
    found = outcome(
        world,
        {"sector": "power", "fuel": "煤", "replace_by": "天然气", "share_pct": 40},
    )
    left = 1 - 0.4 * (1 - 56.1 / 94.6)
    assert found.end.f[POWER] == pytest.approx(left * found.start.f[POWER])
    found = outcome(world, {"sector": "power", "share_pct": 40, "replace_by": "可再生能源"})
    assert found.end.f[POWER] == pytest.approx(0.6 * found.start.f[POWER])


def test_electrification_buys_the_heat_it_replaces(world):
    accounts = open_accounts(world)
    found = outcome(
        world, {"sector": "transport", "fuel": "coal", "replace_by": "electricity", "share_pct": 10}
    )
    burnt_t = 0.1 * accounts.f[TRANSPORT] * found.before.x[TRANSPORT]
    kwh = burnt_t * 1000 / 94600 / 3.6e-6
    bought = found.end.columns[TRANSPORT].sum() * found.before.x[TRANSPORT]
    assert bought == pytest.approx(kwh * 0.6 / 1e4)
    assert found.end.f[TRANSPORT] == pytest.approx(0.9 * accounts.f[TRANSPORT])
    assert found.steps[0].assumed[0].value == pytest.approx(kwh / 1e9)
    assert set(np.flatnonzero(found.end.columns[TRANSPORT]) % 42) == {POWER}
    cheap = ask(
        world, sector="transport", fuel="coal", replace_by="electricity", share_pct=10,
        electricity_price_cny_per_kwh=0.1, electricity_per_heat=0.3,
    )  # fmt: skip
    assert value(cheap, "electricity_twh") == pytest.approx(0.3 * kwh / 1e9)
    assert Electricity(0.1, 0.3) == default_electricity(0.1, 0.3)


def test_changes_together_are_the_sequence_and_show_their_overlap(world):
    first = {"sector": "power", "intensity_change_pct": -30}
    second = {"sector": "metals", "input_sector": "power", "coefficient_change_pct": -20}
    accounts = open_accounts(world)
    found = outcome(world, first, second, first)
    assert found.end.f[POWER] == pytest.approx(0.49 * accounts.f[POWER])
    A = accounts.A.copy()
    A[POWER::42, METALS] *= 0.8
    expected = again(accounts, f=found.end.f, A=A).sum() - again(accounts).sum()
    assert found.total == pytest.approx(expected)
    result = ask(world, **first, more=[second])
    overlap = outcome(world, first, second)
    gap = overlap.total - sum(overlap.singles)
    assert gap > 0
    assert value(result, "co2_effect_mt", effect="interaction") == pytest.approx(gap)
    chart = next(c for c in result.charts if c.type == "waterfall")
    steps = [s["value"] for s in chart.data["steps"]]
    assert sum(steps) == pytest.approx(chart.data["end"]["value"])
    assert len(steps) == 3


def test_no_change_is_the_baseline(world):
    found = outcome(world, {"sector": "power", "intensity_change_pct": 0})
    assert not found.change.any()
    assert not found.embodied.any()
    result = ask(world, sector="power", intensity_change_pct=0)
    assert "不变" in " ".join(f.text.zh for f in result.findings)


def test_a_carbon_price_raises_prices_by_embodied_carbon(world):
    accounts = open_accounts(world)
    result = ask(world, carbon_price_cny_per_t=100)
    local = np.where(np.arange(126) < 42, accounts.f, 0.0)
    rise = local @ accounts.L
    first = int(np.argmax(rise[:42]))
    assert value(result, "price_rise_pct", sector=SECTORS[first]) == pytest.approx(rise[first])
    paid = 100 * 1e6 * accounts.direct_mt[:42].sum() / 1e8
    assert value(result, "carbon_cost_cny_1e8", of="payers") == pytest.approx(paid)
    only = ask(world, sector="power", carbon_price_cny_per_t=100)
    assert value(only, "carbon_cost_cny_1e8", of="payers") == pytest.approx(150.0)
    both = ask(world, sector="power", intensity_change_pct=-50, carbon_price_cny_per_t=100)
    assert value(both, "carbon_cost_cny_1e8", of="payers") == pytest.approx(75.0)
    assert {c.section for c in both.charts} == {"main", "price"}


def test_the_nation_without_a_table_is_every_province_and_says_so(world):
    result = ask(world, region="全国", sector="power", intensity_change_pct=-10)
    assert value(result, "co2_decline_mt", scope="region") == pytest.approx(30.0, rel=1e-6)
    said = " ".join(n.text.en for n in result.notes)
    assert "not the national inventory" in said.replace("\n", " ")
    assert "Tibet" in said
    assert all("全国" in f.zh and "China" in f.en for f in result.followups)
    assert len(result.followups) == 2


def test_every_chart_names_the_year_of_its_table(world):
    price = {"carbon_price_cny_per_t": 100}
    result = ask(world, sector="power", product="food", demand_change_pct=5, **price)
    year = str(open_accounts(world).table.year)
    assert len(result.charts) > 2
    assert all(year in c.title.zh and year in c.title.en for c in result.charts)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"sector": "电里", "intensity_change_pct": -30}, "Did you mean"),
        ({"sector": "居民", "intensity_change_pct": -30}, "no producing sector"),
        ({"sector": "power"}, "size of the change is missing"),
        ({"sector": "油气开采", "intensity_change_pct": -30}, "emits nothing"),
        ({"sector": "power", "intensity_change_pct": float("nan")}, "finite"),
        ({"sector": "power", "share_pct": 0}, "above 0"),
        ({"sector": "power", "share_pct": 120}, "at most 100"),
        ({"sector": "power", "share_pct": 20, "replace_by": "electricity"}, "cannot replace"),
        ({"sector": "metals", "share_pct": 20, "fuel": "gas", "replace_by": "coal"}, "no emissions"),
        ({"sector": "metals", "share_pct": 20, "fuel": "coal", "replace_by": "raw_coal"}, "itself"),
        ({"sector": "metals", "share_pct": 20, "replace_by": "其他煤气"}, "emission factor"),
        ({"sector": "metals", "share_pct": 20, "replace_by": "铀"}, "no fuel named"),
        ({"sector": "metals", "coefficient_change_pct": 10}, "input_sector"),
        (
            {"sector": "metals", "input_sector": "power", "coefficient_change_pct": -101},
            "100 % at most",
        ),
        (
            {"sector": "metals", "input_sector": "power", "coefficient_change_pct": 9e5},
            "value added",
        ),
        (
            {"sector": "metals", "input_sector": "油气开采", "coefficient_change_pct": -5},
            "does not use",
        ),
        (
            {"sector": "metals", "input_sector": "power", "coefficient_change_pct": -5,
             "replace_by": "发电"},
            "name another",
        ),
        ({"product": "food", "demand_change_pct": -150}, "100 % at most"),
        ({"product": "food", "demand_change_cny_1e8": -9e5}, "in all"),
        ({"product": "油气开采", "demand_change_pct": 5}, "no such final demand"),
        ({"product": "food", "demand_change_pct": 5, "category": "旅游"}, "category"),
        (
            {"product": "food", "demand_change_pct": 5, "replace_by": "油气开采"},
            "cannot take the difference",
        ),
        ({"carbon_price_cny_per_t": -5}, "greater than 0"),
        ({"more": [{"sector": "power", "cut": 3}]}, "more"),
        ({"region": "火星", "sector": "power", "intensity_change_pct": -3}, "named"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_would_work(world, arguments, said):
    with pytest.raises(InputError) as refused:
        ask(world, **arguments)
    assert said in refused.value.text.en
    assert refused.value.text.zh


def test_unknown_emissions_and_fuels_are_said_not_guessed(world, tmp_path):
    with pytest.raises(DataMissingError, match="unknown"):
        ask(world, region="西藏", sector="power", intensity_change_pct=-30)
    bare = write_world(tmp_path / "bare", inventory_mt=None)
    with pytest.raises(DataMissingError, match="by fuel"):
        ask(bare, sector="power", share_pct=20, replace_by="none")
    assert "“at least”" in " ".join(
        n.text.en for n in ask(world, sector="power", intensity_change_pct=-3).notes
    )


def test_a_narrow_name_says_how_wide_its_sector_is(world):
    said = ask(world, sector="钢铁", intensity_change_pct=-10)
    assert any("金属冶炼压延" in n.text.zh and "口径" in n.text.zh for n in said.notes)
    plain = ask(world, sector="电力", intensity_change_pct=-10)
    assert not any("口径可能更宽" in n.text.zh for n in plain.notes)


def test_figures_of_different_what_ifs_have_ids_of_their_own(world):
    results = [
        ask(world, sector="power", intensity_change_pct=-30),
        ask(world, sector="power", intensity_change_pct=-31),
        ask(world, region="江苏", sector="power", intensity_change_pct=-30),
    ]
    ids = [{c.id for c in r.claims} for r in results]
    assert not ids[0] & ids[1]
    assert not ids[0] & ids[2]
    for result in results:
        json.dumps(result.model_dump(mode="json"), allow_nan=False)


def test_every_fuel_has_a_default_factor_or_is_known_to_lack_one():
    assert set(INVENTORY_FUELS) - set(emission_factors()) == {"other_gas", "process"}
    assert find_replacement("煤") == "raw_coal"
    assert find_replacement("电气化") == "electricity"
    assert find_replacement(None) == find_replacement("绿氢") == "none"
    assert all(f in FUELS for f in emission_factors())


def test_the_table_of_the_small_world_is_the_one_opened(world):
    assert np.allclose(open_accounts(world).table.x, small_table().x)


def test_what_electricity_takes_is_assumed_with_a_reason():
    for held in load_what_if_assumptions().values():
        assert held.status == "assumption"
        assert held.reason
        assert held.unit in UNITS

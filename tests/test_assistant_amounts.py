"""Questions on energy used and apparent emissions: never answered with emissions of the inventories."""

import pytest

from assistant.builtin.amounts_planner import PROVINCES_ONLY, read_amounts
from assistant.builtin.linker import link
from assistant.builtin.planner import make_plan
from data.ceads.importing import import_paths
from data.errors import DataMissingError, InputError
from data.store import Store
from tests.small_inventory import assert_figures_are_claims
from tests.table_workbooks import (
    APPARENT_PROVINCES,
    apparent_book,
    apparent_figures,
    apparent_national_book,
    energy_amounts,
    energy_book,
)
from tests.tiny import tiny_dataset
from tools.registry import Context, get_tool
from tools.tabular.catalogue import table_ids

OWN = """series,region,year,value,unit,source
energy_total,广东,2019,341.42,百万吨标准煤,yearbook
energy_total,CN,2019,48750,万吨标准煤,yearbook
"""


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    folder = tmp_path_factory.mktemp("amounts")
    files = {
        "energy.xlsx": energy_book(),
        "apparent.xlsx": apparent_book(),
        "nation.xlsx": apparent_national_book(),
        "own.csv": OWN.encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    store = Store(folder / "home")
    assert import_paths([folder / name for name in files], store).ok
    return Context(store.open("ceads"), 2026)


def planned(question, previous=None):
    slots = link(question)
    return read_amounts(question, slots, previous or {})


def answers(context, question):
    return [get_tool(tool).run(context, given) for tool, given in planned(question).calls]


@pytest.mark.parametrize(
    "question",
    [
        "河北2012年焦炭消费量",
        "河北2012年焦炭消费量是多少万吨？",
        "How much coke did Hebei consume in 2012?",
    ],
)
def test_an_amount_of_coke_is_the_sum_of_the_sectors_in_tonnes(context, question):
    (result,) = answers(context, question)
    (row,) = result.tables[0].rows
    assert (row[0].en, row[1], row[2].en) == ("Hebei", 2012, "Coke")
    assert row[3] == pytest.approx(energy_amounts(2)[:, 4].sum())
    assert result.tables[0].columns[3].unit == "t_1e4"
    assert not result.notes
    assert_figures_are_claims(result)


def test_electricity_and_a_sector(context):
    (result,) = answers(context, "北京2012年的用电量")
    assert result.tables[0].rows[0][-1] == pytest.approx(energy_amounts()[:, 18].sum())
    assert result.claims[0].unit == "kwh_1e8"
    (one,) = planned("2012年河北电力行业的原煤消费量").calls
    assert {"field": "sector", "op": "in", "value": ["power"]} in one[1]["filters"]


def test_coal_is_told_by_product_and_unit_and_never_added_up(context):
    tonnes, gases = answers(context, "河北2012年的煤炭消费量")
    assert {c.unit for c in tonnes.claims if c.unit != "count"} == {"t_1e4"}
    assert {c.unit for c in gases.claims if c.unit != "count"} == {"m3_1e8"}
    assert len(tonnes.tables[0].rows) == 6
    with pytest.raises(InputError, match="heat contents"):
        get_tool("query_table").run(context, {"table": "energy_t_1e4", "group_by": ["year"]})


def test_apparent_emissions_of_a_province_and_of_the_nation(context):
    (result,) = answers(context, "广东2021年的表观碳排放是多少？")
    place = APPARENT_PROVINCES.index("Guangdong")
    expected = apparent_figures(len(APPARENT_PROVINCES), 1)[:, place].sum()
    assert result.tables[0].rows[0][-1] == pytest.approx(expected)
    assert "must not be mixed" in result.notes[0].text.en
    (nation,) = answers(context, "China's apparent emissions in 2022")
    assert nation.tables[0].rows[0][-1] == pytest.approx(apparent_figures(2)[:, 1].sum())
    (parts,) = answers(context, "广东2021年表观排放的构成")
    assert [r[2].zh for r in parts.tables[0].rows] == ["原煤", "原油", "天然气", "水泥（过程）"]


def test_all_energy_is_the_readers_own_series_and_says_so(context):
    (result,) = answers(context, "广东2019年能源消费总量")
    assert result.tables[0].rows[0][-1] == pytest.approx(34142)
    assert {c.kind for c in result.claims} == {"user"}
    with pytest.raises(
        InputError, match=r"“Hebei” is not on the axis region of this table.*Guangdong"
    ):
        answers(context, "河北能源消费总量")
    with pytest.raises(InputError, match="nation and its provinces"):
        get_tool("query_table").run(context, {"table": "own_energy_total", "group_by": ["year"]})


def test_a_data_set_without_them_says_how_to_get_them(tmp_path):
    context = Context(tiny_dataset(tmp_path / "tiny"), 2026)
    for table in ("energy_t_1e4", "apparent_provincial", "own_energy_total"):
        with pytest.raises(DataMissingError, match="visceads import FILE"):
            get_tool("query_table").run(context, {"table": table})
        assert table not in table_ids(context.dataset)


@pytest.mark.parametrize(
    "question",
    [
        "广东2019年煤炭消费排放多少",
        "广东的消费侧排放",
        "如果广东造纸20%的煤改用天然气会怎样",
        "广东能耗强度目标",
        "广东非化石能源消费比重",
        "Which fuels emitted most in Guangdong?",
        "What are the consumption-based emissions of Hebei?",
        "广东煤炭排放占比",
        "河北钢铁行业上游的电力投入",
    ],
)
def test_other_questions_are_left_alone(question):
    assert planned(question) is None


def test_a_follow_up_asks_the_same_of_another_province():
    first = make_plan("河北2012年焦炭消费量", "zh", ["query_table"])
    assert first.kind == "cross_table"
    then = make_plan(
        "那北京呢？", "zh", ["query_table"], {"kind": first.kind, "slots": first.slots}
    )
    (call,) = then.calls
    assert call[1]["table"] == "energy_t_1e4"
    assert [f["value"] for f in call[1]["filters"]] == [["CN-BJ"], [2012], ["coke"]]
    power = make_plan("北京2012年用电量", "zh", ["query_table"])
    then = make_plan("河北呢", "zh", ["query_table"], {"kind": power.kind, "slots": power.slots})
    assert then.calls[0][1]["table"] == "energy_kwh_1e8"


def test_cities_are_told_to_ask_their_province():
    slots = link("深圳2019年用电量")
    slots.places = ["city:CN-GD:深圳"]
    found = read_amounts("深圳2019年用电量", slots, {})
    assert (found.calls, found.text) == ([], PROVINCES_ONLY)


def test_a_share_of_physical_amounts_is_declined():
    found = planned("河北2012年煤炭消费量占比")
    assert found.calls == []
    assert "不能相加" in found.text.zh

"""Queries by documented fields: right figures, refused nonsense, gaps counted, nothing but claims."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from tests.small_inventory import assert_figures_are_claims
from tests.tiny import FUEL_PCT, SECTOR_PCT, tiny_dataset
from tools.registry import Context, get_tool
from tools.tabular.catalogue import find_table, table_ids
from tools.tabular.engine import Engine, write_sql
from tools.tabular.request import Aggregate, Filter, Query, check
from tools.tabular.schema import spread


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(tiny_dataset(tmp_path_factory.mktemp("data") / "tiny"), 2026)


def ask(context, **arguments):
    return get_tool("query_table").run(context, arguments)


def where(**given):
    return [{"field": field, "value": value} for field, value in given.items()]


def rows(result):
    return result.tables[0].rows


def notes(result, level="missing"):
    return " ".join(n.text.zh for n in result.notes if n.level == level)


def test_fuels_of_a_province_since_a_year_add_up(context):
    since = {"field": "year", "op": "ge", "value": 2018}
    result = ask(
        context,
        filters=[*where(region="广东"), since],
        group_by=["fuel"],
        order_by=[{"field": "sum:co2_mt", "descending": True}],
    )
    assert rows(result)[0][0].zh == "原煤"
    process = 1210 * 0.04
    assert rows(result)[0][1] == pytest.approx((1210 - process) * FUEL_PCT["raw_coal"] / 100)
    assert sum(r[1] for r in rows(result)) == pytest.approx(1210)
    assert_figures_are_claims(result)


def test_a_group_of_sectors_and_two_axes(context):
    result = ask(
        context, filters=where(sector="居民", year=2019), group_by=["region", "sector"], limit=2
    )
    assert [(r[0].en, r[1].en) for r in rows(result)] == [
        ("Guangdong", "Urban households"),
        ("Guangdong", "Rural households"),
    ]
    assert "只列出排在最前的部分" in result.findings[-1].text.zh


def test_statistics_of_cells(context):
    functions = ("sum", "mean", "min", "max", "count", "share")
    result = ask(
        context,
        filters=where(region="江苏", year=2019, fuel="原煤"),
        aggregates=[{"field": "co2_mt", "function": f} for f in functions],
    )
    total, mean, least, most, count, share = rows(result)[0]
    assert count == 47
    assert mean == pytest.approx(total / 47)
    assert least == 0
    assert most == pytest.approx(660 * SECTOR_PCT["power"] / 100 * 0.6)
    assert share == pytest.approx(100)
    assert_figures_are_claims(result)


def test_cells_that_are_not_held_are_counted_never_taken_for_zero(context):
    result = ask(context, filters=where(year=2012), group_by=["year"])
    assert rows(result)[0][1] == pytest.approx(1140)
    assert rows(result)[0][2] == 47 * 18
    assert "缺失，不等于零" in notes(result)
    assert "个单元格缺失" in result.findings[0].text.zh
    gap = ask(context, filters=where(region="宁夏", year=2012), group_by=["year"])
    assert rows(gap)[0][1] is None


def test_years_between_that_are_not_held_are_named(context):
    result = ask(context, filters=where(region="广东"), group_by=["year"])
    assert "2011、2013、2014、2016" in notes(result)
    assert result.charts[0].data["y_name"]
    assert result.charts[0].data["series"][0]["y"][1] is None


def test_a_sum_over_all_provinces_is_no_nation(context):
    result = ask(context, filters=where(year=2019), group_by=["sector"])
    assert "各省清单之和不等于全国排放量" in notes(result, "caution")


def test_single_cells_are_claims_of_their_own(context):
    result = ask(context, filters=where(region="粤", year=2019, sector="电力", fuel="原煤"))
    (claim,) = [c for c in result.claims if c.metric == "co2_mt"]
    assert claim.entity == {"region": "CN-GD", "sector": "power", "fuel": "raw_coal"}
    assert (claim.year, claim.value) == (2019, pytest.approx(600 * 0.4 * 0.6))


def test_a_stock_is_not_added_over_years(context):
    with pytest.raises(InputError, match="cannot be added over year"):
        ask(context, table="population_1e4", group_by=["region"])
    held = ask(context, table="population_1e4", filters=where(region="广东"), group_by=["year"])
    assert held.tables[0].kind == "reference"


def test_different_products_and_an_index_are_not_added(context):
    with pytest.raises(InputError, match="different products"):
        ask(context, table="activity_mt", group_by=["region", "year"])
    steel = ask(
        context, table="activity_mt", filters=where(product="crude_steel"), group_by=["year"]
    )
    assert rows(steel)
    with pytest.raises(InputError, match="index"):
        ask(context, table="gdp_index_2005_100", group_by=["year"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"table": "secrets"}, "inventory_provincial"),
        ({"group_by": ["x; drop table y"]}, "fields: region, year"),
        ({"group_by": ["co2_mt"]}, "Only axes"),
        ({"aggregates": [{"field": "region"}]}, "Only measures"),
        ({"filters": where(region="Atlantis")}, "Atlantis"),
        ({"filters": where(year=1890)}, "not on the axis year"),
        ({"filters": [{"field": "region", "op": "ge", "value": "A"}]}, "eq or in only"),
        ({"filters": [{"field": "year", "op": "between", "value": [2010]}]}, "takes 2 number"),
        ({"filters": [{"field": "co2_mt", "op": "ge", "value": "many"}]}, "takes numbers"),
        ({"group_by": ["year"], "order_by": [{"field": "fuel"}]}, "to sort by"),
        ({"filters": [{"field": "co2_mt", "op": "ge", "value": 1e9}]}, "meets the filters"),
        ({"limit": 5000}, "less than or equal"),
    ],
)
def test_what_is_not_documented_is_refused_with_what_would_work(context, arguments, said):
    with pytest.raises(InputError) as caught:
        ask(context, **arguments)
    assert said in caught.value.text.en


def test_every_table_offered_can_be_queried(context):
    for table_id in table_ids(context.dataset):
        table = find_table(context.dataset, table_id)
        every = [{"field": table.measures[0].field, "function": "max"}]
        assert rows(ask(context, table=table_id, aggregates=every))[0][0] > 0


def test_no_value_reaches_the_text_of_a_query(context):
    table = find_table(context.dataset, "inventory_provincial")
    query = check(
        table,
        Query(
            table=table.id,
            filters=[Filter(field="region", value="广东"), Filter(field="year", value=2019)],
            group_by=["fuel"],
        ),
    )
    sql, values = write_sql(table, query)
    assert "2019" not in sql
    assert values == [[0], [2019], 200]


@pytest.mark.parametrize("sql", ["SELECT * FROM read_csv('/etc/hosts')", "SET threads = 8"])
def test_the_database_reaches_no_file_and_keeps_its_limits(context, sql):
    engine = Engine()
    table = find_table(context.dataset, "inventory_national")
    engine.run(("t",), table, check(table, Query(table=table.id, group_by=["year"])))
    with pytest.raises(Exception, match=r"disabled|locked"):
        engine._database().execute(sql)


@given(
    region=st.sampled_from(["CN-GD", "CN-JS"]),
    years=st.sets(st.sampled_from([2010, 2012, 2015, 2017, 2018, 2019]), min_size=1),
    group=st.sampled_from(["sector", "fuel", "year"]),
)
def test_groups_add_up_to_what_numpy_adds_up(context, region, years, group):
    table = find_table(context.dataset, "inventory_provincial")
    wanted = [Filter(field="region", value=region), Filter(field="year", op="in", value=[*years])]
    query = check(table, Query(table=table.id, filters=wanted, group_by=[group]))
    found, _ = SHARED.run(("numpy", str(context.dataset.folder)), table, query)
    inventory = context.dataset.provincial
    direct = sum(inventory.cell(region, y).sum() for y in years)
    assert sum(row[1] for row in found) == pytest.approx(direct)


SHARED = Engine()


def test_axes_are_spread_in_the_order_of_the_array(context):
    table = find_table(context.dataset, "inventory_provincial")
    columns = spread(table.axes)
    cells = table.read()["co2_mt"].reshape(-1)
    pick = (columns["region"] == 1) & (columns["year"] == 2019)
    assert np.nansum(cells[pick]) == pytest.approx(660)


def test_an_aggregate_names_its_column():
    assert Aggregate(field="co2_mt", function="mean").column == "mean:co2_mt"

"""Fuel to sector flows: nothing is lost, nothing runs in a circle, gaps are refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.errors import DataMissingError, InputError
from tests.tiny import tiny_dataset
from tools.inventory.flows import OTHER, pool_flows, sankey_data
from tools.registry import Context, get_tool


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(tiny_dataset(tmp_path_factory.mktemp("data") / "tiny"), 2026)


def draw(context, **arguments):
    return get_tool("draw_sankey").run(context, arguments)


def sums(data, layer):
    """Sum of the links that enter a layer's nodes."""
    ids = {n["id"] for n in data["nodes"] if n["layer"] == layer}
    return sum(link["value"] for link in data["links"] if link["target"] in ids)


def test_the_flows_into_sectors_are_the_total(context):
    result = draw(context, region="广东", year=2019, top=3)
    data = result.charts[0].data
    assert sums(data, 2) == pytest.approx(600)
    assert [n["id"] for n in data["nodes"] if n["layer"] == 2] == [
        "sector:power",
        "sector:ferrous_smelting",
        "sector:transport",
        "sector:other_sectors",
    ]


def test_each_row_has_its_claim_and_the_shares_sum_to_one(context):
    result = draw(context, region="广东", year=2019)
    (table,) = result.tables
    assert sum(row[3] for row in table.rows) == pytest.approx(100)
    for row, marks in zip(table.rows, table.claims, strict=True):
        assert result.claim(marks[2]).value == row[2]
        assert result.claim(marks[3]).value == row[3]


def test_the_pool_is_derived_from_its_fuel(context):
    result = draw(context, region="广东", year=2019, top=3)
    pooled = [c for c in result.claims if c.entity.get("sector") == OTHER and c.unit == "Mt"]
    for claim in pooled:
        fuel, *alone = (result.claim(p).value for p in claim.parents)
        assert claim.value == pytest.approx(fuel - sum(alone))
    assert pooled


def test_the_largest_flow_comes_first(context):
    result = draw(context, region="江苏", year=2010)
    first = result.tables[0]
    assert first.rows[0][0].zh == "原煤"
    assert first.rows[0][1].zh == "电力热力"
    assert result.findings[1].text.zh.startswith("最大的流向依次为：原煤→电力热力 [[c:")


def test_the_latest_usable_year_is_taken(context):
    result = draw(context, region="宁夏")
    assert "2019" in result.title.en
    assert any("2019" in n.text.zh for n in result.notes)


def test_a_gap_is_refused(context):
    with pytest.raises(InputError, match="missing"):
        draw(context, region="宁夏", year=2012)


def test_a_year_or_a_province_that_is_not_held(context):
    with pytest.raises(InputError, match="2017–2019"):
        draw(context, region="广东", year=2016)
    with pytest.raises(DataMissingError):
        draw(context, region="西藏")


@given(
    arrays(np.float64, (47, 18), elements=st.floats(0, 1e3)).filter(lambda a: a.sum() > 0),
    st.integers(1, 47),
)
def test_flows_conserve_and_run_forward(cell, top):
    flows = pool_flows(cell, top)
    data = sankey_data(flows)
    assert sum(f.co2_mt for f in flows) == pytest.approx(cell.sum())
    assert sums(data, 2) == pytest.approx(cell.sum())
    layer = {n["id"]: n["layer"] for n in data["nodes"]}
    assert len(layer) == len(data["nodes"])
    assert all(layer[link["source"]] < layer[link["target"]] for link in data["links"])
    for node in (n for n in data["nodes"] if n["layer"] == 1):
        into = sum(i["value"] for i in data["links"] if i["target"] == node["id"])
        out = sum(i["value"] for i in data["links"] if i["source"] == node["id"])
        assert into in (0, pytest.approx(out))
    assert len({f.sector for f in flows if f.sector != OTHER}) <= top

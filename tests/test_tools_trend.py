"""Trends: gaps are null, first, last, peak and annual change are claims."""

import pytest

from data.errors import InputError
from tests.tiny import tiny_dataset
from tools.registry import Context, get_tool


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(tiny_dataset(tmp_path_factory.mktemp("data") / "tiny"), 2026)


def draw(context, **arguments):
    return get_tool("draw_trend").run(context, arguments)


def test_gaps_are_null_and_named(context):
    result = draw(context, regions=["宁夏"], year_from=2009)
    (series,) = result.charts[0].data["series"]
    held = dict(zip(result.charts[0].data["x"], series["y"], strict=True))
    assert list(held) == list(range(2009, 2020))
    assert [y for y, v in held.items() if v is not None] == [2015, 2017, 2018, 2019]
    missing = " ".join(n.text.zh for n in result.notes if n.level == "missing")
    assert "2009–2011、2013、2014、2016" in missing
    assert "宁夏2012年没有可用数据" in missing


def test_first_last_peak_and_annual_change(context):
    result = draw(context, regions=["广东"])
    (row,) = result.tables[0].rows
    assert row[1:4] == pytest.approx([500, 600, 610])
    assert row[4] == 2018
    assert 500 * (1 + row[6] / 100) ** 9 == pytest.approx(600)
    peak = next(c for c in result.claims if c.metric == "peak_year")
    assert f"[[c:{peak.id}]]" in result.findings[1].text.zh
    assert result.claim(peak.parents[0]).year == 2018


def test_a_line_for_each_region_and_sector(context):
    result = draw(context, regions=["广东", "江苏"], sectors=["电力", "钢铁"])
    ids = [s["id"] for s in result.charts[0].data["series"]]
    assert ids == [
        "CN-GD/power",
        "CN-JS/power",
        "CN-GD/ferrous_smelting",
        "CN-JS/ferrous_smelting",
    ]


def test_too_many_lines_are_refused(context):
    with pytest.raises(InputError):
        draw(
            context,
            regions=["广东", "江苏", "宁夏"],
            sectors=["电力", "钢铁", "化工", "水泥", "交通"],
        )


def test_a_share_refers_to_the_nation_or_the_province(context):
    whole = draw(context, regions=["广东"], measure="share")
    assert whole.tables[0].rows[0][2] == pytest.approx(100 * 600 / 1300)
    part = draw(context, regions=["广东"], sectors=["电力"], measure="share")
    assert part.tables[0].rows[0][2] == pytest.approx(40)
    assert "没有变化" in part.findings[0].text.zh or "相同" in part.findings[0].text.zh


def test_nothing_usable_is_said_without_a_chart(context):
    result = draw(context, regions=["宁夏"], year_from=2012, year_to=2012)
    assert (result.charts, result.tables, result.claims) == ([], [], [])
    assert "没有可用" in result.findings[0].text.zh


def test_the_unit_follows_the_measure(context):
    chart = draw(context, regions=["广东"], measure="per_capita").charts[0]
    assert (chart.type, chart.unit) == ("trend", "t_per_person")

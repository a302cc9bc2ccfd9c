"""The coverage says what is held, what is missing, and where it comes from."""

import pytest

from data.dataset import Dataset
from tests.conftest import ROOT
from tests.tiny import CITATION, tiny_dataset
from tools.coverage_matrix import (
    ABSENT,
    GAP,
    HELD,
    build_matrices,
    matrix_chart,
    matrix_table,
)
from tools.registry import Context, get_tool
from viz.option import option


@pytest.fixture
def result(tmp_path):
    return get_tool("coverage").run(Context(tiny_dataset(tmp_path / "tiny"), 2026), {})


def table(result, table_id):
    return next(t for t in result.tables if t.id == table_id)


def test_counts_are_claims(result):
    held = {(c.entity.get("table"), c.params["what"]): c.value for c in result.claims}
    assert held == {
        ("inventory_provincial", "years"): 6,
        ("inventory_provincial", "regions"): 3,
        ("inventory_national", "years"): 6,
        ("inventory_national", "regions"): 1,
        (None, "findings"): 2,
    }
    assert all(f"[[c:{c.id}]]" in _all(result) for c in result.claims if c.value != 1)


def _all(result):
    return " ".join(f.text.zh + f.text.en for f in result.findings)


def test_years_regions_kind_and_source_stand_in_the_table(result):
    row = table(result, "tables").rows[0]
    assert row[1].zh == "2010、2012、2015、2017–2019"
    assert row[3].en == "Guangdong, Jiangsu, Ningxia"
    assert row[5].en == "official (imported)"
    assert row[6] == CITATION


def test_what_the_import_noticed_is_listed(result):
    rows = table(result, "findings").rows
    assert [(r[0].en, r[1].zh, r[2]) for r in rows] == [
        ("missing", "宁夏", "2012"),
        ("caution", "广东", "2015"),
    ]


def test_missing_tables_and_provinces_are_said(result):
    assert "投入产出表" in _all(result)
    assert any("西藏" in n.text.zh for n in result.notes if n.level == "missing")


def test_reference_series_are_listed_with_their_sources(result):
    rows = table(result, "reference").rows
    assert [r[0].zh for r in rows] == ["年末常住人口", "地区生产总值（现价）", "GDP指数（不变价）"]
    assert all(r[2] for r in rows)


def test_demonstration_is_said(tmp_path):
    dataset = tiny_dataset(tmp_path / "demo", kind="demonstration")
    result = get_tool("coverage").run(Context(dataset, 2026), {})
    assert any("合成" in n.text.zh for n in result.notes)
    assert table(result, "tables").kind == "demonstration"


def test_an_empty_data_set_is_said(tmp_path):
    (tmp_path / "dataset.json").write_text(
        '{"id": "empty", "title": {"zh": "空", "en": "Empty"}}', encoding="utf-8"
    )
    result = get_tool("coverage").run(Context(Dataset(tmp_path), 2026), {})
    assert "还没有数据表" in result.findings[0].text.zh
    assert result.claims == []


def matrices(tmp_path):
    return build_matrices(tiny_dataset(tmp_path / "tiny"))


def test_the_matrix_tells_held_from_gap_from_not_held(tmp_path):
    provincial, national = matrices(tmp_path)
    assert provincial.years == tuple(range(2010, 2020))
    assert provincial.years_in("CN-NX", HELD) == (2015, 2017, 2018, 2019)
    assert provincial.years_in("CN-NX", GAP) == (2012,)
    assert 2010 in provincial.years_in("CN-NX", ABSENT)
    assert provincial.regions_in(2012, HELD) == ("CN-JS", "CN-GD")
    assert provincial.regions_in(1990, ABSENT) == provincial.regions
    assert national.regions == ("CN",)


def test_the_matrix_as_text_gathers_regions_of_one_pattern(tmp_path):
    written = matrix_table(matrices(tmp_path)[0])
    assert [(r[0].zh, r[2].zh) for r in written.rows] == [("江苏、广东", ""), ("宁夏", "2012")]


def test_the_matrix_as_picture_has_three_named_classes(tmp_path):
    chart = matrix_chart(matrices(tmp_path)[0])
    drawn = option(chart, "zh")
    pieces = drawn["visualMap"][0]["pieces"]
    assert [p["label"][:2] for p in pieces] == ["有数", "缺失", "未导"]
    assert len({p["color"] for p in pieces}) == 3
    cells = drawn["series"][0]["data"]
    assert len(cells) == 3 * 10
    tips = [c["tooltip"]["formatter"] for c in cells]
    assert any("2012" in t and "缺失" in t for t in tips)


def test_a_year_asked_about_comes_first(tmp_path):
    context = Context(tiny_dataset(tmp_path / "tiny"), 2026)
    held = get_tool("coverage").run(context, {"year": 2012})
    first = held.findings[0].text.zh
    assert "2012年有" in first
    assert "宁夏为缺失" in first
    assert [c.value for c in held.claims if c.year == 2012] == [2]
    none = get_tool("coverage").run(context, {"year": 2013})
    assert "没有任何省份的2013年数据" in none.findings[0].text.zh


def test_a_region_asked_about_comes_first(tmp_path):
    context = Context(tiny_dataset(tmp_path / "tiny"), 2026)
    held = get_tool("coverage").run(context, {"region": "宁夏"})
    assert "2012年为缺失" in held.findings[0].text.zh
    tibet = get_tool("coverage").run(context, {"region": "西藏"})
    assert "没有西藏的数据" in tibet.findings[0].text.zh


def test_input_output_tables_are_a_matrix_of_their_own():
    dataset = Dataset(ROOT / "data" / "demonstration")
    io = build_matrices(dataset)[-1]
    assert io.id == "io"
    assert len(io.regions) == 31
    assert 2017 in io.years_in("CN-XZ", HELD)

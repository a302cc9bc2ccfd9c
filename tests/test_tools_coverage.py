"""The coverage says what is held, what is missing, and where it comes from."""

import pytest

from data.dataset import Dataset
from tests.tiny import CITATION, tiny_dataset
from tools.registry import Context, get_tool


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

"""Apparent emissions are read by item, province and year, and verified against their totals."""

import numpy as np
import pytest

from data.ceads.formats import read_file, recognise
from data.ceads.importing import import_paths
from data.ceads.workbook import read_workbook
from data.errors import FileRefusedError
from data.store import Store
from tests.table_workbooks import (
    APPARENT_PROVINCES,
    apparent_book,
    apparent_figures,
    apparent_national_book,
    apparent_rows,
    write_book,
)


def read(content):
    return read_file(read_workbook("f.xlsx", content))


def test_every_province_and_year_is_read():
    file = read(apparent_book())
    assert len(file.cells) == 60
    column = APPARENT_PROVINCES.index("Inner mongolia")
    np.testing.assert_array_equal(
        file.cells["CN-NM", 2022], apparent_figures(len(APPARENT_PROVINCES), 2)[:, column]
    )
    assert file.findings == []


def test_the_nation_is_read_by_year():
    content = apparent_national_book()
    assert recognise(read_workbook("f.xlsx", content)).id == "apparent_national"
    file = read(content)
    np.testing.assert_array_equal(file.cells["CN", 2021], [0.125, 0.375, 0.625, 0.875])
    np.testing.assert_array_equal(file.cells["CN", 2022], [0.25, 0.5, 0.75, 1.0])


def test_both_are_tables_of_their_own(tmp_path):
    (tmp_path / "p.xlsx").write_bytes(apparent_book())
    (tmp_path / "n.xlsx").write_bytes(apparent_national_book())
    store = Store(tmp_path / "home")
    assert import_paths([tmp_path / "p.xlsx", tmp_path / "n.xlsx"], store).ok
    dataset = store.open()
    assert dataset.apparent.co2_mt.shape == (30, 2, 4)
    assert dataset.apparent_national.co2_mt.shape == (1, 2, 4)
    assert dataset.apparent.items == ("raw_coal", "crude_oil", "natural_gas", "cement")
    assert dataset.provincial is None


def test_spellings_of_items_are_tolerated():
    rows = apparent_rows(apparent_figures(2), [2021, 2022])
    for row, label in zip(
        rows[1:5], ("Raw coal", "Total crude oil", "天然气", "cement"), strict=True
    ):
        row[1] = label
    assert len(read(apparent_national_book(rows)).cells) == 2


def test_an_empty_province_is_missing_not_zero():
    rows = apparent_rows(apparent_figures(30), APPARENT_PROVINCES)
    for row in rows[1:]:
        row[4] = ""
    file = read(apparent_book({"2021": rows}))
    assert len(file.cells) == 29
    (finding,) = file.findings
    assert (finding.level, finding.region, finding.year) == ("missing", "CN-HE", 2021)
    assert finding.file == "f.xlsx"


def test_a_province_that_is_not_there_is_told(tmp_path):
    rows = apparent_rows(apparent_figures(29), APPARENT_PROVINCES[:-1])
    (tmp_path / "p.xlsx").write_bytes(apparent_book({"2021": rows}))
    report = import_paths([tmp_path / "p.xlsx"], Store(tmp_path / "home"))
    (finding,) = (f for f in report.findings if f.rule == "table_gap")
    assert "Xinjiang" in finding.text.en
    assert "Ningxia" not in finding.text.en
    assert finding.file == "p.xlsx"


def test_a_negative_item_is_kept_and_told():
    rows = apparent_rows(apparent_figures(30) - 1, APPARENT_PROVINCES)
    file = read(apparent_book({"2021": rows}))
    assert file.cells["CN-BJ", 2021][0] == -0.875
    assert {f.rule for f in file.findings} == {"negative"}


def test_remarks_under_the_total_are_not_read():
    rows = [*apparent_rows(apparent_figures(30), APPARENT_PROVINCES), [], ["Note", "a remark"]]
    assert len(read(apparent_book({"2021": rows, "Readme": [["x"]]})).cells) == 30


def put(row, column, value):
    def change(rows):
        rows[row][column] = value

    return change


DAMAGES = {
    "text in a number": (put(2, 5, "n/a"), "cell F3", "not “n/a”"),
    "empty cell": (put(2, 5, ""), "cell F3", "empty"),
    "formula error": (put(2, 5, "#DIV/0!"), "cell F3", "formula error"),
    "wrong total": (put(5, 5, 1.0), "cell F6", "sum to"),
    "unknown item": (put(2, 1, "Peat total"), "cell B3", "Peat"),
    "item twice": (put(2, 1, "Raw coal total"), "cell B3", "twice"),
    "item missing": (lambda rows: rows.pop(2), "", "crude_oil"),
    "no total": (lambda rows: rows.pop(5), "", "total"),
    "no unit": (put(5, 0, "Total apparent CO2 emissions"), "cell A6", "Mt"),
    "other unit": (put(5, 0, "Total apparent CO2 emissions (10^4 t)"), "cell A6", "10^4 t"),
    "unknown province": (put(0, 5, "Atlantis"), "cell F1", "Atlantis"),
    "province twice": (put(0, 5, "Beijing"), "cell F1", "twice"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_refused_with_file_sheet_and_cell(name):
    change, cell, says = DAMAGES[name]
    rows = apparent_rows(apparent_figures(30), APPARENT_PROVINCES)
    change(rows)
    with pytest.raises(FileRefusedError) as caught:
        read(apparent_book({"2021": rows}))
    text = caught.value.text
    assert text.en.startswith("f.xlsx, sheet 2021" + (f", {cell}:" if cell else ":"))
    assert says in text.en


def test_a_year_of_the_nation_twice_is_refused():
    rows = apparent_rows(apparent_figures(2), [2021, "2021"])
    with pytest.raises(FileRefusedError, match="cell D1: “2021” stands there twice"):
        read(apparent_national_book(rows))


def test_a_sheet_of_emissions_without_years_is_not_known():
    with pytest.raises(FileRefusedError, match="no file known here"):
        read(write_book({"emissions": [["", "Items", "x"]]}))

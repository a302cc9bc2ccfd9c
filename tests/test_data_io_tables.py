"""Multi-regional workbooks: which sheets are tables, of which year, and read once in two languages."""

from dataclasses import replace

import numpy as np
import pytest

from data.ceads import workbook as workbook_module
from data.ceads.io_tables import is_io_workbook, read_io
from data.ceads.workbook import read_workbook
from data.errors import FileRefusedError
from tests.io_workbooks import (
    HEAD,
    NBS_ZH,
    NUMBERS_FROM,
    assert_same,
    lay_out,
    make_numbers,
    with_co2,
    write_workbook,
)
from tests.workbooks import make_cities

REGIONS = ("CN-BJ", "CN-NM", "CN-XZ")


@pytest.fixture(scope="module")
def numbers():
    return make_numbers(len(REGIONS))


def book(sheets, note="", name="m.xlsx"):
    return read_workbook(name, write_workbook(sheets, note))


def rules(found):
    return [o.rule for o in found]


def test_both_schemes_of_2017_are_tables_of_their_own(numbers):
    workbook = book(
        {
            "Table_2017": lay_out(numbers, REGIONS, NBS_ZH),
            "Table_2017_consistent": lay_out(numbers, REGIONS),
        }
    )
    found = read_io(workbook, REGIONS)
    assert found.sheets == {
        "io_2017_nbs2017_42": "Table_2017",
        "io_2017_consistent42": "Table_2017_consistent",
    }


@pytest.mark.parametrize(
    ("sheet", "title", "note", "name", "year"),
    [
        ("Table_2020", "中国多区域投入产出表", "2012 2015", "m.xlsx", 2020),
        ("Table", "2015年中国多区域投入产出表", "", "m.xlsx", 2015),
        ("Table", "MRIO", "China MRIO table of 2015", "m.xlsx", 2015),
        ("31 provinces", "MRIO", "2012, 2015", "china_mrio_2012.xlsx", 2012),
    ],
)
def test_the_year_stands_in_sheet_title_note_or_file_name(numbers, sheet, title, note, name, year):
    workbook = book({sheet: lay_out(numbers, REGIONS, title=title)}, note, name)
    assert is_io_workbook(workbook)
    assert list(read_io(workbook, REGIONS).tables) == [f"io_{year}_consistent42"]


def test_a_table_without_a_year_is_refused(numbers):
    with pytest.raises(FileRefusedError, match="the year cannot be told"):
        read_io(book({"Table": lay_out(numbers, REGIONS, title="MRIO")}), REGIONS)


def english(numbers):
    return lay_out(numbers, REGIONS, english=True)


@pytest.mark.parametrize("year", [2018, 2020])
def test_the_english_sheet_is_compared_with_the_chinese_one(numbers, year):
    zeros = with_co2(numbers, np.nan_to_num(numbers.co2))
    sheets = {
        f"Table_{year}_English Version": english(zeros),
        f"Table_{year}": lay_out(numbers, REGIONS),
    }
    found = read_io(book(sheets), REGIONS)
    assert found.sheets == {f"io_{year}_consistent42": f"Table_{year}"}
    assert_same(found.tables[f"io_{year}_consistent42"], numbers)
    (twin,) = (f for f in found.findings if f.sheet.endswith("Version"))
    assert (twin.rule, twin.level) == ("io_sheet_twice", "info")


def test_a_workbook_reads_alike_when_its_sheets_count_as_large(numbers, monkeypatch):
    monkeypatch.setattr(workbook_module, "LARGE_SHEET", 0)
    sheets = {
        "Table_2020_English Version": english(numbers),
        "Table_2020": lay_out(numbers, REGIONS),
    }
    found = read_io(book(sheets), REGIONS)
    assert_same(found.tables["io_2020_consistent42"], numbers)
    assert "io_sheet_twice" in rules(found.findings)


def test_an_english_sheet_of_other_numbers_is_said(numbers):
    other = replace(numbers, imports=numbers.imports + 1)
    sheets = {"Table_2020": lay_out(numbers, REGIONS), "Table_2020_English Version": english(other)}
    found = read_io(book(sheets), REGIONS)
    (twin,) = (f for f in found.findings if f.rule == "io_sheets_differ")
    assert "imports" in twin.text.en
    assert_same(found.tables["io_2020_consistent42"], numbers)


def test_an_english_sheet_that_cannot_be_read_does_not_keep_the_chinese_out(numbers):
    broken = [list(r) for r in english(numbers)]
    broken[HEAD][NUMBERS_FROM] = "x"
    sheets = {"Table_2020": lay_out(numbers, REGIONS), "Table_2020_English Version": broken}
    assert "io_sheet_unread" in rules(read_io(book(sheets), REGIONS).findings)
    with pytest.raises(FileRefusedError):
        read_io(book({"Table_2020": broken}), REGIONS)


def test_findings_name_their_table_and_year_and_make_no_gap_of_an_inventory(numbers):
    found = read_io(book({"Table_2017": lay_out(numbers, REGIONS)}), REGIONS)
    (gap,) = found.findings
    assert (gap.table, gap.region, gap.level) == ("io_2017_consistent42", "CN-XZ", "missing")
    assert (gap.year, gap.years) == (None, [2017])


def test_other_workbooks_are_no_tables(numbers):
    assert not is_io_workbook(read_workbook("c.xlsx", make_cities()))
    national = [row[: NUMBERS_FROM + 42] for row in lay_out(numbers, REGIONS)]
    assert not is_io_workbook(book({"Table_2017": national}))

"""The nation's input-output table: read cell by cell from a text or a workbook, or refused by cell."""

import csv
import io
import os
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from data.ceads import io_national
from data.ceads.content import PlainFile
from data.ceads.io_manifest import describe_io
from data.ceads.workbook import read_workbook
from data.errors import FileRefusedError
from data.vocabulary import io_sector_ids
from tests.io_workbooks import CODES
from tests.specimens import NBS_COLUMNS, nation_rows

ID = "io_national_2017_nbs2017_42"


@pytest.fixture
def rows():
    return nation_rows()


def as_csv(rows, name="china_2017_42.csv", encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return PlainFile(name, "csv", text.getvalue().encode(encoding))


def as_workbook(rows, sheet="2017"):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet(sheet)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if c > 4 and r and value:
                page.write_number(r, c, float(value))
            else:
                page.write(r, c, value)
    book.close()
    return read_workbook("nation.xlsx", buffer.getvalue())


def refusal(file):
    with pytest.raises(FileRefusedError) as caught:
        io_national.read(file)
    assert caught.value.text.zh
    return caught.value.text.en


def assert_equals(table, rows):
    """Compare every cell with what the csv module reads."""
    by_key = {(r[4], r[1]): dict(zip(NBS_COLUMNS, r[5:], strict=True)) for r in rows[1:]}

    def cells(origin, codes):
        return [[float(by_key[origin, k][c]) for c in codes] for k in CODES]

    demand = ("TC", "FU201", "FU202")
    arrays = table.arrays
    np.testing.assert_array_equal(arrays["Z"], cells("Domestic", CODES))
    np.testing.assert_array_equal(arrays["Y"], cells("Domestic", demand))
    np.testing.assert_array_equal(arrays["ex"], np.ravel(cells("Domestic", ["EX"])))
    np.testing.assert_array_equal(arrays["x"], np.ravel(cells("Domestic", ["GO"])))
    np.testing.assert_array_equal(arrays["Z_imports"], cells("Imports", CODES))
    np.testing.assert_array_equal(arrays["Y_imports"], cells("Imports", demand))
    np.testing.assert_array_equal(arrays["ex_imports"], np.ravel(cells("Imports", ["EX"])))
    np.testing.assert_allclose(
        arrays["imports"], np.sum(cells("Imports", CODES), axis=0), rtol=1e-13, atol=0
    )
    tva = [float(by_key["TOT", "TVA"][c]) for c in CODES]
    np.testing.assert_array_equal(arrays["value_added"], tva)
    assert not arrays["err"].any()


def test_the_table_of_the_bureau_reads_cell_by_cell():
    folder = Path(os.environ.get("VISCEADS_NBS", Path(__file__).parents[2] / "shared" / "nbs"))
    path = folder / "china_2017_42.csv"
    if not path.is_file():
        pytest.skip("the table of the bureau is not at hand")
    file = PlainFile(path.name, "csv", path.read_bytes())
    assert io_national.recognises(file)
    found = io_national.read(file)
    with path.open(encoding="utf-8", newline="") as text:
        assert_equals(found.tables[ID], list(csv.reader(text)))
    assert found.findings == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_reads_cell_by_cell(rows, encoding):
    file = as_csv(rows, encoding=encoding)
    assert io_national.recognises(file)
    found = io_national.read(file)
    assert (list(found.tables), found.findings) == ([ID], [])
    table = found.tables[ID]
    assert (table.scheme, table.regions, table.level) == ("nbs2017_42", ("CN",), "nation")
    assert_equals(table, rows)


def test_a_workbook_of_the_same_layout_reads_alike(rows):
    file = as_workbook(rows)
    assert io_national.recognises(file)
    found = io_national.read(file)
    assert found.sheets == {ID: "2017"}
    assert_equals(found.tables[ID], rows)


def test_rows_stand_in_any_order_with_blanks_between(rows):
    table = io_national.read(as_csv([rows[0], [], *reversed(rows[1:])])).tables[ID]
    assert_equals(table, rows)


def test_the_manifest_names_the_bureau_and_the_categories_of_demand(rows):
    info = describe_io(ID, io_national.read(as_csv(rows)).tables[ID])
    assert "National Bureau of Statistics" in info.source.citation
    assert "国家统计局2017年" in info.title.zh
    assert info.axes["final_demand"] == ["TC", "FU201", "FU202"]
    assert info.axes["sector"] == list(io_sector_ids("nbs2017_42"))
    assert info.years == [2017]


def test_a_table_without_a_year_asks_for_it(rows):
    assert "china_2017_42.csv" in refusal(as_csv(rows, name="nation.csv"))


@pytest.mark.parametrize(
    ("row", "column", "rule", "cell"),
    [
        (7, 47, "io_intermediate_use", "AV8"),
        (7, 52, "io_final_use", "BA8"),
        (7, 53, "io_output_of_row", "BB8"),
        (50, 47, "io_import_use", "AV51"),
        (50, 52, "io_import_final", "BA51"),
        (50, 53, "io_import_total", "BB51"),
        (85, 9, "io_inputs", "J86"),
        (87, 9, "io_value_added", ""),
        (91, 9, "io_total_input", "J92"),
        (90, 47, "io_footer_total", "AV91"),
    ],
)
def test_a_sum_that_fails_is_said_with_its_cell(rows, row, column, rule, cell):
    rows[row][column] = repr(float(rows[row][column]) + 50)
    findings = io_national.read(as_csv(rows)).findings
    found = next(f for f in findings if f.rule == rule)
    assert (found.table, found.level, found.years) == (ID, "caution", [2017])
    assert found.cell == cell or not cell


@pytest.mark.parametrize("value", ["", "n/a", "1,234.5", "nan", "inf", "1e999"])
def test_what_is_no_number_is_refused_by_cell(rows, value):
    rows[3][9] = value
    assert "cell J4" in refusal(as_csv(rows))


@pytest.mark.parametrize("gone", [1, 42, 43, 84, 85, 86, 90, 91])
def test_a_missing_row_is_refused(rows, gone):
    missing = rows[gone][1]
    assert missing in refusal(as_csv(rows[:gone] + rows[gone + 1 :]))


def test_a_row_or_column_that_stands_twice_is_refused(rows):
    assert "twice" in refusal(as_csv([*rows, rows[4]]))
    rows[0][-1] = "TIU"
    assert "“TIU” stands there twice" in refusal(as_csv(rows))


@pytest.mark.parametrize("code", ["TIU", "FU202", "GO", "42"])
def test_a_renamed_column_is_refused(rows, code):
    rows[0][rows[0].index(code)] = "XX"
    assert "row of sector codes" in refusal(as_csv(rows)) or code in refusal(as_csv(rows))


def test_names_that_fit_no_scheme_or_are_unknown_are_refused(rows):
    rows[23][3], rows[24][3] = rows[24][3], rows[23][3]
    assert "fit neither" in refusal(as_csv(rows))
    unknown = nation_rows()
    for row in unknown[1:]:
        row[3] = "?"
    assert "fit neither" in refusal(as_csv(unknown))
    partly = nation_rows()
    partly[23][3] = "?"
    assert "its name is unknown" in refusal(as_csv(partly))


@pytest.mark.parametrize(
    "text", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b'"' * 200_001, b"01,02\nDomestic\n"]
)
def test_other_texts_are_not_recognised(text):
    assert not io_national.recognises(PlainFile("a.csv", "csv", text))
    assert not io_national.recognises(PlainFile("a.mat", "mat", text))

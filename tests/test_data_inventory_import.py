"""Inventories are read by label in every dialect, and verified cell by cell."""

import re

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.ceads.cell_tables import NATIONAL, PROVINCIAL
from data.ceads.formats import read_file, recognise
from data.ceads.inventory_sheet import read_inventory_sheet
from data.ceads.io_grid import SECTOR_CODES
from data.ceads.workbook import read_workbook
from data.errors import FileRefusedError
from data.series import FOLDER as REFERENCE
from data.vocabulary import PROVINCES, read_csv
from tests.workbooks import (
    DIALECTS,
    NOTE,
    SECTOR_LABELS,
    make_cell,
    make_cities,
    make_national,
    make_provincial,
    make_rows,
    make_workbook,
)

INVENTORY_PROVINCES = [t.id for t in PROVINCES if t.extra["in_inventory"] == "1"]


def read_rows(rows):
    return read_inventory_sheet("f.xlsx", "Guangdong2019", rows)


def read(content, name="f.xlsx"):
    workbook = read_workbook(name, content)
    return read_file(workbook)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_reads_to_the_same_numbers(dialect):
    sheet = read_rows(make_rows(make_cell(), dialect))
    np.testing.assert_array_equal(sheet.co2_mt, make_cell())
    assert sheet.oddities == []


@settings(max_examples=25)
@given(
    arrays(np.float64, (47, 17), elements=st.floats(0, 1e3, allow_subnormal=False)),
    st.permutations(range(47)),
    st.permutations(range(1, 23)),
    st.sampled_from(["spaced", "underscored"]),
)
def test_numbers_are_found_by_label_wherever_they_stand(fuels, row_order, column_order, dialect):
    cell = np.column_stack([fuels, np.zeros(47)])
    rows = make_rows(cell, dialect)
    rows = [*rows[:4], *(rows[4 + i] for i in row_order)]
    rows = [[r[0], *(r[c] for c in column_order)] for r in rows]
    np.testing.assert_array_equal(read_rows(rows).co2_mt, cell)


def test_text_under_the_table_is_not_read():
    rows = [*make_rows(make_cell()), ["Reference"], ["1. A paper", "x"]]
    np.testing.assert_array_equal(read_rows(rows).co2_mt, make_cell())


def put(row, column, value):
    def change(rows):
        rows[row][column] = value

    return change


def drop_row(row):
    return lambda rows: rows.pop(row)


def drop_column(rows):
    for row in rows:
        row.pop(5)


def add_column(rows):
    for i, row in enumerate(rows):
        row.append("Hydrogen" if i == 0 else 0.0)


def swap_process_column(rows):
    for row in rows[3:]:
        row[17], row[21] = row[21], row[17]


def repeat_row(rows):
    rows.insert(10, list(rows[9]))


DAMAGES = {
    "text in a number": (put(6, 3, "n/a"), "D7", "not “n/a”"),
    "number as text": (put(6, 3, "0.012"), "D7", "a number"),
    "empty cell": (put(6, 3, ""), "D7", "empty"),
    "true in a number": (put(6, 3, True), "D7", "a number"),
    "negative": (put(20, 1, -0.5), "B21", "cannot be -0.5"),
    "not a number": (put(20, 1, float("nan")), "B21", "cannot be nan"),
    "infinite": (put(20, 1, float("inf")), "B21", "cannot be inf"),
    "wrong unit": (put(1, 4, "10^4 t"), "E2", "Mt CO2"),
    "no unit in one column": (put(1, 4, ""), "E2", "Mt CO2"),
    "no units": (drop_row(1), "", "row of units"),
    "renamed column": (put(0, 4, "Peat"), "E1", "Peat"),
    "missing column": (drop_column, "", "Coke"),
    "column twice": (put(0, 4, "Coke"), "F1", "twice"),
    "unknown column": (add_column, "X1", "Hydrogen"),
    "renamed row": (put(8, 0, "Peat Mining"), "A9", "Peat Mining"),
    "missing row": (drop_row(8), "", "Nonferrous Metals Mining"),
    "row twice": (repeat_row, "A11", "twice"),
    "no total row": (drop_row(3), "", "Total Emissions"),
    "wrong total of a fuel": (put(3, 1, 99.0), "B4", "99.0000"),
    "wrong total of a sector": (put(10, 22, 99.0), "W11", "99.0000"),
    "wrong grand total": (put(3, 22, 99.0), "W4", "99.0000"),
    "a cell changed": (put(10, 2, 0.5), "W11", "sum to"),
    "process elsewhere": (swap_process_column, "V5", "Nonmetal Mineral Products only"),
    "no rows": (lambda rows: rows.clear(), "", "Raw Coal"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_refused_with_file_sheet_and_cell(name):
    change, cell, says = DAMAGES[name]
    rows = make_rows(make_cell())
    change(rows)
    with pytest.raises(FileRefusedError) as caught:
        read_rows(rows)
    text = caught.value.text
    assert text.en.startswith("f.xlsx, sheet Guangdong2019" + (f", cell {cell}:" if cell else ":"))
    assert says in text.en
    assert "Guangdong2019" in text.zh
    assert cell in text.zh


@settings(max_examples=25)
@given(st.integers(4, 50), st.integers(1, 17), st.floats(0.02, 1e6))
def test_no_single_cell_can_change_unnoticed(row, column, change):
    rows = make_rows(make_cell())
    rows[row][column] += change
    with pytest.raises(FileRefusedError, match="sum to"):
        read_rows(rows)


def test_a_difference_within_the_tolerance_is_rounding():
    rows = make_rows(make_cell())
    rows[3][1] += 0.009
    np.testing.assert_array_equal(read_rows(rows).co2_mt, make_cell())


def test_scope_2_values_are_left_out_and_said():
    rows = make_rows(make_cell())
    rows[12][19] = 4.0
    (oddity,) = read_rows(rows).oddities
    assert (oddity.rule, oddity.level, oddity.cell) == ("scope_2_present", "caution", "T13")


def test_a_formula_error_in_a_file_is_refused_at_its_cell():
    rows = make_rows(make_cell())
    rows[30][4] = "#DIV/0!"
    content = make_workbook({"Guangdong2019": rows}, NOTE[PROVINCIAL], 2019)
    with pytest.raises(FileRefusedError, match="cell E31"):
        read(content)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_provincial_file_is_read_in_every_dialect(dialect):
    file = read(make_provincial(2015, ("InnerMongolia", "Shaanxi"), dialect))
    assert file.table == PROVINCIAL
    assert list(file.cells) == [("CN-NM", 2015), ("CN-SN", 2015)]
    np.testing.assert_allclose(file.cells["CN-SN", 2015], make_cell(2), rtol=1e-12)
    assert file.findings == []


def test_the_year_of_the_older_vintage_comes_from_the_file_name_when_note_is_silent():
    sheets = {"Sum": [["x"]], "Guangdong": make_rows(make_cell(), "older")}
    content = make_workbook(sheets)
    assert list(read(content, "Province sectoral CO2 emissions 2015.xlsx").cells) == [
        ("CN-GD", 2015)
    ]
    with pytest.raises(FileRefusedError, match="year cannot be told"):
        read(content, "emissions.xlsx")


def test_a_national_file_is_read_from_its_year_sheets_alone():
    file = read(make_national((2018, 2019)), "6128b91470f926be0.xlsx")
    assert file.table == NATIONAL
    assert list(file.cells) == [("CN", 2018), ("CN", 2019)]
    assert file.findings == []


def test_a_sheet_in_another_dialect_is_mentioned():
    sheets = {p: make_rows(make_cell()) for p in ("Guangdong2017", "Hebei2017")}
    sheets["Hunan2017"] = make_rows(make_cell(), "mixed")
    (finding,) = read(make_workbook(sheets, NOTE[PROVINCIAL], 2017)).findings
    assert (finding.rule, finding.level, finding.sheet) == ("other_dialect", "info", "Hunan2017")
    assert finding.region == "CN-HN"


def test_a_note_of_another_year_is_a_caution():
    sheets = {"Guangdong2018": make_rows(make_cell())}
    (finding,) = read(make_workbook(sheets, NOTE[PROVINCIAL], 2019)).findings
    assert (finding.rule, finding.level, finding.year) == ("note_year_differs", "caution", 2018)


def test_one_province_twice_is_refused():
    sheets = {"Guangdong2019": make_rows(make_cell()), "Guangdong 2019": make_rows(make_cell())}
    with pytest.raises(FileRefusedError, match="same region and year"):
        read(make_workbook(sheets))


def test_an_inventory_without_its_sheets_is_refused():
    content = make_workbook({"Sheet1": [["x"]]}, NOTE[PROVINCIAL], 2019)
    with pytest.raises(FileRefusedError, match="no sheet of a province"):
        read(content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (make_cities(), "cities"),
        (make_workbook({"Unit (Million tons)": [["DISTCODE地区代码", "C1997"]]}), "counties"),
        (
            make_workbook({"Note": [["x"]], "any": [["t"], [*3 * [""], *2 * SECTOR_CODES]]}),
            "mrio",
        ),
        (make_workbook({"Note": [["x"]], "Table_2018": [["x"]]}), ""),
        (
            make_workbook({"Beijing2012": [["", "Raw_Coal"], [], ["Total Final Consumption"]]}),
            "energy",
        ),
        (
            make_workbook({"2019": [["", "", *[t.label.en for t in PROVINCES]]]}),
            "apparent",
        ),
        (make_workbook({"Sheet1": [["Guangdong", 1]]}), ""),
    ],
)
def test_a_workbook_is_recognised_by_its_content(content, kind):
    held = recognise(read_workbook("anything.xlsx", content))
    assert (held.id if held else "") == kind


@pytest.mark.ceads
def test_every_real_cell_is_what_another_reader_sees(ceads_folder):
    compared = 0
    for path in sorted(ceads_folder.glob("*.xlsx")):
        if re.search("Cities", path.name):
            continue
        file = read(path.read_bytes(), path.name)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for place, sheet in file.sheets.items():
            rows = [list(r) for r in book[sheet].iter_rows(max_row=51, values_only=True)]
            labels = [str(r[0]).strip() for r in rows[4:]]
            assert labels == [s.strip() for s in SECTOR_LABELS]
            held = np.array([[*r[1:18], r[21]] for r in rows[4:]], dtype=np.float64)
            np.testing.assert_array_equal(file.cells[place], held)
            compared += held.size
        assert len(file.sheets) >= len({s for s in book.sheetnames if re.search(r"\d{4}$", s)})
        book.close()
    assert compared >= 353 * 47 * 18


@pytest.mark.ceads
def test_all_real_files_agree_with_the_published_totals(ceads_folder):
    published = {
        (r["region"], r["year"]): float(r["co2_mt"])
        for r in read_csv(REFERENCE / "provincial_co2.csv")
    }
    nation = read_csv(REFERENCE / "national_co2.csv")
    published |= {("CN", r["year"]): float(r["national_co2_mt"]) for r in nation}
    files = [
        read(p.read_bytes(), p.name)
        for p in sorted(ceads_folder.glob("*.xlsx"))
        if not re.search("Cities", p.name)
    ]
    cells = {place: cell for file in files for place, cell in file.cells.items()}
    assert len(cells) >= 353
    for (region, year), cell in cells.items():
        assert cell.sum() == pytest.approx(published[region, str(year)], abs=1e-3)
    assert round(cells["CN-GD", 2019].sum(), 1) == 569.1

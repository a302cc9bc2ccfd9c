"""Counties are read by heading, codes kept as text; blanks are gaps and everything odd is said."""

import numpy as np
import pytest

from data.ceads.formats import read_file
from data.ceads.importing import import_paths
from data.ceads.workbook import read_workbook
from data.errors import FileRefusedError
from data.store import Store
from tests.table_workbooks import COUNTIES, COUNTY_HEADER, county_book


def read(content):
    return read_file(read_workbook("f.xlsx", content))


def changed(row, column, value):
    rows = [list(r) for r in COUNTIES]
    rows[row][column] = value
    return rows


def test_counties_are_read_with_code_names_city_and_province():
    file = read(county_book())
    assert len(file.cells) == 9
    assert float(file.cells["county:440305", 1999]) == 2.75
    place = file.places[0]
    assert (place.id, place.label.zh, place.label.en) == ("county:130602", "竞秀区", "Jingxiu")
    assert (place.city, place.province) == ("保定市", "CN-HE")
    assert file.findings == []


@pytest.mark.parametrize(
    "names",
    [
        [f"{g} Name" for g in ("County", "County", "City", "City", "Province", "Province")],
        [f"{g} Name{n}" for g in ("County", "City", "Province") for n in ("", ".1")],
    ],
)
def test_headings_that_are_alike_are_told_apart_by_what_stands_below(names):
    header = [COUNTY_HEADER[0], *names, *COUNTY_HEADER[7:]]
    swapped = [[r[0], r[2], r[1], r[4], r[3], r[6], r[5], *r[7:]] for r in COUNTIES]
    for rows in (COUNTIES, swapped):
        file = read(county_book(rows, header))
        assert file.places == read(county_book()).places


def test_columns_are_found_wherever_they_stand():
    order = [8, 0, 5, 6, 9, 1, 2, 7, 3, 4]
    file = read(
        county_book([[r[i] for i in order] for r in COUNTIES], [COUNTY_HEADER[i] for i in order])
    )
    assert file.cells == read(county_book()).cells


def test_codes_written_as_text_are_the_same():
    rows = [[str(r[0]), *r[1:]] for r in COUNTIES]
    assert read(county_book(rows)).cells == read(county_book()).cells


def test_a_blank_cell_is_a_gap_and_is_told():
    file = read(county_book(changed(1, 8, "")))
    assert ("county:130603", 1998) not in file.cells
    (finding,) = file.findings
    assert (finding.rule, finding.cell) == ("cells_blank", "I3")
    assert "Lianchi" in finding.text.en


def test_remarks_and_empty_rows_below_are_not_read():
    rows = [*COUNTIES, [], ["", "数据来源：CEADs"]]
    assert len(read(county_book(rows)).cells) == 9


def test_a_row_twice_is_told_when_alike_and_refused_when_not():
    (finding,) = read(county_book([*COUNTIES, COUNTIES[0]])).findings
    assert (finding.rule, finding.cell) == ("row_repeated", "A5")
    with pytest.raises(FileRefusedError, match=r"cell A5: the code 130602 stands there twice"):
        read(county_book([*COUNTIES, [*COUNTIES[0][:9], 9.0]]))


def test_two_counties_with_one_code_are_kept_apart():
    file = read(county_book([*COUNTIES, [130602, "满城区", "Mancheng", *COUNTIES[0][3:9], 9.0]]))
    assert float(file.cells["county:130602:满城区", 1999]) == 9.0
    assert float(file.cells["county:130602", 1999]) == 0.75
    assert [f.rule for f in file.findings] == ["code_shared"]


def test_a_code_of_another_province_is_told():
    (finding,) = read(county_book(changed(2, 0, 130305))).findings
    assert (finding.rule, finding.cell) == ("code_of_other_province", "A4")


DAMAGES = {
    "text in a number": (county_book(changed(1, 8, "n/a")), "cell I3", "not “n/a”"),
    "number as text": (county_book(changed(1, 8, "1.5")), "cell I3", "a number"),
    "negative": (county_book(changed(1, 8, -1.0)), "cell I3", "negative"),
    "short code": (county_book(changed(1, 0, 1306)), "cell A3", "six digits"),
    "no code": (county_book(changed(1, 0, "")), "cell A3", "six digits"),
    "no name": (county_book(changed(1, 1, "")), "cell B3", "name of the county"),
    "unknown province": (county_book(changed(1, 5, "某省")), "cell F3", "某省"),
    "two provinces": (county_book(changed(1, 6, "Hubei")), "cell F3", "do not fit"),
    "other unit": (county_book(sheet="Unit (10^4 tons)"), "", "million tonnes"),
    "no unit": (county_book(sheet="Sheet1"), "", "million tonnes"),
    "year twice": (county_book(header=[*COUNTY_HEADER[:9], "C1998"]), "cell J1", "twice"),
    "renamed column": (
        county_book(header=["DISTCODE", "Name", *COUNTY_HEADER[2:]]),
        "cell B1",
        "Name",
    ),
    "column missing": (
        county_book([[*r[:4], *r[5:]] for r in COUNTIES], [*COUNTY_HEADER[:4], *COUNTY_HEADER[5:]]),
        "",
        "2 columns “city”",
    ),
    "no rows": (county_book([]), "", "no figure"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_refused_with_file_sheet_and_cell(name):
    content, cell, says = DAMAGES[name]
    with pytest.raises(FileRefusedError) as caught:
        read(content)
    assert caught.value.text.en.startswith("f.xlsx, sheet ")
    assert cell in caught.value.text.en
    assert says in caught.value.text.en


def test_counties_are_kept_and_opened_again(tmp_path):
    (tmp_path / "c.xlsx").write_bytes(county_book(changed(1, 8, "")))
    store = Store(tmp_path / "home")
    assert import_paths([tmp_path / "c.xlsx"], store).ok
    counties = store.open().counties
    assert counties.value("county:440305", 1999) == 2.75
    assert np.isnan(counties.value("county:130603", 1998))
    report = import_paths([tmp_path / "c.xlsx"], store)
    assert [o.status for o in report.outcomes] == ["unchanged"]

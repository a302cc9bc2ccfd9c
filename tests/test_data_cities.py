"""Cities are read from the vector, exactly; the matrix is compared with it cell by cell."""

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ceads.cell_tables import CITY
from data.ceads.formats import read_file
from data.ceads.importing import import_paths
from data.ceads.place_names import name_city, split_city
from data.ceads.workbook import read_workbook
from data.errors import FileRefusedError
from data.store import Store
from tests.table_workbooks import CITIES, city_book, city_rows


def read(content):
    return read_file(read_workbook("f.xlsx", content))


def test_cities_are_read_with_their_provinces_and_names():
    file = read(city_book())
    assert file.table == CITY
    assert {k: float(v) for k, v in file.cells.items()} == {
        ("city:CN-HE:保定", 2018): 31.25,
        ("city:CN-HE:保定", 2019): 30.5,
        ("city:CN-JL:吉林", 2019): 22.125,
        ("city:CN-BJ:北京", 2018): 90.0,
        ("city:CN-BJ:北京", 2019): 88.75,
        ("city:CN-XJ:伊犁州直属县", 2019): 4.5,
    }
    assert file.findings == []
    places = {p.id: p for p in file.places}
    assert places["city:CN-HE:保定"].label.en == "Baoding"
    assert places["city:CN-HE:保定"].aliases == ("保定市",)
    assert places["city:CN-JL:吉林"].label.zh == "吉林市"


@pytest.mark.parametrize(
    ("name", "en"),
    [
        ("河北保定", "Baoding"),
        ("黑龙江哈尔滨", "Harbin"),
        ("山西长治市", "Changzhi"),
        ("安徽六安", "Lu'an"),
        ("江苏苏州", "Suzhou (Jiangsu)"),
        ("安徽宿州", "Suzhou (Anhui)"),
        ("湖北襄樊", "Xiangyang"),
        ("湖北恩施州", "Enshi"),
        ("内蒙古锡林郭勒", "Xilingol"),
        ("内蒙古包头", "Baotou"),
        ("内蒙古赤峰", "Chifeng"),
        ("河南济源", "Jiyuan"),
        ("湖北仙桃", "Xiantao"),
        ("新疆石河子", "Shihezi"),
        ("黑龙江大兴安岭", "Da Hinggan Ling"),
        ("西藏拉萨", "Lhasa"),
        ("新疆吐鲁番市", "Turpan"),
        ("重庆市", "Chongqing"),
    ],
)
def test_names_of_cities(name, en):
    assert name_city(*split_city(name)).label.en == en


@pytest.mark.parametrize("name", ["保定", "河北", "北京海淀", "", "Baoding"])
def test_a_name_without_province_or_city_is_none(name):
    assert split_city(name) is None


def change_vector(row, column, value):
    vector, _ = city_rows()
    vector[row][column] = value
    return city_book(vector=vector)


DAMAGES = {
    "text in a number": (change_vector(2, 3, "n/a"), "cell D3", "not “n/a”"),
    "number as text": (change_vector(2, 3, "30.5"), "cell D3", "a number"),
    "empty": (change_vector(2, 3, ""), "cell D3", "empty"),
    "formula error": (change_vector(2, 3, "#DIV/0!"), "cell D3", "formula error"),
    "negative": (change_vector(2, 3, -1.0), "cell D3", "negative"),
    "year twice": (change_vector(2, 2, 2018), "cell D3", "twice"),
    "no year": (change_vector(2, 2, "x"), "cell C3", "a year"),
    "wild year": (change_vector(2, 2, 20190), "cell C3", "a year"),
    "no province": (change_vector(2, 1, "保定"), "cell B3", "province"),
    "renamed column": (change_vector(0, 3, "value"), "", "emission"),
    "column twice": (change_vector(0, 0, "city"), "", "one column"),
    "no unit": (city_book(unit=""), "", "million tonnes expected"),
    "other unit": (city_book(unit="10^4 tons"), "", "10^4 tons"),
    "mixed units": (city_book(unit="million tons; 万吨"), "", "million tonnes"),
    "no rows": (city_book(vector=city_rows()[0][:1]), "", "no figure"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_refused_with_file_sheet_and_cell(name):
    content, cell, says = DAMAGES[name]
    with pytest.raises(FileRefusedError) as caught:
        read(content)
    assert caught.value.text.en.startswith("f.xlsx, sheet ")
    assert cell in caught.value.text.en
    assert says in caught.value.text.en


def test_a_matrix_that_differs_is_told_and_the_vector_counts():
    matrix = city_rows()[1]
    row = next(r for r in matrix if r[0] == "河北保定")
    row[2], row[1] = 99.0, 7.0
    file = read(city_book(matrix=matrix))
    assert float(file.cells["city:CN-HE:保定", 2018]) == 31.25
    told = {(f.year, f.sheet, f.region): f.text.en for f in file.findings}
    assert told == {
        (2018, "emission matrix", "city:CN-HE:保定"): "Baoding 2018: the matrix says 99.0000 Mt,"
        " the vector 31.2500 Mt; the vector counts.",
        (1995, "emission matrix", "city:CN-HE:保定"): "Baoding 1995: the matrix says 7.0000 Mt,"
        " the vector nothing; the vector counts.",
    }


def test_many_differences_are_told_in_short():
    figures = {(f"河北保定{i}", 2019): 1.0 for i in range(30)}
    vector, _ = city_rows(figures)
    _, matrix = city_rows(dict.fromkeys(figures, 2.0))
    findings = read(city_book(vector, matrix)).findings
    assert len(findings) == 21
    assert "10 more places" in findings[-1].text.en


def test_a_wrong_id_is_told():
    (finding,) = read(change_vector(2, 0, "河北保定2018")).findings
    assert (finding.rule, finding.cell) == ("id_differs", "A3")


def test_a_year_of_a_single_city_is_told():
    figures = CITIES | {("河北保定", 1995): 7.0}
    (finding,) = read(city_book(*city_rows(figures))).findings
    assert (finding.rule, finding.year) == ("year_of_one_city", 1995)


@settings(max_examples=20)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["河北保定", "北京", "江苏苏州"]), st.integers(1990, 2030)),
        st.floats(0, 1e3),
        min_size=1,
    )
)
def test_figures_come_back_from_any_file(figures):
    file = read(city_book(*city_rows(figures)))
    by_name = {
        "河北保定": "city:CN-HE:保定",
        "北京": "city:CN-BJ:北京",
        "江苏苏州": "city:CN-JS:苏州",
    }
    expected = {(by_name[c], y): pytest.approx(v, rel=1e-14) for (c, y), v in figures.items()}
    assert {k: float(v) for k, v in file.cells.items()} == expected


def test_cities_are_kept_with_gaps_and_opened_again(tmp_path):
    (tmp_path / "c.xlsx").write_bytes(city_book())
    store = Store(tmp_path / "home")
    report = import_paths([tmp_path / "c.xlsx"], store)
    assert report.ok
    assert "6 figures" in report.text("en")
    cities = store.open().cities
    assert cities.value("city:CN-BJ:北京", 2018) == 90.0
    assert np.isnan(cities.value("city:CN-JL:吉林", 2018))
    assert cities.years == (2018, 2019)
    changed = CITIES | {("北京", 2018): 91.0}
    (tmp_path / "d.xlsx").write_bytes(city_book(*city_rows(changed)))
    report = import_paths([tmp_path / "d.xlsx"], store)
    assert [o.status for o in report.outcomes] == ["conflict"]
    assert "1 of its figures" in report.text("en")
    report = import_paths([tmp_path / "d.xlsx"], store, replace=True)
    assert store.open().cities.value("city:CN-BJ:北京", 2018) == 91.0


@pytest.mark.ceads
def test_every_real_figure_is_what_another_reader_sees(ceads_folder):
    (path,) = ceads_folder.glob("*Cities*.xlsx")
    file = read(path.read_bytes())
    book = openpyxl.load_workbook(path, data_only=True)
    vector = list(book["emission vector"].iter_rows(min_row=2, values_only=True))
    matrix = list(book["emission matrix"].iter_rows(values_only=True))
    book.close()
    spelt = {name: name_city(*split_city(name)).id for name in {r[1] for r in vector}}
    assert len(set(spelt.values())) == 290
    compared = 0
    for _, city, year, mt in vector:
        assert float(file.cells[spelt[city], year]) == mt
        compared += 1
    assert compared == len(file.cells) == 3929
    for row in matrix[1:]:
        for year, mt in zip(matrix[0][1:], row[1:], strict=True):
            held = file.cells.get((spelt[row[0]], int(year)))
            assert mt is None if held is None else mt == float(held)
            compared += 1
    assert compared == 3929 + 290 * 24
    assert [f.rule for f in file.findings] == ["year_of_one_city"]
    labels = [p.label.en for p in file.places]
    assert len(set(labels)) == 290

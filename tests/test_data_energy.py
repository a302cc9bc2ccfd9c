"""Energy inventories are read by label, each product in the unit that its file states."""

import numpy as np
import pytest

from data.ceads.cell_tables import ENERGY_PRODUCTS
from data.ceads.formats import read_file, recognise
from data.ceads.importing import import_paths
from data.ceads.unit_names import parse_unit
from data.ceads.workbook import read_workbook
from data.errors import FileRefusedError
from data.fields import UNITS
from data.store import Store
from tests.table_workbooks import (
    PRODUCT_UNITS,
    energy_amounts,
    energy_book,
    energy_rows,
    write_book,
)
from tests.workbooks import NOTE, make_cell, make_rows, make_workbook

GAS = ENERGY_PRODUCTS.index("natural_gas")


def read(content, name="f.xlsx"):
    return read_file(read_workbook(name, content))


def units_with(product, unit):
    held = list(PRODUCT_UNITS)
    held[product] = unit
    return held


def test_an_energy_inventory_is_read_whole():
    file = read(energy_book())
    assert list(file.cells) == [("CN-BJ", 2012), ("CN-HE", 2012)]
    amount = file.cells["CN-HE", 2012]
    np.testing.assert_array_equal(amount[1:], energy_amounts(2))
    np.testing.assert_array_equal(amount[0], energy_amounts(2).sum(axis=0))
    assert file.units["raw_coal"] == "t_1e4"
    assert file.units["natural_gas"] == "m3_1e8"
    assert file.units["heat"] == "kj_1e10"
    assert set(file.units.values()) <= set(UNITS)
    assert file.findings == []


def test_it_is_not_taken_for_an_inventory_of_emissions():
    assert recognise(read_workbook("f.xlsx", energy_book())).id == "energy"


@pytest.mark.parametrize(
    ("spelt", "base", "power"),
    [
        ("10^4 tons", "t", 4),
        ("10000 tons", "t", 4),
        ("10⁴ t", "t", 4),
        ("104 ton", "t", 4),
        ("万吨", "t", 4),
        ("Mt", "t", 6),
        ("10^8 cu.m", "m3", 8),
        ("100 million cu.m", "m3", 8),
        ("10^8 m³", "m3", 8),
        ("亿立方米", "m3", 8),
        ("10^10 kJ", "kJ", 10),
        ("百亿千焦", "kJ", 10),
        ("TJ", "kJ", 9),
        ("10^8 kWh", "kWh", 8),
        ("10^8kW·h", "kWh", 8),
        ("亿千瓦时", "kWh", 8),
        ("10^4 tce", "tce", 4),
        ("10^4 tons of SCE", "tce", 4),
        ("万吨标准煤", "tce", 4),
    ],
)
def test_spellings_of_units(spelt, base, power):
    assert parse_unit(spelt) == (base, power)


@pytest.mark.parametrize("spelt", ["", "tons of paper", "4", "10^x tons", "CNY", "10^4"])
def test_what_is_no_unit_is_none(spelt):
    assert parse_unit(spelt) is None


@pytest.mark.parametrize(("spelt", "factor"), [("10^7 m3", 0.1), ("10^9 m3", 10)])
def test_another_power_of_ten_is_converted_and_said(spelt, factor):
    sheets = {"Beijing2012": energy_rows(units=units_with(GAS, spelt))}
    file = read(energy_book(sheets))
    held = file.cells["CN-BJ", 2012][1:, GAS]
    np.testing.assert_allclose(held, energy_amounts()[:, GAS] * factor, rtol=1e-15)
    (finding,) = file.findings
    assert (finding.rule, finding.cell, finding.table) == (
        "unit_converted",
        "R2",
        "energy_provincial",
    )


def test_units_that_differ_within_a_file_are_refused():
    other = energy_rows(units=units_with(GAS, "10^4 tons"))
    sheets = {"Beijing2012": energy_rows(), "Hebei2012": other}
    with pytest.raises(FileRefusedError, match="sheet Hebei2012: the unit of Natural gas"):
        read(energy_book(sheets))


def test_units_unlike_those_held_are_refused_even_to_replace(tmp_path):
    store = Store(tmp_path / "home")
    (tmp_path / "a.xlsx").write_bytes(energy_book())
    other = {"Beijing2013": energy_rows(units=units_with(GAS, "10^4 tons"))}
    (tmp_path / "b.xlsx").write_bytes(energy_book(other))
    assert import_paths([tmp_path / "a.xlsx"], store).ok
    report = import_paths([tmp_path / "b.xlsx"], store, replace=True)
    assert [o.status for o in report.outcomes] == ["refused"]
    assert "b.xlsx: the unit of Natural gas" in report.outcomes[0].text.en
    energy = store.open().energy
    assert energy.years == (2012,)
    assert energy.units[GAS] == "m3_1e8"
    np.testing.assert_array_equal(energy.amount[0, 0, 1:], energy_amounts())


def test_text_under_the_table_is_not_read():
    rows = [*energy_rows(), [], ["Reference"], *[["", "1. A paper"]] * 4]
    assert len(read(energy_book({"Jilin2022": rows})).cells) == 1


def test_the_year_may_stand_in_note_or_the_name_of_the_file():
    content = energy_book({"Beijing": energy_rows()})
    assert list(read(content, "省级能源清单_2022.xlsx").cells) == [("CN-BJ", 2022)]
    with pytest.raises(FileRefusedError, match="year cannot be told"):
        read(content)
    note = [("Content/内容", "energy inventory"), ("Timeseries/时间序列", 2012)]
    assert list(read(write_book({"Beijing": energy_rows()}, note)).cells) == [("CN-BJ", 2012)]


def test_a_total_unlike_the_sum_is_told_and_kept():
    rows = energy_rows()
    rows[2][3] += 1
    file = read(energy_book({"Beijing2012": rows}))
    assert [(f.rule, f.cell) for f in file.findings] == [("total_unlike_sum", "D3")]
    assert file.cells["CN-BJ", 2012][0, 2] == rows[2][3]


def test_heat_may_be_negative_and_that_is_told():
    rows = energy_rows()
    rows[10][18] = -3.0
    findings = read(energy_book({"Beijing2012": rows})).findings
    assert [(f.rule, f.cell) for f in findings] == [("negative", "S11"), ("total_unlike_sum", "S3")]


def put(row, column, value):
    def change(rows):
        rows[row][column] = value

    return change


DAMAGES = {
    "text in a number": (put(6, 3, "n/a"), "cell D7", "not “n/a”"),
    "empty cell": (put(6, 3, ""), "cell D7", "empty"),
    "formula error": (put(6, 3, "#DIV/0!"), "cell D7", "formula error"),
    "negative fuel": (put(6, 3, -1.0), "cell D7", "negative"),
    "no unit": (put(1, 3, ""), "cell D2", "the unit “” is unknown"),
    "unknown unit": (put(1, 3, "barrels"), "cell D2", "barrels"),
    "renamed column": (put(0, 3, "Peat"), "cell D1", "Peat"),
    "column twice": (put(0, 3, "Coke"), "cell F1", "twice"),
    "column missing": (lambda rows: [r.pop(3) for r in rows], "", "Other washed coal"),
    "renamed row": (put(8, 0, "Peat Mining"), "cell A9", "Peat Mining"),
    "row twice": (put(8, 0, "Coal Mining and Dressing"), "cell A9", "twice"),
    "row missing": (lambda rows: rows.pop(8), "", "1 rows are missing"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_refused_with_file_sheet_and_cell(name):
    change, cell, says = DAMAGES[name]
    rows = energy_rows()
    change(rows)
    with pytest.raises(FileRefusedError) as caught:
        read(energy_book({"Beijing2012": rows, "Hebei2012": energy_rows()}))
    text = caught.value.text
    assert text.en.startswith("f.xlsx, sheet Beijing2012" + (f", {cell}:" if cell else ":"))
    assert says in text.en


def test_one_province_twice_is_refused():
    with pytest.raises(FileRefusedError, match="same region and year"):
        read(energy_book({"Beijing2012": energy_rows(), "Beijing_2012": energy_rows()}))


def test_energy_keeps_findings_of_the_inventories_of_the_same_year(tmp_path):
    sheets = {p: make_rows(make_cell()) for p in ("Beijing2012", "Hebei2012")}
    sheets["Hunan2012"] = make_rows(make_cell(), "mixed")
    content = make_workbook(sheets, NOTE["inventory_provincial"], 2012)
    (tmp_path / "a.xlsx").write_bytes(content)
    (tmp_path / "b.xlsx").write_bytes(energy_book({"Hunan2012": energy_rows()}))
    store = Store(tmp_path / "home")
    report = import_paths([tmp_path / "a.xlsx", tmp_path / "b.xlsx"], store)
    assert "other_dialect" in {f.rule for f in report.findings}
    gaps = [f for f in report.findings if f.rule == "table_gap"]
    assert [(f.table, f.years) for f in gaps] == [("energy_provincial", [2012])]
    assert "Hunan" not in gaps[0].text.en

"""Small workbooks of cities, counties, energy and apparent emissions as CEADs distributes them."""

import io

import numpy as np
import xlsxwriter

from data.vocabulary import PROVINCES
from tests.workbooks import SECTOR_LABELS, SPACED

MT_NOTE = "million tones\n百万吨"
CITIES = {
    ("河北保定", 2018): 31.25,
    ("河北保定", 2019): 30.5,
    ("吉林吉林", 2019): 22.125,
    ("北京", 2018): 90.0,
    ("北京", 2019): 88.75,
    ("新疆伊犁州直属县", 2019): 4.5,
}
COUNTY_HEADER = [
    "DISTCODE地区代码",
    "County Name(zh)",
    "County Name(en)",
    "City Name(zh)",
    "City Name(en)",
    "Province Name(zh)",
    "Province Name(en)",
    "C1997",
    "C1998",
    "C1999",
]
COUNTIES = [
    [130602, "竞秀区", "Jingxiu", "保定市", "Baoding", "河北省", "Hebei", 0.5, 0.625, 0.75],
    [130603, "莲池区", "Lianchi", "保定市", "Baoding", "河北省", "Hebei", 1.5, 1.625, 1.75],
    [440305, "南山区", "Nanshan", "深圳市", "Shenzhen", "广东省", "Guangdong", 2.5, 2.625, 2.75],
]
PRODUCTS = [h.replace(" ", "_") for h in SPACED] + ["Heat", "Electricity", "Other_Energy"]
GASES = {"Coke_Oven_Gas", "Other_Gas", "Natural_Gas"}
OWN_UNITS = {"Heat": "10^10 kJ", "Electricity": "10^8 kWh", "Other_Energy": "10^4 tce"}
PRODUCT_UNITS = [OWN_UNITS.get(p, "10^8 cu.m" if p in GASES else "10^4 tons") for p in PRODUCTS]
ITEMS = [
    ("Fossil fuel", "Raw coal total"),
    ("", "Crude oil total"),
    ("", "Natural gas total"),
    ("Process", "Cement"),
]
APPARENT_TOTAL = "Total apparent CO2 emissions (mt)"
APPARENT_PROVINCES = [
    "Inner mongolia" if t.id == "CN-NM" else t.label.en
    for t in PROVINCES
    if t.extra["in_inventory"] == "1"
]


def write_book(sheets, note=()):
    """Write sheets of rows, after a NOTE sheet of (label, text) rows, into bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in [*([("NOTE", note)] if note else []), *sheets.items()]:
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value == "#DIV/0!":
                    sheet.write_formula(r, c, "=1/0", None, value)
                elif value not in ("", None):
                    sheet.write(r, c, value)
    book.close()
    return buffer.getvalue()


def city_rows(figures=None):
    """Return the rows of the vector and of the matrix, years as text with an empty 1995."""
    figures = CITIES if figures is None else figures
    vector = [[f"{city}{year}", city, year, mt] for (city, year), mt in figures.items()]
    years = [1995, *sorted({y for _, y in figures} - {1995})]
    cities = sorted({c for c, _ in figures})
    matrix = [[c, *(figures.get((c, y), "") for y in years)] for c in cities]
    return [["ID", "city", "year", "emission"], *vector], [["city", *map(str, years)], *matrix]


def city_book(vector=None, matrix=None, unit=MT_NOTE):
    """Write a workbook of cities; either sheet may be given changed."""
    usual = city_rows()
    sheets = {"emission vector": vector or usual[0], "emission matrix": matrix or usual[1]}
    note = [("Content/内容", "China city emission data"), ("Unit/单位", unit)]
    return write_book(sheets, note if unit else note[:1])


def county_book(rows=None, header=None, sheet="Unit (Million tons)"):
    """Write a workbook of counties."""
    return write_book({sheet: [header or COUNTY_HEADER, *(COUNTIES if rows is None else rows)]})


def energy_amounts(scale=1.0):
    """Return amounts of shape (47, 20), all different and exact in binary."""
    return scale * np.arange(1, 47 * 20 + 1).reshape(47, 20) / 64


def energy_rows(amounts=None, units=PRODUCT_UNITS):
    """Lay an energy inventory out as the 50 rows of a sheet, without blank row."""
    amounts = energy_amounts() if amounts is None else amounts
    return [
        ["", *PRODUCTS],
        ["", *units],
        ["Total Final Consumption", *amounts.sum(axis=0).tolist()],
        *([name, *row] for name, row in zip(SECTOR_LABELS, amounts.tolist(), strict=True)),
    ]


def energy_book(sheets=None):
    """Write a workbook of energy inventories."""
    sheets = sheets or {"Beijing2012": energy_rows(), "Hebei2012": energy_rows(energy_amounts(2))}
    return write_book(sheets, [("Content/内容", "China provincial energy inventory")])


def apparent_figures(count, scale=1.0):
    """Return figures of shape (4, count), exact in binary."""
    return scale * np.arange(1, 4 * count + 1).reshape(4, count) / 8


def apparent_rows(figures, header):
    """Lay items out over columns, groups written once, then the total."""
    rows = [[*item, *line] for item, line in zip(ITEMS, figures.tolist(), strict=True)]
    return [["", "Items", *header], *rows, [APPARENT_TOTAL, "", *figures.sum(axis=0).tolist()]]


def apparent_book(sheets=None):
    """Write apparent emissions of the provinces, one sheet a year."""
    count = len(APPARENT_PROVINCES)
    return write_book(
        sheets
        or {
            str(year): apparent_rows(apparent_figures(count, scale), APPARENT_PROVINCES)
            for scale, year in enumerate((2021, 2022), start=1)
        },
        [("Content/内容", "Apparent CO2 emissions")],
    )


def apparent_national_book(rows=None):
    """Write apparent emissions of the nation, one column a year."""
    return write_book({"emissions": rows or apparent_rows(apparent_figures(2), [2021, "2022"])})

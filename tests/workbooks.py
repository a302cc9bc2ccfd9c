"""Small workbooks in the shapes in which CEADs distributes its inventories."""

import csv
import io
from pathlib import Path

import numpy as np
import xlsxwriter

VOCABULARIES = Path(__file__).parent.parent / "data" / "vocabularies"
with (VOCABULARIES / "sectors.csv").open(encoding="utf-8", newline="") as _file:
    SECTOR_LABELS = [row["ceads_label"] for row in csv.DictReader(_file)]
with (VOCABULARIES / "fuels.csv").open(encoding="utf-8", newline="") as _file:
    SPACED = [row["header_spaced"] for row in csv.DictReader(_file)][:17]
SCOPE_2 = ["Scope 2 Heat", "Scope 2 Electricity", "Other Energy"]
CEMENT_ROW = SECTOR_LABELS.index("Nonmetal Mineral Products")
PROCESS = 17
DIALECTS = ("spaced", "mixed", "underscored", "older")
NOTE = {
    "inventory_provincial": "China provincial CO2 emission inventory (by IPCC Sectoral Approach)",
    "inventory_national": "China national CO2 emission inventory (by IPCC Sectoral Emissions)",
}


def make_cell(scale=1.0):
    """A (47, 18) inventory: every fuel cell filled and different, process for cement only."""
    cell = scale * np.outer(np.arange(1, 48), np.arange(1, 19)) / 1000
    cell[:, PROCESS] = 0
    cell[CEMENT_ROW, PROCESS] = 3 * scale
    return cell


def headings(dialect):
    """Return the corner, the value headings, the corner of the units and the total row's label."""
    if dialect == "older":
        return "", [*SPACED, "Process", "Total"], "", "Total Consumption"
    spaced = [*SPACED, *SCOPE_2, "Process", "Scope 1 Total"]
    if dialect == "spaced":
        return "", spaced, "", "Total Consumption"
    underscored = [h.replace(" ", "_") for h in spaced]
    underscored[1] = "Cleaned Coal" if dialect == "mixed" else "CleanedCoal"
    total = "Total Emissions" if dialect == "mixed" else "TotalEmissions"
    return "Emission_Inventory", underscored, "unit", total


def make_rows(cell, dialect="spaced"):
    """Lay an inventory out as the 51 rows of a sheet."""
    corner, labels, unit_corner, total_label = headings(dialect)
    beside = [] if dialect == "older" else [0.0, 0.0, 0.0]

    def line(label, values):
        numbers = [float(v) for v in values]
        return [label, *numbers[:PROCESS], *beside, numbers[PROCESS], sum(numbers)]

    pad = "" if dialect == "underscored" else "      "
    width = len(labels)
    return [
        [corner, *labels],
        [unit_corner, *["Mt CO2"] * width],
        ["", *[""] * width],
        line(total_label, cell.sum(axis=0)),
        *(line(name + pad, row) for name, row in zip(SECTOR_LABELS, cell, strict=True)),
    ]


def make_workbook(sheets, content="", timeseries=""):
    """Write sheets of rows, after a NOTE sheet, into the bytes of an .xlsx file."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    if content:
        note = book.add_worksheet("NOTE")
        for row, (label, text) in enumerate(
            [("Content/内容", content), ("Timeseries/时间序列", timeseries)]
        ):
            note.write(row, 0, label)
            note.write(row, 1, text)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value == "#DIV/0!":
                    sheet.write_formula(r, c, "=1/0", None, value)
                elif value != "":
                    sheet.write(r, c, value)
    book.close()
    return buffer.getvalue()


def make_provincial(year=2019, provinces=("Guangdong", "Jiangsu"), dialect="spaced", scale=1.0):
    """Write a provincial workbook; each province has its own numbers."""
    sheets = {
        f"{p}{'' if dialect == 'older' else year}": make_rows(make_cell(scale * (i + 1)), dialect)
        for i, p in enumerate(provinces)
    }
    return make_workbook(sheets, NOTE["inventory_provincial"], year)


def make_national(years=(2018, 2019), scale=2.0):
    """Write a national workbook."""
    sheets = {str(y): make_rows(make_cell(scale * (y - 2000))) for y in years}
    return make_workbook({"sum": [["", "Raw Coal"]], **sheets}, NOTE["inventory_national"])


def make_cities():
    """Write a workbook of cities."""
    return make_workbook(
        {"emission vector": [["ID", "city", "year", "emission"], ["北京1997", "北京", 1997, 61.9]]},
        "China city emission data",
    )

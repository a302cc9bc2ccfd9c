"""Sound files of every kind to damage: every figure of a file, totals aside, stands once."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from data.ceads.content import Content
from data.ceads.formats import read_file
from data.ceads.io_tables import read_io
from tests.io_workbooks import CODES, NBS_ZH, lay_out, make_numbers
from tests.mutations import Sheets
from tests.table_workbooks import (
    APPARENT_PROVINCES,
    COUNTY_HEADER,
    MT_NOTE,
    apparent_figures,
    apparent_rows,
    city_rows,
    energy_amounts,
    energy_rows,
)
from tests.workbooks import NOTE, make_cell, make_rows, make_workbook

MRIO_REGIONS = ("CN-BJ", "CN-HA")


@dataclass(frozen=True)
class Specimen:
    """A sound file to damage: its sheets, its NOTE, and who reads it.

    ``name`` ends in .csv for a text, which has one sheet; ``sums`` names the arrays that are added
    up from several cells, so that a figure put in one of them shows in a sum.
    """

    sheets: Sheets
    note: str = ""
    year: object = ""
    read: Callable[[object], Content] = read_file
    name: str = "f.xlsx"
    sums: frozenset[str] = frozenset()

    def pack(self, sheets: Sheets) -> bytes:
        """Write sheets as a workbook, or the first as a text."""
        if not self.name.endswith(".csv"):
            return make_workbook(sheets, self.note, self.year)
        text = io.StringIO()
        csv.writer(text).writerows(next(iter(sheets.values())))
        return text.getvalue().encode()


def unique_cell(seed: int) -> np.ndarray:
    """An inventory of which every figure, totals aside, stands once."""
    noise = np.random.default_rng(seed).uniform(0.001, 0.9, (47, 18)).round(6)
    return np.where(make_cell() > 0, make_cell() + noise, 0.0)


def _provincial(dialect: str) -> Specimen:
    names = ("Guangdong2019", "Jiangsu2019")
    sheets = {n: make_rows(unique_cell(k), dialect) for k, n in enumerate(names)}
    return Specimen(sheets, NOTE["inventory_provincial"], 2019)


def _national() -> Specimen:
    sheets = {str(2018 + k): make_rows(unique_cell(k)) for k in range(2)}
    return Specimen(sheets, NOTE["inventory_national"])


def _mrio() -> Specimen:
    drawn = make_numbers(2)
    apart = np.arange(drawn.Z.size).reshape(drawn.Z.shape) * 1e-6
    numbers = replace(drawn, Z=drawn.Z + apart, x=drawn.x + apart.sum(axis=1))
    rows = [list(r) for r in lay_out(numbers, MRIO_REGIONS)]
    return Specimen({"Table_2017": rows}, read=lambda file: read_io(file, MRIO_REGIONS))


def _cities() -> Specimen:
    names = ("河北保定", "河北唐山", "北京", "江苏苏州", "吉林吉林")
    years = (2017, 2018, 2019)
    figures = {(c, y): 1 + k * 0.37 + y * 0.001 for k, c in enumerate(names) for y in years}
    vector, matrix = city_rows(figures)
    note = [["Content/内容", "China city emission data"], ["Unit/单位", MT_NOTE]]
    return Specimen({"NOTE": note, "emission vector": vector, "emission matrix": matrix})


def _counties() -> Specimen:
    place = ["保定市", "Baoding", "河北省", "Hebei"]
    rows = [
        [130602 + k, f"县{k}", f"County{k}", *place, 0.5 + k, 0.51 + k, 0.52 + k] for k in range(8)
    ]
    return Specimen({"Unit (Million tons)": [COUNTY_HEADER, *rows]})


def _energy() -> Specimen:
    amounts = {"Beijing2012": energy_amounts() + 0.001, "Hebei2012": energy_amounts(3) + 0.002}
    return Specimen({name: energy_rows(held) for name, held in amounts.items()})


def _apparent() -> Specimen:
    count = len(APPARENT_PROVINCES)
    figures = {str(2020 + k): apparent_figures(count, k) + k / 1000 for k in (1, 2)}
    return Specimen({y: apparent_rows(held, APPARENT_PROVINCES) for y, held in figures.items()})


def _apparent_national() -> Specimen:
    return Specimen({"emissions": apparent_rows(apparent_figures(3) + 0.001, [2020, 2021, 2022])})


OWN_HEADER = ["series", "region", "sector", "scenario", "base_year", "year", "value", "unit", "source"]  # fmt: skip


def _own() -> Specimen:
    rows = [
        ["gdp_cny_1e8", region, "", "", "", year, 30000.125 + 1000 * k + year / 64, "亿元", "yearbook"]
        for k, region in enumerate(("CN-GD", "CN-JS", "CN-HE"))
        for year in (2021, 2022, 2023)
    ]  # fmt: skip
    rows += [
        ["benchmark_intensity", "CN", "power", "mine", "", 2025 + k, 0.56 - 0.0115 * k, "kg/kWh", "plan"]
        for k in range(0, 36, 5)
    ]  # fmt: skip
    rows += [["target_co2_intensity_change", "CN-GD", "", "", 2020, 2025, -20.5, "%", "plan"]]
    return Specimen({"own": [OWN_HEADER, *rows]}, name="f.csv")


NBS_HEAD = ["", "Code", "Description", "DescriptionInChinese", "Origin"]
NBS_COLUMNS = [*CODES, "TIU", "TC", "FU201", "FU202", "EX", "TFU", "GO"]
NBS_FOOT = ["TII", "VA001", "VA002", "VA003", "VA004", "TVA", "TI"]


def nation_rows(seed: int = 0) -> list[list]:
    """Return a table of the nation whose sums hold, in the layout of the text file."""
    random = np.random.default_rng(seed)
    body = {
        "Domestic": random.uniform(1, 9, (42, 46)).round(3),
        "Imports": random.uniform(0, 2, (42, 46)).round(3),
    }
    body["Domestic"][:, 42] += 500
    rows = [[*NBS_HEAD, *NBS_COLUMNS]]
    for origin, cells in body.items():
        for k, cell in enumerate(cells):
            use, final = cell[:42].sum(), cell[42:].sum()
            label = [str(len(rows) - 1), CODES[k], "", NBS_ZH[k], origin]
            rows.append([*label, *_written([*cell[:42], use, *cell[42:], final, use + final])])
    inputs = body["Domestic"][:, :42].sum(axis=0) + body["Imports"][:, :42].sum(axis=0)
    output = body["Domestic"].sum(axis=1)
    va = [(output - inputs) * s for s in (0.5, 0.2, 0.2, 0.1)]
    for code, values in zip(NBS_FOOT, [inputs, *va, sum(va), inputs + sum(va)], strict=True):
        numbers = _written((*values, values.sum()))
        rows.append([str(len(rows) - 1), code, "", "", "TOT", *numbers, *[""] * 6])
    return rows


def _written(values: object) -> list[str]:
    """Write numbers with the 15 digits that a workbook holds as well."""
    return [f"{v:.15g}" for v in values]


def _nation() -> Specimen:
    head, *rows = nation_rows()
    apart = [
        [*r[:5], *(float(v) + k * 1e-6 if v else v for k, v in enumerate(r[5:], n))]
        for n, r in enumerate(rows)
    ]
    return Specimen({"2017": [head, *apart]}, name="f_2017.csv", sums=frozenset({"imports"}))


SPECIMENS: dict[str, Callable[[], Specimen]] = {
    "provincial": lambda: _provincial("spaced"),
    "provincial underscored": lambda: _provincial("underscored"),
    "national": _national,
    "mrio": _mrio,
    "cities": _cities,
    "counties": _counties,
    "energy": _energy,
    "apparent": _apparent,
    "apparent national": _apparent_national,
    "own series": _own,
    "nation": _nation,
}


@cache
def specimen(kind: str) -> Specimen:
    """Return a sound file of a kind."""
    return SPECIMENS[kind]()

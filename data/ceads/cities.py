"""Totals of cities: a vector of cities and years that counts, and a matrix that must agree with it."""

from dataclasses import dataclass, field

import numpy as np

from data.ceads.cell_tables import CITY
from data.ceads.cell_values import read_amount, read_year
from data.ceads.city_matrix import compare_with_matrix
from data.ceads.content import CellFile, ImportedFile, Key
from data.ceads.place_names import name_city, split_city
from data.ceads.unit_names import MILLION_TONNES, units_in
from data.ceads.workbook import Row, Workbook, cell_name, refuse, text_of
from data.manifest import ImportFinding
from data.tables import Place
from data.text import Text
from data.vocabulary import fold

VECTOR, MATRIX = "emissionvector", "emissionmatrix"
_HEADINGS = ("id", "city", "year", "emission")


def is_cities(file: ImportedFile) -> bool:
    """Tell a workbook of cities by its sheet ``emission vector``."""
    return isinstance(file, Workbook) and bool(_sheet(file, VECTOR))


def read_cities(file: ImportedFile) -> CellFile:
    """Read the vector of a workbook of cities and compare the matrix with it.

    Raises:
        FileRefusedError: A heading, unit, name, year or number is not what such a file holds.
    """
    if not isinstance(file, Workbook):
        raise TypeError(file.name)
    _check_unit(file)
    vector = _Vector(file, _sheet(file, VECTOR))
    vector.read()
    if not vector.cells:
        raise refuse(
            file.name, "没有任何城市的数值。", "there is no figure of any city.", sheet=vector.sheet
        )
    findings = [*vector.findings, *_look_at_matrix(file, vector), *_lone_years(vector)]
    return CellFile(
        table=CITY,
        cells={key: np.array(value) for key, value in vector.cells.items()},
        sheets=dict.fromkeys(vector.cells, vector.sheet),
        findings=findings,
        places=tuple(vector.places.values()),
    )


def _sheet(workbook: Workbook, name: str) -> str:
    return next((s for s in workbook.sheet_names if fold(s) == name), "")


def _check_unit(workbook: Workbook) -> None:
    stated = workbook.note.get("Unit", "")
    units = units_in(stated)
    if not stated:
        raise refuse(
            workbook.name,
            "NOTE 表没有“Unit/单位”一行，无法确定单位（应为 million tonnes/百万吨）。",
            "the sheet NOTE has no row Unit/单位, so the unit is unknown (million tonnes expected).",
            sheet="NOTE",
        )
    if units != {MILLION_TONNES}:
        raise refuse(
            workbook.name,
            f"单位应为百万吨，NOTE 表写的是“{' '.join(stated.split())}”。",
            f"the unit should be million tonnes; NOTE says “{' '.join(stated.split())}”.",
            sheet="NOTE",
        )


@dataclass
class _Vector:
    file: Workbook
    sheet: str
    cells: dict[Key, float] = field(default_factory=dict[Key, float])
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    spelt: dict[str, Place | None] = field(default_factory=dict[str, Place | None])
    addresses: dict[Key, str] = field(default_factory=dict[Key, str])
    findings: list[ImportFinding] = field(default_factory=list[ImportFinding])

    def read(self) -> None:
        rows = self.file.rows(self.sheet)
        columns = self._columns(rows[0] if rows else [])
        for number, row in enumerate(rows[1:], start=1):
            held = [row[c] if c < len(row) else "" for c in columns]
            if any(text_of(v) for v in held):
                self._take(number, columns, held)

    def _columns(self, header: Row) -> list[int]:
        keys = [fold(text_of(h)) for h in header]
        for key in _HEADINGS:
            if keys.count(key) != 1:
                raise refuse(
                    self.file.name,
                    f"第 1 行应恰有一列“{key}”（ID, city, year, emission）。",
                    f"row 1 should have one column “{key}” (ID, city, year, emission).",
                    sheet=self.sheet,
                )
        return [keys.index(key) for key in _HEADINGS]

    def _take(self, row: int, columns: list[int], held: Row) -> None:
        at = [cell_name(row, c) for c in columns]
        place = self.place(text_of(held[1]), at[1])
        year = read_year(self.file.name, self.sheet, at[2], held[2])
        key = (place.id, year)
        value = read_amount(self.file.name, self.sheet, at[3], held[3])
        if key in self.cells:
            raise refuse(
                self.file.name,
                f"{place.label.zh}{year}年出现了两次（另见 {self.addresses[key]}）。",
                f"{place.label.en} {year} stands there twice (see {self.addresses[key]}).",
                sheet=self.sheet,
                cell=at[3],
            )
        self.cells[key], self.addresses[key] = value, at[3]
        label = "".join(text_of(held[0]).split())
        if label and label != f"{''.join(text_of(held[1]).split())}{year}":
            text = Text(
                zh=f"ID“{label}”与城市和年份不符；以城市和年份两列为准。",
                en=f"The ID “{label}” does not fit city and year; those two columns were used.",
            )
            self.findings.append(_finding("id_differs", "caution", self, key, at[0], text))

    def place(self, name: str, cell: str) -> Place:
        place = self.find(name)
        if place is None:
            raise refuse(
                self.file.name,
                f"城市“{name}”前没有省份名（应如“河北保定”）。",
                f"the city “{name}” does not begin with its province (as 河北保定 does).",
                sheet=self.sheet,
                cell=cell,
            )
        self.places[place.id] = place
        return place

    def find(self, name: str) -> Place | None:
        if name not in self.spelt:
            found = split_city(name)
            self.spelt[name] = name_city(*found) if found else None
        return self.spelt[name]


def _look_at_matrix(file: Workbook, vector: _Vector) -> list[ImportFinding]:
    sheet = _sheet(file, MATRIX)
    if not sheet:
        text = Text(
            zh="没有工作表 emission matrix，未能与 emission vector 核对。",
            en="There is no sheet emission matrix to compare the vector with.",
        )
        return [_file_finding("matrix_absent", "info", vector, text)]
    return compare_with_matrix(file, sheet, vector.cells, vector.find)


def _lone_years(vector: _Vector) -> list[ImportFinding]:
    """Find a year that one city alone holds though the file has many."""
    holders: dict[int, list[str]] = {}
    for place, year in vector.cells:
        holders.setdefault(year, []).append(place)
    if max(len(held) for held in holders.values()) < 3:
        return []
    lone = sorted((held[0], year) for year, held in holders.items() if len(held) == 1)
    return [
        _finding(
            "year_of_one_city",
            "caution",
            vector,
            key,
            vector.addresses[key],
            Text(
                zh=f"{key[1]}年只有{vector.places[key[0]].label.zh}一个城市有数值，请谨慎使用。",
                en=f"In {key[1]} {vector.places[key[0]].label.en} is the only city with a figure;"
                " use it with care.",
            ),
        )
        for key in lone
    ]


def _finding(
    rule: str, level: str, vector: _Vector, key: Key, cell: str, text: Text
) -> ImportFinding:
    return _file_finding(rule, level, vector, text).model_copy(
        update={"cell": cell, "region": key[0], "year": key[1]}
    )


def _file_finding(rule: str, level: str, vector: _Vector, text: Text) -> ImportFinding:
    return ImportFinding(
        rule=rule,
        level=level,
        file=vector.file.name,
        table=CITY,
        sheet=vector.sheet,
        text=text,
    )

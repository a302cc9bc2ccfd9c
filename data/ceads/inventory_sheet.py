"""One sheet of a CEADs inventory: 47 sectors by 17 fuels and the cement process, found by label.

All three dialects of labels (spaces, underscores, the mixture of one sheet) and the older vintage
without scope 2 columns read alike, since spellings are folded before they are compared.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from data.ceads.workbook import Row, cell_name, refuse, text_of
from data.errors import FileRefusedError
from data.tables import Array
from data.text import Text
from data.vocabulary import FUELS, INVENTORY_FUELS, INVENTORY_SECTORS, SECTORS, fold

TOLERANCE_MT = 0.01
"""Largest difference of a stated total from the sum of its parts, in Mt."""

UNIT = "Mt CO2"
PROCESS_SECTOR = "nonmetal_minerals"

_TOTAL = "total"
_BESIDE = {
    "scope2heat": "Scope 2 Heat",
    "scope2electricity": "Scope 2 Electricity",
    "otherenergy": "Other Energy",
}
_TOTAL_COLUMNS = {"scope1total", "total"}
_TOTAL_ROWS = {"totalconsumption", "totalemissions", "total", "sum"}
_PROCESS = INVENTORY_FUELS.index("process")


@lru_cache(maxsize=1024)
def _key(label: str) -> str:
    return fold(label)


@dataclass(frozen=True)
class Oddity:
    """Something that does not hinder reading: the rule that saw it, where, and what it says."""

    rule: str
    level: str
    cell: str
    text: Text


@dataclass(frozen=True)
class InventorySheet:
    """``co2_mt`` of shape (47, 18) in Mt, the header as it stands, and what was noticed."""

    co2_mt: Array
    header: tuple[str, ...]
    oddities: list[Oddity] = field(default_factory=list[Oddity])


def fuel_of(header: object) -> str:
    """Return the id a column heading stands for, ``total``, or an empty text.

    >>> fuel_of("Cleaned Coal"), fuel_of("CleanedCoal"), fuel_of("Scope_1_Total"), fuel_of("x")
    ('cleaned_coal', 'cleaned_coal', 'total', '')
    """
    key = _key(text_of(header))
    return _TOTAL if key in _TOTAL_COLUMNS else _FUEL_HEADERS.get(key, "")


def sector_of(label: object) -> str:
    """Return the id a row's label stands for, or an empty text.

    >>> sector_of("Coal Mining and Dressing     "), sector_of("x")
    ('coal_mining', '')
    """
    return _SECTOR_LABELS.get(_key(text_of(label)), "")


def looks_like_inventory(rows: list[Row]) -> bool:
    """Tell an inventory sheet by its header row: most fuels by name, and process or a total.

    The two tell it from an inventory of energy.

    >>> looks_like_inventory([["", "Raw Coal", "Coke"]])
    False
    """
    found = {fuel_of(h) for h in rows[0][1:]} if rows else set[str]()
    most = len(found & set(INVENTORY_FUELS)) >= len(INVENTORY_FUELS) - 3
    return most and not found.isdisjoint({"process", _TOTAL})


def read_inventory_sheet(file: str, sheet: str, rows: list[Row]) -> InventorySheet:
    """Read the 47 sectors of one sheet and verify them against its own totals.

    Args:
        file: Name of the workbook, for messages.
        sheet: Name of the sheet, for messages.
        rows: All rows from A1 on; those after the 47th sector are not looked at.

    Raises:
        FileRefusedError: A label, unit, number or total is not what an inventory holds; the text
            names file, sheet and cell.
    """
    return _Reader(file, sheet, rows).read()


class _Reader:
    def __init__(self, file: str, sheet: str, rows: list[Row]) -> None:
        self.file = file
        self.sheet = sheet
        self.rows = rows
        self.columns: dict[str, int] = {}
        self.beside: dict[str, int] = {}
        self.sector_rows: dict[str, int] = {}
        self.total_row: int | None = None
        self.oddities: list[Oddity] = []

    def read(self) -> InventorySheet:
        self._find_columns()
        unit_row = self._check_unit()
        self._find_rows(unit_row + 1)
        order = [self.columns[f] for f in INVENTORY_FUELS]
        places = [self.sector_rows[s] for s in INVENTORY_SECTORS]
        co2_mt = np.array([[self._number(r, c) for c in order] for r in places], dtype=np.float64)
        self._check_process(co2_mt)
        self._check_totals(co2_mt)
        self._look_beside()
        header = tuple(str(h) for h in self.rows[0][1:])
        return InventorySheet(co2_mt, header, self.oddities)

    def _refuse(self, zh: str, en: str, row: int, column: int) -> FileRefusedError:
        return refuse(self.file, zh, en, sheet=self.sheet, cell=cell_name(row, column))

    def _value(self, row: int, column: int) -> object:
        held = self.rows[row]
        return held[column] if column < len(held) else ""

    def _find_columns(self) -> None:
        header = self.rows[0] if self.rows else []
        for column, heading in enumerate(header[1:], start=1):
            label = text_of(heading)
            target = self.beside if _key(label) in _BESIDE else self.columns
            key = _key(label) if _key(label) in _BESIDE else fuel_of(label)
            if not key:
                self._pass_over(column, label)
            elif key in target:
                raise self._refuse(
                    f"列名“{label}”出现了两次。",
                    f"the column “{label}” stands there twice.",
                    0,
                    column,
                )
            else:
                target[key] = column
        missing = [f for f in (*INVENTORY_FUELS, _TOTAL) if f not in self.columns]
        if missing:
            names = [_HEADER_LABELS.get(f, "Scope 1 Total") for f in missing]
            raise refuse(
                self.file,
                f"第 1 行缺少列：{'、'.join(names)}。",
                f"row 1 lacks the columns: {', '.join(names)}.",
                sheet=self.sheet,
            )

    def _pass_over(self, column: int, label: str) -> None:
        filled = any(text_of(self._value(r, column)) for r in range(min(len(self.rows), 51)))
        if label or filled:
            raise self._refuse(
                f"无法识别的列“{label}”。",
                f"the column “{label}” is not one of a CEADs inventory.",
                0,
                column,
            )

    def _check_unit(self) -> int:
        row = next((i for i in range(1, min(4, len(self.rows))) if self._is_unit_row(i)), None)
        if row is None:
            raise refuse(
                self.file,
                f"缺少单位行（应为 {UNIT}）。",
                f"the row of units is missing ({UNIT} expected).",
                sheet=self.sheet,
            )
        for column in self.columns.values():
            unit = text_of(self._value(row, column))
            if _key(unit) != _key(UNIT):
                raise self._refuse(
                    f"单位应为 {UNIT}，实际为“{unit}”。",
                    f"the unit should be {UNIT} but is “{unit}”.",
                    row,
                    column,
                )
        return row

    def _is_unit_row(self, row: int) -> bool:
        label = _key(text_of(self._value(row, 0)))
        if label in _TOTAL_ROWS or label in _SECTOR_LABELS:
            return False
        values = [self._value(row, c) for c in self.columns.values()]
        return any(isinstance(v, str) and v.strip() for v in values)

    def _find_rows(self, start: int) -> None:
        for row in range(start, len(self.rows)):
            if len(self.sector_rows) == len(INVENTORY_SECTORS):
                break
            label = text_of(self._value(row, 0))
            key = _key(label)
            if key in _TOTAL_ROWS and self.total_row is None:
                self.total_row = row
            elif key in _SECTOR_LABELS and _SECTOR_LABELS[key] not in self.sector_rows:
                self.sector_rows[_SECTOR_LABELS[key]] = row
            elif label or any(text_of(v) for v in self.rows[row][1:]):
                raise self._refuse(
                    f"无法识别或重复的行“{label}”。",
                    f"the row “{label}” is unknown or stands there twice.",
                    row,
                    0,
                )
        self._check_rows()

    def _check_rows(self) -> None:
        missing = [s for s in INVENTORY_SECTORS if s not in self.sector_rows]
        labels = [SECTORS.terms[s].extra["ceads_label"].strip() for s in missing]
        if self.total_row is None:
            labels.insert(0, "Total Emissions")
        if labels:
            raise refuse(
                self.file,
                f"缺少行：{'、'.join(labels[:5])}{'等' if len(labels) > 5 else ''}。",
                f"rows are missing: {', '.join(labels[:5])}{' …' if len(labels) > 5 else ''}.",
                sheet=self.sheet,
            )

    def _number(self, row: int, column: int) -> float:
        value = self._value(row, column)
        if isinstance(value, bool) or not isinstance(value, int | float):
            shown = text_of(value)
            zh = f"应为数字，实际为“{shown}”。" if shown else "单元格为空或公式出错，应为数字。"
            en = f"a number should stand here, not “{shown}”."
            en = en if shown else "the cell is empty or holds a formula error; a number is needed."
            raise self._refuse(zh, en, row, column)
        if not 0 <= value < float("inf"):
            raise self._refuse(
                f"排放量不能为 {value}。", f"emissions cannot be {value}.", row, column
            )
        return float(value)

    def _check_process(self, co2_mt: Array) -> None:
        for place in np.flatnonzero(co2_mt[:, _PROCESS]):
            sector = INVENTORY_SECTORS[int(place)]
            if sector != PROCESS_SECTOR:
                label = SECTORS.text(sector)
                raise self._refuse(
                    f"工业过程排放只应出现在非金属矿物制品业，却出现在“{label.zh}”。",
                    "process emissions belong to Nonmetal Mineral Products only,"
                    f" but stand at “{label.en}”.",
                    self.sector_rows[sector],
                    self.columns["process"],
                )

    def _check_totals(self, co2_mt: Array) -> None:
        total_row = self.total_row or 0
        total_column = self.columns[_TOTAL]
        for place, sector in enumerate(INVENTORY_SECTORS):
            self._compare(self.sector_rows[sector], total_column, float(co2_mt[place].sum()))
        for place, fuel in enumerate(INVENTORY_FUELS):
            self._compare(total_row, self.columns[fuel], float(co2_mt[:, place].sum()))
        self._compare(total_row, total_column, float(co2_mt.sum()))

    def _compare(self, row: int, column: int, summed: float) -> None:
        stated = self._number(row, column)
        if abs(stated - summed) > TOLERANCE_MT:
            raise self._refuse(
                f"合计为 {stated:.4f} Mt，但各项之和为 {summed:.4f} Mt。",
                f"the total says {stated:.4f} Mt, but its parts sum to {summed:.4f} Mt.",
                row,
                column,
            )

    def _look_beside(self) -> None:
        places = [self.total_row or 0, *self.sector_rows.values()]
        for key, column in self.beside.items():
            row = next((r for r in places if self._value(r, column) not in (0, 0.0, "", None)), -1)
            if row >= 0:
                name = _BESIDE[key]
                self.oddities.append(
                    Oddity(
                        rule="scope_2_present",
                        level="caution",
                        cell=cell_name(row, column),
                        text=Text(
                            zh=f"“{name}”列有数值；它不计入范围1排放，未导入。",
                            en=f"The column “{name}” holds values; they are not scope 1"
                            " emissions and were not imported.",
                        ),
                    )
                )


_HEADER_LABELS = {f: FUELS.terms[f].extra["header_spaced"] for f in INVENTORY_FUELS}
_FUEL_HEADERS = {_key(label): f for f, label in _HEADER_LABELS.items()} | {
    _key(FUELS.terms[f].extra["header_underscored"]): f for f in INVENTORY_FUELS
}
_SECTOR_LABELS = {
    _key(name): s
    for s in INVENTORY_SECTORS
    for name in (SECTORS.terms[s].extra["ceads_label"], SECTORS.terms[s].extra["zh_full"])
}

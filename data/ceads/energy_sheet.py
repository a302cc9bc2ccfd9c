"""One sheet of an energy inventory: the total and 47 sectors by 20 products, each in its unit."""

from dataclasses import dataclass, field

import numpy as np

from data.ceads.cell_tables import ENERGY_PRODUCTS, ENERGY_ROWS
from data.ceads.cell_values import read_number
from data.ceads.inventory_sheet import Oddity, fuel_of, sector_of
from data.ceads.unit_names import CANONICAL, parse_unit
from data.ceads.workbook import Row, cell_name, refuse, text_of
from data.errors import FileRefusedError
from data.fields import UNITS
from data.tables import Array
from data.text import Text, join
from data.vocabulary import FUELS, INVENTORY_FUELS, fold

TOLERANCE = 0.01
"""Largest difference of the total row from the sum of its sectors, in the unit of the product."""

_BESIDE = {
    "heat": "heat",
    "scope2heat": "heat",
    "热力": "heat",
    "electricity": "electricity",
    "scope2electricity": "electricity",
    "电力": "electricity",
    "otherenergy": "other_energy",
    "其他能源": "other_energy",
}
PRODUCT_LABELS = {f: FUELS.text(f) for f in INVENTORY_FUELS[:-1]} | {
    "heat": Text(zh="热力", en="Heat"),
    "electricity": Text(zh="电力", en="Electricity"),
    "other_energy": Text(zh="其他能源", en="Other energy"),
}
_TOTAL_ROWS = {"totalfinalconsumption", "终端消费总量", "终端消费量"}


@dataclass(frozen=True)
class EnergySheet:
    """``amount`` of shape (48, 20) in the ``units`` of the products, and what was noticed."""

    amount: Array
    units: dict[str, str]
    oddities: list[Oddity] = field(default_factory=list[Oddity])


def product_of(header: object) -> str:
    """Return the id of the product a heading stands for, or an empty text.

    >>> product_of("Cleaned_Coal"), product_of("Heat"), product_of("Process")
    ('cleaned_coal', 'heat', '')
    """
    found = _BESIDE.get(fold(text_of(header))) or fuel_of(header)
    return found if found in ENERGY_PRODUCTS else ""


def looks_like_energy(rows: list[Row]) -> bool:
    """Tell a sheet of energy by products in its first row and its row of final consumption.

    >>> looks_like_energy([["", "Raw_Coal"], [], ["Total Final Consumption"]])
    True
    """
    if not rows or not any(product_of(h) for h in rows[0][1:]):
        return False
    return any(row and fold(text_of(row[0])) in _TOTAL_ROWS for row in rows[1:6])


def read_energy_sheet(file: str, sheet: str, rows: list[Row]) -> EnergySheet:
    """Read one province; amounts in another power of ten of the usual unit are converted.

    Args:
        file: Name of the workbook, for messages.
        sheet: Name of the sheet, for messages.
        rows: All rows from A1 on; those after the 47th sector are not looked at.

    Raises:
        FileRefusedError: A label, unit or number is not what an energy inventory holds.
    """
    return _Reader(file, sheet, rows).read()


class _Reader:
    def __init__(self, file: str, sheet: str, rows: list[Row]) -> None:
        self.file = file
        self.sheet = sheet
        self.rows = rows
        self.columns: dict[str, int] = {}
        self.lines: dict[str, int] = {}
        self.oddities: list[Oddity] = []

    def read(self) -> EnergySheet:
        self._find_columns()
        units, powers = self._read_units()
        self._find_rows()
        amount = np.array(
            [
                [self._number(self.lines[r], p, powers[p]) for p in ENERGY_PRODUCTS]
                for r in ENERGY_ROWS
            ]
        )
        self._compare_totals(amount)
        return EnergySheet(amount, units, self.oddities)

    def _value(self, row: int, column: int) -> object:
        held = self.rows[row] if row < len(self.rows) else []
        return held[column] if column < len(held) else ""

    def _refuse(self, zh: str, en: str, row: int, column: int) -> FileRefusedError:
        return refuse(self.file, zh, en, sheet=self.sheet, cell=cell_name(row, column))

    def _find_columns(self) -> None:
        for column, heading in enumerate(self.rows[0][1:] if self.rows else [], start=1):
            product, label = product_of(heading), text_of(heading)
            if product in self.columns:
                raise self._refuse(
                    f"列名“{label}”出现了两次。",
                    f"the column “{label}” stands there twice.",
                    0,
                    column,
                )
            if product:
                self.columns[product] = column
            elif label:
                raise self._refuse(
                    f"无法识别的列“{label}”。",
                    f"the column “{label}” is not one of an energy inventory.",
                    0,
                    column,
                )
        missing = [PRODUCT_LABELS[p] for p in ENERGY_PRODUCTS if p not in self.columns]
        if missing:
            names = join(missing)
            raise refuse(
                self.file,
                f"第 1 行缺少列：{names.zh}。",
                f"row 1 lacks the columns: {names.en}.",
                sheet=self.sheet,
            )

    def _read_units(self) -> tuple[dict[str, str], dict[str, int]]:
        units: dict[str, str] = {}
        powers: dict[str, int] = {}
        for product, column in self.columns.items():
            stated = text_of(self._value(1, column))
            found = parse_unit(stated)
            if found is None:
                raise self._refuse(
                    f"无法识别的单位“{stated}”（第 2 行应为各能源品种的单位，如 10^4 tons）。",
                    f"the unit “{stated}” is unknown; row 2 should hold the unit of each product,"
                    " such as 10^4 tons.",
                    1,
                    column,
                )
            units[product], usual = CANONICAL[found[0]]
            powers[product] = found[1] - usual
            if powers[product]:
                self._say_converted(product, stated, units[product], column)
        return units, powers

    def _say_converted(self, product: str, stated: str, unit: str, column: int) -> None:
        label, kept = PRODUCT_LABELS[product], UNITS[unit].label
        text = Text(
            zh=f"{label.zh}的单位是“{stated}”，已按 10 的整数次幂换算为{kept.zh}。",
            en=f"{label.en} is given in “{stated}” and was converted to {kept.en} by a power of"
            " ten.",
        )
        self.oddities.append(Oddity("unit_converted", "info", cell_name(1, column), text))

    def _find_rows(self) -> None:
        for row in range(2, len(self.rows)):
            if len(self.lines) == len(ENERGY_ROWS):
                break
            label = text_of(self._value(row, 0))
            line = "total" if fold(label) in _TOTAL_ROWS else sector_of(label)
            if line and line not in self.lines:
                self.lines[line] = row
            elif label or any(text_of(v) for v in self.rows[row][1:]):
                raise self._refuse(
                    f"无法识别或重复的行“{label}”。",
                    f"the row “{label}” is unknown or stands there twice.",
                    row,
                    0,
                )
        missing = [r for r in ENERGY_ROWS if r not in self.lines]
        if missing:
            raise refuse(
                self.file,
                f"缺少 {len(missing)} 行（首先是 {missing[0]}）：应有合计和 47 个行业。",
                f"{len(missing)} rows are missing, first {missing[0]}: the total and 47 sectors"
                " should be there.",
                sheet=self.sheet,
            )

    def _number(self, row: int, product: str, power: int) -> float:
        column = self.columns[product]
        cell = cell_name(row, column)
        value = read_number(self.file, self.sheet, cell, self._value(row, column))
        if value < 0:
            self._look_at_negative(value, product, row)
        return value * 10**power if power >= 0 else value / 10**-power

    def _look_at_negative(self, value: float, product: str, row: int) -> None:
        column = self.columns[product]
        if product in INVENTORY_FUELS:
            raise self._refuse(
                f"消费量不能为负（{value:g}）。",
                f"consumption cannot be negative ({value:g}).",
                row,
                column,
            )
        label = PRODUCT_LABELS[product]
        text = Text(
            zh=f"{label.zh}为负值，按原样保留。",
            en=f"The amount of {label.en.lower()} is negative; it was kept as it stands.",
        )
        self.oddities.append(Oddity("negative", "caution", cell_name(row, column), text))

    def _compare_totals(self, amount: Array) -> None:
        sums = amount[1:].sum(axis=0)
        unlike = np.flatnonzero(np.abs(amount[0] - sums) > np.maximum(TOLERANCE, 1e-9 * sums))
        if not unlike.size:
            return
        products = [ENERGY_PRODUCTS[int(p)] for p in unlike]
        names = join(PRODUCT_LABELS[p] for p in products)
        text = Text(
            zh=f"合计行与 47 个行业之和不符：{names.zh}；均按原样保留。",
            en=f"The total differs from the sum of the 47 sectors for: {names.en}; all was kept as"
            " it stands.",
        )
        cell = cell_name(self.lines["total"], self.columns[products[0]])
        self.oddities.append(Oddity("total_unlike_sum", "caution", cell, text))

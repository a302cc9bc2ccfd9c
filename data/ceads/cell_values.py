"""Single cells read strictly: a number, a year, an emission, or a refusal that names the cell."""

from math import isfinite

from data.ceads.sheet_names import EARLIEST_YEAR, LATEST_YEAR
from data.ceads.workbook import refuse, text_of


def read_number(file: str, sheet: str, cell: str, value: object) -> float:
    """Read a finite number; one written as text is none.

    Raises:
        FileRefusedError: The cell is empty, holds text or a formula error.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        shown = text_of(value)
        zh = f"应为数字，实际为“{shown}”。" if shown else "单元格为空或公式出错，应为数字。"
        en = f"a number should stand here, not “{shown}”."
        en = en if shown else "the cell is empty or holds a formula error; a number is needed."
        raise refuse(file, zh, en, sheet=sheet, cell=cell)
    if not isfinite(value):
        zh, en = f"数值不能为 {value}。", f"a figure cannot be {value}."
        raise refuse(file, zh, en, sheet=sheet, cell=cell)
    return float(value)


def read_amount(file: str, sheet: str, cell: str, value: object) -> float:
    """Read a number that is not negative.

    Raises:
        FileRefusedError: It is no number, or is negative.
    """
    number = read_number(file, sheet, cell, value)
    if number < 0:
        zh, en = f"数值不能为负（{number:g}）。", f"the figure cannot be negative ({number:g})."
        raise refuse(file, zh, en, sheet=sheet, cell=cell)
    return number


def read_year(file: str, sheet: str, cell: str, value: object) -> int:
    """Read a year that may be written as a number or as text.

    Raises:
        FileRefusedError: It is none.
    """
    text = text_of(value)
    if not text.isdecimal() or not EARLIEST_YEAR <= int(text) <= LATEST_YEAR:
        zh, en = f"应为年份，实际为“{text}”。", f"a year should stand here, not “{text}”."
        raise refuse(file, zh, en, sheet=sheet, cell=cell)
    return int(text)

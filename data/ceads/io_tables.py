"""Multi-regional workbooks of CEADs: which sheets are tables, of which year, and what they hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

import numpy as np

from data.ceads.io_grid import HEAD_ROWS, code_row
from data.ceads.io_sheet import IoSheet, read_io_sheet
from data.ceads.workbook import Workbook, refuse, text_of
from data.dataset import ImportFinding
from data.errors import FileRefusedError
from data.tables import IO_PREFIX, Array, IoLevel
from data.text import Text
from data.vocabulary import PROVINCES

EARLIEST_YEAR, LATEST_YEAR = 1980, 2100
SAME_SHARE = 1e-9
"""Numbers closer than this share of the larger are one number, saved by different programs."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_ID_YEAR = re.compile(r"(?<=_)\d{4}(?=_|$)")
_NO_TABLES = {"note", "sector", "province"}


@dataclass(frozen=True)
class IoFile:
    """What one workbook holds: tables by id, the sheet each was read from, and what was noticed."""

    tables: dict[str, IoSheet]
    sheets: dict[str, str]
    findings: list[ImportFinding] = field(default_factory=list[ImportFinding])


def table_id(year: int, scheme: str, level: IoLevel = "provinces") -> str:
    """Name a table.

    >>> table_id(2017, "nbs2017_42"), table_id(2017, "nbs2017_42", "nation")
    ('io_2017_nbs2017_42', 'io_national_2017_nbs2017_42')
    """
    return f"{IO_PREFIX[level]}{year}_{scheme}"


def year_of(table: str) -> int:
    """Return the year that a table's id carries.

    >>> year_of("io_2017_consistent42"), year_of("io_national_2017_nbs2017_42")
    (2017, 2017)
    """
    return int(_ID_YEAR.findall(table)[0])


def find_year(*texts: str) -> int | None:
    """Return the year that the first text with exactly one carries.

    >>> find_year("Table", "2012, 2015", "china_2017_42.csv")
    2017
    """
    for text in texts:
        years = {int(y) for y in _YEAR.findall(text) if EARLIEST_YEAR <= int(y) <= LATEST_YEAR}
        if len(years) == 1:
            return years.pop()
    return None


def is_io_workbook(workbook: Workbook) -> bool:
    """Tell a multi-regional table by its row of codes, whatever its sheets are called."""
    return any(_is_table(workbook, sheet) for sheet in workbook.sheet_names)


def read_io(workbook: Workbook, provinces: Sequence[str] = PROVINCES.ids) -> IoFile:
    """Read every table of a workbook; a table that stands there in two languages is read once.

    Args:
        workbook: The opened workbook.
        provinces: Ids of the provinces in the order of their blocks.

    Raises:
        FileRefusedError: A sheet is not what a table holds; nothing of the file is taken.
    """
    tables: dict[str, IoSheet] = {}
    sheets: dict[str, str] = {}
    findings: list[ImportFinding] = []
    for sheet in sorted(workbook.sheet_names, key=_is_english):
        if not _is_table(workbook, sheet):
            continue
        twin = next((t for t, s in sheets.items() if s in sheet), "") if _is_english(sheet) else ""
        try:
            found = read_io_sheet(workbook.name, sheet, workbook.stream(sheet), provinces)
        except FileRefusedError as error:
            if not twin:
                raise
            findings.append(_finding(workbook, twin, sheet, *_say_unread(error)))
            continue
        table = table_id(_year(workbook, sheet, found.title), found.scheme)
        if table in tables:
            text = _say_twin(found, sheets[table], tables[table])
            findings.append(_finding(workbook, table, sheet, *text))
            continue
        tables[table], sheets[table] = found, sheet
        findings += _findings(workbook, table, sheet, found)
    return IoFile(tables, sheets, findings)


def _is_english(sheet: str) -> bool:
    return "english" in sheet.casefold()


def _is_table(workbook: Workbook, sheet: str) -> bool:
    if sheet.strip().casefold() in _NO_TABLES:
        return False
    return code_row(workbook.head(sheet, HEAD_ROWS)) is not None


def _year(workbook: Workbook, sheet: str, title: str) -> int:
    note = " ".join(_note(workbook))
    year = find_year(sheet, title, note, PurePath(workbook.name).name)
    if year is not None:
        return year
    raise refuse(
        workbook.name,
        "无法判断年份：工作表名、标题、Note 表和文件名中都没有。",
        "the year cannot be told: it stands neither in the sheet's name, nor in its title, nor in"
        " the sheet Note, nor in the file's name.",
        sheet=sheet,
    )


def _note(workbook: Workbook) -> Iterator[str]:
    for sheet in workbook.sheet_names:
        if sheet.strip().casefold() == "note":
            yield from (text_of(v) for row in workbook.rows(sheet) for v in row)


def _findings(
    workbook: Workbook, table: str, sheet: str, found: IoSheet
) -> Iterator[ImportFinding]:
    for oddity in found.oddities:
        yield _finding(workbook, table, sheet, oddity.rule, oddity.level, oddity.text, oddity.cell)
    if "co2_mt" not in found.arrays:
        text = Text(
            zh="没有 CO2 行；部门排放将由同年的省级排放清单换算。",
            en="there is no CO2 row; sector emissions will come from the provincial inventories of"
            " the year.",
        )
        yield _finding(workbook, table, sheet, "io_no_co2_row", "info", text)
    for region in found.unmeasured:
        label = PROVINCES.text(region)
        text = Text(
            zh=f"{label.zh}的 CO2 行有空白，其部门排放未知，不是零。",
            en=f"the CO2 row has blanks for {label.en}: emissions of its sectors are unknown, not"
            " zero.",
        )
        finding = _finding(workbook, table, sheet, "io_co2_blank", "missing", text)
        yield finding.model_copy(update={"region": region})


def _finding(
    workbook: Workbook, table: str, sheet: str, rule: str, level: str, text: Text, cell: str = ""
) -> ImportFinding:
    said = Text(zh=f"工作表 {sheet}：{text.zh}", en=f"Sheet {sheet}: {text.en}")
    return ImportFinding(
        rule=rule,
        level=level,
        file=workbook.name,
        table=table,
        sheet=sheet,
        cell=cell,
        years=[year_of(table)],
        text=said,
    )


def _say_unread(error: FileRefusedError) -> tuple[str, str, Text]:
    text = Text(
        zh=f"英文版无法读取，未能与已采用的工作表核对。{error.text.zh}",
        en=f"the English version cannot be read and was not compared with the sheet used."
        f" {error.text.en}",
    )
    return "io_sheet_unread", "caution", text


def _say_twin(found: IoSheet, used: str, held: IoSheet) -> tuple[str, str, Text]:
    unlike = [name for name in held.arrays if not same(held.arrays[name], found.arrays.get(name))]
    if not unlike:
        text = Text(
            zh=f"与工作表 {used} 是同一张表，数值一致；采用 {used}。",
            en=f"the same table as sheet {used}, with the same numbers; {used} was used.",
        )
        return "io_sheet_twice", "info", text
    names = ", ".join(unlike)
    text = Text(
        zh=f"与工作表 {used} 是同一张表，但以下部分数值不同：{names}；采用 {used}。",
        en=f"the same table as sheet {used}, but these parts have other numbers: {names};"
        f" {used} was used.",
    )
    return "io_sheets_differ", "caution", text


def same(first: Array, second: Array | None) -> bool:
    """Tell whether two arrays hold the same numbers, gaps alike.

    >>> same(np.array([1.0, np.nan]), np.array([1.0, np.nan]))
    True
    """
    if second is None or first.shape != second.shape:
        return False
    return bool(np.allclose(first, second, rtol=SAME_SHARE, atol=0.0, equal_nan=True))

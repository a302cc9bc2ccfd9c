"""The rows of a user's own file: told by its header, in any usual encoding and separator."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from data.ceads.content import ImportedFile, PlainFile
from data.ceads.workbook import Workbook, refuse, text_of
from data.spreadsheet_text import unguard
from data.vocabulary import fold

REQUIRED = ("series", "region", "year", "value", "unit", "source")
HEADINGS: dict[str, tuple[str, ...]] = {
    "series": ("series", "指标"),
    "region": ("region", "地区", "省份"),
    "year": ("year", "年份"),
    "value": ("value", "数值"),
    "unit": ("unit", "单位"),
    "source": ("source", "来源", "数据来源"),
    "sector": ("sector", "行业"),
    "scenario": ("scenario", "情景"),
    "base_year": ("base_year", "基年", "基准年"),
}
"""How each column may be headed."""

UNREAD = ("note", "notes", "备注", "kind", "series_zh", "series_en", "region_zh", "region_en")
"""Columns that may stand in the file, such as those an export adds, and are not read."""

SUREST = 4
"""A first row with so many of the required headings is meant as the header of such a file."""

_SEPARATORS = ",\t;"
_COLUMN = {fold(name): column for column, names in HEADINGS.items() for name in names}
_UNREAD = {fold(name) for name in UNREAD}


@dataclass(frozen=True)
class Line:
    """One row: its number in the file, counted from 1, and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Grid:
    """The rows of a text or of one sheet; ``sheet`` is empty for a text."""

    sheet: str
    lines: tuple[Line, ...]


def has_own_header(file: ImportedFile) -> bool:
    """Tell a user's own file by its first row, a workbook by that of any sheet."""
    if isinstance(file, Workbook):
        return any(_is_header(_head(file, s)) for s in file.sheet_names)
    return file.kind == "csv" and _is_header(_first_row(file.content))


def read_grids(file: ImportedFile) -> list[Grid]:
    """Read the rows of a text, or of every sheet that has the header.

    Raises:
        FileRefusedError: The encoding is unknown, or the header lacks a column or has one too many.
    """
    if isinstance(file, PlainFile):
        return [_read_text(file)]
    sheets = [s for s in file.sheet_names if _is_header(_head(file, s))]
    return [_read_sheet(file, s) for s in sheets]


def _head(file: Workbook, sheet: str) -> list[str]:
    return [text_of(v) for v in next(iter(file.head(sheet, 1)), [])]


def _first_row(content: bytes) -> list[str]:
    line = next((piece for piece in content[:4096].splitlines() if piece.strip()), b"")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError:
            continue
        return next(csv.reader([text], delimiter=_separator(text)), [])
    return []


def _is_header(cells: Sequence[str]) -> bool:
    return len({_COLUMN.get(fold(c)) for c in cells} & set(REQUIRED)) >= SUREST


def _separator(header: str) -> str:
    return max(_SEPARATORS, key=header.count)


def _read_text(file: PlainFile) -> Grid:
    text = _decode(file)
    header = next(line for line in text.splitlines() if line.strip())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(header), strict=True)
    numbered = ((reader.line_num, cells) for cells in reader)
    try:
        return Grid("", tuple(_lines(file.name, "", numbered)))
    except csv.Error as error:
        raise refuse(
            file.name,
            f"第{reader.line_num}行的引号不成对或字段过长，无法读取。",
            f"line {reader.line_num} cannot be read: a quotation mark is left open or a field is"
            " too long.",
        ) from error


def _decode(file: PlainFile) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return file.content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refuse(
        file.name,
        "文字编码不是 UTF-8 或 GB18030，请另存为 UTF-8 后再导入。",
        "its text is neither UTF-8 nor GB18030; save it as UTF-8 and import that.",
    )


def _read_sheet(file: Workbook, sheet: str) -> Grid:
    rows = ([text_of(v) for v in row] for row in file.rows(sheet))
    return Grid(sheet, tuple(_lines(file.name, sheet, enumerate(rows, start=1))))


def _lines(name: str, sheet: str, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Line]:
    columns: list[str] = []
    for number, cells in rows:
        if not any(c.strip() for c in cells) or cells[0].lstrip().startswith("#"):
            continue
        if not columns:
            columns = _columns(name, sheet, cells)
            continue
        surplus = [c for c in cells[len(columns) :] if c.strip()]
        if surplus:
            raise refuse(
                name,
                f"第{number}行比表头多出“{surplus[0]}”；含分隔符的文字请加引号。",
                f"line {number} has “{surplus[0]}” beyond the header; put text that holds the"
                " separator in quotation marks.",
                sheet=sheet,
            )
        held = zip(columns, cells, strict=False)
        yield Line(number, {c: unguard(v.strip()) for c, v in held if c})


def _columns(name: str, sheet: str, header: Sequence[str]) -> list[str]:
    """Name the columns of a header; one that is not read has an empty name."""
    columns = [_COLUMN.get(fold(h), "") for h in header]
    unknown = [
        h for h, c in zip(header, columns, strict=True) if h and not c and fold(h) not in _UNREAD
    ]
    if unknown:
        near = get_close_matches(fold(unknown[0]), _COLUMN, n=1)
        raise refuse(
            name,
            f"表头中有未知的列“{unknown[0]}”"
            + (f"，是否为 {_COLUMN[near[0]]}？" if near else "。"),
            f"there is no column “{unknown[0]}”" + (f"; {_COLUMN[near[0]]}?" if near else "."),
            sheet=sheet,
        )
    absent = [c for c in REQUIRED if c not in columns]
    twice = [c for c in set(columns) if c and columns.count(c) > 1]
    if absent or twice:
        names = ", ".join(absent or sorted(twice))
        raise refuse(
            name,
            f"表头{'缺少' if absent else '重复了'}列：{names}。",
            f"the header {'lacks' if absent else 'repeats'}: {names}.",
            sheet=sheet,
        )
    return columns

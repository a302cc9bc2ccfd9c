"""Workbooks opened with care: limits before reading, and a refusal that says what is wrong."""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO

import python_calamine as calamine

from data.ceads.large_sheets import LARGE_SHEET, lighten, sheet_parts
from data.ceads.plain_numbers import PlainNumbers, is_whole, take_numbers
from data.errors import FileRefusedError
from data.text import Text

Row = list[object]

LARGEST_FILE = 200 * 2**20
LARGEST_UNPACKED = 2 * 2**30
LARGEST_RATIO = 200
RATIO_MATTERS_FROM = 20 * 2**20
MOST_ENTRIES = 5_000
CHUNK = 2**20
OVERLAP = 32

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin")
# A reader allocates the whole rectangle up to the furthest cell, so one stray cell in the last
# corner of a sheet would ask for terabytes; no CEADs sheet comes near 20,000 rows, 2,028 columns.
_FAR = rb"(?:[A-Z]*(?:[2-9]\d{4}|\d{6,})|(?:[C-Z][A-Z]{2}|[A-Z]{4,})\d+)"
FURTHEST_ROW, FURTHEST_COLUMN = 19_999, 2_054
# Two patterns, since each begins with fixed characters and so is searched for twice as fast.
_FAR_CELLS = (re.compile(rb'r="' + _FAR + rb'"'), re.compile(rb"r='" + _FAR + rb"'"))
_CALAMINE_ERRORS = (calamine.CalamineError, OSError, ValueError)
_UNPACK_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
)


def refuse(file: str, zh: str, en: str, *, sheet: str = "", cell: str = "") -> FileRefusedError:
    """Build the error that names file, sheet and cell before it says what is wrong there."""
    place_zh = f"文件 {file}" + (f"，工作表 {sheet}" if sheet else "")
    place_en = file + (f", sheet {sheet}" if sheet else "")
    if cell:
        place_zh += f"，单元格 {cell}"
        place_en += f", cell {cell}"
    return FileRefusedError(Text(zh=f"{place_zh}：{zh}", en=f"{place_en}: {en}"))


def cell_name(row: int, column: int) -> str:
    """Write the address of a cell from indices that count from 0.

    >>> cell_name(0, 0), cell_name(50, 22), cell_name(3, 26)
    ('A1', 'W51', 'AA4')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def text_of(value: object) -> str:
    """Return a cell as stripped text; an empty cell is an empty text.

    >>> text_of("  Urban "), text_of(None), text_of(2019.0)
    ('Urban', '', '2019')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


@dataclass(frozen=True)
class Workbook:
    """A workbook whose sheets are read as rows of plain values, starting at A1."""

    name: str
    sha256: str
    sheet_names: tuple[str, ...]
    _reader: calamine.CalamineWorkbook
    _numbers: Mapping[str, PlainNumbers] = field(default_factory=dict[str, PlainNumbers])
    _held: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])
    _opened: dict[str, calamine.CalamineSheet] = field(
        default_factory=dict[str, calamine.CalamineSheet]
    )

    def rows(self, sheet: str) -> list[Row]:
        """Return the rows of a sheet; empty cells and formula errors read as empty text.

        Raises:
            FileRefusedError: The sheet cannot be read.
        """
        if sheet not in self._held:
            self._held[sheet] = self._read(sheet)
        return self._held[sheet]

    def head(self, sheet: str, rows: int) -> list[Row]:
        """Return the first rows of a sheet.

        Raises:
            FileRefusedError: The sheet cannot be read.
        """
        return self._read(sheet, rows)

    def stream(self, sheet: str) -> Iterator[Row]:
        """Yield the rows of a large sheet one by one, none of them held.

        Raises:
            FileRefusedError: The sheet cannot be read.
        """
        opened = self._open(sheet)
        starts_at_a1 = opened.start in (None, (0, 0))
        if starts_at_a1 and sheet not in self._numbers:
            for row in opened.iter_rows():
                yield list(row)
        else:
            yield from self._read(sheet)
        self._opened.clear()

    def _read(self, sheet: str, rows: int | None = None) -> list[Row]:
        found = self._open(sheet).to_python(skip_empty_area=False, nrows=rows)
        cells: list[Row] = [list(row) for row in found]
        numbers = self._numbers.get(sheet)
        return cells if numbers is None else numbers.merge(cells, rows)

    def _open(self, sheet: str) -> calamine.CalamineSheet:
        """Parse a sheet; the last one stays open, so that a look at its head costs nothing more."""
        if sheet not in self._opened:
            self._opened.clear()
            try:
                self._opened[sheet] = self._reader.get_sheet_by_name(sheet)
            except _CALAMINE_ERRORS as error:
                raise refuse(
                    self.name,
                    "工作表无法读取，文件可能已损坏，请重新下载。",
                    "the sheet cannot be read; the file may be damaged, download it again.",
                    sheet=sheet,
                ) from error
        return self._opened[sheet]

    @cached_property
    def note(self) -> Mapping[str, str]:
        """What the NOTE sheet says, by the English part of its labels (``Content`` …)."""
        sheet = next((s for s in self.sheet_names if s.strip().casefold() == "note"), None)
        if sheet is None:
            return {}
        rows = [r for r in self.rows(sheet) if len(r) > 1 and text_of(r[0])]
        return {text_of(r[0]).split("/")[0].strip(): text_of(r[1]) for r in rows}


def is_workbook(content: bytes) -> bool:
    """Tell a workbook, or what should have been one, from an archive of files."""
    if not content.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return "[Content_Types].xml" in names or any(p in names for p in _WORKBOOK_PARTS)


def read_workbook(name: str, content: bytes) -> Workbook:
    """Open the content of an .xlsx file after checking that it is whole and of sane size.

    Args:
        name: The name shown to the reader.
        content: The bytes of the file.

    Raises:
        FileRefusedError: It is no workbook, is encrypted, damaged, or unpacks beyond the limits.
    """
    _check_magic(name, content)
    with open_zip(name, content) as archive:
        if not any(part in archive.namelist() for part in _WORKBOOK_PARTS):
            raise refuse(
                name,
                "这个压缩文件里没有 Excel 工作簿的内容。",
                "the file is an archive without the parts of an Excel workbook.",
            )
        parts = sheet_parts(archive)
        taken: dict[str, PlainNumbers] = {}
        for entry in archive.infolist():
            numbers = _check_entry(name, archive, entry)
            if numbers and entry.filename in parts:
                taken[entry.filename] = numbers
        light = lighten(archive, taken) if taken else content
    try:
        reader = calamine.CalamineWorkbook.from_filelike(io.BytesIO(light))
    except _CALAMINE_ERRORS as error:
        raise _damaged(name) from error
    names = tuple(reader.sheet_names)
    held = {n: taken[p] for n, p in zip(names, parts, strict=False) if p in taken}
    return Workbook(name, hashlib.sha256(content).hexdigest(), names, reader, held)


def open_zip(name: str, content: bytes) -> zipfile.ZipFile:
    """Open an archive whose declared sizes stay within the limits.

    Raises:
        FileRefusedError: It is damaged, encrypted, or unpacks beyond the limits.
    """
    if len(content) > LARGEST_FILE:
        raise _too_large(name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged(name) from error
    entries = archive.infolist()
    if any(e.flag_bits & 1 for e in entries):
        raise _encrypted(name)
    unpacked = sum(e.file_size for e in entries)
    packed = max(1, sum(e.compress_size for e in entries))
    swollen = unpacked > RATIO_MATTERS_FROM and unpacked / packed > LARGEST_RATIO
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED or swollen:
        raise _too_large(name)
    return archive


def chunks(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack one entry piece by piece, its checksum verified at the end.

    Raises:
        FileRefusedError: The entry is damaged.
    """
    try:
        with archive.open(entry) as stream:
            yield from _pieces(stream)
    except _UNPACK_ERRORS as error:
        raise _damaged(name) from error


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(CHUNK):
        yield piece


def _check_entry(
    name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo
) -> PlainNumbers | None:
    """Unpack an entry once; of a large sheet, return the plain numbers."""
    is_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
    pieces = chunks(name, archive, entry)
    if not is_sheet:
        for _ in pieces:
            pass
        return None
    if entry.file_size < LARGE_SHEET:
        _check_far(name, pieces)
        return None
    numbers = take_numbers(pieces)
    _check_far(name, [numbers.rest])
    rows, columns = numbers.extent
    if rows > FURTHEST_ROW or columns > FURTHEST_COLUMN:
        raise _too_large(name)
    return numbers if is_whole(numbers.rest) else None


def _check_far(name: str, pieces: Iterable[bytes]) -> None:
    tail = b""
    for piece in pieces:
        if any(far.search(tail + piece) for far in _FAR_CELLS):
            raise _too_large(name)
        tail = piece[-OVERLAP:]


def _check_magic(name: str, content: bytes) -> None:
    if content.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in content:
            raise _encrypted(name)
        raise refuse(
            name,
            "这是旧版 .xls 文件。请在 Excel 中另存为 .xlsx 后再导入。",
            "this is an old .xls file; save it as .xlsx in Excel and import that.",
        )
    if not content.startswith(_ZIP):
        looks_html = content[:512].lstrip().lower().startswith((b"<!doctype", b"<html"))
        raise refuse(
            name,
            "不是 Excel 工作簿，"
            + (
                "而是网页（可能是网站的登录页）。"
                if looks_html
                else "也不是 CSV 或 MATLAB 数据文件。"
            ),
            "it is no Excel workbook"
            + (
                " but a web page, perhaps the login page of the site."
                if looks_html
                else ", and no CSV or MATLAB file either."
            ),
        )


def _damaged(name: str) -> FileRefusedError:
    return refuse(
        name,
        "文件已损坏或不完整，请重新下载。",
        "the file is damaged or incomplete; download it again.",
    )


def _encrypted(name: str) -> FileRefusedError:
    return refuse(
        name,
        "文件有密码保护，请取消密码后再导入。",
        "the file is protected by a password; remove the password and import again.",
    )


def _too_large(name: str) -> FileRefusedError:
    return refuse(
        name,
        "文件解压后的大小超出上限，不像 CEADs 工作簿，已拒绝读取。",
        "it unpacks to more than the limit, unlike any CEADs workbook; it was not read.",
    )

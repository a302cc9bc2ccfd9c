"""The input-output table of the nation: domestic and imported products apart, from CSV or workbook."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from data.ceads.content import ImportedFile
from data.ceads.io_grid import HEAD_ROWS, SECTOR_CODES, code_of
from data.ceads.io_national_sheet import read_national_sheet
from data.ceads.io_sheet import IoSheet
from data.ceads.io_tables import IoFile, find_year, table_id
from data.ceads.workbook import Row, Workbook, refuse, text_of
from data.manifest import ImportFinding
from data.text import Text

_NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*")
_ENCODINGS = ("utf-8-sig", "gb18030")
_MOST_SHEETS = 20
_ORIGINS = {"domestic", "imports"}


def recognises(file: ImportedFile) -> bool:
    """Tell the table by one row of the 42 sector codes above rows of domestic and imported products."""
    return any(_is_table(head) for _, head in _heads(file))


def read(file: ImportedFile) -> IoFile:
    """Read the table; sums that do not hold become findings.

    Raises:
        FileRefusedError: A code, label or number is missing or not what the table holds, or the
            year cannot be told.
    """
    tables: dict[str, IoSheet] = {}
    sheets: dict[str, str] = {}
    findings: list[ImportFinding] = []
    for sheet, head in _heads(file):
        if not _is_table(head):
            continue
        found = read_national_sheet(file.name, sheet, _rows(file, sheet))
        table = table_id(_year(file, sheet, found.title), found.scheme, "nation")
        if table in tables:
            raise refuse(
                file.name,
                f"工作表 {sheets[table]} 与 {sheet} 是同一年份的表，无法确定采用哪一张。",
                f"the sheets {sheets[table]} and {sheet} are tables of the same year; which one"
                " counts cannot be told.",
            )
        tables[table], sheets[table] = found, sheet
        findings += _findings(file.name, table, sheet, found)
    if not tables:
        raise refuse(
            file.name,
            "没有国家投入产出表：应有部门代码（01–42）所在的行，其下为国内品（Domestic）和进口品（Imports）。",
            "there is no table of the nation: a row of sector codes (01–42) should stand above rows of"
            " the origins Domestic and Imports.",
        )
    return IoFile(tables, sheets, findings)


def _heads(file: ImportedFile) -> Iterator[tuple[str, Sequence[Row]]]:
    """Return the name and the first rows of each sheet; a text has one sheet without a name."""
    if isinstance(file, Workbook):
        for sheet in file.sheet_names[:_MOST_SHEETS]:
            yield sheet, file.head(sheet, HEAD_ROWS)
    elif file.kind == "csv":
        rows = _parse(_decode(file.content))
        yield "", [row for _, row in zip(range(HEAD_ROWS), rows, strict=False)]


def _rows(file: ImportedFile, sheet: str) -> list[Row]:
    if isinstance(file, Workbook):
        return file.rows(sheet)
    return list(_parse(_decode(file.content)))


def _decode(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _parse(text: str) -> Iterator[Row]:
    """Yield the lines of a CSV text, its numbers as numbers; nothing after a line that is no CSV."""
    try:
        for line in csv.reader(io.StringIO(text)):
            yield [float(v) if _NUMBER.fullmatch(v) else v for v in line]
    except csv.Error:
        return


def _is_table(head: Iterable[Row]) -> bool:
    below = False
    for row in head:
        if below and any(text_of(v).casefold() in _ORIGINS for v in row):
            return True
        codes = [code_of(v) for v in row]
        below = below or all(codes.count(c) == 1 for c in SECTOR_CODES)
    return False


def _year(file: ImportedFile, sheet: str, title: str) -> int:
    year = find_year(sheet, title, PurePath(file.name).name)
    if year is None:
        raise refuse(
            file.name,
            "无法判断年份：表中没有年份。请在文件名中写明，例如 china_2017_42.csv，再导入。",
            "the year cannot be told, since the table carries none. Put it into the file's name,"
            " such as china_2017_42.csv, and import again.",
            sheet=sheet,
        )
    return year


def _findings(file: str, table: str, sheet: str, found: IoSheet) -> Iterator[ImportFinding]:
    year = find_year(table)
    for oddity in found.oddities:
        place = Text(zh=f"工作表 {sheet}：", en=f"Sheet {sheet}: ") if sheet else Text(zh="", en="")
        yield ImportFinding(
            rule=oddity.rule,
            level=oddity.level,
            file=file,
            table=table,
            sheet=sheet,
            cell=oddity.cell,
            years=[] if year is None else [year],
            text=Text(zh=place.zh + oddity.text.zh, en=place.en + oddity.text.en),
        )

"""Writing a tidy table: row by row to CSV, and from there to Parquet where that is wanted."""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Literal

from data.export.columns import Column, Row, TidyTable
from data.spreadsheet_text import guard

Format = Literal["csv", "parquet"]

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE"}


@dataclass(frozen=True)
class WrittenFile:
    """A file of the export and what is in it."""

    path: Path
    table: TidyTable
    rows: int
    sha256: str


def write_table(table: TidyTable, path: Path, form: Format) -> WrittenFile:
    """Write a table; the file appears under its name when it is whole.

    Numbers keep every digit; text that a spreadsheet would run as a formula gets an apostrophe in
    CSV. CSV is UTF-8 with a byte order mark, so that Excel reads Chinese.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        if form == "csv":
            count = _write_csv(table, fresh, guarded=True)
        else:
            plain = fresh.with_suffix(".csv")
            count = _write_csv(table, plain, guarded=False)
            _to_parquet(table.columns, plain, fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
        fresh.with_suffix(".csv").unlink(missing_ok=True)
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return WrittenFile(path, table, count, digest)


def _write_csv(table: TidyTable, path: Path, *, guarded: bool) -> int:
    counted = _Counted(table.rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([c.name for c in table.columns])
        writer.writerows(map(_guarded, counted) if guarded else counted)
    return counted.count


def _guarded(row: Row) -> Row:
    return tuple(guard(cell) if isinstance(cell, str) else cell for cell in row)


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _to_parquet(columns: tuple[Column, ...], source: Path, path: Path) -> None:
    import duckdb

    types = {c.name: TYPES[c.type] for c in columns}
    with duckdb.connect() as database:
        held = database.read_csv(str(source), header=True, delimiter=",", dtype=types)
        held.write_parquet(str(path), compression="zstd")

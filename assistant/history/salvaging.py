"""A damaged history put aside, and what can still be read of it taken into a new file."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

TABLES = {
    "threads": "id, owner, title, created, updated, dataset, model, revision",
    "turns": "thread, number, asked, question, lang, plain, answer, said, messages",
    "checkpoints": (
        "thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata"
    ),
}
"""Threads go first: a turn whose thread is lost is lost with it."""


def put_aside(file: Path) -> Path | None:
    """Rename a damaged file with its log; None where another process has mended it meanwhile."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]:
            return None
    number = 1
    while (aside := file.with_name(f"{file.name}.damaged{number}")).exists():
        number += 1
    for end in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(file.name + end).rename(aside.with_name(aside.name + end))
    return aside


def salvage(damaged: Path, connection: sqlite3.Connection) -> None:
    """Copy every row that can be read, from both ends of each table."""
    for table, columns in TABLES.items():
        into = f"INSERT OR IGNORE INTO {table} ({columns})"
        values = ", ".join("?" * len(columns.split(",")))
        saved = 0
        for row in _rows(damaged, table, columns):
            with suppress(sqlite3.IntegrityError):
                saved += connection.execute(f"{into} VALUES ({values})", row).rowcount
        log.warning("%s: %d rows saved from the damaged history", table, saved)


def _rows(damaged: Path, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error), closing(sqlite3.connect(damaged)) as connection:
            yield from connection.execute(
                f"SELECT {columns} FROM {table} NOT INDEXED ORDER BY rowid {order}"  # noqa: S608
            )

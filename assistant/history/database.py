"""The file of the history: one SQLite database that several processes use at once.

Deleting overwrites what was deleted (``secure_delete``), and the write-ahead log is emptied after
it, so that nothing of a deleted conversation stays in the files.
"""

import logging
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from assistant.history import words
from assistant.history.interface import HistoryError
from assistant.history.salvaging import put_aside, salvage
from data.ledger import use_wal

log = logging.getLogger(__name__)

FILE = "history.sqlite"
WAIT_S = 30.0
"""How long a writer waits for another process before it gives up."""
VERSION = 1
"""Of the tables below; a file of a later version is left alone."""
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

SCHEMA = """
CREATE TABLE IF NOT EXISTS threads (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    created REAL NOT NULL,
    updated REAL NOT NULL,
    dataset TEXT NOT NULL,
    model TEXT NOT NULL,
    revision INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS turns (
    thread TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    asked REAL NOT NULL,
    question TEXT NOT NULL,
    lang TEXT NOT NULL,
    plain TEXT NOT NULL DEFAULT '',
    answer BLOB,
    said TEXT,
    messages INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (thread, number)
);
"""


class Database:
    """Opens the file, a connection for each piece of work.

    A damaged file is put aside, and what can still be read of it is taken into a new one.

    Args:
        file: The SQLite file; made readable by its owner alone.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._ready = False

    @contextmanager
    def open(self) -> Generator[sqlite3.Connection, None, None]:
        """Yield a connection; what it wrote is kept if nothing goes wrong, else nothing of it.

        Raises:
            HistoryError: The file is full, read-only, in use for too long, of a later version, or
                was found damaged at work; damaged, it is mended for the next piece of work.
        """
        try:
            with closing(self._connect_or_mend()) as connection, connection:
                yield connection
        except (sqlite3.Error, OSError) as error:
            if _is_damage(error):
                self._mend()
            log.exception("the history cannot be used")
            raise HistoryError(
                words.fill(words.NOT_USABLE, file=self.file, why=str(error))
            ) from error

    def wipe_log(self) -> None:
        """Empty the write-ahead log, unless another process is reading just then."""
        with suppress(sqlite3.Error, OSError), closing(self._connect()) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _connect_or_mend(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            self._mend()
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        new = not self.file.exists()
        if new:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.touch(mode=0o600)
        connection = sqlite3.connect(self.file, timeout=WAIT_S, check_same_thread=False)
        try:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA foreign_keys=ON")
            if new or not self._ready:
                self._prepare(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        from assistant.history.memory import prepare

        held = connection.execute("PRAGMA user_version").fetchone()[0]
        if held > VERSION:
            connection.close()
            raise HistoryError(words.fill(words.LATER_VERSION, file=self.file))
        use_wal(connection)
        if held < VERSION:
            connection.executescript(SCHEMA)
            prepare(connection)
            connection.execute(f"PRAGMA user_version={VERSION}")
        self._ready = True

    def _mend(self) -> None:
        log.error("the history %s is damaged and put aside", self.file)
        aside = put_aside(self.file)
        self._ready = False
        if aside is not None:
            with closing(self._connect()) as connection, connection:
                salvage(aside, connection)


def _is_damage(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGED

"""The file of the history: one SQLite database that several processes use at once.

Deleting overwrites what was deleted (``secure_delete``), and the write-ahead log is emptied after
it, so that nothing of a deleted conversation stays in the files.
"""

import logging
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from data.ledger import use_wal

log = logging.getLogger(__name__)

FILE = "history.sqlite"
WAIT_S = 30.0
"""How long a writer waits for another process before it gives up."""

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

    Args:
        file: The SQLite file; made readable by its owner alone.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._ready = False

    @contextmanager
    def open(self) -> Generator[sqlite3.Connection, None, None]:
        """Yield a connection; what it wrote is kept if nothing goes wrong, else nothing of it."""
        try:
            connection = self._connect()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            log.exception("the history is damaged and put aside")
            self.file.replace(self.file.with_name(self.file.name + ".damaged"))
            self._ready = False
            connection = self._connect()
        with closing(connection), connection:
            yield connection

    def wipe_log(self) -> None:
        """Empty the write-ahead log, unless another process is reading just then."""
        with closing(self._connect()) as connection, suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

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

        use_wal(connection)
        connection.executescript(SCHEMA)
        prepare(connection)
        self._ready = True

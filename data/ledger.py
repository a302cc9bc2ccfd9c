"""The ledger of claims: every figure minted so far, kept for later turns and for other processes."""

import sqlite3
import time
from collections.abc import Generator, Iterable
from contextlib import closing, contextmanager
from pathlib import Path

from data.result import Claim

FILE = "claims.sqlite"
WAIT_S = 30.0
"""How long a writer waits for another process before it gives up."""

_SCHEMA = "CREATE TABLE IF NOT EXISTS claims (id TEXT PRIMARY KEY, body TEXT NOT NULL)"


class Ledger:
    """Claims by id in one SQLite file, safe for several processes and threads at once.

    A claim's id never depends on its value, so recording it again keeps the newest figure. A file
    that is damaged is put aside as ``claims.sqlite.damaged``: the claims can be minted again by
    asking again, so an answer never fails for it.

    Args:
        path: The folder that holds ``claims.sqlite``, or a ``.sqlite`` file.
    """

    def __init__(self, path: Path) -> None:
        self.file = path if path.suffix == ".sqlite" else path / FILE

    def record(self, claims: Iterable[Claim]) -> None:
        """Keep claims; all of them or, on an error, none."""
        rows = [(c.id, c.model_dump_json()) for c in claims]
        if not rows:
            return
        with self._open() as connection, connection:
            connection.executemany(
                "INSERT INTO claims (id, body) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                rows,
            )

    def get(self, claim_id: str) -> Claim | None:
        """Return a recorded claim, or None."""
        if not self.file.exists():
            return None
        with self._open() as connection:
            row = connection.execute("SELECT body FROM claims WHERE id = ?", (claim_id,)).fetchone()
        return Claim.model_validate_json(row[0]) if row else None

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection, None, None]:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = self._connect()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self.file.replace(self.file.with_name(self.file.name + ".damaged"))
            connection = self._connect()
        with closing(connection):
            yield connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, timeout=WAIT_S)
        try:
            use_wal(connection)
            connection.execute(_SCHEMA)
            connection.commit()
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def use_wal(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; SQLite's own timeout does not cover this one switch."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return

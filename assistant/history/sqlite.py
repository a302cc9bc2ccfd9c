"""The history in SQLite: threads and turns in two tables, the model's memory in a checkpoint."""

import json
import logging
import sqlite3
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

from langchain_core.messages import AnyMessage

from assistant.events import Answer
from assistant.history.database import Database
from assistant.history.keys import mask
from assistant.history.memory import forget, recall, remember
from assistant.history.packing import pack, unpack
from assistant.history.records import Held, Remembered, Thread, Turn
from assistant.history.searching import find
from assistant.history.titles import shorten
from assistant.rendering import to_plain
from data.text import Lang, Text

log = logging.getLogger(__name__)

LONGEST_TITLE = 200


class SqliteHistory:
    """Conversations in one file, safe for several processes and threads at once.

    Each change is one transaction: after a crash a turn is there with its answer and what the
    model remembers of it, or it is there as a question without an answer.
    """

    def __init__(self, file: Path) -> None:
        self._database = Database(file)

    def begin(
        self, thread_id: str, question: str, lang: Lang, *, owner: str, dataset: str, model: str
    ) -> int:
        """Keep a question before its answer, and return its number in the thread."""
        now, question = time.time(), mask(question)
        with self._database.open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO threads VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO UPDATE"
                " SET updated = excluded.updated, model = excluded.model",
                (thread_id, owner, shorten(question), now, now, dataset, model),
            )
            number = _next(connection, thread_id)
            connection.execute(
                "INSERT INTO turns (thread, number, asked, question, lang) VALUES (?, ?, ?, ?, ?)",
                (thread_id, number, now, question, lang),
            )
        return number

    def finish(
        self, thread_id: str, number: int, answer: Answer, messages: Sequence[AnyMessage]
    ) -> int:
        """Keep an answer and what the model remembers of it; return the thread's revision."""
        plain = mask(to_plain(answer.text, answer.claims, answer.lang))
        body = pack(answer)
        with self._database.open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            held = _memory(connection, thread_id)
            done = connection.execute(
                "UPDATE turns SET answer = ?, plain = ?, lang = ?, messages = ?"
                " WHERE thread = ? AND number = ?",
                (body, plain, answer.lang, len(messages), thread_id, number),
            )
            if not done.rowcount:  # deleted elsewhere while it was answered
                return -1
            revision = _touch(connection, thread_id, answer.dataset)
            held[number] = [m.model_copy(update={"content": _masked(m)}) for m in messages]
            remember(connection, thread_id, [m for _, turn in sorted(held.items()) for m in turn])
        return revision

    def note(self, thread_id: str, said: Text, *, dataset: str) -> int | None:
        """Keep what changed between two questions; None where the thread is not kept."""
        with self._database.open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            if _revision(connection, thread_id) is None:
                return None
            connection.execute(
                "INSERT INTO turns (thread, number, asked, question, lang, said)"
                " VALUES (?, ?, ?, '', 'zh', ?)",
                (thread_id, _next(connection, thread_id), time.time(), said.model_dump_json()),
            )
            return _touch(connection, thread_id, dataset)

    def undo(self, thread_id: str, number: int) -> int | None:
        """Remove a turn with all that is remembered of it; None once the thread holds no other."""
        with self._database.open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            held = _memory(connection, thread_id)
            connection.execute(
                "DELETE FROM turns WHERE thread = ? AND number = ?", (thread_id, number)
            )
            asked = "SELECT 1 FROM turns WHERE thread = ? AND said IS NULL"
            if connection.execute(asked, (thread_id,)).fetchone():
                revision = _touch(connection, thread_id, None)
                left = [m for n, turn in sorted(held.items()) if n != number for m in turn]
                remember(connection, thread_id, left)
            else:
                revision = None
                connection.execute("DELETE FROM threads WHERE id = ?", (thread_id,))
                forget(connection, thread_id)
        self._database.wipe_log()
        return revision

    def load(self, thread_id: str, owner: str | None = None) -> Held | None:
        """Return a whole conversation, or None where this owner has none of that id."""
        with self._database.open() as connection:
            connection.execute("BEGIN")
            threads = find(connection, owner, thread_id=thread_id)
            if not threads:
                return None
            rows = connection.execute(
                "SELECT number, asked, question, lang, answer, said FROM turns"
                " WHERE thread = ? ORDER BY number",
                (thread_id,),
            ).fetchall()
            memory = _memory(connection, thread_id)
            revision = _revision(connection, thread_id) or 0
        return Held(
            threads[0],
            [_turn(*row) for row in rows],
            [Remembered(number, turn) for number, turn in sorted(memory.items())],
            revision,
        )

    def revision(self, thread_id: str) -> int | None:
        """Return a number that changes with the thread; None where it is not kept."""
        with self._database.open() as connection:
            return _revision(connection, thread_id)

    def list(self, owner: str | None = None, words: str = "", most: int = 200) -> list[Thread]:
        """Return threads, the latest first; with words those in which all of them stand."""
        with self._database.open() as connection:
            return find(connection, owner, words=words, most=most)

    def rename(self, thread_id: str, title: str) -> bool:
        """Give a thread another title; tell whether it is there."""
        title = mask(" ".join(title.split()))[:LONGEST_TITLE]
        with self._database.open() as connection:
            done = connection.execute(
                "UPDATE threads SET title = ? WHERE id = ?", (title, thread_id)
            )
            return bool(done.rowcount)

    def delete(self, thread_id: str) -> bool:
        """Delete a thread for good; tell whether it was there."""
        with self._database.open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            done = connection.execute("DELETE FROM threads WHERE id = ?", (thread_id,))
            forget(connection, thread_id)
        self._database.wipe_log()
        return bool(done.rowcount)


def _next(connection: sqlite3.Connection, thread_id: str) -> int:
    last = "SELECT coalesce(max(number), 0) FROM turns WHERE thread = ?"
    return int(connection.execute(last, (thread_id,)).fetchone()[0]) + 1


def _revision(connection: sqlite3.Connection, thread_id: str) -> int | None:
    row = connection.execute("SELECT revision FROM threads WHERE id = ?", (thread_id,)).fetchone()
    return int(row[0]) if row else None


def _touch(connection: sqlite3.Connection, thread_id: str, dataset: str | None) -> int:
    connection.execute(
        "UPDATE threads SET revision = revision + 1, updated = ?, dataset = coalesce(?, dataset)"
        " WHERE id = ?",
        (time.time(), dataset, thread_id),
    )
    return _revision(connection, thread_id) or 0


def _memory(connection: sqlite3.Connection, thread_id: str) -> dict[int, list[AnyMessage]]:
    """Return the remembered messages turn by turn, by the turn's number."""
    messages = _recalled(connection, thread_id)
    sizes = connection.execute(
        "SELECT number, messages FROM turns WHERE thread = ? AND messages > 0 ORDER BY number",
        (thread_id,),
    ).fetchall()
    held: dict[int, list[AnyMessage]] = {}
    place = 0
    for number, size in sizes:
        held[number] = messages[place : place + size]
        place += size
    return held


def _recalled(connection: sqlite3.Connection, thread_id: str) -> list[AnyMessage]:
    try:
        return recall(connection, thread_id)
    except sqlite3.Error:
        raise
    except Exception:
        log.exception("what is remembered of %s cannot be read", thread_id)
        return []


def _masked(message: AnyMessage) -> object:
    content = message.content
    return mask(content) if isinstance(content, str) else content


def _turn(
    number: int, asked: float, question: str, lang: Lang, answer: bytes | None, said: str | None
) -> Turn:
    turn = Turn(
        number=number,
        asked=asked,
        question=question,
        lang=lang,
        said=Text(**json.loads(said)) if said else None,
    )
    if answer is None:
        return turn
    try:
        return turn.model_copy(update={"answer": unpack(answer)})
    except (zlib.error, ValueError):
        log.exception("a kept answer cannot be read")
        return turn.model_copy(update={"unreadable": True})

"""Conversations found by the words of their titles, questions and answers.

Plain comparison, no index: Chinese words of two characters, which a trigram index cannot find, are
the rule here, and an index would keep pieces of what was deleted. 10,000 answers of
1,000 characters take 0.1 s of one processor.
"""

import sqlite3

from assistant.history.records import Thread

AROUND = 28
_COLUMNS = "id, title, owner, created, updated, dataset, model"


def find(
    connection: sqlite3.Connection,
    owner: str | None,
    *,
    words: str = "",
    thread_id: str = "",
    most: int = 200,
) -> list[Thread]:
    """Return the threads of an owner (None: of all) that hold each of the words, latest first."""
    conditions, values = [], []
    if owner is not None:
        conditions.append("owner = ?")
        values.append(owner)
    if thread_id:
        conditions.append("id = ?")
        values.append(thread_id)
    wanted = words.split()
    for word in wanted:
        like = f"%{_escaped(word)}%"
        conditions.append(
            r"(title LIKE ? ESCAPE '\' OR EXISTS (SELECT 1 FROM turns WHERE thread = id AND"
            r" (question LIKE ? ESCAPE '\' OR plain LIKE ? ESCAPE '\')))"
        )
        values += [like, like, like]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    count = "(SELECT count(*) FROM turns WHERE thread = id AND said IS NULL)"
    rows = connection.execute(
        f"SELECT {_COLUMNS}, {count} FROM threads{where} ORDER BY updated DESC, id LIMIT ?",  # noqa: S608
        (*values, most),
    ).fetchall()
    names = [*_COLUMNS.split(", "), "questions"]
    threads = [Thread(**dict(zip(names, row, strict=True))) for row in rows]
    if not wanted:
        return threads
    return [
        t.model_copy(update={"excerpt": _excerpt(connection, t.id, wanted[0])}) for t in threads
    ]


def _excerpt(connection: sqlite3.Connection, thread_id: str, word: str) -> str:
    like = f"%{_escaped(word)}%"
    row = connection.execute(
        r"SELECT question, plain FROM turns WHERE thread = ? AND (question LIKE ? ESCAPE '\'"
        r" OR plain LIKE ? ESCAPE '\') ORDER BY number LIMIT 1",
        (thread_id, like, like),
    ).fetchone()
    return next((cut(text, word) for text in row or () if word.lower() in text.lower()), "")


def cut(text: str, word: str) -> str:
    """Return what stands around a word.

    >>> cut("In 2019 Guangdong emitted 569.1 Mt.", "emitted")
    'In 2019 Guangdong emitted 569.1 Mt.'
    """
    line = " ".join(text.split())
    place = line.lower().find(word.lower())
    start, end = max(place - AROUND, 0), place + len(word) + AROUND
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def _escaped(word: str) -> str:
    for character in r"\%_":
        word = word.replace(character, "\\" + character)
    return word

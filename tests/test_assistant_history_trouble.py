"""A history that is damaged, full, of another version or used by other processes."""

import sqlite3
import subprocess
import sys
from contextlib import closing, suppress

import pytest
from click.testing import CliRunner
from langchain_core.messages import AIMessage, HumanMessage

from assistant.cli import cli
from assistant.events import Answer
from assistant.history.as_markdown import to_markdown
from assistant.history.database import VERSION
from assistant.history.interface import HistoryError
from assistant.history.keeper import NOT_KEPT, Keeper
from assistant.history.opening import open_history
from assistant.history.sqlite import SqliteHistory

WRITER = """
import sys
from pathlib import Path
from langchain_core.messages import AIMessage, HumanMessage
from assistant.events import Answer
from assistant.history.sqlite import SqliteHistory

history = SqliteHistory(Path(sys.argv[1]))
for turn in range(int(sys.argv[3])):
    said = f"{sys.argv[2]} {turn}"
    number = history.begin(
        sys.argv[2], said, "en", owner="", dataset="d", model="m"
    )
    answer = Answer(question=said, lang="en", text=said, dataset="d", model="m")
    history.finish(sys.argv[2], number, answer, [HumanMessage(said), AIMessage(said)])
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "history.sqlite"


@pytest.fixture
def history(file):
    return SqliteHistory(file)


def keep(history, thread, question="问", text="答"):
    number = history.begin(thread, question, "zh", owner="", dataset="d", model="m")
    answer = Answer(question=question, lang="zh", text=text, dataset="d", model="m")
    return history.finish(thread, number, answer, [HumanMessage(question), AIMessage(text)])


def change(file, statement, *values):
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement, values)


def test_a_file_that_is_no_database_is_put_aside_each_time(history, file):
    for number in (1, 2):
        file.write_bytes(b"not a database at all" * 100)
        assert SqliteHistory(file).list() == []
        aside = file.with_name(f"history.sqlite.damaged{number}")
        assert aside.read_bytes().startswith(b"not a database")
        file.unlink()


def test_what_can_be_read_of_a_damaged_file_is_taken_into_a_new_one(history, file):
    for number in range(30):
        keep(history, f"t{number:02}", f"问题 {number}", "很长的答案" * 400)
    body = bytearray(file.read_bytes())
    assert len(body) > 100_000
    body[len(body) // 2 : len(body) // 2 + 12_000] = b"\x5a" * 12_000
    file.write_bytes(bytes(body))
    found = SqliteHistory(file)
    whole = []
    for number in range(30):  # the damage shows when its place is read
        with suppress(HistoryError):
            found.load(f"t{number:02}")
        held = found.load(f"t{number:02}")
        whole += [t.question for t in held.turns if t.answer] if held else []
    assert 10 <= len(whole) <= 30
    assert len(list(file.parent.glob("history.sqlite.damaged?"))) == 1
    assert keep(found, "new") == 1
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_file_of_a_later_version_is_refused_and_left_alone(history, file):
    keep(history, "a")
    change(file, f"PRAGMA user_version={VERSION + 1}")
    with pytest.raises(HistoryError) as refused:
        SqliteHistory(file).list()
    assert "upgrade" in refused.value.text.en
    keeper = Keeper(SqliteHistory(file))
    assert keeper.begin("问", "zh", dataset="d", model="m") < 0
    assert keeper.trouble == NOT_KEPT
    change(file, f"PRAGMA user_version={VERSION}")
    assert [t.id for t in SqliteHistory(file).list()] == ["a"]


def test_a_file_from_before_versions_were_counted_is_taken_over(history, file):
    keep(history, "a")
    change(file, "PRAGMA user_version=0")
    assert [t.id for t in SqliteHistory(file).list()] == ["a"]


def test_an_answer_of_another_version_does_not_lose_the_conversation(history, file):
    for text in ("一", "二", "三"):
        keep(history, "a", text, text)
    change(file, "UPDATE turns SET answer = ? WHERE number = 2", b"of another version")
    change(file, "UPDATE checkpoints SET checkpoint = ?", b"\xc1")
    held = history.load("a")
    assert [bool(t.answer) for t in held.turns] == [True, False, True]
    assert held.turns[1].unreadable
    assert not held.turns[1].interrupted
    assert "cannot be read" in to_markdown(held, "en")
    assert keep(history, "a", "四", "四") > held.revision


def test_a_full_disk_stops_no_answer_and_is_told(history, file, monkeypatch):
    keep(history, "a")
    connect = history._database._connect

    def full():
        connection = connect()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")
        return connection

    keeper = Keeper(history)
    with monkeypatch.context() as patch:
        patch.setattr(history._database, "_connect", full)
        number = keeper.begin("长" * 100_000, "zh", dataset="d", model="m")
        assert keeper.trouble == NOT_KEPT
        with pytest.raises(HistoryError, match="full"):
            keep(history, "b", "长" * 100_000)
    keeper.finish(number, Answer(question="", lang="zh", text="", dataset="d", model="m"), [])
    assert [t.id for t in history.list()] == ["a"]
    assert keep(history, "a") > 1


def test_the_command_line_says_what_is_wrong_without_a_traceback(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    open_history()._database.file.mkdir(parents=True)
    done = CliRunner().invoke(cli, ["history", "list"])
    assert done.exit_code == 2
    assert "history.sqlite cannot be used now" in done.output
    assert "Traceback" not in done.output


def test_several_processes_write_at_once_and_none_loses_a_turn(file):
    names, turns = ["one", "two"], 12
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(file), name, str(turns)])
        for name in names
    ]
    assert [process.wait() for process in running] == [0, 0]
    history = SqliteHistory(file)
    for name in names:
        held = history.load(name)
        told = [f"{name} {turn}" for turn in range(turns)]
        assert [t.answer.text for t in held.turns] == told
        assert [m.messages[0].text for m in held.memory] == told

"""A process killed in the middle of an answer: no finished message is lost."""

import sys
from pathlib import Path

import pytest

from assistant.conversation import Conversation
from assistant.history.keeper import Keeper
from assistant.history.sqlite import SqliteHistory
from assistant.settings import load_settings
from data.dataset import Dataset
from tests.interrupted_talk import kill_answers

DEMONSTRATION = Path(__file__).parent.parent / "data" / "demonstration"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


async def test_a_killed_answer_loses_no_finished_message(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "history.sqlite"
    told = kill_answers(file, DEMONSTRATION, times=10)
    assert len(told) == 10
    history = SqliteHistory(file)
    threads = history.list()
    assert len(threads) == 10
    keeper = Keeper(history)
    conversation = Conversation(load_settings(), Dataset(DEMONSTRATION), keeper=keeper)
    conversation.resume(keeper.load(threads[0].id))
    found = [e async for e in conversation.ask("2018年河北碳排放总量是多少？")][-1].answer
    assert found.verified
    assert history.load(threads[0].id).turns[-1].answer.text == found.text

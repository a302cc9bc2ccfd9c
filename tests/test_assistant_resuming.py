"""A conversation and its history: resumed, undone, cancelled, in several windows at once."""

import asyncio
from pathlib import Path

import pytest

from assistant.conversation import Conversation
from assistant.events import StepStarted
from assistant.history.keeper import NOT_KEPT, Keeper
from assistant.history.opening import open_history
from assistant.settings import load_settings
from data.dataset import Dataset

DEMONSTRATION = Path(__file__).parent.parent / "data" / "demonstration"
TOTAL, AND_JIANGSU = "2019年广东碳排放总量是多少？", "那江苏呢？"


@pytest.fixture(autouse=True)
def _no_settings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def start(owner=""):
    return Conversation(
        load_settings(), Dataset(DEMONSTRATION), keeper=Keeper(open_history(), owner)
    )


async def answer(conversation, question):
    return [e async for e in conversation.ask(question)][-1].answer


def resume(thread_id, owner=""):
    conversation = start(owner)
    held = conversation.keeper.load(thread_id)
    conversation.resume(held)
    return conversation, held


async def test_a_resumed_conversation_knows_what_was_talked_about():
    first = start()
    told = await answer(first, TOTAL)
    again, held = resume(first.thread_id)
    assert held.turns[0].answer.model_copy(update={"claims": told.claims}) == told
    found = await answer(again, AND_JIANGSU)
    assert found.results[0].arguments["regions"] == ["CN-JS"]
    assert set(told.claims) <= set(found.claims)
    assert len(open_history().load(first.thread_id).turns) == 2


async def test_undo_makes_the_model_forget_too():
    first = start()
    await answer(first, TOTAL)
    await answer(first, AND_JIANGSU)
    assert first.undo() == AND_JIANGSU
    for conversation in (first, resume(first.thread_id)[0]):
        found = await answer(conversation, "那它的人均排放呢？")
        assert "CN-JS" not in str(found.results[0].arguments)
        conversation.undo()


async def test_undo_of_the_only_question_leaves_nothing():
    first = start()
    await answer(first, TOTAL)
    assert first.undo() == TOTAL
    assert first.undo() is None
    assert open_history().list() == []
    assert first.claims == {}
    await answer(first, TOTAL)
    assert [t.questions for t in open_history().list()] == [1]


@pytest.mark.parametrize("when", ["at a step", "at the start"])
async def test_a_cancelled_turn_leaves_nothing_in_memory_or_store(when, monkeypatch):
    first = start()
    await answer(first, TOTAL)
    running = asyncio.Event()

    async def run():
        async for event in first.ask(AND_JIANGSU):
            if isinstance(event, StepStarted):
                running.set()
                await asyncio.sleep(60)

    task = asyncio.create_task(run())
    await (running.wait() if when == "at a step" else asyncio.sleep(0))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    del task
    await asyncio.sleep(0)
    await asyncio.get_running_loop().shutdown_asyncgens()
    held = open_history().load(first.thread_id)
    assert [t.question for t in held.turns] == [TOTAL]
    assert len(first._past) == 1
    assert len(held.memory) == 1


async def test_two_conversations_at_once_never_mix():
    one, other = start("x"), start("y")
    found = await asyncio.gather(
        answer(one, TOTAL), answer(other, "How much CO2 did Hebei emit in 2018?")
    )
    follow = await asyncio.gather(answer(one, AND_JIANGSU), answer(other, "And in 2015?"))
    assert [f.lang for f in (*found, *follow)] == ["zh", "en", "zh", "en"]
    assert follow[0].results[0].arguments["regions"] == ["CN-JS"]
    assert follow[1].results[0].arguments["regions"] == ["CN-HE"]
    assert not {c.entity["region"] for c in follow[0].claims.values()} & {"CN-HE"}
    held = [open_history().list(owner) for owner in ("x", "y")]
    assert [[t.id for t in threads] for threads in held] == [[one.thread_id], [other.thread_id]]


async def test_a_second_window_takes_up_what_the_first_has_added():
    first = start()
    await answer(first, TOTAL)
    second, _ = resume(first.thread_id)
    await answer(second, AND_JIANGSU)
    found = await answer(first, "那2015年呢？")
    assert found.results[0].arguments["regions"] == ["CN-JS"]
    assert len(open_history().load(first.thread_id).turns) == 3


async def test_a_conversation_deleted_elsewhere_does_not_come_back():
    first = start()
    await answer(first, TOTAL)
    before = first.thread_id
    open_history().delete(before)
    await answer(first, TOTAL)
    (thread,) = open_history().list()
    assert thread.id != before
    assert thread.questions == 1


async def test_a_change_of_data_is_kept_and_ends_the_evidence_of_the_former_set():
    first = start()
    await answer(first, TOTAL)
    first.use(Dataset(DEMONSTRATION))
    again, held = resume(first.thread_id)
    assert held.turns[1].said.zh.startswith("数据集：演示")
    assert first.claims == again.claims == {}


async def test_a_failure_is_kept_as_it_was_told_and_not_remembered(monkeypatch):
    first = start()

    def broken(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(first._agent, "run", broken)
        told = await answer(first, TOTAL)
    held = open_history().load(first.thread_id)
    assert held.turns[0].answer.text == told.text
    assert held.memory == []


async def test_an_answer_is_given_even_where_it_cannot_be_kept(monkeypatch):
    first = start()
    home = Path(first.keeper.history._database.file).parent
    monkeypatch.setattr(first.keeper.history._database, "file", home)
    found = await answer(first, TOTAL)
    assert found.verified
    assert found.notice == NOT_KEPT
    assert await answer(first, AND_JIANGSU)


async def test_nothing_is_kept_without_a_history():
    conversation = Conversation(load_settings(), Dataset(DEMONSTRATION))
    await answer(conversation, TOTAL)
    assert open_history().list() == []
    assert conversation.undo() == TOTAL


async def test_a_question_back_can_be_answered_after_resuming():
    first = start()
    asked_back = await answer(first, "广冬2019年碳排放总量是多少？")
    assert asked_back.choices
    again, held = resume(first.thread_id)
    assert held.turns[0].answer == asked_back
    found = await answer(again, "那江苏呢？")
    assert found.results[0].arguments["regions"] == ["CN-JS"]


async def test_memory_of_another_version_with_unknown_slots_is_understood():
    first = start()
    await answer(first, TOTAL)
    for message in first._past[0].messages:
        for held in message.additional_kwargs.values():
            if isinstance(held, dict):
                held["slots"]["of_another_version"] = 1
    found = await answer(first, AND_JIANGSU)
    assert found.results[0].arguments["regions"] == ["CN-JS"]

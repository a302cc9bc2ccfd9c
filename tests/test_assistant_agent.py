"""The agent: long conversations, cancelled turns, budgets, wrong calls, and what the log keeps."""

import asyncio
import json
import ssl
import threading

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from assistant.agent.remembering import shorten
from assistant.agent.replies import for_builtin
from assistant.conversation import Conversation
from assistant.events import Answered, StepFinished
from assistant.providers.models import make_model
from assistant.settings import load_settings
from tests.competent import competent, plan, write
from tests.fault_matrix import KEYS, QUESTION, QUICK, demonstration
from tests.wire_servers import Fault, Reply, Server, one_context


@pytest.fixture(autouse=True)
def _keys(monkeypatch, tmp_path):
    monkeypatch.setattr(ssl, "create_default_context", one_context)
    monkeypatch.chdir(tmp_path)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


def converse(server, **settings):
    held = load_settings(model=server.model, base_url=server.address, **(QUICK | settings))
    return Conversation(held, demonstration())


async def cancel(task):
    """Cancel a turn, which then ends at once: nothing on the way may swallow it."""
    task.cancel()
    await asyncio.wait([task], timeout=30)
    assert task.cancelled()


async def turn(conversation, question=QUESTION):
    events = [event async for event in conversation.ask(question)]
    assert isinstance(events[-1], Answered)
    return events


async def test_a_long_conversation_is_shortened_and_its_marks_stay_valid(monkeypatch):
    monkeypatch.setattr("assistant.agent.remembering.SHARE", 0.03)
    with Server("openai", competent) as server:
        conversation = converse(server, context_tokens=2000)
        for year in range(2014, 2020):
            (*_, last) = await turn(conversation, f"What did Guangdong emit in {year}?")
            assert last.answer.composed == "model", last.answer.notice
    sent = server.bodies[-2]["messages"]
    _, _, earlier = sent[0]["content"].partition("Earlier in this conversation")
    assert "\n- What did Guangdong emit in 2017? → " in earlier
    assert "[[c:" in earlier
    assert [m["role"] for m in sent].count("user") < 6
    assert "tool" not in [m["role"] for m in sent]


def test_shortening_drops_calls_before_turns_and_keeps_the_present_turn_whole():
    call = {"name": "rank", "args": {}, "id": "1"}
    old = [HumanMessage("old " * 200), AIMessage("", tool_calls=[call]),
           ToolMessage("long " * 900, tool_call_id="1"), AIMessage("answer [[c:abcdefgh]]")]  # fmt: skip
    now = [
        HumanMessage("now"),
        AIMessage("", tool_calls=[call]),
        ToolMessage("x", tool_call_id="1"),
    ]
    kept, summary = shorten([*old, *now], 2000)
    assert (kept, summary) == ([old[0], old[3], *now], "")
    kept, summary = shorten([*old * 6, *now], 2000)
    assert kept[-3:] == now
    assert "[[c:abcdefgh]]" in summary
    assert shorten(now, 2000) == (now, "")


@pytest.mark.parametrize("stop_at", ["plan", "answer"])
async def test_a_cancelled_turn_leaves_no_half_message(stop_at):
    reached, going = threading.Event(), threading.Event()

    def slow(asked):
        if not going.is_set() and bool(asked.results) == (stop_at == "answer"):
            reached.set()
            going.wait(5)
        return competent(asked)

    with Server("openai", slow) as server:
        conversation = converse(server, timeout_s=20)
        task = asyncio.create_task(turn(conversation))
        await asyncio.to_thread(reached.wait, 20)
        await cancel(task)
        going.set()
        (*_, last) = await turn(conversation, "What did Jiangsu emit in 2018?")
    assert last.answer.composed == "model"
    sent = json.dumps(server.bodies[-1]["messages"][1:])
    assert QUESTION not in sent
    assert [m["role"] for m in server.bodies[-1]["messages"]] == [
        "system", "user", "assistant", "tool"
    ]  # fmt: skip


@pytest.mark.parametrize("protocol", ["openai", "mistralai", "ollama"])
async def test_a_turn_cancelled_in_mid_stream_hangs_up_and_leaves_nothing(protocol, monkeypatch):
    monkeypatch.setattr("assistant.agent.retrying.SILENCES", 1)
    with Server(protocol, competent, Fault(way="endless", times=1)) as server:
        conversation = converse(server)
        task = asyncio.create_task(turn(conversation))
        assert await asyncio.to_thread(server.streaming.wait, 30)
        await cancel(task)
        assert await asyncio.to_thread(server.left.wait, 30), "the connection is closed"
        (*_, last) = await turn(conversation, "What did Jiangsu emit in 2018?")
    assert last.answer.composed == "model"
    assert QUESTION not in json.dumps(server.bodies[-1]["messages"][1:])


@pytest.mark.parametrize("steps", range(12))
async def test_a_stream_ends_whenever_it_is_cancelled(steps):
    """A cancellation that came together with a piece used to be lost."""

    class Stream:
        async def __aenter__(self):
            return self

        async def __aexit__(self, *_exc):
            pass

        async def __aiter__(self):
            for _ in range(500):
                await asyncio.sleep(0)
                yield {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "on "}}]}

        async def create(self, **_asked):
            return self

    async def read():
        return [piece async for piece in model.astream("go on")]

    model = make_model("openai:scripted", load_settings(model="openai:scripted"))
    model.async_client = Stream()
    task = asyncio.create_task(read())
    for _ in range(20 + steps):
        await asyncio.sleep(0)
    await cancel(task)


async def test_a_wrong_call_comes_back_with_what_would_work():
    def clumsy(asked):
        wrong = [
            Reply(calls=[("query_emision", "{}")]),
            Reply(calls=[("query_emissions", '{"place": "GD"}')]),
            Reply(calls=[("query_emissions", '{"regions" 1 2')]),
        ]
        if asked.number <= len(wrong):
            return wrong[asked.number - 1]
        return Reply(write(asked)) if "[[c:" in str(asked.results) else plan(asked)

    with Server("openai", clumsy) as server:
        events = await turn(converse(server))
    told = [m["content"] for m in server.bodies[-1]["messages"] if m["role"] == "tool"]
    assert "Nearest: query_emissions" in told[0]
    assert "Arguments: regions, years" in told[1]
    assert "not valid JSON" in told[2]
    steps = [e for e in events if isinstance(e, StepFinished)]
    assert [s.ok for s in steps] == [False, False, False, True]
    assert events[-1].answer.verified == 1


async def test_calls_run_side_by_side():
    both = threading.Barrier(2, timeout=5)

    def meet(*_given):
        from data.errors import InputError
        from data.text import same

        both.wait()
        raise InputError(same("met"))

    calls = [("coverage", "{}"), ("coverage", '{"year": 2019}')]
    with (
        pytest.MonkeyPatch.context() as patch,
        Server(
            "openai", lambda a: Reply("They met.") if a.results else Reply(calls=calls)
        ) as server,
    ):
        patch.setattr("tools.registry.Tool.run", meet)
        events = await turn(converse(server))
    assert events[-1].answer.text == "They met."


async def test_two_conversations_at_once_do_not_mix():
    with Server("openai", competent) as server:
        one, two = converse(server), converse(server)
        asked = ["What did Guangdong emit in 2012?", "What did Jiangsu emit in 2015?"]
        found = await asyncio.gather(turn(one, asked[0]), turn(two, asked[1]))
    regions = [events[-1].answer.results[0].arguments["regions"] for events in found]
    assert regions == [["CN-GD"], ["CN-JS"]]


def test_the_builtin_model_begins_anew_after_calls_in_vain():
    call = {"name": "rank", "args": {}, "id": "1"}
    question = HumanMessage("q")
    vain = [AIMessage("", tool_calls=[call]), ToolMessage("no", tool_call_id="1")]
    good = [vain[0], ToolMessage("x", tool_call_id="1", artifact={"title": "t"})]
    assert for_builtin([question, *vain]) == [question]
    assert for_builtin([question, *good]) == [question, *good]

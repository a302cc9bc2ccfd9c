"""Models of providers, over the wire: their real clients against servers that speak the protocol."""

import json
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from assistant.conversation import Conversation
from assistant.events import Answered, StepFinished
from assistant.settings import load_settings
from tests.competent import competent, plan, write
from tests.fault_matrix import QUESTION, QUICK, ask, demonstration
from tests.faults import SECRET, after_results
from tests.wire_servers import PROTOCOLS, Fault, Reply, Server, one_context


@pytest.fixture(autouse=True)
def _keys(monkeypatch, tmp_path):
    monkeypatch.setattr(ssl, "create_default_context", one_context)
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "MISTRAL_API_KEY", "VISCEADS_API_KEY"):
        monkeypatch.setenv(name, SECRET)


async def turn(conversation, question):
    async for event in conversation.ask(question):
        if isinstance(event, Answered):
            return event.answer
    return None


def converse(server, **settings):
    held = load_settings(model=server.model, base_url=server.address, **(QUICK | settings))
    return Conversation(held, demonstration())


@pytest.mark.parametrize("protocol", PROTOCOLS)
async def test_every_provider_gives_the_same_verified_figure(protocol):
    with Server(protocol, competent) as server:
        found = await ask(server)
    assert (found.figures, found.verified, found.composed) == (1, 1, "model")
    assert found.notice is None
    assert (found.model, found.tokens_out) == ("scripted", 14)
    (claim,) = [c for c in found.claims.values() if c.id in found.text]
    assert claim.value == pytest.approx(569.1, abs=0.05)
    assert server.bodies[-1]["messages"][0]["role"] == "system"
    assert "query_emissions" in json.dumps(server.bodies[0])


@pytest.mark.parametrize("protocol", ["openai", "mistralai", "ollama"])
async def test_tools_go_out_with_their_arguments_and_what_the_settings_say(protocol):
    with Server(protocol, competent) as server:
        await ask(server, temperature=0.3, max_tokens=99, context_tokens=30_000)
    body = server.bodies[0]
    tools = {t["function"]["name"]: t["function"]["parameters"] for t in body["tools"]}
    assert tools["query_emissions"]["properties"]["years"]["items"] == {"type": "integer"}
    assert "title" not in json.dumps(tools["query_emissions"]["properties"]["years"])
    options = body["options"] if protocol == "ollama" else body
    assert options["temperature"] == 0.3
    assert 99 in (options.get("max_tokens"), options.get("num_predict"),
                  options.get("max_completion_tokens"))  # fmt: skip
    assert protocol != "ollama" or options["num_ctx"] == 30_000


async def test_a_server_that_does_not_stream_is_asked_for_whole_replies():
    with Server("openai-compatible", competent) as server:
        found = await ask(server)
    assert found.verified == 1
    assert [b.get("stream", False) for b in server.bodies] == [True, False, False]


async def test_a_server_without_tools_is_asked_for_a_plan_and_stays_with_it():
    with Server("tool-less", competent) as server:
        conversation = converse(server)
        first = await turn(conversation, QUESTION)
        asked = len(server.bodies)
        second = await turn(conversation, "And Jiangsu?")
    assert first.verified == 1
    assert second.text
    assert ["tools" in b for b in server.bodies] == [True] + [False] * (len(server.bodies) - 1)
    assert asked == 3
    assert "- rank(" in server.bodies[1]["messages"][0]["content"]


async def test_a_small_model_gets_few_flat_tools_with_their_choices():
    with Server("openai", competent) as server:
        found = await ask(server, tools="few")
    tools = {t["function"]["name"]: t["function"]["parameters"] for t in server.bodies[0]["tools"]}
    assert found.verified == 1
    assert len(tools) <= 5
    assert "Guangdong" in tools["query_emissions"]["properties"]["regions"]["items"]["enum"]
    assert "anyOf" not in json.dumps(tools)


async def test_an_invented_figure_is_mended_by_the_model():
    def mending(asked):
        if not asked.results:
            return plan(asked)
        told = asked.messages[-1]["content"]
        return Reply(write(asked) if "no tool produced" in told else "Emissions were 600 Mt.")

    with Server("openai", mending) as server:
        conversation = converse(server)
        found = await turn(conversation, QUESTION)
        await turn(conversation, QUESTION)
    assert (found.composed, found.verified) == ("model", 1)
    assert "600" in server.bodies[2]["messages"][-1]["content"]
    remembered = [m["content"] for m in server.bodies[3]["messages"] if m["role"] == "assistant"]
    assert not any("600" in (text or "") for text in remembered), "the draft is remembered"


async def test_without_a_fallback_the_reason_is_the_answer():
    with Server("openai", competent, Fault(401, message=f"bad key {SECRET}")) as server:
        found = await ask(server, fallback=[])
    assert "OPENAI_API_KEY" in found.text
    assert found.figures == 0
    assert len(server.bodies) == 1, "a refused key is tried once"


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault(401), "key was refused"),
        (Fault(404), "unknown model or address"),
        (Fault(429), "too many requests"),
        (Fault(503), "server itself failed"),
        (Fault(way="reset"), "no connection, or it broke"),
        (Fault(way="cut"), "broke"),
    ],
    ids=["401", "404", "429", "503", "reset", "cut"],
)
async def test_without_a_fallback_every_fault_has_plain_words(protocol, fault, told):
    with Server(protocol, competent, fault) as server:
        found = await ask(server, fallback=[], max_retries=0)
    assert told in found.text
    assert found.figures == 0
    assert SECRET not in found.text


async def test_the_next_model_of_the_chain_answers_and_the_first_is_left_alone(monkeypatch):
    with Server("openai", competent, Fault(500)) as one, Server("ollama", competent) as two:
        table = {"model": "ollama:scripted", "base_url": two.address}
        found = await ask(one, fallback=["second", "builtin"], models={"second": table})
    assert found.model == "scripted"
    assert found.verified == 1
    assert "openai:scripted" in found.notice.en
    assert found.configured == "second"
    assert found.notice.en.endswith("second answered instead.")
    assert found.notice.zh.endswith("改由 second 回答。")
    assert len(one.bodies) == 2, "one retry, then not again in this turn"


async def test_a_model_without_its_key_is_passed_over_and_named(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    with Server("openai", competent) as server:
        found = await ask(server)
    assert found.model == "builtin"
    assert "OPENAI_API_KEY" in found.notice.en
    assert found.figures == found.verified > 0
    assert not server.bodies


async def test_without_any_usable_model_the_reason_is_the_answer(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    with Server("openai", competent) as server:
        found = await ask(server, fallback=[])
    assert "OPENAI_API_KEY" in found.text
    assert found.figures == 0


async def test_a_question_back_passes_as_it_is():
    with Server("openai", lambda _: Reply("Do you mean total or per capita emissions?")) as server:
        found = await ask(server)
    assert found.text == "Do you mean total or per capita emissions?"
    assert (found.composed, len(server.bodies)) == ("none", 1)


async def test_marks_hold_in_tables_and_bold():
    def tabulate(asked):
        (text,) = asked.results
        mark = text[text.index("[[c:") :][:14]
        return Reply(f"| 2019 | {mark} |\n|---|---|\n\n**{mark}**")

    with Server("openai", lambda a: tabulate(a) if a.results else plan(a)) as server:
        found = await ask(server)
    assert (found.figures, found.verified, found.composed) == (2, 2, "model")


async def test_whole_results_and_private_memory_never_leave_the_machine():
    with Server("openai", competent) as server:
        conversation = converse(server)
        for _ in range(2):
            await turn(conversation, QUESTION)
    sent = json.dumps(server.bodies[-1]["messages"])
    assert [m["role"] for m in server.bodies[-1]["messages"]].count("system") == 1
    for private in ("artifact", '"charts"', "additional_kwargs", "slots", SECRET):
        assert private not in sent


async def test_the_thoughts_of_a_reasoning_model_are_not_shown():
    def thinking(asked):
        if not asked.results:
            return plan(asked)
        return Reply(f"<think>Was it 600 Mt? Let me see.</think>\n{write(asked)}")

    with Server("openai", thinking) as server:
        found = await ask(server)
    assert (found.composed, found.verified) == ("model", 1)
    assert "think" not in found.text


async def test_a_call_written_as_text_is_a_call():
    def wordy(asked):
        (call,) = plan(asked).calls
        text = f"Let me look.\n\n```json\n{{'name': '{call[0]}', 'parameters': {call[1]}}}\n```"
        return Reply(write(asked) if asked.results else text)

    with Server("openai", wordy) as server:
        found = await ask(server)
    assert (found.composed, found.verified) == ("model", 1)


async def test_an_answer_in_another_language_is_asked_for_again():
    def careless(asked):
        told = asked.messages[-1]["content"]
        if asked.results and "Write the same answer again in Chinese" in told:
            return Reply("广东的排放：" + write(asked).split(": ")[1])
        if asked.results:
            return Reply("Emissions of Guangdong were " + write(asked).split(": ")[1])
        return plan(asked)

    with Server("mistralai", careless) as server:
        found = await ask(server, "2019年广东碳排放总量是多少？")
    assert found.text.startswith("广东的排放")
    assert (found.composed, found.verified) == ("model", 1)
    assert server.bodies[-1]["stream"] is True, "calls without tools stream"


async def test_tokens_beyond_the_budget_end_the_answer_with_the_findings():
    with Server("openai", after_results("")) as server:
        found = await ask(server, max_answer_tokens=10)
    assert len(server.bodies) == 1
    assert (found.composed, found.tokens_in, found.tokens_out) == ("template", 11, 7)
    assert "max_answer_tokens" in found.notice.en


@pytest.mark.parametrize("form", ["seconds", "date", "too long", "unreadable"])
async def test_the_pause_that_a_server_asks_for_is_kept_up_to_a_bound(monkeypatch, form):
    pauses = []

    async def pause(seconds):
        pauses.append(seconds)

    monkeypatch.setattr("assistant.agent.retrying.sleep", pause)
    date = format_datetime(datetime.now(tz=UTC) + timedelta(seconds=15), usegmt=True)
    asked = {"seconds": "7", "date": date, "too long": "21", "unreadable": "soon"}[form]
    with Server("openai", competent, Fault(429, {"Retry-After": asked}, times=1)) as server:
        found = await ask(server)
    assert found.configured == ("builtin" if form == "too long" else "openai:scripted")
    if form == "date":
        assert 0 < pauses[0] <= 15
    else:
        assert pauses == {"seconds": [7.0], "too long": [], "unreadable": [0.01]}[form]


async def test_the_models_own_pauses_grow_no_longer_than_the_bound(monkeypatch):
    pauses = []

    async def pause(seconds):
        pauses.append(seconds)

    monkeypatch.setattr("assistant.agent.retrying.sleep", pause)
    with Server("ollama", competent, Fault(503)) as server:
        await ask(server, retry_wait_s=8, max_retries=3)
    assert pauses == [8, 16, 20]


async def test_the_steps_of_a_model_that_steps_in_are_shown_as_they_come():
    with Server("openai", lambda _: Reply("Emissions were 600 Mt.")) as server:
        events = [event async for event in converse(server).ask(QUESTION)]
    assert [e.tool for e in events if isinstance(e, StepFinished)] == ["query_emissions"]
    assert isinstance(events[-1], Answered)
    assert events[-1].answer.configured == "builtin"


async def test_a_model_has_only_so_many_calls_for_one_answer():
    calls = [("query_emissions", json.dumps({"regions": ["CN-GD"], "years": [2019]}))] * 100

    def eager(asked):
        return Reply(write(asked)) if asked.results else Reply(calls=calls)

    with Server("openai", eager) as server:
        found = await ask(server)
    told = [m["content"] for m in server.bodies[1]["messages"] if m["role"] == "tool"]
    assert sum("too many calls" in text for text in told) == 70
    assert found.verified == found.figures > 0

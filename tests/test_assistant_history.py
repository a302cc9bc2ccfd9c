"""Conversations kept in SQLite: whole turns, found again, really deleted, never mixed."""

import stat
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from assistant.events import Answer
from assistant.history.packing import pack, unpack
from assistant.history.sqlite import SqliteHistory
from data.result import Result, make_claim, mark
from data.text import Text, same


@pytest.fixture
def file(tmp_path):
    return tmp_path / "history.sqlite"


@pytest.fixture
def history(file):
    return SqliteHistory(file)


def claim(region="CN-GD", parents=()):
    return make_claim(
        "co2_mt", 569.1, unit="Mt", kind="official", dataset="d", source="s",
        year=2019, entity={"region": region}, parents=parents,
    )  # fmt: skip


def answer(question="问", text="答", lang="zh", **held):
    return Answer(question=question, lang=lang, text=text, dataset="d", model="builtin", **held)


def messages(question="问", text="答"):
    call = {"name": "t", "args": {}, "id": "1"}
    return [
        HumanMessage(question),
        AIMessage("", tool_calls=[call]),
        ToolMessage("569.1 Mt", tool_call_id="1", artifact={"claims": ["heavy"]}),
        AIMessage(text),
    ]


def ask(history, thread="a", question="问", text="答", owner="", lang="zh", **held):
    number = history.begin(thread, question, lang, owner=owner, dataset="d", model="builtin")
    given = answer(question, text, lang, **held)
    return number, history.finish(thread, number, given, messages(question, text))


def remembered(history, thread="a"):
    return [m.text for turn in history.load(thread).memory for m in turn.messages if m.text]


def test_a_turn_comes_back_with_answer_results_and_memory(history):
    held = claim()
    result = Result(tool="t", title=same("t"), claims=[held])
    ask(history, text=mark(held), claims={held.id: held}, results=[result])
    back = history.load("a")
    assert back.turns[0].answer.claims == {held.id: held}
    assert back.turns[0].answer.results == [result]
    assert remembered(history) == ["问", "569.1 Mt", mark(held)]
    assert back.memory[0].messages[2].artifact is None
    assert back.thread.questions == 1


def test_the_title_is_the_first_question_shortened(history):
    ask(history, question="广东" * 60)
    ask(history, question="那江苏呢？")
    title = history.list()[0].title
    assert title == "广东" * 13 + "广…"
    assert history.rename("a", "  Steel\n in Hebei ")
    assert history.list()[0].title == "Steel in Hebei"
    assert not history.rename("nowhere", "x")


def test_a_question_without_an_answer_is_interrupted(history):
    ask(history)
    history.begin("a", "后来", "zh", owner="", dataset="d", model="m")
    assert [t.interrupted for t in history.load("a").turns] == [False, True]
    assert remembered(history) == ["问", "569.1 Mt", "答"]


def test_undo_takes_the_turn_from_thread_and_memory(history):
    ask(history, question="一", text="1")
    number, _ = ask(history, question="二", text="2")
    assert history.undo("a", number) is not None
    assert remembered(history) == ["一", "569.1 Mt", "1"]
    assert [t.question for t in history.load("a").turns] == ["一"]
    assert history.undo("a", 1) is None
    assert history.load("a") is None


def test_undo_of_an_earlier_turn_leaves_the_others(history):
    ask(history, question="一", text="1")
    ask(history, question="二", text="2")
    history.undo("a", 1)
    assert remembered(history) == ["二", "569.1 Mt", "2"]


def test_a_change_of_data_stands_between_the_turns(history):
    assert history.note("a", same("x"), dataset="e") is None
    ask(history)
    before = history.revision("a")
    assert history.note("a", Text(zh="换了", en="changed"), dataset="e") > before
    held = history.load("a")
    assert held.turns[1].said == Text(zh="换了", en="changed")
    assert held.thread.dataset == "e"
    assert held.thread.questions == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("广东", ["b", "a"]),
        ("钢铁 广东", ["a"]),
        ("STEEL", ["c"]),
        ("100%", ["c"]),
        ("_", []),
        ("569.1 Mt", ["b"]),
        ("", ["c", "b", "a"]),
    ],
)
def test_words_are_found_in_titles_questions_and_answers(history, words, found):
    held = claim()
    ask(history, "a", "广东的钢铁", "多")
    ask(history, "b", "2019年广东", f"是{mark(held)}。", claims={held.id: held})
    ask(history, "c", "Which share has steel?", "100% of it", lang="en")
    threads = history.list(words=words)
    assert [t.id for t in threads] == found
    assert all(bool(t.excerpt) == bool(words) for t in threads)


def test_owners_see_their_own_only(history):
    ask(history, "a", owner="x")
    ask(history, "b", owner="y")
    assert [t.id for t in history.list("x")] == ["a"]
    assert {t.id for t in history.list()} == {"a", "b"}
    assert history.load("a", "y") is None
    assert history.load("a", "x") is not None


def test_what_is_deleted_is_gone_from_the_files(history, file):
    ask(history, "a", "一个不该留下的问题MARKED", "一个不该留下的答案MARKED")
    ask(history, "b")
    present = b"".join(p.read_bytes() for p in file.parent.glob("history.sqlite*"))
    assert b"MARKED" in present
    assert history.delete("a")
    assert not history.delete("a")
    left = b"".join(p.read_bytes() for p in file.parent.glob("history.sqlite*"))
    assert b"MARKED" not in left
    assert [t.id for t in history.list()] == ["b"]


def test_an_answer_that_comes_after_its_thread_was_deleted_brings_nothing_back(history):
    number = history.begin("a", "问", "zh", owner="", dataset="d", model="m")
    history.delete("a")
    assert history.finish("a", number, answer(), messages()) == -1
    assert history.list() == []
    assert history.load("a") is None


def test_many_writers_at_once_never_mix(file):
    def write(thread):
        own = SqliteHistory(file)
        for turn in range(5):
            ask(own, thread, f"{thread} {turn}", f"answer to {thread} {turn}")

    names = [f"t{i}" for i in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, names))
    history = SqliteHistory(file)
    for name in names:
        assert [t.question for t in history.load(name).turns] == [f"{name} {i}" for i in range(5)]
        assert [t for t in remembered(history, name) if "answer" in t] == [
            f"answer to {name} {i}" for i in range(5)
        ]


def test_two_windows_on_one_thread_keep_both_turns(file):
    one, other = SqliteHistory(file), SqliteHistory(file)
    first = one.begin("a", "一", "zh", owner="", dataset="d", model="m")
    second = other.begin("a", "二", "zh", owner="", dataset="d", model="m")
    other.finish("a", second, answer("二"), messages("二", "2"))
    one.finish("a", first, answer("一"), messages("一", "1"))
    assert remembered(one) == ["一", "569.1 Mt", "1", "二", "569.1 Mt", "2"]


def test_keys_do_not_go_in(history, file, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "very-secret-key-0815")
    typed = "sk-proj-1234567890abcdef"
    ask(history, question=f"ask with very-secret-key-0815 and {typed}", text=typed, lang="en")
    held = history.load("a")
    told = [held.model_dump_json() for held in held.turns]
    told += [m.model_dump_json() for t in held.memory for m in t.messages]
    told.append(held.thread.title)
    raw = b"".join(p.read_bytes() for p in file.parent.glob("history.sqlite*"))
    for key in ("very-secret-key-0815", typed):
        assert not any(key in text for text in told)
        assert key.encode() not in raw


def test_only_the_claims_an_answer_rests_on_are_kept_with_it():
    root, told, other = claim(), claim("CN-JS", parents=(claim(),)), claim("CN-SH")
    held = {c.id: c for c in (root, told, other)}
    back = unpack(pack(answer(text=mark(told), claims=held)))
    assert set(back.claims) == {root.id, told.id}
    own = Result(tool="t", title=same("t"), claims=[told])
    body = pack(answer(text=mark(told), claims=held, results=[own]))
    assert zlib.decompress(body).decode().count('"value":569.1') == 2
    assert set(unpack(body).claims) == {root.id, told.id}


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions")
def test_the_file_is_for_its_owner_alone(history, file):
    ask(history)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

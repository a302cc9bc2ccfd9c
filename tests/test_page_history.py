"""The page's kept conversations: whose they are, and which model answers them."""

import pytest

from assistant.conversation import Conversation
from assistant.history.keeper import Keeper
from assistant.history.opening import open_history
from assistant.page.chat import Chat
from assistant.page.choice import Choice
from assistant.page.history_drawer import HistoryDrawer
from assistant.page.model_choice import ModelChoice
from assistant.settings import load_settings
from data.dataset import Dataset
from data.store import DEMONSTRATION_FOLDER
from data.text import same

TOTAL = "2019年广东碳排放总量是多少？"
MODELS = """
model = "builtin"
[models.fast]
model = "openai:gpt-x"
key_env = "NO_SUCH_KEY"
[models.local]
model = "ollama:qwen3"
"""


@pytest.fixture(autouse=True)
def _three_models(tmp_path, monkeypatch):
    (tmp_path / "visceads.toml").write_text(MODELS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


class Page:
    """One session, as the page builds it."""

    def __init__(self, owner="", probe=None):
        keeper = Keeper(open_history(), owner)
        self.conversation = Conversation(
            load_settings(), Dataset(DEMONSTRATION_FOLDER), keeper=keeper
        )
        self.chat = Chat(self.conversation, "en")
        self.models = ModelChoice(self.conversation, self.chat, probe)
        self.history = HistoryDrawer(
            self.conversation, self.chat, Choice(self.conversation, self.chat), self.models, "en",
            shared=bool(owner), changed=lambda: None,
        )  # fmt: skip
        self.hints = []
        self.chat.hint = lambda text: self.hints.append(text.en if text else None)
        self.files = []
        self.history.list.hand_over = lambda *held: self.files.append(held)

    async def ask(self, question=TOTAL):
        return [e async for e in self.conversation.ask(question)][-1].answer

    @property
    def titles(self):
        self.history.refresh()
        return [t["title"] for group in self.history.list.groups for t in group["threads"]]


@pytest.mark.parametrize("act", ["open", "rename", "delete", "export"])
async def test_nobody_reaches_a_conversation_of_another_by_its_id(act):
    mine, other = Page("a" * 32), Page("b" * 32)
    await mine.ask()
    thread_id = mine.conversation.thread_id
    other.history._hear({"act": act, "id": thread_id, "title": "taken", "form": "json"})
    assert other.files == []
    assert other.titles == []
    assert other.conversation.thread_id != thread_id
    assert mine.titles == [TOTAL]


@pytest.mark.parametrize(
    "message", [{}, {"act": "x"}, {"act": "open"}, {"act": "export", "id": 1, "form": "exe"}]
)
async def test_a_message_that_makes_no_sense_does_nothing(message):
    page = Page()
    await page.ask()
    page.history._hear(message)
    assert page.files == []
    assert page.titles == [TOTAL]


async def test_each_conversation_has_its_model_and_brings_it_back():
    page = Page(probe=lambda _name: same("No key for fast."))
    assert page.models.names == ["builtin", "fast", "local"]
    assert await page.models.use("fast")
    assert "No key for fast." in page.hints[-1]
    assert not await page.models.use("unknown")
    await page.models.use("local")
    assert "local" in page.hints[-2]
    number = page.conversation.keeper.begin("q", "en", dataset="demonstration", model="local")
    assert number == 1
    other = Page()
    assert other.models.name == "builtin"
    page.history._hear({"act": "export", "id": page.conversation.thread_id, "form": "json"})
    assert page.files[0][0].endswith(".json")
    other.history._hear({"act": "open", "id": page.conversation.thread_id})
    assert other.models.name == "local"
    assert other.conversation.settings.fallback == ["builtin"]


async def test_a_model_without_a_key_is_told_in_words_and_the_next_one_answers():
    page = Page()
    assert await page.models.use("fast")
    told = page.hints[-1]
    assert "NO_SUCH_KEY" in told
    found = await page.ask()
    assert found.verified == found.figures > 0
    assert found.model == "builtin"
    assert found.notice is not None


async def test_an_interrupted_question_is_shown_and_can_be_asked_again():
    page = Page()
    page.conversation.keeper.begin(TOTAL, "zh", dataset="demonstration", model="builtin")
    again = Page()
    again.history._hear({"act": "open", "id": page.conversation.thread_id})
    assert len(again.chat._turns) == 1
    asked = []
    again.chat.ask = asked.append
    again.chat.rerun()
    assert asked == [TOTAL]
    assert again.titles == []


async def two_windows():
    first, second = Page(), Page()
    await first.ask()
    for page in (first, second):
        page.history._hear({"act": "open", "id": first.conversation.thread_id})
    await second.ask("那江苏呢？")
    return first, second


async def test_nothing_is_undone_before_what_another_window_added_is_shown():
    first, second = await two_windows()
    assert first.chat.undo() is None
    assert "Nothing was undone" in first.hints[-1]
    assert len(first.chat._turns) == 2
    assert first.chat.undo() == "那江苏呢？"
    assert first.chat.undo() == TOTAL
    assert second.chat.undo() is None
    assert "deleted in another window" in second.hints[-1]
    assert second.chat._turns == []


async def test_a_turn_that_came_while_another_was_answered_is_seen_afterwards():
    first, second = Page(), Page()
    await first.ask()
    second.history._hear({"act": "open", "id": first.conversation.thread_id})
    answering = first.conversation.ask("那江苏呢？")
    await anext(answering)
    await second.ask("那浙江呢？")
    assert [e async for e in answering][-1].answer.verified == 1
    assert first.conversation.keeper.look() == "changed"
    assert first.conversation.catch_up() == "changed"
    assert [p.question for p in first.conversation._past] == [TOTAL, "那江苏呢？", "那浙江呢？"]

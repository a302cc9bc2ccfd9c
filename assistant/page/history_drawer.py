"""The drawer of kept conversations: find one, take it up again, rename, export or delete it."""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import panel as pn
import panel_material_ui as pmui

from assistant.history.exporting import FORMS, MIME, export, file_name
from assistant.history.interface import HistoryError
from assistant.history.records import Thread
from assistant.page import history_text as ui
from assistant.page.answer import html_pane
from assistant.page.chat import Chat
from assistant.page.choice import Choice
from assistant.page.data_text import CLOSE
from assistant.page.history_list import HistoryList
from assistant.page.model_choice import ModelChoice
from data.errors import VisceadsError
from data.text import Lang, Text

if TYPE_CHECKING:
    from assistant.conversation import Conversation

WIDTH = 400
DRAWER_SX = {"boxSizing": "border-box", "maxWidth": "100vw", "padding": "6px 8px 24px"}


class HistoryDrawer:
    """A drawer at the left edge.

    Args:
        choice: The data set of the conversation; it changes with the conversation taken up.
        models: The model of the conversation; it changes too.
        shared: Whether several people use the page, each browser with a list of its own.
        changed: Called after the conversation was changed.
    """

    def __init__(
        self,
        conversation: "Conversation",
        chat: Chat,
        choice: Choice,
        models: ModelChoice,
        lang: Lang,
        *,
        shared: bool,
        changed: Callable[[], None],
    ) -> None:
        self._conversation = conversation
        self._chat = chat
        self._choice = choice
        self._models = models
        self._lang: Lang = lang
        self._shared = shared
        self._changed = changed
        self._words = ""
        self._title = html_pane("")
        self._close = pmui.IconButton(
            icon="close", size="small", margin=(6, 4), sx={"marginLeft": "auto"}
        )
        self.list = HistoryList(self._hear, sizing_mode="stretch_width", margin=(4, 10))
        self.view = pmui.Drawer(
            pn.Row(self._title, self._close, sizing_mode="stretch_width", margin=0),
            self.list,
            anchor="left",
            size=WIDTH,
            sx=DRAWER_SX,
        )
        self._close.on_click(lambda _event: self.close())
        chat.catch_up = self._catch_up
        self.speak(lang)

    def open(self) -> None:
        """Show the drawer with what is kept now."""
        self.refresh()
        self.view.open = True
        self.list.focused += 1

    def close(self) -> None:
        """Hide the drawer."""
        self.view.open = False

    def speak(self, lang: Lang) -> None:
        """Change the language."""
        self._lang = lang
        self._title.object = f'<h2 class="vc-drawer">{ui.HISTORY.get(lang)}</h2>'
        self._close.param.update(label=CLOSE.get(lang), description=CLOSE.get(lang))
        self.list.speak(lang)
        if self.view.open:
            self.refresh()

    def refresh(self) -> None:
        """Read anew what is kept."""
        keeper = self._conversation.keeper
        if keeper.history is None:
            self.list.param.update(groups=[], said=ui.OFF.get(self._lang))
            return
        try:
            threads = keeper.history.list(keeper.owner, self._words)
        except HistoryError as error:
            self.list.param.update(groups=[], said=error.text.get(self._lang))
            return
        none = ui.NOTHING_FOUND if self._words else ui.NOTHING
        kept = ui.KEPT_APART if self._shared else ui.KEPT_HERE
        said = kept if threads else none
        self.list.param.update(groups=self._groups(threads), said=said.get(self._lang))

    def start_over(self) -> None:
        """Begin a new conversation."""
        if self._chat.busy:
            self._chat.hint(ui.BUSY_OPEN)
            return
        self._conversation.start_over()
        self._chat.clear()
        self.close()

    def _hear(self, message: dict[str, Any]) -> None:
        acts: dict[str, Callable[[dict[str, Any]], None]] = {
            "new": lambda _m: self.start_over(),
            "search": self._search,
            "open": self._take_up,
            "rename": self._rename,
            "delete": self._delete,
            "export": self._export,
        }
        act = acts.get(str(message.get("act")))
        if act is None or (self._conversation.keeper.history is None and message["act"] != "new"):
            return
        try:
            act(message)
        except VisceadsError as error:
            self.list.said = error.text.get(self._lang)

    def _search(self, message: dict[str, Any]) -> None:
        self._words = str(message.get("words", ""))[:200]
        self.refresh()

    def _take_up(self, message: dict[str, Any]) -> None:
        from assistant.history.resuming import open_dataset

        if self._chat.busy:
            self.list.said = ui.BUSY_OPEN.get(self._lang)
            return
        held = self._conversation.keeper.load(str(message.get("id")))
        if held is None:
            self.refresh()
            self.list.said = ui.GONE.get(self._lang)
            return
        dataset, said = open_dataset(held)
        self._models.take_back(held.thread.model)
        self._conversation.resume(held, dataset)
        self._chat.replay(held.turns)
        if said is not None:
            self._chat.announce(said, Text(zh="", en=""))
        self._choice.tell()
        self._changed()
        self.close()

    def _catch_up(self) -> Text | None:
        """Show what another window made of this conversation meanwhile, and say what it was."""
        thread_id = self._conversation.thread_id
        look = self._conversation.catch_up()
        if look == "same":
            return None
        if look == "gone":
            self._chat.clear()
            return ui.GONE_ELSEWHERE
        held = self._conversation.keeper.load(thread_id)
        self._chat.replay(held.turns if held else [])
        return ui.CHANGED_ELSEWHERE

    def _own(self, message: dict[str, Any]) -> str | None:
        """Return the id of a message if that thread is this owner's."""
        keeper = self._conversation.keeper
        held = str(message.get("id"))
        threads = keeper.history.list(keeper.owner, most=1_000_000) if keeper.history else []
        return held if any(t.id == held for t in threads) else None

    def _rename(self, message: dict[str, Any]) -> None:
        thread_id, history = self._own(message), self._conversation.keeper.history
        if thread_id and history and str(message.get("title", "")).strip():
            history.rename(thread_id, str(message["title"]))
        self.refresh()

    def _delete(self, message: dict[str, Any]) -> None:
        thread_id, history = self._own(message), self._conversation.keeper.history
        if thread_id == self._conversation.thread_id and self._chat.busy:
            self.list.said = ui.BUSY_OPEN.get(self._lang)
            return
        if thread_id and history:
            history.delete(thread_id)
            if thread_id == self._conversation.thread_id:
                self._conversation.start_over()
                self._chat.clear()
        self.refresh()

    def _export(self, message: dict[str, Any]) -> None:
        keeper = self._conversation.keeper
        form = message.get("form")
        held = keeper.history.load(str(message.get("id")), keeper.owner) if keeper.history else None
        if held is not None and form in FORMS:
            text = export(held, form, self._lang)
            self.list.hand_over(file_name(held, form), MIME[form], text)

    def _groups(self, threads: list[Thread]) -> list[dict[str, Any]]:
        groups: dict[str, list[dict[str, Any]]] = {}
        now = datetime.datetime.now().astimezone()
        for thread in threads:
            when = datetime.datetime.fromtimestamp(thread.updated).astimezone()
            groups.setdefault(group_of(when, now), []).append(self._entry(thread, when, now))
        return [{"label": ui.GROUPS[k].get(self._lang), "threads": v} for k, v in groups.items()]

    def _entry(
        self, thread: Thread, when: datetime.datetime, now: datetime.datetime
    ) -> dict[str, Any]:
        form = "%H:%M" if (now.date() - when.date()).days < 2 else "%Y-%m-%d"
        return {
            "id": thread.id,
            "title": thread.title,
            "when": when.strftime(form),
            "note": ui.QUESTIONS.get(self._lang).format(n=thread.questions),
            "excerpt": thread.excerpt if thread.excerpt != thread.title else "",
            "open": thread.id == self._conversation.thread_id,
        }


def group_of(when: datetime.datetime, now: datetime.datetime) -> str:
    """Name the span of days in which a conversation was last spoken in.

    >>> now = datetime.datetime(2026, 3, 10, 0, 5)
    >>> [group_of(now - datetime.timedelta(days=d), now) for d in (0, 1, 6, 30)]
    ['today', 'yesterday', 'week', 'older']
    """
    days = (now.date() - when.date()).days
    if days < 1:
        return "today"
    return "yesterday" if days == 1 else "week" if days < 7 else "older"

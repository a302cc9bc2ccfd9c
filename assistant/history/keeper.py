"""One conversation's place in the history: what the store cannot do is told, and stops no answer."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias, TypeVar

from assistant.events import Answer
from assistant.history.interface import History, HistoryError
from assistant.history.opening import HERE, new_id
from assistant.history.records import Held
from data.text import Lang, Text

NOT_KEPT = Text(
    zh="注意：这段对话无法保存（数据文件夹已满、只读或被占用）。",
    en="Note: this conversation could not be kept (the data folder is full, read-only or in use).",
)

Found = TypeVar("Found")
Look: TypeAlias = Literal["same", "changed", "gone"]
"""What became of a thread elsewhere since it was last seen."""


class Keeper:
    """Keeps the turns of one thread; without a history it numbers them only.

    Args:
        history: Where to keep them; None keeps nothing.
        owner: Whose conversation it is.
    """

    def __init__(self, history: History | None = None, owner: str = HERE) -> None:
        self.history = history
        self.owner = owner
        self.thread_id = new_id()
        self.trouble: Text | None = None
        """Why the last turn was not kept; None when it was."""
        self._revision: int | None = None
        self._last = 0

    def start_over(self) -> None:
        """Begin another thread; it is kept from its first question on."""
        self.thread_id = new_id()
        self._revision = None

    def load(self, thread_id: str) -> Held | None:
        """Take up a thread of this owner, or return None."""
        held = self.history.load(thread_id, self.owner) if self.history else None
        if held is not None:
            self.thread_id = thread_id
            self._revision = held.revision
        return held

    def begin(self, question: str, lang: Lang, *, dataset: str, model: str) -> int:
        """Keep a question before its answer, and return its number."""
        self._last += 1
        self.trouble = None
        number = self._try(
            lambda history: history.begin(
                self.thread_id, question, lang, owner=self.owner, dataset=dataset, model=model
            )
        )
        if number is None:
            return -self._last
        if self._revision is None:
            self._revision = 0
        return number

    def finish(self, number: int, answer: Answer, messages: Sequence[Any]) -> None:
        """Keep an answer and what is remembered of it."""
        if number > 0:
            self._see(self._try(lambda h: h.finish(self.thread_id, number, answer, messages)))

    def drop(self, number: int) -> None:
        """Remove a turn and what is remembered of it."""
        if number > 0 and self.history is not None:
            revision = self._try(lambda h: h.undo(self.thread_id, number))
            if revision is None:
                self._revision = None
            self._see(revision)

    def note(self, said: Text, *, dataset: str) -> None:
        """Keep what changed between two questions."""
        if self._revision is not None:
            self._see(self._try(lambda h: h.note(self.thread_id, said, dataset=dataset)))

    def look(self) -> Look:
        """Tell whether the thread was continued or deleted elsewhere since it was last seen."""
        if self._revision is None or self.history is None:
            return "same"
        try:
            held = self.history.revision(self.thread_id)
        except HistoryError:
            return "same"
        if held is None:
            return "gone"
        return "same" if held == self._revision else "changed"

    def _see(self, revision: int | None) -> None:
        """Take up the revision that an own change led to, unless another came in between."""
        if self._revision is not None and revision == self._revision + 1:
            self._revision = revision

    def _try(self, act: Callable[[History], Found]) -> Found | None:
        if self.history is None:
            return None
        try:
            return act(self.history)
        except HistoryError:
            self.trouble = NOT_KEPT
            return None

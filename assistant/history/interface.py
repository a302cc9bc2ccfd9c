"""What the conversation, the page and the command line need of a history."""

from collections.abc import Sequence
from typing import Any, Protocol

from assistant.events import Answer
from assistant.history.records import Held, Thread
from data.errors import VisceadsError
from data.text import Lang, Text


class HistoryError(VisceadsError):
    """The history cannot be used now; the text says which file and why."""


class History(Protocol):
    """Conversations kept, each under an id that cannot be guessed.

    An ``owner`` sees their own conversations only; ``None`` sees all there are.
    """

    def begin(
        self, thread_id: str, question: str, lang: Lang, *, owner: str, dataset: str, model: str
    ) -> int:
        """Keep a question before its answer, and return its number in the thread."""
        ...

    def finish(self, thread_id: str, number: int, answer: Answer, messages: Sequence[Any]) -> int:
        """Keep an answer and what the model remembers of it; return the thread's revision."""
        ...

    def note(self, thread_id: str, said: Text, *, dataset: str) -> int | None:
        """Keep what changed between two questions; None where the thread is not kept."""
        ...

    def undo(self, thread_id: str, number: int) -> int | None:
        """Remove a turn with all that is remembered of it; None once the thread holds no other."""
        ...

    def load(self, thread_id: str, owner: str | None = None) -> Held | None:
        """Return a whole conversation, or None where this owner has none of that id."""
        ...

    def revision(self, thread_id: str) -> int | None:
        """Return a number that changes with the thread; None where it is not kept."""
        ...

    def list(self, owner: str | None = None, words: str = "", most: int = 200) -> list[Thread]:
        """Return threads, the latest first; with words those in which all of them stand."""
        ...

    def rename(self, thread_id: str, title: str) -> bool:
        """Give a thread another title; tell whether it is there."""
        ...

    def delete(self, thread_id: str) -> bool:
        """Delete a thread for good; tell whether it was there."""
        ...

"""What is kept of a conversation: the thread, and its turns one after another."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from assistant.events import Answer
from assistant.history import words
from data.text import Lang, Text


class Thread(BaseModel):
    """One conversation in a list; times are seconds since 1970."""

    id: str
    title: str
    owner: str = ""
    created: float
    updated: float
    dataset: str = ""
    model: str = ""
    questions: int = 0
    excerpt: str = ""
    """Where the words looked for stand; empty in a plain list."""


class Turn(BaseModel):
    """A question with its answer, or a line that says what changed (``said``).

    A question without an answer was interrupted before its answer was finished.
    """

    number: int
    asked: float
    question: str = ""
    lang: Lang = "zh"
    answer: Answer | None = None
    said: Text | None = None
    unreadable: bool = False
    """Whether an answer is kept that this version cannot read, or that is damaged."""

    @property
    def interrupted(self) -> bool:
        """Whether the answer never came."""
        return self.answer is None and self.said is None and not self.unreadable

    @property
    def told(self) -> Text:
        """What stands in place of an answer."""
        return self.said or (words.UNREADABLE if self.unreadable else words.INTERRUPTED)


@dataclass(frozen=True)
class Remembered:
    """What a model remembers of one turn: its messages, without the results behind them."""

    number: int
    messages: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Held:
    """A whole conversation as stored; ``revision`` grows with every change to it."""

    thread: Thread
    turns: list[Turn]
    memory: list[Remembered]
    revision: int

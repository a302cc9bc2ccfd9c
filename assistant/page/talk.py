"""What the chat needs of a conversation."""

from collections.abc import AsyncIterator
from typing import Protocol

from assistant.events import Event
from data.text import Lang


class Talk(Protocol):
    """What the chat needs of a conversation."""

    def ask(self, question: str, lang: Lang | None = None) -> AsyncIterator[Event]:
        """Yield steps as they run, and the answer at the end."""
        ...

    def starters(self, lang: Lang) -> list[str]:
        """Return questions to begin with."""
        ...

    def undo(self) -> str | None:
        """Take the last question back and return it."""
        ...

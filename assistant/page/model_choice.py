"""The model of one conversation: chosen among those configured, with what is wrong in words."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.page import history_text as words
from assistant.page import text as ui
from assistant.page.chat import Chat
from assistant.page.data_text import BUSY_SWITCH, fill
from data.text import Text

if TYPE_CHECKING:
    from assistant.conversation import Conversation


class ModelChoice:
    """Which of the configured models answers; other conversations keep theirs.

    Args:
        probe: Tries a model and says what is wrong with it, or None.
    """

    def __init__(
        self,
        conversation: "Conversation",
        chat: Chat,
        probe: Callable[[str], Text | None] | None = None,
    ) -> None:
        self._conversation = conversation
        self._chat = chat
        self._probe = probe or self._try
        settings = conversation.settings
        self.names = list(
            dict.fromkeys([settings.model, *settings.fallback, *settings.models, "builtin"])
        )

    @property
    def name(self) -> str:
        """The model in use."""
        return self._conversation.settings.model

    async def use(self, name: str) -> bool:
        """Let a model answer from the next question on, and say whether it can.

        Returns:
            Whether it was switched; not while a question is being answered.
        """
        if self._chat.busy or name not in self.names:
            self._chat.hint(BUSY_SWITCH if self._chat.busy else None)
            return False
        self._conversation.use_model(name)
        now = fill(words.MODEL_NOW, model=_called(name))
        self._chat.hint(now)
        trouble = await asyncio.to_thread(self._probe, name)
        if trouble is not None and self.name == name and not self._chat.busy:
            self._chat.hint(fill(words.MODEL_TROUBLE, trouble=trouble))
        return True

    def take_back(self, name: str) -> None:
        """Let the model of a conversation taken up again answer, if it is still configured."""
        if name in self.names and name != self.name:
            self._conversation.use_model(name)

    def _try(self, name: str) -> Text | None:
        """Probe a model as the doctor does: its server, one word, one tool call."""
        if name == "builtin":
            return None
        from assistant.providers.probing import probe

        found = probe(name, self._conversation.settings)
        return found.lines[-1] if found.lines and not found.ok else None


def _called(name: str) -> Text:
    return Text(zh=ui.model_name(name, "zh"), en=ui.model_name(name, "en"))

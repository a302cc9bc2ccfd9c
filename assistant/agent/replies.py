"""Replies of a model: can one be used, is it in the reader's language, what stands before it?"""

import re
from collections.abc import Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from assistant.agent.digest import MARK
from assistant.builtin.model import MEMORY
from assistant.providers.call_reading import mend_calls
from assistant.providers.json_plan import JsonPlanModel
from assistant.providers.model_trouble import broken_reply, cut_reply, empty_reply
from data.text import Lang
from tools.registry import MODULES

FEWEST_LETTERS = 12
"""A shorter text says too little to tell its language."""

PICTURE = re.compile(
    r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])|<(?:img|iframe|object|embed)\b[^>]*>", re.IGNORECASE
)
LONGEST_TEXT = 60_000
"""A longer text, in characters, is a model that does not find its end."""


def whole(message: AIMessage, model: BaseChatModel, *, may_be_empty: bool) -> AIMessage:
    """Return a reply that can be used, its calls mended.

    Args:
        message: As the model gave it.
        model: Who gave it; a stream that is whole says why it ended.
        may_be_empty: Whether there are results from which an answer can be composed.

    Raises:
        UnusableReplyError: The reply is empty, broke off, or was cut at its longest length.
    """
    metadata = message.response_metadata
    reason = metadata.get("finish_reason") or metadata.get("done_reason")
    asked = model.inner if isinstance(model, JsonPlanModel) else model
    if not reason and metadata.get("model_name") != "builtin" and getattr(asked, "streaming", True):
        raise broken_reply()
    mended = mend_calls(message, MODULES)
    is_cut = reason in ("length", "model_length") and not mended.tool_calls
    if is_cut or len(str(mended.text)) > LONGEST_TEXT:
        raise cut_reply()
    if not mended.tool_calls and not str(mended.text).strip() and not may_be_empty:
        raise empty_reply()
    return mended.model_copy(update={"content": without_pictures(str(mended.text))})


def without_pictures(text: str) -> str:
    """Take pictures out of a reply: opening one would tell its server what was asked.

    >>> without_pictures("See ![this](http://x.example/?q=569) <img src='//x.example'>there")
    'See this there'
    """
    return PICTURE.sub(lambda found: found[1] or "", text)


def has_results(messages: Sequence[AnyMessage]) -> bool:
    """Tell whether a tool has given a result since the last question."""
    return any(
        isinstance(m, ToolMessage) and m.artifact and "error" not in m.artifact
        for m in messages[last_question(messages) :]
    )


def for_builtin(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """Leave out what other models called in vain since the last question.

    The built-in model begins with its own plan; results that are there already it composes.
    """
    start = last_question(messages) + 1
    since = messages[start:]
    own = next((i for i, m in enumerate(since) if m.additional_kwargs.get(MEMORY)), None)
    if own is not None:
        return [*messages[:start], *since[own:]]
    return list(messages) if has_results(messages) else list(messages[:start])


def is_other_language(text: str, lang: Lang) -> bool:
    """Tell whether an answer is written in another language than the reader's.

    >>> is_other_language("Emissions fell in every province.", "zh")
    True
    >>> is_other_language("Guangdong (广东) [[c:abcdefgh]]", "en")
    False
    """
    plain = MARK.sub("", text)
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in plain)
    letters = sum(letter.isascii() and letter.isalpha() for letter in plain)
    if chinese + letters < FEWEST_LETTERS:
        return False
    return chinese == 0 if lang == "zh" else chinese > letters


def last_question(messages: Sequence[AnyMessage]) -> int:
    """Return the place of the last question."""
    return max((i for i, m in enumerate(messages) if isinstance(m, HumanMessage)), default=0)


def message_of(response: Any) -> AIMessage:
    """Return the message of a model's response.

    Raises:
        UnusableReplyError: There is none.
    """
    held = response if isinstance(response, AIMessage) else response.result[-1]
    if not isinstance(held, AIMessage):
        raise empty_reply()
    return held

"""What a model is told of a long conversation: the latest turns whole, older ones shortened."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.messages.utils import count_tokens_approximately

import prompts

LONGEST_LINE = 300
"""So much of an older answer is kept, in characters."""

SHARE = 0.6
"""Part of a model's context that the turns may take beside prompt, tools and reply."""


def shorten(messages: Sequence[AnyMessage], context_tokens: int) -> tuple[list[AnyMessage], str]:
    """Fit a conversation into a model's context.

    The present turn stays whole. Of the turns before, first the tool calls go, then the oldest turns
    become lines of a summary, questions and answers with their marks. No model is asked for it.

    Returns:
        The messages, and the summary of what was left out, empty where nothing was.
    """
    turns = _turns(messages)
    room = int(SHARE * context_tokens)
    if _size(turns) <= room:
        return list(messages), ""
    *before, present = turns
    before = [_without_calls(turn) for turn in before]
    gone: list[list[AnyMessage]] = []
    while before and _size([*before, present]) > room:
        gone.append(before.pop(0))
    kept = [m for turn in [*before, present] for m in turn]
    lines: list[str] = []
    for turn in reversed(gone):
        lines = [_line(turn), *lines]
        if sum(map(len, lines)) > room:
            break
    return kept, prompts.read("memory").format(turns="\n".join(lines)) if lines else ""


def _turns(messages: Sequence[AnyMessage]) -> list[list[AnyMessage]]:
    turns: list[list[AnyMessage]] = []
    for message in messages:
        if isinstance(message, HumanMessage) or not turns:
            turns.append([])
        turns[-1].append(message)
    return turns


def _size(turns: Sequence[Sequence[AnyMessage]]) -> int:
    # A Chinese character is about one token, where the usual estimate counts four letters as one.
    return sum(
        count_tokens_approximately([m]) + sum("\u4e00" <= c <= "\u9fff" for c in str(m.text)) // 2
        for turn in turns
        for m in turn
    )


def _without_calls(turn: Sequence[AnyMessage]) -> list[AnyMessage]:
    return [
        m
        for m in turn
        if isinstance(m, HumanMessage) or (isinstance(m, AIMessage) and not m.tool_calls)
    ]


def _line(turn: Sequence[AnyMessage]) -> str:
    question, *answers = [" ".join(str(m.text).split()) for m in turn]
    answer = " ".join(answers)
    return f"- {question[:LONGEST_LINE]} → {_whole_marks(answer[:LONGEST_LINE])}"


def _whole_marks(text: str) -> str:
    """Drop a mark that was cut in the middle.

    >>> _whole_marks("was [[c:abcdefgh]] and [[c:abc")
    'was [[c:abcdefgh]] and '
    """
    start = text.rfind("[[c:")
    return text[:start] if start >= 0 and "]]" not in text[start:] else text

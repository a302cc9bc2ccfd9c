"""What the messages of one turn say: its steps, results, refusals, final text and model."""

import time
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from assistant.agent.step_labels import step_label
from assistant.builtin.model import MEMORY
from assistant.events import Event, StepFinished, StepStarted
from data.result import Result
from data.text import Lang, Text


def steps_of(message: AnyMessage, opened: dict[str, tuple[str, float]]) -> list[Event]:
    """Return the events that a message stands for; ``opened`` holds the calls still running."""
    if isinstance(message, AIMessage):
        events: list[Event] = []
        for call in message.tool_calls:
            call_id = str(call["id"])
            opened[call_id] = (call["name"], time.monotonic())
            label = step_label(call["name"], call["args"])
            events.append(StepStarted(call_id, call["name"], label, dict(call["args"])))
        return events
    if isinstance(message, ToolMessage):
        name, started = opened.pop(message.tool_call_id, (message.name or "", time.monotonic()))
        artifact = message.artifact or {}
        ok = "error" not in artifact and message.status != "error" and bool(artifact)
        summary = Text(**artifact["title"]) if ok else _failure(message)
        seconds = time.monotonic() - started
        label = step_label(name, artifact.get("arguments", {}))
        return [StepFinished(message.tool_call_id, name, label, ok, summary, seconds)]
    return []


def _failure(message: ToolMessage) -> Text:
    held = (message.artifact or {}).get("error")
    if held:
        return Text(**held)
    text = str(message.text)[:300]
    return Text(zh=text, en=text)


def results_of(turn: Sequence[AnyMessage]) -> list[Result]:
    """Return the results in the order of their calls; parallel calls end in any order."""
    # What another model called in vain before the built-in one planned is not part of its answer.
    planned = next((i for i, m in enumerate(turn) if m.additional_kwargs.get(MEMORY)), 0)
    had = any(isinstance(m, ToolMessage) and _is_good(m) for m in turn[:planned])
    turn = turn if had else turn[planned:]
    calls = [c["id"] for m in turn if isinstance(m, AIMessage) for c in m.tool_calls]
    done = [m for m in turn if isinstance(m, ToolMessage) and m.artifact]
    done.sort(key=lambda m: calls.index(m.tool_call_id) if m.tool_call_id in calls else 0)
    # What goes along with a kind's own tool is not shown where that tool refused.
    if done and "error" in done[0].artifact and memory_of(turn).get("kind"):
        return []
    return [Result.model_validate(m.artifact) for m in done if "error" not in m.artifact]


def _is_good(message: ToolMessage) -> bool:
    return bool(message.artifact) and "error" not in message.artifact


def refusals_of(turn: Sequence[AnyMessage], lang: Lang) -> list[str]:
    """Return what the tools that refused said, in the reader's language."""
    artifacts = [m.artifact for m in turn if isinstance(m, ToolMessage) and m.artifact]
    return [str(a["error"][lang]) for a in artifacts if "error" in a]


def final_text_of(turn: Sequence[AnyMessage]) -> str:
    """Return the text that ends a turn; empty where it ends without one."""
    last = turn[-1]
    if not isinstance(last, AIMessage) or last.tool_calls or _is_no_models_word(last):
        return ""
    return str(last.text).strip()


def _is_no_models_word(message: AIMessage) -> bool:
    """Tell whether the run was ended by its limit of model calls, which writes its own message."""
    return not message.response_metadata and str(message.text).startswith("Model call limits")


def with_text(message: AnyMessage, text: str) -> AIMessage:
    """Return the final message with another text."""
    if isinstance(message, AIMessage) and not message.tool_calls:
        return message.model_copy(update={"content": text})
    return AIMessage(text)


def memory_of(turn: Sequence[AnyMessage]) -> dict[str, Any]:
    """Return what the built-in model noted for its next turn."""
    for message in reversed(turn):
        held = message.additional_kwargs.get(MEMORY)
        if held:
            return dict(held)
    return {}


def model_of(turn: Sequence[AnyMessage]) -> str:
    """Return the name of the model that spoke last, as its server gives it."""
    for message in reversed(turn):
        if isinstance(message, AIMessage):
            metadata = message.response_metadata
            return str(metadata.get("model_name") or metadata.get("model") or "")
    return ""

"""Tool calls that a model wrote as text: read tolerantly, never executed as code."""

import ast
import json
import re
from collections.abc import Collection
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessage
from langchain_core.messages.tool import ToolCall

UNREADABLE = "unreadable_json"
"""The one argument of a call whose arguments could not be read; the tool's answer says so."""

LONGEST = 40_000
"""A longer text is no list of calls."""

THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>\s*", re.DOTALL | re.IGNORECASE)
FENCED = re.compile(r"```(?:json|tool_call|tool_code)?\s*\n?(.*?)```", re.DOTALL)
TAGGED = re.compile(r"</?tool_calls?>")
NAMES = ("tool", "name", "tool_name", "function")
ARGUMENTS = ("arguments", "args", "parameters", "params", "input")


def without_thoughts(text: str) -> str:
    """Take away what a reasoning model wrote to itself.

    >>> without_thoughts("<think>17 or 18?</think>Hello")
    'Hello'
    """
    return THOUGHT.sub("", text).strip()


def read_calls(text: str, tools: Collection[str]) -> list[ToolCall]:
    """Return the calls that a text consists of, or none when it is an answer.

    Args:
        text: What the model wrote; code fences, thoughts and a missing bracket are no hindrance.
        tools: Names of the tools; what names none of them is no call, unless nothing else is said.

    >>> [(c["name"], c["args"]) for c in read_calls('[{"tool": "rank", "top": 3,}]', ["rank"])]
    [('rank', {'top': 3})]
    >>> read_calls("In 2019 emissions rose [1].", ["rank"])
    []
    """
    if len(text) > LONGEST:
        return []
    held = TAGGED.sub("", without_thoughts(text)).strip()
    fenced = FENCED.search(held)
    candidate = fenced.group(1).strip() if fenced else held
    if candidate[:1] not in ("[", "{") and not fenced:
        start = re.search(r"(?:^|\n)\s*[\[{]\s*[\"'{]", candidate)
        candidate = candidate[start.start() :].strip() if start else ""
    return [c for c in map(_call, _items(read_json(candidate))) if c and _is_meant(c, tools)]


def looks_like_calls(text: str) -> bool:
    """Tell whether a text that cannot be read was meant as calls.

    >>> looks_like_calls('[{"tool": "rank", "arguments": {"top"')
    True
    """
    held = without_thoughts(text).lstrip("`json \n")
    return held[:1] in ("[", "{") and any(f'"{n}"' in held for n in (*NAMES, *ARGUMENTS))


def read_json(text: str) -> Any:
    """Read JSON as models write it: with Python's quotes, a trailing comma, an open bracket.

    >>> read_json('{"regions": ["CN-GD", "CN-JS"')
    {'regions': ['CN-GD', 'CN-JS']}
    >>> read_json("{'top': 3, 'all': True}"), read_json("nothing")
    ({'top': 3, 'all': True}, None)
    """
    held = text.strip()
    closed = re.sub(r",\s*([\]}])", r"\1", held + _closers(held))
    for attempt in (held, closed):
        try:
            return json.loads(attempt)
        except (ValueError, RecursionError):
            continue
    try:
        return ast.literal_eval(closed)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None


def make_call(name: str, arguments: dict[str, Any], call_id: str | None = None) -> ToolCall:
    """Make a tool call; an id has the nine alphanumerics that Mistral's servers ask for."""
    return ToolCall(name=name, args=arguments, id=call_id or uuid4().hex[:9], type="tool_call")


def mend_calls(message: AIMessage, tools: Collection[str]) -> AIMessage:
    """Make every call of a message one that can be run or refused.

    Malformed arguments are read tolerantly; what stays unreadable becomes a call that its tool
    refuses by name, so that the model may mend it. Calls in the text become calls.
    """
    calls = list(message.tool_calls)
    for broken in message.invalid_tool_calls:
        held = read_json(broken.get("args") or "")
        arguments = (
            held if isinstance(held, dict) else {UNREADABLE: (broken.get("args") or "")[:80]}
        )
        calls.append(make_call(broken.get("name") or "unknown", arguments, broken.get("id")))
    text = without_thoughts(str(message.text))
    if not calls and text:
        calls = read_calls(text, tools)
        text = "" if calls else text
    return message.model_copy(
        update={"content": text, "tool_calls": calls, "invalid_tool_calls": []}
    )


def _closers(text: str) -> str:
    """Return the brackets and the quote that a text leaves open."""
    open_ones: list[str] = []
    quoted = escaped = False
    for letter in text:
        if quoted:
            quoted = letter != '"' or escaped
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            quoted, escaped = True, False
        elif letter in "[{":
            open_ones.append("]" if letter == "[" else "}")
        elif letter in "]}" and open_ones:
            open_ones.pop()
    return ('"' if quoted else "") + "".join(reversed(open_ones))


def _items(held: Any) -> list[Any]:
    if isinstance(held, dict):
        for key in ("calls", "tool_calls", "tools"):
            if isinstance(held.get(key), list):
                return list(held[key])
        return [held]
    return held if isinstance(held, list) else []


def _call(item: Any) -> ToolCall | None:
    if not isinstance(item, dict):
        return None
    inner = item.get("function")
    if isinstance(inner, dict):
        item = inner
    name = next((item[n] for n in NAMES if isinstance(item.get(n), str)), "")
    if not name:
        return None
    given = next((item[a] for a in ARGUMENTS if a in item), None)
    if isinstance(given, str):
        given = read_json(given) or {UNREADABLE: given[:80]}
    if not isinstance(given, dict):
        given = {k: v for k, v in item.items() if k not in (*NAMES, *ARGUMENTS, "id", "type")}
    return make_call(name, given)


def _is_meant(call: ToolCall, tools: Collection[str]) -> bool:
    return call["name"] in tools or re.fullmatch(r"[a-z]+(?:_[a-z]+)+", call["name"]) is not None

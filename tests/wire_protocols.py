"""The forms of the protocols: replies whole and in pieces, vectors, and what each one refuses."""

import itertools
import json
import re
from dataclasses import dataclass, field

LENGTH = 8
"""Length of the vectors of the scripted embedding."""


@dataclass
class Reply:
    """What a scripted model says: a text, or calls as (name, arguments in JSON)."""

    text: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)


def refuse(protocol, body):
    """Say what a real server of the protocol would not accept."""
    messages = body["messages"]
    if protocol == "tool-less":
        if body.get("tools"):
            return "this model does not support tools"
        if any(m["role"] == "tool" or m.get("tool_calls") for m in messages):
            return "unknown role or field: tool"
    if any(m["role"] == "system" for m in messages[1:]):
        return "a system message must come first"
    if protocol == "mistralai":
        ids = [c["id"] for m in messages for c in m.get("tool_calls") or []]
        if not all(re.fullmatch(r"[A-Za-z0-9]{9}", i) for i in ids):
            return "tool call id must be nine alphanumerics"
        for before, after in itertools.pairwise(messages):
            if before["role"] == "tool" and after["role"] == "user":
                return "unexpected role user after role tool"
        if any(
            m["role"] == "assistant" and not m.get("content") and not m.get("tool_calls")
            for m in messages
        ):
            return "an assistant message must have content or tool calls"
    called = {c["id"] for m in messages for c in m.get("tool_calls") or [] if "id" in c}
    answered = {m["tool_call_id"] for m in messages if m.get("tool_call_id")}
    return "" if protocol == "ollama" or called == answered else "calls without results"


def loads(arguments):
    """Read arguments as JSON, or leave them as they are."""
    try:
        return json.loads(arguments)
    except ValueError:
        return arguments


def _pieces(text, size=7):
    return [text[i : i + size] for i in range(0, len(text), size)]


def _calls(reply):
    return [
        {"id": f"abcdefg{i:02d}", "type": "function",
         "function": {"name": name, "arguments": arguments}}
        for i, (name, arguments) in enumerate(reply.calls)
    ]  # fmt: skip


def completion(reply):
    """Write a whole reply in OpenAI's form."""
    message = {"role": "assistant", "content": reply.text}
    if reply.calls:
        message["tool_calls"] = _calls(reply)
    reason = "tool_calls" if reply.calls else "stop"
    choice = {"index": 0, "message": message, "finish_reason": reason}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    return {"id": "x", "object": "chat.completion", "created": 1, "model": "scripted",
            "choices": [choice], "usage": usage}  # fmt: skip


def events(body, reply):
    """Write a reply as the server-sent events of a stream."""
    shared = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}

    def event(delta, reason=None):
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return f"data: {json.dumps({**shared, 'choices': [choice]})}\n\n"

    lines = [event({"role": "assistant", "content": ""})]
    lines += [event({"content": piece}) for piece in _pieces(reply.text)]
    for index, call in enumerate(_calls(reply)):
        arguments = call["function"]["arguments"]
        first = {**call, "index": index, "function": {**call["function"], "arguments": ""}}
        lines.append(event({"tool_calls": [first]}))
        lines += [
            event({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
            for piece in _pieces(arguments)
        ]
    lines.append(event({}, "tool_calls" if reply.calls else "stop"))
    if (body.get("stream_options") or {}).get("include_usage"):
        usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
        lines.append(f"data: {json.dumps({**shared, 'choices': [], 'usage': usage})}\n\n")
    return [*lines, "data: [DONE]\n\n"]


def ollama_lines(reply):
    """Write a reply as the lines of Ollama's stream."""
    shared = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z"}

    def line(message, **more):
        return json.dumps({**shared, "message": {"role": "assistant", **message}, **more}) + "\n"

    lines = [line({"content": piece}, done=False) for piece in _pieces(reply.text)]
    if reply.calls:
        calls = [{"function": {"name": n, "arguments": loads(a)}} for n, a in reply.calls]
        lines.append(line({"content": "", "tool_calls": calls}, done=False))
    counts = {"prompt_eval_count": 11, "eval_count": 7}
    return [*lines, line({"content": ""}, done=True, done_reason="stop", **counts)]


def vectors(texts):
    """Embed texts by the letters they hold: like texts get like vectors."""
    return [
        [
            1.0 + sum(ord(c) % LENGTH == i for c in text.lower() if not c.isspace())
            for i in range(LENGTH)
        ]
        for text in texts
    ]


def embeddings(protocol, body):
    """Write the vectors of a request in the protocol's form."""
    asked = body["input"]
    held = vectors([asked] if isinstance(asked, str) else asked)
    if protocol == "ollama":
        return {"model": body["model"], "embeddings": held}
    rows = [{"object": "embedding", "index": i, "embedding": v} for i, v in enumerate(held)]
    usage = {"prompt_tokens": 1, "completion_tokens": 0, "total_tokens": 1}
    return {"id": "x", "object": "list", "model": body["model"], "data": rows, "usage": usage}

"""Loopback servers that speak the protocols of model providers, for the real client libraries.

A server hands each request to a player: ``play(asked) -> Reply``. The protocol, its ways of
streaming and its rules on requests are the server's; what a model would say is the player's.
"""

import itertools
import json
import re
import socket
import struct
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODELS = ("scripted", "scripted-large", "embedder")
PROTOCOLS = ("openai", "openai-compatible", "mistralai", "ollama", "tool-less")
MODEL = {p: f"{p}:scripted" for p in PROTOCOLS} | {"tool-less": "openai-compatible:scripted"}
RESULTS = "Results of your calls"


@dataclass
class Reply:
    """What a scripted model says: a text, or calls as (name, arguments in JSON)."""

    text: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Fault:
    """What goes wrong on the wire, at the first ``times`` requests or at all of them."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    message: str = "no"
    way: str = ""
    times: int | None = None


@dataclass
class Asked:
    """A request in words of no protocol."""

    messages: list[dict]
    tools: list[str]
    number: int

    @property
    def question(self):
        return self.messages[self._last()]["content"]

    @property
    def results(self):
        """The texts of the tool results since the question."""
        since = self.messages[self._last() + 1 :]
        told = [m["content"] for m in since if m["role"] == "tool"]
        for message in since:
            if message["role"] == "user" and message["content"].startswith(RESULTS):
                told += re.split(r"\n\n(?=\w+: )", message["content"])[1:]
        return told

    def _last(self):
        asides = (RESULTS, "Your answer holds", "Write the same")
        return max(
            i
            for i, m in enumerate(self.messages)
            if m["role"] == "user" and not m["content"].startswith(asides)
        )


class Server:
    """A loopback server of one protocol; ``bodies`` holds the requests, ``seen`` their paths."""

    def __init__(self, protocol, play, fault=None):
        self.protocol, self.play, self.fault = protocol, play, fault
        self.bodies, self.seen, self.headers = [], [], []
        self.released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        suffix = "" if protocol == "ollama" else "/v1"
        self.address = f"http://127.0.0.1:{self._server.server_port}{suffix}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def model(self):
        return MODEL[self.protocol]

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *exc):
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def current_fault(self):
        fault = self.fault
        if fault is None or (fault.times is not None and len(self.bodies) > fault.times):
            return None
        return fault


def _handler(server):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.seen.append(self.path)
            server.headers.append(dict(self.headers))
            fault = server.fault
            if fault and fault.status:
                return _send_error(self, fault)
            if server.protocol == "ollama":
                rows = [{"model": name, "name": name} for name in MODELS]
                return _send(self, 200, json.dumps({"models": rows}))
            rows = [{"id": name, "object": "model", "created": 1, "owned_by": "x",
                     "type": "base", "capabilities": {}} for name in MODELS]  # fmt: skip
            return _send(self, 200, json.dumps({"object": "list", "data": rows}))

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.bodies.append(body)
            server.seen.append(self.path)
            server.headers.append(dict(self.headers))
            fault = server.current_fault()
            if fault and _go_wrong(self, server, fault):
                return None
            refused = _refuse(server.protocol, body)
            if refused:
                return _send(self, 400, json.dumps({"error": {"message": refused}}))
            tools = [t["function"]["name"] for t in body.get("tools") or []]
            reply = server.play(Asked(_plain(body["messages"]), tools, len(server.bodies)))
            cut = bool(fault and fault.way == "cut")
            return _answer(self, server.protocol, body, reply, cut=cut)

        def log_message(self, *args):
            pass

    return Handler


def _go_wrong(handler, server, fault):
    if fault.status:
        _send_error(handler, fault)
        return True
    if fault.way == "timeout":
        server.released.wait(5)
        return True
    if fault.way == "reset":
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.connection.close()
        handler.wfile.close = lambda: None
        return True
    return False


def _send_error(handler, fault):
    error = {"message": fault.message, "type": "x", "code": None}
    body = {"error": error, "message": fault.message}
    if handler.path.startswith("/api/"):
        body = {"error": fault.message}
    _send(handler, fault.status, json.dumps(body), headers=fault.headers)


def _send(handler, status, text, kind="application/json", headers=None, lacking=0):
    content = text.encode()
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(content) + lacking))
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)


def _refuse(protocol, body):
    """What a real server of the protocol would not accept."""
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


def _plain(messages):
    return [{**m, "content": _content(m.get("content"))} for m in messages]


def _content(content):
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return content or ""


def _answer(handler, protocol, body, reply, *, cut):
    if protocol == "tool-less" and reply.calls:
        plan = [{"tool": n, "arguments": _loads(a)} for n, a in reply.calls]
        reply = Reply(f"```json\n{json.dumps(plan, ensure_ascii=False)}\n```")
    if protocol == "ollama":
        return _stream(handler, "application/x-ndjson", _ollama_lines(reply), cut)
    if body.get("stream") and protocol != "openai-compatible":
        return _stream(handler, "text/event-stream", _events(body, reply), cut)
    text = json.dumps(_completion(reply))
    return _send(handler, 200, text[: len(text) // 2] if cut else text, lacking=99 if cut else 0)


def _loads(arguments):
    try:
        return json.loads(arguments)
    except ValueError:
        return arguments


def _stream(handler, kind, lines, cut):
    """Send lines until the end, or stop in the middle of a word without a word of it."""
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.end_headers()
    kept = lines[: max(1, len(lines) // 2 - 1)] if cut else lines
    for line in kept:
        handler.wfile.write(line.encode())


def _pieces(text, size=7):
    return [text[i : i + size] for i in range(0, len(text), size)]


def _calls(reply):
    return [
        {"id": f"abcdefg{i:02d}", "type": "function",
         "function": {"name": name, "arguments": arguments}}
        for i, (name, arguments) in enumerate(reply.calls)
    ]  # fmt: skip


def _completion(reply):
    message = {"role": "assistant", "content": reply.text}
    if reply.calls:
        message["tool_calls"] = _calls(reply)
    reason = "tool_calls" if reply.calls else "stop"
    choice = {"index": 0, "message": message, "finish_reason": reason}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    return {"id": "x", "object": "chat.completion", "created": 1, "model": "scripted",
            "choices": [choice], "usage": usage}  # fmt: skip


def _events(body, reply):
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


def _ollama_lines(reply):
    shared = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z"}

    def line(message, **more):
        return json.dumps({**shared, "message": {"role": "assistant", **message}, **more}) + "\n"

    lines = [line({"content": piece}, done=False) for piece in _pieces(reply.text)]
    if reply.calls:
        calls = [{"function": {"name": n, "arguments": _loads(a)}} for n, a in reply.calls]
        lines.append(line({"content": "", "tool_calls": calls}, done=False))
    counts = {"prompt_eval_count": 11, "eval_count": 7}
    return [*lines, line({"content": ""}, done=True, done_reason="stop", **counts)]

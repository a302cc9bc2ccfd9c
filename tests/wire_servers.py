"""Loopback servers that speak the protocols of model providers, for the real client libraries.

A server hands each request to a player: ``play(asked) -> Reply``. The protocol, its ways of
streaming and its rules on requests are the server's; what a model would say is the player's.
"""

import json
import re
import socket
import ssl
import struct
import sys
import threading
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.wire_protocols import (
    Reply,
    completion,
    embeddings,
    events,
    loads,
    ollama_lines,
    refuse,
)

MODELS = ("scripted", "scripted-large", "embedder")
PROTOCOLS = ("openai", "openai-compatible", "mistralai", "ollama", "tool-less")
MODEL = {p: f"{p}:scripted" for p in PROTOCOLS} | {"tool-less": "openai-compatible:scripted"}
RESULTS = "Results of your calls"
_make_context = ssl.create_default_context


@cache
def one_context(*args, **kwargs):
    """Stand in for ``ssl.create_default_context``: each client loads the certificates anew."""
    return _make_context(*args, **kwargs)


@dataclass
class Fault:
    """What goes wrong on the wire, at the first ``times`` requests or at all of them.

    ``way``: ``timeout`` (silence), ``reset``, ``cut`` (in the middle of a word), or ``endless``
    (a reply that goes on until the client hangs up).
    """

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
    """A loopback server of one protocol; ``bodies`` holds the requests, ``seen`` their paths.

    ``others`` counts the requests in a way that the server does not speak: with tools, or streamed.
    ``streaming`` is set when an endless reply has begun, ``left`` when its client has hung up.
    """

    def __init__(self, protocol, play, fault=None):
        self.protocol, self.play, self.fault = protocol, play, fault
        self.bodies, self.seen, self.headers = [], [], []
        self.others = 0
        self.released, self.streaming, self.left = (threading.Event() for _ in range(3))
        self._server = _Listener(("127.0.0.1", 0), _handler(self))
        suffix = "" if protocol == "ollama" else "/v1"
        self.address = f"http://127.0.0.1:{self._server.server_port}{suffix}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

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
        self._thread.join(30)

    def current_fault(self):
        fault = self.fault
        if fault is None or (fault.times is not None and len(self.bodies) > fault.times):
            return None
        return fault


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that has hung up is no error of the server."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _handler(server):
    class Handler(BaseHTTPRequestHandler):
        timeout = 30

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
            if self.path.endswith(("/embeddings", "/api/embed")):
                return _send(self, 200, json.dumps(embeddings(server.protocol, body)))
            refused = refuse(server.protocol, body)
            whole = server.protocol == "openai-compatible" and body.get("stream", False)
            server.others += bool(refused or (whole and not fault))
            if refused:
                return _send(self, 400, json.dumps({"error": {"message": refused}}))
            tools = [t["function"]["name"] for t in body.get("tools") or []]
            reply = server.play(Asked(_plain(body["messages"]), tools, len(server.bodies)))
            if fault and fault.way == "endless":
                return _go_on(self, server, body)
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


def _plain(messages):
    return [{**m, "content": _content(m.get("content"))} for m in messages]


def _content(content):
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return content or ""


def _answer(handler, protocol, body, reply, *, cut):
    if protocol == "tool-less" and reply.calls:
        plan = [{"tool": n, "arguments": loads(a)} for n, a in reply.calls]
        reply = Reply(f"```json\n{json.dumps(plan, ensure_ascii=False)}\n```")
    if protocol == "ollama":
        return _stream(handler, "application/x-ndjson", ollama_lines(reply), cut)
    if body.get("stream") and protocol != "openai-compatible":
        return _stream(handler, "text/event-stream", events(body, reply), cut)
    text = json.dumps(completion(reply))
    return _send(handler, 200, text[: len(text) // 2] if cut else text, lacking=99 if cut else 0)


def _go_on(handler, server, body):
    """Send the same piece again and again, or spaces where a whole reply is asked for."""
    piece, kind = " ", "application/json"
    if server.protocol == "ollama":
        piece, kind = ollama_lines(Reply("on and on "))[0], "application/x-ndjson"
    elif body.get("stream") and server.protocol != "openai-compatible":
        piece, kind = events(body, Reply("on and on "))[1], "text/event-stream"
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.end_headers()
    try:
        while not server.released.wait(0.02):
            handler.wfile.write(piece.encode())
            server.streaming.set()
    except OSError:
        server.left.set()


def _stream(handler, kind, lines, cut):
    """Send lines until the end, or stop in the middle of a word without a word of it."""
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.end_headers()
    kept = lines[: max(1, len(lines) // 2 - 1)] if cut else lines
    for line in kept:
        handler.wfile.write(line.encode())

"""A server on this computer that speaks figshare's public interface, with faults to switch on."""

import hashlib
import json
import socket
import struct
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

ARTICLE = 29927291


def pattern(size, seed=1):
    """Bytes that differ from place to place."""
    return (b"%d:" % seed + bytes(range(256)) * (size // 256 + 1))[:size]


class Figshare(ThreadingHTTPServer):
    """``files`` maps a name to its content; the rest are faults.

    Attributes:
        faults: Popped one a request of a file: ``("status", 503, {"Retry-After": "1"})``,
            ``("cut", n)`` closes after n bytes, ``("reset", n)`` resets, ``("hang",)`` says nothing,
            ``("html",)``, ``("location", url)``, ``("more",)`` sends too much, ``("waf",)``.
        requests: Path and Range header of every request of a file.
        changes: Replaces fields of every listed file.
    """

    daemon_threads = True

    def __init__(self, files):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.faults, self.listing_faults, self.requests = [], [], []
        self.changes, self.article_changes = {}, {}
        self.ranges = True
        self.block_downloader = False
        self.pause = threading.Event()

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server_port}/v2"

    def listing(self):
        files = []
        for number, (name, content) in enumerate(self.files.items(), start=501):
            md5 = hashlib.md5(content).hexdigest()  # noqa: S324
            files.append(
                {
                    "id": number,
                    "name": name,
                    "size": len(content),
                    "is_link_only": False,
                    "download_url": f"http://127.0.0.1:{self.server_port}/files/{number}",
                    "supplied_md5": md5,
                    "computed_md5": md5,
                    "mimetype": "application/octet-stream",
                    **self.changes,
                }
            )
        return files

    def handle_error(self, request, client_address):
        """A client that goes away is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = urlsplit(self.path).path
        if path.startswith("/v2/articles/"):
            self.list_article(path)
        else:
            self.send_file(path)

    def list_article(self, path):
        server = self.server
        if server.listing_faults and self.fail(server.listing_faults.pop(0), b"{}"):
            return
        if path.split("/")[3] != str(ARTICLE):
            self.answer(404, b'{"message": "Entity not found"}')
            return
        files = server.listing()
        if path.endswith("/files"):
            self.answer(200, json.dumps(files).encode())
            return
        article = {
            "id": ARTICLE,
            "title": "MRIO of China 2018 and 2020",
            "license": {"value": 1, "name": "CC BY 4.0", "url": "https://creativecommons.org"},
            "files": files[:10],
            **server.article_changes,
        }
        self.answer(200, json.dumps(article).encode())

    def send_file(self, path):
        server = self.server
        wanted = self.headers.get("Range")
        server.requests.append((path, wanted))
        number = int(path.rsplit("/", 1)[1])
        content = list(server.files.values())[number - 501]
        fault = server.faults.pop(0) if server.faults else None
        if server.block_downloader and path.startswith("/files/"):
            fault = ("waf",)
        start = int(wanted[6:-1]) if wanted and server.ranges else 0
        headers = {"Content-Type": "application/octet-stream"}
        status = 200
        if start >= len(content):
            self.answer(416, b"")
            return
        if start:
            status = 206
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        body = content[start:]
        if fault and self.fail(fault, body, status, headers):
            return
        self.answer(status, body, headers)

    def answer(self, status, body, headers=None, send=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if send is None else body[:send])
        self.wfile.flush()

    def fail(self, fault, body, status=200, headers=None):
        """Do what a fault says; True when the request is dealt with."""
        kind, *more = fault
        if kind in ("cut", "reset", "stall"):
            self.answer(status, body, headers, send=more[0])
        if kind in ("stall", "hang"):
            self.server.pause.wait(20)
        if kind == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        if kind in ("cut", "reset", "stall", "hang"):
            self.close_connection = True
            return True
        shifted = dict(headers or {}, **{"Content-Range": f"bytes 0-{len(body) - 1}/{len(body)}"})
        answers = {
            "status": lambda: self.answer(more[0], b"", *more[1:]),
            "waf": lambda: self.answer(202, b"", {"x-amzn-waf-action": "challenge"}),
            "html": lambda: self.answer(200, b"<html>", {"Content-Type": "text/html"}),
            "location": lambda: self.answer(302, b"", {"Location": more[0]}),
            "bytes": lambda: self.answer(status, more[0], headers),
            "more": lambda: self.answer(status, body + b"more", headers),
            "shift": lambda: self.answer(206, body, shifted),
        }
        answers[kind]()
        return True


@contextmanager
def serve(files):
    """Serve files by name while the block runs."""
    server = Figshare(files)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.pause.set()
        server.shutdown()
        server.server_close()
        thread.join()

"""A visit to the page in a real Chromium, for the browser tests."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 180_000
"""Conditions are waited for: a slow machine is no failure."""
PATIENCE_S = PATIENCE_MS / 1000

HOLDS = """(text) => {
  const seek = (root) => [...root.querySelectorAll("*")].some((el) =>
    (el.tagName === "TEXTAREA" && el.value === text) || (el.shadowRoot && seek(el.shadowRoot)))
  return seek(document)
}"""
TOO_WIDE = """() => {
  const found = []
  const walk = (root) => {
    for (const el of root.querySelectorAll("*")) {
      if (el.shadowRoot) walk(el.shadowRoot)
      const scrolls = ["auto", "scroll"].includes(getComputedStyle(el).overflowX)
      const meant = el.classList.contains("vc-scroll")
      if (scrolls && !meant && el.scrollWidth > el.clientWidth + 1)
        found.push(el.tagName + "." + el.className)
    }
  }
  walk(document)
  const page = document.documentElement
  if (page.scrollWidth > innerWidth) found.push("page")
  return found
}"""


def find_chromium(playwright):
    asked = os.environ.get("VISCEADS_CHROMIUM")
    own = playwright.chromium.executable_path
    places = [asked, "/usr/bin/chromium", *(shutil.which(n) for n in NAMES), own]
    return next((p for p in places if p and Path(p).is_file()), None)


def open_browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            say("no Chromium found: set VISCEADS_CHROMIUM or run `playwright install chromium`")
        held = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield held
        held.close()


def serve(file, home):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    env = {**os.environ, "VISCEADS_HOME": str(home), "PYTHONPATH": path}
    log = home / "server.log"
    command = [sys.executable, "-m", "panel", "serve", str(file), "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--address", "127.0.0.1"], cwd=ROOT, env=env, stdout=out, stderr=out
        )
    address = f"http://127.0.0.1:{port}/{file.stem}"
    try:
        wait_for(address, process, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(address, process, log):
    root = address.rsplit("/", 1)[0] + "/static/js/bokeh.min.js"
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(root, timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
    pytest.fail("the page was not served:\n" + log.read_text(encoding="utf-8")[-2000:])


class Visit:
    """One person's visit: the page, and all that went wrong or outside meanwhile."""

    def __init__(self, browser, address, *, width, height=844, lang="zh"):
        self.context = browser.new_context(viewport={"width": width, "height": height})
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.wrong, self.requests = [], []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{error} {error.stack}"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(f"{address}?lang={lang}")
        self.box.wait_for()

    def _hear(self, message):
        if message.type == "error":
            self.wrong.append(f"{message.text} {message.location}")

    @property
    def box(self):
        return self.page.get_by_role("textbox").first

    def ask(self, question):
        self.box.fill(question)
        self.box.press("Enter")

    def see(self, text, number=1):
        self.page.get_by_text(text).nth(number - 1).wait_for()

    def see_in_box(self, text):
        self.page.wait_for_function(HOLDS, arg=text)

    def see_gone(self, text):
        self.page.get_by_text(text).wait_for(state="detached")

    def open_evidence(self, figure):
        """Click a figure until its evidence stands open: a pane drawn anew meanwhile closes it."""
        self.page.get_by_label("Stop").wait_for(state="hidden")
        evidence = self.page.locator(".vc-evidence:popover-open").last
        before = self.page.locator(".vc-evidence:popover-open").count()
        for _ in range(30):
            figure.click()
            for _ in range(10):
                self.page.wait_for_timeout(100)
                if self.page.locator(".vc-evidence:popover-open").count() > before:
                    return evidence
        pytest.fail("no evidence opened at a click on the figure")

    def outside(self):
        parts = [urlsplit(url) for url in self.requests]
        web = [p for p in parts if p.scheme in ("http", "https", "ws", "wss")]
        return [p.geturl() for p in web if p.hostname not in ("127.0.0.1", "localhost")]

    def assert_clean(self):
        assert self.wrong == []
        assert self.outside() == []
        assert self.page.evaluate(TOO_WIDE) == []


def receive(browser):
    """Yield what begins visits; they end with it."""
    visits = []

    def begin(address, **how):
        visits.append(Visit(browser, address, **how))
        return visits[-1]

    yield begin
    for held in visits:
        held.context.close()

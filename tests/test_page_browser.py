"""The page in a real Chromium: what a person sees, clicks and waits for."""

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

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent
FLAGSHIP = "广东在2060年达成碳中和时间表及产业投入产出路线图应为何？"
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
PATIENCE_MS = 60_000
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


@pytest.fixture(scope="module")
def browser():
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
        process.wait(20)


def wait_for(address, process, log):
    root = address.rsplit("/", 1)[0] + "/static/js/bokeh.min.js"
    for _ in range(240):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(root, timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
    pytest.fail("the page was not served:\n" + log.read_text(encoding="utf-8")[-2000:])


@pytest.fixture(scope="module")
def by_rote(tmp_path_factory):
    yield from serve(ROOT / "tests" / "fake_page.py", tmp_path_factory.mktemp("rote"))


@pytest.fixture(scope="module")
def for_real(tmp_path_factory):
    yield from serve(ROOT / "app.py", tmp_path_factory.mktemp("real"))


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

    def outside(self):
        parts = [urlsplit(url) for url in self.requests]
        web = [p for p in parts if p.scheme in ("http", "https", "ws", "wss")]
        return [p.geturl() for p in web if p.hostname not in ("127.0.0.1", "localhost")]

    def assert_clean(self):
        assert self.wrong == []
        assert self.outside() == []
        assert self.page.evaluate(TOO_WIDE) == []


@pytest.fixture
def visit(browser):
    visits = []

    def begin(address, **how):
        visits.append(Visit(browser, address, **how))
        return visits[-1]

    yield begin
    for held in visits:
        held.context.close()


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_a_question_is_answered_with_text_charts_and_evidence(
    by_rote, visit, width, height, tmp_path
):
    person = visit(by_rote, width=width, height=height)
    person.ask(FLAGSHIP)
    person.see("11 个数字中 11 个已核对")
    person.page.locator("canvas").nth(1).wait_for()
    person.see("接着可以问")
    person.page.screenshot(path=tmp_path / f"answer_{width}.png")
    person.assert_clean()
    figure = person.page.locator(".vc-answer .vc-figure").nth(2)
    assert figure.inner_text() == "46.1%"
    figure.click()
    evidence = person.page.locator(".vc-evidence:popover-open")
    assert "演示数据（合成）" in evidence.inner_text()
    evidence.get_by_role("button", name="569.1").click()
    opened = person.page.locator(".vc-evidence:popover-open").last
    assert "CO2排放 · 广东 · 2019年" in opened.inner_text()
    person.page.screenshot(path=tmp_path / f"evidence_{width}.png")
    person.assert_clean()


def test_tables_open_and_are_kept_as_csv(by_rote, visit):
    person = visit(by_rote, width=1400, height=900)
    person.ask("2060")
    person.see("Notes and assumptions (3)")
    row = person.page.get_by_text("Table · Timetable").locator(
        "xpath=ancestor::*[contains(@class, 'MuiCardHeader-root')]"
    )
    row.get_by_label("show more").click()
    button = person.page.get_by_text("Download CSV")
    button.wait_for()
    with person.page.expect_download() as download:
        button.click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("Year,Net CO2 (Mt),Kind,Source\n2025,601.2,demonstration")


def test_a_running_question_can_be_stopped(by_rote, visit):
    person = visit(by_rote, width=1400, height=900, lang="en")
    person.ask("slow")
    person.see("Slow tool")
    person.page.get_by_label("Stop").click()
    person.see("Stopped. Ask another question")
    person.ask("which?")
    person.page.get_by_role("button", name="Guangxi").wait_for()


def test_a_failure_is_told_kindly_and_without_its_inside(by_rote, visit):
    person = visit(by_rote, width=1400, height=900, lang="en")
    person.ask("crash")
    person.see("Sorry, something went wrong")
    assert person.page.get_by_text("the secret inner reason").count() == 0
    person.ask("refuse")
    person.see("No “Guandong”. Guangdong?")
    assert person.wrong == []


def test_a_question_too_long_or_empty_gets_a_hint(by_rote, visit):
    person = visit(by_rote, width=1400, height=900, lang="en")
    person.ask("x" * 4001)
    person.see("at most 4000")
    person.ask("   ")
    person.see("Please type a question.")


def test_markup_in_a_question_stays_text(by_rote, visit):
    person = visit(by_rote, width=1400, height=900, lang="en")
    person.ask("which <img src='http://outside.example/x.png'> ![x](http://outside.example/y.png)")
    person.page.get_by_role("button", name="Guangxi").wait_for()
    person.see("<img src='http://outside.example/x.png'>")
    person.assert_clean()


def test_choices_and_starters_ask_and_the_language_changes(by_rote, visit):
    person = visit(by_rote, width=390, lang="zh")
    person.see("可以这样问")
    person.page.get_by_role("button", name="English").click()
    person.see("You could ask")
    person.see("DEMONSTRATION")
    person.page.get_by_role("button", name="Draw the network of Hebei").click()
    person.see("11 of 11 figures verified")
    person.assert_clean()


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_the_flagship_question_on_the_demonstration_data(for_real, visit, width, height, tmp_path):
    person = visit(for_real, width=width, height=height)
    person.ask(FLAGSHIP)
    line = person.page.locator(".vc-verified b").first
    line.wait_for()
    figures, verified = [int(word) for word in line.inner_text().split() if word.isdigit()]
    assert figures == verified > 10
    person.page.locator("canvas").nth(2).wait_for()
    person.see("数据来源")
    parts = person.page.locator(".vc-answer").all_inner_texts()
    assert [p.split("、")[0].strip()[-1:] for p in parts[1:4]] == ["三", "四", "五"]
    person.page.screenshot(path=tmp_path / f"flagship_{width}.png")
    person.assert_clean()

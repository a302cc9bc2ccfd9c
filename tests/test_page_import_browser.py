"""Importing on the page in a real Chromium: drop, watch, read the report, use the data."""

import io
import json
import zipfile

import pytest

from tests.browsing import ROOT, open_browser, receive, serve
from tests.workbooks import make_provincial

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUESTION = "What were the CO2 emissions of Jiangsu in 2016?"
DROP = """([name, bytes]) => {
  const seek = (root) => {
    for (const el of root.querySelectorAll("*")) {
      if (el.matches("label.box")) return el
      const found = el.shadowRoot && seek(el.shadowRoot)
      if (found) return found
    }
  }
  const held = new DataTransfer()
  held.items.add(new File([new Uint8Array(bytes)], name))
  seek(document).dispatchEvent(new DragEvent("drop", {dataTransfer: held, bubbles: true}))
}"""


@pytest.fixture(scope="module")
def browser():
    yield from open_browser()


@pytest.fixture
def home(tmp_path):
    return tmp_path


@pytest.fixture
def address(home):
    yield from serve(ROOT / "app.py", home)


@pytest.fixture
def visit(browser):
    yield from receive(browser)


def workbook(name, **how):
    return {"name": name, "mimeType": XLSX, "buffer": make_provincial(**how)}


def open_data(person, label="Data"):
    person.page.get_by_role("button", name=label, exact=True).click()


def upload(person, *files, button="Import files ("):
    person.page.locator("input[type=file]").set_input_files(list(files))
    person.page.get_by_role("button", name=button).click()


def click(person, name):
    person.page.get_by_role("button", name=name, exact=True).click()


def leave(person):
    click(person, "Close")
    person.page.locator(".MuiDrawer-root").wait_for(state="detached")


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_dropped_files_are_imported_reported_and_used(
    address, visit, width, height, tmp_path, home
):
    person = visit(address, width=width, height=height, lang="en")
    other = visit(address, width=1400, height=900, lang="en")
    open_data(person)
    book = make_provincial(2016, ("Jiangsu", "Hebei"), scale=3.0)
    person.page.locator("input[type=file]").wait_for(state="attached")
    person.page.evaluate(DROP, ["<i>2016.xlsx", list(book)])
    person.see("<i>2016.xlsx")
    click(person, "Import files (1)")
    person.see("Data set ceads: 1 imported.")
    person.see("imported")
    person.page.screenshot(path=tmp_path / f"report_{width}.png")
    person.assert_clean()
    click(person, "Use in this conversation")
    person.see("This conversation uses this data set.")
    leave(person)
    person.see("provincial inventories 2016")
    assert person.page.get_by_text("net-zero timetable").count() == 0
    person.ask(QUESTION)
    person.see("figures verified")
    text = person.page.locator(".vc-answer").first.inner_text()
    assert "Mt" in text
    figure = person.page.locator(".vc-answer .vc-figure").first
    assert "vc-demonstration" not in figure.get_attribute("class")
    other.ask(QUESTION)
    other.see("figures verified")
    assert other.page.get_by_text("dashed amber marks").count() == 1
    person.assert_clean()
    other.assert_clean()
    manifest = json.loads(next(home.glob("datasets/ceads/v*/dataset.json")).read_text("utf-8"))
    assert [f["name"] for f in manifest["files"]] == ["_i_2016.xlsx"]


def test_a_file_that_is_none_is_refused_in_the_readers_words(address, visit):
    person = visit(address, width=1400, height=900, lang="zh")
    open_data(person, "管理数据")
    upload(
        person,
        workbook("好的.xlsx", year=2018),
        {"name": "坏的.xlsx", "mimeType": XLSX, "buffer": b"PK\x03\x04 no workbook at all"},
        {"name": "说明.docx", "mimeType": "text/plain", "buffer": b"words"},
        button="导入 2 个文件",
    )
    person.see("类型不能导入")
    person.see("数据集 ceads：已导入 1、未导入 1。")
    assert person.page.get_by_text("Traceback").count() == 0
    person.assert_clean()


def test_a_running_import_can_be_stopped(address, visit):
    person = visit(address, width=1400, height=900, lang="en")
    open_data(person)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for year in range(1998, 2020):
            file.writestr(f"{year}.xlsx", make_provincial(year, ("Hebei",)))
    packed = {"name": "all.zip", "mimeType": "application/zip", "buffer": archive.getvalue()}
    upload(person, packed, button="Import files (1)")
    person.page.get_by_role("button", name="Stop", exact=True).click()
    person.see("stopped")
    person.assert_clean()


def test_a_data_set_is_looked_at_verified_and_removed(address, visit, home):
    person = visit(address, width=390, height=844, lang="en")
    open_data(person)
    person.page.get_by_label("Into the data set").fill("demonstration")
    person.see("choose another name")
    person.page.get_by_label("Into the data set").fill("mine")
    upload(person, workbook("a.xlsx", year=2018))
    click(person, "Use in this conversation")
    person.page.get_by_role("tab", name="Data held").click()
    person.page.locator("canvas").first.wait_for()
    person.see("CEADs provincial CO2")
    person.assert_clean()
    click(person, "Verify files")
    person.see("All files are intact")
    next(home.glob("datasets/mine/v*/*.npy")).write_bytes(b"gone")
    click(person, "Verify files")
    person.see("missing or unreadable")
    click(person, "Remove data set")
    person.see("deleted from this computer for good")
    click(person, "Remove")
    person.see("was removed.")
    assert not (home / "datasets" / "mine").exists()
    leave(person)
    person.see("Data set switched to “Demonstration data set (synthetic)”")
    person.assert_clean()

"""The page in a real Chromium: what a person sees, clicks and waits for."""

from pathlib import Path

import pytest

from tests.browsing import ROOT, open_browser, receive, serve

pytestmark = pytest.mark.browser

FLAGSHIP = "广东在2060年达成碳中和时间表及产业投入产出路线图应为何？"


@pytest.fixture(scope="module")
def browser():
    yield from open_browser()


@pytest.fixture(scope="module")
def by_rote(tmp_path_factory):
    yield from serve(ROOT / "tests" / "fake_page.py", tmp_path_factory.mktemp("rote"))


@pytest.fixture(scope="module")
def for_real(tmp_path_factory):
    yield from serve(ROOT / "app.py", tmp_path_factory.mktemp("real"))


@pytest.fixture
def visit(browser):
    yield from receive(browser)


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
    evidence = person.open_evidence(figure)
    assert "演示数据（合成）" in evidence.inner_text()
    opened = person.open_evidence(evidence.get_by_role("button", name="569.1"))
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


def test_a_second_question_stays_in_the_box_with_a_hint(by_rote, visit):
    person = visit(by_rote, width=1400, height=900, lang="en")
    person.ask("slow")
    person.see("Slow tool")
    person.ask("which?")
    person.see("yours is kept in the box")
    person.see_in_box("which?")
    person.page.get_by_label("Stop").click()
    person.see("Stopped. Ask another question")
    person.see_gone("yours is kept in the box")
    person.box.press("Enter")
    person.page.get_by_role("button", name="Guangxi").wait_for()
    person.assert_clean()


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

"""Kept conversations in a real Chromium: found, taken up with their charts, undone, deleted."""

from pathlib import Path

import pytest

from tests.browsing import ROOT, open_browser, receive, serve

pytestmark = pytest.mark.browser

FLOWS, TOTAL = "画出广东能源到行业的流向图", "2019年广东碳排放总量是多少？"


@pytest.fixture(scope="module")
def browser():
    yield from open_browser()


@pytest.fixture(scope="module")
def for_real(tmp_path_factory):
    yield from serve(ROOT / "app.py", tmp_path_factory.mktemp("kept"))


@pytest.fixture
def visit(browser):
    yield from receive(browser)


def ask(person, question, number=1):
    person.ask(question)
    person.page.locator(".vc-verified b").nth(number - 1).wait_for()
    person.page.get_by_role("button", name="撤回").wait_for()


def open_history(person):
    person.page.get_by_label("历史对话").first.click()
    person.page.get_by_role("searchbox").wait_for()


def threads(person):
    return person.page.locator("button.thread")


def scroll_to_chart(person):
    """Scroll as a reader does until the chart is drawn, which waits for its being near."""
    person.page.mouse.move(150, 400)
    drawn = person.page.locator("canvas").first
    for _ in range(30):
        if drawn.count():
            break
        person.page.mouse.wheel(0, 150)
        person.page.evaluate("new Promise(requestAnimationFrame)")
    drawn.wait_for()


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (380, 780)])
def test_a_conversation_is_found_and_taken_up_with_its_charts(
    for_real, visit, width, height, tmp_path
):
    person = visit(for_real, width=width, height=height)
    ask(person, FLOWS)
    person.page.get_by_label("新对话").first.click()
    person.see("可以这样问")
    person.page.locator(".vc-verified").wait_for(state="detached")
    open_history(person)
    person.page.get_by_role("searchbox").fill("煤炭 流向")
    threads(person).first.wait_for()
    person.page.screenshot(path=tmp_path / f"history_{width}.png")
    threads(person).first.click()
    person.page.locator(".vc-verified b").first.wait_for()
    person.see(FLOWS)
    scroll_to_chart(person)
    evidence = person.open_evidence(person.page.locator(".vc-answer .vc-figure").first)
    assert "广东" in evidence.inner_text()
    person.page.screenshot(path=tmp_path / f"resumed_{width}.png")
    person.assert_clean()


def test_two_readers_see_their_own_and_undo_deletes_what_was_said(for_real, visit):
    one, other = (visit(for_real, width=1000, height=800) for _ in range(2))
    ask(one, TOTAL)
    ask(other, "2018年河北碳排放总量是多少？")
    ask(one, "那江苏呢？", 2)
    assert "江苏" in one.page.locator(".vc-answer").last.inner_text()
    for person, title in ((one, TOTAL), (other, "2018年河北碳排放总量是多少？")):
        open_history(person)
        threads(person).first.wait_for()
        assert threads(person).locator("b").all_inner_texts() == [title]
        person.page.keyboard.press("Escape")
        person.page.get_by_role("searchbox").wait_for(state="hidden")
    one.page.get_by_role("button", name="撤回").click()
    one.see("助手也不再记得它")
    one.page.locator(".vc-verified").nth(1).wait_for(state="detached")
    assert one.page.locator(".vc-verified").count() == 1
    open_history(one)
    one.see("1 问")
    one.page.locator("button.more").click()
    one.page.get_by_role("button", name="删除").click()
    one.see("彻底删除这个对话？")
    one.page.get_by_role("button", name="删除").click()
    one.see("还没有保存的对话")
    one.page.locator(".vc-verified").wait_for(state="detached")
    one.assert_clean()


def test_an_export_is_a_file_with_the_answer(for_real, visit):
    person = visit(for_real, width=1000, height=800)
    ask(person, TOTAL)
    open_history(person)
    person.page.locator("button.more").first.click()
    with person.page.expect_download() as download:
        person.page.get_by_role("button", name="HTML").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "569.1 Mt" in text
    assert download.value.suggested_filename.endswith(".html")
    person.page.get_by_role("button", name="改名").click()
    person.page.get_by_label("改名").fill("新的名字")
    person.page.keyboard.press("Enter")
    person.see("新的名字")
    person.assert_clean()


def test_a_question_can_be_edited_and_asked_again(for_real, visit):
    person = visit(for_real, width=1000, height=800)
    ask(person, TOTAL)
    person.page.get_by_role("button", name="重新回答").click()
    person.page.locator(".vc-verified").wait_for(state="detached")
    person.page.locator(".vc-verified b").wait_for()
    person.page.get_by_role("button", name="修改问题").click()
    person.page.locator(".vc-verified").wait_for(state="detached")
    person.see_in_box(TOTAL)
    person.assert_clean()

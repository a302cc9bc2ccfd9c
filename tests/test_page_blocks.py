"""Where charts stand in an answer, and which notes are seen without opening a card."""

import pytest

from assistant.events import Answer
from assistant.page.answer import more_charts, split_charts
from assistant.page.blocks import split_answer
from assistant.page.notes import MOST_WARNINGS, all_notes, warnings_html
from data.result import Chart, Finding, Note, Result, make_claim, mark
from data.text import same


def claim(year):
    return make_claim(
        "co2_mt", 10.0, unit="Mt", kind="official", dataset="d", source="s", year=year
    )


FIRST, SECOND, SHARED = claim(2020), claim(2030), claim(2025)


def chart(chart_id, section="main"):
    return Chart(
        id=chart_id, type="trend", title=same("t"), data={}, unit="Mt", kind="official",
        section=section,
    )  # fmt: skip


def result(*charts, notes=()):
    findings = [
        Finding(section="start", text=same(f"{mark(FIRST)} {mark(SHARED)}")),
        Finding(section="path", text=same(f"{mark(SECOND)} {mark(SHARED)}")),
    ]
    return Result(
        tool="x", title=same("x"), findings=findings, charts=list(charts), notes=list(notes)
    )


def answer(text, *results):
    return Answer(question="?", lang="en", text=text, results=list(results))


TEXT = f"Before.\n\n### A\n{mark(FIRST)}, {mark(SHARED)}\n\n### B\n{mark(SECOND)}\n\n### C\nEnd."


def seen(text, *results):
    return [
        (t.count("###"), [c.id for c in held]) for t, held in split_answer(answer(text, *results))
    ]


@pytest.mark.parametrize(
    ("charts", "blocks"),
    [
        ([], [(3, [])]),
        ([chart("a", "start")], [(1, ["a"]), (2, [])]),
        ([chart("b", "path"), chart("a", "start")], [(1, ["a"]), (1, ["b"]), (1, [])]),
        ([chart("m")], [(3, ["m"])]),
        ([chart("b1", "path"), chart("b2", "path")], [(2, ["b1", "b2"]), (1, [])]),
    ],
)
def test_a_chart_stands_beneath_the_part_that_speaks_of_its_figures(charts, blocks):
    assert seen(TEXT, result(*charts)) == blocks


@pytest.mark.parametrize("text", [TEXT, "", "### only", "no heading", "a\n#hash\n"])
def test_no_word_and_no_chart_is_lost(text):
    blocks = split_answer(answer(text, result(chart("a", "start"), chart("m"))))
    assert "".join(t for t, _ in blocks) == text
    assert sorted(c.id for _, held in blocks for c in held) == ["a", "m"]


def note(level, text):
    return Note(level=level, text=same(text))


def test_what_is_missing_is_seen_first_and_information_only_in_the_card():
    held = answer("", result(notes=[note("info", "i"), note("caution", "c"), note("missing", "m")]))
    assert [n.text.en for n in all_notes(held)] == ["m", "c", "i"]
    html = warnings_html(held, set())
    assert html.index("</em>m</li>") < html.index("</em>c</li>")
    assert "</em>i</li>" not in html


def test_a_caution_is_said_once_and_what_is_missing_each_time():
    told = set()
    held = answer("", result(notes=[note("caution", "c"), note("missing", "m")]))
    assert "</em>c</li>" in warnings_html(held, told)
    again = warnings_html(held, told)
    assert "</em>c</li>" not in again
    assert "</em>m</li>" in again


def test_many_cautions_are_counted_not_listed():
    html = warnings_html(
        answer("", result(notes=[note("caution", str(i)) for i in range(9)])), set()
    )
    assert html.count("<li") == MOST_WARNINGS
    assert "6 more cautions" in html


def test_an_answer_without_warnings_has_no_box():
    assert warnings_html(answer("", result(notes=[note("info", "i")])), set()) == ""


@pytest.mark.parametrize(
    ("held", "total", "in_view", "folded"),
    [(3, 6, ["0", "1", "2"], []), (3, 9, ["0", "1"], ["2"]), (1, 9, ["0"], []), (0, 9, [], [])],
)
def test_an_answer_of_many_charts_folds_the_later_ones_of_a_part(held, total, in_view, folded):
    charts = [chart(str(k)) for k in range(held)]
    assert tuple([c.id for c in part] for part in split_charts(charts, total)) == (in_view, folded)


def test_a_fold_draws_its_charts_when_it_is_opened_and_names_those_it_cannot_draw():
    card = more_charts([chart("broken")], "en")
    assert card.title == "More charts (1)"
    assert card.objects == []
    card.collapsed = False
    [shown] = card.objects
    assert "could not be drawn" in shown.object

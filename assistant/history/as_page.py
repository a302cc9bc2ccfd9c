"""A conversation as one HTML file: live charts, figures that open, no network, no server.

Each part of an answer stands in a tree of its own (a declarative shadow root), so that the popovers
of one part do not meet those of another and no answer can dress the page.
"""

import html
import logging
from pathlib import Path
from typing import Any

from assistant.events import Answer
from assistant.evidence import Evidence
from assistant.history import words
from assistant.history.as_markdown import moment
from assistant.history.keys import mask
from assistant.history.records import Held, Turn
from assistant.page import text as ui
from assistant.page.blocks import split_answer
from assistant.page.lines import sources_html, verified_line
from assistant.page.notes import all_notes, notes_html, warnings_html
from assistant.page.tables import table_html
from assistant.rendering import to_html
from data.result import Chart
from data.text import Lang
from viz.file import LANGUAGE, POLICY, embed, library
from viz.option import height, option

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
STYLE = FOLDER.parent / "page" / "style.css"


def to_page(held: Held, lang: Lang) -> str:
    """Write a conversation; the frame in one language, each answer in its own.

    Raises:
        DataMissingError: The installation lacks the library that draws the charts.
    """
    drawn: list[Any] = []
    told: set[str] = set()
    body = "".join(_turn(turn, lang, drawn, told) for turn in held.turns)
    title = html.escape(held.thread.title)
    script = (FOLDER / "page.js").read_text(encoding="utf-8")
    frame = (FOLDER / "page.css").read_text(encoding="utf-8")
    charts = f"<script>{library()}</script>" if drawn else ""
    below = html.escape(words.EXPORTED.get(lang))
    page = f"""<!doctype html>
<html lang="{LANGUAGE[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{title}</title>
<style>{frame}</style>
</head>
<body>
<main>
<header><h1>{title}</h1><p>{moment(held.thread.created)} · {below}</p>
<noscript>{html.escape(words.NEEDS_SCRIPT.get(lang))}</noscript></header>
{body}
</main>
<script type="application/json" id="options">{embed(drawn)}</script>
<script type="application/json" id="style">{embed(STYLE.read_text(encoding="utf-8"))}</script>
"""
    return mask(page) + f"{charts}\n<script>{script}</script>\n</body>\n</html>\n"


def _turn(turn: Turn, lang: Lang, drawn: list[Any], told: set[str]) -> str:
    if turn.said is not None:
        return f'<p class="change">{html.escape(turn.said.get(lang))}</p>'
    asked = f'<h2 class="question">{html.escape(turn.question)}</h2>'
    if turn.answer is None:
        return f'{asked}<p class="change">{html.escape(turn.told.get(lang))}</p>'
    parts = [*_texts(turn.answer, drawn, told), *_details(turn.answer)]
    return f'<section lang="{LANGUAGE[turn.answer.lang]}">{asked}{"".join(parts)}</section>'


def _texts(answer: Answer, drawn: list[Any], told: set[str]) -> list[str]:
    parts: list[str] = []
    blocks = split_answer(answer)
    for place, (text, charts) in enumerate(blocks, 1):
        shown = to_html(answer.model_copy(update={"text": text}), answer.lang)
        if place == len(blocks):
            shown += verified_line(answer) + warnings_html(answer, told)
        parts.append(_apart(shown))
        parts += [_chart(chart, answer.lang, drawn) for chart in charts]
    return parts


def _chart(chart: Chart, lang: Lang, drawn: list[Any]) -> str:
    title = html.escape(chart.title.get(lang))
    try:
        drawn.append(option(chart, lang))
    except Exception:
        log.exception("chart %s (%s) could not be drawn", chart.id, chart.type)
        return f'<p class="change">{title} · {html.escape(words.CHART_FAILED.get(lang))}</p>'
    notes = "".join(f"<p>{html.escape(n.get(lang))}</p>" for n in chart.notes)
    place = len(drawn) - 1
    return (
        f'<figure><div class="chart" role="img" aria-label="{title}" data-option="{place}"'
        f' style="height:{height(chart)}px"></div><figcaption>{notes}</figcaption></figure>'
    )


def _details(answer: Answer) -> list[str]:
    lang = answer.lang
    parts: list[str] = []
    for table in (t for r in answer.results for t in r.tables):
        evidence = Evidence(answer.claims, answer.results, lang)
        title = f"{ui.TABLE.get(lang)} · {table.title.get(lang)}"
        parts.append(_fold(title, table_html(table, evidence)))
    notes = notes_html(answer)
    if notes:
        number = len(all_notes(answer))
        title = ui.NOTES.get(lang).format(n=number) if number else ui.METHOD.get(lang)
        parts.append(_fold(title, notes))
    sources = sources_html(answer.results, lang)
    return [*parts, _fold(ui.SOURCES.get(lang), sources)] if sources else parts


def _fold(title: str, inside: str) -> str:
    return f"<details><summary>{html.escape(title)}</summary>{_apart(inside)}</details>"


def _apart(inside: str) -> str:
    return f'<div class="part"><template shadowrootmode="open">{inside}</template></div>'

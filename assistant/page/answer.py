"""The parts of an answer on the page: text, charts, tables, notes, sources and what to ask next."""

import io
import logging
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any

import panel as pn
import panel_material_ui as pmui

from assistant.events import Answer
from assistant.evidence import Evidence
from assistant.page import text as ui
from assistant.page.lines import sources_html, verified_line
from assistant.page.notes import all_notes, notes_html, warnings_html
from assistant.page.tables import table_csv, table_html
from assistant.rendering import to_html
from data.result import Chart, Table
from data.text import Lang
from viz.panes import pane

log = logging.getLogger(__name__)

Ask = Callable[[str], None]

MOST_TABLES_IN_VIEW = 3
MOST_CHARTS_IN_VIEW = 6
MOST_CHARTS_OF_A_PART = 2
"""How many charts each part keeps in view where an answer has more than MOST_CHARTS_IN_VIEW."""

BUTTON_SX = {
    "borderRadius": "10px",
    "fontSize": "14px",
    "fontWeight": 400,
    "justifyContent": "flex-start",
    "lineHeight": 1.5,
    "padding": "6px 14px",
    "textAlign": "left",
    "textTransform": "none",
    "whiteSpace": "normal",
}

CARD_SX = {
    "borderColor": "#dfe6e4",
    "& .MuiCardHeader-root": {"padding": "5px 14px"},
    "& .MuiCardHeader-content .MuiTypography-root": {
        "fontSize": "14.5px !important",
        "fontWeight": "500 !important",
    },
}


@cache
def style() -> str:
    """Return the style sheet of the page's HTML panes."""
    return (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def html_pane(html: str) -> pn.pane.HTML:
    """Show HTML that is safe already."""
    return pn.pane.HTML(
        html, stylesheets=[style()], css_classes=["vc"], sizing_mode="stretch_width", margin=(4, 10)
    )


def text_pane(answer: Answer, text: str) -> pn.pane.HTML:
    """Show a part of the answer's text."""
    part = answer.model_copy(update={"text": text})
    return html_pane(to_html(part, answer.lang))


def last_text_pane(answer: Answer, text: str, told: set[str]) -> pn.pane.HTML:
    """Show the end of the text, how many figures were verified, and what the reader must know.

    Args:
        answer: The whole answer.
        text: The last part of its text.
        told: Cautions that earlier answers showed; those of this one are added.
    """
    part = answer.model_copy(update={"text": text})
    below = verified_line(answer) + warnings_html(answer, told)
    return html_pane(to_html(part, answer.lang) + below)


def chart_panes(
    charts: Iterable[Chart], lang: Lang, failed: Callable[[Chart], None]
) -> Iterator[pn.Column]:
    """Draw charts one after another; one that cannot be drawn says so."""
    for chart in charts:
        try:
            drawn = pane(chart, lang)
        except Exception:
            log.exception("chart %s (%s) could not be drawn", chart.id, chart.type)
            failed(chart)
            continue
        yield drawn


def split_charts(charts: list[Chart], total: int) -> tuple[list[Chart], list[Chart]]:
    """Part the charts of one part of an answer into those in view and those in a fold.

    Args:
        charts: The charts of the part, the telling ones first.
        total: How many charts the whole answer has.
    """
    most = len(charts) if total <= MOST_CHARTS_IN_VIEW else MOST_CHARTS_OF_A_PART
    return charts[:most], charts[most:]


def more_charts(charts: list[Chart], lang: Lang) -> pmui.Card:
    """Hold charts in a fold; they are drawn when it is first opened."""

    def build() -> list[pn.viewable.Viewable]:
        failed: list[Chart] = []
        drawn = list(chart_panes(charts, lang, failed.append))
        return [*drawn, *(not_drawn(chart, lang) for chart in failed)]

    return _card(ui.MORE_CHARTS.get(lang).format(n=len(charts)), build)


def not_drawn(chart: Chart, lang: Lang) -> pn.pane.HTML:
    """Say that a chart could not be drawn."""
    return message_pane(ui.CHART_FAILED.get(lang).format(title=chart.title.get(lang)))


def details(answer: Answer) -> pn.Column | None:
    """Show tables, notes and sources, where there are any."""
    lang = answer.lang
    tables = [table for result in answer.results for table in result.tables]
    parts: list[pn.viewable.Viewable] = []
    if len(tables) > MOST_TABLES_IN_VIEW:
        title = ui.ALL_TABLES.get(lang).format(n=len(tables))
        parts.append(_card(title, lambda: [_table_card(t, answer) for t in tables]))
    else:
        parts += [_table_card(t, answer) for t in tables]
    notes = notes_html(answer)
    if notes:
        count = len(all_notes(answer))
        title = ui.NOTES.get(lang).format(n=count) if count else ui.METHOD.get(lang)
        parts.append(_card(title, lambda: [html_pane(notes)]))
    sources = sources_html(answer.results, lang)
    if sources:
        parts.append(_card(ui.SOURCES.get(lang), lambda: [html_pane(sources)]))
    return pn.Column(*parts, sizing_mode="stretch_width", margin=(6, 0)) if parts else None


def question_buttons(title: str, questions: list[str], ask: Ask) -> pn.Column:
    """Offer questions as buttons that ask them."""
    return pn.Column(
        html_pane(f'<p class="vc-label">{escape(title)}</p>'),
        pn.FlexBox(*(_button(q, ask) for q in questions), gap="8px", margin=(2, 10, 8, 10)),
        sizing_mode="stretch_width",
    )


def message_pane(text: str) -> pn.pane.HTML:
    """Show a sentence of the page itself."""
    return html_pane(f'<p class="vc-message">{escape(text)}</p>')


def _button(question: str, ask: Ask) -> pmui.Button:
    button = pmui.Button(label=question, variant="outlined", margin=0, sx=BUTTON_SX)
    button.on_click(lambda _event: ask(question))
    return button


def fold(**params: Any) -> pmui.Card:
    """Make a calm card: outlined, with a small title."""
    return pmui.Card(
        elevation=0,
        variant="outlined",
        sizing_mode="stretch_width",
        margin=(0, 10, 8, 10),
        sx=CARD_SX,
        **params,
    )


def _card(title: str, build: Callable[[], list[pn.viewable.Viewable]]) -> pmui.Card:
    """Make a folded card whose content is built when it is first opened."""
    card = fold(title=title, collapsed=True)

    def fill(_event: object) -> None:
        if not card.collapsed and not card.objects:
            card.objects = build()

    card.param.watch(fill, "collapsed")
    return card


def _table_card(table: Table, answer: Answer) -> pmui.Card:
    lang = answer.lang

    def build() -> list[pn.viewable.Viewable]:
        evidence = Evidence(answer.claims, answer.results, lang)
        download = pmui.FileDownload(
            callback=partial(_csv_file, table, lang),
            filename=f"{table.id}.csv",
            label=ui.DOWNLOAD.get(lang),
            button_type="default",
            variant="text",
            margin=(0, 4),
        )
        return [html_pane(table_html(table, evidence)), download]

    return _card(f"{ui.TABLE.get(lang)} · {table.title.get(lang)}", build)


def _csv_file(table: Table, lang: Lang) -> io.BytesIO:
    return io.BytesIO(table_csv(table, lang).encode("utf-8-sig"))

"""An answer on the page: part by part as it is given, or whole when it is taken up again."""

import asyncio
from collections.abc import Callable
from html import escape

import panel as pn

from assistant.events import Answer
from assistant.history.records import Turn
from assistant.page import text as ui
from assistant.page.answer import (
    Ask,
    chart_panes,
    details,
    html_pane,
    last_text_pane,
    more_charts,
    not_drawn,
    question_buttons,
    split_charts,
    text_pane,
)
from assistant.page.blocks import split_answer
from assistant.page.browser import Seen
from data.result import Chart
from data.text import Lang, Text
from viz.option import height

Show = Callable[[pn.viewable.Viewable], None]


async def present(
    answer: Answer, show: Show, ask: Ask, told: set[str], begun: Callable[[], None]
) -> None:
    """Show the text part by part, each chart beneath the part it illustrates, then the rest.

    Args:
        answer: What to show.
        show: Adds a part to the thread.
        ask: Asks a question that is offered.
        told: Cautions that earlier answers showed.
        begun: Called once the first part is there to read.
    """
    blocks = split_answer(answer)
    total = sum(len(charts) for _, charts in blocks)
    for place, (text, charts) in enumerate(blocks, 1):
        whole = place == len(blocks)
        show(last_text_pane(answer, text, told) if whole else text_pane(answer, text))
        if place == 1:
            begun()
        await asyncio.sleep(0)
        seen, more = split_charts(charts, total)
        for drawn in chart_panes(seen, answer.lang, lambda c: show(not_drawn(c, answer.lang))):
            show(drawn)
            await asyncio.sleep(0)
        if more:
            show(more_charts(more, answer.lang))
    rest = details(answer)
    if rest is not None:
        show(rest)
    offers = offered(answer, ask)
    if offers is not None:
        show(offers)


def offered(answer: Answer, ask: Ask) -> pn.Column | None:
    """Offer the choices of an answer that asks back, else what could be asked next."""
    held = answer.choices or answer.followups
    title = ui.CHOICES if answer.choices else ui.FOLLOWUPS
    return question_buttons(title.get(answer.lang), held, ask) if held else None


def stored(turn: Turn, lang: Lang, told: set[str]) -> pn.Column:
    """Show a stored answer in one piece; its charts are drawn when the reader comes near them."""
    if turn.answer is None:
        parts: list[pn.viewable.Viewable] = [divider(Text(zh="", en=""), turn.told.get(lang))]
    else:
        parts = _parts(turn.answer, told)
    return pn.Column(*parts, sizing_mode="stretch_width", margin=0)


def divider(title: Text, said: str, lang: Lang = "zh") -> pn.pane.HTML:
    """Write a line that parts the thread."""
    head = f"<b>{escape(title.get(lang))}</b>" if title.get(lang) else ""
    return html_pane(
        f'<div class="vc-divider" role="status">{head}<span>{escape(said)}</span></div>'
    )


def question_pane(question: str) -> pn.pane.HTML:
    """Show a question as it was typed."""
    return pn.pane.HTML(f'<div style="white-space: pre-wrap">{escape(question)}</div>')


def _parts(answer: Answer, told: set[str]) -> list[pn.viewable.Viewable]:
    parts: list[pn.viewable.Viewable] = []
    blocks = split_answer(answer)
    total = sum(len(charts) for _, charts in blocks)
    for place, (text, charts) in enumerate(blocks, 1):
        whole = place == len(blocks)
        parts.append(last_text_pane(answer, text, told) if whole else text_pane(answer, text))
        seen, more = split_charts(charts, total)
        parts += [_later(chart, answer.lang) for chart in seen]
        parts += [more_charts(more, answer.lang)] if more else []
    rest = details(answer)
    return [*parts, rest] if rest is not None else parts


def _later(chart: Chart, lang: Lang) -> pn.Column:
    seen = Seen(margin=0, sizing_mode="stretch_width")
    room = pn.Column(seen, min_height=height(chart), sizing_mode="stretch_width", margin=0)

    def draw(_event: object) -> None:
        failed: list[Chart] = []
        drawn = list(chart_panes([chart], lang, failed.append))
        room.objects = drawn or [not_drawn(chart, lang)]
        room.min_height = None

    seen.param.watch(draw, "near")
    return room

"""A conversation as Markdown: figures with their units, tables, notes and sources."""

import datetime
import re

from assistant.events import Answer
from assistant.history import words
from assistant.history.records import Held, Turn
from assistant.page import text as ui
from assistant.page.lines import model_parts
from assistant.page.notes import all_notes
from assistant.rendering import to_plain
from data.citations import cite
from data.fields import format_number, unit_label
from data.result import KIND_LABEL, Column, Scalar, Table
from data.text import Lang, Text

MOST_ROWS = 200
MARKUP = re.compile(r"<(?=[A-Za-z/!?])|(?<=!)\[")
"""What a Markdown viewer may take for HTML or for an image to load."""


def to_markdown(held: Held, lang: Lang) -> str:
    """Write a conversation; the frame in one language, each answer in its own."""
    begun = moment(held.thread.created)
    parts = [f"# {_line(held.thread.title)}", f"{begun} · VisCEADs"]
    for turn in held.turns:
        parts += _turn(turn, lang)
    return "\n\n".join(p for p in parts if p) + "\n"


def moment(seconds: float) -> str:
    """Write a time as a reader's clock shows it."""
    return datetime.datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")


def _turn(turn: Turn, lang: Lang) -> list[str]:
    if turn.said is not None:
        return ["---", f"*{_line(turn.said.get(lang))}*"]
    parts = [f"## {_line(turn.question)}"]
    if turn.answer is None:
        return [*parts, f"*{turn.told.get(lang)}*"]
    return parts + _answer(turn.answer)


def _answer(answer: Answer) -> list[str]:
    lang = answer.lang
    charts = [c.title.get(lang) for r in answer.results for c in r.charts]
    tables = [_table(t, answer) for r in answer.results for t in r.tables]
    notes = [
        f"- **{ui.NOTE_LEVEL[n.level].get(lang)}** {_plain(n.text.get(lang), answer)}"
        for n in all_notes(answer)
    ]
    sources = {s.citation: s for r in answer.results for s in r.sources}.values()
    cited = [f"- {s.title.get(lang)} {cite(s.citation, lang)} {s.url}".rstrip() for s in sources]
    checked = ui.VERIFIED.get(lang).format(figures=answer.figures, verified=answer.verified)
    told = [checked] if answer.figures else []
    told += [answer.notice.get(lang)] if answer.notice else []
    return [
        _deeper(_plain(answer.text, answer)),
        "\n".join(f"- {c}" for c in answer.choices),
        *tables,
        "\n".join(f"- {words.CHART.get(lang)} · {title}" for title in charts),
        "\n".join(notes),
        "\n".join([f"**{ui.SOURCES.get(lang)}**", "", *cited]) if cited else "",
        f"*{' · '.join([*told, answer.dataset_title.get(lang), *model_parts(answer)])}*",
    ]


def _deeper(text: str) -> str:
    """Put an answer's headings beneath its question's."""
    lines = text.splitlines()
    return "\n".join("##" + line if line.startswith("# ") else line for line in lines)


def _table(table: Table, answer: Answer) -> str:
    lang = answer.lang
    heads = [_cell(_heading(c, lang)) for c in table.columns]
    rows = [
        f"| {' | '.join(_cell(_value(v, c, lang)) for v, c in zip(row, table.columns, strict=False))} |"
        for row in table.rows[:MOST_ROWS]
    ]
    kind = KIND_LABEL[table.kind].get(lang)
    caption = " · ".join(p for p in (kind, cite(table.source, lang)) if p)
    left = len(table.rows) - MOST_ROWS
    if left > 0:
        caption += " · " + ui.ROWS_LEFT.get(lang).format(shown=MOST_ROWS, rows=len(table.rows))
    title = f"**{ui.TABLE.get(lang)} · {table.title.get(lang)}**"
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *rows]
    return "\n".join([title, "", *lines, "", caption])


def _heading(column: Column, lang: Lang) -> str:
    unit = unit_label(column.unit, lang) if column.unit not in ("", "year") else ""
    return column.label.get(lang) + (f" ({unit})" if unit else "")


def _value(value: Scalar | Text, column: Column, lang: Lang) -> str:
    if value is None:
        return "–"
    if isinstance(value, Text):
        return value.get(lang)
    if isinstance(value, float):
        return format_number(value, column.unit) if column.unit else f"{value:,.4g}"
    return str(value)


def _plain(text: str, answer: Answer) -> str:
    return to_plain(_inert(text), answer.claims, answer.lang)


def _line(text: str) -> str:
    return _inert(" ".join(text.split()))


def _inert(text: str) -> str:
    r"""Escape what may act or load where the file is viewed.

    >>> print(_inert("<script> ![x](y) 1 < 2"))
    \<script> !\[x](y) 1 < 2
    """
    return MARKUP.sub(r"\\\g<0>", text)


def _cell(text: str) -> str:
    return _line(text).replace("|", r"\|")

"""Result tables on the page: compact HTML with the evidence of each figure, and a CSV to keep."""

import csv
import io
from html import escape

from assistant.evidence import Evidence
from assistant.page import text as ui
from data.citations import cite
from data.fields import format_number, unit_label
from data.result import KIND_LABEL, Column, Scalar, Table
from data.spreadsheet_text import guard
from data.text import Lang, Text

MOST_ROWS = 60
LONG_CELL = 14
"""Characters up to which a cell stays in one line; a phone scrolls the table sideways instead."""


def table_html(table: Table, evidence: Evidence) -> str:
    """Write a table as HTML: units in the header, gaps as a dash, figures that open."""
    lang = evidence.lang
    heads = "".join(
        f"<th{_class(_is_number(table, i))}>{escape(_heading(c, lang))}</th>"
        for i, c in enumerate(table.columns)
    )
    rows = "".join(
        f"<tr>{_row_html(table, place, evidence)}</tr>"
        for place in range(min(len(table.rows), MOST_ROWS))
    )
    caption = f"{KIND_LABEL[table.kind].get(lang)} · {cite(table.source, lang)}".removesuffix(" · ")
    if len(table.rows) > MOST_ROWS:
        caption += " · " + ui.ROWS_LEFT.get(lang).format(shown=MOST_ROWS, rows=len(table.rows))
    return (
        f'<div class="vc-scroll"><table><thead><tr>{heads}</tr></thead>'
        f'<tbody>{rows}</tbody></table></div><p class="vc-caption">{escape(caption)}</p>'
        f"{evidence.popovers()}"
    )


def table_csv(table: Table, lang: Lang) -> str:
    """Write a table as CSV with full precision, each row with its kind and source.

    Text that a spreadsheet would take for a formula is quoted with an apostrophe.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    kind, source = KIND_LABEL[table.kind].get(lang), guard(cite(table.source, lang))
    writer.writerow(
        [*(_heading(c, lang) for c in table.columns), ui.KIND.get(lang), ui.SOURCE.get(lang)]
    )
    for row in table.rows:
        writer.writerow([*(_csv_cell(cell, lang) for cell in row), kind, source])
    return file.getvalue()


def _row_html(table: Table, place: int, evidence: Evidence) -> str:
    claims = table.claims[place] if place < len(table.claims) else []
    cells: list[str] = []
    for i, (column, cell) in enumerate(zip(table.columns, table.rows[place], strict=False)):
        claim_id = claims[i] if i < len(claims) else None
        text = (
            evidence.button(claim_id, "bare")
            if claim_id in evidence.claims and evidence.claims[claim_id].unit == column.unit
            else evidence.button(claim_id, "short")
            if claim_id in evidence.claims
            else _cell_html(cell, column, evidence.lang)
        )
        long = len(_words(cell, evidence.lang)) > LONG_CELL
        cells.append(f"<td{_class(_is_number(table, i), long=long)}>{text}</td>")
    return "".join(cells)


def _cell_html(cell: Scalar | Text, column: Column, lang: Lang) -> str:
    if cell is None:
        return '<span class="vc-gap">—</span>'
    if isinstance(cell, Text):
        return escape(cell.get(lang))
    if isinstance(cell, float) and column.unit:
        return escape(format_number(cell, column.unit))
    if isinstance(cell, float):
        return f"{cell:,.4g}"
    return escape(str(cell))


def _heading(column: Column, lang: Lang) -> str:
    label, unit = column.label.get(lang), unit_label(column.unit, lang)
    if not unit or column.unit == "year" or unit in label:
        return label
    return f"{label}（{unit}）" if lang == "zh" else f"{label} ({unit})"


def _is_number(table: Table, place: int) -> bool:
    cells = [row[place] for row in table.rows if place < len(row)]
    held = [c for c in cells if c is not None]
    return bool(held) and all(isinstance(c, float) for c in held)


def _class(number: bool, *, long: bool = False) -> str:
    return ' class="vc-number"' if number else ' class="vc-long"' if long else ' class="vc-brief"'


def _words(cell: Scalar | Text, lang: Lang) -> str:
    return cell.get(lang) if isinstance(cell, Text) else str(cell)


def _csv_cell(cell: Scalar | Text, lang: Lang) -> Scalar:
    if isinstance(cell, Text):
        return guard(cell.get(lang))
    return guard(cell) if isinstance(cell, str) else cell

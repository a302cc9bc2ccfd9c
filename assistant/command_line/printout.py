"""An answer and its tables as plain text for a terminal."""

import io
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.events import Answer
from assistant.page.notes import all_notes
from assistant.page.text import COLON, NOTE_LEVEL, model_name
from assistant.rendering import to_plain
from data.fields import format_number, format_value, unit_label
from data.result import KIND_LABEL, Claim, Kind, Note, Scalar, Table
from data.text import Lang, Text

MOST_ROWS = 20
MOST_TABLES = 3


def answer_text(answer: Answer, files: Sequence[Path], *, tables: bool) -> str:
    """Write an answer for the terminal: the text, choices, tables, notes, files, and its check."""
    lang = answer.lang
    parts = [to_plain(answer.text, answer.claims, lang)]
    parts.append("\n".join(f"→ {choice}" for choice in answer.choices))
    parts += _tables_text(answer, whole=tables)
    notes = "\n".join(_note_text(note, answer) for note in all_notes(answer))
    parts.append(notes)
    if files:
        heading = Text(zh="图表文件：", en="Charts:").get(lang)
        parts.append("\n".join([heading, *map(str, files)]))
    parts.append(_foot(answer))
    return "\n\n".join(p for p in parts if p)


def _tables_text(answer: Answer, *, whole: bool) -> list[str]:
    lang = answer.lang
    held = [table for result in answer.results for table in result.tables]
    if whole or len(held) <= MOST_TABLES:
        return [table_text(table, answer.claims, lang) for table in held]
    head = Text(
        zh=f"数据表 {len(held)} 张（加 --tables 全部打印）：",
        en=f"{len(held)} tables (--tables prints them all):",
    )
    return ["\n".join([head.get(lang), *(f"- {table.title.get(lang)}" for table in held)])]


def _note_text(note: Note, answer: Answer) -> str:
    lang = answer.lang
    level, colon = NOTE_LEVEL[note.level].get(lang), COLON.get(lang)
    return f"* {level}{colon}{to_plain(note.text.get(lang), answer.claims, lang)}"


def _foot(answer: Answer) -> str:
    checked = Text(
        zh=f"{answer.figures} 个数字中 {answer.verified} 个已核对",
        en=f"{answer.verified} of {answer.figures} figures verified",
    )
    label = f" [{_kinds(answer)}]" if answer.results else ""
    data = Text(zh="数据集", en="data set").get(answer.lang)
    model = Text(zh="模型", en="model").get(answer.lang)
    title = answer.dataset_title.get(answer.lang)
    told = [checked.get(answer.lang)] if answer.figures else []
    told += [answer.notice.get(answer.lang)] if answer.notice else []
    colon = COLON.get(answer.lang)
    called = model_name(answer.model, answer.lang, answer.configured)
    return " · ".join([*told, f"{data}{colon}{title}{label}", f"{model}{colon}{called}"])


def _kinds(answer: Answer) -> str:
    """Name the kind of the data set's figures, and the reader's own where the answer has some."""
    kind: Kind = "demonstration" if answer.demonstration else "official"
    used = {claim.kind for result in answer.results for claim in result.claims}
    held: list[Kind] = [] if "user" in used and used <= {"user", "reference"} else [kind]
    held += ["user"] if "user" in used else []
    return " + ".join(KIND_LABEL[k].get(answer.lang) for k in held)


def table_text(table: Table, claims: Mapping[str, Claim], lang: Lang) -> str:
    """Write a table for the terminal; the unit stands in the heading, else in the cell."""
    from rich.console import Console
    from rich.table import Table as Grid

    grid = Grid(title=table.title.get(lang), title_justify="left")
    for column in table.columns:
        unit = unit_label(column.unit, lang) if column.unit not in ("", "year") else ""
        heading = column.label.get(lang) + (f" ({unit})" if unit else "")
        grid.add_column(heading, justify="right" if column.unit else "left")
    units = [c.unit for c in table.columns]
    for place, row in enumerate(table.rows[:MOST_ROWS]):
        ids = table.claims[place] if table.claims else [None] * len(row)
        cells = zip(row, units, ids, strict=True)
        grid.add_row(*(_cell(v, u, claims.get(i or ""), lang) for v, u, i in cells))
    out = io.StringIO()
    Console(file=out, width=_width(), color_system=None).print(grid)
    left = len(table.rows) - MOST_ROWS
    more = Text(zh=f"（另有 {left} 行）", en=f"({left} more rows)").get(lang) if left > 0 else ""
    return out.getvalue().rstrip() + ("\n" + more if more else "")


def _cell(value: Scalar | Text, unit: str, claim: Claim | None, lang: Lang) -> str:
    if claim and not unit:
        return format_value(claim.value, claim.unit, lang)
    if isinstance(value, Text):
        return value.get(lang)
    if value is None:
        return "–"
    if isinstance(value, (int, float)) and not isinstance(value, bool) and unit:
        return format_number(float(value), unit)
    return str(value)


def _width() -> int:
    return max(80, shutil.get_terminal_size((110, 24)).columns)

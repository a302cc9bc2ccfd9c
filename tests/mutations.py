"""Damage done to workbooks: cells made odd, rows and columns moved, sheets renamed, bytes flipped.

Every number of a specimen is different, so what an import makes of a damaged copy can be judged
without a second importer: each figure must be the one that stood there, or the one put in its
place, or a gap. All else must be refused.
"""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

Rows = list[list]
Sheets = dict[str, Rows]

ODD = (
    "", "-", "n/a", "#DIV/0!", "abc", "1,234.5", "１２．５", " 12.5 ", "1e3", True, -1.0, 0, 1e308,
    "=1+1", "0x10", "١٢", "1 2", "nan", "inf", 12.5, 98765.4321,
)  # fmt: skip
LABELS = (
    "",
    "Guangdong",
    "广东",
    "Total",
    "2019",
    "Raw_Coal",
    "raw coal",
    "Urban",
    "01",
    "GO",
    "?",
)


@dataclass
class Damaged:
    """A damaged copy: what was done, and which numbers were put in the place of which."""

    sheets: Sheets
    done: list[str] = field(default_factory=list)
    changed: dict[float, object] = field(default_factory=dict)


def damage(sheets: Sheets, chance: random.Random) -> Damaged:
    """Damage a copy of some sheets in one to three ways."""
    copy = Damaged({name: [list(row) for row in rows] for name, rows in sheets.items()})
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        way = chance.choice(WAYS)
        copy.done.append(way.__name__)
        way(copy, chance)
    return copy


def _rows(copy: Damaged, chance: random.Random) -> Rows:
    return copy.sheets[chance.choice(list(copy.sheets))]


def odd_cell(copy: Damaged, chance: random.Random) -> None:
    """Put something odd in the place of any cell."""
    rows = [r for r in _rows(copy, chance) if r]
    row = chance.choice(rows)
    column = chance.randrange(len(row))
    new = chance.choice(ODD)
    if isinstance(row[column], float):
        copy.changed[row[column]] = new
    row[column] = new


def odd_label(copy: Damaged, chance: random.Random) -> None:
    """Give a row or a column another name."""
    rows = _rows(copy, chance)
    row = chance.choice([r for r in (rows[:5] if chance.random() < 0.5 else rows) if r])
    texts = [c for c, v in enumerate(row) if isinstance(v, str) and v]
    if texts:
        row[chance.choice(texts)] = chance.choice(LABELS)


def drop_row(copy: Damaged, chance: random.Random) -> None:
    """Leave a row out."""
    rows = _rows(copy, chance)
    del rows[chance.randrange(len(rows))]


def double_row(copy: Damaged, chance: random.Random) -> None:
    """Let a row stand twice."""
    rows = _rows(copy, chance)
    place = chance.randrange(len(rows))
    rows.insert(place, list(rows[place]))


def blank_row(copy: Damaged, chance: random.Random) -> None:
    """Put an empty row between others."""
    rows = _rows(copy, chance)
    rows.insert(chance.randrange(len(rows) + 1), [])


def swap_rows(copy: Damaged, chance: random.Random) -> None:
    """Exchange two rows with their labels."""
    rows = _rows(copy, chance)
    i, j = chance.randrange(len(rows)), chance.randrange(len(rows))
    rows[i], rows[j] = rows[j], rows[i]


def swap_columns(copy: Damaged, chance: random.Random) -> None:
    """Exchange two columns with their headings."""
    rows = _rows(copy, chance)
    width = max(map(len, rows), default=0)
    if width < 2:
        return
    i, j = chance.sample(range(width), 2)
    for row in rows:
        row += [""] * (width - len(row))
        row[i], row[j] = row[j], row[i]


def drop_column(copy: Damaged, chance: random.Random) -> None:
    """Leave a column out."""
    rows = _rows(copy, chance)
    place = chance.randrange(max(map(len, rows), default=1) or 1)
    for row in rows:
        del row[place : place + 1]


def blank_column(copy: Damaged, chance: random.Random) -> None:
    """Put an empty column between others."""
    rows = _rows(copy, chance)
    place = chance.randrange(max(map(len, rows), default=1) or 1)
    for row in rows:
        row.insert(min(place, len(row)), "")


def cut_rows(copy: Damaged, chance: random.Random) -> None:
    """Cut a sheet off."""
    rows = _rows(copy, chance)
    del rows[chance.randrange(1, len(rows)) :]


def text_below(copy: Damaged, chance: random.Random) -> None:
    """Write remarks under a table."""
    rows = _rows(copy, chance)
    rows += [[], ["Source: National Bureau of Statistics"], ["备注", 1.5, "x"]]


def rename_sheet(copy: Damaged, chance: random.Random) -> None:
    """Give a sheet another name."""
    names = list(copy.sheets)
    old = chance.choice(names)
    new = chance.choice(("Sheet1", old[:-1] or "S", "Hebei2018", "说明", old + " (2)"))
    if new not in copy.sheets:
        copy.sheets = {new if n == old else n: copy.sheets[n] for n in names}


def double_sheet(copy: Damaged, chance: random.Random) -> None:
    """Let a sheet stand twice, under two names."""
    name = chance.choice(list(copy.sheets))
    copy.sheets.setdefault(f"{name} ", [list(r) for r in copy.sheets[name]])


def drop_sheet(copy: Damaged, chance: random.Random) -> None:
    """Leave a sheet out, unless it is the only one."""
    if len(copy.sheets) > 1:
        del copy.sheets[chance.choice(list(copy.sheets))]


WAYS: tuple[Callable[[Damaged, random.Random], None], ...] = (
    *(odd_cell, odd_cell, odd_cell, odd_label, odd_label, drop_row, double_row, blank_row),
    *(swap_rows, swap_columns, drop_column, blank_column, cut_rows, text_below),
    *(rename_sheet, double_sheet, drop_sheet),
)


def damage_bytes(content: bytes, chance: random.Random) -> bytes:
    """Damage a file as a bad line or disk would: cut, flipped, or with a garbled part inside."""
    way = chance.choice(("cut", "flip", "zero", "inside", "inside", "inside"))
    if way == "cut":
        return content[: chance.randrange(len(content))]
    if way == "inside" and content.startswith(b"PK"):
        return _garble_part(content, chance)
    raw = bytearray(content)
    for _ in range(chance.randrange(1, 20)):
        place = chance.randrange(len(raw))
        raw[place] = 0 if way == "zero" else raw[place] ^ (1 << chance.randrange(8))
    return bytes(raw)


def _garble_part(content: bytes, chance: random.Random) -> bytes:
    """Garble one part of a workbook and pack it again, so that checksums hold."""
    source = zipfile.ZipFile(io.BytesIO(content))
    victim = chance.choice(source.namelist())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            part = bytearray(source.read(name))
            if name == victim and part:
                for _ in range(chance.randrange(1, 6)):
                    place = chance.randrange(len(part))
                    part[place : place + chance.randrange(3)] = chance.choice(
                        (b"", b"<", b"&#0;", b"\xff", b"9", b"</row>", b'r="XFD1048576"', b"e")
                    )
            made.writestr(name, bytes(part))
    return buffer.getvalue()

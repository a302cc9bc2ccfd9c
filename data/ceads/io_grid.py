"""A sheet of a multi-regional table as arrays: its heading, its labels, and all its numbers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from data.ceads.workbook import Row, text_of
from data.tables import Array

SECTOR_CODES = tuple(f"{k:02d}" for k in range(1, 43))
"""The codes of the 42 sectors, in either scheme."""

HEAD_ROWS = 12
"""The row of codes stands among the first of a sheet; title, provinces and sectors are above it."""

_ENOUGH_CODES = 35
_NUMBERS = frozenset((float, int))


@dataclass(frozen=True)
class Grid:
    """A sheet split at its row of codes and its first column of numbers.

    ``head`` holds the rows down to the codes; ``labels`` the cells left of the numbers in the rows
    below; ``numbers`` (rows, columns) is NaN where no number stands, and ``texts`` says what does,
    by row and column of ``numbers``.
    """

    head: list[Row]
    first_column: int
    labels: list[list[str]]
    numbers: Array
    texts: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])

    def code(self, column: int) -> str:
        """Return the code above a column of numbers."""
        held = self.head[-1]
        place = self.first_column + column
        return code_of(held[place]) if place < len(held) else ""

    def heading(self, above: int, column: int) -> str:
        """Return the text some rows above the codes."""
        held = self.head[-1 - above]
        place = self.first_column + column
        return text_of(held[place]) if place < len(held) else ""


def code_of(value: object) -> str:
    """Read a code however a program saved it.

    >>> code_of(1.0), code_of("1"), code_of(" fu101 "), code_of(None)
    ('01', '01', 'FU101', '')
    """
    text = text_of(value).upper()
    return text.zfill(2) if text.isdigit() else text


def code_row(head: Sequence[Row]) -> int | None:
    """Return the row that carries the codes of several regions' sectors, or None.

    >>> code_row([["", "01", "02"]]) is None
    True
    """
    for place, row in enumerate(head[:HEAD_ROWS]):
        codes = Counter(
            code_of(v) for v in row if not isinstance(v, float) or v <= len(SECTOR_CODES)
        )
        held = [codes[c] for c in SECTOR_CODES if codes[c]]
        if len(held) >= _ENOUGH_CODES and max(held) > 1:
            return place
    return None


def read_grid(rows: Iterable[Row]) -> Grid | None:
    """Read a sheet row by row into arrays; None when it has no row of codes.

    Args:
        rows: The rows from A1 on.
    """
    stream = iter(rows)
    head: list[Row] = []
    while code_row(head[-1:]) is None:
        row = next(stream, None)
        if row is None or len(head) == HEAD_ROWS:
            return None
        head.append(row)
    first = next(c for c, value in enumerate(head[-1]) if code_of(value) == SECTOR_CODES[0])
    labels: list[list[str]] = []
    lines: list[Array] = []
    texts: dict[tuple[int, int], str] = {}
    for row in stream:
        beside = [text_of(v) for v in row[:first]]
        labels.append(beside + [""] * (first - len(beside)))
        lines.append(_line(row[first:], len(lines), texts))
    width = max((len(line) for line in lines), default=0)
    numbers = np.full((len(lines), width), np.nan)
    for place, line in enumerate(lines):
        numbers[place, : len(line)] = line
    return Grid(head, first, labels, numbers, texts)


def _line(values: Row, place: int, texts: dict[tuple[int, int], str]) -> Array:
    if _NUMBERS.issuperset(map(type, values)):
        return np.array(values, dtype=np.float64)
    line = np.full(len(values), np.nan)
    for column, value in enumerate(values):
        if type(value) in _NUMBERS:
            line[column] = value
        elif text_of(value):
            texts[place, column] = text_of(value)
    return line

"""The plain numbers of a large sheet, taken out of its XML so that little is left to parse.

Nearly all of a multi-regional table is cells of one form, a number and nothing else. Those are read
a row at a time; whatever has another form (text, formulas, errors, truth values) stays in the XML
for the reader of workbooks, in its place.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from string import ascii_uppercase

import numpy as np
from pydantic_core import from_json

from data.tables import Array

_NUMBER = re.compile(rb'<c r="([^"]++)"(?: s="\d++")?+(?: t="n")?+><v>([^<]++)</v></c>')
_REFERENCE = re.compile(rb"([A-Z]{1,3})([1-9]\d{0,6})")
_SPELLING = b"0123456789+-.eE,"
_ROW_END = b"</row>"
_LARGEST_ROW = 4 * 2**20
_GROUPS = 3


@dataclass(frozen=True)
class Line:
    """Numbers of one row; ``row`` and ``columns`` count from 0."""

    row: int
    columns: Sequence[int]
    values: Array


@dataclass(frozen=True)
class PlainNumbers:
    """The numbers of a sheet, and the XML that is left without them."""

    lines: list[Line]
    rest: bytes

    @property
    def extent(self) -> tuple[int, int]:
        """The number of rows and columns down to the furthest number.

        >>> take_numbers([b'<c r="B3"><v>1.5</v></c>']).extent
        (3, 2)
        """
        rows = max((line.row for line in self.lines), default=-1)
        columns = max((max(line.columns) for line in self.lines), default=-1)
        return rows + 1, columns + 1

    def merge(self, rows: list[list[object]], height: int | None = None) -> list[list[object]]:
        """Put the numbers back among the cells of the rest.

        Args:
            rows: The cells of the rest from A1 on; changed in place.
            height: Take no more than this many rows.
        """
        wanted = [line for line in self.lines if height is None or line.row < height]
        furthest = max((line.row for line in wanted), default=-1)
        rows.extend([] for _ in range(furthest + 1 - len(rows)))
        for line in wanted:
            _put(rows[line.row], line)
        return rows


def take_numbers(pieces: Iterable[bytes]) -> PlainNumbers:
    """Take the plain numbers out of a sheet's XML, which comes piece by piece.

    Every number is rounded as Python's ``float`` rounds it. A row with a number of unusual
    spelling is left whole.

    >>> found = take_numbers([b'<c r="A1" t="s"><v>0</v></c><c r="B1"', b'><v>2.5</v></c>'])
    >>> found.rest, [(line.row, list(line.columns), line.values.tolist()) for line in found.lines]
    (b'<c r="A1" t="s"><v>0</v></c>', [(0, [1], [2.5])])
    """
    rest: list[bytes] = []
    lines: list[Line] = []
    kept = b""
    for piece in pieces:
        rows = (kept + piece).split(_ROW_END)
        kept = rows.pop()
        for row in rows:
            rest += [_without(row, lines), _ROW_END]
        if len(kept) > _LARGEST_ROW:  # no row's end for long: pass it on rather than pile it up
            rest.append(kept)
            kept = b""
    rest.append(_without(kept, lines))
    return PlainNumbers(lines, b"".join(rest))


def is_whole(rest: bytes) -> bool:
    """Tell whether what is left shows that nothing taken could have stood in a comment.

    >>> is_whole(b'<?xml version="1.0"?><row/>'), is_whole(b'<row/><!--')
    (True, False)
    """
    return b"<!" not in rest and rest.count(b"<?") <= 1


def _without(xml: bytes, lines: list[Line]) -> bytes:
    """Add a row's plain numbers to ``lines`` and return the row without them."""
    parts = _NUMBER.split(xml)
    references, numbers = parts[1::_GROUPS], b",".join(parts[2::_GROUPS])
    if not references or numbers.translate(None, _SPELLING):
        return xml
    try:
        values = np.array(from_json(b"[" + numbers + b"]"), dtype=np.float64)
    except (ValueError, OverflowError):
        return xml
    place = _place(references)
    if place is None or len(values) != len(references):
        return xml
    lines.append(Line(*place, values))
    return b"".join(parts[::_GROUPS])


def _place(references: Sequence[bytes]) -> tuple[int, Sequence[int]] | None:
    """Return the row and the columns of some cells; None when they are not all in one row."""
    first = _REFERENCE.fullmatch(references[0])
    if first is None:
        return None
    names, known = _columns()
    letters, digits = first.groups()
    start = known[letters]
    run = range(start, start + len(references))
    if references == [name + digits for name in names[start : run.stop]]:
        return int(digits) - 1, run
    found = [_REFERENCE.fullmatch(reference) for reference in references]
    if any(match is None or match[2] != digits for match in found):
        return None
    return int(digits) - 1, [known[match[1]] for match in found if match]


@cache
def _columns() -> tuple[list[bytes], dict[bytes, int]]:
    """Name the columns A to ZZZ in order, and give the place of each name."""
    names = [
        "".join(letters).encode()
        for k in (1, 2, 3)
        for letters in product(ascii_uppercase, repeat=k)
    ]
    return names, {name: place for place, name in enumerate(names)}


def _put(row: list[object], line: Line) -> None:
    columns, values = line.columns, line.values.tolist()
    row.extend("" for _ in range(max(columns) + 1 - len(row)))
    if isinstance(columns, range):
        row[columns.start : columns.stop] = values
        return
    for column, value in zip(columns, values, strict=True):
        row[column] = value

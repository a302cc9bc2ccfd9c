"""How an answer is read: sections, sentences, clauses, and the rows of its tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

HEADING = re.compile(r"^\s*#{1,6}\s+(.*)$")
RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
SENTENCE_END = re.compile(r"[。！？]|[.!?](?=\s+[\"“(（]?(?:[A-Z\u4e00-\u9fff]|\[\[c:)|\s*$)")
BULLET = re.compile(r"^\s*(?:[-*+>]\s+|\d{1,2}[.、)]\s*)+")


@dataclass(frozen=True)
class Sentence:
    """A sentence with the heading it stands under; ``starts`` tells that a paragraph begins.

    ``column`` is the heading of the cell where the sentence is a cell of a table.
    """

    text: str
    heading: str = ""
    starts: bool = True
    column: str = ""
    row: str = ""


def sentences(text: str) -> Iterator[Sentence]:
    r"""Cut an answer into sentences; each cell of a table that is no row heading is one.

    >>> [s.text for s in sentences("## 广东\n- 排放甲。占乙。")]
    ['排放甲。', '占乙。']
    """
    heading, header = "", list[str]()
    for raw in text.replace("**", "").replace("`", "").splitlines():
        found = HEADING.match(raw)
        if found:
            heading, header = found[1], []
        elif raw.lstrip().startswith("|"):
            if not header:
                header = _cells(raw)
            elif not RULE.match(raw):
                yield from _row(_cells(raw), header, heading)
        else:
            header = []
            yield from _line(BULLET.sub("", raw), heading)


def _line(line: str, heading: str) -> Iterator[Sentence]:
    start = 0
    for end in [*(m.end() for m in SENTENCE_END.finditer(line)), len(line)]:
        if line[start:end].strip():
            yield Sentence(line[start:end], heading, starts=start == 0)
        start = end


def _cells(line: str) -> list[str]:
    return [c.strip() for c in line.strip().strip("|").split("|")]


def _row(cells: list[str], header: list[str], heading: str) -> Iterator[Sentence]:
    row = " ".join(c for c in cells if "[[" not in c)
    for place, cell in enumerate(cells):
        if "[[" in cell:
            column = header[place] if place < len(header) else ""
            yield Sentence(cell, heading, column=column, row=row)

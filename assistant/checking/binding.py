"""Which name of a sentence a figure belongs to: the one beside it, before it, or said earlier."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.names import Dimension, Mention

CLAUSE_END = re.compile(r"[，,；;：:。！？!?]|\s[-–—]\s|——")
PART_END = re.compile(r"[；;。！？!?]")
LIST_WORDS = re.compile(
    r"^(?:\s|[、/·→>&—–~-]|和|与|及|以及|到|至|的|省|市|年|对|向|and|or|to|the|then|,|，|vs\.?|both|[’']s"
    r"|之间|[（()）])*$",
    re.IGNORECASE,
)
NEXT = re.compile(r"[、）)]|\band\b|和|与")
"""What stands between a mark and the name of the next."""

TIGHT = re.compile(
    r"^\s*(?:(?:CO2|CO₂|emissions?)\s+)?"
    r"(?:(?:in|for|of|from|by|during|at|as of|on|over|since)\s+(?:the\s+year\s+|the\s+)?|[（(]\s*)$",
    re.IGNORECASE,
)


BASE_BEFORE = re.compile(
    r"(?:自|从|由|比|较|于|对|以)[^，,；;\x00]{0,6}$"
    r"|\b(?:since|from|on|than|against|with|to|over|of|after|between|below|above|vs)"
    r"(?: the)?(?: \w+){0,2}\s*$"
)
BASE_BEHIND = re.compile(
    r"年?(?:以来|起|水平|相比|的水平|至|到|为基)|[’']?s? levels?|\s*(?:baseline|base|to\b)"
)
"""What stands around a year that is compared with: “since 2005”, “比2005年”."""


@dataclass(frozen=True)
class Run:
    """Names joined by “and” or an arrow, which together name a figure's subject."""

    start: int
    end: int
    members: tuple[Mention, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Every id that a member may mean."""
        return frozenset[str]().union(*(m.ids for m in self.members))

    @property
    def weak(self) -> bool:
        """Whether no member may contradict a claim."""
        return all(m.weak for m in self.members)


def runs(text: str, found: Sequence[Mention], dimension: Dimension) -> list[Run]:
    """Join the neighbouring names of one dimension.

    >>> from assistant.checking.names import mentions
    >>> text = "广东、江苏和浙江的排放"
    >>> [sorted(r.ids) for r in runs(text, mentions(text), "place")]
    [['CN-GD', 'CN-JS', 'CN-ZJ']]
    """
    made: list[list[Mention]] = []
    for mention in (m for m in found if m.dimension == dimension):
        if made and LIST_WORDS.match(text[made[-1][-1].end : mention.start]):
            made[-1].append(mention)
        else:
            made.append([mention])
    return [Run(ms[0].start, ms[-1].end, tuple(ms)) for ms in made]


@dataclass(frozen=True)
class Bound:
    """The names that a mark may belong to: of ``firm`` ones, else of ``loose`` ones, one must fit.

    ``maybe`` ones may confirm a claim and never contradict it.
    """

    firm: tuple[Run, ...] = ()
    loose: tuple[Run, ...] = ()
    maybe: tuple[Run, ...] = ()


def bind(
    text: str, held: Sequence[Run], mark: tuple[int, int], spans: Sequence[tuple[int, int]]
) -> Bound:
    """Find the names of a sentence that a mark belongs to.

    A name right behind it (“in 2019”) comes first, then the nearest before it in its clause, or one
    behind it in the clause with no other mark between. A clause without a name looks back to the
    nearest before it and to the one that its part of the sentence begins with.

    Args:
        text: The sentence.
        held: The runs of names of one dimension.
        mark: Where the mark stands.
        spans: Where all marks stand.
    """
    start, end = mark
    later = min((a for a, _ in spans if a >= end), default=len(text))
    behind = [r for r in held if end <= r.start < later]
    if behind and TIGHT.match(text[end : behind[0].start]):
        return Bound(firm=(behind[0],))
    left, right = _around(text, start, end, held, CLAUSE_END)
    part, part_end = _around(text, start, end, held, PART_END)
    before = [r for r in held if r.end <= start]
    near = [r for r in before if r.start >= left][-1:]
    first = [r for r in before if r.start >= part][:1] or before[:1]
    after = [r for r in behind[:1] if r.start < right and not NEXT.search(text[end : r.start])]
    following = tuple(r for r in behind[:1] if r.start < part_end)
    loose = (*before[-1:], *first)
    # A name with another mark in between may belong to that one, and this mark to the subject.
    taken = near and any(near[0].end <= a < start for a, _ in spans)
    return Bound((*(() if taken else near), *after), loose, following)


def _around(
    text: str, start: int, end: int, held: Sequence[Run], stop: re.Pattern[str]
) -> tuple[int, int]:
    """Return the bounds of the clause around a mark; a stop inside a name is none."""
    stops = [m for m in stop.finditer(text) if not any(r.start < m.start() < r.end for r in held)]
    left = max((m.end() for m in stops if m.end() <= start), default=0)
    right = min((m.start() for m in stops if m.start() >= end), default=len(text))
    return left, right


def is_base(text: str, run: Run) -> bool:
    """Tell whether a year is named as what is compared with: “since 2005”, “比2005年”."""
    lead, rest = text[max(0, run.start - 24) : run.start], text[run.end : run.end + 10]
    return bool(BASE_BEFORE.search(lead) or BASE_BEHIND.match(rest))

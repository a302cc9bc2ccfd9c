"""Concepts: what a question is about, however it is put, in either language.

``vocabularies/concepts.csv`` lists the spellings of a concept and how telling it is; the rest of
what counts is how many provinces, sectors, fuels and years a question names.
"""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from data.vocabulary import read_csv

FILE = Path(__file__).parent.parent / "vocabularies" / "concepts.csv"

SLOTS = ("region", "sector", "fuel", "year", "target")
NATIONAL = "<nation>"
MOST_COUNTED = 2
VAGUE = frozenset({"plot", "you", "rank", "compare", "operate", "explain", "define"})
"""Concepts that any subject may have; a question of these alone has no subject known here."""

NO_SUBJECT = "no_subject"
NO_SLOT = "no_slot"


def concepts(masked: str) -> list[str]:
    """Name the concepts of a masked question, then the slots it fills with their count.

    >>> concepts("比较<region>和<region>的人均排放")
    ['per_person', 'compare', 'emission', '2 region']
    """
    found = [n for n, spellings in _spellings() if any(_names(s, masked) for s in spellings)]
    if not set(found) - VAGUE:
        found.append(NO_SUBJECT)
    if NATIONAL in masked:
        found.append("nation")
    counted = masked.replace(NATIONAL, "<region>")
    counts = ((counted.count(f"<{slot}>"), slot) for slot in SLOTS)
    return found + ([f"{min(n, MOST_COUNTED)} {slot}" for n, slot in counts if n] or [NO_SLOT])


def weighted(names: Sequence[str]) -> dict[str, float]:
    """Weigh concepts and every pair of them: a pair says more than its two parts.

    >>> weighted(["per_person", "emission"])
    {'per_person': 2.0, 'emission': 1.0, 'emission + per_person': 1.4142135623730951}
    """
    single = {name: _weights().get(name, 1.0) for name in names}
    paired = {
        f"{a} + {b}": (single[a] * single[b]) ** 0.5
        for a, b in itertools.combinations(sorted(single), 2)
    }
    return single | paired


@cache
def _spellings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((row["id"], _fold(row["spellings"])) for row in read_csv(FILE))


def _fold(spellings: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFKC", s).lower() for s in spellings.split("|"))


@cache
def _weights() -> dict[str, float]:
    return {row["id"]: float(row["weight"]) for row in read_csv(FILE)}


def _names(spelling: str, masked: str) -> bool:
    """Find a spelling; a Latin one must be a word of its own, also beside Chinese."""
    # Few spellings stand in a question: only theirs are compiled, which keeps a cold start quick.
    if spelling not in masked:
        return False
    return not spelling.isascii() or _word(spelling).search(masked) is not None


@cache
def _word(spelling: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(spelling)}(?![a-z0-9])")

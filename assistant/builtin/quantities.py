"""Numbers and scenario words of a question: percentages, how many, which assumptions."""

import re
from functools import cache

from data.knowledge.periods import NUMBERS
from data.vocabulary import FOLDER, read_csv

PERCENT = re.compile(
    r"([-−负]?)\s*(\d+(?:\.\d+)?)\s*(?:%|percent|per cent|个百分点|percentage points?)",
    re.IGNORECASE,
)
ZH_WORDS = "|".join(sorted((w for w in NUMBERS if not w.isascii()), key=len, reverse=True))
EN_WORDS = "|".join(w for w in NUMBERS if w.isascii())
ZH_COUNT = re.compile(
    rf"(?:前|最[多高大低少小快慢]的?|哪|列出)\s*(\d+|{ZH_WORDS})\s*(?:个|大|名|位|省|种)?"
)
EN_COUNT = re.compile(
    rf"\b(?:top|which|largest|biggest|first|the)\s*(\d+|{EN_WORDS})\b"
    rf"|\b(\d+|{EN_WORDS})\s+(?:largest|biggest|top)",
    re.IGNORECASE,
)


def find_numbers(text: str) -> tuple[float | None, int | None, str]:
    """Find a percentage and a count; return them and the text with both masked.

    >>> find_numbers("排放最多的五个行业，增速按-1%")
    (-1.0, 5, '排放最多的<top>个行业，增速按<percent>')
    """
    percent, top = None, None
    found = PERCENT.search(text)
    if found:
        percent = float(found[2]) * (-1 if found[1] else 1)
        text = text.replace(found[0], "<percent>")
    counted = ZH_COUNT.search(text) or EN_COUNT.search(text)
    if counted:
        word = next(g for g in counted.groups() if g)
        top = int(word) if word.isdigit() else NUMBERS[word.lower()]
        start = counted.start() + counted.group().index(word)
        text = f"{text[:start]}<top>{text[start + len(word) :]}"
    return percent, top, text


def find_assumptions(text: str) -> dict[str, str]:
    """Find the scenario words of a question by what they settle.

    >>> find_assumptions("江苏电力按低于2度、快增长情景")
    {'level': 'below 2C', 'growth': 'fast'}
    """
    found: dict[str, str] = {}
    for slot, value, pattern in _assumptions():
        if slot not in found and pattern.search(text):
            found[slot] = value
    return found


@cache
def _assumptions() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = read_csv(FOLDER / "assumption_spellings.csv")
    return tuple((r["slot"], r["value"], _pattern(r["spellings"].split("|"))) for r in rows)


def _pattern(spellings: list[str]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, spellings))
    return re.compile(rf"(?<![A-Za-z\d.])(?:{words})", re.IGNORECASE)

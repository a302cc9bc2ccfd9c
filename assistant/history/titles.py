"""The title of a conversation: its first question, shortened."""

import re
from unicodedata import east_asian_width

WIDEST = 56
"""Columns of a terminal; a Chinese character takes two."""


def shorten(question: str, widest: int = WIDEST) -> str:
    """Cut a question to a title of one line.

    >>> shorten("2019年广东碳排放总量是多少？")
    '2019年广东碳排放总量是多少？'
    >>> shorten("How much did the cement industry of Guangdong emit in 2019?", 30)
    'How much did the cement…'
    """
    line = re.sub(r"\s+", " ", question).strip()
    if _width(line) <= widest:
        return line
    kept = ""
    for character in line:
        if _width(kept + character) > widest - 1:
            break
        kept += character
    whole_words = kept.rsplit(" ", 1)[0]
    if " " in kept and not line[len(kept)].isspace() and line[len(kept)].isascii():
        kept = whole_words
    return kept.rstrip(" ,，。.;；") + "…"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)

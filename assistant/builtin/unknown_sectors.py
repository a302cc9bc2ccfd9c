"""Words that stand where a sector would and name none: misspelt, or not in the vocabulary.

Without this a question on one sector would be answered with the total of its province.
"""

import difflib
import re
import sys
from functools import cache
from typing import Protocol

from data.vocabulary import SECTORS, Term


class Asked(Protocol):
    """What is read of a question's slots, and where the finding is kept."""

    regions: list[str]
    sectors: list[str]
    masked: str
    unknown_sectors: list[tuple[str, list[Term]]]


CHINESE = re.compile(r"<region>(?:省|市)?内?的?([\u4e00-\u9fff]{2,5}?)(?:行业|产业|工业|业)(?!链)")
BEFORE_A_CUT = re.compile(
    r"<region>(?:省|市)?的?([\u4e00-\u9fff]{2})(?=要减|该减|怎么减|如何减|减排|减碳|脱碳|降碳|的?SDA|碳中和|碳达峰|到<year>)"
)
ENGLISH = re.compile(r"\b([A-Za-z]{4,})\s+(?:sector|industry)\b")
WORD = re.compile(r"(?<![<A-Za-z])[A-Za-z]{5,}(?![A-Za-z>])")
# Such characters and words ask for sectors in general and name none.
GENERAL = re.compile(
    "[哪什么如各每几多主重所全同按分前最其该这那些个二三四五六七八九十年从在到对和与及的]"
)
GENERAL_WORDS = frozenset(
    [
        "which",
        "each",
        "every",
        "main",
        "major",
        "whole",
        "that",
        "this",
        "these",
        "what",
        "other",
        "another",
        "same",
        "single",
        "heavy",
        "light",
        "private",
        "public",
        "largest",
        "biggest",
        "leading",
        "entire",
        "industry",
        "industrial",
        "industries",
        "sector",
        "sectors",
    ]
)
LIKE_ENOUGH = 0.84
COMMON = 3760
"""Places of GB 2312's first plane of characters, which is ordered by sound (the rest by shape)."""
NEAR_IN_SOUND = 15


def look_for_unknown_sector(slots: Asked) -> None:
    """Keep the word that stands for no sector, with the sectors it may mean, best first."""
    if not slots.regions or slots.sectors:
        return
    for word in CHINESE.findall(slots.masked):
        if not GENERAL.search(word):
            slots.unknown_sectors.append((word, _near_chinese(word)))
            return
    for word in BEFORE_A_CUT.findall(slots.masked):
        if near := _near_chinese(word):
            slots.unknown_sectors.append((word, near))
            return
    for word in ENGLISH.findall(slots.masked):
        if word.lower() not in GENERAL_WORDS:
            slots.unknown_sectors.append((word, _near_english(word, cutoff=0.6)))
            return
    for word in WORD.findall(slots.masked):
        near = _near_english(word, LIKE_ENOUGH) if word.lower() not in GENERAL_WORDS else []
        if near:
            slots.unknown_sectors.append((word, near))
            return


def _near_chinese(word: str) -> list[Term]:
    """Return sectors with a name as long as the word that differs in one character.

    >>> [term.id for term in _near_chinese("刚铁")], _near_chinese("火箭")
    (['ferrous_smelting'], [])
    """
    names = ((n, t) for t in SECTORS for n in t.names)
    near = [t for n, t in names if len(n) == len(word) and _one_off(n, word)]
    return list({t.id: t for t in near}.values())[:3]


def _one_off(name: str, word: str) -> bool:
    """Tell whether one character differs; in a word of two it must sound alike besides."""
    other = [(a, b) for a, b in zip(name, word, strict=True) if a != b]
    return len(other) == 1 and (len(word) > 2 or _sound_alike(*other[0]))


def _sound_alike(one: str, other: str) -> bool:
    """Tell whether two common characters stand close in GB 2312, which orders them by sound."""
    places = [_place(c) for c in (one, other)]
    if max(places) == sys.maxsize:
        return True  # a character of another script form, such as 鉄 for 铁
    return max(places) < COMMON and abs(places[0] - places[1]) <= NEAR_IN_SOUND


def _place(character: str) -> int:
    """Return the place in GB 2312; what it lacks comes after all it has."""
    try:
        first, second = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return sys.maxsize
    return (first - 0xB0) * 94 + second - 0xA1


def _near_english(word: str, cutoff: float) -> list[Term]:
    held = _english_names()
    slip = [held[n] for n in held if _one_letter_off(word.lower(), n)]
    if slip:
        return list({t.id: t for t in slip}.values())[:3]
    near = difflib.get_close_matches(word.lower(), held, n=3, cutoff=cutoff)
    return list({held[n].id: held[n] for n in near if n[0] == word[0].lower()}.values())


def _one_letter_off(word: str, name: str) -> bool:
    """Tell whether one inner letter of two words differs.

    >>> _one_letter_off("stell", "steel"), _one_letter_off("waste", "water")
    (True, False)
    """
    if len(word) != len(name) or word[:2] != name[:2] or word[-1] != name[-1]:
        return False
    return sum(a != b for a, b in zip(word, name, strict=True)) == 1


@cache
def _english_names() -> dict[str, Term]:
    """List the sector names of one English word."""
    names = {n.lower(): t for t in SECTORS for n in t.names if n.isascii() and n.isalpha()}
    return {n: t for n, t in names.items() if n not in GENERAL_WORDS}

"""Masking: the names and numbers of a question become placeholders, so that its kind remains.

``mask`` is idempotent, so that a question masked by an entity linker passes through unchanged.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache

from data.knowledge.periods import find_last_years, spell_out
from data.vocabulary import (
    FUELS,
    NATION,
    OTHER_PLACES,
    PROVINCES,
    REGION_GROUPS,
    REGIONS,
    SECTORS,
    Vocabulary,
)

_SINGLE = frozenset("粤沪渝闽皖鄂赣湘鲁豫冀晋黔滇桂琼")
"""One-character names that are hardly ever part of another word."""

_TOO_COMMON = frozenset(
    ("industry", "industrial sector", "other", "others", "其他", "其他行业", "process", "商业")
)

FIRST_TARGET = 2025
"""A year from here on is one to plan for: no inventory is as young."""

PAST = 2019
"""What “last year” counts from here: only that it lies in the past matters."""

_YEAR = re.compile(
    r"(?<![\d.])(?:19|20)\d\d(?![\d.]\d|\d)"
    r"(?!\s*(?:次|个样本|draws?\b|samples?\b|runs\b|simulations?\b|times\b))"
)
_FAR_YEAR = re.compile(
    r"(?<![\d.,])(?:2[1-9]|[3-9]\d)\d\d(?=\s*年)|(?<=[到至])(?:2[1-9]|[3-9]\d)\d\d(?!\d)"
    r"|(?<=\b(?:to|by|in) )(?:2[1-9]|[3-9]\d)\d\d(?![\d,.]\d|\s*(?:mt|t\b|million|tonnes|%))"
)
_NUMBER = re.compile(r"(?<![\da-z.<])\d+(?:[.,]\d+)*(?![\da-z]|[.,]\d|\s*[°度℃])")
_TOP = re.compile(r"(?<=(?<![a-z])top)\d+")
_ZH_COUNT = re.compile(r"(?<=[前第最多大高少小低的哪])[一二三四五六七八九十](?=[个大名位家省])")
_ZH_TOP = re.compile(r"(?<=前)[二三四五六七八九十](?=\W|的|省|行|$)")
_EN_COUNT = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten)\b")
_SUFFIXES = (
    (re.compile(r"<region>(?:省|市|自治区|壮族自治区| province)(?!级)"), "<region>"),
    (re.compile(r"<sector>(?:行业|产业|工业|业|部门| industry| sector)+"), "<sector>"),
)


def mask(question: str) -> str:
    """Replace provinces, sectors, fuels, years and counts by placeholders, in folded text.

    Years are ``<year>``, those to plan for ``<target>``; cities and countries count as provinces.

    >>> mask("广东省2019年钢铁行业排放了多少CO2？")
    '<region><year>年<sector>排放了多少co2?'
    >>> mask("Which three sectors emitted most in Hebei in 2017?")
    'which <number> sectors emitted most in <region> in <year>?'
    """
    text = spell_out(" ".join(unicodedata.normalize("NFKC", question).lower().split()), PAST)
    spoken, text = find_last_years(text)
    while spoken:
        spoken, text = find_last_years(text)
    text = _mask_names(text)
    text = _YEAR.sub(_year, _FAR_YEAR.sub("<target>", text))
    for count in (_TOP, _NUMBER, _ZH_COUNT, _ZH_TOP, _EN_COUNT):
        text = count.sub("<number>", text)
    for pattern, placeholder in _SUFFIXES:
        text = pattern.sub(placeholder, text)
    return text


def _year(found: re.Match[str]) -> str:
    return "<target>" if int(found.group()) >= FIRST_TARGET else "<year>"


@cache
def _names() -> dict[str, list[tuple[str, str]]]:
    """List names with their placeholder by first character, longest first."""
    held: defaultdict[str, dict[str, str]] = defaultdict(dict)
    kinds: tuple[tuple[Vocabulary, str], ...] = (
        (PROVINCES, "<region>"),
        (REGION_GROUPS, "<region>"),
        (OTHER_PLACES, "<region>"),
        (SECTORS, "<sector>"),
        (FUELS, "<fuel>"),
    )
    for vocabulary, placeholder in kinds:
        for term in vocabulary:
            for spelling in term.names:
                name = unicodedata.normalize("NFKC", spelling).lower()
                if _is_telling(name):
                    held[name[0]].setdefault(name, placeholder)
    for spelling in REGIONS.terms[NATION].names:
        name = spelling.lower()
        held[name[0]].setdefault(name, "<nation>")
    return {c: sorted(names.items(), key=lambda n: -len(n[0])) for c, names in held.items()}


def _is_telling(name: str) -> bool:
    if name in _TOO_COMMON:
        return False
    least = 3 if name.isascii() else 2
    return len(name) >= least or name in _SINGLE or name == "煤"


def _mask_names(text: str) -> str:
    names = _names()
    parts: list[str] = []
    place = 0
    while place < len(text):
        name, placeholder = _name_at(text, place, names)
        parts.append(placeholder or text[place])
        place += len(name) or 1
    return "".join(parts)


def _name_at(text: str, place: int, names: dict[str, list[tuple[str, str]]]) -> tuple[str, str]:
    for name, placeholder in names.get(text[place], ()):
        if text.startswith(name, place) and _stands_alone(text, place, len(name)):
            return name, placeholder
    return "", ""


def _stands_alone(text: str, place: int, length: int) -> bool:
    """Tell whether a name is a word of its own; most Chinese ones need no boundary."""
    if not text[place].isascii():
        return not is_part_of_word(text, place, length)
    before, after = text[place - 1 : place], text[place + length : place + length + 1]
    return not _joins(before) and not _joins(after) and before != "<"


_BEFORE_PART = frozenset("其当集股全省")
_AFTER_PART = frozenset("分门署件队委位下长")


def is_part_of_word(text: str, place: int, length: int) -> bool:
    """Tell whether a name of two characters such as 中部 only lies across other words.

    >>> is_part_of_word("其中部分行业", 1, 2), is_part_of_word("中部的排放", 0, 2)
    (True, False)
    """
    end = place + length
    if length != 2 or text[end - 1] != "部":
        return False
    before = text[:place]
    within = before.endswith(("<region>", *(p.label.zh for p in PROVINCES)))
    return within or before[-1:] in _BEFORE_PART or text[end : end + 1] in _AFTER_PART


def _joins(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")

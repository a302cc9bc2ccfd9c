"""The entity linker: finds provinces, sectors, fuels, years and numbers in a question.

It works over the vocabularies alone, so a new name in a vocabulary is understood at once.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from data.text import Lang
from data.vocabulary import FUELS, REGION_GROUPS, REGIONS, SECTORS, Term, Vocabulary

SlotKind = Literal["region", "sector", "fuel"]

# Codes that are words in their own right are not read as provinces.
WORDS_NOT_CODES = {"HE", "HI", "HA", "AH", "SC"}
CHINESE_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
                  "九": 9, "十": 10}  # fmt: skip
ENGLISH_DIGITS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
                  "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
PLANS = {"十五五": (2026, 2030), "十四五": (2021, 2025), "十三五": (2016, 2020),
         "十二五": (2011, 2015), "十一五": (2006, 2010)}  # fmt: skip


@dataclass
class Slots:
    """What a question speaks of.

    ``years`` are single years in order of mention; a range goes to ``year_from`` and ``year_to``
    (either may stand alone); ``unknown`` are words that look like a name but are none, with what
    they might mean.
    """

    lang: Lang
    regions: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    fuels: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    year_from: int | None = None
    year_to: int | None = None
    top: int | None = None
    percent: float | None = None
    masked: str = ""
    unknown: list[tuple[str, list[Term]]] = field(default_factory=list)

    @property
    def all_years(self) -> list[int]:
        """Every year named, ends of a range included."""
        ends = [y for y in (self.year_from, self.year_to) if y]
        return [*self.years, *ends]


def language_of(text: str) -> Lang:
    """Tell the language of a question: Chinese when it holds any Chinese character.

    >>> language_of("广东CO2"), language_of("Guangdong")
    ('zh', 'en')
    """
    return "zh" if re.search(r"[\u4e00-\u9fff]", text) else "en"


def link(question: str) -> Slots:
    """Find the entities of a question and mask them.

    >>> found = link("比较广东和江苏2010到2019年的排放")
    >>> found.regions, found.year_from, found.year_to, found.masked
    (['CN-GD', 'CN-JS'], 2010, 2019, '比较<region>和<region><year>的排放')
    """
    text = unicodedata.normalize("NFKC", question)
    slots = Slots(lang=language_of(text))
    text = _take_years(text, slots)
    text = _take_names(text, slots)
    text = _take_numbers(text, slots)
    slots.masked = re.sub(r"\s+", " ", text).strip()
    _look_for_misspelt(slots)
    return slots


def _take_years(text: str, slots: Slots) -> str:
    for plan, (first, last) in PLANS.items():
        if plan in text:
            slots.year_from, slots.year_to = first, last
            text = text.replace(plan, "<year>")
    year = r"((?:19|20)\d{2})"
    between = re.compile(
        rf"(?:from|between)?\s*{year}\s*年?\s*(?:到|至|—+|–|-|~|〜|to|until|through|and)\s*{year}\s*年?",
        re.IGNORECASE,
    )
    since = re.compile(
        rf"(?:自|从|since|after)\s*{year}\s*年?(?:以来|起|开始)?|{year}\s*年?(?:以来|起)",
        re.IGNORECASE,
    )

    def take_range(match: re.Match[str]) -> str:
        slots.year_from, slots.year_to = sorted((int(match[1]), int(match[2])))
        return "<year>"

    def take_since(match: re.Match[str]) -> str:
        slots.year_from = int(match[1] or match[2])
        return "<year>"

    def take_year(match: re.Match[str]) -> str:
        if int(match[1]) not in slots.years:
            slots.years.append(int(match[1]))
        return "<year>"

    if not re.search(r"compare.*\d{4}\s+and\s+\d{4}", text, re.IGNORECASE):
        text = between.sub(take_range, text)
    text = since.sub(take_since, text)
    return re.sub(rf"(?<!\d){year}(?!\d)\s*年?", take_year, text)


@dataclass(frozen=True)
class Spelling:
    """One way to write one entity."""

    text: str
    kind: SlotKind
    ids: tuple[str, ...]

    @property
    def is_latin(self) -> bool:
        """Whether word boundaries matter where it stands in a text."""
        return self.text.isascii()


@cache
def _spellings() -> tuple[Spelling, ...]:
    """All spellings, longest first, so that 天然气 is found before 气."""
    held: dict[str, Spelling] = {}
    tables: tuple[tuple[SlotKind, Vocabulary], ...] = (
        ("region", REGIONS),
        ("region", REGION_GROUPS),
        ("sector", SECTORS),
        ("fuel", FUELS),
    )
    for kind, vocabulary in tables:
        for term in vocabulary:
            ids = term.members if vocabulary is REGION_GROUPS else (term.id,)
            for name in term.names:
                held.setdefault(name.lower() if len(name) > 2 else name, Spelling(name, kind, ids))
    return tuple(sorted(held.values(), key=lambda s: -len(s.text)))


def _take_names(text: str, slots: Slots) -> str:
    found: list[tuple[int, int, Spelling]] = []
    taken = [False] * len(text)
    for spelling in _spellings():
        for start, end in _places(text, spelling):
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                found.append((start, end, spelling))
    parts, last = [], 0
    for start, end, spelling in sorted(found, key=lambda item: item[0]):
        _add(slots, spelling)
        parts += [text[last:start], f"<{spelling.kind}>"]
        last = end
    return "".join([*parts, text[last:]])


def _places(text: str, spelling: Spelling) -> Iterator[tuple[int, int]]:
    name = spelling.text
    if spelling.is_latin:
        is_code = len(name) == 2 and name.isupper()
        if is_code and (name in WORDS_NOT_CODES or text.isupper()):
            return
        flags = 0 if is_code or len(name) < 3 else re.IGNORECASE
        pattern = rf"(?<![A-Za-z<]){re.escape(name)}(?![A-Za-z>])"
    else:
        flags = 0
        pattern = re.escape(name)
    for match in re.finditer(pattern, text, flags):
        if len(name) > 1 or _stands_alone(text, match.start()):
            yield match.start(), match.end()


def _stands_alone(text: str, place: int) -> bool:
    """Accept a one-character name (粤) only where no longer word can hold it."""
    single = {s.text for s in _spellings() if len(s.text) == 1}
    around = [text[place - 1] if place else "", text[place + 1] if place + 1 < len(text) else ""]
    return all(
        not c or c in single or c in "省市和与及、,，。？?<>的跟 " or c.isascii() for c in around
    )


def _add(slots: Slots, spelling: Spelling) -> None:
    lists = {"region": slots.regions, "sector": slots.sectors, "fuel": slots.fuels}
    target = lists[spelling.kind]
    target.extend(i for i in spelling.ids if i not in target)


def _take_numbers(text: str, slots: Slots) -> str:
    number = r"(\d+(?:\.\d+)?)"
    percent = re.search(
        rf"{number}\s*(?:%|percent|per cent|个百分点|percentage points?)", text, re.IGNORECASE
    )
    if percent:
        slots.percent = float(percent[1])
        text = text.replace(percent[0], "<percent>")
    zh = re.search(
        r"(?:前|最[多高大低少小]的?|哪|列出)\s*(\d+|[一二两三四五六七八九十])\s*(?:个|大|名|位|省|种)?",
        text,
    )
    words = "|".join(ENGLISH_DIGITS)
    en = re.search(
        rf"\b(?:top|which|largest|biggest|first|the)\s+(\d+|{words})\b|\b(\d+|{words})\s+(?:largest|biggest|top)",
        text,
        re.IGNORECASE,
    )
    match = zh or en
    if match:
        word = next(g for g in match.groups() if g)
        slots.top = _small_number(word)
        text = text.replace(word, "<top>", 1)
    return text


def _small_number(word: str) -> int | None:
    value = CHINESE_DIGITS.get(word) or ENGLISH_DIGITS.get(word.lower())
    return value or (int(word) if word.isdigit() else None)


# Words that follow a name closely in questions; what stands before them is worth a second look.
AFTER_REGION = re.compile(r"([\u4e00-\u9fff]{2,3})(?=省|市|<year>|的)")
CAPITALISED = re.compile(r"\b([A-Z][a-z]{3,}(?: [A-Z][a-z]+)?)\b")


def _look_for_misspelt(slots: Slots) -> None:
    """Offer what a misspelt province may mean when the question names none."""
    if slots.regions:
        return
    candidates = AFTER_REGION.findall(slots.masked) + CAPITALISED.findall(slots.masked)
    names = {n: t for t in REGIONS for n in (t.label.zh, t.label.en)}
    for candidate in candidates:
        near = difflib.get_close_matches(candidate, names, n=3, cutoff=0.74)
        if not near and len(candidate) in (2, 3) and not candidate.isascii():
            near = [n for n in names if _one_character_off(candidate, n)]
        if near:
            terms = list({names[n].id: names[n] for n in near[:3]}.values())
            slots.unknown.append((candidate, terms))
            return


def _one_character_off(word: str, name: str) -> bool:
    return len(word) == len(name) and sum(a != b for a, b in zip(word, name, strict=True)) == 1

"""The entity linker: finds provinces, sectors, fuels, years and numbers in a question.

It works over the vocabularies alone, so a new name in a vocabulary is understood at once.
"""

import datetime
import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from assistant.builtin.quantities import find_assumptions, find_numbers
from assistant.builtin.unknown_sectors import look_for_unknown_sector
from data.knowledge.periods import find_last_years, spell_out
from data.text import Lang
from data.vocabulary import (
    FUELS,
    OTHER_PLACES,
    REGION_GROUPS,
    REGIONS,
    SECTORS,
    Term,
    Vocabulary,
)

SlotKind = Literal["region", "sector", "fuel", "place"]

# Codes that are words in their own right are not read as provinces.
WORDS_NOT_CODES = {"HE", "HI", "HA", "AH", "SC"}


@dataclass
class Slots:
    """What a question speaks of.

    ``years`` are single years in order of mention; a range goes to ``year_from`` and ``year_to``
    (either may stand alone), “近五年” to ``last_years``; ``assumptions`` are scenario words by what
    they settle; ``elsewhere`` are places that no inventory stands for; ``unknown`` (and ``unknown_sectors``) are words that
    look like a name but are none, with what they might mean.
    """

    lang: Lang
    regions: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    fuels: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    year_from: int | None = None
    year_to: int | None = None
    last_years: int | None = None
    top: int | None = None
    percent: float | None = None
    assumptions: dict[str, str] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)
    masked: str = ""
    unknown: list[tuple[str, list[Term]]] = field(default_factory=list)
    unknown_sectors: list[tuple[str, list[Term]]] = field(default_factory=list)

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


def link(question: str, this_year: int | None = None) -> Slots:
    """Find the entities of a question and mask them.

    Args:
        question: As the user wrote it.
        this_year: What “last year” counts from; by default the current year.

    >>> found = link("比较广东和江苏2010到2019年的排放")
    >>> found.regions, found.year_from, found.year_to, found.masked
    (['CN-GD', 'CN-JS'], 2010, 2019, '比较<region>和<region><year>的排放')
    """
    text = unicodedata.normalize("NFKC", question)
    slots = Slots(lang=language_of(text))
    today = this_year or datetime.datetime.now(tz=datetime.UTC).year
    text = _take_years(spell_out(text, today), slots)
    text = _take_names(text, slots)
    slots.assumptions = find_assumptions(text)
    slots.percent, slots.top, text = find_numbers(text)
    slots.masked = re.sub(r"\s+", " ", text).strip()
    _look_for_misspelt(slots)
    look_for_unknown_sector(slots)
    return slots


YEAR = r"((?:19|20)\d{2})"
BETWEEN = re.compile(
    rf"(?:from|between)?\s*{YEAR}\s*年?\s*(?:到|至|—+|–|-|~|〜|to|until|through|and)\s*{YEAR}\s*年?",
    re.IGNORECASE,
)
SINCE = re.compile(
    rf"(?:自|从|since|after)\s*{YEAR}\s*年?(?:以来|起|开始)?|{YEAR}\s*年?(?:以来|起|开始)",
    re.IGNORECASE,
)
SINGLE = re.compile(rf"(?<!\d){YEAR}(?!\d)\s*年?")
LISTED = re.compile(r"compare.*\d{4}\s+and\s+\d{4}", re.IGNORECASE)


def _take_years(text: str, slots: Slots) -> str:
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

    if not LISTED.search(text):
        text = BETWEEN.sub(take_range, text)
    text = SINGLE.sub(take_year, SINCE.sub(take_since, text))
    slots.last_years, text = find_last_years(text)
    return text


@dataclass(frozen=True)
class Spelling:
    """One way to write one entity."""

    text: str
    kind: SlotKind
    ids: tuple[str, ...]


@cache
def _spellings() -> tuple[Spelling, ...]:
    """All spellings, longest first, so that 天然气 is found before 气."""
    held: dict[str, Spelling] = {}
    tables: tuple[tuple[SlotKind, Vocabulary], ...] = (
        ("region", REGIONS),
        ("region", REGION_GROUPS),
        ("sector", SECTORS),
        ("fuel", FUELS),
        ("place", OTHER_PLACES),
    )
    for kind, vocabulary in tables:
        for term in vocabulary:
            ids = term.members if vocabulary is REGION_GROUPS else (term.id,)
            for name in term.names:
                held.setdefault(name.lower() if len(name) > 2 else name, Spelling(name, kind, ids))
    return tuple(sorted(held.values(), key=lambda s: -len(s.text)))


GENERIC = re.compile(
    r"\b(?:by|per|each|which|every|what) industry\b"
    r"|\bindustry (?:roadmap|network|chain|structure|breakdown|graph|links|shares|ranking)",
    re.IGNORECASE,
)
"""Where “industry” means any sector, not the group of that name."""


def _take_names(text: str, slots: Slots) -> str:
    found: list[tuple[int, int, Spelling]] = []
    taken = [False] * len(text)
    for start, end in (m.span() for m in GENERIC.finditer(text)):
        taken[start:end] = [True] * (end - start)
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
    if name.isascii() and len(name) == 2 and (name in WORDS_NOT_CODES or text.isupper()):
        return
    for match in _pattern(name).finditer(text):
        if len(name) > 1 or _stands_alone(text, match.start(), spelling.kind):
            yield match.start(), match.end()


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Latin names stand between other letters' boundaries; two-letter codes are capitals."""
    if not name.isascii():
        return re.compile(re.escape(name))
    flags = 0 if len(name) < 3 else re.IGNORECASE
    return re.compile(rf"(?<![A-Za-z<]){re.escape(name)}(?![A-Za-z>])", flags)


BESIDE = {
    "region": "省市和与及、,，。？?<>的跟比两三四五六七八九十各 ",
    "fuel": "省市和与及、,，。？?<>的跟烧用排各最都占 ",
}
"""Characters beside which a one-character name (粤, 煤) is a name and no part of a longer word."""


@cache
def _singles() -> frozenset[str]:
    return frozenset(s.text for s in _spellings() if len(s.text) == 1)


def _stands_alone(text: str, place: int, kind: SlotKind) -> bool:
    around = [text[place - 1] if place else "", text[place + 1] if place + 1 < len(text) else ""]
    beside = BESIDE.get(kind, "")
    return all(not c or c in _singles() or c in beside or c.isascii() for c in around)


def _add(slots: Slots, spelling: Spelling) -> None:
    lists = {
        "region": slots.regions,
        "sector": slots.sectors,
        "fuel": slots.fuels,
        "place": slots.elsewhere,
    }
    target = lists[spelling.kind]
    target.extend(i for i in spelling.ids if i not in target)


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

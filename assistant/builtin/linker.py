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
from typing import Any, Literal

from assistant.builtin.place_linker import Hit, claim, find_hits, merge, narrow
from assistant.builtin.quantities import find_assumptions, find_numbers
from assistant.builtin.removals import take_removals
from assistant.builtin.unknown_sectors import look_for_unknown_sector
from assistant.builtin.years import take_years
from data.knowledge.masking import is_part_of_word
from data.knowledge.periods import spell_out
from data.place_vocabulary import PlaceVocabulary
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

    ``places`` are ids of cities and counties that the data set holds, ``unclear_places`` names that
    several of them share, ``shared_names`` names that a province shares with its city (吉林);
    ``asked_as`` is the kind of question that was asked of them. ``removals`` are the sinks and
    capture it states, in Mt by argument; ``compared_with`` are the arguments of the answer before
    and their values, where a follow-up changes one of them.
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
    places: list[str] = field(default_factory=list)
    unclear_places: list[tuple[str, list[str]]] = field(default_factory=list)
    shared_names: list[tuple[str, str]] = field(default_factory=list)
    asked_as: str = ""
    removals: dict[str, float] = field(default_factory=dict)
    removal_source: str = ""
    compared_with: list[list[Any]] = field(default_factory=list)

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


def link(
    question: str, this_year: int | None = None, places: PlaceVocabulary | None = None
) -> Slots:
    """Find the entities of a question and mask them.

    Args:
        question: As the user wrote it.
        this_year: What “last year” counts from; by default the current year.
        places: The cities and counties that the data set holds.

    >>> found = link("比较广东和江苏2010到2019年的排放")
    >>> found.regions, found.year_from, found.year_to, found.masked
    (['CN-GD', 'CN-JS'], 2010, 2019, '比较<region>和<region><year>的排放')
    """
    text = unicodedata.normalize("NFKC", question)
    slots = Slots(lang=language_of(text))
    today = this_year or datetime.datetime.now(tz=datetime.UTC).year
    text = take_years(take_removals(spell_out(text, today), slots), slots)
    text = _take_names(text, slots, places)
    slots.assumptions = find_assumptions(text)
    slots.percent, slots.top, text = find_numbers(text)
    slots.masked = re.sub(r"\s+", " ", text).strip()
    _look_for_misspelt(slots)
    look_for_unknown_sector(slots)
    return slots


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


WHOLE = re.compile(
    r"(?:^|[^a-z ] |\b(?:of|from|in|by|the|and|or|for|to|with|on|at|does|did|do|is|was|all|heavy|light|whole"
    r"|total|local|its|their|our|only|entire|chinese|provincial|national|emissions?|co2|about|into|how|what"
    r"|where|why|when|as|than|vs|versus|which|domestic|manufacturing|secondary|s) )$",
    re.IGNORECASE,
)
"""What stands before “industry” where it is the group; another word makes it one industry."""


def _is_part(text: str, start: int, spelling: Spelling, sectors: list[int]) -> bool:
    """Tell whether “industry” only closes the name of one industry (steel industry, rocket industry)."""
    if spelling.ids != ("industry",) or not spelling.text.isascii():
        return False
    before = text[:start].rstrip()
    if len(before) in sectors:
        return True
    word = re.search(r"([a-z]+) $", text[:start])
    return bool(word) and not WHOLE.search(text[:start])


def _take_names(text: str, slots: Slots, places: PlaceVocabulary | None) -> str:
    found: list[tuple[int, int, Spelling]] = []
    hits = find_hits(text, places) if places else []
    claimed: list[Hit] = []
    taken = [False] * len(text)
    for start, end in (m.span() for m in GENERIC.finditer(text)):
        taken[start:end] = [True] * (end - start)
    lower = text.lower()
    for spelling in _spellings():
        # Of names equally long a province or sector comes first, then a city that is held.
        least = len(spelling.text) + (spelling.kind != "place")
        hits = claim(hits, least, taken, claimed)
        if spelling.text.lower() not in lower:
            continue
        for start, end in _places(text, spelling):
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                found.append((start, end, spelling))
    ends = [end for _, end, s in found if s.kind == "sector"]
    found = [f for f in found if not _is_part(text, f[0], f[2], ends)]
    claim(hits, 0, taken, claimed)
    masks = _read_places(text, found, claimed, places, slots) if places else []
    covered = [(start, end) for start, end, _ in masks]
    for start, end, spelling in sorted(found, key=lambda item: item[0]):
        if not any(a <= start and end <= b for a, b in covered):
            _add(slots, spelling)
            masks.append((start, end, f"<{spelling.kind}>"))
    parts, last = [], 0
    for start, end, placeholder in sorted(masks):
        parts += [text[last:start], placeholder]
        last = end
    return "".join([*parts, text[last:]])


def _read_places(
    text: str,
    found: list[tuple[int, int, Spelling]],
    claimed: list[Hit],
    places: PlaceVocabulary,
    slots: Slots,
) -> list[tuple[int, int, str]]:
    """Settle which cities and counties are meant; return where they stand."""
    regions = [
        Hit(start, end, region=s.ids[0])
        for start, end, s in found
        if s.kind == "region" and len(s.ids) == 1
    ]
    masks: list[tuple[int, int, str]] = []
    for hit in narrow(merge(text, [*regions, *claimed], places), places):
        word = text[hit.start : hit.end]
        if len(hit.places) == 1 and hit.places[0] not in slots.places:
            slots.places.append(hit.places[0])
        elif len(hit.places) > 1:
            slots.unclear_places.append((word, list(hit.places)))
        elif hit.region and word in _labels(hit.region) and places.shares_name(hit.region):
            slots.shared_names.append((word, hit.region))
        if hit.places:
            masks.append((hit.start, hit.end, "<city>"))
    return masks


def _labels(region: str) -> tuple[str, str]:
    label = REGIONS.text(region)
    return label.zh, label.en


def _places(text: str, spelling: Spelling) -> Iterator[tuple[int, int]]:
    name = spelling.text
    if name.isascii() and len(name) == 2 and (name in WORDS_NOT_CODES or text.isupper()):
        return
    for match in _pattern(name).finditer(text):
        if is_part_of_word(text, match.start(), len(name)):
            continue
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
    "fuel": "省市和与及、,，。？?<>的跟烧用排各最都占改换代 ",
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
    if slots.regions or slots.places or slots.unclear_places:
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

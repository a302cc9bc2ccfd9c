"""The names an answer may use for places, industries and fuels, found in running text.

The vocabularies say what a name stands for; this file adds the words that prose uses besides.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from data.result import Claim
from data.vocabulary import (
    FUELS,
    IO_SECTORS,
    NATION,
    OTHER_PLACES,
    REGION_GROUPS,
    REGIONS,
    SECTORS,
    Term,
    Vocabulary,
)

Dimension = Literal["place", "thing", "year"]


@dataclass(frozen=True)
class Mention:
    """A name in a text: where it stands and the ids it may mean.

    A ``weak`` name can confirm a claim and never contradicts one: “industry”, “China”, “others”.
    """

    start: int
    end: int
    dimension: Dimension
    ids: frozenset[str]
    weak: bool = False


@dataclass(frozen=True)
class _Name:
    dimension: Dimension
    ids: frozenset[str]
    weak: bool


WEAK = frozenset(
    {
        *("其他", "其他行业", "信息", "政府", "商业", "居民", "家庭", "教育", "金融", "生活消费"),
        *("燃气", "工业", "电子", "others", "culture", "education", "health", "information"),
        *("finance", "process", "gas", "oil", "industry", "urban", "rural", "household"),
        *("residential", "paper", "research", "petrol"),
    }
)
"""Words that stand for a sector in a table and for much else in a sentence."""

SPOKEN: dict[str, tuple[str, ...]] = {
    "ferrous_smelting": ("炼钢", "炼铁", "钢厂", "钢企", "钢铁业", "steelmaking", "steelmakers",
                         "steel mills", "steelworks", "steel industry", "steel sector"),
    "nonmetal_minerals": ("水泥业", "水泥厂", "cement works", "cement plants", "cement making",
                          "non-metallic mineral products", "非金属矿物"),
    "power": ("煤电", "电厂", "火电厂", "供热", "power plants", "power stations", "generators",
              "electricity generation", "heat and power"),
    "transport": ("道路运输", "货运", "road transport", "freight"),
    "nonferrous_smelting": ("铝业", "炼铝", "smelters"),
    "metals": ("有色金属冶炼", "non-ferrous metals", "nonferrous metals"),
    "chemicals": ("化学品", "chemical", "chemical plants"),
    "farming": ("farms", "种植业"),
    "agriculture": ("farms", "种植业"),
    "coal": ("燃煤", "用煤", "烧煤"),
    "natural_gas": ("燃气发电用气",),
    "process": ("process (cement)", "cement process", "生产过程排放"),
}  # fmt: skip
"""Words of prose, by the id they stand for."""

NOT_A_NAME = re.compile(
    r"power of dispersion|purchasing power|market power|computing power|power law"
    r"|(?:this|the|a|working|white) paper|on paper|in (?:the )?process|process of"
    r"|input-output|输入|石油当量|标准煤|coal equivalent|transported|carbon transfer"
    r"|建筑在|教育部|金融机构|政府间",
    re.IGNORECASE,
)
GENERIC_PLACES = {NATION, "world"}


def mentions(text: str, claims: Iterable[Claim] = ()) -> list[Mention]:
    """Find the names of places, industries and fuels in a text, in order.

    Args:
        text: Any text; marks are passed over, since their ids hold no name.
        claims: Claims whose own labels (of cities) are names too.

    >>> [sorted(m.ids) for m in mentions("Guangdong's cement")][0]
    ['CN-GD']
    """
    own = _labels(claims)
    return _scan(text, own) if own else list(_scan_cached(text))


@lru_cache(maxsize=4096)
def _scan_cached(text: str) -> tuple[Mention, ...]:
    return tuple(_scan(text, {}))


def _scan(text: str, own: Mapping[str, tuple[_Name, ...]]) -> list[Mention]:
    held = _all_names()
    lower = text.lower()
    hidden = [m.span() for m in NOT_A_NAME.finditer(text)]
    found: list[Mention] = []
    place = 0
    while place < len(lower):
        end = _longest(lower, place, held, own)
        if end and not any(a < end and place < b for a, b in hidden):
            spelling = lower[place:end]
            names = (*own.get(spelling, ()), *held.by_name.get(spelling, ()))
            found += [Mention(place, end, n.dimension, n.ids, n.weak) for n in names]
        place = end or place + 1
    return found


@dataclass(frozen=True)
class _Names:
    by_name: Mapping[str, tuple[_Name, ...]]
    lengths: Mapping[str, tuple[int, ...]]


def _longest(
    lower: str, place: int, held: _Names, own: Mapping[str, tuple[_Name, ...]]
) -> int | None:
    """Return where the longest name that begins at a place ends."""
    first = lower[place]
    lengths = held.lengths.get(first, ())
    if own:
        lengths = sorted({*lengths, *(len(n) for n in own if n[0] == first)}, reverse=True)
    for length in lengths:
        end = place + length
        word = lower[place:end]
        if (word in held.by_name or word in own) and _stands_free(lower, place, end):
            return end
    return None


def _stands_free(lower: str, start: int, end: int) -> bool:
    if not lower[start].isascii():
        return True
    before = lower[start - 1] if start else " "
    after = lower[end] if end < len(lower) else " "
    return not _is_latin(before) and not _is_latin(after)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


@cache
def _all_names() -> _Names:
    held: dict[str, dict[Dimension, tuple[frozenset[str], bool]]] = {}
    for name, dimension, ids, weak in _every_spelling():
        at = held.setdefault(name, {})
        before, before_weak = at.get(dimension, (frozenset[str](), False))
        at[dimension] = (before | ids, before_weak or weak)
    lengths: dict[str, set[int]] = {}
    for name in held:
        lengths.setdefault(name[0], set()).add(len(name))
    return _Names(
        {n: tuple(_Name(d, *what) for d, what in by.items()) for n, by in held.items()},
        {c: tuple(sorted(ls, reverse=True)) for c, ls in lengths.items()},
    )


def _every_spelling() -> Iterator[tuple[str, Dimension, frozenset[str], bool]]:
    for term in REGIONS:
        for name in _spellings(term):
            yield name, "place", frozenset({term.id}), term.id in GENERIC_PLACES
    for term in (*REGION_GROUPS, *OTHER_PLACES):
        for name in _spellings(term):
            ids = frozenset({term.id, *term.members})
            yield name, "place", ids, term.id in GENERIC_PLACES
    tables: tuple[Vocabulary, ...] = (SECTORS, FUELS, IO_SECTORS)
    for table in tables:
        for term in table:
            for name in (*_spellings(term), *SPOKEN.get(term.id, ())):
                weak = name in WEAK or (bool(term.members) and table is SECTORS)
                yield name, "thing", frozenset({term.id, *term.members}), weak


def _spellings(term: Term) -> Iterator[str]:
    """Yield the names worth finding in prose: no codes, no single characters but 煤."""
    for name in term.names:
        for form in {name, re.sub(r"\s*[（(].*[）)]", "", name)}:
            latin = form.isascii()
            if (latin and len(form) > 2) or (not latin and len(form) > 1):
                yield form.lower()


def _labels(claims: Iterable[Claim]) -> dict[str, tuple[_Name, ...]]:
    held: dict[str, tuple[_Name, ...]] = {}
    for claim in claims:
        cities = {i: t for i, t in claim.names.items() if i.startswith(("city:", "county:"))}
        for entity_id, label in cities.items():
            region = next((p for p in entity_id.split(":") if p.startswith("CN-")), "")
            short = entity_id.split(":")[-1]
            en = label.en.split(",")[0]
            prefix = REGIONS.label(region, "zh") if region else ""
            zh = label.zh.removeprefix(prefix)
            for name in {label.zh, label.en, zh, en, short}:
                if len(name) > 1:
                    held[name.lower()] = (_Name("place", frozenset({entity_id}), weak=False),)
    return held

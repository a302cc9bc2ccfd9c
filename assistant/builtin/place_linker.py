"""Cities and counties in a question, once a data set holds them: found, and read in their province.

A name is looked up at every character, so that thousands of places cost no more than a few.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from data.place_vocabulary import (
    PlaceVocabulary,
    bare,
    full_names,
    level_of,
    short_names,
)
from data.tables import Place
from data.vocabulary import FUELS, PROVINCES, REGIONS, SECTORS

BETWEEN_ZH = re.compile(r"(?:省|市|自治区)?的?")
BETWEEN_EN = re.compile(r",?\s*\(?\s*|'s\s+")
ENDS_SHORT = "的占在排和与及、历近从自到（(,，。？?碳二增比有 <"
"""What may follow a county's short name (安新), which is otherwise part of some other word."""

# Names of places that are everyday words, read as a place only within its province.
WORDS = frozenset({"东方", "合作", "城市", "资源", "和平", "建设", "中方", "大方", "平安", "万宁"})


@dataclass(frozen=True)
class Hit:
    """A stretch of the question that names a region or places.

    ``region`` is a region id (then ``places`` is empty), ``places`` all that the name may mean.
    """

    start: int
    end: int
    places: tuple[str, ...] = ()
    region: str = ""

    @property
    def length(self) -> int:
        """How many characters it takes."""
        return self.end - self.start


def find_hits(text: str, places: PlaceVocabulary) -> list[Hit]:
    """Find the longest name at every character, longest first; they may overlap."""
    names, short = _names(places)
    folded = text.lower()
    if len(folded) != len(text):
        return []
    found: list[Hit] = []
    for start, character in enumerate(folded):
        held = next((h for h in _at(folded, start, names.get(character, ())) if h), None)
        held = held or _short_at(text, folded, start, short.get(character, ()), places)
        if held:
            found.append(held)
    return sorted(found, key=lambda h: -h.length)


def claim(hits: list[Hit], least: int, taken: list[bool], claimed: list[Hit]) -> list[Hit]:
    """Take the places of at least a length where nothing else stands; return the shorter ones."""
    while hits and hits[0].length >= least:
        hit, *hits = hits
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = [True] * hit.length
            claimed.append(hit)
    return hits


def merge(text: str, hits: Iterable[Hit], places: PlaceVocabulary) -> list[Hit]:
    """Read each place in the province or city named beside it, which becomes part of its name.

    河北, 保定 and 安新县 in 河北保定安新县 are one county.
    """
    held = _leftwards(text, sorted(hits, key=lambda h: h.start), places)
    return _rightwards(text, held, places)


def narrow(hits: Iterable[Hit], places: PlaceVocabulary) -> list[Hit]:
    """Take homonyms for the one that lies in a province named elsewhere; cities before counties."""
    held = list(hits)
    regions = {h.region for h in held if h.region in PROVINCES}
    for hit in held:
        if len(hit.places) == 1:
            regions.add(places.places[hit.places[0]].province)
    return [replace(h, places=_narrowed(h.places, regions, places)) for h in held]


def _narrowed(ids: tuple[str, ...], regions: set[str], places: PlaceVocabulary) -> tuple[str, ...]:
    cities = tuple(i for i in ids if level_of(i) == "city")
    ids = cities or ids
    inside = tuple(i for i in ids if places.places[i].province in regions)
    return inside or ids


def _leftwards(text: str, hits: list[Hit], places: PlaceVocabulary) -> list[Hit]:
    """Join 河北 + 保定: a Chinese parent stands before."""
    done: list[Hit] = []
    for hit in hits:
        before = done[-1] if done else None
        if before and hit.places and BETWEEN_ZH.fullmatch(text[before.end : hit.start]):
            inside = _inside(hit, before, places)
            if inside:
                done[-1] = Hit(before.start, hit.end, inside)
                continue
        done.append(hit)
    return done


def _rightwards(text: str, hits: list[Hit], places: PlaceVocabulary) -> list[Hit]:
    """Join Baoding + Hebei: an English parent stands after."""
    done: list[Hit] = []
    for hit in reversed(hits):
        after = done[-1] if done else None
        if after and hit.places and BETWEEN_EN.fullmatch(text[hit.end : after.start]):
            inside = _inside(hit, after, places)
            if inside and text[hit.start].isascii():
                closed = text[after.end : after.end + 1] == ")"
                done[-1] = Hit(hit.start, after.end + closed, inside)
                continue
        done.append(hit)
    return done[::-1]


def _inside(child: Hit, parent: Hit, places: PlaceVocabulary) -> tuple[str, ...]:
    held = (places.places[i] for i in child.places)
    if parent.region:
        return tuple(p.id for p in held if p.province == parent.region)
    cities = [places.places[i] for i in parent.places if level_of(i) == "city"]
    return tuple(
        p.id
        for p in held
        if level_of(p.id) == "county"
        and any(c.province == p.province and bare(c.label.zh) == bare(p.city) for c in cities)
    )


Names = dict[str, list[tuple[str, tuple[str, ...]]]]


@lru_cache(maxsize=4)
def _names(places: PlaceVocabulary) -> tuple[Names, Names]:
    """List full and short names with their places by first character, longest first."""
    full: defaultdict[str, dict[str, None]] = defaultdict(dict)
    short: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for place in places:
        for name in full_names(place):
            if _is_telling(name):
                full[name.lower()][place.id] = None
        for name in short_names(place):
            if len(name) > 1 and name.lower() not in full:
                short[name.lower()][place.id] = None
    return _by_first(full), _by_first(short)


def _is_telling(name: str) -> bool:
    """Tell a name that can be nothing else; a province's name means the province."""
    if len(name) < 2 or (name.isascii() and len(name) < 4) or name in WORDS:
        return False
    return name.lower() not in _taken_names()


@cache
def _taken_names() -> frozenset[str]:
    terms = (t for v in (REGIONS, SECTORS, FUELS) for t in v)
    return frozenset(n.lower() for t in terms for n in t.names)


def _by_first(held: dict[str, dict[str, None]]) -> Names:
    names: Names = defaultdict(list)
    for name in sorted(held, key=lambda n: -len(n)):
        names[name[0]].append((name, tuple(held[name])))
    return dict(names)


def _at(text: str, start: int, names: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Hit]:
    for name, ids in names:
        if text.startswith(name, start) and _is_word(text, start, name):
            yield Hit(start, start + len(name), ids)


def _is_word(text: str, start: int, name: str) -> bool:
    if not name.isascii():
        return True
    before, after = text[:start][-1:], text[start + len(name) :][:1]
    if before == "<" or after == ">":
        return False  # part of a mask, while Guangzhou<year> ends at one
    return not any(c.isascii() and (c.isalnum() or c == "_") for c in before + after)


def _short_at(
    text: str,
    folded: str,
    start: int,
    names: Iterable[tuple[str, tuple[str, ...]]],
    places: PlaceVocabulary,
) -> Hit | None:
    """Find a county's short name that directly follows, or in English precedes, its parent."""
    for hit in _at(folded, start, names):
        after = text[hit.end : hit.end + 1]
        if not text[start].isascii() and after and after not in ENDS_SHORT and not after.isdigit():
            continue
        inside = tuple(i for i in hit.places if _beside_parent(text, hit, places.places[i], places))
        if inside:
            return Hit(hit.start, hit.end, inside)
    return None


def _beside_parent(text: str, hit: Hit, place: Place, places: PlaceVocabulary) -> bool:
    province = PROVINCES.text(place.province)
    if text[hit.start].isascii():
        label = places.label(place.id).en
        parents = [p.strip() for p in label.split(",")[1:]]
        after = re.sub(r"^\s*,\s*", "", text[hit.end :])
        return after != text[hit.end :] and after.startswith(tuple(parents))
    city = bare(place.city)
    parents = [n + end for n in (province.zh, city) if n for end in ("", "省", "市")]
    return text[: hit.start].endswith(tuple(parents))

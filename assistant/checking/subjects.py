"""What a claim speaks of: every place, industry, fuel and year that belongs to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.result import Claim
from data.vocabulary import FUELS, IO_SECTORS, OTHER_PLACES, REGIONS, SECTORS

YEARS = range(1990, 2101)
TOKEN = re.compile(r"city:\S+?(?=[\s>|]|$)|county:\S+?(?=[\s>|]|$)|[A-Za-z][\w-]*")
TABLE_YEAR = re.compile(r"(?:19|20)\d{2}")
WHOLE = 6
"""A claim over this many provinces speaks of all of them, and is named by no single one."""


@dataclass(frozen=True)
class Subject:
    """The ids that a claim may be named by, and those of its own entity alone."""

    places: frozenset[str]
    things: frozenset[str]
    years: frozenset[int]
    own_things: frozenset[str]


def subject_of(claim: Claim, claims: Mapping[str, Claim]) -> Subject:
    """Gather what a claim speaks of, with what its parents speak of.

    >>> from data.result import make_claim
    >>> held = make_claim("co2_mt", 1, unit="Mt", kind="official", dataset="d", source="s",
    ...     year=2019, entity={"region": "CN-GD", "sector": "power"})
    >>> found = subject_of(held, {})
    >>> sorted(found.places), sorted(found.things), sorted(found.years)
    (['CN-GD'], ['power'], [2019])
    """
    family = [claim, *(claims[p] for p in claim.parents if p in claims)]
    derived = claim.params.get("of") is None and not claim.entity
    places: set[str] = set()
    things: set[str] = set()
    years: set[int] = set()
    for member in family if derived or claim.metric in ("ratio", "difference") else [claim]:
        tokens = set(_tokens(member))
        places |= {t for t in tokens if t in REGIONS or t.startswith(("city:", "county:"))}
        things |= {t for t in tokens if t in SECTORS or t in FUELS or t in IO_SECTORS}
        years |= set(_years(member))
    places |= _in_names(claim)
    own = {t for v in claim.entity.values() for t in TOKEN.findall(v)}
    return Subject(frozenset(places), frozenset(things), frozenset(years), frozenset(things & own))


def _tokens(claim: Claim) -> Iterator[str]:
    for value in (*claim.entity.values(), *claim.params.values()):
        if isinstance(value, str):
            yield from TOKEN.findall(value)


def _years(claim: Claim) -> Iterator[int]:
    if claim.year is not None:
        yield claim.year
    if claim.unit == "year":
        yield int(claim.value)
    for key, value in claim.params.items():
        if isinstance(value, int) and value in YEARS:
            yield value
        elif isinstance(value, str) and key != "by_way_of":
            yield from (int(y) for y in TABLE_YEAR.findall(value))


def _in_names(claim: Claim) -> set[str]:
    """Return the places of the vocabulary that a city's own label names."""
    labels = " ".join(f"{t.zh} {t.en}" for t in claim.names.values())
    named = {t.id for t in OTHER_PLACES if t.label.zh in labels or t.label.en in labels}
    cities = [t for v in claim.entity.values() for t in re.findall(r"CN-[A-Z]{2}", v)]
    return named | (set(cities) if claim.names else set())

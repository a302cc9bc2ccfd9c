"""What a question on distances to a pathway, or on one industry by province, asks for."""

import re
from collections.abc import Callable
from typing import Any, Literal, Protocol

from data.vocabulary import NATION

PEAK = re.compile(r"达峰|\bpeak", re.IGNORECASE)
INDUSTRIES = re.compile(
    r"哪[个些几][^省]{0,2}(?:行业|产业|部门)|各(?:个)?行业|分行业|行业(?:中|里)"
    r"|(?:行业|产业|部门)(?:是|有)哪|最[远近大小多少差难慢快]的?[^省]{0,2}(?:行业|产业|部门)"
    r"|\b(?:which|what|whose) (?:industr|sector)|\b(?:by|each|every) (?:industr|sector)"
    r"|\b(?:industries|sectors)\b(?!.*\bprovinces?\b)",
    re.IGNORECASE,
)
PROVINCES = re.compile(r"哪[个些几]省|[各分]省|省份|\bprovinces?\b", re.IGNORECASE)
TONNES = re.compile(r"吨数|绝对量|按吨|\btonnes?\b|\bin Mt\b", re.IGNORECASE)
SHARE = re.compile(r"按比例|百分比|相对|\bper ?cent|percentage", re.IGNORECASE)
WHOLE_WAY = re.compile(r"碳中和|净零|路线图|neutral|net[- ]zero|roadmap", re.IGNORECASE)

COUNT = re.compile(
    r"([1-9]\d?|[两三四五六七八九十])\s*个(?:省|行业)|\b([1-9]\d?|three|five|ten) (?:provinces|industries|sectors)",
    re.IGNORECASE,
)
NUMBERS = {w: n for n, w in enumerate("两三四五六七八九十", 2)} | {"three": 3, "five": 5, "ten": 10}

LATE = 2050
"""A year from here on ends a pathway; an earlier one is a year to compare in."""


class Asked(Protocol):
    """What is read of a question's slots."""

    masked: str
    regions: list[str]
    sectors: list[str]
    top: int | None
    year_to: int | None

    @property
    def all_years(self) -> list[int]:
        """Every year named."""
        ...


def _target(slots: Asked) -> Literal["peak", "pathway"]:
    return "peak" if PEAK.search(slots.masked) else "pathway"


def _what(slots: Asked) -> str | None:
    return "sectors" if INDUSTRIES.search(slots.masked) and not slots.sectors else None


def _national(slots: Asked) -> bool:
    return _what(slots) == "sectors" and not slots.regions


def _regions(slots: Asked) -> list[str]:
    """Take the nation for one region only where no provinces are asked for beside it."""
    if _national(slots):
        return [NATION]
    if _what(slots) or not PROVINCES.search(slots.masked):
        return slots.regions
    return _provinces(slots)


def _provinces(slots: Asked) -> list[str]:
    return [r for r in slots.regions if r != NATION]


def _compared_in(slots: Asked) -> int | None:
    if slots.year_to and slots.year_to < LATE:
        return slots.year_to  # a five-year plan is compared in its last year
    return min((y for y in slots.all_years if y < LATE), default=None)


def _leads_to(slots: Asked) -> int | None:
    return max((y for y in slots.all_years if y >= LATE), default=None)


def _by(slots: Asked) -> str | None:
    if TONNES.search(slots.masked):
        return "mt"
    return "percent" if SHARE.search(slots.masked) else None


def _top(slots: Asked) -> int | None:
    found = COUNT.search(slots.masked)
    if slots.top or not found:
        return slots.top
    word = (found[1] or found[2]).lower()
    return int(word) if word.isdigit() else NUMBERS[word]


def _one_sector(slots: Asked) -> str | None:
    return slots.sectors[0] if slots.sectors else None


def _stops(slots: Asked) -> list[int]:
    """Take the years of an industry's targets; a net-zero roadmap's one year is its end."""
    whole = WHOLE_WAY.search(slots.masked) and len(slots.all_years) == 1
    return [] if whole else sorted(set(slots.all_years))


def _end(slots: Asked) -> int | None:
    years = slots.all_years
    return max(years) if years and (not _stops(slots) or max(years) > 2060) else None


GAP_SLOTS: dict[str, Callable[[Asked], Any]] = {
    "gap_target": _target,
    "gap_what": _what,
    "gap_regions": _regions,
    "gap_year": _compared_in,
    "gap_end": _leads_to,
    "gap_by": _by,
    "gap_sector": _one_sector,
    "gap_top": _top,
    "industry_provinces": _provinces,
    "industry_stops": _stops,
    "industry_end": _end,
}
"""How each slot of these kinds is read."""

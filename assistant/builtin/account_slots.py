"""What a question on footprints and transfers asks for, read from its words."""

import re
from collections.abc import Callable
from typing import Any, Protocol

BY = {
    "imports": r"(?<!净)进口|\bimports?\b|imported",
    "exports": r"出口|\bexports?\b|exported",
    "category": r"最终需求类别|需求类别|最终需求结构|消费和投资|居民消费|政府消费|固定资本|投资|categor"
    r"|households?|government|capital formation|investment|final demand (?:type|split)",
    "product": r"最终产品|按产品|哪些产品|什么产品|\bproducts?\b",
    "fuel": r"燃料|煤油气|能源品种|fuel",
    "sector": r"排放部门|哪些行业|哪些部门|按行业|按部门|sectors?\b|industr",
    "province": r"哪些省|按省|各省|省份|provinces?\b",
}
"""Words that name what a question on a footprint dwells on; the first that is named counts."""

OUT_OF = re.compile(
    r"<region>(?:在|到底|主要|都|究竟)*(?:为|替)(?:谁|哪些|哪个|哪几|其他|其它|外省|别的|别省)|流向|调出"
    r"|谁的(?:消费|需求)(?:让|使)<region>"
    r"|for whom|on whose behalf|for which (?:other )?provinces?|does <region> emit for|outflow"
    r"|<region> (?:emits?|emitted) for"
)
INTO = re.compile(
    r"(?:为|替)(?:<region>|[它其])|<region>的(?:最终)?(?:消费|需求)(?:引起|造成|导致|让)|由(?:谁|哪些|哪几个|外省|其他)|谁(?:为|替)|哪些(?:省份|省|地区)(?:为|替)|来自哪些省|调入|转嫁|外包"
    r"|(?:emit|emits|emitted|emitting) for (?:the (?:consumption|final demand) (?:of|in) )?<region>"
    r"|behind <region>|emits? the (?:co2|emissions|carbon) of <region>|inflow|outsourc|offload"
)
"""Who emits for a region, and for whom it emits; a question of neither or both asks for both."""

TOTAL = re.compile(r"总量|总额|总规模|总共|一共|合计|\btotal\b|\bin all\b|altogether")
"""How large the transfers are, rather than between whom."""


class Asked(Protocol):
    """What is read of a question's slots."""

    masked: str
    fuels: list[str]
    years: list[int]
    year_from: int | None
    year_to: int | None


def _by(slots: Asked) -> str | None:
    asked = re.sub(r"<\w+>", " ", slots.masked.lower())
    named = next((axis for axis, words in BY.items() if re.search(words, asked)), None)
    return named or ("fuel" if slots.fuels else None)


def _direction(slots: Asked) -> str | None:
    asked = slots.masked.lower()
    out, into = OUT_OF.search(asked), INTO.search(asked)
    if bool(out) == bool(into):
        return None
    return "out_of" if out else "into"


def _lead(slots: Asked) -> str | None:
    return "total" if TOTAL.search(slots.masked.lower()) else None


def _table_year(slots: Asked) -> int | None:
    """Return the year asked about; what a question says “since” is the base, not the year."""
    return slots.year_to or max(slots.years, default=None)


def _base_year(slots: Asked) -> int | None:
    """Return the earlier of two years that are to be compared."""
    if slots.year_from:
        return slots.year_from
    return min(slots.years) if len(set(slots.years)) > 1 else None


ACCOUNT_SLOTS: dict[str, Callable[[Asked], Any]] = {
    "footprint_by": _by,
    "transfer_direction": _direction,
    "transfer_lead": _lead,
    "table_year": _table_year,
    "base_year": _base_year,
}
"""How each slot of these kinds is read."""

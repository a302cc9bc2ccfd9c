"""How a question “what if” fills the arguments of its tool: sizes with their sign, and roles."""

import re
from collections.abc import Callable
from typing import Any

from assistant.builtin.linker import Slots
from assistant.builtin.quantities import find_sign
from data.vocabulary import NATION, SECTORS, members

SECTOR, PERCENT = "<sector>", "<percent>"
HOUSEHOLDS = {"households", "urban_households", "rural_households"}

_PRICE = re.compile(
    r"(\d+(?:\.\d+)?)\s*(?:块钱?|元|yuan|cny|rmb)\s*(?:/|每|一|per|a)\s*(?:吨|t\b|tonne|ton)"
    r"|每吨\s*(?:co2|二氧化碳|碳)?\s*(\d+(?:\.\d+)?)\s*(?:元|块)"
    r"|(?:碳价|碳税)\D{0,8}?(\d+(?:\.\d+)?)\s*(?:元|块)?"
    r"|carbon (?:price|tax) (?:of|at|is|were|reaches|rises to|=)?\s*(\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_SPOKEN_PRICE = re.compile(r"(五十|一百五十|一百|两百|二百|三百|五百|一千)\s*元")
_SPOKEN = {"五十": 50.0, "一百": 100.0, "一百五十": 150.0, "两百": 200.0, "二百": 200.0,
           "三百": 300.0, "五百": 500.0, "一千": 1000.0}  # fmt: skip
_MONEY = re.compile(
    r"(?P<zh>\d+(?:\.\d+)?)\s*亿元?|(?P<en>\d+(?:\.\d+)?)\s*billion\s*(?:yuan|cny|rmb)",
    re.IGNORECASE,
)
CNY_1E8_PER_BILLION = 10.0

_ELECTRIC = re.compile(
    r"电气化|改(?:用|为|成|烧)?(?:外购)?(?:电|<sector>)|换成(?:外购)?(?:电|<sector>)|以电代|用电(?:替代|代替)"
    r"|由(?:外购)?(?:电|<sector>)(?:替代|代替)|电锅炉|热泵|electrif|(?:by|with|to) (?:bought |purchased )?(?:electricity|<sector>)",
    re.IGNORECASE,
)
_CLEAN = re.compile(
    r"可再生|新能源|零碳|清洁能源|风电|光伏|绿氢|氢能|renewable|carbon-free|wind|solar|hydrogen",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"用<fuel>(?:替代|代替|取代|置换)|<fuel>(?:替代|代替|取代)[^<]{0,8}<fuel>|<fuel> replaces",
    re.IGNORECASE,
)
_INPUT = re.compile(
    r"(?:inputs?|use|consumption|amount|less|more) (?:of )?(?P<after><sector>)"
    r"|(?P<before><sector>) (?:inputs?|use|consumption)\b",
    re.IGNORECASE,
)
_CATEGORIES = (
    ("exports", re.compile(r"出口|export", re.IGNORECASE)),
    ("government", re.compile(r"政府|government", re.IGNORECASE)),
    ("investment", re.compile(r"投资|资本形成|investment|capital formation", re.IGNORECASE)),
    ("rural", re.compile(r"农村|rural", re.IGNORECASE)),
    ("urban", re.compile(r"城镇|urban", re.IGNORECASE)),
    ("households", re.compile(r"居民|家庭|household|consumer", re.IGNORECASE)),
    ("consumption", re.compile(r"消费|consumption", re.IGNORECASE)),
)


def change_pct(slots: Slots) -> float | None:
    """Return the change in per cent with its sign: of the nearest verb, or as written.

    A share without a verb is a fall, as in “三成的电力排放消失”.
    """
    if slots.percent is None:
        return None
    if slots.percent < 0:
        return slots.percent
    return slots.percent * (find_sign(slots.masked, PERCENT) or -1)


def carbon_price(slots: Slots) -> float | None:
    """Return a price of CO2 in CNY per t."""
    if found := _PRICE.search(slots.masked):
        return float(next(g for g in found.groups() if g)) or None
    if found := _SPOKEN_PRICE.search(slots.masked):
        return _SPOKEN[found[1]]
    return None


def demand_money(slots: Slots) -> float | None:
    """Return a change of final demand in 10⁸ CNY, with the sign of its verb."""
    found = _MONEY.search(slots.masked)
    if found is None:
        return None
    size = float(found["zh"] or 0) or float(found["en"] or 0) * CNY_1E8_PER_BILLION
    sign = find_sign(slots.masked, found[0]) or 1
    return size * sign


_RATE_OF_GROWTH = re.compile(r"增速|增长率|gdp|growth rate|growth of <percent>", re.IGNORECASE)
_DEMAND = re.compile(
    r"需求|出口|投资|消费|购买|demand|export|investment|consumption|spending", re.IGNORECASE
)


def _demand_change(slots: Slots) -> float | None:
    """Return a change of final demand in per cent; a rate of growth of the economy is none."""
    if _RATE_OF_GROWTH.search(slots.masked) and not _DEMAND.search(slots.masked):
        return None
    return change_pct(slots)


def _producing(slots: Slots) -> list[str]:
    return [s for s in slots.sectors if not set(members(SECTORS, s)) <= HOUSEHOLDS]


def _first(slots: Slots) -> str | None:
    return next(iter(_producing(slots)), None)


def _link(slots: Slots) -> tuple[str | None, str | None]:
    """Return the user of an input and the input, which Chinese names last and English marks."""
    named = _producing(slots)
    if len(named) != 2 or len(slots.sectors) != 2:
        return None, None
    found = _INPUT.search(slots.masked)
    place = 1
    if found:
        at = found.start("after") if found["after"] else found.start("before")
        place = min(slots.masked[:at].count(SECTOR), 1)
    return named[1 - place], named[place]


_SWITCHES = (
    (re.compile(r"煤改气|coal[- ]to[- ]gas", re.IGNORECASE), "coal", "natural_gas"),
    (re.compile(r"油改气|oil[- ]to[- ]gas", re.IGNORECASE), "oil", "natural_gas"),
    (re.compile(r"煤改电", re.IGNORECASE), "coal", "electricity"),
    (re.compile(r"油改电", re.IGNORECASE), "oil", "electricity"),
)


def _switch(slots: Slots) -> tuple[str | None, str | None]:
    """Return the fuel replaced and what takes its place."""
    text = slots.masked
    known = next(((a, b) for p, a, b in _SWITCHES if p.search(text)), None)
    if known is not None:
        return known
    fuels = slots.fuels
    if len(fuels) > 1:
        return (fuels[1], fuels[0]) if _ACTIVE.search(text) else (fuels[0], fuels[1])
    fuel = fuels[0] if fuels else None
    if _CLEAN.search(text):
        return fuel, "none"
    return fuel, "electricity" if _ELECTRIC.search(text) else None


def _share(slots: Slots) -> float | None:
    return abs(slots.percent) if slots.percent else None


def _category(slots: Slots) -> str | None:
    if HOUSEHOLDS & set(slots.sectors):
        return "households"
    return next((c for c, pattern in _CATEGORIES if pattern.search(slots.masked)), None)


def _others(slots: Slots) -> list[dict[str, Any]]:
    """Return the same change of intensity for every further sector named."""
    pct = change_pct(slots)
    return [{"sector": s, "intensity_change_pct": pct} for s in _producing(slots)[1:]]


WHAT_IF_SLOTS: dict[str, Callable[[Slots], Any]] = {
    "where": lambda s: s.regions[0] if s.regions else NATION,
    "change_pct": change_pct,
    "changed_sector": _first,
    "other_changes": _others,
    "user_sector": lambda s: _link(s)[0],
    "input_sector": lambda s: _link(s)[1],
    "replaced_fuel": lambda s: _switch(s)[0],
    "replacement": lambda s: _switch(s)[1],
    "replaced_pct": _share,
    "bought_power": lambda s: _switch(s)[1] == "electricity",
    "fuel_to_fuel": lambda s: _switch(s)[1] not in (None, "electricity"),
    "demand_pct": lambda s: None if demand_money(s) else _demand_change(s),
    "demand_money": demand_money,
    "demand_size": lambda s: demand_money(s) or _demand_change(s),
    "category": _category,
    "carbon_price": carbon_price,
}
"""How each ``$slot`` of the rows on what-ifs is read."""

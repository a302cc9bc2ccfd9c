"""Units as they are written in workbooks, read as a base unit and a power of ten."""

import re
import unicodedata
from functools import cache

_WORDS = {
    "": 0,
    "thousand": 3,
    "tenthousand": 4,
    "million": 6,
    "100million": 8,
    "hundredmillion": 8,
    "billion": 9,
    "千": 3,
    "万": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
}
_SPELT: dict[tuple[str, int], str] = {
    ("t", 0): "t ton tons tonne tonnes tone tones metricton metrictons 吨",
    ("t", 3): "kt",
    ("t", 6): "mt",
    ("m3", 0): "m3 cum cubicm cubicmeter cubicmeters cubicmetre cubicmetres 立方米",
    ("kJ", 0): "kj kilojoule kilojoules 千焦 千焦耳",
    ("kJ", 3): "mj",
    ("kJ", 6): "gj",
    ("kJ", 9): "tj",
    ("kWh", 0): "kwh kwhour 千瓦时 千瓦小时",
    ("kWh", 3): "mwh",
    ("kWh", 6): "gwh",
    ("kWh", 9): "twh",
    ("tce", 0): "tce tonce tonsce tonofsce tonsofsce tonsofstandardcoal tonsofcoalequivalent"
    " tonnesofcoalequivalent tonsofstandardcoalequivalent 吨标准煤 吨标煤",
    ("tce", 6): "mtce",
}
_BASES = sorted(
    ((word, base) for base, words in _SPELT.items() for word in words.split()),
    key=lambda held: -len(held[0]),
)
_POWER = re.compile(r"10\^?([1-9]\d?)")
_PLAIN = re.compile(r"10{2,12}")

CANONICAL = {
    "t": ("t_1e4", 4),
    "m3": ("m3_1e8", 8),
    "kJ": ("kj_1e10", 10),
    "kWh": ("kwh_1e8", 8),
    "tce": ("tce_1e4", 4),
}
"""The unit in which an amount is kept, by base unit, with its power of ten."""

MILLION_TONNES = ("t", 6)


@cache
def parse_unit(text: str) -> tuple[str, int] | None:
    """Read a unit as its base unit and a power of ten; None when it is none known here.

    >>> parse_unit("10^4 tons"), parse_unit("10000 t"), parse_unit("亿立方米")
    (('t', 4), ('t', 4), ('m3', 8))
    >>> parse_unit("10⁸ cu.m"), parse_unit("10^10 kJ"), parse_unit("million tones")
    (('m3', 8), ('kJ', 10), ('t', 6))
    >>> parse_unit("104 tce"), parse_unit("TWh"), parse_unit("Mt CO2"), parse_unit("yuan")
    (('tce', 4), ('kWh', 9), ('t', 6), None)
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"[\s.,()*_/·⋅-]", "", plain)
    plain = re.sub(r"(of)?(co2|二氧化碳)$", "", plain)
    for word, (base, own) in _BASES:
        if plain.endswith(word):
            power = _power_of(plain.removesuffix(word))
            if power is not None:
                return base, own + power
    return None


def units_in(text: str) -> set[tuple[str, int]]:
    r"""Return the units that a remark names, one or several of them in its parts.

    >>> units_in("million tones\n百万吨"), sorted(units_in("million tons; 万吨"))
    ({('t', 6)}, [('t', 4), ('t', 6)])
    """
    parts = re.split(r"[\n;；,，、/()（）:：]", text)
    return {unit for part in parts if (unit := parse_unit(part)) is not None}


def _power_of(number: str) -> int | None:
    if number in _WORDS:
        return _WORDS[number]
    if _PLAIN.fullmatch(number):
        return len(number) - 1
    found = _POWER.fullmatch(number)
    return int(found[1]) if found else None

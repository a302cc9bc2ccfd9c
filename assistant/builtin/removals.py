"""Sinks and capture that a question states: their amounts in Mt, and the source it names."""

import re
from typing import Protocol

_AMOUNT = (
    r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?|[一二两三四五六七八九]?十?[一二两三四五六七八九十]?[百千]?)\s*"
    r"(?P<unit>亿吨|千万吨|百万吨|万吨|Mt(?![A-Za-z])|Gt(?![A-Za-z])|million (?:metric )?(?:tonnes|tons|t)\b|billion (?:tonnes|tons|t)\b)"
)
_GAS = r"\s*(?:CO2|CO₂|二氧化碳|碳)?\s*"
_SINK = r"(?:碳汇|sinks?\b|carbon sinks?\b)"
_CAPTURE = r"(?:CCUS|CCS|碳捕集|碳捕获|捕集|capture[ds]?\b)"
_LINKS = r"(?:的|of|in|by|from|森林|林业|海洋|生态|利用与封存|carbon|forest|land|\s)*"
_BEFORE = r"(?:能力|量|按照?|取|设为?|定为?|假定|假设|可达|能达|达到?|为|有|是|约|of|at|reach(?:es|ing)?|amounting to|to|absorb(?:ing)?|[:：=]|\s)*"

_PATTERNS = {
    name: re.compile(rf"{_AMOUNT}{_GAS}{_LINKS}{word}|{word}{_BEFORE}{_AMOUNT.replace('?P<number>', '?P<number2>').replace('?P<unit>', '?P<unit2>')}", re.IGNORECASE)
    for name, word in (("sinks_mt", _SINK), ("ccus_mt", _CAPTURE))
}  # fmt: skip
_SOURCE = re.compile(
    r"(?:来源|出处|依据|source)\s*(?:是|为|[:：])\s*([^。;；,，?？()（）]+)", re.IGNORECASE
)

_MT = {"亿吨": 100.0, "千万吨": 10.0, "百万吨": 1.0, "万吨": 0.01, "mt": 1.0, "gt": 1000.0}
_ZH = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ZH_SIZE = {"十": 10, "百": 100, "千": 1000}


class Removing(Protocol):
    """What the stated removals of a question are kept in."""

    removals: dict[str, float]
    removal_source: str


def take_removals(text: str, slots: Removing) -> str:
    """Keep the sinks and the capture that a question states, in Mt, and mask their amounts.

    >>> from assistant.builtin.linker import link
    >>> link("如果有5000万吨碳汇，广东能中和吗").removals
    {'sinks_mt': 50.0}
    >>> link("碳汇按50Mt算，广东能中和吗").removals
    {'sinks_mt': 50.0}
    >>> link("with 0.2 Gt of forest sinks and capture of 30 Mt").removals
    {'sinks_mt': 200.0, 'ccus_mt': 30.0}
    """
    for name, pattern in _PATTERNS.items():
        found = pattern.search(text)
        if found is None:
            continue
        which = "" if found["number"] else "2"
        amount = _read(found[f"number{which}"] or "")
        if amount is None:
            continue
        slots.removals[name] = round(amount * _size(found[f"unit{which}"]), 9)
        start, end = found.span(f"number{which}")[0], found.span(f"unit{which}")[1]
        text = f"{text[:start]}<amount>{text[end:]}"
    source = _SOURCE.search(text)
    if slots.removals and source:
        slots.removal_source = source[1].strip()
        text = text[: source.start()] + text[source.end() :]
    return text


def _size(unit: str) -> float:
    plain = unit.lower()
    return _MT.get(plain, 1000.0 if plain.startswith("billion") else 1.0)


def _read(number: str) -> float | None:
    if number[:1].isdigit():
        return float(number.replace(",", ""))
    if not number:
        return None
    size = _ZH_SIZE.get(number[-1])
    digit = number[:-1] if size else number
    if digit and digit not in _ZH:
        return None
    return float(_ZH.get(digit, 1) * (size or 1))

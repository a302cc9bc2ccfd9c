"""The calls that answer synthetic questions “what if”."""

import re
from collections.abc import Callable
from typing import Any

from data.vocabulary import NATION

Call = dict[str, Any]

_FALLS = re.compile(r"下降|降低|减|少|falls?|cut|lower|less|drop|reduc")


def _sized(used: Call, text: str) -> float | None:
    words = {"三成": 30, "一半": 50, "by a third": 100 / 3, "by half": 50, "百分之二十": 20}
    size = used.get("n") or next((v for w, v in words.items() if w in text), None)
    return None if size is None else size * (-1 if _FALLS.search(text) else 1)


def _place(used: Call) -> Call:
    return {"region": used.get("region", NATION)}


def _intensity(used: Call, text: str) -> Call:
    return _place(used) | {"sector": used["sector"], "intensity_change_pct": _sized(used, text)}


def _input(used: Call, text: str) -> Call:
    roles = {"sector": used["sector"], "input_sector": used["sector2"]}
    return _place(used) | roles | {"coefficient_change_pct": _sized(used, text)}


def _demand(used: Call, text: str) -> Call:
    category = next((c for c, w in (("exports", r"出口|exports"), ("investment", r"投资|investment"),
                     ("households", r"居民|household")) if re.search(w, text)), None)  # fmt: skip
    size = _sized(used, text)
    money = re.search(r"亿|billion", text)
    what = {"demand_change_cny_1e8" if money else "demand_change_pct": size}
    product = {"product": used["sector"]} if "sector" in used else {}
    return _place(used) | product | what | ({"category": category} if category else {})


def _fuel(used: Call, text: str) -> Call:
    fuel = {"fuel": used["fuel"]} if "fuel" in used else {"fuel": "coal"}
    to = "none" if re.search(r"可再生|零碳|renewable|carbon-free", text) else "natural_gas"
    sector = {"sector": used["sector"]} if "sector" in used else {}
    return _place(used) | sector | fuel | {"replace_by": to, "share_pct": used.get("n")}


def _electrify(used: Call, text: str) -> Call:
    del text
    return _place(used) | {
        "sector": used["sector"],
        "fuel": used.get("fuel", "fossil"),
        "replace_by": "electricity",
        "share_pct": used.get("n"),
    }


def _price(used: Call, text: str) -> Call:
    price = re.search(r"(\d+) ?(?:元|yuan|CNY)", text)
    sector = {"sector": used["sector"]} if "sector" in used else {}
    return _place(used) | sector | {"carbon_price_cny_per_t": float(price[1]) if price else None}


WHAT_IF_CALLS: dict[str, tuple[str, Callable[[Call, str], Call]]] = {
    "what_if_intensity": ("what_if", _intensity),
    "what_if_input": ("what_if", _input),
    "what_if_demand": ("what_if", _demand),
    "what_if_fuel": ("what_if", _fuel),
    "what_if_electricity": ("what_if", _electrify),
    "carbon_price": ("what_if", _price),
}
"""The tool that answers each kind of what-if."""

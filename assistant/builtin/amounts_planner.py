"""Questions on energy used and on apparent emissions: told by their words, answered by a query.

Their tables hold other quantities than the inventories, so likeness to a question on emissions
must not decide: an amount of coke burnt is no amount of CO2.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from assistant.builtin.context import earlier, is_elliptic, subjects, take_over
from assistant.builtin.linker import Slots
from data.text import Text
from data.vocabulary import FUELS, NATION, members

Calls = list[tuple[str, dict[str, Any]]]

ENERGY, APPARENT = "energy_use", "apparent_emissions"
"""What a turn was asked as, so that a follow-up asks the same."""
KIND = "cross_table"
"""The kind of question that a query of a table answers."""

_USED = re.compile(
    r"消费量|消费多少|消费了|消耗|用量|使用量|用了多少|用电|耗电|用能|能耗|能源消费|消费(?:占|比重|比例|结构)"
    r"|\bconsum(?:e|es|ed|ption)\b|\b(?:electricity|energy|fuel|coal|coke|gas|oil) use\b"
    r"|\buse[ds]?\b",
    re.IGNORECASE,
)
_NOT_AN_AMOUNT = re.compile(
    r"排放|非化石|non-fossil|碳|温室气体|co2|co₂|emission|emit|carbon|消费侧|消费端|如果|假如|替代|目标|双控|强度"
    r"|需求|投入|产业链|\bif\b|replac|target|intensity|demand|footprint|supply",
    re.IGNORECASE,
)
_SHARE = re.compile(r"占|比重|比例|结构|\bshare\b|per ?cent", re.IGNORECASE)
_APPARENT = re.compile(r"表观|apparent", re.IGNORECASE)
_ELECTRICITY = re.compile(r"用电|耗电|电力消|电量|electricity|power (?:use|consum)", re.IGNORECASE)
_HEAT = re.compile(r"热力|用热|\bheat\b", re.IGNORECASE)
_ALL_ENERGY = re.compile(r"能源|能耗|用能|\benergy\b", re.IGNORECASE)
_ITEMS = re.compile(r"构成|分项|分品种|各品种|各项|by (?:fuel|item|source)", re.IGNORECASE)

_GASES = ("coke_oven_gas", "other_gas", "natural_gas")
_ITEM_OF = {"coal": "raw_coal", "oil": "crude_oil", "gas": "natural_gas", "process": "cement"}


@dataclass(frozen=True)
class Amounts:
    """What answers a question on amounts: the calls, or a text where none can."""

    slots: Slots
    calls: Calls
    text: Text | None = None


def read_amounts(question: str, slots: Slots, previous: dict[str, Any]) -> Amounts | None:
    """Return the queries for a question on energy used or apparent emissions; None for any other."""
    before = earlier(previous, slots) if previous.get("slots") else None
    asked = _asked(question)
    if not asked and before and before.asked_as in (ENERGY, APPARENT):
        if is_elliptic(slots) and not subjects(question) - {"by_fuel", "by_sector"}:
            asked = before.asked_as
            words = before.masked if asked == ENERGY and not slots.fuels else ""
            slots = replace(take_over(slots, before), masked=f"{words} {question}".strip())
    elif asked:
        slots = replace(slots, masked=question)
    if not asked:
        return None
    slots = replace(slots, asked_as=asked)
    if slots.places:
        return Amounts(slots, [], PROVINCES_ONLY)
    if asked == ENERGY and _SHARE.search(question):
        return Amounts(slots, [], _NO_SHARE)
    return Amounts(slots, _energy(slots) if asked == ENERGY else [_apparent(slots)])


def _asked(question: str) -> str:
    if _APPARENT.search(question):
        return APPARENT
    products = _ALL_ENERGY.search(question) or _ELECTRICITY.search(question)
    if not _USED.search(question) or _NOT_AN_AMOUNT.search(question):
        return ""
    named = (
        products
        or _HEAT.search(question)
        or any(name.lower() in question.lower() for t in FUELS for name in t.names if len(name) > 1)
    )
    return ENERGY if named or "用煤" in question else ""


def _energy(slots: Slots) -> Calls:
    """Query a table for each unit of the products named; all energy is the user's own series."""
    wanted = [p for fuel in slots.fuels for p in members(FUELS, fuel) if p != "process"]
    power = _ELECTRICITY.search(slots.masked) and not wanted
    products = [*wanted, *(["electricity"] if power else [])]
    products += ["heat"] if _HEAT.search(slots.masked) and not wanted else []
    if not products:
        return [_query("own_energy_total", _years(slots) + _regions(slots), ["region", "year"])]
    sectors = [s for s in slots.sectors if not (power and s in ("power", "electricity"))]
    named = _regions(slots) + _years(slots)
    named += [_filter("sector", sectors)] if sectors else []
    groups = ["region", *(["sector"] if sectors else []), "year", "product"]
    tables: dict[str, list[str]] = {}
    for product in dict.fromkeys(products):
        tables.setdefault(_table(product), []).append(product)
    return [_query(t, [*named, _filter("product", held)], groups) for t, held in tables.items()]


def _table(product: str) -> str:
    special = {"electricity": "energy_kwh_1e8", "heat": "energy_kj_1e10"}
    return special.get(product, "energy_m3_1e8" if product in _GASES else "energy_t_1e4")


def _apparent(slots: Slots) -> tuple[str, dict[str, Any]]:
    nation = slots.regions in ([], [NATION])
    items = [_ITEM_OF.get(_family(fuel), "") for fuel in slots.fuels]
    items = [i for i in dict.fromkeys(items) if i]
    by_item = bool(items or _ITEMS.search(slots.masked))
    named = _years(slots) + ([] if nation else _regions(slots))
    named += [_filter("item", items)] if items else []
    groups = ["region", "year", *(["item"] if by_item else [])]
    return _query("apparent_national" if nation else "apparent_provincial", named, groups)


def _family(fuel: str) -> str:
    return str(FUELS.terms[fuel].extra.get("family") or fuel)


def _regions(slots: Slots) -> list[dict[str, Any]]:
    return [_filter("region", slots.regions)] if slots.regions else []


def _years(slots: Slots) -> list[dict[str, Any]]:
    held = [_filter("year", slots.years)] if slots.years else []
    ends = (("ge", slots.year_from), ("le", slots.year_to))
    return held + [{"field": "year", "op": op, "value": y} for op, y in ends if y]


def _filter(field: str, values: list[Any]) -> dict[str, Any]:
    return {"field": field, "op": "in", "value": list(values)}


def _query(
    table: str, filters: list[dict[str, Any]], groups: list[str]
) -> tuple[str, dict[str, Any]]:
    return "query_table", {"table": table, "filters": filters, "group_by": groups}


PROVINCES_ONLY = Text(
    zh="能源清单和表观排放只到省级，没有市县的数值；请改问所在省份。",
    en="Energy inventories and apparent emissions stop at provinces and hold no city or county;"
    " ask for the province.",
)
_NO_SHARE = Text(
    zh="各能源品种以实物量计，热值不同，不能相加，因此算不出占比；可以问某一品种的消费量，或某种燃料占CO2排放的比重。",
    en="Energy products are given in physical units of different heat content and cannot be added"
    " up, so there is no share of the whole. Ask for the amount of one product, or for a fuel's"
    " share of CO2 emissions.",
)

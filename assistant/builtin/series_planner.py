"""Questions on GDP and population themselves: figures of reference, answered by a query.

They are told by their words, because an amount of GDP is no amount of CO2 per GDP.
"""

import re
from dataclasses import replace
from typing import Any

from assistant.builtin.amounts_planner import Amounts
from assistant.builtin.context import earlier, is_elliptic, subjects, take_over
from assistant.builtin.linker import Slots
from data.vocabulary import NATION

_GDP = re.compile(r"gdp|生产总值|gross domestic product", re.IGNORECASE)
_REAL = re.compile(
    r"不变价|实际|可比价|指数|增速|增长|\breal\b|constant|\bindex\b|\bgr[eo]w", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"人口|常住人口|\bpopulation\b|\binhabitants\b|\bhow many people\b", re.IGNORECASE
)
_OTHER = re.compile(
    r"排放|碳|co2|co₂|emi(?:t|ssion)|carbon|强度|intensity|目标|target|如果|假[如设]|若|要是|按|情景|情境"
    r"|\bif\b|scenario|路线|路径|roadmap|pathway|净零|达峰|中和|net[- ]zero|neutral|peak|单位|万元|人均|平均|每"
    r"|\bper\b|驱动|推动|拉动|分解|影响|效应|因素|driv|effect|impact|decompos|due to|kaya|高[0-9零半一]|低[0-9零半一]"
    r"|百分点|points?\b|怎么|什么|来源|source|mean|为什么|why|估计|预测|未来|forecast|assum|grows?\b|footprint"
    r"|产业|行业|部门|投入|产出|sector|industr",
    re.IGNORECASE,
)

TABLES = {"gdp": "gdp_cny_1e8", "real_gdp": "gdp_index_2005_100", "population": "population_1e4"}
"""The series a question on each is answered from."""


def read_series(question: str, slots: Slots, previous: dict[str, Any]) -> Amounts | None:
    """Return the query for a question on GDP or population; None for any other."""
    asked = _asked(question, slots)
    before = earlier(previous, slots) if previous.get("slots") else None
    follows = not asked and before is not None and before.asked_as in TABLES
    if before and follows and is_elliptic(slots) and not subjects(question):
        asked, slots = before.asked_as, take_over(slots, before)
    if not asked or slots.places or slots.sectors or slots.fuels:
        return None
    return Amounts(replace(slots, asked_as=asked), [_query(TABLES[asked], slots)])


def _asked(question: str, slots: Slots) -> str:
    if _OTHER.search(question) or not (slots.regions or slots.all_years or slots.last_years):
        return ""
    if _GDP.search(question):
        return "real_gdp" if _REAL.search(question) else "gdp"
    return "population" if _PEOPLE.search(question) else ""


def _query(table: str, slots: Slots) -> tuple[str, dict[str, Any]]:
    provinces = [r for r in slots.regions if r != NATION]
    filters: list[dict[str, Any]] = []
    if provinces:
        filters.append({"field": "region", "op": "in", "value": provinces})
    if slots.years:
        filters.append({"field": "year", "op": "in", "value": list(slots.years)})
    for op, year in (("ge", slots.year_from), ("le", slots.year_to)):
        filters += [{"field": "year", "op": op, "value": year}] if year else []
    which = table if provinces else f"{table}_national"
    arguments: dict[str, Any] = {"table": which, "filters": filters}
    if not slots.all_years:
        arguments["order_by"] = [{"field": "year", "descending": True}]
    return "query_table", arguments

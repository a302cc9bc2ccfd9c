"""Follow-ups to an input-output question that change one thing of it and ask nothing new.

“只看煤炭呢” after “哪些省份为广东的消费排放？” is about the same transfers, of coal alone.
"""

import re
from dataclasses import replace
from typing import Any

from assistant.builtin.ensemble_slots import vary_benchmark
from assistant.builtin.kinds import Kind, calls, is_about_future
from assistant.builtin.linker import Slots
from assistant.builtin.scenario_slots import growth_change

INPUT_OUTPUT = {
    "draw_network",
    "footprint",
    "key_links",
    "linkages",
    "structural_change",
    "supply_chain_paths",
    "transfers",
}
"""Tools that read an input-output table."""

TAKE_FUELS = {"$fuel", "$traced", "$footprint_by"}
"""Slots through which a fuel reaches such a tool."""

FILLING = {"emission", "embodied", "concept", "by_fuel", "by_sector", "by_region"}
"""Concepts that a word has which only fills an argument (煤炭, 按碳排放, by sector)."""

ASSUMED = {"growth", "per_gdp", "target", "explain", "what_if"}
"""What “如果GDP增速4%呢” names as an assumption and does not ask about."""

DRAWN = {"certainty", "target", "plot", "benchmark_value"}
"""What “把基准档位也纳入抽样” after a question on certainty is heard as."""

STATED = {"scenarios", "emission", "concept"}
"""What stated sinks, capture or points of growth are heard as beside that."""

BASIS = re.compile(
    r"按|以|用|换|改|只看|仅看|单看|只算|算|口径|角度|看呢|衡量"
    r"|\b(?:terms|basis|based|measured|weighted|by|only|just|alone|instead)\b",
    re.IGNORECASE,
)
"""How one names what is to be counted; “排放呢” without it asks for the emissions themselves."""

AMOUNT = re.compile(r"多少|总量|\bhow (?:much|many)\b|\btotal\b", re.IGNORECASE)


def read_together(kind: Kind, merged: Slots, before: Slots, now: Slots) -> Slots:
    """Read the words of both turns as one, those of the follow-up alone where they clash.

    “按省份呢” after “按行业” must not leave the split by sector standing, and “增速按4%” after
    “每年低1个百分点” must not be read as four points less.
    """
    earlier = before.masked if now.percent is None else before.masked.replace("<percent>", "；")
    whole = replace(merged, masked=f"{earlier} {now.masked}")
    if kind.tool not in INPUT_OUTPUT:
        return whole
    filled, wanted = _arguments(kind, whole), _named(kind, now)
    clash = any(filled.get(name) != value for name, value in wanted.items())
    return replace(merged, masked=now.masked) if clash else whole


def only_changes(kind: Kind, about: set[str], now: Slots) -> bool:
    """Tell whether a follow-up changes an argument of the question before and asks nothing new.

    Args:
        kind: What the turn before asked for.
        about: The concepts of the follow-up.
        now: What the follow-up names.
    """
    if kind.tool not in INPUT_OUTPUT or not about <= FILLING or AMOUNT.search(now.masked):
        return False
    if "emission" in about and not now.fuels and not BASIS.search(now.masked):
        return False
    # A fuel that the tool cannot tell apart is not passed over in silence.
    if now.fuels and not TAKE_FUELS & set(kind.arguments.values()):
        return False
    return bool(_named(kind, now))


def only_assumed(kind: Kind, now: Slots) -> set[str]:
    """Return the concepts that a follow-up names as assumptions and does not ask about.

    Args:
        kind: What the turn before asked for.
        now: What the follow-up names.
    """
    found: set[str] = set()
    if not is_about_future(kind):
        return found
    if now.percent is not None or now.assumptions:
        found |= ASSUMED
    if now.all_years:
        found |= {"target"}  # a bare target year (“改成2050”) reads as one
    stated = now.removals or growth_change(now) is not None
    if stated and kind.tool in ("net_zero_roadmap", "ensemble"):
        found |= ASSUMED | STATED
    if kind.tool == "ensemble" and vary_benchmark(now):
        found |= DRAWN
    return found


def beside_earlier(kind: Kind, slots: Slots, before: Slots) -> Slots:
    """Note the arguments of the answer before where a follow-up changes one of a roadmap's.

    A follow-up about another region is a question of its own.
    """
    if kind.tool != "net_zero_roadmap":
        return slots
    now, earlier = _arguments(kind, slots), _arguments(kind, before)
    if now == earlier or now.get("region") != earlier.get("region"):
        return slots
    return replace(slots, compared_with=[[k, v] for k, v in earlier.items()])


def _arguments(kind: Kind, slots: Slots) -> dict[str, Any]:
    return calls(kind, replace(slots), "")[0][1]


def _named(kind: Kind, now: Slots) -> dict[str, Any]:
    """Return the arguments that the words, fuels and sectors of a follow-up fill."""
    bare = _arguments(kind, replace(now, masked="", fuels=[], sectors=[]))
    return {k: v for k, v in _arguments(kind, now).items() if bare.get(k) != v}

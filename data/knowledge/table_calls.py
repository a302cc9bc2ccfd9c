"""The calls that answer synthetic questions on coverage and on tables with filters and groups."""

import re
from collections.abc import Callable
from typing import Any

Call = dict[str, Any]


def _coverage(used: Call, text: str) -> Call:
    del text
    return {k: used[k] for k in ("year", "region") if k in used}


_AXES = {"fuel": r"燃料|fuel", "sector": r"行业|sector", "region": r"各省|分省|province",
         "year": r"逐年|每年|各年|分年|by year|each year"}  # fmt: skip


def _cross_table(used: Call, text: str) -> Call:
    """Write a call of ``query_table``: what the phrasing names as filters, its axes as groups."""
    filters: list[Call] = [
        {"field": slot, "op": "in", "value": [used[slot]]}
        for slot in ("region", "sector", "fuel")
        if slot in used
    ]
    ends = [used[k] for k in ("year", "year2") if k in used]
    ops = ("ge", "le") if len(ends) > 1 or re.search(r"以来|起|since", text) else ("in",)
    filters += [
        {"field": "year", "op": op, "value": year} for op, year in zip(ops, ends, strict=False)
    ]
    groups = [axis for axis, words in _AXES.items() if re.search(words, text)]
    return {"table": "inventory_provincial", "filters": filters, "group_by": groups or ["year"]}


TABLE_CALLS: dict[str, tuple[str, Callable[[Call, str], Call]]] = {
    "cross_table": ("query_table", _cross_table),
    "coverage": ("coverage", _coverage),
}
"""The tool that answers each kind of question on tables."""

"""The calls behind questions on one sector's pathway: target year, milestones, method."""

import re
from collections.abc import Callable
from typing import Any

Call = dict[str, Any]
Slots = dict[str, Any]

METHODS = {
    "absolute_contraction": r"绝对量收缩|绝对量法|absolute contraction",
    "economic_intensity": r"经济强度|economic intensity",
    "physical_intensity": r"物理强度|physical intensity",
    "follow_reference": r"式7|eq\. 7|同比例|in step",
}
"""Words of a method, as the phrasings write them."""


def _sector_pathway(used: Slots, text: str) -> Call:
    arguments: Call = {k: used[k] for k in ("region", "sector") if k in used}
    named = [int(y) for y in re.findall(r"20[2-6]\d", text)]
    target = used.get("target")
    if len(named) > 1:
        arguments |= {"target_year": max(named), "milestone_years": named}
    elif target:
        arguments["target_year"] = target
    if "n" in used:
        arguments["growth_pct_per_year"] = used["n"]
    chosen = next((m for m, words in METHODS.items() if re.search(words, text)), None)
    if chosen:
        arguments["method"] = chosen
    if re.search("SBT", text):
        arguments["variant"] = "sbti_style"
    if re.search("外购电力|范围2|Scope 1 and 2", text):
        arguments["scope"] = "1+2"
    return arguments


PATHWAY_CALLS: dict[str, tuple[str, Callable[[Slots, str], Call]]] = {
    "sector_pathway": ("sda_pathway", _sector_pathway),
}

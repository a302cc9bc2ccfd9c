"""The calls that answer synthetic questions on linkages, key links, paths and accounts."""

import re
from collections.abc import Callable
from typing import Any

from data.vocabulary import NATION

Slots = dict[str, Any]
Call = dict[str, Any]


def _place(used: Slots, text: str) -> Call:
    del text
    return {k: used[k] for k in ("region", "year") if k in used}


def _about_sectors(used: Slots, text: str) -> Call:
    place = used.get("region", NATION)
    sectors = [used[k] for k in ("sector", "sector2") if k in used]
    year = {"year": used["year"]} if "year" in used else {}
    top = {"top": used["n"]} if "n" in used and not re.search(r"\{n\} ?%", text) else {}
    return {"region": place, **year, **({"sectors": sectors} if sectors else {}), **top}


def _linkages(used: Slots, text: str) -> Call:
    words = {
        "backward": r"后向|影响力|带动|拉动|backward|pull",
        "forward": r"前向|感应度|支撑|forward",
    }
    focus = [f for f, pattern in words.items() if re.search(pattern, text)]
    measure = {"measure": "emissions"} if re.search(r"碳|排放|CO2|emission", text) else {}
    return _about_sectors(used, text) | measure | ({"focus": focus[0]} if len(focus) == 1 else {})


def _extraction(used: Slots, text: str) -> Call:
    return _about_sectors(used, text) | {"focus": "extraction"}


def _key_links(used: Slots, text: str) -> Call:
    direct = {"of": "direct"} if re.search(r"直接排放|direct emissions", text) else {}
    cut = {"change_pct": used["n"]} if re.search(r"\{n\} ?%", text) else {}
    return _about_sectors(used, text) | direct | cut


def _account(used: Slots, text: str) -> Call:
    years = {"base_year": used.get("year"), "year": used.get("year2")}
    if "year2" not in used:
        years = {"year": used.get("year")}
    place = {"region": used["region"]} if "region" in used else {}
    axes = {"category": r"类别|居民消费|categor|households", "product": r"产品|product",
            "fuel": r"燃料|fuel", "province": r"哪些省|各省|province"}  # fmt: skip
    by = next((axis for axis, words in axes.items() if re.search(words, text)), None)
    return place | {k: v for k, v in {**years, "by": by}.items() if v}


def _transfer(used: Slots, text: str) -> Call:
    call = _account(used, text)
    call.pop("by", None)
    out = re.search(r"\{region\}(?:为|替)(?:谁|哪些|外省)|for whom|does \{region\} emit for", text)
    into = re.search(r"(?:为|替)\{region\}|for \{region\}", text)
    direction = "out_of" if out else "into" if into else None
    fuel = {"fuel": used["fuel"]} if "fuel" in used else {}
    lead = {"lead": "total"} if re.search(r"总量|\btotal\b", text) else {}
    return call | fuel | ({"direction": direction} if direction else {}) | lead


def _traced(direction: str) -> Callable[[Slots, str], Call]:
    def call(used: Slots, text: str) -> Call:
        named = next((used[k] for k in ("sector", "fuel") if k in used), None)
        sector = {"sector": named} if named else {}
        place = {"region": NATION, **_place(used, text)}
        embodied = re.search(r"隐含|最终需求|最终产品|embodied|final demand", text)
        of = {"of": "final_demand"} if embodied and direction == "upstream" else {}
        top = {"top": used["n"]} if "n" in used else {}
        return place | sector | {"direction": direction} | of | top

    return call


CHAIN_CALLS: dict[str, tuple[str, Callable[[Slots, str], Call]]] = {
    "linkages": ("linkages", _linkages),
    "extraction": ("linkages", _extraction),
    "key_links": ("key_links", _key_links),
    "upstream_paths": ("supply_chain_paths", _traced("upstream")),
    "downstream_paths": ("supply_chain_paths", _traced("downstream")),
    "footprint": ("footprint", _account),
    "transfers": ("transfers", _transfer),
}
"""The tool that answers a kind, and how its arguments are written."""

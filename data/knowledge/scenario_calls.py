"""The calls that answer synthetic questions on scenarios, benchmarks and grid factors."""

import re
from collections.abc import Callable
from typing import Any

from data.vocabulary import NATION

Call = dict[str, Any]

_LEVELS = (
    ("below 2C", r"低于2度|below 2 °C"),
    ("1.5C", r"1\.5 ?(?:度|°C)"),
    ("2C", r"2(?:度| °C)"),
)
_GROWTHS = (("slow", r"慢增长|slow growth"), ("steady", r"稳增长|steady growth"),
            ("fast_2c", r"快增长2度"), ("fast", r"快增长(?!2度)|fast growth"))  # fmt: skip
MT = {"亿吨": 100.0, "万吨": 0.01, "Mt": 1.0, "million tonnes": 1.0, "Gt": 1000.0}
AMOUNT = re.compile(r"(\d+(?:\.\d+)?) ?(亿吨|万吨|Mt|million tonnes|Gt)")
_POINTS = {"0.5": 0.5, "half": 0.5, "1": 1.0, "一": 1.0}


def _found(pairs: tuple[tuple[str, str], ...], text: str) -> list[str]:
    """Name what a text speaks of, in order; what one pattern read, the next do not."""
    held: list[tuple[int, str]] = []
    for name, pattern in pairs:
        held += [(m.start(), name) for m in re.finditer(pattern, text)]
        text = re.sub(pattern, lambda m: "·" * len(m[0]), text)
    return list(dict.fromkeys(name for _, name in sorted(held)))


def _compare(used: Call, text: str) -> Call:
    call: Call = {"region": used.get("region", NATION)}
    growths, levels = _found(_GROWTHS, text), _found(_LEVELS, text)
    if growths:
        call["scenarios"] = growths
    elif levels:
        call["benchmarks"] = levels
    if "target" in used:
        call["target_year"] = used["target"]
    if "sector" in used:
        call["sectors"] = [used["sector"]]
    if "n" in used:
        call["growth_pct_per_year"] = used["n"]
    points = re.search(
        r"(0\.5|1|一)个?百分点|高1个|低1个|(half|1)(?: a)? (?:percentage )?point", text
    )
    if points:
        size = _POINTS[points[1] or points[2] or "1"]
        falls = re.search(r"低|降|放缓|lower|slower", text)
        call["growth_change_points"] = -size if falls else size
    amount = AMOUNT.search(text)
    if amount:
        name = "ccus_mt" if re.search(r"CCUS|捕集|capture", text) else "sinks_mt"
        call[name] = round(float(amount[1]) * MT[amount[2]], 6)
    return call


def _benchmark(used: Call, text: str) -> Call:
    levels = _found(_LEVELS, text)
    call: Call = {"sector": used["sector"]} if "sector" in used else {}
    call |= {"level": levels[0]} if levels else {}
    return call | ({"years": [used["target"]]} if "target" in used else {})


def _grid(used: Call, text: str) -> Call:
    del text
    place = {"region": used.get("region", NATION)}
    return place | ({"year": used["year"]} if "year" in used else {})


SCENARIO_CALLS: dict[str, tuple[str, Callable[[Call, str], Call]]] = {
    "scenario_compare": ("compare_scenarios", _compare),
    "sector_benchmark": ("sector_benchmark", _benchmark),
    "grid_factor": ("grid_factors", _grid),
}
"""The tool that answers each kind."""

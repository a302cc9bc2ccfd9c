"""The calls that answer synthetic questions on how certain a pathway is."""

import re
from collections.abc import Callable
from typing import Any

from data.knowledge.scenario_calls import AMOUNT, MT
from data.vocabulary import NATION

Call = dict[str, Any]

_DRAWS = {"10,000": 10_000, "一万": 10_000, "1万": 10_000, "5000": 5_000, "5,000": 5_000}
_COUNT = re.compile(r"(10,000|一万|1万|5,?000) ?(?:次|draws)")

_VARIED = re.compile(r"基准档位|benchmark levels", re.IGNORECASE)


def _certainty(used: Call, text: str) -> Call:
    call: Call = {"region": used.get("region", NATION)}
    target = used.get("target") or (2060 if "2060" in text else None)
    if target:
        call["target_year"] = target
    sectors = [used[k] for k in ("sector", "sector2") if k in used]
    if sectors:
        call["sectors"] = sectors
    amount = AMOUNT.search(text)
    if amount:
        name = "ccus_mt" if re.search(r"捕集|capture", text) else "sinks_mt"
        call[name] = round(float(amount[1]) * MT[amount[2]], 6)
    if _VARIED.search(text):
        call["vary_benchmark"] = True
    count = _COUNT.search(text)
    if count:
        call["draws"] = _DRAWS[count[1]]
    return call


ENSEMBLE_CALLS: dict[str, tuple[str, Callable[[Call, str], Call]]] = {
    "certainty": ("ensemble", _certainty),
}
"""The tool that answers each kind."""

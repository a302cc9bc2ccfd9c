"""The calls that answer synthetic questions on distances to a pathway and industries by province."""

import re
from collections.abc import Callable
from typing import Any

from data.vocabulary import NATION

Call = dict[str, Any]

_INDUSTRIES = re.compile(r"哪[个些]行业|各行业|(?:which|what) (?:industr|sector)", re.IGNORECASE)
_NATION = re.compile(r"全国|中国|China", re.IGNORECASE)


def _gap(used: Call, text: str) -> Call:
    arguments: Call = {"target": "peak" if re.search(r"达峰|peak", text) else "pathway"}
    regions = [used[k] for k in ("region", "region2") if k in used]
    if _INDUSTRIES.search(text):
        arguments |= {"what": "sectors", "regions": regions or [NATION]}
    elif regions or (_NATION.search(text) and not re.search(r"省|province", text)):
        arguments["regions"] = regions or [NATION]
    if "sector" in used:
        arguments["sector"] = used["sector"]
    if "n" in used:
        arguments["top"] = used["n"]
    year = used.get("target") or (2030 if "2030" in text else None)
    if year:
        arguments["target_year" if year >= 2050 else "year"] = year
    return arguments


def _standing(used: Call, text: str) -> Call:
    year = used.get("target") or (2025 if "2025" in text else 2030)
    return {"target": "policy", "year": year}


def _industry(used: Call, text: str) -> Call:
    arguments: Call = {"sector": used["sector"]}
    year = used.get("target")
    if year:
        whole = re.search(r"碳中和|净零|路线图|neutral|net[- ]zero|roadmap", text)
        arguments |= {"target_year": year} if whole else {"milestones": [year]}
    return arguments


GAP_CALLS: dict[str, tuple[str, Callable[[Call, str], Call]]] = {
    "pathway_gap": ("gap_to_target", _gap),
    "policy_ranking": ("gap_to_target", _standing),
    "industry_roadmap": ("industry_roadmap", _industry),
}
"""The tool that answers each kind of question on distances."""

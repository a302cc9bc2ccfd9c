"""What a question on linkages and key links asks for, read from its words."""

from collections.abc import Callable
from typing import Any, Protocol

from data.vocabulary import SECTORS, members

BACKWARD = ("后向", "影响力", "带动", "拉动", "backward", "pull", "upstream demand")
FORWARD = ("前向", "感应度", "支撑", "forward", "support")
EMISSIONS = ("碳", "排放", "co2", "emission", "carbon")
INSIDE = (
    "省内",
    "<region>内",
    "本省内",
    "inside the province",
    "within the province",
    "intra-provincial",
)
PAIRS = ("一起减", "联手", "联动", "成对", "结对", "部门对", "pair", "which two", "together")
ACROSS = ("跨省", "省际", "between provinces", "across provinces")
DIRECT = ("直接排放", "生产侧", "本地排放", "direct emission", "production-based", "territorial")


class Asked(Protocol):
    """What is read of a question's slots."""

    masked: str
    percent: float | None
    sectors: list[str]


def _has(slots: Asked, words: tuple[str, ...]) -> bool:
    asked = slots.masked.lower()
    return any(word in asked for word in words)


def _focus(slots: Asked) -> str | None:
    """Tell which linkage leads; a question that names both or neither asks for the classes."""
    found = [f for f, words in (("backward", BACKWARD), ("forward", FORWARD)) if _has(slots, words)]
    return found[0] if len(found) == 1 else None


def _links_focus(slots: Asked) -> str | None:
    """Tell what leads an answer on key links: pairs of sectors, links between provinces, or all."""
    found = [f for f, words in (("pairs", PAIRS), ("across", ACROSS)) if _has(slots, words)]
    return found[0] if found else None


def _narrow(slots: Asked) -> list[str]:
    """Leave out a group that holds another sector named: “the steel industry” is steel alone."""
    parts = {s: set(members(SECTORS, s)) for s in slots.sectors}
    return [s for s in parts if not any(parts[o] < parts[s] for o in parts)]


LINKAGE_SLOTS: dict[str, Callable[[Asked], Any]] = {
    "linkage_focus": _focus,
    "linkage_measure": lambda s: "emissions" if _has(s, EMISSIONS) else None,
    "linkage_test": lambda s: "ghosh" if _has(s, ("ghosh",)) else None,
    "linkage_scope": lambda s: "province" if _has(s, INSIDE) else None,
    "narrow_sectors": _narrow,
    "links_focus": _links_focus,
    "links_of": lambda s: "direct" if _has(s, DIRECT) else None,
    "cut_pct": lambda s: min(abs(s.percent), 100.0) if s.percent else None,
}
"""How each slot of these kinds is read."""

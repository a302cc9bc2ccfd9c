"""What a question on supply-chain paths asks for, read from its words."""

from collections.abc import Callable
from typing import Any, Protocol

EMBODIED = (
    "隐含",
    "足迹",
    "最终需求",
    "最终产品",
    "最终使用",
    "embodied",
    "footprint",
    "final demand",
    "final use",
)


class Asked(Protocol):
    """What is read of a question's slots."""

    masked: str
    sectors: list[str]
    fuels: list[str]


def _traced(slots: Asked) -> str | None:
    """Take the sector whose chain is asked about, or the fuel that stands for its maker."""
    return next(iter([*slots.sectors, *slots.fuels]), None)


def _basis(slots: Asked) -> str | None:
    asked = slots.masked.lower()
    return "final_demand" if any(word in asked for word in EMBODIED) else None


PATH_SLOTS: dict[str, Callable[[Asked], Any]] = {"traced": _traced, "traced_of": _basis}
"""How each slot of these kinds is read."""

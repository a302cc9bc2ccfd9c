"""How a question on structural change is split: whose emissions, which factors, which prices."""

import re
from collections.abc import Callable
from typing import Any

from assistant.builtin.linker import Slots

TOGETHER = re.compile(
    r"各省合计|各省加总|省份合计|all (?:the )?provinces|provinces together", re.IGNORECASE
)
DIRECT = re.compile(
    r"直接排放|直接co2|直接碳排放|生产侧|生产端|属地|direct emission|direct co2|production-based"
    r"|territorial",
    re.IGNORECASE,
)
PER_PERSON = re.compile(r"人口|人均|population|per capita|per person", re.IGNORECASE)
CONSTANT = re.compile(
    r"不变价|可比价|扣除价格|剔除价格|平减|constant price|deflat|real terms|inflation",
    re.IGNORECASE,
)


def _of(slots: Slots) -> str | None:
    if TOGETHER.search(slots.masked):
        return "all"
    return "direct" if DIRECT.search(slots.masked) else None


def _factors(slots: Slots) -> str | None:
    per_person = PER_PERSON.search(slots.masked) and _of(slots) is None
    return "intensity_structure_per_person_population" if per_person else None


def _constant_prices(slots: Slots) -> bool | None:
    return True if CONSTANT.search(slots.masked) else None


CHANGE_SLOTS: dict[str, Callable[[Slots], Any]] = {
    "change_of": _of,
    "change_factors": _factors,
    "constant_prices": _constant_prices,
}
"""How the slots of ``structural_change`` are read from what the linker found."""

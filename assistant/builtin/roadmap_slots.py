"""Slots of a roadmap: several provinces taken together, and a scenario named by its growth."""

import re
from collections.abc import Callable
from typing import Any

from assistant.builtin.linker import Slots
from assistant.builtin.scenario_slots import growth_change, named_scenario
from data.assumptions import load_scenarios
from data.vocabulary import NATION


def places_together(slots: Slots) -> str | list[str] | None:
    """Return the region asked about, or the list of provinces that are taken as one."""
    provinces = [r for r in slots.regions if r != NATION]
    if len(provinces) > 1:
        return provinces
    return slots.regions[0] if slots.regions else None


def scenario_by_growth(slots: Slots) -> str | None:
    """Name the scenario with the growth asked for; the benchmark is an argument of its own."""
    growth, level = (slots.assumptions.get(k) for k in ("growth", "level"))
    if growth is None or growth_change(slots) is not None:  # “half a point faster” is no scenario
        return named_scenario(slots)
    held = [s for s in load_scenarios().values() if s.growth == growth]
    return next((s.id for s in [*(s for s in held if s.level == level), *held]), None)


NEUTRAL_IN = re.compile(
    r"中和|净零|零碳|路线图|时间表|目标年|路径|方案|规划(?!期)|net[ -]?zero|neutral|roadmap|timetable|target year"
    r"|pathway|\bplan\b(?! period)|改[成为到]|换[成为到]|instead",
    re.IGNORECASE,
)
EARLIEST = 2050
"""An earlier year is the end of a pathway only where the question speaks of one."""


def neutral_in(slots: Slots) -> int | None:
    """Return the year of net zero; a year on the way, or a five-year plan, leaves the usual one.

    >>> from assistant.builtin.linker import link
    >>> [neutral_in(link(q)) for q in ("江苏到2030年要减多少", "江苏2040年碳中和", "江苏到2050年要减多少")]
    [None, 2040, 2050]
    """
    last = max(slots.all_years, default=None)
    if last is None or last >= EARLIEST:
        return last
    span = slots.year_from and slots.year_to
    return last if NEUTRAL_IN.search(slots.masked) and not span else None


ROADMAP_SLOTS: dict[str, Callable[[Slots], Any]] = {
    "places_together": places_together,
    "neutral_in": neutral_in,
    "scenario_by_growth": scenario_by_growth,
    "compared_with": lambda s: dict(s.compared_with) or None,
    "whole_of_one": lambda s: len(s.regions) == 1 and not s.compared_with,
}

"""Slots of a roadmap: several provinces taken together, and a scenario named by its growth."""

from collections.abc import Callable
from typing import Any

from assistant.builtin.linker import Slots
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
    if growth is None:
        return None
    held = [s for s in load_scenarios().values() if s.growth == growth]
    return next((s.id for s in [*(s for s in held if s.level == level), *held]), None)


ROADMAP_SLOTS: dict[str, Callable[[Slots], Any]] = {
    "places_together": places_together,
    "scenario_by_growth": scenario_by_growth,
    "compared_with": lambda s: dict(s.compared_with) or None,
    "whole_of_one": lambda s: len(s.regions) == 1 and not s.compared_with,
}

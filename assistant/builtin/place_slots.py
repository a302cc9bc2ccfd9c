"""How a question on cities or counties fills the arguments of their tool."""

import re
from collections.abc import Callable
from typing import Any

from assistant.builtin.linker import Slots
from data.knowledge.concepts import concepts
from data.knowledge.masking import mask
from data.vocabulary import NATION

BEYOND = {
    "emissions_by_sector": "sectors",
    "emissions_by_fuel": "fuels",
    "per_capita": "per_person",
    "per_gdp": "per_gdp",
    "decomposition": "drivers",
    "flow_sankey": "flows",
    "network": "supply_chain",
    "sector_pathway": "pathway",
    "roadmap": "pathway",
    "policy_targets": "targets",
    "pathway_gap": "pathway",
    "policy_ranking": "targets",
    "industry_roadmap": "pathway",
}
"""What kinds of question ask that the totals of a city cannot answer."""

BEYOND_CONCEPTS = {
    "by_sector": "sectors",
    "by_fuel": "fuels",
    "per_person": "per_person",
    "per_gdp": "per_gdp",
    "driver": "drivers",
    "network": "supply_chain",
    "chain": "supply_chain",
    "neutral": "pathway",
}
"""The same for what a question of any other kind speaks of."""

PLACE_MEASURES = {
    "emissions_trend": "trend",
    "emissions_share": "share",
    "emissions_growth": "growth",
    "rank_regions": "rank",
    "growth_ranking": "growth",
    "place_rank": "rank",
}


def beyond_of(slots: Slots) -> str | None:
    """Name what a question on a city asks beyond totals."""
    found = BEYOND.get(slots.asked_as)
    if found is None and slots.sectors:
        return "sectors"
    if found is None and slots.fuels:
        return "fuels"
    about = about_of(slots)
    return found or next((beyond for c, beyond in BEYOND_CONCEPTS.items() if c in about), None)


def _place_measure(slots: Slots) -> str | None:
    if beyond_of(slots):
        return None
    # Beside its own province a city is measured by its share.
    if slots.asked_as == "emissions_compare" and len(slots.places) == 1 and len(slots.regions) == 1:
        return "share" if f":{slots.regions[0]}:" in slots.places[0] else None
    found = PLACE_MEASURES.get(slots.asked_as)
    about = about_of(slots)
    if found is None and "rank" in about:
        return "rank"
    return found or ("share" if slots.asked_as == "place_emissions" and "share" in about else None)


def _rank_measure(slots: Slots) -> str:
    return "growth" if {"fastest", "growth"} & set(about_of(slots)) else "rank"


def _place_level(slots: Slots) -> str | None:
    if slots.places:
        return None
    return "county" if re.search("县|county|counties", slots.masked.lower()) else "city"


def _province(slots: Slots) -> str | None:
    return next((r for r in slots.regions if r != NATION), None)


def about_of(slots: Slots) -> list[str]:
    """Name what a question is about."""
    return concepts(mask(slots.masked))


PLACE_SLOTS: dict[str, Callable[[Slots], Any]] = {
    "places": lambda s: s.places,
    "province": _province,
    "place_level": _place_level,
    "place_measure": _place_measure,
    "rank_measure": _rank_measure,
    "beyond": beyond_of,
    "parts": lambda s: [*s.sectors, *s.fuels] if beyond_of(s) else [],
}
"""How each ``$slot`` of the rows on places is read."""

"""Questions to begin with, chosen by what the data set can answer."""

from collections.abc import Iterator

from assistant.builtin.kinds import all_kinds, example
from assistant.builtin.linker import Slots
from data.dataset import Dataset
from data.errors import VisceadsError
from data.tables import Inventory
from data.text import Lang

MOST = 6
NEEDS = {
    "roadmap": {"inventory", "io"},
    "emissions_total": {"inventory"},
    "emissions_by_sector": {"inventory"},
    "rank_regions": {"inventory"},
    "sector_pathway": {"inventory"},
    "transfers": {"io"},
    "flow_sankey": {"inventory"},
    "network": {"io"},
    "emissions_trend": {"inventory"},
    "decomposition": {"inventory"},
    "coverage": set[str](),
}
"""Kinds of question in the order in which they are offered, and the tables they rest on."""

FAVOURITE = "CN-GD"
"""The province of the examples, where the data set holds it."""


def starters_for(dataset: Dataset, lang: Lang) -> list[str]:
    """Write one question of each main kind that the data set can answer, at most six."""
    inventory = _inventory(dataset)
    held = {"io"} if dataset.io_years else set[str]()
    held |= {"inventory"} if inventory else set[str]()
    slots = _slots(inventory, lang)
    kinds = all_kinds()
    able = [kind for kind, needs in NEEDS.items() if needs <= held and kind in kinds]
    return list(dict.fromkeys(filter(None, (example(kinds[k], slots) for k in able))))[:MOST]


def _inventory(dataset: Dataset) -> Inventory | None:
    try:
        return dataset.provincial
    except VisceadsError:
        return None


def _slots(inventory: Inventory | None, lang: Lang) -> Slots:
    """Name a province and a year that the inventories hold."""
    for region, years in _held(inventory):
        return Slots(lang=lang, regions=[region], years=[2019 if 2019 in years else years[-1]])
    return Slots(lang=lang)


def _held(inventory: Inventory | None) -> Iterator[tuple[str, tuple[int, ...]]]:
    if inventory is None:
        return
    for region in sorted(inventory.regions, key=lambda r: r != FAVOURITE):
        years = inventory.years_of(region)
        if years:
            yield region, years

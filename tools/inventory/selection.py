"""What a question about the inventory speaks of: regions, sectors, fuels and years, as ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.tables import Inventory, span
from data.text import Text
from data.vocabulary import (
    FUELS,
    INVENTORY_FUELS,
    INVENTORY_SECTORS,
    NATION,
    REGIONS,
    SECTORS,
    Vocabulary,
    members,
)

Dimension = Literal["none", "region", "sector", "fuel"]

FURTHEST = 30
"""Years drawn at most beyond either end of the coverage when a range reaches past it."""


@dataclass(frozen=True)
class Cut:
    """One cell of a question: a region with all sectors and fuels, or one (group) of them."""

    region: str
    sector: str = ""
    fuel: str = ""

    @property
    def entity(self) -> dict[str, str]:
        """The ids a claim about it carries."""
        held = {"region": self.region, "sector": self.sector, "fuel": self.fuel}
        return {key: value for key, value in held.items() if value}

    @property
    def whole(self) -> "Cut":
        """The whole region it is part of."""
        return Cut(self.region)


@dataclass(frozen=True)
class Years:
    """Years of an answer.

    Attributes:
        axis: Every year of the question, in order.
        held: Those of them that some of the regions hold.
        coverage: All years that some of the regions hold.
        chosen: Whether the reader named them; otherwise a default was taken.
    """

    axis: tuple[int, ...]
    held: tuple[int, ...]
    coverage: tuple[int, ...]
    chosen: bool

    @property
    def absent(self) -> tuple[int, ...]:
        """Years asked for that no region holds."""
        return tuple(y for y in self.axis if y not in self.held)

    @property
    def first(self) -> int:
        """The first year with data."""
        return self.held[0]

    @property
    def last(self) -> int:
        """The last year with data."""
        return self.held[-1]


def find_regions(dataset: Dataset, names: Sequence[str], by_region: bool) -> tuple[str, ...]:
    """Resolve region names; none named means all provinces held, or the nation.

    Args:
        dataset: The data set.
        names: Any spelling or id, once or several times.
        by_region: Whether the question compares regions.

    Raises:
        InputError: A name is unknown.
        DataMissingError: No region named is in the data set.
    """
    if names:
        return _held_only(dataset, find_terms(REGIONS, names))
    if by_region or dataset.national is None:
        return dataset.inventory_of("CN-GD").regions
    return (NATION,)


def find_terms(vocabulary: Vocabulary, names: Sequence[str]) -> tuple[str, ...]:
    """Resolve names to ids in the order given, each once."""
    return tuple(dict.fromkeys(vocabulary.find(n).id for n in names))


def find_parts(vocabulary: Vocabulary, names: Sequence[str], grouped: bool) -> tuple[str, ...]:
    """Resolve the sectors or fuels of a question; ``("",)`` stands for all of them pooled.

    Grouped, nothing named means every single term, and one group alone means its members.
    """
    ids = find_terms(vocabulary, names)
    if not grouped:
        return ids or ("",)
    if not ids:
        return tuple(t.id for t in vocabulary if not t.members)
    return members(vocabulary, ids[0]) if len(ids) == 1 else ids


def find_years(
    dataset: Dataset,
    regions: Sequence[str],
    years: Sequence[int] = (),
    year_from: int | None = None,
    year_to: int | None = None,
    *,
    last_years: int | None = None,
    latest_only: bool = True,
) -> Years:
    """Settle the years of a question against what the regions hold.

    Args:
        dataset: The data set.
        regions: Region ids, all held.
        years: Single years asked for.
        year_from: First year of a range asked for.
        year_to: Last year of a range asked for.
        last_years: So many years up to the latest held, when no year is named.
        latest_only: Whether, when nothing is asked for, the latest year serves or all of them.

    Raises:
        InputError: Nothing asked for is held; the message gives the coverage.
    """
    coverage = coverage_of(dataset, regions)
    chosen = True
    named = years or year_from is not None or year_to is not None
    if last_years and not named:
        year_from = max(coverage[-1] - last_years + 1, coverage[0])
    if year_from is not None or year_to is not None:
        low, high = sorted((year_from or coverage[0], year_to or coverage[-1]))
        low, high = max(low, coverage[0] - FURTHEST), min(high, coverage[-1] + FURTHEST)
        axis = tuple(sorted({*range(low, high + 1), *years}))
    elif years:
        axis = tuple(sorted(set(years)))
    else:
        chosen = False
        axis = (coverage[-1],) if latest_only else tuple(range(coverage[0], coverage[-1] + 1))
    held = tuple(y for y in axis if y in coverage)
    if not held:
        asked = span(axis) or span([y for y in (year_from, year_to) if y is not None])
        raise InputError(
            Text(
                zh=f"没有 {asked} 年的数据；现有年份：{span(coverage)}。",
                en=f"There are no data for {asked}; years held: {span(coverage)}.",
            ),
            suggestions=[str(coverage[-1])],
        )
    return Years(axis, held, coverage, chosen)


def coverage_of(dataset: Dataset, regions: Sequence[str]) -> tuple[int, ...]:
    """Return the years that some of the regions hold, flagged gaps among them."""
    found = {
        year
        for region in regions
        for inventory in (dataset.inventory_of(region),)
        for year in inventory.years
        if inventory.has(region, year) or (region, year) in inventory.gaps
    }
    return tuple(sorted(found))


def sum_cut(dataset: Dataset, cut: Cut, year: int) -> float | None:
    """Add up a cut's CO2 in Mt; None where the region's year is not held or is a gap."""
    inventory = dataset.inventory_of(cut.region)
    if not inventory.has(cut.region, year):
        return None
    total = float(np.sum(pick_cells(inventory, cut, year)))
    return total if np.isfinite(total) else None


def pick_cells(inventory: Inventory, cut: Cut, year: int) -> np.ndarray:
    """Return a cut's cells as (sectors of the cut, fuels of the cut) in Mt."""
    cell = inventory.cell(cut.region, year)
    rows = _places(SECTORS, INVENTORY_SECTORS, cut.sector)
    columns = _places(FUELS, INVENTORY_FUELS, cut.fuel)
    return cell[np.ix_(rows, columns)]


def single_terms(cuts: Sequence[Cut]) -> tuple[str, ...]:
    """List the single sectors and fuels that cuts name, groups expanded."""
    sectors = {m for c in cuts if c.sector for m in members(SECTORS, c.sector)}
    fuels = {m for c in cuts if c.fuel for m in members(FUELS, c.fuel)}
    return tuple(sorted(sectors | fuels))


def overlap(vocabulary: Vocabulary, ids: Sequence[str]) -> bool:
    """Tell whether some of the terms share members, so that they must not be added."""
    if "" in ids and len(ids) > 1:
        return True
    single = [m for i in ids if i for m in members(vocabulary, i)]
    return len(single) != len(set(single))


def _places(vocabulary: Vocabulary, order: tuple[str, ...], term_id: str) -> list[int]:
    if not term_id:
        return list(range(len(order)))
    return [order.index(m) for m in members(vocabulary, term_id)]


def _held_only(dataset: Dataset, regions: tuple[str, ...]) -> tuple[str, ...]:
    held = tuple(r for r in regions if _is_held(dataset, r))
    if not held:
        region = regions[0]
        inventory = dataset.inventory_of(region)
        inventory.place(region, inventory.years[-1])
    return held


def _is_held(dataset: Dataset, region: str) -> bool:
    try:
        inventory = dataset.inventory_of(region)
    except DataMissingError:
        return False
    return region in inventory.regions and bool(coverage_of(dataset, [region]))

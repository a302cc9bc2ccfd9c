"""The whole pathway of a region: history, projection to the start year, pathway to the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Kind, Source
from data.tables import Array, span
from data.text import Text
from data.vocabulary import FUELS, INVENTORY_FUELS, INVENTORY_SECTORS, REGIONS, SECTORS, members
from tools.pathways.equations import YearAxis
from tools.pathways.scenarios import Options
from tools.pathways.sector_pathway import SectorPathway, trace_sectors

FUEL_FAMILIES = ("coal", "oil", "natural_gas", "process")


@dataclass(frozen=True)
class Trajectory:
    """Emissions of a region by sector from the base year to the target year.

    Attributes:
        options: The choices behind it.
        base_year: The last inventory year that the pathway builds on.
        years: (t,) base year to target year.
        sectors: The sectors in scope with emissions in the base year, largest first.
        paths: Their pathways.
        history: Total of the sectors in scope by held inventory year, up to the base year.
        fuel_shares: By sector, its CO2 by fuel family over its total in the base year.
        filtered: Whether only some sectors are in scope.
        kind: Kind of the inventory.
        source: Source of the inventory.
    """

    options: Options
    base_year: int
    years: YearAxis
    sectors: tuple[str, ...]
    paths: Mapping[str, SectorPathway]
    history: Mapping[int, float]
    fuel_shares: Mapping[str, Array]
    filtered: bool
    kind: Kind
    source: Source

    @property
    def start(self) -> int:
        """Place of the start year in ``years``."""
        return self.options.start_year - self.base_year

    @cached_property
    def gross(self) -> Array:
        """(t,) gross CO2 in Mt."""
        return np.sum([self.paths[s].emissions for s in self.sectors], axis=0)

    @property
    def captured(self) -> Array:
        """(t,) stated capture in Mt, never more than the gross CO2."""
        return self.options.captured_at(self.years, self.gross)

    @property
    def net(self) -> Array:
        """(t,) gross CO2 less the stated capture and sinks, which begin after the start year."""
        return self.gross - self.captured - self.options.sinks_at(self.years)

    def at(self, year: int) -> int:
        """Return the place of a year."""
        return year - self.base_year

    def under(self, dataset: Dataset, options: Options) -> Self:
        """Trace the same region, sectors and base year under other choices."""
        return replace(
            self,
            options=options,
            years=np.arange(self.base_year, options.target_year + 1),
            paths=trace_sectors(dataset, options, self.sectors, self.base_year),
        )

    def by_fuel(self) -> dict[str, Array]:
        """Split emissions by fuel family, each sector keeping its mix of the base year."""
        parts = [np.outer(self.fuel_shares[s], self.paths[s].emissions) for s in self.sectors]
        total = np.sum(parts, axis=0)
        return {family: total[i] for i, family in enumerate(FUEL_FAMILIES)}


def trace(
    dataset: Dataset, options: Options, sectors: Sequence[str] = (), base_year: int | None = None
) -> Trajectory:
    """Trace a region's pathway; ``sectors`` (ids of sectors) limits the scope.

    Args:
        dataset: The data set.
        options: The choices behind it.
        sectors: Ids of sectors in scope; none means all.
        base_year: The inventory year to build on; by default the last one held.

    Raises:
        DataMissingError: The region has no inventory, or the sectors emit nothing there.
        InputError: No inventory year lies at or before the start year.
    """
    inventory = dataset.inventory_of(options.region)
    if base_year is None:
        base_year = find_base_year(dataset, options.region, options.start_year)
    scope = tuple(sectors) or INVENTORY_SECTORS
    cell = inventory.cell(options.region, base_year)
    rows = {s: cell[INVENTORY_SECTORS.index(s)] for s in scope}
    emitting = sorted((s for s in scope if rows[s].sum() > 0), key=lambda s: -rows[s].sum())
    if not emitting:
        raise _nothing_emitted(options.region, scope, base_year)
    places = [INVENTORY_SECTORS.index(s) for s in scope]
    return Trajectory(
        options=options,
        base_year=base_year,
        years=np.arange(base_year, options.target_year + 1),
        sectors=tuple(emitting),
        paths=trace_sectors(dataset, options, emitting, base_year),
        history={
            y: float(inventory.cell(options.region, y)[places].sum())
            for y in inventory.years_of(options.region)
            if y <= base_year
        },
        fuel_shares={s: _families(rows[s]) / rows[s].sum() for s in emitting},
        filtered=len(scope) < len(INVENTORY_SECTORS),
        kind=inventory.kind,
        source=inventory.source,
    )


def find_base_year(dataset: Dataset, region: str, start_year: int) -> int:
    """Return the last inventory year of a region that is not after the start year.

    Raises:
        DataMissingError: The region has no inventory at all.
        InputError: All its years lie after the start year.
    """
    inventory = dataset.inventory_of(region)
    held = inventory.years_of(region)
    if not held:
        if region not in inventory.regions:
            inventory.place(region, inventory.years[-1])
        raise _no_inventory(region)
    before = [y for y in held if y <= start_year]
    if not before:
        raise InputError(
            Text(
                zh=f"起始年 {start_year} 早于最早的清单年份；现有年份：{span(held)}。",
                en=f"The start year {start_year} is before the first inventory year; years held:"
                f" {span(held)}.",
            )
        )
    return before[-1]


def find_sectors(names: Sequence[str]) -> tuple[str, ...]:
    """Expand names of sectors and groups to sector ids, in file order.

    Raises:
        InputError: A name is unknown; the message offers the nearest.
    """
    wanted = {m for name in names for m in members(SECTORS, SECTORS.find(name).id)}
    return tuple(s for s in INVENTORY_SECTORS if s in wanted)


def _families(row: Array) -> Array:
    groups = [members(FUELS, family) for family in FUEL_FAMILIES]
    return np.array([sum(row[INVENTORY_FUELS.index(f)] for f in group) for group in groups])


def _no_inventory(region: str) -> DataMissingError:
    label = REGIONS.text(region)
    return DataMissingError(
        Text(
            zh=f"数据集中没有{label.zh}可用的排放清单，无法推算路径。",
            en=f"The data set holds no usable inventory of {label.en}, so no pathway can be drawn.",
        )
    )


def _nothing_emitted(region: str, sectors: Sequence[str], year: int) -> DataMissingError:
    label = REGIONS.text(region)
    zh = "、".join(SECTORS.label(s, "zh") for s in sectors)
    en = ", ".join(SECTORS.label(s, "en") for s in sectors)
    return DataMissingError(
        Text(
            zh=f"{year} 年清单中{label.zh}的{zh}没有排放记录，没有可减的量。",
            en=f"The {year} inventory of {label.en} shows no emissions of {en}; nothing to cut.",
        )
    )

"""The pathway of several provinces together: the sum of the pathways of its members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from data.dataset import Dataset
from data.errors import DataMissingError
from data.result import mixed_kind
from data.tables import Array
from data.text import Text, join
from data.vocabulary import INVENTORY_SECTORS, REGIONS
from tools.pathways.scenarios import Options
from tools.pathways.sector_pathway import Method, SectorPathway
from tools.pathways.trajectory import Trajectory, find_base_year, trace


@dataclass(frozen=True)
class GroupTrajectory(Trajectory):
    """Emissions of several provinces together; every figure is the sum over its ``parts``.

    Attributes:
        parts: The trajectories of the members, in the order asked.
        absent: Regions asked for that have no inventory.
        idle: Regions asked for that emit nothing in the sectors in scope.
    """

    parts: tuple[Trajectory, ...] = ()
    absent: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()

    def under(self, dataset: Dataset, options: Options) -> Self:
        """Trace the same provinces and sectors under other choices."""
        each = [(part, member_options(options, part.options.region)) for part in self.parts]
        parts = tuple(part.under(dataset, chosen) for part, chosen in each)
        return replace(
            self,
            options=replace(options, region=self.options.region),
            years=parts[0].years,
            paths=_sum_paths(parts),
            parts=parts,
        )

    def by_fuel(self) -> dict[str, Array]:
        """Split emissions by fuel family: the sum of what the members' own mixes give."""
        splits = [part.by_fuel() for part in self.parts]
        return {family: np.sum([s[family] for s in splits], axis=0) for family in splits[0]}


def member_options(options: Options, region: str) -> Options:
    """Give the choices of a group to one member; stated sinks and capture stay with the group."""
    return replace(options, region=region, sinks_mt=0.0, sinks_note="", ccus_mt=0.0)


def trace_group(
    dataset: Dataset, options_list: Sequence[Options], sectors: Sequence[str] = ()
) -> GroupTrajectory:
    """Trace several provinces from their last common inventory year, and add them up.

    Args:
        dataset: The data set.
        options_list: The choices of each province; they differ in their regions, and the sinks and
            capture of the first are those of the group.
        sectors: Ids of sectors; limits the scope.

    Raises:
        DataMissingError: None of the regions has an inventory or emissions in scope, or they share
            no inventory year.
        InputError: No inventory year lies at or before the start year.
    """
    first = options_list[0]
    by_region = {o.region: member_options(o, o.region) for o in options_list}
    held = [r for r in by_region if dataset.inventory_of(r).years_of(r)]
    if not held:
        raise _none_held(tuple(by_region))
    base_year = _common_year(dataset, held, first.start_year)
    idle = tuple(r for r in held if not _emits(dataset, r, base_year, sectors))
    emitting = [r for r in held if r not in idle] or held
    parts = tuple(trace(dataset, by_region[r], sectors, base_year) for r in emitting)
    return GroupTrajectory(
        options=replace(first, region=" ".join(p.options.region for p in parts)),
        base_year=base_year,
        years=parts[0].years,
        sectors=_ranked(parts),
        paths=_sum_paths(parts),
        history=_sum_history(parts),
        fuel_shares=_mixes(parts),
        filtered=parts[0].filtered,
        kind=mixed_kind([p.kind for p in parts]),
        source=parts[0].source,
        parts=parts,
        absent=tuple(r for r in by_region if r not in held),
        idle=idle,
    )


def _common_year(dataset: Dataset, regions: Sequence[str], start_year: int) -> int:
    """Return the last inventory year that all regions hold, not after the start year."""
    for region in regions:
        find_base_year(dataset, region, start_year)
    held = [{*dataset.inventory_of(r).years_of(r)} for r in regions]
    common = [y for y in set.intersection(*held) if y <= start_year]
    if not common:
        names = join(REGIONS.text(r) for r in regions)
        raise DataMissingError(
            Text(
                zh=f"{names.zh}没有共同的清单年份，无法合计；请分别提问。",
                en=f"{names.en} share no inventory year, so they cannot be added up; ask about each.",
            )
        )
    return max(common)


def _emits(dataset: Dataset, region: str, year: int, sectors: Sequence[str]) -> bool:
    cell = dataset.inventory_of(region).cell(region, year)
    return any(cell[INVENTORY_SECTORS.index(s)].sum() > 0 for s in sectors or INVENTORY_SECTORS)


def _ranked(parts: Sequence[Trajectory]) -> tuple[str, ...]:
    base: dict[str, float] = {}
    for part in parts:
        for sector in part.sectors:
            base[sector] = base.get(sector, 0.0) + float(part.paths[sector].emissions[0])
    return tuple(sorted(base, key=lambda s: -base[s]))


def _sum_paths(parts: Sequence[Trajectory]) -> Mapping[str, SectorPathway]:
    paths: dict[str, list[SectorPathway]] = {}
    for part in parts:
        for sector in part.sectors:
            paths.setdefault(sector, []).append(part.paths[sector])
    return {sector: _sum(held) for sector, held in paths.items()}


def _sum(held: Sequence[SectorPathway]) -> SectorPathway:
    methods = {p.method for p in held}
    method: Method = held[0].method if len(methods) == 1 else "mixed"
    activities = [p.activity for p in held if p.activity is not None]
    known = len(activities) == len(held)
    return replace(
        held[0],
        method=method,
        emissions=np.sum([p.emissions for p in held], axis=0),
        activity=np.sum(activities, axis=0) if known else None,
        flags=tuple(dict.fromkeys(f for p in held for f in p.flags)),
    )


def _sum_history(parts: Sequence[Trajectory]) -> dict[int, float]:
    years = set.intersection(*({*p.history} for p in parts))
    return {y: sum(p.history[y] for p in parts) for y in sorted(years)}


def _mixes(parts: Sequence[Trajectory]) -> dict[str, Array]:
    amounts: dict[str, Array] = {}
    for part in parts:
        for sector in part.sectors:
            own = part.fuel_shares[sector] * part.paths[sector].emissions[0]
            amounts[sector] = amounts.get(sector, np.zeros_like(own)) + own
    return {sector: amount / amount.sum() for sector, amount in amounts.items()}


def _none_held(regions: Sequence[str]) -> DataMissingError:
    names = join(REGIONS.text(r) for r in regions)
    return DataMissingError(
        Text(
            zh=f"数据集中没有{names.zh}可用的排放清单，无法推算路径。",
            en=f"The data set holds no usable inventory of {names.en}, so no pathway can be drawn.",
        )
    )

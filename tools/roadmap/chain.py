"""Part 4 of the roadmap: hand the sectors' pathways to the input-output accounts."""

from collections.abc import Mapping, Sequence

import numpy as np

from data.dataset import Dataset
from data.errors import DataMissingError
from data.result import Finding, Note, Result
from data.tables import Array, IoTable
from data.text import Text
from data.vocabulary import INVENTORY_SECTORS, concordance
from tools.pathways.growth import project_gdp
from tools.pathways.trajectory import Trajectory, trace
from tools.registry import Context
from tools.roadmap.course import Roadmap

SECTION = "chain"


def follow_chain(context: Context, roadmap: Roadmap, *, short: bool = False) -> Result:
    """Return the input-output part, or a part that says what is missing and how to get it."""
    try:
        return _call(context, roadmap, short)
    except DataMissingError as error:
        return _without(roadmap, error.text)


def _call(context: Context, roadmap: Roadmap, short: bool) -> Result:
    from tools.supply_chain.accounts.accounts import level_of
    from tools.supply_chain.roadmap.roadmap import chain_roadmap

    dataset, held = context.dataset, roadmap.trajectory
    table = dataset.io_table(level=level_of(roadmap.members[0].region))
    first = roadmap.options.start_year
    years = (*([first] if first > table.year else []), *roadmap.short)
    whole = [_unfiltered(dataset, m) for m in roadmap.members]
    demand = join_demand(table, whole, years)
    each = {t.options.region: index_intensity(dataset, [t], table, years, demand) for t in whole}
    shares = concordance(table.scheme, table.year)
    scope = dict.fromkeys(s.io_sector for s in shares if s.sector in held.sectors and s.weight > 0)
    return chain_roadmap(
        context,
        each,
        index_intensity(dataset, whole, table, years, demand),
        demand,
        list(roadmap.short),
        list(scope) if held.filtered else (),
        inventory_year=roadmap.base_year,
        start_year=years[0] if years[0] == first else None,
        place=roadmap.place,
        short=short,
    )


def _unfiltered(dataset: Dataset, member: Roadmap) -> Trajectory:
    held = member.trajectory
    return trace(dataset, held.options, (), held.base_year) if held.filtered else held


def join_demand(
    table: IoTable, held: Sequence[Trajectory], years: Sequence[int]
) -> dict[int, float]:
    """Give the final demand of several provinces together, relative to the table year.

    Each province's demand grows with its own GDP; its final demand in the table is its weight.
    """
    each = [index_demand(t, table.year, years) for t in held]
    if len(each) == 1:
        return each[0]
    width = len(table.final_demand)
    by_column = np.asarray(table.Y, dtype=np.float64).sum(axis=0)
    places = [table.regions.index(t.options.region) for t in held]
    weights = np.array([by_column[p * width : (p + 1) * width].sum() for p in places])
    weights /= weights.sum()
    return {y: float(weights @ np.array([e[y] for e in each])) for y in years}


def index_demand(held: Trajectory, table_year: int, years: Sequence[int]) -> dict[int, float]:
    """Give final demand relative to the table year: real GDP, published and then assumed."""
    axis = [table_year, *years]
    gdp = project_gdp(held.options.region, axis, held.options)
    return {y: float(g / gdp[0]) for y, g in zip(axis[1:], gdp[1:], strict=True)}


def index_intensity(
    dataset: Dataset,
    held: Sequence[Trajectory],
    table: IoTable,
    years: Sequence[int],
    demand: Mapping[int, float],
) -> dict[str, dict[int, float]]:
    """Give each input-output sector's CO2 intensity relative to the table year.

    ``(E_y/E_0)/D_y``: emissions, over all provinces given, of the inventory sectors it takes from
    (weights of the concordance) over their final demand. Year 0 is the table year, or the base year
    where an inventory does not hold the table year; the demand then counts from that year too. A
    sector without emissions in year 0 gets no index.
    """
    first = [_first_year(dataset, t, table.year) for t in held]
    ratios = {y: demand[y] / _demand_of(held, first, table.year) for y in years}
    start = np.sum(
        [
            dataset.inventory_of(r).cell(r, y).sum(axis=1)
            for t, y in zip(held, first, strict=True)
            for r in [t.options.region]
        ],
        axis=0,
    )
    later = {y: np.sum([_emissions(t, y) for t in held], axis=0) for y in years}
    weights: dict[str, Array] = {}
    for share in concordance(table.scheme, table.year):
        row = weights.setdefault(share.io_sector, np.zeros(len(INVENTORY_SECTORS)))
        row[INVENTORY_SECTORS.index(share.sector)] += share.weight
    found: dict[str, dict[int, float]] = {}
    for io_sector, weight in weights.items():
        base = float(weight @ start)
        if base > 0:
            found[io_sector] = {y: float(weight @ later[y]) / base / ratios[y] for y in years}
    return found


def _first_year(dataset: Dataset, held: Trajectory, table_year: int) -> int:
    region = held.options.region
    return table_year if dataset.inventory_of(region).has(region, table_year) else held.base_year


def _demand_of(held: Sequence[Trajectory], first: Sequence[int], table_year: int) -> float:
    """Give final demand in the first years relative to the table year, averaged over provinces."""
    each = [
        index_demand(t, table_year, [y])[y] if y != table_year else 1.0
        for t, y in zip(held, first, strict=True)
    ]
    return sum(each) / len(each)


def _emissions(held: Trajectory, year: int) -> Array:
    values = np.zeros(len(INVENTORY_SECTORS))
    for sector, path in held.paths.items():
        values[INVENTORY_SECTORS.index(sector)] = path.emissions[held.at(year)]
    return values


def _without(roadmap: Roadmap, why: Text) -> Result:
    text = Text(
        zh=f"产业投入产出路线图暂缺：{why.zh}",
        en=f"The input-output part of the roadmap is missing: {why.en}",
    )
    return Result(
        tool="chain_roadmap",
        title=roadmap.place,
        findings=[Finding(section=SECTION, text=text)],
        notes=[Note(level="missing", text=text)],
    )

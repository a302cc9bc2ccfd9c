"""Part 4 of the roadmap: hand the sectors' pathways to the input-output accounts."""

from collections.abc import Sequence

import numpy as np

from data.dataset import Dataset
from data.errors import DataMissingError
from data.result import Finding, Note, Result
from data.tables import Array
from data.text import Text
from data.vocabulary import INVENTORY_SECTORS, NATION, concordance
from tools.pathways.growth import project_gdp
from tools.pathways.trajectory import Trajectory, trace
from tools.registry import Context
from tools.roadmap.course import Roadmap


def follow_chain(context: Context, roadmap: Roadmap, *, short: bool = False) -> Result:
    """Return the input-output part, or a part that says what is missing and how to get it."""
    if len(roadmap.members) > 1:
        return _without(roadmap, Text(zh="", en=""))
    if roadmap.region == NATION:
        return _without(
            roadmap,
            Text(
                zh="投入产出路线图按省计算；请就某一省提问。",
                en="The input-output roadmap is drawn for a province; ask about one of them.",
            ),
        )
    try:
        return _call(context, roadmap)
    except DataMissingError as error:
        return _without(roadmap, error.text)


def _call(context: Context, roadmap: Roadmap) -> Result:
    from tools.supply_chain.roadmap.roadmap import chain_roadmap

    dataset, held = context.dataset, roadmap.trajectory
    table = dataset.io_table()
    whole = trace(dataset, held.options) if held.filtered else held
    years = roadmap.short
    demand = index_demand(whole, table.year, years)
    shares = concordance(table.scheme, table.year)
    scope = dict.fromkeys(s.io_sector for s in shares if s.sector in held.sectors and s.weight > 0)
    return chain_roadmap(
        context,
        roadmap.region,
        index_intensity(dataset, whole, table.scheme, table.year, years),
        demand,
        list(years),
        list(scope) if held.filtered else (),
        inventory_year=roadmap.base_year,
    )


def index_demand(held: Trajectory, table_year: int, years: Sequence[int]) -> dict[int, float]:
    """Give final demand relative to the table year: real GDP, published and then assumed."""
    axis = [table_year, *years]
    gdp = project_gdp(held.options.region, axis, held.options)
    return {y: float(g / gdp[0]) for y, g in zip(axis[1:], gdp[1:], strict=True)}


def index_intensity(
    dataset: Dataset, held: Trajectory, scheme: str, table_year: int, years: Sequence[int]
) -> dict[str, dict[int, float]]:
    """Give each input-output sector's CO2 intensity relative to the table year.

    ``(E_y/E_0)/(G_y/G_0)``: emissions of the inventory sectors it takes from (weights of the
    concordance) over real GDP; year 0 is the table year, or the base year where the inventory
    does not hold the table year. A sector without emissions in year 0 gets no index.
    """
    first = table_year
    if not dataset.inventory_of(held.options.region).has(held.options.region, table_year):
        first = held.base_year
    demand = index_demand(held, first, years)
    start = dataset.inventory_of(held.options.region).cell(held.options.region, first).sum(axis=1)
    later = {y: _emissions(held, y) for y in years}
    weights: dict[str, Array] = {}
    for share in concordance(scheme, table_year):
        row = weights.setdefault(share.io_sector, np.zeros(len(INVENTORY_SECTORS)))
        row[INVENTORY_SECTORS.index(share.sector)] += share.weight
    found: dict[str, dict[int, float]] = {}
    for io_sector, weight in weights.items():
        base = float(weight @ start)
        if base > 0:
            found[io_sector] = {y: float(weight @ later[y]) / base / demand[y] for y in years}
    return found


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
        findings=[Finding(section="chain", text=text)],
        notes=[Note(level="missing", text=text)],
    )

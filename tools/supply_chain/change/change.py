"""The change of a region's emissions between two input-output tables, ready to be told."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.citations import SEPARATOR
from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Claim, make_claim
from data.tables import Array
from data.text import Text
from data.vocabulary import NATION, REGIONS
from tools.supply_chain.accounts.accounts import Accounts, level_of, open_accounts
from tools.supply_chain.accounts.table_notes import require_emissions, require_region
from tools.supply_chain.algebra.leontief import sum_by_region
from tools.supply_chain.change.structure import SPLITS, Effects, Factor, Factors, Side, split_change
from tools.supply_chain.change.table_pairs import check_same_shape, find_pair

Of = Literal["footprint", "direct", "all"]

SIZES: dict[Factors, Literal["sum", "people", "none"]] = {
    "intensity_structure_mix_volume": "sum",
    "intensity_structure_demand": "none",
    "intensity_structure_per_person_population": "people",
}
"""What final demand is divided by, so that its size becomes a factor of its own."""


@dataclass(frozen=True)
class Change:
    """A decomposed change.

    ``first``, ``last`` the accounts of the two years; ``demand_cny_1e4`` the sum of the final
    demand behind the emissions in both; ``excluded`` the regions whose emissions are unknown in
    either year and are left out of both; ``deflator`` the ratio of price levels and what it is computed from, where prices are taken out;
    ``people`` the population of both years, where it is a factor.
    """

    region: str
    of: Of
    factors: tuple[Factor, ...]
    first: Accounts
    last: Accounts
    effects: Effects
    demand_cny_1e4: tuple[float, float]
    excluded: tuple[str, ...]
    deflator: tuple[Claim, ...] = ()
    people: tuple[Claim, ...] = ()

    @property
    def price_ratio(self) -> Claim | None:
        """The ratio of price levels that the last year is restated by."""
        return self.deflator[0] if self.deflator else None

    @property
    def years(self) -> tuple[int, int]:
        """The years of the two tables."""
        return self.first.table.year, self.last.table.year

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of the tables."""
        return self.first.table.regions

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors of the tables."""
        return self.first.table.sectors

    def by_sector(self) -> Array:
        """First, last and each effect by emitting sector of all regions: (2 + factors, sectors)."""
        return self._stacked().sum(axis=1)

    def by_region(self) -> Array:
        """First, last and each effect by the region that emits: (2 + factors, regions)."""
        return self._stacked().sum(axis=2)

    def _stacked(self) -> Array:
        rows = np.vstack([self.effects.first, self.effects.last, self.effects.by_row])
        return rows.reshape(len(rows), len(self.regions), len(self.sectors))


def measure_change(
    dataset: Dataset,
    region: str,
    years: tuple[int | None, int | None],
    of: Of,
    split: Factors,
    *,
    constant_prices: bool,
) -> Change:
    """Open the two tables and split the change between them.

    Raises:
        DataMissingError: Tables, emissions, population or the deflator are lacking; the text says
            which, and how to get them.
        InputError: The tables do not compare, or the arguments contradict each other.
    """
    level = "provinces" if of == "all" else level_of(region)
    _check_arguments(region, of, split)
    ordered = sorted(y for y in years if y is not None)
    pair = find_pair(dataset, level, *(ordered if len(ordered) == 2 else years))
    first, last = (open_accounts(dataset, y, level, pair.scheme) for y in (pair.first, pair.last))
    check_same_shape(first.table, last.table)
    if of != "all":
        require_region(first, region)
    if of == "direct":
        for accounts in (first, last):
            require_emissions(accounts, region)
    deflator = read_deflator(dataset, region, pair.first, pair.last) if constant_prices else ()
    people = _read_people(dataset, region, first, last) if SIZES[split] == "people" else ()
    rows, excluded = _rows(first, last, region, of)
    demand = [_demand(a, region, of) for a in (first, last)]
    sides = _sides((first, last), rows, demand, split, deflator, people)
    return Change(
        region=region,
        of=of,
        factors=SPLITS[split],
        first=first,
        last=last,
        effects=split_change(*sides, sized=SIZES[split] != "none"),
        demand_cny_1e4=(float(demand[0].sum()), float(demand[1].sum())),
        excluded=excluded,
        deflator=deflator,
        people=people,
    )


def read_deflator(dataset: Dataset, region: str, first: int, last: int) -> tuple[Claim, ...]:
    """Mint the ratio of GDP deflators, nominal over real growth: the nation's, else the region's.

    Returns:
        The ratio, then the figures it is computed from.

    Raises:
        DataMissingError: GDP or its index is known for neither in both years.
    """
    series = dataset.series
    for place in dict.fromkeys((NATION, region)):
        held = [
            claim
            for year in (first, last)
            for claim in (series.gdp.claim(place, year), series.gdp_index.claim(place, year))
            if claim is not None
        ]
        if len(held) == 4:
            return _price_ratio(dataset.id, place, held), *held
    name = REGIONS.text(region)
    raise DataMissingError(
        Text(
            zh=f"全国和{name.zh}在{first}年或{last}年都缺少现价GDP或不变价指数，无法扣除价格；"
            "可去掉 constant_prices，按现价分解。",
            en=f"GDP at current prices or the real index is not known for {first} or {last}, neither of"
            f" the nation nor of {name.en}, so prices cannot be taken out; leave constant_prices off"
            " to decompose at current prices.",
        )
    )


def _price_ratio(dataset: str, place: str, held: list[Claim]) -> Claim:
    gdp0, index0, gdp1, index1 = (c.value for c in held)
    return make_claim(
        "price_ratio",
        (gdp1 / gdp0) / (index1 / index0),
        unit="ratio",
        kind="reference",
        dataset=dataset,
        source=SEPARATOR.join(dict.fromkeys(c.source for c in held)),
        year=held[-1].year,
        entity={"region": place},
        formula="(GDP_T / GDP_0) / (index_T / index_0)",
        parents=held,
        params={"base_year": held[0].year},
    )


def _check_arguments(region: str, of: Of, split: Factors) -> None:
    if of == "all" and region != NATION:
        raise InputError(
            Text(
                zh="of=all 指各省合计，不属于某一省；请把地区改为全国（CN），或改用 footprint（消费侧）、direct（直接排放）。",
                en="of=all means the provinces together, not one of them: set the region to CN, or use"
                " footprint (consumption) or direct (emissions of its own sectors).",
            )
        )
    if SIZES[split] == "people" and of != "footprint":
        raise InputError(
            Text(
                zh="人均最终需求×人口的分法只适用于一个地区自身的最终需求（of=footprint）："
                "直接排放对应各地的最终需求和出口，不能用本地人口去除。",
                en="Final demand per person × population fits the final demand of the region itself"
                " (of=footprint): direct emissions serve demand everywhere and exports, which the"
                " region's own population does not divide.",
            )
        )


def _demand(accounts: Accounts, region: str, of: Of) -> Array:
    if of != "footprint":
        return accounts.all_demand
    return accounts.demand[:, accounts.table.regions.index(region)]


def _rows(first: Accounts, last: Accounts, region: str, of: Of) -> tuple[Array, tuple[str, ...]]:
    """Mark the rows that count (n,): known in both years and, for direct emissions, the region's."""
    known = np.isfinite(first.emissions.co2_mt) & np.isfinite(last.emissions.co2_mt)
    gaps = sum_by_region((~known).astype(float), first.regions) > 0
    excluded = tuple(r for r, gap in zip(first.table.regions, gaps, strict=True) if gap)
    if of != "direct":
        return known.astype(float), excluded
    inside = np.zeros(len(known))
    inside[first.table.block(region)] = 1.0
    return inside, ()


def _sides(
    accounts: tuple[Accounts, Accounts],
    rows: Array,
    demand: list[Array],
    split: Factors,
    deflator: tuple[Claim, ...],
    people: tuple[Claim, ...],
) -> tuple[Side, Side]:
    prices = (1.0, deflator[0].value if deflator else 1.0)
    sides: list[Side] = []
    for place, (held, y, price) in enumerate(zip(accounts, demand, prices, strict=True)):
        deflated = y / price
        size = {"sum": float(deflated.sum()), "none": 1.0}.get(SIZES[split])
        size = people[place].value if size is None else size
        if size <= 0:
            raise InputError(_no_demand(held.table.year))
        sides.append(Side(held.f * rows * price, held.solver.solve, deflated, size))
    return sides[0], sides[1]


def _read_people(
    dataset: Dataset, region: str, first: Accounts, last: Accounts
) -> tuple[Claim, ...]:
    years = (first.table.year, last.table.year)
    held = [dataset.series.population.claim(region, y) for y in years]
    found = tuple(c for c in held if c is not None)
    if len(found) < 2:
        name = REGIONS.text(region)
        raise DataMissingError(
            Text(
                zh=f"缺少{name.zh}{years[0]}年或{years[1]}年的常住人口，不能按人均分解；可改用默认的分法。",
                en=f"The population of {name.en} in {years[0]} or {years[1]} is not known, so there is no"
                " split per person; use the default factors.",
            )
        )
    return found


def _no_demand(year: int) -> Text:
    return Text(
        zh=f"{year}年表中最终需求合计不为正，无法区分规模与构成；可改用 factors=intensity_structure_demand。",
        en=f"Final demand in the table of {year} does not add up to a positive sum, so volume and mix"
        " cannot be told apart; use factors=intensity_structure_demand.",
    )

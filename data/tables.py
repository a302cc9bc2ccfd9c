"""The tables that the mathematics works on: inventories and input-output tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from data.errors import DataMissingError, InputError
from data.result import Kind, Source
from data.text import Text
from data.vocabulary import REGIONS

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Inventory:
    """CO2 by region, year, sector and fuel in Mt; NaN where a region's year is not held.

    ``co2_mt`` has the shape (regions, years, 47 sectors, 18 fuels incl. process). ``gaps`` are
    the region-years whose numbers stand in the file but are no measurement of the total.
    """

    regions: tuple[str, ...]
    years: tuple[int, ...]
    co2_mt: Array
    kind: Kind
    source: Source
    gaps: frozenset[tuple[str, int]] = frozenset()

    def has(self, region: str, year: int) -> bool:
        """Tell whether a region's year is held and is a measurement."""
        if region not in self.regions or year not in self.years or (region, year) in self.gaps:
            return False
        return bool(np.isfinite(self.co2_mt[(*self.place(region, year), 0, 0)]))

    def place(self, region: str, year: int) -> tuple[int, int]:
        """Return the indices of a region and a year.

        Raises:
            DataMissingError: The region has no inventory here (Tibet never has).
            InputError: The year is outside the coverage; the message gives it.
        """
        if region not in self.regions:
            label = REGIONS.text(region)
            raise DataMissingError(
                Text(
                    zh=f"数据集中没有{label.zh}的排放清单"
                    + ("（CEADs 不编制西藏清单）。" if region == "CN-XZ" else "。"),
                    en=f"The data set holds no inventory of {label.en}"
                    + (" (CEADs compiles none for Tibet)." if region == "CN-XZ" else "."),
                )
            )
        if year not in self.years:
            raise InputError(
                Text(
                    zh=f"没有 {year} 年的数据；现有年份：{span(self.years)}。",
                    en=f"There are no data for {year}; years held: {span(self.years)}.",
                )
            )
        return self.regions.index(region), self.years.index(year)

    def cell(self, region: str, year: int) -> Array:
        """Return one region's year as a (47 sectors, 18 fuels) array in Mt; NaN where a gap."""
        place = self.place(region, year)
        if (region, year) in self.gaps:
            return np.full(self.co2_mt.shape[2:], np.nan)
        return np.asarray(self.co2_mt[place], dtype=np.float64)

    def years_of(self, region: str) -> tuple[int, ...]:
        """Return the years in which a region is held."""
        return tuple(y for y in self.years if self.has(region, y))


FINAL_DEMAND = ("FU101", "FU102", "FU103", "FU201", "FU202")
"""Rural households, urban households, government, fixed capital formation, inventories."""

IoLevel = Literal["provinces", "nation", "cities"]
IO_PREFIX: dict[IoLevel, str] = {
    "provinces": "io_",
    "nation": "io_national_",
    "cities": "io_city_",
}
"""How the ids of input-output tables begin; year and scheme follow."""


def io_level(table_id: str) -> IoLevel | None:
    """Tell whose input-output table an id names; None when it names another kind of table.

    >>> io_level("io_2017_consistent42"), io_level("io_national_2017_nbs2017_42")
    ('provinces', 'nation')
    >>> io_level("inventory_provincial") is None
    True
    """
    found: IoLevel | None = None
    for level, prefix in IO_PREFIX.items():  # the shortest prefix comes first
        if table_id.startswith(prefix):
            found = level
    return found


@dataclass(frozen=True)
class IoTable:
    """An input-output table in 10⁴ CNY at current prices, of one region or of several.

    Shapes, with n = regions × sectors: ``Z`` (n, n), ``Y`` (n, k·regions) final demand by region
    and category (``final_demand`` names the k categories of a region in order), ``ex`` (n),
    ``err`` (n), ``x`` (n) gross output, ``imports`` (n), ``value_added`` (n), ``co2_mt`` (n) or
    None when the table carries no CO2 row. Region-major order: index = region · sectors + sector.
    """

    year: int
    scheme: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    Z: NDArray[np.floating[Any]]
    Y: NDArray[np.floating[Any]]
    ex: Array
    err: Array
    x: Array
    imports: Array
    value_added: Array
    co2_mt: Array | None
    kind: Kind
    source: Source
    level: IoLevel = "provinces"
    final_demand: tuple[str, ...] = FINAL_DEMAND

    @property
    def id(self) -> str:
        """The id of the table in its data set."""
        return f"{IO_PREFIX[self.level]}{self.year}_{self.scheme}"

    @property
    def n(self) -> int:
        """Number of region-sectors."""
        return len(self.regions) * len(self.sectors)

    def index(self, region: str, sector: str) -> int:
        """Return the row of a region's sector."""
        return self.regions.index(region) * len(self.sectors) + self.sectors.index(sector)

    def block(self, region: str) -> slice:
        """Return the rows of a region."""
        start = self.regions.index(region) * len(self.sectors)
        return slice(start, start + len(self.sectors))


@dataclass(frozen=True)
class Place:
    """A city or county: id, label, and the ids of the province and the name of the city it is in.

    Ids begin with the level: ``city:CN-HE:保定``, ``county:130602``. ``aliases`` are further
    spellings.
    """

    id: str
    label: Text
    province: str
    city: str = ""
    aliases: tuple[str, ...] = ()


PlaceLevel = Literal["city", "county"]


@dataclass(frozen=True)
class PlaceTotals:
    """Total CO2 of cities or counties, (places, years) in Mt; NaN where a year is not held."""

    level: PlaceLevel
    places: tuple[Place, ...]
    years: tuple[int, ...]
    co2_mt: Array
    kind: Kind
    source: Source

    @cached_property
    def index(self) -> dict[str, int]:
        """The row of each place by its id."""
        return {place.id: row for row, place in enumerate(self.places)}

    def value(self, place: str, year: int) -> float:
        """Return the total of a place in Mt; NaN where it is not held."""
        if place not in self.index or year not in self.years:
            return float("nan")
        return float(self.co2_mt[self.index[place], self.years.index(year)])


@dataclass(frozen=True)
class EnergyInventory:
    """Energy use, (regions, years, rows, products), each product in its unit; NaN where not held.

    ``rows`` are the total final consumption (``total``) and the 47 sectors; ``units`` names the
    unit id of each product.
    """

    regions: tuple[str, ...]
    years: tuple[int, ...]
    rows: tuple[str, ...]
    products: tuple[str, ...]
    units: tuple[str, ...]
    amount: Array
    kind: Kind
    source: Source


@dataclass(frozen=True)
class ApparentEmissions:
    """Apparent CO2, (regions, years, items) in Mt; NaN where not held.

    ``items``: ``raw_coal``, ``crude_oil``, ``natural_gas``, ``cement``; their sum is the total.
    """

    regions: tuple[str, ...]
    years: tuple[int, ...]
    items: tuple[str, ...]
    co2_mt: Array
    kind: Kind
    source: Source


def span(years: Iterable[int]) -> str:
    """Write years compactly, gaps visible.

    >>> span((2010, 2012, 2015, 2017, 2018, 2019))
    '2010, 2012, 2015, 2017–2019'
    """
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts = [f"{r[0]}–{r[-1]}" if len(r) > 2 else ", ".join(map(str, r)) for r in runs]
    return ", ".join(parts)

"""Series by region and year: the published ones of the package, where a user's own may stand in.

The tools ask a data set for them (``Dataset.series``), never this file, so that a user's own
figures come first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from data.own_series import OwnRow
from data.result import Claim, Kind, Source, make_claim
from data.text import Text
from data.vocabulary import read_csv

FOLDER = Path(__file__).parent / "reference"

REFERENCE = "reference"
"""Data set id on claims of the published series that serve any data set."""

ACTIVITY = "activity_"


@dataclass(frozen=True)
class Series:
    """One quantity by region and year, with its sources.

    ``values`` maps (region id, year) to the figure in ``unit``; an absent key is unknown.
    ``sources`` cites the published figures by region, ``own`` a user's own figures by region and
    year; those belong to ``dataset``. ``product`` is set where the quantity is an output.
    """

    id: str
    title: Text
    unit: str
    values: dict[tuple[str, int], float]
    sources: dict[str, str]
    own: dict[tuple[str, int], str] = field(default_factory=dict[tuple[str, int], str])
    dataset: str = REFERENCE
    product: str = ""

    def get(self, region: str, year: int) -> float | None:
        """Return the figure of a region's year, or None where it is not known."""
        return self.values.get((region, year))

    def source(self, region: str, year: int | None = None) -> str:
        """Return the citation behind a region's year, or behind its figures in general."""
        own = self.own.get((region, year or 0))
        return own or self.sources.get(region) or next(iter(self._own_sources(region)), "")

    def is_own(self, region: str, year: int) -> bool:
        """Tell whether a region's year is the user's own figure."""
        return (region, year) in self.own

    def kind(self, region: str, year: int) -> Kind:
        """Return the kind of a region's year."""
        return "user" if self.is_own(region, year) else "reference"

    def claim(self, region: str, year: int) -> Claim | None:
        """Mint the figure of a region's year; None where it is not known."""
        value = self.get(region, year)
        if value is None:
            return None
        return make_claim(
            self.metric,
            value,
            unit=self.unit,
            kind=self.kind(region, year),
            dataset=self.dataset if self.is_own(region, year) else REFERENCE,
            source=self.source(region, year),
            year=year,
            entity={"region": region} | ({"product": self.product} if self.product else {}),
        )

    @property
    def metric(self) -> str:
        """The field that its figures are claims of."""
        if not self.product:
            return self.id
        return "activity_twh" if self.unit == "TWh" else "activity_mt"

    def latest_own(self, region: str, since: int, until: int) -> Claim | None:
        """Mint the latest of the user's own figures of a region between two years."""
        years = [y for r, y in self.own if r == region and since <= y <= until]
        return self.claim(region, max(years)) if years else None

    def cited(self, regions: Iterable[str]) -> list[Source]:
        """List the sources behind the figures of some regions, the published ones first."""
        held = list(regions)
        published = dict.fromkeys(self.sources[r] for r in held if r in self.sources)
        own = dict.fromkeys(s for r in held for s in self._own_sources(r))
        return [
            *(Source(title=self.title, citation=c, kind="reference") for c in published),
            *(Source(title=self.title, citation=c, kind="user") for c in own),
        ]

    def with_own(self, rows: Iterable[OwnRow], dataset: str) -> "Series":
        """Put a user's own figures of this quantity in front of the published ones."""
        mine = [r for r in rows if r.series == self.own_id]
        if not mine:
            return self
        return replace(
            self,
            values=self.values | {(r.region, r.year): r.value for r in mine},
            own={(r.region, r.year): r.source for r in mine},
            dataset=dataset,
        )

    @property
    def own_id(self) -> str:
        """The id under which a user brings figures of this quantity."""
        return ACTIVITY + self.product if self.product else self.id

    def _own_sources(self, region: str) -> list[str]:
        return list(dict.fromkeys(s for (r, _), s in sorted(self.own.items()) if r == region))

    def years(self, region: str) -> tuple[int, ...]:
        """Return the years held for a region."""
        return self._years.get(region, ())

    @cached_property
    def _years(self) -> dict[str, tuple[int, ...]]:
        held: dict[str, list[int]] = {}
        for region, year in sorted(self.values):
            held.setdefault(region, []).append(year)
        return {region: tuple(years) for region, years in held.items()}


def _series(series_id: str, title: Text, unit: str, file: str, column: str) -> Series:
    rows = [r for r in read_csv(FOLDER / file) if r[column]]
    return Series(
        id=series_id,
        title=title,
        unit=unit,
        values={(r["region"], int(r["year"])): float(r[column]) for r in rows},
        sources={r["region"]: r["source"] for r in rows},
    )


@cache
def gdp() -> Series:
    """GDP at current prices in 10⁸ CNY."""
    title = Text(zh="地区生产总值（现价）", en="GDP at current prices")
    return _series("gdp_cny_1e8", title, "cny_1e8", "gdp_population.csv", "gdp_cny_1e8")


@cache
def population() -> Series:
    """Year-end resident population in 10⁴ persons."""
    title = Text(zh="年末常住人口", en="Year-end resident population")
    return _series("population_1e4", title, "person_1e4", "gdp_population.csv", "population_1e4")


@cache
def gdp_index() -> Series:
    """Real GDP as an index, 2005 = 100."""
    title = Text(zh="GDP指数（不变价）", en="Real GDP index")
    file = "gdp_index.csv"
    return _series("gdp_index_2005_100", title, "index_2005_100", file, "gdp_index_2005_100")


@cache
def activity(product: str) -> Series:
    """Physical output of a product: Mt, or TWh for thermal generation.

    Args:
        product: ``crude_steel``, ``pig_iron``, ``cement``, ``ten_nonferrous_metals`` or
            ``thermal_generation``.
    """
    rows = [r for r in read_csv(FOLDER / "activity.csv") if r["product"] == product]
    if not rows:
        raise KeyError(product)
    return Series(
        id=product,
        title=Text(zh=product, en=product.replace("_", " ")),
        unit=rows[0]["unit"],
        values={(r["region"], int(r["year"])): float(r["output"]) for r in rows},
        sources={r["region"]: r["source"] for r in rows},
        product=product,
    )


def published(own_id: str) -> Series | None:
    """Return the published series that a user's own figures of an id stand in for, if any.

    >>> published("activity_cement").id, published("energy_total")
    ('cement', None)
    """
    if own_id.startswith(ACTIVITY):
        return activity(own_id.removeprefix(ACTIVITY))
    return next((s for s in (gdp(), population(), gdp_index()) if s.id == own_id), None)

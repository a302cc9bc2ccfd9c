"""Reference series: published figures that ship with the package and serve any data set."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.text import Text
from data.vocabulary import read_csv

FOLDER = Path(__file__).parent / "reference"


@dataclass(frozen=True)
class Series:
    """One published quantity by region and year, with its source.

    ``values`` maps (region id, year) to the figure in ``unit``; an absent key is unknown.
    """

    id: str
    title: Text
    unit: str
    values: dict[tuple[str, int], float]
    sources: dict[str, str]

    def get(self, region: str, year: int) -> float | None:
        """Return the figure of a region's year, or None where it is not known."""
        return self.values.get((region, year))

    def source(self, region: str) -> str:
        """Return the citation that stands behind a region's figures."""
        return self.sources.get(region, "")

    def years(self, region: str) -> tuple[int, ...]:
        """Return the years held for a region."""
        return tuple(sorted(y for r, y in self.values if r == region))


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
    )

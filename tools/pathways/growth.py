"""Activity and real GDP by year: published where they are, assumed after that."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from data.series import Series
from data.series_book import SeriesBook
from data.tables import Array
from data.vocabulary import NATION, PROVINCES
from tools.pathways.scenarios import Options


def project_activity(
    product: str, regions: Sequence[str], years: Sequence[int], options: Options
) -> Array:
    """Give physical output by region and year; NaN in every year where the first is not known.

    Published years stand as they are; other years grow from the year before, at the rate of the
    projection up to the start year and at the rate of the pathway after it.

    Returns:
        (r, t) in Mt, or TWh for generation.
    """
    known = known_activity(options.series, product, tuple(regions), tuple(years)).copy()
    common = [activity_rate(product, "", y, options) for y in years]
    own = [activity_rate(product, options.region, y, options) for y in years]
    is_own = np.array([r == options.region for r in regions])
    for t in range(1, len(years)):
        grown = known[:, t - 1] * (1 + np.where(is_own, own[t], common[t]) / 100)
        known[:, t] = np.where(np.isnan(known[:, t]), grown, known[:, t])
    known[np.isnan(known[:, 0])] = np.nan
    return known


@lru_cache(maxsize=64)
def known_activity(
    series: SeriesBook, product: str, regions: tuple[str, ...], years: tuple[int, ...]
) -> Array:
    """Give published output by region and year, (r, t); NaN where none is known."""
    held = series.activity(product)
    return np.array([[_published(held, r, y) for y in years] for r in regions], dtype=np.float64)


def _published(held: Series, region: str, year: int) -> float:
    if region != NATION or held.is_own(region, year):
        value = held.get(region, year)
        return np.nan if value is None else value
    values = [v for v in (held.get(p, year) for p in PROVINCES.ids) if v is not None]
    return sum(values) if values else np.nan


def activity_rate(product: str, region: str, year: int, options: Options) -> float:
    """Give the growth of output in per cent from the year before; no region means any other."""
    before = f"projection_activity_growth.{product}"
    if year <= options.start_year and product == "thermal_generation":
        return options.value(before)
    own = options.own_activity_growth_pct
    if own is not None and year > options.start_year and options.region in (region, NATION):
        return own + options.shifts.get(f"activity_growth.{product}", 0.0)
    base = options.value(f"activity_growth.{product}", year)
    return base + options.value("activity_elasticity") * options.growth_shift(region, year)


def project_gdp(region: str, years: Sequence[int], options: Options) -> Array:
    """Give real GDP as an index, 2005 = 100: published, then at the assumed growth.

    Returns:
        (t,); NaN before the first published year.
    """
    held = options.series.gdp_index
    published = held.years(region)
    last = max((y for y in published if y <= max(years)), default=None)
    values = {y: held.get(region, y) for y in published}
    if last is not None:
        level = values[last] or np.nan
        for year in range(last + 1, max(years) + 1):
            level *= 1 + options.gdp_growth_pct(region, year) / 100
            values[year] = level
    found = [values.get(y) for y in years]
    return np.array([np.nan if v is None else v for v in found], dtype=np.float64)


def is_published(series: SeriesBook, product: str, region: str, year: int) -> bool:
    """Tell whether a region's output in a year is known, not carried on."""
    return not np.isnan(_published(series.activity(product), region, year))

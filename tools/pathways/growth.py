"""Activity and real GDP by year: published where they are, assumed after that."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from data.series import Series
from data.series_book import SeriesBook
from data.tables import Array
from data.vocabulary import NATION, PROVINCES
from tools.pathways.scenarios import Options, read_years


def project_activity(
    product: str, regions: Sequence[str], years: Sequence[int], options: Options
) -> Array:
    """Give physical output by region and year; NaN in every year where the first is not known.

    Published years stand as they are; other years grow from the year before, at the rate of the
    projection up to the start year and at the rate of the pathway after it.

    Returns:
        (r, t) in Mt, or TWh for generation.
    """
    axis = tuple(years)
    common = activity_rates(product, "", axis, options)
    own = activity_rates(product, options.region, axis, options)
    is_own = np.array([r == options.region for r in regions])
    rates = np.where(is_own[:, None], own, common)
    return carry_activity(known_activity(options.series, product, tuple(regions), axis), rates)


def carry_activity(known: Array, rates: Array) -> Array:
    """Carry published output (r, t) on at rates (r, t) in per cent from the year before.

    >>> carry_activity(np.array([[10.0, np.nan, 12.0]]), np.array([[0.0, 10.0, 10.0]])).tolist()
    [[10.0, 11.0, 12.0]]
    """
    found = known.copy()
    blank = np.isnan(known)
    for t in np.flatnonzero(blank.any(axis=0)):
        if t > 0:
            grown = found[:, t - 1] * (1 + rates[:, t] / 100)
            found[:, t] = np.where(blank[:, t], grown, known[:, t])
    found[blank[:, 0]] = np.nan
    return found


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


def activity_rates(product: str, region: str, years: tuple[int, ...], options: Options) -> Array:
    """Give the growth of output in per cent from the year before, (t,); no region: any other."""
    shift = options.shifts.get(f"activity_growth.{product}", 0.0)
    base = read_years(f"activity_growth.{product}", years) + shift
    elasticity = options.value("activity_elasticity")
    rates = base + elasticity * options.growth_shifts(region, years)
    before = np.array(years) <= options.start_year
    own = options.own_activity_growth_pct
    if own is not None and options.region in (region, NATION):
        rates = np.where(before, rates, own + shift)
    if product == "thermal_generation":
        rates = np.where(before, options.value(f"projection_activity_growth.{product}"), rates)
    return rates


def project_gdp(region: str, years: Sequence[int], options: Options) -> Array:
    """Give real GDP as an index, 2005 = 100: published, then at the assumed growth.

    Returns:
        (t,); NaN before the first published year.
    """
    held, latest = options.series.gdp_index, max(years)
    published = held.years(region)
    values = {y: held.get(region, y) for y in published}
    last = max((y for y in published if y <= latest), default=None)
    if last is not None and last < latest:
        later = tuple(range(last + 1, latest + 1))
        steps = 1 + options.gdp_growth(region, later) / 100
        level = np.cumprod(np.concatenate([[values[last] or np.nan], steps]))
        values |= dict(zip(later, level[1:].tolist(), strict=True))
    found = [values.get(y) for y in years]
    return np.array([np.nan if v is None else v for v in found], dtype=np.float64)


def is_published(series: SeriesBook, product: str, region: str, year: int) -> bool:
    """Tell whether a region's output in a year is known, not carried on."""
    return not np.isnan(_published(series.activity(product), region, year))

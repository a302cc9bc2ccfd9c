"""The years before the national table's: its outputs, shares and coefficients carried back."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data.synthesis.held import read_held
from data.synthesis.provinces import read_sizes
from data.synthesis.published import SEED
from data.synthesis.technology import Nation
from data.tables import Array

ANCHOR = 2017
"""The year of the national table, from which other years are carried back."""
DRIFT_PER_YEAR = 0.02
"""Assumed standard deviation of an input coefficient's change in a year, on a log scale: 2012
differs by 0.1 from 2017, 2015 lies on the way. It is the same in every province."""
COMMON_LEAST = 5
"""Provinces that must be held in both years for a sector's own change to count."""
SHARE_FACTOR_MOST = 1.6
"""Most by which a share of output is taken to differ from that of the national table's year."""


def trace_outputs(anchored: Array, year: int) -> Array:
    """Trace the outputs back to a year, published ones kept, (31, 42) in 10⁴ CNY.

    An unknown cell moves from the anchor year as its sector does in the provinces held in both
    years, and as its province's share of GDP.

    Args:
        anchored: (31, 42) outputs of the anchor year.
        year: An earlier year with a table.
    """
    column = "output_cny_1e4"
    then, now = read_held(year)[column], read_held(ANCHOR)[column]
    both = _is_common(then, now)
    ratio = _pool(then, now, float(then[both].sum() / now[both].sum()))
    place = read_sizes(year) / read_sizes(ANCHOR)
    return np.where(np.isnan(then), anchored * ratio * place[:, None], then)


def carry_back(nation: Nation, output: Array, year: int) -> Nation:
    """Carry the nation's technology and shares of output back to a year.

    Args:
        nation: The nation in the anchor year.
        output: (31, 42) outputs of the year in 10⁴ CNY.
        year: An earlier year with a table.
    """
    random = np.random.RandomState(SEED + 2)
    drift = DRIFT_PER_YEAR * (ANCHOR - year) * random.standard_normal(nation.A.shape)
    value_added = nation.value_added * _change_share("value_added_cny_1e4", year)
    imports = nation.imports * _change_share("imports_cny_1e4", year)
    coefficients = nation.A * np.exp(drift)
    inputs = np.maximum(1 - value_added - imports, 0)
    return replace(
        nation,
        A=coefficients * inputs / coefficients.sum(axis=0),
        output=output.sum(axis=0),
        value_added=value_added,
        imports=imports,
        exports=nation.exports * _change_share("exports_cny_1e4", year),
    )


def _change_share(column: str, year: int) -> Array:
    """Return by how much a share of output differs from the anchor year's, a factor, (42)."""
    then, now = read_held(year), read_held(ANCHOR)
    part = _pool(then[column], now[column], 1.0)
    output = _pool(then["output_cny_1e4"], now["output_cny_1e4"], 1.0)
    return np.clip(part / output, 1 / SHARE_FACTOR_MOST, SHARE_FACTOR_MOST)


def _pool(then: Array, now: Array, otherwise: float) -> Array:
    """Return the ratio of two years by sector over the provinces held in both, (42)."""
    both = _is_common(then, now)
    former = np.where(both, then, 0).sum(axis=0)
    latter = np.where(both, now, 0).sum(axis=0)
    ratio = np.divide(former, latter, out=np.full_like(former, otherwise), where=latter > 0)
    return np.where(both.sum(axis=0) >= COMMON_LEAST, ratio, otherwise)


def _is_common(then: Array, now: Array) -> NDArray[np.bool_]:
    return ~np.isnan(then) & ~np.isnan(now)

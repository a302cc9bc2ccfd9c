"""The provinces' sectors in a year: published figures where they are held, estimates elsewhere."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.series import gdp
from data.synthesis import published
from data.synthesis.held import ALL, read_held
from data.synthesis.published import SEED
from data.synthesis.technology import SECTORS, Nation
from data.tables import Array
from data.vocabulary import INVENTORY_SECTORS, concordance

ESTIMATE_LEAST = 0.02
"""Least share of a sector's national output that the provinces not held get together."""
INPUTS_LEAST, INPUTS_MOST = 0.22, 0.74
"""Bounds assumed for what a sector buys within the country, as shares of its output. They keep
multipliers in the range of the national table of 2017, 1.5 to 3.1; value added gives way where a
published one lies outside, most often in 2015."""
IMPORTS_MOST = 0.8
"""Most of a sector's inputs that may come from abroad."""
EXPORTS_MOST = 0.9
"""Most of a sector's output that may go abroad."""
ACCOUNT_SPREAD = 0.1
"""Standard deviation of a province's share of exports and imports, on a log scale."""


@dataclass(frozen=True)
class Accounts:
    """The sectors of the provinces, each (31, 42), money in 10⁴ CNY; Tibet's CO2 is NaN."""

    year: int
    output: Array
    value_added: Array
    imports: Array
    exports: Array
    co2_mt: Array

    @property
    def inputs(self) -> Array:
        """What each sector buys within the country."""
        return self.output - self.value_added - self.imports


def map_emissions(inventory: Array, year: int) -> Array:
    """Map the provincial inventories of a year to table sectors, (31, 42) in Mt.

    Args:
        inventory: (30, 47, 18) in Mt. Households have no table sector; Tibet has no inventory.
        year: The year, whose concordance counts.
    """
    mapped = np.full((len(ALL), len(SECTORS)), np.nan)
    places = [ALL.index(r) for r in published.REGIONS]
    mapped[places] = 0
    for share in concordance("consistent42", year):
        emitted = inventory[:, INVENTORY_SECTORS.index(share.sector)].sum(axis=-1)
        mapped[places, SECTORS.index(share.io_sector)] += share.weight * emitted
    return mapped


def estimate_accounts(nation: Nation, output: Array, co2_mt: Array, year: int) -> Accounts:
    """Estimate value added, imports and exports of every province's sectors.

    A published cell is kept unless it breaks a bound above; an unknown one gets the national
    share of its output.

    Args:
        nation: The national shares of the year.
        output: (31, 42) in 10⁴ CNY.
        co2_mt: (31, 42) emissions in Mt.
        year: One of the years with a table.
    """
    held = read_held(year)
    random = np.random.RandomState(SEED)
    vary = np.exp(ACCOUNT_SPREAD * random.standard_normal((2, *output.shape)))
    exports = _fill(held["exports_cny_1e4"], output, nation.exports * vary[0])
    imports = _fill(held["imports_cny_1e4"], output, nation.imports * vary[1])
    value_added = _fill(
        held["value_added_cny_1e4"], output, np.broadcast_to(nation.value_added, output.shape)
    )
    imports = np.minimum(imports, IMPORTS_MOST * np.maximum(output - value_added, 0))
    inputs = np.clip(output - value_added - imports, INPUTS_LEAST * output, INPUTS_MOST * output)
    return Accounts(
        year=year,
        output=output,
        value_added=output - imports - inputs,
        imports=imports,
        exports=np.minimum(exports, EXPORTS_MOST * output),
        co2_mt=co2_mt,
    )


def estimate_outputs(held: Array, national: Array, co2_mt: Array, year: int) -> Array:
    """Fill the outputs that are not held, (31, 42) in 10⁴ CNY.

    An unknown cell takes part in what the published ones leave of the nation's output, by the
    mean of the province's share of GDP and of the sector's emissions.

    Args:
        held: (31, 42) published outputs, NaN where unknown.
        national: (42) the nation's outputs.
        co2_mt: (31, 42) emissions, the cue for where a sector is; NaN where unknown.
        year: The year, whose GDP counts.
    """
    size = read_sizes(year)[:, None]
    cue = co2_mt / np.maximum(np.nansum(co2_mt, axis=0), 1e-12)
    weight = np.where(np.isnan(cue), size, (size + cue) / 2)
    weight = np.where(np.isnan(held) & ~_is_absent(), weight, 0)
    known = np.nansum(held, axis=0)
    left = np.maximum(national - known, ESTIMATE_LEAST * national * weight.sum(axis=0))
    estimate = left * weight / np.maximum(weight.sum(axis=0), 1e-12)
    return np.where(np.isnan(held), estimate, held)


def read_sizes(year: int) -> Array:
    """Return the provinces' shares of the sum of their GDP, (31)."""
    size = np.array([gdp().get(r, year) or np.nan for r in ALL])
    return np.asarray(size / np.nansum(size), dtype=np.float64)


def _is_absent() -> NDArray[np.bool_]:
    absent = np.zeros((len(ALL), len(SECTORS)), dtype=bool)
    for row in published.read("absent_sectors"):
        absent[ALL.index(row["region"]), SECTORS.index(row["sector"])] = True
    return absent


def _fill(held: Array, output: Array, share: Array) -> Array:
    return np.where(np.isnan(held), output * share, held)

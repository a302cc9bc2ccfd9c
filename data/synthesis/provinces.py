"""The provinces' sectors in 2017: published outputs where they are held, estimates elsewhere."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.series import gdp
from data.synthesis import published
from data.synthesis.held import ALL, YEAR, read_held
from data.synthesis.published import SEED
from data.synthesis.technology import SECTORS, Nation
from data.tables import Array
from data.vocabulary import INVENTORY_SECTORS, concordance

ESTIMATE_LEAST = 0.02
"""Least share of a sector's national output that the provinces not held get together."""


@dataclass(frozen=True)
class Accounts:
    """The sectors of the provinces, each (31, 42), money in 10⁴ CNY; Tibet's CO2 is NaN."""

    output: Array
    value_added: Array
    imports: Array
    exports: Array
    co2_mt: Array


def map_emissions(inventory: Array) -> Array:
    """Map the provincial inventories of a year to table sectors, (31, 42) in Mt.

    Args:
        inventory: (30, 47, 18) in Mt. Households have no table sector; Tibet has no inventory.
    """
    mapped = np.full((len(ALL), len(SECTORS)), np.nan)
    places = [ALL.index(r) for r in published.REGIONS]
    mapped[places] = 0
    for share in concordance("consistent42", YEAR):
        emitted = inventory[:, INVENTORY_SECTORS.index(share.sector)].sum(axis=-1)
        mapped[places, SECTORS.index(share.io_sector)] += share.weight * emitted
    return mapped


def estimate_accounts(nation: Nation, inventory: Array) -> Accounts:
    """Estimate output, value added, imports and exports of every province's sectors.

    A published cell is kept. An unknown one takes part in what the published ones leave of the
    nation's output, by the mean of the province's share of GDP and of the sector's emissions.

    Args:
        nation: The national shares.
        inventory: (30, 47, 18), the provincial inventories of the year in Mt.
    """
    held = read_held()
    co2 = map_emissions(inventory)
    output = estimate_outputs(held["output_cny_1e4"], nation.output, co2)
    random = np.random.RandomState(SEED)
    vary = np.exp(0.1 * random.standard_normal((2, *output.shape)))
    exports = _fill(held["exports"], output, nation.exports * vary[0])
    imports = _fill(held["imports"], output, nation.imports * vary[1])
    value_added = _fill(
        held["value_added"], output, np.broadcast_to(nation.value_added, output.shape)
    )
    left = np.maximum(output - value_added, 0)
    return Accounts(
        output=output,
        value_added=value_added,
        imports=np.minimum(imports, 0.8 * left),
        exports=np.minimum(exports, 0.9 * output),
        co2_mt=co2,
    )


def estimate_outputs(held: Array, national: Array, co2_mt: Array) -> Array:
    """Fill the outputs that are not held, (31, 42) in 10⁴ CNY.

    Args:
        held: (31, 42) published outputs, NaN where unknown.
        national: (42) the nation's outputs.
        co2_mt: (31, 42) emissions, the cue for where a sector is; NaN where unknown.
    """
    size = np.array([gdp().get(r, YEAR) or np.nan for r in ALL])
    size = (size / np.nansum(size))[:, None]
    cue = co2_mt / np.maximum(np.nansum(co2_mt, axis=0), 1e-12)
    weight = np.where(np.isnan(cue), size, (size + cue) / 2)
    weight = np.where(np.isnan(held) & ~_is_absent(), weight, 0)
    known = np.nansum(held, axis=0)
    left = np.maximum(national - known, ESTIMATE_LEAST * national * weight.sum(axis=0))
    estimate = left * weight / np.maximum(weight.sum(axis=0), 1e-12)
    return np.where(np.isnan(held), estimate, held)


def _is_absent() -> NDArray[np.bool_]:
    absent = np.zeros((len(ALL), len(SECTORS)), dtype=bool)
    for row in published.read("absent_sectors"):
        absent[ALL.index(row["region"]), SECTORS.index(row["sector"])] = True
    return absent


def _fill(held: Array, output: Array, share: Array) -> Array:
    return np.where(np.isnan(held), output * share, held)

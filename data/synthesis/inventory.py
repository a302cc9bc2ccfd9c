"""Synthetic inventories below published totals: 47 sectors × 17 fuels and the cement process."""

import numpy as np

from data.synthesis import published
from data.synthesis.held import calc_affinity
from data.synthesis.ras import balance
from data.tables import Array
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS

SECTOR_SPREAD = 0.35
"""Standard deviation of a province's sector weight inside its group, on a log scale."""
FUEL_SPREAD = 0.25
"""The same for the weight of a fuel in a sector."""

CEMENT = INVENTORY_SECTORS.index("nonmetal_minerals")
POWER = INVENTORY_SECTORS.index("power")
RAW_COAL = INVENTORY_FUELS.index("raw_coal")
NATURAL_GAS = INVENTORY_FUELS.index("natural_gas")
OTHERS = [i for i in range(len(INVENTORY_FUELS) - 1) if i not in (RAW_COAL, NATURAL_GAS)]


def synthesise_provincial() -> Array:
    """Build the provincial inventories in Mt, (30 regions, 15 years, 47 sectors, 18 fuels).

    Totals, the cement process, raw coal and natural gas are the published ones; sector groups
    are published for some years and interpolated between them; the rest is synthetic.
    """
    # RandomState, because its stream is frozen over numpy versions.
    random = np.random.RandomState(published.SEED)
    totals = published.read_provincial_totals()
    sectors = split_sectors(totals, random)
    shape = (len(published.REGIONS), 1, len(INVENTORY_SECTORS), len(INVENTORY_FUELS) - 1)
    weights = read_fuel_weights() * _spread(random, FUEL_SPREAD, shape)
    return split_fuels(sectors, np.broadcast_to(weights, (*sectors.shape, shape[-1])), totals)


def synthesise_national() -> Array:
    """Build the national inventory in Mt, (1, 15 years, 47 sectors, 18 fuels).

    Totals and sectors are the published ones, which differ from each other by rounding; the
    largest sector, power, carries that difference. Fuels other than raw coal and natural gas are
    synthetic. It is never the sum of the provinces.
    """
    totals = {name: values[None] for name, values in published.read_national_totals().items()}
    sectors = published.read_national_sectors().T[None]
    sectors[..., POWER] += totals["co2_mt"] - sectors.sum(axis=-1)
    sectors[..., CEMENT] -= totals["process_mt"]
    weights = read_fuel_weights()
    return split_fuels(
        sectors, np.broadcast_to(weights, (*sectors.shape, weights.shape[1])), totals
    )


def split_sectors(totals: dict[str, Array], random: np.random.RandomState) -> Array:
    """Split combustion totals into sectors, (30 regions, 15 years, 47 sectors) in Mt."""
    combustion = totals["co2_mt"] - totals["process_mt"]
    groups = interpolate_groups(totals)
    national = published.read_national_sectors()
    spread = _spread(random, SECTOR_SPREAD, (len(published.REGIONS), len(INVENTORY_SECTORS)))
    weights = national.T[None] * interpolate_affinity(national, spread)
    for row in published.read("absent_sectors"):
        if row["region"] in published.REGIONS:
            place = published.REGIONS.index(row["region"])
            weights[place, :, INVENTORY_SECTORS.index(row["sector"])] = 0
    sectors = np.zeros_like(weights)
    for number, members in enumerate(published.read_groups().values()):
        part = weights[..., members]
        whole = part.sum(axis=-1, keepdims=True)
        part = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
        sectors[..., members] = groups[..., number, None] * part
    return sectors * (combustion / sectors.sum(axis=-1))[..., None]


def interpolate_affinity(national: Array, spread: Array) -> Array:
    """Interpolate the provinces' leanings to sectors between the years with a table, (30, 15, 47).

    Before the first and after the last of these years they stay as they are there.

    Args:
        national: (47, 15) national emissions in Mt.
        spread: (30, 47) random factors around 1.
    """
    held = {
        year: calc_affinity(year, national[:, published.YEARS.index(year)], spread)
        for year in published.IO_YEARS
    }
    first, last = published.IO_YEARS[0], published.IO_YEARS[-1]
    years = [min(max(year, first), last) for year in published.YEARS]
    return np.stack([_interpolate(held, year) for year in years], axis=1)


def interpolate_groups(totals: dict[str, Array]) -> Array:
    """Interpolate the groups' shares of combustion over the years, (30, 15, 17).

    The cement process is taken out first: it is published for every year.
    """
    names = list(published.read_groups())
    held: dict[str, dict[int, Array]] = {r: {} for r in published.REGIONS}
    for row in published.read("provincial_groups"):
        values = np.array([float(row[g]) for g in names])
        place = published.REGIONS.index(row["region"]), published.YEARS.index(int(row["year"]))
        values[names.index("nonmetal_minerals")] -= totals["process_mt"][place]
        held[row["region"]][int(row["year"])] = np.maximum(values, 0) / np.maximum(values, 0).sum()
    return np.array([[_interpolate(held[r], y) for y in published.YEARS] for r in held])


def split_fuels(sectors: Array, weights: Array, totals: dict[str, Array]) -> Array:
    """Split combustion by sector into fuels and add the cement process.

    Raw coal, natural gas and all other fuels together are balanced to their published totals;
    the other fuels keep the weights of their sector among themselves.

    Args:
        sectors: (…, 47) combustion in Mt.
        weights: (…, 47, 17) relative weights of the fuels.
        totals: Published totals in Mt, each (…): combustion is their total less process.

    Returns:
        (…, 47 sectors, 18 fuels) in Mt.
    """
    others = weights[..., OTHERS]
    among = others.sum(axis=-1)
    seed = np.stack([weights[..., RAW_COAL], weights[..., NATURAL_GAS], among], axis=-1)
    known = [totals["raw_coal_mt"], totals["natural_gas_mt"]]
    rest = sectors.sum(axis=-1) - known[0] - known[1]
    parts = balance(seed, sectors, np.stack([*known, rest], axis=-1), tolerance=1e-11)
    fuels = np.zeros((*sectors.shape, len(INVENTORY_FUELS)))
    fuels[..., RAW_COAL] = parts[..., 0]
    fuels[..., NATURAL_GAS] = parts[..., 1]
    fuels[..., OTHERS] = parts[..., 2, None] * others / among[..., None]
    fuels[..., CEMENT, -1] = totals["process_mt"]
    return fuels


def read_fuel_weights() -> Array:
    """Return the assumed relative weights of the fuels in each sector, (47, 17)."""
    weights = np.zeros((len(INVENTORY_SECTORS), len(INVENTORY_FUELS) - 1))
    for row in published.read("fuel_profiles"):
        values = np.array([float(row[f]) for f in INVENTORY_FUELS[:-1]])
        for sector in row["sectors"].split():
            weights[INVENTORY_SECTORS.index(sector)] = values / values.sum()
    return weights


def _interpolate(held: dict[int, Array], year: int) -> Array:
    before = max(y for y in held if y <= year)
    after = min(y for y in held if y >= year)
    if before == after:
        return held[year]
    share = (year - before) / (after - before)
    return held[before] * (1 - share) + held[after] * share


def _spread(random: np.random.RandomState, deviation: float, shape: tuple[int, ...]) -> Array:
    return np.exp(deviation * random.standard_normal(shape))

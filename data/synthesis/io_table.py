"""A synthetic multi-regional input-output table: 31 provinces × 42 sectors, 2017, 10⁴ CNY."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.series import gdp
from data.synthesis import published
from data.synthesis.held import ALL, YEAR
from data.synthesis.provinces import Accounts, estimate_accounts
from data.synthesis.published import SEED
from data.synthesis.ras import balance
from data.synthesis.technology import SECTORS, Nation, derive_nation
from data.synthesis.trade import calc_distances, calc_trade
from data.tables import FINAL_DEMAND, Array

TECHNOLOGY_SPREAD = 0.25
"""Standard deviation of a province's input coefficient from the national one, on a log scale."""
RURAL_SHARE = 0.22
"""Assumed share of rural households in household consumption, nation-wide."""
LEAST_FINAL_USE = 0.002
"""Least share of a product's use that is final, where the published shares leave none."""


@dataclass(frozen=True)
class Demand:
    """Use by destination, whatever the origin: ``inputs`` (42, 31, 42), ``final`` (42, 31, 5)."""

    inputs: Array
    final: Array


def synthesise_table(inventory: Array) -> dict[str, NDArray[Any]]:
    """Build the arrays of the table in the shapes of ``data.tables.IoTable``.

    Args:
        inventory: (30, 47, 18), the provincial inventories of 2017 in Mt.
    """
    nation = derive_nation()
    accounts = estimate_accounts(nation, inventory)
    demand = estimate_demand(nation, accounts)
    traits = {r["sector"]: r for r in published.read("io_sector_traits")}
    supply = (accounts.output - accounts.exports).T
    used = demand.inputs.sum(axis=2) + demand.final.sum(axis=2)
    trade = calc_trade(
        supply,
        used,
        calc_distances(),
        np.array([float(traits[s]["distance_decay"]) for s in SECTORS]),
        np.array([float(traits[s]["home_factor"]) for s in SECTORS]),
    )
    origin = trade / np.maximum(used, 1e-300)[:, None, :]
    return close_accounts(
        spread_origins(origin, demand.inputs), spread_origins(origin, demand.final), accounts
    )


def spread_origins(origin: Array, use: Array) -> NDArray[np.float32]:
    """Spread the use of each product over its origins in the same proportion for every user.

    Args:
        origin: (42, 31 origins, 31 destinations), shares that sum to 1 over the origins.
        use: (42, 31 destinations, k).

    Returns:
        (31·42, 31·k), rows region-major.
    """
    flows = origin[:, :, :, None] * use[:, None, :, :]
    rows = len(ALL) * len(SECTORS)
    return flows.transpose(1, 0, 2, 3).reshape(rows, -1).astype(np.float32)


def close_accounts(
    Z: NDArray[np.float32], Y: NDArray[np.float32], accounts: Accounts
) -> dict[str, NDArray[Any]]:
    """Make the identities exact for the flows as they are stored.

    Output is the row sum of the stored flows and exports, value added is what output leaves
    after inputs and imports; the recorded error is zero.
    """
    ex = accounts.exports.ravel()
    x = Z.sum(axis=1, dtype=np.float64) + Y.sum(axis=1, dtype=np.float64) + ex
    imports = accounts.imports.ravel()
    return {
        "Z": Z,
        "Y": Y,
        "ex": ex,
        "err": np.zeros_like(x),
        "x": x,
        "imports": imports,
        "value_added": x - Z.sum(axis=0, dtype=np.float64) - imports,
        "co2_mt": accounts.co2_mt.ravel(),
    }


def estimate_demand(nation: Nation, accounts: Accounts) -> Demand:
    """Estimate the use of every product by every province's sectors and final demand.

    National coefficients, varied by province, and final use by category are balanced so that
    each product's use meets its supply and each sector's inputs its output less value added
    and imports.
    """
    random = np.random.RandomState(SEED + 1)
    shape = (len(SECTORS), len(ALL), len(SECTORS))
    vary = np.exp(TECHNOLOGY_SPREAD * random.standard_normal(shape))
    total = np.maximum(accounts.output - accounts.value_added - accounts.imports, 0)
    inputs = nation.A[:, None, :] * vary
    inputs *= (total / inputs.sum(axis=0))[None]
    final = estimate_final(nation, accounts)
    supply = (accounts.output - accounts.exports).sum(axis=0)
    wanted = final.sum(axis=0) * (supply.sum() - total.sum()) / final.sum()
    seed = np.concatenate(
        [inputs.reshape(len(SECTORS), -1), final.reshape(len(SECTORS), -1)], axis=1
    )
    held = balance(seed, supply, np.concatenate([total.ravel(), wanted.ravel()]), tolerance=1e-11)
    border = total.size
    return Demand(held[:, :border].reshape(inputs.shape), held[:, border:].reshape(final.shape))


def estimate_final(nation: Nation, accounts: Accounts) -> Array:
    """Estimate final use by product, province and category before balancing, (42, 31, 5)."""
    traits = {r["sector"]: r for r in published.read("io_sector_traits")}
    government = np.array([float(traits[s]["government_share"]) for s in SECTORS])
    size = np.array([gdp().get(r, YEAR) or np.nan for r in ALL])
    size /= size.sum()
    farming = accounts.output[:, SECTORS.index("agriculture")]
    rural = np.clip(RURAL_SHARE * np.sqrt(farming / farming.sum() / size), 0.03, 0.45)
    building = accounts.output[:, SECTORS.index("construction")]
    invest = (size + building / building.sum()) / 2
    consumed = nation.consumption * nation.output
    capital = np.maximum(nation.fixed_capital, LEAST_FINAL_USE) * nation.output
    parts = {
        "FU101": np.outer(consumed * (1 - government), size * rural),
        "FU102": np.outer(consumed * (1 - government), size * (1 - rural)),
        "FU103": np.outer(consumed * government, size),
        "FU201": np.outer(capital, invest),
        "FU202": np.outer(nation.inventories * nation.output, size),
    }
    return np.asarray(np.stack([parts[c] for c in FINAL_DEMAND], axis=-1), dtype=np.float64)

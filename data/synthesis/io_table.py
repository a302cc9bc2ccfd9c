"""A synthetic multi-regional input-output table: 31 provinces × 42 sectors in 10⁴ CNY."""

from dataclasses import dataclass

import numpy as np

from data.expansion import expand_flows
from data.synthesis import published
from data.synthesis.backcast import ANCHOR, carry_back, trace_outputs
from data.synthesis.held import ALL, read_held
from data.synthesis.provinces import (
    Accounts,
    estimate_accounts,
    estimate_outputs,
    map_emissions,
    read_sizes,
)
from data.synthesis.published import SEED
from data.synthesis.ras import balance
from data.synthesis.technology import MAIN_FROM, SECTORS, Nation, derive_nation
from data.synthesis.trade import calc_distances, calc_trade
from data.tables import FINAL_DEMAND, Array

MAIN_SPREAD, MINOR_SPREAD = 0.3, 1.8
"""Assumed standard deviations of a province's input coefficient from the national one, on a log
scale: of coefficients from ``MAIN_FROM`` on, and of the small ones. Provinces specialise, so that
a small national coefficient is a large one in a few of them and next to nothing in the others."""
SPREAD_MOST = 2.0
"""Most deviations by which a province's coefficient differs from the national one."""
RURAL_SHARE = 0.22
"""Assumed share of rural households in household consumption, nation-wide."""
LEAST_FINAL_USE = 0.002
"""Least share of a product's use that is final, where the published shares leave none."""


@dataclass(frozen=True)
class Demand:
    """Use by destination, whatever the origin: ``inputs`` (42, 31, 42), ``final`` (42, 31, 5)."""

    inputs: Array
    final: Array


def synthesise_tables(inventories: dict[int, Array]) -> dict[int, dict[str, Array]]:
    """Build the arrays of the tables by year, flows as the factors of ``expand_flows``.

    Args:
        inventories: (30, 47, 18) by year, the provincial inventories in Mt, for every year with
            a table.
    """
    anchor = derive_nation()
    co2 = {year: map_emissions(inventory, year) for year, inventory in inventories.items()}
    known = read_held(ANCHOR)["output_cny_1e4"]
    anchored = estimate_outputs(known, anchor.output, co2[ANCHOR], ANCHOR)
    tables: dict[int, dict[str, Array]] = {}
    for year in inventories:
        output = anchored if year == ANCHOR else trace_outputs(anchored, year)
        nation = anchor if year == ANCHOR else carry_back(anchor, output, year)
        accounts = estimate_accounts(nation, output, co2[year], year)
        tables[year] = synthesise_table(nation, accounts)
    return tables


def synthesise_table(nation: Nation, accounts: Accounts) -> dict[str, Array]:
    """Build the arrays of one table from the accounts of its sectors."""
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
    return close_accounts(origin, demand, accounts)


def close_accounts(origin: Array, demand: Demand, accounts: Accounts) -> dict[str, Array]:
    """Make the identities exact for the flows as they are expanded.

    Output is the row sum of the flows and exports, value added is what output leaves after
    inputs and imports; the recorded error is zero.
    """
    Z = expand_flows(origin, demand.inputs)
    ex = accounts.exports.ravel()
    x = Z.sum(axis=1) + expand_flows(origin, demand.final).sum(axis=1) + ex
    imports = accounts.imports.ravel()
    return {
        "origin": origin,
        "inputs": demand.inputs,
        "final": demand.final,
        "ex": ex,
        "err": np.zeros_like(x),
        "x": x,
        "imports": imports,
        "value_added": x - Z.sum(axis=0) - imports,
        "co2_mt": accounts.co2_mt.ravel(),
    }


def estimate_demand(nation: Nation, accounts: Accounts) -> Demand:
    """Estimate the use of every product by every province's sectors and final demand.

    National coefficients, varied by province, and final use by category are balanced so that
    each product's use meets its supply and each sector's inputs its output less value added
    and imports.
    """
    total = accounts.inputs
    inputs = vary_technology(nation.A)
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


def vary_technology(national: Array) -> Array:
    """Vary the national coefficients by province around their mean, (42, 31, 42).

    The variation is the same in every year, so that a change between years is none of it.

    Args:
        national: (42, 42) coefficients, inputs in rows.
    """
    random = np.random.RandomState(SEED + 1)
    normal = random.standard_normal((len(SECTORS), len(ALL), len(SECTORS)))
    normal = np.clip(normal, -SPREAD_MOST, SPREAD_MOST)
    spread = np.where(national >= MAIN_FROM, MAIN_SPREAD, MINOR_SPREAD)[:, None, :]
    return national[:, None, :] * np.exp(spread * normal - spread**2 / 2)


def estimate_final(nation: Nation, accounts: Accounts) -> Array:
    """Estimate final use by product, province and category before balancing, (42, 31, 5)."""
    traits = {r["sector"]: r for r in published.read("io_sector_traits")}
    government = np.array([float(traits[s]["government_share"]) for s in SECTORS])
    size = read_sizes(accounts.year)
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

"""The input-output engine against pymrio and pyspa, each in the same run on the same table.

The table is the demonstration one of 31 provinces × 42 sectors with 17 fuels. One thread and
processor time, which other work on the machine changes least; medians. Prints Markdown.

Run from the root of the repository, with pyspa installed by hand (pip install pyspa):
python -m benchmarks.io_engine
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import contextlib
import io
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
import pymrio

from benchmarks.large_table import FUELS, measure_rate
from data.dataset import Dataset
from data.store import DEMONSTRATION_FOLDER
from data.tables import IoTable
from tools.supply_chain.accounts.accounts import Accounts, demand_by_region, open_accounts
from tools.supply_chain.algebra.factors import factorise
from tools.supply_chain.algebra.leontief import (
    change_column,
    extraction_loss,
    leontief_inverse,
    technical_coefficients,
    transfers_by_fuel,
)
from tools.supply_chain.paths.expansion import behind_demand
from tools.supply_chain.paths.spa import PathSearch, search_paths

THRESHOLD, TIERS = 1e-4, 6
PRODUCTS = (("CN-GD", "power"), ("CN-GD", "construction"), ("CN-GD", "food"))


def main() -> None:
    os.environ["VISCEADS_HOME"] = tempfile.mkdtemp()
    accounts = open_accounts(Dataset(DEMONSTRATION_FOLDER))
    table = accounts.table
    F = np.random.default_rng(0).dirichlet(np.ones(FUELS), table.n).T * accounts.direct_mt
    rate = measure_rate()
    limit = 2 / 3 * table.n**3 / rate
    print(f"{table.n:,} sectors, {FUELS} fuels; one thread, {rate / 1e9:.0f} GFLOP/s in products;")
    print(f"LU limit {1e3 * limit:.0f} ms\n")
    print("| what | here | beside it | ratio |\n|---|---|---|---|")
    compare_chain(table, F, limit)
    compare_changes(accounts)
    compare_opening()
    for product in PRODUCTS:
        compare_paths(accounts, accounts.table.index(*product), product[1])


def compare_chain(table: IoTable, F: np.ndarray, limit: float) -> None:
    """Z, Y, F to A, S, factors or L, M, x and the flows by fuel between all regions."""
    system = as_pymrio(table, F)
    pymrio_s = median(lambda: calc_all(system.copy()), 3) - median(system.copy, 3)
    by_factors = median(lambda: chain(table, F, inverted=False))
    with_inverse = median(lambda: chain(table, F, inverted=True))
    row("whole chain by factors", by_factors, "pymrio `calc_all`", pymrio_s)
    row("whole chain with the full inverse", with_inverse, "pymrio `calc_all`", pymrio_s)
    row("whole chain by factors", by_factors, "LU limit", limit)
    row("whole chain with the full inverse", with_inverse, "LU limit", limit)
    M, flows = chain(table, F, inverted=False)
    oracle = calc_all(system)
    np.testing.assert_allclose(M, oracle.co2.M.to_numpy(), rtol=1e-6, atol=1e-9)
    consumed = oracle.co2.D_cba_reg.T.groupby(level="region", sort=False).sum().T
    np.testing.assert_allclose(flows.sum(axis=1), consumed.to_numpy(), rtol=1e-6, atol=1e-9)


def chain(table: IoTable, F: np.ndarray, *, inverted: bool) -> tuple[np.ndarray, np.ndarray]:
    x = table.Z.sum(axis=1) + table.Y.sum(axis=1)
    A = technical_coefficients(table.Z, x)
    S = np.divide(1e6 * F, x, out=np.zeros_like(F), where=x != 0)
    demand = demand_by_region(table)
    if inverted:
        L = leontief_inverse(A)
        return S @ L / 1e6, transfers_by_fuel(S, L @ demand)
    factors = factorise(A)
    return factors.solve_left(S) / 1e6, transfers_by_fuel(S, factors.solve(demand))


def as_pymrio(table: IoTable, F: np.ndarray) -> pymrio.IOSystem:
    places = pd.MultiIndex.from_product([table.regions, table.sectors], names=["region", "sector"])
    uses = pd.MultiIndex.from_product(
        [table.regions, table.final_demand], names=["region", "category"]
    )
    fuels = pd.Index([f"fuel {k}" for k in range(FUELS)], name="stressor")
    system = pymrio.IOSystem(
        Z=pd.DataFrame(table.Z, places, places), Y=pd.DataFrame(table.Y, places, uses)
    )
    system.co2 = pymrio.Extension(name="co2", F=pd.DataFrame(F, fuels, places))
    return system


def calc_all(system: pymrio.IOSystem) -> pymrio.IOSystem:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return system.calc_all()


def compare_changes(accounts: Accounts) -> None:
    """One column of A changed, and every sector extracted, against inverting again."""
    k = accounts.table.index(*PRODUCTS[0])
    delta = -0.1 * accounts.A[:, k]
    again = median(lambda: np.linalg.inv(np.eye(len(delta)) - accounts.A))
    demand = accounts.all_demand
    L, f, m, x = accounts.L, accounts.f, accounts.m, np.asarray(accounts.table.x)
    once = median(lambda: change_column(L, m, x, k, delta), 99)
    row("what-if in one column of A", once, "inverting again", again)
    every = median(lambda: extraction_loss(f, L, x, demand), 99)
    row(
        "all extractions, closed form", every, "inverting again for each (reckoned)", again * len(x)
    )


def compare_opening() -> None:
    """The accounts of a year in a process that finds the inverse on disk."""
    again = median(lambda: open_accounts(Dataset(DEMONSTRATION_FOLDER)), 3, before=forget)
    empty = median(lambda: open_accounts(Dataset(DEMONSTRATION_FOLDER)), 3, before=forget_on_disk)
    row("accounts of a year, inverse on disk", again, "without", empty)


def forget() -> None:
    from tools.supply_chain.accounts import accounts

    accounts._held.clear()


def forget_on_disk() -> None:
    forget()
    for file in (Path(os.environ["VISCEADS_HOME"]) / "cache").iterdir():
        file.unlink()


def compare_paths(accounts: Accounts, k: int, product: str) -> None:
    """All paths behind a unit of a product with at least the threshold on and behind them."""
    demand = np.zeros(accounts.table.n)
    demand[k] = 1.0

    def search() -> PathSearch:
        expansion = behind_demand(accounts, demand)
        return search_paths(expansion, threshold=THRESHOLD, depth=TIERS, listed="reach")

    here, found = median(search, 9), search()
    began = process_time()
    theirs = search_with_pyspa(accounts, k)
    pyspa_s = process_time() - began
    ours = {p.nodes for p in found.paths}
    same = "same" if ours == theirs else f"{len(ours ^ theirs)} differ of"
    what = f"paths behind {product} to tier {TIERS} at {THRESHOLD:g} ({same} {len(theirs):,})"
    row(what, here, "pyspa", pyspa_s)


def search_with_pyspa(accounts: Accounts, k: int) -> set[tuple[int, ...]]:
    from pyspa.pyspa import get_spa

    table = accounts.table
    sheet = pd.DataFrame(
        {
            "Sector number": np.arange(1, table.n + 1),
            "Name": [f"{r} {s}" for r in table.regions for s in table.sectors],
            "Unit": "CNY",
            "Region": np.repeat(table.regions, len(table.sectors)),
            "DR_co2_(t)": accounts.f,
            "TR_co2_(t)": accounts.m,
        }
    )
    with contextlib.redirect_stdout(io.StringIO()):
        chain = get_spa(
            k, TIERS, accounts.A, sheet, {"co2": THRESHOLD * accounts.m[k]},
            breakdown_remainder=False, zero_indexing=True,
        )  # fmt: skip
    paths = (tuple(n.index_reference for n in p.nodes) for p in chain.pathways_list)
    return set(paths)


def median(run: Callable[[], object], times: int = 7, before: Callable[[], object] | None = None):
    taken: list[float] = []
    for _ in range(times):
        if before:
            before()
        began = process_time()
        run()
        taken.append(process_time() - began)
    return float(np.median(taken))


def row(what: str, here: float, other: str, there: float) -> None:
    ratio = f"{there / here:,.1f} times faster" if there > here else f"{here / there:.2f} of it"
    print(
        f"| {what} | {1e3 * here:,.2f} ms | {other}: {1e3 * there:,.0f} ms | {ratio} |", flush=True
    )


if __name__ == "__main__":
    main()

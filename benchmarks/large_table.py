"""A synthetic table of 13,146 sectors (313 cities × 42) solved, its time beside its limit.

The limit is what the multiplications of the factorisation and of the solutions would take at the
rate of a plain matrix product, measured in the same run. Everything is float64; peak memory is
printed. One thread and processor time, which other work on the machine changes least.

Run from the root of the repository: python -m benchmarks.large_table [cities]
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import resource
import sys
from time import process_time

import numpy as np

from tools.supply_chain.algebra.factors import factorise
from tools.supply_chain.algebra.leontief import technical_coefficients, transfers_by_fuel

SECTORS, FUELS, CATEGORIES = 42, 17, 5
STRIP = 1024


def main(cities: int = 313) -> None:
    n = cities * SECTORS
    random = np.random.default_rng(0)
    Z, demand = np.empty((n, n)), random.gamma(0.3, 50.0, (n, cities))
    for start in range(0, n, STRIP):
        Z[start : start + STRIP] = random.random((min(STRIP, n - start), n))
    x = Z.sum(axis=1) + demand.sum(axis=1)
    F = random.random((FUELS, n))
    rate = measure_rate()

    began = process_time()
    A = technical_coefficients(Z, x)
    coefficients = process_time() - began
    factors = factorise(A)
    factorised = process_time() - began - coefficients
    outputs = factors.solve(demand)
    m = factors.solve_left(F / x)
    flows = transfers_by_fuel(F / x, outputs)
    seconds = process_time() - began

    limit = 2 / 3 * n**3 / rate + 2 * n**2 * (cities + FUELS) / rate
    lost = np.abs(outputs.sum(axis=1) - x).max() / x.max()
    emitted = 1e6 * flows.sum() / F.sum() - 1, m @ demand.sum(axis=1) / F.sum(axis=1) - 1
    print(f"{n:,} sectors, {rate / 1e9:.1f} GFLOP/s in matrix products of one thread")
    print(f"coefficients {coefficients:.1f} s, factors {factorised:.1f} s, all {seconds:.1f} s")
    print(f"limit {limit:.1f} s, ratio {seconds / limit:.2f}")
    print(f"x is found again to {lost:.0e}, emissions to {np.abs(np.hstack(emitted)).max():.0e}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory {peak:.1f} GB (target < 24 GB)")


def measure_rate(n: int = 1302, times: int = 5) -> float:
    """Return the floating-point operations a second of a product of two square matrices."""
    left = np.random.default_rng(1).random((n, n))
    taken: list[float] = []
    for _ in range(times):
        began = process_time()
        left @ left
        taken.append(process_time() - began)
    return 2 * n**3 / float(np.median(taken))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))

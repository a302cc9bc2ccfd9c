"""Structural path analysis at 1,302 sectors against pyspa from the package index, the same paths.

    pip install pyspa && python benchmarks/spa.py [runs]

The table is synthetic (31 regions of 42 sectors, seeded, own region heavy, as real ones are); the
search goes from one sector's final demand up to tier 6 and lists every branch with at least 10⁻⁴
of the total on and behind it, which is what pyspa lists.
"""

import contextlib
import io
import statistics
import sys
import time

import numpy as np

from tools.supply_chain.expansion import Expansion
from tools.supply_chain.spa import PathSearch, search_paths

REGIONS, SECTORS = 31, 42
THRESHOLD, DEPTH = 1e-4, 6
TARGET = 18 * SECTORS + 13
"""A sector of one region; which one changes the count of paths, hardly the ratio."""


def make_table(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return A (1302 × 1302) and f of a table whose inputs are mostly of the own region."""
    rng = np.random.default_rng(seed)
    n = REGIONS * SECTORS
    inputs = rng.gamma(0.15, 1.0, (n, n))
    inputs *= 1 + 60 * np.kron(np.eye(REGIONS), np.ones((SECTORS, SECTORS)))
    A = inputs / inputs.sum(axis=0) * rng.uniform(0.45, 0.8, n)
    return A, rng.gamma(0.3, 2.0, n)


def search(A: np.ndarray, f: np.ndarray, m: np.ndarray, target: int) -> PathSearch:
    """Search the paths behind one unit of a sector's product."""
    unit = np.zeros(len(f))
    unit[target] = 1.0
    expansion = Expansion(unit, A.T, f, m, m, f, np.ones(len(f)))
    return search_paths(expansion, threshold=THRESHOLD, depth=DEPTH, listed="reach")


def search_by_pyspa(A: np.ndarray, f: np.ndarray, m: np.ndarray, target: int) -> list[object]:
    """Run pyspa on the same table without its breakdown of the remainder."""
    import pandas as pd
    from pyspa.pyspa import get_spa

    sheet = pd.DataFrame(
        {
            "Sector ID": range(len(f)),
            "Name": [f"s{k}" for k in range(len(f))],
            "Unit": "CNY",
            "Region": "all",
            "DR_co2_(t)": f,
            "TR_co2_(t)": m,
        }
    )
    with contextlib.redirect_stdout(io.StringIO()):
        found = get_spa(
            target, DEPTH, A, sheet, {"co2": THRESHOLD * 100}, thresholds_as_percentages=True,
            breakdown_remainder=False, zero_indexing=True,
        )  # fmt: skip
    return list(found.pathways_list)


def spa_against_pyspa(runs: int = 5, target: int = TARGET) -> dict[str, float]:
    """Time both on one table and check that they list the same paths.

    Returns:
        ``paths``, the median ``ms`` of this package, ``pyspa_ms`` of one run, and ``ratio``.

    Raises:
        AssertionError: The two list different paths.
    """
    A, f = make_table()
    m = np.linalg.solve((np.eye(len(f)) - A).T, f)
    found = search(A, f, m, target)
    times: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        found = search(A, f, m, target)
        paths = found.paths
        times.append(time.perf_counter() - start)
    start = time.perf_counter()
    theirs = search_by_pyspa(A, f, m, target)
    pyspa_s = time.perf_counter() - start
    ours = {p.nodes for p in paths}
    listed = {tuple(node.index_reference for node in p.nodes) for p in theirs}
    assert ours == listed, (len(ours), len(listed), sorted(ours ^ listed)[:5])
    median = statistics.median(times)
    return {
        "paths": len(ours),
        "ms": 1e3 * median,
        "pyspa_ms": 1e3 * pyspa_s,
        "ratio": pyspa_s / median,
    }


if __name__ == "__main__":
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for name, value in spa_against_pyspa(runs).items():
        print(f"{name}: {value:,.1f}")

"""The published benchmarks of a sector: which series there are, and their values as claims."""

from collections.abc import Sequence

import numpy as np

from data.errors import InputError
from data.result import Claim, make_claim
from data.series import REFERENCE
from data.text import Text
from data.vocabulary import SECTORS, members
from tools.pathways.benchmark import BENCHMARK_SECTOR, LEVELS, Benchmark, load_benchmarks

PUBLISHED_NAME: dict[str, Text] = {
    "Electricity Utilities": Text(zh="电力", en="Electricity"),
    "Steel": Text(zh="钢铁", en="Steel"),
    "Cement": Text(zh="水泥", en="Cement"),
    "Aluminium": Text(zh="电解铝", en="Aluminium"),
    "Paper": Text(zh="造纸", en="Paper"),
    "Airlines": Text(zh="航空", en="Airlines"),
    "Shipping": Text(zh="航运", en="Shipping"),
}

WITHOUT_OUTPUT: dict[str, str] = {"paper": "Paper"}
"""Inventory sectors with a published benchmark that no pathway can use: their output is not held."""

PLACE_NAME: dict[str, Text] = {
    "Global": Text(zh="全球", en="global"),
    "non-OECD": Text(zh="非OECD国家", en="countries outside the OECD"),
}


def published_name(sector: str) -> str | None:
    """Return what the published benchmarks call an inventory sector; None where there is none.

    >>> published_name("nonmetal_minerals"), published_name("transport")
    ('Cement', None)
    """
    held = {**BENCHMARK_SECTOR, **WITHOUT_OUTPUT}
    found = [held[s] for s in members(SECTORS, sector) if s in held]
    return found[0] if len(found) == 1 else None


def list_series(name: str) -> list[Benchmark]:
    """List the published series of a benchmark sector: strictest level first, its own region first."""
    held = [b for b in load_benchmarks() if b.sector == name]
    return sorted(held, key=lambda b: (LEVELS.index(b.level), b.region == "Global"))


def at_year(benchmark: Benchmark, year: int) -> float:
    """Read a series in a year: linear between its years, held after the last.

    Raises:
        InputError: The year is before the first published one.
    """
    if year < benchmark.years[0]:
        raise InputError(
            Text(
                zh=f"该基准从{benchmark.years[0]}年开始公布，没有{year}年的值。",
                en=f"This benchmark is published from {benchmark.years[0]} on; there is no value of {year}.",
            ),
            suggestions=[str(benchmark.years[0])],
        )
    return float(np.interp(year, benchmark.years, benchmark.values))


METRIC = {"tCO2/MWh": "benchmark_kg_per_kwh", "gCO2/tkm": "benchmark_g_per_tkm"}
UNIT = {"benchmark_kg_per_kwh": "kg_per_kwh", "benchmark_g_per_tkm": "g_per_tkm"}


def claim_value(benchmark: Benchmark, year: int) -> Claim:
    """Mint a series' value in a year; between published years it is linear and says so."""
    metric = METRIC.get(benchmark.unit, "benchmark_t_per_t")
    last = benchmark.years[-1]
    formula = "" if year in benchmark.years else "linear between published years"
    if year > last:
        formula = "last published value, held"
    return make_claim(
        metric,
        at_year(benchmark, year),
        unit=UNIT.get(metric, "t_per_t"),
        kind="reference",
        dataset=REFERENCE,
        source=benchmark.source,
        year=year,
        params={
            "sector": benchmark.sector,
            "level": benchmark.level,
            "series": benchmark.region,
            "scope": benchmark.scope,
        },
        formula=formula,
    )


def prefer(series: Sequence[Benchmark], level: str) -> Benchmark:
    """Return the series that a pathway at a level follows: that level, else the nearest published."""
    order = sorted(LEVELS, key=lambda v: abs(LEVELS.index(v) - LEVELS.index(level)))
    return next(b for choice in order for b in series if b.level == choice)

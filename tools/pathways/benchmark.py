"""Benchmark intensities of sectors and the index that a pathway takes its shape from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from data.errors import InputError
from data.result import Kind
from data.series import FOLDER
from data.series_book import PUBLISHED, SeriesBook
from data.tables import Array
from data.text import Text
from data.vocabulary import NATION, fold, read_csv
from tools.pathways.equations import YearAxis

EndYearRule = Literal["stretch", "as_published"]

PRODUCTS: dict[str, str] = {
    "power": "thermal_generation",
    "ferrous_smelting": "crude_steel",
    "nonmetal_minerals": "cement",
    "nonferrous_smelting": "ten_nonferrous_metals",
}
"""The sectors with physical output, and the product that stands for their activity."""

BENCHMARK_SECTOR: dict[str, str] = {
    "power": "Electricity Utilities",
    "ferrous_smelting": "Steel",
    "nonmetal_minerals": "Cement",
    "nonferrous_smelting": "Aluminium",
}

PRODUCT_LABEL: dict[str, Text] = {
    "thermal_generation": Text(zh="火力发电量", en="thermal generation"),
    "crude_steel": Text(zh="粗钢产量", en="crude steel output"),
    "cement": Text(zh="水泥产量", en="cement output"),
    "ten_nonferrous_metals": Text(zh="十种有色金属产量", en="output of ten non-ferrous metals"),
}

LEVELS = ("1.5C", "below 2C", "2C")

LEVEL_LABEL: dict[str, Text] = {
    "1.5C": Text(zh="1.5 °C", en="1.5 °C"),
    "below 2C": Text(zh="低于 2 °C", en="below 2 °C"),
    "2C": Text(zh="2 °C", en="2 °C"),
}


@dataclass(frozen=True)
class Benchmark:
    """An intensity series of one sector; ``scope`` is S1 or S1S2, ``kind`` user for the reader's own."""

    sector: str
    level: str
    region: str
    scope: str
    unit: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    source: str
    kind: Kind = "reference"


@cache
def load_benchmarks() -> tuple[Benchmark, ...]:
    """Read every series of the reference file."""
    held: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in read_csv(FOLDER / "benchmark_intensity.csv"):
        key = (row["sector"], row["scenario"], row["region"], row["scope"], row["unit"])
        held.setdefault(key, []).append(row)
    return tuple(
        Benchmark(
            *key,
            years=tuple(int(r["year"]) for r in rows),
            values=tuple(float(r["value"]) for r in rows),
            source=rows[0]["source"],
        )
        for key, rows in held.items()
    )


def find_level(name: str, own: Sequence[str] = ()) -> str:
    """Return the temperature level, or the reader's own benchmark, that a spelling stands for.

    Args:
        name: As the reader wrote it.
        own: Names of the reader's own benchmarks, which come first.

    Raises:
        InputError: There is no such level; the message names those there are.

    >>> find_level("1.5 °C"), find_level("below 2C"), find_level("2度")
    ('1.5C', 'below 2C', '2C')
    """
    mine = next((o for o in own if fold(o) == fold(name)), None)
    if mine is not None:
        return mine
    plain = name.casefold().replace(" ", "").replace("°", "").replace("度", "c").replace("_", "")
    plain = plain.replace("wellbelow", "below").replace("低于", "below").replace("℃", "c")
    spelled = {"1.5c": "1.5C", "1.5": "1.5C", "below2c": "below 2C", "2c": "2C", "2": "2C"}
    if plain not in spelled:
        raise InputError(
            Text(
                zh=f"没有名为“{name}”的基准；可用：{'、'.join((*own, *LEVELS))}。",
                en=f"There is no benchmark “{name}”; use one of: {', '.join((*own, *LEVELS))}.",
            ),
            suggestions=[*own, *LEVELS],
        )
    return spelled[plain]


def find_benchmark(
    sector: str, level: str, series: SeriesBook = PUBLISHED, region: str = NATION
) -> Benchmark:
    """Return the benchmark of a sector at a level; the reader's own of that name comes first.

    Of the published ones the series for countries outside the OECD serves where there is one, else the global one;
    where a level was not published, the next stricter or laxer one that was.
    """
    own = series.benchmark(sector, level, region)
    if own is not None:
        rows = own.rows
        years, values = tuple(r.year for r in rows), tuple(r.value for r in rows)
        cited = (own.last.source, "user")
        return Benchmark(sector, level, rows[0].region, "S1", rows[0].unit, years, values, *cited)
    wanted = BENCHMARK_SECTOR[sector]
    held = [b for b in load_benchmarks() if b.sector == wanted]
    order = [level, *sorted(LEVELS, key=lambda v: abs(LEVELS.index(v) - LEVELS.index(level)))]
    for choice in order:
        found = [b for b in held if b.level == choice]
        if found:
            return min(found, key=lambda b: b.region != "non-OECD")
    raise KeyError(sector)


def index_benchmark(
    benchmark: Benchmark, years: YearAxis, target_year: int, rule: EndYearRule = "stretch"
) -> Array:
    """Give the benchmark as an index, 1 in the first of ``years`` (the base year).

    ``stretch`` spreads the published way from the base year to the last published year evenly in
    time over the way to the target year, so that ``B(T)`` is the last published value;
    ``as_published`` reads the published years and holds the last value. Before the first published
    year its value is held.

    Args:
        benchmark: The published series, linear between its years.
        years: (t,) years, the base year first.
        target_year: When ``stretch`` reaches the last published value.
        rule: One of the two rules.

    >>> b = Benchmark("Steel", "x", "Global", "S1", "t/t", (2020, 2050), (2.0, 0.5), "invented")
    >>> index_benchmark(b, np.array([2020, 2040, 2060]), 2060).tolist()
    [1.0, 0.625, 0.25]
    >>> index_benchmark(b, np.array([2020, 2035, 2060]), 2060, "as_published").tolist()
    [1.0, 0.625, 0.25]
    """
    base, last = float(years[0]), float(benchmark.years[-1])
    read = years.astype(np.float64)
    if rule == "stretch" and base < min(last, target_year):
        read = base + (years - base) * (last - base) / (target_year - base)
    values = np.interp(read, benchmark.years, benchmark.values)
    if values[0] <= 0:
        raise InputError(
            Text(
                zh=f"基准在 {base:.0f} 年已降到零，无法从这一年起推算路径；请选更早的起始年。",
                en=f"The benchmark is already zero in {base:.0f}, so no pathway can start then;"
                " choose an earlier start year.",
            )
        )
    return values / values[0]


def reach_partly(index: Array, reach_pct: float | Array) -> Array:
    """Take part of the cut that a benchmark shows, or more: ``1 − reach·(1 − index)``.

    More than the whole leads to zero at most, or to the benchmark itself where that is below zero.

    Args:
        index: (..., t) the benchmark as an index, 1 in the first year.
        reach_pct: Part of the cut that is reached, in per cent; one, or (...).

    >>> reach_partly(np.array([1.0, 0.6, 0.0]), 90.0).round(9).tolist()
    [1.0, 0.64, 0.1]
    >>> reach_partly(np.array([1.0, 0.6, 0.0]), 105.0).round(9).tolist()
    [1.0, 0.58, 0.0]
    """
    reached = 1 - np.asarray(reach_pct)[..., None] / 100 * (1 - index)
    return np.maximum(reached, np.minimum(index, 0.0))

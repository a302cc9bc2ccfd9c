"""The reference sector: the provinces with physical output of a sector, led all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from data.dataset import Dataset
from data.series_book import SeriesBook
from data.tables import Array, Inventory
from data.vocabulary import INVENTORY_SECTORS, PROVINCES
from tools.pathways.benchmark import (
    PRODUCTS,
    Benchmark,
    EndYearRule,
    find_benchmark,
    index_benchmark,
    reach_partly,
)
from tools.pathways.equations import Convergence, YearAxis, converge
from tools.pathways.growth import activity_rates, carry_activity, known_activity
from tools.pathways.scenarios import Options


@dataclass(frozen=True)
class Reference:
    """The reference sector: the provinces of the data set that have emissions and activity.

    Attributes:
        members: Their region ids.
        emissions: (r, t) projected to the start year, then on their pathways.
        intensity: (t,) SI; before the start year the plain quotient of the sums.
        activity: (t,) SA.
        shortfall_mt: Reference pathway less the members' sum, added up from start to target year.
    """

    members: tuple[str, ...]
    emissions: Array
    intensity: Array
    activity: Array
    shortfall_mt: float


@dataclass(frozen=True)
class Members:
    """The provinces of a reference sector on their pathways: r members, t years.

    Attributes:
        reference: The reference sector with the members' emissions.
        activity: (r, t) their physical output.
        led: What the equations gave from the start year on.
        benchmark: The benchmark behind the reference's intensity.
        index: (t after the start,) its shape.
    """

    reference: Reference
    activity: Array
    led: Convergence
    benchmark: Benchmark
    index: Array


@dataclass(frozen=True)
class _Choices:
    """All that the pathways of the members hang on; equal choices give the same pathways.

    ``own`` are the rates of one province that differ from those of the others, with its id.
    """

    series: SeriesBook
    sector: str
    years: tuple[int, ...]
    start: int
    rates: tuple[float, ...]
    own: tuple[str, tuple[float, ...]] | None
    intensity_pct: float
    benchmark: Benchmark
    rule: EndYearRule
    reach_pct: float
    cap_share: bool


def lead_members(dataset: Dataset, options: Options, sector: str, years: YearAxis) -> Members:
    """Lead all provinces with physical output of a sector at once, ``years`` from the base year on.

    The result is shared by all who make the same choices; do not write into its arrays.

    Raises:
        DataMissingError: The data set holds no provincial inventories.
    """
    axis = tuple(int(y) for y in years)
    product = PRODUCTS[sector]
    common = activity_rates(product, "", axis, options)
    own = activity_rates(product, options.region, axis, options)
    differs = options.region in PROVINCES and not np.array_equal(common, own)
    choices = _Choices(
        series=options.series,
        sector=sector,
        years=axis,
        start=options.start_year - axis[0],
        rates=tuple(common.tolist()),
        own=(options.region, tuple(own.tolist())) if differs else None,
        intensity_pct=_intensity_rate(sector, options),
        benchmark=find_benchmark(sector, options.level, options.series, options.region),
        rule=options.rule,
        reach_pct=options.value("benchmark_reach"),
        cap_share=options.cap_share,
    )
    return _lead(dataset, choices)


@lru_cache(maxsize=128)
def _lead(dataset: Dataset, choices: _Choices) -> Members:
    start, years = choices.start, np.array(choices.years)
    provincial = dataset.inventory_of(PROVINCES.ids[0])
    members, CE_b, CA = _find_members(provincial, choices)
    before = _change_intensity(CE_b, CA[:, : start + 1], choices.intensity_pct)
    SE_s, SA = float(before[:, -1].sum()), CA.sum(axis=0)
    published = index_benchmark(choices.benchmark, years[start:], choices.years[-1], choices.rule)
    index = reach_partly(published, choices.reach_pct)
    SI = SE_s / SA[start] * index
    after = converge(before[:, -1], CA[:, start:], SI, SA[start:], cap_share=choices.cap_share)
    reference = Reference(
        members=members,
        emissions=np.concatenate([before[:, :-1], after.emissions], axis=1),
        intensity=np.concatenate([before.sum(axis=0)[:-1] / SA[:start], SI]),
        activity=SA,
        shortfall_mt=float((SI * SA[start:]).sum() - after.emissions.sum()),
    )
    return Members(reference, CA, after, choices.benchmark, index)


def _find_members(inventory: Inventory, choices: _Choices) -> tuple[tuple[str, ...], Array, Array]:
    """Give the provinces with an inventory and output, their CO2 (r,) and their output (r, t)."""
    years, sector = choices.years, choices.sector
    held = tuple(r for r in PROVINCES.ids if inventory.has(r, years[0]))
    rates = np.tile(choices.rates, (len(held), 1))
    if choices.own is not None and choices.own[0] in held:
        rates[held.index(choices.own[0])] = choices.own[1]
    known = known_activity(choices.series, PRODUCTS[sector], held, years)
    activity = carry_activity(known, rates)
    kept = np.isfinite(activity).all(axis=1) & (activity[:, 0] > 0)
    members = tuple(r for r, k in zip(held, kept, strict=True) if k)
    return members, sector_co2(inventory, members, years[0], sector), activity[kept]


@lru_cache(maxsize=128)
def has_reference(dataset: Dataset, base_year: int, sector: str) -> bool:
    """Tell whether some province has both output and emissions of a sector in the base year."""
    inventory = dataset.provincial
    if inventory is None:
        return False
    output = dataset.series.activity(PRODUCTS[sector])
    return any(
        (output.get(r, base_year) or 0.0) > 0
        and inventory.has(r, base_year)
        and sector_co2(inventory, (r,), base_year, sector)[0] > 0
        for r in PROVINCES.ids
    )


def sector_co2(inventory: Inventory, regions: Sequence[str], year: int, sector: str) -> Array:
    """Read a sector's CO2 of some regions in a year, (r,) in Mt."""
    row = INVENTORY_SECTORS.index(sector)
    return np.array([inventory.cell(r, year)[row].sum() for r in regions], dtype=np.float64)


def project_by_intensity(CE_b: Array, CA: Array, sector: str, options: Options) -> Array:
    """Project emissions with activity and a steady change of intensity; (r, t)."""
    return _change_intensity(CE_b, CA, _intensity_rate(sector, options))


def _change_intensity(CE_b: Array, CA: Array, rate_pct: float) -> Array:
    change = (1 + rate_pct / 100) ** np.arange(CA.shape[1])
    return CE_b[:, None] * CA / CA[:, :1] * change


def _intensity_rate(sector: str, options: Options) -> float:
    thermal = PRODUCTS[sector] == "thermal_generation"
    return options.value(f"projection_intensity.{'thermal_generation' if thermal else 'industry'}")

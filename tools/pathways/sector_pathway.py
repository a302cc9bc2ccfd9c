"""The pathway of one sector: projected to the start year, then led to the target year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.dataset import Dataset
from data.tables import Array, Inventory
from data.vocabulary import INVENTORY_SECTORS, NATION, PROVINCES
from tools.pathways.benchmark import (
    PRODUCTS,
    Benchmark,
    find_benchmark,
    index_benchmark,
    reach_partly,
)
from tools.pathways.equations import (
    Convergence,
    YearAxis,
    contract_to_residual,
    converge,
    follow_reference,
)
from tools.pathways.growth import project_activity, project_gdp
from tools.pathways.scenarios import Options

Method = Literal[
    "sda",
    "follow_reference",
    "contraction",
    "contraction_at_rate",
    "economic_intensity",
    "physical_intensity",
    "none",
    "mixed",
]


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
class SectorPathway:
    """One sector of one region from the base year (the last inventory year) to the target year.

    ``emissions`` (t,) in Mt, ``activity`` (t,) in Mt or TWh or None; ``start`` is the place of
    the start year in ``years``; ``flags`` name the corner cases that apply; ``rate_pct`` is the
    annual cut of the methods that go by a rate.
    """

    sector: str
    method: Method
    years: YearAxis
    start: int
    emissions: Array
    activity: Array | None = None
    reference: Reference | None = None
    benchmark: Benchmark | None = None
    index: Array | None = None
    flags: tuple[str, ...] = ()
    rate_pct: float = 0.0

    @property
    def at_reference(self) -> Array | None:
        """(t,) what the region's own output emits at the reference sector's intensity (SI·CA)."""
        if self.reference is None or self.activity is None:
            return None
        return self.reference.intensity * self.activity

    @property
    def with_market(self) -> Array | None:
        """(t,) the start year's emissions moved with the whole reference sector (eq. 7)."""
        if self.reference is None:
            return None
        SE = self.reference.intensity * self.reference.activity
        return self.emissions[self.start] * SE / SE[self.start]

    @property
    def intensity(self) -> Array | None:
        """(t,) emissions over activity, in t/t or kg/kWh; NaN where there is no activity."""
        if self.activity is None:
            return None
        blank = np.full_like(self.emissions, np.nan)
        return np.divide(self.emissions, self.activity, out=blank, where=self.activity > 0)


@dataclass(frozen=True)
class _Own:
    """The region's own part of a converging sector."""

    method: Method
    path: Array
    activity: Array | None
    flags: tuple[str, ...]


def trace_sector(dataset: Dataset, options: Options, sector: str, base_year: int) -> SectorPathway:
    """Lead one sector of the region of ``options`` from the base year to the target year.

    Sectors with physical activity converge (SDA); where the region's own activity is not known
    they move with the reference sector (eq. 7); all others contract linearly.

    Raises:
        DataMissingError: The region has no inventory.
    """
    years = np.arange(base_year, options.target_year + 1)
    start = options.start_year - base_year
    inventory = dataset.inventory_of(options.region)
    base = _sector_co2(inventory, (options.region,), base_year, sector)
    if base[0] == 0:
        return SectorPathway(sector, "none", years, start, np.zeros(years.size))
    if sector not in PRODUCTS or _no_provinces(dataset, base_year, sector):
        return _contract(options, sector, base, years)
    return _converge(dataset, options, sector, base, years)


def _contract(options: Options, sector: str, base: Array, years: YearAxis) -> SectorPathway:
    start = options.start_year - int(years[0])
    before = _project_by_gdp(base, options.region, years[: start + 1], options)
    after = contract_to_residual(
        before[:, -1], years[start:], options.target_year, options.residual
    )
    path = np.concatenate([before[0, :-1], after[0]])
    return SectorPathway(sector, "contraction", years, start, path)


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


def lead_members(dataset: Dataset, options: Options, sector: str, years: YearAxis) -> Members:
    """Lead all provinces with physical output of a sector at once, ``years`` from the base year on.

    Raises:
        DataMissingError: The data set holds no provincial inventories.
    """
    start = options.start_year - int(years[0])
    provincial = dataset.inventory_of(PROVINCES.ids[0])
    members, CE_b, CA = _reference_members(provincial, options, sector, years)
    before = _project_by_intensity(CE_b, CA[:, : start + 1], sector, options)
    SE_s, SA = float(before[:, -1].sum()), CA.sum(axis=0)
    benchmark = find_benchmark(sector, options.level, options.series, options.region)
    published = index_benchmark(benchmark, years[start:], options.target_year, options.rule)
    index = reach_partly(published, options.value("benchmark_reach"))
    SI = SE_s / SA[start] * index
    after = converge(before[:, -1], CA[:, start:], SI, SA[start:], cap_share=options.cap_share)
    reference = Reference(
        members=members,
        emissions=np.concatenate([before[:, :-1], after.emissions], axis=1),
        intensity=np.concatenate([before.sum(axis=0)[:-1] / SA[:start], SI]),
        activity=SA,
        shortfall_mt=float((SI * SA[start:]).sum() - after.emissions.sum()),
    )
    return Members(reference, CA, after, benchmark, index)


def _converge(
    dataset: Dataset, options: Options, sector: str, base: Array, years: YearAxis
) -> SectorPathway:
    start = options.start_year - int(years[0])
    held = lead_members(dataset, options, sector, years)
    reference = held.reference
    if options.region in reference.members:
        place = reference.members.index(options.region)
        emissions, flags = reference.emissions[place], held.led.notes_of(place)
        own = _Own("sda", emissions, held.activity[place], flags)
    else:
        SI, SA = reference.intensity[start:], reference.activity
        own = _lead_outsider(options, sector, base, years, SI, SA)
    return SectorPathway(
        sector,
        own.method,
        years,
        start,
        own.path,
        own.activity,
        reference,
        held.benchmark,
        held.index,
        own.flags,
    )


def _lead_outsider(
    options: Options, sector: str, base: Array, years: YearAxis, SI: Array, SA: Array
) -> _Own:
    """Lead a region that is no member: the nation, or a province without known activity."""
    start = options.start_year - int(years[0])
    activity = project_activity(PRODUCTS[sector], (options.region,), years.tolist(), options)
    if np.isnan(activity).any() or activity[0, 0] <= 0:
        before = _project_by_gdp(base, options.region, years[: start + 1], options)
        after = follow_reference(before[:, -1], SI * SA[start:])
        return _Own("follow_reference", np.concatenate([before[0, :-1], after[0]]), None, ())
    before = _project_by_intensity(base, activity[:, : start + 1], sector, options)
    SA_own = activity[0, start:] if options.region == NATION else SA[start:]
    got = converge(before[:, -1], activity[:, start:], SI, SA_own, cap_share=options.cap_share)
    path = np.concatenate([before[0, :-1], got.emissions[0]])
    return _Own("sda", path, activity[0], got.notes_of(0))


def _reference_members(
    inventory: Inventory, options: Options, sector: str, years: YearAxis
) -> tuple[tuple[str, ...], Array, Array]:
    base_year = int(years[0])
    held = [r for r in PROVINCES.ids if inventory.has(r, base_year)]
    activity = project_activity(PRODUCTS[sector], held, years.tolist(), options)
    known = np.isfinite(activity).all(axis=1) & (activity[:, 0] > 0)
    members = tuple(r for r, k in zip(held, known, strict=True) if k)
    return members, _sector_co2(inventory, members, base_year, sector), activity[known]


def _no_provinces(dataset: Dataset, base_year: int, sector: str) -> bool:
    inventory = dataset.provincial
    if inventory is None:
        return True
    output = dataset.series.activity(PRODUCTS[sector])
    return not any(
        (output.get(r, base_year) or 0.0) > 0
        and inventory.has(r, base_year)
        and _sector_co2(inventory, (r,), base_year, sector)[0] > 0
        for r in PROVINCES.ids
    )


def _sector_co2(inventory: Inventory, regions: Sequence[str], year: int, sector: str) -> Array:
    row = INVENTORY_SECTORS.index(sector)
    return np.array([inventory.cell(r, year)[row].sum() for r in regions], dtype=np.float64)


def _project_by_intensity(CE_b: Array, CA: Array, sector: str, options: Options) -> Array:
    """Project emissions with activity and a steady change of intensity; (r, t)."""
    thermal = PRODUCTS[sector] == "thermal_generation"
    rate = options.value(f"projection_intensity.{'thermal_generation' if thermal else 'industry'}")
    change = (1 + rate / 100) ** np.arange(CA.shape[1])
    return CE_b[:, None] * CA / CA[:, :1] * change


def index_gdp(region: str, years: YearAxis, options: Options) -> Array:
    """Give real GDP by year, published and then assumed; where none is published, assumed alone."""
    gdp = project_gdp(region, years.tolist(), options)
    if not np.isnan(gdp[0]):
        return gdp
    rates = np.array([options.gdp_growth_pct(region, y) for y in years.tolist()])
    return np.asarray(np.cumprod(1 + rates / 100), dtype=np.float64)


def _project_by_gdp(CE_b: Array, region: str, years: YearAxis, options: Options) -> Array:
    """Project emissions with real GDP to the power of the elasticity; (r, t)."""
    gdp = index_gdp(region, years, options)
    return CE_b[:, None] * (gdp / gdp[0]) ** options.value("projection_elasticity")

"""The pathway of one sector: projected to the start year, then led to the target year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.dataset import Dataset
from data.tables import Array
from data.vocabulary import INVENTORY_SECTORS, NATION
from tools.pathways.benchmark import PRODUCTS, Benchmark
from tools.pathways.equations import YearAxis, contract_to_residual, converge, follow_reference
from tools.pathways.growth import project_activity, project_gdp
from tools.pathways.reference_sector import (
    Members,
    Reference,
    has_reference,
    lead_members,
    project_by_intensity,
)
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

    Raises:
        DataMissingError: The region has no inventory.
    """
    return trace_sectors(dataset, options, (sector,), base_year)[sector]


def trace_sectors(
    dataset: Dataset, options: Options, sectors: Sequence[str], base_year: int
) -> dict[str, SectorPathway]:
    """Lead sectors of the region of ``options`` from the base year to the target year.

    Sectors with physical activity converge (SDA); where the region's own activity is not known
    they move with the reference sector (eq. 7); all others contract linearly.

    Raises:
        DataMissingError: The region has no inventory.
    """
    years = np.arange(base_year, options.target_year + 1)
    start = options.start_year - base_year
    cell = dataset.inventory_of(options.region).cell(options.region, base_year)
    base = {s: float(cell[INVENTORY_SECTORS.index(s)].sum()) for s in sectors}
    leads = {
        s: lead_members(dataset, options, s, years)
        for s in sectors
        if base[s] != 0 and s in PRODUCTS and has_reference(dataset, base_year, s)
    }
    plain = [s for s in sectors if base[s] != 0 and s not in leads]
    contracted = _contract(options, np.array([base[s] for s in plain]), years) if plain else []
    paths = {
        s: SectorPathway(s, "contraction", years, start, row)
        for s, row in zip(plain, contracted, strict=True)
    }
    for sector in sectors:
        if base[sector] == 0:
            blank = np.zeros(years.size)
            paths[sector] = SectorPathway(sector, "none", years, start, blank)
        elif sector in leads:
            own = np.array([base[sector]])
            paths[sector] = _converge(options, sector, own, years, leads[sector])
    return {s: paths[s] for s in sectors}


def _contract(options: Options, base: Array, years: YearAxis) -> Array:
    """Lead emissions (s,) of the base year by real GDP, then linearly to the residual; (s, t)."""
    start = options.start_year - int(years[0])
    before = _project_by_gdp(base, options.region, years[: start + 1], options)
    after = contract_to_residual(
        before[:, -1], years[start:], options.target_year, options.residual
    )
    return np.concatenate([before[:, :-1], after], axis=1)


def _converge(
    options: Options, sector: str, base: Array, years: YearAxis, held: Members
) -> SectorPathway:
    start = options.start_year - int(years[0])
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
    before = project_by_intensity(base, activity[:, : start + 1], sector, options)
    SA_own = activity[0, start:] if options.region == NATION else SA[start:]
    got = converge(before[:, -1], activity[:, start:], SI, SA_own, cap_share=options.cap_share)
    path = np.concatenate([before[0, :-1], got.emissions[0]])
    return _Own("sda", path, activity[0], got.notes_of(0))


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

"""Scope 2 of a sector: the CO2 behind the electricity it buys, led by the benchmark of power.

Electricity comes from the user's own series or the energy inventories, grid factors are published
consumption-side averages. What a sector uses per unit of output is held at its last known level.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.dataset import Dataset
from data.grid_factors import AVERAGE, GridFactor, load_grid_factors
from data.result import Claim, make_claim
from data.series_book import PUBLISHED
from data.tables import Array
from data.vocabulary import NATION
from tools.pathways.benchmark import LEVELS, PRODUCTS, find_benchmark, index_benchmark
from tools.pathways.equations import YearAxis, converge, follow_reference, scope2_intensity
from tools.pathways.growth import project_activity
from tools.pathways.scenarios import Options
from tools.pathways.sector_pathway import SectorPathway

KWH_1E8 = 0.1
"""10⁸ kWh in TWh."""


@dataclass(frozen=True)
class Scope2:
    """Scope 2 of one sector from the start year on.

    Attributes:
        electricity: The last known use, TWh.
        use_twh: What stands for it in the start year.
        factor: The grid factor of the start year.
        path: (t,) Mt, start year to target year.
        members: Provinces whose electricity is known, the reference; empty without output.
    """

    electricity: Claim
    use_twh: float
    factor: Claim
    path: Array
    members: tuple[str, ...]


def trace_scope2(dataset: Dataset, options: Options, path: SectorPathway) -> Scope2 | None:
    """Lead the scope 2 of a sector; None where its electricity is not known.

    With physical output it converges to ``SI2_y = PS_y·SI_power,y/SA_y`` by eq. 3–6, without it
    moves with the intensity of power (eq. 7).
    """
    region, start = options.region, options.start_year
    known = find_electricity(dataset, region, path.sector, start)
    factor = find_factor(region, start)
    if known is None or factor is None or path.sector == "power":
        return None
    years = path.years[path.start :]
    index = _power_index(options, years)
    members, use, output = _members(dataset, options, path)
    if region not in members:
        base = np.array([known.value * factor.value])
        return Scope2(known, known.value, factor, follow_reference(base, index)[0], ())
    base = use * np.array([_factor_of(m, start) for m in members])
    SA = output.sum(axis=0)
    mean = base.sum() / use.sum()
    SI2 = scope2_intensity(use.sum() * SA / SA[0], mean * index, SA)
    led = converge(base, output, SI2, SA, cap_share=options.cap_share)
    place = members.index(region)
    return Scope2(known, float(use[place]), factor, led.emissions[place], members)


def find_electricity(dataset: Dataset, region: str, sector: str, until: int) -> Claim | None:
    """Mint the latest known electricity use of a sector up to a year; the user's own comes first."""
    own = dataset.series.electricity(sector)
    years = [y for y in own.years(region) if y <= until]
    inventory = _inventory_use(dataset, region, sector, until)
    if not years:
        return inventory
    year = max(years)
    claim = own.claim(region, year)
    return None if claim is None else _of_sector(claim.value, year, region, sector, claim)


def _of_sector(value: float, year: int, region: str, sector: str, like: Claim) -> Claim:
    return make_claim(
        "electricity_use_twh",
        value,
        unit="TWh",
        kind=like.kind,
        dataset=like.dataset,
        source=like.source,
        year=year,
        entity={"region": region, "sector": sector},
    )


def _inventory_use(dataset: Dataset, region: str, sector: str, until: int) -> Claim | None:
    held = dataset.energy
    if held is None or region not in held.regions or "electricity" not in held.products:
        return None
    cells = held.amount[held.regions.index(region), :, held.rows.index(sector)]
    column = cells[:, held.products.index("electricity")]
    known = [
        (y, v) for y, v in zip(held.years, column.tolist(), strict=True) if y <= until and v > 0
    ]
    if not known:
        return None
    year, value = known[-1]
    return make_claim(
        "electricity_use_twh",
        value * KWH_1E8,
        unit="TWh",
        kind=held.kind,
        dataset=dataset.id,
        source=held.source.citation,
        year=year,
        entity={"region": region, "sector": sector},
    )


def find_factor(region: str, until: int) -> Claim | None:
    """Return the latest average grid factor of a region up to a year, else its first, else China's."""
    for place in (region, NATION):
        held = [f for f in load_grid_factors() if (f.region, f.variant) == (place, AVERAGE)]
        chosen = _latest(held, until)
        if chosen is not None:
            return chosen.claim
    return None


def _latest(held: Sequence[GridFactor], until: int) -> GridFactor | None:
    before = [f for f in held if f.year <= until]
    return max(before, key=lambda f: f.year) if before else next(iter(held), None)


def _factor_of(region: str, until: int) -> float:
    found = find_factor(region, until)
    return found.value if found else np.nan


def _members(
    dataset: Dataset, options: Options, path: SectorPathway
) -> tuple[tuple[str, ...], Array, Array]:
    """Give the provinces with known electricity and output, its use at the start, and output."""
    start = options.start_year
    if path.activity is None:
        return (), np.zeros(0), np.zeros((0, 0))
    others = path.reference.members if path.reference and options.region != NATION else ()
    asked = dict.fromkeys((options.region, *others))
    known = {r: find_electricity(dataset, r, path.sector, start) for r in asked}
    years: list[int] = path.years.tolist()
    members = tuple(r for r, claim in known.items() if claim is not None)
    output = project_activity(PRODUCTS[path.sector], members, years, options)
    has = [i for i, row in enumerate(output) if np.isfinite(row).all() and (row > 0).all()]
    members, output = tuple(members[i] for i in has), output[has]
    use = [_at_start(known[m], output[i], years, start) for i, m in enumerate(members)]
    return members, np.array(use), output[:, path.start :]


def _at_start(known: Claim | None, output: Array, years: list[int], start: int) -> float:
    """Carry electricity to the start year with output; a year before the inventory's stands as it is."""
    if known is None or known.year is None:
        return np.nan
    if known.year not in years:
        return known.value
    return known.value * float(output[start - years[0]] / output[known.year - years[0]])


def _power_index(options: Options, years: YearAxis) -> Array:
    named = options.series.benchmark("power", options.level, options.region)
    series = options.series if named else PUBLISHED
    level = options.level if named or options.level in LEVELS else options.scenario.level
    benchmark = find_benchmark("power", level, series, options.region)
    return index_benchmark(benchmark, years, options.target_year, options.rule)

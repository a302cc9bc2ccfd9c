"""What all draws of one pathway share: emissions and output of the base year, how rates respond."""

from dataclasses import dataclass

import numpy as np

from data.dataset import Dataset
from data.tables import Array
from data.vocabulary import INVENTORY_SECTORS
from tools.ensemble.draws import RULES
from tools.ensemble.rates import Response, read_response
from tools.pathways.benchmark import PRODUCTS, find_benchmark, index_benchmark
from tools.pathways.equations import YearAxis
from tools.pathways.growth import activity_rates, known_activity
from tools.pathways.scenarios import Options
from tools.pathways.sector_pathway import SectorPathway
from tools.pathways.trajectory import Trajectory

ELASTICITY = "activity_elasticity"
GDP_SHIFTS = ("gdp_growth", "provincial_growth_gap")


@dataclass(frozen=True)
class Converging:
    """A sector with a reference sector: r members, t years from the base year.

    Attributes:
        sector: Its id.
        known: (r, t) published output of the members, NaN where none is.
        base: (r,) their emissions in the base year, Mt.
        place: Which member the region is; None where it is none.
        own_known: (1, t) published output of the region; None where it has none.
        own_base: Emissions of the region in the base year, Mt.
        common: How growth of output responds in the other provinces.
        own: How it responds in the region itself.
        index: (levels, rules, t') benchmark index from the start year on.
    """

    sector: str
    known: Array
    base: Array
    place: int | None
    own_known: Array | None
    own_base: float
    common: Response
    own: Response
    index: Array

    @property
    def product(self) -> str:
        """The product that stands for the activity."""
        return PRODUCTS[self.sector]

    @property
    def projection(self) -> str:
        """Id of the assumption on its intensity before the start year."""
        kind = "thermal_generation" if self.product == "thermal_generation" else "industry"
        return f"projection_intensity.{kind}"


@dataclass(frozen=True)
class Frame:
    """One region's pathway, ready for draws.

    Attributes:
        central: The pathway at the stated values.
        levels: Benchmark levels that ``index`` of the sectors runs over.
        gdp_known: (t,) published real GDP as an index; NaN where growth carries it on.
        gdp: How GDP growth responds.
        contracting_mt: Emissions in the base year of all sectors that contract.
        converging: The sectors with a reference.
    """

    central: Trajectory
    levels: tuple[str, ...]
    gdp_known: Array
    gdp: Response
    contracting_mt: float
    converging: tuple[Converging, ...]

    @property
    def options(self) -> Options:
        """The stated choices."""
        return self.central.options

    @property
    def years(self) -> YearAxis:
        """(t,) base year to target year."""
        return self.central.years


def build_frame(dataset: Dataset, central: Trajectory, levels: tuple[str, ...]) -> Frame:
    """Gather once what every draw of a region's pathway needs."""
    options, years = central.options, central.years.tolist()
    contracting = [p for p in central.paths.values() if p.reference is None]

    def growth(axis: tuple[int, ...], chosen: Options) -> Array:
        return chosen.gdp_growth(chosen.region, axis)

    return Frame(
        central=central,
        levels=levels,
        gdp_known=_known_gdp(options, years),
        gdp=read_response(growth, options, years, GDP_SHIFTS),
        contracting_mt=sum(float(p.emissions[0]) for p in contracting),
        converging=tuple(
            _gather(dataset, central, p, levels)
            for p in central.paths.values()
            if p.reference is not None
        ),
    )


def _known_gdp(options: Options, years: list[int]) -> Array:
    held = options.series.gdp_index
    found = [held.get(options.region, y) for y in years]
    last = max((i for i, v in enumerate(found) if v is not None), default=None)
    known = np.array([np.nan if v is None else v for v in found], dtype=np.float64)
    if last is None or np.isnan(known[0]):
        known[:] = np.nan
        known[0] = 1.0
    return known


def _gather(
    dataset: Dataset, central: Trajectory, path: SectorPathway, levels: tuple[str, ...]
) -> Converging:
    options, sector = central.options, path.sector
    years, product = central.years.tolist(), PRODUCTS[path.sector]
    reference = path.reference
    assert reference is not None  # noqa: S101  # only sectors with a reference come here
    provincial = dataset.provincial
    assert provincial is not None  # noqa: S101  # a reference is the sum of provinces
    members, row = reference.members, INVENTORY_SECTORS.index(sector)
    base = [provincial.cell(m, central.base_year)[row].sum() for m in members]
    moved = (f"projection_activity_growth.{product}", f"activity_growth.{product}")

    def respond(region: str) -> Response:
        def rate(axis: tuple[int, ...], chosen: Options) -> Array:
            return activity_rates(product, region, axis, chosen)

        return read_response(rate, options, years, (*moved, "gdp_growth", ELASTICITY))

    own_known = known_activity(options.series, product, (options.region,), tuple(years))
    return Converging(
        sector=sector,
        known=known_activity(options.series, product, members, tuple(years)),
        base=np.array(base, dtype=np.float64),
        place=members.index(options.region) if options.region in members else None,
        own_known=own_known if path.activity is not None else None,
        own_base=float(path.emissions[0]),
        common=respond(""),
        own=respond(options.region),
        index=_indices(central, sector, levels),
    )


def _indices(central: Trajectory, sector: str, levels: tuple[str, ...]) -> Array:
    options = central.options
    years = central.years[central.start :]
    return np.array(
        [
            [
                index_benchmark(
                    find_benchmark(sector, level, options.series, options.region),
                    years,
                    options.target_year,
                    rule,
                )
                for rule in RULES
            ]
            for level in levels
        ]
    )

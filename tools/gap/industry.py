"""One industry across provinces: every province's pathway from one pass over the reference sector."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from data.dataset import Dataset
from data.errors import DataMissingError
from data.result import Claim, Scalar
from data.tables import Array, Inventory
from data.text import Text
from data.vocabulary import INVENTORY_SECTORS, PROVINCES, SECTORS
from tools.inventory.selection import Cut
from tools.pathways.benchmark import PRODUCTS
from tools.pathways.equations import YearAxis, contract_to_residual, follow_reference
from tools.pathways.figures import PathFigures
from tools.pathways.reference_sector import Members, lead_members
from tools.pathways.scenarios import Options
from tools.pathways.sector_pathway import Method, SectorPathway, index_gdp

NOT_HELD = Text(zh="数据集中没有该地区的排放清单", en="the data set holds no inventory of it")
NO_EMISSIONS = Text(zh="清单中该行业没有排放", en="its inventory shows no emissions of the sector")


@dataclass(frozen=True)
class Industry:
    """A sector's pathways in all provinces: r provinces, t years from the base year on.

    Attributes:
        sector: The sector.
        options: The choices behind the pathways, the nation as their region.
        base_year: The inventory year all build on.
        years: (t,).
        regions: The provinces with emissions, members of the reference first.
        emissions: (r, t) in Mt.
        methods: How each province is led.
        members: The reference sector; None where the sector has no physical output.
        unknown: The provinces left out, and why.
    """

    sector: str
    options: Options
    base_year: int
    years: YearAxis
    regions: tuple[str, ...]
    emissions: Array
    methods: tuple[Method, ...]
    members: Members | None
    unknown: dict[str, Text]

    def at(self, year: int) -> int:
        """Return the place of a year."""
        return year - self.base_year

    @cached_property
    def reference_mt(self) -> Array | None:
        """(t,) the reference pathway, intensity times activity; None without physical output."""
        if self.members is None:
            return None
        held = self.members.reference
        return held.intensity * held.activity

    def path(self, region: str) -> SectorPathway:
        """Return one province's pathway."""
        row = self.regions.index(region)
        method, start = self.methods[row], self.options.start_year - self.base_year
        path = SectorPathway(self.sector, method, self.years, start, self.emissions[row])
        held = self.members
        if held is None:
            return path
        led = replace(path, reference=held.reference, benchmark=held.benchmark, index=held.index)
        return (
            led
            if method != "sda"
            else replace(led, activity=held.activity[row], flags=held.led.notes_of(row))
        )


def lead_industry(dataset: Dataset, options: Options, sector: str) -> Industry:
    """Lead a sector of every province from the last inventory year to the target year.

    Provinces with physical output converge together (SDA); with a reference sector the others
    follow it (eq. 7); a sector without physical output contracts in every province.

    Raises:
        DataMissingError: No provincial inventory, or no emissions of the sector anywhere.
    """
    inventory = dataset.inventory_of(PROVINCES.ids[0])
    base_year = find_common_year(inventory, options.start_year)
    years = np.arange(base_year, options.target_year + 1)
    row = INVENTORY_SECTORS.index(sector)
    held = {
        r: float(inventory.cell(r, base_year)[row].sum())
        for r in PROVINCES.ids
        if inventory.has(r, base_year)
    }
    emitting = {r: v for r, v in held.items() if v > 0}
    if not emitting:
        raise _nothing(sector, base_year)
    members = _members(dataset, options, sector, years, emitting)
    own = members.reference.members if members else ()
    inside = [i for i, r in enumerate(own) if r in emitting]
    others = tuple(r for r in emitting if r not in own)
    start = options.start_year - base_year
    before = _project(others, emitting, years[: start + 1], options)
    method: Method = "contraction"
    if members is None:
        after = contract_to_residual(
            before[:, -1], years[start:], options.target_year, options.residual
        )
    else:
        method = "follow_reference"
        reference = members.reference
        after = follow_reference(before[:, -1], (reference.intensity * reference.activity)[start:])
    rest = np.concatenate([before[:, :-1], after], axis=1)
    parts = [rest] if members is None else [members.reference.emissions[inside], rest]
    return Industry(
        sector=sector,
        options=options,
        base_year=base_year,
        years=years,
        regions=(*(own[i] for i in inside), *others),
        emissions=np.concatenate(parts),
        methods=(*("sda" for _ in inside), *(method for _ in others)),
        members=_only(members, inside),
        unknown=_left_out(inventory, base_year, held),
    )


def find_common_year(inventory: Inventory, start_year: int) -> int:
    """Return the last year up to the start that at least half of the provinces hold.

    Raises:
        DataMissingError: There is none.
    """
    years = [y for y in inventory.years if y <= start_year]
    for year in reversed(years):
        if 2 * sum(inventory.has(r, year) for r in inventory.regions) >= len(inventory.regions):
            return year
    raise DataMissingError(
        Text(
            zh=f"{start_year}年及以前没有半数以上省份都有的清单年份。",
            en=f"No inventory year up to {start_year} is held by half of the provinces.",
        )
    )


def _members(
    dataset: Dataset, options: Options, sector: str, years: YearAxis, held: dict[str, float]
) -> Members | None:
    if sector not in PRODUCTS:
        return None
    output = dataset.series.activity(PRODUCTS[sector])
    if not any((output.get(r, int(years[0])) or 0.0) > 0 for r in held):
        return None
    return lead_members(dataset, options, sector, years)


def _only(members: Members | None, inside: Sequence[int]) -> Members | None:
    """Keep the members that emit in the rows of the answer; the reference stays that of all."""
    if members is None:
        return None
    flags = {name: mask[list(inside)] for name, mask in members.led.flags.items()}
    led = replace(members.led, flags=flags)
    return replace(members, activity=members.activity[list(inside)], led=led)


def _project(
    regions: Sequence[str], held: dict[str, float], years: YearAxis, options: Options
) -> Array:
    """Project emissions with real GDP to the power of the elasticity; (r, t)."""
    gdp = np.array([index_gdp(r, years, options) for r in regions]).reshape(-1, years.size)
    base = np.array([held[r] for r in regions])
    return base[:, None] * (gdp / gdp[:, :1]) ** options.value("projection_elasticity")


def _left_out(inventory: Inventory, year: int, held: dict[str, float]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for region in PROVINCES.ids:
        if region in held:
            if held[region] <= 0:
                found[region] = NO_EMISSIONS
            continue
        years = inventory.years_of(region) if region in inventory.regions else ()
        before = [y for y in years if y < year]
        found[region] = NOT_HELD
        if before:
            found[region] = Text(
                zh=f"没有{year}年清单（止于{before[-1]}年）",
                en=f"it has no inventory of {year} (its last before is {before[-1]})",
            )
    return found


def _nothing(sector: str, year: int) -> DataMissingError:
    label = SECTORS.text(sector)
    return DataMissingError(
        Text(
            zh=f"{year}年各省清单中{label.zh}都没有排放记录，没有可减的量。",
            en=f"The provinces' inventories of {year} show no emissions of {label.en}; nothing to cut.",
        )
    )


class IndustryFigures:
    """Mints the claims of an industry's pathways; every province has its own mint, one store."""

    def __init__(self, dataset: Dataset, industry: Industry) -> None:
        self.dataset = dataset
        self.industry = industry
        self.claims: dict[str, Claim] = {}
        self._mints: dict[str, PathFigures] = {}

    def of(self, region: str) -> PathFigures:
        """Return the mint of a province."""
        if region not in self._mints:
            options = replace(self.industry.options, region=region)
            mint = _Across(self.dataset, options, self.industry.base_year)
            mint.claims = self.claims
            self._mints[region] = mint
        return self._mints[region]

    def target(self, region: str, year: int) -> Claim:
        """Mint a province's CO2 of the sector in a year."""
        return self.of(region).sector(self.industry.path(region), year)

    def intensity(self, region: str, year: int) -> Claim | None:
        """Mint a province's physical intensity in a year."""
        return self.of(region).intensity(self.industry.path(region), year)

    def reference_intensity(self, year: int) -> Claim | None:
        """Mint the reference sector's intensity in a year."""
        region = self.industry.regions[0]
        return self.of(region).reference_intensity(self.industry.path(region), year)

    def sum(self, regions: Sequence[str], year: int) -> Claim:
        """Mint the sum of some provinces in a year."""
        parts = [self.target(r, year) for r in regions]
        mint = self.of(regions[0])
        if year == self.industry.base_year:
            held = mint.sum([Cut(r, self.industry.sector) for r in regions], year)
            if held is not None:
                return held
        return mint.derive(
            mint.level(year),
            sum(p.value for p in parts),
            parts,
            formula="sum of provinces",
            entity={"sector": self.industry.sector, "regions": " ".join(regions)},
            year=year,
            params=mint.params,
        )

    def reference(self, year: int) -> Claim | None:
        """Mint the reference pathway in a year: its intensity times its activity."""
        path, intensity = self.industry.reference_mt, self.reference_intensity(year)
        if path is None or intensity is None:
            return None
        mint = self.of(self.industry.regions[0])
        return mint.derive(
            mint.level(year),
            float(path[self.industry.at(year)]),
            [intensity],
            formula="SI · SA",
            entity={"sector": self.industry.sector, "reference": "provinces"},
            year=year,
            params=mint.params,
        )


class _Across(PathFigures):
    """A mint whose figures differ from one province's own where the reader changed growth."""

    @property
    def params(self) -> dict[str, Scalar]:
        held, options = super().params, self.options
        changed = options.own_activity_growth_pct is not None or options.own_gdp_growth_pct
        return {**held, "growth_of": "every province"} if changed else held

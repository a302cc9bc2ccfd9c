"""Figures of a pathway as claims: emissions, intensities, cuts and rates of years to come."""

from collections.abc import Mapping, Sequence

from data.citations import cite_computed
from data.dataset import Dataset
from data.fields import FIELDS
from data.result import Claim, Scalar, make_claim
from data.series import REFERENCE
from data.text import Text
from tools.inventory.figures import Figures
from tools.inventory.selection import Cut
from tools.pathways.benchmark import PRODUCTS
from tools.pathways.growth import is_published
from tools.pathways.scenarios import Options
from tools.pathways.sector_pathway import SectorPathway
from tools.pathways.timetable import fall_rate_pct

SUMS_MT = 1e-6
"""Sums that differ by less than this are the same figure."""

SPAN_LABEL: dict[str, Text] = {
    "inventory": Text(zh="清单", en="inventory"),
    "projection": Text(zh="推算", en="projection"),
    "pathway": Text(zh="路径", en="pathway"),
}

LEVEL = {
    "inventory": "co2_mt",
    "projection": "co2_projection_mt",
    "pathway": "co2_pathway_mt",
}
"""What gross CO2 is called in each span: no year to come reads as if it had been measured."""

FORMULA = {
    "projection": "base-year CO2 carried forward with published output or real GDP",
    "sda": "CE = CI · CA, CI = d·p·m + SI_T (SDA, eq. 3–6)",
    "follow_reference": "CE_b · SE / SE_b (SDA, eq. 7)",
    "contraction": "linear from the start year to the stated residual in the target year",
    "contraction_at_rate": "CE_s · (1 − r · years), not below 0",
    "economic_intensity": "CE_s · (real GDP / real GDP_s) · (1 − r)^years",
    "physical_intensity": "CE_s · CA / CA_s · (1 − r)^years",
    "none": "no emissions in the base year",
}


BY_GDP = ("contraction", "follow_reference", "economic_intensity")
"""Methods whose figures rest on real GDP, before the start year or after it."""

BY_OUTPUT = ("sda", "follow_reference", "physical_intensity")
"""Methods whose figures rest on physical output after the start year."""


class PathFigures(Figures):
    """Mints the claims of one pathway; the choices behind it are part of each claim's id.

    Args:
        dataset: The data set.
        options: The choices behind the pathway.
        base_year: The last inventory year it builds on.
        scope: Ids of the sectors in scope when they are not all.
        chosen: A method the reader chose, with what it goes by.
    """

    def __init__(
        self,
        dataset: Dataset,
        options: Options,
        base_year: int,
        scope: Sequence[str] = (),
        chosen: Mapping[str, Scalar] | None = None,
    ) -> None:
        super().__init__(dataset)
        self.chosen = dict(chosen or {})
        self.options = options
        self.base_year = base_year
        self.scope = tuple(scope)

    @property
    def params(self) -> dict[str, Scalar]:
        """The choices behind the pathway, as parameters of a claim."""
        chosen = self.options
        return {
            "scenario": chosen.scenario.id,
            "level": chosen.level,
            "base": self.base_year,
            "start": chosen.start_year,
            "target": chosen.target_year,
            "rule": chosen.rule,
            "gdp_growth": chosen.own_gdp_growth_pct,
            "activity_growth": chosen.own_activity_growth_pct,
            "cap_share": chosen.cap_share,
            **chosen.stated,
            **self.chosen,
        }

    def span(self, year: int) -> str:
        """Name the span a year lies in: inventory, projection (the start year too) or pathway."""
        if year <= self.base_year:
            return "inventory"
        return "projection" if year <= self.options.start_year else "pathway"

    def level(self, year: int) -> str:
        """Name the metric of gross CO2 in a year."""
        return LEVEL[self.span(year)]

    def source_of(self, origin: Sequence[Claim], year: int | None) -> str:
        """Cite what a figure rests on; one of a year to come says that it was computed."""
        source = super().source_of(origin, year)
        span = "inventory" if year is None else self.span(year)
        return source if span == "inventory" else cite_computed(span, source)

    def sector(self, path: SectorPathway, year: int) -> Claim:
        """Mint a sector's CO2 in a year of its pathway."""
        base = self.total(Cut(self.options.region, path.sector), self.base_year)
        if base is None:
            msg = f"{path.sector} is not held in {self.base_year}"
            raise ValueError(msg)
        if year == self.base_year:
            return base
        before = self.span(year) == "projection"
        start = [] if before else [self.sector(path, self.options.start_year)]
        return self.derive(
            self.level(year),
            float(path.emissions[year - self.base_year]),
            [base, *(s for s in start if s.id != base.id), *self.own_inputs(path, year)],
            formula=FORMULA["projection" if before else path.method],
            entity={"region": self.options.region, "sector": path.sector},
            year=year,
            params=self.params,
        )

    def added(self, parts: Sequence[Claim], sectors: Sequence[str], year: int) -> Claim:
        """Mint the sum of sectors' CO2 in a year of the pathway; ``sectors`` may be everything."""
        entity = {"region": self.options.region}
        if sectors:
            entity["sectors"] = " ".join(sectors)
        return self.derive(
            self.level(year),
            sum(p.value for p in parts),
            parts,
            formula="sum over sectors",
            entity=entity,
            year=year,
            params=self.params if year > self.base_year else {},
        )

    def intensity(self, path: SectorPathway, year: int) -> Claim | None:
        """Mint a sector's physical intensity; None where it has no physical activity."""
        activity = self.activity(path, year)
        if activity is None or activity.value <= 0:
            return None
        co2 = self.sector(path, year)
        return self.derive(
            _intensity_metric(path.sector),
            co2.value / activity.value,
            [co2, activity],
            formula="CO2 / physical output",
            entity={"region": self.options.region, "sector": path.sector},
            year=year,
            params=self.params if year > self.base_year else {},
        )

    def activity(self, path: SectorPathway, year: int) -> Claim | None:
        """Mint the physical output behind a pathway; None where there is none."""
        if path.activity is None:
            return None
        product = PRODUCTS[path.sector]
        held = self.options.series.activity(product)
        region = self.options.region
        known = held.claim(region, year)
        if known is not None:
            return self.keep(known)
        published = is_published(self.options.series, product, region, year)
        entity = {"region": region, "product": product}
        value = float(path.activity[year - self.base_year])
        source = held.source(region) or next(iter(held.sources.values()))
        return self.keep(
            make_claim(
                held.metric,
                value,
                unit=FIELDS[held.metric].unit,
                kind="reference",
                dataset=REFERENCE,
                source=source if published else cite_computed(self.span(year), source),
                year=year,
                entity=entity,
                formula="" if published else "last published output carried on at assumed growth",
                parents=[] if published else self.own_output(path, year, (region,)),
                params={} if published else self.params,
            )
        )

    def own_inputs(self, path: SectorPathway, year: int) -> list[Claim]:
        """Mint the reader's own figures that a sector's CO2 in a year rests on."""
        options = self.options
        until = min(year, options.start_year)
        gdp = options.series.gdp_index.latest_own(options.region, self.base_year, until)
        found = [gdp] if gdp and path.method in BY_GDP else []
        if options.scenario.growth_path and year > self.base_year:
            name = options.scenario.name.en
            found += options.series.scenario_growth(name, options.region)
        if path.reference is not None and (path.method in BY_OUTPUT or year <= options.start_year):
            regions = dict.fromkeys((*path.reference.members, options.region))
            found += self.own_output(path, year, tuple(regions))
        own = options.series.benchmark(path.sector, options.level, options.region)
        follows = path.benchmark is not None and path.method in ("sda", "follow_reference")
        if own is not None and follows and year > options.start_year:
            found.append(own.last)
        return [self.keep(claim) for claim in found]

    def own_output(self, path: SectorPathway, year: int, regions: Sequence[str]) -> list[Claim]:
        """Mint the reader's own latest output of some regions, up to a year."""
        held = self.options.series.activity(PRODUCTS[path.sector])
        found = [held.latest_own(region, self.base_year, year) for region in regions]
        return [self.keep(claim) for claim in found if claim is not None]

    def reference_intensity(self, path: SectorPathway, year: int) -> Claim | None:
        """Mint the intensity of the reference sector; None where there is none."""
        if path.reference is None:
            return None
        place = year - self.base_year
        like = self.sector(path, self.base_year)
        scope = "reference sector" if year >= self.options.start_year else "sum of provinces"
        return self.derive(
            _intensity_metric(path.sector),
            float(path.reference.intensity[place]),
            self.own_inputs(path, year),
            formula=f"{scope}: SI = SI_b · B / B_b over {len(path.reference.members)} provinces",
            entity={"sector": path.sector, "reference": "provinces"},
            year=year,
            params=self.params,
            like=like,
        )

    def shortfall(self, path: SectorPathway) -> Claim | None:
        """Mint by how much the provinces' targets fall short of the reference; None if they do not."""
        held = path.reference
        if held is None or abs(held.shortfall_mt) < SUMS_MT:
            return None
        return self.derive(
            "difference",
            held.shortfall_mt,
            [],
            formula="Σ over years of (reference pathway − sum of the provinces' pathways)",
            entity={"sector": path.sector, "reference": "provinces"},
            year=self.options.target_year,
            params=self.params,
            like=self.sector(path, self.base_year),
        )

    def growth(self, first: Claim, last: Claim) -> Claim | None:
        """Mint the change relative to the first figure in per cent; None from zero."""
        if first.value == 0 or (last.year or 0) <= self.base_year:
            return super().growth(first, last)
        return self.derive(
            "growth_pct",
            100 * (last.value / first.value - 1),
            [last, first],
            formula="(last / first − 1) × 100",
            entity=last.entity,
            year=last.year,
            params={**self.params, "of": first.metric, "against_year": first.year},
        )

    def cut_mt(self, first: Claim, last: Claim) -> Claim:
        """Mint how far emissions fall between two years, in Mt."""
        return self.derive(
            "co2_cut_mt",
            first.value - last.value,
            [first, last],
            formula="first − last",
            entity=last.entity,
            year=last.year,
            params={**self.params, "against_year": first.year},
        )

    def fall(self, first: Claim, last: Claim) -> Claim | None:
        """Mint the compound annual rate of cut; None from or to zero."""
        rate = fall_rate_pct(first.value, last.value, (last.year or 0) - (first.year or 0))
        if rate is None:
            return None
        return self.derive(
            "cut_rate_pct_per_year",
            rate,
            [first, last],
            formula="1 − (last / first)^(1 / years)",
            entity=last.entity,
            year=last.year,
            params={**self.params, "against_year": first.year},
        )


def _intensity_metric(sector: str) -> str:
    return "intensity_kg_per_kwh" if sector == "power" else "intensity_t_per_t"

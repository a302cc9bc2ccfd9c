"""The series a data set is read with: a user's own figures first, the published ones behind them."""

from dataclasses import dataclass
from functools import cache, cached_property

from data import series
from data.assumptions import Period, Scenario
from data.own_series import OwnRow, OwnSeries
from data.result import Claim, make_claim
from data.series import FOLDER, REFERENCE, Series
from data.text import Text
from data.vocabulary import NATION, fold, read_csv

BENCHMARK = "benchmark_intensity"
TARGET = "target_"
GROWTH = "scenario_gdp_growth_pct"


@dataclass(frozen=True)
class OwnBenchmark:
    """A user's own way of a sector's intensity: linear between its years, ``scenario`` its name."""

    rows: tuple[OwnRow, ...]
    dataset: str

    @property
    def scenario(self) -> str:
        """The name the user gave it."""
        return self.rows[0].scenario

    @property
    def last(self) -> Claim:
        """The figure it ends in."""
        row = self.rows[-1]
        metric = {"ratio": "benchmark_index", "t_per_t": "intensity_t_per_t"}
        return make_claim(
            metric.get(row.unit, "intensity_kg_per_kwh"),
            row.value,
            unit=row.unit,
            kind="user",
            dataset=self.dataset,
            source=row.source,
            year=row.year,
            entity={"region": row.region, "sector": row.sector},
            params={"benchmark": row.scenario},
        )


TARGETS = Text(zh="政策目标", en="policy target")


class SeriesBook:
    """Every series by its quantity.

    Args:
        own: The user's own figures.
        dataset: Id of the data set they belong to.
    """

    def __init__(self, own: OwnSeries | None = None, dataset: str = REFERENCE) -> None:
        self.rows = own.rows if own else ()
        self._dataset = dataset
        self._activity: dict[str, Series] = {}

    @cached_property
    def gdp(self) -> Series:
        """GDP at current prices in 10⁸ CNY."""
        return series.gdp().with_own(self.rows, self._dataset)

    @cached_property
    def population(self) -> Series:
        """Year-end resident population in 10⁴ persons."""
        return series.population().with_own(self.rows, self._dataset)

    @cached_property
    def gdp_index(self) -> Series:
        """Real GDP as an index, 2005 = 100."""
        return series.gdp_index().with_own(self.rows, self._dataset)

    @cached_property
    def energy(self) -> Series:
        """Total energy consumption in 10⁴ tce: the user's own alone, none is published here."""
        title = Text(zh="能源消费总量", en="Total energy consumption")
        empty = Series("energy_total", title, "tce_1e4", {}, {})
        return empty.with_own(self.rows, self._dataset)

    def electricity(self, sector: str) -> Series:
        """Electricity used by a sector in TWh: the user's own alone, none is published here."""
        title = Text(zh="行业用电量", en="Electricity used by a sector")
        empty = Series("electricity_use_twh", title, "TWh", {}, {})
        return empty.with_own([r for r in self.rows if r.sector == sector], self._dataset)

    def activity(self, product: str) -> Series:
        """Physical output of a product: Mt, or TWh for thermal generation."""
        if product not in self._activity:
            held = series.activity(product).with_own(self.rows, self._dataset)
            self._activity[product] = held
        return self._activity[product]

    def benchmark(self, sector: str, scenario: str, region: str) -> OwnBenchmark | None:
        """Return the user's own benchmark of a name: the region's, else the nation's."""
        rows = [
            r
            for r in self.rows
            if (r.series, r.sector, fold(r.scenario)) == (BENCHMARK, sector, fold(scenario))
        ]
        for place in (region, NATION):
            held = sorted((r for r in rows if r.region == place), key=lambda r: r.year)
            if held:
                return OwnBenchmark(tuple(held), self._dataset)
        return None

    def benchmark_names(self, sector: str) -> tuple[str, ...]:
        """Name the user's own benchmarks of a sector."""
        rows = [r for r in self.rows if r.series == BENCHMARK and r.sector == sector]
        return tuple(dict.fromkeys(r.scenario for r in rows))

    def scenarios(self, region: str) -> tuple[Scenario, ...]:
        """Return the user's own scenarios of growth: the region's, else the nation's."""
        names = dict.fromkeys(r.scenario for r in self.rows if r.series == GROWTH)
        found = [(name, self.scenario_growth(name, region)) for name in names]
        return tuple(
            Scenario(
                id=f"own:{name}",
                name=Text(zh=name, en=name),
                growth="steady",
                level="1.5C",
                growth_path=tuple(Period(until=c.year or 0, value=c.value) for c in claims),
            )
            for name, claims in found
            if claims
        )

    def scenario_growth(self, name: str, region: str) -> list[Claim]:
        """Return the growth of a user's own scenario as claims, oldest first."""
        rows = [r for r in self.rows if r.series == GROWTH and fold(r.scenario) == fold(name)]
        for place in (region, NATION):
            held = sorted((r for r in rows if r.region == place), key=lambda r: r.year)
            if held:
                return [self._growth_claim(r) for r in held]
        return []

    def _growth_claim(self, row: OwnRow) -> Claim:
        return make_claim(
            GROWTH,
            row.value,
            unit=row.unit,
            kind="user",
            dataset=self._dataset,
            source=row.source,
            year=row.year,
            entity={"region": row.region},
            params={"scenario": row.scenario},
        )

    @cached_property
    def targets(self) -> list[dict[str, str]]:
        """Policy targets as rows; ``kind`` and ``dataset`` tell a user's own, which win."""
        own = [self._target(r) for r in self.rows if r.series.startswith(TARGET)]
        mine = {_key(r) for r in own}
        held = [r for r in _published_targets() if _key(r) not in mine]
        return [*own, *({**r, "kind": "reference", "dataset": REFERENCE} for r in held)]

    def replaced(self, claim: Claim) -> Text | None:
        """Name the published quantity that a user's own figure stands in for; None if there is none."""
        product, region = claim.entity.get("product"), claim.entity.get("region", "")
        if claim.metric == "policy_target":
            key = (region, claim.params["indicator"], claim.params["base"], str(claim.year))
            return TARGETS if key in {_key(r) for r in _published_targets()} else None
        own_id = series.ACTIVITY + product if product else claim.metric
        held = series.published(own_id)
        if held is None or claim.year is None or held.get(region, claim.year) is None:
            return None
        return held.title

    def _target(self, row: OwnRow) -> dict[str, str]:
        indicator = row.series.removeprefix(TARGET)
        value = "" if row.unit == "year" else repr(row.value)
        return {
            "region": row.region,
            "indicator": indicator,
            "base_year": row.scenario,
            "year": str(row.year),
            "value_min": value,
            "value_max": value,
            "unit": "" if row.unit == "year" else row.unit,
            "metric_basis": _basis()[indicator],
            "qualifier": "target",
            "document": row.source,
            "kind": "user",
            "dataset": self._dataset,
        }


@cache
def _published_targets() -> tuple[dict[str, str], ...]:
    return tuple(read_csv(FOLDER / "policy_targets.csv"))


def _basis() -> dict[str, str]:
    """Say what each kind of target is measured by, as the published ones state it."""
    return {r["indicator"]: r["metric_basis"] for r in _published_targets()}


def _key(row: dict[str, str]) -> tuple[str, str, str, str]:
    return row["region"], row["indicator"], row["base_year"], row["year"]


PUBLISHED = SeriesBook()
"""The published series alone."""

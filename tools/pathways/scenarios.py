"""The choices behind one pathway: scenario, years, rules, and what the reader changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from data.assumptions import Scenario, find_scenario, load_assumptions, load_scenarios
from data.series_book import PUBLISHED, SeriesBook
from data.tables import Array
from data.text import Text, lower_first
from data.vocabulary import NATION
from tools.pathways.benchmark import LEVEL_LABEL, EndYearRule
from tools.pathways.checks import check_change, check_growth, check_removal, check_years
from tools.pathways.equations import YearAxis

SINKS = Text(zh="碳汇", en="Sinks")
CCUS = Text(zh="碳捕集（CCUS）", en="Capture (CCUS)")
_SHIFT_SIGN = {"slow": -1.0, "steady": 0.0, "fast": 1.0}


@lru_cache(maxsize=512)
def read_years(assumption: str, years: tuple[int, ...]) -> Array:
    """Read an assumption's value in each of (t,) years, without any shift."""
    held = load_assumptions()[assumption]
    found = np.array([held.at(y) for y in years], dtype=np.float64)
    found.flags.writeable = False
    return found


@dataclass(frozen=True)
class Options:
    """Everything a pathway depends on besides the data.

    Attributes:
        region: Whose pathway it is.
        scenario: The named scenario; its growth and level are the defaults.
        start_year: First year of the pathway.
        target_year: Year in which benchmarks and residuals are reached.
        level: Benchmark level.
        rule: End-year rule of the benchmarks.
        own_gdp_growth_pct: The region's real GDP growth, where the reader gave one.
        own_activity_growth_pct: The region's growth of output, where the reader gave one.
        cap_share: SBTi-style cap on the market share parameter.
        shifts: Added to assumptions by id, for the sensitivity analysis.
        series: Real GDP, output and benchmarks, the reader's own first.
        growth_change_points: Points the reader adds to the region's GDP growth in every year
            without a published figure.
        sinks_mt: Sinks of the target year that the reader states, Mt.
        sinks_note: Where the reader has them from; empty when not said.
        ccus_mt: Capture of the target year that the reader states, Mt.
    """

    region: str
    scenario: Scenario
    start_year: int
    target_year: int
    level: str
    rule: EndYearRule = "stretch"
    own_gdp_growth_pct: float | None = None
    own_activity_growth_pct: float | None = None
    cap_share: bool = False
    shifts: Mapping[str, float] = field(default_factory=dict[str, float])
    series: SeriesBook = PUBLISHED
    growth_change_points: float = 0.0
    sinks_mt: float = 0.0
    sinks_note: str = ""
    ccus_mt: float = 0.0

    def value(self, assumption: str, year: int = 0) -> float:
        """Return an assumption's value in a year, with its shift."""
        return load_assumptions()[assumption].at(year) + self.shifts.get(assumption, 0.0)

    def growth_shifts(self, region: str, years: tuple[int, ...]) -> Array:
        """Return the points by which a region's GDP growth differs from the baseline, (t,)."""
        change = self.growth_change_points if self.region in (region, NATION) else 0.0
        base = read_years("gdp_growth", years)
        if self.own_gdp_growth_pct is not None and self.region in (region, NATION):
            return self.own_gdp_growth_pct - base + change
        if self.scenario.growth_path and self.region in (region, NATION):
            own = [self.scenario.own_growth(y) for y in years]
            return np.array(own, dtype=np.float64) - base + change
        points = _SHIFT_SIGN[self.scenario.growth] * self.value("growth_shift")
        return np.full(len(years), points + self.shifts.get("gdp_growth", 0.0) + change)

    def gdp_growth_pct(self, region: str, year: int) -> float:
        """Return a region's assumed real GDP growth in a year, in per cent."""
        return float(self.gdp_growth(region, (year,))[0])

    def gdp_growth(self, region: str, years: tuple[int, ...]) -> Array:
        """Return a region's assumed real GDP growth in per cent, (t,)."""
        gap = 0.0 if self.own_gdp_growth_pct is not None else self.value("provincial_growth_gap")
        return read_years("gdp_growth", years) + self.growth_shifts(region, years) + gap

    @property
    def residual(self) -> float:
        """Share of start-year emissions that contracting sectors keep in the target year."""
        named = f"residual.{self.level}"  # a benchmark of the reader's own has none
        held = named in load_assumptions()
        percent = self.value(named if held else f"residual.{self.scenario.level}")
        return min(max(percent, 0.0), 100.0) / 100

    def ramp(self, years: YearAxis) -> Array:
        """Share of the target year's sinks and capture that holds in each of (t,) years.

        Linear from zero in the start year to one in the target year, and one after it.
        """
        span = self.target_year - self.start_year
        return np.clip((years - self.start_year) / span, 0.0, 1.0)

    def sinks_at(self, years: YearAxis) -> Array:
        """Stated sinks in each of (t,) years, Mt."""
        return self.ramp(years) * max(self.sinks_mt + self.value("sinks"), 0.0)

    def captured_at(self, years: YearAxis, gross: Array) -> Array:
        """Stated capture in each of (t,) years, Mt: never more than the gross CO2 (..., t) of a year."""
        stated = self.ramp(years) * max(self.ccus_mt + self.value("ccus"), 0.0)
        return np.minimum(stated, np.maximum(gross, 0.0))

    @property
    def stated(self) -> dict[str, float]:
        """The reader's changes that are not zero, as parameters of a claim."""
        every = {
            "growth_change": self.growth_change_points,
            "sinks": self.sinks_mt,
            "ccus": self.ccus_mt,
        }
        return {name: value for name, value in every.items() if value}

    def described(self) -> list[Text]:
        """Say in words what the reader changed, for titles, notes and names of scenarios."""
        found = self.changes()
        if self.level != self.scenario.level:
            level = LEVEL_LABEL.get(self.level, Text(zh=self.level, en=self.level))
            found.append(Text(zh=f"基准为{level.zh}", en=f"benchmark {level.en}"))
        if self.rule == "as_published":
            found.append(Text(zh="基准按公布年份使用", en="benchmarks as published"))
        if self.cap_share:
            found.append(Text(zh="份额参数以1为上限", en="share parameter capped at 1"))
        return found

    def changes(self) -> list[Text]:
        """Say in words what the reader changed of growth, sinks and capture."""
        return [*self._growth_changes(), *self._removals()]

    def _growth_changes(self) -> list[Text]:
        found: list[Text] = []
        rate, points = self.own_gdp_growth_pct, self.growth_change_points
        if rate is not None:
            found.append(Text(zh=f"GDP年增{rate:g}%", en=f"GDP growing {rate:g} % a year"))
        if points:
            zh, en = ("低", "lower") if points < 0 else ("高", "higher")
            plural = "point" if abs(points) == 1 else "points"
            found.append(
                Text(
                    zh=f"GDP增速每年{zh}{abs(points):g}个百分点",
                    en=f"GDP growth {abs(points):g} {plural} {en} every year",
                )
            )
        rate = self.own_activity_growth_pct
        if rate is not None:
            found.append(Text(zh=f"产量年增{rate:g}%", en=f"output growing {rate:g} % a year"))
        return found

    def _removals(self) -> list[Text]:
        stated = [(SINKS, self.sinks_mt), (CCUS, self.ccus_mt)]
        return [
            Text(
                zh=f"{self.target_year}年{name.zh}{amount:g} Mt",
                en=f"{lower_first(name.en)} of {amount:g} Mt in {self.target_year}",
            )
            for name, amount in stated
            if amount
        ]

    def with_scenario(self, scenario: Scenario) -> "Options":
        """Return the same choices under another scenario."""
        return replace(self, scenario=scenario, level=scenario.level)

    def shifted(self, assumption: str, by: float) -> "Options":
        """Return the same choices with one assumption moved."""
        return replace(self, shifts={**self.shifts, assumption: by})


def make_options(
    region: str,
    *,
    start_year: int,
    target_year: int,
    scenario: str | None = None,
    level: str | None = None,
    rule: EndYearRule | None = None,
    gdp_growth_pct: float | None = None,
    activity_growth_pct: float | None = None,
    cap_share: bool = False,
    series: SeriesBook = PUBLISHED,
    growth_change_points: float = 0.0,
    sinks_mt: float = 0.0,
    sinks_note: str = "",
    ccus_mt: float = 0.0,
) -> Options:
    """Check the reader's choices and complete them from the scenario.

    Raises:
        InputError: A year, a rate or an amount is outside what can be computed, or there is no such
            scenario; the message says what works.
    """
    check_years(start_year, target_year)
    for rate in (gdp_growth_pct, activity_growth_pct):
        check_growth(rate)
    check_removal(SINKS, sinks_mt)
    check_removal(CCUS, ccus_mt)
    chosen = find_scenario(scenario, series.scenarios(region))
    for period in chosen.growth_path:
        check_growth(period.value + growth_change_points)
    shift = _SHIFT_SIGN[chosen.growth] * load_assumptions()["growth_shift"].at(0)
    check_change(growth_change_points, shift, gdp_growth_pct)
    return Options(
        region=region,
        scenario=chosen,
        start_year=start_year,
        target_year=target_year,
        level=level or chosen.level,
        rule=rule or "stretch",
        own_gdp_growth_pct=gdp_growth_pct,
        own_activity_growth_pct=activity_growth_pct,
        cap_share=cap_share,
        series=series,
        growth_change_points=growth_change_points,
        sinks_mt=sinks_mt,
        sinks_note=sinks_note.strip(),
        ccus_mt=ccus_mt,
    )


def other_scenarios(options: Options) -> list[Options]:
    """Return the same question under every named scenario."""
    return [options.with_scenario(s) for s in load_scenarios().values()]

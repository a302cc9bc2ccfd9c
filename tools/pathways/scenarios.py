"""The choices behind one pathway: scenario, years, rules, and what the reader changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from data.assumptions import Scenario, find_scenario, load_assumptions, load_scenarios
from data.errors import InputError
from data.series_book import PUBLISHED, SeriesBook
from data.text import Text
from tools.pathways.benchmark import EndYearRule

LAST_YEAR = 2100
GROWTH_RANGE_PCT = (-10.0, 15.0)
_SHIFT_SIGN = {"slow": -1.0, "steady": 0.0, "fast": 1.0}


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

    def value(self, assumption: str, year: int = 0) -> float:
        """Return an assumption's value in a year, with its shift."""
        return load_assumptions()[assumption].at(year) + self.shifts.get(assumption, 0.0)

    def growth_shift(self, region: str, year: int) -> float:
        """Return the points by which a region's GDP growth differs from the baseline in a year."""
        if self.own_gdp_growth_pct is not None and self.region in (region, "CN"):
            return self.own_gdp_growth_pct - load_assumptions()["gdp_growth"].at(year)
        points = _SHIFT_SIGN[self.scenario.growth] * self.value("growth_shift")
        return points + self.shifts.get("gdp_growth", 0.0)

    def gdp_growth_pct(self, region: str, year: int) -> float:
        """Return a region's assumed real GDP growth in a year, in per cent."""
        gap = 0.0 if self.own_gdp_growth_pct is not None else self.value("provincial_growth_gap")
        base = load_assumptions()["gdp_growth"].at(year)
        return base + self.growth_shift(region, year) + gap

    @property
    def residual(self) -> float:
        """Share of start-year emissions that contracting sectors keep in the target year."""
        named = f"residual.{self.level}"  # a benchmark of the reader's own has none
        held = named in load_assumptions()
        percent = self.value(named if held else f"residual.{self.scenario.level}")
        return min(max(percent, 0.0), 100.0) / 100

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
) -> Options:
    """Check the reader's choices and complete them from the scenario.

    Raises:
        InputError: A year or a rate is outside what can be computed; the message says what works.
    """
    check_years(start_year, target_year)
    for rate in (gdp_growth_pct, activity_growth_pct):
        check_growth(rate)
    chosen = find_scenario(scenario)
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
    )


def check_years(start_year: int, target_year: int) -> None:
    """Refuse a target year that no pathway can lead to.

    Raises:
        InputError: The target is not after the start, or too far away.
    """
    if start_year < target_year <= LAST_YEAR:
        return
    first = start_year + 1
    raise InputError(
        Text(
            zh=f"目标年 {target_year} 无法计算：路径从 {start_year} 年起，目标年应在 {first}–{LAST_YEAR}"
            " 之间，例如 2060。",
            en=f"The target year {target_year} cannot be computed: the pathway starts in"
            f" {start_year}, so choose a year between {first} and {LAST_YEAR}, such as 2060.",
        ),
        suggestions=["2060"],
    )


def check_growth(rate_pct: float | None) -> None:
    """Refuse a growth rate that no economy keeps up.

    Raises:
        InputError: The rate is outside the range; the message gives it.
    """
    low, high = GROWTH_RANGE_PCT
    if rate_pct is None or low <= rate_pct <= high:
        return
    raise InputError(
        Text(
            zh=f"年增速 {rate_pct:g}% 超出可计算范围，请给出 {low:g}% 到 {high:g}% 之间的数，例如 4.5。",
            en=f"A growth of {rate_pct:g} % a year is out of range; give a rate between {low:g} %"
            f" and {high:g} %, such as 4.5.",
        ),
        suggestions=["4.5"],
    )


def other_scenarios(options: Options) -> list[Options]:
    """Return the same question under every named scenario."""
    return [options.with_scenario(s) for s in load_scenarios().values()]

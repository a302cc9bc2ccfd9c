"""A region and its target of CO2 per GDP: progress by inventories, and two projections."""

from dataclasses import dataclass, replace
from typing import Literal

from data.dataset import Dataset
from data.errors import InputError
from data.result import Claim
from data.text import Text
from tools.gap.distance import Asked, Distance, Unknown, measure_region
from tools.inventory.selection import Cut
from tools.pathways.figures import PathFigures
from tools.pathways.scenarios import Options
from tools.policy.real_gdp import as_fall, change_per_real_gdp, gdp_level
from tools.policy.rows import Check, pick_targets
from tools.policy.standing import Ground, assess, stand_on
from tools.registry import Context

INDICATOR = "co2_intensity_change"
Outlook = Literal["met", "missed", "there", "trend", "pathway", "short", "unknown"]

OUTLOOK: dict[Outlook, Text] = {
    "met": Text(zh="达到（清单数据）", en="met, by inventories"),
    "missed": Text(zh="未达到（清单数据）", en="missed, by inventories"),
    "there": Text(zh="已达到目标幅度、须保持", en="already there, to be kept"),
    "trend": Text(zh="按近期趋势可达到（推算）", en="within reach on the recent trend (projected)"),
    "pathway": Text(zh="走上减排路径才能达到（推算）", en="only on the pathway (projected)"),
    "short": Text(zh="在路径上也达不到（推算）", en="not even on the pathway (projected)"),
    "unknown": Text(zh="无法评估", en="not assessable"),
}


@dataclass(frozen=True)
class Standing:
    """One region and its target: progress by data, projected falls, and what to expect."""

    region: str
    check: Check
    outlook: Outlook
    by_trend: Claim | None = None
    on_pathway: Claim | None = None
    short: Claim | None = None

    @property
    def shortfall(self) -> float:
        """Points that the recent trend falls short of the target; 0 where nothing is projected."""
        return self.short.value if self.short else 0.0

    @property
    def own(self) -> bool:
        """Whether the target is the region's own."""
        return self.check.row["region"] == self.region


def _row_of(context: Context, region: str, year: int) -> dict[str, str]:
    rows = [
        r
        for r in pick_targets(region, context.dataset.series)
        if r["indicator"] == INDICATOR and r["base_year"].isdigit()
    ]
    due = [r for r in rows if int(r["year"]) == year]
    if due:
        return due[0]
    years = "、".join(sorted({r["year"] for r in rows}))
    raise InputError(
        Text(
            zh=f"没有{year}年到期的单位GDP CO2下降目标；到期年份有：{years}。",
            en=f"No target of CO2 per GDP is due in {year}; due years held:"
            f" {years.replace('、', ', ')}.",
        )
    )


def stand(
    context: Context, options: Options, region: str, year: int, claims: dict[str, Claim]
) -> Standing:
    """Hold one region against the target of CO2 per GDP due in a year; claims are kept together."""
    row, dataset = _row_of(context, region, year), context.dataset
    own = replace(options, region=region)
    figures = PathFigures(dataset, own, options.start_year)
    figures.claims = claims
    there = stand_on(dataset, region, context.this_year)
    check = assess(Ground(figures, region, there.years, context.this_year), row)
    if check.target:
        figures.keep(check.target)
    if check.status in ("met", "missed"):
        return Standing(region, check, "met" if check.status == "met" else "missed")
    if check.status == "unknown" or check.result is None or check.target is None:
        return Standing(region, check, "unknown")
    return look_ahead(dataset, own, check, claims)


def look_ahead(
    dataset: Dataset, options: Options, check: Check, claims: dict[str, Claim]
) -> Standing:
    """Project where the region of ``options`` stands on an open target in the year it is due."""
    year, base = int(check.row["year"]), int(check.row["base_year"])
    found = measure_region(dataset, Asked(options, "pathway", year), options.region, claims)
    if isinstance(found, Unknown):
        return Standing(options.region, replace(check, because=found.because), "unknown")
    return _project(found, check, base, year)


def _project(one: Distance, check: Check, base: int, year: int) -> Standing:
    falls = [
        _fall(one, claim, base, course)
        for course, claim in (("trend", one.trend(year)), ("pathway", one.pathway(year)))
    ]
    trend, path = falls
    region, target, result = one.cut.region, check.target, check.result
    if trend is None or path is None or target is None or result is None:
        return Standing(region, check, "unknown")
    short = one.figures.derive(
        "difference",
        target.value - trend.value,
        [target, trend],
        formula="target − fall on the recent trend",
        entity=trend.entity,
        year=year,
        params={**trend.params, "target_of": target.entity["region"]},
        unit="percentage_point",
    )
    outlook: Outlook = "short"
    if result.value >= target.value:
        outlook = "there"
    elif trend.value >= target.value:
        outlook = "trend"
    elif path.value >= target.value:
        outlook = "pathway"
    return Standing(region, check, outlook, trend, path, short)


def _fall(one: Distance, last: Claim, base: int, course: str) -> Claim | None:
    """Mint the fall of CO2 per real GDP from the base year to a projected year."""
    figures = one.figures
    first = figures.total(Cut(one.cut.region), base)
    levels = [gdp_level(figures, y) for y in (base, last.year or 0)]
    if first is None or first.value <= 0 or levels[0] is None or levels[1] is None:
        return None
    params = {**figures.params, "course": course}
    change = change_per_real_gdp(figures, (first, last), (levels[0], levels[1]), params)
    return as_fall(figures, change)

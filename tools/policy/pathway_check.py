"""Policy targets against the pathway: met, missed, or not assessable and why."""

from collections.abc import Callable

from data.result import Claim
from data.text import Text
from tools.inventory.selection import Cut
from tools.pathways.timetable import find_net_zero, find_peak
from tools.policy.real_gdp import as_fall, change_per_real_gdp, gdp_level
from tools.policy.rows import (
    BY_ITS_NATURE,
    CHECKED,
    NAMES,
    NOT_CO2,
    Check,
    pick_targets,
    target_claim,
)
from tools.roadmap.course import Roadmap

BASIS: dict[str, Text] = {
    "inventory": Text(zh="按清单数据与不变价GDP", en="by inventory data and constant-price GDP"),
    "pathway": Text(
        zh="按本路径与假设的GDP增速", en="on this pathway, with the assumed GDP growth"
    ),
}

PROJECTED = Text(
    zh="按推算与本路径；最高点落在推算时段，须待新的清单证实",
    en="on the projection and this pathway; the highest year is projected, so new inventories must"
    " confirm it",
)


def check_policies(roadmap: Roadmap) -> list[Check]:
    """Check the region's own targets, and the nation's CO2 targets as orientation."""
    wanted = [
        r for r in pick_targets(roadmap.region, roadmap.options.series) if r["indicator"] in NAMES
    ]
    return [_check(roadmap, r) for r in wanted]


def _check(roadmap: Roadmap, row: dict[str, str]) -> Check:
    indicator = row["indicator"]
    target = target_claim(row)
    if indicator not in CHECKED:
        return Check(row, "unknown", BY_ITS_NATURE.get(indicator, NOT_CO2), target)
    if roadmap.trajectory.filtered:
        text = Text(zh="只看部分行业时不能评估全省目标", en="only some sectors are in scope")
        return Check(row, "unknown", text, target)
    if not roadmap.options.start_year <= int(row["year"]) <= roadmap.options.target_year and (
        indicator != "co2_intensity_change"
    ):
        text = Text(zh="目标年不在路径之内", en="its year lies outside the pathway")
        return Check(row, "unknown", text, target)
    return CHECKS[indicator](roadmap, row, target)


def _check_peak(roadmap: Roadmap, row: dict[str, str], target: Claim | None) -> Check:
    held = roadmap.trajectory
    year, _ = find_peak(held.history, held.years, held.gross)
    claim = roadmap.year_claim("peak_year", year, "year of the highest gross CO2")
    status = "met" if year <= int(row["year"]) else "missed"
    projected = roadmap.base_year < year < roadmap.options.start_year
    return Check(row, status, PROJECTED if projected else BASIS["pathway"], target, claim)


def _check_neutrality(roadmap: Roadmap, row: dict[str, str], target: Claim | None) -> Check:
    held = roadmap.trajectory
    year = find_net_zero(held.years, held.net)
    if year is not None and year <= int(row["year"]):
        claim = roadmap.year_claim("net_zero_year", year, "first year without net CO2")
        return Check(row, "met", BASIS["pathway"], target, claim)
    because = Text(
        zh="不计碳捕集与碳汇时仍有剩余排放", en="without capture or sinks some emissions remain"
    )
    return Check(row, "missed", because, target, roadmap.net(int(row["year"])))


def _check_intensity(roadmap: Roadmap, row: dict[str, str], target: Claim | None) -> Check:
    base, year = int(row["base_year"]), int(row["year"])
    inventory = roadmap.dataset.inventory_of(roadmap.region)
    if not inventory.has(roadmap.region, base):
        text = Text(zh=f"数据集中没有{base}年清单", en=f"the data set holds no inventory of {base}")
        return Check(row, "unknown", text, target)
    basis = "inventory" if inventory.has(roadmap.region, year) else "pathway"
    outside = not roadmap.options.start_year <= year <= roadmap.options.target_year
    if year > roadmap.base_year and outside:
        text = Text(
            zh=f"{year}年没有清单，推算值不能检验目标",
            en=f"there is no inventory of {year}, and a projection cannot test a target",
        )
        return Check(row, "unknown", text, target)
    change = claim_change(roadmap, base, year)
    if change is None or target is None:
        text = Text(zh="缺少不变价GDP", en="constant-price GDP is not known")
        return Check(row, "unknown", text, target)
    status = "met" if change.value <= float(row["value_max"]) else "missed"
    return Check(row, status, BASIS[basis], target, as_fall(roadmap.figures, change))


CHECKS: dict[str, Callable[[Roadmap, dict[str, str], Claim | None], Check]] = {
    "co2_intensity_change": _check_intensity,
    "co2_peak_year": _check_peak,
    "carbon_neutrality_year": _check_neutrality,
}


def claim_change(roadmap: Roadmap, base: int, year: int) -> Claim | None:
    """Mint the change of CO2 per GDP at constant prices between two years, in per cent."""
    levels = [gdp_level(roadmap.figures, y) for y in (base, year)]
    first = roadmap.figures.total(Cut(roadmap.region), base)
    if first is None or levels[0] is None or levels[1] is None or first.value <= 0:
        return None
    last = roadmap.total(year)
    return change_per_real_gdp(
        roadmap.figures, (first, last), (levels[0], levels[1]), roadmap.figures.params
    )

"""Policy targets in words: how a target is stated, and a sentence on where it stands."""

from collections.abc import Callable, Sequence

from data.result import Claim, mark
from data.text import Text
from data.vocabulary import REGIONS
from tools.policy.rows import CHECKED, NAMES, Check, target_claim
from tools.policy.standing import Ground

OTHER_NAMES: dict[str, Text] = {
    "energy_saved_by_retrofits": Text(
        zh="重点领域节能降碳改造形成节能量", en="energy saved by retrofits of key sectors"
    ),
    "co2_cut_by_retrofits": Text(
        zh="重点领域节能降碳改造减排CO2", en="CO2 cut by retrofits of key sectors"
    ),
    "recycled_metal_supply_share": Text(
        zh="再生金属供应占比", en="share of recycled metal in supply"
    ),
    "scrap_steel_use": Text(zh="废钢利用量", en="use of scrap steel"),
    "electric_arc_furnace_share": Text(
        zh="电炉钢产量占比", en="share of electric-arc furnace steel"
    ),
    "clinker_energy_intensity_change": Text(
        zh="水泥熟料单位产品能耗变化", en="change of energy per tonne of clinker"
    ),
    "forest_stock_volume": Text(zh="森林蓄积量", en="forest stock volume"),
}
"""Targets that only this list shows; those of roadmaps are named with their checks."""

QUALIFIER: dict[str, Text] = {
    "about": Text(zh="左右", en="about"),
    "at_least": Text(zh="不低于", en="at least"),
    "more_than": Text(zh="超过", en="more than"),
    "target": Text(zh="目标", en="target"),
    "strive": Text(zh="力争", en="strive for"),
    "strive_better": Text(zh="力争做得更好", en="strive to do better"),
    "before": Text(zh="之前", en="before"),
}

METRIC: dict[str, Text] = {
    "constant-price GDP, CO2": Text(zh="CO2÷不变价GDP", en="CO2 over constant-price GDP"),
    "constant-price GDP, energy": Text(zh="能源÷不变价GDP", en="energy over constant-price GDP"),
    "constant-price industrial value added, energy": Text(
        zh="能源÷不变价工业增加值", en="energy over constant-price industrial value added"
    ),
    "energy or other, not CO2": Text(zh="能源等，不是CO2", en="energy or other, not CO2"),
    "CO2": Text(zh="CO2", en="CO2"),
    "CO2 or GHG, as the document leaves it": Text(
        zh="CO2或温室气体（文件未写明）", en="CO2 or GHG, as the document leaves it"
    ),
    "net GHG": Text(zh="温室气体净排放", en="net GHG"),
}


MOST_LISTED = 8
"""Targets that no inventory can test, quoted in one sentence; the table holds all."""


def tell_checks(checks: Sequence[Check], ground: Ground) -> list[Text]:
    """Say where a region stands, then what its own targets ask that data cannot test."""
    stands = [TELL[c.row["indicator"]](c, ground) for c in checks if c.result]
    rest = [c for c in checks if c.target and not c.result]
    told = [c for c in rest if c.row["region"] == ground.region or c.row["indicator"] in CHECKED]
    told.sort(key=lambda c: (0, -int(c.row["year"])) if c.row["indicator"] in CHECKED else (1, 0))
    reasons = dict.fromkeys(c.because for c in told)
    lists = [_list([c for c in told if c.because == r], r, ground) for r in reasons]
    return [*stands, *lists]


def _tell_intensity(check: Check, ground: Ground) -> Text:
    target, result = _both(check)
    row, place = check.row, REGIONS.text(ground.region)
    nation_zh, nation_en = _orientation(check, ground)
    gap = ground.figures.difference(result, target)
    if check.status in ("met", "missed"):
        end_zh = "达到目标" if check.status == "met" else "未达到目标"
        end_en = "target met" if check.status == "met" else "target missed"
    elif gap.value > 0:
        end_zh, end_en = f"还差{mark(gap)}", f"{mark(gap)} to go"
    else:
        end_zh, end_en = (
            "已达到目标幅度，须保持到目标年",
            "already there, to be kept until it is due",
        )
    fall_zh = "下降" if result.value >= 0 else "降幅（负值为上升）"
    fall_en = "fell by" if result.value >= 0 else "changed (a rise is negative) by"
    return Text(
        zh=f"{place.zh}单位GDP CO2排放（不变价）{row['base_year']}–{result.year}年{fall_zh}"
        f"{mark(result)}；{nation_zh}目标是到{row['year']}年下降{mark(target)}：{end_zh}。",
        en=f"CO2 per GDP (constant prices) of {place.en} {fall_en} {mark(result)} in"
        f" {row['base_year']}–{result.year}; the {nation_en}target is a cut of"
        f" {mark(target)} by {row['year']}: {end_en}.",
    )


def _result(check: Check) -> Claim:
    if check.result is None:
        msg = f"{check.row['indicator']} has no result to tell"
        raise ValueError(msg)
    return check.result


def _both(check: Check) -> tuple[Claim, Claim]:
    if check.target is None:
        msg = f"{check.row['indicator']} has no target to tell"
        raise ValueError(msg)
    return check.target, _result(check)


def _orientation(check: Check, ground: Ground) -> tuple[str, str]:
    return ("", "") if check.row["region"] == ground.region else ("全国", "national ")


def _tell_peak(check: Check, ground: Ground) -> Text:
    result = _result(check)
    place, year = REGIONS.text(ground.region), check.row["year"]
    nation_zh, nation_en = _orientation(check, ground)
    latest = ground.years[-1]
    return Text(
        zh=f"{nation_zh}目标是{year}年前CO2达峰；{place.zh}现有清单（至{latest}年）中最高的是"
        f"{mark(result)}，是否为峰值须待以后的清单证实。",
        en=f"The {nation_en}target is a CO2 peak before {year}; the highest year of {place.en} in"
        f" the inventories held (up to {latest}) is {mark(result)}, which later ones must"
        " confirm.",
    )


def _tell_neutrality(check: Check, ground: Ground) -> Text:
    result = _result(check)
    place, year = REGIONS.text(ground.region), check.row["year"]
    nation_zh, nation_en = _orientation(check, ground)
    return Text(
        zh=f"{nation_zh}目标是{year}年前碳中和；{place.zh}{result.year}年清单总排放为"
        f"{mark(result)}（未计碳汇与捕集）。",
        en=f"The {nation_en}target is carbon neutrality before {year}; gross CO2 of {place.en} was"
        f" {mark(result)} in {result.year} (no sinks or capture counted).",
    )


def _list(checks: Sequence[Check], because: Text, ground: Ground) -> Text:
    """Quote targets that data cannot test, with the reason they share."""
    parts = [_stated(c, ground) for c in checks[:MOST_LISTED]]
    more = len(checks) > MOST_LISTED
    return Text(
        zh=f"以下目标无法评估（{because.zh}）：{'；'.join(p.zh for p in parts)}{'；等' if more else ''}。",
        en=f"Not assessable, because {because.en}: {'; '.join(p.en for p in parts)}"
        f"{'; and more' if more else ''}.",
    )


def _stated(check: Check, ground: Ground) -> Text:
    row, name = check.row, name_of(check)
    nation_zh, nation_en = _orientation(check, ground)
    least, best = check.target, target_claim(row, "value_min")
    target = mark(least) if least else ""
    if least and best and best.value != least.value:
        target = f"{target}–{mark(ground.figures.keep(best))}"
    how = QUALIFIER[row["qualifier"]]
    return Text(
        zh=f"{nation_zh}{row['year']}年{name.zh}{target}（{how.zh}）",
        en=f"{nation_en}{name.en} {target} in {row['year']} ({how.en})",
    )


def name_of(check: Check) -> Text:
    """Name what a target is about."""
    indicator = check.row["indicator"]
    return NAMES[indicator] if indicator in NAMES else OTHER_NAMES[indicator]


TELL: dict[str, Callable[[Check, Ground], Text]] = {
    "co2_intensity_change": _tell_intensity,
    "co2_peak_year": _tell_peak,
    "carbon_neutrality_year": _tell_neutrality,
}

"""Policy targets against the pathway: met, missed, or not assessable and why."""

from collections.abc import Callable
from dataclasses import dataclass

from data import series
from data.citations import cite_computed
from data.result import Claim, make_claim
from data.series import FOLDER
from data.text import Text
from data.vocabulary import NATION, REGIONS, read_csv
from tools.inventory.figures import REFERENCE
from tools.inventory.selection import Cut
from tools.pathways.growth import project_gdp
from tools.pathways.timetable import find_net_zero, find_peak
from tools.roadmap.course import Roadmap

STATUS: dict[str, Text] = {
    "met": Text(zh="达到", en="met"),
    "missed": Text(zh="未达到", en="missed"),
    "unknown": Text(zh="无法评估", en="not assessable"),
}

BASIS: dict[str, Text] = {
    "inventory": Text(zh="按清单数据与不变价GDP", en="by inventory data and constant-price GDP"),
    "pathway": Text(
        zh="按本路径与假设的GDP增速", en="on this pathway, with the assumed GDP growth"
    ),
}

NAMES: dict[str, Text] = {
    "co2_intensity_change": Text(
        zh="单位GDP CO2排放下降（不变价）", en="cut of CO2 per GDP (constant prices)"
    ),
    "energy_intensity_change": Text(zh="单位GDP能耗下降", en="cut of energy per GDP"),
    "industrial_energy_intensity_change": Text(
        zh="规上工业单位增加值能耗下降", en="cut of energy per industrial value added"
    ),
    "non_fossil_energy_share": Text(zh="非化石能源消费比重", en="non-fossil share of energy"),
    "non_fossil_power_generation_share": Text(
        zh="非化石能源发电量占比", en="non-fossil share of generation"
    ),
    "co2_peak_year": Text(zh="CO2排放达峰", en="CO2 peak"),
    "carbon_neutrality_year": Text(zh="碳中和", en="carbon neutrality"),
    "net_ghg_change_from_peak": Text(
        zh="全经济范围温室气体净排放较峰值下降", en="cut of net greenhouse gases from their peak"
    ),
    "wind_solar_capacity": Text(zh="风电太阳能装机", en="wind and solar capacity"),
}

PROJECTED = Text(
    zh="按推算与本路径；最高点落在推算时段，须待新的清单证实",
    en="on the projection and this pathway; the highest year is projected, so new inventories must"
    " confirm it",
)

FALLS = tuple(name for name in NAMES if "_change" in name)
"""Targets stated as a negative change; they read as the decrease they ask for."""

CHECKED = ("co2_intensity_change", "co2_peak_year", "carbon_neutrality_year")
BY_ITS_NATURE = {
    "net_ghg_change_from_peak": Text(
        zh="目标是含各类温室气体的净排放，本数据只有CO2",
        en="the target is net of all greenhouse gases, while these data hold CO2 only",
    ),
}
NOT_CO2 = Text(
    zh="目标针对能源或装机，CO2清单不能检验",
    en="it is about energy or capacity, which a CO2 inventory cannot check",
)


@dataclass(frozen=True)
class Check:
    """One target and what the data or the pathway say of it."""

    row: dict[str, str]
    status: str
    because: Text
    target: Claim | None = None
    result: Claim | None = None

    @property
    def name(self) -> Text:
        """What the target is about, with its years."""
        row = self.row
        name = NAMES.get(row["indicator"], Text(zh=row["indicator"], en=row["indicator"]))
        years = f"{row['base_year']}–{row['year']}" if row["base_year"].isdigit() else row["year"]
        place = REGIONS.text(row["region"])
        return Text(zh=f"{place.zh}：{name.zh}（{years}）", en=f"{place.en}: {name.en} ({years})")


def check_policies(roadmap: Roadmap) -> list[Check]:
    """Check the region's own targets, and the nation's CO2 targets as orientation."""
    rows = [r for r in read_csv(FOLDER / "policy_targets.csv") if _stated(r)]
    own = [r for r in rows if r["region"] == roadmap.region and r["indicator"] in NAMES]
    covered = {(r["indicator"], r["base_year"], r["year"]) for r in own}
    nation = [
        r
        for r in rows
        if r["region"] == NATION
        and r["indicator"] in (*CHECKED, *BY_ITS_NATURE)
        and (r["indicator"], r["base_year"], r["year"]) not in covered
    ]
    wanted = own if roadmap.region == NATION else [*own, *nation]
    return [_check(roadmap, r) for r in wanted]


def _stated(row: dict[str, str]) -> bool:
    return not row["qualifier"].startswith("not held")


def _check(roadmap: Roadmap, row: dict[str, str]) -> Check:
    indicator = row["indicator"]
    target = _target_claim(row)
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
    return Check(row, status, BASIS[basis], target, _as_fall(roadmap, change))


CHECKS: dict[str, Callable[[Roadmap, dict[str, str], Claim | None], Check]] = {
    "co2_intensity_change": _check_intensity,
    "co2_peak_year": _check_peak,
    "carbon_neutrality_year": _check_neutrality,
}


def claim_change(roadmap: Roadmap, base: int, year: int) -> Claim | None:
    """Mint the change of CO2 per GDP at constant prices between two years, in per cent."""
    levels = [_gdp_claim(roadmap, y) for y in (base, year)]
    first = roadmap.figures.total(Cut(roadmap.region), base)
    if first is None or levels[0] is None or levels[1] is None or first.value <= 0:
        return None
    last = roadmap.total(year)
    ratio = (last.value / levels[1].value) / (first.value / levels[0].value)
    return roadmap.figures.derive(
        "co2_per_real_gdp_change_pct",
        100 * (ratio - 1),
        [last, levels[1], first, levels[0]],
        formula="((CO2 / real GDP)_last / (CO2 / real GDP)_first − 1) × 100",
        entity={"region": roadmap.region},
        year=year,
        params={**roadmap.figures.params, "against_year": base},
    )


def _as_fall(roadmap: Roadmap, change: Claim) -> Claim:
    """Mint a change as the decrease that targets are stated in; a rise is then negative."""
    return roadmap.figures.derive(
        "co2_per_real_gdp_decline_pct",
        -change.value,
        [change],
        formula="− change",
        entity=change.entity,
        year=change.year,
        params=change.params,
    )


def _gdp_claim(roadmap: Roadmap, year: int) -> Claim | None:
    held = series.gdp_index()
    published = held.get(roadmap.region, year)
    value = float(project_gdp(roadmap.region, [year], roadmap.options)[0])
    if value != value:  # NaN: the year is before the published series
        return None
    source = held.source(roadmap.region)
    span = "pathway" if year > roadmap.options.start_year else "projection"
    return roadmap.figures.keep(
        make_claim(
            "gdp_index_2005_100",
            value,
            unit="index_2005_100",
            kind="reference",
            dataset=REFERENCE,
            source=source if published is not None else cite_computed(span, source),
            year=year,
            entity={"region": roadmap.region},
            formula="" if published is not None else "last published index at the assumed growth",
            params={} if published is not None else roadmap.figures.params,
        )
    )


def _target_claim(row: dict[str, str]) -> Claim | None:
    if not row["value_max"]:
        return None
    falls = row["indicator"] in FALLS
    value = float(row["value_max"])
    return make_claim(
        "policy_target",
        -value if falls else value,
        unit=row["unit"],
        kind="reference",
        dataset=REFERENCE,
        source=row["document"],
        year=int(row["year"]),
        entity={"region": row["region"]},
        formula=f"a decrease, stated as {value:g}" if falls else "",
        params={"indicator": row["indicator"], "base": row["base_year"]},
    )

"""Policy targets as the documents state them: what each is about, and the figure it sets."""

from dataclasses import dataclass

from data.result import Claim, make_claim
from data.series import REFERENCE
from data.series_book import PUBLISHED, SeriesBook
from data.text import Text
from data.vocabulary import NATION, REGIONS

STATUS: dict[str, Text] = {
    "met": Text(zh="达到", en="met"),
    "missed": Text(zh="未达到", en="missed"),
    "open": Text(zh="未到期", en="not yet due"),
    "unknown": Text(zh="无法评估", en="not assessable"),
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


def pick_targets(region: str, series: SeriesBook = PUBLISHED) -> list[dict[str, str]]:
    """List a region's own targets, then the nation's CO2 targets as orientation."""
    rows = [r for r in series.targets if is_stated(r)]
    own = [r for r in rows if r["region"] == region]
    if region == NATION:
        return own
    covered = {(r["indicator"], r["base_year"], r["year"]) for r in own}
    nation = [
        r
        for r in rows
        if r["region"] == NATION
        and r["indicator"] in (*CHECKED, *BY_ITS_NATURE)
        and (r["indicator"], r["base_year"], r["year"]) not in covered
    ]
    return [*own, *nation]


def awaited(region: str, series: SeriesBook = PUBLISHED) -> list[dict[str, str]]:
    """List targets whose document is known and whose figure is not held."""
    return [r for r in series.targets if not is_stated(r) and r["region"] in (region, NATION)]


def is_stated(row: dict[str, str]) -> bool:
    """Tell whether the figure of a target is held."""
    return not row["qualifier"].startswith("not held")


def target_claim(row: dict[str, str], bound: str = "value_max") -> Claim | None:
    """Mint what a target asks for; a change below zero as the decrease it means.

    A target stated as a range asks for ``value_max`` at least and for ``value_min`` at best.
    """
    if not row[bound]:
        return None
    falls = row["indicator"] in FALLS
    value = float(row[bound])
    best = {"bound": "best"} if bound == "value_min" else {}
    return make_claim(
        "policy_target",
        -value if falls else value,
        unit=row["unit"],
        kind="user" if row.get("kind") == "user" else "reference",
        dataset=row.get("dataset", REFERENCE),
        source=row["document"],
        year=int(row["year"]),
        entity={"region": row["region"]},
        formula=f"a decrease, stated as {value:g}" if falls else "",
        params={"indicator": row["indicator"], "base": row["base_year"], **best},
    )

"""Where a region stands on its policy targets by inventory data alone, without any pathway."""

from collections.abc import Callable
from dataclasses import dataclass

from data.dataset import Dataset
from data.errors import DataMissingError
from data.result import Claim
from data.text import Text
from tools.inventory.figures import Figures
from tools.inventory.selection import Cut
from tools.policy.real_gdp import as_fall, change_per_real_gdp, published_gdp
from tools.policy.rows import BY_ITS_NATURE, CHECKED, NOT_CO2, Check, target_claim

Row = dict[str, str]

BY_DATA = Text(zh="按清单数据与不变价GDP", en="by inventory data and constant-price GDP")
NO_GDP = Text(zh="缺少不变价GDP", en="constant-price GDP is not known")
NO_INVENTORY = Text(
    zh="数据集中没有该地区的排放清单", en="the data set holds no inventory of the region"
)


@dataclass(frozen=True)
class Ground:
    """What targets are held against.

    Attributes:
        figures: The mint.
        region: Whose inventory counts.
        years: The years that its inventory holds, in order.
        this_year: The current year: targets due later are open.
    """

    figures: Figures
    region: str
    years: tuple[int, ...]
    this_year: int

    def total(self, year: int) -> Claim:
        """Mint the region's CO2 in a year it holds."""
        held = self.figures.total(Cut(self.region), year)
        if held is None:
            msg = f"{self.region} is not held in {year}"
            raise ValueError(msg)
        return held


def stand_on(dataset: Dataset, region: str, this_year: int) -> Ground:
    """Gather what a region's targets can be held against; no years where it has no inventory."""
    try:
        years = dataset.inventory_of(region).years_of(region)
    except DataMissingError:
        years = ()
    return Ground(Figures(dataset), region, years, this_year)


def assess(ground: Ground, row: Row) -> Check:
    """Say whether data show a target met or missed, where it stands so far, or why it is unknown."""
    target = target_claim(row)
    indicator = row["indicator"]
    if indicator not in CHECKED:
        return Check(row, "unknown", BY_ITS_NATURE.get(indicator, NOT_CO2), target)
    if not ground.years:
        return Check(row, "unknown", NO_INVENTORY, target)
    return ASSESS[indicator](ground, row, target)


def _intensity(ground: Ground, row: Row, target: Claim | None) -> Check:
    base, due = int(row["base_year"]), int(row["year"])
    if base not in ground.years:
        text = Text(zh=f"数据集中没有{base}年清单", en=f"the data set holds no inventory of {base}")
        return Check(row, "unknown", text, target)
    latest = max(y for y in ground.years if y <= max(due, base))
    levels = [published_gdp(ground.figures, ground.region, y) for y in (base, latest)]
    if levels[0] is None or levels[1] is None or target is None:
        return Check(row, "unknown", NO_GDP, target)
    if latest == base:
        text = Text(zh=f"{base}年之后没有清单", en=f"the data set holds no inventory after {base}")
        return Check(row, "unknown", text, target)
    co2 = (ground.total(base), ground.total(latest))
    change = change_per_real_gdp(ground.figures, co2, (levels[0], levels[1]))
    result = as_fall(ground.figures, change)
    if latest == due:
        status = "met" if result.value >= target.value else "missed"
        return Check(row, status, BY_DATA, target, result)
    return Check(row, _pending(ground, due), _so_far(latest, due), target, result)


def _pending(ground: Ground, due: int) -> str:
    return "open" if due > ground.this_year else "unknown"


def _so_far(latest: int, due: int) -> Text:
    return Text(
        zh=f"没有{due}年清单；结果是到{latest}年为止的进度",
        en=f"there is no inventory of {due}; the result is the progress up to {latest}",
    )


def _peak(ground: Ground, row: Row, target: Claim | None) -> Check:
    due, latest = int(row["year"]), ground.years[-1]
    totals = {y: ground.total(y) for y in ground.years}
    year = max(ground.years, key=lambda y: totals[y].value)
    result = ground.figures.derive(
        "peak_year",
        year,
        [totals[year]],
        formula="year of the highest value among the years held",
        entity={"region": ground.region},
        year=None,
        params={"up_to": latest},
    )
    text = Text(
        zh=f"结果是现有清单（至{latest}年）中排放最高的一年；是否为峰值须待以后的清单证实",
        en=f"the result is the highest year of the inventories held (up to {latest}); later ones"
        " must confirm that it is the peak",
    )
    if latest < due or year == latest:
        return Check(row, _pending(ground, due), text, target, result)
    return Check(row, "met" if year <= due else "missed", text, target, result)


def _neutrality(ground: Ground, row: Row, target: Claim | None) -> Check:
    latest = ground.years[-1]
    text = Text(
        zh=f"结果是{latest}年清单的总排放；碳汇与捕集不在清单之内",
        en=f"the result is gross CO2 of the {latest} inventory, which holds no sinks or capture",
    )
    return Check(row, _pending(ground, int(row["year"])), text, target, ground.total(latest))


ASSESS: dict[str, Callable[[Ground, Row, Claim | None], Check]] = {
    "co2_intensity_change": _intensity,
    "co2_peak_year": _peak,
    "carbon_neutrality_year": _neutrality,
}

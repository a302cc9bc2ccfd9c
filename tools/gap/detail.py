"""One region against its pathway: gap, rate required, and what the record says of a peak."""

from collections.abc import Sequence

from data.result import Claim, mark
from data.text import Text
from data.vocabulary import SECTORS
from tools.gap.distance import Distance
from tools.gap.sentences import PATH_NAME, define
from tools.gap.trend import PEAK_FALL_PCT, PEAK_YEARS
from tools.inventory.phrases import inline, number_word, region_label


def subject(one: Distance) -> Text:
    """Name the region, or its sector."""
    place = region_label(one.cut.region)
    if not one.cut.sector:
        return place
    sector = SECTORS.text(one.cut.sector)
    return Text(zh=f"{place.zh}{sector.zh}", en=f"{inline(sector).en} in {place.en}")


def tell_one(one: Distance, sectors: Sequence[Distance] = ()) -> list[Text]:
    """Say how far one region is from its pathway, and which of its industries are furthest."""
    texts = [_distance(one), define([one]), _speed(one), _record(one)]
    return [*texts, *_industries(one, sectors)]


def _industries(one: Distance, sectors: Sequence[Distance]) -> list[Text]:
    year = one.asked.year
    top = [s for s in sectors if s.gap(year).value > 0][:3]
    if not top:
        return []
    parts = [(inline(SECTORS.text(s.cut.sector)), mark(s.gap(year))) for s in top]
    zh = "、".join(f"{label.zh}{gap}" for label, gap in parts)
    en = ", ".join(f"{label.en} {gap}" for label, gap in parts)
    return [
        Text(
            zh=f"按行业看，高出各自路径最多的是{zh}（各行业各自外推，相加不等于全省差距）。",
            en=f"By industry the largest gaps are {en} (each on its own trend, so that they do not"
            " add up to that of the whole).",
        )
    ]


def _distance(one: Distance) -> Text:
    year, place = one.asked.year, subject(one)
    name = PATH_NAME[one.asked.shape]
    gap, path, ahead = one.gap(year), one.pathway(year), one.trend(year)
    size, above = one.figures.size(gap) if gap.value >= 0 else _below(one, gap), gap.value >= 0
    share = one.gap_pct(year)
    zh_share = en_share = ""
    if share and above:
        zh_share = f"，即路径的{mark(share)}"
        en_share = f", or {mark(share)} of it"
    zh, en = ("高出", "above") if above else ("低", "below")
    head = place.en[:1].upper() + place.en[1:]
    return Text(
        zh=f"{place.zh}若按近期趋势发展，{year}年将排放{mark(ahead)}，比{name.zh}的{mark(path)}{zh}{mark(size)}{zh_share}。",
        en=f"{head} would emit {mark(ahead)} in {year} on the recent trend, {mark(size)} {en} the"
        f" {mark(path)} of its {name.en}{en_share}.",
    )


def _below(one: Distance, gap: Claim) -> Claim:
    return one.figures.derive(
        "co2_gap_mt",
        -gap.value,
        [gap],
        formula="− change",
        entity=gap.entity,
        year=gap.year,
        params={**gap.params, "fall_of": gap.metric},
    )


def _speed(one: Distance) -> Text:
    year, base = one.asked.year, one.recent.years[-1]
    required = one.required(year)
    done = _moving(one, one.rate)
    if required is None:
        return Text(
            zh=f"路径到{year}年降为零；近期排放则{done.zh}。",
            en=f"The pathway comes to zero by {year}; recently emissions {done.en}.",
        )
    must, allowed = _moving(one, required), required.value >= 0
    verb_en = "leaves room for a rise of" if allowed else "requires a fall of"
    size = mark(required if allowed else _fall(one, required))
    return Text(
        zh=f"从{base}年清单到{year}年，路径{'最多容许' if allowed else '要求'}{must.zh}；近期则{done.zh}。",
        en=f"From the {base} inventory to {year} the pathway {verb_en} {size}; recently emissions"
        f" {done.en}.",
    )


def _moving(one: Distance, rate: Claim) -> Text:
    up = rate.value >= 0
    size = mark(rate if up else _fall(one, rate))
    return Text(
        zh=f"以{size}的速度{'上升' if up else '下降'}",
        en=f"{'rose' if up else 'fell'} by {size}",
    )


def _fall(one: Distance, rate: Claim) -> Claim:
    if rate.metric == "growth_pct_per_year":
        return one.figures.size(rate)
    return one.figures.derive(
        "cut_rate_pct_per_year",
        -rate.value,
        [rate],
        formula="− change",
        entity=rate.entity,
        year=rate.year,
        params={**rate.params, "fall_of": rate.metric},
    )


def _record(one: Distance) -> Text:
    highest, last, peak = mark(one.highest), one.recent.years[-1], one.peak
    place, fall = subject(one), one.fall
    head = place.en[:1].upper() + place.en[1:]
    years = number_word(PEAK_YEARS)
    if peak.status == "rising" or fall is None:
        return Text(
            zh=f"{place.zh}现有清单中排放最高的就是最后一年（{highest}），还看不到峰值；此后情况清单未载。",
            en=f"{head}: the last inventory ({highest}) is the highest held, so no peak is to be"
            " seen yet; nothing is on record of later years.",
        )
    verdict = {
        "recent": Text(
            zh=f"但距最后清单不足{years.zh}年，尚不能认定达峰",
            en=f"yet that is under {years.en} years before the last inventory, too early to tell a"
            " peak",
        ),
        "rebound": Text(
            zh="虽已过多年，近期又在上升，不能认定达峰",
            en="long past, yet emissions rise again of late, so no peak can be told",
        ),
        "plateau": Text(
            zh=f"虽已满{years.zh}年，但降幅不足{PEAK_FALL_PCT:g}%，只能称为平台期",
            en=f"over {years.en} years back, yet with a fall under {PEAK_FALL_PCT:g} %: a plateau, no"
            " more",
        ),
        "passed": Text(
            zh=f"已满{years.zh}年、降幅达{PEAK_FALL_PCT:g}%且近期未回升，记录上已过最高点，仍须{last}年以后的清单证实",
            en=f"at least {years.en} years back, a fall of {PEAK_FALL_PCT:g} % or more and no rise of"
            f" late: past its high on record, which inventories after {last} must confirm",
        ),
    }[peak.status]
    return Text(
        zh=f"{place.zh}现有清单中最高的是{highest}，到{last}年已下降{mark(fall)}；{verdict.zh}。",
        en=f"{head} emitted most in {highest} and {mark(fall)} less in {last}: {verdict.en}.",
    )

"""What a sector's pathway asks for, in sentences: the cut by each milestone, first of all."""

import math
from collections.abc import Sequence
from itertools import pairwise

from data.result import Claim, Finding, mark
from data.text import Text
from data.vocabulary import REGIONS, SECTORS
from tools.inventory.phrases import inline
from tools.pathways.figures import PathFigures
from tools.pathways.sector_pathway import SectorPathway
from tools.pathways.timetable import find_net_zero


def tell_cuts(
    figures: PathFigures, path: SectorPathway, years: Sequence[int], by: Text | None = None
) -> list[Finding]:
    """Tell the cut by each year, against the last inventory and against the start year.

    Args:
        figures: Mints the figures.
        path: The pathway.
        years: The years to tell.
        by: The method, where the reader chose one; it opens the first sentence.
    """
    place, label = REGIONS.text(figures.options.region), SECTORS.text(path.sector)
    who = Text(zh=place.zh + label.zh, en=f"{label.en} in {place.en}")
    if by is not None:
        plain = inline(label)
        who = Text(zh=f"按{by.zh}，{who.zh}", en=f"By {by.en}, {plain.en} in {place.en}")
    return [
        Finding(text=_cut(figures, path, year, who if number == 0 else None))
        for number, year in enumerate(years)
    ]


def _cut(figures: PathFigures, path: SectorPathway, year: int, who: Text | None) -> Text:
    base, now = figures.sector(path, figures.base_year), figures.sector(path, year)
    change = figures.growth(base, now)
    part = mark(figures.size(change)) if change else ""
    cut = figures.cut_mt(base, now)
    since = _since(figures, path, now)
    lead_zh = f"{who.zh if who else ''}到{year}年"
    if cut.value > 0:
        en = (
            f"{who.en} must cut {mark(cut)} by {year}"
            if who
            else f"By {year} it must cut {mark(cut)}"
        )
        return Text(
            zh=f"{lead_zh}要减少{mark(cut)}，较{base.year}年清单低{part}，降到{mark(now)}{since.zh}。",
            en=f"{en} ({part} below the {base.year} inventory), down to {mark(now)}{since.en}.",
        )
    more = mark(figures.size(cut))
    en = (
        f"{who.en} stands at {mark(now)} in {year}"
        if who
        else f"In {year} it stands at {mark(now)}"
    )
    return Text(
        zh=f"{lead_zh}为{mark(now)}，较{base.year}年清单不减反增{more}，即{part}{since.zh}。",
        en=f"{en}, no cut but {more} ({part}) above the {base.year} inventory{since.en}.",
    )


def _since(figures: PathFigures, path: SectorPathway, now: Claim) -> Text:
    """Say the change since the start year, where that is not the inventory year itself."""
    first = figures.options.start_year
    if first == figures.base_year:
        return Text(zh="", en="")
    start = figures.sector(path, first)
    if math.isclose(start.value, now.value, rel_tol=1e-9):
        return Text(zh=f"；与起始年{first}年持平", en=f"; level with the start year {first}")
    cut, change = figures.cut_mt(start, now), figures.growth(start, now)
    part = mark(figures.size(change)) if change else ""
    if cut.value > 0:
        return Text(
            zh=f"；较起始年{first}年减少{mark(cut)}，即{part}",
            en=f"; from the start year {first} the cut is {mark(cut)} ({part})",
        )
    more = mark(figures.size(cut))
    return Text(
        zh=f"；较起始年{first}年增加{more}，即{part}",
        en=f"; from the start year {first} that is a rise of {more} ({part})",
    )


def tell_start(figures: PathFigures, path: SectorPathway) -> list[Finding]:
    """Tell where the pathway comes from: the inventory, and the projection to the start year."""
    base = figures.sector(path, figures.base_year)
    first = figures.options.start_year
    if first == figures.base_year:
        text = Text(
            zh=f"起点是{first}年清单排放{mark(base)}。",
            en=f"It starts from the {mark(base)} of the {first} inventory.",
        )
        return [Finding(text=text)]
    start = figures.sector(path, first)
    text = Text(
        zh=f"{base.year}年清单排放{mark(base)}，推算到起始年{first}年为{mark(start)}，这一段不是数据。",
        en=f"The {base.year} inventory holds {mark(base)}, projected to {mark(start)} in the start"
        f" year {first} (a projection, not data).",
    )
    return [Finding(text=text)]


def tell_speed(figures: PathFigures, path: SectorPathway, years: Sequence[int]) -> list[Finding]:
    """Tell the annual rate of cut, from the start year to each milestone in turn and in all."""
    first, last = figures.options.start_year, figures.options.target_year
    stops = [first, *(y for y in years if y < last), last]
    values = {y: figures.sector(path, y) for y in stops}
    rates = [(a, b, figures.fall(values[a], values[b])) for a, b in pairwise(stops)]
    known = [(a, b, _rate(figures, r)) for a, b, r in rates if r is not None]
    whole = figures.fall(values[first], values[last])
    if not known:
        return []
    zh = "，".join(f"{a}–{b}年{r.zh}" for a, b, r in known)
    en = ", ".join(f"{r.en} in {a}–{b}" for a, b, r in known)
    if whole is None or len(stops) == 2:
        text = Text(zh=f"年均降幅（复合）：{zh}。", en=f"Average annual cut (compound): {en}.")
    else:
        all_of_it = _rate(figures, whole)
        text = Text(
            zh=f"{first}–{last}年年均降幅（复合）{all_of_it.zh}，其中{zh}。",
            en=f"Average annual cut over {first}–{last} (compound): {all_of_it.en}; {en}.",
        )
    return [Finding(text=text)]


def _rate(figures: PathFigures, rate: Claim) -> Text:
    if rate.value >= 0:
        return Text(zh=mark(rate), en=mark(rate))
    size = mark(figures.size(rate))
    return Text(zh=f"上升{size}", en=f"a rise of {size}")


def tell_zero(figures: PathFigures, path: SectorPathway) -> list[Finding]:
    """Tell from which year on the pathway emits nothing; nothing where it never does."""
    year = find_net_zero(path.years, path.emissions)
    if year is None or year > figures.options.target_year:
        return []
    claim = figures.derive(
        "net_zero_year",
        year,
        [],
        formula="first year without CO2 on the pathway",
        entity={"region": figures.options.region, "sector": path.sector},
        year=None,
        params=figures.params,
        like=figures.sector(path, figures.base_year),
    )
    text = Text(
        zh=f"路径自{mark(claim)}起不再有排放。",
        en=f"From {mark(claim)} on the pathway emits nothing.",
    )
    return [Finding(text=text)]


def tell_intensity(
    figures: PathFigures, path: SectorPathway, asked: Sequence[int] = ()
) -> list[Finding]:
    """Tell how emissions per output move, beside the reference sector; nothing without output.

    Args:
        figures: Mints the figures.
        path: The sector's pathway.
        asked: Years asked about, whose intensities are told too.
    """
    first, last = figures.options.start_year, figures.options.target_year
    own, end = figures.intensity(path, first), figures.intensity(path, last)
    reference = figures.reference_intensity(path, first)
    if own is None or end is None or reference is None:
        return []
    stand = _compare(own.value, reference.value)
    verb = Text(zh="变到", en="move")
    if path.method == "sda":
        verb = Text(zh="收敛到", en="converge")
    between = [y for y in asked if first < y < last]
    on_the_way = [(y, c) for y in between if (c := figures.intensity(path, y)) is not None]
    by_zh = "".join(f"，经{y}年的{mark(c)}" for y, c in on_the_way)
    by_en = "".join(f", {mark(c)} in {y}" for y, c in on_the_way)
    text = Text(
        zh=f"单位产量排放由{first}年的{mark(own)}{by_zh}，{verb.zh}{last}年的{mark(end)}；{first}年参照行业"
        f"（各省之和）为{mark(reference)}，本地{stand.zh}。",
        en=f"Emissions per unit of output {verb.en} from {mark(own)} in {first}{by_en} to {mark(end)} in"
        f" {last}; the reference sector (sum of provinces) stands at {mark(reference)} in"
        f" {first}, so the region is {stand.en}.",
    )
    return [Finding(text=text)]


def _compare(own: float, reference: float) -> Text:
    if math.isclose(own, reference, rel_tol=1e-6):
        return Text(zh="与之持平", en="level with it")
    if own > reference:
        return Text(zh="高于参照行业", en="above it")
    return Text(zh="低于参照行业", en="below it")


def tell_nothing(figures: PathFigures, path: SectorPathway, zero: Claim | None) -> Finding:
    """Tell that a sector has no emissions to cut."""
    place, label = REGIONS.text(figures.options.region), SECTORS.text(path.sector)
    value = mark(zero) if zero else ""
    return Finding(
        text=Text(
            zh=f"{figures.base_year}年清单中{place.zh}{label.zh}排放为{value}，没有需要下降的路径。",
            en=f"The {figures.base_year} inventory gives {value} for {inline(label).en} in"
            f" {place.en}; there is no pathway to draw.",
        )
    )

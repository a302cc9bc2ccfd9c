"""Part 2 of the roadmap: how much by when, and how fast."""

from itertools import pairwise

from data.result import Claim, Column, Finding, Note, Scalar, Table, mark
from data.text import Text
from tools.pathways.figures import SPAN_LABEL
from tools.pathways.timetable import best_fall, find_net_zero, find_peak
from tools.roadmap.course import Roadmap


def tell_timetable(roadmap: Roadmap) -> list[Finding]:
    """Tell start, milestones, peak, net-zero year, cumulative emissions and speed."""
    texts = [_start(roadmap), _steps(roadmap), _peak(roadmap), _net_zero(roadmap), _speed(roadmap)]
    return [Finding(section="timetable", text=t) for t in texts if t is not None]


def tell_short_timetable(roadmap: Roadmap) -> list[Finding]:
    """Tell milestones and net-zero year alone."""
    return [Finding(section="timetable", text=t) for t in (_steps(roadmap), _net_zero(roadmap))]


def _start(roadmap: Roadmap) -> Text | None:
    base, first = roadmap.base_year, roadmap.options.start_year
    if base == first:
        return None
    start = roadmap.total(first)
    moved = moved_by(roadmap, roadmap.total(base), start)
    return Text(
        zh=f"{base}年之后没有清单；按已公布产量、实际GDP和所列假设推算（不是数据），起始年{first}年约"
        f"{mark(start)}，较{base}年{moved.zh}。",
        en=f"There is no inventory after {base}. Carried forward with published output, real GDP and"
        f" the stated assumptions, the start year {first} stands at about {mark(start)}, {moved.en}"
        f" {base}; this span is a projection, not data.",
    )


def moved_by(roadmap: Roadmap, first: Claim, last: Claim) -> Text:
    """Say by how much the last figure is above or below the first, in both languages."""
    change = roadmap.figures.growth(first, last)
    if change is None or change.value == 0:
        return Text(zh="持平", en="level with")
    size = mark(roadmap.figures.size(change))
    up = change.value > 0
    return Text(zh=f"{'高' if up else '低'}{size}", en=f"{size} {'above' if up else 'below'}")


def _steps(roadmap: Roadmap) -> Text:
    first, target = roadmap.options.start_year, roadmap.options.target_year
    years = [y for y in roadmap.milestones if first < y < target and (y % 10 == 0 or y == 2035)]
    marks = [(y, mark(roadmap.total(y))) for y in (*years, target)]
    zh = "，".join(f"{y}年{m}" for y, m in marks)
    en = ", ".join(f"{m} in {y}" for y, m in marks)
    return Text(
        zh=f"路径总排放：{zh}；逐个五年节点见时间表。",
        en=f"Gross CO2 on the pathway: {en}; the timetable lists every fifth year.",
    )


def _peak(roadmap: Roadmap) -> Text:
    held = roadmap.trajectory
    year, _ = find_peak(held.history, held.years, held.gross)
    claim = roadmap.year_claim("peak_year", year, "year of the highest gross CO2")
    value = roadmap.total(year)
    seen = tell_seen(roadmap, year)
    return Text(
        zh=f"达峰：{mark(claim)}，峰值{mark(value)}，{seen.zh}。",
        en=f"Peak: {mark(claim)} at {mark(value)}, {seen.en}.",
    )


def tell_seen(roadmap: Roadmap, year: int) -> Text:
    """Say in which span a peak year lies, and so how sure it is."""
    first = roadmap.options.start_year
    if year <= roadmap.base_year:
        return Text(zh="清单数据所见", en="as the inventories show")
    if year < first:
        return Text(
            zh="落在推算时段，须待新的清单证实",
            en="in the projected span, so new inventories must confirm it",
        )
    if year == first:
        return Text(
            zh="即起始年，此后路径均低于此",
            en="the start year; the pathway stays below it after that",
        )
    return Text(zh="落在路径时段", en="in the span of the pathway")


def _net_zero(roadmap: Roadmap) -> Text:
    target = roadmap.options.target_year
    claim = claim_net_zero(roadmap)
    total = roadmap.cumulative()
    tail = Text(
        zh=f"起始年至{target}年累计排放{mark(total)}。",
        en=f"From the start year to {target} it emits {mark(total)} in all.",
    )
    if claim is not None:
        return Text(
            zh=f"净零年：{mark(claim)}。{tail.zh}", en=f"Net zero: {mark(claim)}. {tail.en}"
        )
    return Text(
        zh=f"净零年：不早于{target}年。{tail.zh}", en=f"Net zero: not before {target}. {tail.en}"
    )


def claim_net_zero(roadmap: Roadmap) -> Claim | None:
    """Mint the first year without net CO2; None where the pathway holds none."""
    year = find_net_zero(roadmap.trajectory.years, roadmap.trajectory.net)
    if year is None:
        return None
    return roadmap.year_claim("net_zero_year", year, "first year without net CO2")


def _speed(roadmap: Roadmap) -> Text | None:
    figures, first = roadmap.figures, roadmap.options.start_year
    target = roadmap.options.target_year
    stops = [first, *(y for y in (2035, 2050) if first < y < target), target]
    totals = [roadmap.total(y) for y in stops]
    rates = [figures.fall(a, b) for a, b in pairwise(totals)]
    spans = [(a, b, r) for (a, b), r in zip(pairwise(stops), rates, strict=True) if r]
    if not spans:
        return None
    zh = "，".join(f"{a}–{b}年{mark(r)}" for a, b, r in spans)
    en = ", ".join(f"{mark(r)} in {a}–{b}" for a, b, r in spans)
    best = _best(roadmap)
    return Text(
        zh=f"所需降幅（复合）：{zh}；{best.zh}",
        en=f"Average annual cut required (compound): {en}. {best.en}",
    )


def _best(roadmap: Roadmap) -> Text:
    found = best_fall(roadmap.trajectory.history)
    if found is None:
        return Text(
            zh="现有清单年份中，相隔三至五年的两年之间从未下降，没有可比的历史降幅。",
            en="Between no two inventory years held, three to five years apart, did emissions fall, so"
            " there is no past rate to compare with.",
        )
    first, last, _ = found
    rate = roadmap.figures.fall(roadmap.total(first), roadmap.total(last))
    value = mark(rate) if rate else ""
    return Text(
        zh=f"迄今三至五年间最快的是{first}–{last}年的{value}。",
        en=f"The fastest so far over three to five years was {value} in {first}–{last}.",
    )


def table_timetable(roadmap: Roadmap) -> Table:
    """List the milestones: gross, net, change against the inventory year, annual cut."""
    figures = roadmap.figures
    base = roadmap.total(roadmap.base_year)
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    before: Claim | None = None
    for year in (roadmap.base_year, *roadmap.milestones):
        now = roadmap.total(year)
        later = year > roadmap.base_year
        cells = [
            now,
            roadmap.net(year),
            figures.growth(base, now) if later else None,
            figures.fall(before, now) if before else None,
        ]
        rows.append(
            [year, SPAN_LABEL[figures.span(year)], *(c.value if c else None for c in cells)]
        )
        claims.append([None, None, *(c.id if c else None for c in cells)])
        before = now
    labels = [
        ("year", "年份", "Year", ""),
        ("span", "时段", "Span", ""),
        ("gross_co2_mt", "总排放", "Gross CO2", "Mt"),
        ("net_co2_mt", "净排放", "Net CO2", "Mt"),
        ("growth_pct", "较清单年", "Against the inventory year", "percent"),
        (
            "cut_rate_pct_per_year",
            "距上一行年均降幅",
            "Annual cut since the row above",
            "percent_per_year",
        ),
    ]
    return Table(
        id="timetable",
        title=Text(zh=f"{roadmap.place.zh}减排时间表", en=f"Timetable of {roadmap.place.en}"),
        columns=[Column(id=i, label=Text(zh=zh, en=en), unit=u) for i, zh, en, u in labels],
        rows=rows,
        claims=claims,
        kind=base.kind,
        source=base.source,
    )


def note_projection(roadmap: Roadmap) -> list[Note]:
    """Say in one note what is data, what is projection and what is pathway."""
    base, first, last = roadmap.base_year, roadmap.options.start_year, roadmap.options.target_year
    if base == first:
        return []
    text = Text(
        zh=f"三段：清单数据到{base}年；{base}–{first}年为推算；{first}–{last}年为路径（要求达到的，不是预测）。",
        en=f"Three spans: inventory data to {base}; {base}–{first} projected; {first}–{last} the"
        " pathway, which says what would be required and is no forecast.",
    )
    return [Note(level="caution", text=text)]

"""What a comparison of pathways says: the residual first, then the way there."""

from data.result import Claim, Finding, mark
from data.text import Text, join
from tools.roadmap.course import Roadmap
from tools.scenarios.cases import Case
from tools.scenarios.comparison import SAME_MT, Comparison
from tools.scenarios.reasons import tell_reasons

MOST_TOLD_PCT = 200.0
"""Beyond this a difference in per cent says less than the two figures themselves."""


def tell_comparison(held: Comparison) -> list[Finding]:
    """Tell the residuals, neutrality where sinks or capture are stated, the way there, and why."""
    two = len(held.cases) == 2
    lead, way = (_pair(held), _way(held)) if two else (_range(held), _sums(held))
    neutral = _neutral(held)
    texts = [lead, way] if neutral is None else [neutral, lead, way]
    main = [Finding(text=t) for t in texts]
    return [*main, *(Finding(section="reasons", text=t) for t in tell_reasons(held))]


def _pair(held: Comparison) -> Text:
    [(case, roadmap)] = held.others
    first, second = held.base.residual(), roadmap.residual()
    under, base = _under(case, held), _base_name(held)
    against = _against(held, roadmap, first, second)
    alike = abs(second.value - first.value) < SAME_MT
    compared = f"与{base.zh}的{mark(first)}" if alike else f"比{base.zh}的{mark(first)}"
    return Text(
        zh=f"{under.zh}，{held.place.zh}{held.target}年的剩余排放为{mark(second)}，{compared}{against.zh}。",
        en=f"{under.en}, the residual emissions of {held.place.en} in {held.target} are {mark(second)},"
        f" compared with {mark(first)} {base.en}: {against.en}.",
    )


def _under(case: Case, held: Comparison) -> Text:
    """Name the condition of a case as a clause: the reader's change, else the scenario."""
    changes = case.options.changes()
    if changes and case.options.scenario == held.cases[0].options.scenario:
        en = " and ".join(c.en for c in changes)
        return Text(zh=f"如果{join(changes).zh}", en=f"With {en}")
    return Text(zh=f"在“{case.name.zh}”情景下", en=f"Under “{case.name.en}”")


def _base_name(held: Comparison) -> Text:
    case = held.cases[0]
    if held.others[0][0].options.changes() and not case.options.changes():
        return Text(zh=f"不作变动时（{case.name.zh}）", en=f"without the change (“{case.name.en}”)")
    return Text(zh=f"“{case.name.zh}”情景", en=f"under “{case.name.en}”")


def _against(held: Comparison, roadmap: Roadmap, first: Claim, second: Claim) -> Text:
    difference = held.differ(roadmap, first, second)
    if abs(difference.value) < SAME_MT:
        return Text(zh="相同", en="the same")
    size = mark(roadmap.figures.size(difference))
    change = held.change(roadmap, first, second)
    told = change is not None and abs(change.value) <= MOST_TOLD_PCT
    percent = mark(roadmap.figures.size(change)) if change and told else ""
    share, share_en = (f"（{percent}）", f" ({percent})") if percent else ("", "")
    more = difference.value > 0
    return Text(
        zh=f"{'多' if more else '少'}{size}{share}",
        en=f"{size} {'more' if more else 'less'}{share_en}",
    )


def _range(held: Comparison) -> Text:
    pairs = [(c, r.residual()) for c, r in zip(held.cases, held.roadmaps, strict=True)]
    low, high = min(pairs, key=lambda p: p[1].value), max(pairs, key=lambda p: p[1].value)
    first = pairs[0]
    highest = held.roadmaps[pairs.index(high)]
    width = highest.figures.derive(
        "difference",
        high[1].value - low[1].value,
        [high[1], low[1]],
        formula="high − low",
        entity=high[1].entity,
        year=held.target,
        params={**highest.figures.params, "range_of": " ".join(c.id for c in held.cases)},
        unit="Mt",
    )
    return Text(
        zh=f"{held.place.zh}{held.target}年的剩余排放，最低是“{low[0].name.zh}”的{mark(low[1])}，最高是"
        f"“{high[0].name.zh}”的{mark(high[1])}，相差{mark(width)}；作为比较基准的“{first[0].name.zh}”"
        f"为{mark(first[1])}。",
        en=f"The residual emissions of {held.place.en} in {held.target} are lowest under"
        f" “{low[0].name.en}” at {mark(low[1])} and highest under “{high[0].name.en}” at"
        f" {mark(high[1])}, {mark(width)} apart; “{first[0].name.en}”, against which the others are"
        f" measured, leaves {mark(first[1])}.",
    )


def _neutral(held: Comparison) -> Text | None:
    """Say when net zero is reached with the sinks and capture that are stated."""
    told = [
        _net_zero(held, case, roadmap)
        for case, roadmap in zip(held.cases, held.roadmaps, strict=True)
        if case.options.sinks_mt or case.options.ccus_mt
    ]
    if not told:
        return None
    return Text(zh="".join(t.zh for t in told), en=" ".join(t.en for t in told))


def _net_zero(held: Comparison, case: Case, roadmap: Roadmap) -> Text:
    gross, year = roadmap.total(held.target), held.net_zero(roadmap)
    changes = case.options.changes()
    stated = Text(zh=join(changes).zh, en=" and ".join(c.en for c in changes))
    without = held.net_zero(held.base)
    alone = Text(
        zh=f"不计这些，{held.target}年前达不到净零"
        if without is None
        else f"不计这些为{mark(without)}",
        en=f"without them, not by {held.target}"
        if without is None
        else f"without them, {mark(without)}",
    )
    if year is None:
        return Text(
            zh=f"按{stated.zh}，仍不能在{held.target}年实现净零：该年总排放{mark(gross)}。",
            en=f"With {stated.en}, net zero is still not reached by {held.target}: gross CO2 in that"
            f" year is {mark(gross)}.",
        )
    return Text(
        zh=f"按{stated.zh}，账面上可在{mark(year)}实现净零（{alone.zh}），{held.target}年总排放{mark(gross)}；"
        "这只在所给的碳汇或捕集成立时成立。",
        en=f"With {stated.en}, net zero is reached on paper in {mark(year)} ({alone.en}); gross CO2 in"
        f" {held.target} is {mark(gross)}. This stands only as far as the stated removals do.",
    )


def _way(held: Comparison) -> Text:
    [(_, roadmap)] = held.others
    first, second = held.base.cumulative(), roadmap.cumulative()
    start = held.cases[0].options.start_year
    peaks = _peaks(held)
    if max(abs(held.base.trajectory.gross - roadmap.trajectory.gross)) < SAME_MT:
        return Text(
            zh=f"总排放路径不变，{start}–{held.target}年累计{mark(second)}。{peaks.zh}",
            en=f"The path of gross CO2 is the same: {mark(second)} in {start}–{held.target}."
            f" {peaks.en}",
        )
    years = [y for y in held.years if y < held.target]
    steps = [(y, roadmap.total(y), _against(held, roadmap, held.base.total(y), roadmap.total(y)))
             for y in years]  # fmt: skip
    zh = "".join(f"{y}年{mark(c)}，{a.zh}；" for y, c, a in steps)
    en = "; ".join(f"{mark(c)} in {y}, {a.en}" for y, c, a in steps)
    sums = _against(held, roadmap, first, second)
    return Text(
        zh=f"总排放：{zh}{start}–{held.target}年累计{mark(second)}，{sums.zh}。{peaks.zh}",
        en=f"{'Gross CO2: ' + en + '. ' if en else ''}In {start}–{held.target} it adds up to"
        f" {mark(second)}, {sums.en}. {peaks.en}",
    )


def _sums(held: Comparison) -> Text:
    pairs = [(c, r.cumulative()) for c, r in zip(held.cases, held.roadmaps, strict=True)]
    low, high = min(pairs, key=lambda p: p[1].value), max(pairs, key=lambda p: p[1].value)
    start = held.cases[0].options.start_year
    return Text(
        zh=f"{start}–{held.target}年累计总排放最少{mark(low[1])}（{low[0].name.zh}），最多{mark(high[1])}"
        f"（{high[0].name.zh}）。{_peaks(held).zh}",
        en=f"Gross CO2 of {start}–{held.target} adds up to between {mark(low[1])} ({low[0].name.en}) and"
        f" {mark(high[1])} ({high[0].name.en}). {_peaks(held).en}",
    )


def _peaks(held: Comparison) -> Text:
    found = [held.peak(r) for r in held.roadmaps]
    if len({c.value for c in found}) == 1:
        both = len(found) == 2
        return Text(
            zh=f"达峰年{'两者' if both else ''}均为{mark(found[0])}。",
            en=f"{'Both' if both else 'All'} peak in {mark(found[0])}.",
        )
    zh = "，".join(f"{c.name.zh}{mark(p)}" for c, p in zip(held.cases, found, strict=True))
    en = ", ".join(f"{mark(p)} ({c.name.en})" for c, p in zip(held.cases, found, strict=True))
    return Text(zh=f"达峰年：{zh}。", en=f"Peak year: {en}.")

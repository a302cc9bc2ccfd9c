"""The first lines of a roadmap: how much, where, how jointly, what is left, how sure."""

from collections.abc import Sequence

from data.result import Finding, Result, mark
from data.text import Text, join
from tools.ensemble.figures import EnsembleFigures
from tools.inventory.phrases import inline
from tools.roadmap.change import claim_peak
from tools.roadmap.course import Roadmap
from tools.roadmap.sectors import TOP, rank_cuts, share_of_cut
from tools.roadmap.timetable import claim_net_zero, moved_by, tell_seen
from tools.roadmap.uncertainty import Swing

SECTION = "summary"

NO_CHAIN = Finding(
    section=SECTION,
    text=Text(
        zh="如何连减：没有可用的投入产出表，暂缺，取得办法见产业链一节。",
        en="How to cut jointly: not known for want of an input-output table; the part on the supply"
        " chain says how to get one.",
    ),
)


def tell_lead(
    roadmap: Roadmap, chain: Result, swings: Sequence[Swing], ensemble: EnsembleFigures
) -> list[Finding]:
    """Tell the answer in five lines; the chain brings its own."""
    joint = [f for f in chain.findings if f.section == SECTION]
    missing = all(f.section == "chain" for f in chain.findings)
    texts = [_how_much(roadmap), _where(roadmap)]
    ends = [_left(roadmap), _how_sure(roadmap, swings, ensemble)]
    return [
        *(Finding(section=SECTION, text=t) for t in texts if t is not None),
        *([NO_CHAIN] if missing else joint),
        *(Finding(section=SECTION, text=t) for t in ends),
    ]


def _how_much(roadmap: Roadmap) -> Text:
    first, target = roadmap.options.start_year, roadmap.options.target_year
    start, end = roadmap.total(first), roadmap.total(target)
    years = [y for y in (2030, 2035, 2050) if first < y < target]
    steps = [(y, mark(roadmap.total(y))) for y in (*years, target)]
    zh = "，".join(f"{y}年{m}" for y, m in steps)
    en = ", ".join(f"{m} in {y}" for y, m in steps)
    whose = _scope(roadmap)
    moved, turn = moved_by(roadmap, start, end), _turning(roadmap)
    return Text(
        zh=f"减多少：{whose.zh}总排放由起始年{first}年的{mark(start)}降到{zh}（比起始年{moved.zh}）；{turn.zh}。"
        if end.value < start.value
        else f"减多少：{whose.zh}总排放起始年{first}年{mark(start)}，{zh}（比起始年{moved.zh}）；{turn.zh}。",
        en=f"How much: gross CO2 of {whose.en} goes from {mark(start)} in the start year"
        f" {first} to {en}, {moved.en} the start; {turn.en}.",
    )


def _scope(roadmap: Roadmap) -> Text:
    if not roadmap.trajectory.filtered:
        return roadmap.place
    names = join([inline(w.label) for w in roadmap.wedges])
    return Text(zh=f"{roadmap.place.zh}{names.zh}", en=f"{names.en} in {roadmap.place.en}")


def _turning(roadmap: Roadmap) -> Text:
    peak, zero = claim_peak(roadmap), claim_net_zero(roadmap)
    seen, target = tell_seen(roadmap, int(peak.value)), roadmap.options.target_year
    end = Text(zh=f"净零不早于{target}年", en=f"net zero is not before {target}")
    if zero is not None:
        end = Text(zh=f"净零年{mark(zero)}", en=f"net zero is reached in {mark(zero)}")
    return Text(
        zh=f"达峰{mark(peak)}，{seen.zh}；{end.zh}",
        en=f"the peak is {mark(peak)}, {seen.en}; {end.en}",
    )


def _where(roadmap: Roadmap) -> Text | None:
    ranked = rank_cuts(roadmap)[:TOP]
    if not ranked or len(roadmap.wedges) == 1 or roadmap.cut().value <= 0:
        return None
    shares = [(w.label, mark(share_of_cut(roadmap, w))) for w in ranked]
    zh = "、".join(f"{name.zh}占{share}" for name, share in shares)
    en = ", ".join(f"{inline(name).en} {share}" for name, share in shares)
    return Text(
        zh=f"减哪里：减排量中{zh}。",
        en=f"Where: of the cut, {en}.",
    )


def _left(roadmap: Roadmap) -> Text:
    target, left = roadmap.options.target_year, roadmap.residual()
    if left.value <= 0:
        return Text(
            zh=f"还剩多少：{target}年没有剩余排放。", en=f"What is left: nothing in {target}."
        )
    removes = bool(roadmap.options.sinks_mt or roadmap.options.ccus_mt)
    return Text(
        zh=f"还剩多少：{target}年{'扣除给定的碳汇与捕集后' if removes else ''}仍有{mark(left)}须捕集或由碳汇吸收"
        f"{'' if removes else '，不预设碳汇'}。",
        en=f"What is left: {mark(left)} in {target}{' after the stated sinks and capture' if removes else ''},"
        f" to be captured or sunk{'' if removes else '; no sinks are assumed'}.",
    )


def _how_sure(roadmap: Roadmap, swings: Sequence[Swing], ensemble: EnsembleFigures) -> Text:
    target = roadmap.options.target_year
    low, high = mark(ensemble.residual(5)), mark(ensemble.residual(95))
    below = mark(ensemble.below_stated())
    top = next((s for s in swings if s.width.value > 0), None)
    zh = en = ""
    if top is not None:
        name, low_end, high_end = top.name, mark(top.low), mark(top.high)
        zh = f"；影响最大的是{name.zh}，可使其在{low_end}至{high_end}之间"
        en = f"; it hangs most on the {inline(name).en}: {low_end} to {high_end}"
    return Text(
        zh=f"把握多大：{target}年剩余排放的P5–P95区间为{low}至{high}，有{below}的抽样比路径更低{zh}。",
        en=f"How sure: P5 to P95 of the {target} residual span {low} to {high}, with {below} of the"
        f" draws below the pathway{en}.",
    )

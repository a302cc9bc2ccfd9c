"""What is said of distances to the pathway: who is furthest, who is on it, what the record shows."""

from collections.abc import Callable, Sequence

from data.result import Claim, mark
from data.tables import span
from data.text import Text
from tools.gap.distance import PEAK_BY, Distance
from tools.gap.trend import MOST_HELD, PEAK_FALL_PCT, PEAK_YEARS
from tools.gap.views import name_of
from tools.inventory.caveats import span_zh
from tools.inventory.phrases import inline, listed, number_word, region_label

MOST_NAMED = 6

PATH_NAME: dict[str, Text] = {
    "peak": Text(zh="达峰路径", en="peaking pathway"),
    "pathway": Text(zh="减排路径", en="pathway"),
}

METHOD = Text(
    zh="差距＝近期趋势−路径（同一年）。近期趋势：以现有最后五期清单首末两年的复合年均变化，从最后清单年延续。"
    "路径与碳中和路线图相同（有实物产量的行业用部门脱碳方法，其余用式7或线性收缩）；达峰路径另要求2030年以后不再上升。"
    "要求的年均变化：从最后清单年到该年路径值的复合变化率，因此差距为正即实现得不够快。"
    "是否达峰：最高年份距最后清单不足五年不能认定；满五年、降幅达5%且近期未回升，才称“记录上已过最高点”。并列者按省份（行业）顺序。",
    en="Gap = recent trend − pathway, in the same year. Recent trend: the compound annual change"
    " between the first and the last of the last five inventories held, carried on from the last."
    " The pathway is that of the net-zero roadmap (SDA where there is physical output, eq. 7 or"
    " linear contraction elsewhere); a peaking pathway moreover does not rise after 2030. Change"
    " required: the compound rate from the last inventory to the pathway, so a gap above zero means"
    " that the change achieved falls short of it. Peaked: never told where the high is under five"
    " years back; only after five years and a fall of 5 % is a high called passed on record. Ties"
    " keep the order of provinces (sectors).",
)


def define(held: Sequence[Distance]) -> Text:
    """Say in two sentences what trend and pathway mean here."""
    asked, options = held[0].asked, held[0].asked.options
    peaking = asked.shape == "peak"
    rule = Text(
        zh=f"{PEAK_BY}年以后不再上升、" if peaking else "",
        en=f"does not rise after {PEAK_BY} and " if peaking else "",
    )
    name, years = PATH_NAME[asked.shape], _window(held)
    return Text(
        zh=f"{name.zh}指{rule.zh}从{options.start_year}年按部门脱碳与收缩方法走到{options.target_year}年的路径；"
        f"差距是把近期趋势，即{years.zh}的年均变化，延续到{asked.year}年所得的排放，减去同年路径。",
        en=f"The {name.en} {rule.en}leads from {options.start_year} to {options.target_year} by"
        f" sectoral decarbonisation and contraction; the gap is the recent trend, the average annual"
        f" change over {years.en}, carried on to {asked.year}, less the pathway of that year.",
    )


def _window(held: Sequence[Distance]) -> Text:
    """Name the inventories behind the trend, where all share them."""
    first = held[0].recent.years
    if any(h.recent.years != first for h in held):
        count = number_word(MOST_HELD)
        return Text(
            zh=f"各自最后至多{count.zh}期清单",
            en=f"up to the last {count.en} inventories of each",
        )
    count = number_word(len(first))
    return Text(
        zh=f"最后{count.zh}期清单（{span_zh(first)}年）",
        en=f"the last {count.en} inventories ({span(first)})",
    )


def tell_ranking(held: Sequence[Distance], by: str, by_sector: bool, top: int) -> list[Text]:
    """Say who is furthest, what that means, who is on the pathway and who carries the tonnes."""
    texts = [furthest(held, by, by_sector, top), define(held), _groups(held, by_sector)]
    other = _by_other(held, by, by_sector)
    return [t for t in [*texts, other, None if by_sector else _record(held)] if t]


def furthest(held: Sequence[Distance], by: str, by_sector: bool, top: int) -> Text:
    """Say who is furthest from the pathway, and by how much."""
    asked = held[0].asked
    behind = [h for h in held if h.gap(asked.year).value > 0][:top]
    name, where = PATH_NAME[asked.shape], _where(held, by_sector)
    if not behind:
        return Text(
            zh=f"{where.zh}按近期趋势到{asked.year}年都不高于{name.zh}。",
            en=f"On the recent trend {where.en or 'none'} would be above the {name.en} in"
            f" {asked.year}.",
        )
    parts = [_above(h, by, by_sector) for h in behind]
    zh, en = "；".join(p.zh for p in parts), "; ".join(p.en for p in parts)
    how = Text(zh="按吨数", en="in tonnes")
    if by == "percent":
        how = Text(zh="按占路径的比例", en="in per cent of it")
    return Text(
        zh=f"{where.zh}离{name.zh}最远的（{how.zh}）依次是：{zh}。这是近期趋势延续到{asked.year}年高出路径的幅度。",
        en=f"Furthest from {'its' if by_sector else 'their'} {name.en} ({how.en}){where.en}: {en}."
        f" So far would the recent trend be above the pathway in {asked.year}.",
    )


def _where(held: Sequence[Distance], by_sector: bool) -> Text:
    if not by_sector:
        return Text(zh="", en="")
    place = region_label(held[0].cut.region)
    return Text(zh=f"{place.zh}各行业中", en=f" in {place.en}")


def _above(one: Distance, by: str, by_sector: bool) -> Text:
    year = one.asked.year
    first, second = one.gap_pct(year), one.gap(year)
    if by == "mt" or first is None:
        first, second = second, first
    label = name_of(one, by_sector)
    label = inline(label) if by_sector else label
    tail_zh = tail_en = ""
    if second and by == "mt":
        tail_zh, tail_en = f"，为路径的{mark(second)}", f", {mark(second)} of the pathway"
    elif second:
        tail_zh, tail_en = f"，合{mark(second)}", f" or {mark(second)}"
    return Text(zh=f"{label.zh}{mark(first)}{tail_zh}", en=f"{label.en} {mark(first)}{tail_en}")


def _count(held: Sequence[Distance], what: str, value: int) -> str:
    like = held[0].gap(held[0].asked.year)
    among = " ".join(f"{h.cut.region}/{h.cut.sector}" for h in held)
    claim = held[0].figures.derive(
        "count",
        value,
        [],
        formula="count",
        entity={},
        year=like.year,
        params={**like.params, "shape": held[0].asked.shape, "what": what, "among": among},
        like=like,
    )
    return mark(claim)


def _groups(held: Sequence[Distance], by_sector: bool) -> Text:
    year = held[0].asked.year
    off = [h for h in held if h.gap(year).value > 0]
    rising = [h for h in off if h.rate.value >= 0]
    slow = [h for h in off if h.rate.value < 0]
    fine = [h for h in held if h.gap(year).value <= 0]
    noun = Text(zh="个行业", en="sectors") if by_sector else Text(zh="个省份", en="provinces")
    every = _count(held, "assessed", len(held))
    parts = [
        (rising, Text(zh="近期仍在上升、将高于路径", en="rising and off the pathway")),
        (slow, Text(zh="在下降但不够快", en="falling, yet too slowly")),
        (fine, Text(zh="按近期趋势可在路径上或其下", en="on or below the pathway")),
    ]
    counts = [(_count(held, said.en, len(group)), said) for group, said in parts if group]
    zh = "，".join(f"{n}个{said.zh}" for n, said in counts)
    en = ", ".join(f"{n} {said.en}" for n, said in counts)
    names = _names(fine, by_sector)
    tail = Text(zh=f"（{names.zh}）", en=f" ({names.en})") if names else Text(zh="", en="")
    return Text(
        zh=f"可评估的{every}{noun.zh}中，{zh}{tail.zh}。",
        en=f"Of the {every} {noun.en} that can be assessed, by the recent trend: {en}{tail.en}.",
    )


def _names(held: Sequence[Distance], by_sector: bool) -> Text | None:
    if not 0 < len(held) <= MOST_NAMED:
        return None
    labels = [name_of(h, by_sector) for h in held]
    return listed([inline(label) if by_sector else label for label in labels])


def _by_other(held: Sequence[Distance], by: str, by_sector: bool) -> Text | None:
    """Say who leads by the other measure, for per cent and tonnes name different places."""
    year = held[0].asked.year
    if by_sector or len(held) < 4:
        return None
    behind = [h for h in held if h.gap(year).value > 0]
    measure: Callable[[Distance], Claim | None] = (
        (lambda h: h.gap(year)) if by == "percent" else (lambda h: h.gap_pct(year))
    )
    found = [(h, c) for h in behind if (c := measure(h))]
    top = sorted(found, key=lambda pair: -pair[1].value)[:3]
    if not top:
        return None
    zh = "、".join(f"{name_of(h, by_sector).zh}{mark(c)}" for h, c in top)
    en = ", ".join(f"{name_of(h, by_sector).en} {mark(c)}" for h, c in top)
    how = Text(zh="吨数", en="tonnes") if by == "percent" else Text(zh="比例", en="per cent")
    return Text(zh=f"按{how.zh}排，最大的是{zh}。", en=f"In {how.en} the largest are {en}.")


def _record(held: Sequence[Distance]) -> Text:
    passed = [h for h in held if h.peak.status == "passed"]
    rising = [h for h in held if h.peak.status == "rising"]
    between = len(held) - len(passed) - len(rising)
    last = max(h.recent.years[-1] for h in held)
    names = _names(passed, by_sector=False)
    named = Text(zh=f"（{names.zh}）", en=f" ({names.en})") if names else Text(zh="", en="")
    done, up = _count(held, "past their high", len(passed)), _count(held, "at high", len(rising))
    rest = _count(held, "between", between)
    years, fall = number_word(PEAK_YEARS), f"{PEAK_FALL_PCT:g}"
    return Text(
        zh=f"是否已达峰：清单记录上已过最高点的（最高年份距最后清单满{years.zh}年、降幅达{fall}%以上且近期未回升）有{done}个{named.zh}，"
        f"最后清单年仍是最高的有{up}个，其余{rest}个尚不能认定；清单只到{last}年，此后情况未知。",
        en=f"Peaked so far? {done} are past their high on record (at least {years.en} years, a fall"
        f" of {fall} % or more, no rise of late){named.en}, {up} stood highest in the last inventory, and of the other"
        f" {rest} no peak can be told; the inventories end in {last} and say nothing of later years.",
    )

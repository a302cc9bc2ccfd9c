"""Sentences on a decomposed change: how much, by which factor, in which sectors and provinces."""

from collections.abc import Sequence

from data.result import Claim, Finding, mark
from data.text import Text, join
from data.vocabulary import IO_SECTORS, REGIONS
from tools.supply_chain.change.change import Change
from tools.supply_chain.change.figures import ChangeFigures, Part
from tools.supply_chain.change.structure import Factor

NAMED = 3
"""Sectors and provinces named in a sentence on either side."""

FACTOR: dict[Factor, Text] = {
    "intensity": Text(zh="直接排放强度", en="Direct emission intensity"),
    "structure": Text(
        zh="生产结构（投入及其来源）", en="Production structure (inputs and their origin)"
    ),
    "mix": Text(zh="最终需求构成（产品与产地）", en="Mix of final demand (products and origins)"),
    "volume": Text(zh="最终需求规模", en="Volume of final demand"),
    "demand": Text(zh="最终需求", en="Final demand"),
    "per_person": Text(zh="人均最终需求", en="Final demand per person"),
    "population": Text(zh="人口", en="Population"),
}

SHORT: dict[Factor, Text] = {
    "intensity": Text(zh="强度", en="Intensity"),
    "structure": Text(zh="生产结构", en="Structure"),
    "mix": Text(zh="需求构成", en="Mix"),
    "volume": Text(zh="需求规模", en="Volume"),
    "demand": Text(zh="需求", en="Demand"),
    "per_person": Text(zh="人均需求", en="Per person"),
    "population": Text(zh="人口", en="Population"),
}
"""What the factors are called at the head of narrow columns."""

IN_SENTENCE: dict[Factor, str] = {
    "intensity": "direct emission intensity",
    "structure": "the production structure (inputs and their origin)",
    "mix": "the mix of final demand (products and origins)",
    "volume": "the volume of final demand",
    "demand": "final demand",
    "per_person": "final demand per person",
    "population": "population",
}

COUNT = {3: Text(zh="三", en="three"), 4: Text(zh="四", en="four")}


def subject(change: Change) -> Text:
    """Name the emissions that changed."""
    if change.of == "all":
        return Text(
            zh="各省合计（投入产出表所含省份）各部门的直接CO2排放",
            en="the direct CO2 emissions of all sectors of the provinces in the table together",
        )
    name = REGIONS.text(change.region)
    if change.of == "direct":
        return Text(
            zh=f"{name.zh}各部门的直接CO2排放",
            en=f"the direct CO2 emissions of the sectors of {name.en}",
        )
    return Text(
        zh=f"{name.zh}最终需求的隐含碳（消费侧CO2排放）",
        en=f"the CO2 embodied in the final demand of {name.en} (its footprint)",
    )


def heading(change: Change) -> Text:
    """Name the answer in a title."""
    short = subject(change)
    if change.of == "footprint":
        name = REGIONS.text(change.region)
        short = Text(zh=f"{name.zh}隐含碳", en=f"the CO2 footprint of {name.en}")
    elif change.of == "all":
        short = Text(zh="各省合计直接CO2排放", en="the direct CO2 of the provinces together")
    first, last = change.years
    return Text(
        zh=f"{short.zh}变化的结构分解，{first}—{last}年",
        en=f"Structural decomposition of {short.en}, {first}–{last}",
    )


def tell_change(figures: ChangeFigures, first: Claim, last: Claim) -> Finding:
    """Say how far the emissions moved."""
    change = figures.change
    what, (start, end) = subject(change), change.years
    moved = figures.moved(first, last)
    growth = figures.growth(first, last)
    least = Text(zh="", en="")
    if change.excluded:
        names = join(REGIONS.text(r) for r in change.excluded)
        least = Text(zh=f"不计排放未知的{names.zh}，", en=f", {names.en} left out as unknown,")
    if moved.value == 0:
        text = Text(
            zh=f"{start}年到{end}年，{least.zh}{what.zh}没有变化，都是{mark(first)}。",
            en=f"Between {start} and {end}, {what.en}{least.en} did not change: {mark(first)}.",
        )
        return Finding(text=text)
    up = moved.value > 0
    size = mark(figures.size(moved))
    rate = f"，{'增幅' if up else '降幅'}{mark(growth)}" if growth else ""
    rate_en = f" ({mark(growth)})" if growth else ""
    text = Text(
        zh=f"{start}年到{end}年，{least.zh}{what.zh}由{mark(first)}{'增至' if up else '降至'}{mark(last)}，"
        f"{'增加' if up else '减少'}{size}{rate}。",
        en=f"Between {start} and {end}, {what.en}{least.en} {'rose' if up else 'fell'} from"
        f" {mark(first)} to {mark(last)}, by {size}{rate_en}.",
    )
    return Finding(text=text)


def tell_factors(figures: ChangeFigures, effects: Sequence[Claim], moved: Claim) -> list[Finding]:
    """Say what each factor did, the one behind the change first, and how demand grew."""
    order = sorted(
        zip(figures.change.factors, effects, strict=True),
        key=lambda item: (item[1].value * moved.value <= 0, -abs(item[1].value)),
    )
    parts = [_effect(figures, factor, effect) for factor, effect in order]
    count = COUNT[len(parts)]
    lead = Text(zh="分因素看，", en="By factor: ")
    if moved.value and order[0][1].value * moved.value > 0:
        fell = moved.value < 0
        lead = Text(zh=f"{'减少' if fell else '增加'}的首要原因是", en="The main reason: ")
    prices = _prices(figures)
    text = Text(
        zh=f"{lead.zh}{'；'.join(p.zh for p in parts)}。{count.zh}项效应之和恰等于总变化"
        f"{mark(moved)}；{prices.zh}。",
        en=f"{lead.en}{'; '.join(p.en for p in parts)}. The {count.en} effects add up to the change"
        f" of {mark(moved)} exactly ({prices.en}).",
    )
    return [Finding(section="drivers", text=text), _demand(figures)]


def tell_sectors(figures: ChangeFigures, parts: Sequence[Part]) -> list[Finding]:
    """Say in which emitting sectors the change lies."""
    begin = Text(zh="按排放部门看", en="By emitting sector")
    names = {p.id: IO_SECTORS.text(p.id) for p in parts}
    return _extremes(figures, parts, names, begin, "sectors")


def tell_provinces(figures: ChangeFigures, parts: Sequence[Part], elsewhere: Part) -> list[Finding]:
    """Say in which provinces the emissions behind the demand changed."""
    region = figures.change.region
    names = {p.id: REGIONS.text(p.id) for p in parts}
    if figures.change.of == "all":
        begin = Text(zh="按省份看", en="By province")
        return _extremes(figures, parts, names, begin, "provinces")
    own = next((p for p in parts if p.id == region), None)
    outside = _moved(figures, elsewhere.change)
    if own is not None:
        moved = _moved(figures, own.change)
        inside = Text(zh=f"本省内的排放{moved.zh}", en=f"inside the province they {moved.en}")
    elif region in figures.change.excluded:
        inside = Text(zh="本省内的排放未知", en="inside the province they are unknown")
    else:
        inside = Text(zh="本省内没有排放", en="inside the province there are none")
    text = Text(
        zh=f"按排放发生地看，{inside.zh}，其他省份的排放{outside.zh}。",
        en=f"By place of emission: {inside.en}, in other provinces they {outside.en}.",
    )
    others = [p for p in parts if p.id != region]
    begin = Text(zh="外省之中", en="Among the other provinces")
    return [
        Finding(section="provinces", text=text),
        *_extremes(figures, others, names, begin, "provinces"),
    ]


def _effect(figures: ChangeFigures, factor: Factor, effect: Claim) -> Text:
    zh, en, size = FACTOR[factor].zh, IN_SENTENCE[factor], mark(figures.size(effect))
    if effect.value == 0:
        return Text(zh=f"{zh}没有影响", en=f"{en} had no effect")
    if effect.value > 0:
        return Text(zh=f"{zh}变化，使排放增加{size}", en=f"{en} added {size}")
    return Text(zh=f"{zh}变化，使排放减少{size}", en=f"{en} took off {size}")


def _prices(figures: ChangeFigures) -> Text:
    if figures.change.price_ratio is None:
        return Text(zh="现价，未扣除价格变化", en="at current prices, price changes included")
    return Text(
        zh="以单一GDP平减指数扣除价格总水平变化",
        en="the general price level taken out by one GDP deflator",
    )


def _demand(figures: ChangeFigures) -> Finding:
    first, last = figures.demand(0), figures.demand(1)
    everywhere = figures.change.of != "footprint"
    whose = Text(zh="最终需求", en="Final demand")
    if everywhere:
        whose = Text(
            zh="全部最终需求（各地消费与投资、出口）",
            en="All final demand (consumption and investment everywhere, exports)",
        )
    ratio = figures.change.price_ratio
    tail = Text(zh="", en="")
    if ratio is not None:
        place = REGIONS.text(ratio.entity["region"])
        tail = Text(
            zh=f"，{place.zh}GDP平减指数末年与首年之比为{mark(ratio)}",
            en=f"; the GDP deflator of {place.en} of the last year over the first is {mark(ratio)}",
        )
    return Finding(
        section="drivers",
        text=Text(
            zh=f"同期{whose.zh}按现价由{mark(first)}变为{mark(last)}{tail.zh}。",
            en=f"{whose.en} went from {mark(first)} to {mark(last)} at current prices{tail.en}.",
        ),
    )


def _moved(figures: ChangeFigures, change: Claim) -> Text:
    size = mark(figures.size(change))
    if change.value >= 0:
        return Text(zh=f"增加{size}", en=f"rose by {size}")
    return Text(zh=f"减少{size}", en=f"fell by {size}")


def _extremes(
    figures: ChangeFigures,
    parts: Sequence[Part],
    names: dict[str, Text],
    begin: Text,
    section: str,
) -> list[Finding]:
    ordered = sorted(parts, key=lambda p: -p.change.value)
    rises = [p for p in ordered if p.change.value > 0][:NAMED]
    falls = [p for p in ordered[::-1] if p.change.value < 0][:NAMED]
    said: list[Text] = []
    for held, zh, en in (
        (rises, "增加最多的是", "rose most in"),
        (falls, "减少最多的是", "fell most in"),
    ):
        if held:
            listed = join(
                Text(
                    zh=f"{names[p.id].zh}{mark(figures.size(p.change))}",
                    en=f"{names[p.id].en} ({mark(figures.size(p.change))})",
                )
                for p in held
            )
            said.append(Text(zh=f"{zh}{listed.zh}", en=f"emissions {en} {listed.en}"))
    if not said:
        return []
    text = Text(
        zh=f"{begin.zh}，{'；'.join(s.zh for s in said)}。",
        en=f"{begin.en}, {'; '.join(s.en for s in said)}.",
    )
    return [Finding(section=section, text=text)]

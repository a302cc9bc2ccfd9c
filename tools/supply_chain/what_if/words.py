"""The sentences of a what-if, each figure as a claim."""

from collections.abc import Sequence

from data.result import Finding, mark
from data.text import Text, join
from tools.supply_chain.what_if.figures import LEAST_MT, WhatIfFigures
from tools.supply_chain.what_if.outcome import Outcome, largest
from tools.supply_chain.what_if.steps import lower, place_name

NAMED = 5
OTHERS_NAMED = 3
NOTHING = Text(zh="", en="")

EFFECT = "f'·x' − f·x"
EMBODIED = "m' − m"
ALL = "all regions of the table"


def write_findings(outcome: Outcome, figures: WhatIfFigures) -> list[Finding]:
    """Write what the changes do: to products first where intensities change, else to emissions."""
    lead = supposition(outcome, figures)
    products: list[Text | None] = []
    if outcome.touches_technology:
        products = [_products(outcome, figures), _volumes(outcome, figures)]
    emissions = [
        _totals(outcome, figures),
        _effects(outcome, figures),
        _sectors(outcome, figures),
    ]
    only = all(s.kind == "intensity" for s in outcome.steps) and products[0] is not None
    first, *rest = [*products, *emissions] if only else [*emissions, *products]
    parts = [
        None if first is None else lead + first,
        *(None if t is None else t.map(_capital) for t in rest),
        _for_whom(outcome, figures),
        _together(outcome, figures),
        *_assumed(outcome, figures),
    ]
    return [Finding(text=text) for text in parts if text is not None]


def supposition(outcome: Outcome, figures: WhatIfFigures) -> Text:
    """Write “if” with the changes as asked."""
    parts: list[Text] = []
    for number, step in enumerate(outcome.steps):
        size = figures.size(step, number)
        parts.append(step.text.map(lambda t, size=size: t.replace("{x}", size)))
    return Text(
        zh="若" + "，且".join(p.zh for p in parts) + "，",
        en="If " + ", and ".join(p.en for p in parts) + ", ",
    )


def _name(outcome: Outcome, row: int) -> Text:
    """Name a region-sector within a sentence."""
    name = outcome.name(row)
    table = outcome.accounts.table
    home = table.regions[row // len(table.sectors)] == outcome.region
    return lower(name) if home else name


def _home(outcome: Outcome) -> Text:
    return place_name(outcome.accounts, outcome.region)


def _products(outcome: Outcome, figures: WhatIfFigures) -> Text | None:
    """Name the products whose embodied carbon changes most, the changed sectors apart."""
    held = range(*outcome.rows.indices(outcome.accounts.table.n))
    rows = [k for k in held if outcome.before.x[k] > 0]
    own = [k for k in rows if k in outcome.own]
    others = [k for k in rows if k not in outcome.own]
    first = largest(outcome.embodied, own, OTHERS_NAMED)
    next_ = largest(outcome.embodied, others, NAMED)
    if not first and not next_:
        return None
    falls = outcome.embodied[(next_ or first)[0]] < 0
    verb = Text(zh="下降", en="falls") if falls else Text(zh="上升", en="rises")
    home, named = _home(outcome), _list_products(outcome, figures, next_ or first)
    aside = NOTHING
    if first and next_:
        itself = _list_products(outcome, figures, first)
        aside = Text(zh=f"除{itself.zh}自身外，", en=f"leaving aside {itself.en} itself, ")
    return aside + Text(
        zh=f"{home.zh}各行业产品的隐含碳（完全排放强度）{verb.zh}最多的依次是：{named.zh}。",
        en=f"the carbon embodied in a unit of product (total intensity) {verb.en} most, among"
        f" the sectors of {home.en}, in {named.en}.",
    )


def _list_products(outcome: Outcome, figures: WhatIfFigures, rows: Sequence[int]) -> Text:
    return join(_product(outcome, figures, k) for k in rows)


def _product(outcome: Outcome, figures: WhatIfFigures, row: int) -> Text:
    change, base = float(outcome.embodied[row]), float(outcome.before.m[row])
    entity = outcome.entity(row)
    size = figures.signed("embodied_change_t_per_cny_1e4", change, EMBODIED, entity)
    part = figures.relative(change, base, entity, of="total_intensity")
    name = _name(outcome, row)
    down = Text(zh="降", en="down") if change < 0 else Text(zh="升", en="up")
    relative = Text(zh=f"，{down.zh}{part}", en=f", {down.en} {part}") if part else NOTHING
    return Text(zh=f"{name.zh}（{size}{relative.zh}）", en=f"{name.en} ({size}{relative.en})")


def _volumes(outcome: Outcome, figures: WhatIfFigures) -> Text | None:
    """Name the products whose final use embodies so much less, at unchanged use."""
    held = range(*outcome.rows.indices(outcome.accounts.table.n))
    rows = largest(outcome.embodied_mt, held, OTHERS_NAMED)
    if not rows:
        return None
    parts = join(_volume(outcome, figures, k) for k in rows)
    falls = outcome.embodied_mt[rows[0]] < 0
    verb = Text(zh="减少", en="fall") if falls else Text(zh="增加", en="rise")
    return Text(
        zh=f"若按隐含排放总量（乘以该产品的最终需求和出口）计，{verb.zh}最多的是{parts.zh}。",
        en=f"Measured by what their final use, exports included, embodies in all, the largest"
        f" {verb.en} is in {parts.en}.",
    )


def _volume(outcome: Outcome, figures: WhatIfFigures, row: int) -> Text:
    value = float(outcome.embodied_mt[row])
    formula = "(m' − m)·(y + ex) / 10⁶"
    figure = figures.signed("co2_effect_mt", value, formula, outcome.entity(row), of="final use")
    name = _name(outcome, row)
    return Text(zh=f"{name.zh} {figure}", en=f"{name.en} ({figure})")


def _totals(outcome: Outcome, figures: WhatIfFigures) -> Text:
    """Tell the change of the region's emissions and of the country's."""
    own, base = float(outcome.change[outcome.rows].sum()), outcome.before.direct_mt
    home, moved = _home(outcome), figures.moved(own, EFFECT, scope="region")
    part = _percent(figures, own, float(base[outcome.rows].sum()), scope="region")
    text = Text(
        zh=f"{home.zh}各部门的直接排放合计{moved.zh}{part.zh}",
        en=f"direct emissions of the sectors of {home.en} are {moved.en}{part.en} in all",
    )
    if outcome.is_part:
        whole = figures.moved(outcome.total, EFFECT, scope=ALL)
        share = _percent(figures, outcome.total, float(base.sum()), scope=ALL)
        text += Text(
            zh=f"；各省合计{whole.zh}{share.zh}",
            en=f", those of all provinces {whole.en}{share.en}",
        )
    return text + Text(zh="。", en=".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _effects(outcome: Outcome, figures: WhatIfFigures) -> Text:
    """Separate what happens at unchanged output from what travels along the chain."""
    direct, chain = float(outcome.direct.sum()), float(outcome.chain.sum())
    if not outcome.chain.any():
        return Text(
            zh="全部是直接效应：只改变排放强度不改变各部门的产出，产业链上变化的是产品的隐含碳。",
            en="All of it is the direct effect: intensities alone leave outputs as they are, and along"
            " the chain it is the carbon embodied in products that changes.",
        )
    along = figures.moved(chain, "f'·(x' − x)", scope=ALL, effect="chain")
    over = Text(zh="各省合计", en=", over all provinces,") if outcome.is_part else NOTHING
    if not outcome.direct.any():
        return Text(
            zh=f"强度未变，变化全部来自产业链上产出的增减，{over.zh}{along.zh}。",
            en=f"Intensities stay, so all of it{over.en} is the chain effect of outputs ({along.en}).",
        )
    at_once = figures.moved(direct, "(f' − f)·x", scope=ALL, effect="direct")
    return Text(
        zh=f"其中直接效应（产出不变）{at_once.zh}，产业链效应（产出随之变化）{along.zh}。",
        en=f"Of this the direct effect, at unchanged output, is {at_once.en} and the chain effect, by"
        f" changed outputs, {along.en}.",
    )


def _sectors(outcome: Outcome, figures: WhatIfFigures) -> Text | None:
    """Name the region-sectors whose emissions change most, where outputs change."""
    if not outcome.chain.any():
        return None
    rows = largest(outcome.change, range(outcome.accounts.table.n), NAMED)
    if not rows:
        return None
    parts: list[Text] = []
    for k in rows:
        moved = figures.moved(float(outcome.change[k]), EFFECT, outcome.entity(k))
        name = _name(outcome, k)
        parts.append(Text(zh=f"{name.zh}{moved.zh}", en=f"{name.en} {moved.en}"))
    named = join(parts)
    return Text(
        zh=f"排放变化最大的部门：{named.zh}。",
        en=f"Emissions change most in these sectors: {named.en}.",
    )


def _for_whom(outcome: Outcome, figures: WhatIfFigures) -> Text | None:
    """Tell in whose footprint the change appears: the region's, other provinces', abroad."""
    if not outcome.is_part:
        return None
    before, after = outcome.footprints
    place = outcome.accounts.table.regions.index(outcome.region)
    change = after - before
    home = _home(outcome)
    own = figures.moved(float(change[place]), "m'·y'_p − m·y_p", of="footprint")
    part = _percent(figures, float(change[place]), float(before[place]), of="footprint")
    rest = float(change.sum() - change[place])
    others = figures.moved(rest, "Σ_s≠p m'·y'_s − m·y_s", of="other footprints")
    abroad = figures.moved(outcome.abroad, "m'·ex' − m·ex", of="exports")
    return Text(
        zh=f"从消费侧看，{home.zh}最终需求的碳足迹{own.zh}{part.zh}；外省最终需求的碳足迹{others.zh}；"
        f"出口隐含排放{abroad.zh}。",
        en=f"By who consumes: the footprint of the final demand of {home.en} is {own.en}{part.en},"
        f" those of other provinces {others.en}, and what exports embody {abroad.en}.",
    )


def _percent(figures: WhatIfFigures, change: float, base: float, **params: str) -> Text:
    """Write a change of emissions in per cent behind its size; nothing where they stay."""
    if abs(change) < LEAST_MT:
        return NOTHING
    part = figures.relative(change, base, None, **params)
    rate = "降幅" if change < 0 else "增幅"
    return Text(zh=f"，{rate}{part}", en=f" ({part})") if part else NOTHING


def _together(outcome: Outcome, figures: WhatIfFigures) -> Text | None:
    """Set the sum of single effects beside the combined one."""
    if len(outcome.steps) < 2:
        return None
    summed = sum(outcome.singles)
    if abs(outcome.total - summed) < LEAST_MT:
        return Text(
            zh="各项变化互不重叠：合计等于单独计算之和。",
            en="The changes do not overlap: together they are the sum of each alone.",
        )
    one = figures.moved(summed, "Σ single effects", scope=ALL, effect="sum of singles")
    both = figures.moved(outcome.total, EFFECT, scope=ALL)
    overlap = figures.moved(
        outcome.total - summed, "combined − Σ single effects", scope=ALL, effect="interaction"
    )
    return Text(
        zh=f"各项变化单独计算再相加为{one.zh}，同时发生则为{both.zh}；两者之差为{overlap.zh}，是重叠部分，"
        "单项结果不可直接相加。",
        en=f"Taken one by one and added, the changes leave emissions {one.en}; together {both.en}. The"
        f" difference ({overlap.en}) is where they overlap, so single results must not be added.",
    )


def _assumed(outcome: Outcome, figures: WhatIfFigures) -> list[Text]:
    found: list[Text] = []
    for number, step in enumerate(outcome.steps):
        for a in step.assumed:
            claim = figures.mint(a.metric, a.value, a.formula, None, step=number, **a.params)
            size = mark(claim)
            text = a.text.map(lambda t, size=size: t.replace("{x}", size))
            found.append(text.map(_capital) + Text(zh="。", en="."))
    return found

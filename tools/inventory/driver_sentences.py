"""Sentences on the drivers of a change: each factor's move, and what it did to emissions."""

from collections.abc import Sequence

from data.result import Claim, Finding, mark
from data.text import Text
from tools.inventory.contributions import mint_offset
from tools.inventory.drivers import FACTOR_OF
from tools.inventory.figures import Figures

MOVES = {
    "population_effect_mt": (
        Text(zh="人口增长", en="population grew"),
        Text(zh="人口减少", en="population shrank"),
        Text(zh="人口不变", en="population did not change"),
    ),
    "affluence_effect_mt": (
        Text(zh="人均GDP（不变价）提高", en="real GDP per person rose"),
        Text(zh="人均GDP（不变价）下降", en="real GDP per person fell"),
        Text(zh="人均GDP（不变价）不变", en="real GDP per person did not change"),
    ),
    "intensity_effect_mt": (
        Text(zh="单位GDP排放（不变价）上升", en="CO2 per unit of real GDP rose"),
        Text(zh="单位GDP排放（不变价）下降", en="CO2 per unit of real GDP fell"),
        Text(zh="单位GDP排放（不变价）不变", en="CO2 per unit of real GDP did not change"),
    ),
    "energy_intensity_effect_mt": (
        Text(zh="单位GDP能耗（不变价）上升", en="energy per unit of real GDP rose"),
        Text(zh="单位GDP能耗（不变价）下降", en="energy per unit of real GDP fell"),
        Text(zh="单位GDP能耗（不变价）不变", en="energy per unit of real GDP did not change"),
    ),
    "carbon_content_effect_mt": (
        Text(zh="单位能耗排放上升", en="CO2 per unit of energy rose"),
        Text(zh="单位能耗排放下降", en="CO2 per unit of energy fell"),
        Text(zh="单位能耗排放不变", en="CO2 per unit of energy did not change"),
    ),
}
"""How each factor moved, by the field of its effect: up, down, not at all."""
NAMES = {
    "population_effect_mt": "population",
    "affluence_effect_mt": "real GDP per person",
    "intensity_effect_mt": "CO2 per unit of real GDP",
    "energy_intensity_effect_mt": "energy per unit of real GDP",
    "carbon_content_effect_mt": "CO2 per unit of energy",
}
HOW_MANY = {3: Text(zh="三", en="three"), 4: Text(zh="四", en="four")}


def write_drivers(
    figures: Figures, changes: Sequence[Claim | None], effects: Sequence[Claim], total: Claim
) -> list[Finding]:
    """Say what each factor did, and how far the falling ones outweigh the rising ones."""
    rising = any(e.value > 0 for e in effects)
    parts = [
        _move(figures, change, effect, offsets=rising)
        for change, effect in zip(changes, effects, strict=True)
    ]
    count = HOW_MANY[len(effects)]
    sentence = Text(
        zh=f"分因素看：{'；'.join(p.zh for p in parts)}。{count.zh}项效应之和等于总变化{mark(total)}。",
        en=f"By factor: {'; '.join(p.en for p in parts)}. The {count.en} effects add up to the change"
        f" of {mark(total)}.",
    )
    findings = [Finding(section="drivers", text=sentence)]
    balance = _balance(figures, effects)
    return [*findings, Finding(section="drivers", text=balance)] if balance else findings


def write_chain(chained: Sequence[Claim], total: Claim) -> Finding:
    """Give the effects added up interval by interval."""
    zh = "、".join(f"{FACTOR_OF[c.metric].name.zh}{mark(c)}" for c in chained)
    en = ", ".join(f"{NAMES[c.metric]} {mark(c)}" for c in chained)
    text = Text(
        zh=f"按期间各年逐段分解再累加，各因素效应为：{zh}；合计同为{mark(total)}。",
        en=f"Split interval by interval and added up, the effects are: {en};"
        f" together again {mark(total)}.",
    )
    return Finding(section="intervals", text=text)


def _move(figures: Figures, change: Claim | None, effect: Claim, offsets: bool) -> Text:
    up, down, still = MOVES[effect.metric]
    if effect.value == 0:
        return still
    move = up if effect.value > 0 else down
    size = Text(zh="", en="")
    if change is not None:
        figure = mark(change if change.value > 0 else _decline(figures, change))
        size = Text(zh=figure, en=f" by {figure}")
    if effect.value > 0:
        zh, en = f"推动排放增加{mark(effect)}", f"pushed emissions up by {mark(effect)}"
    else:
        offset = mark(mint_offset(figures, effect))
        zh = f"抵消{offset}" if offsets else f"使排放减少{offset}"
        en = f"offset {offset}" if offsets else f"brought emissions down by {offset}"
    return Text(zh=f"{move.zh}{size.zh}，{zh}", en=f"{move.en}{size.en} and {en}")


def _decline(figures: Figures, change: Claim) -> Claim:
    return figures.derive(
        "factor_decline_pct",
        -change.value,
        [change],
        formula="− Δx",
        entity=change.entity,
        year=change.year,
        params={**change.params, "factor": change.metric},
    )


def _balance(figures: Figures, effects: Sequence[Claim]) -> Text | None:
    rising = [e for e in effects if e.value > 0]
    falling = [e for e in effects if e.value < 0]
    if not rising or not falling:
        return None
    share = figures.derive(
        "share_pct",
        -100 * sum(e.value for e in falling) / sum(e.value for e in rising),
        effects,
        formula="−Σ(ΔE < 0) / Σ(ΔE > 0) × 100",
        entity=effects[0].entity,
        year=effects[0].year,
        params={**effects[0].params, "of": "rising effects"},
    )
    return Text(
        zh=f"起抵消作用的因素，其规模相当于推动增加的因素的{mark(share)}。",
        en=f"What offset emissions amounts to {mark(share)} of what pushed them up.",
    )

"""The sentences on linkages: classes, who pulls and who supplies, what extraction takes away."""

from collections.abc import Callable
from typing import Literal

from data.result import Claim, Finding, mark
from data.text import Text, join, lower_first
from data.vocabulary import REGIONS
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.linkages.claims import LinkageFigures
from tools.supply_chain.linkages.dispersion import LinkageClass
from tools.supply_chain.linkages.view import LinkageView

Focus = Literal["classes", "backward", "forward", "extraction"]

CLASS_NAMES: dict[LinkageClass, Text] = {
    "key": Text(zh="关键部门", en="key"),
    "backward": Text(zh="后向带动型", en="backward-driven"),
    "forward": Text(zh="前向支撑型", en="forward-driven"),
    "independent": Text(zh="独立型", en="independent"),
    "idle": Text(zh="无产出", en="no output"),
}

Writer = Callable[[LinkageView, LinkageFigures, int], Text | None]


def write_linkages(
    view: LinkageView, figures: TableFigures, chosen: list[int], focus: Focus, top: int
) -> list[Finding]:
    """Write the findings; what was asked comes first, sectors asked about before all others."""
    held = LinkageFigures(view, figures)
    order: dict[Focus, list[Writer]] = {
        "classes": [_key, _others, _backward, _forward, _extraction],
        "backward": [_backward, _key, _forward, _extraction],
        "forward": [_forward, _key, _backward, _extraction],
        "extraction": [_extraction],
    }
    texts: list[Text | None]
    if chosen and focus == "extraction":
        texts = _without(view, held, chosen)
    elif chosen:
        texts = [*(_profile(view, held, k) for k in chosen[:top]), *_without(view, held, chosen)]
    else:
        texts = [write(view, held, top) for write in order[focus]]
    return [Finding(text=text) for text in texts if text is not None]


def at_least(view: LinkageView) -> Text:
    """Say that a figure of emissions is a lower bound, where some are unknown."""
    if view.scope == "province" or not view.accounts.unknown:
        return Text(zh="", en="")
    return Text(zh="至少", en="at least ")


def terms(view: LinkageView) -> tuple[Text, Text]:
    """Name the backward and the forward linkage as measured."""
    co2 = view.measure == "emissions"
    backward = Text(
        zh="CO2影响力系数" if co2 else "影响力系数",
        en="power of dispersion in CO2" if co2 else "power of dispersion",
    )
    if view.test == "ghosh":
        return backward, Text(zh="Ghosh前向关联系数", en="Ghosh forward linkage")
    forward = Text(
        zh="CO2感应度系数" if co2 else "感应度系数",
        en="sensitivity of dispersion in CO2" if co2 else "sensitivity of dispersion",
    )
    return backward, forward


def _forward_claim(view: LinkageView, held: LinkageFigures, sector: int) -> Claim:
    metric = "sensitivity_of_dispersion" if view.test == "rasmussen" else "ghosh_linkage"
    return held.linkage(metric, sector)


def _of_class(view: LinkageView, which: LinkageClass) -> list[int]:
    strength = view.power + view.forward
    if which == "backward":
        strength = view.power
    elif which == "forward":
        strength = view.forward
    return [k for k in view.ranked(strength) if view.classes[k] == which]


def _average(view: LinkageView) -> Text:
    if view.region == "CN" or view.scope == "province":
        return Text(zh="各部门平均", en="the average sector")
    return Text(zh="全国各省各部门平均", en="the average sector of all provinces")


def _key(view: LinkageView, held: LinkageFigures, top: int) -> Text:
    found, name = _of_class(view, "key"), REGIONS.text(view.region)
    backward, forward = terms(view)
    year, average = view.accounts.table.year, _average(view)
    if not found:
        return Text(
            zh=f"按{year}年投入产出表，{name.zh}没有{backward.zh}和{forward.zh}都高于{average.zh}的关键部门。",
            en=f"By the table of {year}, no sector of {name.en} has both its {backward.en} and its"
            f" {forward.en} above {average.en}: there is no key sector.",
        )
    parts = [_pair(view, held, k) for k in found[:top]]
    listed = join([*parts, *(view.name(k) for k in found[top:])])
    count = held.count("key", len(found))
    return Text(
        zh=f"按{year}年投入产出表，{name.zh}有{mark(count)}个关键部门（{backward.zh}和{forward.zh}都高于"
        f"{average.zh}）：{listed.zh}。",
        en=f"By the table of {year}, {name.en} has {mark(count)} key sector{'s' if len(found) > 1 else ''}, with {backward.en} and"
        f" {forward.en} both above {average.en}: {listed.en}.",
    )


def _pair(view: LinkageView, held: LinkageFigures, sector: int) -> Text:
    name = view.name(sector)
    power = held.linkage("power_of_dispersion", sector)
    forward = _forward_claim(view, held, sector)
    return Text(
        zh=f"{name.zh}（{mark(power)}、{mark(forward)}）",
        en=f"{name.en} ({mark(power)} and {mark(forward)})",
    )


def _others(view: LinkageView, held: LinkageFigures, top: int) -> Text | None:
    parts: list[Text] = []
    for which in ("backward", "forward"):
        found = _of_class(view, which)
        if not found:
            continue
        names, label = join(view.name(k) for k in found[:top]), CLASS_NAMES[which]
        count = mark(held.count(which, len(found)))
        more = len(found) > top
        parts.append(
            Text(
                zh=f"{label.zh}{count}个（{names.zh}{'等' if more else ''}）",
                en=f"{count} {'is' if len(found) == 1 else 'are'} {label.en} ({names.en}{' …' if more else ''})",
            )
        )
    if not parts:
        return None
    count = mark(held.count("independent", len(_of_class(view, "independent"))))
    return Text(
        zh=f"其余：{'，'.join(p.zh for p in parts)}，独立型{count}个。",
        en=f"Of the others, {', '.join(p.en for p in parts)}, and {count} independent.",
    )


def _backward(view: LinkageView, held: LinkageFigures, top: int) -> Text | None:
    order = view.ranked(view.power)[:top]
    if not order:
        return None
    backward, _ = terms(view)
    listed = join(_with(view, k, held.linkage("power_of_dispersion", k)) for k in order)
    first, name = view.name(order[0]), REGIONS.text(view.region)
    output = mark(held.linkage("output_multiplier", order[0]))
    text = Text(
        zh=f"{name.zh}后向联系（对上游的带动）最强的是{listed.zh}（{backward.zh}）："
        f"{first.zh}每增加1单位最终需求，带动各部门总产出{output}单位",
        en=f"The strongest backward linkages (pull on suppliers) of {name.en} are those of"
        f" {listed.en}, by {backward.en}: a unit of final demand for {lower_first(first.en)} calls forth"
        f" {output} units of gross output",
    )
    return text + _co2(view, held, order[0])


def _co2(view: LinkageView, held: LinkageFigures, sector: int) -> Text:
    if not view.knows_emissions:
        return Text(zh="。", en=".")
    total, least = mark(held.linkage("total_intensity_t_per_cny_1e4", sector)), at_least(view)
    return Text(
        zh=f"，沿产业链排放{least.zh}{total}。", en=f" and emits {least.en}{total} along the chain."
    )


def _forward(view: LinkageView, held: LinkageFigures, top: int) -> Text | None:
    order = view.ranked(view.forward)[:top]
    if not order:
        return None
    _, forward = terms(view)
    listed = join(_with(view, k, _forward_claim(view, held, k)) for k in order)
    text = Text(
        zh=f"前向联系（对下游的支撑）最强的是{listed.zh}（{forward.zh}）",
        en=f"The strongest forward linkages (support of users) are those of {listed.en}, by"
        f" {forward.en}",
    )
    if view.test == "ghosh":
        return text + Text(zh="。", en=".")
    best = view.ranked(view.ghosh)[0]
    other = _with(view, best, held.linkage("ghosh_linkage", best))
    return text + Text(
        zh=f"；按Ghosh模型（另一种判据）则是{other.zh}。",
        en=f"; by the Ghosh model, a test of its own, it is {other.en}.",
    )


def _with(view: LinkageView, sector: int, claim: Claim) -> Text:
    name = view.name(sector)
    return Text(zh=f"{name.zh} {mark(claim)}", en=f"{name.en} {mark(claim)}")


def _profile(view: LinkageView, held: LinkageFigures, sector: int) -> Text:
    """Tell the linkages of a sector asked about."""
    backward, forward = terms(view)
    power = mark(held.linkage("power_of_dispersion", sector))
    onward = mark(_forward_claim(view, held, sector))
    name, region = view.name(sector), REGIONS.text(view.region)
    label, average = CLASS_NAMES[view.classes[sector]], _average(view)
    kind = Text(
        zh=f"属于{label.zh}" if view.classes[sector] != "key" else "是关键部门",
        en=f"a {label.en} sector"
        if view.classes[sector] != "independent"
        else "an independent one",
    )
    return Text(
        zh=f"{region.zh}{name.zh}的{backward.zh}为{power}，{forward.zh}为{onward}"
        f"（1为{average.zh}），{kind.zh}。",
        en=f"{name.en} of {region.en} has a {backward.en} of {power} and a {forward.en} of {onward}"
        f" (1 is {average.en}): {kind.en}.",
    )


def _without(view: LinkageView, held: LinkageFigures, chosen: list[int]) -> list[Text | None]:
    """Tell what vanishes without the sectors asked about: each alone, then all together."""
    if not view.knows_emissions:
        return []
    order = [k for k in view.ranked(view.losses["whole"]) if k in chosen]
    if len(order) > 1:
        return [_together(view, held, order), *(_one(view, held, k) for k in order[:2])]
    return [_one(view, held, order[0])]


def where(view: LinkageView) -> Text:
    """Say in which emissions a loss is felt."""
    if view.scope == "province":
        name = REGIONS.text(view.region)
        return Text(zh=f"{name.zh}省内", en=f"emissions inside {name.en}")
    return Text(zh="全国", en="China's emissions")


def _one(view: LinkageView, held: LinkageFigures, sector: int) -> Text:
    whole, keeping, chain = held.losses_of(sector)
    own, share = held.own(sector), held.share(whole)
    name, region, place = view.name(sector), REGIONS.text(view.region), where(view)
    year, least = view.accounts.table.year, at_least(view)
    return Text(
        zh=f"假设没有{region.zh}的{name.zh}（整体抽取，{year}年表），{place.zh}排放{least.zh}减少{mark(whole)}，"
        f"占表内排放的{mark(share)}：其中该部门自身{mark(own)}，产业链上的其他部门{mark(chain)}。"
        f"若该部门只停止与其他部门的往来、仍满足自身最终需求，则{least.zh}减少{mark(keeping)}。",
        en=f"Without {lower_first(name.en)} in {region.en} (whole extraction, table of {year}),"
        f" {place.en} would be {least.en}{mark(whole)} lower, {mark(share)} of all in the table:"
        f" {mark(own)} its own and {mark(chain)} in other sectors (chain only). If it merely stopped"
        f" trading with other sectors and still met its final demand, the fall would be"
        f" {least.en}{mark(keeping)}.",
    )


def _together(view: LinkageView, held: LinkageFigures, group: list[int]) -> Text:
    joint = held.joint(group)
    names, region = join(view.name(k) for k in group), REGIONS.text(view.region)
    share, place, least = held.share(joint), where(view), at_least(view)
    return Text(
        zh=f"假设{region.zh}同时没有{names.zh}，{place.zh}排放{least.zh}减少{mark(joint)}，"
        f"占{mark(share)}；重叠只计一次；逐个抽取的损失不可相加。",
        en=f"Without {names.en} in {region.en} at once, {place.en} would be"
        f" {least.en}{mark(joint)} lower ({mark(share)}), overlaps counted once; losses of single"
        " extractions must not be added.",
    )


def _extraction(view: LinkageView, held: LinkageFigures, top: int) -> Text | None:
    if not view.knows_emissions:
        return _output_extraction(view, held, top)
    order = view.ranked(view.losses["whole"])[:top]
    listed = join(_with(view, k, held.loss(k, "whole")) for k in order)
    first = view.name(order[0])
    _, keeping, chain = held.losses_of(order[0])
    region, place, least = REGIONS.text(view.region), where(view), at_least(view)
    return Text(
        zh=f"逐一假设抽取{region.zh}的部门（整体抽取），{place.zh}排放减少最多的是{listed.zh}"
        f"{'，均为下限' if least.zh else ''}；{first.zh}若仍满足对其产品的最终需求，则减少{mark(keeping)}；"
        f"只计其他部门为{mark(chain)}。各部门的损失互有重叠，不可相加。",
        en=f"Extracting the sectors of {region.en} one at a time (whole), {place.en} fall most"
        f" without {listed.en}{' (each at least)' if least.en else ''};"
        f" for {lower_first(first.en)}, {mark(keeping)} if its final demand is still met and {mark(chain)} in"
        " other sectors alone. Losses overlap and must not be added.",
    )


def _output_extraction(view: LinkageView, held: LinkageFigures, top: int) -> Text:
    order = view.ranked(view.output_losses)[:top]
    listed = join(_with(view, k, held.output_loss(k)) for k in order)
    region = REGIONS.text(view.region)
    return Text(
        zh=f"逐一假设抽取{region.zh}的部门，总产出损失最大的是{listed.zh}；损失互有重叠，不可相加。",
        en=f"Extracting the sectors of {region.en} one at a time, most gross output is lost without"
        f" {listed.en}; losses overlap and must not be added.",
    )

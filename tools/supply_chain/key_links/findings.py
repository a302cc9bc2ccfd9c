"""The sentences on key links: which links, sectors and pairs tell most, and what a cut brings."""

from collections.abc import Iterable
from typing import Literal

from data.result import Claim, Finding, mark
from data.text import Text, join, lower_first
from data.vocabulary import NATION, REGIONS
from tools.supply_chain.key_links.claims import LinkFigures
from tools.supply_chain.key_links.view import Link, LinkView, Total

Focus = Literal["links", "sectors", "pairs", "across"]

NAMED = 5
FEW = 3

TOTALS: dict[Total, Text] = {
    "footprint": Text(zh="消费侧（隐含）排放", en="footprint"),
    "direct": Text(zh="各部门直接排放", en="direct emissions"),
    "all": Text(zh="各省生产排放", en="emissions of all provinces"),
}


def write_key_links(view: LinkView, held: LinkFigures, focus: Focus = "links") -> list[Finding]:
    """Write the findings, what was asked about first."""
    texts: dict[str, Text | None] = {
        "links": _links(view, held),
        "cut": _cut(view, held),
        "sectors": _sectors(view, held),
        "pairs": _pairs(view, held),
        "across": _across(view, held),
        "own_use": _own_use(view, held),
    }
    ordered = [texts[focus], *(text for name, text in texts.items() if name != focus)]
    return [Finding(text=text) for text in ordered if text is not None]


def total_name(view: LinkView) -> Text:
    """Name the emissions in question."""
    name, total = REGIONS.text(view.region), TOTALS[view.of]
    if view.of == "all":
        return Text(zh=total.zh, en=f"the {total.en}")
    return Text(zh=f"{name.zh}{total.zh}", en=f"the {total.en} of {name.en}")


def _least(view: LinkView) -> Text:
    if view.of == "direct" or not view.accounts.unknown:
        return Text(zh="", en="")
    return Text(zh="至少", en="at least ")


def percent(value: float) -> str:
    """Write a per cent that the reader chose.

    >>> percent(10.0), percent(2.5)
    ('10%', '2.5%')
    """
    return f"{value:g}%"


def _named(view: LinkView, held: LinkFigures, links: Iterable[Link]) -> Text:
    parts = [(view.link_name(i, j), held.link(i, j)) for i, j, _ in links]
    return join(_with(name, claim) for name, claim in parts)


def _with(name: Text, claim: Claim) -> Text:
    return Text(zh=f"{name.zh} {mark(claim)}", en=f"{name.en} {mark(claim)}")


def _links(view: LinkView, held: LinkFigures) -> Text:
    total, least = total_name(view), _least(view)
    listed = _named(view, held, view.links(NAMED))
    year, figure = view.accounts.table.year, mark(held.total())
    return Text(
        zh=f"按{year}年投入产出表，对{total.zh}影响最大的产业链环节（供给→使用）是：{listed.zh}。"
        f"百分数为该环节投入系数每降1%时排放的降幅；排放总量{least.zh}为{figure}。",
        en=f"By the table of {year}, the supply links that matter most for {total.en}"
        f" ({least.en}{figure}) are, supplier → user: {listed.en}. Each per cent is the fall of the"
        " emissions for 1% off the input coefficient of the link.",
    )


def _cut(view: LinkView, held: LinkFigures) -> Text:
    links = [(i, j) for i, j, _ in view.links(NAMED)]
    exact, linear = mark(held.cut(links)), mark(held.linear_cut(links))
    one, pct = mark(held.cut(links, 1.0)), percent(view.change_pct)
    every = Text(
        zh="该环节" if len(links) == 1 else "这些环节同时",
        en="this link" if len(links) == 1 else "these links together",
    )
    return Text(
        zh=f"把{every.zh}各削减{pct}，{total_name(view).zh}减少{exact}（精确重解；一阶估计{linear}）；"
        f"各削减1%则减少{one}。",
        en=f"Cutting {every.en} by {pct} lowers {total_name(view).en} by {exact} (solved exactly; to"
        f" first order {linear}); by 1%, {one}.",
    )


def _sectors(view: LinkView, held: LinkFigures) -> Text | None:
    order = view.sectors(FEW)
    if not order:
        return None
    listed = join(_with(view.name(k), held.intensity(k)) for k in order)
    cut, pct = mark(held.intensity_cut(order)), percent(view.change_pct)
    return Text(
        zh=f"{total_name(view).zh}最值得从降低自身排放强度入手的部门：{listed.zh}（强度每降1%时排放的降幅）；"
        f"它们的强度各降{pct}，减少{cut}。",
        en=f"The sectors whose own intensity matters most for {total_name(view).en}: {listed.en} (fall for 1% off the"
        f" intensity); {pct} off all of these lowers the emissions by {cut}.",
    )


def _pairs(view: LinkView, held: LinkFigures) -> Text | None:
    pairs = view.pairs(FEW)
    if not pairs:
        return None
    parts: list[Text] = []
    for pair in pairs:
        first, second, figure = view.name(pair[0]), view.name(pair[1]), mark(held.pair(pair))
        parts.append(
            Text(
                zh=f"{first.zh}与{second.zh} {figure}",
                en=f"{lower_first(first.en)} with {lower_first(second.en)} {figure}",
            )
        )
    i, j = pairs[0][:2]
    exact, pct = mark(held.cut([(i, j), (j, i)])), percent(view.change_pct)
    listed = join(parts)
    return Text(
        zh=f"就{total_name(view).zh}而言，宜上下游联动减排的部门对：{listed.zh}（双向往来各降1%时排放的降幅）；"
        f"第一对的双向往来削减{pct}，减少{exact}。",
        en=f"Pairs of sectors to cut together for {total_name(view).en}: {listed.en} (fall for 1% off what"
        " passes both ways);"
        f" {pct} off both ways of the first pair brings {exact}.",
    )


def _across(view: LinkView, held: LinkFigures) -> Text | None:
    links = view.across(FEW)
    if view.region == NATION or not links:
        return None
    listed, share = _named(view, held, links), mark(held.across())
    return Text(
        zh=f"跨省环节占全部环节弹性的{share}，最大的是：{listed.zh}。",
        en=f"Links between provinces make up {share} of the elasticities of all links; the largest:"
        f" {listed.en}.",
    )


def _own_use(view: LinkView, held: LinkFigures) -> Text | None:
    own = view.own_use
    if own is None:
        return None
    name, figure = view.name(own[0]), mark(held.link(own[0], own[0]))
    return Text(
        zh=f"部门自用另计：{name.zh}购买自身产品的弹性为{figure}，是自用中最大的。",
        en=f"Own use stands apart: what {lower_first(name.en)} buys of its own product has an elasticity of"
        f" {figure}, the largest of its kind.",
    )

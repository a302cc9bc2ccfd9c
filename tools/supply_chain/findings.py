"""The sentences of the input-output part of a roadmap, each figure as a claim."""

from collections.abc import Iterable

import numpy as np

from data.result import Finding, mark
from data.text import Text, join
from data.vocabulary import PROVINCES
from tools.supply_chain.claims import (
    cut_claim,
    direct_claim,
    elsewhere_claim,
    embodied_claim,
    link_claim,
    outward_claim,
    pair_claim,
    path_claim,
    traced,
)
from tools.supply_chain.figures import TableFigures
from tools.supply_chain.milestones import Milestone
from tools.supply_chain.outlook import Link, Outlook, Trace, path_name

SECTION = "chain"
NAMED = 3
SECTORS_NAMED = 5
PARTNERS_NAMED = 2
PATHS_NAMED: dict[Trace, int] = {"footprint": 3, "up": 2, "down": 3}


def write_findings(outlook: Outlook, figures: TableFigures) -> list[Finding]:
    """Write what the chain says, from the balance of the table year to pairs of sectors."""
    parts: list[Text | None] = [
        _balance(outlook, figures),
        _partners(outlook, figures),
        *(_step(outlook, figures, step) for step in outlook.steps[1:]),
        _alone(outlook, figures),
        _leading(outlook, figures),
        _key_links(outlook, figures),
        *(_paths(outlook, figures, trace) for trace in outlook.paths),
        _pairs(outlook, figures),
    ]
    return [Finding(section=SECTION, text=text) for text in parts if text is not None]


def link_name(outlook: Outlook, link: Link | tuple[int, int]) -> Text:
    """Name a link from supplier to user."""
    start, end = outlook.name(link[0]), outlook.name(link[1])
    return Text(zh=f"{start.zh}→{end.zh}", en=f"{start.en} → {end.en}")


def _balance(outlook: Outlook, figures: TableFigures) -> Text:
    base, name = outlook.base, PROVINCES.text(outlook.region)
    embodied, elsewhere = embodied_claim(figures, base), elsewhere_claim(figures, base)
    direct, outward = direct_claim(figures, base), outward_claim(figures, base)
    abroad = figures.mint(
        "co2_transfer_mt", base.abroad_mt, entity={"for": "abroad"}, formula="f_p·L·ex / 10⁶"
    )
    text = Text(
        zh=f"以 {base.year} 年投入产出表计，{name.zh}最终需求背后的隐含排放为 {mark(embodied)}，"
        f"其中 {mark(elsewhere)} 发生在其他省份；省内各部门直接排放 {mark(direct)}，"
        f"其中 {mark(outward)} 服务于其他省份的最终需求，{mark(abroad)} 服务于出口。",
        en=f"By the table of {base.year}, the final demand of {name.en} embodies"
        f" {mark(embodied)}, of which {mark(elsewhere)} arises in other provinces; its sectors emit"
        f" {mark(direct)} themselves, of which {mark(outward)} serves final demand of other"
        f" provinces and {mark(abroad)} exports abroad.",
    )
    return text + _households(outlook, figures)


def _households(outlook: Outlook, figures: TableFigures) -> Text:
    place = outlook.accounts.table.regions.index(outlook.region)
    value = float(outlook.accounts.emissions.households_mt[place])
    if not np.isfinite(value):
        return Text(zh="", en="")
    claim = figures.mint("co2_mt", value, params={"scope": "households"})
    return Text(
        zh=f"居民生活直接排放 {mark(claim)}，不在产业链内，另计。",
        en=f" Households emit {mark(claim)} directly, counted beside the chain.",
    )


def _partners(outlook: Outlook, figures: TableFigures) -> Text | None:
    table = outlook.accounts.table
    place, matrix = table.regions.index(outlook.region), outlook.accounts.transfers_mt
    known = [r for r in table.regions if r not in outlook.accounts.unknown]
    inward = {r: float(matrix[table.regions.index(r), place]) for r in known}
    outward = {r: float(matrix[place, k]) for k, r in enumerate(table.regions)}
    sources = _ranked(outlook, figures, inward, "from")
    targets = _ranked(outlook, figures, outward, "for")
    if sources is None or targets is None:
        return None
    return Text(
        zh=f"为其最终需求排放最多的省份：{sources.zh}；其排放服务最多的省份：{targets.zh}。",
        en=f"Most is emitted for its final demand in {sources.en}; it emits most for {targets.en}.",
    )


def _ranked(
    outlook: Outlook, figures: TableFigures, values: dict[str, float], role: str
) -> Text | None:
    others = [r for r in values if r != outlook.region and values[r] > 0]
    parts: list[Text] = []
    for region in sorted(others, key=lambda r: -values[r])[:PARTNERS_NAMED]:
        claim = figures.mint("co2_transfer_mt", values[region], entity={role: region})
        parts.append(PROVINCES.text(region).map(lambda n, c=claim: f"{n} {mark(c)}"))
    return join(parts) if parts else None


def _step(outlook: Outlook, figures: TableFigures, step: Milestone) -> Text:
    embodied, direct = embodied_claim(figures, step), direct_claim(figures, step)
    elsewhere = elsewhere_claim(figures, step)
    text = Text(
        zh=f"到 {step.year} 年：省内各部门直接排放 {mark(direct)}，最终需求隐含排放"
        f" {mark(embodied)}（{mark(elsewhere)} 在其他省份）",
        en=f"In {step.year}: direct emissions of the sectors {mark(direct)}, embodied in final"
        f" demand {mark(embodied)} ({mark(elsewhere)} in other provinces)",
    )
    return text + _carriers(outlook, figures, step) + Text(zh="。", en=".")


def _carriers(outlook: Outlook, figures: TableFigures, step: Milestone) -> Text:
    text = Text(zh="", en="")
    cuts = outlook.cuts_mt(step)
    among = outlook.chosen or range(len(cuts))
    best = max(among, key=lambda k: float(cuts[k]))
    if cuts[best] > 0:
        claim, name = cut_claim(outlook, figures, step, best), outlook.name(outlook.start + best)
        text += Text(
            zh=f"；减排最多的是{name.zh}（{mark(claim)}）",
            en=f"; the largest cut is in {name.en} ({mark(claim)})",
        )
    link = outlook.top_link(step)
    if link is None:
        return text
    claim, name = link_claim(outlook, figures, link, step.year), link_name(outlook, link)
    return text + Text(
        zh=f"；剩余排放最敏感的连接是{name.zh}（弹性 {mark(claim)}）",
        en=f"; what remains responds most to the link {name.en} (elasticity {mark(claim)})",
    )


def _alone(outlook: Outlook, figures: TableFigures) -> Text | None:
    last, name = outlook.last, PROVINCES.text(outlook.region)
    if len(outlook.steps) == 1:
        return None
    claim = figures.mint(
        "co2_consumption_mt",
        last.alone_mt,
        year=last.year,
        formula="f''·L·y'_p / 10⁶, f'' = f outside the province",
        params={"others": "unchanged"},
    )
    return Text(
        zh=f"如果只有{name.zh}降低强度而其他省份停在 {outlook.base.year} 年水平，"
        f"{last.year} 年的隐含排放将为 {mark(claim)}。",
        en=f"If {name.en} alone lowered its intensities and the other provinces stayed as in"
        f" {outlook.base.year}, its final demand would still embody {mark(claim)} in {last.year}.",
    )


def _leading(outlook: Outlook, figures: TableFigures) -> Text | None:
    cuts = outlook.cuts_mt(outlook.last)
    parts: list[Text] = []
    for k in outlook.leading[:SECTORS_NAMED]:
        if cuts[k] <= 0:
            continue
        claim = cut_claim(outlook, figures, outlook.last, k)
        parts.append(outlook.name(outlook.start + k).map(lambda n, c=claim: f"{n} {mark(c)}"))
    if not parts:
        return None
    return _sentence(
        f"到 {outlook.last.year} 年承担减排的主要部门：",
        f"The cut by {outlook.last.year} is carried by ",
        parts,
    )


def _key_links(outlook: Outlook, figures: TableFigures) -> Text | None:
    parts: list[Text] = []
    for link in outlook.key_links[:NAMED]:
        claim = link_claim(outlook, figures, link, outlook.base.year)
        parts.append(link_name(outlook, link).map(lambda n, c=claim: f"{n} {mark(c)}"))
    if not parts:
        return None
    return _sentence(
        "直接排放最敏感的上下游连接（弹性）：",
        "Direct emissions respond most to these links (elasticity): ",
        parts,
    )


def _paths(outlook: Outlook, figures: TableFigures, trace: Trace) -> Text | None:
    search = outlook.paths[trace]
    parts: list[Text] = []
    for path in search.paths[: PATHS_NAMED[trace]]:
        claim = path_claim(outlook, figures, path, trace)
        name = path_name(outlook, path.nodes, trace)
        parts.append(name.map(lambda n, c=claim: f"{n} {mark(c)}"))
    if not parts:
        return None
    covered = figures.mint(
        "share_pct",
        100 * search.covered_share,
        entity=traced(outlook, trace),
        formula="sum of the paths listed / total × 100",
        params={"covered_by": "paths", "trace": trace},
    )
    end = Text(
        zh=f"列出的全部路径合计覆盖 {mark(covered)}。",
        en=f" All paths found cover {mark(covered)}.",
    )
    head = _path_head(outlook, trace)
    return _sentence(head.zh, head.en, parts) + end


def _path_head(outlook: Outlook, trace: Trace) -> Text:
    if trace == "footprint":
        return Text(
            zh="最终需求隐含排放的主要供应链路径（占隐含排放）：",
            en="Main paths behind the final demand (part of the embodied emissions): ",
        )
    sector = outlook.name(outlook.start + outlook.leading[0])
    if trace == "up":
        return Text(
            zh=f"{sector.zh}产品完全排放的主要上游路径（占其完全强度）：",
            en=f"Main paths up the chain of {sector.en} (part of its total intensity): ",
        )
    return Text(
        zh=f"{sector.zh}直接排放的主要下游去向（占其直接排放）：",
        en=f"Main paths down the chain of {sector.en} (part of its direct emissions): ",
    )


def _pairs(outlook: Outlook, figures: TableFigures) -> Text | None:
    parts: list[Text] = []
    for i, j, there, back in outlook.pairs[:NAMED]:
        first, second = outlook.name(outlook.start + i), outlook.name(outlook.start + j)
        claim = pair_claim(outlook, figures, (i, j), there + back)
        parts.append(
            Text(
                zh=f"{first.zh}与{second.zh} {mark(claim)}",
                en=f"{first.en} with {second.en} {mark(claim)}",
            )
        )
    if not parts:
        return None
    return _sentence(
        "宜上下游联动减排的省内部门对（双向连接弹性之和）：",
        "Pairs of sectors to cut together (elasticity of both directions): ",
        parts,
    )


def _sentence(zh: str, en: str, parts: Iterable[Text]) -> Text:
    listed = join(parts)
    return Text(zh=f"{zh}{listed.zh}。", en=f"{en}{listed.en}.")

"""The sentences of the input-output part of a roadmap, each figure as a claim."""

import numpy as np

from data.result import Claim, Finding, mark
from data.text import Text, join
from data.vocabulary import REGIONS
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.roadmap.claims import (
    chosen_claim,
    cut_claim,
    direct_claim,
    elsewhere_claim,
    embodied_claim,
    link_claim,
    outward_claim,
    path_claim,
    traced,
)
from tools.supply_chain.roadmap.milestones import Milestone
from tools.supply_chain.roadmap.outlook import Link, Outlook, Trace, path_name

SECTION = "chain"
NAMED = 3
PARTNERS_NAMED = 2
PATHS_NAMED: dict[Trace, int] = {"footprint": 3, "up": 2, "down": 3}

NOTHING = Text(zh="", en="")


def write_findings(
    outlook: Outlook, figures: TableFigures, *, short: bool = False
) -> list[Finding]:
    """Write what the chain says, from the balance of the table year to paths up and down.

    Args:
        outlook: The chain.
        figures: Mints the claims.
        short: Whether only what a change of assumptions moves is told.
    """
    if short:
        told = [_direct(outlook, figures), _embodied(outlook, figures), _carriers(outlook, figures)]
        return [Finding(section=SECTION, text=text) for text in told if text is not None]
    parts: list[Text | None] = [
        _balance(outlook, figures),
        _partners(outlook, figures),
        _direct(outlook, figures),
        _embodied(outlook, figures),
        _carriers(outlook, figures),
        _key_links(outlook, figures),
        _behind_demand(outlook, figures),
        _around_leading(outlook, figures),
    ]
    return [Finding(section=SECTION, text=text) for text in parts if text is not None]


def link_name(outlook: Outlook, link: Link | tuple[int, int]) -> Text:
    """Name a link from supplier to user."""
    start, end = outlook.name(link[0]), outlook.name(link[1])
    return Text(zh=f"{start.zh}→{end.zh}", en=f"{start.en} → {end.en}")


def _balance(outlook: Outlook, figures: TableFigures) -> Text:
    base, name = outlook.base, outlook.place
    if not outlook.has_others:
        return _balance_of_nation(outlook, figures) + _households(outlook, figures)
    embodied, elsewhere = embodied_claim(figures, base), elsewhere_claim(figures, base)
    direct, outward = direct_claim(figures, base), outward_claim(figures, base)
    abroad = figures.mint(
        "co2_transfer_mt", base.abroad_mt, entity={"for": "abroad"}, formula="f_p·L·ex / 10⁶"
    )
    text = Text(
        zh=f"按{base.year}年投入产出表，{name.zh}最终需求的隐含排放为{mark(embodied)}，"
        f"其中{mark(elsewhere)}发生在外省；{outlook.inside}各部门直接排放{mark(direct)}，"
        f"其中{mark(outward)}用于外省最终需求，{mark(abroad)}用于出口。",
        en=f"By the table of {base.year}, the final demand of {name.en} embodies"
        f" {mark(embodied)}, {mark(elsewhere)} of it emitted in other provinces; its own sectors emit"
        f" {mark(direct)}, of which {mark(outward)} serves final demand of other provinces and"
        f" {mark(abroad)} exports abroad.",
    )
    return text + _households(outlook, figures)


def _balance_of_nation(outlook: Outlook, figures: TableFigures) -> Text:
    base, name = outlook.base, outlook.place
    embodied, direct = embodied_claim(figures, base), direct_claim(figures, base)
    abroad = figures.mint(
        "co2_transfer_mt", base.abroad_mt, entity={"for": "abroad"}, formula="f_p·L·ex / 10⁶"
    )
    return Text(
        zh=f"按{base.year}年投入产出表，{name.zh}各部门直接排放{mark(direct)}，"
        f"其中{mark(embodied)}为国内最终需求的隐含排放，{mark(abroad)}用于出口。",
        en=f"By the table of {base.year}, the sectors of {name.en} emit {mark(direct)} directly:"
        f" {mark(embodied)} is embodied in domestic final demand and {mark(abroad)} in exports.",
    )


def _households(outlook: Outlook, figures: TableFigures) -> Text:
    value = float(outlook.accounts.emissions.households_mt[outlook.columns].sum())
    if not np.isfinite(value):
        return NOTHING
    claim = figures.mint("co2_mt", value, params={"scope": "households"})
    return Text(
        zh=f"居民生活直接排放{mark(claim)}另计。",
        en=f" Households emit {mark(claim)} directly, counted beside the chain.",
    )


def _partners(outlook: Outlook, figures: TableFigures) -> Text | None:
    if not outlook.has_others:
        return None
    table, name = outlook.accounts.table, outlook.place
    own, matrix = outlook.columns, outlook.accounts.transfers_mt
    known = [r for r in table.regions if r not in outlook.accounts.unknown]
    inward = {r: float(matrix[table.regions.index(r), own].sum()) for r in known}
    outward = {r: float(matrix[own, k].sum()) for k, r in enumerate(table.regions)}
    sources = _ranked(outlook, figures, inward, "from")
    targets = _ranked(outlook, figures, outward, "for")
    if sources is None or targets is None:
        return None
    return Text(
        zh=f"为{name.zh}最终需求排放最多的外省是{sources.zh}；{name.zh}的排放服务最多的外省是{targets.zh}。",
        en=f"The final demand of {name.en} causes most emissions in {sources.en}; {name.en} emits"
        f" most for {targets.en}.",
    )


def _ranked(
    outlook: Outlook, figures: TableFigures, values: dict[str, float], role: str
) -> Text | None:
    others = [r for r in values if r not in outlook.regions and values[r] > 0]
    parts: list[Text] = []
    for region in sorted(others, key=lambda r: -values[r])[:PARTNERS_NAMED]:
        claim = figures.mint("co2_transfer_mt", values[region], entity={role: region})
        parts.append(_with(REGIONS.text(region), mark(claim)))
    return join(parts) if parts else None


def _direct(outlook: Outlook, figures: TableFigures) -> Text | None:
    """Tell direct emissions at the milestones; of the sectors in question where some are."""
    if len(outlook.steps) == 1:
        return None
    parts = [(s.year, mark(c)) for s, c in _own_claims(outlook, figures)]
    zh = "，".join(f"{year}年{figure}" for year, figure in parts)
    en = ", ".join(f"{figure} in {year}" for year, figure in parts)
    if not outlook.chosen:
        return Text(
            zh=f"按路径，{outlook.inside}各部门直接排放：{zh}。",
            en=f"On the pathway the sectors emit {en} directly.",
        )
    names = join(outlook.sector_name(k) for k in outlook.chosen)
    return Text(
        zh=f"按路径，所选部门（{names.zh}）直接排放：{zh}；其余部门不冻结，按各自路径变化。",
        en=f"On the pathway the sectors in question ({names.en}) emit {en} directly; the others are"
        " not frozen but follow their own pathways.",
    )


def _embodied(outlook: Outlook, figures: TableFigures) -> Text | None:
    """Tell what the final demand embodies at the first and last milestone, and acting alone."""
    if len(outlook.steps) == 1:
        return None
    ends = list(dict.fromkeys((outlook.steps[1].year, outlook.last.year)))
    steps = [s for s in outlook.steps if s.year in ends]
    if not outlook.has_others:
        return _embodied_of_nation(figures, steps)
    marks = [(s.year, embodied_claim(figures, s), elsewhere_claim(figures, s)) for s in steps]
    zh = "，".join(f"{year}年{mark(e)}、外省占{mark(part)}" for year, e, part in marks)
    en = " and ".join(
        f"{mark(e)} in {year} ({mark(part)} in other provinces)" for year, e, part in marks
    )
    alone = _alone(outlook, figures)
    return Text(
        zh=f"各省各部门同步降低强度时，最终需求隐含排放{zh}；{alone.zh}",
        en=f"With the sectors of all provinces cutting alike, final demand embodies {en}; {alone.en}",
    )


def _embodied_of_nation(figures: TableFigures, steps: list[Milestone]) -> Text:
    held = [(s.year, mark(embodied_claim(figures, s))) for s in steps]
    zh = "，".join(f"{year}年{figure}" for year, figure in held)
    en = " and ".join(f"{figure} in {year}" for year, figure in held)
    return Text(zh=f"国内最终需求的隐含排放：{zh}。", en=f"Domestic final demand embodies {en}.")


def _own_claims(outlook: Outlook, figures: TableFigures) -> list[tuple[Milestone, Claim]]:
    if outlook.chosen:
        return [(s, chosen_claim(outlook, figures, s)) for s in outlook.steps[1:]]
    return [(s, direct_claim(figures, s)) for s in outlook.steps[1:]]


def _alone(outlook: Outlook, figures: TableFigures) -> Text:
    last, base, name = outlook.last, outlook.base, outlook.place
    claim = figures.mint(
        "co2_consumption_mt",
        last.alone_mt,
        year=last.year,
        formula="f''·L·y'_p / 10⁶, f'' = f outside the province",
        params={"others": "unchanged"},
    )
    return Text(
        zh=f"若只有{name.zh}减排而外省强度停在{base.year}年，{last.year}年为{mark(claim)}。",
        en=f"if {name.en} acted alone and the others kept their intensities of {base.year}, it would"
        f" embody {mark(claim)} in {last.year}.",
    )


def _carriers(outlook: Outlook, figures: TableFigures) -> Text | None:
    found = [(s, outlook.top_cut(s)) for s in outlook.steps[1:]]
    parts = [_at(s, _cut(outlook, figures, s, k)) for s, k in found if k is not None]
    if not parts:
        return None
    top = outlook.top_cut(outlook.last)
    cuts = outlook.cuts_mt(outlook.last)
    others = [k for k in outlook.leading if k != top and cuts[k] > 0][:NAMED]
    next_ = join(_cut(outlook, figures, outlook.last, k) for k in others)
    tail = Text(zh=f"；其次为{next_.zh}", en=f"; next come {next_.en}") if others else NOTHING
    return Text(
        zh=f"较{outlook.base.year}年减排最多的部门：{'，'.join(p.zh for p in parts)}{tail.zh}。",
        en=f"The largest cut since {outlook.base.year}: {', '.join(p.en for p in parts)}{tail.en}.",
    )


def _cut(outlook: Outlook, figures: TableFigures, step: Milestone, sector: int) -> Text:
    claim = cut_claim(outlook, figures, step, sector)
    return _with(outlook.sector_name(sector), mark(claim))


def _key_links(outlook: Outlook, figures: TableFigures) -> Text | None:
    links = outlook.key_links[:NAMED]
    if not links:
        return None
    parts = join(_link(outlook, figures, link, outlook.base) for link in links)
    last = outlook.top_links.get(outlook.last.year)
    tail = NOTHING
    if last is not None and outlook.last is not outlook.base:
        top, year = _link(outlook, figures, last, outlook.last), outlook.last.year
        tail = Text(
            zh=f"；对{year}年的剩余排放则是{top.zh}",
            en=f"; for what remains in {year}, {top.en}",
        )
    return Text(
        zh=f"单位产出少用百分之一的该项投入，{outlook.inside}直接排放降幅最大的连接：{parts.zh}{tail.zh}。",
        en="Using one per cent less of an input per unit of output cuts direct emissions most on these"
        f" links: {parts.en}{tail.en}.",
    ) + _pairs(outlook)


def _link(outlook: Outlook, figures: TableFigures, link: Link, step: Milestone) -> Text:
    claim = link_claim(outlook, figures, link, step.year)
    return _with(link_name(outlook, link), mark(claim))


def _pairs(outlook: Outlook) -> Text:
    """Name the pairs of sectors whose links in both directions weigh most."""
    names = [
        (outlook.sector_name(i), outlook.sector_name(j)) for i, j, _, _ in outlook.pairs[:NAMED]
    ]
    if not names:
        return NOTHING
    pairs = join(Text(zh=f"{a.zh}与{b.zh}", en=f"{a.en} with {b.en}") for a, b in names)
    return Text(
        zh=f"宜成对联动减排：{pairs.zh}。", en=f" Pairs of sectors to cut together: {pairs.en}."
    )


def _behind_demand(outlook: Outlook, figures: TableFigures) -> Text | None:
    named = _paths(outlook, figures, "footprint")
    if named is None:
        return None
    return Text(
        zh=f"最终需求背后的主要供应链及其占隐含排放的比重：{named.zh}。",
        en=f"Main supply chains behind the final demand, as parts of what it embodies: {named.en}.",
    )


def _around_leading(outlook: Outlook, figures: TableFigures) -> Text | None:
    up, down = (_paths(outlook, figures, trace) for trace in ("up", "down"))
    if up is None or down is None:
        return None
    sector = outlook.name(outlook.row_of(outlook.leading[0]))
    return Text(
        zh=f"{sector.zh}的上游，占其产品完全排放：{up.zh}。下游去向，占其直接排放：{down.zh}。",
        en=f"Up the chain of {sector.en}, as parts of its total intensity: {up.en}. Down the chain, as"
        f" parts of its direct emissions: {down.en}.",
    )


def _paths(outlook: Outlook, figures: TableFigures, trace: Trace) -> Text | None:
    """Name the first paths of a search, and what all its paths cover; None without any."""
    search = outlook.paths.get(trace)
    if search is None or not search.paths:
        return None
    parts = [
        _with(path_name(outlook, p.nodes, trace), mark(path_claim(outlook, figures, p, trace)))
        for p in search.paths[: PATHS_NAMED[trace]]
    ]
    covered = figures.mint(
        "share_pct",
        100 * search.covered_share,
        entity=traced(outlook, trace),
        formula="sum of the paths listed / total × 100",
        params={"covered_by": "paths", "trace": trace},
    )
    return join(parts) + Text(
        zh=f"，阈值以上路径共覆盖{mark(covered)}",
        en=f", all paths above the threshold {mark(covered)}",
    )


def _at(step: Milestone, what: Text) -> Text:
    return Text(zh=f"{step.year}年{what.zh}", en=f"in {step.year} {what.en}")


def _with(name: Text, figure: str) -> Text:
    return Text(zh=f"{name.zh}{figure}", en=f"{name.en} {figure}")

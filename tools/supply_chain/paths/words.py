"""An answer on supply-chain paths in sentences: the answer first, then tiers, then paths."""

import numpy as np

from data.result import Claim, Finding, mark
from data.tables import Array
from data.text import Text, join
from data.vocabulary import IO_SECTORS, REGIONS
from tools.supply_chain.algebra.leontief import TONNES_PER_MT
from tools.supply_chain.paths.claims import PathFigures
from tools.supply_chain.paths.trace import Trace, in_sentence

NAMED = 3
PATHS_NAMED = 5


def largest(values: Array, most: int) -> list[int]:
    """Return the places of the largest positive values, largest first; ties in their order.

    >>> largest(np.array([1.0, 3.0, -2.0, 3.0]), 3)
    [1, 3, 0]
    """
    order = np.argsort(-values, kind="stable")[:most]
    return [int(k) for k in order if values[k] > 0]


def write_findings(figures: PathFigures) -> list[Finding]:
    """Write the answer: where the emissions arise or whom they serve, the tiers, the paths."""
    if figures.trace.upstream:
        texts = [_sources(figures), _groups(figures), _tiers(figures), _paths(figures)]
    else:
        texts = [_served(figures), _products(figures), _tiers(figures), _paths(figures)]
    return [Finding(text=t) for t in [*texts, *_per_unit(figures)] if t is not None]


def _sources(figures: PathFigures) -> Text:
    trace = figures.trace
    arising = trace.arising_mt.ravel()
    parts = [
        with_figure(
            in_sentence(trace.name(k, always=True)), mark(figures.arising(k, float(arising[k])))
        )
        for k in largest(arising, NAMED)
    ]
    sources, subject, year = join(parts), trace.subject, trace.accounts.table.year
    total, least = mark(figures.total), _at_least(trace)
    if trace.basis == "output":
        own = mark(figures.direct)
        return Text(
            zh=f"{subject.zh}的上游排放主要来自{sources.zh}：{year}年，其总产出背后供应链上的其他部门"
            f"{least.zh}共排放{total}，自身直接排放为{own}。",
            en=f"Upstream emissions of {subject.en} come mainly from {sources.en}. In {year} the"
            f" other sectors along the chain behind its gross output emitted {least.en}{total};"
            f" its own direct emissions were {own}.",
        )
    if trace.basis == "product":
        return Text(
            zh=f"{subject.zh}产品的最终使用（消费、投资和出口）在{year}年隐含排放{least.zh}{total}，"
            f"主要产生于{sources.zh}。",
            en=f"Final use (consumption, investment, exports) of the products of {subject.en}"
            f" embodied {least.en}{total} in {year}, emitted mainly by {sources.en}.",
        )
    return Text(
        zh=f"{subject.zh}的最终需求在{year}年隐含排放{least.zh}{total}，主要产生于{sources.zh}。",
        en=f"The final demand of {subject.en} embodied {least.en}{total} in {year}, emitted mainly"
        f" by {sources.en}.",
    )


def _groups(figures: PathFigures) -> Text | None:
    """Say which sectors, whatever the province, and which provinces emit; None for one region."""
    trace, table = figures.trace, figures.trace.accounts.table
    if len(table.regions) == 1:
        return None
    by_sector = trace.arising_mt.sum(axis=0)
    sectors = join(
        with_figure(
            in_sentence(IO_SECTORS.text(table.sectors[k])),
            mark(figures.share(float(by_sector[k]), "Σ over regions / total × 100",
                               from_sector=table.sectors[k])),
        )
        for k in largest(by_sector, NAMED)
    )  # fmt: skip
    here = table.regions.index(trace.region)
    own = float(trace.by_region_mt[here])
    others = trace.by_region_mt.copy()
    others[here] = 0.0
    inside = mark(figures.share(own, "Σ over sectors / total × 100", from_region=trace.region))
    outside = mark(
        figures.share(trace.total_mt - own, "100 − own province", from_region="other_provinces")
    )
    names = join(
        with_figure(
            REGIONS.text(table.regions[k]),
            mark(figures.share(float(others[k]), "Σ over sectors / total × 100",
                               from_region=table.regions[k])),
        )
        for k in largest(others, NAMED)
    )  # fmt: skip
    return Text(
        zh=f"各省合计按行业：{sectors.zh}。按地区：本省占{inside}，外省占{outside}"
        + (f"，其中{names.zh}居前。" if names.zh else "。"),
        en=f"By sector, all provinces together: {sectors.en}. By place: {inside} arises in the"
        f" province itself and {outside} in others"
        + (f", first of all {names.en}." if names.en else "."),
    )


def _served(figures: PathFigures) -> Text:
    trace, table = figures.trace, figures.trace.accounts.table
    here = table.regions.index(trace.region)
    alone = len(table.regions) == 1
    uses = [(ABROAD, figures.exports()), (AT_HOME if alone else OWN, figures.user(here))]
    others = trace.users_mt.copy()
    others[here] = 0.0
    if not alone:
        rest = figures.share(float(others.sum()), "Σ_s≠p f_k·(L·y_s)_k / total × 100",
                             user="other_provinces")  # fmt: skip
        uses.append((ELSEWHERE, rest))
    uses.sort(key=lambda use: -use[1].value)
    parts = join(with_figure(name, mark(claim)) for name, claim in uses)
    names = join(
        with_figure(REGIONS.text(table.regions[k]), mark(figures.user(k)))
        for k in largest(others, NAMED)
    )
    first = Text(
        zh=f"；外省中{names.zh}居前" if names.zh else "",
        en=f"; of the other provinces, first {names.en}" if names.en else "",
    )
    subject, total = emitters(trace), mark(figures.direct)
    return Text(
        zh=f"{subject.zh}的排放最终服务于{parts.zh}{first.zh}。{table.year}年其直接排放为{total}。",
        en=f"In the end the emissions of {subject.en} serve {parts.en}{first.en}. Direct"
        f" emissions in {table.year} were {total}.",
    )


ABROAD = Text(zh="出口", en="exports abroad")
AT_HOME = Text(zh="国内最终需求", en="domestic final demand")
OWN = Text(zh="本省最终需求", en="the province's own final demand")
ELSEWHERE = Text(zh="外省最终需求", en="the final demand of other provinces")


def emitters(trace: Trace) -> Text:
    """Name whose direct emissions are followed downstream."""
    subject = trace.subject
    if trace.sectors:
        return subject
    return Text(zh=f"{subject.zh}各部门", en=f"the sectors of {subject.en}")


def _products(figures: PathFigures) -> Text:
    trace, table = figures.trace, figures.trace.accounts.table
    by_sector = trace.arising_mt.sum(axis=0)
    products = join(
        with_figure(
            in_sentence(IO_SECTORS.text(table.sectors[k])),
            mark(figures.share(float(by_sector[k]), "f_k·L_kj·y_j / total × 100",
                               product=table.sectors[k])),
        )
        for k in largest(by_sector, NAMED + 1)
    )  # fmt: skip
    return Text(
        zh=f"按承载这些排放的最终产品：{products.zh}。",
        en=f"By the final product that carries them: {products.en}.",
    )


def _tiers(figures: PathFigures) -> Text:
    marks = [mark(c) for c in tier_claims(figures)]
    trace = figures.trace
    if trace.basis == "output":
        return Text(
            zh=f"按层级：直接供应商占{marks[0]}，第二层供应商占{marks[1]}，更上游占{marks[2]}。",
            en=f"By tier: direct suppliers {marks[0]}, their suppliers {marks[1]}, further upstream"
            f" {marks[2]}.",
        )
    if trace.upstream:
        return Text(
            zh=f"按层级：最终产品的生产部门自身占{marks[0]}，直接供应商占{marks[1]}，"
            f"第二层供应商占{marks[2]}，更上游占{marks[3]}。",
            en=f"By tier: the makers of the final products {marks[0]}, their suppliers {marks[1]},"
            f" the second tier {marks[2]}, further upstream {marks[3]}.",
        )
    return Text(
        zh=f"按层级：直接进入最终使用的占{marks[0]}，经过一个下游部门的占{marks[1]}，"
        f"经过两个的占{marks[2]}，更多的占{marks[3]}。",
        en=f"By tier: {marks[0]} goes straight to final use, {marks[1]} through one other sector,"
        f" {marks[2]} through two, {marks[3]} through more.",
    )


def tier_claims(figures: PathFigures) -> list[Claim]:
    """Mint the part of each tier, the last standing for all later ones."""
    trace = figures.trace
    last = len(trace.tiers_mt) - 1
    return [
        figures.tier(trace.first_tier + k, float(v), later=k == last)
        for k, v in enumerate(trace.tiers_mt)
    ]


def _paths(figures: PathFigures) -> Text | None:
    trace = figures.trace
    top = trace.top_paths(PATHS_NAMED)
    if not top:
        return None
    names = [with_figure(trace.path_name(p.nodes), mark(figures.path(p))) for p in top]
    listed = Text(zh="；".join(n.zh for n in names), en="; ".join(n.en for n in names))
    count, covered = mark(figures.count()), mark(figures.covered())
    return Text(
        zh=f"最大的路径：{listed.zh}。达到阈值的路径共{count}条，合计覆盖{covered}。",
        en=f"The largest paths: {listed.en}. The {count} paths above the threshold cover {covered}"
        " of the total.",
    )


def _per_unit(figures: PathFigures) -> list[Text]:
    """Give the intensity of one sector's product, and what its final use embodies."""
    trace = figures.trace
    if trace.basis != "output" or len(trace.sectors) != 1:
        return []
    place, accounts = trace.places[0], trace.accounts
    mint = figures.table.mint
    total = mint("total_intensity_t_per_cny_1e4", float(accounts.m[place]),
                 entity=figures.entity, formula="m = f·L")  # fmt: skip
    own = mint("intensity_t_per_cny_1e4", float(accounts.f[place]),
               entity=figures.entity, formula="10⁶·e/x")  # fmt: skip
    embodied = mint("co2_embodied_mt", float(accounts.m @ trace.product_demand) / TONNES_PER_MT,
                    entity=figures.entity, formula="f·L·y_K / 10⁶")  # fmt: skip
    least = _at_least(trace)
    return [
        Text(
            zh=f"单位产品的完全排放强度为{mark(total)}，其中自身直接强度为{mark(own)}；"
            f"其产品直接用于最终使用（消费、投资和出口）的部分隐含排放{least.zh}{mark(embodied)}。",
            en=f"Per unit of its product the total intensity is {mark(total)}, of which"
            f" {mark(own)} is its own; the part that goes straight to final use (consumption,"
            f" investment, exports) embodies {least.en}{mark(embodied)}.",
        )
    ]


def with_figure(name: Text, figure: str) -> Text:
    """Put a figure in brackets behind a name."""
    return Text(zh=f"{name.zh}（{figure}）", en=f"{name.en} ({figure})")


def _at_least(trace: Trace) -> Text:
    least = trace.is_lower_bound
    return Text(zh="至少", en="at least ") if least else Text(zh="", en="")

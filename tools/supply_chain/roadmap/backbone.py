"""The backbone of a roadmap: the core of the input-output network, its hubs and largest links."""

import numpy as np

from data.result import Claim, Column, Finding, Scalar, Table, mark
from data.text import Text, join
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.network.centrality import pagerank
from tools.supply_chain.network.findings import flow_claim
from tools.supply_chain.network.view import View

HUBS = 3
LINKS = 3


def tell_backbone(view: View, figures: TableFigures) -> list[Finding]:
    """Tell what the core of the network covers, its most central sectors and its largest links."""
    if not view.core.edges:
        return []
    year = view.accounts.table.year
    hubs = join(view.name(k) for k, _ in find_hubs(view))
    links = join(link_name(view, link) for link in largest(view))
    covered = mark(claim_covered(view, figures))
    text = Text(
        zh=f"骨架：{year}年投入产出核心网络覆盖产业间流量的{covered}；最中心的部门是{hubs.zh}，"
        f"最大的连接是{links.zh}。",
        en=f"Backbone: the core of the {year} input-output network carries {covered} of the flow between"
        f" sectors; its most central sectors are {hubs.en}, its largest links {links.en}.",
    )
    return [Finding(section="frame", text=text)]


def table_backbone(view: View, figures: TableFigures) -> Table:
    """List what the core covers, its hubs with PageRank, and its largest links with their flows."""
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    if view.core.edges:
        what = Text(zh="核心网络覆盖的流量", en="Flow that the core network carries")
        listed: list[tuple[Text, Claim]] = [(what, claim_covered(view, figures))]
        for node, value in find_hubs(view):
            label = Text(zh="中心部门：", en="Central sector: ") + view.name(node)
            listed.append((label, claim_hub(view, figures, node, value)))
        for link in largest(view):
            label = Text(zh="关键连接：", en="Key link: ") + link_name(view, link)
            listed.append((label, flow_claim(view, figures, link)))
        for label, claim in listed:
            rows.append([label, claim.value])
            claims.append([None, claim.id])
    return Table(
        id="backbone",
        title=Text(zh="骨架", en="Backbone"),
        columns=[
            Column(id="what", label=Text(zh="内容", en="What")),
            Column(id="value", label=Text(zh="数值", en="Figure")),
        ],
        rows=rows,
        claims=claims,
        kind=view.accounts.kind,
        source=view.accounts.citation,
    )


def find_hubs(view: View) -> list[tuple[int, float]]:
    """Return the sectors with the highest PageRank in the core, with its value, highest first.

    What a sector uses itself is left out, or a sector that mostly supplies itself would lead.
    """
    flows = view.core.matrix
    np.fill_diagonal(flows, 0.0)
    ranks = pagerank(flows)
    return [(int(k), float(ranks[k])) for k in np.argsort(-ranks, kind="stable")[:HUBS]]


def largest(view: View) -> list[tuple[int, int, float]]:
    """Return the largest links between different sectors."""
    return [link for link in view.core.edges if link[0] != link[1]][:LINKS]


def claim_hub(view: View, figures: TableFigures, node: int, value: float) -> Claim:
    """Mint a sector's PageRank in the core without own use."""
    return figures.mint(
        "pagerank",
        value,
        entity={"sector": view.ids[node]},
        params={"links": len(view.core.edges), "carried": view.flow_field, "own_use": "left out"},
    )


def link_name(view: View, link: tuple[int, int, float]) -> Text:
    """Name a link from supplier to user."""
    start, end = view.name(link[0]), view.name(link[1])
    return Text(zh=f"{start.zh}→{end.zh}", en=f"{start.en} → {end.en}")


def claim_covered(view: View, figures: TableFigures) -> Claim:
    """Mint the part of all flow between sectors that the core carries, in per cent."""
    return figures.mint(
        "covered_share_pct",
        100 * view.core.covered_share,
        formula="flow on the links drawn / all flow × 100",
        params={"links": len(view.core.edges), "carried": view.flow_field},
    )

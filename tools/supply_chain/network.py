"""The input-output network of a province: sectors, their largest links, and the hubs."""

from collections.abc import Iterable
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from data.fields import FIELDS
from data.result import Claim, Column, Finding, Note, Result, Scalar, Table, mark
from data.tables import Array
from data.text import Text, join
from data.vocabulary import PROVINCES
from tools.registry import Context, tool
from tools.supply_chain.accounts import open_accounts
from tools.supply_chain.figures import TableFigures
from tools.supply_chain.graph import SHARE_PCT
from tools.supply_chain.network_view import View, draw_chart, known, look_at
from tools.supply_chain.notes import import_notes

Indicator = Literal["co2_mt", "output_cny_1e4", "intensity_t_per_cny_1e4"]

LINKS_LISTED = 15
LINKS_NAMED = 5
HUBS_NAMED = 3


@tool
def draw_network(
    context: Context,
    region: Annotated[str, Field(description="Province, any spelling or id.")],
    year: Annotated[int | None, Field(description="Year of the table; default the latest.")] = None,
    indicator: Annotated[Indicator, Field(description="What the size of a node shows.")] = "co2_mt",
    share_pct: Annotated[
        float, Field(gt=0, le=100, description="Per cent of the cells drawn as links.")
    ] = SHARE_PCT,
) -> Result:
    """Draw the input-output network of a province: hubs, largest links, and what they cover.

    Nodes are the 42 sectors, links the largest 5 % of the 42 × 42 flows inside the province. Use
    it for questions on industrial structure, supply links, core network, 网络图, 产业关联.
    """
    place = PROVINCES.find(region).id
    accounts = open_accounts(context.dataset, year)
    view = look_at(accounts, place, share_pct)
    drawn, notes = _usable(view, indicator)
    figures = TableFigures(context.dataset.id, accounts, place)
    chart = draw_chart(view, drawn, view.attributes[drawn], "network")
    return Result(
        tool="draw_network",
        title=view.title,
        findings=[
            _hubs(view, figures),
            _links(view, figures),
            _coverage(view, figures, share_pct),
            *_largest(view, drawn, figures),
        ],
        tables=[_link_table(view, figures), _sector_table(view, drawn)],
        charts=[chart],
        claims=list(figures.claims.values()),
        notes=[*notes, *import_notes(context.dataset, accounts.table, place)],
        method=_method(share_pct),
        sources=[accounts.table.source],
        followups=_followups(place),
    )


def _flow(view: View, figures: TableFigures, link: tuple[int, int, float]) -> Claim:
    entity = {"sector": view.sectors[link[0]], "to_sector": view.sectors[link[1]]}
    return figures.mint("flow_cny_1e4", link[2], entity=entity)


def _usable(view: View, indicator: Indicator) -> tuple[str, list[Note]]:
    """Choose what the nodes show: gross output where the emissions are not known."""
    region = PROVINCES.text(view.region)
    missing = bool(np.isnan(view.attributes["co2_mt"]).any())
    notes: list[Note] = []
    if missing:
        text = Text(
            zh=f"{region.zh}的排放未知（无 CO2 行，也无该年排放清单），相关数值留空，不作零处理。",
            en=f"Emissions of {region.en} are unknown (no CO2 row and no inventory of the year);"
            " they are left blank, not counted as zero.",
        )
        notes.append(Note(level="missing", text=text))
    origin = view.accounts.emissions.origins[view.accounts.table.regions.index(view.region)]
    if origin == "inventory":
        text = Text(
            zh="各部门排放由同年排放清单按部门对照表换算，不是投入产出表自带的 CO2 行。",
            en="Sector emissions come from the inventory of the year through the concordance of"
            " sectors, not from a CO2 row of the table.",
        )
        notes.append(Note(text=text))
    return ("output_cny_1e4" if missing else indicator), notes


def _hubs(view: View, figures: TableFigures) -> Finding:
    drawn = view.core.matrix > 0
    links = (drawn.sum(axis=0) + drawn.sum(axis=1)).astype(float)
    strength = view.core.matrix.sum(axis=0) + view.core.matrix.sum(axis=1)
    order = np.lexsort((-strength, -links))[:HUBS_NAMED]
    parts: list[Text] = []
    for k in order:
        claim = figures.mint(
            "count",
            links[k],
            formula="links in + links out",
            entity={"sector": view.sectors[k]},
            params={"links": len(view.core.edges)},
        )
        name = view.name(int(k))
        parts.append(
            Text(zh=f"{name.zh}（{mark(claim)} 条）", en=f"{name.en} ({mark(claim)} links)")
        )
    bridge = int(np.argmax(view.centrality.betweenness))
    claim = figures.mint(
        "betweenness_centrality",
        float(view.centrality.betweenness[bridge]),
        entity={"sector": view.sectors[bridge]},
        params={"links": len(view.core.edges)},
    )
    listed, middle = join(parts), view.name(bridge)
    return Finding(
        text=Text(
            zh=f"枢纽部门（进出连接最多）：{listed.zh}；最常充当中介的是{middle.zh}，"
            f"介数中心性 {mark(claim)}。",
            en=f"The hubs, with most links in and out: {listed.en}. {middle.en} lies on most"
            f" shortest paths, betweenness {mark(claim)}.",
        )
    )


def _links(view: View, figures: TableFigures) -> Finding:
    parts: list[Text] = []
    for link in view.core.edges[:LINKS_NAMED]:
        start, end, claim = view.name(link[0]), view.name(link[1]), _flow(view, figures, link)
        parts.append(
            Text(zh=f"{start.zh}→{end.zh} {mark(claim)}", en=f"{start.en} → {end.en} {mark(claim)}")
        )
    listed = join(parts)
    return Finding(
        text=Text(
            zh=f"最大的省内投入产出连接：{listed.zh}。",
            en=f"The largest links inside the province: {listed.en}.",
        )
    )


def _coverage(view: View, figures: TableFigures, share_pct: float) -> Finding:
    covered = figures.mint(
        "covered_share_pct",
        100 * view.core.covered_share,
        formula="flow on links drawn / flow inside the province × 100",
        params={"share_pct": share_pct},
    )
    count = figures.mint(
        "count", len(view.core.edges), formula="links drawn", params={"share_pct": share_pct}
    )
    return Finding(
        text=Text(
            zh=f"图中 {mark(count)} 条连接（含部门自用）占省内中间流量的 {mark(covered)}。",
            en=f"The {mark(count)} links drawn, self-loops included, carry {mark(covered)} of the"
            " flow inside the province.",
        )
    )


def _largest(view: View, indicator: str, figures: TableFigures) -> list[Finding]:
    values = view.attributes[indicator]
    best = int(np.nanargmax(values))
    claim = figures.mint(indicator, float(values[best]), entity={"sector": view.sectors[best]})
    name, label = view.name(best), FIELDS[indicator].label
    return [
        Finding(
            text=Text(
                zh=f"{label.zh}最高的部门是{name.zh}：{mark(claim)}。",
                en=f"Highest {label.en}: {name.en}, {mark(claim)}.",
            )
        )
    ]


def _link_table(view: View, figures: TableFigures) -> Table:
    total = float(view.flows[view.flows > 0].sum())
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for link in view.core.edges[:LINKS_LISTED]:
        rows.append([view.name(link[0]), view.name(link[1]), link[2], 100 * link[2] / total])
        claims.append([None, None, _flow(view, figures, link).id, None])
    return Table(
        id="links",
        title=Text(zh="最大的连接", en="Largest links"),
        columns=[
            Column(id="supplier", label=Text(zh="供给部门", en="Supplier")),
            Column(id="user", label=Text(zh="使用部门", en="User")),
            _column("flow_cny_1e4"),
            _column("share_pct"),
        ],
        rows=rows,
        claims=claims,
        kind=view.accounts.table.kind,
        source=view.accounts.table.source.citation,
    )


def _sector_table(view: View, indicator: str) -> Table:
    central = view.centrality
    columns: dict[str, Array | None] = {
        indicator: view.attributes[indicator],
        "output_cny_1e4": view.attributes["output_cny_1e4"],
        "in_degree_centrality": central.into,
        "out_degree_centrality": central.out_of,
        "eigenvector_centrality": central.eigenvector,
        "betweenness_centrality": central.betweenness,
        "pagerank": central.pagerank,
    }
    order = np.argsort(-np.nan_to_num(view.attributes[indicator]), kind="stable")
    return Table(
        id="sectors",
        title=Text(zh="各部门的指标与中心性", en="Sectors: indicator and centralities"),
        columns=[
            Column(id="sector", label=Text(zh="部门", en="Sector")),
            *(_column(name) for name in columns),
        ],
        rows=[_row(view, int(k), columns.values()) for k in order],
        kind=view.accounts.kind,
        source=view.accounts.citation,
    )


def _row(view: View, sector: int, columns: Iterable[Array | None]) -> list[Scalar | Text]:
    values = (None if v is None else known(float(v[sector])) for v in columns)
    return [view.name(sector), *values]


def _column(field_id: str) -> Column:
    field = FIELDS[field_id]
    return Column(id=field_id, label=field.label, unit=field.unit)


def _method(share_pct: float) -> Text:
    return Text(
        zh=f"节点为省内各部门，连接为省内中间流量矩阵中最大的 {share_pct:g}% 单元格（含对角线，"
        "42 个部门取 5% 时为 88 条），方向由供给到使用。"
        "特征向量中心性和 PageRank 以流量为权重，介数中心性以流量倒数为距离，均在图中所示网络上计算。",
        en=f"Nodes are the sectors, links the largest {share_pct:g} % of the cells of the flow matrix"
        " inside the province, diagonal included (88 of 42 × 42 at 5 %), from supplier to user. Eigenvector centrality and PageRank weigh links"
        " by flow, betweenness takes 1/flow as distance; all on the network as drawn.",
    )


def _followups(region: str) -> list[Text]:
    name = PROVINCES.text(region)
    return [
        Text(
            zh=f"{name.zh}2060年碳中和的投入产出路线图是什么？",
            en=f"What is the net-zero roadmap of {name.en} to 2060?",
        ),
        Text(
            zh=f"{name.zh}各燃料到行业的排放流向如何？",
            en=f"How do emissions of {name.en} flow from fuels to sectors?",
        ),
    ]

"""The tables of a network: its largest links, every node's centralities, and the communities."""

import numpy as np

from data.fields import FIELDS
from data.result import Column, Scalar, Table
from data.tables import Array
from data.text import Text, join
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.network.centrality import FIELD_OF, MEASURES
from tools.supply_chain.network.chart import LEADERS
from tools.supply_chain.network.findings import flow_claim, group_share, group_size, node_claim
from tools.supply_chain.network.view import View, known

LINKS_LISTED = 15
NODES_CLAIMED = 10
"""Rows of the table of nodes whose figures are claims."""

Row = list[Scalar | Text]


def link_table(view: View, figures: TableFigures) -> Table:
    """List the largest links with their part of all that passes."""
    total = float(view.flows[view.flows > 0].sum())
    rows: list[Row] = []
    claims: list[list[str | None]] = []
    for link in view.core.edges[:LINKS_LISTED]:
        rows.append([view.name(link[0]), view.name(link[1]), link[2], 100 * link[2] / total])
        claims.append([None, None, flow_claim(view, figures, link).id, None])
    supplier, user = Text(zh="供给部门", en="Supplier"), Text(zh="使用部门", en="User")
    if view.nodes == "provinces":
        supplier, user = Text(zh="供给地", en="Supplier"), Text(zh="使用地", en="User")
    if view.flow_field == "co2_transfer_mt":
        supplier, user = Text(zh="排放地", en="Emitter"), Text(zh="消费地", en="Consumer")
    return Table(
        id="links",
        title=Text(zh="最大的连接", en="Largest links"),
        columns=[
            Column(id="supplier", label=supplier),
            Column(id="user", label=user),
            _column(view.flow_field),
            _column("share_pct"),
        ],
        rows=rows,
        claims=claims,
        kind=view.accounts.kind if view.carries_emissions else view.accounts.table.kind,
        source=view.accounts.citation
        if view.carries_emissions
        else view.accounts.table.source.citation,
    )


def node_table(view: View, figures: TableFigures, field: str, sizes: Array) -> Table:
    """List every node with the indicator and all seven centralities."""
    columns: dict[str, Array | None] = {
        field: sizes,
        **{FIELD_OF[m]: view.centrality.values(m) for m in MEASURES},
    }
    order = np.argsort(-np.nan_to_num(sizes, nan=-np.inf), kind="stable")
    rows: list[Row] = []
    claims: list[list[str | None]] = []
    for place, k in enumerate(int(k) for k in order):
        values = [None if v is None else known(float(v[k])) for v in columns.values()]
        rows.append([view.name(k), *values])
        marked = [
            node_claim(view, figures, name, k, value).id
            if value is not None and place < NODES_CLAIMED
            else None
            for name, value in zip(columns, values, strict=True)
        ]
        claims.append([None, *marked])
    head = (
        Text(zh="省份", en="Province")
        if view.nodes == "provinces"
        else Text(zh="部门", en="Sector")
    )
    plural = Text(zh="各省份", en="Provinces") if view.nodes == "provinces" else _SECTORS
    return Table(
        id="sectors" if view.nodes == "sectors" else "provinces",
        title=Text(zh=f"{plural.zh}的指标与中心性", en=f"{plural.en}: indicator and centralities"),
        columns=[Column(id="node", label=head), *(_column(name) for name in columns)],
        rows=rows,
        claims=claims,
        kind=view.accounts.kind,
        source=view.accounts.citation,
    )


_SECTORS = Text(zh="各部门", en="Sectors")


def community_table(view: View, figures: TableFigures) -> Table:
    """List the communities with their members, the leading ones first."""
    found = view.communities
    rows: list[Row] = []
    claims: list[list[str | None]] = []
    for k, members in enumerate(found.members):
        leaders = join(view.name(i) for i in members[:LEADERS])
        everyone = join(view.name(i) for i in members)
        rows.append([leaders, everyone, len(members), 100 * found.inside[k]])
        size, share = group_size(view, figures, k), group_share(view, figures, k)
        claims.append([None, None, size.id, share.id])
    return Table(
        id="communities",
        title=Text(zh="网络群组", en="Groups of the network"),
        columns=[
            Column(id="leaders", label=Text(zh="为首者", en="Led by")),
            Column(id="members", label=Text(zh="成员", en="Members")),
            Column(id="count", label=Text(zh="成员数", en="Number of members"), unit="count"),
            _column("within_share_pct"),
        ],
        rows=rows,
        claims=claims,
        kind=view.accounts.kind,
        source=view.accounts.citation,
    )


def _column(field_id: str) -> Column:
    field = FIELDS[field_id]
    return Column(id=field_id, label=field.label, unit=field.unit)

"""What a network shows, in sentences: hubs and bridges, groups, the largest links, coverage."""

import numpy as np

from data.fields import FIELDS
from data.result import Claim, Finding, mark
from data.tables import Array
from data.text import Text, join
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.network.centrality import FIELD_OF, Measure
from tools.supply_chain.network.chart import LEADERS
from tools.supply_chain.network.view import View

LINKS_NAMED = 5
HUBS_NAMED = 3
GROUPS_NAMED = 4
SHARP = 0.3
"""Modularity from which groups stand clearly apart; Newman 2004."""


def write_findings(
    view: View,
    figures: TableFigures,
    field: str,
    sizes: Array,
    measure: Measure | None,
    share_pct: float,
) -> list[Finding]:
    """Write the findings of a network, what was asked for first."""
    ranked = _ranking(view, figures, field, sizes)
    texts = [
        *(ranked if measure else []),
        *_hubs(view, figures),
        *([] if measure == "betweenness" else _bridges(view, figures)),
        *_groups(view, figures),
        *_links(view, figures),
        _coverage(view, figures, share_pct),
        *([] if measure else ranked),
    ]
    return [Finding(text=text) for text in texts]


def flow_claim(view: View, figures: TableFigures, link: tuple[int, int, float]) -> Claim:
    """Mint what passes on a link."""
    start, end = view.ids[link[0]], view.ids[link[1]]
    if view.nodes == "provinces":
        entity = {"region": start, "to_region": end}
    else:
        entity = {"sector": start, "to_sector": end}
    formulas = {
        "embodied_flow_mt": "m_i * Z_ij",
        "co2_transfer_mt": "f_r * L * y_s",
        "trade_cny_1e4": "Z_rs + Y_rs",
    }
    return figures.mint(
        view.flow_field, link[2], entity=entity, formula=formulas.get(view.flow_field, "")
    )


def node_claim(view: View, figures: TableFigures, field: str, node: int, value: float) -> Claim:
    """Mint a quantity of a node; a centrality belongs to the network drawn."""
    drawn = {"links": len(view.core.edges), "carried": view.flow_field}
    return figures.mint(
        field,
        value,
        entity={view.node_key: view.ids[node]},
        params=drawn if field in (*FIELD_OF.values(), "count") else {},
        formula="links in + links out" if field == "count" else "",
    )


def _named(view: View, node: int, shown: str) -> Text:
    name = view.name(node)
    return Text(zh=f"{name.zh} {shown}", en=f"{name.en} {shown}")


def _ranking(view: View, figures: TableFigures, field: str, sizes: Array) -> list[Text]:
    known = np.flatnonzero(np.isfinite(sizes) & (np.nan_to_num(sizes) > 0))
    order = known[np.argsort(-sizes[known], kind="stable")][:HUBS_NAMED]
    if not len(order):
        return []
    parts = join(
        _named(view, int(k), mark(node_claim(view, figures, field, int(k), float(sizes[k]))))
        for k in order
    )
    label, noun = FIELDS[field].label, _noun(view)
    return [
        Text(
            zh=f"{label.zh}最高的{noun.zh}：{parts.zh}。",
            en=f"{noun.en.capitalize()} with the highest {_lower(label.en)}: {parts.en}.",
        )
    ]


def _lower(label: str) -> str:
    return (
        label
        if label[:2].isupper() or label.startswith(("CO2", "PageRank", "Katz"))
        else (label[:1].lower() + label[1:])
    )


def _noun(view: View) -> Text:
    if view.nodes == "provinces":
        return Text(zh="省份", en="provinces")
    return Text(zh="部门", en="sectors")


def _hubs(view: View, figures: TableFigures) -> list[Text]:
    if not view.core.edges:
        return []
    drawn = view.core.matrix > 0
    links = (drawn.sum(axis=0) + drawn.sum(axis=1)).astype(float)
    strength = view.core.matrix.sum(axis=0) + view.core.matrix.sum(axis=1)
    parts: list[Text] = []
    order = np.lexsort((-strength, -links))[:HUBS_NAMED]
    for k in order[links[order] > 0]:
        shown = mark(node_claim(view, figures, "count", int(k), links[k]))
        name = view.name(int(k))
        parts.append(Text(zh=f"{name.zh}（{shown} 条）", en=f"{name.en} ({shown} links)"))
    listed, noun = join(parts), _noun(view)
    return [
        Text(
            zh=f"枢纽{noun.zh}（进出连接最多）：{listed.zh}。",
            en=f"The hubs, with most links in and out: {listed.en}.",
        )
    ]


def _bridges(view: View, figures: TableFigures) -> list[Text]:
    """Name the nodes through which most shortest paths run."""
    between = view.centrality.betweenness
    order = [int(k) for k in np.argsort(-between, kind="stable")[:2] if between[k] > 0]
    if not order:
        return []
    parts = join(
        _named(
            view,
            k,
            mark(node_claim(view, figures, "betweenness_centrality", k, float(between[k]))),
        )
        for k in order
    )
    return [
        Text(
            zh=f"最常充当桥梁的是介数中心性最高的{parts.zh}。",
            en=f"The bridges, by betweenness centrality: {parts.en}.",
        )
    ]


def _groups(view: View, figures: TableFigures) -> list[Text]:
    found = view.communities
    if len(found.members) < 2:
        return []
    params = {"carried": view.flow_field}
    count = figures.mint("count", len(found.members), params={**params, "of": "communities"})
    quality = figures.mint(
        "modularity",
        found.modularity,
        formula="sum over groups of (inside / all - (strength / all)^2)",
        params=params,
    )
    noun = _noun(view)
    parts: list[Text] = []
    for k, members in enumerate(found.members[:GROUPS_NAMED]):
        leaders = join(view.name(i) for i in members[:LEADERS])
        size = mark(group_size(view, figures, k))
        inside = mark(group_share(view, figures, k))
        parts.append(
            Text(
                zh=f"以{leaders.zh}为首的 {size} 个{noun.zh}（组内流量占 {inside}）",
                en=f"{size} {noun.en} led by {leaders.en} (keeping {inside} of all flow to themselves)",
            )
        )
    zh, en = "；".join(p.zh for p in parts), "; ".join(p.en for p in parts)
    more = len(found.members) > GROUPS_NAMED
    faint = Text(zh="，界限不明显", en=", not sharply apart") if found.modularity < SHARP else _NONE
    return [
        Text(
            zh=f"按往来疏密，网络分成 {mark(count)} 个群组（模块度 {mark(quality)}{faint.zh}）："
            f"{zh}{'；其余从略' if more else ''}。",
            en=f"By who deals with whom, the network falls into {mark(count)} groups (modularity"
            f" {mark(quality)}{faint.en}): {en}{'; and others' if more else ''}.",
        )
    ]


_NONE = Text(zh="", en="")


def group_size(view: View, figures: TableFigures, group: int) -> Claim:
    """Mint the number of members of a community."""
    return figures.mint(
        "count",
        len(view.communities.members[group]),
        params={"carried": view.flow_field, "of": "members", "community": group},
    )


def group_share(view: View, figures: TableFigures, group: int) -> Claim:
    """Mint the part of the flow between different nodes that stays inside a community."""
    return figures.mint(
        "within_share_pct",
        100 * view.communities.inside[group],
        formula="flow between members / flow between all nodes * 100",
        params={"carried": view.flow_field, "community": group},
    )


def _links(view: View, figures: TableFigures) -> list[Text]:
    if not view.core.edges:
        return []
    parts: list[Text] = []
    for link in view.core.edges[:LINKS_NAMED]:
        start, end = view.name(link[0]), view.name(link[1])
        shown = mark(flow_claim(view, figures, link))
        own = link[0] == link[1]
        parts.append(
            Text(
                zh=f"{start.zh}内部 {shown}" if own else f"{start.zh}→{end.zh} {shown}",
                en=f"within {start.en} {shown}" if own else f"{start.en} → {end.en} {shown}",
            )
        )
    listed = join(parts)
    heads = {
        "flow_cny_1e4": Text(zh="最大的投入产出连接", en="The largest links"),
        "embodied_flow_mt": Text(
            zh="携带隐含排放最多的连接", en="The links that carry most embodied emissions"
        ),
        "co2_transfer_mt": Text(
            zh="最大的省际排放转移（排放地→消费地）",
            en="The largest transfers of emissions (emitter → consumer)",
        ),
        "trade_cny_1e4": Text(
            zh="最大的省际供给（供给地→使用地）", en="The largest supplies between provinces"
        ),
    }
    head = heads[view.flow_field]
    return [Text(zh=f"{head.zh}：{listed.zh}。", en=f"{head.en}: {listed.en}.")]


def _coverage(view: View, figures: TableFigures, share_pct: float) -> Text:
    covered = figures.mint(
        "covered_share_pct",
        100 * view.core.covered_share,
        formula="flow on links drawn / all flow of the network * 100",
        params={"share_pct": share_pct, "carried": view.flow_field},
    )
    count = figures.mint(
        "count",
        len(view.core.edges),
        formula="largest links drawn",
        params={"share_pct": share_pct, "carried": view.flow_field},
    )
    whole = {
        "flow_cny_1e4": Text(zh="内部中间流量", en="the intermediate flow inside"),
        "embodied_flow_mt": Text(zh="内部隐含排放流", en="the emissions embodied in flows inside"),
        "co2_transfer_mt": Text(
            zh="省际排放转移总量", en="the emissions transferred between provinces"
        ),
        "trade_cny_1e4": Text(zh="省际供给总额", en="what provinces supply to one another"),
    }[view.flow_field]
    return Text(
        zh=f"图中 {mark(count)} 条连接覆盖{whole.zh}的 {mark(covered)}。",
        en=f"The {mark(count)} links drawn carry {mark(covered)} of {whole.en}.",
    )

"""The flow diagram from fuels to sectors, or along any layers."""

from collections.abc import Sequence
from typing import Any

from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.frame import Picture
from viz.layout import Room
from viz.names import family_name, figure, is_figure, name, tooltip

RETURNED = Text(zh="回流", en="returned flow")
RETURNED_MARK = Text(zh="灰色为回流", en="Grey flows return to an earlier stage")
INFLOW = Text(zh="流入", en="In")
OUTFLOW = Text(zh="流出", en="Out")

Item = dict[str, Any]


def check_flows(nodes: Sequence[Item], links: Sequence[Item]) -> None:
    """Refuse what no flow diagram can draw; the tool that describes it must break it.

    Raises:
        ValueError: A link ends nowhere, loops on itself, lies on a cycle or has no positive value.
    """
    ids = [n["id"] for n in nodes]
    if len(set(ids)) < len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        msg = f"sankey nodes stand twice: {twice}"
        raise ValueError(msg)
    after: dict[str, set[str]] = {i: set() for i in ids}
    for link in links:
        pair = (link["source"], link["target"])
        if not set(pair) <= after.keys():
            msg = f"sankey link {pair} names a node that is not there"
            raise ValueError(msg)
        if not is_figure(link["value"]) or link["value"] <= 0:
            msg = f"sankey link {pair} has the value {link['value']}; leave it out and say so"
            raise ValueError(msg)
        after[pair[0]].add(pair[1])
    stuck = _on_cycles(after)
    if stuck:
        msg = f"sankey links run in a circle through {sorted(stuck)}"
        raise ValueError(msg)


def _on_cycles(after: dict[str, set[str]]) -> set[str]:
    left = dict(after)
    while True:
        ends = {i for i, to in left.items() if not to & left.keys()}
        if not ends:
            return set(left)
        left = {i: to for i, to in left.items() if i not in ends}


def sankey_picture(chart: Chart, lang: Lang) -> Picture:
    """Describe a flow diagram in layers from left to right."""
    nodes: list[Item] = chart.data["nodes"]  # type: ignore[assignment]
    links: list[Item] = chart.data["links"]  # type: ignore[assignment]
    check_flows(nodes, links)
    last = max((int(n.get("layer", 0)) for n in nodes), default=0)
    names = {n["id"]: name(n["name"], lang) for n in nodes}
    colours = {n["id"]: _colour(n, i, last) for i, n in enumerate(nodes)}
    returned = any(link.get("returned") for link in links)
    series = {
        "id": "sankey",
        "type": "sankey",
        "nodeAlign": "left",
        "nodeWidth": 12,
        "draggable": False,
        "layoutIterations": 64,
        "data": [_node(chart, n, colours, last, lang) for n in nodes],
        "links": [_link(chart, e, names, colours, lang) for e in links],
        "labelLayout": {"hideOverlap": True},
        "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 0.7}},
        "blur": {"itemStyle": {"opacity": 0.25}, "lineStyle": {"opacity": 0.06}},
        "lineStyle": {"opacity": 0.32, "curveness": 0.5},
        "label": {
            "formatter": "{b}",
            "color": palette.INK,
            "textBorderColor": palette.PAPER,
            "textBorderWidth": 3,
        },
    }
    return Picture(
        body={"tooltip": {"trigger": "item"}, "series": [series]},
        place=_place,
        remarks=[RETURNED_MARK.get(lang)] if returned else [],
    )


def _colour(node: Item, order: int, last: int) -> str:
    family = str(node.get("family", ""))
    if family in palette.FAMILIES:
        return palette.FAMILIES[family]
    return (
        palette.MUTED
        if last and int(node.get("layer", 0)) == last
        else palette.series_colour(order)
    )


def _node(chart: Chart, node: Item, colours: dict[str, str], last: int, lang: Lang) -> Item:
    links: list[Item] = chart.data["links"]  # type: ignore[assignment]
    layer = int(node.get("layer", 0))
    into = sum(e["value"] for e in links if e["target"] == node["id"])
    out = sum(e["value"] for e in links if e["source"] == node["id"])
    rows = [
        (label.get(lang), figure(total, chart.unit, lang))
        for label, total in ((INFLOW, into), (OUTFLOW, out))
        if total
    ]
    family = str(node.get("family", ""))
    tail = family_name(family, lang) if family else ""
    return {
        "id": str(node["id"]),
        "name": name(node["name"], lang),
        "depth": layer,
        "itemStyle": {"color": colours[node["id"]]},
        "label": {"position": "left" if last and layer == last else "right"},
        "tooltip": {"formatter": tooltip(name(node["name"], lang), rows, tail)},
    }


def _link(
    chart: Chart, link: Item, names: dict[str, str], colours: dict[str, str], lang: Lang
) -> Item:
    head = f"{names[link['source']]} → {names[link['target']]}"
    row = ("", figure(link["value"], chart.unit, lang))
    back = bool(link.get("returned"))
    return {
        "source": str(link["source"]),
        "target": str(link["target"]),
        "value": link["value"],
        "lineStyle": {"color": palette.MUTED if back else colours[link["source"]]},
        "tooltip": {"formatter": tooltip(head, [row], RETURNED.get(lang) if back else "")},
    }


def _place(room: Room) -> Item:
    return {
        "series": [
            {
                "id": "sankey",
                "left": 14,
                "right": 14,
                "top": room.top + 6,
                "bottom": room.bottom + 6,
                "nodeGap": 9 if room.phone else 11,
                "label": {
                    "fontSize": 10 if room.phone else 12,
                    "width": 132 if room.phone else 220,
                    "overflow": "truncate",
                },
            }
        ]
    }

"""The network of an industry chain: sectors as nodes, flows as arrows, families as colours."""

import math
from typing import Any

from data.fields import FIELDS, field_label
from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.frame import Picture
from viz.layout import Room
from viz.names import family_name, field_figure, figure, is_figure, name, tooltip
from viz.scheme import Scheme, by_value, category

GRAVITY = 0.3
REPULSION = 120.0
SMALLEST, LARGEST = 9.0, 46.0
PHONE_SCALE = 0.72
THIN, THICK = 0.7, 6.0
HEIGHT = 660
PLACED_ZOOM = {"phone": 0.92, "column": 0.92, "wide": 0.95}
NAMED = {"phone": 4, "column": 9, "wide": 14}
WIDE_LABEL = {"position": "right", "distance": 4, "fontSize": 11} | {
    "width": 240,
    "overflow": "none",
    "lineHeight": 14,
    "align": "left",
}
PHONE_LABEL = {"position": "bottom", "distance": 2, "fontSize": 10} | {
    "width": 88,
    "overflow": "break",
    "lineHeight": 11,
    "align": "center",
}
OWN_USE = Text(zh="部门内部流动", en="Flow within the sector")
RING = Text(zh="外环表示部门内部流动（自环）", en="A ring marks flow within a sector (self-loop)")
SIZE_IS = Text(zh="节点大小：", en="Node size: ")
COLOUR_IS = Text(zh="颜色：", en="Colour: ")
COVERED = Text(zh="所示连接占网络总流量", en="Links shown carry")
COVERED_TAIL = Text(zh="", en=" of all flow in the network")
GROUP = Text(zh="群组：", en="Group: ")
ALONE = Text(zh="无群组", en="No group")
FLOW = Text(zh="流量", en="Flow")

Node = dict[str, Any]


def network_picture(chart: Chart, lang: Lang) -> Picture:
    """Describe a force-directed graph: drag, zoom, neighbours on hover, arrows on the rim."""
    nodes: list[Node] = chart.data["nodes"]  # type: ignore[assignment]
    edges: list[Node] = chart.data["edges"]  # type: ignore[assignment]
    loops = {e["source"]: e["value"] for e in edges if e["source"] == e["target"]}
    links = [e for e in edges if e["source"] != e["target"]]
    groups = schemes(chart, lang)[str(chart.data.get("colour_by") or "family")]
    placed = all(is_figure(n.get("x")) and is_figure(n.get("y")) for n in nodes)
    names = {n["id"]: name(n["name"], lang) for n in nodes}
    unit = str(chart.data.get("edge_unit", ""))
    data = [_node(chart, n, loops, groups, lang) for n in _ordered(nodes)]
    series: Node = {
        "id": "network",
        "type": "graph",
        "layout": "force",
        "roam": True,
        "draggable": True,
        "scaleLimit": {"min": 0.15, "max": 6},
        "preserveAspect": "contain",
        "categories": groups.categories,
        "data": data,
        "links": [_link(e, names, _largest(links, "value"), unit, lang) for e in links],
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": [0, 7],
        "lineStyle": {"color": "source", "opacity": 0.4, "curveness": 0.12},
        "label": {
            "color": palette.INK,
            "textBorderColor": palette.PAPER,
            "textBorderWidth": 3,
        },
        "labelLayout": {"hideOverlap": True},
        "emphasis": {
            "focus": "adjacency",
            "label": {"show": True, "fontWeight": 600},
            "lineStyle": {"opacity": 0.85},
        },
        "blur": {"itemStyle": {"opacity": 0.12}, "lineStyle": {"opacity": 0.05}},
        "force": {
            "initLayout": "none" if placed else "circular",
            "gravity": chart.data.get("gravity") or GRAVITY,
            "repulsion": chart.data.get("repulsion") or REPULSION,
            "edgeLength": [50, 130],
            "friction": 0.4,
            "layoutAnimation": True,
        },
    }
    return Picture(
        body={"tooltip": {"trigger": "item"}, "series": [series]},
        place=lambda room: _place(
            room, data, None if placed else _radius(data, links, series["force"])
        ),
        legend=[c["name"] for c in groups.categories],
        remarks=_remarks(chart, bool(loops), lang),
    )


def schemes(chart: Chart, lang: Lang) -> dict[str, Scheme]:
    """Return the ways in which nodes can be coloured: by family, by community or value where told."""
    nodes: list[Node] = chart.data["nodes"]  # type: ignore[assignment]
    families = list(dict.fromkeys(str(n.get("family", "")) for n in _ordered(nodes)))
    held = {
        "family": Scheme(
            [
                category(family_name(f, lang), palette.family_colour(f, i))
                for i, f in enumerate(families)
            ],
            {str(n["id"]): families.index(str(n.get("family", ""))) for n in nodes},
        )
    }
    if any("value" in n for n in nodes):
        held["value"] = by_value(chart, lang)
    told: list[Node] = chart.data.get("communities") or []  # type: ignore[assignment]
    if told:
        ids = [c["id"] for c in told]
        categories = [
            category(name(c["name"], lang), palette.series_colour(k)) for k, c in enumerate(told)
        ]
        if any(n.get("community") not in ids for n in nodes):
            categories.append(category(ALONE.get(lang), palette.MISSING))
        held["community"] = Scheme(
            categories,
            {
                str(n["id"]): ids.index(n["community"]) if n.get("community") in ids else len(ids)
                for n in nodes
            },
        )
    return held


def _ordered(nodes: list[Node]) -> list[Node]:
    order = list(palette.FAMILIES)
    known = {f: i for i, f in enumerate(order)}
    return sorted(nodes, key=lambda n: known.get(str(n.get("family", "")), len(order)))


def _largest(items: list[Node], key: str) -> float:
    return max((abs(i[key]) for i in items if is_figure(i.get(key))), default=0.0)


def _node(chart: Chart, node: Node, loops: dict[str, Any], groups: Scheme, lang: Lang) -> Node:
    family = str(node.get("family", ""))
    category = groups.of_node[str(node["id"])]
    own = loops.get(node["id"])
    unit = str(chart.data.get("edge_unit", ""))
    nodes: list[Node] = chart.data["nodes"]  # type: ignore[assignment]
    rows = [field_figure(f, v, lang) for f, v in (node.get("attributes") or {}).items()]
    size_field = str(chart.data.get("size_field", ""))
    if size_field not in (node.get("attributes") or {}):
        rows.insert(0, field_figure(size_field, node.get("size"), lang))
    if own is not None:
        rows.append((OWN_USE.get(lang), figure(own, unit, lang)))
    ring = 1.5 + 4.5 * _root_share(own, _largest(_loops(chart), "value")) if own else 1.0
    return {
        "id": str(node["id"]),
        "name": name(node["name"], lang),
        "category": category,
        "x": node.get("x"),
        "y": node.get("y"),
        "symbolSize": round(_diameter(node.get("size"), _largest(nodes, "size")), 1),
        "value": node.get("size") if is_figure(node.get("size")) else None,
        "itemStyle": {
            "color": groups.categories[category]["itemStyle"]["color"],
            "borderColor": palette.INK if own else palette.PAPER,
            "borderWidth": round(ring, 1),
            "opacity": 1 if is_figure(node.get("size")) else 0.35,
        },
        "tooltip": {
            "formatter": tooltip(name(node["name"], lang), rows, _tail(chart, node, family, lang))
        },
    }


def _tail(chart: Chart, node: Node, family: str, lang: Lang) -> str:
    told: list[Node] = chart.data.get("communities") or []  # type: ignore[assignment]
    group = next((name(c["name"], lang) for c in told if c["id"] == node.get("community")), "")
    parts = [family_name(family, lang) if family else "", group and GROUP.get(lang) + group]
    return " · ".join(p for p in parts if p)


def _loops(chart: Chart) -> list[Node]:
    edges: list[Node] = chart.data["edges"]  # type: ignore[assignment]
    return [e for e in edges if e["source"] == e["target"]]


def _root_share(value: Any, largest: float) -> float:
    if not is_figure(value) or not largest:
        return 0.0
    return math.sqrt(abs(float(value)) / largest)


def _diameter(value: Any, largest: float) -> float:
    """Scale a node so that its area follows its size."""
    return SMALLEST + (LARGEST - SMALLEST) * _root_share(value, largest)


def _link(edge: Node, names: dict[str, str], largest: float, unit: str, lang: Lang) -> Node:
    head = f"{names[edge['source']]} → {names[edge['target']]}"
    row = (FLOW.get(lang), figure(edge["value"], unit, lang))
    return {
        "source": str(edge["source"]),
        "target": str(edge["target"]),
        "value": edge["value"],
        "lineStyle": {
            "width": round(THIN + (THICK - THIN) * _root_share(edge["value"], largest), 2)
        },
        "tooltip": {"formatter": tooltip(head, [row])},
    }


def _remarks(chart: Chart, loops: bool, lang: Lang) -> list[str]:
    size_field = str(chart.data.get("size_field", ""))
    share = chart.data.get("covered_share_pct")
    lines = [SIZE_IS.get(lang) + field_label(size_field, lang)] if size_field in FIELDS else []
    if chart.data.get("colour_by") == "value" and chart.data.get("value_name"):
        lines.append(COLOUR_IS.get(lang) + name(chart.data["value_name"], lang))
    if loops:
        lines.append(RING.get(lang))
    text = ("；" if lang == "zh" else "; ").join(lines)
    covered = (
        f"{COVERED.get(lang)} {figure(share, 'percent', lang)}{COVERED_TAIL.get(lang)}"
        if is_figure(share)
        else ""
    )
    return [t for t in (text, covered) if t]


def _radius(data: list[Node], links: list[Node], force: dict[str, Any]) -> float:
    """Estimate how far a force layout spreads, in pixels.

    The layout pulls each node inward with gravity x distance and pushes each pair apart with
    twice the repulsion / distance; n nodes rest in a disc of radius sqrt(2 n repulsion / gravity),
    a little less where edges hold all of them.
    """
    linked = {end for e in links for end in (str(e["source"]), str(e["target"]))}
    loose = len(linked) < len(data)
    ratio = force["repulsion"] / max(force["gravity"], 0.01)
    return (0.95 if loose else 0.85) * math.sqrt(2 * max(len(data), 1) * ratio)


def _place(room: Room, data: list[Node], radius: float | None) -> dict[str, Any]:
    named = sorted(data, key=lambda n: -n["symbolSize"])[: NAMED[room.width.id]]
    ids = {n["id"] for n in named}
    side = 24 if room.phone else 60
    height = (HEIGHT - room.top - room.bottom) / 2
    across = room.width.usable / 2 - side
    scale = PHONE_SCALE if room.phone else 1.0
    labelled = [
        {
            **n,
            "label": {"show": n["id"] in ids},
            "symbolSize": round(max(SMALLEST, scale * n["symbolSize"]), 1),
        }
        for n in data
    ]
    return {
        "series": [
            {
                "id": "network",
                "left": side,
                "right": side,
                "top": room.top,
                "bottom": room.bottom,
                "zoom": PLACED_ZOOM[room.width.id]
                if radius is None
                else _zoom(min(height, across), radius),
                "label": PHONE_LABEL if room.phone else WIDE_LABEL,
                "data": labelled,
            }
        ]
    }


def _zoom(room: float, radius: float) -> float:
    return round(min(1.6, max(0.15, room / radius)), 2)

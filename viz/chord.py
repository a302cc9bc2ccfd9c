"""Chords: who gives how much to whom, round a circle."""

from typing import Any

from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.frame import Picture
from viz.layout import Room
from viz.names import family_name, figure, is_figure, name, tooltip

GIVES = Text(zh="送出", en="Gives")
TAKES = Text(zh="收入", en="Takes")
OWN = Text(zh="自身内部", en="Within itself")
COLOUR_IS = Text(
    zh="弦的颜色随来源；弦宽为数量",
    en="A band has the colour of its origin and the width of its flow",
)
OWN_LEFT_OUT = Text(zh="自身内部的流动不画，见悬停提示", en="flows within a node are on hover only")
GREY = Text(zh="较小的节点为灰色，名称见悬停提示", en="smaller nodes are grey, named on hover")
NAMED = {"phone": 8, "column": 12, "wide": 12}
COLOURED = 12

Item = dict[str, Any]


def check_links(nodes: list[Item], links: list[Item]) -> None:
    """Refuse links that no circle can show.

    Raises:
        ValueError: A node or a link stands twice, a link ends nowhere or has no positive value.
    """
    ids = [n["id"] for n in nodes]
    if len(set(ids)) < len(ids):
        msg = f"chord nodes stand twice: {sorted({i for i in ids if ids.count(i) > 1})}"
        raise ValueError(msg)
    seen: set[tuple[str, str]] = set()
    for link in links:
        pair = (link["source"], link["target"])
        if not set(pair) <= set(ids):
            msg = f"chord link {pair} names a node that is not there"
            raise ValueError(msg)
        if pair in seen:
            msg = f"chord link {pair} stands twice"
            raise ValueError(msg)
        if not is_figure(link["value"]) or link["value"] <= 0:
            msg = f"chord link {pair} has the value {link['value']}; leave it out and say so"
            raise ValueError(msg)
        seen.add(pair)


def chord_picture(chart: Chart, lang: Lang) -> Picture:
    """Describe a circle whose bands show what each node gives to each other."""
    nodes: list[Item] = chart.data["nodes"]  # type: ignore[assignment]
    links: list[Item] = chart.data["links"]  # type: ignore[assignment]
    check_links(nodes, links)
    between = [e for e in links if e["source"] != e["target"]]
    ends = {end for e in between for end in (e["source"], e["target"])}
    drawn = [n for n in nodes if n["id"] in ends]
    totals = {n["id"]: _total(n["id"], between) for n in drawn}
    ranked = sorted(drawn, key=lambda n: (-totals[n["id"]], nodes.index(n)))
    ranks = {str(n["id"]): k for k, n in enumerate(ranked)}
    colours = _colours(drawn, ranks)
    names = {n["id"]: name(n["name"], lang) for n in nodes}
    data = [_node(chart, n, colours, lang) for n in drawn]
    series = {
        "id": "chord",
        "type": "chord",
        "data": data,
        "links": [_link(chart, e, names, lang) for e in between],
        "startAngle": 90,
        "padAngle": 1.2 if len(drawn) > COLOURED else 2.5,
        "itemStyle": {"borderRadius": [0, 0, 3, 3]},
        "label": {"position": "outside", "distance": 6, "color": palette.INK},
        "labelLayout": {"hideOverlap": True},
        "lineStyle": {"color": "source", "opacity": 0.42, "width": 0},
        "emphasis": {
            "focus": "adjacency",
            "label": {"show": True, "fontWeight": 600},
            "lineStyle": {"opacity": 0.75},
        },
        "blur": {"itemStyle": {"opacity": 0.25}, "lineStyle": {"opacity": 0.05}},
    }
    remarks = [COLOUR_IS.get(lang)]
    remarks += [OWN_LEFT_OUT.get(lang)] if len(between) < len(links) else []
    remarks += [GREY.get(lang)] if palette.MISSING in colours.values() else []
    return Picture(
        body={"tooltip": {"trigger": "item"}, "series": [series]},
        place=lambda room: _place(room, data, ranks),
        remarks=["；".join(remarks) if lang == "zh" else "; ".join(remarks)],
    )


def _total(node: str, links: list[Item]) -> float:
    return sum(e["value"] for e in links if node in (e["source"], e["target"]))


def _colours(drawn: list[Item], ranks: dict[str, int]) -> dict[str, str]:
    """Give the largest nodes a colour of their own; grey the rest, or follow the families."""
    if any(n.get("family") for n in drawn):
        return {
            n["id"]: palette.family_colour(str(n.get("family", "")), k) for k, n in enumerate(drawn)
        }
    return {
        n["id"]: palette.series_colour(rank) if rank < COLOURED else palette.MISSING
        for n in drawn
        for rank in [ranks[str(n["id"])]]
    }


def _node(chart: Chart, node: Item, colours: dict[str, str], lang: Lang) -> Item:
    links: list[Item] = chart.data["links"]  # type: ignore[assignment]
    mine = node["id"]
    own = next((e["value"] for e in links if e["source"] == e["target"] == mine), None)
    sums = [
        (GIVES, sum(e["value"] for e in links if e["source"] == mine != e["target"])),
        (TAKES, sum(e["value"] for e in links if e["target"] == mine != e["source"])),
    ]
    rows = [(label.get(lang), figure(float(v), chart.unit, lang)) for label, v in sums]
    if own is not None:
        rows.append((OWN.get(lang), figure(own, chart.unit, lang)))
    family = str(node.get("family", ""))
    tail = family_name(family, lang) if family else ""
    label = name(node["name"], lang)
    return {
        "id": str(mine),
        "name": label,
        "itemStyle": {"color": colours[mine]},
        "tooltip": {"formatter": tooltip(label, rows, tail)},
    }


def _link(chart: Chart, link: Item, names: dict[str, str], lang: Lang) -> Item:
    head = f"{names[link['source']]} → {names[link['target']]}"
    return {
        "source": str(link["source"]),
        "target": str(link["target"]),
        "value": link["value"],
        "tooltip": {"formatter": tooltip(head, [("", figure(link["value"], chart.unit, lang))])},
    }


def _place(room: Room, data: list[Item], ranks: dict[str, int]) -> Item:
    most = NAMED[room.width.id]
    labelled = [{**n, "label": {"show": ranks[n["id"]] < most}} for n in data]
    text = {"fontSize": 10 if room.phone else 12, "width": 58 if room.phone else 150}
    return {
        "series": [
            {
                "id": "chord",
                "left": 10,
                "right": 10,
                "top": room.top + 6,
                "bottom": room.bottom + 6,
                "radius": ["60%", "66%"] if room.phone else ["84%", "90%"],
                "label": {**text, "overflow": "break" if room.phone else "truncate"},
                "data": labelled,
            }
        ]
    }

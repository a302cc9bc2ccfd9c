"""Quadrants: points on a plane cut in four, the outstanding ones named, the rest on hover."""

import math
from collections.abc import Sequence
from typing import Any

from data.fields import unit_label
from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.frame import Picture
from viz.layout import Room, wrap
from viz.names import family_name, figure, is_figure, name, tooltip

NOT_DRAWN = Text(zh="无数据，未画出：", en="No data, not drawn: ")
SIZE_IS = Text(zh="圆点大小：", en="Size of a dot: ")
REST = Text(zh="其余名称见悬停提示", en="other names on hover")
NAMED = {"phone": 5, "column": 8, "wide": 12}
MOST_LISTED = 6
DOT, SMALLEST, LARGEST = 11.0, 8.0, 34.0
CORNERS = ("upper_right", "lower_right", "upper_left", "lower_left")

Item = dict[str, Any]
Limits = tuple[float, float, float]
"""Least, most and step of an axis."""


def check_points(data: Item) -> None:
    """Refuse a plane that cannot be drawn.

    Raises:
        ValueError: A point stands twice, a cut is no figure, or a size is negative.
    """
    ids = [p["id"] for p in data["points"]]
    if len(set(ids)) < len(ids):
        msg = f"quadrant points stand twice: {sorted({i for i in ids if ids.count(i) > 1})}"
        raise ValueError(msg)
    for cut in ("x_cut", "y_cut"):
        if not is_figure(data.get(cut)):
            msg = f"the {cut} of a quadrant is {data.get(cut)}, not a figure"
            raise ValueError(msg)
    negative = [p["id"] for p in data["points"] if is_figure(p.get("size")) and p["size"] < 0]
    if negative:
        msg = f"quadrant points have a negative size: {negative}"
        raise ValueError(msg)


def quadrant_picture(chart: Chart, lang: Lang) -> Picture:
    """Describe dots on a plane cut in four named corners."""
    check_points(chart.data)
    points: list[Item] = chart.data["points"]  # type: ignore[assignment]
    held = [p for p in points if is_figure(p["x"]) and is_figure(p["y"])]
    limits = {a: _limits([p[a] for p in held], chart.data[f"{a}_cut"]) for a in "xy"}  # type: ignore[arg-type]
    families = sorted({str(p.get("family", "")) for p in held}, key=_family_order)
    series = [_dots(chart, held, f, i, lang) for i, f in enumerate(families)]
    series = [_plane(chart, limits, lang), *series]
    body = {
        "tooltip": {"trigger": "item"},
        "xAxis": _axis(chart, "x", limits["x"], lang),
        "yAxis": _axis(chart, "y", limits["y"], lang),
        "series": series,
    }
    ranks = _outstanding(held, chart.data, limits)
    return Picture(
        body=body,
        place=lambda room: _place(room, chart, series, ranks, lang),
        legend=[s["name"] for s in series[1:]] if len(families) > 1 else (),
        remarks=_remarks(chart, len(held), lang),
    )


def _family_order(family: str) -> tuple[int, str]:
    order = list(palette.FAMILIES)
    return (order.index(family) if family in order else len(order)), family


def _limits(values: Sequence[float], cut: float) -> Limits:
    """Span an axis over the values and the cut, with room for dots at the edges.

    >>> _limits([0.5, 1.5], 1.0)
    (0.4, 1.6, 0.2)
    """
    low, high = min([*values, cut]), max([*values, cut])
    room = 0.06 * (high - low) or abs(cut) * 0.1 or 1.0
    rough = (high - low + 2 * room) / 7
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(n * size for n in (1, 2, 2.5, 5, 10) if n * size >= rough)
    start, end = math.floor((low - room) / step) * step, math.ceil((high + room) / step) * step
    return round(start, 12), round(end, 12), round(step, 12)


def _axis(chart: Chart, axis: str, limits: Limits, lang: Lang) -> Item:
    return {
        "type": "value",
        "min": limits[0],
        "max": limits[1],
        "interval": limits[2],
        "name": axis_title(chart, axis, lang),
        "nameTextStyle": {"color": palette.MUTED, "fontSize": 12},
        "axisLabel": {"color": palette.MUTED, "hideOverlap": True},
        "axisLine": {"onZero": False, "lineStyle": {"color": palette.MUTED}},
        "splitLine": {"show": False},
    }


def axis_title(chart: Chart, axis: str, lang: Lang) -> str:
    """Return the name of an axis with its unit, unless the name carries it."""
    label = name(chart.data.get(f"{axis}_name"), lang)
    unit = unit_label(_unit(chart, axis), lang)
    if not unit or unit in label:
        return label
    return f"{label}（{unit}）" if lang == "zh" else f"{label} ({unit})"


def _unit(chart: Chart, axis: str) -> str:
    return str(chart.data.get(f"{axis}_unit") or chart.unit)


def _plane(chart: Chart, limits: dict[str, Limits], lang: Lang) -> Item:
    """Draw the cuts and name the corners; a series of its own, so that no legend hides them."""
    x, y = chart.data["x_cut"], chart.data["y_cut"]
    ends = {"right": (x, limits["x"][1]), "left": (limits["x"][0], x)}
    heights = {"upper": (y, limits["y"][1]), "lower": (limits["y"][0], y)}
    named: Item = chart.data.get("corners") or {}  # type: ignore[assignment]
    areas = []
    for corner in CORNERS:
        row, side = corner.split("_")
        across, up = ends[side], heights[row]
        where = f"inside{'Top' if row == 'upper' else 'Bottom'}{side.capitalize()}"
        tint = palette.CORNER if corner == "upper_right" else palette.PAPER
        areas.append(
            [
                {
                    "name": _plain(name(named.get(corner), lang)),
                    "coord": [across[0], up[0]],
                    "label": {"position": where},
                    "itemStyle": {"color": tint},
                },
                {"coord": [across[1], up[1]]},
            ]
        )
    line = {"color": palette.MUTED, "type": "dashed", "width": 1}
    return {
        "id": "plane",
        "type": "scatter",
        "data": [],
        "silent": True,
        "markArea": {
            "silent": True,
            "label": {"color": palette.MUTED, "fontSize": 12, "fontWeight": 600, "distance": 6},
            "data": areas,
        },
        "markLine": {
            "silent": True,
            "symbol": "none",
            "animation": False,
            "label": {"show": False},
            "lineStyle": line,
            "data": [{"xAxis": x}, {"yAxis": y}],
        },
    }


def _plain(text: str) -> str:
    return text.replace("{", "｛").replace("}", "｝")


def _dots(chart: Chart, held: list[Item], family: str, order: int, lang: Lang) -> Item:
    points = [p for p in held if str(p.get("family", "")) == family]
    sizes: list[Item] = chart.data["points"]  # type: ignore[assignment]
    largest = max((p["size"] for p in sizes if is_figure(p.get("size"))), default=0.0)
    label = family_name(family, lang) if family else name(chart.data.get("y_name"), lang)
    return {
        "id": f"points-{family or 'all'}",
        "name": label,
        "type": "scatter",
        "data": [_dot(chart, p, largest, label if family else "", lang) for p in points],
        "itemStyle": {
            "color": palette.family_colour(family, order),
            "borderColor": palette.PAPER,
            "borderWidth": 1,
            "opacity": 0.88,
        },
        "label": {
            "show": False,
            "formatter": "{b}",
            "color": palette.INK,
            "distance": 4,
            "textBorderColor": palette.PAPER,
            "textBorderWidth": 3,
        },
        "labelLayout": {"hideOverlap": True},
        "emphasis": {"focus": "none", "label": {"show": True, "fontWeight": 600}, "scale": 1.3},
    }


def _dot(chart: Chart, point: Item, largest: float, family: str, lang: Lang) -> Item:
    rows = [
        (name(chart.data.get(f"{a}_name"), lang), figure(point[a], _unit(chart, a), lang))
        for a in "xy"
    ]
    if "size" in point:
        unit = str(chart.data.get("size_unit") or chart.unit)
        rows.append((name(chart.data.get("size_name"), lang), figure(point["size"], unit, lang)))
    label = name(point["name"], lang)
    return {
        "id": str(point["id"]),
        "name": label,
        "value": [point["x"], point["y"]],
        "symbolSize": round(_diameter(point.get("size"), largest), 1),
        "tooltip": {"formatter": tooltip(label, rows, family)},
    }


def _diameter(size: Any, largest: float) -> float:
    if not largest:
        return DOT
    if not is_figure(size):
        return SMALLEST
    return SMALLEST + (LARGEST - SMALLEST) * math.sqrt(size / largest)


def _outstanding(held: list[Item], data: Item, limits: dict[str, Limits]) -> dict[str, int]:
    """Rank the points by how far from the cuts they stand, large ones first among equals."""
    spans = {a: limits[a][1] - limits[a][0] for a in "xy"}
    largest = max((p["size"] for p in held if is_figure(p.get("size"))), default=0.0) or 1.0

    def weight(point: Item) -> float:
        away = sum(((point[a] - data[f"{a}_cut"]) / spans[a]) ** 2 for a in "xy")
        size = point.get("size")
        return math.sqrt(away) + (
            0.8 * math.sqrt(size / largest) if size is not None and is_figure(size) else 0.0
        )

    order = sorted(held, key=lambda p: (-weight(p), str(p["id"])))
    return {str(p["id"]): k for k, p in enumerate(order)}


def _remarks(chart: Chart, drawn: int, lang: Lang) -> list[str]:
    points: list[Item] = chart.data["points"]  # type: ignore[assignment]
    comma, stop = ("、", "；") if lang == "zh" else (", ", "; ")
    parts = []
    if chart.data.get("size_name"):
        parts.append(SIZE_IS.get(lang) + name(chart.data["size_name"], lang))
    if drawn > NAMED["phone"]:
        parts.append(REST.get(lang))
    said = stop.join(parts)
    lines = [said[:1].upper() + said[1:]] if parts else []
    gaps = [name(p["name"], lang) for p in points if not (is_figure(p["x"]) and is_figure(p["y"]))]
    if gaps:
        more = " …" if len(gaps) > MOST_LISTED else ""
        lines.append(NOT_DRAWN.get(lang) + comma.join(gaps[:MOST_LISTED]) + more)
    return lines


def _place(room: Room, chart: Chart, series: list[Item], ranks: dict[str, int], lang: Lang) -> Item:
    most = NAMED[room.width.id]
    left, right = (46, 14) if room.phone else (60, 24)
    across = room.width.usable - left - right
    title = "\n".join(wrap(axis_title(chart, "y", lang), room.width.usable - 20, 12))
    below = "\n".join(wrap(axis_title(chart, "x", lang), across, 12))
    rows = 1 + title.count("\n"), 1 + below.count("\n")
    across_at = [d["value"][0] for line in series[1:] for d in line["data"]]
    middle = (min(across_at) + max(across_at)) / 2 if across_at else 0.0
    font = 10 if room.phone else 12
    labelled = []
    for line in series[1:]:
        dots = [
            {
                **d,
                "label": {
                    "show": ranks[d["id"]] < most,
                    "position": "left" if d["value"][0] > middle else "right",
                },
            }
            for d in line["data"]
        ]
        limit = {"fontSize": font, "width": 110 if room.phone else 210, "overflow": "truncate"}
        labelled.append({"id": line["id"], "data": dots, "label": limit})
    return {
        "grid": {
            "left": left,
            "right": right,
            "top": room.top + 10 + 16 * rows[0],
            "bottom": room.bottom + 26 + 16 * rows[1],
        },
        "xAxis": {
            "name": below,
            "nameLocation": "middle",
            "nameGap": 26 + 8 * (rows[1] - 1),
        },
        "yAxis": {
            "name": title,
            "nameLocation": "end",
            "nameGap": 10,
            "nameTextStyle": {"align": "left", "padding": [0, 0, 0, 14 - left]},
        },
        "series": [{"id": "plane"}, *labelled],
    }

"""Bars over categories, side by side or stacked."""

import math
from typing import Any

from data.fields import unit_label
from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.frame import Picture, legend_names
from viz.layout import Room, text_width
from viz.lines import value_axis
from viz.names import axis_name, is_figure, name, shown

NO_BAR = Text(zh="无数据：", en="No data: ")
MOST_NAMED = 6
LABEL = {"fontSize": 11, "lineHeight": 12, "overflow": "break"}

Item = dict[str, Any]


def bar_picture(chart: Chart, lang: Lang) -> Picture:
    """Describe bars side by side or stacked, upright or lying."""
    series: list[Item] = chart.data["series"]  # type: ignore[assignment]
    categories = [name(c, lang) for c in chart.data["categories"]]  # type: ignore[union-attr]
    lying = bool(chart.data.get("horizontal"))
    names = legend_names(series, lang)
    unit = unit_label(chart.unit, lang)
    axis = {
        "type": "category",
        "data": categories,
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": palette.MUTED}},
        "axisLabel": {"color": palette.INK, "hideOverlap": True},
        "axisPointer": {"label": {"formatter": "{value}" + (f" · {unit}" if unit else "")}},
        "inverse": lying,
    }
    values = value_axis(chart, lang)
    bars = [
        {
            "id": str(s.get("id", names[i])),
            "name": names[i],
            "type": "bar",
            "data": [shown(v, chart.unit) for v in s["y"]],
            "stack": "all" if chart.data.get("stacked") else None,
            "itemStyle": {"color": palette.series_colour(i)},
            "barMaxWidth": 34,
            "emphasis": {"focus": "series"},
        }
        for i, s in enumerate(series)
    ]
    body = {
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": values if lying else axis,
        "yAxis": axis if lying else values,
        "series": bars,
    }
    longest = max((text_width(c) for c in categories), default=0.0)
    return Picture(
        body=body,
        place=lambda room: _place_bars(room, chart, lang, longest),
        legend=names if len(names) > 1 else (),
        remarks=_gaps(chart, categories, lang),
    )


def _gaps(chart: Chart, categories: list[str], lang: Lang) -> list[str]:
    """Name the categories without a figure, which a bar of no length would pass off as zero."""
    series: list[Item] = chart.data["series"]  # type: ignore[assignment]
    empty = [c for i, c in enumerate(categories) if not all(is_figure(s["y"][i]) for s in series)]
    if not empty:
        return []
    more = " …" if len(empty) > MOST_NAMED else ""
    return [NO_BAR.get(lang) + ("、" if lang == "zh" else ", ").join(empty[:MOST_NAMED]) + more]


def _place_bars(room: Room, chart: Chart, lang: Lang, longest: float) -> Item:
    lying = bool(chart.data.get("horizontal"))
    label = axis_name(chart, lang)
    most = 118 if room.phone else 220
    if lying:
        left = math.ceil(min(longest, most)) + 22
        return {
            "grid": {"left": left, "right": 24, "top": room.top + 6, "bottom": room.bottom + 44},
            "xAxis": {
                "name": label,
                "nameLocation": "middle",
                "nameGap": 28,
                "nameTextStyle": {"align": "center"},
                "splitNumber": 3 if room.phone else 5,
            },
            "yAxis": {"axisLabel": {**LABEL, "width": left - 20, "interval": 0}},
        }
    count = max(len(chart.data["categories"]), 1)  # type: ignore[arg-type]
    tilted = longest > (room.width.usable - 60) / count
    under = 24 + (math.ceil(min(longest, most) * 0.72) if tilted else 0)
    return {
        "grid": {"left": 60, "right": 20, "top": room.top + 30, "bottom": room.bottom + under},
        "xAxis": {
            "axisLabel": {
                "rotate": 45 if tilted else 0,
                "width": most,
                "overflow": "truncate",
                "interval": 0 if count <= 24 else "auto",
            }
        },
        "yAxis": {"nameTextStyle": {"padding": [0, 0, 0, -46]}, "nameGap": 14},
    }

"""Waterfalls: from one total to another, step by step."""

import itertools
import math
from typing import Any

from data.fields import format_number
from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.frame import Picture
from viz.layout import Room, text_width
from viz.lines import value_axis
from viz.names import axis_name, figure, is_figure, name, shown, tooltip

RISE = Text(zh="增加", en="Increase")
FALL = Text(zh="减少", en="Decrease")
TOTAL = Text(zh="总量", en="Total")
REACHED = Text(zh="至此", en="So far")
CUT_AXIS = Text(zh="横轴不从零开始", en="The axis does not begin at zero")
NO_STEP = Text(zh="无数据：", en="No data: ")
TOLERANCE = 1e-3
ZOOM_BELOW = 0.2
"""Part of the largest level the steps must span for the axis to keep its zero."""
UNSEEN = {"value": 0, "label": {"show": False}}
"""Fills a pile where a series has no bar: a gap would break the pile."""
LABEL = {"fontSize": 11, "lineHeight": 12, "overflow": "break"}

Item = dict[str, Any]


def check_steps(data: Item) -> None:
    """Refuse steps that do not lead from the first total to the last.

    Raises:
        ValueError: A step stands twice, a total is no figure, or all steps are known and do not
            add up.
    """
    ids = [s["id"] for s in data["steps"]]
    if len(set(ids)) < len(ids):
        msg = f"waterfall steps stand twice: {sorted({i for i in ids if ids.count(i) > 1})}"
        raise ValueError(msg)
    start, end = data["start"]["value"], data["end"]["value"]
    if not (is_figure(start) and is_figure(end)):
        msg = f"a waterfall runs from {start} to {end}; both must be figures"
        raise ValueError(msg)
    values = [s["value"] for s in data["steps"]]
    if not all(map(is_figure, values)):
        return
    reached = start + math.fsum(values)
    if abs(reached - end) > TOLERANCE * max(map(abs, (start, end, *values))):
        msg = f"the steps of a waterfall lead from {start} to {reached}, not to {end}"
        raise ValueError(msg)


def waterfall_picture(chart: Chart, lang: Lang) -> Picture:
    """Describe lying bars that hang from one another: totals, increases, decreases."""
    check_steps(chart.data)
    start: Item = chart.data["start"]  # type: ignore[assignment]
    end: Item = chart.data["end"]  # type: ignore[assignment]
    steps: list[Item] = chart.data["steps"]  # type: ignore[assignment]
    categories = [name(p["name"], lang) for p in (start, *steps, end)]
    levels = list(
        itertools.accumulate(
            (s["value"] if is_figure(s["value"]) else 0.0 for s in steps), initial=start["value"]
        )
    )
    low, high = _limits([*levels, end["value"]])
    axis = {
        "type": "category",
        "data": categories,
        "inverse": True,
        "axisTick": {"show": False},
        "axisLine": {"show": False},
    }
    names = [TOTAL.get(lang), RISE.get(lang), FALL.get(lang)]
    body = {
        "tooltip": {"trigger": "item"},
        "xAxis": {**value_axis(chart, lang), "min": low, "max": high},
        "yAxis": axis,
        "series": _series(chart, levels, names, lang),
    }
    longest = max((text_width(c) for c in categories), default=0.0)
    return Picture(
        body=body,
        place=lambda room: _place(room, chart, longest, lang),
        legend=names,
        remarks=_remarks(steps, low > 0 or high < 0, lang),
    )


def _limits(levels: list[float]) -> tuple[float, float]:
    """Span the axis with room for labels; small steps on large totals give up its zero.

    >>> _limits([0.0, 50.0, 40.0])
    (0.0, 60.0)
    >>> _limits([1000.0, 1010.0, 990.0])
    (985.0, 1015.0)
    """
    low, high = min(levels), max(levels)
    far = max(abs(low), abs(high)) or 1.0
    room = 0.25 * max(high - low, 0.01 * far)
    start, stop = low - room, high + room
    if not _apart_from_zero(low, high):
        room = 0.16 * (max(0.0, high) - min(0.0, low)) or 1.0
        start, stop = low - room if low < 0 else 0.0, high + room if high > 0 else 0.0
        stop = stop if stop > start else room
    step = 10.0 ** math.floor(math.log10(stop - start)) / 2
    step = step if stop - start > 4 * step else step / 5
    return round(math.floor(start / step) * step, 9), round(math.ceil(stop / step) * step, 9)


def _apart_from_zero(low: float, high: float) -> bool:
    return low * high > 0 and high - low < ZOOM_BELOW * max(abs(low), abs(high))


def _series(chart: Chart, levels: list[float], names: list[str], lang: Lang) -> list[Item]:
    """Stack each step on an unseen base; ``all`` stacks both signs in one pile."""
    start: Item = chart.data["start"]  # type: ignore[assignment]
    end: Item = chart.data["end"]  # type: ignore[assignment]
    steps: list[Item] = chart.data["steps"]  # type: ignore[assignment]
    base = [0.0, *levels[:-1], 0.0]
    shared = {"type": "bar", "stack": "steps", "stackStrategy": "all", "barMaxWidth": 26}
    unseen = {
        **shared,
        "id": "base",
        "data": base,
        "silent": True,
        "itemStyle": {"color": "transparent"},
        "tooltip": {"show": False},
        "markLine": _joints(levels),
    }
    bars: dict[str, list[Any]] = {
        key: [UNSEEN] * (len(steps) + 2) for key in ("total", "rise", "fall")
    }
    for place, item in ((0, start), (-1, end)):
        bars["total"][place] = _bar(chart, item, None, lang)
    for k, step in enumerate(steps):
        if is_figure(step["value"]):
            side = "fall" if step["value"] < 0 else "rise"
            bars[side][k + 1] = _bar(chart, step, levels[k + 1], lang)
    colours = (palette.TOTAL, palette.RISE, palette.FALL)
    return [
        unseen,
        *(
            {
                **shared,
                "id": key,
                "name": label,
                "data": bars[key],
                "itemStyle": {"color": colour},
                "label": {
                    "show": True,
                    "position": "left" if key == "fall" else "right",
                    "color": palette.INK,
                    "fontSize": 11,
                },
                "emphasis": {"focus": "none"},
            }
            for key, label, colour in zip(bars, names, colours, strict=True)
        ),
    ]


def _joints(levels: list[float]) -> Item:
    """Join the end of each bar to the beginning of the next."""
    return {
        "silent": True,
        "symbol": "none",
        "animation": False,
        "label": {"show": False},
        "lineStyle": {"color": palette.MUTED, "type": "solid", "width": 1, "opacity": 0.6},
        "data": [[{"coord": [v, k]}, {"coord": [v, k + 1]}] for k, v in enumerate(levels)],
    }


def _bar(chart: Chart, item: Item, reached: float | None, lang: Lang) -> Item:
    value = item["value"]
    sign = "+" if reached is not None and value > 0 else ""
    text = sign + format_number(value, chart.unit).replace("-", "−")
    rows = [("", sign + figure(value, chart.unit, lang))]
    if reached is not None:
        rows.append((REACHED.get(lang), figure(reached, chart.unit, lang)))
    return {
        "value": value if reached is not None else shown(value, chart.unit),
        "label": {"formatter": text},
        "tooltip": {"formatter": tooltip(name(item["name"], lang), rows)},
    }


def _remarks(steps: list[Item], cut: bool, lang: Lang) -> list[str]:
    lines = [CUT_AXIS.get(lang)] if cut else []
    gaps = [name(s["name"], lang) for s in steps if not is_figure(s["value"])]
    if gaps:
        lines.append(NO_STEP.get(lang) + ("、" if lang == "zh" else ", ").join(gaps))
    return lines


def _place(room: Room, chart: Chart, longest: float, lang: Lang) -> Item:
    most = 112 if room.phone else 230
    return {
        "grid": {
            "left": math.ceil(min(longest, most)) + 22,
            "right": 20,
            "top": room.top + 6,
            "bottom": room.bottom + 44,
        },
        "xAxis": {
            "name": axis_name(chart, lang),
            "nameLocation": "middle",
            "nameGap": 28,
            "nameTextStyle": {"align": "center"},
            "splitNumber": 3 if room.phone else 5,
            "axisLabel": {"showMaxLabel": False},
        },
        "yAxis": {"axisLabel": {**LABEL, "color": palette.INK, "width": most, "interval": 0}},
    }

"""Heat maps: a table of shades whose gaps stay apart from small values."""

import math
from typing import Any

from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.cells import Written, label_cells, labels_fit
from viz.frame import Picture
from viz.layout import Room, text_width, wrap
from viz.names import figure, is_figure, name, tooltip

GREY = Text(zh="灰色：无数据", en="Grey: no data")
BAR_BELOW = 34
AIRY_ROWS = 12
"""Most rows that are high enough for a name in two lines."""
LEAST_SHADE = 0.01
"""Amount below which a logarithmic scale tells no more shades apart."""

Item = dict[str, Any]


def heatmap_picture(chart: Chart, lang: Lang) -> Picture:
    """Describe a table of shades; a cell without a figure is grey, not pale."""
    x = [name(v, lang) for v in chart.data["x"]]  # type: ignore[union-attr]
    y = [name(v, lang) for v in chart.data["y"]]  # type: ignore[union-attr]
    rows: list[list[Any]] = chart.data["z"]  # type: ignore[assignment]
    written = label_cells(chart, rows)
    cells = [
        _cell(chart, x, y, (i, j), v, lang) for j, row in enumerate(rows) for i, v in enumerate(row)
    ]
    held = [v for row in rows for v in row if is_figure(v)]
    axis = {
        "type": "category",
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "splitArea": {"show": False},
    }
    body = {
        "tooltip": {"trigger": "item"},
        "xAxis": {**axis, "data": x},
        "yAxis": {**axis, "data": y, "inverse": True},
        "visualMap": [_legend(chart, lang) or _scale(chart, held), _grey()],
        "series": [
            _shades("cells", [_write(c, written) for c, known in cells if known]),
            _shades("gaps", [cell for cell, known in cells if not known]),
        ],
    }
    longest = (max(map(text_width, x), default=0.0), max(map(text_width, y), default=0.0))
    gaps = any(not is_figure(v) for row in rows for v in row)
    return Picture(
        body=body,
        place=lambda room: _place_heatmap(room, (x, y), longest, written),
        below=BAR_BELOW,
        remarks=[GREY.get(lang)] if gaps else [],
    )


def _scale(chart: Chart, held: list[float]) -> Item:
    """Map values to shades; values of both signs meet at a pale zero."""
    if _is_log(chart):
        return _log_scale(chart, held)
    low, high = (min(held), max(held)) if held else (0.0, 1.0)
    both = low < 0 < high
    if both:
        high = max(-low, high)
        low = -high
    return {
        "type": "continuous",
        "seriesIndex": [0],
        "min": low,
        "max": high if high > low else low + 1,
        "calculable": False,
        "orient": "horizontal",
        "left": "center",
        "itemWidth": 12,
        "itemHeight": 140,
        "inRange": {"color": list(palette.DIVERGING if both else palette.SCALE)},
        "textStyle": {"color": palette.MUTED, "fontSize": 11},
        "text": [figure(high, chart.unit, "en"), figure(low, chart.unit, "en")] if held else [],
    }


def _is_log(chart: Chart) -> bool:
    return chart.data.get("scale") == "log"


def _power(value: float) -> float:
    """Return the power of ten whose shade a value takes; nothing and less share the palest.

    >>> _power(100.0), _power(0.0)
    (2.0, -2.0)
    """
    return math.log10(max(value, LEAST_SHADE))


def _log_scale(chart: Chart, held: list[float]) -> Item:
    """Map values to shades by their power of ten, which stands fourth in a cell."""
    low, high = (min(held), max(held)) if held else (0.0, 1.0)
    low, high = max(low, LEAST_SHADE), max(high, 10 * LEAST_SHADE)
    return {
        "type": "continuous",
        "seriesIndex": [0],
        "dimension": 3,
        "min": _power(low),
        "max": _power(high) if high > low else _power(low) + 1,
        "calculable": False,
        "orient": "horizontal",
        "left": "center",
        "itemWidth": 12,
        "itemHeight": 140,
        "inRange": {"color": list(palette.SCALE)},
        "textStyle": {"color": palette.MUTED, "fontSize": 11},
        "text": [figure(high, chart.unit, "en"), figure(low, chart.unit, "en")] if held else [],
    }


def _legend(chart: Chart, lang: Lang) -> Item | None:
    """Name the classes of a table whose cells are classes and no amounts."""
    classes: list[Item] = chart.data.get("classes") or []  # type: ignore[assignment]
    if not classes:
        return None
    pieces = [
        {"value": c["value"], "label": name(c["name"], lang), "color": palette.TONES[c["tone"]]}
        for c in classes
    ]
    return {
        "type": "piecewise",
        "seriesIndex": [0],
        "pieces": pieces,
        "orient": "horizontal",
        "left": "center",
        "itemWidth": 12,
        "itemHeight": 12,
        "selectedMode": False,
        "textStyle": {"color": palette.MUTED, "fontSize": 11},
    }


def _grey() -> Item:
    """Colour the gaps; ECharts draws no cell of a heat map without a scale."""
    colours = {"color": [palette.MISSING, palette.MISSING]}
    return {
        "type": "continuous",
        "seriesIndex": [1],
        "show": False,
        "min": 0,
        "max": 1,
        "inRange": colours,
    }


def _shades(series_id: str, data: list[Item]) -> Item:
    return {
        "id": series_id,
        "type": "heatmap",
        "data": data,
        "itemStyle": {"borderColor": palette.PAPER, "borderWidth": 1},
        "emphasis": {"itemStyle": {"borderColor": palette.INK, "borderWidth": 1.5}},
    }


def _cell(
    chart: Chart, x: list[str], y: list[str], place: tuple[int, int], value: Any, lang: Lang
) -> tuple[Item, bool]:
    i, j = place
    classes: list[Item] = chart.data.get("classes") or []  # type: ignore[assignment]
    named = {c["value"]: name(c["name"], lang) for c in classes}
    written = named.get(value) or figure(value, chart.unit, lang)
    known = is_figure(value)
    amount = float(value) if known else 0
    shade = [_power(amount)] if _is_log(chart) else []
    cell: Item = {
        "value": [i, j, amount, *shade],
        "tooltip": {"formatter": tooltip(f"{y[j]} · {x[i]}", [("", written)])},
    }
    return cell, known


def _write(cell: Item, written: Written) -> Item:
    """Put its figure into a cell, where the map is small enough to be read as a table."""
    i, j, *_ = cell["value"]
    return {**cell, "label": written[i, j]} if written else cell


def _place_heatmap(
    room: Room, names: tuple[list[str], list[str]], longest: tuple[float, float], written: Written
) -> Item:
    columns = max(len(names[0]), 1)
    most = 92 if room.phone else 190
    left = math.ceil(min(longest[1], most)) + 20
    tilted = longest[0] > (room.width.usable - left) / columns
    under = math.ceil(min(longest[0], most) * 0.72) + 14 if tilted else 22
    small = 10 if room.phone else 12
    size = {"fontSize": small, "color": palette.INK, "overflow": "truncate"}
    airy = len(names[1]) <= AIRY_ROWS
    rows = ["\n".join(wrap(y, left - 16, small)) for y in names[1]] if airy else names[1]
    across = (room.width.usable - left - 18) / columns
    shown = {"show": labels_fit(written, across, room.phone), "fontSize": small - 1}
    return {
        "grid": {
            "left": left,
            "right": 18,
            "top": room.top + 6,
            "bottom": room.bottom + under,
        },
        "xAxis": {"axisLabel": {**size, "width": most, "rotate": 45 if tilted else 0}},
        "yAxis": {
            "data": rows,
            "axisLabel": {
                **size,
                "width": left - 14,
                "lineHeight": small + (0 if room.phone else 1),
            },
        },
        "series": [{"id": "cells", "label": shown}],
        "visualMap": [{"bottom": room.bottom - BAR_BELOW - 4}, {}],
    }

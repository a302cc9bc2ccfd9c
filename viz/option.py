"""Any chart description as an ECharts option: plain JSON, no plotting library, no scripts."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from data.result import Chart, ChartType
from data.text import Lang
from viz.bars import bar_picture
from viz.chord import chord_picture
from viz.frame import Option, Picture, compose
from viz.heatmap import heatmap_picture
from viz.lines import fan_picture, pathway_picture, trend_picture, wedge_picture
from viz.network import HEIGHT, network_picture
from viz.quadrant import quadrant_picture
from viz.sankey import sankey_picture
from viz.waterfall import waterfall_picture

PICTURES: Mapping[ChartType, Callable[[Chart, Lang], Picture]] = {
    "network": network_picture,
    "sankey": sankey_picture,
    "trend": trend_picture,
    "pathway": pathway_picture,
    "wedge": wedge_picture,
    "bar": bar_picture,
    "heatmap": heatmap_picture,
    "quadrant": quadrant_picture,
    "waterfall": waterfall_picture,
    "chord": chord_picture,
    "fan": fan_picture,
}

HEIGHTS: Mapping[ChartType, int] = {
    "network": HEIGHT,
    "sankey": 460,
    "trend": 400,
    "pathway": 560,
    "wedge": 480,
    "bar": 400,
    "heatmap": 320,
    "quadrant": 640,
    "waterfall": 400,
    "chord": 640,
    "fan": 560,
}

SCRIPT_MARK = "--x_x--"
"""Panel and pyecharts run what stands between such marks as a script."""


def option(chart: Chart, lang: Lang, *, source: bool = True) -> Option:
    """Turn a chart into an ECharts option in one language, with a layout for each width.

    Args:
        chart: What to draw.
        lang: Language of every text on the picture.
        source: Whether the picture itself cites its source; a page may do so below it.

    Raises:
        ValueError: The description cannot be drawn, such as a flow diagram with a cycle.
    """
    drawn = chart if source else chart.model_copy(update={"source": ""})
    return _safe(compose(drawn, lang, PICTURES[chart.type](drawn, lang)))


def height(chart: Chart) -> int:
    """Return the height in pixels at which a chart reads well."""
    needed = NEEDS.get(chart.type, lambda _data: 0)
    return max(HEIGHTS[chart.type], needed(chart.data))


def _sankey_height(data: Mapping[str, Any]) -> int:
    layers = [n.get("layer", 0) for n in data["nodes"]]
    return 120 + 26 * max((layers.count(v) for v in layers), default=0)


def _bar_height(data: Mapping[str, Any]) -> int:
    return 170 + 24 * len(data["categories"]) if data.get("horizontal") else 0


NEEDS: Mapping[ChartType, Callable[[Mapping[str, Any]], int]] = {
    "sankey": _sankey_height,
    "wedge": lambda data: 430 + 12 * len(data["layers"]),
    "heatmap": lambda data: 200 + max(18 * len(data["y"]), min(30 * len(data["y"]), 360)),
    "bar": _bar_height,
    "waterfall": lambda data: 220 + 30 * (len(data["steps"]) + 2),
}
"""Pixels that a chart needs by what it holds."""


def _safe(value: Any) -> Any:
    """Keep JSON only: no NaN, and no text that a viewer would run."""
    if isinstance(value, dict):
        return {k: _safe(v) for k, v in value.items() if v is not None or k == "value"}
    if isinstance(value, list | tuple):
        return [_safe(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.replace(SCRIPT_MARK, "-x-") if isinstance(value, str) else value

"""Any chart description as a Panel viewable, with its caption.

HoloViews draws what runs over years; ECharts draws networks, flows, wedges, bars and heat maps.
A page calls ``panel.extension(*EXTENSIONS)`` once so that the browser holds what they need.
"""

import html
from typing import Any

import panel as pn

from data.fields import unit_label
from data.result import KIND_LABEL, Chart
from data.text import Lang, Text
from viz import palette
from viz.curves import draw_curves
from viz.curves import height as curves_height
from viz.names import UNIT, source_line
from viz.network import schemes
from viz.option import height, option

EXTENSIONS = ("echarts",)
GRAVITY = Text(zh="引力", en="Gravity")
REPULSION = Text(zh="斥力", en="Repulsion")
COLOUR_BY = Text(zh="节点颜色", en="Colour of nodes")
COLOURS = {
    "family": Text(zh="按部门大类", en="Families of sectors"),
    "community": Text(zh="按网络群组", en="Groups of the network"),
    "value": Text(zh="按数值", en="Value"),
}
WIDE = "stretch_width"

PULL = """
const series = pane.data.series[0]
const force = {...series.force, gravity: gravity.value, repulsion: repulsion.value}
pane.data = {...pane.data, series: [{...series, force}]}
"""
"""Runs in the browser: the network settles anew without a word to the server."""


PAINT = """
const scheme = schemes[choice.value]
const paint = (nodes) => nodes.map((node) => {
  const category = scheme.of_node[node.id]
  const color = scheme.categories[category].itemStyle.color
  return {...node, category, itemStyle: {...node.itemStyle, color}}
})
const repaint = (series) => series.map((s) => ({
  ...s, ...(s.data ? {data: paint(s.data)} : {}),
  ...(s.categories ? {categories: scheme.categories} : {}),
}))
const legend = {...pane.data.legend, data: scheme.categories.map((c) => ({name: c.name}))}
const media = pane.data.media.map((m) => (
  {...m, option: {...m.option, series: repaint(m.option.series)}}
))
pane.data = {...pane.data, series: repaint(pane.data.series), legend, media}
"""
"""Runs in the browser: the nodes take the colours of another way to group them."""


def pane(chart: Chart, lang: Lang) -> pn.Column:
    """Return a chart ready for a page, ending with a line on source, unit and kind of data."""
    if chart.type in ("trend", "pathway"):
        body: list[Any] = [_curves(chart, lang)]
    elif chart.type == "network":
        body = _network(chart, lang)
    else:
        body = [_echarts(chart, lang)]
    return pn.Column(*body, _caption(chart, lang), sizing_mode=WIDE, margin=0)


def _curves(chart: Chart, lang: Lang) -> pn.pane.HoloViews:
    return pn.pane.HoloViews(
        draw_curves(chart, lang),
        linked_axes=False,
        sizing_mode=WIDE,
        height=curves_height(chart, lang),
        margin=0,
    )


def _echarts(chart: Chart, lang: Lang) -> pn.pane.ECharts:
    drawn = option(chart, lang, source=False)
    return pn.pane.ECharts(drawn, sizing_mode=WIDE, height=height(chart), margin=0)


def _network(chart: Chart, lang: Lang) -> list[Any]:
    drawn = _echarts(chart, lang)
    drawn.options = {"replaceMerge": ["series"]}
    force = drawn.object["series"][0]["force"]
    pull, push = float(force["gravity"]), float(force["repulsion"])
    gravity = _slider(GRAVITY.get(lang), pull, 0.02, max(2.0, 2 * pull), 0.01)
    repulsion = _slider(REPULSION.get(lang), push, 20.0, max(4000.0, 2 * push), 10.0)
    held = {"pane": drawn, "gravity": gravity, "repulsion": repulsion}
    for slider in (gravity, repulsion):
        slider.jscallback(value=PULL, args=held)
    return [
        drawn,
        pn.FlexBox(gravity, repulsion, *_colour_choice(chart, drawn, lang), sizing_mode=WIDE),
    ]


def _colour_choice(chart: Chart, drawn: pn.pane.ECharts, lang: Lang) -> list[Any]:
    """Offer families, communities or a value as colours, where a network tells several."""
    held = schemes(chart, lang)
    if len(held) < 2 or len(held["family"].categories) < 2:
        return []
    options = {COLOURS[key].get(lang): key for key in held}
    choice = pn.widgets.Select(
        label=COLOUR_BY.get(lang),
        options=options,
        value=str(chart.data.get("colour_by") or "family"),
        width=220,
        margin=(4, 16),
    )
    plain = {key: {"categories": s.categories, "of_node": s.of_node} for key, s in held.items()}
    choice.jscallback(value=PAINT, args={"pane": drawn, "choice": choice, "schemes": plain})
    return [choice]


def _slider(
    label: str, start: float, low: float, high: float, step: float
) -> pn.widgets.FloatSlider:
    return pn.widgets.FloatSlider(
        label=label, value=start, start=low, end=high, step=step, width=220, margin=(4, 16)
    )


def _caption(chart: Chart, lang: Lang) -> pn.pane.HTML:
    unit = unit_label(chart.unit, lang)
    source = html.escape(source_line(chart, lang))
    kind = html.escape(KIND_LABEL[chart.kind].get(lang))
    colour = palette.WARNING if chart.kind == "demonstration" else palette.MUTED
    marked = f'<b style="color:{colour};font-weight:600;white-space:nowrap">{kind}</b>'
    measure = html.escape(UNIT.get(lang) + unit) if unit else ""
    whole = f'<span style="white-space:nowrap">{measure}</span>' if unit else ""
    line = " · ".join(part for part in (source, whole, marked) if part)
    notes = "".join(f"<div>{html.escape(n.get(lang))}</div>" for n in chart.notes)
    return pn.pane.HTML(
        f"{notes}<div>{line}</div>",
        sizing_mode=WIDE,
        styles={"font-size": "12px", "color": palette.MUTED, "font-family": palette.FONTS},
        margin=(2, 10, 12, 10),
    )

"""Trends and pathways as HoloViews overlays: curves with gaps, a band, and marked years."""

from collections.abc import Callable
from typing import Any

import holoviews as hv
from bokeh.core.properties import value
from bokeh.models import AdaptiveTicker, CustomJS, HoverTool, NumeralTickFormatter, Title
from bokeh.models import Text as TextGlyph

from data.result import Chart
from data.text import Lang
from viz import palette
from viz.frame import legend_names
from viz.layout import TITLE_SIZE, lines_height, text_width, wrap_even
from viz.markers import marker_rows
from viz.names import axis_name, figure, is_figure, kind_line, name
from viz.timeline import MOST_DOTS, alone, full_years, runs_on, spread

hv.extension("bokeh", logo=False)

PHONE = 300
"""Pixels of text that fit the narrowest picture; Bokeh wraps neither titles nor legends."""
PLOT_HEIGHT = 250
MARKER_SHARE = 15 / PLOT_HEIGHT
FONT = value(palette.FONTS)
MARKS = ("circle", "square", "triangle", "diamond")
AXIS = "0,0.[0000]"
HOVER = "<div style='max-width:260px'><b>@name</b><br>@year: @shown</div>"

WIDEN = """
const room = plot.inner_width
if (room > 0) {
  const columns = Math.max(1, Math.min(entries, Math.floor(room / widest)))
  for (const legend of legends) { if (legend.ncols != columns) legend.ncols = columns }
  const text = room > whole ? titles[0] : titles[1]
  if (plot.title.text != text) plot.title.text = text
}
"""
"""Runs in the browser: legend and title use the width there is; they begin as on a phone."""

Item = dict[str, Any]


def draw_curves(chart: Chart, lang: Lang) -> hv.Overlay:
    """Draw a trend or a pathway; a year without a figure is a gap in its line."""
    series: list[Item] = chart.data["series"]  # type: ignore[assignment]
    names = legend_names(series, lang)
    roles = [str(s.get("role", "trend")) for s in series]
    trend = chart.type == "trend"
    colours = (
        [palette.series_colour(i) for i in range(len(series))]
        if trend
        else palette.line_colours(roles)
    )
    parts: list[Any] = _band(chart, lang)
    for i, line in enumerate(series):
        parts += _curve(chart, line, (names[i], roles[i], colours[i], MARKS[i % 4]), lang)
    rows, marks = _markers(chart, lang)
    band: Item | None = chart.data.get("band")  # type: ignore[assignment]
    entries = [name(band["name"], lang), *names] if band else names
    return hv.Overlay([*parts, *marks]).opts(
        hv.opts.Overlay(
            responsive=True,
            height=height(chart, lang),
            legend_position="bottom",
            legend_cols=_columns(entries),
            legend_opts={"click_policy": "mute"},
            default_tools=["save"],
            active_tools=[],
            toolbar="above",
            xlabel="",
            ylabel=axis_name(chart, lang),
            yformatter=NumeralTickFormatter(format=AXIS),
            xticks=AdaptiveTicker(min_interval=1, mantissas=[1, 2, 5]),
            ylim=_reach(chart, rows),
            padding=0.03,
            show_grid=True,
            gridstyle={"xgrid_line_color": None, "ygrid_line_color": palette.FAINT},
            hooks=[_dress(chart, lang), _widen(chart, entries, lang)],
        )
    )


def height(chart: Chart, lang: Lang) -> int:
    """Return the height in pixels: the plot with its title, legend and axis."""
    series: list[Item] = chart.data["series"]  # type: ignore[assignment]
    names = legend_names(series, lang)
    if chart.data.get("band"):
        names.append("")
    title = wrap_even(chart.title.get(lang), PHONE, TITLE_SIZE)
    rows = -(-len(names) // _columns(names))
    return PLOT_HEIGHT + lines_height(len(title), TITLE_SIZE) + 24 * rows + 66


def _columns(names: list[str]) -> int:
    return max(1, min(len(names), int((PHONE + 30) // _widest(names))))


def _widest(names: list[str]) -> float:
    return max((text_width(n) + 44 for n in names), default=1.0)


def _curve(chart: Chart, line: Item, look: tuple[str, str, str, str], lang: Lang) -> list[Any]:
    label, role, colour, mark = look
    x: list[int] = chart.data["x"]  # type: ignore[assignment]
    whole = runs_on(role, line["y"])
    years = list(x) if whole else full_years(x)
    y = spread(x, line["y"], years)
    rows = [(a, float("nan") if b is None else b) for a, b in zip(years, y, strict=True)]
    if whole:
        rows = [r for r in rows if r[1] == r[1]]
    dashed = line.get("dashed") or role in ("projection", "benchmark")
    curve = hv.Curve(rows, "year", "value", label=label).opts(
        color=colour,
        line_width=3 if role == "pathway" else 2.2,
        line_dash="dashed" if dashed else "dotted" if role == "target" else "solid",
        muted_alpha=0.1,
        default_tools=["save"],
    )
    dotted = role == "trend" and len(years) <= MOST_DOTS
    seen = set(range(len(y))) if dotted else set(alone(y))
    points = [
        (a, b, label, figure(b, chart.unit, lang), 0.9 if i in seen else 0.0)
        for i, (a, b) in enumerate(zip(years, y, strict=True))
        if b is not None
    ]
    dots = hv.Points(points, ["year", "value"], ["name", "shown", "alpha"]).opts(
        color=colour,
        marker=mark,
        size=7,
        fill_alpha="alpha",
        line_alpha=0,
        muted_alpha=0,
        default_tools=[],
        tools=["hover"],
        hover_tooltips=HOVER,
        hover_fill_alpha=1,
        show_legend=False,
    )
    return [curve, dots]


def _band(chart: Chart, lang: Lang) -> list[Any]:
    band: Item | None = chart.data.get("band")  # type: ignore[assignment]
    if not band:
        return []
    x: list[int] = chart.data["x"]  # type: ignore[assignment]
    rows = [
        (year, low, high)
        for year, low, high in zip(x, band["low"], band["high"], strict=True)
        if is_figure(low) and is_figure(high)
    ]
    area = hv.Area(rows, "year", ["low", "high"], label=name(band["name"], lang))
    colour = palette.ROLES["pathway"]
    return [
        area.opts(
            color=colour,
            alpha=palette.BAND_OPACITY,
            line_alpha=0,
            muted_alpha=0.03,
            default_tools=[],
        )
    ]


def _markers(chart: Chart, lang: Lang) -> tuple[int, list[Any]]:
    placed = marker_rows(chart, lang, PHONE - 30)
    if not placed:
        return 0, []
    rows = 1 + max(row for *_, row in placed)
    low, high = _reach(chart, rows)
    step = (high - low) * MARKER_SHARE
    lines = hv.VLines([year for year, *_ in placed], "year").opts(
        color=palette.MUTED, line_dash="dashed", line_width=1, default_tools=[]
    )
    labels = []
    for side in ("left", "center", "right"):
        rows_here = [
            (year, high - (rows - row) * step, text) for year, text, s, row in placed if s == side
        ]
        if rows_here:
            labels.append(
                hv.Labels(rows_here, ["year", "value"], "text").opts(
                    text_align=side,
                    text_baseline="bottom",
                    text_font_size="11px",
                    text_font=FONT,
                    text_color=palette.MUTED,
                    default_tools=[],
                )
            )
    return rows, [lines, *labels]


def _reach(chart: Chart, rows: int) -> tuple[float, float]:
    """Return the range of the value axis: from zero, with room above for rows of labels."""
    lists = [s["y"] for s in chart.data["series"]]  # type: ignore[index, call-overload, union-attr]
    band: Item | None = chart.data.get("band")  # type: ignore[assignment]
    if band:
        lists += [band["low"], band["high"]]
    held = [float(v) for values in lists for v in values if is_figure(v)]
    low, high = min([0.0, *held]), max([0.0, *held])
    span = (high - low) or 1.0
    room = 1 - rows * MARKER_SHARE - 0.06
    low -= 0.04 * span if low < 0 else 0.0
    return low, low + (high - low or 1.0) / room


def _dress(chart: Chart, lang: Lang) -> Callable[[Any, Any], None]:
    """Return the hook that sets titles and fonts, which HoloViews has no options for."""

    def dress(plot: Any, _element: Any) -> None:
        shown = plot.state
        synthetic = chart.kind == "demonstration"
        shown.title.update(
            text="\n".join(wrap_even(chart.title.get(lang), PHONE, TITLE_SIZE)),
            text_font=palette.FONTS,
            text_font_size=f"{TITLE_SIZE}px",
            text_font_style="bold",
            text_color=palette.INK,
        )
        under = Title(
            text=kind_line(chart, lang),
            text_font=palette.FONTS,
            text_font_size="12px",
            text_font_style="bold" if synthetic else "normal",
            text_color=palette.WARNING if synthetic else palette.MUTED,
        )
        shown.add_layout(under, "above")
        for axis in (*shown.xaxis, *shown.yaxis):
            axis.update(axis_label_text_font=palette.FONTS, axis_label_text_font_style="normal")
            axis.update(axis_label_text_font_size="12px", major_label_text_font_size="11px")
            axis.update(major_label_text_font=palette.FONTS, minor_tick_line_color=None)
            axis.update(major_label_text_color=palette.MUTED, axis_label_text_color=palette.MUTED)
            axis.update(major_tick_line_color=None)
        for axis in shown.xaxis:
            axis.axis_line_color = palette.MUTED
        for axis in shown.yaxis:
            axis.axis_line_color = None
        shown.toolbar.logo = None
        for tool in shown.select(HoverTool):
            tool.visible = False
        for glyph in shown.select(TextGlyph):
            glyph.update(background_fill_color=palette.PAPER, background_fill_alpha=0.8)
        for legend in shown.legend:
            legend.update(
                label_text_font=palette.FONTS, label_text_font_size="12px", border_line_alpha=0
            )
            legend.update(padding=2, margin=2, spacing=8, glyph_width=24)
            legend.update(label_text_color=palette.INK)

    return dress


def _widen(chart: Chart, entries: list[str], lang: Lang) -> Callable[[Any, Any], None]:
    """Return the hook that lets title and legend follow the width of the picture."""

    def widen(plot: Any, _element: Any) -> None:
        shown = plot.state
        title = chart.title.get(lang)
        held = {
            "plot": shown,
            "legends": list(shown.legend),
            "entries": len(entries),
            "widest": _widest(entries),
            "whole": text_width(title, TITLE_SIZE) + 8,
            "titles": [title, "\n".join(wrap_even(title, PHONE, TITLE_SIZE))],
        }
        shown.js_on_change("inner_width", CustomJS(args=held, code=WIDEN))

    return widen

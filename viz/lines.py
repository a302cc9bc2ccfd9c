"""Lines over years: trends, pathways with their band and markers, fans, and stacked wedges."""

from typing import Any

from data.fields import unit_label
from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.frame import Picture, legend_names
from viz.layout import Room, wrap
from viz.markers import MARKER_ROW, place_markers
from viz.names import axis_name, is_figure, name, shown
from viz.timeline import MOST_DOTS, alone, full_years, round_years, runs_on, spread

LOW = Text(zh="下限", en="low")
HIGH = Text(zh="上限", en="high")
SYMBOLS = ("circle", "rect", "triangle", "diamond")

Item = dict[str, Any]


def trend_picture(chart: Chart, lang: Lang) -> Picture:
    """Describe lines over years, gaps open, with a symbol on each year of a short row."""
    series: list[Item] = chart.data["series"]  # type: ignore[assignment]
    names = legend_names(series, lang)
    dense = len(_years(chart)) > MOST_DOTS
    role = "history" if dense else "trend"
    lines = [
        _line(chart, s, names[i], palette.series_colour(i), role)
        | ({} if dense else {"symbol": SYMBOLS[i % len(SYMBOLS)], "showSymbol": True})
        for i, s in enumerate(series)
    ]
    return _over_years(chart, lang, lines, [_stroke(n) for n in names] if dense else list(names))


def pathway_picture(chart: Chart, lang: Lang) -> Picture:
    """Describe history, projection and pathway as lines, their uncertainty as a band."""
    series: list[Item] = chart.data["series"]  # type: ignore[assignment]
    names = legend_names(series, lang)
    colours = palette.line_colours([str(s.get("role", "")) for s in series])
    lines = [
        _line(chart, s, names[i], colours[i], str(s.get("role", ""))) for i, s in enumerate(series)
    ]
    legend = [_stroke(n) for n in names]
    band: Item | None = chart.data.get("band")  # type: ignore[assignment]
    if band:
        lines = [*_band(chart, band, lang), *lines]
        legend.append(_swatch(name(band["name"], lang), palette.BAND_OPACITY * 2))
    return _over_years(chart, lang, lines, legend)


def fan_picture(chart: Chart, lang: Lang) -> Picture:
    """Describe bands of percentiles one inside the other, the middle of the draws, and lines."""
    bands: list[Item] = chart.data["bands"]  # type: ignore[assignment]
    middle: Item = {"id": "middle", "role": "pathway", **chart.data["middle"]}  # type: ignore[dict-item]
    series: list[Item] = [*(chart.data.get("lines") or []), middle]  # type: ignore[misc,list-item]
    names = legend_names(series, lang)
    roles = [str(s.get("role", "")) for s in series]
    # The middle owns its role's colour, so that the bands are shades of it.
    colours = [*palette.line_colours(["pathway", *roles[:-1]])[1:], palette.ROLES["pathway"]]
    drawn: list[Item] = []
    legend: list[Item] = [_stroke(n) for n in names]
    for i, band in enumerate(sorted(bands, key=lambda b: b["low_pct"])):
        label = {"name": share_name(band)}
        opacity = palette.BAND_OPACITY * (1 + i)
        drawn += _band(chart, {**band, **label}, lang, f"band-{band['low_pct']:g}", opacity)
        legend.append(
            _swatch(name(label["name"], lang), min(palette.BAND_OPACITY * 2 * (1 + i), 1))
        )
    lines = [_line(chart, s, names[i], colours[i], roles[i]) for i, s in enumerate(series)]
    return _over_years(chart, lang, [*drawn, *lines], legend)


def share_name(band: Item) -> dict[str, str]:
    """Name a band of a fan by the share of the draws between its edges.

    >>> share_name({"low_pct": 5, "high_pct": 95})["en"]
    '90 % of the draws (P5–P95)'
    """
    low, high = band["low_pct"], band["high_pct"]
    return {
        "zh": f"{high - low:g}%的抽样（P{low:g}–P{high:g}）",
        "en": f"{high - low:g} % of the draws (P{low:g}–P{high:g})",
    }


def wedge_picture(chart: Chart, lang: Lang) -> Picture:
    """Describe layers that stack to a total, drawn as a line above them."""
    layers: list[Item] = chart.data["layers"]  # type: ignore[assignment]
    total: Item = chart.data["total"]  # type: ignore[assignment]
    names = legend_names([*layers, total], lang)
    lines: list[Item] = []
    for i, layer in enumerate(layers):
        line = _line(chart, layer, names[i], palette.series_colour(i), "pathway")
        line |= {"stack": "layers", "areaStyle": {"opacity": 0.82}}
        line["lineStyle"] = {"width": 0.5, "color": palette.PAPER}
        lines.append(line)
    lines.append(_line(chart, {"id": "total", **total}, names[-1], palette.INK, "history"))
    legend = [_swatch(n, 0.82) for n in names[:-1]]
    return _over_years(chart, lang, lines, [*legend, _stroke(names[-1])])


def _stroke(label: str) -> Item:
    """Show a line in the legend without a symbol on it."""
    return {"name": label, "itemStyle": {"opacity": 0}}


def _swatch(label: str, opacity: float) -> Item:
    """Show an area in the legend."""
    return {"name": label, "icon": "roundRect", "itemStyle": {"opacity": opacity}}


def _years(chart: Chart) -> list[int]:
    x: list[int] = chart.data["x"]  # type: ignore[assignment]
    return full_years(x)


def _line(chart: Chart, series: Item, label: str, colour: str, role: str) -> Item:
    x: list[int] = chart.data["x"]  # type: ignore[assignment]
    values = spread(x, [shown(v, chart.unit) for v in series["y"]], _years(chart))
    dashed = series.get("dashed") or role in ("projection", "benchmark")
    dot = {"symbol": "circle", "symbolSize": 7}
    lonely = set(alone(values)) if role != "trend" else set()
    data: list[Any] = [{"value": v, **dot} if i in lonely else v for i, v in enumerate(values)]
    return {
        "id": str(series.get("id", label)),
        "name": label,
        "type": "line",
        "data": data,
        "connectNulls": runs_on(role, series["y"]),
        "symbol": "none",
        "symbolSize": 6,
        "itemStyle": {"color": colour},
        "lineStyle": {
            "width": 3 if role == "pathway" else 2.2,
            "color": colour,
            "type": "dashed" if dashed else "dotted" if role == "target" else "solid",
        },
        "emphasis": {"focus": "series"},
    }


def _band(
    chart: Chart,
    band: Item,
    lang: Lang,
    key: str = "band",
    opacity: float = palette.BAND_OPACITY,
) -> list[Item]:
    """Draw a band as its floor and what lies above it; its edges carry the figures."""
    x: list[int] = chart.data["x"]  # type: ignore[assignment]
    label = name(band["name"], lang)
    years = _years(chart)
    low = spread(x, [shown(v, chart.unit) for v in band["low"]], years)
    high = spread(x, [shown(v, chart.unit) for v in band["high"]], years)
    both = [is_figure(a) and is_figure(b) for a, b in zip(low, high, strict=True)]
    floor = [a if ok else None for a, ok in zip(low, both, strict=True)]
    above = [h - a if ok else None for a, h, ok in zip(low, high, both, strict=True)]
    connect = runs_on("pathway", band["low"])
    hidden = {"type": "line", "symbol": "none", "silent": True, "lineStyle": {"opacity": 0}}
    stacked = {**hidden, "stack": key, "stackStrategy": "all", "tooltip": {"show": False}}
    colour = {"itemStyle": {"color": palette.ROLES["pathway"]}, "connectNulls": connect}
    area = {"areaStyle": {"color": palette.ROLES["pathway"], "opacity": opacity}}
    parts = (
        (stacked, {"id": f"{key}-floor", "name": label, "data": floor}),
        (stacked, {"id": key, "name": label, "data": above, **area}),
        (hidden, {"id": f"{key}-high", "name": f"{label} · {HIGH.get(lang)}", "data": high}),
        (hidden, {"id": f"{key}-low", "name": f"{label} · {LOW.get(lang)}", "data": low}),
    )
    return [{**base, **colour, **own} for base, own in parts]


def _over_years(chart: Chart, lang: Lang, lines: list[Item], legend: list[Any]) -> Picture:
    years = _years(chart)
    unit = unit_label(chart.unit, lang)
    head = "{value}" + (f" · {unit}" if unit else "")
    body = {
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [str(y) for y in years],
            "boundaryGap": False,
            "axisLine": {"lineStyle": {"color": palette.MUTED}},
            "axisLabel": {"color": palette.MUTED, "hideOverlap": True},
            "axisPointer": {"label": {"formatter": head}},
        },
        "yAxis": value_axis(chart, lang),
        "series": lines,
    }
    last = lines[-1]["id"] if lines else ""
    return Picture(body=body, place=lambda room: _place(room, chart, lang, last), legend=legend)


def value_axis(chart: Chart, lang: Lang) -> Item:
    """Describe the axis of values: its name carries the unit and stands above it."""
    return {
        "type": "value",
        "name": axis_name(chart, lang),
        "nameLocation": "end",
        "nameTextStyle": {"align": "left", "color": palette.MUTED, "fontSize": 12},
        "axisLabel": {"color": palette.MUTED},
        "splitLine": {"lineStyle": {"color": palette.FAINT}},
    }


def _place(room: Room, chart: Chart, lang: Lang, last: str) -> Item:
    left = 52 if room.phone else 60
    years = _years(chart)
    across = room.width.usable - left
    markers, rows = place_markers(chart, lang, across)
    label = "\n".join(wrap(axis_name(chart, lang), room.width.usable, 12))
    above = 32 + 16 * label.count("\n") + rows * MARKER_ROW + (6 if rows else 0)
    ticks = [years.index(y) for y in round_years(years, across)]
    placed: Item = {
        "grid": {
            "left": left,
            "right": 20 if room.phone else 28,
            "top": room.top + above,
            "bottom": room.bottom + 26,
        },
        "xAxis": {"axisTick": {"customValues": ticks}, "axisLabel": {"customValues": ticks}},
        "yAxis": {
            "name": label,
            "nameGap": 12 + (rows * MARKER_ROW + 6 if rows else 0),
            "nameTextStyle": {"padding": [0, 0, 0, 14 - left]},
            "splitNumber": 4 if room.phone else 5,
        },
    }
    return placed | ({"series": [{"id": last, "markLine": markers}]} if rows else {})

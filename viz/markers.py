"""Years marked on a chart: labels above the plot, in rows so that none covers another."""

from typing import Any

from data.result import Chart
from data.text import Lang
from viz import palette
from viz.layout import text_width
from viz.names import name
from viz.timeline import full_years

MARKER_ROW = 15
SIZE = 11

Item = dict[str, Any]


def marker_rows(chart: Chart, lang: Lang, across: float) -> list[tuple[int, str, str, int]]:
    """Give each marker its year, text, the side its label leans to, and its row from below.

    Args:
        chart: A chart with ``x`` and perhaps ``markers``.
        lang: Language of the labels.
        across: Width of the plot in pixels.
    """
    years = full_years(chart.data["x"])  # type: ignore[arg-type]
    held: list[Item] = chart.data.get("markers") or []  # type: ignore[assignment]
    span = max(years[-1] - years[0], 1)
    free: list[float] = []
    placed: list[tuple[int, str, str, int]] = []
    for marker in sorted(held, key=lambda m: m["year"]):
        year = min(max(int(marker["year"]), years[0]), years[-1])
        text = name(marker["name"], lang)
        at, width = across * (year - years[0]) / span, text_width(text, SIZE) + 8
        side, start = _lean(at, width, across)
        row = next((i for i, end in enumerate(free) if end <= start), len(free))
        free[row : row + 1] = [start + width]
        placed.append((year, text, side, row))
    return placed


def _lean(at: float, width: float, across: float) -> tuple[str, float]:
    """Centre a label on its year, or lean it inward near an end of the plot."""
    if at - width / 2 < 0:
        return "left", at
    if at + width / 2 > across:
        return "right", at - width
    return "center", at - width / 2


def place_markers(chart: Chart, lang: Lang, across: float) -> tuple[Item, int]:
    """Describe the markers as ECharts mark lines; return them with the rows their labels take."""
    placed = marker_rows(chart, lang, across)
    data = [
        {
            "xAxis": str(year),
            "label": {
                "formatter": text.replace("{", "｛").replace("}", "｝"),
                "align": side,
                "distance": [0, 4 + row * MARKER_ROW],
            },
        }
        for year, text, side, row in placed
    ]
    lines = {
        "symbol": "none",
        "silent": True,
        "animation": False,
        "lineStyle": {"color": palette.MUTED, "type": "dashed", "width": 1},
        "label": {"position": "end", "fontSize": SIZE, "color": palette.MUTED},
        "data": data,
    }
    return lines, 1 + max((row for *_, row in placed), default=-1)

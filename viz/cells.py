"""Figures written into the cells of a small heat map, so that it reads as a table too."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.fields import format_number
from data.result import Chart
from viz import palette
from viz.layout import text_width
from viz.names import is_figure

MOST_CELLS = 200
WHOLE_FROM = 10.0
"""Largest figure from which percentages are written without decimals."""
DARK = {"one": 0.6, "both": 0.75}
"""Share of a scale's reach beyond which its shade calls for white letters."""

Written = Mapping[tuple[int, int], dict[str, Any]]


def label_cells(chart: Chart, rows: Sequence[Sequence[Any]]) -> Written:
    """Give each cell (column, row) with a figure its label; none for classes and large maps.

    Args:
        chart: A heat map.
        rows: Its figures, rows from the top; gaps take no label.
    """
    held = [float(v) for row in rows for v in row if is_figure(v)]
    plain = not chart.data.get("classes") and chart.data.get("scale") != "log"
    if not plain or not held or sum(len(r) for r in rows) > MOST_CELLS:
        return {}
    low, high = min(held), max(held)
    return {
        (i, j): {
            "formatter": _short(float(v), chart.unit, max(-low, high)),
            "color": palette.PAPER if _is_dark(float(v), low, high) else palette.INK,
        }
        for j, row in enumerate(rows)
        for i, v in enumerate(row)
        if is_figure(v)
    }


def labels_fit(written: Written, across: float, phone: bool) -> bool:
    """Tell whether the longest label fits a cell of a width in pixels."""
    size = 9 if phone else 11
    longest = max((text_width(w["formatter"], size) for w in written.values()), default=0.0)
    return bool(written) and longest + 4 <= across


def _short(value: float, unit: str, largest: float) -> str:
    """Write a figure in few characters.

    >>> _short(98.26, "percent", 99.0), _short(-0.04, "percent", 99.0), _short(1.5, "Mt", 3.0)
    ('98', '0', '1.50')
    """
    if unit == "percent" and largest >= WHOLE_FROM:
        return f"{round(value)}"
    return format_number(value, unit)


def _is_dark(value: float, low: float, high: float) -> bool:
    if low < 0 < high:
        return abs(value) > DARK["both"] * max(-low, high)
    return value - low > DARK["one"] * (high - low)

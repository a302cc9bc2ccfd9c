"""Ways to colour the nodes of a network: categories, their colours, and the category of each node."""

from dataclasses import dataclass
from typing import Any

from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.names import figure, is_figure

UNKNOWN = Text(zh="无数据", en="No data")
RISES = Text(zh="低于零", en="Below zero")

Node = dict[str, Any]


@dataclass(frozen=True)
class Scheme:
    """A way to colour the nodes: categories with their colours, and the category of each node."""

    categories: list[Node]
    of_node: dict[str, int]


def category(label: str, colour: str) -> Node:
    """Describe one category of nodes, as the legend names it."""
    return {"name": label, "itemStyle": {"color": colour}}


def by_value(chart: Chart, lang: Lang) -> Scheme:
    """Colour nodes by classes of equal width between zero and the largest value, low to high.

    Values below zero form a class of their own, and so do nodes without a value.
    """
    nodes: list[Node] = chart.data["nodes"]  # type: ignore[assignment]
    unit = str(chart.data.get("value_unit", ""))
    known = {str(n["id"]): float(n["value"]) for n in nodes if is_figure(n.get("value"))}
    largest = max([*known.values(), 0.0])
    count = len(palette.CLASSES)
    step = largest / count if largest else 1.0
    categories = [
        category(
            f"{figure(k * step, unit, lang)}–{figure((k + 1) * step, unit, lang)}",
            palette.CLASSES[k],
        )
        for k in reversed(range(count))
    ]
    of_node = {i: count - 1 - min(int(v / step), count - 1) for i, v in known.items() if v >= 0}
    below = {i: v for i, v in known.items() if v < 0}
    if below:
        of_node |= dict.fromkeys(below, len(categories))
        categories.append(category(RISES.get(lang), palette.DIVERGING[1]))
    if len(known) < len(nodes):
        of_node |= {str(n["id"]): len(categories) for n in nodes if str(n["id"]) not in known}
        categories.append(category(UNKNOWN.get(lang), palette.MISSING))
    return Scheme(categories, of_node)

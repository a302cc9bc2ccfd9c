"""Ways to colour the nodes of a network: categories, their colours, and the category of each node."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from typing import Any

from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.names import figure, is_figure

UNKNOWN = Text(zh="无数据", en="No data")
RISES = Text(zh="低于零", en="Below zero")

CROWD = 0.6
"""Share of the nodes in one class from which classes of equal width tell too little."""
MIN_EDGES = 3
LEAST_RANGE = 1e-9
"""Largest value below which there is nothing to tell apart."""

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
    """Colour nodes by classes of their value, low to high.

    Values below zero form a class of their own, and so do nodes without a value.
    """
    nodes: list[Node] = chart.data["nodes"]  # type: ignore[assignment]
    unit = str(chart.data.get("value_unit", ""))
    known = {str(n["id"]): float(n["value"]) for n in nodes if is_figure(n.get("value"))}
    edges = class_edges([v for v in known.values() if v >= 0])
    count = len(edges) - 1
    categories = [
        category(f"{figure(a, unit, lang)}–{figure(b, unit, lang)}", colour)
        for (a, b), colour in zip(pairwise(edges), palette.CLASSES[-count:], strict=True)
    ][::-1]
    of_node = {
        i: count - max(1, min(sum(v >= edge for edge in edges), count))
        for i, v in known.items()
        if v >= 0
    }
    below = {i: v for i, v in known.items() if v < 0}
    if below:
        of_node |= dict.fromkeys(below, len(categories))
        categories.append(category(RISES.get(lang), palette.DIVERGING[1]))
    if len(known) < len(nodes):
        of_node |= {str(n["id"]): len(categories) for n in nodes if str(n["id"]) not in known}
        categories.append(category(UNKNOWN.get(lang), palette.MISSING))
    return Scheme(categories, of_node)


def class_edges(values: Sequence[float]) -> list[float]:
    """Cut values from zero up into classes: of equal width, or of equal number where most crowd.

    Where one class of equal width would hold more than CROWD of the values, as cuts near 100 %
    do, the edges are rounded quantiles instead.

    Returns:
        Edges in ascending order, at least two.

    >>> class_edges([0.0, 10.0, 20.0, 30.0, 50.0])
    [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
    >>> class_edges([60.0, 91.0, 92.0, 94.0, 95.0, 96.0, 98.0, 100.0])
    [60.0, 91.0, 94.0, 95.0, 97.0, 100.0]
    """
    count = len(palette.CLASSES)
    largest = max([*values, 0.0])
    if largest < LEAST_RANGE:
        return [0.0, 1.0]
    even = [*(k * largest / count for k in range(count)), largest]
    fullest = max(
        sum(a <= v for v in values) - sum(b <= v for v in values)
        for a, b in pairwise([*even[:-1], float("inf")])
    )
    if len(values) < count or fullest <= CROWD * len(values):
        return even
    inner = {float(f"{q:.2g}") for q in quantiles(values, n=count, method="inclusive")}
    low = min(values)
    own = [low, *sorted(q for q in inner if low < q < largest), largest]
    return own if len(own) > MIN_EDGES else even

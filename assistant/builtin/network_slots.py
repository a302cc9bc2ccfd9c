"""What a question on a network asks for: a centrality, and what the links carry."""

from collections.abc import Callable
from typing import Any

from assistant.builtin.linker import Slots

CENTRALITIES: dict[str, tuple[str, ...]] = {
    "betweenness": ("介数", "中介", "桥梁", "betweenness", "bridge", "broker"),
    "pagerank": ("pagerank", "网页排名", "佩奇"),
    "katz": ("katz", "卡茨"),
    "closeness": ("接近中心", "紧密中心", "接近度", "closeness"),
    "eigenvector": ("特征向量", "eigenvector"),
    "in": ("入度", "in-degree", "in degree"),
    "out": ("出度", "out-degree", "out degree"),
}
"""How people name each centrality."""

CARBON = ("碳", "co2", "排放", "carbon", "emission", "embodied")


def _centrality(slots: Slots) -> str | None:
    asked = slots.masked.lower()
    return next((m for m, names in CENTRALITIES.items() if any(n in asked for n in names)), None)


def _carried(slots: Slots) -> str | None:
    """Tell whether links are to carry emissions; left open where the question does not say."""
    asked = slots.masked.lower()
    return "emissions" if any(word in asked for word in CARBON) else None


MONEY = ("贸易", "投入", "产品", "货物", "资金", "供给", "trade", "goods", "money", "supply")


def _traded(slots: Slots) -> str:
    """Tell what passes between provinces: emissions, unless only trade is spoken of."""
    asked = slots.masked.lower()
    spoken = any(word in asked for word in MONEY)
    return "money" if spoken and not _carried(slots) else "emissions"


NETWORK_SLOTS: dict[str, Callable[[Slots], Any]] = {
    "centrality": _centrality,
    "carried": _carried,
    "traded": _traded,
}
"""How each ``$slot`` of the network kinds is read."""

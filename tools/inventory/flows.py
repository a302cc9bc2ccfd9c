"""Flows of CO2 from fuels into sectors: pooled, laid out in layers, ready to be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from data.text import Text
from data.vocabulary import FUELS, INVENTORY_FUELS, INVENTORY_SECTORS, SECTORS

OTHER = "other_sectors"
"""Id of the node that pools the sectors beyond the largest."""

OTHER_LABEL = Text(zh="其他行业合计", en="Other sectors")

FAMILY: dict[str, Text] = {
    "coal": Text(zh="煤炭类", en="Coal"),
    "oil": Text(zh="石油类", en="Oil"),
    "gas": Text(zh="天然气", en="Natural gas"),
    "process": Text(zh="工业过程", en="Process"),
}

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Flow:
    """CO2 in Mt from one fuel into one sector (or into the pool of the others)."""

    fuel: str
    sector: str
    co2_mt: float


def pool_flows(cell: Matrix, top: int) -> list[Flow]:
    """Turn a year's cells into flows from fuels to the largest sectors and a pool of the others.

    Args:
        cell: CO2 in Mt, (47 sectors, 18 fuels), all finite and ≥ 0.
        top: How many sectors stand alone; the others are pooled.

    Returns:
        The flows above zero, by fuel in file order, then by sector, largest sector first; they
        add up to the total of ``cell``.

    >>> import numpy as np
    >>> cell = np.zeros((47, 18)); cell[38, 0] = 3.0; cell[27, 0] = 1.0
    >>> [(f.fuel, f.sector, f.co2_mt) for f in pool_flows(cell, 1)]
    [('raw_coal', 'power', 3.0), ('raw_coal', 'other_sectors', 1.0)]
    """
    order = np.argsort(-cell.sum(axis=1), kind="stable")
    alone, pooled = order[:top], order[top:]
    rows = [(INVENTORY_SECTORS[i], cell[i]) for i in alone]
    rows.append((OTHER, cell[pooled].sum(axis=0)))
    return [
        Flow(fuel, sector, float(row[j]))
        for j, fuel in enumerate(INVENTORY_FUELS)
        for sector, row in rows
        if row[j] > 0
    ]


def sankey_data(flows: Sequence[Flow]) -> dict[str, JsonValue]:
    """Describe nodes in layers (family, fuel, sector) and links; families of one fuel are left out."""
    fuels = list(dict.fromkeys(f.fuel for f in flows))
    families = list(dict.fromkeys(fuel_family(f) for f in fuels))
    wide = [f for f in families if sum(fuel_family(i) == f for i in fuels) > 1]
    sectors = dict.fromkeys(f.sector for f in sorted(flows, key=lambda f: f.sector == OTHER))
    nodes: list[JsonValue] = [_node("family", f, FAMILY[f], 0, f) for f in wide]
    nodes += [_node("fuel", f, FUELS.text(f), 1, fuel_family(f)) for f in fuels]
    nodes += [_node("sector", s, sector_label(s), 2, "") for s in sectors]
    links: list[JsonValue] = [
        _link(f"family:{fuel_family(f)}", f"fuel:{f}", sum(i.co2_mt for i in flows if i.fuel == f))
        for f in fuels
        if fuel_family(f) in wide
    ]
    links += [_link(f"fuel:{f.fuel}", f"sector:{f.sector}", f.co2_mt) for f in flows]
    return {"nodes": nodes, "links": links}


def sector_label(sector: str) -> Text:
    """Name a sector or the pool of the others."""
    return OTHER_LABEL if sector == OTHER else SECTORS.text(sector)


def _node(layer: str, node_id: str, name: Text, number: int, family: str) -> JsonValue:
    held: dict[str, JsonValue] = {
        "id": f"{layer}:{node_id}",
        "name": name.model_dump(),
        "layer": number,
    }
    return {**held, "family": family} if family else held


def _link(source: str, target: str, value: float) -> JsonValue:
    return {"source": source, "target": target, "value": value}


def fuel_family(fuel: str) -> str:
    """Return the family a fuel belongs to."""
    return FUELS.terms[fuel].extra["family"]

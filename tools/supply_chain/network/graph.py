"""The core of a network: its largest links, and what they cover."""

import math
from dataclasses import dataclass

import numpy as np

from data.tables import Array
from tools.supply_chain.key_links.elasticities import largest_links

SHARE_PCT = 5.0
"""Part of the cells of a flow matrix that is drawn, self-loops counted: 88 of 42 × 42."""


@dataclass(frozen=True)
class Core:
    """The largest links of a square flow matrix.

    ``edges`` are (supplier, user, flow), largest first; ``covered_share`` is their part of all
    flow in the matrix, 0 where nothing flows.
    """

    size: int
    edges: tuple[tuple[int, int, float], ...]
    covered_share: float

    @property
    def matrix(self) -> Array:
        """The flows of the links drawn, (size, size), 0 elsewhere."""
        flows = np.zeros((self.size, self.size))
        for i, j, flow in self.edges:
            flows[i, j] = flow
        return flows


def core_network(flows: Array, share_pct: float = SHARE_PCT) -> Core:
    """Keep the largest cells of a flow matrix as the links of a network.

    Args:
        flows: (s, s) flows from row to column; only positive cells become links.
        share_pct: Part of the s·s cells kept, in per cent, rounded down, at least one.

    >>> core = core_network(np.array([[5.0, 0.0], [3.0, 2.0]]), 50)
    >>> core.edges, core.covered_share
    (((0, 0, 5.0), (1, 0, 3.0)), 0.8)
    """
    size = len(flows)
    most = max(1, math.floor(size * size * share_pct / 100))
    edges = tuple(largest_links(flows, most))
    total = float(flows[flows > 0].sum())
    covered = sum(flow for _, _, flow in edges)
    return Core(size, edges, covered / total if total > 0 else 0.0)

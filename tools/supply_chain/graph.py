"""The core network of a province: its largest links, what they cover, who stands in the middle."""

import math
from dataclasses import dataclass

import numpy as np

from data.tables import Array
from tools.supply_chain.paths import largest_links

SHARE_PCT = 5.0
"""Part of the cells of a flow matrix that is drawn, self-loops counted: 88 of 42 × 42."""

DAMPING = 0.85
"""Chance of following a link in PageRank; Brin & Page 1998."""

NEGLIGIBLE = 1e-9
"""Eigenvector centrality below what the power iteration resolves."""


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


@dataclass(frozen=True)
class Centrality:
    """Positions of the nodes in a core network, (size,) each; ``eigenvector`` may be unknown.

    ``into`` and ``out_of`` are the links drawn to and from a sector over the other sectors;
    ``eigenvector`` and ``pagerank`` weigh links by flow; ``betweenness`` is the part of shortest
    paths through a sector, where a larger flow is a shorter way.
    """

    into: Array
    out_of: Array
    eigenvector: Array | None
    betweenness: Array
    pagerank: Array


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


def centralities(core: Core) -> Centrality:
    """Measure how central each sector of a core network is."""
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(core.size))
    for i, j, flow in core.edges:
        graph.add_edge(i, j, flow=flow, way=1 / flow)
    try:
        found = nx.eigenvector_centrality(graph, weight="flow", max_iter=5000)
        values = _ordered(found, core.size)
        eigenvector = np.where(values < NEGLIGIBLE, 0.0, values)
    except nx.NetworkXException:
        eigenvector = None
    return Centrality(
        into=_ordered(nx.in_degree_centrality(graph), core.size),
        out_of=_ordered(nx.out_degree_centrality(graph), core.size),
        eigenvector=eigenvector,
        betweenness=_ordered(nx.betweenness_centrality(graph, weight="way"), core.size),
        pagerank=pagerank(core.matrix),
    )


def pagerank(flows: Array, tolerance: float = 1e-12) -> Array:
    """Return PageRank weighted by flow, summing to 1, (s,).

    Sectors without outgoing links pass their rank to all alike. Written out because networkx
    loads scipy for it, which costs the first answer most of a second.

    >>> pagerank(np.array([[0.0, 1.0], [1.0, 0.0]]))
    array([0.5, 0.5])
    """
    size = len(flows)
    sums = flows.sum(axis=1)
    step = np.full((size, size), 1 / size)
    np.divide(flows, sums[:, None], out=step, where=sums[:, None] > 0)
    rank = np.full(size, 1 / size)
    for _ in range(1000):
        after = (1 - DAMPING) / size + DAMPING * (rank @ step)
        if np.abs(after - rank).sum() < tolerance:
            return after
        rank = after
    return rank


def _ordered(values: dict[int, float], size: int) -> Array:
    return np.array([values[k] for k in range(size)])

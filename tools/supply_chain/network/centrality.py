"""Centralities of the nodes of a core network: who stands in the middle, by seven measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from data.tables import Array
from tools.supply_chain.network.graph import Core

if TYPE_CHECKING:
    import networkx as nx

Measure = Literal["in", "out", "eigenvector", "betweenness", "pagerank", "katz", "closeness"]

MEASURES: tuple[Measure, ...] = get_args(Measure)

FIELD_OF: Mapping[Measure, str] = {
    "in": "in_degree_centrality",
    "out": "out_degree_centrality",
    "eigenvector": "eigenvector_centrality",
    "betweenness": "betweenness_centrality",
    "pagerank": "pagerank",
    "katz": "katz_centrality",
    "closeness": "closeness_centrality",
}
"""Field id of each measure."""

DAMPING = 0.85
"""Chance of following a link in PageRank; Brin & Page 1998."""

REACH = 0.5
"""Attenuation of Katz centrality over the largest it may have; Katz 1953."""

NEGLIGIBLE = 1e-9
"""Eigenvector centrality below what the power iteration resolves."""


@dataclass(frozen=True)
class Centrality:
    """Positions of the nodes in a core network, (size,) each; ``eigenvector`` may be unknown.

    ``into`` and ``out_of`` are the links drawn to and from a node over the other nodes;
    ``eigenvector``, ``pagerank`` and ``katz`` weigh links by flow and count what comes in;
    ``betweenness`` is the part of shortest paths through a node and ``closeness`` how near the
    others are to it, where a larger flow is a shorter way.
    """

    into: Array
    out_of: Array
    eigenvector: Array | None
    betweenness: Array
    pagerank: Array
    katz: Array
    closeness: Array

    def values(self, measure: Measure) -> Array | None:
        """Return one measure of all nodes; None where it could not be computed."""
        held: dict[Measure, Array | None] = {
            "in": self.into,
            "out": self.out_of,
            "eigenvector": self.eigenvector,
            "betweenness": self.betweenness,
            "pagerank": self.pagerank,
            "katz": self.katz,
            "closeness": self.closeness,
        }
        return held[measure]


def centralities(core: Core) -> Centrality:
    """Measure how central each node of a core network is."""
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(core.size))
    largest = core.edges[0][2] if core.edges else 1.0
    for i, j, flow in core.edges:
        graph.add_edge(i, j, flow=flow, way=largest / flow)
    return Centrality(
        into=_ordered(nx.in_degree_centrality(graph), core.size),
        out_of=_ordered(nx.out_degree_centrality(graph), core.size),
        eigenvector=_eigenvector(graph, core.size),
        betweenness=_ordered(nx.betweenness_centrality(graph, weight="way"), core.size),
        pagerank=pagerank(core.matrix),
        katz=katz(core.matrix),
        closeness=_ordered(nx.closeness_centrality(graph, distance="way"), core.size),
    )


def _eigenvector(graph: "nx.DiGraph[int]", size: int) -> Array | None:
    import networkx as nx

    try:
        found = nx.eigenvector_centrality(graph, weight="flow", max_iter=5000)
    except nx.NetworkXException:
        return None
    values = _ordered(found, size)
    return np.where(values < NEGLIGIBLE, 0.0, values)


def pagerank(flows: Array, tolerance: float = 1e-12) -> Array:
    """Return PageRank weighted by flow, summing to 1, (s,).

    Nodes without outgoing links pass their rank to all alike. Written out because networkx
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


def katz(flows: Array) -> Array:
    """Return Katz centrality weighted by flow, of length 1, (s,).

    ``k = (I − a·Wᵀ)⁻¹·1`` with ``a`` half of the largest attenuation that converges, 1/ρ(W); a
    network without a circle, where every attenuation converges, takes ρ as its largest flow.

    >>> katz(np.array([[0.0, 2.0], [0.0, 0.0]])).round(3)
    array([0.555, 0.832])
    """
    size = len(flows)
    radius = float(np.abs(np.linalg.eigvals(flows)).max(initial=0.0))
    largest = float(flows.max(initial=0.0))
    scale = radius if radius > NEGLIGIBLE * largest else largest
    pull = flows.T * (REACH / scale) if scale > 0 else flows.T
    found = np.linalg.solve(np.eye(size) - pull, np.ones(size))
    return found / np.linalg.norm(found)


def _ordered(values: dict[int, float], size: int) -> Array:
    return np.array([values[k] for k in range(size)])

"""Communities of a network: groups whose members trade more with one another than by chance."""

from dataclasses import dataclass

import numpy as np

from data.tables import Array

SEED = 0
"""Of the order in which nodes are tried: the same network falls into the same groups."""


@dataclass(frozen=True)
class Communities:
    """A division of the nodes of a network.

    ``members`` are the groups, the strongest first, each with its leading node first; nodes
    without any flow stand in no group. ``modularity`` is Newman's Q; ``inside`` the part of the
    flow between different nodes that stays inside each group.
    """

    members: tuple[tuple[int, ...], ...]
    modularity: float
    inside: tuple[float, ...]

    def of_node(self, size: int) -> tuple[int | None, ...]:
        """Return the group of every node, None for a node without any flow."""
        held = {node: k for k, group in enumerate(self.members) for node in group}
        return tuple(held.get(node) for node in range(size))


def find_communities(flows: Array) -> Communities:
    """Divide the nodes by the Louvain method on what passes between each pair, both ways added.

    Source: Blondel et al. 2008 (doi 10.1088/1742-5468/2008/10/P10008). A node's flow to itself is
    left out: it would keep every node for itself.

    Args:
        flows: (s, s) flows from row to column; only positive ones count.

    >>> pair = np.array([[0.0, 5, 0, 0], [0, 0, 0, 1], [0, 0, 0, 4], [0, 0, 3, 0]])
    >>> find_communities(pair).members
    ((3, 2), (1, 0))
    """
    import networkx as nx

    both = np.where(flows > 0, flows, 0.0)
    both = both + both.T
    np.fill_diagonal(both, 0.0)
    strength = both.sum(axis=1)
    linked = [k for k in range(len(both)) if strength[k] > 0]
    if not linked:
        return Communities((), 0.0, ())
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(linked)
    scaled = both / both.max()
    graph.add_weighted_edges_from(
        (i, j, float(scaled[i, j])) for i in linked for j in linked if i < j and scaled[i, j] > 0
    )
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    groups = sorted(
        (tuple(sorted(group, key=lambda k: (-strength[k], k))) for group in found),
        key=lambda group: (-float(strength[list(group)].sum()), group[0]),
    )
    total = float(both.sum())
    return Communities(
        members=tuple(groups),
        modularity=modularity(both, groups),
        inside=tuple(float(both[np.ix_(g, g)].sum()) / total for g in groups),
    )


def modularity(weights: Array, groups: list[tuple[int, ...]]) -> float:
    """Return Newman's Q of a division: flow inside groups beyond what strengths let expect.

    >>> modularity(np.array([[0.0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]), [(0, 1), (2, 3)])
    0.5
    """
    total = float(weights.sum())
    strength = weights.sum(axis=1) / total
    return sum(
        float(weights[np.ix_(g, g)].sum()) / total - float(strength[list(g)].sum()) ** 2
        for g in groups
    )

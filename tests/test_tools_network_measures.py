"""Centralities, communities and the layout of a network, against networkx and against meaning."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.supply_chain.network.centrality import FIELD_OF, MEASURES, centralities, katz
from tools.supply_chain.network.communities import find_communities, modularity
from tools.supply_chain.network.forces import settle
from tools.supply_chain.network.graph import core_network

CELLS = st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.5, 7.0]), min_size=36, max_size=36)


def square(cells):
    return np.array(cells).reshape(6, 6)


def circle():
    """Six nodes in a ring, with shortcuts and a loop, so that every iteration converges."""
    flows = np.zeros((6, 6))
    for k in range(6):
        flows[k, (k + 1) % 6] = 3.0 + k
    flows[0, 3] = flows[4, 1] = flows[2, 2] = flows[5, 3] = 2.0
    return flows


def graph_of(flows):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(flows)))
    for i, j in zip(*np.nonzero(flows), strict=True):
        graph.add_edge(int(i), int(j), flow=flows[i, j], way=1 / flows[i, j])
    return graph


def listed(values):
    return [values[k] for k in sorted(values)]


def test_all_seven_centralities_are_those_of_networkx():
    flows = circle()
    found = centralities(core_network(flows, 100))
    graph = graph_of(flows)
    radius = max(abs(np.linalg.eigvals(flows)))
    expected = {
        "in": nx.in_degree_centrality(graph),
        "out": nx.out_degree_centrality(graph),
        "eigenvector": nx.eigenvector_centrality(graph, weight="flow", max_iter=5000),
        "betweenness": nx.betweenness_centrality(graph, weight="way"),
        "pagerank": nx.pagerank(graph, weight="flow", tol=1e-12, max_iter=1000),
        "katz": nx.katz_centrality(
            graph, alpha=0.5 / radius, weight="flow", tol=1e-12, max_iter=5000
        ),
        "closeness": nx.closeness_centrality(graph, distance="way"),
    }
    assert set(expected) == set(MEASURES) == set(FIELD_OF)
    for measure in MEASURES:
        values = found.values(measure)
        # Ways are measured in units of the shortest, that of the largest flow.
        if measure == "closeness":
            values = values * flows.max()
        assert values == pytest.approx(listed(expected[measure]), rel=1e-5), measure


@given(CELLS)
def test_katz_does_not_depend_on_the_unit_of_the_flows(cells):
    flows = square(cells)
    assert katz(flows) == pytest.approx(katz(flows * 1e4), rel=1e-6)
    assert np.linalg.norm(katz(flows)) == pytest.approx(1)
    assert (katz(flows) > 0).all()


@settings(max_examples=40)
@given(CELLS)
def test_communities_divide_all_nodes_that_trade(cells):
    flows = square(cells)
    found = find_communities(flows)
    both = flows + flows.T
    np.fill_diagonal(both, 0.0)
    trading = {int(k) for k in np.flatnonzero(both.sum(axis=1))}
    members = [k for group in found.members for k in group]
    assert len(members) == len(set(members))
    assert set(members) == trading
    assert sum(found.inside) <= 1 + 1e-9
    if trading:
        graph = nx.from_numpy_array(both)
        groups = [set(g) for g in found.members] + [{k} for k in range(6) if k not in trading]
        assert found.modularity == pytest.approx(nx.community.modularity(graph, groups))
    assert find_communities(flows) == found


def test_two_worlds_with_one_bridge_fall_apart_there():
    flows = np.zeros((8, 8))
    flows[:4, :4] = flows[4:, 4:] = 10.0
    flows[1, 1] = 1e6
    flows[3, 4] = 1.0
    found = find_communities(flows)
    assert [set(g) for g in found.members] == [{0, 1, 2, 3}, {4, 5, 6, 7}]
    assert found.members[0][0] == 3
    assert found.of_node(8) == (0, 0, 0, 0, 1, 1, 1, 1)
    assert found.modularity > 0.45


def test_modularity_of_one_group_is_nothing():
    weights = np.ones((3, 3)) - np.eye(3)
    assert modularity(weights, [(0, 1, 2)]) == pytest.approx(0)


def test_a_network_without_flows_has_no_communities():
    found = find_communities(np.diag([3.0, 4.0]))
    assert (found.members, found.modularity, found.of_node(2)) == ((), 0.0, (None, None))


def test_the_layout_is_the_same_every_time_and_keeps_nodes_apart():
    edges = [(i, (i * 7 + 3) % 42, 100.0 - i) for i in range(42)]
    first, again = settle(42, edges), settle(42, edges)
    assert np.array_equal(first, again)
    apart = np.linalg.norm(first[:, None] - first[None], axis=2) + 1e9 * np.eye(42)
    assert apart.min() > 15
    assert first.mean(axis=0) == pytest.approx([0, 0], abs=1e-6)


def test_gravity_draws_together_and_repulsion_pushes_apart():
    edges = [(0, 1, 5.0), (1, 2, 3.0)]
    spread = {
        "plain": settle(12, edges).std(),
        "heavy": settle(12, edges, gravity=1.4).std(),
        "pushed": settle(12, edges, repulsion=5000).std(),
    }
    assert spread["heavy"] < spread["plain"] < spread["pushed"]


def test_a_link_draws_its_ends_together():
    far = 20_000
    loose, linked = settle(10, [], repulsion=far), settle(10, [(0, 5, 9.0)], repulsion=far)
    assert np.linalg.norm(linked[0] - linked[5]) < np.linalg.norm(loose[0] - loose[5])


@pytest.mark.parametrize("size", [0, 1])
def test_the_smallest_networks_have_a_layout(size):
    assert settle(size, []).shape == (size, 2)

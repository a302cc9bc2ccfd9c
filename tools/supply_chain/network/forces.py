"""A layout of a network by forces: all nodes repel, links pull, gravity holds the whole together."""

import math
from collections.abc import Sequence

import numpy as np

from data.tables import Array

GRAVITY = 0.7
REPULSION = 1700.0
STEPS = 460
MOST_PULLS = 150_000
"""Pulls of links in all: a network of every link takes fewer steps, not longer."""

FRICTION, COOLING = 0.4, 0.992
SHORT, LONG = 50.0, 130.0
"""Lengths that links seek, the largest flow the shorter, in pixels."""


def settle(
    size: int,
    edges: Sequence[tuple[int, int, float]],
    gravity: float = GRAVITY,
    repulsion: float = REPULSION,
) -> Array:
    """Return resting positions of the nodes of a network, (size, 2) in pixels round the origin.

    The nodes start on a spiral in their order, so the same network always rests alike. The forces
    are those of the picture's own simulation, so that it begins at rest: gravity pulls in
    proportion to distance, a pair repels by ``2·repulsion/distance``, a link seeks a length.

    Args:
        size: Number of nodes.
        edges: (from, to, flow); links of a node to itself do not pull.
        gravity: Pull towards the centre.
        repulsion: Push between nodes.

    >>> apart = settle(2, [])
    >>> bool(np.allclose(apart.sum(axis=0), 0, atol=1))
    True
    """
    turn = np.arange(size) * np.pi * (3 - np.sqrt(5))
    away = np.sqrt(np.arange(size) + 0.5) * np.sqrt(repulsion / max(gravity, 0.01))
    places = np.stack([away * np.cos(turn), away * np.sin(turn)], axis=1)
    before = places.copy()
    pulls = [(i, j, flow) for i, j, flow in edges if i != j]
    lengths = _lengths(np.array([flow for *_, flow in pulls])).tolist()
    links = [(i, j, length) for (i, j, _), length in zip(pulls, lengths, strict=True)]
    friction = FRICTION
    for _ in range(min(STEPS, MOST_PULLS // max(len(links), 1))):
        _pull(places, links, friction)
        places -= places * gravity * friction
        before -= _push(places, repulsion)
        moved = places + (places - before) * friction
        before, places = moved.copy(), moved
        friction *= COOLING
    return places - places.mean(axis=0) if size else places


def _lengths(flows: Array) -> Array:
    if not len(flows):
        return flows
    low, high = flows.min(), flows.max()
    part = (flows - low) / (high - low) if high > low else np.full(len(flows), 0.5)
    return LONG + (SHORT - LONG) * part


def _pull(places: Array, links: Sequence[tuple[int, int, float]], friction: float) -> None:
    """Move the ends of each link in turn half of what its length lacks or exceeds."""
    x, y = places[:, 0].tolist(), places[:, 1].tolist()
    for i, j, length in links:
        across, up = x[j] - x[i], y[j] - y[i]
        apart = math.hypot(across, up) or 1.0
        part = 0.5 * friction * (apart - length) / apart
        x[i] += part * across
        y[i] += part * up
        x[j] -= part * across
        y[j] -= part * up
    places[:, 0], places[:, 1] = x, y


def _push(places: Array, repulsion: float) -> Array:
    between = places[None, :, :] - places[:, None, :]
    square = np.maximum((between**2).sum(axis=2), 1.0)
    np.fill_diagonal(square, np.inf)
    return -(between * (2 * repulsion / square)[:, :, None]).sum(axis=1)

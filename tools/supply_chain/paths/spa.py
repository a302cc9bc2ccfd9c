"""Structural path analysis: the single paths of an expansion, exactly, and what they leave out.

A branch is left only when all that can still lie behind it, ``|w|·bound``, is too small; a node's
own value decides nothing but whether it is listed. Source: Treloar 1997; Lenzen 2003.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data.tables import Array
from tools.supply_chain.paths.expansion import Expansion

THRESHOLD = 0.001
"""Smallest part of the total that a path must carry to be listed."""

DEPTH = 8
"""Most links in a path."""

MOST = 100_000
"""Most branches followed in one tier."""

PAIRS = 1_000_000
"""Steps joined in one go, which bounds the memory of a search."""

CELLS = 100_000
"""Cells of the links looked at in one go, few enough to stay near the processor."""

SLACK = 1e-9
"""Part by which a bound may fall short of a value that it holds exactly, by rounding."""

SMALLEST = float(np.nextafter(0.0, 1.0))
"""The smallest number above 0."""

Nodes = NDArray[np.intp]
Progress = Callable[[float], None]
Listed = Literal["value", "reach"]
Branch = tuple[float, tuple[int, ...], float]
"""What lies behind a branch, negative so that the largest comes first; its sectors; its weight."""


@dataclass(frozen=True)
class Path:
    """One supply-chain path: the sectors in the order they were visited, and what it carries."""

    nodes: tuple[int, ...]
    value: float


@dataclass(frozen=True)
class Tier:
    """The branches followed in one tier: where each comes from, its sector, and its weight."""

    parents: Nodes
    nodes: Nodes
    weights: Array
    listed: NDArray[np.bool_]
    values: Array


@dataclass(frozen=True)
class PathSearch:
    """The outcome of a search.

    Attributes:
        tiers: The branches followed, tier by tier.
        total: What all paths sum to.
        reach: What the absolute values of all paths sum to at most.
        least: No path of at most the depth that carries more than this, in absolute value, is
            missing.
        complete: Whether the search went down to its threshold; False where it was cut at the most
            branches a tier, which raises ``least``.
    """

    tiers: tuple[Tier, ...]
    total: float
    reach: float
    least: float
    complete: bool

    @property
    def count(self) -> int:
        """How many paths are listed."""
        return sum(int(t.listed.sum()) for t in self.tiers)

    @property
    def covered(self) -> float:
        """Sum of the listed paths."""
        return float(sum(t.values[t.listed].sum() for t in self.tiers))

    @property
    def covered_share(self) -> float:
        """Listed paths over the total; 0 where there is nothing to cover."""
        return self.covered / self.total if self.total else 0.0

    @property
    def remainder_bound(self) -> float:
        """Limit of the absolute sum of all paths that are not listed."""
        listed = sum(np.abs(t.values[t.listed]).sum() for t in self.tiers)
        return max(0.0, self.reach - float(listed))

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The listed paths, largest first; equal ones in the order of their sectors."""
        found = [p for depth in range(len(self.tiers)) for p in self._unwind(depth)]
        return tuple(sorted(found, key=_rank))

    def _unwind(self, depth: int) -> Iterator[Path]:
        place = np.flatnonzero(self.tiers[depth].listed)
        values = self.tiers[depth].values[place].tolist()
        columns: list[list[int]] = []
        for tier in reversed(self.tiers[: depth + 1]):
            columns.append(tier.nodes[place].tolist())
            place = tier.parents[place]
        walks = zip(*reversed(columns), strict=True)
        return (Path(nodes, value) for nodes, value in zip(walks, values, strict=True))


def search_paths(
    expansion: Expansion,
    *,
    threshold: float = THRESHOLD,
    depth: int = DEPTH,
    most: int = MOST,
    listed: Listed = "value",
    progress: Progress | None = None,
) -> PathSearch:
    """Find every path of at most ``depth`` links that carries the threshold.

    Tier by tier on arrays. A tier that would hold more than ``most`` branches keeps those with the
    most behind them; what is then guaranteed stands in ``least``.

    Args:
        expansion: What is expanded.
        threshold: Part of ``Σ|w|·bound`` that a path must carry, in absolute value.
        depth: Most links in a path.
        most: Most branches followed in one tier.
        listed: List the paths whose own value carries the threshold, or those with that much on
            and behind them.
        progress: Called with a share in 0..1 before each tier; may raise to cancel.

    Raises:
        ValueError: The threshold is negative or no number.
    """
    if not threshold >= 0:
        msg = "the threshold of a path search is a part of the total, 0 or more"
        raise ValueError(msg)
    least = threshold * expansion.reach
    beam = Beam(most, least)
    start = np.arange(len(expansion.weights))
    beam.add(start, start, expansion.weights, np.abs(expansion.weights) * expansion.bound)
    tiers: list[Tier] = []
    for level in range(depth + 1):
        if progress:
            progress(level / (depth + 1))
        parents, nodes, weights = beam.take()
        tiers.append(_tier(expansion, parents, nodes, weights, least, listed))
        if level == depth or not len(nodes):
            break
        _advance(expansion, nodes, weights, beam)
    return PathSearch(
        tiers=tuple(tiers),
        total=expansion.total,
        reach=expansion.reach,
        least=beam.least,
        complete=beam.least == least,
    )


def largest_paths(
    expansion: Expansion, count: int, *, depth: int = DEPTH, most: int = MOST
) -> list[Path]:
    """Find the paths that carry most, exactly, best first by what lies behind each branch.

    Args:
        expansion: What is expanded.
        count: How many.
        depth: Most links in a path.
        most: Most branches opened; the search then ends with what it has proven.

    Returns:
        The largest paths in absolute value, largest first; fewer where fewer are not zero.
    """
    reach = np.abs(expansion.weights) * expansion.bound
    queue: list[Branch] = [
        (-float(reach[k]), (int(k),), float(expansion.weights[k])) for k in np.flatnonzero(reach)
    ]
    heapq.heapify(queue)
    best: list[float] = []
    found: list[Path] = []
    for _ in range(most):
        floor = best[0] * (1 - SLACK) if len(best) == count else 0.0
        if not queue or -queue[0][0] < floor:
            return sorted(found, key=_rank)[:count]
        _, nodes, weight = heapq.heappop(queue)
        value = weight * float(expansion.own[nodes[-1]])
        if value:
            found.append(Path(nodes, value))
            (heapq.heappush if len(best) < count else heapq.heappushpop)(best, abs(value))
        if len(nodes) <= depth:
            for branch in _branches(expansion, nodes, weight, floor):
                heapq.heappush(queue, branch)
    proven = -queue[0][0] if queue else 0.0
    return [p for p in sorted(found, key=_rank) if abs(p.value) >= proven][:count]


def _branches(
    expansion: Expansion, nodes: tuple[int, ...], weight: float, floor: float
) -> Iterator[Branch]:
    row = expansion.rows(np.array(nodes[-1:]))[0]
    behind = np.abs(weight * row) * expansion.bound
    for child in np.flatnonzero((behind >= floor) & (behind > 0)):
        yield -float(behind[child]), (*nodes, int(child)), weight * float(row[child])


def _tier(
    expansion: Expansion, parents: Nodes, nodes: Nodes, weights: Array, least: float, by: Listed
) -> Tier:
    values = weights * expansion.own[nodes]
    listed = values != 0
    if by == "value":
        listed &= _enough(np.abs(values), least)
    return Tier(parents, nodes, weights, listed, values)


class Beam:
    """The branches of a tier with enough behind them; past ``most``, those with most behind.

    ``least`` rises to the most that lies behind a branch that had to be left out.
    """

    def __init__(self, most: int, least: float) -> None:
        self.most = most
        self.least = least
        self._held: list[tuple[Nodes, Nodes, Array, Array]] = []
        self._count = 0

    def add(self, parents: Nodes, nodes: Nodes, weights: Array, behind: Array) -> None:
        """Add branches, in order."""
        enough = _enough(behind, self.least)
        self._held.append((parents[enough], nodes[enough], weights[enough], behind[enough]))
        self._count += int(enough.sum())
        if self._count > 2 * self.most:
            self._cut()

    def take(self) -> tuple[Nodes, Nodes, Array]:
        """Return (parents, nodes, weights) of the tier, and begin the next."""
        if self._count > self.most:
            self._cut()
        none = np.zeros(0, dtype=np.intp)
        held = self._held or [(none, none, np.zeros(0), np.zeros(0))]
        parents, nodes, weights, _ = (np.concatenate(part) for part in zip(*held, strict=True))
        self._held, self._count = [], 0
        return parents, nodes, weights

    def _cut(self) -> None:
        joined = [np.concatenate(part) for part in zip(*self._held, strict=True)]
        order = np.argsort(-joined[3], kind="stable")
        self.least = max(self.least, float(joined[3][order[self.most]]))
        kept = np.sort(order[: self.most])
        parents, nodes, weights, behind = (part[kept] for part in joined)
        self._held, self._count = [(parents, nodes, weights, behind)], len(kept)


def _advance(expansion: Expansion, nodes: Nodes, weights: Array, beam: Beam) -> None:
    """Take every step behind which enough lies into the beam.

    Branches that end in the same sector share the row of its steps, cut by the heaviest of them;
    what lies behind a branch beyond its own value tells whether any step can count.
    """
    further = np.abs(weights) * (expansion.bound - np.abs(expansion.own) * (1 - SLACK))[nodes]
    order = np.flatnonzero(_enough(further, beam.least))
    order = order[np.argsort(nodes[order], kind="stable")]
    if not len(order):
        return
    sectors = nodes[order]
    first = np.flatnonzero(np.diff(sectors, prepend=-1))
    ends, many = sectors[first], np.diff(first, append=len(order))
    heaviest = np.maximum.reduceat(np.abs(weights[order]), first)
    rows_at_once = max(1, CELLS // len(expansion.own))
    for k in range(0, len(ends), rows_at_once):
        some = slice(k, k + rows_at_once)
        rows = expansion.rows(ends[some])
        behind = np.abs(rows)
        behind *= expansion.bound
        wanted = _enough(behind, beam.least / heaviest[some, None])
        place = np.flatnonzero(wanted)
        row, child = np.divmod(place, len(expansion.own))
        counts = np.bincount(row, minlength=len(rows))
        starts = np.cumsum(counts) - counts
        branches = order[first[some][0] : first[some][-1] + many[some][-1]]
        group = np.repeat(np.arange(len(rows)), many[some])
        steps = (rows.ravel()[place], behind.ravel()[place], child)
        _pair(branches, weights, starts[group], counts[group], steps, beam)


def _pair(
    branches: Nodes,
    weights: Array,
    starts: Nodes,
    counts: Nodes,
    steps: tuple[Array, Array, Nodes],
    beam: Beam,
) -> None:
    """Join branches with the steps of their sectors, some at a time."""
    links, behind, children = steps
    ahead = np.cumsum(counts)
    begin = 0
    while begin < len(branches):
        done = ahead[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(ahead, done + PAIRS, side="right")))
        some = counts[begin:end]
        which = np.repeat(np.arange(begin, end), some)
        place = np.arange(len(which)) - np.repeat(np.cumsum(some) - some, some) + starts[which]
        parents = branches[which]
        carried = weights[parents]
        beam.add(parents, children[place], carried * links[place], np.abs(carried) * behind[place])
        begin = end


def _enough(behind: Array, least: float | Array) -> NDArray[np.bool_]:
    return behind >= np.maximum(least * (1 - SLACK), SMALLEST)


def _rank(path: Path) -> tuple[float, tuple[int, ...]]:
    return -abs(path.value), path.nodes

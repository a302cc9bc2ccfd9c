"""Draws of the assumptions: the same question gives the same draws, however they are cut up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.tables import Array
from data.uncertainty import Uncertainty, load_uncertainty
from tools.pathways.benchmark import EndYearRule
from tools.pathways.scenarios import Options

BLOCK = 1000
"""Draws that share one child seed; blocks are the same however they are gathered into chunks."""

LEVEL, RULE = "benchmark_level", "end_year_rule"
RULES: tuple[EndYearRule, ...] = ("stretch", "as_published")

Places = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Draws:
    """Some draws of the assumptions around the choices of ``options``.

    Attributes:
        options: The stated choices, which every draw keeps where nothing is drawn.
        shifts: By assumption id, (n,) its distance from the stated value.
        levels: Benchmark levels that occur.
        level: (n,) places in ``levels``.
        rules: End-year rules that occur.
        rule: (n,) places in ``rules``.
    """

    options: Options
    shifts: Mapping[str, Array]
    levels: tuple[str, ...]
    level: Places
    rules: tuple[EndYearRule, ...]
    rule: Places

    @property
    def size(self) -> int:
        """How many draws there are."""
        return self.level.size

    def shift(self, assumption: str) -> Array:
        """Distance of an assumption from its stated value in each draw, (n,)."""
        stated = self.options.shifts.get(assumption, 0.0)
        return self.shifts.get(assumption, np.zeros(self.size)) + stated

    def options_of(self, place: int) -> Options:
        """Return the choices that one draw stands for, as ``trace`` takes them."""
        held = {key: float(self.shift(key)[place]) for key in self.shifts}
        return replace(
            self.options,
            level=self.levels[self.level[place]],
            rule=self.rules[self.rule[place]],
            shifts={**self.options.shifts, **held},
        )


def draw(options: Options, blocks: range, count: int, seed: int, *, hold: bool = True) -> Draws:
    """Draw whole blocks of assumptions; block b holds draws ``1000·b`` to ``1000·b + 999``.

    Args:
        options: The stated choices.
        blocks: Which blocks to draw.
        count: Draws of the whole ensemble; the last block ends there.
        seed: Seed of the whole ensemble; each block has its own child of it.
        hold: Keep level and end-year rule as stated: they are choices of policy, no uncertainty.
    """
    entries = load_uncertainty()
    parts = [_uniforms(seed, b, len(entries))[: count - b * BLOCK] for b in blocks]
    held = dict(zip(entries, np.concatenate(parts).T, strict=True))
    shifts = {
        key: spread(entry, held[key])
        for key, entry in entries.items()
        if entry.kind in ("triangular", "uniform")
    }
    size = len(next(iter(held.values())))
    levels, rules = entries[LEVEL], entries[RULE]
    if hold:
        still = np.zeros(size, dtype=np.int64)
        return Draws(options, shifts, (options.level,), still, (options.rule,), still)
    return Draws(
        options=options,
        shifts=shifts,
        levels=levels.options,
        level=pick(levels, held[LEVEL]),
        rules=tuple(r for option in rules.options for r in RULES if r == option),
        rule=pick(rules, held[RULE]),
    )


def _uniforms(seed: int, block: int, columns: int) -> Array:
    child = np.random.SeedSequence(seed, spawn_key=(block,))
    return np.random.Generator(np.random.PCG64(child)).random((BLOCK, columns))


def spread(entry: Uncertainty, u: Array) -> Array:
    """Turn uniform draws (n,) into distances from the stated value, by the inverse distribution.

    >>> from data.text import Text
    >>> why = {"status": "assumption", "group": "growth", "reason": Text(zh="例", en="say")}
    >>> even = Uncertainty(id="gdp_growth", kind="triangular", low=-1, mode=0, high=1, **why)
    >>> spread(even, np.array([0.0, 0.125, 0.5, 1.0])).tolist()
    [-1.0, -0.5, 0.0, 1.0]
    """
    low, mode, high = entry.low, entry.mode, entry.high
    width = high - low
    if entry.kind == "uniform":
        return low + width * u
    rising = low + np.sqrt(u * width * (mode - low))
    falling = high - np.sqrt((1 - u) * width * (high - mode))
    return np.where(u * width < mode - low, rising, falling)


def pick(entry: Uncertainty, u: Array) -> Places:
    """Turn uniform draws (n,) into places among the options, by their weights."""
    weights = np.cumsum(entry.weights) / np.sum(entry.weights)
    return np.minimum(np.searchsorted(weights, u, side="right"), len(entry.options) - 1)

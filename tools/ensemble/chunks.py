"""An ensemble in chunks: how much memory one takes, in what order they run, who runs them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from data.dataset import Dataset
from data.errors import InputError
from data.tables import Array
from data.text import Text
from data.uncertainty import load_uncertainty
from tools.ensemble.draws import BLOCK, LEVEL, Draws, draw
from tools.ensemble.frame import Frame, build_frame
from tools.ensemble.tracing import take_removals, trace_draws
from tools.pathways.group_trajectory import GroupTrajectory
from tools.pathways.scenarios import Options
from tools.pathways.trajectory import Trajectory

FEWEST, MOST = 100, 200_000
"""Draws that an ensemble may have."""

CHUNK_BYTES = 24_000_000
"""Memory that the arrays of one chunk may take."""

ARRAYS_AT_ONCE = 24
"""Arrays of draws × years that are alive at one time while a chunk is traced."""

SEED = 2060

Progress = Callable[[float], None]

Frames = tuple[Frame, ...]
"""One for each region: several stand for a group, whose draws are the sums of theirs."""


class Runner(Protocol):
    """Runs chunks of pathways and gives their gross CO2, in order."""

    def run(self, tasks: Iterable["Task"]) -> Iterator[Array]:
        """Yield (n, t) of each task in order; tasks are taken as they are needed."""
        ...


@dataclass(frozen=True)
class Chunk:
    """Some blocks of an ensemble of ``count`` draws."""

    blocks: range
    count: int
    seed: int
    hold: bool

    def draws(self, options: Options) -> Draws:
        """Draw the assumptions of these blocks."""
        return draw(options, self.blocks, self.count, self.seed, hold=self.hold)


Task = tuple[Frames, Chunk]
"""All that a chunk needs, wherever it runs."""


@dataclass(frozen=True)
class Ensemble:
    """All draws of one pathway, of a region or of a group.

    Attributes:
        central: The pathway at the stated values.
        draws: What was drawn.
        gross: (n, t) gross CO2, Mt.
        net: (n, t) gross less stated capture and sinks, Mt.
        seed: Seed of the draws.
    """

    central: Trajectory
    draws: Draws
    gross: Array
    net: Array
    seed: int

    @property
    def size(self) -> int:
        """How many draws there are."""
        return self.gross.shape[0]


class LocalRunner:
    """Runs chunks one after the other in this process."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Array]:
        """Yield (n, t) of each task in order."""
        for frames, chunk in tasks:
            yield run_chunk(frames, chunk)


def run_chunk(frames: Frames, chunk: Chunk) -> Array:
    """Draw and trace one chunk; gives gross CO2 (n, t), the sum over the frames."""
    draws = chunk.draws(frames[0].options)
    total = trace_draws(frames[0], draws)
    for frame in frames[1:]:
        total += trace_draws(frame, draws)
    return total


def cut_chunks(count: int, years: int, seed: int, *, hold: bool) -> list[Chunk]:
    """Cut an ensemble into chunks that fit the memory allowed.

    >>> [c.blocks for c in cut_chunks(10_000, 42, 1, hold=False)]
    [range(0, 2), range(2, 4), range(4, 6), range(6, 8), range(8, 10)]
    """
    fits = CHUNK_BYTES // (years * 8 * ARRAYS_AT_ONCE * BLOCK)
    step = max(1, fits)
    blocks = -(-count // BLOCK)
    return [
        Chunk(range(b, min(b + step, blocks)), count, seed, hold) for b in range(0, blocks, step)
    ]


def run_ensemble(
    dataset: Dataset,
    central: Trajectory,
    *,
    count: int = 10_000,
    seed: int = SEED,
    hold: bool = True,
    runner: Runner | None = None,
    progress: Progress = lambda _share: None,
) -> Ensemble:
    """Draw a pathway many times around its stated choices.

    Every region of a group is drawn with the same assumptions, for they are shared.

    Args:
        dataset: The data set.
        central: The pathway at the stated values, of a region or of a group.
        count: Number of draws.
        seed: Same seed, same draws, whatever the chunks and the runner.
        hold: Keep benchmark level and end-year rule as stated.
        runner: Who runs the chunks; by default this process.
        progress: Called with the share done after each chunk; may raise to stop.

    Raises:
        InputError: The number of draws is out of range.
    """
    check_count(count)
    frames = build_frames(dataset, central, hold=hold)
    chunks = cut_chunks(count, central.years.size, seed, hold=hold)
    done: list[Array] = []
    for part in (runner or LocalRunner()).run((frames, chunk) for chunk in chunks):
        done.append(part)
        progress(len(done) / len(chunks))
    return gather(central, done, Chunk(range(-(-count // BLOCK)), count, seed, hold))


def gather(central: Trajectory, parts: Sequence[Array], whole: Chunk) -> Ensemble:
    """Put the parts of an ensemble together; ``whole`` is the chunk that holds all its blocks."""
    gross = np.concatenate(parts)
    draws = whole.draws(central.options)
    return Ensemble(central, draws, gross, take_removals(central, gross), whole.seed)


def build_frames(dataset: Dataset, central: Trajectory, *, hold: bool) -> Frames:
    """Gather once what the draws of a region, or of each member of a group, share."""
    levels = list_levels(central.options, hold=hold)
    parts = central.parts if isinstance(central, GroupTrajectory) else (central,)
    return tuple(build_frame(dataset, part, levels) for part in parts)


def list_levels(options: Options, *, hold: bool) -> tuple[str, ...]:
    """Name the benchmark levels that the draws of these choices run over."""
    return (options.level,) if hold else load_uncertainty()[LEVEL].options


def check_count(count: int) -> None:
    """Refuse a number of draws that says nothing, or takes too long.

    Raises:
        InputError: It is out of range; the message gives the range.
    """
    if FEWEST <= count <= MOST:
        return
    raise InputError(
        Text(
            zh=f"抽样次数 {count} 超出范围，请给出 {FEWEST} 到 {MOST} 之间的整数，例如 10000。",
            en=f"{count} draws are out of range; give a number between {FEWEST} and {MOST},"
            " such as 10000.",
        ),
        suggestions=["10000"],
    )

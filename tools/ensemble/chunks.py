"""An ensemble in chunks: how much memory one takes, in what order they run, who runs them."""

from collections.abc import Callable, Iterator, Sequence
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
from tools.pathways.scenarios import Options

FEWEST, MOST = 100, 200_000
"""Draws that an ensemble may have."""

CHUNK_BYTES = 24_000_000
"""Memory that the arrays of one chunk may take."""

ARRAYS_AT_ONCE = 24
"""Arrays of draws × years that are alive at one time while a chunk is traced."""

SEED = 2060

Progress = Callable[[float], None]


class Runner(Protocol):
    """Runs chunks of one frame and gives their gross CO2, in order."""

    def run(self, frame: Frame, chunks: Sequence["Chunk"]) -> Iterator[Array]:
        """Yield (n, t) of each chunk in order."""
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


@dataclass(frozen=True)
class Ensemble:
    """All draws of one region's pathway.

    Attributes:
        frame: What they share, with the pathway at the stated values.
        draws: What was drawn.
        gross: (n, t) gross CO2, Mt.
        net: (n, t) gross less stated capture and sinks, Mt.
        seed: Seed of the draws.
    """

    frame: Frame
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

    def run(self, frame: Frame, chunks: Sequence[Chunk]) -> Iterator[Array]:
        """Yield (n, t) of each chunk in order."""
        for chunk in chunks:
            yield run_chunk(frame, chunk)


def run_chunk(frame: Frame, chunk: Chunk) -> Array:
    """Draw and trace one chunk; gives gross CO2 (n, t)."""
    return trace_draws(frame, chunk.draws(frame.options))


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
    options: Options,
    sectors: Sequence[str] = (),
    *,
    count: int = 10_000,
    seed: int = SEED,
    hold: bool = False,
    runner: Runner | None = None,
    progress: Progress = lambda _share: None,
) -> Ensemble:
    """Draw a region's pathway many times.

    Args:
        dataset: The data set.
        options: The stated choices around which is drawn.
        sectors: Ids of the sectors in scope; none means all.
        count: Number of draws.
        seed: Same seed, same draws, whatever the chunks and the runner.
        hold: Keep benchmark level and end-year rule as stated.
        runner: Who runs the chunks; by default this process.
        progress: Called with the share done after each chunk; may raise to stop.

    Raises:
        InputError: The number of draws is out of range.
        DataMissingError: The region has no inventory.
    """
    check_count(count)
    frame = build_frame(dataset, options, sectors, list_levels(options, hold=hold))
    chunks = cut_chunks(count, frame.years.size, seed, hold=hold)
    done: list[Array] = []
    for part in (runner or LocalRunner()).run(frame, chunks):
        done.append(part)
        progress(len(done) / len(chunks))
    gross = np.concatenate(done)
    every = Chunk(range(-(-count // BLOCK)), count, seed, hold)
    return Ensemble(frame, every.draws(options), gross, take_removals(frame, gross), seed)


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

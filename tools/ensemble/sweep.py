"""Sweeps: an ensemble for each region, sector and scenario, a row each."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from data.dataset import Dataset
from data.errors import VisceadsError
from data.result import Kind
from data.tables import Array
from data.text import Text
from tools.ensemble.chunks import (
    BLOCK,
    SEED,
    Chunk,
    Ensemble,
    LocalRunner,
    Runner,
    Task,
    build_frames,
    check_count,
    cut_chunks,
    gather,
)
from tools.ensemble.summary import PERCENTILES, cumulative, residuals, share_meeting
from tools.pathways.scenarios import make_options
from tools.pathways.trajectory import Trajectory, trace

Progress = Callable[[float, Text], None]


@dataclass(frozen=True)
class Case:
    """One line of a sweep.

    Attributes:
        region: Region id.
        sector: Sector id; empty for all sectors.
        scenario: Scenario id; empty stands for the default one.
    """

    region: str
    sector: str = ""
    scenario: str = ""


@dataclass(frozen=True)
class Row:
    """What the draws of one case come to; amounts in Mt CO2, None where the case is missing.

    ``missing`` says why a case could not be traced: never a zero.
    """

    region: str
    sector: str
    scenario: str
    dataset: str
    kind: Kind | None
    start_year: int
    target_year: int
    draws: int
    seed: int
    base_year: int | None = None
    base_co2_mt: float | None = None
    stated_residual_mt: float | None = None
    residual_p5_mt: float | None = None
    residual_p25_mt: float | None = None
    residual_p50_mt: float | None = None
    residual_p75_mt: float | None = None
    residual_p95_mt: float | None = None
    cumulative_p50_mt: float | None = None
    net_zero_probability_pct: float | None = None
    missing: str = ""


COLUMNS = tuple(f.name for f in fields(Row))
KEYS = COLUMNS[:4] + COLUMNS[5:9]
"""What tells one row of a sweep from another."""


@dataclass(frozen=True)
class _Open:
    """A case on its way: its pathway and chunks, or why there is none."""

    case: Case
    central: Trajectory | None
    chunks: tuple[Chunk, ...] = ()
    missing: str = ""


def sweep(
    dataset: Dataset,
    cases: Sequence[Case],
    *,
    start_year: int,
    target_year: int = 2060,
    count: int = 10_000,
    seed: int = SEED,
    runner: Runner | None = None,
    progress: Progress = lambda _share, _text: None,
) -> Iterator[Row]:
    """Yield the row of each case in order.

    Args:
        dataset: The data set.
        cases: What to run.
        start_year: First year of the pathways.
        target_year: Their target year.
        count: Draws of each case.
        seed: Same seed, same rows, whoever runs them.
        runner: Who runs the chunks; by default this process.
        progress: Called after each case; may raise to stop.

    Raises:
        InputError: The number of draws is out of range, or a year cannot be computed.
    """
    check_count(count)
    opened: deque[_Open] = deque()

    def tasks() -> Iterator[Task]:
        for case in cases:
            held, found = _open(dataset, case, start_year, target_year, count, seed)
            opened.append(held)
            yield from found

    parts = (runner or LocalRunner()).run(tasks())
    done: deque[Array] = deque()  # a case without a pathway hands its turn to the next one's parts
    for place, case in enumerate(cases):
        while not opened or len(done) < len(opened[0].chunks):
            part = next(parts, None)
            if part is None:
                break
            done.append(part)
        held = opened.popleft()
        own = [done.popleft() for _ in held.chunks]
        yield _summarise(dataset, held, own, (start_year, target_year, count, seed))
        progress((place + 1) / len(cases), Text(zh=case.region, en=case.region))


def _open(
    dataset: Dataset, case: Case, start_year: int, target_year: int, count: int, seed: int
) -> tuple[_Open, list[Task]]:
    options = make_options(
        case.region,
        start_year=start_year,
        target_year=target_year,
        scenario=case.scenario or None,
        series=dataset.series,
    )
    try:
        central = trace(dataset, options, (case.sector,) if case.sector else ())
    except VisceadsError as error:
        return _Open(case, None, missing=error.text.en), []
    frames = build_frames(dataset, central, hold=True)
    chunks = tuple(cut_chunks(count, central.years.size, seed, hold=True))
    return _Open(case, central, chunks), [(frames, chunk) for chunk in chunks]


def _summarise(
    dataset: Dataset, held: _Open, parts: list[Array], asked: tuple[int, int, int, int]
) -> Row:
    case, (start_year, target_year, count, seed) = held.case, asked
    kind = held.central.kind if held.central else None
    known = (case.region, case.sector, case.scenario, dataset.id, kind)
    years = (start_year, target_year, count, seed)
    if held.central is None:
        return Row(*known, *years, missing=held.missing)
    whole = Chunk(range(-(-count // BLOCK)), count, seed, hold=True)
    return Row(*known, *years, **_figures(gather(held.central, parts, whole)))


def _figures(held: Ensemble) -> dict[str, Any]:
    central, left = held.central, residuals(held)
    return {
        "base_year": central.base_year,
        "base_co2_mt": float(central.gross[0]),
        "stated_residual_mt": max(float(central.net[-1]), 0.0),
        **{f"residual_p{p}_mt": float(np.percentile(left, p)) for p in PERCENTILES},
        "cumulative_p50_mt": float(np.median(cumulative(held))),
        "net_zero_probability_pct": share_meeting(held),
    }

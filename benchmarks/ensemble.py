"""How fast an ensemble is against looping ``trace``: ``python benchmarks/ensemble.py [region]``.

Run by hand; both are timed in one run, so that the ratio holds on any machine.
"""

import sys
import time

from data.store import Store
from tools.ensemble.chunks import run_ensemble
from tools.pathways.scenarios import make_options
from tools.pathways.trajectory import trace
from tools.registry import Context, get_tool

DRAWS = 10_000
LOOPED = 50


def main(region: str) -> None:
    """Time 10,000 draws, the tool as a whole, and a loop over single traces."""
    dataset = Store().open()
    options = make_options(region, start_year=2026, target_year=2060, series=dataset.series)
    central = trace(dataset, options)
    held = run_ensemble(dataset, central, count=DRAWS)
    whole = min(_time(lambda: run_ensemble(dataset, central, count=DRAWS)) for _ in range(3))
    tool, context = get_tool("ensemble"), Context(dataset, 2026)
    asked = {"region": region, "draws": DRAWS}
    told = min(_time(lambda: tool.run(context, asked)) for _ in range(3))
    start = time.perf_counter()
    for place in range(LOOPED):
        trace(dataset, held.draws.options_of(place))
    loop = (time.perf_counter() - start) * DRAWS / LOOPED
    print(f"{DRAWS} draws of {region}: {whole:.2f} s; the tool with its answer: {told:.2f} s")
    print(f"looping trace: {loop:.0f} s ({LOOPED} timed); ratio {loop / whole:.0f}")


def _time(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "CN-GD")

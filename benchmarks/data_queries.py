"""How long opening a data set and typical queries take, repeated in one process.

Run: python benchmarks/data_queries.py [data set id]
"""

import statistics
import sys
import time
from collections.abc import Callable

from data.dataset import Dataset
from data.store import Store
from tools.registry import Context, get_tool

RUNS = 30
TARGETS_MS = {"open": 50.0, "query": 20.0}

QUERIES: dict[str, tuple[str, dict[str, object]]] = {
    "query_emissions, one total": ("query_emissions", {"regions": ["广东"], "years": [2019]}),
    "query_emissions, by sector": (
        "query_emissions",
        {"regions": ["广东"], "years": [2019], "group_by": "sector"},
    ),
    "rank, provinces": ("rank", {"years": [2019], "top": 5}),
    "compare, two provinces": ("compare", {"regions": ["广东", "江苏"], "years": [2019]}),
    "policy_targets": ("policy_targets", {"region": "广东"}),
    "query_table, by fuel": (
        "query_table",
        {
            "filters": [
                {"field": "region", "value": "山西"},
                {"field": "year", "op": "ge", "value": 2015},
            ],
            "group_by": ["fuel"],
        },
    ),
    "query_table, by province and year": (
        "query_table",
        {"filters": [{"field": "fuel", "value": "原煤"}], "group_by": ["region", "year"]},
    ),
}


def median_ms(work: Callable[[], object]) -> float:
    """Time a piece of work by the processor; the first run warms what a process keeps."""
    times: list[float] = []
    for _ in range(RUNS + 1):
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times[1:])


def main() -> None:
    """Print medians in milliseconds, their ratio to opening the data set, and the targets."""
    name = sys.argv[1] if len(sys.argv) > 1 else None
    folder = Store().open(name).folder

    def opened() -> Dataset:
        dataset = Dataset(folder)
        for inventory in (dataset.provincial, dataset.national):
            assert inventory is None or inventory.years
        return dataset

    opening = median_ms(opened)
    print(f"{folder.parent.name}: open {opening:.1f} ms (target ≤ {TARGETS_MS['open']:.0f})")
    context = Context(opened(), this_year=2026)
    for label, (tool, arguments) in QUERIES.items():
        held = get_tool(tool)
        ms = median_ms(lambda held=held, arguments=arguments: held.run(context, arguments))
        print(f"{label:36} {ms:6.1f} ms, {ms / opening:5.1f} × opening (target ≤ 20 ms)")


if __name__ == "__main__":
    main()

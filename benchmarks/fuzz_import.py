"""Fuzz the importers, and shoot importing processes, for as long as wanted; run by hand.

python -m benchmarks.fuzz_import fuzz 2000 [seed] [kind …]
python -m benchmarks.fuzz_import kill 200
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

from data.ceads.importing import import_paths
from data.store import Store
from tests.fuzzing import fuzz
from tests.interrupted import kill_imports
from tests.specimens import SPECIMENS
from tests.workbooks import make_provincial

PROVINCES = ("Guangdong", "Jiangsu", "Hebei", "Shandong", "Henan", "Sichuan")


def run_fuzz(cases: int, seed: int, kinds: list[str]) -> None:
    total = Counter()
    for kind in kinds or SPECIMENS:
        counted = fuzz(kind, cases, seed)
        total += counted
        print(f"{kind}: {cases} cases, {dict(counted)}", flush=True)
    print(f"in all {total.total()} cases: {dict(total)}; nothing else happened")


def run_kill(times: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, files, arrays = Path(folder) / "home", [], []
        for scale in (1.0, 2.0):
            file = Path(folder) / f"{scale}.xlsx"
            file.write_bytes(make_provincial(2019, PROVINCES, scale=scale))
            import_paths([file], Store(home), replace=True)
            files.append(file)
            arrays.append(np.array(Store(home).open("ceads").provincial.co2_mt))
        found = kill_imports(home, files, arrays, times)
    print(f"{times} processes shot; held after each, whole: {dict(Counter(found))}")


if __name__ == "__main__":
    if sys.argv[1] == "kill":
        run_kill(int(sys.argv[2]))
    else:
        run_fuzz(int(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else 0, sys.argv[4:])

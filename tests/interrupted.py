"""Imports killed at any moment: a child process imports without end, and is shot."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from data.store import Store

CHILD = """
import sys
from pathlib import Path
from data.ceads.importing import import_paths
from data.store import Store
home, *files = map(Path, sys.argv[1:])
print("ready", flush=True)
while True:
    for file in files:
        import_paths([file], Store(home), replace=True)
"""

LONGEST_SECONDS = 0.5
"""The child is shot at a moment drawn from this span; one import takes a fraction of it."""


def kill_imports(
    home: Path, files: list[Path], expected: list[np.ndarray], times: int
) -> list[int]:
    """Shoot importing processes and look at what is held after each shot.

    Args:
        home: Where the store lives; one import must have gone through before.
        files: Workbooks of the same places with other numbers.
        expected: The provincial array that each of them imports to.
        times: How many processes to shoot.

    Returns:
        For each shot, the number of the file whose data are held, whole and verified.
    """
    chance = random.Random(20)  # noqa: S311  repeatable, no secret
    found = []
    for _ in range(times):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(home), *map(str, files)], stdout=subprocess.PIPE
        )
        try:
            child.stdout.readline()
            time.sleep(chance.uniform(0, LONGEST_SECONDS))
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
            child.stdout.close()
        store = Store(home)
        if problems := store.verify("ceads"):
            raise AssertionError(problems[0].en)
        held = np.array(store.open("ceads").provincial.co2_mt)
        found.append(next(k for k, e in enumerate(expected) if np.array_equal(held, e)))
    return found

"""How long a full-size multi-regional workbook takes to import, against reading it with pandas.

The workbook is made from the demonstration table, twice: as a sheet of each 42-sector scheme's
labels. What comes out of the import must equal what went in, number by number.

Run from the root of the repository: python -m benchmarks.import_mrio
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from data.ceads.importing import import_paths
from data.dataset import Dataset
from data.store import DEMONSTRATION_FOLDER, Store
from tests.io_workbooks import NBS_ZH, Numbers, lay_out, write_workbook

PANDAS = (
    "import sys, pandas; pandas.read_excel(sys.argv[1], sheet_name='Table_2017',"
    " header=None, engine='openpyxl')"
)
PARTS = {"Z": "Z", "Y": "Y", "ex": "ex", "err": "err", "x": "x", "imports": "imports"}
PARTS |= {"value_added": "value_added", "co2_mt": "co2"}


def as_saved(array: np.ndarray) -> np.ndarray:
    """Round to the 15 digits that a workbook holds."""
    return np.vectorize(lambda v: float(f"{v:.15g}"), otypes=[float])(array)


def main() -> None:
    table = Dataset(DEMONSTRATION_FOLDER).io_table()
    numbers = Numbers(**{part: as_saved(getattr(table, name)) for name, part in PARTS.items()})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mrio.xlsx"
        regions = [str(r) for r in table.regions]
        sheets = {
            "Table_2017": lay_out(numbers, regions, NBS_ZH),
            "Table_2017_consistent": lay_out(numbers, regions),
        }
        path.write_bytes(write_workbook(sheets))
        print(f"workbook of two sheets, {path.stat().st_size / 2**20:.1f} MB")
        child = [sys.executable, "-m", "benchmarks.import_mrio", "import", str(path), folder]
        seconds = timed(child)
        held = Store(Path(folder)).open("ceads")
        for scheme in ("nbs2017_42", "consistent42"):
            got = held.io_table(2017, scheme)
            for name, part in PARTS.items():
                np.testing.assert_array_equal(getattr(got, name), getattr(numbers, part))
        del got, held
        reference = 2 * timed([sys.executable, "-c", PANDAS, str(path)])
        print(
            f"import {seconds:.1f} s, pandas with openpyxl {reference:.1f} s (one sheet, doubled)"
        )
        ratio = seconds / reference
        print(f"processor time, ratio {ratio:.3f} (target ≤ 0.1); every number round-trips")


def import_file(path: str, home: str) -> None:
    report = import_paths([Path(path)], Store(Path(home)))
    print(report.text("en"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"peak memory {peak:.0f} MB (target < 500 MB)")


def timed(command: list[str]) -> float:
    """Run a command and return the processor time it took, which other work does not change."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    if sys.argv[1:2] == ["import"]:
        import_file(*sys.argv[2:])
    else:
        main()

"""The demonstration data set as files: written, and compared with what is stored."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.dataset import MANIFEST
from data.synthesis import published
from data.synthesis.inventory import synthesise_national, synthesise_provincial
from data.synthesis.io_table import synthesise_tables
from data.synthesis.manifest import describe, io_id

FOLDER = Path(__file__).parent.parent / "demonstration"
TOLERANCE = 1e-6


def synthesise() -> dict[str, NDArray[Any]]:
    """Build every array of the data set by the name of its file."""
    provincial = synthesise_provincial()
    tables = synthesise_tables(
        {year: provincial[:, published.YEARS.index(year)] for year in published.IO_YEARS}
    )
    return {
        "inventory_provincial.npy": provincial,
        "inventory_national.npy": synthesise_national(),
        **{
            f"{io_id(year)}.{part}.npy": array
            for year, table in tables.items()
            for part, array in table.items()
        },
    }


def write(folder: Path = FOLDER) -> None:
    """Write the data set into a folder, arrays first, the manifest with their checksums last."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[dict[str, str]] = []
    for name, array in synthesise().items():
        np.save(folder / name, array, allow_pickle=False)
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        files.append({"name": name, "sha256": digest})
    text = json.dumps(describe(files).model_dump(mode="json"), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def compare(folder: Path = FOLDER) -> list[str]:
    """Return the names of stored files that the generator no longer gives."""
    return [name for name, array in synthesise().items() if not _agrees(folder / name, array)]


def _agrees(path: Path, array: NDArray[Any]) -> bool:
    if not path.is_file():
        return False
    stored = np.load(path, allow_pickle=False)
    if stored.shape != array.shape or stored.dtype != array.dtype:
        return False
    # The smallest cells of a table are rounding; they may differ by a share of the largest.
    least = 1e-12 * float(np.nanmax(np.abs(array)))
    return bool(np.allclose(stored, array, rtol=TOLERANCE, atol=least, equal_nan=True))

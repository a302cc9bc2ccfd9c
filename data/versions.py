"""Versions of a data set on disk: written beside the others, synced, renamed, then pointed at.

Whatever interrupts a write leaves the former version untouched and current; what it left behind
is cleared at the next write, as are versions that no longer count.
"""

import os
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.dataset import MANIFEST, Manifest
from data.text import Text

POINTER = "current"

_VERSION = re.compile(r"v\d{6}")


def write_version(folder: Path, manifest: Manifest, arrays: Mapping[str, NDArray[Any]]) -> Path:
    """Write a version of a data set and make it the current one; the caller holds the lock.

    Args:
        folder: The folder of the data set.
        manifest: What it holds; creation time and checksums are filled in here.
        arrays: The .npy files by name, as the tables of the manifest refer to them.

    Returns:
        The folder of the new version.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clean(folder, keep=current(folder))
    version = _next_version(folder)
    fresh = folder / f".new-{version}"
    fresh.mkdir()
    digests = {name: _write_array(fresh / name, array) for name, array in arrays.items()}
    _write_synced(fresh / MANIFEST, _complete(manifest, digests).model_dump_json(indent=1))
    _sync_folder(fresh)
    fresh.replace(folder / version)
    write_whole(folder / POINTER, version + "\n")
    return folder / version


def current(folder: Path) -> str:
    """Return the name of the version that counts; an empty text when there is none."""
    try:
        version = (folder / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""
    return version if _VERSION.fullmatch(version) else ""


def _next_version(folder: Path) -> str:
    taken = [int(p.name[1:]) for p in folder.iterdir() if _VERSION.fullmatch(p.name)]
    return f"v{max(taken, default=0) + 1:06d}"


def _clean(folder: Path, keep: str) -> None:
    for stale in folder.iterdir():
        if stale.is_dir() and stale.name != keep:
            shutil.rmtree(stale, ignore_errors=True)


def _complete(manifest: Manifest, digests: Mapping[str, str]) -> Manifest:
    tables = {
        table_id: table.model_copy(update={"sha256": {f: digests[f] for f in table.files.values()}})
        for table_id, table in manifest.tables.items()
    }
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    return manifest.model_copy(update={"created": now, "tables": tables})


def _write_array(path: Path, array: NDArray[Any]) -> str:
    with path.open("wb") as file:
        np.save(file, np.ascontiguousarray(array), allow_pickle=False)
        _sync(file.fileno(), file.flush)
    return _digest(path)


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        _sync(file.fileno(), file.flush)


def _sync(number: int, flush: Callable[[], None]) -> None:
    flush()
    os.fsync(number)


def write_whole(path: Path, text: str) -> None:
    """Replace a small text file in one step."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    _write_synced(fresh, text)
    fresh.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def check_file(path: Path, expected: str | None) -> Text | None:
    """Say what is wrong with an array file, or None; without a checksum only that it opens."""
    try:
        found = _digest(path)
        np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError):
        return Text(
            zh=f"文件 {path.name} 缺失或无法读取。", en=f"{path.name} is missing or unreadable."
        )
    if expected is None or expected == found:
        return None
    return Text(
        zh=f"文件 {path.name} 与导入时的校验值不符，可能已损坏或被改动。",
        en=f"{path.name} differs from its checksum; it was damaged or changed since the import.",
    )

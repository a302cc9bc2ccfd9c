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

from data.manifest import MANIFEST, Manifest
from data.text import Text

POINTER = "current"

_VERSION = re.compile(r"v\d{6}")


Stored = NDArray[Any] | str | Path
"""What becomes a file of a version: an array, a text, or a file of the version before."""


def write_version(folder: Path, manifest: Manifest, files: Mapping[str, Stored]) -> Path:
    """Write a version of a data set and make it the current one; the caller holds the lock.

    A file of the version before is shared with it, not written again.

    Args:
        folder: The folder of the data set.
        manifest: What it holds; creation time and checksums are filled in here.
        files: Arrays, texts and kept files by name, as the tables of the manifest refer to them.

    Returns:
        The folder of the new version.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clean(folder, keep=current(folder))
    version = _next_version(folder)
    fresh = folder / f".new-{version}"
    fresh.mkdir()
    digests = {name: _write_file(fresh / name, stored) for name, stored in files.items()}
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


def _write_file(path: Path, stored: Stored) -> str:
    if isinstance(stored, str):
        _write_synced(path, stored)
    elif isinstance(stored, Path):
        return _share(stored, path)
    else:
        with path.open("wb") as file:
            np.save(file, np.ascontiguousarray(stored), allow_pickle=False)
            _sync(file.fileno(), file.flush)
    return _digest(path)


def _share(old: Path, new: Path) -> str:
    """Share a file of the version before; its checksum stays, so that damage is still seen."""
    try:
        new.hardlink_to(old)
    except OSError:  # a file system without links, or one that spans devices
        shutil.copyfile(old, new)
        with new.open("rb+") as file:
            _sync(file.fileno(), file.flush)
    held = Manifest.model_validate_json((old.parent / MANIFEST).read_text(encoding="utf-8"))
    known = [t.sha256[old.name] for t in held.tables.values() if old.name in t.sha256]
    return known[0] if known else _digest(new)


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
    """Say what is wrong with a file, or None; without a checksum only that it opens."""
    try:
        found = _digest(path)
        if path.suffix == ".npy":
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

"""Arrays that are dear to compute, kept on disk for the next process: a folder that may vanish.

A file is written beside its place and renamed into it, so that a reader sees it whole or not at
all. What cannot be read is passed over and computed again; a home that cannot be written works
without a cache.
"""

import hashlib
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np

from data.store import home
from data.tables import Array

MOST_BYTES = 4 * 2**30
"""All files together; the ones unused for longest go first. An array above half of it is not kept:
the inverse of 13,146 sectors takes 1.4 GB and is, that of 20,000 would not be."""

ABANDONED_SECONDS = 3600.0
"""A file half written and older than this was left by a process that ended."""


def key_of(*parts: str) -> str:
    """Name what a result depends on, in one word.

    >>> key_of("a", "bc") == key_of("a", "bc"), key_of("a", "bc") == key_of("ab", "c")
    (True, False)
    """
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def digest_files(paths: Iterable[Path]) -> list[str]:
    """Return the checksum of each file's content."""
    digests: list[str] = []
    for path in paths:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    return digests


class ArrayCache:
    """Float64 arrays by name in the folder ``cache`` of the user's data.

    Args:
        folder: Another folder to keep them in.
        most_bytes: What all files together may take.
    """

    def __init__(self, folder: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder if folder is not None else home() / "cache"
        self.most_bytes = most_bytes

    def read(self, name: str, shape: tuple[int, ...]) -> Array | None:
        """Open an array memory-mapped and read-only; None when there is none of that shape."""
        path = self._path(name)
        try:
            array = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        if array.shape != shape or array.dtype != np.float64:
            return None
        with suppress(OSError):
            os.utime(path)  # the time of last use decides what goes first
        return np.asarray(array)

    def write(self, name: str, array: Array) -> bool:
        """Keep an array; tell whether it could be kept."""
        if array.nbytes > self.most_bytes // 2:
            return False
        path = self._path(name)
        fresh = path.with_name(f".{name}.{os.getpid()}.{time.monotonic_ns()}.new")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as file:
                np.save(file, np.ascontiguousarray(array, dtype=np.float64), allow_pickle=False)
            fresh.replace(path)
        except OSError:
            _remove(fresh)
            return False
        self._trim(path)
        return True

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.npy"

    def _trim(self, newest: Path) -> None:
        held: list[tuple[float, int, Path]] = []
        for path in self.folder.iterdir():
            try:
                found = path.stat()
            except OSError:
                continue
            if path.suffix == ".new":
                if time.time() - found.st_mtime > ABANDONED_SECONDS:
                    _remove(path)
            elif path != newest:
                held.append((found.st_mtime, found.st_size, path))
        room = self.most_bytes - newest.stat().st_size
        for _, size, path in sorted(held, reverse=True):
            room -= size
            if room < 0:
                _remove(path)


def _remove(path: Path) -> None:
    with suppress(OSError):  # open elsewhere, or the folder cannot be written
        path.unlink(missing_ok=True)

"""Files on their way in: written to a folder of their own, within limits, and removed afterwards."""

import re
import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from assistant.page import data_text as ui
from data.errors import InputError

ACCEPTED = (".xlsx", ".xlsm", ".xls", ".zip", ".csv", ".mat")
MB = 1024 * 1024
MOST_BYTES = 200 * MB
"""The largest file, and the most of all files together."""
MOST_FILES = 200
LONGEST_NAME = 120
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]')


@dataclass
class Upload:
    """One file: its name as shown, where it lies, and how much of it is there."""

    path: Path
    size: int
    received: int = 0

    @property
    def whole(self) -> bool:
        """Whether all of it is there."""
        return self.received == self.size


class Uploads:
    """The uploaded files of one session.

    Args:
        most_bytes: The largest file and the most of all files together, in bytes.
        most_files: How many files may wait at once.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, most_files: int = MOST_FILES) -> None:
        self.most_bytes = most_bytes
        self.most_files = most_files
        self._folder: Path | None = None
        self._held: dict[str, Upload] = {}
        self._count = 0

    def begin(self, key: str, name: str, size: int) -> None:
        """Make room for a file.

        Raises:
            InputError: Its name or size is not taken, or there are too many.
        """
        name = safe_name(name)
        if not name.lower().endswith(ACCEPTED):
            raise InputError(ui.fill(ui.WRONG_TYPE, name=name, types=" ".join(ACCEPTED)))
        self.remove(key)
        total = sum(u.size for u in self._held.values()) + max(size, 0)
        if size < 0 or size > self.most_bytes:
            raise InputError(ui.fill(ui.TOO_LARGE, name=name, most=megabytes(self.most_bytes)))
        if total > self.most_bytes:
            raise InputError(ui.fill(ui.TOO_MUCH, name=name, most=megabytes(self.most_bytes)))
        if len(self._held) >= self.most_files:
            raise InputError(ui.fill(ui.TOO_MANY, name=name, most=self.most_files))
        self._count += 1
        # A folder each: files of one name stay apart, and a report names them as the reader does.
        folder = self._open() / str(self._count)
        folder.mkdir()
        self._held[key] = Upload(folder / name, size)
        self._held[key].path.touch()

    def add(self, key: str, part: bytes) -> float:
        """Append a part to a file and return the share that is there.

        Raises:
            InputError: The file was not begun, or is longer than it said.
        """
        upload = self._held.get(key)
        if upload is None:
            raise InputError(ui.LOST)
        if upload.received + len(part) > upload.size:
            self.remove(key)
            raise InputError(
                ui.fill(ui.TOO_LARGE, name=upload.path.name, most=megabytes(upload.size))
            )
        with upload.path.open("ab") as file:
            file.write(part)
        upload.received += len(part)
        return upload.received / upload.size if upload.size else 1.0

    def remove(self, key: str) -> None:
        """Forget a file."""
        upload = self._held.pop(key, None)
        if upload is not None:
            shutil.rmtree(upload.path.parent, ignore_errors=True)

    def paths(self) -> list[Path]:
        """Return the files that are there whole, in the order in which they came."""
        return [u.path for u in self._held.values() if u.whole]

    def clear(self) -> None:
        """Remove every file and the folder."""
        self._held.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _open(self) -> Path:
        if self._folder is None:
            self._folder = Path(mkdtemp(prefix="visceads-"))
        return self._folder


def safe_name(name: str) -> str:
    r"""Keep the last part of a name that came from a browser, without what a path might be.

    >>> safe_name("../../etc/a.xlsx"), safe_name("C:\\temp\\b.zip"), safe_name("..")
    ('a.xlsx', 'b.zip', 'file')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = UNSAFE.sub("_", last).strip(" .")
    if len(clean) > LONGEST_NAME:
        clean = clean[: LONGEST_NAME - 12] + "…" + clean[-11:]
    return clean or "file"


def megabytes(size: int) -> str:
    """Write a size in MB.

    >>> megabytes(209715200), megabytes(1536), megabytes(1572864)
    ('200 MB', '0.1 MB', '1.5 MB')
    """
    share = size / MB
    return f"{share:.0f} MB" if share >= 10 or share == int(share) else f"{max(share, 0.1):.1f} MB"

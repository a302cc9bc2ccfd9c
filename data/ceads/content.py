"""What a file is before it is read, and what a reader makes of it."""

import hashlib
from dataclasses import dataclass, field
from typing import Protocol

from data.ceads.workbook import Workbook, read_workbook, refuse
from data.manifest import ImportFinding
from data.tables import Array, Place

Key = tuple[str, int]
"""Id of a region, city or county, and year."""

_WORKBOOK = (b"PK", b"\xd0\xcf\x11\xe0")
_MATLAB = (b"MATLAB 5.0 MAT-file", b"MATLAB 7.3 MAT-file", b"\x89HDF\r\n\x1a\n")
_LARGEST_TEXT = 64 * 2**20


@dataclass(frozen=True)
class PlainFile:
    """A file that is no workbook: a CSV text or a MATLAB file (``kind`` tells)."""

    name: str
    kind: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The checksum of the whole file."""
        return hashlib.sha256(self.content).hexdigest()


ImportedFile = Workbook | PlainFile


@dataclass(frozen=True)
class CellFile:
    """What one file holds of one table: an array for each place and year.

    ``sheets`` names the sheet of each; ``places`` describes cities and counties, ``units`` the
    unit of each product where they differ.
    """

    table: str
    cells: dict[Key, Array]
    sheets: dict[Key, str] = field(default_factory=dict[Key, str])
    findings: list[ImportFinding] = field(default_factory=list[ImportFinding])
    places: tuple[Place, ...] = ()
    units: dict[str, str] = field(default_factory=dict[str, str])


class Content(Protocol):
    """What every reader delivers."""

    @property
    def findings(self) -> list[ImportFinding]:
        """What was noticed while reading."""
        ...


def open_file(name: str, content: bytes) -> ImportedFile:
    """Open a file by its first bytes, never by its name.

    Args:
        name: The name shown to the reader.
        content: The bytes of the file.

    Raises:
        FileRefusedError: It is damaged, encrypted, too large, or of no kind that is read.
    """
    if content.startswith(_MATLAB):
        return PlainFile(name, "mat", content)
    if content.startswith(_WORKBOOK) or not _is_table_text(content):
        return read_workbook(name, content)
    if len(content) > _LARGEST_TEXT:
        raise refuse(
            name, "文本文件超过64 MB，已拒绝读取。", "a text file beyond 64 MB is not read."
        )
    return PlainFile(name, "csv", content)


def _is_table_text(content: bytes) -> bool:
    """Tell text whose first line has separators from a web page and from other bytes."""
    head = content[:4096]
    if b"\x00" in head or head.lstrip().startswith(b"<"):
        return False
    first = next((line for line in head.splitlines() if line.strip()), b"")
    return any(mark in first for mark in (b",", b"\t", b";"))

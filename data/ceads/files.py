"""The files an import looks at: single files, folders, and archives with their entries."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from data.ceads.workbook import chunks, is_workbook, open_zip, refuse
from data.errors import FileRefusedError

_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".zip", ".csv", ".tsv", ".mat"}
_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF8_NAME = 0x800


@dataclass(frozen=True)
class Candidate:
    """A file to try: the name shown, and how its bytes are had."""

    name: str
    read: Callable[[], bytes]


def gather(paths: Iterable[Path]) -> list[Candidate]:
    """List what stands behind some paths; nothing is refused here, but when it is read.

    Args:
        paths: Files, folders (searched through) and zip archives (looked into).
    """
    found: list[Candidate] = []
    for path in paths:
        files = sorted(_in_folder(path)) if path.is_dir() else [path]
        if not files:
            found.append(Candidate(path.name, _refusal(_empty(path.name))))
        for file in files:
            found += _expand(file)
    return found


def _in_folder(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not _is_hidden(parts) and _is_likely(path):
            yield path


def _is_hidden(parts: tuple[str, ...]) -> bool:
    return any(p.startswith((".", "~$", "__MACOSX")) for p in parts)


def _is_likely(path: Path) -> bool:
    if path.suffix.lower() in _SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            return file.read(4) in _MAGIC
    except OSError:
        return False


def _expand(path: Path) -> list[Candidate]:
    try:
        if not path.is_file() or not zipfile.is_zipfile(path):
            return [Candidate(path.name, lambda: _read(path))]
        content = path.read_bytes()
        if is_workbook(content):
            return [Candidate(path.name, lambda: content)]
        return list(_entries(path.name, content)) or [
            Candidate(path.name, _refusal(_empty(path.name)))
        ]
    except OSError:
        return [Candidate(path.name, lambda: _read(path))]
    except FileRefusedError as error:
        return [Candidate(path.name, _refusal(error))]


def _entries(name: str, content: bytes) -> Iterator[Candidate]:
    archive = open_zip(name, content)
    for entry in archive.infolist():
        written = _entry_name(entry)
        inner = PurePosixPath(written)
        if entry.is_dir() or inner.suffix.lower() not in _SUFFIXES:
            continue
        if _leads_outside(written):
            shown = f"{name}/{written}"
            yield Candidate(shown, _refusal(_outside(shown)))
            continue
        if _is_hidden(inner.parts):
            continue
        shown = f"{name}/{inner.name}"
        yield Candidate(shown, _unpacking(shown, archive, entry))


def _leads_outside(written: str) -> bool:
    r"""Tell whether a path in an archive leaves the archive, on any system.

    >>> [_leads_outside(p) for p in ("../x.xlsx", "/x.xlsx", r"C:\x.xlsx", r"a\x.xlsx", "a..b.csv")]
    [True, True, True, False, False]
    """
    path = PureWindowsPath(written)
    return bool(path.drive or path.root) or ".." in path.parts


def _unpacking(shown: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    return lambda: b"".join(chunks(shown, archive, entry))


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Undo the misreading of Chinese names in archives made on Windows."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return entry.filename


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise refuse(path.name, "文件不存在。", "there is no such file.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refuse(
            path.name, f"无法读取（{reason}）。", f"it cannot be read ({reason})."
        ) from error


def _empty(name: str) -> FileRefusedError:
    return refuse(
        name,
        "其中没有 Excel 工作簿（.xlsx）。",
        "there is no Excel workbook (.xlsx) in it.",
    )


def _outside(shown: str) -> FileRefusedError:
    return refuse(
        shown,
        "路径指向压缩包之外（绝对路径或含“..”），不安全，未读取。请解压后导入这个文件。",
        "its path leads out of the archive (absolute, or with “..”), which is not safe, so it was"
        " not read. Unpack the file and import it by itself.",
    )


def _refusal(error: FileRefusedError) -> Callable[[], bytes]:
    def read() -> bytes:
        raise error

    return read

"""Workbooks with large sheets: where each sheet stands, and the workbook without its plain numbers."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping

from data.ceads.plain_numbers import PlainNumbers

LARGE_SHEET = 8 * 2**20
"""From this size of unpacked XML on, a sheet's plain numbers are read in bulk."""

_UNPACK_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
)
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_LARGEST_PART = 2**20
_SHEET = re.compile(rb'<(?:\w+:)?sheet\s[^>]*?\w+:id="([^"]+)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb'\s(Id|Target)="([^"]*)"')


def sheet_parts(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Return the entry of each sheet in the workbook's order; nothing when it cannot be told."""
    names = archive.namelist()
    if len(set(names)) != len(names):
        return ()
    parts = [_small(archive, part) for part in (_WORKBOOK, _RELATIONS)]
    if any(not part or b"<!" in part for part in parts):
        return ()
    workbook, relations = parts
    targets: dict[bytes, str] = {}
    for relation in _RELATION.findall(relations):
        held = dict(_ATTRIBUTE.findall(relation))
        target = held.get(b"Target", b"").decode("utf-8", "replace")
        targets[held.get(b"Id", b"")] = posixpath.join("/xl", target).removeprefix("/")
    found = tuple(targets.get(sheet, "") for sheet in _SHEET.findall(workbook))
    return found if len(set(found)) == len(found) else ()


def lighten(archive: zipfile.ZipFile, taken: Mapping[str, PlainNumbers]) -> bytes:
    """Write the workbook anew, each sheet of ``taken`` without its plain numbers."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as light:
        for name in archive.namelist():
            light.writestr(name, taken[name].rest if name in taken else archive.read(name))
    return buffer.getvalue()


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        known = archive.getinfo(name).file_size <= _LARGEST_PART
        return archive.read(name) if known else b""
    except (KeyError, *_UNPACK_ERRORS):
        return b""

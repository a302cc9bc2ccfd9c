"""MATLAB files of version 5 (saved as -v6 or -v7): matrices and labels, sizes checked before use.

After MathWorks' description of the format ("MAT-File Format"). The readers at hand end the whole
process on some damaged files, so this one takes what a table needs and passes over the rest.
"""

import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

LARGEST_RATIO = 200
RATIO_MATTERS_FROM = 20 * 2**20

_HEAD = 128
_TAG = 8
_CHUNK = 2**24
_MATRIX, _COMPRESSED = 14, 15
_TYPES = {
    1: "i1",
    2: "u1",
    3: "i2",
    4: "u2",
    5: "i4",
    6: "u4",
    7: "f4",
    9: "f8",
    12: "i8",
    13: "u8",
}
_ENCODINGS = {1: "latin-1", 2: "latin-1", 4: "utf-16", 16: "utf-8", 17: "utf-16", 18: "utf-32"}
_CELL, _STRUCT, _TEXT = 1, 2, 4
_NUMBERS = range(6, 16)
_COMPLEX = 0x0800
_DEEPEST = 4
_MOST_LABELS = 20_000


class Oversized(Exception):  # noqa: N818  the importer words it
    """The file unpacks to more than the limit."""


@dataclass(frozen=True)
class _Variable:
    name: str
    kind: int
    dims: tuple[int, ...]
    body: "_Elements"


@dataclass
class _Elements:
    """The elements of a stretch of bytes, one after the other."""

    bytes: memoryview
    order: str
    place: int = 0

    def __bool__(self) -> bool:
        return self.place < len(self.bytes)

    def take(self) -> tuple[int, memoryview]:
        """Return the type and the bytes of the next element."""
        kind, size = struct.unpack_from(f"{self.order}II", self.bytes, self.place)
        start, padded = self.place + _TAG, size + (-size % _TAG if kind != _COMPRESSED else 0)
        if kind >> 16:  # a short element stands in its own tag
            kind, size, start, padded = kind & 0xFFFF, kind >> 16, self.place + 4, 4
        if size > padded or start + size > len(self.bytes):
            raise ValueError
        self.place = start + padded
        return kind, self.bytes[start : start + size]

    def numbers(self) -> np.ndarray:
        """Return the next element, which must be numbers, as they are stored."""
        kind, held = self.take()
        return np.frombuffer(held, dtype=self.order + _TYPES[kind])


def read_v5(
    content: bytes, largest: int
) -> tuple[dict[str, np.ndarray], dict[str, tuple[str, ...]]]:
    """Read the matrices and the lists of texts of a file, and those in its structs.

    Args:
        content: The bytes of the file.
        largest: How many bytes it may unpack to.

    Raises:
        Oversized: It unpacks to more.
        ValueError: It is damaged; KeyError, IndexError, struct.error and zlib.error likewise.
    """
    order = {b"IM": "<", b"MI": ">"}[content[126:128]]
    matrices: dict[str, np.ndarray] = {}
    labels: dict[str, tuple[str, ...]] = {}
    elements = _Elements(memoryview(content), order, _HEAD)
    unpacked = 0
    while elements:
        kind, held = elements.take()
        if kind == _COMPRESSED:
            held = _unpack(held, largest - unpacked)
            kind, held = _Elements(held, order).take()
        unpacked += len(held)
        if kind == _MATRIX:
            _sort(_variable(held, order), "", matrices, labels)
    if not unpacked:
        raise ValueError
    return matrices, labels


def _unpack(packed: memoryview, largest: int) -> memoryview:
    unpacker = zlib.decompressobj()
    found = bytearray()
    rest: bytes | memoryview = packed
    while not unpacker.eof:
        piece = unpacker.decompress(rest, _CHUNK)
        rest = unpacker.unconsumed_tail
        if not piece and not rest:
            break
        found += piece
        swollen = len(found) > RATIO_MATTERS_FROM and len(found) / len(packed) > LARGEST_RATIO
        if len(found) > largest or swollen:
            raise Oversized
    if not unpacker.eof:
        raise ValueError
    return memoryview(found)


def _variable(held: memoryview, order: str) -> _Variable:
    if not held:  # an empty field of a struct
        return _Variable("", 0, (0, 0), _Elements(held, order))
    body = _Elements(held, order)
    flags = int(body.numbers()[0])
    dims = tuple(int(d) for d in body.numbers())
    _, name = body.take()
    kind = 0 if flags & _COMPLEX else flags & 0xFF
    return _Variable(bytes(name).decode("latin-1"), kind, dims, body)


def _sort(
    variable: _Variable,
    field: str,
    matrices: dict[str, np.ndarray],
    labels: dict[str, tuple[str, ...]],
    depth: int = 0,
) -> None:
    """Put a variable where it belongs; the fields of a struct count as variables."""
    name = field or variable.name
    if variable.kind == _STRUCT and depth < _DEEPEST and math.prod(variable.dims) == 1:
        for inner, held in _fields(variable):
            _sort(held, inner, matrices, labels, depth + 1)
    elif variable.kind in _NUMBERS and len(variable.dims) == 2:
        matrices[name] = _matrix(variable)
    elif variable.kind == _CELL:
        texts = _texts(variable)
        if texts:
            labels[name] = texts


def _fields(variable: _Variable) -> Iterator[tuple[str, _Variable]]:
    body = variable.body
    longest = int(body.numbers()[0])
    _, names = body.take()
    if longest <= 0 or len(names) % longest:
        raise ValueError
    for start in range(0, len(names), longest):
        name = bytes(names[start : start + longest]).split(b"\0")[0].decode("latin-1")
        yield name, _inner(body)


def _inner(body: _Elements) -> _Variable:
    kind, held = body.take()
    if kind != _MATRIX:
        raise ValueError
    return _variable(held, body.order)


def _matrix(variable: _Variable) -> np.ndarray:
    """Return the numbers as float64; MATLAB stores one column after the other."""
    found = variable.body.numbers()
    if min(variable.dims) < 0 or found.size != math.prod(variable.dims):
        raise ValueError
    return found.astype(np.float64, copy=False).reshape(variable.dims, order="F")


def _texts(variable: _Variable) -> tuple[str, ...]:
    """Read a cell array of texts; nothing when it holds anything else."""
    count = math.prod(variable.dims)
    if not 0 < count <= _MOST_LABELS:
        return ()
    found: list[str] = []
    for _ in range(count):
        held = _inner(variable.body)
        if held.kind != _TEXT:
            return ()
        kind, letters = held.body.take()
        encoding = _ENCODINGS[kind]
        if encoding.startswith(("utf-16", "utf-32")):
            encoding += "-le" if variable.body.order == "<" else "-be"
        found.append(bytes(letters).decode(encoding).strip())
    return tuple(found)

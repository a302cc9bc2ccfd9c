"""MATLAB files opened with care: named matrices and lists of labels, nothing executed or unpickled.

Sizes are checked before anything is allocated: those of version 7.3 as they are declared, those of
version 5 by unpacking the file once into nothing.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.ceads.mat_hdf5 import Hdf5Refused, read_hdf5
from data.ceads.workbook import LARGEST_RATIO, RATIO_MATTERS_FROM, refuse
from data.errors import FileRefusedError

LARGEST_UNPACKED = 4 * 2**30
"""13,146 × 13,146 numbers, the flows between 313 cities, take 1.4 GB."""

_HEAD = 128
_TAG = 8
_COMPRESSED = 15
_CHUNK = 2**20
_VERSION_5 = b"MATLAB 5.0"


@dataclass(frozen=True)
class MatFile:
    """Matrices of float64 as MATLAB shows them, rows first, and lists of texts, by name."""

    matrices: dict[str, np.ndarray]
    labels: dict[str, tuple[str, ...]]


def read_mat(name: str, content: bytes) -> MatFile:
    """Read the matrices of a file, and those of a struct in it, by their own names.

    Raises:
        FileRefusedError: It is damaged, too large, or the libraries for it are not installed.
    """
    reader = _read_5 if content.startswith(_VERSION_5) else _read_73
    try:
        matrices, labels = reader(name, content)
    except ModuleNotFoundError as error:
        raise refuse(
            name,
            "读取 MATLAB 文件需要另外安装：pip install 'visceads[mat]'。",
            "reading MATLAB files needs an extra: pip install 'visceads[mat]'.",
        ) from error
    except Hdf5Refused as error:
        raise _too_large(name) from error
    except FileRefusedError:
        raise
    except Exception as error:  # noqa: BLE001  on a damaged file the libraries raise anything
        raise _damaged(name) from error
    return MatFile(matrices, labels)


_Found = tuple[dict[str, np.ndarray], dict[str, tuple[str, ...]]]


def _read_73(_name: str, content: bytes) -> _Found:
    return read_hdf5(content, LARGEST_UNPACKED)


def _read_5(name: str, content: bytes) -> _Found:
    from scipy.io import loadmat

    _check_sizes(name, content)
    matrices: dict[str, np.ndarray] = {}
    labels: dict[str, tuple[str, ...]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        held = loadmat(io.BytesIO(content), struct_as_record=True, squeeze_me=False)
    for key, value in held.items():
        if not key.startswith("__"):
            _sort(key, value, matrices, labels)
    return matrices, labels


def _sort(
    key: str, value: Any, matrices: dict[str, np.ndarray], labels: dict[str, tuple[str, ...]]
) -> None:
    """Put a variable where it belongs; the fields of a struct count as variables."""
    array = np.asarray(value)
    if array.dtype.names and array.size == 1:
        record = array.reshape(-1)[0]
        for field in array.dtype.names:
            _sort(field, record[field], matrices, labels)
    elif array.dtype.kind in "fiu" and array.ndim == 2:
        matrices[key] = array.astype(np.float64, copy=False)
    elif array.dtype.kind == "U":
        labels[key] = tuple(str(v).strip() for v in array.ravel())
    elif array.dtype == object:
        texts = [np.asarray(v) for v in array.ravel(order="F")]
        if texts and all(t.dtype.kind == "U" and t.size <= 1 for t in texts):
            labels[key] = tuple("".join(map(str, t.ravel())).strip() for t in texts)


def _check_sizes(name: str, content: bytes) -> None:
    """Walk through the variables of a version 5 file and unpack each into nothing."""
    order = "<" if content[126:128] == b"IM" else ">"
    place, unpacked = _HEAD, 0
    while place + _TAG <= len(content):
        kind, size = struct.unpack_from(f"{order}II", content, place)
        place += _TAG
        if place + size > len(content):
            raise _damaged(name)
        if kind == _COMPRESSED:
            for piece in _inflate(memoryview(content)[place : place + size]):
                unpacked += piece
                _check_total(name, unpacked, len(content))
        else:
            unpacked += size
        place += size
    if not unpacked:
        raise _damaged(name)


def _check_total(name: str, unpacked: int, packed: int) -> None:
    swollen = unpacked > RATIO_MATTERS_FROM and unpacked / packed > LARGEST_RATIO
    if unpacked > LARGEST_UNPACKED or swollen:
        raise _too_large(name)


def _inflate(packed: memoryview) -> Iterator[int]:
    """Yield the sizes of the pieces that compressed bytes unpack to."""
    unpacker = zlib.decompressobj()
    rest: bytes | memoryview = packed
    while rest and not unpacker.eof:
        piece = unpacker.decompress(rest, _CHUNK)
        rest = unpacker.unconsumed_tail
        yield len(piece)
    if not unpacker.eof:
        raise zlib.error


def _damaged(name: str) -> FileRefusedError:
    return refuse(
        name,
        "MATLAB 文件已损坏或不完整，请重新下载。",
        "the MATLAB file is damaged or incomplete; download it again.",
    )


def _too_large(name: str) -> FileRefusedError:
    return refuse(
        name,
        "MATLAB 文件的大小超出上限，或引用了其他文件，已拒绝读取。",
        "the MATLAB file is larger than the limit or refers to other files; it was not read.",
    )

"""MATLAB files opened with care: named matrices and lists of labels, nothing executed or unpickled."""

from dataclasses import dataclass

import numpy as np

from data.ceads.mat_hdf5 import Hdf5Refused, read_hdf5
from data.ceads.mat_v5 import Oversized, read_v5
from data.ceads.workbook import refuse
from data.errors import FileRefusedError

LARGEST_UNPACKED = 4 * 2**30
"""13,146 × 13,146 numbers, the flows between 313 cities, take 1.4 GB."""

_VERSION_5 = b"MATLAB 5.0"


@dataclass(frozen=True)
class MatFile:
    """Matrices of float64 as MATLAB shows them, rows first, and lists of texts, by name."""

    matrices: dict[str, np.ndarray]
    labels: dict[str, tuple[str, ...]]


def read_mat(name: str, content: bytes) -> MatFile:
    """Read the matrices of a file, and those of a struct in it, by their own names.

    Raises:
        FileRefusedError: It is damaged, too large, or the library for it is not installed.
    """
    reader = read_v5 if content.startswith(_VERSION_5) else read_hdf5
    try:
        return MatFile(*reader(content, LARGEST_UNPACKED))
    except ModuleNotFoundError as error:
        raise refuse(
            name,
            "读取 7.3 版 MATLAB 文件需要另外安装：pip install 'visceads[mat]'。",
            "reading MATLAB files of version 7.3 needs an extra: pip install 'visceads[mat]'.",
        ) from error
    except (Hdf5Refused, Oversized) as error:
        raise _too_large(name) from error
    except Exception as error:  # on a damaged file the library raises anything
        raise _damaged(name) from error


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

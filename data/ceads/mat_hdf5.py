"""MATLAB files of version 7.3, which are HDF5: matrices and labels of limited size, in this file."""

import io
from typing import Any

import numpy as np

_ROOT_SKIPPED = ("#refs#", "#subsystem#")
_LARGEST_CHUNK = 256 * 2**20
_LARGEST_RATIO = 200
_RATIO_MATTERS_FROM = 20 * 2**20
_MOST_LABELS = 20_000
_LONGEST_LABEL = 200


class Hdf5Refused(Exception):  # noqa: N818  the importer words it
    """A data set is larger than the limit, or its numbers are not in the file."""


def read_hdf5(
    content: bytes, largest: int
) -> tuple[dict[str, np.ndarray], dict[str, tuple[str, ...]]]:
    """Read the matrices and the lists of texts at the root and in its groups, by their own names.

    Args:
        content: The bytes of the file.
        largest: How many bytes all matrices may take together.

    Raises:
        Hdf5Refused: They take more, or are not in the file.
        ModuleNotFoundError: ``h5py`` is not installed.
    """
    import h5py

    matrices: dict[str, np.ndarray] = {}
    labels: dict[str, tuple[str, ...]] = {}
    with h5py.File(io.BytesIO(content), "r") as file:
        found = _datasets(h5py, file)
        total = sum(_checked_size(dataset) for dataset in found.values())
        if total > largest:
            raise Hdf5Refused
        for name, dataset in found.items():
            if dataset.attrs.get("MATLAB_class") == b"cell" or dataset.dtype == h5py.ref_dtype:
                texts = _texts(h5py, file, dataset)
                if texts:
                    labels[name] = texts
            elif dataset.dtype.kind in "fiu" and dataset.ndim == 2:
                # MATLAB stores columns first, so its rows are the columns here.
                matrices[name] = dataset[()].astype(np.float64, copy=False).T
    return matrices, labels


def _datasets(h5py: Any, file: Any) -> dict[str, Any]:
    """Return the data sets by name; a link that leads elsewhere is refused."""
    found: dict[str, Any] = {}
    groups = [file]
    for group in groups:
        for name in group:
            if group is file and name in _ROOT_SKIPPED:
                continue
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                raise Hdf5Refused
            held = group[name]
            if isinstance(held, h5py.Dataset):
                found[name] = held
            elif group is file:
                groups.append(held)
    return found


def _checked_size(dataset: Any) -> int:
    """Return the bytes that a data set takes in memory, once it is seen to be in the file."""
    if dataset.external or dataset.is_virtual:
        raise Hdf5Refused
    size = int(dataset.size or 0) * max(8, dataset.dtype.itemsize)
    chunk = np.prod(dataset.chunks or (0,), dtype=float) * dataset.dtype.itemsize
    stored = dataset.id.get_storage_size()
    if chunk > _LARGEST_CHUNK or (
        size > _RATIO_MATTERS_FROM and size > _LARGEST_RATIO * max(stored, 1)
    ):
        raise Hdf5Refused
    return size


def _texts(h5py: Any, file: Any, dataset: Any) -> tuple[str, ...]:
    """Read a cell array of texts; nothing when it holds anything else."""
    if dataset.size > _MOST_LABELS or dataset.dtype != h5py.ref_dtype:
        return ()
    found: list[str] = []
    for reference in dataset[()].ravel():
        held = file[reference]
        if (
            not isinstance(held, h5py.Dataset)
            or held.dtype.kind != "u"
            or held.size > _LONGEST_LABEL
        ):
            return ()
        codes = held[()].ravel().astype("<u2")
        found.append(codes.tobytes().decode("utf-16-le", "replace").strip())
    return tuple(found)

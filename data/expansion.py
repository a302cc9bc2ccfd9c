"""Expand an input-output table that is stored as factors into its flows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.tables import Array


def expand_flows(origin: NDArray[np.floating[Any]], use: NDArray[np.floating[Any]]) -> Array:
    """Spread the use of each product over its regions of origin, the same way for every user.

    ``flow[r·S+i, s·K+k] = origin[i, r, s] · use[i, s, k]``, the form in which a multi-regional
    table is estimated from trade between regions and use within them. Source: Chenery 1953 and
    Moses 1955, in Miller & Blair, *Input-Output Analysis*, 2nd ed., 2009, section 3.4.

    Args:
        origin: (S products, R origins, R destinations), shares that sum to 1 over the origins
            (to 0 where nothing is used).
        use: (S products, R destinations, K users), in money.

    Returns:
        (R·S, R·K), rows and columns region-major, in the unit of ``use``.

    Raises:
        ValueError: The two arrays do not belong together.

    >>> shares = np.array([[[0.75, 0.5], [0.25, 0.5]]])
    >>> expand_flows(shares, np.array([[[8.0], [2.0]]])).tolist()
    [[6.0, 1.0], [2.0, 1.0]]
    """
    products, regions = origin.shape[:2]
    if origin.shape != (products, regions, regions) or use.shape[:2] != (products, regions):
        msg = f"origin {origin.shape} and use {use.shape} do not fit each other"
        raise ValueError(msg)
    flows = np.empty((regions, products, regions, use.shape[2]))
    np.multiply(origin.transpose(1, 0, 2)[..., None], use[None], out=flows, dtype=np.float64)
    return flows.reshape(regions * products, -1)


def read_flows(part: Mapping[str, NDArray[Any]]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return intermediate flows and final demand from the arrays of a stored table, read-only.

    Args:
        part: The arrays by name: ``Z`` and ``Y`` as they are, or ``origin``, ``inputs`` and
            ``final``, the factors of ``expand_flows``.

    Raises:
        ValueError: The factors do not belong together.
    """
    if "origin" not in part:
        return part["Z"], part["Y"]
    origin = part["origin"]
    flows = expand_flows(origin, part["inputs"]), expand_flows(origin, part["final"])
    for array in flows:
        array.flags.writeable = False
    return flows

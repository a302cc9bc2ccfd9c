"""Interprovincial trade: who supplies whom, by a gravity model balanced to supply and demand."""

import numpy as np

from data.synthesis import published
from data.synthesis.ras import balance
from data.tables import Array

EARTH_RADIUS_KM = 6371.0
INSIDE_KM = 150.0
"""Distance at which a province trades with itself."""


def calc_distances() -> Array:
    """Compute the great-circle distances between the provinces' capitals in km, (31, 31)."""
    rows = published.read("capitals")
    place = np.radians([[float(r["latitude"]), float(r["longitude"])] for r in rows])
    latitude, longitude = place[:, :1], place[:, 1:]
    half = (
        np.sin((latitude - latitude.T) / 2) ** 2
        + np.cos(latitude) * np.cos(latitude.T) * np.sin((longitude - longitude.T) / 2) ** 2
    )
    return np.maximum(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)), INSIDE_KM)


def calc_trade(supply: Array, demand: Array, distance: Array, decay: Array, home: Array) -> Array:
    """Compute the flows of each product from province to province.

    The seed ``supply · demand / distance^decay``, times ``home`` inside a province, is balanced
    to supply and demand. Source: Leontief & Strout, "Multiregional input-output analysis", 1963.

    Args:
        supply: (sectors, regions), what each province delivers within the country.
        demand: (sectors, regions), what each province uses; same total for each sector.
        distance: (regions, regions) in km.
        decay: (sectors), the exponent of distance.
        home: (sectors), the factor in favour of a province's own products.

    Returns:
        (sectors, regions of origin, regions of destination) in the unit of ``supply``.
    """
    near = distance[None] ** -decay[:, None, None]
    own = np.eye(len(distance), dtype=bool)
    near = np.where(own, near * home[:, None, None], near)
    scale = np.maximum(supply.sum(axis=-1), 1e-300)[:, None, None]
    seed = supply[:, :, None] * demand[:, None, :] / scale * near
    return balance(seed, supply, demand, tolerance=1e-11)

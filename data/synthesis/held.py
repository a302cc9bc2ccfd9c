"""The published part of the tables, and what it says on where a sector's emissions are."""

from functools import cache

import numpy as np

from data.synthesis import published
from data.synthesis.technology import SECTORS
from data.tables import Array
from data.vocabulary import INVENTORY_SECTORS, PROVINCES, concordance

ALL = PROVINCES.ids
FIELDS = (
    "output_cny_1e4",
    "value_added_cny_1e4",
    "imports_cny_1e4",
    "exports_cny_1e4",
    "co2_mt",
)
LEAST_LEFT = 0.02
"""Least share of a group that its sectors without a published figure keep together."""


@cache
def read_held(year: int) -> dict[str, Array]:
    """Return the published part of a year's table, each (31, 42); NaN where a cell is unknown."""
    held = {name: np.full((len(ALL), len(SECTORS)), np.nan) for name in FIELDS}
    for row in published.read("io_outputs"):
        if row["year"] == str(year):
            place = ALL.index(row["region"]), SECTORS.index(row["io_sector"])
            for name in FIELDS:
                held[name][place] = float(row[name])
    return held


def read_sector_cues(year: int) -> tuple[Array, Array]:
    """Return a year's published emissions by inventory sector, (30, 47), and their table sector.

    A figure stands for all inventory sectors that go wholly to its table sector; it is NaN where
    none is held. The second array, (47), numbers the table sectors, -1 where a sector is divided.
    """
    target = np.full(len(INVENTORY_SECTORS), -1)
    for share in concordance("consistent42", year):
        if share.weight == 1:
            target[INVENTORY_SECTORS.index(share.sector)] = SECTORS.index(share.io_sector)
    held = read_held(year)["co2_mt"][[ALL.index(r) for r in published.REGIONS]]
    return np.where(target >= 0, held[:, target], np.nan), target


def calc_affinity(year: int, national: Array, spread: Array) -> Array:
    """Compute how much more of its group a sector is in a province than in the nation, (30, 47).

    Where the table of the year holds the sector's emissions their share of the group counts, else
    what is left of the group, varied by ``spread``.

    Args:
        year: One of the years with a table.
        national: (47) national emissions of that year.
        spread: (30, 47) random factors around 1.
    """
    emitted, target = read_sector_cues(year)
    affinity = spread.copy()
    totals = published.read_group_totals(year)
    for number, members in enumerate(published.read_groups().values()):
        for province in range(len(affinity)):
            part = _share_group(
                national[members],
                spread[province, members],
                emitted[province, members] / max(totals[province, number], 1e-9),
                target[members],
            )
            affinity[province, members] = part
    return affinity


def _share_group(national: Array, spread: Array, share: Array, target: Array) -> Array:
    """Return the factors on the national weights of one group's sectors, each (members)."""
    held = ~np.isnan(share)
    whole = max(float(national.sum()), 1e-12)
    factor = spread.copy()
    for number in set(target[held].tolist()):
        same = target == number
        weights = national[same] * spread[same]
        factor[same] *= share[same] * whole / max(float(weights.sum()), 1e-12)
    known = sum({int(t): float(s) for t, s in zip(target[held], share[held], strict=True)}.values())
    weights = national[~held] * spread[~held]
    factor[~held] *= max(1 - known, LEAST_LEFT) * whole / max(float(weights.sum()), 1e-12)
    # A group with emissions whose sectors all read zero, by rounding, keeps the national pattern.
    return factor if float(national @ factor) > 0 else spread.copy()

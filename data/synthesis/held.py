"""The published part of the table of 2017, and what it says on where a sector's emissions are."""

import numpy as np

from data.synthesis import published
from data.synthesis.technology import SECTORS
from data.tables import Array
from data.vocabulary import INVENTORY_SECTORS, PROVINCES, concordance

YEAR = 2017
ALL = PROVINCES.ids
FIELDS = ("output_cny_1e4", "value_added", "imports", "exports", "final_use", "co2_mt")
LEAST_LEFT = 0.02
"""Least share of a group that its sectors without a published figure keep together."""


def read_held() -> dict[str, Array]:
    """Return the published part of the table, each (31, 42); NaN where a cell is unknown."""
    held = {name: np.full((len(ALL), len(SECTORS)), np.nan) for name in FIELDS}
    for row in published.read("io_outputs_2017"):
        place = ALL.index(row["region"]), SECTORS.index(row["io_sector"])
        for name in FIELDS:
            held[name][place] = float(row[name])
    return held


def read_sector_cues() -> tuple[Array, Array]:
    """Return the published emissions of 2017 by inventory sector, (30, 47), and their table sector.

    A figure stands for all inventory sectors that go wholly to its table sector; it is NaN where
    none is held. The second array, (47), numbers the table sectors, -1 where a sector is divided.
    """
    target = np.full(len(INVENTORY_SECTORS), -1)
    for share in concordance("consistent42", YEAR):
        if share.weight == 1:
            target[INVENTORY_SECTORS.index(share.sector)] = SECTORS.index(share.io_sector)
    held = read_held()["co2_mt"][[ALL.index(r) for r in published.REGIONS]]
    return np.where(target >= 0, held[:, target], np.nan), target


def calc_affinity(national: Array, spread: Array) -> Array:
    """Compute how much more of its group a sector is in a province than in the nation, (30, 47).

    Where the table of 2017 holds the sector's emissions their share of the group counts, else
    what is left of the group, varied by ``spread``.

    Args:
        national: (47) national emissions of 2017.
        spread: (30, 47) random factors around 1.
    """
    emitted, target = read_sector_cues()
    affinity = spread.copy()
    groups = published.read_groups()
    totals = _read_group_totals(list(groups))
    for number, members in enumerate(groups.values()):
        for province in range(len(affinity)):
            part = _share_group(
                national[members],
                spread[province, members],
                emitted[province, members] / max(totals[province, number], 1e-9),
                target[members],
            )
            affinity[province, members] = part
    return affinity


def _read_group_totals(names: list[str]) -> Array:
    rows = {r["region"]: r for r in published.read("provincial_groups") if r["year"] == str(YEAR)}
    return np.array([[float(rows[r][g]) for g in names] for r in published.REGIONS])


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
    return factor

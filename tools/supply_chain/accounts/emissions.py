"""The direct emissions of a table's sectors: whose figures they are, and where they are unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.own_series import OwnRow
from data.tables import Array, Inventory, IoTable
from data.vocabulary import INVENTORY_SECTORS, concordance, members
from data.vocabulary import SECTORS as INVENTORY

Origin = Literal["table", "inventory", "user", "unknown"]

OWN_EMISSIONS = "direct_co2_mt"
"""Series id of a user's own emissions, one row for each region, table sector and year, in Mt."""


@dataclass(frozen=True)
class DirectEmissions:
    """Direct emissions of the table's sectors in Mt, and which data they come from.

    ``co2_mt`` (n,) is NaN where unknown; ``households_mt`` (regions,) is what households burn
    themselves, NaN where no inventory of the year is held; ``origins`` has one entry a region.
    """

    co2_mt: Array
    households_mt: Array
    origins: tuple[Origin, ...]


def direct_emissions(
    table: IoTable, inventory: Inventory | None, own: Iterable[OwnRow] = ()
) -> DirectEmissions:
    """Find the direct emissions of every sector of a table.

    A user's own figures serve where they are complete for a region; then the region's own CO2
    row; otherwise its inventory of the table year, mapped by the concordance. A row of nothing but
    zeros beside output is no measurement.

    Args:
        table: The table.
        inventory: Of its regions; None where no sector scheme leads from one to the other.
        own: A user's own series; those of ``OWN_EMISSIONS`` in the table's year count.
    """
    co2 = np.full(table.n, np.nan)
    households = np.full(len(table.regions), np.nan)
    origins: list[Origin] = []
    given = own_emissions(table, own)
    for place, region in enumerate(table.regions):
        block = table.block(region)
        mapped = None
        if inventory is not None and inventory.has(region, table.year):
            cell = inventory.cell(region, table.year).sum(axis=1)
            mapped = concordance_matrix(table).T @ cell
            households[place] = sum(
                cell[INVENTORY_SECTORS.index(s)] for s in members(INVENTORY, "households")
            )
        co2[block], origin = _choose(given[block], _row(table, region), mapped)
        origins.append(origin)
    return DirectEmissions(co2, households, tuple(origins))


def own_emissions(table: IoTable, own: Iterable[OwnRow]) -> Array:
    """Lay a user's own emissions out in the table's order, (n,) in Mt; NaN where none is given."""
    region = {r: k * len(table.sectors) for k, r in enumerate(table.regions)}
    sector = {s: k for k, s in enumerate(table.sectors)}
    co2 = np.full(table.n, np.nan)
    for row in own:
        fits = row.series == OWN_EMISSIONS and row.year == table.year
        if fits and row.region in region and row.sector in sector:
            co2[region[row.region] + sector[row.sector]] = row.value
    return co2


def concordance_matrix(table: IoTable) -> Array:
    """Return the weights from the 47 inventory sectors to the table's sectors, (47, sectors)."""
    weights = np.zeros((len(INVENTORY_SECTORS), len(table.sectors)))
    for share in concordance(table.scheme, table.year):
        place = INVENTORY_SECTORS.index(share.sector), table.sectors.index(share.io_sector)
        weights[place] += share.weight
    return weights


def _choose(given: Array, row: Array | None, mapped: Array | None) -> tuple[Array, Origin]:
    """Take the first complete vector of a region; what is left of an incomplete one is unknown."""
    if np.isfinite(given).all():
        return given, "user"
    if row is not None and np.isfinite(row).all():
        return row, "table"
    if mapped is not None:
        return mapped, "inventory"
    return (given if row is None else row), "unknown"


def _row(table: IoTable, region: str) -> Array | None:
    if table.co2_mt is None:
        return None
    block = table.block(region)
    row = np.asarray(table.co2_mt[block], dtype=np.float64)
    empty = not np.nan_to_num(row).any() and bool(np.any(table.x[block] > 0))
    return np.full(len(row), np.nan) if empty else row

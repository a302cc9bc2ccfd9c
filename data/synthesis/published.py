"""The published figures and the stated assumptions that the generator starts from."""

from functools import cache
from pathlib import Path

import numpy as np

from data.series import FOLDER as REFERENCE
from data.tables import Array
from data.vocabulary import INVENTORY_SECTORS, PROVINCES, read_csv

FOLDER = Path(__file__).parent / "inputs"

SEED = 2017
"""Seed of every random factor."""

YEARS = tuple(range(2005, 2020))
IO_YEARS = (2012, 2015, 2017)
REGIONS = tuple(t.id for t in PROVINCES if t.extra["in_inventory"] == "1")
TOTALS = ("co2_mt", "process_mt", "raw_coal_mt", "natural_gas_mt")

Rows = list[dict[str, str]]


@cache
def read(name: str) -> Rows:
    """Read one of the input tables."""
    return read_csv(FOLDER / f"{name}.csv")


def read_provincial_totals() -> dict[str, Array]:
    """Return the published totals of the provinces in Mt, each (30 regions, 15 years)."""
    held = {(r["region"], r["year"]): r for r in read_csv(REFERENCE / "provincial_co2.csv")}
    return {
        column: np.array([[float(held[r, str(y)][column]) for y in YEARS] for r in REGIONS])
        for column in TOTALS
    }


def read_national_totals() -> dict[str, Array]:
    """Return the published totals of the nation in Mt, each (15 years)."""
    held = {r["year"]: r for r in read_csv(REFERENCE / "national_co2.csv")}
    return {
        column: np.array(
            [float(held[str(y)][column.replace("co2", "national_co2")]) for y in YEARS]
        )
        for column in TOTALS
    }


def read_national_sectors() -> Array:
    """Return the published national emissions in Mt, (47 sectors, 15 years)."""
    held = {r["sector"]: r for r in read("national_sectors")}
    return np.array([[float(held[s][str(y)]) for y in YEARS] for s in INVENTORY_SECTORS])


def read_group_totals(year: int) -> Array:
    """Return the published emissions of the sector groups in Mt, (30 regions, 17)."""
    rows = {r["region"]: r for r in read("provincial_groups") if r["year"] == str(year)}
    return np.array([[float(rows[r][g]) for g in read_groups()] for r in REGIONS])


def read_groups() -> dict[str, list[int]]:
    """Return the 17 sector groups of the published provincial figures: places of their members."""
    groups: dict[str, list[int]] = {}
    for row in read("groups"):
        groups.setdefault(row["group"], []).append(INVENTORY_SECTORS.index(row["sector"]))
    return groups

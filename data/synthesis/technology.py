"""The national technology of 2017 in the consistent 42-sector scheme: coefficients and shares."""

from dataclasses import dataclass

import numpy as np

from data.synthesis import published
from data.synthesis.ras import balance
from data.tables import Array
from data.vocabulary import io_sector_ids

SECTORS = io_sector_ids("consistent42")
PARENTS = io_sector_ids("nbs2017_42")
MERGED = {"research_development": "research", "technical_services": "research"}

MAIN_FROM = 0.02
"""The main coefficients are those from here on; every other one is smaller."""


@dataclass(frozen=True)
class Nation:
    """The nation's sectors, each field (42) unless it says otherwise.

    ``A`` (42, 42) are domestic input coefficients, ``output`` is in 10⁴ CNY, the others are
    shares of gross output.
    """

    A: Array
    output: Array
    value_added: Array
    imports: Array
    consumption: Array
    fixed_capital: Array
    inventories: Array
    exports: Array


def derive_nation() -> Nation:
    """Derive the national technology from the published shares and main coefficients.

    What the main coefficients leave of a sector's domestic inputs is spread over its other
    inputs so that the sums of columns and rows come out; then the sectors are mapped.
    """
    rows = {r["sector"]: r for r in published.read("io_sectors_2017")}
    column = {
        key: np.array([float(rows[s][key]) for s in PARENTS])
        for key in rows["food"]
        if _is_share(key)
    }
    output = np.array([float(rows[s]["gross_output_cny_1e8"]) for s in PARENTS]) * 1e4
    flows = spread_remainder(_main_coefficients(), column, output) * output
    bridge = _bridge()
    mapped = bridge @ output
    shares = {key: bridge @ (values * output) / mapped for key, values in column.items()}
    coefficients = (bridge @ flows) @ bridge.T / mapped
    _part_splits(coefficients, shares)
    return Nation(
        A=coefficients,
        output=mapped,
        value_added=shares["value_added_share"],
        imports=shares["imported_input_share"],
        consumption=shares["consumption_share"],
        fixed_capital=shares["fixed_capital_share"],
        inventories=np.maximum(shares["inventories_share"], 0),
        exports=shares["export_share"],
    )


def spread_remainder(main: Array, shares: dict[str, Array], output: Array) -> Array:
    """Fill the coefficients below the main ones, (42, 42).

    Args:
        main: (42, 42) published coefficients, 0 where none is published.
        shares: Published shares of output, ``domestic_input_share`` and
            ``intermediate_use_share`` among them, each (42).
        output: (42) gross output.

    Returns:
        Coefficients whose columns sum to ``domestic_input_share``; a spread one stays below the
        smallest main one unless a column needs more.
    """
    missing = np.maximum(shares["domestic_input_share"] - main.sum(axis=0), 0) * output
    supply = np.maximum(shares["intermediate_use_share"] * output - main @ output, 0.002 * output)
    free = np.where(main > 0, 0.0, np.outer(supply, missing))
    rest = balance(free, supply * missing.sum() / supply.sum(), missing, tolerance=1e-9) / output
    capped = np.minimum(rest, MAIN_FROM)
    room = np.where(main > 0, 0.0, MAIN_FROM - capped)
    short = (rest - capped).sum(axis=0)
    return main + capped + room * short / np.maximum(room.sum(axis=0), 1e-300)


def _is_share(key: str) -> bool:
    return key.endswith("_share")


def _main_coefficients() -> Array:
    main = np.zeros((len(PARENTS), len(PARENTS)))
    for row in published.read("io_inputs_2017"):
        place = PARENTS.index(row["input"]), PARENTS.index(row["user"])
        main[place] = float(row["domestic_input_coefficient"])
    return main


def _bridge() -> Array:
    """Map the sectors of the NBS scheme to the consistent one, (42, 42); columns sum to 1."""
    bridge = np.zeros((len(SECTORS), len(PARENTS)))
    for row in published.read("io_splits"):
        place = SECTORS.index(row["sector"]), PARENTS.index(row["parent"])
        bridge[place] = float(row["output_share"])
    for number, parent in enumerate(PARENTS):
        name = MERGED.get(parent, parent)
        if name in SECTORS:
            bridge[SECTORS.index(name), number] = 1
    return bridge


def _part_splits(coefficients: Array, shares: dict[str, Array]) -> None:
    """Give the parts of a split sector their own shares of value added, in place."""
    for row in published.read("io_splits"):
        place = SECTORS.index(row["sector"])
        value_added = float(row["value_added_share"])
        wanted = 1 - value_added - shares["imported_input_share"][place]
        shares["value_added_share"][place] = value_added
        coefficients[:, place] *= wanted / coefficients[:, place].sum()

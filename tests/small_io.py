"""A small input-output world: Guangdong, Jiangsu and Tibet with 42 sectors each, seeded.

Tibet has no CO2; Guangdong's power sector emits most; a few sectors hold no output. Demand and
the recorded error take both signs, as they do in real tables.
"""

import json

import numpy as np

from data.dataset import Dataset
from data.result import Source
from data.tables import IoTable
from data.text import same
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS, io_sector_ids
from tools.supply_chain.accounts.accounts import DirectEmissions, build_accounts

REGIONS = ("CN-GD", "CN-JS", "CN-XZ")
SECTORS = io_sector_ids("consistent42")
YEAR = 2017
POWER = SECTORS.index("power")
IDLE = SECTORS.index("oil_gas_extraction")
CITATION = "small table (doi 10.0000/small)"


def make_arrays(regions=3, sectors=42, seed=7):
    """Z, Y, ex, err, x of a random table with a Leontief inverse."""
    rng = np.random.default_rng(seed)
    n = regions * sectors
    Z = rng.gamma(0.3, 100.0, (n, n))
    for r in range(regions):
        block = slice(r * sectors, (r + 1) * sectors)
        Z[block, block] *= 20
    Y = rng.gamma(0.5, 3000.0, (n, 5 * regions))
    Y[:, 4::5] -= 300.0
    ex = rng.gamma(0.5, 2000.0, n)
    err = rng.normal(0.0, 50.0, n)
    if sectors == len(SECTORS):
        idle = np.arange(regions) * sectors + IDLE
        Z[idle] = Z[:, idle] = Y[idle] = 0
        ex[idle] = err[idle] = 0
    return Z, Y, ex, err, Z.sum(axis=1) + Y.sum(axis=1) + ex + err


def make_co2(x, sectors=42, seed=8):
    """CO2 in Mt: power first, Tibet (the third region) unknown, nothing where no output is."""
    rng = np.random.default_rng(seed)
    co2 = rng.gamma(0.5, 2.0, len(x))
    if sectors > POWER:
        co2[POWER::sectors] = 150.0
    co2[x == 0] = 0.0
    co2[2 * sectors :] = np.nan
    return co2


def small_table(**changes):
    """The small world as a table; ``changes`` replaces parts of it."""
    Z, Y, ex, err, x = make_arrays()
    parts = {
        "year": YEAR,
        "scheme": "consistent42",
        "regions": REGIONS,
        "sectors": SECTORS,
        "Z": Z,
        "Y": Y,
        "ex": ex,
        "err": err,
        "x": x,
        "imports": 0.05 * x,
        "value_added": x - Z.sum(axis=0) - 0.05 * x,
        "co2_mt": make_co2(x),
        "kind": "official",
        "source": Source(title=same("Small table"), citation=CITATION, kind="official"),
    }
    return IoTable(**{**parts, **changes})


def plain_accounts(Z, Y, ex, err, x, co2, regions):
    """Accounts of any table from bare arrays; sector names are borrowed from the scheme."""
    sectors = len(x) // regions
    table = small_table(
        Z=Z, Y=Y, ex=ex, err=err, x=x, co2_mt=co2, imports=0 * x, value_added=0 * x,
        regions=REGIONS[:regions], sectors=SECTORS[:sectors],
    )  # fmt: skip
    return build_accounts(table, DirectEmissions(co2, np.zeros(regions), ("table",) * regions))


def write_world(folder, *, co2="table", inventory_mt=100.0, kind="official"):
    """Write a data set with the small table and, unless ``inventory_mt`` is None, an inventory.

    ``co2`` is ``table`` (a CO2 row, Tibet unknown), ``zeros`` (Guangdong's row all zero) or
    ``none``. Each sector of the inventory of Guangdong and Jiangsu emits ``inventory_mt``/47.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = small_table()
    arrays = {k: getattr(table, k) for k in ("Z", "Y", "ex", "err", "x", "imports", "value_added")}
    if co2 != "none":
        row = table.co2_mt.copy()
        row[:42] = 0.0 if co2 == "zeros" else row[:42]
        arrays["co2_mt"] = row
    for name, array in arrays.items():
        np.save(folder / f"io.{name}.npy", array)
    source = {"title": {"zh": "小表", "en": "Small table"}, "citation": CITATION, "kind": kind}
    tables = {
        f"io_{YEAR}_consistent42": {
            "id": f"io_{YEAR}_consistent42",
            "title": {"zh": "投入产出表", "en": "Input-output table"},
            "kind": kind,
            "unit": "cny_1e4",
            "source": source,
            "files": {name: f"io.{name}.npy" for name in arrays},
            "axes": {"region": list(REGIONS), "sector": list(SECTORS)},
            "years": [YEAR],
            "regions": list(REGIONS),
        }
    }
    if inventory_mt is not None:
        tables["inventory_provincial"] = write_inventory(folder, inventory_mt)
    manifest = {"id": "small", "title": {"zh": "小", "en": "Small"}, "tables": tables}
    (folder / "dataset.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Dataset(folder)


def write_inventory(folder, total_mt):
    """Spread a total evenly over the 47 sectors, all of it raw coal."""
    cell = np.zeros((2, 1, len(INVENTORY_SECTORS), len(INVENTORY_FUELS)))
    cell[..., 0] = total_mt / len(INVENTORY_SECTORS)
    np.save(folder / "inventory.npy", cell)
    return {
        "id": "inventory_provincial",
        "title": {"zh": "清单", "en": "Inventory"},
        "kind": "official",
        "unit": "Mt",
        "source": {
            "title": {"zh": "清单", "en": "Inventory"},
            "citation": "small inventory",
            "kind": "official",
        },
        "files": {"co2_mt": "inventory.npy"},
        "axes": {"region": ["CN-GD", "CN-JS"], "year": [YEAR]},
        "years": [YEAR],
        "regions": ["CN-GD", "CN-JS"],
    }

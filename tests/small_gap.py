"""A data set for the tests of distances: literal totals, one sector without physical output.

Every emission is of transport, which contracts, so that each figure can be followed by hand.
Guangdong rises by a tenth from inventory to inventory and ends in 2018; Hebei falls; Beijing was
highest in 2012; Ningxia's 2017 is a flagged gap; Shanxi holds two inventories only.
"""

import numpy as np

from data.dataset import Dataset, ImportFinding, Manifest, TableInfo
from data.result import Source
from data.text import Text
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS

YEARS = (2012, 2013, 2015, 2017, 2018, 2019)
NAN = float("nan")
TOTAL_MT = {
    "CN-BJ": (100.0, 96.0, 94.0, 92.0, 90.0, 88.0),
    "CN-HE": (300.0, 290.0, 280.0, 240.0, 215.0, 200.0),
    "CN-SX": (NAN, NAN, NAN, NAN, 70.0, 75.0),
    "CN-GD": (90.0, 100.0, 110.0, 121.0, 133.1, NAN),
    "CN-NX": (50.0, 55.0, 60.0, 3.0, 80.0, 90.0),
}
SOURCE = Source(
    title=Text(zh="虚构", en="invented"), citation="invented for a test", kind="official"
)


def write_gap_dataset(folder):
    """Write the data set and open it."""
    cells = np.zeros((len(TOTAL_MT), len(YEARS), len(INVENTORY_SECTORS), len(INVENTORY_FUELS)))
    row, fuel = INVENTORY_SECTORS.index("transport"), INVENTORY_FUELS.index("diesel_oil")
    totals = np.array(list(TOTAL_MT.values()))
    cells[:, :, row, fuel] = totals
    cells[np.isnan(totals)] = np.nan
    np.save(folder / "inventory_provincial.npy", cells)
    table = TableInfo(
        id="inventory_provincial",
        title=Text(zh="清单", en="inventory"),
        kind="official",
        unit="Mt",
        source=SOURCE,
        files={"co2_mt": "inventory_provincial.npy"},
        axes={"region": list(TOTAL_MT), "year": list(YEARS)},
        years=list(YEARS),
        regions=list(TOTAL_MT),
    )
    gap = ImportFinding(
        level="missing",
        file="invented.xlsx",
        region="CN-NX",
        year=2017,
        text=Text(zh="宁夏2017年只有水泥过程排放。", en="Ningxia 2017 holds the process only."),
    )
    title = Text(zh="小", en="small")
    manifest = Manifest(id="small", title=title, tables={table.id: table}, findings=[gap])
    (folder / "dataset.json").write_text(manifest.model_dump_json(), encoding="utf-8")
    return Dataset(folder)

"""A tiny data set: three provinces and the nation, small enough to check by hand.

Emissions are rank one: region x year x sector x fuel. Guangdong emits 500 Mt in 2010 and 600 Mt in
2019; Jiangsu 600 and 660; Ningxia 200 and 240. Of each region's total the power sector emits 40 %,
iron and steel 20 %, transport 12 % and so on (``SECTOR_PCT``), of each sector's fuels 60 % stem
from raw coal and so on (``FUEL_PCT``); of the cement sector's 10 %, 4 points are process.
Ningxia 2012 is flagged as missing, Guangdong 2015 carries a caution, Ningxia 2010 is not held.
"""

import json

import numpy as np

from data.dataset import Dataset
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS

YEARS = (2010, 2012, 2015, 2017, 2018, 2019)
PROVINCES = ("CN-GD", "CN-JS", "CN-NX")
SECTOR_PCT = {
    "power": 40,
    "ferrous_smelting": 20,
    "transport": 12,
    "nonmetal_minerals": 10,
    "chemicals": 8,
    "urban_households": 5,
    "rural_households": 3,
    "electronics": 2,
}
FUEL_PCT = {"raw_coal": 60, "coke": 10, "diesel_oil": 15, "natural_gas": 15}
PROCESS_PCT = 4
TOTAL_MT = {
    "CN-GD": (500.0, 520.0, 540.0, 580.0, 610.0, 600.0),
    "CN-JS": (600.0, 620.0, 640.0, 650.0, 655.0, 660.0),
    "CN-NX": (np.nan, 150.0, 210.0, 220.0, 230.0, 240.0),
    "CN": (1000.0, 1080.0, 1200.0, 1250.0, 1290.0, 1300.0),
}
CITATION = "tiny inventory (doi 10.0000/tiny)"


def split_pct():
    """Shares of a region's total by sector and fuel: (47, 18), in per cent."""
    cell = np.zeros((len(INVENTORY_SECTORS), len(INVENTORY_FUELS)))
    for sector, share in SECTOR_PCT.items():
        row = INVENTORY_SECTORS.index(sector)
        process = PROCESS_PCT if sector == "nonmetal_minerals" else 0
        cell[row, INVENTORY_FUELS.index("process")] = process
        for fuel, part in FUEL_PCT.items():
            cell[row, INVENTORY_FUELS.index(fuel)] = (share - process) * part / 100
    return cell


def inventory_array(regions):
    """CO2 in Mt: (regions, years, 47, 18)."""
    totals = np.array([TOTAL_MT[r] for r in regions])
    return totals[:, :, None, None] * split_pct()[None, None] / 100


def table_info(table_id, regions, kind):
    return {
        "id": table_id,
        "title": {"zh": "排放清单（微型）", "en": "Tiny inventory"},
        "kind": kind,
        "unit": "Mt",
        "source": {
            "title": {"zh": "微型清单", "en": "Tiny inventory"},
            "citation": CITATION,
            "kind": kind,
        },
        "files": {"co2_mt": f"{table_id}.npy"},
        "axes": {
            "region": list(regions),
            "year": list(YEARS),
            "sector": list(INVENTORY_SECTORS),
            "fuel": list(INVENTORY_FUELS),
        },
        "years": list(YEARS),
        "regions": list(regions),
    }


FINDINGS = [
    {
        "level": "missing",
        "file": "tiny.xlsx",
        "region": "CN-NX",
        "year": 2012,
        "text": {
            "zh": "宁夏2012年只有水泥过程排放，燃料数据缺失。",
            "en": "Ningxia 2012 holds the cement process only; fuels are missing.",
        },
    },
    {
        "level": "caution",
        "file": "tiny.xlsx",
        "region": "CN-GD",
        "year": 2015,
        "text": {
            "zh": "广东2015年与前后年份相差较大。",
            "en": "Guangdong 2015 departs from its neighbours.",
        },
    },
]


def write_tiny(folder, *, kind="official", national=True, dataset_id="tiny"):
    """Write the tiny data set into a folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = {"inventory_provincial": PROVINCES}
    if national:
        parts["inventory_national"] = ("CN",)
    for table_id, regions in parts.items():
        np.save(folder / f"{table_id}.npy", inventory_array(regions))
    manifest = {
        "id": dataset_id,
        "title": {"zh": "微型数据集", "en": "Tiny data set"},
        "tables": {t: table_info(t, r, kind) for t, r in parts.items()},
        "findings": FINDINGS,
    }
    (folder / "dataset.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return folder


def tiny_dataset(folder, **options):
    """Write the tiny data set into a folder and open it."""
    return Dataset(write_tiny(folder, **options))

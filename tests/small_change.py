"""Two small tables five years apart: Guangdong, Jiangsu and Tibet, whose emissions are unknown."""

import json

import numpy as np

from data.dataset import Dataset
from data.tables import IO_PREFIX
from data.vocabulary import io_sector_ids
from tests.small_io import CITATION, REGIONS, make_arrays, make_co2


def write_tables(folder, tables=((2012, "consistent42"), (2017, "consistent42")), level="provinces",
                 regions=REGIONS, known=True):  # fmt: skip
    """Write a data set with a table of each year and scheme, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    source = {
        "title": {"zh": "小表", "en": "Small table"},
        "citation": CITATION,
        "kind": "official",
    }
    held = {}
    for year, scheme in tables:
        name = f"{IO_PREFIX[level]}{year}_{scheme}"
        arrays = make_table(year, len(regions), known)
        for part, array in arrays.items():
            np.save(folder / f"{name}.{part}.npy", array)
        held[name] = {
            "id": name,
            "title": {"zh": "投入产出表", "en": "Input-output table"},
            "kind": "official",
            "unit": "cny_1e4",
            "source": source,
            "files": {part: f"{name}.{part}.npy" for part in arrays},
            "axes": {"region": list(regions), "sector": list(io_sector_ids(scheme))},
            "years": [year],
            "regions": list(regions),
        }
    manifest = {"id": "small", "title": {"zh": "小", "en": "Small"}, "tables": held}
    (folder / "dataset.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Dataset(folder)


def make_table(year, regions=3, known=True):
    """Make the arrays of a table; another year is another economy."""
    Z, Y, ex, err, x = make_arrays(regions, 42, seed=year)
    co2 = make_co2(x, 42, seed=year)
    if not known:
        co2[:42] = np.nan
    return {"Z": Z, "Y": Y, "ex": ex, "err": err, "x": x, "imports": 0.05 * x,
            "value_added": x - Z.sum(axis=0) - 0.05 * x, "co2_mt": co2}  # fmt: skip

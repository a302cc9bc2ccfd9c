"""A data set for the tests of pathways: three provinces, four years, no input-output table."""

import re

import numpy as np
import pytest

from data.dataset import Dataset, Manifest, TableInfo
from data.result import Source
from data.text import Text
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS

REGIONS = ("CN-BJ", "CN-HE", "CN-GD")
YEARS = (2015, 2017, 2018, 2019)
SOURCE = Source(
    title=Text(zh="虚构", en="invented"), citation="invented for a test", kind="official"
)


def write_dataset(folder, *, national=True):
    """Write the data set, with or without a national inventory, and open it."""
    random = np.random.default_rng(7)
    shape = (len(REGIONS), len(YEARS), len(INVENTORY_SECTORS), len(INVENTORY_FUELS))
    cells = random.uniform(0, 0.4, shape)
    cells[..., INVENTORY_SECTORS.index("logging"), :] = 0
    cells[..., INVENTORY_SECTORS.index("power"), :] *= 30
    cells[..., INVENTORY_FUELS.index("process")] = 0
    cells[..., INVENTORY_SECTORS.index("nonmetal_minerals"), -1] = 5
    tables = {"inventory_provincial": (REGIONS, cells)}
    if national:
        tables["inventory_national"] = (("CN",), cells.sum(axis=0, keepdims=True) * 0.9)
    held = {}
    for name, (regions, array) in tables.items():
        np.save(folder / f"{name}.npy", array)
        held[name] = TableInfo(
            id=name,
            title=Text(zh=name, en=name),
            kind="official",
            unit="Mt",
            source=SOURCE,
            files={"co2_mt": f"{name}.npy"},
            axes={"region": list(regions), "year": list(YEARS)},
            years=list(YEARS),
            regions=list(regions),
        )
    manifest = Manifest(id="tiny", title=Text(zh="小", en="tiny"), tables=held)
    (folder / "dataset.json").write_text(manifest.model_dump_json(), encoding="utf-8")
    return Dataset(folder)


def curve(chart, *roles):
    """Read a pathway chart: year to value over the series of some roles."""
    found = {}
    for series in chart.data["series"]:
        if series["role"] in roles:
            pairs = zip(chart.data["x"], series["y"], strict=True)
            found |= {year: value for year, value in pairs if value is not None}
    return found


def assert_figures_are_claims(result):
    """Check that each figure said or tabled is a claim, and each parent is held."""
    claims = {c.id: c for c in result.claims}
    said = [f.text for f in result.findings] + [n.text for n in result.notes]
    for text in said:
        marks = [re.findall(r"\[\[c:(\w+)\]\]", t) for t in (text.zh, text.en)]
        assert set(marks[0]) == set(marks[1])
        assert set(marks[0]) <= set(claims)
    for table in (t for t in result.tables if t.claims):
        for row, ids in zip(table.rows, table.claims, strict=True):
            for cell, claim in zip(row, ids, strict=True):
                assert claim is None or claims[claim].value == pytest.approx(cell)
    for claim in claims.values():
        assert set(claim.parents) <= set(claims)
        assert claim.source

"""Accounts of the nation and of cities, a user's own emissions, and what is kept on disk."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.ceads import io_national
from data.ceads.content import PlainFile
from data.ceads.importing import import_paths
from data.ceads.io_manifest import describe_io
from data.dataset import Dataset
from data.errors import DataMissingError
from data.manifest import Manifest
from data.store import DEMONSTRATION_FOLDER, Store, home
from data.text import same
from tests.conftest import ROOT, SHARED
from tests.small_io import YEAR, small_table, write_world
from tools.supply_chain.accounts import accounts as module
from tools.supply_chain.accounts.accounts import (
    build_accounts,
    demand_by_category,
    direct_emissions,
    open_accounts,
)
from tools.supply_chain.algebra import solver

COUNT_INVERSIONS = """
import sys
from pathlib import Path
import numpy as np
counted = [0]
def count(original):
    def counting(*args):
        counted[0] += 1
        return original(*args)
    return counting
np.linalg.inv, np.linalg.solve = count(np.linalg.inv), count(np.linalg.solve)
from data.dataset import Dataset
from tools.supply_chain.accounts.accounts import open_accounts
accounts = open_accounts(Dataset(Path(sys.argv[1])))
print(counted[0], repr(float(accounts.consumption_mt.sum())), repr(float(accounts.L.sum())))
"""


def in_a_process_of_its_own():
    """Open the demonstration accounts; how often something was inverted, and two figures."""
    command = [sys.executable, "-c", COUNT_INVERSIONS, str(DEMONSTRATION_FOLDER)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    count, *figures = done.stdout.split()
    return int(count), [float(f) for f in figures]


def test_the_second_process_inverts_nothing():
    first, figures = in_a_process_of_its_own()
    second, again = in_a_process_of_its_own()
    assert first > 0
    assert second == 0
    assert again == pytest.approx(figures, rel=1e-12)


@pytest.fixture
def kept(tmp_path):
    """A world whose inverse is on disk, and the file that holds it."""
    dataset = write_world(tmp_path / "world")
    expected = open_accounts(dataset)
    (file,) = (home() / "cache").glob("*.npy")
    module._held.clear()
    return dataset, expected, file


def test_an_inverse_that_was_altered_is_computed_again(kept):
    dataset, expected, file = kept
    altered = np.load(file)
    altered[3, 5] += 1e-3
    np.save(file, altered)
    assert pytest.approx(expected.L) == open_accounts(dataset).L
    assert np.load(file) == pytest.approx(expected.L)


def test_other_numbers_in_the_table_are_another_entry(kept):
    dataset, expected, _ = kept
    np.save(dataset.folder / "io.Z.npy", 0.9 * expected.table.Z)
    found = open_accounts(Dataset(dataset.folder))
    assert pytest.approx(expected.L) != found.L
    assert len(list((home() / "cache").glob("*.npy"))) == 2


def test_a_home_that_cannot_be_written_just_works(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("VISCEADS_HOME", str(tmp_path / "file"))
    accounts = open_accounts(write_world(tmp_path / "world"))
    assert accounts.L @ accounts.all_demand == pytest.approx(accounts.table.x)


def test_a_large_table_is_solved_by_factors_and_inverted_only_when_asked(monkeypatch):
    table = small_table()
    emissions = direct_emissions(table, None)
    expected = build_accounts(table, emissions)
    monkeypatch.setattr(solver, "LARGEST_INVERTED", 100)
    found = build_accounts(table, emissions)
    assert "L" not in found.solver.__dict__
    assert found.transfers_mt == pytest.approx(expected.transfers_mt)
    assert found.exports_mt == pytest.approx(expected.exports_mt)
    assert found.error_mt == pytest.approx(expected.error_mt)
    assert found.m == pytest.approx(expected.m)
    assert "L" not in found.solver.__dict__
    assert pytest.approx(expected.L) == found.L


def test_final_demand_may_have_any_categories():
    table = small_table()
    three = table.Y.reshape(table.n, 3, 5)[:, :, :3].reshape(table.n, 9)
    changed = replace(table, Y=three, final_demand=("TC", "FU201", "FU202"))
    changed = replace(changed, x=table.Z.sum(axis=1) + three.sum(axis=1) + table.ex + table.err)
    accounts = build_accounts(changed, direct_emissions(changed, None))
    assert demand_by_category(changed).shape == (table.n, 3, 3)
    assert accounts.demand[:, 1] == pytest.approx(three[:, 3:6].sum(axis=1))
    assert accounts.L @ accounts.all_demand == pytest.approx(changed.x)


OWN_SOURCE = {"title": {"zh": "自有", "en": "Own"}, "citation": "own figures", "kind": "user"}


def write_cities(folder, own_regions=("city:001", "city:002")):
    """Two cities with a table and no emissions, and a user's own emissions of some of them."""
    folder.mkdir(parents=True)
    table = small_table(
        regions=("city:001", "city:002", "city:003"), scheme="unlabelled42", level="cities",
        sectors=tuple(f"{k:02d}" for k in range(1, 43)), co2_mt=None,
    )  # fmt: skip
    arrays = ("Z", "Y", "ex", "err", "x", "imports", "value_added")
    for name in arrays:
        np.save(folder / f"{name}.npy", getattr(table, name))
    rows = ["series,region,sector,scenario,year,value,unit,source"]
    rows += [
        f"direct_co2_mt,{region},{sector},,{YEAR},0.5,Mt,own figures"
        for region in own_regions
        for sector in table.sectors
    ]
    (folder / "own.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    shared = {"title": {"zh": "表", "en": "Table"}, "years": [YEAR]}
    city = {
        **shared, "id": table.id, "kind": "official", "unit": "cny_1e4", "source": OWN_SOURCE,
        "files": {name: f"{name}.npy" for name in arrays},
        "axes": {"region": list(table.regions), "sector": list(table.sectors)},
    }  # fmt: skip
    own = {
        **shared, "id": "own_series", "kind": "user", "unit": "", "source": OWN_SOURCE,
        "files": {"rows": "own.csv"},
    }  # fmt: skip
    manifest = {"id": "cities", "title": {"zh": "城市", "en": "Cities"}}
    manifest["tables"] = {table.id: city} | ({"own_series": own} if own_regions else {})
    (folder / "dataset.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Dataset(folder)


def test_cities_take_a_users_own_emissions_and_the_rest_stays_unknown(tmp_path):
    accounts = open_accounts(write_cities(tmp_path / "w"), level="cities")
    assert accounts.emissions.origins == ("user", "user", "unknown")
    assert accounts.kind == "user"
    assert accounts.production_mt[:2] == pytest.approx(42 * 0.5)
    assert accounts.unknown == ("city:003",)
    assert "own figures" in accounts.citation


def test_cities_without_emissions_say_how_to_bring_them(tmp_path):
    with pytest.raises(DataMissingError) as error:
        open_accounts(write_cities(tmp_path / "w", own_regions=()), level="cities")
    assert "direct_co2_mt" in error.value.text.zh
    assert "city:001" in error.value.text.en


@pytest.mark.parametrize("level", ["nation", "cities"])
def test_a_data_set_without_the_table_says_how_to_get_it(tmp_path, level):
    with pytest.raises(DataMissingError) as error:
        open_accounts(write_world(tmp_path), level=level)
    assert "visceads import" in error.value.text.en
    assert "visceads import" in error.value.text.zh


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    """The real table of the nation in 2017, beside the real national inventory."""
    file = SHARED / "nbs" / "china_2017_42.csv"
    workbook = "China_CO2_Inventory_1997-2019_(IPCC_Sectoral_Emissions).xlsx"
    inventory = SHARED / "ceads" / workbook
    if not (file.is_file() and inventory.is_file()):
        pytest.skip("the national table or inventory is absent")
    store = Store(tmp_path_factory.mktemp("nation"))
    import_paths([inventory], store)
    held = store.open("ceads")
    read = io_national.read(PlainFile(Path(file).name, "csv", file.read_bytes()))
    ((table, sheet),) = read.tables.items()
    tables = {**held.manifest.tables, table: describe_io(table, sheet)}
    files = {f: held.folder / f for t in held.manifest.tables.values() for f in t.files.values()}
    files |= {f: sheet.arrays[p] for p, f in tables[table].files.items()}
    return store.write(Manifest(id="ceads", title=same("CEADs"), tables=tables), files)


def test_the_nations_emissions_are_all_accounted_for(nation):
    accounts = open_accounts(nation, level="nation")
    total = float(nation.national.cell("CN", 2017).sum())
    households = accounts.emissions.households_mt[0]
    spread = accounts.consumption_mt + accounts.exports_mt + accounts.error_mt
    assert accounts.table.regions == ("CN",)
    assert accounts.emissions.origins == ("inventory",)
    assert accounts.production_mt[0] + households == pytest.approx(total)
    assert spread[0] + households == pytest.approx(total)
    assert total == pytest.approx(9408.17, abs=0.01)
    assert (spread[0], accounts.exports_mt[0]) == pytest.approx((8965.07, 1708.65), abs=0.01)


def test_the_nations_table_balances(nation):
    accounts = open_accounts(nation, level="nation")
    assert accounts.L @ accounts.all_demand == pytest.approx(accounts.table.x)
    assert accounts.report.find("row_balance") is None
    assert accounts.report.find("column_balance") is None
    assert accounts.report.radius[1] < 1

"""The demonstration data set: published totals exactly, splits plausible, marked as synthetic."""

import hashlib

import numpy as np
import pytest

from data.dataset import Dataset
from data.result import mixed_kind
from data.synthesis import published
from data.synthesis.__main__ import main
from data.synthesis.files import FOLDER, compare
from data.synthesis.held import read_held
from data.synthesis.realism import measure
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS, PROVINCES, io_sector_ids

YEAR_2017 = published.YEARS.index(2017)


@pytest.fixture(scope="module")
def dataset():
    return Dataset(FOLDER)


def test_says_everywhere_that_it_is_synthetic(dataset):
    assert dataset.id == "demonstration"
    assert dataset.is_demonstration
    assert "合成" in dataset.title.zh
    assert "synthetic" in dataset.title.en
    for info in dataset.manifest.tables.values():
        assert info.kind == info.source.kind == "demonstration"
        assert "合成" in info.source.title.zh
        assert "synthetic" in info.source.title.en
        assert "doi" in info.source.citation
        assert info.note is not None
    assert mixed_kind(["reference", "demonstration"]) == "demonstration"


def test_every_file_has_its_checksum(dataset):
    held = {entry["name"]: entry["sha256"] for entry in dataset.manifest.files}
    assert set(held) == {p.name for p in FOLDER.glob("*.npy")}
    for name, digest in held.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest


def test_stays_small_enough_to_ship():
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) < 7e6


def test_is_realistic(dataset):
    figures = measure(dataset)
    assert [f for f in figures if not f.least <= f.value <= f.most] == []
    assert len({f.name for f in figures}) == len(figures) > 50


def test_regenerates_as_stored():
    assert compare() == []


def test_a_changed_file_is_noticed(tmp_path):
    for path in FOLDER.iterdir():
        (tmp_path / path.name).symlink_to(path)
    name = "inventory_national.npy"
    array = np.load(FOLDER / name)
    array[0, 0, 0, 0] *= 1.001
    (tmp_path / name).unlink()
    np.save(tmp_path / name, array)
    assert compare(tmp_path) == [name]


def test_provincial_totals_are_the_published_ones(dataset):
    inventory = dataset.provincial
    totals = published.read_provincial_totals()
    fuel = INVENTORY_FUELS.index
    assert inventory.regions == tuple(r for r in PROVINCES.ids if r != "CN-XZ")
    assert inventory.years == tuple(range(2005, 2020))
    assert np.all(inventory.co2_mt >= 0)
    by_fuel = inventory.co2_mt.sum(axis=2)
    assert np.abs(by_fuel.sum(axis=-1) - totals["co2_mt"]).max() <= 1e-9
    for name in ("process", "raw_coal", "natural_gas"):
        error = np.abs(by_fuel[..., fuel(name)] - totals[f"{name}_mt"])
        assert error.max() <= 1e-6, name


def test_a_known_total_reads_as_published(dataset):
    # CEADs provincial inventories: Guangdong 2019.
    assert dataset.provincial.cell("CN-GD", 2019).sum() == pytest.approx(569.1195, abs=1e-9)


def test_process_stands_at_cement_only(dataset):
    process = np.array(dataset.provincial.co2_mt[..., INVENTORY_FUELS.index("process")])
    process[..., INVENTORY_SECTORS.index("nonmetal_minerals")] = 0
    assert not process.any()


def test_groups_of_published_years_are_met(dataset):
    groups = published.read_groups()
    for row in published.read("provincial_groups"):
        sectors = dataset.provincial.cell(row["region"], int(row["year"])).sum(axis=1)
        for group, members in groups.items():
            assert sectors[members].sum() == pytest.approx(float(row[group]), abs=0.02), row


def test_national_totals_and_sectors_are_the_published_ones(dataset):
    stored = dataset.national.co2_mt[0]
    totals = published.read_national_totals()
    assert np.abs(stored.sum(axis=(1, 2)) - totals["co2_mt"]).max() <= 1e-9
    assert np.abs(stored.sum(axis=2).T - published.read_national_sectors()).max() <= 6e-4


def test_nation_is_not_the_sum_of_the_provinces(dataset):
    nation = dataset.national.co2_mt[0].sum(axis=(1, 2))
    provinces = dataset.provincial.co2_mt.sum(axis=(0, 2, 3))
    assert provinces[YEAR_2017] / nation[YEAR_2017] == pytest.approx(1.081, abs=0.001)


@pytest.mark.parametrize(
    ("sector", "fuel"),
    [
        ("power", "raw_coal"),
        ("ferrous_smelting", "coke"),
        ("transport", "diesel_oil"),
        ("farming", "diesel_oil"),
    ],
)
def test_each_sector_burns_chiefly_its_usual_fuel(dataset, sector, fuel):
    burnt = dataset.provincial.co2_mt[:, YEAR_2017, INVENTORY_SECTORS.index(sector)].sum(axis=0)
    assert INVENTORY_FUELS[int(np.argmax(burnt))] == fuel


@pytest.mark.parametrize("year", published.IO_YEARS)
def test_published_emissions_of_sectors_are_met(dataset, year):
    # Coal mining goes wholly to one table sector, so its emissions can be compared.
    place = [PROVINCES.ids.index(r) for r in published.REGIONS]
    sector = INVENTORY_SECTORS.index("coal_mining")
    held = read_held(year)["co2_mt"][place, io_sector_ids("consistent42").index("coal_mining")]
    stored = dataset.provincial.co2_mt[:, published.YEARS.index(year), sector].sum(axis=-1)
    known = held > 1
    assert known.sum() >= 5
    assert np.median(np.abs(stored[known] / held[known] - 1)) < 0.02


def test_years_without_a_table_lie_between_those_with_one(dataset):
    first, second = (published.YEARS.index(y) for y in (2012, 2015))
    sectors = dataset.provincial.co2_mt.sum(axis=-1)
    share = sectors / sectors.sum(axis=-1, keepdims=True)
    low = np.minimum(share[:, first], share[:, second])
    high = np.maximum(share[:, first], share[:, second])
    within = (share[:, first + 1] >= low * 0.8) & (share[:, first + 1] <= high * 1.25 + 1e-9)
    assert within.mean() > 0.9


def test_command_checks_and_refuses_what_it_does_not_know(capsys):
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "as stored\n"
    assert main(["--report"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(measure(Dataset(FOLDER)))
    assert all(line.startswith("ok ") for line in lines)
    assert main(["--chek"]) == 2
    assert "--check" in capsys.readouterr().err

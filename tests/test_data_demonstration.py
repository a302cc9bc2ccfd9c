"""The demonstration data set: published totals exactly, identities exactly, splits plausible."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.dataset import Dataset
from data.result import mixed_kind
from data.series import gdp
from data.synthesis import published
from data.synthesis.__main__ import main
from data.synthesis.files import FOLDER, compare
from data.synthesis.held import calc_affinity, read_held
from data.synthesis.ras import balance
from data.synthesis.technology import derive_nation
from data.synthesis.trade import calc_distances, calc_trade
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS, PROVINCES, concordance

EDGES = 88
YEAR_2017 = published.YEARS.index(2017)


@pytest.fixture(scope="module")
def dataset():
    return Dataset(FOLDER)


@pytest.fixture(scope="module")
def table(dataset):
    return dataset.io_table()


@pytest.fixture(scope="module")
def flows(table):
    return np.asarray(table.Z, dtype=np.float64)


@pytest.fixture(scope="module")
def coefficients(flows, table):
    return np.divide(flows, table.x, out=np.zeros_like(flows), where=table.x > 0)


@pytest.fixture(scope="module")
def national(flows, table):
    """Input coefficients of the nation, from the flows of all provinces."""
    n = len(table.regions)
    size = len(table.sectors)
    return flows.reshape(n, size, n, size).sum(axis=(0, 2)) / table.x.reshape(n, size).sum(axis=0)


def top_inputs(national, table, sector, most):
    order = np.argsort(-national[:, table.sectors.index(sector)])
    return [table.sectors[i] for i in order[:most]]


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
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) < 12e6


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


def test_table_balances_exactly(table, flows):
    final = np.asarray(table.Y, dtype=np.float64)
    scale = table.x.max()
    uses = flows.sum(axis=1) + final.sum(axis=1) + table.ex + table.err
    costs = flows.sum(axis=0) + table.imports + table.value_added
    assert np.abs(uses - table.x).max() <= 1e-12 * scale
    assert np.abs(costs - table.x).max() <= 1e-12 * scale
    assert not table.err.any()
    for part in (flows, final, table.ex, table.imports, table.value_added, table.x):
        assert np.all(part >= 0)


def test_table_has_the_shapes_of_31_provinces_and_42_sectors(table):
    assert table.regions == PROVINCES.ids
    assert (table.year, table.scheme, table.n) == (2017, "consistent42", 1302)
    assert table.Z.shape == (1302, 1302)
    assert table.Y.shape == (1302, 155)


def test_tibet_emissions_are_unknown_and_said_so(dataset, table):
    tibet = table.block("CN-XZ")
    assert np.isnan(table.co2_mt[tibet]).all()
    assert np.isnan(table.co2_mt).sum() == 42
    assert [f.level for f in dataset.findings if f.region == "CN-XZ"] == ["missing"]


def test_emissions_row_is_the_inventory_without_households(dataset, table):
    mapped = {s.sector for s in concordance("consistent42", 2017)}
    producing = [i for i, s in enumerate(INVENTORY_SECTORS) if s in mapped]
    wanted = dataset.provincial.co2_mt[:, YEAR_2017, producing].sum()
    assert np.nansum(table.co2_mt) == pytest.approx(wanted, rel=1e-12)
    assert len(producing) == 45


def test_nothing_emits_without_output(table):
    assert not np.any(np.nan_to_num(table.co2_mt)[table.x == 0])


def test_published_cells_are_met(table):
    held = read_held()
    shape = (31, 42)
    pairs = {"output_cny_1e4": table.x, "value_added": table.value_added, "exports": table.ex}
    for name, values in pairs.items():
        known = held[name] > 0
        error = np.abs(values.reshape(shape)[known] / held[name][known] - 1)
        assert np.median(error) < 1e-6, name
    known = held["co2_mt"] > 1
    known[PROVINCES.ids.index("CN-XZ")] = False
    error = np.abs(table.co2_mt.reshape(shape)[known] / held["co2_mt"][known] - 1)
    assert np.median(error) < 0.01


def test_provinces_add_up_to_the_nation(table):
    output = table.x.reshape(31, 42).sum(axis=0)
    assert np.abs(output / derive_nation().output - 1).max() < 0.01


def test_value_added_is_near_gdp(table):
    value_added = table.value_added.reshape(31, 42).sum(axis=1) / 1e4
    ratio = value_added / np.array([gdp().get(r, 2017) for r in table.regions])
    assert 0.85 < ratio.min() <= ratio.max() < 1.2


def test_largest_links_cover_the_usual_share(table, flows):
    covered = []
    for region in table.regions:
        block = flows[table.block(region), table.block(region)].ravel()
        covered.append(np.sort(block)[-EDGES:].sum() / block.sum())
    assert min(covered) >= 0.63
    assert max(covered) <= 0.93
    assert 0.68 <= np.mean(covered) <= 0.8


def test_own_use_is_among_the_largest_links(table, flows):
    block = flows[table.block("CN-GD"), table.block("CN-GD")]
    largest = np.argsort(-block.ravel())[:EDGES]
    assert 10 <= np.sum(largest // 42 == largest % 42) <= 35


def test_leontief_inverse_exists_with_usual_multipliers(coefficients, national):
    # Column sums below 1 bound the spectral radius below 1.
    assert coefficients.sum(axis=0).max() < 0.95
    multipliers = np.linalg.inv(np.eye(42) - national).sum(axis=0)
    assert multipliers.min() > 1.3
    assert multipliers.max() < 3.2
    assert 2.0 < multipliers.mean() < 2.7


def test_value_added_shares_are_plausible(table):
    active = table.x > 0
    share = table.value_added[active] / table.x[active]
    assert 0.05 < share.min() <= share.max() < 0.95
    assert 0.3 < np.median(share) < 0.4


@pytest.mark.parametrize(
    ("user", "supplier", "most"),
    [
        ("metals", "petroleum_coking", 5),
        ("metals", "metal_ores", 3),
        ("power", "coal_mining", 3),
        ("food", "agriculture", 1),
        ("construction", "nonmetal_minerals", 1),
        ("gas_supply", "oil_gas_extraction", 1),
    ],
)
def test_each_sector_buys_what_it_is_made_of(national, table, user, supplier, most):
    assert supplier in top_inputs(national, table, user, most)


def test_provinces_buy_from_neighbours_before_the_far_west(table, flows):
    def bought(origin, destination, sector="nonmetal_minerals"):
        row = table.index(origin, sector)
        return flows[row, table.block(destination)].sum() / table.x[row]

    assert bought("CN-HE", "CN-BJ") > 5 * bought("CN-XJ", "CN-BJ")
    assert bought("CN-GD", "CN-GD") > bought("CN-GD", "CN-HN")


def test_distances_are_those_of_the_map():
    distance = calc_distances()
    assert np.array_equal(distance, distance.T)
    place = PROVINCES.ids.index
    assert distance[place("CN-BJ"), place("CN-SH")] == pytest.approx(1070, abs=20)
    assert [r["region"] for r in published.read("capitals")] == list(PROVINCES.ids)


def test_trade_meets_supply_and_demand():
    flows = calc_trade(
        np.array([[6.0, 4.0]]),
        np.array([[5.0, 5.0]]),
        np.array([[1.0, 10.0], [10.0, 1.0]]),
        np.array([1.0]),
        np.array([2.0]),
    )[0]
    assert flows.sum(axis=1) == pytest.approx([6, 4])
    assert flows.sum(axis=0) == pytest.approx([5, 5])
    # Balancing keeps the odds ratio of the seed: (1·2)² / (1/10)².
    odds = flows[0, 0] * flows[1, 1] / (flows[0, 1] * flows[1, 0])
    assert odds == pytest.approx(400)


@given(arrays(float, (4, 3), elements=st.floats(0.1, 10)), st.floats(0.1, 1e6))
def test_balance_meets_both_margins(seed, scale):
    rows = np.array([1.0, 2.0, 3.0, 4.0]) * scale
    columns = np.array([5.0, 4.0, 1.0]) * scale
    held = balance(seed, rows, columns)
    assert held.sum(axis=1) == pytest.approx(rows)
    assert held.sum(axis=0) == pytest.approx(columns)


def test_balance_refuses_what_the_zeros_forbid():
    with pytest.raises(ValueError, match="no balance after 50 rounds"):
        balance(np.eye(2), np.array([1.0, 2.0]), np.array([2.0, 1.0]), most=50)


def test_technology_is_close_to_the_published_shares():
    nation = derive_nation()
    shares = nation.A.sum(axis=0) + nation.value_added + nation.imports
    assert np.abs(shares - 1).max() < 2e-4
    main = {(r["input"], r["user"]): r for r in published.read("io_inputs_2017")}
    assert float(main["coal_mining", "power"]["domestic_input_coefficient"]) > 0.1


def test_affinity_keeps_groups_whole():
    sectors = published.read_national_sectors()[:, YEAR_2017]
    affinity = calc_affinity(sectors, np.ones((30, 47)))
    members = published.read_groups()["mining"]
    share = affinity[:, members] @ sectors[members] / sectors[members].sum()
    assert np.median(share) == pytest.approx(1, abs=0.01)
    assert 0.95 < share.min() <= share.max() < 1.2


def test_command_checks_and_refuses_what_it_does_not_know(capsys):
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "as stored\n"
    assert main(["--chek"]) == 2
    assert "--check" in capsys.readouterr().err

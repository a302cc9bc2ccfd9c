"""The demonstration tables: identities exactly, published cells kept, each year of its own."""

import numpy as np
import pytest

from data.dataset import Dataset
from data.series import gdp
from data.synthesis import published
from data.synthesis.files import FOLDER
from data.synthesis.held import read_held
from data.synthesis.technology import derive_nation
from data.vocabulary import INVENTORY_SECTORS, PROVINCES, concordance

EDGES = 88
SHAPE = (31, 42)


@pytest.fixture(scope="module")
def dataset():
    return Dataset(FOLDER)


@pytest.fixture(scope="module", params=published.IO_YEARS)
def table(dataset, request):
    return dataset.io_table(request.param)


@pytest.fixture(scope="module")
def flows(table):
    return np.asarray(table.Z)


@pytest.fixture(scope="module")
def national(table):
    """Input coefficients of the nation, from the flows of all provinces."""
    return national_coefficients(table)


def national_coefficients(table):
    return table.Z.reshape(31, 42, 31, 42).sum(axis=(0, 2)) / table.x.reshape(SHAPE).sum(axis=0)


def top_inputs(national, table, sector, most):
    order = np.argsort(-national[:, table.sectors.index(sector)])
    return [table.sectors[i] for i in order[:most]]


def test_the_years_are_those_of_the_published_tables(dataset):
    assert dataset.io_years == published.IO_YEARS == (2012, 2015, 2017)
    assert dataset.io_table().year == 2017


def test_table_has_the_shapes_of_31_provinces_and_42_sectors(table):
    assert table.regions == PROVINCES.ids
    assert (table.scheme, table.n, table.level) == ("consistent42", 1302, "provinces")
    assert table.Z.shape == (1302, 1302)
    assert table.Y.shape == (1302, 155)
    assert table.kind == "demonstration"


def test_table_balances_exactly_in_every_sector(table, flows):
    uses = flows.sum(axis=1) + table.Y.sum(axis=1) + table.ex + table.err
    costs = flows.sum(axis=0) + table.imports + table.value_added
    assert uses == pytest.approx(table.x, rel=1e-12, abs=1e-6)
    assert costs == pytest.approx(table.x, rel=1e-12, abs=1e-6)
    assert not table.err.any()
    for part in (flows, table.Y, table.ex, table.imports, table.value_added, table.x):
        assert np.all(part >= 0)


def test_tibet_emissions_are_unknown_and_said_so(dataset, table):
    tibet = table.block("CN-XZ")
    assert np.isnan(table.co2_mt[tibet]).all()
    assert np.isnan(table.co2_mt).sum() == 42
    found = dataset.findings_on_table(table, "CN-XZ")
    assert [f.level for f in found] == ["missing"]
    assert str(table.year) in found[0].text.en
    assert dataset.findings_on_table(table, "CN-GD") == []


def test_emissions_row_is_the_inventory_without_households(dataset, table):
    mapped = {s.sector for s in concordance("consistent42", table.year)}
    producing = [i for i, s in enumerate(INVENTORY_SECTORS) if s in mapped]
    inventory = dataset.provincial.co2_mt[:, published.YEARS.index(table.year), producing]
    place = [PROVINCES.ids.index(r) for r in published.REGIONS]
    emitted = table.co2_mt.reshape(SHAPE)[place].sum(axis=1)
    assert emitted == pytest.approx(inventory.sum(axis=(1, 2)), rel=1e-12)
    assert len(producing) == 45


def test_nothing_emits_without_output(table):
    assert not np.any(np.nan_to_num(table.co2_mt)[table.x == 0])


def test_published_cells_are_met(table):
    held = read_held(table.year)
    known = held["output_cny_1e4"] > 0
    assert known.sum() > 750
    error = np.abs(table.x.reshape(SHAPE)[known] / held["output_cny_1e4"][known] - 1)
    assert error.max() < 1e-9
    pairs = {"value_added": table.value_added, "imports": table.imports, "exports": table.ex}
    for name, values in pairs.items():
        wanted = held[f"{name}_cny_1e4"]
        known = wanted > 0
        error = np.abs(values.reshape(SHAPE)[known] / wanted[known] - 1)
        assert np.median(error) < 1e-6, name
    known = held["co2_mt"] > 1
    known[PROVINCES.ids.index("CN-XZ")] = False
    error = np.abs(table.co2_mt.reshape(SHAPE)[known] / held["co2_mt"][known] - 1)
    assert np.median(error) < 0.01


def test_provinces_add_up_to_the_published_nation(dataset):
    output = dataset.io_table(2017).x.reshape(SHAPE).sum(axis=0)
    assert np.abs(output / derive_nation().output - 1).max() < 0.01


def test_value_added_is_near_gdp(table):
    value_added = table.value_added.reshape(SHAPE).sum(axis=1) / 1e4
    size = np.array([gdp().get(r, table.year) for r in table.regions])
    assert 0.95 < value_added.sum() / size.sum() < 1.1
    # Outputs follow GDP as first announced, which some provinces later put far lower.
    assert 0.75 < (value_added / size).min() <= (value_added / size).max() < 1.6


def test_largest_links_cover_the_usual_share_in_every_province(table, flows):
    covered = []
    for region in table.regions:
        block = flows[table.block(region), table.block(region)].ravel()
        covered.append(np.sort(block)[-EDGES:].sum() / block.sum())
    assert 0.63 <= min(covered) <= max(covered) <= 0.93
    assert 0.73 <= np.mean(covered) <= 0.77


def test_own_use_is_among_the_largest_links(table, flows):
    block = flows[table.block("CN-GD"), table.block("CN-GD")]
    largest = np.argsort(-block.ravel())[:EDGES]
    assert 10 <= np.sum(largest // 42 == largest % 42) <= 35


def test_multipliers_are_in_the_range_of_the_national_table(table, flows, national):
    # Column sums below 1 bound the spectral radius below 1.
    inputs = flows.sum(axis=0)
    assert np.all(inputs <= 0.95 * table.x)
    multipliers = np.linalg.inv(np.eye(42) - national).sum(axis=0)
    assert 1.5 <= multipliers.min() <= multipliers.max() <= 3.1
    assert 2.2 < multipliers.mean() < 2.6


def test_most_inputs_come_from_the_own_province(table, flows):
    own = np.einsum("iaib->", flows.reshape(31, 42, 31, 42))
    assert 0.55 < own / flows.sum() < 0.75


def test_value_added_shares_are_plausible(table):
    active = table.x > 0
    share = table.value_added[active] / table.x[active]
    assert 0.04 < share.min() <= share.max() < 0.8
    assert 0.28 < np.median(share) < 0.4


def test_years_differ_by_a_modest_drift_of_technology(dataset):
    then, between, now = (
        national_coefficients(dataset.io_table(year)) for year in published.IO_YEARS
    )
    main = now >= 0.02
    early = np.median(np.abs(np.log(then[main] / now[main])))
    late = np.median(np.abs(np.log(between[main] / now[main])))
    assert 0.03 < late < early < 0.25


def test_the_economy_grows_between_the_years(dataset):
    output = [dataset.io_table(year).x.sum() for year in published.IO_YEARS]
    assert output == sorted(output)
    # Published outputs of the cells held in both years grow by 38 % from 2012 to 2017.
    assert 1.3 < output[2] / output[0] < 1.5


def test_change_since_2012_splits_into_more_demand_and_less_of_everything_else(dataset):
    tables = [dataset.io_table(year) for year in (2012, 2017)]
    emitted = [np.nan_to_num(t.co2_mt) for t in tables]
    f = [np.divide(e, t.x, out=0 * e, where=t.x > 0) for e, t in zip(emitted, tables, strict=True)]
    demand = np.stack([t.Y.sum(axis=1) + t.ex for t in tables], axis=1)
    output = []
    for table in tables:
        A = np.divide(table.Z, table.x, out=np.zeros_like(table.Z), where=table.x > 0)
        output.append(np.linalg.solve(np.eye(len(A)) - A, demand))
    first = f[0] @ output[0][:, 0]
    assert first == pytest.approx(emitted[0].sum(), rel=1e-9)
    assert f[1] @ output[1][:, 1] == pytest.approx(emitted[1].sum(), rel=1e-9)
    # One factor of 2017 at a time: intensity, technology, demand.
    assert -0.1 * first < f[1] @ output[0][:, 0] - first < 0
    assert -0.3 * first < f[0] @ output[1][:, 0] - first < 0
    assert 0.1 * first < f[0] @ output[0][:, 1] - first < 0.6 * first


@pytest.mark.parametrize(
    ("user", "supplier", "most"),
    [
        ("metals", "petroleum_coking", 5),
        ("metals", "metal_ores", 3),
        ("power", "coal_mining", 3),
        ("food", "agriculture", 1),
        ("construction", "nonmetal_minerals", 1),
        ("gas_supply", "oil_gas_extraction", 2),
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

"""Input-output accounts against the textbook, identities, brute force and pymrio."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DataMissingError, InputError
from tests.small_io import (
    IDLE,
    POWER,
    SECTORS,
    make_arrays,
    make_co2,
    plain_accounts,
    small_table,
    write_world,
)
from tools.supply_chain.accounts.accounts import (
    build_accounts,
    concordance_matrix,
    direct_emissions,
    open_accounts,
)
from tools.supply_chain.algebra.leontief import (
    direct_intensity,
    extraction_loss,
    ghosh_row_sums,
    leontief_inverse,
    linkages,
    technical_coefficients,
    total_intensity,
)


def test_miller_and_blair_two_sectors():
    Z, x = np.array([[150.0, 500.0], [200.0, 100.0]]), np.array([1000.0, 2000.0])
    L = leontief_inverse(technical_coefficients(Z, x))
    assert L.round(4).tolist() == [[1.2541, 0.33], [0.264, 1.1221]]
    assert pytest.approx([1247.5, 1841.6], abs=0.05) == L @ [600.0, 1500.0]


def test_a_sector_without_output_has_no_inputs_and_no_intensity():
    A = technical_coefficients(np.array([[1.0, 5.0], [2.0, 5.0]]), np.array([10.0, 0.0]))
    assert A.tolist() == [[0.1, 0.0], [0.2, 0.0]]
    assert direct_intensity(np.array([3.0, 3.0]), np.array([10.0, 0.0])).tolist() == [3e5, 0.0]


def test_unknown_emissions_stay_unknown():
    assert np.isnan(direct_intensity(np.array([np.nan]), np.array([1.0])))[0]


@pytest.mark.parametrize("A", [np.eye(2), np.array([[0.1, np.nan], [0.2, 0.1]])])
def test_a_table_without_inverse_is_refused_in_words(A):
    with pytest.raises(InputError) as error:
        leontief_inverse(A)
    assert "列昂惕夫" in error.value.text.zh


def random_accounts(seed, regions=3, sectors=4):
    Z, Y, ex, err, x = make_arrays(regions, sectors, seed)
    co2 = np.random.default_rng(seed).gamma(1.0, 3.0, regions * sectors)
    return plain_accounts(Z, Y, ex, err, x, co2, regions)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_output_is_what_demand_exports_and_error_call_forth(seed):
    accounts = random_accounts(seed)
    assert accounts.L @ accounts.all_demand == pytest.approx(accounts.table.x)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_transfers_exports_and_error_add_up_to_production(seed):
    accounts = random_accounts(seed)
    used = accounts.transfers_mt.sum(axis=1) + accounts.exports_mt + accounts.error_mt
    assert used == pytest.approx(accounts.production_mt)
    assert accounts.transfers_mt.sum(axis=0) == pytest.approx(accounts.consumption_mt)


@pytest.mark.parametrize("k", [0, 5, 11])
def test_extraction_is_what_inverting_again_gives(k):
    accounts = random_accounts(3)
    f, x, demand = accounts.f, accounts.table.x, accounts.all_demand
    A, rest = accounts.A.copy(), demand.copy()
    A[k] = A[:, k] = rest[k] = 0
    without = f @ np.linalg.inv(np.eye(len(f)) - A)
    whole = (f @ x - without @ rest) / 1e6
    keeping = (f @ x - without @ np.where(np.arange(len(f)) == k, demand, rest)) / 1e6
    given_back = [
        extraction_loss(f, accounts.L, x, demand, v)[k]
        for v in ("whole", "keeping_demand", "chain_only")
    ]
    assert given_back == pytest.approx([whole, keeping, whole - f[k] * x[k] / 1e6])


def test_linkages_average_one_and_ghosh_matches_its_own_inverse():
    accounts = random_accounts(4)
    power, sensitivity = linkages(accounts.L)
    assert (power.mean(), sensitivity.mean()) == pytest.approx((1, 1))
    B = accounts.table.Z / accounts.table.x[:, None]
    G = np.linalg.inv(np.eye(len(B)) - B)
    assert ghosh_row_sums(accounts.L, accounts.table.x) == pytest.approx(G.sum(axis=1))


def test_pymrio_agrees():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pymrio

        world = pymrio.load_test().calc_all()
        A = technical_coefficients(world.Z.to_numpy(), world.x.to_numpy().ravel())
        e = world.emissions.F.to_numpy()[0]
        regions = list(world.get_regions())
        demand = world.Y.T.groupby(level="region", sort=False).sum().T[regions].to_numpy()
        cba = world.emissions.D_cba_reg.iloc[0][regions].to_numpy()
        pba = world.emissions.D_pba_reg.iloc[0][regions].to_numpy()
        direct_by_users = world.emissions.F_Y.iloc[0].groupby(level="region", sort=False).sum()
    L = leontief_inverse(A)
    assert pytest.approx(world.A.to_numpy()) == A
    assert pytest.approx(world.L.to_numpy()) == L
    f = direct_intensity(e, world.x.to_numpy().ravel()) / 1e6
    own = direct_by_users[regions].to_numpy()
    assert total_intensity(f, L) @ demand + own == pytest.approx(cba)
    assert e.reshape(len(regions), -1).sum(axis=1) + own == pytest.approx(pba)


def test_the_tables_own_row_comes_first_and_tibet_stays_unknown(tmp_path):
    accounts = open_accounts(write_world(tmp_path))
    assert accounts.emissions.origins == ("table", "table", "unknown")
    assert accounts.unknown == ("CN-XZ",)
    assert accounts.emissions.co2_mt[POWER] == 150.0
    assert np.isnan(accounts.production_mt).tolist() == [False, False, True]
    assert accounts.f[accounts.table.block("CN-XZ")].max() == 0
    assert np.isfinite(accounts.transfers_mt).all()
    assert accounts.citation == accounts.table.source.citation


def test_without_a_row_the_inventory_is_mapped_and_nothing_is_lost(tmp_path):
    accounts = open_accounts(write_world(tmp_path, co2="none", inventory_mt=94.0))
    assert accounts.emissions.origins == ("inventory", "inventory", "unknown")
    assert accounts.production_mt[0] == pytest.approx(94.0 * 45 / 47)
    assert accounts.emissions.households_mt[:2] == pytest.approx(94.0 * 2 / 47)
    assert "small inventory" in accounts.citation


def test_a_row_of_zeros_is_no_measurement(tmp_path):
    accounts = open_accounts(write_world(tmp_path, co2="zeros"))
    assert accounts.emissions.origins == ("inventory", "table", "unknown")


def test_without_row_and_inventory_the_reader_learns_what_to_import(tmp_path):
    with pytest.raises(DataMissingError, match="2017"):
        open_accounts(write_world(tmp_path, co2="none", inventory_mt=None))


def test_demonstration_tables_mark_what_is_drawn_from_them(tmp_path):
    dataset = write_world(tmp_path, co2="none", kind="demonstration")
    assert open_accounts(dataset).kind == "demonstration"


def test_accounts_are_computed_once_a_table(tmp_path):
    dataset = write_world(tmp_path / "a")
    assert open_accounts(dataset) is open_accounts(dataset, 2017)
    assert open_accounts(dataset) is not open_accounts(write_world(tmp_path / "b"))


def test_emissions_of_sectors_without_output_are_counted_apart():
    table = small_table()
    co2 = make_co2(table.x)
    co2[IDLE] = 2.5
    table = small_table(co2_mt=co2)
    accounts = build_accounts(table, direct_emissions(table, None))
    assert accounts.stranded_mt[:2].tolist() == [2.5, 0.0]
    assert accounts.direct_mt[:42].sum() + 2.5 == pytest.approx(accounts.production_mt[0])


def test_the_concordance_passes_every_producing_sector_on_whole():
    weights = concordance_matrix(small_table())
    assert weights.shape == (47, len(SECTORS))
    assert sorted(weights.sum(axis=1).round(9)) == [0.0, 0.0, *[1.0] * 45]

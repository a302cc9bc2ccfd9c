"""The accounts of a region: by hand, against pymrio, and their identities; the split by fuel."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS
from tests.small_io import IDLE, make_arrays, plain_accounts, small_table, write_world
from tools.supply_chain.accounts.accounts import build_accounts, direct_emissions, open_accounts
from tools.supply_chain.accounts.fuels import open_fuels
from tools.supply_chain.algebra.leontief import transfers, transfers_by_fuel
from tools.supply_chain.footprint.balance import (
    Balance,
    embodied_by_category,
    embodied_by_emitter,
    embodied_in_products,
)

HOME, OTHER = "CN-GD", "CN-JS"


def by_hand():
    """Two regions of one sector: A = [[0, .2], [.5, 0]], L = [[1, .2], [.5, 1]] / 0.9."""
    Y = np.zeros((2, 10))
    Y[0, 0], Y[1, 3], Y[1, 5] = 80.0, 10.0, 80.0
    ex, err = np.array([10.0, 0.0]), np.zeros(2)
    x = np.array([[1, 0.2], [0.5, 1]]) @ [90.0, 90.0] / 0.9
    Z = np.array([[0, 0.2 * x[1]], [0.5 * x[0], 0]])
    return plain_accounts(Z, Y, ex, err, x, np.array([12.0, 30.0]), 2)


def test_two_regions_by_hand():
    accounts = by_hand()
    home, other = Balance(accounts, HOME), Balance(accounts, OTHER)
    # x = (120, 150); f = 0.1 and 0.2 Mt; demand of home (80, 10): L·y = (820, 500) / 9.
    assert accounts.table.x.tolist() == pytest.approx([120.0, 150.0])
    assert (home.own_mt, home.inward_mt) == pytest.approx((8.2 / 0.9, 10 / 0.9))
    assert (home.outward_mt, home.exports_mt) == pytest.approx((1.6 / 0.9, 1 / 0.9))
    assert home.sectors_mt == pytest.approx((8.2 + 1.6 + 1) / 0.9) == pytest.approx(12.0)
    assert home.consumption_mt == pytest.approx(18.2 / 0.9)
    assert other.inward_mt == pytest.approx(home.outward_mt)
    assert other.outward_mt == pytest.approx(home.inward_mt)
    assert embodied_by_category(accounts, 0).tolist() == pytest.approx(
        [80 * (0.1 + 0.2 * 0.5) / 0.9, 0, 0, 10 * (0.1 * 0.2 + 0.2) / 0.9, 0]
    )


def random_accounts(seed, regions=3, sectors=4):
    Z, Y, ex, err, x = make_arrays(regions, sectors, seed)
    co2 = np.random.default_rng(seed).gamma(1.0, 3.0, regions * sectors)
    return plain_accounts(Z, Y, ex, err, x, co2, regions)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_every_split_adds_up_to_the_footprint_and_the_parts_to_production(seed):
    accounts = random_accounts(seed)
    for place, region in enumerate(accounts.table.regions):
        balance = Balance(accounts, region)
        embodied, demand = embodied_in_products(accounts, place)
        splits = [
            embodied_by_category(accounts, place),
            embodied,
            embodied_by_emitter(accounts, place),
        ]
        assert [s.sum() for s in splits] == pytest.approx([balance.embodied_mt] * 3)
        assert demand.sum() == pytest.approx(accounts.demand[:, place].sum())
        assert balance.holds
        assert balance.gap_mt == pytest.approx(0, abs=1e-6)
        assert embodied_by_emitter(accounts, place).sum(axis=1) == pytest.approx(
            accounts.transfers_mt[:, place]
        )


def test_a_table_that_does_not_balance_is_noticed():
    Z, Y, ex, err, x = make_arrays(3, 4, 1)
    accounts = plain_accounts(Z, Y, ex, err, 1.05 * x, np.full(12, 2.0), 3)
    balance = Balance(accounts, HOME)
    assert not balance.holds
    assert balance.gap_mt > 0.1


def test_pymrio_agrees_on_a_random_system():
    Z, Y, ex, err, x = make_arrays(3, 5, 11)
    Y[:, 0] += ex + err  # pymrio knows no exports beside final demand
    co2 = np.random.default_rng(1).gamma(1.0, 3.0, 15)
    accounts = plain_accounts(Z, Y, 0 * ex, 0 * err, x, co2, 3)
    names = pd.MultiIndex.from_product([["a", "b", "c"], list("vwxyz")], names=["region", "sector"])
    uses = pd.MultiIndex.from_product([["a", "b", "c"], range(5)], names=["region", "category"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pymrio

        world = pymrio.IOSystem(
            Z=pd.DataFrame(Z, names, names), Y=pd.DataFrame(Y, names, uses), name="random"
        )
        world.co2 = pymrio.Extension(
            name="co2", F=pd.DataFrame([co2], pd.Index(["co2"], name="stressor"), names),
            unit=pd.DataFrame(["Mt"], ["co2"], ["unit"]),
        )  # fmt: skip
        world.calc_all()
        consumed = world.co2.D_cba_reg.loc["co2"].to_numpy(dtype=float)
        produced = world.co2.D_pba_reg.loc["co2"].to_numpy(dtype=float)
        imported = world.co2.D_imp_reg.loc["co2"].to_numpy(dtype=float)
        exported = world.co2.D_exp_reg.loc["co2"].to_numpy(dtype=float)
    held = [Balance(accounts, r) for r in accounts.table.regions]
    assert [b.consumption_mt for b in held] == pytest.approx(consumed)
    assert [b.production_mt for b in held] == pytest.approx(produced)
    assert [b.inward_mt for b in held] == pytest.approx(imported)
    assert [b.outward_mt for b in held] == pytest.approx(exported)


def test_tibet_is_unknown_and_others_are_lower_bounds(tmp_path):
    accounts = open_accounts(write_world(tmp_path))
    tibet, home = Balance(accounts, "CN-XZ"), Balance(accounts, HOME)
    assert (tibet.sectors_mt, tibet.production_mt, tibet.households_mt) == (None, None, None)
    assert tibet.consumption_mt > 0
    assert home.is_lower_bound
    assert home.production_mt == pytest.approx(home.sectors_mt + 100 * 2 / 47)


def test_sectors_without_output_are_a_part_of_production():
    table = small_table()
    co2 = np.array(table.co2_mt)
    co2[IDLE] = 2.5
    table = small_table(co2_mt=co2)
    balance = Balance(build_accounts(table, direct_emissions(table, None)), HOME)
    assert balance.stranded_mt == 2.5
    assert balance.holds


def fuel_world(tmp_path):
    """The small world with power all natural gas and metals without any inventory."""
    dataset = write_world(tmp_path)
    cell = np.load(tmp_path / "inventory.npy")
    power = INVENTORY_SECTORS.index("power")
    cell[:, :, power, :] = 0
    cell[:, :, power, INVENTORY_FUELS.index("natural_gas")] = 7.0
    cell[0, :, INVENTORY_SECTORS.index("farming")] = 0
    np.save(tmp_path / "inventory.npy", cell)
    return dataset


def test_fuels_share_out_the_tables_own_row(tmp_path):
    dataset = fuel_world(tmp_path)
    accounts = open_accounts(dataset)
    fuels = open_fuels(dataset, accounts)
    table = accounts.table
    gas = fuels.intensities(accounts.f, ("natural_gas",))[0]
    power, farming = table.index(HOME, "power"), table.index(HOME, "agriculture")
    assert gas[power] == accounts.f[power]
    assert fuels.intensities(accounts.f, ("raw_coal",))[0][power] == 0
    assert not fuels.split[farming]
    assert fuels.unsplit(accounts.f)[farming] == accounts.f[farming]
    assert fuels.intensities(accounts.f)[:, table.block("CN-XZ")].max() == 0
    whole = fuels.intensities(accounts.f).sum(axis=0) + fuels.unsplit(accounts.f)
    assert whole == pytest.approx(accounts.f)


def test_transfers_of_all_fuels_and_of_none_known_add_up(tmp_path):
    dataset = fuel_world(tmp_path)
    accounts = open_accounts(dataset)
    fuels = open_fuels(dataset, accounts)
    by_fuel = transfers_by_fuel(fuels.intensities(accounts.f), accounts.outputs)
    rest = transfers(fuels.unsplit(accounts.f), accounts.outputs)
    assert by_fuel.shape == (18, 3, 3)
    assert by_fuel.sum(axis=0) + rest == pytest.approx(accounts.transfers_mt)


def test_without_an_inventory_of_the_year_there_is_no_split(tmp_path):
    dataset = write_world(tmp_path, inventory_mt=None)
    assert open_fuels(dataset, open_accounts(dataset)) is None

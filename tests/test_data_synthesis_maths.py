"""The mathematics of the generator: balancing, trade, technology, sector weights."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.synthesis import published
from data.synthesis.backcast import trace_outputs
from data.synthesis.held import calc_affinity, read_held
from data.synthesis.io_table import vary_technology
from data.synthesis.provinces import read_sizes
from data.synthesis.ras import balance
from data.synthesis.realism import (
    calc_covered_shares,
    calc_home_share,
    calc_linkages,
    calc_multipliers,
)
from data.synthesis.technology import MAIN_FROM, SECTORS, derive_nation
from data.synthesis.trade import calc_distances, calc_trade
from data.vocabulary import PROVINCES
from tests.small_io import small_table


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
    sectors = published.read_national_sectors()[:, published.YEARS.index(2017)]
    affinity = calc_affinity(2017, sectors, np.ones((30, 47)))
    members = published.read_groups()["mining"]
    share = affinity[:, members] @ sectors[members] / sectors[members].sum()
    assert np.median(share) == pytest.approx(1, abs=0.01)
    assert 0.95 < share.min() <= share.max() < 1.2


def test_a_group_that_reads_zero_keeps_the_national_pattern():
    # Hainan 2012: chemicals read 0.00 Mt in the table, 0.059 Mt in the published group.
    sectors = published.read_national_sectors()[:, published.YEARS.index(2012)]
    affinity = calc_affinity(2012, sectors, np.ones((30, 47)))
    members = published.read_groups()["chemicals"]
    assert affinity[published.REGIONS.index("CN-HI"), members] == pytest.approx(1)


def test_published_outputs_survive_the_way_back():
    anchored = np.full((31, 42), 1000.0)
    traced = trace_outputs(anchored, 2012)
    held = read_held(2012)["output_cny_1e4"]
    known = ~np.isnan(held)
    assert np.array_equal(traced[known], held[known])
    assert np.all(traced[~known] > 0)
    # Chemicals are published for 30 provinces in both years, so their own growth counts.
    place = PROVINCES.ids.index("CN-XZ"), SECTORS.index("chemicals")
    assert np.isnan(held[place])
    growth = np.nansum(held[:, place[1]]) / np.nansum(
        read_held(2017)["output_cny_1e4"][:, place[1]]
    )
    size = read_sizes(2012)[place[0]] / read_sizes(2017)[place[0]]
    assert traced[place] == pytest.approx(1000 * growth * size, rel=0.02)


def test_provinces_vary_around_the_national_technology():
    national = np.full((42, 42), 2 * MAIN_FROM)
    national[:, 1::2] = MAIN_FROM / 2
    varied = vary_technology(national)
    assert varied.shape == (42, 31, 42)
    assert varied.mean(axis=1) == pytest.approx(national, rel=1.5)
    deviation = np.log(varied / national[:, None, :]).std(axis=(0, 1))
    assert deviation[1::2].min() > 4 * deviation[0::2].max()
    assert np.array_equal(varied, vary_technology(national))


def test_largest_links_are_the_88_largest_cells():
    table = small_table()
    block = np.asarray(table.Z[:42, :42])
    largest = sorted(block.ravel().tolist(), reverse=True)[:88]
    assert calc_covered_shares(table)[0] == pytest.approx(sum(largest) / block.sum())


def test_multipliers_are_those_of_the_nation():
    # Two regions of one sector: half of all output is bought back, 1 / (1 − 6/12) = 2.
    table = replace(
        small_table(),
        regions=("CN-GD", "CN-JS"),
        sectors=("power",),
        Z=np.array([[1.0, 4.0], [1.0, 0.0]]),
        x=np.array([4.0, 8.0]),
    )
    assert calc_multipliers(table) == pytest.approx([2.0])
    # By hand: column sums of the inverse of [[3/4, −1/2], [−1/4, 1]].
    assert calc_linkages(table) == pytest.approx([2.0, 2.0])
    assert calc_home_share(table) == pytest.approx(1 / 6)

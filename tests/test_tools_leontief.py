"""The algebra of the engine: block factors, the inverse by blocks, one changed column, fuels."""

import warnings
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InputError
from tools.supply_chain.algebra import factors as blocks
from tools.supply_chain.algebra.factors import factorise, invert, is_inverse
from tools.supply_chain.algebra.leontief import (
    change_column,
    direct_intensity,
    leontief_inverse,
    sum_by_region,
    technical_coefficients,
    total_intensity,
    transfers,
    transfers_by_fuel,
)

SEEDS = st.integers(0, 10_000)


def random_A(n, seed, most=0.9):
    """Coefficients of a productive economy: every column sums to at most ``most``."""
    A = np.random.default_rng(seed).gamma(0.3, 1.0, (n, n))
    return A * most / A.sum(axis=0).max()


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 4)
    monkeypatch.setattr(blocks, "STRIP", 3)


@settings(max_examples=30)
@given(SEEDS, st.integers(1, 60))
def test_blocks_give_what_lapack_gives(seed, n):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", 7)
        patch.setattr(blocks, "STRIP", 10)
        A = random_A(n, seed)
        L = np.linalg.inv(np.eye(n) - A)
        random = np.random.default_rng(seed)
        demand, intensities = random.random((n, 3)), random.random((2, n))
        found = factorise(A)
        assert invert(A) == pytest.approx(L)
        assert found.solve(demand) == pytest.approx(L @ demand)
        assert found.solve(demand[:, 0]) == pytest.approx(L @ demand[:, 0])
        assert found.solve_left(intensities) == pytest.approx(intensities @ L)
        assert found.solve_left(intensities[0]) == pytest.approx(intensities[0] @ L)


def test_a_matrix_that_needs_exchange_of_rows_is_left_to_lapack(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 1)
    A = np.array([[1.0, 0.5], [0.5, 0.0]])
    assert factorise(A) is None
    assert invert(A) is None
    assert leontief_inverse(A) == pytest.approx(np.linalg.inv(np.eye(2) - A))


@pytest.mark.parametrize("place", [(0, 0), (11, 3), (5, 11)])
def test_a_wrong_number_in_an_inverse_is_noticed(small_blocks, place):
    A = random_A(12, 1)
    L = leontief_inverse(A)
    assert is_inverse(A, L)
    L[place] += 1e-6
    assert not is_inverse(A, L)


def test_a_table_that_only_just_has_no_inverse_is_refused():
    A = np.array([[0.5, 0.5], [0.5, 0.5]])
    with pytest.raises(InputError):
        leontief_inverse(A)


def test_chiangs_three_industries():
    """Chiang & Wainwright, Fundamental Methods of Mathematical Economics, section 5.7."""
    A = np.array([[0.2, 0.3, 0.2], [0.4, 0.1, 0.2], [0.1, 0.3, 0.2]])
    demand = np.array([10.0, 5.0, 6.0])
    x = leontief_inverse(A) @ demand
    assert A @ x + demand == pytest.approx(x)
    assert x.round(2).tolist() == [24.84, 20.68, 18.36]


@settings(max_examples=30)
@given(SEEDS, st.integers(2, 12))
def test_a_changed_column_is_what_inverting_again_gives(seed, n):
    A, random = random_A(n, seed), np.random.default_rng(seed)
    L, f, demand, k = (
        leontief_inverse(A),
        random.random(n),
        random.random(n),
        int(random.integers(n)),
    )
    delta = -A[:, k] * random.random(n) + 0.05 * random.random(n) / n
    m, x = change_column(L, f @ L, L @ demand, k, delta)
    A[:, k] += delta
    again = np.linalg.inv(np.eye(n) - A)
    assert m == pytest.approx(f @ again)
    assert x == pytest.approx(again @ demand)


def test_a_column_that_uses_up_its_own_output_is_refused():
    L = leontief_inverse(np.array([[0.5, 0.1], [0.1, 0.2]]))
    with pytest.raises(InputError):
        change_column(L, L.sum(axis=0), L.sum(axis=1), 0, np.array([0.6, 0.0]))


@settings(max_examples=20)
@given(SEEDS)
def test_fuels_add_up_to_the_transfers_of_all(seed):
    random = np.random.default_rng(seed)
    by_fuel, outputs = random.random((17, 12)), random.random((12, 3))
    found = transfers_by_fuel(by_fuel, outputs)
    assert found.shape == (17, 3, 3)
    assert found.sum(axis=0) == pytest.approx(transfers(by_fuel.sum(axis=0), outputs))
    assert found[5] == pytest.approx(transfers(by_fuel[5], outputs))


def test_pymrio_agrees_on_a_random_table_of_full_size():
    regions, sectors, random = 31, 42, np.random.default_rng(5)
    n = regions * sectors
    Z = random.gamma(0.2, 1.0, (n, n))
    Y = random.gamma(0.3, 400.0, (n, 5 * regions))
    F = random.gamma(0.3, 1.0, (3, n))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas as pd
        import pymrio

        places = pd.MultiIndex.from_product(
            [range(regions), range(sectors)], names=["region", "sector"]
        )
        uses = pd.MultiIndex.from_product([range(regions), range(5)], names=["region", "category"])
        world = pymrio.IOSystem(Z=pd.DataFrame(Z, places, places), Y=pd.DataFrame(Y, places, uses))
        world.co2 = pymrio.Extension(name="co2", F=pd.DataFrame(F, list("abc"), places))
        world.calc_all()
        consumed = world.co2.D_cba_reg.to_numpy()
        produced = world.co2.D_pba_reg.to_numpy()
    x = Z.sum(axis=1) + Y.sum(axis=1)
    A = technical_coefficients(Z, x)
    L = leontief_inverse(A)
    S = np.array([direct_intensity(row, x) for row in F])
    outputs = L @ Y.reshape(n, regions, 5).sum(axis=2)
    flows = transfers_by_fuel(S, outputs)
    agree = partial(np.testing.assert_allclose, rtol=1e-7, atol=1e-12)
    agree(A, world.A.to_numpy())
    agree(L, world.L.to_numpy())
    agree(total_intensity(S, L) / 1e6, world.co2.M.to_numpy())
    agree(flows.sum(axis=1), consumed)
    agree(flows.sum(axis=2), produced)
    agree(sum_by_region(F.T, regions).T, produced)

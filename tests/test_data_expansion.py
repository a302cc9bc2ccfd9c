"""Flows expanded from the factors in which a table is stored."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.expansion import expand_flows, read_flows

SHARES = arrays(float, (2, 3, 3), elements=st.floats(0, 1))
USE = arrays(float, (2, 3, 4), elements=st.floats(0, 1e6))


def test_each_user_buys_from_the_same_origins():
    origin = np.array([[[0.75, 0.5], [0.25, 0.5]], [[1.0, 0.0], [0.0, 1.0]]])
    use = np.array([[[8.0, 4.0], [2.0, 0.0]], [[1.0, 2.0], [3.0, 4.0]]])
    assert expand_flows(origin, use).tolist() == [
        [6.0, 3.0, 1.0, 0.0],
        [1.0, 2.0, 0.0, 0.0],
        [2.0, 1.0, 1.0, 0.0],
        [0.0, 0.0, 3.0, 4.0],
    ]


@given(SHARES, USE)
def test_every_cell_is_its_origin_times_its_use(origin, use):
    flows = expand_flows(origin, use).reshape(3, 2, 3, 4)
    assert np.array_equal(flows, np.einsum("irs,isk->risk", origin, use))


@given(SHARES, USE)
def test_a_region_uses_what_its_origins_send(origin, use):
    whole = origin.sum(axis=1, keepdims=True)
    origin = np.divide(origin, whole, out=np.zeros_like(origin), where=whole > 0)
    sent = expand_flows(origin, use).reshape(3, 2, -1).sum(axis=0)
    used = np.where(whole[:, 0, :, None] > 0, use, 0).reshape(2, -1)
    assert sent == pytest.approx(used, rel=1e-12)


def test_factors_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="do not fit"):
        expand_flows(np.ones((2, 3, 3)), np.ones((2, 4, 1)))
    with pytest.raises(ValueError, match="do not fit"):
        expand_flows(np.ones((2, 3, 4)), np.ones((2, 3, 1)))


def test_flows_that_are_stored_as_such_stay_as_they_are():
    Z, Y = np.eye(2), np.ones((2, 1))
    held = read_flows({"Z": Z, "Y": Y})
    assert held[0] is Z
    assert held[1] is Y


def test_expanded_flows_are_immutable_like_stored_ones():
    factors = {
        "origin": np.ones((1, 1, 1)),
        "inputs": np.ones((1, 1, 1)),
        "final": np.ones((1, 1, 5)),
    }
    Z, Y = read_flows(factors)
    assert (Z.shape, Y.shape) == ((1, 1), (1, 5))
    with pytest.raises(ValueError, match="read-only"):
        Z[0, 0] = 2
    with pytest.raises(ValueError, match="read-only"):
        Y[0, 0] = 2

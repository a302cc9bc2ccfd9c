"""Leading axes of cases in the pathway equations give what each case alone gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tools.pathways.equations import (
    contract_at_rate,
    contract_to_residual,
    converge,
    follow_reference,
)

some = st.floats(0, 1000).map(lambda v: round(v, 3))
YEARS = np.array([2026, 2030, 2043, 2060])


def cases(low=0.0):
    return arrays(float, (3, 2, 4), elements=st.floats(low, 1000).map(lambda v: round(v, 3)))


@given(
    arrays(float, (3, 2), elements=some),
    cases(),
    arrays(float, (3, 4), elements=st.floats(-0.5, 3)),
    arrays(float, (3, 4), elements=st.floats(0.1, 5000)),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, 2]),
)
def test_cases_converge_as_each_would_alone(CE_b, CA, SI, SA, cap, hold, end):
    chosen = {"cap_share": cap, "hold_below": hold, "end": end}
    together = converge(CE_b, CA, SI, SA, **chosen)
    for n in range(3):
        alone = converge(CE_b[n], CA[n], SI[n], SA[n], **chosen)
        np.testing.assert_array_equal(together.emissions[n], alone.emissions)
        np.testing.assert_array_equal(together.intensity[n], alone.intensity)
        np.testing.assert_array_equal(together.p[n], alone.p)
        assert {k: v[n].tolist() for k, v in together.flags.items()} == {
            k: v.tolist() for k, v in alone.flags.items()
        }


@given(
    arrays(float, (2,), elements=some),
    arrays(float, (2, 4), elements=st.floats(0.1, 1000)),
    arrays(float, (5, 4), elements=st.floats(0.1, 3)),
    arrays(float, (4,), elements=st.floats(0.1, 5000)),
)
def test_one_set_of_entities_meets_many_benchmarks(CE_b, CA, SI, SA):
    together = converge(CE_b, CA, SI, SA)
    for n in range(5):
        alone = converge(CE_b, CA, SI[n], SA)
        np.testing.assert_array_equal(together.emissions[n], alone.emissions)
        assert together.flags.keys() == alone.flags.keys()
        assert all(together.flags[k][n].tolist() == v.tolist() for k, v in alone.flags.items())


@given(arrays(float, (3, 2), elements=some), arrays(float, (3,), elements=st.floats(0, 1)))
def test_cases_contract_as_each_would_alone(emissions, residual):
    left = contract_to_residual(emissions, YEARS, 2060, residual)
    cut = contract_at_rate(emissions, YEARS, 10 * residual)
    for n in range(3):
        alone = contract_to_residual(emissions[n], YEARS, 2060, float(residual[n]))
        np.testing.assert_array_equal(left[n], alone)
        alone = contract_at_rate(emissions[n], YEARS, 10 * float(residual[n]))
        np.testing.assert_array_equal(cut[n], alone)


@given(
    arrays(float, (3, 2), elements=some),
    arrays(float, (3, 4), elements=st.floats(0.1, 1000)),
)
def test_cases_follow_the_reference_as_each_would_alone(CE_b, SE):
    together = follow_reference(CE_b, SE)
    for n in range(3):
        np.testing.assert_array_equal(together[n], follow_reference(CE_b[n], SE[n]))


def test_cases_that_do_not_fit_are_refused():
    CE_b, CA = np.ones((3, 2)), np.ones((3, 2, 4))
    with pytest.raises(ValueError, match="shapes do not fit"):
        converge(CE_b, CA, np.ones((2, 4)), np.ones(4))

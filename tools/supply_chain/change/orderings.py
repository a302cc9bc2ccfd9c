"""The effect of each factor on a change, averaged over every order in which the factors may change.

A factor's effect depends on which others have changed before it: there are k! orders, none better
than another, and their mean is the usual answer. Source: Dietzenbacher & Los 1998, Economic Systems
Research 10(4); the mean is the Shapley value (Sun 1998, Energy Economics 20(1); Albrecht, François &
Schoors 2002, Energy Policy 30(9)). Only the 2^k mixed states need evaluating, not the k! orders.
"""

from math import factorial

import numpy as np

from data.tables import Array


def average_over_orderings(states: Array, factors: int) -> Array:
    """Return the effect of each factor, the mean over all orders of change.

    Args:
        states: (2, …, 2, *rest): the quantity with each factor at its first (0) or last (1) value,
            one leading axis a factor, in any unit.
        factors: How many leading axes are factors.

    Returns:
        (factors, *rest) in the same unit; the sum over factors is last less first.

    A price going from 2 to 3 and an amount from 10 to 12 take the value from 20 to 36: the price
    gives the mean of (3−2)·10 and (3−2)·12.

    >>> average_over_orderings(np.array([[20.0, 24.0], [30.0, 36.0]]), 2)
    array([11.,  5.])
    """
    effects = np.zeros((factors, *states.shape[factors:]))
    for k, steps in enumerate(steps_of(states, factors)):
        for place in np.ndindex(*(2,) * (factors - 1)):
            before = sum(place)
            orders = factorial(before) * factorial(factors - 1 - before)
            effects[k] += orders / factorial(factors) * steps[place]
    return effects


def range_over_orderings(states: Array, factors: int) -> tuple[Array, Array]:
    """Return the least and the largest effect of each factor in any order, (factors, *rest) each.

    >>> low, high = range_over_orderings(np.array([[20.0, 24.0], [30.0, 36.0]]), 2)
    >>> low.tolist(), high.tolist()
    ([10.0, 4.0], [12.0, 6.0])
    """
    steps = steps_of(states, factors)
    others = tuple(range(factors - 1))
    return np.array([s.min(axis=others) for s in steps]), np.array(
        [s.max(axis=others) for s in steps]
    )


def steps_of(states: Array, factors: int) -> list[Array]:
    """Return what each factor's change adds in every state of the others, (2, …, 2, *rest) each."""
    return [np.take(states, 1, axis=j) - np.take(states, 0, axis=j) for j in range(factors)]

"""Linkages of sectors: dispersion and its evenness, forward linkages, classes, extraction.

Source of the equations: Rasmussen, *Studies in Inter-Sectoral Relations*, 1956; Hazari 1970 for
the coefficients of variation; Beyers 1976 and Jones 1976 for the Ghosh forward linkage; Miller &
Blair, *Input-Output Analysis*, 2nd ed., 2009, sections 12.2 and 12.2.6 (extraction).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from data.tables import Array
from tools.supply_chain.algebra.leontief import (
    TONNES_PER_MT,
    Extraction,
    extraction_loss,
    ghosh_row_sums,
)

Measure = Literal["money", "emissions"]
LinkageClass = Literal["key", "backward", "forward", "independent", "idle"]

Mask = NDArray[np.bool_]
EXTRACTIONS: tuple[Extraction, ...] = ("whole", "keeping_demand", "chain_only")


@dataclass(frozen=True)
class Dispersion:
    """Linkages of all sectors of a system, (n,) each; NaN where a sector does not count.

    ``power`` and ``sensitivity`` are Rasmussen's, ``ghosh`` the forward linkage of Beyers and
    Jones over its mean; above 1 is above the average of the sectors that count.
    """

    power: Array
    sensitivity: Array
    ghosh: Array


def weighted_inverse(L: Array, f: Array | None = None) -> Array:
    """Return the matrix whose sums are linkages: ``L``, or ``diag(f)·L`` for emissions, (n, n)."""
    return L if f is None else f[:, None] * L


def disperse(L: Array, x: Array, counted: Mask, f: Array | None = None) -> Dispersion:
    """Compute power and sensitivity of dispersion and the Ghosh forward linkage.

    With intensities the inverse is weighted by them: the power is that of emissions called forth by
    final demand, the sensitivity that of a sector's own emissions for all final demand, the Ghosh
    linkage that of emissions enabled by a unit of primary input (the income-based view).

    Args:
        L: (n, n) Leontief inverse.
        x: (n,) gross output.
        counted: (n,) sectors whose mean is the yardstick: those with output and known emissions.
        f: (n,) direct intensity; None for linkages in money.

    >>> found = disperse(np.array([[1.2, 0.4], [0.2, 1.2]]), np.ones(2), np.ones(2, bool))
    >>> found.power.round(3), found.sensitivity.round(3)
    (array([0.933, 1.067]), array([1.067, 0.933]))
    """
    ones = np.ones(len(x))
    weight = ones if f is None else f
    return Dispersion(
        power=_over_mean(weight @ L, counted),
        sensitivity=_over_mean(weight * (L @ ones), counted),
        ghosh=_over_mean(ghosh_row_sums(L, x, f), counted),
    )


def variation(M: Array, axis: int) -> Array:
    """Return the coefficient of variation along an axis: how unevenly a linkage is spread.

    The standard deviation (n − 1 in its denominator) over the mean of each column (axis 0) or row
    (axis 1); high means that few partners carry the linkage. NaN where the mean is zero.

    >>> variation(np.array([[1.0, 0.0], [1.0, 2.0]]), 0).round(3)
    array([0.   , 1.414])
    """
    mean = M.mean(axis=axis)
    spread = np.full(mean.shape, np.nan)
    np.divide(M.std(axis=axis, ddof=1), mean, out=spread, where=mean != 0)
    return spread


def classify(backward: Array, forward: Array) -> list[LinkageClass]:
    """Sort sectors by whether each linkage is above average.

    >>> classify(np.array([1.2, 1.1, 0.9, np.nan]), np.array([1.1, 0.8, 0.9, np.nan]))
    ['key', 'backward', 'independent', 'idle']
    """
    names: dict[tuple[bool, bool], LinkageClass] = {
        (True, True): "key",
        (True, False): "backward",
        (False, True): "forward",
        (False, False): "independent",
    }
    return [
        "idle" if np.isnan(b) or np.isnan(w) else names[bool(b > 1), bool(w > 1)]
        for b, w in zip(backward, forward, strict=True)
    ]


def output_loss(L: Array, x: Array) -> Array:
    """Return the gross output that vanishes with the whole of each sector, (n,) in units of x.

    ``Σ_i L_ik·x_k/L_kk``, its own output included.
    """
    return L.sum(axis=0) * x / np.diag(L)


def joint_extraction_loss(
    f: Array,
    L: Array,
    x: Array,
    demand: Array,
    group: Sequence[int],
    variant: Extraction = "whole",
) -> float:
    """Return the emissions that vanish when several sectors are extracted together, in Mt.

    ``m_K·L_KK⁻¹·x_K``, less ``f_K·y_K`` when their final demand is still met, less ``f_K·x_K`` for
    the others' emissions alone; unlike the losses of single sectors this one counts nothing twice.

    Args:
        f: (n,) direct intensity.
        L: (n, n) Leontief inverse.
        x: (n,) gross output; equals ``L @ demand``.
        demand: (n,) all final demand, exports and recorded error included.
        group: The sectors.
        variant: Which of the three losses.
    """
    held = list(group)
    loss = float((f @ L[:, held]) @ np.linalg.solve(L[np.ix_(held, held)], x[held]))
    if variant == "keeping_demand":
        loss -= float(f[held] @ demand[held])
    elif variant == "chain_only":
        loss -= float(f[held] @ x[held])
    return loss / TONNES_PER_MT


def all_extractions(f: Array, L: Array, x: Array, demand: Array) -> dict[Extraction, Array]:
    """Return the three losses of every sector, (n,) in Mt each; the inverse is read once."""
    whole = extraction_loss(f, L, x, demand, "whole")
    return {
        "whole": whole,
        "keeping_demand": whole - f * demand / TONNES_PER_MT,
        "chain_only": whole - f * x / TONNES_PER_MT,
    }


def _over_mean(values: NDArray[np.floating[Any]], counted: Mask) -> Array:
    held = np.where(counted, values, np.nan)
    mean = float(held[counted].mean()) if counted.any() else 0.0
    return held / mean if mean else np.full(len(held), np.nan)

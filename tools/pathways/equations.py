"""Sectoral Decarbonization Approach and its plainer relatives, as pure functions over arrays.

Source of the equations: *Sectoral Decarbonization Approach*, May 2015, eq. 3–8; Krabbe et al. 2015,
Nature Climate Change 5, 1057. Here SDA never means structural decomposition analysis.

Shapes are given for one case: r entities, t years. Leading axes of cases (scenarios, draws) may
stand before them in every array, ``(..., r, t)``, and are broadcast against each other.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.tables import Array

Mask = NDArray[np.bool_]
YearAxis = NDArray[np.integer[Any]]

SBTI_RATE_PCT = {"1.5C": 4.2, "below 2C": 2.5}
"""Linear annual cut of the absolute contraction approach: SBTi, Corporate Manual (v2), 2021."""

ECONOMIC_RATE_PCT = 7.0
"""Annual cut of emissions per value added: SBTi, Corporate Manual (v2), 2021."""

SMALL_SHARE = 0.1
"""A share of the market that falls below this part of its base counts as vanishing."""


@dataclass(frozen=True)
class Convergence:
    """Where the entities of a sector go: r entities, t years, the base year first.

    Attributes:
        intensity: (..., r, t) emissions over activity; NaN where there is no activity.
        emissions: (..., r, t).
        p: (..., t) how much of the reference's way is still to go, 1 at the base and 0 at the end.
        m: (..., r, t) market share parameter, below 1 when an entity's share grows.
        flags: corner cases by name, each with the entities (..., r) it holds for.
    """

    intensity: Array
    emissions: Array
    p: Array
    m: Array
    flags: dict[str, Mask]

    def notes_of(self, entity: int) -> tuple[str, ...]:
        """Name the corner cases of one entity, in any of the cases."""
        return tuple(name for name, mask in self.flags.items() if mask[..., entity].any())


def converge(
    CE_b: Array,
    CA: Array,
    SI: Array,
    SA: Array,
    *,
    end: int | None = None,
    cap_share: bool = False,
    hold_below: bool = True,
) -> Convergence:
    """Let entities converge to the reference sector's intensity (homogeneous sectors, eq. 3–6).

    ``d = CI_b − SI_T``, ``p = (SI_y − SI_T)/(SI_b − SI_T)``, ``m = (CA_b/SA_b)/(CA_y/SA_y)``,
    ``CI_y = d·p·m + SI_T``, ``CE_y = CI_y·CA_y``. With ``cap_share`` and ``hold_below`` off, and
    SI and SA those of the entities together, emissions of the entities sum to ``SI·SA``.

    Corner cases, each named in ``flags``: ``flat_benchmark`` (SI_b = SI_T: p falls linearly with
    time), ``already_below`` (CI_b < SI_T: CI_b is held unless ``hold_below`` is off, for with d < 0 the
    equation raises the intensity, or drives it below zero where the share falls fast),
    ``negative_end``, ``above_base`` (p > 1), ``below_end`` (p < 0), ``no_activity`` (no emissions
    in those years), ``no_base_activity`` (an entrant follows SI, and emissions of a base year
    without output are not carried on), ``after_end`` (SI_T is held), ``rising_emissions``
    (intensity falls, emissions do not), ``share_capped`` (m > 1 was cut to 1), ``vanishing_share``
    (the share falls below a tenth: m grows as it goes to zero, so that emissions near
    ``d·p·CA_b·SA_y/SA_b`` and not zero, with an ever higher intensity).

    Args:
        CE_b: (..., r) emissions of the base year.
        CA: (..., r, t) activity.
        SI: (..., t) intensity of the reference sector, in emissions per activity.
        SA: (..., t) activity of the reference sector.
        end: Place of the convergence year T; by default the last.
        cap_share: Take min(m, 1), as SBTi tools do.
        hold_below: Keep an entity that is below SI_T at its base intensity.

    Raises:
        ValueError: Shapes do not fit, or a value is not finite.

    >>> SI = np.array([1.4, 1.1, 0.6, 0.2])
    >>> got = converge(np.array([20.0]), np.full((1, 4), 10.0), SI, np.full(4, 1700.0))
    >>> got.intensity.round(4).tolist()
    [[2.0, 1.55, 0.8, 0.2]]
    """
    _check(CE_b, CA, SI, SA)
    last = SI.shape[-1] - 1 if end is None else end
    SI_T = SI[..., last]
    p, flat = _progress(SI, last)
    entrant = CA[..., 0] <= 0
    CI_b = np.divide(CE_b, CA[..., 0], out=np.zeros(_widest(CE_b, entrant)), where=~entrant)
    raw = _share(CA, SA)
    m = np.minimum(raw, 1.0) if cap_share else raw
    CI_y = (CI_b - SI_T[..., None])[..., None] * p[..., None, :] * m + SI_T[..., None, None]
    after = np.arange(SI.shape[-1]) > last
    held = np.where(after, SI_T[..., None], SI)
    CI_y = np.where(entrant[..., None], held[..., None, :], CI_y)
    below = (CI_b < SI_T[..., None]) & ~entrant
    if hold_below:
        CI_y = np.where(below[..., None], CI_b[..., None], CI_y)
    CE = np.where(CA > 0, CI_y * CA, 0.0)
    every = np.ones(CE.shape[:-1], dtype=np.bool_)
    flags = {
        "flat_benchmark": every & flat[..., None],
        "already_below": every & below,
        "negative_end": every & (SI_T < 0)[..., None],
        "above_base": every & (p > 1 + 1e-12).any(axis=-1, keepdims=True),
        "below_end": every & (p < -1e-12).any(axis=-1, keepdims=True),
        "no_activity": every & (CA[..., 1:] <= 0).any(axis=-1) & ~entrant,
        "no_base_activity": every & entrant,
        "after_end": every & bool(last < SI.shape[-1] - 1),
        "rising_emissions": (CE[..., last] > CE_b) & (CI_b > SI_T[..., None]) & ~entrant,
        "share_capped": every & (raw > 1 + 1e-12).any(axis=-1) & cap_share & ~entrant,
        "vanishing_share": every & (raw > 1 / SMALL_SHARE).any(axis=-1) & ~entrant,
    }
    return Convergence(np.where(CA > 0, CI_y, np.nan), CE, p, m, flags)


def _widest(*arrays: Array | Mask) -> tuple[int, ...]:
    return np.broadcast_shapes(*(a.shape for a in arrays))


def _check(CE_b: Array, CA: Array, SI: Array, SA: Array) -> None:
    fits = CA.shape[-2:] == (CE_b.shape[-1], SI.shape[-1]) and SA.shape[-1] == SI.shape[-1]
    if not fits or not _broadcasts(CE_b.shape[:-1], CA.shape[:-2], SI.shape[:-1], SA.shape[:-1]):
        msg = f"shapes do not fit: CE_b {CE_b.shape}, CA {CA.shape}, SI {SI.shape}, SA {SA.shape}"
        raise ValueError(msg)
    if not all(np.isfinite(v).all() for v in (CE_b, CA, SI, SA)):
        msg = "a gap is no figure: emissions, activity and benchmark must be finite"
        raise ValueError(msg)
    if (CA < 0).any() or (SA <= 0).any():
        msg = "activity is never negative, and the reference sector always has some"
        raise ValueError(msg)


def _broadcasts(*shapes: tuple[int, ...]) -> bool:
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        return False
    return True


def _progress(SI: Array, last: int) -> tuple[Array, Mask]:
    """Give p (..., t), and the cases (...) whose reference has no way to go."""
    first, final = SI[..., :1], SI[..., last : last + 1]
    way = first - final
    flat = np.abs(way) <= 1e-12 * np.maximum(1.0, np.abs(first))
    steps = np.arange(SI.shape[-1])
    gone = np.divide(SI - final, way, out=np.zeros_like(SI), where=~flat)
    p = np.where(flat, 1 - steps / max(last, 1), gone)
    return np.where(steps > last, 0.0, p), flat[..., 0]


def _share(CA: Array, SA: Array) -> Array:
    share = CA / SA[..., None, :]
    return np.divide(share[..., :1], share, out=np.ones_like(share), where=share > 0)


def follow_reference(CE_b: Array, SE: Array) -> Array:
    """Move emissions with those of the reference sector (heterogeneous sectors, eq. 7).

    ``CE_y = CE_b·SE_y/SE_b``; CE_b (..., r), SE (..., t) with the base year first; gives
    (..., r, t).

    >>> follow_reference(np.array([10.0]), np.array([200.0, 100.0, 20.0])).tolist()
    [[10.0, 5.0, 1.0]]
    """
    if (SE[..., 0] <= 0).any():
        msg = "the reference sector has no emissions in the base year"
        raise ValueError(msg)
    return CE_b[..., None] * (SE / SE[..., :1])[..., None, :]


def scope2_intensity(power_use: Array, power_intensity: Array, activity: Array) -> Array:
    """Give the scope 2 intensity of a sector: ``SI2_y = PS_y·SI_power,y/SA_y``.

    TWh times kg/kWh is Mt, so that Mt of output give t/t. Converging to it needs nothing new:
    ``converge`` takes it as SI, and the entity's own ``PS_b·EF_b`` as CE_b.

    Args:
        power_use: (..., t) electricity used by the sector, TWh.
        power_intensity: (..., t) consumption-side grid factor, kg/kWh.
        activity: (..., t) physical output, Mt.

    Raises:
        ValueError: There is a year without output.

    >>> scope2_intensity(np.array([14.0]), np.array([0.5]), np.array([1.0])).tolist()
    [7.0]
    """
    if (activity <= 0).any():
        msg = "scope 2 per output needs output in every year"
        raise ValueError(msg)
    return power_use * power_intensity / activity


def contract_to_residual(
    emissions: Array, years: YearAxis, target_year: int, residual: float | Array
) -> Array:
    """Contract linearly from the first year to a residual share in the target year, then hold.

    Args:
        emissions: (..., r) emissions of the first year.
        years: (t,) years, the start first.
        target_year: When the residual is reached.
        residual: Share of the first year's emissions that remains, 0 or more; one, or (...).

    >>> contract_to_residual(np.array([100.0]), np.array([2026, 2043, 2060]), 2060, 0.1).round(9).tolist()
    [[100.0, 55.0, 10.0]]
    """
    done = np.clip((years - years[0]) / (target_year - years[0]), 0.0, 1.0)
    keep = np.asarray(residual)[..., None, None]
    return emissions[..., None] * (1 - (1 - keep) * done)


def contract_at_rate(emissions: Array, years: YearAxis, rate_pct: float | Array) -> Array:
    """Contract by a fixed part of the first year's emissions a year, down to 0 ("SBTi-style").

    ``E_s·(1 − r·(y − s))``; emissions (..., r), years (t,), rate in per cent a year, one or (...);
    gives (..., r, t).

    >>> contract_at_rate(np.array([100.0]), np.array([2020, 2030, 2050]), 4.2).round(6).tolist()
    [[100.0, 58.0, 0.0]]
    """
    rate = np.asarray(rate_pct)[..., None, None]
    left = np.maximum(1 - rate / 100 * (years - years[0]), 0.0)
    return emissions[..., None] * left


def cut_intensity(
    emissions: Array, activity: Array, years: YearAxis, rate_pct: float | Array
) -> Array:
    """Cut emissions per activity by a compound annual rate, whatever the activity does.

    ``CE_y = CE_s·(CA_y/CA_s)·(1 − r)^(y − s)``: *economic intensity* where activity is value added
    at constant prices, *physical intensity* where it is output. Emissions may rise all the same.

    Args:
        emissions: (..., r) emissions of the first year.
        activity: (..., r, t) value added or output, the first year above zero.
        years: (t,) years, the start first.
        rate_pct: Cut in per cent a year, one or (...).

    >>> cut_intensity(np.array([100.0]), np.array([[50.0, 60.0]]), np.array([2026, 2027]), 7.0)
    array([[100. , 111.6]])
    """
    if (activity[..., 0] <= 0).any():
        msg = "the first year has no activity, so there is no intensity to cut"
        raise ValueError(msg)
    rate = np.asarray(rate_pct)[..., None, None]
    left = (1 - rate / 100) ** (years - years[0])
    return emissions[..., None] * activity / activity[..., :1] * left


def economic_cut(years: int, rate_pct: float = ECONOMIC_RATE_PCT) -> float:
    """Give the cut of emissions per value added after some years: ``1 − (1 − r)^n``.

    >>> round(economic_cut(10), 4)
    0.516
    """
    return 1 - (1 - rate_pct / 100) ** years

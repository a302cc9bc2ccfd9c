"""Pathways of many draws at once, by the same equations that trace one."""

import numpy as np

from data.assumptions import load_assumptions
from data.tables import Array
from data.vocabulary import NATION
from tools.ensemble.draws import RULES, Draws, Places
from tools.ensemble.frame import Converging, Frame
from tools.ensemble.rates import accumulate, carry
from tools.pathways.benchmark import reach_partly
from tools.pathways.equations import contract_to_residual, converge, follow_reference
from tools.pathways.scenarios import Options
from tools.pathways.trajectory import Trajectory


def trace_draws(frame: Frame, draws: Draws) -> Array:
    """Give gross CO2 of each draw and year, (n, t) in Mt; a draw alone is what ``trace`` gives."""
    elastic = _elastic_gdp(frame, draws)
    total = _contract(frame, draws, elastic)
    for sector in frame.converging:
        total += _converge(frame, sector, draws, elastic)
    return total


def take_removals(central: Trajectory, gross: Array) -> Array:
    """Take stated capture and sinks off gross CO2 (n, t); gives net CO2 (n, t)."""
    options, years = central.options, central.years
    return gross - options.captured_at(years, gross) - options.sinks_at(years)


def _elastic_gdp(frame: Frame, draws: Draws) -> Array:
    """Real GDP to the power of the elasticity up to the start year, 1 in the base year; (n, s)."""
    start = frame.central.start
    index = accumulate(frame.gdp.under(draws)[:, : start + 1])
    gdp = carry(frame.gdp_known[None, : start + 1], index) / frame.gdp_known[0]
    stated = frame.options.value("projection_elasticity")
    elasticity = stated + draws.shifts["projection_elasticity"]
    return gdp ** elasticity[:, None]


def _contract(frame: Frame, draws: Draws, elastic: Array) -> Array:
    options, start = frame.options, frame.central.start
    before = frame.contracting_mt * elastic
    years = frame.years[start:]
    residual = _residuals(frame.options, draws)
    after = contract_to_residual(before[:, -1:], years, options.target_year, residual)
    return np.concatenate([before[:, :-1], after[:, 0]], axis=1)


def residual_id(options: Options, level: str) -> str:
    """Name the assumption on the residual at a level; an own benchmark takes the scenario's."""
    named = f"residual.{level}"
    return named if named in load_assumptions() else f"residual.{options.scenario.level}"


def _residuals(options: Options, draws: Draws) -> Array:
    """Share that contracting sectors keep in each draw, (n,)."""
    found = np.empty(draws.size)
    for place, level in enumerate(draws.levels):
        key = residual_id(options, level)
        percent = options.value(key) + draws.shifts[key]
        here = draws.level == place
        found[here] = np.clip(percent, 0.0, 100.0)[here] / 100
    return found


def _converge(frame: Frame, sector: Converging, draws: Draws, elastic: Array) -> Array:
    start, options = frame.central.start, frame.options
    common, own = accumulate(sector.common.under(draws)), accumulate(sector.own.under(draws))
    change = _intensity_change(frame, sector, draws)
    SA, SE_s = _reference(sector, common, own, change[:, -1], start)
    SI = (SE_s / SA[:, start])[:, None] * _index(options, sector, draws)
    activity = None if sector.own_known is None else carry(sector.own_known, own)
    if activity is None:
        before = sector.own_base * elastic
        after = follow_reference(before[:, -1:], SI * SA[:, start:])
        return np.concatenate([before[:, :-1], after[:, 0]], axis=1)
    before = sector.own_base * activity[:, : start + 1] / activity[:, :1] * change
    CA = activity[:, start:]
    SA_own = CA if options.region == NATION else SA[:, start:]
    got = converge(before[:, -1:], CA[:, None], SI, SA_own, cap_share=options.cap_share)
    return np.concatenate([before[:, :-1], got.emissions[:, 0]], axis=1)


def _intensity_change(frame: Frame, sector: Converging, draws: Draws) -> Array:
    """Change of intensity since the base year up to the start year, (n, s)."""
    rate = frame.options.value(sector.projection) + draws.shifts[sector.projection]
    return (1 + rate[:, None] / 100) ** np.arange(frame.central.start + 1)


def _reference(
    sector: Converging, common: Array, own: Array, change: Array, start: int
) -> tuple[Array, Array]:
    """Give output of the reference sector (n, t) and its emissions in the start year (n,)."""
    rates = sector.base / sector.known[:, 0]
    before = slice(start + 1)
    mine = np.arange(sector.base.size) == sector.place
    activity = carry(sector.known[~mine], common)
    emissions = carry(sector.known[~mine, before], common[:, before], rates[~mine])[:, -1]
    if mine.any():
        activity += carry(sector.known[mine], own)
        emissions += carry(sector.known[mine, before], own[:, before], rates[mine])[:, -1]
    return activity, emissions * change


def _index(options: Options, sector: Converging, draws: Draws) -> Array:
    """Benchmark index of each draw from the start year on, (n, t')."""
    rules: Places = np.array([RULES.index(r) for r in draws.rules])
    published = sector.index[draws.level, rules[draws.rule]]
    reach = options.value("benchmark_reach") + draws.shifts["benchmark_reach"]
    return reach_partly(published, reach)

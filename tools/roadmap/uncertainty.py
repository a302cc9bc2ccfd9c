"""Part 5 of the roadmap: scenarios as a band, draws as a fan, what the outcome depends on most."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.assumptions import load_assumptions
from data.result import Claim, Column, Finding, Scalar, Table, mark
from data.text import Text
from tools.ensemble.chunks import run_ensemble
from tools.ensemble.figures import EnsembleFigures
from tools.ensemble.tracing import residual_id
from tools.ensemble.words import tell_probability, tell_range
from tools.pathways.benchmark import LEVEL_LABEL, LEVELS, PRODUCTS
from tools.pathways.figures import PathFigures
from tools.pathways.scenarios import Options, other_scenarios
from tools.pathways.trajectory import Trajectory
from tools.roadmap.course import Roadmap

STEPS: dict[str, float] = {
    "gdp_growth": 1.0,
    "provincial_growth_gap": 1.0,
    "activity_growth.thermal_generation": 1.0,
    "activity_growth.crude_steel": 1.0,
    "activity_growth.cement": 1.0,
    "activity_growth.ten_nonferrous_metals": 1.0,
    "projection_activity_growth.thermal_generation": 2.0,
    "projection_intensity.thermal_generation": 1.0,
    "projection_intensity.industry": 1.0,
    "projection_elasticity": 0.2,
}
"""How far each assumption is moved, in its own unit, one at a time."""

RESIDUAL_STEP = 5.0
REACH, REACH_SHORT, REACH_AHEAD = "benchmark_reach", 10.0, 5.0
"""How far behind and ahead of the benchmarks' cut the sectors are moved."""

FEW_DRAWS, FEWER_DRAWS, MANY_PROVINCES = 2000, 500, 6
"""Draws beside a roadmap; fewer for a large group, each province of which is traced in each."""


@dataclass(frozen=True)
class Band:
    """Lowest and highest gross CO2 over the scenarios by year, from the start year on."""

    low: dict[int, float]
    high: dict[int, float]


@dataclass(frozen=True)
class Swing:
    """How the target-year residual moves when one assumption is moved down and up."""

    name: Text
    step: Text
    low: Claim
    high: Claim
    width: Claim


def trace_scenarios(roadmap: Roadmap) -> list[Trajectory]:
    """Trace the same region and scope under every named scenario."""
    return [roadmap.retrace(o) for o in other_scenarios(roadmap.options)]


def find_band(roadmap: Roadmap, scenarios: Sequence[Trajectory]) -> Band:
    """Return the range of gross CO2 over the scenarios and the chosen pathway."""
    every = [roadmap.trajectory, *scenarios]
    years = [int(y) for y in roadmap.trajectory.years[roadmap.trajectory.start :]]
    values = {y: [float(t.gross[t.at(y)]) for t in every] for y in years}
    low = {y: round(min(v), 6) for y, v in values.items()}
    return Band(low, {y: round(max(v), 6) for y, v in values.items()})


def table_scenarios(roadmap: Roadmap, scenarios: Sequence[Trajectory]) -> Table:
    """List each scenario's gross CO2 at the short milestones and its cumulative CO2."""
    years = roadmap.short
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for held in scenarios:
        cells = [claim_scenario(roadmap, held, y) for y in years]
        rows.append([held.options.scenario.name, *(c.value for c in cells)])
        claims.append([None, *(c.id for c in cells)])
    base = roadmap.total(roadmap.base_year)
    head = Column(id="scenario", label=Text(zh="情景", en="Scenario"))
    return Table(
        id="scenarios",
        title=Text(zh="各情景总排放", en="Gross CO2 by scenario"),
        columns=[head, *(_year_column(y) for y in years)],
        rows=rows,
        claims=claims,
        kind=base.kind,
        source=base.source,
    )


def _year_column(year: int) -> Column:
    return Column(id=f"y{year}", label=Text(zh=f"{year}年", en=str(year)), unit="Mt")


def claim_scenario(roadmap: Roadmap, held: Trajectory, year: int) -> Claim:
    """Mint a scenario's gross CO2 in a year; the chosen scenario's is the roadmap's own."""
    if held.options == roadmap.options:
        return roadmap.total(year)
    base = roadmap.total(roadmap.base_year)
    other = PathFigures(roadmap.dataset, held.options, held.base_year)
    return roadmap.figures.derive(
        roadmap.figures.level(year),
        float(held.gross[held.at(year)]),
        [base],
        formula="sum over sectors",
        entity=base.entity,
        year=year,
        params=other.params,
    )


def find_swings(roadmap: Roadmap) -> list[Swing]:
    """Move each assumption down and up, and rank by how far the target-year CO2 moves."""
    options = roadmap.options
    cases = [*_steps(roadmap), *_rules(options)]
    swings = [_swing(roadmap, name, step, pair) for name, step, pair in cases]
    return sorted(swings, key=lambda s: -s.width.value)


Case = tuple[Text, Text, tuple[Options, Options]]


def _steps(roadmap: Roadmap) -> list[Case]:
    options = roadmap.options
    steps = {**STEPS, residual_id(options, options.level): RESIDUAL_STEP}
    cases: list[Case] = []
    for key, by in steps.items():
        if not _matters(roadmap, key):
            continue
        unit = load_assumptions()[key].unit
        suffix = "" if unit == "ratio" else "个百分点"
        step = Text(
            zh=f"±{by:g}{suffix}", en=f"±{by:g}" + ("" if unit == "ratio" else " percentage points")
        )
        pair = (options.shifted(key, -by), options.shifted(key, by))
        cases.append((load_assumptions()[key].name, step, pair))
    return cases


def _matters(roadmap: Roadmap, key: str) -> bool:
    """Tell whether an assumption touches any sector in scope."""
    product = key.partition(".")[2]
    if product not in PRODUCTS.values():
        return True
    return any(PRODUCTS.get(s) == product for s in roadmap.trajectory.sectors)


def _rules(options: Options) -> list[Case]:
    names = Text(zh="基准档位", en="Benchmark level")
    ends = Text(zh="基准终点规则", en="End-year rule of the benchmarks")
    levels = (replace(options, level=LEVELS[0]), replace(options, level=LEVELS[-1]))
    rules = (replace(options, rule="as_published"), replace(options, rule="stretch"))
    low, high = LEVEL_LABEL[LEVELS[0]], LEVEL_LABEL[LEVELS[-1]]
    reach = load_assumptions()[REACH].name
    span = Text(
        zh=f"−{REACH_SHORT:g}至+{REACH_AHEAD:g}个百分点",
        en=f"−{REACH_SHORT:g} to +{REACH_AHEAD:g} percentage points",
    )
    moved = (options.shifted(REACH, -REACH_SHORT), options.shifted(REACH, REACH_AHEAD))
    return [
        (reach, span, moved),
        (names, Text(zh=f"{low.zh}—{high.zh}", en=f"{low.en} to {high.en}"), levels),
        (ends, Text(zh="按公布值—拉伸", en="as published to stretched"), rules),
    ]


def _swing(roadmap: Roadmap, name: Text, step: Text, pair: tuple[Options, Options]) -> Swing:
    ends = [float(roadmap.retrace(o).net[-1]) for o in pair]
    residual = roadmap.residual()
    claims = [
        roadmap.figures.derive(
            "co2_residual_mt",
            max(value, 0.0),
            [residual],
            formula="net CO2 of the target year, one assumption moved",
            entity=residual.entity,
            year=residual.year,
            params={**roadmap.figures.params, "moved": name.en, "side": side},
        )
        for value, side in zip(sorted(ends), ("low", "high"), strict=True)
    ]
    width = roadmap.figures.derive(
        "difference",
        claims[1].value - claims[0].value,
        [claims[1], claims[0]],
        formula="high − low",
        entity=residual.entity,
        year=residual.year,
        params={**roadmap.figures.params, "moved": name.en},
    )
    return Swing(name, step, claims[0], claims[1], width)


def table_swings(roadmap: Roadmap, swings: Sequence[Swing]) -> Table:
    """List the assumptions by how far they move the target-year residual."""
    base = roadmap.total(roadmap.base_year)
    labels = [
        ("assumption", "假设", "Assumption", ""),
        ("step", "变动", "Moved by", ""),
        ("low_mt", "剩余排放低值", "Residual, low", "Mt"),
        ("high_mt", "剩余排放高值", "Residual, high", "Mt"),
        ("width_mt", "影响幅度", "Width", "Mt"),
    ]
    target = roadmap.options.target_year
    return Table(
        id="sensitivity",
        title=Text(
            zh=f"{target}年剩余排放对各假设的敏感性（按影响排序）",
            en=f"Sensitivity of the {target} residual to each assumption, ranked",
        ),
        columns=[Column(id=i, label=Text(zh=zh, en=en), unit=u) for i, zh, en, u in labels],
        rows=[[s.name, s.step, s.low.value, s.high.value, s.width.value] for s in swings],
        claims=[[None, None, s.low.id, s.high.id, s.width.id] for s in swings],
        kind=base.kind,
        source=base.source,
    )


def draw_ensemble(roadmap: Roadmap) -> EnsembleFigures:
    """Draw the assumptions a few thousand times; benchmark level and end-year rule are held."""
    many = len(roadmap.members) > MANY_PROVINCES
    held = run_ensemble(
        roadmap.dataset,
        roadmap.trajectory,
        count=FEWER_DRAWS if many else FEW_DRAWS,
    )
    return EnsembleFigures(roadmap, held)


def tell_uncertainty(
    roadmap: Roadmap,
    scenarios: Sequence[Trajectory],
    swings: Sequence[Swing],
    ensemble: EnsembleFigures,
) -> list[Finding]:
    """Tell the range of the scenarios, the assumptions that count most, and what the draws say."""
    target = roadmap.options.target_year
    middle = next((y for y in roadmap.short if y >= 2040), target)
    texts = [_range(roadmap, scenarios, y) for y in dict.fromkeys((middle, target))]
    top = [s for s in swings[:3] if s.width.value > 0]
    if top:
        zh = "；".join(f"{s.name.zh}（{s.step.zh}）{mark(s.low)}至{mark(s.high)}" for s in top)
        en = "; ".join(f"{s.name.en} ({s.step.en}): {mark(s.low)} to {mark(s.high)}" for s in top)
        texts.append(
            Text(
                zh=f"逐项变动假设时{target}年剩余排放的范围，影响最大的是：{zh}。",
                en=f"Moving one assumption at a time, the {target} residual varies most with: {en}.",
            )
        )
    texts += [tell_probability(ensemble), tell_range(ensemble)]
    return [Finding(section="uncertainty", text=t) for t in texts]


def _range(roadmap: Roadmap, scenarios: Sequence[Trajectory], year: int) -> Text:
    held = [(t.options.scenario.name, claim_scenario(roadmap, t, year)) for t in scenarios]
    low, high = min(held, key=lambda p: p[1].value), max(held, key=lambda p: p[1].value)
    return Text(
        zh=f"{year}年总排放在各情景之间最低为{low[0].zh}的{mark(low[1])}，最高为{high[0].zh}的{mark(high[1])}。",
        en=f"In {year} gross CO2 ranges over the scenarios from {mark(low[1])} ({low[0].en}) to"
        f" {mark(high[1])} ({high[0].en}).",
    )

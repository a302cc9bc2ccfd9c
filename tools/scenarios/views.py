"""Tables of a comparison of pathways."""

from data.assumptions import load_assumptions
from data.result import Claim, Column, Scalar, Table
from data.text import Text
from tools.pathways.benchmark import LEVEL_LABEL
from tools.pathways.scenarios import CCUS, SINKS
from tools.roadmap.course import Roadmap
from tools.scenarios.cases import Case
from tools.scenarios.comparison import Comparison

RULE_NAME: dict[str, Text] = {
    "stretch": Text(zh="拉伸到目标年", en="stretched to the target year"),
    "as_published": Text(zh="按公布年份", en="as published"),
}


def table_outcomes(held: Comparison) -> Table:
    """List each case's gross CO2 at milestones, residual, cumulative CO2, peak and net zero."""
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for case, roadmap in zip(held.cases, held.roadmaps, strict=True):
        cells = _figures(held, roadmap)
        rows.append([case.name, *(c.value if c else None for c in cells)])
        claims.append([None, *(c.id if c else None for c in cells)])
    title = Text(zh=f"{held.place.zh}各情景的结果", en=f"Outcomes by scenario, {held.place.en}")
    return _table(held, "scenario_outcomes", title, _columns(held), rows, claims)


def _figures(held: Comparison, roadmap: Roadmap) -> list[Claim | None]:
    return [
        *(roadmap.total(y) for y in held.years),
        roadmap.residual(),
        roadmap.cumulative(),
        held.peak(roadmap),
        held.net_zero(roadmap),
    ]


def table_differences(held: Comparison) -> Table:
    """List how far each case lies from the first, figure by figure."""
    first = _figures(held, held.base)
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for case, roadmap in held.others:
        pairs = zip(first, _figures(held, roadmap), strict=True)
        cells = [held.differ(roadmap, a, b) if a and b else None for a, b in pairs]
        rows.append([case.name, *(c.value if c else None for c in cells)])
        claims.append([None, *(c.id if c else None for c in cells)])
    base = held.cases[0].name
    title = Text(zh=f"与“{base.zh}”之差", en=f"Difference from “{base.en}”")
    columns = [c if c.unit != "year" else c.model_copy(update={"unit": "count"})
               for c in _columns(held)]  # fmt: skip
    return _table(held, "scenario_differences", title, columns, rows, claims)


def _columns(held: Comparison) -> list[Column]:
    span = f"{held.cases[0].options.start_year}–{held.target}"
    return [
        Column(id="scenario", label=Text(zh="情景", en="Scenario")),
        *(
            Column(id=f"y{y}", label=Text(zh=f"{y}年总排放", en=f"Gross CO2 {y}"), unit="Mt")
            for y in held.years
        ),
        Column(id="residual", label=Text(zh="剩余排放", en="Residual"), unit="Mt"),
        Column(id="cumulative", label=Text(zh=f"{span}年累计", en=f"Cumulative {span}"), unit="Mt"),
        Column(id="peak", label=Text(zh="达峰年", en="Peak year"), unit="year"),
        Column(id="net_zero", label=Text(zh="净零年", en="Net-zero year"), unit="year"),
    ]


def table_sectors(held: Comparison) -> Table:
    """List each sector's CO2 of the target year under every case."""
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for wedge in held.wedges:
        cells = [r.wedge(wedge, held.target) for r in held.roadmaps]
        rows.append([wedge.label, *(c.value for c in cells)])
        claims.append([None, *(c.id for c in cells)])
    title = Text(zh=f"{held.target}年分行业排放", en=f"CO2 by sector in {held.target}")
    columns = [
        Column(id="sector", label=Text(zh="行业", en="Sector")),
        *(Column(id=c.id, label=c.name, unit="Mt") for c in held.cases),
    ]
    return _table(held, "scenario_sectors", title, columns, rows, claims)


def table_choices(held: Comparison) -> Table:
    """List the assumptions in which the cases differ, and those they share by benchmark."""
    rows: list[list[Scalar | Text]] = [
        [
            Text(zh="GDP实际增速（%/年）", en="Real GDP growth (% a year)"),
            *map(_growth, held.cases),
        ],
        [Text(zh="行业基准", en="Benchmark"), *map(_level, held.cases)],
        [
            Text(
                zh="无基准行业的剩余比例（%）", en="Share kept by sectors without a benchmark (%)"
            ),
            *(_plain(100 * c.options.residual) for c in held.cases),
        ],
        [Text(zh="基准终点规则", en="End-year rule"), *map(_rule, held.cases)],
        [SINKS + Text(zh="（Mt）", en=" (Mt)"), *(_plain(c.options.sinks_mt) for c in held.cases)],
        [CCUS + Text(zh="（Mt）", en=" (Mt)"), *(_plain(c.options.ccus_mt) for c in held.cases)],
    ]
    title = Text(zh="各情景的假设", en="Assumptions of each scenario")
    columns = [
        Column(id="assumption", label=Text(zh="假设", en="Assumption")),
        *(Column(id=c.id, label=c.name) for c in held.cases),
    ]
    none: list[list[str | None]] = [[None] * len(columns) for _ in rows]
    return _table(held, "scenario_choices", title, columns, rows, none)


def _plain(value: float) -> Text:
    return Text(zh=f"{value:g}", en=f"{value:g}")


def _growth(case: Case) -> Text:
    options = case.options
    if options.own_gdp_growth_pct is not None:
        return _plain(options.own_gdp_growth_pct + options.growth_change_points)
    periods = load_assumptions()["gdp_growth"].periods
    parts = [(p.until, options.gdp_growth_pct(options.region, p.until)) for p in periods]
    return Text(
        zh="；".join(f"至{until}年{rate:.4g}" for until, rate in parts),
        en="; ".join(f"to {until}: {rate:.4g}" for until, rate in parts),
    )


def _level(case: Case) -> Text:
    level = case.options.level
    return LEVEL_LABEL.get(level, Text(zh=level, en=level))


def _rule(case: Case) -> Text:
    return RULE_NAME[case.options.rule]


def _table(
    held: Comparison,
    name: str,
    title: Text,
    columns: list[Column],
    rows: list[list[Scalar | Text]],
    claims: list[list[str | None]],
) -> Table:
    base = held.base.total(held.base.base_year)
    return Table(
        id=name,
        title=title,
        columns=columns,
        rows=rows,
        claims=claims,
        kind=base.kind,
        source=base.source,
    )

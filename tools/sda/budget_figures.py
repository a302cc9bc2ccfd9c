"""A pathway's carbon budget beside its benchmark's, as claims, sentence and table."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from data.result import Claim, Finding, Scalar, Table, mark
from data.tables import Array
from data.text import Text
from tools.layout import name_columns
from tools.pathways.budgets import Overshoot, Rule, overshoot
from tools.pathways.figures import SUMS_MT, PathFigures
from tools.pathways.sector_pathway import SectorPathway

RULE_LABEL: dict[Rule, Text] = {
    "annual_sum": Text(zh="逐年相加（首末年都计）", en="annual sum, both ends counted"),
    "trapezoid": Text(zh="梯形法（首末年各计一半）", en="trapezoid, both ends counted half"),
}

FORMULA: dict[Rule, str] = {
    "annual_sum": "sum of annual CO2, start year to target year",
    "trapezoid": "trapezoid over annual CO2, start year to target year",
}


@dataclass(frozen=True)
class Yardstick:
    """What a pathway is measured by: emissions from the start year on, and what they stand for."""

    emissions: Array
    name: Text


@dataclass(frozen=True)
class BudgetClaims:
    """The budget of a pathway by one rule; the rest is None where nothing measures it."""

    rule: Rule
    path: Claim
    benchmark: Claim | None = None
    excess: Claim | None = None
    share: Claim | None = None
    first_year: Claim | None = None


def find_yardstick(path: SectorPathway) -> Yardstick | None:
    """Choose the benchmark: own output at the reference's intensity, else the market's way (eq. 7)."""
    if path.at_reference is not None:
        name = Text(
            zh="同样产量都按参照行业强度生产",
            en="the same output at the reference sector's intensity",
        )
        return Yardstick(path.at_reference[path.start :], name)
    if path.with_market is not None and path.method != "follow_reference":
        name = Text(zh="随参照行业同比例变化", en="moving in step with the reference sector")
        return Yardstick(path.with_market[path.start :], name)
    return None


def mint_budgets(figures: PathFigures, path: SectorPathway) -> list[BudgetClaims]:
    """Mint the budget by either rule, the annual sum first."""
    yardstick = find_yardstick(path)
    other = path.emissions[path.start :] if yardstick is None else yardstick.emissions
    years = path.years[path.start :]
    rules: tuple[Rule, ...] = ("annual_sum", "trapezoid")
    found = [overshoot(path.emissions[path.start :], other, years, rule) for rule in rules]
    return [_mint(figures, path, held, yardstick is not None) for held in found]


def _mint(
    figures: PathFigures, path: SectorPathway, held: Overshoot, measured: bool
) -> BudgetClaims:
    options = figures.options
    ends = [figures.sector(path, options.start_year), figures.sector(path, options.target_year)]
    params = {**figures.params, "budget": held.rule}
    mint = partial(figures.derive, entity=ends[0].entity, year=options.target_year, params=params)
    total = mint("co2_cumulative_mt", float(held.path_mt), ends, formula=FORMULA[held.rule])
    if not measured:
        return BudgetClaims(held.rule, total)
    benchmark = figures.derive(
        "co2_cumulative_mt",
        float(held.benchmark_mt),
        figures.own_inputs(path, options.target_year),
        formula=FORMULA[held.rule],
        entity={**ends[0].entity, "reference": "provinces"},
        year=options.target_year,
        params=params,
        like=ends[0],
    )
    excess = mint(
        "co2_overshoot_mt",
        float(held.excess_mt),
        [total, benchmark],
        formula="budget of the pathway − budget of the benchmark",
    )
    share = year = None
    if np.isfinite(held.share_pct):
        share = mint(
            "overshoot_share_pct",
            float(held.share_pct),
            [excess, benchmark],
            formula="overshoot / budget of the benchmark × 100",
        )
    if np.isfinite(held.first_year):
        year = mint(
            "first_year_above",
            float(held.first_year),
            [],
            formula="first year above the benchmark",
            like=ends[0],
        )
    return BudgetClaims(held.rule, total, benchmark, excess, share, year)


def tell_budget(figures: PathFigures, path: SectorPathway) -> list[Finding]:
    """Tell what the pathway emits in all, by both rules, and how that compares."""
    by_sum, by_trapezoid = mint_budgets(figures, path)
    first, last = figures.options.start_year, figures.options.target_year
    total = Text(
        zh=f"{first}–{last}年逐年相加，累计排放{mark(by_sum.path)}；按梯形法为{mark(by_trapezoid.path)}。",
        en=f"Over {first}–{last} the pathway emits {mark(by_sum.path)} in all by annual sum,"
        f" {mark(by_trapezoid.path)} by trapezoid. ",
    )
    return [Finding(text=total + _compared(figures, path, by_sum))]


def _compared(figures: PathFigures, path: SectorPathway, held: BudgetClaims) -> Text:
    yardstick = find_yardstick(path)
    if yardstick is None or held.excess is None or held.benchmark is None:
        return Text(
            zh="该行业没有强度基准，不能判断是否超出预算。",
            en="This sector has no intensity benchmark to measure an overshoot by.",
        )
    budget = Text(
        zh=f"若{yardstick.name.zh}，预算为{mark(held.benchmark)}，",
        en=f"With {yardstick.name.en} the budget would be {mark(held.benchmark)},",
    )
    if abs(held.excess.value) < SUMS_MT:
        return budget + Text(zh="与路径相等。", en=" the same.")
    over = held.excess.value > 0
    size = mark(figures.size(held.excess))
    part = Text(zh="", en="")
    if held.share is not None:
        share = mark(figures.size(held.share))
        part = Text(zh=f"，占预算的{share}", en=f", {share} of it")
    when = _when(held)
    verb = Text(zh="超出" if over else "低于", en="overshoots" if over else "stays below")
    return budget + Text(
        zh=f"路径{verb.zh}预算{size}{part.zh}{when.zh}。",
        en=f" so that the pathway {verb.en} it by {size}{part.en}{when.en}.",
    )


def _when(held: BudgetClaims) -> Text:
    if held.first_year is None:
        return Text(zh="；各年都不高于基准", en="; it is above the benchmark in no year")
    year = mark(held.first_year)
    return Text(zh=f"；{year}起高于基准", en=f"; it is first above the benchmark in {year}")


def table_budget(figures: PathFigures, path: SectorPathway) -> Table:
    """List the budgets by either rule: pathway, benchmark, overshoot, first year above."""
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    base = figures.sector(path, figures.base_year)
    for held in mint_budgets(figures, path):
        cells = [held.path, held.benchmark, held.excess, held.share, held.first_year]
        rows.append([RULE_LABEL[held.rule], *(c.value if c else None for c in cells)])
        claims.append([None, *(c.id if c else None for c in cells)])
    labels = [
        ("rule", "算法", "Rule", ""),
        ("co2_cumulative_mt", "路径累计", "Pathway", "Mt"),
        ("benchmark_cumulative_mt", "基准预算", "Benchmark budget", "Mt"),
        ("co2_overshoot_mt", "超出预算", "Overshoot", "Mt"),
        ("overshoot_share_pct", "占预算", "Share of the budget", "percent"),
        ("first_year_above", "首次高于基准", "First year above", "year"),
    ]
    first, last = figures.options.start_year, figures.options.target_year
    return Table(
        id="budget",
        title=Text(zh=f"{first}–{last}年累计排放与预算", en=f"Carbon budget {first}–{last}"),
        columns=name_columns(labels),
        rows=rows,
        claims=claims,
        kind=base.kind,
        source=base.source,
    )

"""Tables and charts of a decomposition: effects, intervals, parts."""

from collections.abc import Sequence

from pydantic import JsonValue

from data.result import Chart, Claim, Column, Table
from data.text import Text
from tools.inventory.contributions import Contribution, Part, mint_points
from tools.inventory.drivers import FACTOR_OF, Level
from tools.inventory.figures import Figures, cite
from tools.inventory.phrases import GROUP_HEADING
from tools.inventory.views import field_column
from tools.layout import Cell, figure_cell, kind_of, lay_out

MOST_BARS = 12
"""Sectors or fuels that get a bar of their own; the table holds all of them."""

TOTAL = Text(zh="总变化", en="Total change")


def effects_table(
    figures: Figures,
    changes: Sequence[Claim | None],
    effects: Sequence[Claim],
    total: Claim,
    growth: Claim | None,
    base: Claim,
    title: Text,
) -> Table:
    """Lay out each factor's change, effect and contribution, and the sum."""
    columns = [
        Column(id="factor", label=Text(zh="因素", en="Factor")),
        field_column("growth_pct", "factor_change_pct", Text(zh="因素变化", en="Its change")),
        field_column("co2_change_mt", "effect_mt", Text(zh="效应", en="Effect")),
        field_column("contribution_pct_point"),
    ]
    rows: list[list[Cell]] = [
        [
            (FACTOR_OF[effect.metric].name, None),
            *map(figure_cell, (change, effect, mint_points(figures, effect, base))),
        ]
        for change, effect in zip(changes, effects, strict=True)
    ]
    sums = (growth, total, mint_points(figures, total, base))
    rows.append([(TOTAL, None), *map(figure_cell, sums)])
    return lay_out("effects", title, columns, rows, [*effects, total])


def levels_table(levels: Sequence[Level], title: Text) -> Table:
    """Lay out what the effects are computed from, year by year."""
    claims = [claim for level in levels for claim in level.claims]
    columns = [Column(id="year", label=Text(zh="年份", en="Year"), unit="year")]
    columns += [field_column(c.metric) for c in levels[0].claims]
    rows: list[list[Cell]] = [
        [(level.co2.year, None), *map(figure_cell, level.claims)] for level in levels
    ]
    return lay_out("levels", title, columns, rows, claims)


def intervals_table(
    spans: Sequence[Text],
    intervals: Sequence[Sequence[Claim]],
    changes: Sequence[Claim],
    chained: Sequence[Claim],
    total: Claim,
    title: Text,
) -> Table:
    """Lay out the effects of each interval between held years, and their sums."""
    columns = [Column(id="interval", label=Text(zh="区段", en="Interval"))]
    columns += [field_column(effect.metric) for effect in chained]
    columns.append(field_column("co2_change_mt"))
    rows: list[list[Cell]] = [
        [(name, None), *map(figure_cell, effects), figure_cell(change)]
        for name, effects, change in zip(spans, intervals, changes, strict=True)
    ]
    name = Text(zh="逐段累加", en="Sum of the intervals")
    rows.append([(name, None), *map(figure_cell, chained), figure_cell(total)])
    return lay_out("intervals", title, columns, rows, [*chained, total])


def effects_chart(effects: Sequence[Claim], total: Claim, title: Text) -> Chart:
    """Describe one bar for each effect and one for the change."""
    names = [*(FACTOR_OF[e.metric].name for e in effects), TOTAL]
    bars = [("effect_mt", Text(zh="效应", en="Effect"), [*effects, total])]
    return _bars("effects", title, names, bars, "drivers")


def intervals_chart(
    spans: Sequence[Text], intervals: Sequence[Sequence[Claim]], title: Text
) -> Chart:
    """Describe the effects of each interval as stacked bars above and below zero."""
    by_factor = list(zip(*intervals, strict=True))
    bars = [(c[0].metric, FACTOR_OF[c[0].metric].name, list(c)) for c in by_factor]
    return _bars("intervals", title, spans, bars, "intervals", stacked=True)


def parts_table(
    figures: Figures,
    contributions: Sequence[Contribution],
    part: Part,
    ends: tuple[Claim, Claim, Claim],
    title: Text,
) -> Table:
    """Lay out both years, the change and the contribution of each part, and the sum.

    ``ends`` are the totals of the first and the last year and their difference.
    """
    first, last, total = ends
    columns = [
        Column(id=part, label=GROUP_HEADING[part]),
        field_column("co2_mt", "first", Text(zh=f"{first.year}年", en=str(first.year))),
        field_column("co2_mt", "last", Text(zh=f"{last.year}年", en=str(last.year))),
        field_column("co2_change_mt"),
        field_column("contribution_pct_point"),
    ]
    rows: list[list[Cell]] = [
        [(c.label, None), *_part_cells(figures, (c.first, c.last, c.change), first)]
        for c in contributions
    ]
    name = Text(zh="合计", en="Total")
    rows.append([(name, None), *_part_cells(figures, ends, first)])
    return lay_out(part, title, columns, rows, [total, *(c.change for c in contributions)])


def parts_chart(contributions: Sequence[Contribution], part: Part, title: Text) -> Chart:
    """Describe the largest contributions as bars on either side of zero."""
    drawn = sorted(contributions[:MOST_BARS], key=lambda c: -c.change.value)
    bars = [("co2_change_mt", Text(zh="排放变化", en="Change"), [c.change for c in drawn])]
    chart = _bars(part, title, [c.label for c in drawn], bars, part)
    if len(drawn) == len(contributions):
        return chart
    note = Text(
        zh="图中只画变化最大的各项，其余见表。",
        en="Only the largest changes are drawn; the table holds all.",
    )
    return chart.model_copy(update={"notes": [note]})


def _part_cells(figures: Figures, claims: tuple[Claim, Claim, Claim], base: Claim) -> list[Cell]:
    return [figure_cell(c) for c in (*claims, mint_points(figures, claims[2], base))]


def _bars(
    chart_id: str,
    title: Text,
    categories: Sequence[Text],
    series: Sequence[tuple[str, Text, Sequence[Claim]]],
    section: str,
    *,
    stacked: bool = False,
) -> Chart:
    claims = [c for _, _, held in series for c in held]
    names: list[JsonValue] = [c.model_dump() for c in categories]
    bars: list[JsonValue] = [
        {"id": bar_id, "name": name.model_dump(), "y": [c.value for c in held]}
        for bar_id, name, held in series
    ]
    return Chart(
        id=chart_id,
        type="bar",
        title=title,
        data={
            "categories": names,
            "series": bars,
            "horizontal": not stacked,
            "stacked": stacked,
            "y_name": Text(zh="CO2排放变化", en="Change of CO2").model_dump(),
        },
        unit="Mt",
        kind=kind_of(claims),
        source=cite(claims),
        section=section,
    )

"""Tables and charts of a decomposed change: effects with their range, sectors, provinces."""

from collections.abc import Sequence

from pydantic import JsonValue

from data.fields import FIELDS
from data.result import Chart, Claim, Column, Scalar, Table
from data.text import Text
from tools.supply_chain.change.figures import ChangeFigures, Part
from tools.supply_chain.change.findings import FACTOR, SHORT

LISTED = 12
"""Sectors and provinces with a row of their own; the rest is one row."""

DRAWN = 8

TOTAL = Text(zh="总变化", en="Total change")
CURRENT = Text(zh="，现价", en=" (current prices)")
CONSTANT = Text(zh="，扣除价格总水平变化", en=" (general price level taken out)")


def prices_of(figures: ChangeFigures) -> Text:
    """Say in a heading which prices the effects are at."""
    return CONSTANT if figures.change.price_ratio else CURRENT


def effects_table(
    figures: ChangeFigures, effects: Sequence[Claim], base: Claim, moved: Claim
) -> Table:
    """Lay out each effect, its part of the first year, and its range over all orders."""
    held = figures.change.effects
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for k, (factor, effect) in enumerate(zip(figures.change.factors, effects, strict=True)):
        ends = [
            figures.bound(factor, float(values[k]), which)
            for values, which in ((held.low, "min"), (held.high, "max"))
        ]
        _add(rows, claims, FACTOR[factor], [effect, figures.points(effect, base), *ends])
    _add(rows, claims, TOTAL, [moved, figures.points(moved, base), None, None])
    change = FIELDS["co2_change_mt"]
    return Table(
        id="effects",
        title=Text(zh="各因素的效应", en="Effects by factor") + prices_of(figures),
        columns=[
            Column(id="factor", label=Text(zh="因素", en="Factor")),
            Column(id="effect_mt", label=Text(zh="效应", en="Effect"), unit="Mt"),
            _column("contribution_pct_point"),
            Column(id="low_mt", label=Text(zh="最低", en="Lowest"), unit=change.unit),
            Column(id="high_mt", label=Text(zh="最高", en="Highest"), unit=change.unit),
        ],
        rows=rows,
        claims=claims,
        kind=figures.kind,
        source=figures.source,
    )


def parts_table(
    figures: ChangeFigures,
    table_id: str,
    heading: Text,
    title: Text,
    parts: Sequence[tuple[Text, Part]],
) -> Table:
    """Lay out both years, the change and the effects of sectors or provinces."""
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for name, part in parts:
        _add(rows, claims, name, [part.first, part.last, part.change, *part.effects])
    start, end = figures.change.years
    return Table(
        id=table_id,
        title=title + prices_of(figures),
        columns=[
            Column(id=table_id, label=heading),
            Column(id="first_mt", label=Text(zh=f"{start}年", en=str(start)), unit="Mt"),
            Column(id="last_mt", label=Text(zh=f"{end}年", en=str(end)), unit="Mt"),
            _column("co2_change_mt"),
            *(Column(id=f, label=SHORT[f], unit="Mt") for f in figures.change.factors),
        ],
        rows=rows,
        claims=claims,
        kind=figures.kind,
        source=figures.source,
    )


def draw_waterfall(
    figures: ChangeFigures, first: Claim, last: Claim, effects: Sequence[Claim], title: Text
) -> Chart:
    """Describe the way from the first year over the effects to the last."""
    start, end = figures.change.years
    steps: list[JsonValue] = [
        {"id": factor, "name": FACTOR[factor].model_dump(), "value": effect.value}
        for factor, effect in zip(figures.change.factors, effects, strict=True)
    ]
    return Chart(
        id="structural_waterfall",
        type="waterfall",
        title=title + prices_of(figures),
        data={
            "start": _end(start, first),
            "steps": steps,
            "end": _end(end, last),
            "y_name": FIELDS[first.metric].label.model_dump(),
        },
        unit="Mt",
        kind=figures.kind,
        source=figures.source,
        notes=[_price_note(figures)],
        section="drivers",
    )


def draw_parts(
    figures: ChangeFigures, section: str, title: Text, parts: Sequence[tuple[Text, Part]]
) -> Chart:
    """Describe the effects of the sectors or provinces that changed most as stacked bars."""
    drawn = parts[:DRAWN]
    series: list[JsonValue] = [
        {
            "id": factor,
            "name": FACTOR[factor].model_dump(),
            "y": [part.effects[k].value for _, part in drawn],
        }
        for k, factor in enumerate(figures.change.factors)
    ]
    return Chart(
        id=f"structural_{section}",
        type="bar",
        title=title + prices_of(figures),
        data={
            "categories": [name.model_dump() for name, _ in drawn],
            "series": series,
            "horizontal": True,
            "stacked": True,
            "y_name": FIELDS["co2_change_mt"].label.model_dump(),
        },
        unit="Mt",
        kind=figures.kind,
        source=figures.source,
        notes=[_price_note(figures)],
        section=section,
    )


def _price_note(figures: ChangeFigures) -> Text:
    if figures.change.price_ratio:
        return Text(
            zh="以单一GDP平减指数扣除价格总水平变化；相对价格变化仍在A、y、f之中",
            en="One GDP deflator takes out the general price level; relative prices still sit in A, y, f",
        )
    return Text(
        zh="现价：价格变化在A、y、f之中", en="Current prices: price change sits in A, y and f"
    )


def _add(
    rows: list[list[Scalar | Text]],
    claims: list[list[str | None]],
    name: Text,
    figures: Sequence[Claim | None],
) -> None:
    rows.append([name, *(c.value if c else None for c in figures)])
    claims.append([None, *(c.id if c else None for c in figures)])


def _end(year: int, claim: Claim) -> JsonValue:
    return {"name": Text(zh=f"{year}年", en=str(year)).model_dump(), "value": claim.value}


def _column(field_id: str) -> Column:
    field = FIELDS[field_id]
    return Column(id=field_id, label=field.label, unit=field.unit)

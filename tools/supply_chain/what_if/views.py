"""The tables and charts of a what-if."""

from typing import Any

from data.fields import FIELDS
from data.result import Chart, Column, Scalar, Table
from data.text import Text
from tools.supply_chain.what_if.figures import WhatIfFigures
from tools.supply_chain.what_if.outcome import Outcome, largest
from tools.supply_chain.what_if.steps import lower, place_name
from tools.supply_chain.what_if.words import EFFECT, EMBODIED

BARS = 12

SECTOR = Text(zh="部门", en="Sector")


def write_tables(outcome: Outcome, figures: WhatIfFigures, top: int) -> list[Table]:
    """List products by their embodied carbon and region-sectors by their emissions."""
    tables: list[Table] = []
    if outcome.touches_technology:
        tables.append(_products(outcome, figures, top))
    tables.append(_emissions(outcome, figures, top))
    return [t for t in tables if t.rows]


def _products(outcome: Outcome, figures: WhatIfFigures, top: int) -> Table:
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for k in _home_products(outcome, top):
        change, base = float(outcome.embodied[k]), float(outcome.before.m[k])
        metric = "embodied_change_t_per_cny_1e4"
        claim = figures.mint(metric, change, EMBODIED, outcome.entity(k), table="products")
        relative = 100 * change / base if base > 0 else None
        volume = float(outcome.embodied_mt[k])
        rows.append([outcome.name(k), base, float(outcome.after.m[k]), change, relative, volume])
        claims.append([None, None, None, claim.id, None, None])
    home = place_name(outcome.accounts, outcome.region)
    return Table(
        id="products",
        title=Text(zh=f"{home.zh}产品隐含碳的变化", en=f"Embodied carbon of products of {home.en}"),
        columns=[
            Column(id="sector", label=SECTOR),
            _column("total_intensity_t_per_cny_1e4", Text(zh="（变化前）", en=", before")),
            _column("total_intensity_t_per_cny_1e4", Text(zh="（变化后）", en=", after")),
            _column("embodied_change_t_per_cny_1e4"),
            _column("growth_pct"),
            Column(
                id="co2_effect_mt",
                label=Text(zh="最终使用隐含排放变化", en="Change of what its final use embodies"),
                unit="Mt",
            ),
        ],
        rows=rows,
        claims=claims,
        kind=outcome.accounts.kind,
        source=outcome.accounts.citation,
    )


def _emissions(outcome: Outcome, figures: WhatIfFigures, top: int) -> Table:
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for k in largest(outcome.change, range(outcome.accounts.table.n), top):
        change = float(outcome.change[k])
        claim = figures.mint("co2_effect_mt", change, EFFECT, outcome.entity(k), table="emissions")
        rows.append([outcome.name(k), float(outcome.direct[k]), float(outcome.chain[k]), change])
        claims.append([None, None, None, claim.id])
    parts = (Text(zh="直接效应", en="Direct effect"), Text(zh="产业链效应", en="Chain effect"))
    return Table(
        id="emissions",
        title=Text(zh="排放变化最大的部门", en="Sectors whose emissions change most"),
        columns=[
            Column(id="sector", label=SECTOR),
            *(Column(id="co2_effect_mt", label=p, unit="Mt") for p in parts),
            _column("co2_effect_mt"),
        ],
        rows=rows,
        claims=claims,
        kind=outcome.accounts.kind,
        source=outcome.accounts.citation,
    )


def draw_charts(outcome: Outcome) -> list[Chart]:
    """Draw the largest changes as bars, and how the total comes about as a waterfall."""
    charts: list[Chart] = []
    if outcome.touches_technology and (rows := _home_products(outcome, BARS)):
        home = place_name(outcome.accounts, outcome.region)
        title = Text(
            zh=f"{home.zh}产品隐含碳的变化",
            en=f"Change of embodied carbon, products of {home.en}",
        )
        values = [float(outcome.embodied[k]) for k in rows]
        charts.append(_bars(outcome, "embodied_change_t_per_cny_1e4", rows, values, title))
    if outcome.chain.any():
        rows = largest(abs(outcome.change), range(outcome.accounts.table.n), BARS)
        title = Text(zh="各部门CO2排放变化", en="Change of CO2 by sector")
        values = [float(outcome.change[k]) for k in rows]
        charts.append(_bars(outcome, "co2_effect_mt", rows, values, title))
    if outcome.chain.any() or len(outcome.steps) > 1:
        charts.append(_waterfall(outcome))
    return charts


def _bars(
    outcome: Outcome, metric: str, rows: list[int], values: list[float], title: Text
) -> Chart:
    field = FIELDS[metric]
    series: dict[str, Any] = {"id": metric, "name": field.label.model_dump(), "y": list(values)}
    return Chart(
        id=metric,
        type="bar",
        title=title + of_table(outcome),
        data={
            "categories": [outcome.name(k).model_dump() for k in rows],
            "series": [series],
            "horizontal": True,
            "stacked": False,
            "y_name": field.label.model_dump(),
        },
        unit=field.unit,
        kind=outcome.accounts.kind,
        source=outcome.accounts.citation,
    )


def of_table(outcome: Outcome) -> Text:
    """Say behind a title of which year the table is."""
    year = outcome.accounts.table.year
    return Text(zh=f"（{year}年投入产出表）", en=f" (input-output table of {year})")


def _waterfall(outcome: Outcome) -> Chart:
    """Draw direct and chain effects of one change, or several changes with their overlap."""
    return Chart(
        id="effects",
        type="waterfall",
        title=Text(zh="CO2变化的构成", en="How the change of CO2 comes about") + of_table(outcome),
        data={
            "start": {"name": {"zh": "变化前", "en": "Before"}, "value": 0.0},
            "steps": _changes(outcome) if len(outcome.steps) > 1 else _effects(outcome),
            "end": {"name": {"zh": "合计变化", "en": "Change in all"}, "value": outcome.total},
            "y_name": FIELDS["co2_effect_mt"].label.model_dump(),
        },
        unit="Mt",
        kind=outcome.accounts.kind,
        source=outcome.accounts.citation,
    )


def _effects(outcome: Outcome) -> list[Any]:
    home = place_name(outcome.accounts, outcome.region)
    near = float(outcome.chain[outcome.rows].sum())
    found = [("direct", Text(zh="直接效应", en="Direct effect"), float(outcome.direct.sum()))]
    label = Text(zh=f"产业链：{home.zh}", en=f"Chain: {home.en}")
    found.append(("chain", label, near))
    if outcome.is_part:
        rest = float(outcome.chain.sum()) - near
        found.append(("elsewhere", Text(zh="产业链：外省", en="Chain: other provinces"), rest))
    return [{"id": i, "name": n.model_dump(), "value": v} for i, n, v in found if v]


def _changes(outcome: Outcome) -> list[Any]:
    labels = {
        "intensity": Text(zh="强度", en="Intensity"),
        "fuel": Text(zh="燃料", en="Fuel"),
        "electricity": Text(zh="电气化", en="Electrification"),
        "coefficient": Text(zh="投入", en="Input"),
        "demand": Text(zh="需求", en="Demand"),
    }
    steps: list[Any] = []
    for number, (step, value) in enumerate(zip(outcome.steps, outcome.singles, strict=True), 1):
        which = outcome.name(step.own[0]) if len(step.own) == 1 else Text(zh="", en="")
        name = Text(
            zh=f"{number}. {labels[step.kind].zh}{which.zh}",
            en=f"{number}. {labels[step.kind].en} {lower(which).en}".rstrip(),
        )
        steps.append({"id": f"change_{number}", "name": name.model_dump(), "value": value})
    overlap = outcome.total - sum(outcome.singles)
    name = Text(zh="重叠", en="Overlap").model_dump()
    return [*steps, {"id": "overlap", "name": name, "value": overlap}]


def _home_products(outcome: Outcome, most: int) -> list[int]:
    held = range(*outcome.rows.indices(outcome.accounts.table.n))
    return largest(outcome.embodied, [k for k in held if outcome.before.x[k] > 0], most)


def _column(field_id: str, tail: Text | None = None) -> Column:
    field = FIELDS[field_id]
    return Column(id=field_id, label=field.label + (tail or Text(zh="", en="")), unit=field.unit)

"""A region's footprint as tables and charts."""

from pydantic import JsonValue

from data.fields import FIELDS
from data.result import Chart, Claim, Column, Scalar, Table
from data.text import Text
from data.vocabulary import REGIONS
from tools.supply_chain.footprint.balance import Balance
from tools.supply_chain.footprint.claims import AccountFigures
from tools.supply_chain.footprint.splits import HEADINGS, By, Split
from tools.supply_chain.roadmap.flows import draw_embodied

MOST_BARS = 12
LARGEST = 15
UNSEEN = 5e-4
"""Part of production below which the recorded error is no bar of its own."""

Row = list[Scalar | Text]
Cells = list[str | None]

PRODUCTION = Text(zh="生产侧排放", en="Production-based")
CONSUMPTION = Text(zh="消费侧排放", en="Consumption-based")
TO_OTHERS = Text(zh="为外省最终需求", en="For other provinces")
TO_EXPORTS = Text(zh="为出口", en="For exports")
TO_REST = Text(zh="误差项与无产出部门", en="Recorded error, sectors without output")
FROM_OTHERS = Text(zh="外省为本省排放", en="Emitted elsewhere for it")


def account_table(figures: AccountFigures) -> Table:
    """List the items of both accounts."""
    balance = figures.balance
    items: list[tuple[Text, Claim | None]] = [
        (PRODUCTION, figures.production),
        (Text(zh="　各部门直接排放", en="  direct emissions of sectors"), figures.sectors),
        (Text(zh="　居民直接排放", en="  direct emissions of households"), figures.households),
        (Text(zh="为本地最终需求", en="For its own final demand"), figures.own),
    ]
    if not balance.is_nation:
        items += [(TO_OTHERS, figures.outward), (FROM_OTHERS, figures.inward)]
    items += [
        (TO_EXPORTS, figures.exports),
        (Text(zh="最终需求隐含排放", en="Embodied in final demand"), figures.embodied),
        (CONSUMPTION, figures.consumption),
        (
            Text(zh="人均消费侧排放", en="Consumption-based, per person"),
            figures.per_capita("consumption", figures.consumption),
        ),
        (
            Text(zh="人均生产侧排放", en="Production-based, per person"),
            figures.per_capita("production", figures.production),
        ),
    ]
    unknown = balance.sectors_mt is None
    shown = [(n, c) for n, c in items if c or n == PRODUCTION]
    if unknown:
        hidden = {figures.own.id, figures.exports.id}
        hidden |= set() if balance.is_nation else {figures.outward.id}
        shown = [(n, c) for n, c in shown if c is None or c.id not in hidden]
    rows: list[Row] = [[n, c.value if c else None, _unit(c)] for n, c in shown]
    return Table(
        id="footprint_accounts",
        title=Text(zh="生产侧与消费侧账户", en="Production-based and consumption-based accounts"),
        columns=[
            Column(id="item", label=Text(zh="项目", en="Item")),
            Column(id="value", label=Text(zh="数值", en="Value")),
            Column(id="unit", label=Text(zh="单位", en="Unit")),
        ],
        rows=rows,
        claims=[[None, c.id if c else None, None] for _, c in shown],
        kind=balance.accounts.kind,
        source=balance.accounts.citation,
    )


def _unit(claim: Claim | None) -> Text:
    per_person = claim is not None and claim.unit == "t_per_person"
    return Text(zh="吨/人", en="t per person") if per_person else Text(zh="Mt", en="Mt")


def split_table(figures: AccountFigures, split: Split) -> Table:
    """List the largest parts of one split with their shares; products with their multiplier."""
    whole = figures.embodied
    rows: list[Row] = []
    claims: list[Cells] = []
    for part in split.parts[: 31 if split.by == "province" else LARGEST]:
        claim = split.claim(figures, part)
        share = figures.share(claim, whole) if whole.value else None
        row: list[Claim | None] = [claim, share]
        if split.by == "product":
            row.append(split.multiplier(figures, part))
        rows.append([part.name, *(c.value if c else None for c in row)])
        claims.append([None, *(c.id if c else None for c in row)])
    heading = HEADINGS[split.by]
    columns = [
        Column(id=split.by, label=heading),
        Column(id="co2_mt", label=Text(zh="隐含排放", en="Embodied CO2"), unit="Mt"),
        Column(
            id="share_pct",
            label=Text(zh="占最终需求隐含排放", en="Share of what final demand embodies"),
            unit="percent",
        ),
    ]
    if split.by == "product":
        field = FIELDS["total_intensity_t_per_cny_1e4"]
        columns.append(Column(id=field.id, label=field.label, unit=field.unit))
    return Table(
        id=f"footprint_{split.by}",
        title=Text(zh="最终需求隐含排放：按", en="Embodied in final demand, by ")
        + Text(zh=heading.zh, en=heading.en[:1].lower() + heading.en[1:]),
        columns=columns,
        rows=rows,
        claims=claims,
        kind=figures.balance.accounts.kind,
        source=figures.balance.accounts.citation,
    )


def draw_waterfall(figures: AccountFigures) -> list[Chart]:
    """Lead from the production-based account to the consumption-based one; none where unknown."""
    balance = figures.balance
    if balance.production_mt is None:
        return []
    rest = balance.error_mt + balance.stranded_mt + balance.gap_mt
    steps = [("exports", TO_EXPORTS, -balance.exports_mt), ("rest", TO_REST, -rest)]
    if not balance.is_nation:
        steps = [("outward", TO_OTHERS, -balance.outward_mt), *steps]
        steps.append(("inward", FROM_OTHERS, balance.inward_mt))
    shown: list[JsonValue] = [
        {"id": i, "name": name.model_dump(), "value": value}
        for i, name, value in steps
        if i != "rest" or abs(value) > UNSEEN * balance.production_mt
    ]
    return [
        _chart(
            balance,
            "footprint_waterfall",
            "waterfall",
            Text(zh="从生产侧到消费侧", en="From production to consumption"),
            {
                "start": {"name": PRODUCTION.model_dump(), "value": balance.production_mt},
                "steps": shown,
                "end": {"name": CONSUMPTION.model_dump(), "value": balance.consumption_mt},
                "y_name": Text(zh="CO2排放", en="CO2").model_dump(),
            },
        )
    ]


def draw_split(balance: Balance, split: Split) -> Chart:
    """Draw the largest parts of a split as lying bars."""
    heading = HEADINGS[split.by]
    shown = split.parts[:MOST_BARS]
    name = Text(zh="隐含排放", en="Embodied CO2").model_dump()
    title = Text(zh=f"最终需求隐含排放，按{heading.zh}", en=f"Embodied CO2 by {heading.en.lower()}")
    data: dict[str, JsonValue] = {
        "categories": [p.name.model_dump() for p in shown],
        "series": [{"id": split.by, "name": name, "y": [p.value for p in shown]}],
        "horizontal": True,
        "stacked": False,
        "y_name": name,
    }
    return _chart(balance, f"footprint_{split.by}", "bar", title, data)


def draw_charts(figures: AccountFigures, splits: dict[By, Split], by: By | None) -> list[Chart]:
    """Draw the waterfall, the split asked for, and the flow from emitters to final products."""
    balance = figures.balance
    chosen = by if by in splits else "product"
    sankey = draw_embodied(balance.accounts, balance.region)
    return [
        *draw_waterfall(figures),
        *([draw_split(balance, splits[chosen])] if chosen in splits else []),
        sankey.model_copy(update={"id": "footprint_sankey", "section": "main"}),
    ]


def _chart(
    balance: Balance, chart_id: str, shape: str, title: Text, data: dict[str, JsonValue]
) -> Chart:
    region, table = REGIONS.text(balance.region), balance.accounts.table
    return Chart.model_validate(
        {
            "id": chart_id,
            "type": shape,
            "title": Text(
                zh=f"{region.zh}{title.zh}（{table.year}年）",
                en=f"{title.en}: {region.en}, {table.year}",
            ),
            "data": data,
            "unit": "Mt",
            "kind": balance.accounts.kind,
            "source": balance.accounts.citation,
        }
    )

"""Transfers between provinces as tables and charts: matrix, chord, bars."""

from collections.abc import Sequence

import numpy as np
from pydantic import JsonValue

from data.result import Chart, ChartType, Claim, Column, Scalar, Table
from data.text import Text
from data.vocabulary import REGIONS
from tools.supply_chain.footprint.transfers_view import Flow, TransferView, largest
from tools.supply_chain.network.view import known

MOST_BARS = 12
CHORDS_OF_ALL = 40
CHORDS_OF_ONE = 24

Row = list[Scalar | Text]
Cells = list[str | None]

EMITS_FOR_IT = Text(zh="该省为其排放", en="Emits for it")
IT_EMITS = Text(zh="其为该省排放", en="It emits for that province")


def partner_table(view: TransferView, region: str) -> Table:
    """List what each province emits for a region, what the region emits for it, and the net."""
    figures = view.figures[region]
    whole = figures.inward
    rows: list[Row] = []
    claims: list[Cells] = []
    out = {f.user: f for f in view.out_of(region)}
    into = {f.emitter: f for f in view.into(region)}
    for partner in dict.fromkeys([*into, *out]):
        first = view.claim(partner, region) if partner in into else None
        back = view.claim(region, partner) if partner in out else None
        share = figures.share(first, whole) if first and whole.value > 0 else None
        net = first.value - back.value if first and back else None
        held: list[Claim | None] = [first, share, back]
        rows.append([REGIONS.text(partner), *(c.value if c else None for c in held), net])
        claims.append([None, *(c.id if c else None for c in held), None])
    name = REGIONS.text(region)
    return _table(
        view,
        "transfers_partners",
        Text(
            zh=f"{name.zh}与各省之间的转移排放",
            en=f"Transfers between {name.en} and other provinces",
        ),
        [
            Column(id="province", label=Text(zh="省份", en="Province")),
            _mt("into_mt", f"为{name.zh}排放", f"Emits for {name.en}"),
            Column(
                id="share_pct",
                label=Text(zh="占全部外省排放", en="Share of all other provinces"),
                unit="percent",
            ),
            _mt("out_of_mt", f"{name.zh}为其排放", f"{name.en} emits for it"),
            _mt("net_mt", "净调入", "Net inflow"),
        ],
        rows,
        claims,
    )


def region_table(view: TransferView) -> Table:
    """List every region's production, what passes to and from others, and its exports."""
    rows: list[Row] = []
    claims: list[Cells] = []
    for region in view.regions:
        figures = view.figures[region]
        made: Claim | None = figures.sectors
        held: list[Claim | None] = [
            made,
            figures.own if made else None,
            figures.outward if made else None,
            figures.exports if made else None,
            figures.inward,
        ]
        balance = figures.balance
        net = balance.inward_mt - balance.outward_mt if made else None
        rows.append([REGIONS.text(region), *(c.value if c else None for c in held), net])
        claims.append([None, *(c.id if c else None for c in held), None])
    return _table(
        view,
        "transfers_regions",
        Text(zh="各省的转移排放收支", en="Transfers of every province"),
        [
            Column(id="province", label=Text(zh="省份", en="Province")),
            _mt("sectors_mt", "各部门直接排放", "Direct emissions of sectors"),
            _mt("own_mt", "为本省最终需求", "For its own final demand"),
            _mt("outward_mt", "为外省最终需求", "For other provinces"),
            _mt("exports_mt", "为出口", "For exports"),
            _mt("inward_mt", "外省为其排放", "Emitted elsewhere for it"),
            _mt("net_mt", "净调入", "Net inflow"),
        ],
        rows,
        claims,
    )


def flow_table(view: TransferView, flows: Sequence[Flow]) -> Table:
    """List the largest flows."""
    rows: list[Row] = []
    claims: list[Cells] = []
    for flow in flows:
        claim = view.claim(flow.emitter, flow.user)
        rows.append([REGIONS.text(flow.emitter), REGIONS.text(flow.user), claim.value])
        claims.append([None, None, claim.id])
    return _table(
        view,
        "transfers_flows",
        Text(zh="最大的省际转移", en="The largest transfers"),
        [
            Column(id="emitter", label=Text(zh="排放省份", en="Emitting province")),
            Column(id="user", label=Text(zh="最终需求省份", en="Province of final demand")),
            _mt("transfer_mt", "转移排放", "Transfer"),
        ],
        rows,
        claims,
    )


def draw_matrix(view: TransferView) -> Chart:
    """Draw the whole matrix, rows emitting for columns, in shades of powers of ten."""
    T = view.accounts.transfers_mt.copy()
    for region in view.accounts.unknown:
        T[view.regions.index(region)] = np.nan
    names = [REGIONS.text(r).model_dump() for r in view.regions]
    data: dict[str, JsonValue] = {
        "x": list(names),
        "y": list(names),
        "z": [[known(v) for v in row] for row in T],
        "y_name": Text(zh="转移排放", en="Transfer").model_dump(),
        "scale": "log",
    }
    title = Text(
        zh="转移排放矩阵（行：排放省份；列：最终需求省份）",
        en="Matrix of transfers (rows emit, columns demand)",
    )
    return _chart(view, "transfers_matrix", "heatmap", title, data)


def draw_chord(view: TransferView, flows: Sequence[Flow], title: Text) -> Chart:
    """Draw the largest flows round a circle."""
    regions = [r for r in view.regions if any(r in (f.emitter, f.user) for f in flows)]
    nodes: list[JsonValue] = [{"id": r, "name": REGIONS.text(r).model_dump()} for r in regions]
    links: list[JsonValue] = [
        {"source": f.emitter, "target": f.user, "value": f.value} for f in flows
    ]
    return _chart(view, "transfers_chord", "chord", title, {"nodes": nodes, "links": links})


def draw_region(view: TransferView, region: str, direction: str) -> list[Chart]:
    """Draw bars of who emits for a region and for whom it emits, and its flows as a chord."""
    into, out = view.into(region), view.out_of(region)
    name = REGIONS.text(region)
    charts: list[Chart] = []
    if direction != "out_of" and into:
        title = Text(
            zh=f"为{name.zh}最终需求排放的省份", en=f"Who emits for the final demand of {name.en}"
        )
        pairs = [(f.emitter, f.value) for f in into]
        charts.append(_bars(view, "transfers_into", title, EMITS_FOR_IT, pairs))
    if direction != "into" and out:
        title = Text(zh=f"{name.zh}为哪些省份排放", en=f"For whom {name.en} emits")
        pairs = [(f.user, f.value) for f in out]
        charts.append(_bars(view, "transfers_out", title, IT_EMITS, pairs))
    shown = [*(into if direction != "out_of" else []), *(out if direction != "into" else [])]
    flows = largest(shown)[:CHORDS_OF_ONE]
    if flows:
        title = Text(zh=f"{name.zh}的主要转移排放", en=f"Main transfers of {name.en}")
        charts.append(draw_chord(view, flows, title))
    return charts


def draw_all(view: TransferView) -> list[Chart]:
    """Draw the matrix, the largest flows, and the net of each province."""
    flows = view.flows()[:CHORDS_OF_ALL]
    title = Text(zh="最大的省际转移排放", en="The largest transfers between provinces")
    held = [r for r in view.regions if r not in view.accounts.unknown]
    nets = [(r, b.inward_mt - b.outward_mt) for r in held for b in [view.figures[r].balance]]
    nets.sort(key=lambda item: -item[1])
    heading = Text(zh="省际净调入的隐含排放", en="Net inflow of embodied emissions")
    return [
        draw_matrix(view),
        *([draw_chord(view, flows, title)] if flows else []),
        _bars(view, "transfers_net", heading, heading, nets, most=len(nets)),
    ]


def _bars(
    view: TransferView,
    chart_id: str,
    title: Text,
    name: Text,
    pairs: Sequence[tuple[str, float]],
    most: int = MOST_BARS,
) -> Chart:
    shown = pairs[:most]
    data: dict[str, JsonValue] = {
        "categories": [REGIONS.text(r).model_dump() for r, _ in shown],
        "series": [{"id": chart_id, "name": name.model_dump(), "y": [v for _, v in shown]}],
        "horizontal": True,
        "stacked": False,
        "y_name": Text(zh="转移排放", en="Transfer").model_dump(),
    }
    return _chart(view, chart_id, "bar", title, data)


def _chart(
    view: TransferView, chart_id: str, shape: ChartType, title: Text, data: dict[str, JsonValue]
) -> Chart:
    year, fuel = view.accounts.table.year, view.of_fuel
    return Chart(
        id=chart_id,
        type=shape,
        title=Text(zh=f"{title.zh}{fuel.zh}，{year}年", en=f"{title.en}{fuel.en}, {year}"),
        data=data,
        unit="Mt",
        kind=view.accounts.kind,
        source=view.accounts.citation,
    )


def _table(
    view: TransferView,
    table_id: str,
    title: Text,
    columns: list[Column],
    rows: list[Row],
    claims: list[Cells],
) -> Table:
    return Table(
        id=table_id,
        title=title + view.of_fuel,
        columns=columns,
        rows=rows,
        claims=claims,
        kind=view.accounts.kind,
        source=view.accounts.citation,
    )


def _mt(column_id: str, zh: str, en: str) -> Column:
    return Column(id=column_id, label=Text(zh=zh, en=en), unit="Mt")

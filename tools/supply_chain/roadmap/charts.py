"""Charts of the input-output part of a roadmap: the network and the flows of the cut."""

from dataclasses import replace

import numpy as np

from data.result import Chart
from data.tables import Array
from data.text import Text
from tools.supply_chain.network.chart import draw_chart
from tools.supply_chain.network.view import View
from tools.supply_chain.roadmap.flows import embodied_by_product, layer_flows, note_negative
from tools.supply_chain.roadmap.outlook import Outlook


def draw_cut_network(outlook: Outlook, view: View) -> Chart:
    """Draw the network of sectors: size is the cut in Mt, colour the cut against the table year."""
    cuts, last, base = outlook.cuts_mt(outlook.last), outlook.last.year, outlook.base.year
    rates = cut_rates(outlook)
    view = replace(view, attributes={"co2_cut_mt": cuts, "decline_pct": rates, **view.attributes})
    notes = [
        Text(
            zh=f"节点大小为{base}–{last}年的减排量，颜色为减排幅度；排放增加的部门画为最小，悬停可见其数值。",
            en=f"Node size is the cut {base}–{last}, colour the cut in per cent; sectors whose"
            " emissions rise are drawn smallest, their figures show on hover.",
        )
    ]
    title = Text(
        zh=f"{outlook.place.zh}产业网络与各部门减排量（{base}–{last}年）",
        en=f"Industrial network of {outlook.place.en} and the cut of each sector, {base}–{last}",
    )
    sizes = np.maximum(cuts, 0.0)
    chart = draw_chart(view, "co2_cut_mt", sizes, "chain_network", title, notes)
    for node, rate in zip(chart.data["nodes"], rates, strict=True):  # type: ignore[arg-type]
        node["value"] = float(rate) if np.isfinite(rate) else None  # type: ignore[index, call-overload]
    name = Text(zh=f"减排幅度，{base}–{last}年", en=f"Cut {base}–{last}")
    data = {
        **chart.data,
        "colour_by": "value",
        "value_name": name.model_dump(),
        "value_unit": "percent",
    }
    return chart.model_copy(update={"section": "chain", "data": data})


def cut_rates(outlook: Outlook) -> Array:
    """Give each sector's cut up to the last milestone in per cent; NaN where nothing is emitted."""
    base, last = outlook.base.sectors_mt, outlook.last.sectors_mt
    blank = np.full_like(base, np.nan)
    return np.divide(100 * (base - last), base, out=blank, where=base > 0)


def draw_cut_flows(outlook: Outlook) -> Chart:
    """Draw where the cut behind final demand happens: emitter → final product, in two layers."""
    accounts, first = outlook.accounts, outlook.start_step or outlook.base
    flows = embodied_cuts(outlook)
    nodes, links = layer_flows(accounts, outlook.regions, outlook.place, np.maximum(flows, 0.0))
    notes = note_negative(accounts, outlook.regions)
    if (flows < 0).any():
        notes.append(
            Text(
                zh="隐含排放增加的流量不画。",
                en="Flows whose embodied emissions rise are not drawn.",
            )
        )
    last, name = outlook.last.year, outlook.place
    return Chart(
        id="chain_cuts",
        type="sankey",
        title=Text(
            zh=f"{name.zh}最终需求隐含排放的减少：{first.year}–{last}年，减排部门与省份 → 最终产品",
            en=f"Cut of emissions embodied in the final demand of {name.en}, {first.year}–{last}:"
            " where it is cut → final product",
        ),
        data={"nodes": nodes, "links": links},
        unit="Mt",
        kind=accounts.kind,
        source=accounts.citation,
        notes=notes,
        section="chain",
    )


def embodied_cuts(outlook: Outlook) -> Array:
    """Split the fall of embodied emissions by emitter and final product, (n, sectors) in Mt.

    From the start year to the last milestone; negative where a flow rises.
    """
    first, last = outlook.start_step or outlook.base, outlook.last
    fall = first.demand * first.f - last.demand * last.f
    return embodied_by_product(outlook.accounts, *outlook.regions, f=fall)

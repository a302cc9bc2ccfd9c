"""Embodied emissions of a province as a layered flow: who emits, for which final product."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import JsonValue

from data.result import Chart
from data.tables import Array
from data.text import Text
from data.vocabulary import IO_SECTORS, REGIONS, name_regions
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.algebra.leontief import TONNES_PER_MT

SECTORS_SHOWN = 6
PROVINCES_SHOWN = 5
PRODUCTS_SHOWN = 6
LEAST_SHARE = 0.01
"""Share of all flows below which a sector, province or product joins the others: it would be a
line without room for its name."""

OTHER_SECTORS = Text(zh="其他部门", en="other sectors")
OTHER_PROVINCES = Text(zh="其余省份", en="Remaining provinces")
OTHER_PRODUCTS = Text(zh="其他产品", en="Other products")


@dataclass(frozen=True)
class Origin:
    """One group of emitters: its id, name, family of sectors, and what flows out of it."""

    id: str
    name: Text
    family: str
    flows: Array


def embodied_by_product(accounts: Accounts, *regions: str, f: Array | None = None) -> Array:
    """Split the footprint of some provinces by emitter and final product: (n, sectors) in Mt.

    Products of the same sector from all provinces are one column. Negative final demand (stocks
    drawn down) is left out, for a flow cannot be drawn below zero.

    Args:
        accounts: The accounts of a table.
        regions: Whose final demand.
        f: (n,) other intensities than the table's, in t per 10⁴ CNY.
    """
    table = accounts.table
    demand = np.maximum(accounts.demand[:, _places(accounts, regions)].sum(axis=1), 0.0)
    width = len(table.sectors)
    products = np.zeros((table.n, width))
    products[np.arange(table.n), np.arange(table.n) % width] = demand
    intensity = accounts.f if f is None else f
    return intensity[:, None] * accounts.solver.solve(products) / TONNES_PER_MT


def _places(accounts: Accounts, regions: Sequence[str]) -> list[int]:
    return [accounts.table.regions.index(r) for r in regions]


def draw_embodied(accounts: Accounts, *regions: str, name: Text | None = None) -> Chart:
    """Describe the footprint of some provinces as a Sankey of two layers, without any cycle."""
    name = name or name_regions(regions)
    nodes, links = layer_flows(accounts, regions, name, embodied_by_product(accounts, *regions))
    year = accounts.table.year
    emitters = "排放部门" if accounts.regions == len(regions) else "排放部门与省份"
    return Chart(
        id="chain_sankey",
        type="sankey",
        title=Text(
            zh=f"{name.zh}最终需求的隐含排放：{emitters} → 最终产品（{year}年）",
            en=f"Emissions embodied in the final demand of {name.en}: emitter → final product,"
            f" {year}",
        ),
        data={"nodes": nodes, "links": links},
        unit="Mt",
        kind=accounts.kind,
        source=accounts.citation,
        notes=note_negative(accounts, regions),
        section="chain",
    )


def layer_flows(
    accounts: Accounts, regions: Sequence[str], name: Text, flows: Array
) -> tuple[list[JsonValue], list[JsonValue]]:
    """Lay flows (n, sectors) out in two layers: emitters on the left, final products on the right."""
    origins = [*_own_sectors(accounts, regions, name, flows)]
    origins += _other_provinces(accounts, regions, flows)
    columns, products = _products(accounts, flows)
    nodes: list[JsonValue] = [
        {"id": o.id, "name": o.name.model_dump(), "layer": 0, "family": o.family}
        for o in origins
        if o.flows.sum() > 0
    ]
    nodes += products
    links: list[JsonValue] = [
        {"source": o.id, "target": target, "value": value}
        for o in origins
        for target, places in columns
        if (value := float(o.flows[places].sum())) > 0
    ]
    return nodes, links


def _own_sectors(
    accounts: Accounts, regions: Sequence[str], name: Text, flows: Array
) -> list[Origin]:
    region = "_".join(regions)
    own = np.sum([flows[accounts.table.block(r)] for r in regions], axis=0)
    sums = own.sum(axis=1)
    least = LEAST_SHARE * float(flows.sum())
    order = np.argsort(-sums, kind="stable")
    count = min(SECTORS_SHOWN, int((sums >= least).sum()))
    shown = [
        Origin(
            f"from:{region}:{sector}",
            Text(zh=f"{name.zh}·", en=f"{name.en} · ") + IO_SECTORS.text(sector),
            IO_SECTORS.terms[sector].extra["family"],
            own[k],
        )
        for k in order[:count]
        for sector in [accounts.table.sectors[k]]
    ]
    label = Text(zh=f"{name.zh}·", en=f"{name.en} · ") + OTHER_SECTORS
    rest = own[order[count:]].sum(axis=0)
    return [*shown, Origin(f"from:{region}:rest", label, "", rest)]


def _other_provinces(accounts: Accounts, regions: Sequence[str], flows: Array) -> list[Origin]:
    table = accounts.table
    sums = {r: flows[table.block(r)].sum(axis=0) for r in table.regions if r not in regions}
    least = LEAST_SHARE * float(flows.sum())
    order = sorted(sums, key=lambda r: -float(sums[r].sum()))
    count = min(PROVINCES_SHOWN, sum(float(s.sum()) >= least for s in sums.values()))
    shown = [Origin(f"from:{r}", REGIONS.text(r), "", sums[r]) for r in order[:count]]
    rest = sum((sums[r] for r in order[count:]), np.zeros(flows.shape[1]))
    return [*shown, Origin("from:rest", OTHER_PROVINCES, "", rest)]


def _products(
    accounts: Accounts, flows: Array
) -> tuple[list[tuple[str, list[int]]], list[JsonValue]]:
    totals = flows.sum(axis=0)
    order = [int(k) for k in np.argsort(-totals, kind="stable") if totals[k] > 0]
    columns: list[tuple[str, list[int]]] = []
    nodes: list[JsonValue] = []
    least = LEAST_SHARE * float(totals.sum())
    count = min(PRODUCTS_SHOWN, sum(float(totals[k]) >= least for k in order))
    for k in order[:count]:
        sector = accounts.table.sectors[k]
        columns.append((f"to:{sector}", [k]))
        nodes.append(
            {
                "id": f"to:{sector}",
                "name": IO_SECTORS.text(sector).model_dump(),
                "layer": 1,
                "family": IO_SECTORS.terms[sector].extra["family"],
            }
        )
    if rest := order[count:]:
        columns.append(("to:rest", rest))
        nodes.append({"id": "to:rest", "name": OTHER_PRODUCTS.model_dump(), "layer": 1})
    return columns, nodes


def note_negative(accounts: Accounts, regions: Sequence[str]) -> list[Text]:
    """Say that negative final demand is not drawn, where there is any."""
    demand = accounts.demand[:, _places(accounts, regions)].sum(axis=1)
    if (demand >= 0).all():
        return []
    return [
        Text(
            zh="负的最终需求（如存货减少）无法画成流量，图中略去，因此合计略高于隐含排放总量。",
            en="Negative final demand (stocks drawn down) cannot be drawn as a flow and is left"
            " out, so the flows add up to slightly more than the embodied emissions.",
        )
    ]

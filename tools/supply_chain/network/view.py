"""Networks as views: the sectors of a place or the provinces, their links, and all known of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from data.tables import Array
from data.text import Text
from data.vocabulary import IO_SECTORS, NATION, REGIONS, name_regions
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.algebra.leontief import TONNES_PER_MT, sum_by_region
from tools.supply_chain.network.centrality import Centrality, centralities
from tools.supply_chain.network.communities import Communities, find_communities
from tools.supply_chain.network.graph import SHARE_PCT, Core, core_network

Links = Literal["money", "emissions"]
Nodes = Literal["sectors", "provinces"]


@dataclass(frozen=True)
class View:
    """A network with all that is known of its nodes.

    Attributes:
        accounts: The accounts of the table it is drawn from.
        region: The province whose sectors are the nodes, or the nation; several provinces are
            written with spaces between their ids.
        nodes: What the nodes are.
        ids: Ids of the nodes in order.
        flows: (nodes, nodes) what passes from row to column.
        flow_field: Field id of what passes.
        core: The links drawn.
        attributes: Field ids to (nodes,) arrays, NaN where unknown.
    """

    accounts: Accounts
    region: str
    nodes: Nodes
    ids: tuple[str, ...]
    flows: Array
    flow_field: str
    core: Core
    attributes: Mapping[str, Array]

    @cached_property
    def centrality(self) -> Centrality:
        """Positions of the nodes in the network drawn."""
        return centralities(self.core)

    @cached_property
    def communities(self) -> Communities:
        """Groups of nodes by all that passes between them, drawn or not."""
        return find_communities(self.flows)

    @property
    def carries_emissions(self) -> bool:
        """Whether links carry embodied emissions rather than money."""
        return self.flow_field != "flow_cny_1e4" and self.flow_field != "trade_cny_1e4"

    @property
    def title(self) -> Text:
        """What stands above the network."""
        year = self.accounts.table.year
        if self.nodes == "provinces":
            what = (
                Text(zh="省际隐含碳转移网络", en="Network of CO2 transfers between provinces")
                if self.carries_emissions
                else Text(zh="省际贸易网络", en="Network of trade between provinces")
            )
            return Text(zh=f"{what.zh}（{year}年）", en=f"{what.en}, {year}")
        region = name_regions(self.region.split())
        if self.carries_emissions:
            return Text(
                zh=f"{region.zh}产业间隐含碳流动网络（{year}年）",
                en=f"Network of emissions embodied between sectors of {region.en}, {year}",
            )
        return Text(
            zh=f"{region.zh}产业投入产出网络（{year}年）",
            en=f"Input-output network of {region.en}, {year}",
        )

    @property
    def node_key(self) -> str:
        """Under which key the entity of a claim names a node."""
        return "region" if self.nodes == "provinces" else "sector"

    @property
    def known(self) -> bool:
        """Whether the emissions of every node are known."""
        return not bool(np.isnan(self.attributes["co2_mt"]).any())

    def name(self, node: int) -> Text:
        """Return the label of a node."""
        held = REGIONS if self.nodes == "provinces" else IO_SECTORS
        return held.text(self.ids[node])

    def family(self, node: int) -> str:
        """Return the family a sector belongs to; provinces have none."""
        if self.nodes == "provinces":
            return ""
        return IO_SECTORS.terms[self.ids[node]].extra["family"]


def look_at(
    accounts: Accounts, *regions: str, share_pct: float = SHARE_PCT, links: Links = "money"
) -> View:
    """Build the network of the sectors of a province, of several, or of the nation.

    Links are the intermediate flows ``Z`` inside the place, or the emissions embodied in them,
    ``m_i·Z_ij`` (Mt), where ``m_i`` counts all emissions upstream of the supplier. The flows inside
    several provinces and between them are added up by sector.
    """
    width = len(accounts.table.sectors)
    flows = np.zeros((width, width))
    field = "flow_cny_1e4" if links == "money" else "embodied_flow_mt"
    for supplier in regions:
        rows = accounts.table.block(supplier)
        for user in regions:
            part = np.asarray(accounts.table.Z[rows, accounts.table.block(user)], dtype=np.float64)
            if links == "emissions":
                part = accounts.m[rows][:, None] * part / TONNES_PER_MT
            flows += part
    return View(
        accounts=accounts,
        region=" ".join(regions),
        nodes="sectors",
        ids=accounts.table.sectors,
        flows=flows,
        flow_field=field,
        core=core_network(flows, share_pct),
        attributes=sum_attributes([sector_attributes(accounts, r) for r in regions]),
    )


def sum_attributes(parts: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    """Add up what is known of the same sectors in several provinces; NaN where one is unknown."""
    if len(parts) == 1:
        return dict(parts[0])
    total = {field: np.sum([p[field] for p in parts], axis=0) for field in parts[0]}
    output = total["output_cny_1e4"]
    blank = np.where(np.isnan(total["co2_mt"]), np.nan, 0.0)
    intensity = np.divide(TONNES_PER_MT * total["co2_mt"], output, out=blank, where=output > 0)
    return {**total, "intensity_t_per_cny_1e4": intensity}


def look_at_provinces(
    accounts: Accounts, share_pct: float = SHARE_PCT, links: Links = "emissions"
) -> View:
    """Build the network of the provinces: what each supplies to the others.

    Links are the emissions in one province for the final demand of another, ``T_rs`` (Mt), or the
    intermediate and final goods that one supplies to the other (10⁴ CNY). A province's supply to
    itself is no link.
    """
    flows = accounts.transfers_mt.copy() if links == "emissions" else trade(accounts)
    np.fill_diagonal(flows, 0.0)
    return View(
        accounts=accounts,
        region=NATION,
        nodes="provinces",
        ids=accounts.table.regions,
        flows=flows,
        flow_field="co2_transfer_mt" if links == "emissions" else "trade_cny_1e4",
        core=core_network(flows, share_pct),
        attributes=province_attributes(accounts),
    )


def trade(accounts: Accounts) -> Array:
    """Return what each region supplies to each, intermediate and final, (regions, regions)."""
    r = accounts.regions
    by_supplier = sum_by_region(np.asarray(accounts.table.Z, dtype=np.float64), r)
    between = sum_by_region(by_supplier.T, r).T
    return between + sum_by_region(accounts.demand, r)


def sector_attributes(accounts: Accounts, region: str) -> dict[str, Array]:
    """Collect what is known of each sector of a province, by field id, NaN where unknown."""
    table = accounts.table
    block = table.block(region)
    co2 = accounts.emissions.co2_mt[block]
    f = np.where(np.isnan(co2), np.nan, accounts.f[block])
    return {
        "co2_mt": co2,
        "intensity_t_per_cny_1e4": f,
        "output_cny_1e4": np.asarray(table.x[block]),
        "value_added_cny_1e4": np.asarray(table.value_added[block]),
        "imports_cny_1e4": np.asarray(table.imports[block]),
        "exports_cny_1e4": np.asarray(table.ex[block]),
        "final_use_cny_1e4": accounts.demand[block].sum(axis=1) + table.ex[block],
        "row_sum_cny_1e4": np.asarray(table.Z[block].sum(axis=1), dtype=np.float64),
        "column_sum_cny_1e4": np.asarray(table.Z[:, block].sum(axis=0), dtype=np.float64),
    }


def province_attributes(accounts: Accounts) -> dict[str, Array]:
    """Collect what is known of each province, by field id, NaN where unknown."""
    table, r = accounts.table, accounts.regions
    co2 = sum_by_region(accounts.emissions.co2_mt, r)
    output = sum_by_region(np.asarray(table.x, dtype=np.float64), r)
    intensity = np.full(r, np.nan)
    np.divide(TONNES_PER_MT * co2, output, out=intensity, where=output > 0)
    return {
        "co2_mt": co2,
        "intensity_t_per_cny_1e4": intensity,
        "output_cny_1e4": output,
        "value_added_cny_1e4": sum_by_region(np.asarray(table.value_added), r),
        "exports_cny_1e4": sum_by_region(np.asarray(table.ex), r),
    }


def known(value: float) -> float | None:
    """Turn NaN into None, which tables and charts show as a gap."""
    return float(value) if np.isfinite(value) else None

"""A province's sectors and their largest links as one view, and as a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pydantic import JsonValue

from data.fields import FIELDS
from data.result import Chart
from data.tables import Array
from data.text import Text
from data.vocabulary import IO_SECTORS, PROVINCES
from tools.supply_chain.accounts import Accounts
from tools.supply_chain.graph import SHARE_PCT, Centrality, Core, centralities, core_network


@dataclass(frozen=True)
class View:
    """The network of one province with all that is known of its sectors.

    ``attributes`` maps field ids to (sectors,) arrays, NaN where unknown.
    """

    accounts: Accounts
    region: str
    flows: Array
    core: Core
    attributes: Mapping[str, Array]

    @cached_property
    def centrality(self) -> Centrality:
        """Positions of the sectors in the network drawn."""
        return centralities(self.core)

    @property
    def title(self) -> Text:
        """What stands above the network."""
        region, year = PROVINCES.text(self.region), self.accounts.table.year
        return Text(
            zh=f"{region.zh}产业投入产出网络（{year} 年）",
            en=f"Input-output network of {region.en}, {year}",
        )

    @property
    def sectors(self) -> tuple[str, ...]:
        """Ids of the sectors in the order of the nodes."""
        return self.accounts.table.sectors

    def name(self, sector: int) -> Text:
        """Return the label of a node."""
        return IO_SECTORS.text(self.sectors[sector])


def look_at(accounts: Accounts, region: str, share_pct: float = SHARE_PCT) -> View:
    """Build the network of a province from the accounts of a table."""
    block = accounts.table.block(region)
    flows = np.asarray(accounts.table.Z[block, block], dtype=np.float64)
    core = core_network(flows, share_pct)
    return View(accounts, region, flows, core, sector_attributes(accounts, region))


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


def draw_chart(
    view: View,
    size_field: str,
    sizes: Array,
    chart_id: str,
    title: Text | None = None,
    notes: Sequence[Text] = (),
) -> Chart:
    """Describe the network as a chart whose nodes are sized by any quantity.

    Args:
        view: The network.
        size_field: Field id of what the size shows.
        sizes: (sectors,) values; NaN stands for unknown.
        chart_id: Id of the chart within its result.
        title: What stands above it.
        notes: What stands below it.
    """
    held = {size_field: sizes, **view.attributes}
    nodes: list[JsonValue] = [
        {
            "id": sector,
            "name": IO_SECTORS.text(sector).model_dump(),
            "family": IO_SECTORS.terms[sector].extra["family"],
            "size": known(sizes[k]),
            "attributes": {key: known(values[k]) for key, values in held.items()},
        }
        for k, sector in enumerate(view.sectors)
    ]
    edges: list[JsonValue] = [
        {"source": view.sectors[i], "target": view.sectors[j], "value": flow}
        for i, j, flow in view.core.edges
    ]
    return Chart(
        id=chart_id,
        type="network",
        title=title or view.title,
        data={
            "nodes": nodes,
            "edges": edges,
            "covered_share_pct": 100 * view.core.covered_share,
            "size_field": size_field,
            "edge_unit": "cny_1e4",
            "gravity": 0.7,
            "repulsion": 1700,
        },
        unit=FIELDS[size_field].unit,
        kind=view.accounts.kind,
        source=view.accounts.citation,
        notes=list(notes),
    )


def known(value: float) -> float | None:
    """Turn NaN into None, which tables and charts show as a gap."""
    return float(value) if np.isfinite(value) else None

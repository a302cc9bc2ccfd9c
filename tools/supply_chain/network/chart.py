"""A network as the description of a chart, its nodes at rest and sized by any quantity."""

from collections.abc import Sequence
from typing import Any

from data.fields import FIELDS
from data.result import Chart
from data.tables import Array
from data.text import Text, join
from tools.supply_chain.network.forces import GRAVITY, REPULSION, settle
from tools.supply_chain.network.view import View, known

LEADERS = 2
"""Members that name a community."""


def draw_chart(
    view: View,
    size_field: str,
    sizes: Array,
    chart_id: str,
    title: Text | None = None,
    notes: Sequence[Text] = (),
    *,
    grouped: bool = False,
) -> Chart:
    """Describe the network as a chart whose nodes are sized by any quantity.

    Args:
        view: The network.
        size_field: Field id of what the size shows.
        sizes: (nodes,) values; NaN stands for unknown.
        chart_id: Id of the chart within its result.
        title: What stands above it.
        notes: What stands below it.
        grouped: Whether to tell the communities, so that they can colour the nodes.
    """
    held = {size_field: sizes, **view.attributes}
    places = settle(len(view.ids), view.core.edges)
    group_of = view.communities.of_node(len(view.ids)) if grouped else (None,) * len(view.ids)
    nodes: list[Any] = []
    for k, node in enumerate(view.ids):
        nodes.append(
            {
                "id": node,
                "name": view.name(k).model_dump(),
                "family": view.family(k),
                "size": known(sizes[k]),
                "attributes": {key: known(values[k]) for key, values in held.items()},
                "x": round(float(places[k, 0]), 1),
                "y": round(float(places[k, 1]), 1),
            }
        )
        if grouped:
            nodes[-1]["community"] = None if group_of[k] is None else str(group_of[k])
    data: dict[str, Any] = {
        "nodes": nodes,
        "edges": [
            {"source": view.ids[i], "target": view.ids[j], "value": flow}
            for i, j, flow in view.core.edges
        ],
        "covered_share_pct": 100 * view.core.covered_share,
        "size_field": size_field,
        "edge_unit": FIELDS[view.flow_field].unit,
        "gravity": GRAVITY,
        "repulsion": REPULSION,
    }
    if grouped:
        data["communities"] = [
            {"id": str(k), "name": community_name(view, k).model_dump()}
            for k in range(len(view.communities.members))
        ]
        data["colour_by"] = "community" if view.nodes == "provinces" else "family"
    return Chart(
        id=chart_id,
        type="network",
        title=title or view.title,
        data=data,
        unit=FIELDS[size_field].unit,
        kind=view.accounts.kind,
        source=view.accounts.citation,
        notes=list(notes),
    )


def community_name(view: View, community: int) -> Text:
    """Name a community by the members through which most passes."""
    members = view.communities.members[community]
    named = join(view.name(k) for k in members[:LEADERS])
    if len(members) <= LEADERS:
        return named
    return Text(zh=f"{named.zh}等", en=f"{named.en} and others")

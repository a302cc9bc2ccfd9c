"""The charts on key links: a Sankey of the links, families by families, and intensities as bars."""

from pydantic import JsonValue

from data.result import Chart
from data.text import Text
from data.vocabulary import FAMILIES, IO_SECTORS
from tools.supply_chain.key_links.findings import total_name
from tools.supply_chain.key_links.view import LinkView

BARS = 10
LEAST_DRAWN = 12


def draw_key_links(view: LinkView, top: int) -> list[Chart]:
    """Describe the charts."""
    charts = [_sankey(view, max(top, LEAST_DRAWN)), _families(view)]
    return [*charts, _bars(view)] if view.sectors(1) else charts


def _sankey(view: LinkView, most: int) -> Chart:
    total, year = total_name(view), view.accounts.table.year
    nodes: dict[str, JsonValue] = {}
    links: list[JsonValue] = []
    for i, j, value in view.links(most):
        ends = [f"from:{i}", f"to:{j}"]
        for layer, (node, place) in enumerate(zip(ends, (i, j), strict=True)):
            nodes[node] = {
                "id": node,
                "name": view.name(place).model_dump(),
                "layer": layer,
                "family": IO_SECTORS.terms[view.place(place)[1]].extra["family"],
            }
        links.append({"source": ends[0], "target": ends[1], "value": value})
    return _chart(
        view,
        "key_links_sankey",
        "sankey",
        Text(
            zh=f"{total.zh}最敏感的环节：供给 → 使用（弹性，{year}年）",
            en=f"Links that {total.en} respond to most: supplier → user (elasticity, {year})",
        ),
        {"nodes": list(nodes.values()), "links": links},
    )


def _families(view: LinkView) -> Chart:
    families, sums = view.by_family()
    total = total_name(view)
    names: list[JsonValue] = [FAMILIES.text(f).model_dump() for f in families]
    z: list[JsonValue] = [[float(v) for v in row] for row in sums]
    return _chart(
        view,
        "key_links_families",
        "heatmap",
        Text(
            zh=f"{total.zh}对各部门族之间往来的弹性（行供给、列使用，不含自用）",
            en=f"Response of {total.en} to what passes between families of sectors (rows supply,"
            " columns use; own use left out)",
        ),
        {
            "x": names,
            "y": names,
            "z": z,
            "y_name": Text(zh="弹性", en="Elasticity").model_dump(),
        },
    )


def _bars(view: LinkView) -> Chart:
    order, total = view.sectors(BARS), total_name(view)
    return _chart(
        view,
        "key_intensities",
        "bar",
        Text(
            zh=f"{total.zh}对部门排放强度的弹性",
            en=f"Response of {total.en} to the intensity of sectors",
        ),
        {
            "categories": [view.name(k).model_dump() for k in order],
            "series": [
                {
                    "id": "elasticity",
                    "name": Text(zh="弹性", en="Elasticity").model_dump(),
                    "y": [float(view.intensities[k]) for k in order],
                }
            ],
            "horizontal": True,
            "stacked": False,
            "y_name": Text(zh="弹性", en="Elasticity").model_dump(),
        },
    )


def _chart(
    view: LinkView, chart_id: str, kind: str, title: Text, data: dict[str, JsonValue]
) -> Chart:
    return Chart.model_validate(
        {
            "id": chart_id,
            "type": kind,
            "title": title,
            "data": data,
            "unit": "percent",
            "kind": view.accounts.kind,
            "source": view.accounts.citation,
        }
    )

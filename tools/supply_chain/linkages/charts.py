"""The charts on linkages: sectors in a quadrant, and losses by extraction as bars."""

import numpy as np
from pydantic import JsonValue

from data.result import Chart
from data.text import Text
from data.vocabulary import IO_SECTORS, REGIONS
from tools.supply_chain.linkages.findings import Focus, terms, where
from tools.supply_chain.linkages.view import LinkageView

BARS = 12


def draw_linkages(view: LinkageView, focus: Focus) -> list[Chart]:
    """Describe the charts, the one that was asked for first."""
    charts = [_quadrant(view)]
    if view.knows_emissions:
        charts.append(_losses(view))
    return charts[::-1] if focus == "extraction" else charts


def _quadrant(view: LinkageView) -> Chart:
    backward, forward = terms(view)
    name, year = REGIONS.text(view.region), view.accounts.table.year
    points: list[JsonValue] = []
    for k in view.active:
        sector = view.accounts.table.sectors[k]
        point: dict[str, JsonValue] = {
            "id": sector,
            "name": view.name(k).model_dump(),
            "family": IO_SECTORS.terms[sector].extra["family"],
            "x": _plain(view.forward[k]),
            "y": _plain(view.power[k]),
        }
        if view.knows_emissions:
            point["size"] = max(0.0, float(view.direct_mt[k]))
        points.append(point)
    data: dict[str, JsonValue] = {
        "points": points,
        "x_name": _capital(forward).model_dump(),
        "y_name": _capital(backward).model_dump(),
        "x_cut": 1.0,
        "y_cut": 1.0,
        "corners": {
            "upper_right": Text(zh="关键部门", en="Key sectors").model_dump(),
            "upper_left": Text(zh="后向带动型", en="Backward-driven").model_dump(),
            "lower_right": Text(zh="前向支撑型", en="Forward-driven").model_dump(),
            "lower_left": Text(zh="独立型", en="Independent").model_dump(),
        },
    }
    if view.knows_emissions:
        data["size_name"] = Text(zh="自身直接排放", en="Its own emissions").model_dump()
        data["size_unit"] = "Mt"
    return Chart(
        id="linkage_quadrant",
        type="quadrant",
        title=Text(
            zh=f"{name.zh}各部门的后向与前向关联（{year}年）",
            en=f"Backward and forward linkages of the sectors of {name.en}, {year}",
        ),
        data=data,
        unit="ratio",
        kind=view.accounts.kind,
        source=view.accounts.citation,
    )


def _losses(view: LinkageView) -> Chart:
    order = view.ranked(view.losses["whole"])[:BARS]
    place, name = where(view), REGIONS.text(view.region)
    own: list[JsonValue] = [float(view.direct_mt[k]) for k in order]
    others: list[JsonValue] = [float(view.losses["chain_only"][k]) for k in order]
    return Chart(
        id="extraction_losses",
        type="bar",
        title=Text(
            zh=f"假设逐一没有{name.zh}的某部门，{place.zh}排放减少多少（{view.accounts.table.year}年）",
            en=f"What {place.en} lose without one sector of {name.en} at a time,"
            f" {view.accounts.table.year}",
        ),
        data={
            "categories": [view.name(k).model_dump() for k in order],
            "series": [
                {
                    "id": "own",
                    "name": Text(zh="该部门自身", en="The sector itself").model_dump(),
                    "y": own,
                },
                {
                    "id": "others",
                    "name": Text(zh="其他部门（产业链）", en="Other sectors (chain)").model_dump(),
                    "y": others,
                },
            ],
            "horizontal": True,
            "stacked": True,
            "y_name": Text(zh="减少的CO2排放", en="CO2 lost").model_dump(),
        },
        unit="Mt",
        kind=view.accounts.kind,
        source=view.accounts.citation,
        notes=[
            Text(
                zh="各部门的损失互有重叠，不可相加。",
                en="Losses of different sectors overlap and must not be added.",
            )
        ],
    )


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _capital(text: Text) -> Text:
    return text.map(lambda s: s[:1].upper() + s[1:])

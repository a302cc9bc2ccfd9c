"""The table and the chart of targets of CO2 per GDP."""

from data.fields import FIELDS
from data.result import Chart, Table
from data.text import Text
from tools.gap.intensity_standing import OUTLOOK, Standing
from tools.inventory.phrases import region_label
from tools.layout import Cell, figure_cell, kind_of, lay_out, name_columns
from tools.policy.rows import STATUS


def table_standing(held: list[Standing], title: Text) -> Table:
    """List the regions with target, progress, projections and verdict."""
    decline = FIELDS["co2_per_real_gdp_decline_pct"].unit
    labels = [
        ("region", "地区", "Region", ""),
        ("whose", "目标属于", "Target of", ""),
        ("target", "目标降幅", "Target", decline),
        ("progress", "清单进度", "Progress by inventories", decline),
        ("as_of", "截至", "As of", ""),
        ("by_trend", "按近期趋势（推算）", "On the recent trend (projected)", decline),
        ("on_pathway", "按减排路径（推算）", "On the pathway (projected)", decline),
        ("short", "趋势与目标之差", "Target less trend", "percentage_point"),
        ("status", "结论", "Verdict", ""),
        ("outlook", "展望", "Outlook", ""),
    ]
    rows = [_cells(s) for s in held]
    every = [c for s in held for c in (s.check.result, s.check.target) if c]
    return lay_out("intensity_targets", title, name_columns(labels), rows, every)


def _cells(one: Standing) -> list[Cell]:
    check = one.check
    result = check.result
    return [
        (region_label(one.region), None),
        (region_label(check.row["region"]), None),
        figure_cell(check.target),
        figure_cell(result),
        (result.year if result else None, None),
        figure_cell(one.by_trend),
        figure_cell(one.on_pathway),
        figure_cell(one.short),
        (STATUS[check.status], None),
        (OUTLOOK[one.outlook], None),
    ]


def draw_standing(held: list[Standing], title: Text) -> list[Chart]:
    """Draw progress, projections and target side by side; nothing where nothing is projected."""
    shown = [s for s in held if s.by_trend and s.on_pathway and s.check.result]
    if not shown:
        return []
    series = [
        ("progress", OUTLOOK_SERIES[0], [s.check.result for s in shown]),
        ("trend", OUTLOOK_SERIES[1], [s.by_trend for s in shown]),
        ("pathway", OUTLOOK_SERIES[2], [s.on_pathway for s in shown]),
        ("target", OUTLOOK_SERIES[3], [s.check.target for s in shown]),
    ]
    return [
        Chart(
            id="intensity_bars",
            type="bar",
            title=title,
            data={
                "categories": [region_label(s.region).model_dump() for s in shown],
                "series": [
                    {
                        "id": i,
                        "name": name.model_dump(),
                        "y": [round(c.value, 6) if c else None for c in values],
                    }
                    for i, name, values in series
                ],
                "horizontal": True,
                "stacked": False,
                "y_name": FIELDS["co2_per_real_gdp_decline_pct"].label.model_dump(),
            },
            unit="percent",
            kind=kind_of([s.by_trend for s in shown if s.by_trend]),
            source=shown[0].by_trend.source if shown[0].by_trend else "",
        )
    ]


OUTLOOK_SERIES = (
    Text(zh="清单进度", en="Progress by inventories"),
    Text(zh="按近期趋势（推算）", en="On the recent trend (projected)"),
    Text(zh="按减排路径（推算）", en="On the pathway (projected)"),
    Text(zh="目标", en="Target"),
)

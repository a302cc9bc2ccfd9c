"""Charts of a query: a line over years, or bars, where one figure is grouped by one or two axes."""

from pydantic import JsonValue

from data.result import Chart, Table
from data.text import Text
from tools.tabular.cells import Answered, Laid

MOST_LINES = 10
MOST_BARS = 20


def draw(answered: Answered, laid: Laid) -> list[Chart]:
    """Describe a trend or bars of the first figure, where they can be read."""
    groups, query = answered.groups, answered.query
    if not query.aggregates or len(answered.rows) < 2 or answered.total > len(answered.rows):
        return []
    years = [place for place, axis in enumerate(groups) if axis.is_year]
    if len(groups) in (1, 2) and years:
        return _trend(answered, laid.table, years[0])
    return [_bars(laid.table)] if len(groups) == 1 and len(answered.rows) <= MOST_BARS else []


def _trend(answered: Answered, table: Table, at: int) -> list[Chart]:
    value = len(answered.groups)
    axis = sorted({int(str(row[at])) for row in table.rows})
    span = list(range(axis[0], axis[-1] + 1))
    lines: dict[str, tuple[Text, dict[int, float | None]]] = {}
    for row, marks in zip(table.rows, table.claims, strict=True):
        names = [c for i, c in enumerate(row[:value]) if i != at]
        name = names[0] if names else table.columns[value].label
        label = name if isinstance(name, Text) else Text(zh=str(name), en=str(name))
        figure = row[value] if marks[value] else None
        points = lines.setdefault(label.en, (label, {}))[1]
        points[int(str(row[at]))] = figure if isinstance(figure, int | float) else None
    if len(lines) > MOST_LINES or len(span) < 2:
        return []
    series: list[JsonValue] = [
        {"id": key, "name": label.model_dump(), "y": [points.get(y) for y in span]}
        for key, (label, points) in lines.items()
    ]
    data: dict[str, JsonValue] = {"x": list(span), "series": series}
    return [_chart("trend", table, value, data)]


def _bars(table: Table) -> Chart:
    label = table.columns[1].label.model_dump()
    held = [row for row in table.rows if isinstance(row[1], int | float)]
    names: list[JsonValue] = [
        row[0].model_dump() if isinstance(row[0], Text) else str(row[0]) for row in held
    ]
    figures: list[JsonValue] = [float(row[1]) for row in held if isinstance(row[1], int | float)]
    data: dict[str, JsonValue] = {
        "categories": names,
        "series": [{"id": table.columns[1].id, "name": label, "y": figures}],
        "horizontal": True,
        "stacked": False,
    }
    return _chart("bar", table, 1, data)


def _chart(kind: str, table: Table, value: int, data: dict[str, JsonValue]) -> Chart:
    column = table.columns[value]
    return Chart(
        id=f"query-{kind}",
        type="trend" if kind == "trend" else "bar",
        title=table.title,
        data={**data, "y_name": column.label.model_dump()},
        unit=column.unit,
        kind=table.kind,
        source=table.source,
    )

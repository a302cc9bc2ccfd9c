"""Tables and charts of an answer about cities or counties."""

from collections.abc import Sequence

from pydantic import JsonValue

from data.fields import FIELDS
from data.result import Chart, Claim, Column, Scalar, Table
from data.text import Text
from data.vocabulary import REGIONS
from tools.inventory.figures import cite
from tools.inventory.views import field_column
from tools.layout import Cell, figure_cell, kind_of
from tools.places.asked import Asked
from tools.places.figures import PlaceFigures
from tools.places.ranking import Ranking, claim_of

MOST_LINES = 10
PLACE = {
    "city": Text(zh="城市", en="City"),
    "county": Text(zh="区县", en="County"),
}


def title_of(asked: Asked, years: str) -> Text:
    """Name the answer: whose emissions, and when."""
    labels = [asked.vocabulary.label(i) for i in asked.places[:3]]
    more = len(asked.places) > len(labels)
    if labels:
        whose = Text(
            zh="、".join(t.zh for t in labels) + ("等" if more else ""),
            en="; ".join(t.en for t in labels) + (" and others" if more else ""),
        )
    else:
        noun, where = PLACE[asked.level], REGIONS.text(asked.province or "CN")
        plural = {"city": "cities", "county": "counties"}[asked.level]
        whose = Text(zh=f"{where.zh}各{noun.zh}", en=f"{plural} of {where.en}")
    return Text(
        zh=f"{whose.zh}CO2排放总量，{years}", en=f"Total CO2 emissions: {whose.en}, {years}"
    )


def table_one_year(asked: Asked, figures: PlaceFigures, year: int) -> Table:
    """Give a row to each place: its total, and where asked for its province's and its share."""
    columns = [_place_column(asked), field_column("co2_mt")]
    rows: list[list[Cell]] = [
        [(asked.vocabulary.label(i), None), figure_cell(figures.of(i, year))] for i in asked.places
    ]
    if asked.measure == "share":
        columns += [_province_column(), _share_column()]
        for place, row in zip(asked.places, rows, strict=True):
            row += [
                figure_cell(figures.of_province(place, year)),
                figure_cell(figures.share_of_province(place, year)),
            ]
    return _lay_out("places", title_of(asked, str(year)), columns, rows, figures)


def table_years(asked: Asked, figures: PlaceFigures) -> Table:
    """Give a row to each year and a column to each place; gaps stay empty."""
    columns = [Column(id="year", label=Text(zh="年份", en="Year"), unit="year")]
    columns += [
        field_column("co2_mt", f"co2_mt:{i}", asked.vocabulary.label(i)) for i in asked.places
    ]
    rows: list[list[Cell]] = [
        [(year, None), *(figure_cell(figures.of(i, year)) for i in asked.places)]
        for year in asked.axis
    ]
    return _lay_out("places", title_of(asked, _span(asked)), columns, rows, figures)


def table_ranking(asked: Asked, figures: PlaceFigures, ranking: Ranking) -> Table:
    """Give a row to each place in order, with its position, figure and share of the province."""
    columns = [field_column("rank"), _place_column(asked)]
    columns += [field_column("growth_pct")] if ranking.first else []
    columns += [field_column("co2_mt"), _share_column()]
    values = list(ranking.values.values())
    rows: list[list[Cell]] = []
    for place in ranking.tabled:
        claim = claim_of(figures, ranking, place)
        position = figures.position(claim, values, asked.province) if claim else None
        row: list[Cell] = [figure_cell(position), (asked.vocabulary.label(place), None)]
        row += [figure_cell(claim)] if ranking.first else []
        row += [figure_cell(figures.of(place, ranking.year))]
        rows.append([*row, figure_cell(figures.share_of_province(place, ranking.year))])
    when = f"{ranking.first}–{ranking.year}" if ranking.first else str(ranking.year)
    return _lay_out("ranking", title_of(asked, when), columns, rows, figures)


def draw_trend(asked: Asked, figures: PlaceFigures) -> Chart:
    """Describe the totals along the years asked for, null in each gap."""
    drawn = asked.places[:MOST_LINES]
    held = {i: [figures.of(i, y) for y in asked.axis] for i in drawn}
    lines: list[JsonValue] = [
        {
            "id": i,
            "name": asked.vocabulary.label(i).model_dump(),
            "y": [c.value if c else None for c in claims],
        }
        for i, claims in held.items()
    ]
    claims = [c for row in held.values() for c in row if c]
    return Chart(
        id="trend",
        type="trend",
        title=title_of(asked, _span(asked)),
        data={
            "x": list(asked.axis),
            "series": lines,
            "y_name": FIELDS["co2_mt"].label.model_dump(),
        },
        unit="Mt",
        kind=kind_of(claims),
        source=cite(claims),
    )


def draw_bars(asked: Asked, named: Sequence[tuple[str, Claim]], when: str) -> Chart:
    """Describe figures of places as bars, in the order given."""
    shown = named[: 2 * MOST_LINES]
    field = FIELDS[shown[0][1].metric]
    names: list[JsonValue] = [asked.vocabulary.label(i).model_dump() for i, _ in shown]
    label = field.label.model_dump()
    return Chart(
        id="bars",
        type="bar",
        title=title_of(asked, when),
        data={
            "categories": names,
            "series": [{"id": field.id, "name": label, "y": [c.value for _, c in shown]}],
            "horizontal": True,
            "stacked": False,
            "y_name": label,
        },
        unit=field.unit,
        kind=kind_of([c for _, c in shown]),
        source=cite([c for _, c in shown]),
    )


def _span(asked: Asked) -> str:
    first, last = asked.axis[0], asked.axis[-1]
    return f"{first}–{last}" if last > first else str(last)


def _place_column(asked: Asked) -> Column:
    return Column(id=asked.level, label=PLACE[asked.level])


def _province_column() -> Column:
    label = Text(zh="所在省份的省级清单", en="Inventory of its province")
    return field_column("co2_mt", "province_co2_mt", label)


def _share_column() -> Column:
    label = Text(zh="相当于省级清单", en="Share of the provincial inventory")
    return field_column("share_pct", label=label)


def _lay_out(
    table_id: str,
    title: Text,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    figures: PlaceFigures,
) -> Table:
    """Build a table, leaving out figure columns that nothing is held for."""
    kept = [
        n
        for n, column in enumerate(columns)
        if not column.unit or n < 2 or any(row[n][0] is not None for row in rows)
    ]
    cells: list[list[Scalar | Text]] = [[row[n][0] for n in kept] for row in rows]
    marks = [[row[n][1] for n in kept] for row in rows]
    ids = dict.fromkeys(m for row in marks for m in row if m)
    claims = [figures.claims[m] for m in ids] or list(figures.claims.values())
    return Table(
        id=table_id,
        title=title,
        columns=[columns[n] for n in kept],
        rows=cells,
        claims=marks,
        kind=kind_of(claims),
        source=cite(claims),
    )

"""Tables and charts of an answer about emissions."""

from collections.abc import Sequence

from pydantic import JsonValue

from data.fields import FIELDS
from data.result import Chart, Claim, Column, Table
from data.text import Text
from tools.inventory.answer import Answer
from tools.inventory.figures import Quantity, cite
from tools.inventory.phrases import GROUP_HEADING, QUANTITY, cut_label, full_label, quantity_of
from tools.inventory.selection import Cut, Years
from tools.layout import Cell, figure_cell, kind_of, lay_out

MOST_LINES = 10
"""Lines in a trend, and bars in a bar chart times two, that a reader can still tell apart."""

WIDE = 6
"""Cuts up to this many become the columns of a table whose rows are years."""

METRIC: dict[Quantity, str] = {
    "total": "co2_mt",
    "per_capita": "co2_per_capita_t",
    "per_gdp": "co2_per_gdp_t_per_cny_1e4",
    "share": "share_pct",
}


def draw_tables(answer: Answer) -> list[Table]:
    """Lay the figures out: by year and by cut, with a table of changes where there are years."""
    if not answer.values:
        return []
    if not answer.several_years:
        return [_one_year(answer)]
    tables = [_years_down(answer) if len(answer.cuts) <= WIDE else _years_across(answer)]
    changes = _changes(answer)
    return [changes, *tables] if answer.growth else [*tables, changes]


def draw_charts(answer: Answer) -> list[Chart]:
    """Describe a trend where there are several years, bars where cuts are compared."""
    if not answer.values:
        return []
    charts: list[Chart] = []
    if len(answer.years.axis) > 1 and answer.several_years:
        charts.append(_trend(answer))
    if len(answer.cuts) > 1 and (answer.growth or not answer.several_years):
        charts.append(_bars(answer))
    return charts


def trend_chart(
    chart_id: str,
    title: Text,
    years: Years,
    series: Sequence[tuple[str, Text, list[float | None]]],
    claims: Sequence[Claim],
    quantity: Quantity = "total",
) -> Chart:
    """Describe a trend along the years of the question, with null in each gap."""
    lines: list[JsonValue] = [
        {"id": line_id, "name": name.model_dump(), "y": list(y)} for line_id, name, y in series
    ]
    return Chart(
        id=chart_id,
        type="trend",
        title=title,
        data={
            "x": list(years.axis),
            "series": lines,
            "y_name": FIELDS[METRIC[quantity]].label.model_dump(),
        },
        unit=FIELDS[METRIC[quantity]].unit,
        kind=kind_of(claims),
        source=cite(claims),
    )


def cut_id(cut: Cut) -> str:
    """Name a cut by its ids.

    >>> cut_id(Cut("CN-GD", "power"))
    'CN-GD/power'
    """
    return "/".join(cut.entity.values())


def row_label(answer: Answer, cut: Cut) -> Text:
    """Name a cut among those shown; sectors of several regions keep their region."""
    apart = answer.group in ("sector", "fuel") and len({c.region for c in answer.cuts}) > 1
    return full_label(cut) if apart else cut_label(cut, answer.cuts)


def field_column(metric: str, column_id: str = "", label: Text | None = None) -> Column:
    """Head a column by its field."""
    held = FIELDS[metric]
    return Column(id=column_id or metric, label=label or held.label, unit=held.unit)


def title_of(answer: Answer) -> Text:
    """Name what the answer shows and of which years."""
    cuts = [c for block in answer.blocks for c in block]
    years = answer.years
    when = f"{years.axis[0]}–{years.axis[-1]}" if len(years.axis) > 1 else str(years.last)
    if len(cuts) == 1:
        subject = quantity_of(cuts[0], answer.quantity)
    else:
        noun, place = QUANTITY[answer.quantity], cut_label(Cut(cuts[0].region))
        regions = {c.region for c in cuts}
        subject = Text(zh=place.zh + noun.zh, en=f"{noun.en} of {place.en}")
        subject = subject if len(regions) == 1 else noun
    heading = GROUP_HEADING[answer.group]
    by = Text(zh=f"（按{heading.zh}）", en=f" by {heading.en.lower()}")
    return Text(
        zh=f"{subject.zh}{by.zh if len(cuts) > 1 else ''}，{when}",
        en=f"{subject.en[:1].upper()}{subject.en[1:]}{by.en if len(cuts) > 1 else ''}, {when}",
    )


def _one_year(answer: Answer) -> Table:
    year, cuts = answer.years.last, answer.cuts
    ranked = any(len(b) > 1 for b in answer.blocks)
    shares = answer.quantity == "total" and answer.group in ("sector", "fuel")
    columns = [field_column("rank")] if ranked else []
    columns += [name_column(answer), field_column(METRIC[answer.quantity])]
    columns += [field_column("share_pct")] if shares else []
    columns += [field_column("co2_mt")] if answer.quantity != "total" else []
    rows: list[list[Cell]] = []
    for cut in cuts:
        row: list[Cell] = [figure_cell(answer.rank(cut))] if ranked else []
        row += [(row_label(answer, cut), None), figure_cell(answer.at(cut, year))]
        row += [figure_cell(answer.figures.share(cut, year))] if shares else []
        total = answer.figures.total(cut, year)
        row += [figure_cell(total)] if answer.quantity != "total" else []
        rows.append(row)
    return lay_out("emissions", title_of(answer), columns, rows, answer.values.values())


def _years_down(answer: Answer) -> Table:
    cuts, metric = answer.cuts, METRIC[answer.quantity]
    columns = [Column(id="year", label=Text(zh="年份", en="Year"), unit="year")]
    columns += [field_column(metric, f"{metric}:{cut_id(c)}", row_label(answer, c)) for c in cuts]
    rows: list[list[Cell]] = [
        [(year, None), *(figure_cell(answer.at(c, year)) for c in cuts)]
        for year in answer.years.axis
    ]
    return lay_out("emissions", title_of(answer), columns, rows, answer.values.values())


def _years_across(answer: Answer) -> Table:
    cuts, metric = answer.cuts, METRIC[answer.quantity]
    years = answer.years.held
    columns = [name_column(answer)]
    columns += [field_column(metric, f"{metric}:{y}", Text(zh=f"{y}年", en=str(y))) for y in years]
    rows: list[list[Cell]] = [
        [(row_label(answer, c), None), *(figure_cell(answer.at(c, y)) for y in years)] for c in cuts
    ]
    return lay_out("emissions", title_of(answer), columns, rows, answer.values.values())


def _changes(answer: Answer) -> Table:
    metric = METRIC[answer.quantity]
    first, last = answer.years.first, answer.years.last
    columns = [
        name_column(answer),
        field_column(metric, "first", Text(zh="首年", en="First")),
        field_column(metric, "last", Text(zh="末年", en="Last")),
        field_column("growth_pct"),
        field_column("growth_pct_per_year"),
    ]
    rows: list[list[Cell]] = []
    for cut in answer.cuts:
        ends = answer.ends(cut)
        if ends:
            change = (answer.figures.growth(*ends), answer.figures.rate(*ends))
            name: Cell = (row_label(answer, cut), None)
            rows.append([name, *map(figure_cell, (*ends, *change))])
    title = Text(zh=f"{first}—{last}年变化", en=f"Change between {first} and {last}")
    return lay_out("change", title, columns, rows, answer.values.values())


def name_column(answer: Answer) -> Column:
    """Head the column of what is compared."""
    return Column(id=answer.group, label=GROUP_HEADING[answer.group])


def _trend(answer: Answer) -> Chart:
    cuts = ([answer.focus] if answer.focus else []) + [c for c in answer.cuts if c != answer.focus]
    drawn = cuts[:MOST_LINES]
    lines = [(cut_id(c), row_label(answer, c), answer.series(c)) for c in drawn]
    held = list(answer.values.values())
    chart = trend_chart("trend", title_of(answer), answer.years, lines, held, answer.quantity)
    if len(drawn) == len(cuts):
        return chart
    note = Text(zh="图中只画出排在最前的各项。", en="Only the first in order are drawn.")
    return chart.model_copy(update={"notes": [note]})


def _bars(answer: Answer) -> Chart:
    cuts = [c for c in answer.cuts if answer.ranking_claim(c)][: 2 * MOST_LINES]
    claims = [c for c in map(answer.ranking_claim, cuts) if c]
    metric = "growth_pct" if answer.growth else METRIC[answer.quantity]
    names: list[JsonValue] = [row_label(answer, c).model_dump() for c in cuts]
    label = FIELDS[metric].label.model_dump()
    return Chart(
        id="bars",
        type="bar",
        title=title_of(answer),
        data={
            "categories": names,
            "series": [{"id": metric, "name": label, "y": [c.value for c in claims]}],
            "horizontal": True,
            "stacked": False,
            "y_name": label,
        },
        unit=FIELDS[metric].unit,
        kind=kind_of(claims),
        source=cite(claims),
    )

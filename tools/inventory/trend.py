"""The tool that draws how emissions developed, with first, last, peak and annual change."""

from itertools import product
from typing import Annotated, Literal

from pydantic import Field

from data.dataset import Dataset
from data.errors import InputError
from data.result import Claim, Column, Finding, Result, Table, mark
from data.text import Text
from data.vocabulary import FUELS, NATION, REGIONS, SECTORS
from tools.arguments import Names
from tools.inventory.caveats import (
    data_notes,
    left_out,
    sources_of,
    sum_is_not_nation,
    unknown_bases,
)
from tools.inventory.figures import Figures, Quantity, cited
from tools.inventory.methods import METHOD
from tools.inventory.phrases import (
    QUANTITY,
    capital,
    change_sentence,
    cut_label,
    inline,
    number_word,
    quantity_of,
    region_label,
)
from tools.inventory.selection import (
    Cut,
    Years,
    find_parts,
    find_regions,
    find_terms,
    find_years,
    single_terms,
)
from tools.inventory.views import METRIC, cut_id, field_column, trend_chart
from tools.layout import Cell, figure_cell, lay_out
from tools.registry import Context, tool

TrendMeasure = Literal["total", "per_capita", "per_gdp", "share"]

MOST_LINES = 12
"""Lines that a reader can still tell apart in one chart."""

Points = dict[Cut, list[Claim]]


@tool
def draw_trend(
    context: Context,
    regions: Annotated[Names, Field(description="Provinces, or CN for the nation")],
    sectors: Annotated[Names, Field(description="Sectors or groups, a line each")] = (),
    fuels: Annotated[Names, Field(description="Fuels or groups, a line each")] = (),
    year_from: Annotated[int | None, Field(description="First year; none: the first held")] = None,
    year_to: Annotated[int | None, Field(description="Last year; none: the last held")] = None,
    last_years: Annotated[
        int | None, Field(ge=1, le=50, description="So many years up to the latest held (近五年)")
    ] = None,
    measure: Annotated[TrendMeasure, Field(description="What to draw")] = "total",
) -> Result:
    """Draw emissions over the years as lines, one for each region, sector or fuel named.

    Gives first, last and highest value and the average annual change of each line; years that
    are not imported stay blank.
    """
    dataset = context.dataset
    held = find_regions(dataset, regions, by_region=False)
    parts = product(find_parts(SECTORS, sectors, False), find_parts(FUELS, fuels, False))
    cuts = [Cut(r, s, f) for (s, f), r in product(parts, held)]
    _refuse_crowd(cuts)
    years = find_years(
        dataset, held, (), year_from, year_to, last_years=last_years, latest_only=False
    )
    figures = Figures(dataset, _basis(dataset, cuts, measure))
    points = _points(figures, cuts, years, measure)
    findings = [Finding(text=t) for c in cuts for t in _sentences(figures, c, points[c], measure)]
    claims = [c for line in points.values() for c in line]
    title = _title(cuts, years, measure)
    tables = [_table(figures, cuts, points, measure, title)] if claims else []
    lines = [(cut_id(c), cut_label(c, cuts), _along(years, points[c])) for c in cuts]
    charts = [trend_chart("trend", title, years, lines, claims, measure)] if claims else []
    notes = left_out(find_terms(REGIONS, regions), held)
    notes += data_notes(dataset, held, years, single_terms(cuts))
    notes += unknown_bases(figures.unknown)
    spoken = {*held, *figures.basis}
    notes += [sum_is_not_nation()] if NATION in spoken and len(spoken) > 1 else []
    bases = {"per_capita": [dataset.series.population], "per_gdp": [dataset.series.gdp]}
    series = bases.get(measure, [])
    return Result(
        tool="draw_trend",
        title=title,
        findings=findings or [_nothing(cuts[0])],
        claims=cited(figures.claims, findings, tables),
        tables=tables,
        charts=charts,
        notes=notes,
        method=METHOD[measure],
        sources=sources_of(dataset, tuple(dict.fromkeys((*held, *figures.basis))), series),
        followups=_followups(cuts[0].region, years),
    )


def _refuse_crowd(cuts: list[Cut]) -> None:
    if len(cuts) > MOST_LINES:
        most = number_word(MOST_LINES)
        raise InputError(
            Text(
                zh=f"一张走势图最多画{most.zh}条线，请减少地区、行业或燃料。",
                en=f"A trend shows at most {most.en} lines; name fewer regions, sectors or fuels.",
            )
        )


def _basis(dataset: Dataset, cuts: list[Cut], measure: Quantity) -> tuple[str, ...]:
    """A share of whole regions refers to the nation; that of sectors to their own region."""
    whole = all(c == c.whole for c in cuts)
    return (NATION,) if measure == "share" and whole and dataset.national is not None else ()


def _points(figures: Figures, cuts: list[Cut], years: Years, measure: Quantity) -> Points:
    found = {c: [figures.measure(measure, c, y) for y in years.held] for c in cuts}
    return {c: [claim for claim in line if claim] for c, line in found.items()}


def _along(years: Years, line: list[Claim]) -> list[float | None]:
    by_year = {c.year: c.value for c in line}
    return [by_year.get(y) for y in years.axis]


def _sentences(figures: Figures, cut: Cut, line: list[Claim], measure: Quantity) -> list[Text]:
    if not line:
        return []
    subject = quantity_of(cut, measure)
    if len(line) == 1:
        only = line[0]
        return [
            Text(
                zh=f"所选年份中只有{only.year}年有{subject.zh}数据：{mark(only)}。",
                en=f"Of {subject.en}, only {only.year} is held: {mark(only)}.",
            )
        ]
    texts = [change_sentence(figures, cut, line[0], line[-1], measure)]
    return [*texts, _peak(figures, line)] if len(line) > 2 else texts


def _peak(figures: Figures, line: list[Claim]) -> Text:
    highest = max(line, key=lambda c: c.value)
    year = peak_year(figures, line)
    return Text(
        zh=f"有数据的年份中，最高值出现在{mark(year)}，为{mark(highest)}。",
        en=f"Of the years held, the highest was {mark(year)} with {mark(highest)}.",
    )


def peak_year(figures: Figures, line: list[Claim]) -> Claim:
    """Mint the year of the highest figure; the earliest where several are equal."""
    highest = max(line, key=lambda c: c.value)
    return figures.derive(
        "peak_year",
        float(highest.year or 0),
        [highest],
        formula="year of the highest value among the years held",
        entity=highest.entity,
        year=None,
        params={"of": highest.metric, "from": line[0].year, "to": line[-1].year},
    )


def _table(
    figures: Figures, cuts: list[Cut], points: Points, measure: Quantity, title: Text
) -> Table:
    metric = METRIC[measure]
    columns = [
        Column(id="line", label=Text(zh="对象", en="Subject")),
        field_column(metric, "first", Text(zh="首年值", en="First")),
        field_column(metric, "last", Text(zh="末年值", en="Last")),
        field_column(metric, "highest", Text(zh="最高值", en="Highest")),
        field_column("peak_year", "peak_year", Text(zh="最高年份", en="Highest in")),
        field_column("growth_pct"),
        field_column("growth_pct_per_year"),
    ]
    rows: list[list[Cell]] = []
    for cut in cuts:
        line = points[cut]
        if not line:
            continue
        first, last = line[0], line[-1]
        several = len(line) > 1
        claims = [first, last, max(line, key=lambda c: c.value), peak_year(figures, line)]
        change = [figures.growth(first, last), figures.rate(first, last)] if several else [None] * 2
        cells = [figure_cell(c) for c in (*claims, *change)]
        rows.append([(cut_label(cut, cuts), None), *cells])
    claims = [c for line in points.values() for c in line]
    return lay_out("trend", title, columns, rows, claims)


def _title(cuts: list[Cut], years: Years, measure: Quantity) -> Text:
    several = len(years.axis) > 1
    span = f"{years.axis[0]}–{years.axis[-1]}" if several else str(years.last)
    if len(cuts) == 1:
        subject = quantity_of(cuts[0], measure)
        return Text(zh=f"{subject.zh}走势，{span}", en=f"{capital(subject.en)}, {span}")
    noun = QUANTITY[measure]
    return Text(zh=f"{noun.zh}走势，{span}", en=f"{capital(noun.en)}, {span}")


def _nothing(cut: Cut) -> Finding:
    subject = quantity_of(cut)
    return Finding(
        text=Text(
            zh=f"所选年份没有可用的{subject.zh}数据，原因见说明。",
            en=f"No usable figure for {inline(subject).en} in these years; the notes say why.",
        )
    )


def _followups(region: str, years: Years) -> list[Text]:
    label, first, last = region_label(region), years.coverage[0], years.coverage[-1]
    texts = [
        Text(
            zh=f"{first}年到{last}年{label.zh}哪三个行业增长最快？",
            en=f"Which three sectors of {label.en} grew fastest between {first} and {last}?",
        ),
        Text(
            zh=f"{last}年{label.zh}排放最多的五个行业是哪些？",
            en=f"Which five sectors emitted most in {label.en} in {last}?",
        ),
    ]
    if region != NATION:
        texts.append(
            Text(
                zh=f"{label.zh}的人均CO2排放走势如何？",
                en=f"How have the CO2 emissions per person developed in {label.en}?",
            )
        )
    return texts

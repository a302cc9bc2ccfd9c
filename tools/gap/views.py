"""Tables and charts of distances to the pathway."""

from collections.abc import Sequence

from pydantic import JsonValue

from data.fields import FIELDS
from data.result import Chart, Claim, Column, Table
from data.text import Text
from data.vocabulary import SECTORS
from tools.gap.distance import Distance
from tools.gap.trend import PeakStatus
from tools.inventory.figures import cite
from tools.inventory.phrases import region_label
from tools.layout import Cell, figure_cell, kind_of, lay_out
from tools.pathways.charts import role_series, split_path

MOST_BARS = 15

MOST_AHEAD = 10
"""Years past the one asked for to which a trend is drawn."""

PEAKED: dict[PeakStatus, Text] = {
    "rising": Text(zh="未见顶：最后清单年最高", en="no: the last inventory is the highest"),
    "recent": Text(
        zh="不能认定：最高年份距最后清单不足五年", en="too early: the high is under five years back"
    ),
    "rebound": Text(
        zh="不能认定：曾有更高年份，近期又上升", en="no: once higher, rising again of late"
    ),
    "plateau": Text(
        zh="平台期：五年以上，降幅不足5%", en="plateau: five years or more, a fall under 5 %"
    ),
    "passed": Text(
        zh="记录上已过最高点：五年以上、降幅达5%、近期未回升",
        en="past its high on record: five years or more, a fall of 5 % or more, not rising",
    ),
}


def name_of(one: Distance, by_sector: bool) -> Text:
    """Name what a distance is about in a list of its fellows."""
    return SECTORS.text(one.cut.sector) if by_sector else region_label(one.cut.region)


def table_ranking(held: Sequence[Distance], title: Text, by: str, by_sector: bool) -> Table:
    """List distances in order with the figures behind them."""
    year = held[0].asked.year
    head = Text(zh="行业", en="Sector") if by_sector else Text(zh="地区", en="Region")
    columns = [
        _column("rank"),
        Column(id="name", label=head),
        Column(id="last_inventory", label=Text(zh="最后清单", en="Last inventory"), unit="year"),
        _column("co2_mt"),
        _column("growth_pct_per_year", Text(zh="近期年均变化", en="Recent annual change")),
        _column("required_change_pct_per_year", Text(zh="路径要求", en="Change required")),
        _column("co2_trend_mt", Text(zh=f"{year}年趋势", en=f"Trend {year}")),
        _column("co2_pathway_mt", Text(zh=f"{year}年路径", en=f"Pathway {year}")),
        _column("co2_gap_mt", Text(zh="差距", en="Gap")),
        _column("co2_gap_pct", Text(zh="占路径", en="Of the pathway")),
    ]
    rows: list[list[Cell]] = [
        [
            figure_cell(rank_of(one, held, by)),
            (name_of(one, by_sector), None),
            (one.recent.years[-1], None),
            figure_cell(one.last),
            figure_cell(one.rate),
            figure_cell(one.required(year)),
            figure_cell(one.trend(year)),
            figure_cell(one.pathway(year)),
            figure_cell(one.gap(year)),
            figure_cell(one.gap_pct(year)),
        ]
        for one in held
    ]
    return lay_out("gaps", title, columns, rows, [h.last for h in held])


def table_record(held: Sequence[Distance]) -> Table:
    """List what the inventories say of a peak so far."""
    columns = [
        Column(id="name", label=Text(zh="地区", en="Region")),
        Column(id="last_inventory", label=Text(zh="最后清单", en="Last inventory"), unit="year"),
        _column("highest_year"),
        _column("decline_pct", Text(zh="此后降幅", en="Fall since")),
        Column(id="peaked", label=Text(zh="是否已达峰", en="Peaked?")),
    ]
    rows: list[list[Cell]] = [
        [
            (region_label(one.cut.region), None),
            (one.recent.years[-1], None),
            figure_cell(one.highest),
            figure_cell(one.fall),
            (PEAKED[one.peak.status], None),
        ]
        for one in held
    ]
    title = Text(zh="清单记录上的最高年份", en="Highest year on record")
    return lay_out("record", title, columns, rows, [h.last for h in held])


def rank_of(one: Distance, held: Sequence[Distance], by: str) -> Claim | None:
    """Mint the place of a distance among its fellows."""
    year = one.asked.year
    ranked = [c for h in held if (c := _by(h, by, year))]
    own = _by(one, by, year)
    return one.figures.rank(own, ranked, f"{len(held)} by distance") if own else None


def _by(one: Distance, by: str, year: int) -> Claim | None:
    return one.gap_pct(year) if by == "percent" else one.gap(year)


def _column(metric: str, label: Text | None = None) -> Column:
    field = FIELDS[metric]
    return Column(id=metric, label=label or field.label, unit=field.unit)


def draw_bars(held: Sequence[Distance], by: str, by_sector: bool) -> Chart:
    """Draw the gaps as bars, the furthest first."""
    year = held[0].asked.year
    metric = "co2_gap_pct" if by == "percent" else "co2_gap_mt"
    shown = [h for h in held if _by(h, by, year)]
    shown = shown[:MOST_BARS] if by_sector else shown
    values: list[JsonValue] = [round(c.value, 6) for h in shown if (c := _by(h, by, year))]
    label = FIELDS[metric].label
    return Chart(
        id="gap_bars",
        type="bar",
        title=Text(zh=f"{year}年近期趋势与路径的差距", en=f"Recent trend less pathway in {year}"),
        data={
            "categories": [name_of(h, by_sector).model_dump() for h in shown],
            "series": [{"id": metric, "name": label.model_dump(), "y": values}],
            "horizontal": True,
            "stacked": False,
            "y_name": label.model_dump(),
        },
        unit=FIELDS[metric].unit,
        kind=kind_of([h.last for h in held]),
        source=cite([h.last for h in held]),
    )


def draw_rates(held: Sequence[Distance], by_sector: bool) -> Chart:
    """Set the recent rate of change against what the pathway still asks for on top of it."""
    year = held[0].asked.year
    points: list[JsonValue] = []
    for one in held:
        required = one.required(year)
        if required is not None:
            point: dict[str, JsonValue] = {
                "id": one.cut.sector if by_sector else one.cut.region,
                "name": name_of(one, by_sector).model_dump(),
                "x": round(-one.rate.value, 6),
                "y": round(one.rate.value - required.value, 6),
                "size": max(0.0, one.last.value),
            }
            points.append(point)
    return Chart(
        id="gap_rates",
        type="quadrant",
        title=Text(
            zh=f"已实现的年均降幅与还须加快的降幅（至{year}年）",
            en=f"Annual cut achieved, and the further cut required to {year}",
        ),
        data={
            "points": points,
            "x_name": {
                "zh": "近期年均降幅（负值为上升）",
                "en": "Recent annual cut (below zero: a rise)",
            },
            "y_name": {"zh": "每年还须多降", "en": "Further annual cut required"},
            "x_cut": 0.0,
            "y_cut": 0.0,
            "corners": {
                "upper_left": {"zh": "仍在上升，偏离路径", "en": "Rising, off the pathway"},
                "upper_right": {"zh": "在下降，但不够快", "en": "Falling, yet too slowly"},
                "lower_right": {"zh": "降得够快", "en": "Falling fast enough"},
                "lower_left": {"zh": "上升但在路径之内", "en": "Rising within the pathway"},
            },
            "size_name": {"zh": "最后清单年排放", "en": "CO2 of the last inventory"},
            "size_unit": "Mt",
        },
        unit="percent_per_year",
        kind=kind_of([h.last for h in held]),
        source=cite([h.last for h in held]),
    )


def milestones_of(one: Distance) -> list[int]:
    """Name the years at which one region's distance is shown; no trend is carried further."""
    options, year = one.figures.options, one.asked.year
    last = min(year + MOST_AHEAD, options.target_year)
    return [y for y in range(options.start_year + 1, last + 1) if y % 5 == 0 or y == year]


def table_years(one: Distance, title: Text) -> Table:
    """List trend, pathway and gap of one region by year."""
    columns = [
        Column(id="year", label=Text(zh="年份", en="Year"), unit="year"),
        *(
            _column(m)
            for m in (
                "co2_trend_mt",
                "co2_pathway_mt",
                "co2_gap_mt",
                "co2_gap_pct",
                "required_change_pct_per_year",
            )
        ),
    ]
    rows: list[list[Cell]] = [
        [
            (year, None),
            figure_cell(one.trend(year)),
            figure_cell(one.pathway(year)),
            figure_cell(one.gap(year)),
            figure_cell(one.gap_pct(year)),
            figure_cell(one.required(year)),
        ]
        for year in milestones_of(one)
    ]
    return lay_out("gap_years", title, columns, rows, [one.last])


def draw_way(one: Distance, title: Text) -> Chart:
    """Draw inventories, pathway and the recent trend carried on."""
    options, base = one.figures.options, one.figures.base_year
    years = list(range(min(one.history), options.target_year + 1))
    before, after = split_path(one.shaped, one.years, options.start_year - base)
    until = milestones_of(one)[-1]
    ahead: dict[int, float] = {y: one.recent.at(y) for y in range(base, until + 1)}
    parts = [("history", dict(one.history)), ("projection", before), ("pathway", after)]
    trend: dict[str, JsonValue] = {
        **role_series("benchmark", years, ahead),
        "id": "trend",
        "name": {"zh": "近期趋势延续", "en": "Recent trend carried on"},
    }
    markers: list[JsonValue] = [
        {"year": base, "name": {"zh": "最后清单年", "en": "Last inventory"}},
        {"year": one.asked.year, "name": {"zh": "比较年", "en": "Compared"}},
    ]
    return Chart(
        id=f"gap_way_{one.cut.region}",
        type="pathway",
        title=title,
        data={
            "x": [*years],
            "series": [*(role_series(r, years, v) for r, v in parts if v), trend],
            "markers": markers,
            "y_name": {"zh": "CO2排放", "en": "CO2 emissions"},
        },
        unit="Mt",
        kind=one.last.kind,
        source=one.last.source,
    )

"""Charts of a comparison of pathways: every case, and how far they lie apart where they are close."""

from collections.abc import Sequence

from pydantic import JsonValue

from data.result import Chart
from data.text import Text
from tools.pathways.scenarios import Options
from tools.pathways.studies import study_series
from tools.roadmap.course import Roadmap
from tools.scenarios.comparison import SAME_MT, Comparison

CLOSE = 0.1
"""Share of the highest CO2 within which lines drawn from zero can hardly be told apart."""


def draw_comparison(held: Comparison) -> list[Chart]:
    """Draw every case, and the differences from the first where the lines all but coincide."""
    return [_draw_paths(held), *_draw_differences(held)]


def _draw_paths(held: Comparison) -> Chart:
    """Draw the inventory years and every case's gross CO2, and net CO2 where removals are stated."""
    base = held.base.trajectory
    years = list(range(min(base.history), int(base.years[-1]) + 1))
    inventory = Text(zh="清单数据", en="Inventory")
    series = [_line("history", inventory, years, dict(base.history), "history")]
    for case, roadmap in zip(held.cases, held.roadmaps, strict=True):
        series.append(_line(case.id, case.name, years, _gross(roadmap), "pathway"))
        if _removes(case.options):
            path = roadmap.trajectory
            net = {int(y): float(v) for y, v in zip(path.years, path.net, strict=True)}
            name = case.name + Text(zh="：净排放", en=": net")
            series.append({**_line(f"{case.id}_net", name, years, net, "pathway"), "dashed": True})
    series += study_series(held.base.region, years) if not base.filtered else []
    place = held.place
    title = Text(zh=f"{place.zh}各情景的CO2排放路径", en=f"CO2 pathways of {place.en} by scenario")
    return _chart(held, "scenarios", "pathway", title, years, series)


def _draw_differences(held: Comparison) -> list[Chart]:
    """Draw gross CO2 of each other case less that of the first, from the start year."""
    first = _gross(held.base)
    years = [y for y in first if y >= held.cases[0].options.start_year]
    apart = [
        (case, {y: value - first[y] for y, value in _gross(roadmap).items() if y in first})
        for case, roadmap in held.others
    ]
    widest = max((abs(v) for _, course in apart for v in course.values()), default=0.0)
    if not SAME_MT < widest < CLOSE * max(first.values()):
        return []
    base = held.cases[0].name
    series = [_line(case.id, case.name, years, course) for case, course in apart]
    title = Text(
        zh=f"{held.place.zh}CO2排放与“{base.zh}”之差",
        en=f"CO2 of {held.place.en} less that under “{base.en}”",
    )
    return [_chart(held, "scenario_gaps", "trend", title, years, series)]


def _gross(roadmap: Roadmap) -> dict[int, float]:
    path = roadmap.trajectory
    return {int(y): float(v) for y, v in zip(path.years, path.gross, strict=True)}


def _removes(options: Options) -> bool:
    return bool(options.sinks_mt or options.ccus_mt)


def _line(
    name: str, label: Text, years: list[int], held: dict[int, float], role: str = ""
) -> dict[str, JsonValue]:
    values: list[JsonValue] = [round(held[y], 6) if y in held else None for y in years]
    line: dict[str, JsonValue] = {"id": name, "name": label.model_dump(), "y": values}
    return {**line, "role": role} if role else line


def _chart(
    held: Comparison,
    name: str,
    type_: str,
    title: Text,
    years: list[int],
    series: Sequence[dict[str, JsonValue]],
) -> Chart:
    total = held.base.total(held.base.base_year)
    emitted = Text(zh="CO2排放", en="CO2 emissions")
    apart = Text(zh="CO2排放之差", en="Difference of CO2")
    return Chart(
        id=f"{name}_{held.base.region}",
        type="pathway" if type_ == "pathway" else "trend",
        title=title,
        data={
            "x": [*years],
            "series": [*series],
            "y_name": (emitted if type_ == "pathway" else apart).model_dump(),
        },
        unit="Mt",
        kind=total.kind,
        source=total.source,
    )

"""Charts of a roadmap beside its wedges: pathway with reference lines, budget, cuts by milestone."""

from collections.abc import Sequence

import numpy as np
from pydantic import JsonValue

from data.result import Chart
from data.tables import Array
from data.text import Text
from tools.pathways.budgets import accumulate
from tools.pathways.charts import role_series, split_path
from tools.pathways.sector_pathway import SectorPathway
from tools.pathways.studies import study_series
from tools.pathways.trajectory import Trajectory
from tools.roadmap.course import Roadmap
from tools.roadmap.uncertainty import Band

BENCHMARK = Text(zh="按参照行业强度", en="At the reference intensity")
MARKET = Text(zh="随参照行业总量", en="With the reference sector")
"""What the lines beside the pathway are: the sectors with physical output at the intensity of the
reference sector, and moving with its total (eq. 7); all other sectors on their own pathways."""


def draw_pathway(roadmap: Roadmap, band: Band) -> Chart:
    """Draw history, projection and pathway with the scenarios' band and the lines to compare with."""
    held = roadmap.trajectory
    years = list(range(min(held.history), int(held.years[-1]) + 1))
    before, after = split_path(held.gross, held.years, held.start)
    parts = [("history", dict(held.history)), ("projection", before), ("pathway", after)]
    series: list[JsonValue] = [role_series(r, years, values) for r, values in parts if values]
    for role, name, line in reference_lines(roadmap):
        drawn = split_path(line, held.years, held.start)[1]
        series.append({**role_series("benchmark", years, drawn), "id": role, "role": role,
                       "name": name.model_dump(), "dashed": True})  # fmt: skip
    studies = [] if held.filtered else study_series(roadmap.code, years)
    markers: list[JsonValue] = [
        {"year": roadmap.base_year, "name": {"zh": "最后清单年", "en": "Last inventory"}},
        {"year": roadmap.options.start_year, "name": {"zh": "起始年", "en": "Start"}},
        {"year": roadmap.options.target_year, "name": {"zh": "目标年", "en": "Target"}},
    ]
    low, high = ([side.get(y) for y in years] for side in (band.low, band.high))
    return Chart(
        id=f"pathway_{roadmap.code}",
        type="pathway",
        title=Text(
            zh=f"{roadmap.place.zh}CO2排放路径（至{roadmap.options.target_year}年）",
            en=f"CO2 pathway of {roadmap.place.en} to {roadmap.options.target_year}",
        ),
        data={
            "x": [*years],
            "series": [*series, *studies],
            "band": {
                "name": {"zh": "各情景范围", "en": "Range of the scenarios"},
                "low": [*low],
                "high": [*high],
            },
            "markers": markers,
            "y_name": {"zh": "CO2排放", "en": "CO2 emissions"},
        },
        unit="Mt",
        kind=held.kind,
        source=held.source.citation,
        notes=[LINES] if len(series) > len([p for p in parts if p[1]]) else [],
        section="timetable",
    )


LINES = Text(
    zh="虚线为对照：有实物产量的行业若始终按参照行业强度排放（基准线），或随参照行业总量同比变化（市场线）；"
    "其余行业与路径相同。",
    en="Dashed for comparison: sectors with physical output at the intensity of the reference sector"
    " throughout, or moving with its total; all others as on the pathway.",
)


def reference_lines(roadmap: Roadmap) -> list[tuple[str, Text, Array]]:
    """Give the benchmark and the market line of gross CO2; none where no sector has a reference.

    Returns:
        (role, name, (t,) Mt) each; for a group the sums over its members.
    """
    parts = [member.trajectory for member in roadmap.members]
    if not any(p.reference is not None for t in parts for p in t.paths.values()):
        return []
    lines = [("benchmark", BENCHMARK, _at_reference), ("market", MARKET, _with_market)]
    return [
        (role, name, np.sum([change(t.paths[s]) for t in parts for s in t.sectors], axis=0))
        for role, name, change in lines
    ]


def _at_reference(path: SectorPathway) -> Array:
    if path.reference is None or path.activity is None:
        return path.emissions
    return path.reference.intensity * path.activity


def _with_market(path: SectorPathway) -> Array:
    if path.reference is None:
        return path.emissions
    total = path.reference.intensity * path.reference.activity
    return path.emissions[path.start] * total / total[path.start]


def draw_budget(roadmap: Roadmap, scenarios: Sequence[Trajectory]) -> Chart:
    """Draw the running sum of gross CO2 from the start year, of this pathway and every scenario."""
    held = roadmap.trajectory
    own = Text(zh="本路径", en="This pathway")
    lines = [("own", own, held)]
    lines += [
        (t.options.scenario.id, t.options.scenario.name, t)
        for t in scenarios
        if t.options != held.options
    ]
    at = slice(held.start, None)
    series: list[JsonValue] = [
        {
            "id": line,
            "name": name.model_dump(),
            "y": _rounded(accumulate(t.gross[at], t.years[at], "annual_sum")),
            "dashed": line != "own",
        }
        for line, name, t in lines
    ]
    first = roadmap.options.start_year
    return Chart(
        id=f"budget_{roadmap.code}",
        type="trend",
        title=Text(
            zh=f"{roadmap.place.zh}自{first}年起的累计CO2排放（逐年相加）",
            en=f"Cumulative CO2 of {roadmap.place.en} since {first} (annual sum)",
        ),
        data={
            "x": [*held.years[at].tolist()],
            "series": series,
            "y_name": {"zh": "累计CO2排放", "en": "Cumulative CO2"},
        },
        unit="Mt",
        kind=held.kind,
        source=held.source.citation,
        section="timetable",
    )


def draw_cuts(roadmap: Roadmap) -> Chart:
    """Draw a heat map: by how much each sector has cut at each milestone, in % of the start year."""
    held = roadmap.trajectory
    first = roadmap.options.start_year
    years = [y for y in roadmap.milestones if y > first]
    rows: list[JsonValue] = []
    for wedge in roadmap.wedges:
        path = roadmap.path(wedge)
        start = float(path[held.start])
        rows.append(
            [
                round(100 * (1 - float(path[held.at(y)]) / start), 6) if start else None
                for y in years
            ]
        )
    return Chart(
        id=f"cuts_{roadmap.code}",
        type="heatmap",
        title=Text(
            zh=f"{roadmap.place.zh}分行业在各节点的减排幅度（较{first}年）",
            en=f"Cut by sector and milestone in {roadmap.place.en}, against {first}",
        ),
        data={
            "x": [*years],
            "y": [w.label.model_dump() for w in roadmap.wedges],
            "z": rows,
            "y_name": {"zh": "减排幅度", "en": "Cut"},
        },
        unit="percent",
        kind=held.kind,
        source=held.source.citation,
        notes=[
            Text(
                zh="负值表示排放高于起始年。",
                en="Values below zero: emissions above the start year.",
            )
        ]
        if any(v is not None and v < 0 for row in rows for v in row)  # type: ignore[union-attr, operator]
        else [],
        section="sectors",
    )


def _rounded(values: Array) -> list[JsonValue]:
    return [round(float(v), 6) for v in values]

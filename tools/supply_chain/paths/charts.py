"""The pictures of an answer on supply-chain paths: what flows through each tier, and who emits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import JsonValue

from data.result import Chart
from data.tables import Array
from data.text import Text
from data.vocabulary import IO_SECTORS
from tools.supply_chain.algebra.leontief import TONNES_PER_MT
from tools.supply_chain.paths.expansion import Expansion
from tools.supply_chain.paths.trace import Trace
from tools.supply_chain.paths.words import largest

SHOWN = 7
"""Sectors that stand alone in a tier."""

BARS = 12
TIERS_DRAWN = 3

Flow = tuple[str, str, float]
"""Source, target and Mt of a link."""

OTHERS = Text(zh="其他部门", en="Other sectors")


@dataclass(frozen=True)
class Level:
    """A tier of a Sankey: the sectors that stand alone, and what flows through each, in Mt.

    ``through`` (k + 1,) ends with all others; ``onward`` (k + 1, k' + 1) is what passes to the
    next tier; None at the last.
    """

    places: list[int]
    through: Array
    onward: Array | None


def draw_charts(trace: Trace) -> list[Chart]:
    """Describe the flow through the tiers, and the largest emitters or final products."""
    return [_flow_chart(trace), _bar_chart(trace)]


def through_tiers(expansion: Expansion, tiers: int, most: int) -> list[Level]:
    """Follow all that lies behind each tier into the next, exactly, without single paths.

    Between two tiers ``w_i·S_ij·b_j`` passes from i to j; the last tier holds all that lies
    further on. Negative flows (stocks drawn down) cannot be drawn and are left out.
    """
    weights, levels = expansion.weights, []
    places = largest(weights * expansion.behind, most)
    for tier in range(tiers):
        through = _pool(weights * expansion.behind, places)
        if tier == tiers - 1:
            levels.append(Level(places, through, None))
            break
        rows = expansion.rows(np.array(places, dtype=np.intp))
        passed = weights[places, None] * rows * expansion.behind
        weights = expansion.step(weights)
        ahead = weights * expansion.behind
        nexts = largest(ahead, most)
        each = [*passed, ahead - passed.sum(axis=0)]
        levels.append(Level(places, through, np.array([_pool(row, nexts) for row in each])))
        places = nexts
    return levels


def _pool(values: Array, places: Sequence[int]) -> Array:
    kept = np.maximum(values, 0.0) / TONNES_PER_MT
    return np.append(kept[list(places)], max(0.0, kept.sum() - kept[list(places)].sum()))


def _flow_chart(trace: Trace) -> Chart:
    levels = through_tiers(trace.expansion, TIERS_DRAWN, SHOWN)
    nodes: list[dict[str, JsonValue]] = []
    links: list[Flow] = []
    for tier, level in enumerate(levels):
        nodes += [_node(trace, tier, p) for p, v in zip(_slots(level), level.through, strict=True)
                  if v > 0]  # fmt: skip
        if level.onward is not None:
            links += _links(trace, tier, level, levels[tier + 1], level.onward)
    if trace.basis in ("output", "demand"):
        end = _end(trace)
        nodes.append(end)
        links += [
            (_id(0, p), "end", float(v))
            for p, v in zip(_slots(levels[0]), levels[0].through, strict=True)
            if v > 0
        ]
    drawn = {n["id"] for n in nodes if isinstance(n["id"], str)}
    flows: list[JsonValue] = [
        {"source": source, "target": target, "value": value}
        for source, target, value in links
        if {source, target} <= drawn
    ]
    year = trace.accounts.table.year
    return Chart(
        id="paths_sankey",
        type="sankey",
        title=Text(
            zh=f"{trace.subject.zh}{'上游' if trace.upstream else '下游'}各层的隐含排放流（{year}年）",
            en=f"Emissions passing through the tiers {'up' if trace.upstream else 'down'}stream of"
            f" {trace.subject.en}, {year}",
        ),
        data={"nodes": [*nodes], "links": flows},
        unit="Mt",
        kind=trace.accounts.kind,
        source=trace.accounts.citation,
        notes=[_reading(trace)],
    )


def _slots(level: Level) -> list[int | None]:
    return [*level.places, None]


def _id(tier: int, place: int | None) -> str:
    return f"{tier}:{'others' if place is None else place}"


def _node(trace: Trace, tier: int, place: int | None) -> dict[str, JsonValue]:
    layer = TIERS_DRAWN - 1 - tier if trace.upstream else tier
    if place is None:
        return {"id": _id(tier, place), "name": OTHERS.model_dump(), "layer": layer}
    sectors = trace.accounts.table.sectors
    family = IO_SECTORS.terms[sectors[place % len(sectors)]].extra["family"]
    name = trace.name(place).model_dump()
    return {"id": _id(tier, place), "name": name, "layer": layer, "family": family}


def _end(trace: Trace) -> dict[str, JsonValue]:
    name = trace.subject
    if trace.basis == "demand":
        name = Text(zh=f"{name.zh}最终需求", en=f"Final demand of {name.en}")
    return {"id": "end", "name": name.model_dump(), "layer": TIERS_DRAWN}


def _links(trace: Trace, tier: int, level: Level, following: Level, onward: Array) -> list[Flow]:
    found: list[Flow] = []
    for one, row in zip(_slots(level), onward, strict=True):
        for other, value in zip(_slots(following), row, strict=True):
            here, there = _id(tier, one), _id(tier + 1, other)
            source, target = (there, here) if trace.upstream else (here, there)
            if value > 0:
                found.append((source, target, float(value)))
    return found


def _reading(trace: Trace) -> Text:
    if trace.upstream:
        return Text(
            zh="每一列为一层供应商，最左一列含更上游的全部排放；流出多于流入的部分是该部门在该层的自身排放。"
            "部门自用已合并。",
            en="Each column is a tier of suppliers, the leftmost with all that lies further upstream;"
            " what leaves a sector beyond what enters it is its own emissions in that tier. Own use"
            " is folded in.",
        )
    return Text(
        zh="每一列为一层使用部门，最右一列含更下游的全部去向；流入多于流出的部分在该部门的产品中进入最终使用。"
        "部门自用已合并；负的最终需求（如存货减少）无法画成流量，图中略去。",
        en="Each column is a tier of users, the rightmost with all that lies further downstream; what"
        " enters a sector beyond what leaves it reaches final use in its product. Own use is folded"
        " in; negative final demand (stocks drawn down) cannot be drawn and is left out.",
    )


def _bar_chart(trace: Trace) -> Chart:
    arising = trace.arising_mt.ravel()
    shown = largest(arising, BARS)
    what = (
        Text(zh="排放最多的部门", en="Largest emitters")
        if trace.upstream
        else Text(zh="承载排放最多的最终产品", en="Final products that carry most")
    )
    side = Text(zh="上游", en="upstream") if trace.upstream else Text(zh="下游", en="downstream")
    year = trace.accounts.table.year
    return Chart(
        id="paths_ends",
        type="bar",
        title=Text(
            zh=f"{trace.subject.zh}{side.zh}：{what.zh}（{year}年）",
            en=f"{what.en} {side.en} of {trace.subject.en}, {year}",
        ),
        data={
            "categories": [trace.name(k, always=True).model_dump() for k in shown],
            "series": [
                {"id": "co2", "name": what.model_dump(), "y": [float(arising[k]) for k in shown]}
            ],
            "horizontal": True,
            "stacked": False,
            "y_name": Text(zh="CO2排放", en="CO2 emissions").model_dump(),
        },
        unit="Mt",
        kind=trace.accounts.kind,
        source=trace.accounts.citation,
    )

"""The tool that tells why emissions changed between two input-output tables: structural decomposition."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from data.dataset import Dataset
from data.result import Chart, Finding, Result, Source, Table
from data.tables import Array
from data.text import Text
from data.vocabulary import IO_SECTORS, NATION, REGIONS
from tools.inventory.figures import cited
from tools.registry import Context, tool
from tools.supply_chain.change.change import Change, Of, measure_change
from tools.supply_chain.change.figures import ELSEWHERE, NAMES, REST, ChangeFigures, Part
from tools.supply_chain.change.findings import (
    heading,
    tell_change,
    tell_factors,
    tell_provinces,
    tell_sectors,
)
from tools.supply_chain.change.notes import change_notes
from tools.supply_chain.change.structure import Factors
from tools.supply_chain.change.views import (
    LISTED,
    draw_parts,
    draw_waterfall,
    effects_table,
    parts_table,
)

METHOD = Text(
    zh="结构分解分析（SDA）：E = Σ f·L·y，f为直接排放强度，L = (I − A)⁻¹ 为整张表的列昂惕夫逆矩阵"
    "（技术与省际来源），y为最终需求，可再分为构成μ与规模v（y = μ·v）或人均与人口。各因素效应取全部变动次序的平均"
    "（Dietzenbacher和Los 1998；即Shapley值），四个因素共二十四种次序，只需计算十六种组合；各效应之和恰等于总变化。"
    "两张表的部门分类和地区必须相同。",
    en="Structural decomposition analysis (SDA): E = Σ f·L·y with f direct intensity, L = (I − A)⁻¹ the"
    " Leontief inverse of the whole table (technology, and which province supplies), y final demand, split"
    " into mix μ and volume v (y = μ·v) or demand per person and population. Effects are means over all"
    " orders of change (Dietzenbacher and Los 1998; the Shapley value): twenty-four orders of four factors,"
    " from sixteen mixed states; they add up to the change exactly. Both tables must have the same sectors"
    " and regions.",
)


@tool
def structural_change(
    context: Context,
    region: Annotated[str, Field(description="A province, or CN for the nation")],
    year_from: Annotated[
        int | None, Field(description="Year of the first table; none: the earliest held")
    ] = None,
    year_to: Annotated[
        int | None, Field(description="Year of the last table; none: the latest held")
    ] = None,
    of: Annotated[
        Of,
        Field(
            description="footprint: embodied in the region's final demand; direct: emitted by its own"
            " sectors; all: the provinces together (region CN)"
        ),
    ] = "footprint",
    factors: Annotated[
        Factors,
        Field(description="How to split: final demand as mix and volume, whole, or per person"),
    ] = "intensity_structure_mix_volume",
    constant_prices: Annotated[
        bool, Field(description="Take out the general price level by one GDP deflator")
    ] = False,
) -> Result:
    """Decompose why emissions changed between two input-output tables (structural decomposition, SDA).

    Effects of direct intensity, production structure, mix and volume of final demand, in all and by
    emitting sector and province. Use it for 结构分解, embodied emissions or footprint changing between
    table years. Not for targets (sda_pathway) nor for drivers of the inventory (decompose_change, LMDI).
    """
    place = REGIONS.find(region).id
    years = (year_from, year_to)
    change = measure_change(
        context.dataset, place, years, of, factors, constant_prices=constant_prices
    )
    figures = ChangeFigures(context.dataset.id, change)
    findings, tables, charts = _tell(figures)
    return Result(
        tool="structural_change",
        title=heading(change),
        findings=findings,
        tables=tables,
        charts=charts,
        claims=cited(figures.claims, findings, tables),
        notes=change_notes(context.dataset, change),
        method=METHOD,
        sources=_sources(context.dataset, change),
        followups=_followups(change),
    )


Answer = tuple[list[Finding], list[Table], list[Chart]]


def _tell(figures: ChangeFigures) -> Answer:
    change, held = figures.change, figures.change.effects
    first, last = (
        figures.level(0, float(held.first.sum())),
        figures.level(1, float(held.last.sum())),
    )
    moved = figures.moved(first, last)
    totals = zip(change.factors, held.totals, strict=True)
    effects = [figures.effect(factor, float(value)) for factor, value in totals]
    title = heading(change)
    findings = [tell_change(figures, first, last), *tell_factors(figures, effects, moved)]
    tables = [effects_table(figures, effects, first, moved)]
    charts = [draw_waterfall(figures, first, last, effects, title)]
    for answer in (_sectors(figures, title), _provinces(figures, title)):
        findings += answer[0]
        tables += answer[1]
        charts += answer[2]
    return findings, tables, charts


def _sectors(figures: ChangeFigures, title: Text) -> Answer:
    values = figures.change.by_sector()
    parts = _parts(figures, values, figures.change.sectors, "sector")
    named = [(IO_SECTORS.text(p.id), p) for p in parts[:LISTED]]
    listed = [*named, *_rest(figures, values, figures.change.sectors, parts, "sector")]
    what = Text(zh="按排放部门", en="by emitting sector")
    column = Text(zh="排放部门", en="Emitting sector")
    title = _heading(title, what)
    return (
        tell_sectors(figures, parts),
        [parts_table(figures, "sector", column, title, listed)],
        [draw_parts(figures, "sectors", title, named)],
    )


def _provinces(figures: ChangeFigures, title: Text) -> Answer:
    change = figures.change
    if change.of == "direct" or len(change.regions) == 1:
        return [], [], []
    values = change.by_region()
    key = "region" if change.of == "all" else "partner"
    known = [k for k, r in enumerate(change.regions) if r not in change.excluded]
    ids = tuple(change.regions[k] for k in known)
    parts = _parts(figures, values[:, known], ids, key)
    others = [k for k in known if change.regions[k] != change.region]
    elsewhere = figures.part(ELSEWHERE, values[:, others].sum(axis=1), {key: ELSEWHERE})
    named = [(REGIONS.text(p.id), p) for p in parts[:LISTED]]
    listed = [*named, *_rest(figures, values[:, known], ids, parts, key)]
    title = _heading(title, Text(zh="按排放发生地", en="by place of emission"))
    column = Text(zh="排放发生地", en="Emitted in")
    return (
        tell_provinces(figures, parts, elsewhere),
        [parts_table(figures, "province", column, title, listed)],
        [draw_parts(figures, "provinces", title, named)],
    )


def _parts(figures: ChangeFigures, values: Array, ids: Sequence[str], key: str) -> list[Part]:
    """Mint the parts that emit in either year, the largest change first."""
    order = np.argsort(-np.abs(values[1] - values[0]), kind="stable")
    held = [int(k) for k in order if values[0, k] or values[1, k]]
    return [figures.part(ids[k], values[:, k], {key: ids[k]}) for k in held]


def _rest(
    figures: ChangeFigures, values: Array, ids: Sequence[str], parts: Sequence[Part], key: str
) -> list[tuple[Text, Part]]:
    if len(parts) <= LISTED:
        return []
    left = [ids.index(p.id) for p in parts[LISTED:]]
    rest = figures.part(REST, values[:, left].sum(axis=1), {key: REST})
    return [(NAMES[REST], rest)]


def _heading(title: Text, what: Text) -> Text:
    return Text(zh=f"{title.zh}（{what.zh}）", en=f"{title.en} ({what.en})")


def _sources(dataset: Dataset, change: Change) -> list[Source]:
    sources = [change.first.table.source, change.last.table.source]
    inventories = {"provinces": dataset.provincial, "nation": dataset.national}
    inventory = inventories.get(change.first.table.level)
    mapped = {*change.first.emissions.origins, *change.last.emissions.origins}
    if inventory is not None and "inventory" in mapped:
        sources.append(inventory.source)
    series = dataset.series
    if change.price_ratio is not None:
        place = change.price_ratio.entity["region"]
        sources += [*series.gdp.cited([place]), *series.gdp_index.cited([place])]
    if change.people:
        sources += series.population.cited([change.region])
    return sources


def _followups(change: Change) -> list[Text]:
    first, last = change.years
    name = REGIONS.text(NATION if change.of == "all" else change.region)
    lmdi = Text(
        zh=f"{first}年到{last}年{name.zh}排放变化的驱动因素是什么？",
        en=f"What drove the change of emissions in {name.en} between {first} and {last}?",
    )
    other = Text(
        zh=f"{first}到{last}年{name.zh}各部门直接排放变化的结构分解",
        en=f"Structural decomposition of the direct emissions of {name.en} from {first} to {last}",
    )
    if change.of != "footprint":
        other = Text(
            zh=f"{first}到{last}年{name.zh}隐含碳变化的结构分解",
            en=f"Structural decomposition of the footprint of {name.en} from {first} to {last}",
        )
    if change.region in change.excluded:
        return []
    return [lmdi] if change.of == "all" else [lmdi, other]

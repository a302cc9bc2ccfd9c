"""The tool that traces emissions along supply chains: up to their sources, down to final users."""

from typing import Annotated

from pydantic import Field

from data.result import Note, Result, mark
from data.tables import IoTable
from data.text import Text, join
from data.vocabulary import FUELS, IO_SECTORS, NATION, REGIONS, SECTORS, concordance, members
from tools.registry import Context, tool
from tools.supply_chain.accounts.table_notes import (
    open_table,
    require_emissions,
    scope_note,
    table_notes,
    table_sectors,
)
from tools.supply_chain.paths.charts import draw_charts
from tools.supply_chain.paths.claims import PathFigures
from tools.supply_chain.paths.tables import build_tables
from tools.supply_chain.paths.trace import Basis, Direction, Of, Trace, choose_basis, in_sentence
from tools.supply_chain.paths.words import write_findings

THRESHOLD_PCT = 0.1
DEPTH = 8
TOP = 10

FEW = 6
"""Sectors that a note still lists."""


@tool
def supply_chain_paths(
    context: Context,
    region: Annotated[str, Field(description="A province, or CN for the nation.")],
    sector: Annotated[
        str | None,
        Field(description="Sector of the inventory or the table; default the whole region."),
    ] = None,
    direction: Annotated[
        Direction,
        Field(description="upstream: where emissions behind it arise; downstream: whom they serve"),
    ] = "upstream",
    of: Annotated[
        Of | None,
        Field(
            description="Upstream of what: the sector's gross output (default with a sector) or"
            " final_demand (default without one)"
        ),
    ] = None,
    year: Annotated[int | None, Field(description="Of the table; default the latest.")] = None,
    threshold_pct: Annotated[
        float, Field(ge=0, le=100, description="Per cent of the total a path must carry")
    ] = THRESHOLD_PCT,
    depth: Annotated[int, Field(ge=1, le=20, description="Most steps of a path")] = DEPTH,
    top: Annotated[int, Field(ge=1, le=50, description="Paths listed")] = TOP,
) -> Result:
    """Trace emissions along the supply chain by structural path analysis, up- or downstream.

    Names who emits (sector and province), by tier, the main paths, and what they cover. Use it for
    上游排放来自哪里, 供应链路径, 最终服务于谁, upstream emissions, embodied in a sector's products.
    """
    place = REGIONS.find(region).id
    accounts = open_table(context.dataset, place, year)
    require_emissions(accounts, place)
    names = (_meant(sector),) if sector else ()
    sectors = table_sectors(accounts.table, names)
    trace = Trace(
        accounts=accounts,
        region=place,
        sectors=sectors,
        basis=choose_basis(direction, of, sectors=bool(names)),
        threshold=threshold_pct / 100,
        depth=depth,
        progress=lambda share: context.progress(share, PROGRESS),
        asked=_asked(accounts.table, names, sectors),
    )
    figures = PathFigures(trace, context.dataset.id)
    findings = write_findings(figures)
    tables = build_tables(figures, top)
    notes = [
        *_fuel_note(sector),
        *(scope_note(names, sectors) if trace.asked and len(sectors) <= FEW else []),
        *_limits(trace, figures),
        *table_notes(context.dataset, accounts, place, chain=trace.upstream),
    ]
    return Result(
        tool="supply_chain_paths",
        title=_title(trace),
        findings=findings,
        claims=list(figures.table.claims.values()),
        tables=tables,
        charts=draw_charts(trace),
        notes=notes,
        method=_method(trace),
        sources=[accounts.table.source],
        followups=_followups(trace),
    )


PROGRESS = Text(zh="搜索供应链路径", en="Searching supply-chain paths")

MADE_BY = {
    "coal": "coal_mining",
    "raw_coal": "coal_mining",
    "crude_oil": "oil_gas_extraction",
    "natural_gas": "oil_gas_extraction",
    "oil": "petroleum_coking",
    "coke": "petroleum_coking",
}
"""The sector that makes what a fuel's name may stand for."""


def _meant(sector: str) -> str:
    """Take the name of a fuel for the sector that makes it; other names stand."""
    term = SECTORS.get(sector) or FUELS.get(sector)
    if term is None:
        return sector
    return MADE_BY.get(term.id, term.id)


def _asked(table: IoTable, names: tuple[str, ...], sectors: tuple[str, ...]) -> Text | None:
    """Name what was asked where the table's sectors are wider than that, or several."""
    term = SECTORS.get(names[0]) if names else None
    if term is None or (len(sectors) == 1 and IO_SECTORS.get(names[0]) is not None):
        return None
    within = {s.sector for s in concordance(table.scheme, table.year) if s.io_sector in sectors}
    wider = within > set(members(SECTORS, term.id))
    return _plain(term.label) if wider or len(sectors) > 1 else None


def _plain(name: Text) -> Text:
    """Take the everyday name where a label gives it in brackets.

    >>> _plain(Text(zh="黑色金属冶炼（钢铁）", en="Iron and steel")).zh
    '钢铁'
    """
    return Text(zh=name.zh.partition("（")[2].removesuffix("）") or name.zh, en=name.en)


def _fuel_note(sector: str | None) -> list[Note]:
    term = FUELS.get(sector) if sector and SECTORS.get(sector) is None else None
    if term is None or term.id not in MADE_BY:
        return []
    made = SECTORS.text(MADE_BY[term.id])
    text = Text(
        zh=f"“{term.label.zh}”在此指生产它的部门（{made.zh}）；其他部门燃烧它的排放不在其中。",
        en=f"“{term.label.en}” stands here for the sector that makes it ({made.en.lower()}); what"
        " others emit by burning it is not included.",
    )
    return [Note(level="caution", text=text)]


def _limits(trace: Trace, figures: PathFigures) -> list[Note]:
    """Say what single paths leave out, and when a search was cut."""
    search, found = trace.search, [Note(text=BASES[trace.basis])]
    if search.reach > search.total * (1 + 1e-6):
        bound = mark(figures.remainder())
        text = Text(
            zh=f"负的最终需求（如存货减少）使路径有正有负；未列路径的绝对值之和不超过总量的{bound}。",
            en="Negative final demand (stocks drawn down) gives paths of both signs; what is not"
            f" listed sums to at most {bound} of the total in absolute value.",
        )
        found.append(Note(text=text))
    if not search.complete:
        least = mark(figures.guaranteed())
        text = Text(
            zh=f"阈值过低，路径数以百万计，搜索在每层上限处截断；占总量{least}以上的路径无一遗漏，其余未列全。",
            en="The threshold is so low that paths run into millions, so the search was cut at its"
            f" limit for a tier; no path above {least} of the total is missing, smaller ones are not"
            " all listed.",
        )
        found.append(Note(level="caution", text=text))
    return found


BASES: dict[Basis, Text] = {
    "output": Text(
        zh="上游排放指为该部门总产出提供投入的所有其他部门的排放，不含其自身排放，也不重复计算其自供部分；"
        "各部门的上游排放互有重叠，不可相加。",
        en="Upstream emissions are those of all other sectors behind the gross output of this one,"
        " without its own and without counting twice what it supplies to itself; upstream emissions"
        " of different sectors overlap and must not be added.",
    ),
    "product": Text(
        zh="口径为结构路径分析的通行做法：该部门产品的最终使用（各省最终需求与出口）所隐含的排放；"
        "作为中间品售给其他部门的部分不在其中。",
        en="The basis is that of standard structural path analysis: emissions embodied in the final"
        " use of the products (final demand everywhere and exports); what is sold to other sectors"
        " as an input is not in it.",
    ),
    "demand": Text(
        zh="隐含排放按消费侧核算，不含居民直接排放。",
        en="Embodied emissions are consumption-based and without what households emit directly.",
    ),
    "own": Text(
        zh="下游分配的是该部门自身的直接排放：沿产品销售去向，直到最终需求、出口或表内误差项。",
        en="Downstream, the sector's own direct emissions follow the sales of its product to final"
        " demand, exports or the table's recorded error.",
    ),
}


def _title(trace: Trace) -> Text:
    year, subject = trace.accounts.table.year, trace.subject
    way = Text(zh="上游", en="up") if trace.upstream else Text(zh="下游", en="down")
    return Text(
        zh=f"{subject.zh}的{way.zh}供应链排放路径（{year}年）",
        en=f"Supply-chain paths {way.en}stream of {subject.en}, {year}",
    )


FORMULA: dict[Basis, str] = {
    "output": "f_i·L_iK·L_KK⁻¹·x_K",
    "product": "f_i·L_ik·y_k",
    "demand": "f_i·(L·y_p)_i",
    "own": "f_k·L_kj·y_j",
}


def _method(trace: Trace) -> Text:
    formula, least = FORMULA[trace.basis], 100 * trace.threshold
    return Text(
        zh=f"结构路径分析（Treloar 1997；Lenzen 2003）：各端点的份额由列昂惕夫逆矩阵精确给出（{formula}），不依赖"
        f"单条路径；单条路径为 f·A·A…·y 的逐项展开，列出占比不低于{least:g}%、至多{trace.depth}步的全部路径，"
        "按其后剩余量的精确上界剪枝，因此无遗漏；部门自用合并入其所在环节。",
        en="Structural path analysis (Treloar 1997; Lenzen 2003). The parts of emitters and products"
        f" are exact, from the Leontief inverse ({formula}), not from single paths; single paths are"
        f" the terms of f·A·A…·y, all of those of at least {least:g} % and at most {trace.depth}"
        " steps, pruned by the exact bound of what lies behind a branch, so that none is missed; a"
        " sector's own use is folded into its step.",
    )


def _followups(trace: Trace) -> list[Text]:
    region = REGIONS.text(trace.region)
    name = trace.asked or (join(IO_SECTORS.text(s) for s in trace.sectors))
    place = Text(
        zh=region.zh, en=f"{in_sentence(name).en} in {region.en}" if name.en else region.en
    )
    if trace.upstream:
        turn = Text(
            zh=f"{place.zh}{name.zh}的排放最终服务于谁？",
            en=f"Whom do the emissions of {place.en} serve in the end?",
        )
    else:
        turn = Text(
            zh=f"{place.zh}{name.zh}的上游排放主要来自哪里？",
            en=f"Where do the upstream emissions of {place.en} come from?",
        )
    if trace.region == NATION:
        return [turn]
    return [
        turn,
        Text(
            zh=f"哪些省份为{region.zh}的消费排放？",
            en=f"Which provinces emit for the consumption of {region.en}?",
        ),
    ]

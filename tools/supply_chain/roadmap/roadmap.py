"""The input-output part of a province's roadmap: how to cut up and down its supply chains."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from data.errors import DataMissingError
from data.result import Result
from data.text import Text
from data.vocabulary import IO_SECTORS, REGIONS, name_regions
from tools.registry import Context
from tools.supply_chain.accounts.accounts import Accounts, level_of, open_accounts
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.network.view import look_at
from tools.supply_chain.roadmap.backbone import table_backbone, tell_backbone
from tools.supply_chain.roadmap.charts import draw_cut_flows, draw_cut_network
from tools.supply_chain.roadmap.findings import write_findings
from tools.supply_chain.roadmap.flows import draw_embodied
from tools.supply_chain.roadmap.lead import tell_lead
from tools.supply_chain.roadmap.milestones import IndexBySector, account_milestones
from tools.supply_chain.roadmap.notes import import_notes, write_notes
from tools.supply_chain.roadmap.outlook import Outlook
from tools.supply_chain.roadmap.tables import build_tables


def chain_roadmap(
    context: Context,
    region: str | Mapping[str, IndexBySector],
    index_by_sector: IndexBySector,
    demand_index: Mapping[int, float],
    milestones: Sequence[int],
    sectors: Sequence[str] = (),
    *,
    inventory_year: int | None = None,
    start_year: int | None = None,
    place: Text | None = None,
    short: bool = False,
) -> Result:
    """Trace a region's pathway along its supply chains, with the latest table's technology.

    Args:
        context: The data set and its surroundings.
        region: Province or the nation, any spelling or id; several provinces as a mapping from
            their ids to the index of each, ``index_by_sector`` being that of all together.
        index_by_sector: Input-output sector id → milestone → intensity of the pathway relative to
            the table year; a sector without one keeps the table year's intensity in the province
            and takes the province's average index elsewhere.
        demand_index: Milestone → final demand relative to the table year.
        milestones: Years to account for; those up to the table year are passed over.
        sectors: Input-output sectors in question, any spelling or id; none means all.
        inventory_year: Year of the inventory the roadmap starts from, to report its distance.
        start_year: First year of the pathway, from which the chart of cuts counts; by default the
            table year.
        place: What several provinces are called together.
        short: Whether only what a change of assumptions moves is told.

    Returns:
        Part of a result: findings of the sections ``frame`` and ``chain``, claims, tables, charts
        ``chain_network``, ``chain_sankey`` and ``chain_cuts``, notes.

    Raises:
        DataMissingError: No table, or no emissions of the province; the text says what to import.
        InputError: An unknown name, or an index that lacks a milestone.
    """
    each = {REGIONS.find(region).id: index_by_sector} if isinstance(region, str) else dict(region)
    regions, name = list(each), place or name_regions(each)
    accounts = open_accounts(context.dataset, level=level_of(regions[0]))
    for one in regions:
        _require_emissions(accounts, one)
    told = [*milestones, *([start_year] if start_year else [])]
    every = account_milestones(accounts, each, index_by_sector, demand_index, told)
    steps = [s for s in every if s.year in milestones or s is every[0]]
    wanted = [IO_SECTORS.find(s).id for s in sectors]
    held = accounts.table.sectors
    chosen = tuple(held.index(s) for s in wanted if s in held)
    first = next((s for s in every if s.year == start_year), steps[0])
    outlook = Outlook(accounts, " ".join(regions), name, steps, chosen, first)
    digest = _digest(index_by_sector, demand_index, milestones)
    figures = TableFigures(context.dataset.id, accounts, outlook.region, {"pathway": digest})
    view = look_at(accounts, *regions)
    findings = [*tell_lead(outlook, figures), *tell_backbone(view, figures)]
    findings += write_findings(outlook, figures, short=short)
    tables = [table_backbone(view, figures), *build_tables(outlook, figures)]
    notes = write_notes(outlook, figures, index_by_sector, inventory_year)
    notes += import_notes(context.dataset, accounts.table, *regions)
    context.progress(0.8, Text(zh="绘制产业链图", en="Drawing the supply chain"))
    return Result(
        tool="chain_roadmap",
        title=_title(name, accounts.table.year),
        arguments={
            "region": outlook.region,
            "milestones": list(milestones),
            "sectors": list(wanted),
        },
        findings=findings,
        claims=list(figures.claims.values()),
        tables=tables,
        charts=[
            draw_cut_network(outlook, view),
            draw_cut_flows(outlook),
            draw_embodied(accounts, *regions, name=name),
        ],
        notes=notes,
        method=METHOD,
        sources=[accounts.table.source],
    )


METHOD = Text(
    zh="环境扩展投入产出模型（Miller & Blair 2009）：以最新投入产出表的L=(I−A)⁻¹为技术结构并保持不变，"
    "各部门直接强度f按减排路径指数缩放（其他省份的同一部门采用相同指数，本省无指数的部门取按排放加权的平均指数），"
    "最终需求、出口和误差项按需求指数缩放。隐含排放为f·L·y；连接弹性为m_i·a_ij·x_j/E，"
    "即投入系数变化1%引起的排放变化百分比（部门自用不列）；部门对按两个方向弹性之和排序；"
    "供应链路径用结构路径分析（阈值0.1%，至多6步，按剩余上界剪枝，连续自用合并）。各部门和连接的贡献互有重叠，不可相加。",
    en="Environmentally extended input-output model (Miller & Blair 2009): L = (I−A)⁻¹ of the latest"
    " table stays fixed; direct intensities f follow the pathway's index (the same sector of other"
    " provinces takes the same index, or the average weighted by emissions where the province has"
    " none); final demand, exports and the recorded error follow the demand index. Embodied"
    " emissions are f·L·y; the elasticity of a link, m_i·a_ij·x_j/E, is the per cent change of"
    " emissions for 1 % of its input coefficient (own use left out); pairs are ranked by the sum of"
    " both directions; paths come from structural path analysis (threshold 0.1 %, at most 6 steps,"
    " pruned by the bound of what remains, repeats of a sector folded). Contributions of sectors and"
    " links overlap and must not be added.",
)


def _require_emissions(accounts: Accounts, region: str) -> None:
    if region not in accounts.unknown:
        return
    name = REGIONS.text(region)
    raise DataMissingError(
        Text(
            zh=f"{accounts.table.year}年投入产出表没有{name.zh}的CO2数据，也没有该年排放清单，"
            "因此无法给出其产业链减排路线图。",
            en=f"The input-output table of {accounts.table.year} has no CO2 of {name.en} and there"
            " is no inventory of that year, so its chain cannot be accounted for.",
        )
    )


def _digest(
    index_by_sector: IndexBySector, demand_index: Mapping[int, float], milestones: Sequence[int]
) -> str:
    """Tell pathways apart, so that figures of different scenarios are different claims."""
    years = sorted(set(milestones))
    held = {s: [index_by_sector[s].get(y) for y in years] for s in sorted(index_by_sector)}
    key = json.dumps([held, [demand_index.get(y) for y in years], years])
    return hashlib.blake2b(key.encode(), digest_size=5).hexdigest()


def _title(name: Text, year: int) -> Text:
    return Text(
        zh=f"{name.zh}产业链上下游联动减排（{year}年投入产出表）",
        en=f"Cutting along the supply chains of {name.en} (table of {year})",
    )

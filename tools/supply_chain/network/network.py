"""The network of an economy: sectors or provinces, their largest links, hubs and communities."""

from typing import Annotated, Literal

from pydantic import Field

from data.errors import InputError
from data.fields import FIELDS
from data.result import Note, Result
from data.tables import Array
from data.text import Text, join
from data.vocabulary import NATION, REGIONS
from tools.registry import Context, tool
from tools.supply_chain.accounts.accounts import level_of, open_accounts
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.network.centrality import FIELD_OF, Measure
from tools.supply_chain.network.chart import draw_chart
from tools.supply_chain.network.findings import write_findings
from tools.supply_chain.network.graph import SHARE_PCT
from tools.supply_chain.network.tables import community_table, link_table, node_table
from tools.supply_chain.network.view import Links, Nodes, View, look_at, look_at_provinces
from tools.supply_chain.roadmap.notes import import_notes

Indicator = Literal["co2_mt", "output_cny_1e4", "intensity_t_per_cny_1e4"]


@tool
def draw_network(
    context: Context,
    region: Annotated[
        str, Field(description="Province, any spelling or id; CN for the nation.")
    ] = NATION,
    year: Annotated[int | None, Field(description="Year of the table; default the latest.")] = None,
    indicator: Annotated[Indicator, Field(description="What the size of a node shows.")] = "co2_mt",
    share_pct: Annotated[
        float, Field(gt=0, le=100, description="Per cent of the cells drawn as links.")
    ] = SHARE_PCT,
    links: Annotated[
        Links | None,
        Field(
            description="What links carry: money, or the emissions embodied in it. Default money"
            " between sectors, emissions between provinces."
        ),
    ] = None,
    measure: Annotated[
        Measure | None, Field(description="A centrality to rank and size the nodes by instead.")
    ] = None,
    nodes: Annotated[
        Nodes, Field(description="Sectors of the region, or all provinces and their transfers.")
    ] = "sectors",
) -> Result:
    """Draw the network of a province's sectors, of the nation's, or of the provinces.

    Tells hubs, bridges, communities, seven centralities, the largest links and what they cover.
    Nodes are the 42 sectors, links the largest 5 % of the 42 × 42 flows inside the place; with
    nodes = provinces, links are transfers between provinces. Use it for questions on industrial
    structure, supply links, hubs, centrality, clusters, 网络图, 产业关联, 枢纽, 中心性, 产业集群.
    """
    view = _view(context, region, year, share_pct, links, nodes)
    figures = TableFigures(context.dataset.id, view.accounts, view.region)
    field, sizes, notes = _sizes(view, indicator, measure)
    findings = write_findings(view, figures, field, sizes, measure, share_pct)
    tables = [
        link_table(view, figures),
        node_table(view, figures, field, sizes),
        community_table(view, figures),
    ]
    return Result(
        tool="draw_network",
        title=view.title,
        findings=findings,
        tables=tables,
        charts=[draw_chart(view, field, sizes, "network", grouped=True)],
        claims=list(figures.claims.values()),
        notes=[*notes, *_import_notes(context, view)],
        method=_method(view, share_pct),
        sources=[view.accounts.table.source],
        followups=_followups(view),
    )


def _view(
    context: Context,
    region: str,
    year: int | None,
    share_pct: float,
    links: Links | None,
    nodes: Nodes,
) -> View:
    place = REGIONS.find(region).id
    if nodes == "provinces":
        return look_at_provinces(
            open_accounts(context.dataset, year), share_pct, links or "emissions"
        )
    accounts = open_accounts(context.dataset, year, level_of(place))
    if place not in accounts.table.regions:
        raise InputError(_not_in_table(place, accounts.table.year))
    return look_at(accounts, place, share_pct=share_pct, links=links or "money")


def _not_in_table(place: str, year: int) -> Text:
    name = REGIONS.text(place)
    return Text(
        zh=f"{year}年投入产出表不含{name.zh}。可改问表中的其他省份。",
        en=f"The input-output table of {year} does not hold {name.en}. Ask about another province.",
    )


def _sizes(
    view: View, indicator: Indicator, measure: Measure | None
) -> tuple[str, Array, list[Note]]:
    """Choose what the nodes show: gross output where the emissions are not known."""
    notes = _emission_notes(view)
    if measure:
        values = view.centrality.values(measure)
        if values is not None:
            return FIELD_OF[measure], values, notes
        notes.append(Note(level="caution", text=_not_computed(measure)))
    wanted = indicator if view.known or view.nodes == "provinces" else "output_cny_1e4"
    return wanted, view.attributes[wanted], notes


def _not_computed(measure: Measure) -> Text:
    label = FIELDS[FIELD_OF[measure]].label
    return Text(
        zh=f"该网络的{label.zh}迭代不收敛，改按原指标显示节点大小。",
        en=f"{label.en} of this network does not converge; nodes show the indicator instead.",
    )


def _emission_notes(view: View) -> list[Note]:
    notes: list[Note] = []
    if view.nodes == "provinces":
        notes += _unknown_provinces(view)
    elif not view.known:
        notes.append(Note(level="missing", text=_unknown_sectors(view)))
    table = view.accounts.table
    origins = view.accounts.emissions.origins
    of_place = (
        origins if view.nodes == "provinces" else (origins[table.regions.index(view.region)],)
    )
    if "inventory" in of_place:
        text = Text(
            zh="各部门排放由同年排放清单按部门对照表换算，不是投入产出表自带的 CO2 行。",
            en="Sector emissions come from the inventory of the year through the concordance of"
            " sectors, not from a CO2 row of the table.",
        )
        notes.append(Note(text=text))
    if view.carries_emissions and view.nodes == "sectors":
        text = Text(
            zh="连接上的隐含排放沿产业链层层累计，同一吨排放会出现在多条连接上，不可相加为总量。",
            en="Emissions embodied on links pile up along the chain: the same tonne stands on"
            " several links, so links must not be added to a total.",
        )
        notes.append(Note(level="caution", text=text))
    return notes


def _unknown_sectors(view: View) -> Text:
    region = REGIONS.text(view.region)
    return Text(
        zh=f"{region.zh}的排放未知（无 CO2 行，也无该年排放清单），相关数值留空，不作零处理。",
        en=f"Emissions of {region.en} are unknown (no CO2 row and no inventory of the year);"
        " they are left blank, not counted as zero.",
    )


def _unknown_provinces(view: View) -> list[Note]:
    gaps = view.accounts.unknown
    if not gaps:
        return []
    named = join(REGIONS.text(r) for r in gaps)
    text = Text(
        zh=f"{named.zh}的排放未知，节点留空，由其流出的排放转移未计入，不作零处理。",
        en=f"Emissions of {named.en} are unknown: the node is left blank, and transfers from there"
        " are not counted, which does not make them zero.",
    )
    return [Note(level="missing", text=text)]


def _import_notes(context: Context, view: View) -> list[Note]:
    """Say what the import noticed, about the whole table where its regions are the nodes."""
    table = view.accounts.table
    if view.nodes == "sectors":
        return import_notes(context.dataset, table, view.region)
    return [
        Note(level="missing" if f.level == "missing" else "caution", text=f.text)
        for f in context.dataset.findings_on_table(table, NATION)
    ]


def _method(view: View, share_pct: float) -> Text:
    size = len(view.ids)
    what = {
        "flow_cny_1e4": Text(
            zh=f"节点为 {size} 个部门，连接为中间流量矩阵 Z 中最大的 {share_pct:g}% 单元格（含对角线，"
            "42 个部门取 5% 时为 88 条），由供给指向使用。",
            en=f"Nodes are the {size} sectors, links the largest {share_pct:g} % of the cells of the"
            " matrix of intermediate flows Z, diagonal included (88 of 42 × 42 at 5 %), from"
            " supplier to user.",
        ),
        "embodied_flow_mt": Text(
            zh=f"节点为 {size} 个部门，连接为隐含排放矩阵 m_i·Z_ij（m = f·L 为完全排放强度）中最大的"
            f" {share_pct:g}% 单元格（含对角线，42 个部门取 5% 时为 88 条），由供给指向使用。",
            en=f"Nodes are the {size} sectors, links the largest {share_pct:g} % of the cells of the"
            " embodied emissions m_i·Z_ij (m = f·L, all emissions upstream), diagonal included"
            " (88 of 42 × 42 at 5 %), from supplier to user.",
        ),
        "co2_transfer_mt": Text(
            zh=f"节点为 {size} 个省份，连接为转移矩阵 T_rs（s 省最终需求在 r 省引起的排放，"
            f"T_rs = f_r·L·y_s）中最大的 {share_pct:g}%，不含本省自身，由排放地指向消费地。",
            en=f"Nodes are the {size} provinces, links the largest {share_pct:g} % of the transfers"
            " T_rs = f_r·L·y_s (emitted in r for the final demand of s), without a province's own,"
            " from emitter to consumer.",
        ),
        "trade_cny_1e4": Text(
            zh=f"节点为 {size} 个省份，连接为省际供给额（中间品与最终品合计）中最大的 {share_pct:g}%，"
            "不含本省自身，由供给地指向使用地。",
            en=f"Nodes are the {size} provinces, links the largest {share_pct:g} % of what they supply"
            " to one another, intermediate and final goods, without a province's own, from"
            " supplier to user.",
        ),
    }[view.flow_field]
    return Text(zh=what.zh + _MEASURES.zh, en=f"{what.en} {_MEASURES.en}")


_MEASURES = Text(
    zh="特征向量、PageRank 和 Katz 中心性以流量为权重，介数和接近中心性以流量倒数为距离，"
    "均在图中所示网络上计算；群组由 Louvain 方法（Blondel 等 2008）在全部流量上划分。"
    "节点位置由引力、斥力和连接拉力算出，同一问题的图相同。",
    en="Eigenvector, PageRank and Katz centrality weigh links by flow, betweenness and closeness"
    " take 1/flow as distance, all on the network as drawn; groups come from the Louvain method"
    " (Blondel et al. 2008) on all flows. Nodes rest where gravity, repulsion and the pull of"
    " links balance, so the same question gives the same picture.",
)


def _followups(view: View) -> list[Text]:
    if view.region == NATION:
        return [
            Text(
                zh="全国的关键部门是哪些？",
                en="Which sectors of China are key sectors?",
            )
        ]
    name = REGIONS.text(view.region)
    return [
        Text(
            zh=f"{name.zh}2060年碳中和的投入产出路线图是什么？",
            en=f"What is the net-zero roadmap of {name.en} to 2060?",
        ),
        Text(
            zh=f"{name.zh}各燃料到行业的排放流向如何？",
            en=f"How do emissions of {name.en} flow from fuels to sectors?",
        ),
    ]

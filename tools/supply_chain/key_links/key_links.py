"""Key links: where along the supply chain a cut tells most on a province's emissions."""

from typing import Annotated

from pydantic import Field

from data.errors import InputError
from data.result import Note, Result
from data.text import Text
from data.vocabulary import NATION, REGIONS
from tools.registry import Context, tool
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.accounts.table_notes import (
    open_table,
    require_emissions,
    scope_note,
    table_notes,
    table_sectors,
)
from tools.supply_chain.key_links.charts import draw_key_links
from tools.supply_chain.key_links.claims import LinkFigures
from tools.supply_chain.key_links.findings import TOTALS, Focus, write_key_links
from tools.supply_chain.key_links.tables import build_key_link_tables
from tools.supply_chain.key_links.view import LinkView, Total, look_at_links

TOP = 10
CHANGE_PCT = 10.0


@tool
def key_links(
    context: Context,
    region: Annotated[str, Field(description="Province, any spelling or id; CN for the nation.")],
    of: Annotated[
        Total,
        Field(
            description="footprint: emissions behind its final demand; direct: those of its sectors;"
            " all: of all provinces."
        ),
    ] = "footprint",
    focus: Annotated[Focus, Field(description="What the answer leads with.")] = "links",
    year: Annotated[int | None, Field(description="Year of the table; default the latest.")] = None,
    sectors: Annotated[
        tuple[str, ...], Field(description="Only links from or to these sectors; none: all.")
    ] = (),
    change_pct: Annotated[
        float, Field(gt=0, le=100, description="Per cent by which links and intensities are cut.")
    ] = CHANGE_PCT,
    top: Annotated[int, Field(ge=1, le=50, description="How many links are listed.")] = TOP,
) -> Result:
    """Find the supply links, sectors and pairs of sectors where a cut tells most on emissions.

    Elasticity of a footprint or of direct emissions to every link and every sector's intensity,
    inside and across provinces, pairs to cut together, and what cutting them by 1 % or by so many
    per cent brings, to first order and solved exactly. Use it for 优先从哪些产业链环节减排,
    上下游连减, key links, which supply links matter most.
    """
    place = REGIONS.find(region).id
    accounts = open_table(context.dataset, place, year)
    if of != "footprint":
        require_emissions(accounts, place)
    asked = table_sectors(accounts.table, sectors)
    chosen = tuple(accounts.table.sectors.index(s) for s in asked)
    view = look_at_links(accounts, place, of, chosen, change_pct)
    _require_links(view)
    figures = TableFigures(context.dataset.id, accounts, place)
    held = LinkFigures(view, figures)
    return Result(
        tool="key_links",
        title=_title(view),
        findings=write_key_links(view, held, focus),
        tables=build_key_link_tables(view, held, top),
        charts=draw_key_links(view, top),
        claims=list(figures.claims.values()),
        notes=[
            *scope_note(sectors, asked),
            *_notes(view),
            *table_notes(context.dataset, accounts, place, chain=of != "direct"),
        ],
        method=METHOD,
        sources=[accounts.table.source],
        followups=_followups(place),
    )


def _require_links(view: LinkView) -> None:
    """Refuse a total that is nothing, or sectors that no link touches.

    Raises:
        InputError: There is nothing to cut; the message says why.
    """
    name, year = REGIONS.text(view.region), view.accounts.table.year
    if view.total_t > 0 and view.links(1):
        return
    total = TOTALS[view.of]
    raise InputError(
        Text(
            zh=f"{year}年投入产出表中，{name.zh}的{total.zh}为零，或所问部门没有产出，没有可削减的产业链环节。"
            "请改问其他部门或省份。",
            en=f"In the table of {year}, the {total.en} of {name.en} is zero or the sectors asked"
            " have no output, so there is no link to cut. Ask about another sector or province.",
        )
    )


def _title(view: LinkView) -> Text:
    name, total, year = REGIONS.text(view.region), TOTALS[view.of], view.accounts.table.year
    if view.of == "all":
        return Text(
            zh=f"全国各省生产排放的关键产业链环节（{year}年投入产出表）",
            en=f"Key supply links of the emissions of all provinces (table of {year})",
        )
    return Text(
        zh=f"{name.zh}{total.zh}的关键产业链环节（{year}年投入产出表）",
        en=f"Key supply links of the {total.en} of {name.en} (table of {year})",
    )


def _notes(view: LinkView) -> list[Note]:
    notes = [
        Note(
            text=Text(
                zh="部门购买自身产品（自用，如钢材再加工）不列入环节排名，另行说明；"
                "它多由部门划分较粗造成，削减它意味着部门内部节约用料。",
                en="What a sector buys of its own product (own use, such as steel worked into steel)"
                " is not ranked and is told apart: it mostly comes from broad sectors, and cutting it"
                " means thrift inside the sector.",
            )
        ),
        Note(
            level="caution",
            text=Text(
                zh="弹性是一阶近似，各环节、各部门的效果互有重叠，不可相加；精确值假定其他投入系数、"
                "强度和最终需求不变，不考虑替代品。",
                en="Elasticities are first-order, and effects of links and sectors overlap and must not"
                " be added; exact figures hold other coefficients, intensities and final demand as"
                " they are, and nothing is substituted.",
            ),
        ),
    ]
    if view.of == "footprint" and view.region in view.accounts.unknown:
        name = REGIONS.text(view.region)
        text = Text(
            zh=f"{name.zh}自身的排放未知，以下仅反映其最终需求在其他省份引起的排放。",
            en=f"{name.en}'s own emissions are unknown: what follows covers those in other provinces"
            " alone.",
        )
        notes.append(Note(level="missing", text=text))
    return notes


METHOD = Text(
    zh="环节是投入系数a_ij（部门j每单位产出所用部门i的产品）。排放总量E对环节的弹性为m_i·a_ij·x_j/E，"
    "对部门强度的弹性为f_i·x_i/E（对全部部门相加为1）。消费侧排放取x=L·y_p；直接排放取m=f_p·L"
    "（f_p只含本省部门）。部门对按两个方向弹性之和排序。削减的效果先给一阶估计，再精确重解："
    "单个环节用Sherman–Morrison公式m_i·δ·x_j/(1+δ·L_ji)，多个环节用Woodbury公式；"
    "强度的效果是线性的，两者相同。出处：Miller与Blair 2009，第12章；Sherman与Morrison 1950。",
    en="A link is an input coefficient a_ij, what sector j uses of i per unit of output. The elasticity"
    " of a total E to a link is m_i·a_ij·x_j/E, to a sector's intensity f_i·x_i/E (which sum to 1)."
    " For a footprint x = L·y_p; for direct emissions m = f_p·L, f_p holding the province's sectors"
    " alone. Pairs are ranked by the sum of both directions. What a cut brings is given to first order"
    " and solved exactly: one link by Sherman & Morrison, m_i·δ·x_j/(1+δ·L_ji), several by Woodbury;"
    " intensities act linearly, so both agree. Sources: Miller & Blair 2009, chapter 12; Sherman &"
    " Morrison 1950.",
)


def _followups(region: str) -> list[Text]:
    name = REGIONS.text(region)
    found = [
        Text(
            zh=f"{name.zh}哪些行业是关键部门？", en=f"Which sectors of {name.en} are key sectors?"
        ),
    ]
    if region != NATION:
        found.append(
            Text(
                zh=f"{name.zh}2060年碳中和的投入产出路线图是什么？",
                en=f"What is the net-zero roadmap of {name.en} to 2060?",
            )
        )
    return found

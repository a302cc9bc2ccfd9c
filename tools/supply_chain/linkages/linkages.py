"""Linkages of a region's sectors: key sectors, who pulls and who supplies, hypothetical extraction."""

from typing import Annotated

from pydantic import Field

from data.errors import InputError
from data.result import Note, Result
from data.text import Text, join
from data.vocabulary import IO_SECTORS, NATION, REGIONS
from tools.registry import Context, tool
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.accounts.table_notes import (
    open_table,
    require_emissions,
    scope_note,
    table_notes,
    table_sectors,
)
from tools.supply_chain.linkages.charts import draw_linkages
from tools.supply_chain.linkages.dispersion import Measure
from tools.supply_chain.linkages.findings import Focus, write_linkages
from tools.supply_chain.linkages.tables import build_linkage_tables
from tools.supply_chain.linkages.view import ForwardTest, LinkageView, Scope, look_at_linkages

TOP = 3


@tool
def linkages(
    context: Context,
    region: Annotated[str, Field(description="Province, any spelling or id; CN for the nation.")],
    year: Annotated[int | None, Field(description="Year of the table; default the latest.")] = None,
    measure: Annotated[
        Measure, Field(description="money: output pulled; emissions: CO2 along the chain.")
    ] = "money",
    focus: Annotated[
        Focus, Field(description="What the answer leads with; extraction: 假设抽取.")
    ] = "classes",
    sectors: Annotated[
        tuple[str, ...], Field(description="Sectors asked about; none: all are ranked.")
    ] = (),
    test: Annotated[
        ForwardTest, Field(description="Forward linkage that classes rest on.")
    ] = "rasmussen",
    scope: Annotated[
        Scope, Field(description="system: chains through all provinces; province: inside alone.")
    ] = "system",
    top: Annotated[int, Field(ge=1, le=42, description="How many sectors are named.")] = TOP,
) -> Result:
    """Find key sectors by backward and forward linkages, and what vanishes without a sector.

    Rasmussen's power and sensitivity of dispersion with their variation, Ghosh forward linkage,
    output and CO2 multipliers, four classes of sectors, hypothetical extraction of every sector in
    three variants. Use it for 关键部门, 影响力系数, 感应度系数, 带动作用, key sectors, “what if
    there were no steel industry”.
    """
    place = REGIONS.find(region).id
    accounts = open_table(context.dataset, place, year)
    if measure == "emissions" or focus == "extraction":
        require_emissions(accounts, place)
    asked = table_sectors(accounts.table, sectors)
    view = look_at_linkages(accounts, place, measure, test, scope)
    chosen = _with_output(view, asked)
    figures = TableFigures(context.dataset.id, accounts, place)
    findings = write_linkages(view, figures, chosen, focus, top)
    tables = build_linkage_tables(view, figures, focus, chosen, top)
    return Result(
        tool="linkages",
        title=view.title,
        findings=findings,
        tables=tables,
        charts=draw_linkages(view, focus),
        claims=list(figures.claims.values()),
        notes=[
            *scope_note(sectors, asked),
            *_idle(view),
            *_notes(view),
            *table_notes(context.dataset, accounts, place, chain=scope == "system"),
        ],
        method=METHOD,
        sources=[accounts.table.source],
        followups=_followups(place),
    )


def _with_output(view: LinkageView, asked: tuple[str, ...]) -> list[int]:
    """Return the places of the sectors asked about that have output.

    Raises:
        InputError: None of them has.
    """
    places = [view.accounts.table.sectors.index(s) for s in asked]
    active = [k for k in places if k in view.active]
    if places and not active:
        names, region = join(IO_SECTORS.text(s) for s in asked), REGIONS.text(view.region)
        year = view.accounts.table.year
        raise InputError(
            Text(
                zh=f"{year}年投入产出表中，{region.zh}的{names.zh}没有产出，因此没有产业关联。"
                "请改问其他部门。",
                en=f"In the table of {year}, {names.en} has no output in {region.en}, hence no"
                " linkages. Ask about another sector.",
            )
        )
    return active


def _idle(view: LinkageView) -> list[Note]:
    names = [view.name(k) for k in range(len(view.classes)) if k not in view.active]
    if not names:
        return []
    listed = join(names)
    text = Text(
        zh=f"以下部门在表中没有产出，不参与判断：{listed.zh}。",
        en=f"Without output in the table and not judged: {listed.en}.",
    )
    return [Note(text=text)]


def _notes(view: LinkageView) -> list[Note]:
    notes = [
        Note(
            level="caution",
            text=Text(
                zh="假设抽取是思想实验，不是预测：不考虑替代和价格变化。",
                en="Extraction is a thought experiment and no forecast: nothing is substituted, no"
                " price moves.",
            ),
        )
    ]
    if view.scope == "province":
        text = Text(
            zh="仅计省内产业链：调往外省的产品视为最终需求，外省的投入及其排放不在其中。",
            en="Only chains inside the province: what it sells to others counts as final demand,"
            " and inputs from others, with their emissions, are left out.",
        )
        notes.append(Note(text=text))
    if not view.knows_emissions:
        name = REGIONS.text(view.region)
        text = Text(
            zh=f"{name.zh}的排放未知，排放乘数和假设抽取的排放损失因此留空。",
            en=f"Emissions of {name.en} are unknown; its CO2 multipliers and losses are left blank.",
        )
        notes.append(Note(level="missing", text=text))
    return notes


METHOD = Text(
    zh="列昂惕夫逆矩阵L=(I−A)⁻¹的列和、行和除以全表有产出部门的平均值，即影响力系数与感应度系数"
    "（Rasmussen 1956），并列出其变异系数（越低，联系越分散）；按排放计时以diag(f)·L代替L。"
    "两项都大于1为关键部门，只有影响力大于1为后向带动型，只有前向大于1为前向支撑型，其余为独立型；"
    "前向判据默认用感应度，可改用Ghosh逆矩阵的行和（Beyers、Jones），Ghosh系数另列。"
    "假设抽取用闭式解：整体抽取m_k·x_k/L_kk；仍满足其最终需求时减去f_k·y_k；只计其他部门时减去f_k·x_k；"
    "多个部门同时抽取为m_K·L_KK⁻¹·x_K。出处：Miller与Blair 2009，第12.2节。",
    en="Column and row sums of the Leontief inverse L = (I−A)⁻¹ over the mean of all sectors with"
    " output give power and sensitivity of dispersion (Rasmussen 1956), with their coefficients of"
    " variation (low: spread evenly); measured in emissions, diag(f)·L takes the place of L. Both"
    " above 1: key sector; only power: backward-driven; only the forward linkage: forward-driven; else"
    " independent. The forward test is the sensitivity by default, or the row sum of the Ghosh inverse"
    " (Beyers, Jones), listed beside it. Extraction in closed form: whole, m_k·x_k/L_kk; final demand"
    " still met, less f_k·y_k; others' emissions alone, less f_k·x_k; several at once, m_K·L_KK⁻¹·x_K."
    " Source: Miller & Blair 2009, section 12.2.",
)


def _followups(region: str) -> list[Text]:
    name = REGIONS.text(region)
    found = [
        Text(
            zh=f"{name.zh}应优先从哪些产业链环节减排？",
            en=f"Which supply links matter most for the footprint of {name.en}?",
        )
    ]
    if region != NATION:
        found.append(
            Text(
                zh=f"画出{name.zh}的产业投入产出网络",
                en=f"Draw the input-output network of {name.en}",
            )
        )
    return found

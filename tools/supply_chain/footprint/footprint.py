"""The tool on a region's two accounts: what it emits, and what its final demand causes anywhere."""

from typing import Annotated

from pydantic import Field

from data.errors import DataMissingError, InputError
from data.result import Finding, Note, Result, Source, Table
from data.text import Text
from data.vocabulary import NATION, REGIONS
from tools.registry import Context, tool
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.accounts.fuels import open_fuels
from tools.supply_chain.accounts.table_notes import open_table
from tools.supply_chain.footprint.balance import Balance
from tools.supply_chain.footprint.changes import (
    change_notes,
    change_table,
    compare_accounts,
    refuse_same_year,
    write_changes,
)
from tools.supply_chain.footprint.claims import AccountFigures
from tools.supply_chain.footprint.notes import account_notes, fuel_notes
from tools.supply_chain.footprint.splits import By, make_splits
from tools.supply_chain.footprint.views import account_table, draw_charts, split_table
from tools.supply_chain.footprint.words import write_footprint


@tool
def footprint(
    context: Context,
    region: Annotated[str, Field(description="A province, or CN for the nation")] = NATION,
    year: Annotated[int | None, Field(description="Of the table; None means the latest")] = None,
    by: Annotated[By | None, Field(description="The split to dwell on; None gives all")] = None,
    base_year: Annotated[
        int | None, Field(description="An earlier table year to compare with")
    ] = None,
) -> Result:
    """Give a region's production-based and consumption-based CO2 accounts from an input-output table.

    Splits the footprint by final demand, product, emitting province, sector and fuel; with exports,
    net balance and per-capita figures. Use it for consumption-based or embodied emissions, carbon
    footprint, 消费侧排放, 隐含碳, 碳足迹.
    """
    place = REGIONS.find(region).id
    now = open_figures(context, place, year)
    if by == "province" and now.balance.is_nation:
        raise InputError(_no_provinces())
    fuels = open_fuels(context.dataset, now.balance.accounts)
    if by == "fuel" and fuels is None:
        raise DataMissingError(fuel_notes(now, fuels)[0].text)
    splits = make_splits(now.balance, fuels)
    findings = write_footprint(now, splits, by)
    notes = [*account_notes(context.dataset, now), *fuel_notes(now, fuels)]
    tables = [account_table(now), *(split_table(now, s) for s in splits.values() if s.parts)]
    held = [now]
    if base_year is not None:
        before = open_figures(context, place, base_year)
        findings, tables, notes = compare(now, before, findings, tables, notes)
        held.append(before)
    claims = {c.id: c for f in held for c in f.figures.claims.values()}
    name, table = REGIONS.text(place), now.balance.accounts.table
    return Result(
        tool="footprint",
        title=Text(
            zh=f"{name.zh}的生产侧与消费侧CO2排放（{table.year}年）",
            en=f"Production-based and consumption-based CO2 of {name.en}, {table.year}",
        ),
        findings=findings,
        tables=tables,
        charts=draw_charts(now, splits, by),
        claims=list(claims.values()),
        notes=notes,
        method=_METHOD,
        sources=sources_of(context, held),
        followups=_followups(place),
    )


def open_figures(context: Context, region: str, year: int | None) -> AccountFigures:
    """Open the accounts of a region's table in a year.

    Raises:
        DataMissingError: There is no such table, it lacks the region, or no emissions are known.
    """
    accounts = open_table(context.dataset, region, year)
    figures = TableFigures(context.dataset.id, accounts, region)
    return AccountFigures(context.dataset, figures, Balance(accounts, region))


def compare(
    now: AccountFigures,
    before: AccountFigures,
    findings: list[Finding],
    tables: list[Table],
    notes: list[Note],
) -> tuple[list[Finding], list[Table], list[Note]]:
    """Put the comparison of two table years first."""
    year, base_year = now.balance.accounts.table.year, before.balance.accounts.table.year
    refuse_same_year(year, base_year)
    changes = compare_accounts(now, before)
    return (
        [write_changes(REGIONS.text(now.balance.region), changes, (base_year, year)), *findings],
        [change_table(now, changes, base_year), *tables],
        [*change_notes(now, before), *notes],
    )


def sources_of(
    context: Context, held: list[AccountFigures], *, people: bool = True
) -> list[Source]:
    """List the tables, inventories and population series behind the figures."""
    dataset, region = context.dataset, held[0].balance.region
    inventory = dataset.national if region == NATION else dataset.provincial
    found = [f.balance.accounts.table.source for f in held]
    found += [inventory.source] if inventory else []
    found += dataset.series.population.cited([region]) if people else []
    return list({s.citation: s for s in found}.values())


def _no_provinces() -> Text:
    return Text(
        zh="全国投入产出表只有一个地区，不能按省份拆分；请改用 transfers（省际转移排放），"
        "或按 category、product、sector、fuel 拆分。",
        en="The national table has one region and cannot be split by province; use transfers between"
        " provinces, or split by category, product, sector or fuel.",
    )


_METHOD = Text(
    zh="生产侧排放 = 各部门直接排放 + 居民直接排放。消费侧排放 = f·L·y_p + 居民直接排放：f 为直接强度"
    "（吨/万元），L = (I − A)⁻¹，y_p 为该地区的国内最终需求（各省产品）；为出口的排放另列。"
    "转移矩阵 T[r, s] 为 s 地最终需求在 r 地引起的排放；恒等式：Σ_s T[r, s] + 出口 + 误差项 = r 地各部门排放。"
    "出处：Miller 与 Blair（2009）；Peters（2008），doi 10.1016/j.ecolecon.2007.10.014。",
    en="Production-based: direct emissions of sectors and households. Consumption-based:"
    " f·L·y_p + households, with direct intensity f (t per 10⁴ CNY), L = (I − A)⁻¹ and the domestic"
    " final demand y_p of the region for products of all provinces; exports are kept apart. T[r, s]"
    " is what final demand of s causes in r; identity: Σ_s T[r, s] + exports + recorded error ="
    " emissions of the sectors of r. Sources: Miller & Blair 2009; Peters 2008,"
    " doi 10.1016/j.ecolecon.2007.10.014.",
)


def _followups(region: str) -> list[Text]:
    name = REGIONS.text(region)
    if region == NATION:
        return [
            Text(
                zh="全国消费侧排放按最终产品怎么分？",
                en="Consumption-based emissions of China by final product",
            ),
            Text(
                zh="全国的关键部门是哪些？",
                en="Which sectors of China are key sectors?",
            ),
        ]
    return [
        Text(
            zh=f"哪些省份为{name.zh}的消费排放？",
            en=f"Which provinces emit for {name.en}'s consumption?",
        ),
        Text(
            zh=f"{name.zh}消费侧排放按最终产品怎么分？",
            en=f"Consumption-based emissions of {name.en} by final product",
        ),
        Text(
            zh=f"{name.zh}的消费侧排放来自哪些燃料？",
            en=f"Consumption-based emissions of {name.en} by fuel",
        ),
    ]

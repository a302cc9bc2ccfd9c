"""The tool on transfers of emissions between provinces: who emits for whose final demand."""

from typing import Annotated

from pydantic import Field

from data.errors import DataMissingError
from data.result import Finding, Note, Result, Table
from data.text import Text
from data.vocabulary import FUELS, NATION, REGIONS, members
from tools.registry import Context, tool
from tools.supply_chain.accounts.accounts import open_accounts
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.accounts.fuels import accounts_of_fuels, open_fuels
from tools.supply_chain.accounts.table_notes import require_region
from tools.supply_chain.footprint.balance import Balance
from tools.supply_chain.footprint.changes import (
    Change,
    bounded,
    change_notes,
    change_of,
    change_table,
    refuse_same_year,
    write_changes,
)
from tools.supply_chain.footprint.claims import AccountFigures
from tools.supply_chain.footprint.footprint import sources_of
from tools.supply_chain.footprint.notes import account_notes, fuel_notes, unbalanced_note
from tools.supply_chain.footprint.transfers_charts import (
    draw_all,
    draw_region,
    flow_table,
    partner_table,
    region_table,
)
from tools.supply_chain.footprint.transfers_view import (
    TransferView,
    flow_name,
    look_at_transfers,
    whole_claims,
)
from tools.supply_chain.footprint.transfers_words import (
    Direction,
    Lead,
    write_matrix,
    write_region,
)

FLOWS_LISTED = 20
CHANGES_NAMED = 3


@tool
def transfers(
    context: Context,
    region: Annotated[
        str | None, Field(description="A province; None or CN for all provinces")
    ] = None,
    year: Annotated[int | None, Field(description="Of the table; None means the latest")] = None,
    fuel: Annotated[
        str | None, Field(description="A fuel or group (coal, oil, natural_gas, process)")
    ] = None,
    direction: Annotated[
        Direction, Field(description="into: who emits for it; out_of: for whom it emits")
    ] = "both",
    top: Annotated[int, Field(ge=1, le=30, description="How many provinces or flows to name")] = 5,
    base_year: Annotated[
        int | None, Field(description="An earlier table year to compare with")
    ] = None,
    lead: Annotated[
        Lead, Field(description="total: say the sum of the transfers first")
    ] = "provinces",
) -> Result:
    """Say which provinces emit CO2 for whose final demand: the matrix of embodied transfers.

    Ranks who emits for a province's consumption and for whom it emits, by fuel or in all; without
    a province the largest flows and the net of each. Use it for 碳转移, 隐含碳流动, 谁为谁排放.
    """
    place = REGIONS.find(region).id if region else NATION
    one = None if place == NATION else place
    kind = FUELS.find(fuel).id if fuel else ""
    now, notes = open_view(context, year, kind, one)
    claims = next(iter(now.figures.values())).figures
    if one:
        findings = write_region(now, one, direction, top, lead)
        tables, charts = [partner_table(now, one)], draw_region(now, one, direction)
        notes = [*account_notes(context.dataset, now.figures[one], households=False), *notes]
    else:
        findings, charts = write_matrix(now, top, lead), draw_all(now)
        tables = [region_table(now), flow_table(now, now.flows()[:FLOWS_LISTED])]
        notes = [*_matrix_notes(context, now), *notes]
    held = dict(claims.claims)
    if base_year is not None:
        before, _ = open_view(context, base_year, kind, one)
        findings, tables, notes = _compare(now, before, one, (findings, tables, notes))
        held = {**claims.claims, **next(iter(before.figures.values())).figures.claims}
    return Result(
        tool="transfers",
        title=_title(now, one),
        findings=findings,
        tables=tables,
        charts=charts,
        claims=list(held.values()),
        notes=notes,
        method=_METHOD,
        sources=sources_of(context, [next(iter(now.figures.values()))], people=False),
        followups=_followups(one, kind),
    )


def open_view(
    context: Context, year: int | None, fuel: str, region: str | None
) -> tuple[TransferView, list[Note]]:
    """Open the matrix of a table year, of all fuels or of one, with what to say about fuels.

    Raises:
        DataMissingError: There is no such table, it lacks the region, or no fuels are known.
    """
    accounts = open_accounts(context.dataset, year)
    if region:
        require_region(accounts, region)
    anchor = region or accounts.table.regions[0]
    figures = TableFigures(context.dataset.id, accounts, anchor)
    whole = AccountFigures(context.dataset, figures, Balance(accounts, anchor))
    if not fuel:
        return look_at_transfers(whole), []
    fuels = open_fuels(context.dataset, accounts)
    notes = fuel_notes(whole, fuels)
    if fuels is None:
        raise DataMissingError(notes[0].text)
    part = accounts_of_fuels(accounts, fuels, members(FUELS, fuel))
    of_fuel = AccountFigures(context.dataset, figures, Balance(part, anchor), fuel)
    return look_at_transfers(of_fuel), notes


def _matrix_notes(context: Context, view: TransferView) -> list[Note]:
    first = next(iter(view.figures.values()))
    held = account_notes(context.dataset, first, households=False, of_region=False)
    return [*held, *(n for f in view.figures.values() if (n := unbalanced_note(f)))]


def _compare(
    now: TransferView,
    before: TransferView,
    region: str | None,
    held: tuple[list[Finding], list[Table], list[Note]],
) -> tuple[list[Finding], list[Table], list[Note]]:
    """Put the comparison of two table years first."""
    year, base_year = now.accounts.table.year, before.accounts.table.year
    refuse_same_year(year, base_year)
    changes = _changes_of(now, before, region) if region else _changes_of_all(now, before)
    anchor = region or now.regions[0]
    first, last = now.figures[anchor], before.figures[anchor]
    findings, tables, notes = held
    label = REGIONS.text(region) if region else Text(zh="各省", en="All provinces")
    return (
        [write_changes(label, changes, (base_year, year)), *findings],
        [change_table(first, changes, base_year), *tables],
        [*change_notes(first, last), *notes],
    )


def _changes_of(now: TransferView, before: TransferView, region: str) -> list[Change]:
    """Compare a region's sums, then the provinces whose emissions for it changed most."""
    later, earlier = now.figures[region], before.figures[region]
    into = Text(zh="外省为其最终需求的排放", en="emissions elsewhere for its final demand")
    out = Text(zh="其为外省最终需求的排放", en="its emissions for other provinces")
    figures = later.figures
    into = into + bounded(later, earlier)
    changes = [change_of(figures, into, earlier.inward, later.inward)]
    if later.sectors and earlier.sectors:
        changes.append(change_of(figures, out, earlier.outward, later.outward))
    partners = [f.emitter for f in now.into(region) if f.emitter in before.regions]
    moved = sorted(
        (p for p in partners if p not in before.accounts.unknown),
        key=lambda p: -abs(now.value(p, region) - before.value(p, region)),
    )
    for partner in moved[:CHANGES_NAMED]:
        name = REGIONS.text(partner)
        text = Text(zh=f"{name.zh}为其排放", en=f"emissions in {name.en} for it")
        pair = before.claim(partner, region), now.claim(partner, region)
        changes.append(change_of(figures, text, *pair))
    return changes


def _changes_of_all(now: TransferView, before: TransferView) -> list[Change]:
    """Compare the whole, then the flows that changed most."""
    figures = next(iter(now.figures.values())).figures
    whole = Text(zh="省际转移排放合计", en="transfers between provinces")
    changes = [change_of(figures, whole, whole_claims(before)[0], whole_claims(now)[0])]
    held = [f for f in now.flows() if {f.emitter, f.user} <= set(before.regions)]
    held = [f for f in held if f.emitter not in before.accounts.unknown]
    moved = sorted(held, key=lambda f: -abs(f.value - before.value(f.emitter, f.user)))
    for flow in moved[:CHANGES_NAMED]:
        pair = before.claim(flow.emitter, flow.user), now.claim(flow.emitter, flow.user)
        changes.append(change_of(figures, flow_name(flow), *pair))
    return changes


def _title(view: TransferView, region: str | None) -> Text:
    year, fuel = view.accounts.table.year, view.of_fuel
    if region is None:
        return Text(
            zh=f"省际隐含碳转移{fuel.zh}（{year}年）",
            en=f"Emissions embodied in trade between provinces{fuel.en}, {year}",
        )
    name = REGIONS.text(region)
    return Text(
        zh=f"{name.zh}的隐含碳转移{fuel.zh}：谁为谁排放（{year}年）",
        en=f"Who emits for whom{fuel.en}: {name.en}, {year}",
    )


_METHOD = Text(
    zh="T[r, s] = Σ_i∈r f_i·(L·y_s)_i / 10⁶：s 地国内最终需求沿整条供应链在 r 地引起的排放（Mt），"
    "f 为直接强度（吨/万元），L = (I − A)⁻¹。恒等式 Σ_s T[r, s] + 出口 + 误差项 = r 地各部门排放，逐省核对。"
    "居民直接排放不属于任何转移。分燃料时 f 乘以各部门的燃料份额。出处：Miller 与 Blair（2009）第 3 章、第 10 章。",
    en="T[r, s] = Σ_i∈r f_i·(L·y_s)_i / 10⁶: what domestic final demand of s causes along the whole"
    " chain in r (Mt), with direct intensity f (t per 10⁴ CNY) and L = (I − A)⁻¹. The identity"
    " Σ_s T[r, s] + exports + recorded error = emissions of the sectors of r is checked for every"
    " province. Direct emissions of households are no transfer. For a fuel, f is multiplied by its"
    " share in each sector. Source: Miller & Blair 2009, chapters 3 and 10.",
)


def _followups(region: str | None, fuel: str) -> list[Text]:
    name = REGIONS.text(region or "CN-GD")
    of_coal = Text(
        zh=f"哪些省份为{name.zh}的消费烧煤排放？",
        en=f"Which provinces emit from coal for {name.en}'s consumption?",
    )
    of_all = Text(
        zh=f"哪些省份为{name.zh}的消费排放？",
        en=f"Which provinces emit for {name.en}'s consumption?",
    )
    held = [
        Text(
            zh=f"{name.zh}的消费侧排放是多少？",
            en=f"What are the consumption-based emissions of {name.en}?",
        ),
        of_all if fuel else of_coal,
    ]
    if region:
        held.append(
            Text(
                zh="省际隐含碳转移最大的是哪些？",
                en="What are the largest transfers between provinces?",
            )
        )
    return held

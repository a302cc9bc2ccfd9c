"""What happens to emissions, embodied carbon and prices if something changes."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from data.dataset import Dataset
from data.errors import DataMissingError
from data.result import Note, Result, Source
from data.text import Text
from data.vocabulary import IO_SECTORS, NATION, REGIONS, SECTORS, concordance, members
from tools.registry import Context, tool
from tools.supply_chain.accounts.accounts import Accounts, level_of, open_accounts
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.accounts.table_notes import scope_note, table_notes, table_sectors
from tools.supply_chain.what_if.figures import WhatIfFigures
from tools.supply_chain.what_if.fuel import Electricity, default_electricity
from tools.supply_chain.what_if.outcome import Outcome, work_out
from tools.supply_chain.what_if.plan import Change, Percent, Planner
from tools.supply_chain.what_if.price import (
    PriceEffect,
    price_chart,
    price_effect,
    price_tables,
    write_price,
)
from tools.supply_chain.what_if.steps import aim, place_name
from tools.supply_chain.what_if.views import draw_charts, write_tables
from tools.supply_chain.what_if.words import write_findings

MOST_CHANGES = 12
Changes = Annotated[
    tuple[Change, ...],
    BeforeValidator(lambda v: v or ()),
    Field(max_length=MOST_CHANGES, description="Further changes, applied after the first in order; each with the same fields as here."),
]  # fmt: skip
Positive = Annotated[float | None, Field(gt=0, le=1e6, allow_inf_nan=False)]


@tool
def what_if(
    context: Context,
    region: Annotated[str, Field(description="Province or China, where the change happens.")],
    sector: Annotated[str | None, Field(description="Sector that changes; without one, all sectors.")] = None,
    intensity_change_pct: Annotated[Percent | None, Field(description="Change of its direct CO2 intensity in per cent, -30 for a fall by 30 %, -100 at the least.")] = None,
    fuel: Annotated[str | None, Field(description="Fuel replaced in a fuel switch or electrification; default all fossil fuels.")] = None,
    replace_by: Annotated[str | None, Field(description="What takes its place: a fuel, 'electricity' (electrification), 'none' (carbon-free); for an input or a product, another sector.")] = None,
    share_pct: Annotated[Percent | None, Field(description="Share of that fuel's emissions replaced, in per cent.")] = None,
    input_sector: Annotated[str | None, Field(description="Input whose use per unit of the sector's output changes.")] = None,
    coefficient_change_pct: Annotated[Percent | None, Field(description="Change of that input coefficient in per cent.")] = None,
    product: Annotated[str | None, Field(description="Product whose final demand in the region changes; without one, all products.")] = None,
    demand_change_pct: Annotated[Percent | None, Field(description="Change of final demand in per cent.")] = None,
    demand_change_cny_1e8: Annotated[Percent | None, Field(description="Change of final demand in 10⁸ CNY instead.")] = None,
    category: Annotated[str | None, Field(description="Category of final demand: households, rural, urban, government, investment, inventories, exports; default all domestic.")] = None,
    carbon_price_cny_per_t: Annotated[Positive, Field(description="Carbon price on the emissions of the sector (all sectors without one): price effect.")] = None,
    more: Changes = (),
    electricity_price_cny_per_kwh: Annotated[Positive, Field(description="Assumed price of electricity for electrification.")] = None,
    electricity_per_heat: Annotated[Positive, Field(description="Assumed electricity for one unit of fuel heat (1 = heater, about 0.3 = heat pump).")] = None,
    year: Annotated[int | None, Field(description="Year of the input-output table; default the latest.")] = None,
    top: Annotated[int, Field(ge=1, le=200, description="How many rows the tables list.")] = 10,
) -> Result:  # fmt: skip
    """Answer what happens if: intensity, fuel, electrification, inputs, final demand, carbon price.

    Gives the change of emissions of every province-sector, direct and along the chain, which
    products' embodied carbon falls most, whose footprint changes, and price rises. Use it for 如果……
    会怎样, 情景, 下降百分之几, 煤改气, 电气化, 碳价, "what if", "suppose". Several changes go into `more`.
    """
    place = REGIONS.find(region).id
    accounts, fallen = _open(context.dataset, place, year)
    first = Change(
        sector=sector, intensity_change_pct=intensity_change_pct, fuel=fuel, replace_by=replace_by,
        share_pct=share_pct, input_sector=input_sector,
        coefficient_change_pct=coefficient_change_pct, product=product,
        demand_change_pct=demand_change_pct, demand_change_cny_1e8=demand_change_cny_1e8,
        category=category,
    )  # fmt: skip
    alone = carbon_price_cny_per_t is not None and all(s is None for s in first.sizes)
    changes = [*([] if alone else [first]), *more]
    electricity = default_electricity(electricity_price_cny_per_kwh, electricity_per_heat)
    planner = Planner(context.dataset, accounts, place, electricity)
    steps = [step for change in changes for step in planner.steps(change)]
    outcome = work_out(
        accounts, place, steps, _key(place, changes, carbon_price_cny_per_t, electricity)
    )
    figures = WhatIfFigures(TableFigures(context.dataset.id, accounts, place), outcome)
    effect = None
    if carbon_price_cny_per_t is not None:
        payers = aim(accounts, place, sector)
        effect = price_effect(outcome, payers, carbon_price_cny_per_t)
    names = _names(changes, sector if effect else None)
    notes = [*_limits(outcome, effect), *fallen, *_scope(accounts, names)]
    return _compose(context, outcome, figures, effect, notes, top)


def _compose(
    context: Context,
    outcome: Outcome,
    figures: WhatIfFigures,
    effect: PriceEffect | None,
    notes: list[Note],
    top: int,
) -> Result:
    accounts, place = outcome.accounts, outcome.region
    findings, tables, charts = [], [], []
    if outcome.steps:
        findings += write_findings(outcome, figures)
        tables += write_tables(outcome, figures, top)
        charts += draw_charts(outcome)
    if effect is not None:
        findings += write_price(effect, figures)
        tables += price_tables(effect, figures, top)
        charts.append(price_chart(effect))
    home = place if place in accounts.table.regions else accounts.table.regions[0]
    return Result(
        tool="what_if",
        title=_title(outcome),
        findings=findings,
        tables=tables,
        charts=charts,
        claims=list(figures.figures.claims.values()),
        notes=notes + table_notes(context.dataset, accounts, home),
        method=METHOD + (PRICE_METHOD if effect else Text(zh="", en="")),
        sources=_sources(accounts, outcome),
        followups=_followups(outcome),
    )


def _open(dataset: Dataset, place: str, year: int | None) -> tuple[Accounts, list[Note]]:
    """Open the table of a region; without a national one the provinces stand for the nation."""
    try:
        return open_accounts(dataset, year, level=level_of(place)), []
    except DataMissingError as error:
        if place != NATION:
            raise
        accounts = open_accounts(dataset, year)
        text = Text(
            zh=f"没有全国投入产出表，改用{accounts.table.year}年省际表，变化同时发生在各省；合计是各省之和，"
            f"不是全国清单口径。{error.text.zh}",
            en="There is no national input-output table; the change is applied to every province in the"
            f" multi-regional table of {accounts.table.year}. Totals are sums of provinces, not the"
            f" national inventory. {error.text.en}",
        )
        return accounts, [Note(level="caution", text=text)]


def _key(
    place: str, changes: Sequence[Change], price: float | None, electricity: Electricity
) -> str:
    """Name a what-if by all that its figures follow from."""
    parts = [c.model_dump_json(exclude_none=True) for c in changes]
    parts += [f"carbon price {price:g}"] if price is not None else []
    return "; ".join([place, *parts, f"{electricity.price:g} CNY/kWh × {electricity.per_heat:g}"])


def _names(changes: Sequence[Change], payer: str | None) -> tuple[str, ...]:
    named = [n for c in changes for n in (c.sector, c.input_sector, c.product)]
    return tuple(dict.fromkeys(n for n in [*named, payer] if n))


def _scope(accounts: Accounts, names: tuple[str, ...]) -> list[Note]:
    """Say which of the table's sectors stand for names that mean less than they hold."""
    odd = tuple(n for n in names if _is_narrower(accounts, n))
    return scope_note(odd, table_sectors(accounts.table, odd)) if odd else []


def _is_narrower(accounts: Accounts, name: str) -> bool:
    """Tell whether a name means less than the table's sectors that stand for it."""
    own, term = IO_SECTORS.get(name), SECTORS.get(name)
    if own is not None and name in (own.id, own.label.zh, own.label.en):
        return False
    meant = members(SECTORS, term.id) if term else ()
    held = table_sectors(accounts.table, (name,))
    shares = concordance(accounts.table.scheme, accounts.table.year)
    return bool({s.sector for s in shares if s.io_sector in held} - set(meant))


def _limits(outcome: Outcome, effect: PriceEffect | None) -> list[Note]:
    year = outcome.accounts.table.year
    notes = [
        Note(
            text=Text(
                zh=f"这是以{year}年投入产出表为基础的静态测算，其余条件不变，不是预测；变化多大取决于所设条件。",
                en=f"A static calculation on the table of {year} with everything else unchanged; it is"
                " no forecast.",
            )
        )
    ]
    notes += [n for step in outcome.steps for n in step.notes]
    if outcome.touches_technology and outcome.steps:
        text = Text(
            zh="各产品隐含碳沿同一产业链相互包含（钢铁的隐含碳也含在汽车中），不同产品的强度降幅不可相加，"
            "也不可与直接减排相加。",
            en="Products of one chain contain each other's carbon (that of steel is in cars too), so"
            " falls of different products must not be added, nor added to direct cuts.",
        )
        notes.append(Note(level="caution", text=text))
    if effect is not None:
        text = Text(
            zh="碳价影响为一阶估算：成本全额传导，技术、产量和需求不作反应，未计免费配额、返还收入和进口品；"
            "实际涨幅通常更低。",
            en="The price effect is a first-order estimate: costs passed on in full, no response of"
            " technology, output or demand, no free allowances, no use of the revenue, no imports; in"
            " fact prices usually rise less.",
        )
        notes.append(Note(level="caution", text=text))
    return _once(notes)


def _once(notes: Sequence[Note]) -> list[Note]:
    held: dict[str, Note] = {}
    for note in notes:
        held.setdefault(note.text.zh, note)
    return list(held.values())


def _title(outcome: Outcome) -> Text:
    home, year = place_name(outcome.accounts, outcome.region), outcome.accounts.table.year
    return Text(
        zh=f"{home.zh}情景测算（{year}年投入产出表）",
        en=f"What if, {home.en} (input-output table of {year})",
    )


def _sources(accounts: Accounts, outcome: Outcome) -> list[Source]:
    sources = [accounts.table.source]
    if any(s.kind in ("fuel", "electricity") for s in outcome.steps):
        sources.append(IPCC)
    return sources


def _followups(outcome: Outcome) -> list[Text]:
    name = REGIONS.text(outcome.region)
    return [
        Text(
            zh=f"如果{name.zh}电力排放强度下降30%，哪些行业的隐含碳会下降最多？",
            en=f"If the CO2 intensity of power in {name.en} falls by 30%, which sectors' embodied carbon falls most?",
        ),
        Text(
            zh=f"如果碳价为100元/吨，{name.zh}哪些产品涨价最多？",
            en=f"With a carbon price of 100 CNY per tonne, which products of {name.en} become dearer?",
        ),
    ]


METHOD = Text(
    zh="列昂惕夫模型：m = f·L，x = L·y。强度变化改 f，燃料替代按燃料份额和单位热值排放因子之比改 f，投入变化改 A 的列，"
    "需求变化改 y；A 的列变化由 Sherman–Morrison–Woodbury 恒等式精确求解，不重新求逆。"
    "直接效应 (f'−f)·x，产业链效应 f'·(x'−x)。来源：Miller & Blair（2009）；IPCC 2006 指南第2卷表1.4。",
    en="Leontief model, m = f·L and x = L·y. Intensities change f; a fuel switch changes f by the fuel's"
    " share and the ratio of emission factors per unit of heat; inputs change columns of A; demand"
    " changes y. Changed columns are solved exactly by the identity of Sherman, Morrison and Woodbury"
    " without inverting again. Direct effect (f' − f)·x, chain effect f'·(x' − x). Sources: Miller & Blair 2009;"
    " IPCC 2006 Guidelines, volume 2, table 1.4.",
)
PRICE_METHOD = Text(
    zh="碳价：列昂惕夫价格模型 Δp = p_c·f·L（全额传导）。",
    en=" Carbon price: Leontief price model, Δp = p_c·f·L (full pass-through).",
)
IPCC = Source(
    title=Text(
        zh="IPCC 2006 国家温室气体清单指南 缺省排放因子",
        en="IPCC 2006 Guidelines, default emission factors",
    ),
    citation="IPCC 2006 Guidelines for National Greenhouse Gas Inventories, Volume 2, Chapter 1, Table 1.4",
    kind="reference",
    url="https://www.ipcc-nggip.iges.or.jp/public/2006gl/vol2.html",
)

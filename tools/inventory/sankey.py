"""The tool that draws where a region's CO2 comes from: fuel family, fuel, sector."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Chart, Claim, Column, Finding, Result, Table, mark
from data.text import Text, join
from data.vocabulary import FUELS, NATION, REGIONS
from tools.inventory.caveats import chosen_year, data_notes, sources_of
from tools.inventory.figures import Figures
from tools.inventory.flows import (
    FAMILY,
    OTHER,
    Flow,
    fuel_family,
    pool_flows,
    sankey_data,
    sector_label,
)
from tools.inventory.phrases import region_label
from tools.inventory.selection import Cut, Years, find_years
from tools.inventory.views import field_column
from tools.layout import Cell, figure_cell, lay_out
from tools.registry import Context, tool

LARGEST = 5
"""Flows named in words."""


@tool
def draw_sankey(
    context: Context,
    region: Annotated[str, Field(description="A province, or CN for the nation")],
    year: Annotated[int | None, Field(description="None means the latest held")] = None,
    top: Annotated[int, Field(ge=1, le=47, description="Sectors that stand alone")] = 12,
) -> Result:
    """Draw the Sankey of a region's CO2 from fuels into sectors, in Mt, from the inventory.

    Names the largest flows with their shares; use it for which fuels drive which sectors.
    """
    dataset = context.dataset
    place = REGIONS.find(region).id
    years = _settle(dataset, place, year)
    cell = dataset.inventory_of(place).cell(place, years.last)
    figures = Figures(dataset)
    total = figures.total(Cut(place), years.last)
    flows = pool_flows(cell, top)
    if total is None or not flows:
        raise _no_data(place, years)
    held = [(flow, _claim(figures, place, years.last, flow, flows)) for flow in flows]
    shares = {claim.id: _share(figures, claim, total) for _, claim in held}
    label = region_label(place)
    title = Text(
        zh=f"{years.last}年{label.zh}CO2排放：从燃料到行业",
        en=f"CO2 emissions of {label.en} from fuels to sectors, {years.last}",
    )
    table = _table(held, shares, total, title)
    chart = Chart(
        id="sankey",
        type="sankey",
        title=title,
        data=sankey_data(flows),
        unit="Mt",
        kind=total.kind,
        source=total.source,
    )
    return Result(
        tool="draw_sankey",
        title=title,
        findings=_findings(figures, held, shares, total),
        claims=list(figures.claims.values()),
        tables=[table],
        charts=[chart],
        notes=[*chosen_year(years), *data_notes(dataset, [place], years, _about(flows))],
        method=Text(
            zh="数值取自清单的行业×燃料单元格（范围一，单位Mt）；排放较小的行业合并为“其他行业合计”，"
            "各层之和等于排放总量。",
            en="Values are the inventory's cells by sector and fuel (scope 1, Mt); smaller sectors are"
            " pooled as “Other sectors”; the flows into sectors add up to the total.",
        ),
        sources=sources_of(dataset, [place], []),
        followups=_followups(place, years.last),
    )


def _about(flows: Sequence[Flow]) -> tuple[str, ...]:
    return tuple({i for f in flows for i in (f.fuel, f.sector)})


def _settle(dataset: Dataset, region: str, year: int | None) -> Years:
    inventory = dataset.inventory_of(region)
    if region not in inventory.regions:
        inventory.place(region, inventory.years[-1])
    if year is not None:
        return find_years(dataset, [region], [year])
    usable = inventory.years_of(region)
    if not usable:
        raise DataMissingError(
            Text(
                zh=f"数据集中没有{region_label(region).zh}的可用数据。",
                en=f"The data set holds no usable data of {region_label(region).en}.",
            )
        )
    return Years((usable[-1],), (usable[-1],), usable, chosen=False)


def _no_data(region: str, years: Years) -> InputError:
    label = region_label(region)
    return InputError(
        Text(
            zh=f"{label.zh}{years.last}年没有可用数据（视为缺失），无法绘制流向图，请换一个年份。",
            en=f"{label.en} has no usable data for {years.last} (missing), so no flows can be"
            " drawn; choose another year.",
        )
    )


def _claim(figures: Figures, region: str, year: int, flow: Flow, flows: Sequence[Flow]) -> Claim:
    if flow.sector != OTHER:
        claim = figures.total(Cut(region, flow.sector, flow.fuel), year)
        if claim is not None:
            return claim
    alone = tuple(dict.fromkeys(f.sector for f in flows if f.sector != OTHER))
    parts = [Cut(region, "", flow.fuel), *(Cut(region, s, flow.fuel) for s in alone)]
    parents = [c for c in (figures.total(part, year) for part in parts) if c and c.value]
    return figures.derive(
        "co2_mt",
        flow.co2_mt,
        parents,
        formula="fuel − the sectors that stand alone",
        entity={"region": region, "sector": OTHER, "fuel": flow.fuel},
        year=year,
        params={"besides": " ".join(sorted(alone))},
    )


def _share(figures: Figures, claim: Claim, total: Claim) -> Claim:
    return figures.derive(
        "share_pct",
        100 * claim.value / total.value,
        [claim, total],
        formula="flow / total × 100",
        entity=claim.entity,
        year=claim.year,
        params={**claim.params, "of": total.entity["region"]},
    )


def _findings(
    figures: Figures,
    held: Sequence[tuple[Flow, Claim]],
    shares: dict[str, Claim],
    total: Claim,
) -> list[Finding]:
    label, year = region_label(total.entity["region"]), total.year
    families = _family_shares(figures, [flow for flow, _ in held], total)
    largest = sorted(held, key=lambda pair: -pair[0].co2_mt)[:LARGEST]
    parts = [
        Text(
            zh=f"{FUELS.text(f.fuel).zh}→{sector_label(f.sector).zh} {mark(c)}，占{mark(shares[c.id])}",
            en=f"{FUELS.text(f.fuel).en} → {sector_label(f.sector).en} {mark(c)},"
            f" {mark(shares[c.id])}",
        )
        for f, c in largest
    ]
    mix = join([Text(zh=f"{n.zh}占{mark(c)}", en=f"{n.en} {mark(c)}") for n, c in families])
    return [
        Finding(
            text=Text(
                zh=f"{year}年{label.zh}CO2排放总量为{mark(total)}，其中{mix.zh}。",
                en=f"CO2 emissions of {label.en} were {mark(total)} in {year}: {mix.en}.",
            )
        ),
        Finding(
            text=Text(
                zh=f"最大的流向依次为：{'；'.join(p.zh for p in parts)}。",
                en=f"The largest flows: {'; '.join(p.en for p in parts)} of the total.",
            )
        ),
    ]


def _family_shares(
    figures: Figures, flows: Sequence[Flow], total: Claim
) -> list[tuple[Text, Claim]]:
    region, year = total.entity["region"], total.year or 0
    held: list[tuple[Text, Claim]] = []
    for family, group in {"coal": "coal", "oil": "oil", "gas": "natural_gas"}.items():
        if any(fuel_family(f.fuel) == family for f in flows):
            share = figures.share(Cut(region, "", group), year)
            held += [(FAMILY[family], share)] if share else []
    if any(f.fuel == "process" for f in flows):
        share = figures.share(Cut(region, "", "process"), year)
        held += [(FAMILY["process"], share)] if share else []
    return sorted(held, key=lambda pair: -pair[1].value)


def _table(
    held: Sequence[tuple[Flow, Claim]], shares: dict[str, Claim], total: Claim, title: Text
) -> Table:
    columns = [
        Column(id="fuel", label=Text(zh="燃料", en="Fuel")),
        Column(id="sector", label=Text(zh="行业", en="Sector")),
        field_column("co2_mt"),
        field_column("share_pct"),
    ]
    rows: list[list[Cell]] = [
        [
            (FUELS.text(flow.fuel), None),
            (sector_label(flow.sector), None),
            figure_cell(claim),
            figure_cell(shares[claim.id]),
        ]
        for flow, claim in sorted(held, key=lambda pair: -pair[0].co2_mt)
    ]
    return lay_out("flows", title, columns, rows, [total])


def _followups(region: str, year: int) -> list[Text]:
    label = region_label(region)
    texts = [
        Text(
            zh=f"{year}年{label.zh}原煤排放最多的三个行业是哪些？",
            en=f"Which three sectors of {label.en} emitted most from raw coal in {year}?",
        ),
        Text(
            zh=f"{label.zh}各类燃料的排放走势如何？",
            en=f"How have the emissions of {label.en} developed by fuel?",
        ),
    ]
    if region != NATION:
        texts.append(
            Text(
                zh=f"{label.zh}哪些产业链环节最值得协同减排？",
                en=f"Which supply-chain links of {label.en} are worth cutting together?",
            )
        )
    return texts

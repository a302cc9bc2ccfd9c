"""Transfers between provinces in sentences: who emits for whom."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from data.result import Claim, Finding, mark
from data.text import Text, join
from data.vocabulary import IO_SECTORS, REGIONS
from tools.supply_chain.footprint.balance import embodied_by_emitter
from tools.supply_chain.footprint.transfers_view import (
    TransferView,
    flow_name,
    net_claim,
    sector_claim,
    whole_claims,
)
from tools.supply_chain.footprint.words import at_least, bound_of_net, enumerate_parts

Direction = Literal["both", "into", "out_of"]
Lead = Literal["provinces", "total"]
SECTORS_NAMED = 3
NET_NAMED = 3
LEADERS = 3


def both(names: Sequence[Text]) -> Text:
    """Join names as a sentence does.

    >>> both([Text(zh="甲", en="A"), Text(zh="乙", en="B"), Text(zh="丙", en="C")]).en
    'A, B and C'
    """
    if len(names) < 2:
        return join(names)
    return Text(zh=join(names).zh, en=f"{join(names[:-1]).en} and {names[-1].en}")


def write_region(
    view: TransferView, region: str, direction: Direction, top: int, lead: Lead = "provinces"
) -> list[Finding]:
    """Answer for one region: who emits for it, for whom it emits, and the net."""
    held: list[Text | None] = []
    if direction != "out_of":
        first = [_into(view, region, top), _elsewhere(view, region)]
        held += [*(first[::-1] if lead == "total" else first), _sectors(view, region)]
    if direction != "into":
        held.append(_out_of(view, region, top))
    if direction == "both":
        held.append(_net(view, region))
    return [Finding(text=t) for t in held if t is not None]


def write_matrix(view: TransferView, top: int, lead: Lead = "provinces") -> list[Finding]:
    """Answer for all regions: the largest flows, the whole, who gains and who gives."""
    first = [_flows(view, top), _whole(view)]
    held = [*(first[::-1] if lead == "total" else first), _balance_of_regions(view, top)]
    return [Finding(text=t) for t in held if t is not None]


def _year(view: TransferView) -> int:
    return view.accounts.table.year


def _into(view: TransferView, region: str, top: int) -> Text:
    figures, name, year = view.figures[region], REGIONS.text(region), _year(view)
    flows = view.into(region)[:top]
    if not flows:
        return Text(
            zh=f"{year}年没有其他省份为{name.zh}的最终需求排放{view.of_fuel.zh}。",
            en=f"In {year} no other province emitted for the final demand of"
            f" {name.en}{view.of_fuel.en}.",
        )
    claims = [view.claim(f.emitter, region) for f in flows]
    listed = enumerate_parts(
        (REGIONS.text(f.emitter), c, figures.share(c, figures.inward))
        for f, c in zip(flows, claims, strict=True)
    )
    names = both([REGIONS.text(f.emitter) for f in flows[:LEADERS]])
    together = _together(view, region, claims)
    return Text(
        zh=f"{view.alone.zh}{year}年为{name.zh}的消费（最终需求）排放最多的外省是{names.zh}："
        f"{listed.zh}（比重为占全部外省为{name.zh}排放之和，所列省份合计 {mark(together)}）。",
        en=f"{view.alone.en}{names.en} emitted most for the consumption (final demand) of {name.en}"
        f" in {year}: {listed.en}. Shares are of all that other provinces emitted for {name.en};"
        f" those listed make up {mark(together)}.",
    )


def _together(view: TransferView, region: str, claims: Sequence[Claim]) -> Claim:
    """Mint the share of the largest emitters together."""
    figures = view.figures[region]
    return figures.mint(
        "share_pct",
        100 * sum(c.value for c in claims) / figures.inward.value,
        formula="Σ parts / whole × 100",
        params={"of": "inflow", "largest": len(claims)},
        parents=[*claims, figures.inward],
    )


def _elsewhere(view: TransferView, region: str) -> Text | None:
    figures, name = view.figures[region], REGIONS.text(region)
    if figures.embodied.value <= 0:
        return None
    fuel = view.fuel_name
    of_fuel = f" from {fuel.en}" if view.fuel else ""
    if region in view.accounts.unknown:
        return Text(
            zh=f"{name.zh}最终需求在外省共引起{fuel.zh}排放 {mark(figures.inward)}；其自身的排放未知。",
            en=f"In all, the final demand of {name.en} caused {mark(figures.inward)}{of_fuel} in other"
            " provinces; what it emitted itself is unknown.",
        )
    least = at_least(figures.balance)
    share = figures.share(figures.inward, figures.embodied)
    return Text(
        zh=f"{name.zh}最终需求共引起{fuel.zh}排放{least.zh} {mark(figures.embodied)}，其中"
        f"外省 {mark(figures.inward)}，占 {mark(share)}；本省 {mark(figures.own)}。",
        en=f"In all, the final demand of {name.en} caused {least.en}{mark(figures.embodied)}{of_fuel},"
        f" of which {mark(figures.inward)} ({mark(share)}) arose in other provinces and"
        f" {mark(figures.own)} at home.",
    )


def _sectors(view: TransferView, region: str) -> Text | None:
    """Say which sectors of other provinces emit for the region, and the largest of them singly."""
    figures = view.figures[region]
    emitted = embodied_by_emitter(view.accounts, figures.balance.place)
    emitted[figures.balance.place] = 0
    sums = emitted.sum(axis=0)
    order = [int(k) for k in np.argsort(-sums, kind="stable")[:SECTORS_NAMED] if sums[k] > 0]
    if not order:
        return None
    sectors = view.accounts.table.sectors
    parts = [
        (IO_SECTORS.text(sectors[k]), sector_claim(figures, sectors[k], sums[k])) for k in order
    ]
    listed = enumerate_parts((n, c, figures.share(c, figures.inward)) for n, c in parts)
    place, sector = np.unravel_index(int(np.argmax(emitted)), emitted.shape)
    emitter = view.regions[int(place)]
    single = sector_claim(figures, sectors[int(sector)], float(emitted[place, sector]), emitter)
    who, what = REGIONS.text(emitter), IO_SECTORS.text(sectors[int(sector)])
    return Text(
        zh=f"外省的这些排放主要来自以下部门：{listed.zh}。单个最大来源是{who.zh}的{what.zh}，"
        f"{mark(single)}。",
        en=f"Those emissions came mainly from these sectors: {listed.en}. The largest single source"
        f" is {what.en[:1].lower()}{what.en[1:]} in {who.en}, {mark(single)}.",
    )


def _out_of(view: TransferView, region: str, top: int) -> Text:
    figures, name, year = view.figures[region], REGIONS.text(region), _year(view)
    flows = view.out_of(region)[:top]
    if region in view.accounts.unknown:
        return Text(
            zh=f"{name.zh}自身的排放未知，无法说明它为谁排放。",
            en=f"What {name.en} itself emits is unknown, so there is no telling for whom.",
        )
    if not flows:
        return Text(
            zh=f"{year}年{name.zh}没有为其他省份的最终需求排放{view.of_fuel.zh}。",
            en=f"In {year} {name.en} emitted nothing for the final demand of other"
            f" provinces{view.of_fuel.en}.",
        )
    out = figures.outward
    parts = [(REGIONS.text(f.user), view.claim(region, f.user)) for f in flows]
    listed = enumerate_parts((n, c, figures.share(c, out)) for n, c in parts)
    return Text(
        zh=f"{view.alone.zh}{year}年{name.zh}为外省最终需求排放 {mark(out)}，其中最多的是为{listed.zh}。",
        en=f"{view.alone.en}{name.en} itself emitted {mark(out)} for the final demand of other"
        f" provinces in {year}, most of it for {listed.en}.",
    )


def _net(view: TransferView, region: str) -> Text | None:
    if region in view.accounts.unknown:
        return None
    figures, name = view.figures[region], REGIONS.text(region)
    net = figures.net
    inflow = net.metric == "co2_net_inflow_mt"
    sign = 1 if inflow else -1
    sums = [
        (sign * (view.value(r, region) - view.value(region, r)), r)
        for r in view.regions
        if r != region and r not in view.accounts.unknown
    ]
    sums = sorted((s for s in sums if s[0] > 0), key=lambda s: -s[0])[:NET_NAMED]
    parts = [
        (REGIONS.text(r), net_claim(view, region, r, value, inflow=inflow)) for value, r in sums
    ]
    listed = join(Text(zh=f"{n.zh} {mark(c)}", en=f"{n.en} {mark(c)}") for n, c in parts)
    bound = bound_of_net(figures.balance, inflow=inflow)
    return Text(
        zh=f"两相抵扣，{name.zh}省际净{'调入' if inflow else '调出'}{view.fuel_name.zh}隐含排放"
        f"{bound.zh} {mark(net)}，{'来自' if inflow else '流向'}以下省份最多：{listed.zh}。",
        en=f"On balance {name.en} is a net {'importer' if inflow else 'exporter'} of"
        f" {bound.en}{mark(net)} of embodied emissions, most of all"
        f" {'from' if inflow else 'to'} {listed.en}.",
    )


def _whole(view: TransferView) -> Text:
    between, everything = whole_claims(view)
    figures, year = next(iter(view.figures.values())), _year(view)
    share = figures.share(between, everything)
    least = Text(zh="至少", en="at least ") if view.accounts.unknown else Text(zh="", en="")
    return Text(
        zh=f"{view.alone.zh}{year}年各省为其他省份的最终需求共排放{least.zh} {mark(between)}，"
        f"占各省最终需求隐含排放的 {mark(share)}。",
        en=f"{view.alone.en}{'in' if view.fuel else 'In'} {year} provinces emitted"
        f" {least.en}{mark(between)} for the final"
        f" demand of other provinces: {mark(share)} of all that their final demand embodies.",
    )


def _flows(view: TransferView, top: int) -> Text | None:
    flows = view.flows()[:top]
    if not flows:
        return None
    listed = join(
        Text(zh=f"{n.zh} {mark(c)}", en=f"{n.en} {mark(c)}")
        for f in flows
        for n, c in [(flow_name(f), view.claim(f.emitter, f.user))]
    )
    return Text(
        zh=f"{view.alone.zh}{_year(view)}年最大的省际转移（排放省→最终需求省）：{listed.zh}。",
        en=f"{view.alone.en}{'the' if view.fuel else 'The'} largest transfers in {_year(view)}, from"
        f" where it is emitted to whose final demand it serves: {listed.en}.",
    )


def _balance_of_regions(view: TransferView, top: int) -> Text | None:
    known = [r for r in view.regions if r not in view.accounts.unknown]
    nets = [(r, view.figures[r].net) for r in known]
    gains = _largest([n for n in nets if n[1].metric == "co2_net_inflow_mt"], top)
    gives = _largest([n for n in nets if n[1].metric == "co2_net_outflow_mt"], top)
    if not gains or not gives:
        return None
    taken, given = (
        join(Text(zh=f"{n.zh} {mark(c)}", en=f"{n.en} {mark(c)}") for n, c in side)
        for side in (gains, gives)
    )
    bound = Text(zh="", en="")
    if view.accounts.unknown:
        bound = Text(
            zh="；净调入为下限，净调出为上限",
            en=" (net imports are at least, net exports at most these)",
        )
    return Text(
        zh=f"净调入隐含排放最多的是{taken.zh}；净调出最多的是{given.zh}{bound.zh}。",
        en=f"The largest net importers of embodied emissions are {taken.en}; the largest net"
        f" exporters {given.en}{bound.en}.",
    )


def _largest(held: Sequence[tuple[str, Claim]], top: int) -> list[tuple[Text, Claim]]:
    order = sorted(held, key=lambda item: -item[1].value)[: min(top, NET_NAMED)]
    return [(REGIONS.text(r), c) for r, c in order]

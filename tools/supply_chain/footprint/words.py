"""A region's footprint in sentences: both accounts, what passes between provinces, and the parts."""

from collections.abc import Iterable

from data.result import Claim, Finding, mark
from data.text import Text, join
from data.vocabulary import REGIONS
from tools.supply_chain.footprint.balance import Balance
from tools.supply_chain.footprint.claims import AccountFigures
from tools.supply_chain.footprint.splits import By, Split, fuel_families

NAMED = 3
NAMED_WHEN_ASKED = 6

AT_LEAST = Text(zh="至少", en="at least ")
AT_MOST = Text(zh="至多", en="at most ")
EXACTLY = Text(zh="", en="")

NO_IMPORTS = Text(
    zh="进口品在国外的隐含排放无法核算：投入产出表只含国内流量。以下账户都不含进口。",
    en="What imports embody cannot be accounted: the input-output table holds domestic flows only."
    " The accounts below leave imports out.",
)

LEADS: dict[By, Text] = {
    "category": Text(zh="按最终需求类别", en="By category of final demand"),
    "product": Text(zh="按最终产品", en="By final product"),
    "province": Text(zh="按排放发生地", en="By where it is emitted"),
    "sector": Text(zh="按排放部门（各省合计）", en="By emitting sector, all provinces together"),
    "fuel": Text(zh="按燃料", en="By fuel"),
}


def at_least(balance: Balance) -> Text:
    """Say “at least” where emissions along the chain are unknown."""
    return AT_LEAST if balance.is_lower_bound else EXACTLY


def bound_of_net(balance: Balance, *, inflow: bool) -> Text:
    """Say which way a difference is bounded: what flows in is a lower bound where some is unknown."""
    if not balance.is_lower_bound:
        return EXACTLY
    return AT_LEAST if inflow else AT_MOST


def enumerate_parts(parts: Iterable[tuple[Text, Claim, Claim]]) -> Text:
    """List names with their figure and share."""
    held = [
        Text(
            zh=f"{name.zh} {mark(value)}，占 {mark(share)}",
            en=f"{name.en} {mark(value)} ({mark(share)})",
        )
        for name, value, share in parts
    ]
    return Text(zh="；".join(t.zh for t in held), en=join(held).en)


def write_footprint(
    figures: AccountFigures, splits: dict[By, Split], by: By | None
) -> list[Finding]:
    """Write the findings: the accounts first, then the parts, the one asked for in more detail."""
    sentences = [_accounts(figures), _per_capita(figures), _passing(figures)]
    if by == "exports":
        sentences.insert(0, _exports(figures))
    elif by == "imports":
        sentences.insert(0, NO_IMPORTS)
    asked: list[By] = [by] if by and by in splits else [b for b in splits if b != "sector"]
    parts = [_parts(figures, splits[b], detailed=b == by) for b in asked]
    order = [sentences[0], *parts, *sentences[1:]] if by in splits else [*sentences, *parts]
    return [Finding(text=t) for t in order if t is not None]


def _accounts(figures: AccountFigures) -> Text:
    balance = figures.balance
    region, year = REGIONS.text(balance.region), balance.accounts.table.year
    used, made, gap = figures.consumption, figures.production, figures.gap
    least = at_least(balance)
    if made is None or gap is None:
        return Text(
            zh=f"{year}年{region.zh}消费侧排放{least.zh} {mark(used)}；其生产侧排放未知"
            "（投入产出表没有 CO2 行，也没有该年排放清单）。",
            en=f"In {year} the consumption-based emissions of {region.en} were {least.en}{mark(used)};"
            " what was emitted there is unknown (no CO2 row in the table, no inventory of the year).",
        )
    higher = used.value >= made.value
    why = balance.is_nation
    bound = bound_of_net(balance, inflow=higher)
    zh, en = ("，差额主要是出口隐含排放", ", mostly what exports embody") if why else ("", "")
    return Text(
        zh=f"{year}年{region.zh}消费侧排放{least.zh} {mark(used)}，生产侧排放 {mark(made)}；"
        f"消费侧比生产侧{bound.zh}{'高' if higher else '低'} {mark(gap)}{zh}。",
        en=f"In {year} the consumption-based emissions of {region.en} were {least.en}{mark(used)},"
        f" the production-based ones {mark(made)}; consumption is {bound.en}{mark(gap)}"
        f" {'higher' if higher else 'lower'}{en}.",
    )


def _per_capita(figures: AccountFigures) -> Text | None:
    used = figures.per_capita("consumption", figures.consumption)
    made = figures.per_capita("production", figures.production)
    if used is None:
        return None
    least = at_least(figures.balance)
    beside = (
        Text(
            zh=f"，生产侧 {mark(made)}",
            en=f" by the consumption-based account, {mark(made)} by the production-based one",
        )
        if made
        else Text(zh="", en=" by the consumption-based account")
    )
    return Text(
        zh=f"人均：消费侧{least.zh} {mark(used)}{beside.zh}。",
        en=f"Per person that is {least.en}{mark(used)}{beside.en}.",
    )


def _passing(figures: AccountFigures) -> Text | None:
    """Say what passes between provinces and abroad."""
    balance, made = figures.balance, figures.sectors
    if made is None or made.value == 0:
        return None
    abroad = figures.exports
    share = figures.share(abroad, made)
    if balance.is_nation:
        own = figures.own
        return Text(
            zh=f"国内各部门的排放中，{mark(own)}用于国内最终需求，{mark(abroad)}用于出口，"
            f"出口占 {mark(share)}。",
            en=f"Of what the sectors emitted, {mark(own)} served final demand at home and"
            f" {mark(abroad)} ({mark(share)}) exports.",
        )
    out, into, net = figures.outward, figures.inward, figures.net
    parts = [figures.share(out, made), figures.share(into, figures.embodied)]
    least = at_least(balance)
    flows = net.metric == "co2_net_inflow_mt"
    bound = bound_of_net(balance, inflow=flows)
    return Text(
        zh=f"本省各部门的排放中，为外省最终需求排放 {mark(out)}，占 {mark(parts[0])}；为出口排放"
        f" {mark(abroad)}，占 {mark(share)}。本省最终需求在外省引起的排放{least.zh} {mark(into)}，"
        f"占最终需求隐含排放的 {mark(parts[1])}。省际净{'调入' if flows else '调出'}{bound.zh} {mark(net)}。",
        en=f"Of what its sectors emitted, {mark(out)} ({mark(parts[0])}) was for the final demand of"
        f" other provinces and {mark(abroad)} ({mark(share)}) for exports; its own final demand"
        f" caused {least.en}{mark(into)} in other provinces ({mark(parts[1])} of what it embodies)."
        f" Between provinces that is a net {'inflow' if flows else 'outflow'} of {bound.en}{mark(net)}.",
    )


def _exports(figures: AccountFigures) -> Text:
    """Tell what a region's exports embody, and what is emitted in it for exports."""
    balance = figures.balance
    region, year = REGIONS.text(balance.region), balance.accounts.table.year
    least = AT_LEAST if balance.accounts.unknown else EXACTLY
    embodied, made = mark(figures.exported), figures.sectors
    text = Text(
        zh=f"{year}年{region.zh}出口隐含排放{least.zh} {embodied}",
        en=f"In {year} the exports of {region.en} embodied {least.en}{embodied}",
    )
    if made is None or made.value == 0:
        return text + Text(zh="。", en=".")
    share = mark(figures.share(figures.exports, made))
    if balance.is_nation:
        return text + Text(
            zh=f"，占国内各部门排放的 {share}。", en=f", {share} of what its sectors emitted."
        )
    here = mark(figures.exports)
    return text + Text(
        zh=f"（含外省上游）；{region.zh}境内为本省和外省的出口共排放 {here}，占其各部门排放的 {share}。",
        en=f", suppliers elsewhere included; in {region.en} itself {here} was emitted for exports, its"
        f" own and those of others ({share} of what its sectors emitted).",
    )


def _parts(figures: AccountFigures, split: Split, *, detailed: bool) -> Text | None:
    whole = figures.embodied
    if whole.value == 0:
        return None
    shown = fuel_families(split) if split.by == "fuel" else split
    parts = [p for p in shown.parts if p.value > 0][: NAMED_WHEN_ASKED if detailed else NAMED]
    held = [(p.name, shown.claim(figures, p)) for p in parts]
    listed = enumerate_parts((name, c, figures.share(c, whole)) for name, c in held)
    lead = LEADS[split.by]
    text = Text(zh=f"{lead.zh}：{listed.zh}。", en=f"{lead.en}: {listed.en}.")
    return text + _multiplier(figures, split) if split.by == "product" else text


def _multiplier(figures: AccountFigures, split: Split) -> Text:
    """Name the product with the highest emissions per final demand among the leading ones."""
    held = [(p, split.multiplier(figures, p)) for p in split.parts[:10]]
    known = [(p, c) for p, c in held if c is not None]
    if not known:
        return EXACTLY
    part, claim = max(known, key=lambda item: item[1].value)
    return Text(
        zh=f"其中单位最终需求隐含排放最高的是{part.name.zh}：{mark(claim)}。",
        en=f" Of the leading products {part.name.en} embodies most per final demand: {mark(claim)}.",
    )

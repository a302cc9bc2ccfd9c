"""How the accounts of a region differ between two table years: plain differences, no decomposition."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.errors import InputError
from data.result import Claim, Column, Finding, Note, Scalar, Table, mark
from data.text import Text
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.footprint.claims import AccountFigures

LEAST_PERCENT_OF = 0.01
"""Mt below which a base is too small for a rate of change to say anything."""


@dataclass(frozen=True)
class Change:
    """A quantity in two years, with their difference and, where it makes sense, the rate."""

    name: Text
    before: Claim
    now: Claim
    difference: Claim
    rate: Claim | None

    @property
    def rises(self) -> bool:
        """Whether the quantity grew."""
        return self.now.value >= self.before.value

    @property
    def text(self) -> Text:
        """The change in words."""
        verb = Text(zh="增至" if self.rises else "降至", en="rose to" if self.rises else "fell to")
        rate = (
            Text(
                zh=f"，{'增幅' if self.rises else '降幅'} {mark(self.rate)}",
                en=f", {mark(self.rate)}",
            )
            if self.rate
            else Text(zh="", en="")
        )
        more = Text(
            zh="增加" if self.rises else "减少", en="an increase of" if self.rises else "a fall of"
        )
        return Text(
            zh=f"{self.name.zh}由 {mark(self.before)}{verb.zh} {mark(self.now)}"
            f"，{more.zh} {mark(self.difference)}{rate.zh}",
            en=f"{self.name.en} {verb.en} {mark(self.now)} from {mark(self.before)}"
            f" ({more.en} {mark(self.difference)}{rate.en})",
        )


def change_of(figures: TableFigures, name: Text, before: Claim, now: Claim) -> Change:
    """Mint the difference of a quantity between two years, and its rate."""
    rises, params = now.value >= before.value, {"since": before.year, "of": now.id}
    difference = figures.mint(
        "co2_change_mt" if rises else "co2_decline_mt",
        abs(now.value - before.value),
        entity=dict(now.entity),
        formula="|now − before|",
        params=params,
        parents=[now, before],
        names=now.names,
    )
    rate = None
    if before.value > LEAST_PERCENT_OF:
        rate = figures.mint(
            "growth_pct" if rises else "decline_pct",
            100 * abs(now.value / before.value - 1),
            entity=dict(now.entity),
            formula="|now / before − 1| × 100",
            params=params,
            parents=[now, before],
            names=now.names,
        )
    return Change(name, before, now, difference, rate)


def compare_accounts(now: AccountFigures, before: AccountFigures) -> list[Change]:
    """Set the accounts of two years side by side; what is unknown in one of them is left out."""
    pairs: list[tuple[Text, Claim | None, Claim | None]] = [
        (
            Text(zh="消费侧排放", en="consumption-based emissions") + bounded(now, before),
            *_both("consumption", before, now),
        ),
        (Text(zh="生产侧排放", en="production-based emissions"), *_both("production", before, now)),
    ]
    if not now.balance.is_nation:
        inflow = Text(zh="外省为其最终需求的排放", en="emissions elsewhere for its final demand")
        pairs.append((inflow + bounded(now, before), before.inward, now.inward))
        if now.sectors and before.sectors:
            outflow = Text(zh="为外省最终需求的排放", en="emissions for other provinces")
            pairs.append((outflow, before.outward, now.outward))
    if now.sectors and before.sectors:
        pairs.append(
            (Text(zh="为出口的排放", en="emissions for exports"), before.exports, now.exports)
        )
    return [change_of(now.figures, name, b, n) for name, b, n in pairs if b and n]


def bounded(*held: AccountFigures) -> Text:
    """Say after the name of a figure that it is a lower bound, where emissions are unknown."""
    if not any(f.balance.is_lower_bound for f in held):
        return Text(zh="", en="")
    return Text(zh="（至少）", en=" (at least)")


def _both(
    account: str, before: AccountFigures, now: AccountFigures
) -> tuple[Claim | None, Claim | None]:
    """Return an account of two years with households in both, or in neither."""
    with_households = before.households is not None and now.households is not None
    if account == "consumption":
        held = [(f.consumption if with_households else f.embodied) for f in (before, now)]
        return held[0], held[1]
    made = [(f.production if with_households else f.sectors) for f in (before, now)]
    return made[0], made[1]


def refuse_same_year(year: int, base_year: int) -> None:
    """Refuse to compare a year with itself.

    Raises:
        InputError: Both are the same year.
    """
    if year != base_year:
        return
    raise InputError(
        Text(
            zh=f"两个表年都是{year}年，无从比较；请给出另一个有投入产出表的年份。",
            en=f"Both table years are {year}; name another year that has an input-output table.",
        )
    )


def write_changes(region: Text, changes: Iterable[Change], years: tuple[int, int]) -> Finding:
    """Write the changes between two years as one finding."""
    base_year, year = years
    parts = [c.text for c in changes]
    return Finding(
        section="change",
        text=Text(
            zh=f"{base_year}年到{year}年，{region.zh}：" + "；".join(p.zh for p in parts) + "。",
            en=f"{region.en} from {base_year} to {year}: " + "; ".join(p.en for p in parts) + ".",
        ),
    )


def change_table(figures: AccountFigures, changes: Iterable[Change], base_year: int) -> Table:
    """List quantities in two years with their difference, falls as negative figures."""
    accounts = figures.balance.accounts
    year = accounts.table.year
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for change in changes:
        difference = change.now.value - change.before.value
        name = Text(zh=change.name.zh, en=change.name.en[:1].upper() + change.name.en[1:])
        rows.append([name, change.before.value, change.now.value, difference])
        held = change.difference.id if change.rises else None
        claims.append([None, change.before.id, change.now.id, held])
    return Table(
        id="account_changes",
        title=Text(zh=f"{base_year}年与{year}年对比", en=f"{base_year} and {year} compared"),
        columns=[
            Column(id="item", label=Text(zh="项目", en="Item")),
            Column(
                id=f"co2_mt_{base_year}",
                label=Text(zh=f"{base_year}年", en=str(base_year)),
                unit="Mt",
            ),
            Column(id=f"co2_mt_{year}", label=Text(zh=f"{year}年", en=str(year)), unit="Mt"),
            Column(id="co2_change_mt", label=Text(zh="变化", en="Change"), unit="Mt"),
        ],
        rows=rows,
        claims=claims,
        kind=accounts.kind,
        source=accounts.citation,
    )


def change_notes(now: AccountFigures, before: AccountFigures) -> list[Note]:
    """Say what a difference of two tables does not tell."""
    notes = [
        Note(
            level="caution",
            text=Text(
                zh="两年之差只是账户相减：投入产出表按现价编制，未剔除价格变化，也不说明原因；"
                "原因请问“结构分解”（强度、技术、最终需求各贡献多少）。",
                en="The difference is plain subtraction of accounts: tables are at current prices and"
                " nothing is said about causes; ask for a structural decomposition to see what"
                " intensity, technology and demand each contributed.",
            ),
        )
    ]
    tables = [f.balance.accounts for f in (now, before)]
    origins = [
        a.emissions.origins[f.balance.place] for a, f in zip(tables, (now, before), strict=True)
    ]
    if len(set(origins)) > 1:
        notes.append(
            Note(
                level="caution",
                text=Text(
                    zh="两年的部门排放来源不同（一为投入产出表自带的 CO2 行，一为排放清单换算），部分差异由此而来。",
                    en="Sector emissions of the two years come from different data (a CO2 row of the"
                    " table in one, the inventory in the other), which explains part of the difference.",
                ),
            )
        )
    return notes

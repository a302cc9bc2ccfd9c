"""The steps of a what-if: each change as an act on an economy, with the words that name it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from data.errors import InputError
from data.result import Note
from data.tables import Array
from data.text import Text, join
from data.vocabulary import IO_SECTORS, NATION, REGIONS
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.accounts.table_notes import require_emissions, require_region, table_sectors
from tools.supply_chain.what_if.maths import Economy

StepKind = Literal["intensity", "fuel", "electricity", "coefficient", "demand"]

WHOLE_PCT = -100.0
SECTORS_NAMED = 3
ROUNDING = 1e-9


@dataclass(frozen=True)
class Assumed:
    """A figure a step rests on beside what was asked: metric, value and where it comes from."""

    metric: str
    value: float
    text: Text
    formula: str
    params: dict[str, float]


@dataclass(frozen=True)
class Step:
    """One change: what it does to an economy, and how a sentence names it.

    ``text`` holds ``{x}`` where the size of the change stands; ``own`` are the region-sectors whose
    own technology or product changes.
    """

    kind: StepKind
    text: Text
    size: float
    metric: str
    own: tuple[int, ...]
    apply: Callable[[Economy], Economy]
    notes: tuple[Note, ...] = ()
    assumed: tuple[Assumed, ...] = ()


@dataclass(frozen=True)
class Target:
    """The region-sectors that a change is about, with their name."""

    accounts: Accounts
    region: str
    places: tuple[str, ...]
    sectors: tuple[str, ...]

    @property
    def rows(self) -> list[int]:
        """Indices of the region-sectors, region by region."""
        return [self.accounts.table.index(r, s) for r in self.places for s in self.sectors]

    @property
    def name(self) -> Text:
        """Region and sectors, as a sentence names them."""
        region = place_name(self.accounts, self.region)
        sector = sector_names(self.accounts, self.sectors)
        return Text(zh=f"{region.zh}{sector.zh}", en=f"{lower(sector).en} in {region.en}")


def place_name(accounts: Accounts, region: str) -> Text:
    """Name a region; the nation in a table of provinces is their sum, not the nation."""
    if region == NATION and NATION not in accounts.table.regions:
        return Text(zh="各省", en="all provinces")
    return REGIONS.text(region)


def sector_names(accounts: Accounts, sectors: tuple[str, ...]) -> Text:
    """Name sectors of the table; many of them by their number's sake as one."""
    if sectors == accounts.table.sectors:
        return Text(zh="全部部门", en="All sectors")
    names = [IO_SECTORS.text(s) for s in sectors[:SECTORS_NAMED]]
    if len(sectors) <= SECTORS_NAMED:
        return join(names)
    return join(names) + Text(zh="等部门", en=" and other sectors")


def lower(name: Text) -> Text:
    """Write an English name as it stands within a sentence."""
    return Text(zh=name.zh, en=name.en[:1].lower() + name.en[1:])


def aim(accounts: Accounts, region: str, sector: str | None) -> Target:
    """Find the region-sectors that a region and a sector name; no sector means all of them.

    Raises:
        InputError: An unknown sector.
        DataMissingError: The table does not hold the region.
    """
    table = accounts.table
    sectors = table_sectors(table, (sector,)) if sector else table.sectors
    if region == NATION:
        return Target(accounts, region, table.regions, sectors)
    require_region(accounts, region)
    return Target(accounts, region, (region,), sectors)


def change_intensity(target: Target, pct: float) -> Step:
    """Change the direct CO2 intensity of sectors by a per cent of what it is.

    Raises:
        InputError: The intensity would become negative.
        DataMissingError: The emissions of the region are unknown.
    """
    if pct < WHOLE_PCT:
        raise InputError(
            Text(
                zh="排放强度最多下降100%（降为零），不能为负；负排放（如捕集生物质碳）不在此工具之内。",
                en="An intensity can fall by 100 % at most, to zero, never below; negative emissions"
                " (such as captured carbon of biomass) are beyond this tool.",
            )
        )
    rows = known_rows(target)
    verb = Text(zh="下降", en="falls") if pct < 0 else Text(zh="上升", en="rises")
    return Step(
        kind="intensity",
        text=Text(
            zh=f"{target.name.zh}的CO2排放强度{verb.zh}{{x}}",
            en=f"the CO2 intensity of {target.name.en} {verb.en} by {{x}}",
        ),
        size=abs(pct),
        metric="assumption_pct",
        own=tuple(rows),
        apply=lambda e: scale_intensity(e, rows, np.full(len(rows), 1 + pct / 100)),
    )


def known_rows(target: Target) -> list[int]:
    """Return the rows of a target whose emissions are known; none known is refused.

    Raises:
        DataMissingError: The emissions of the only region are unknown.
        InputError: The sectors emit nothing, so that there is nothing to change.
    """
    accounts = target.accounts
    if target.region != NATION:
        require_emissions(accounts, target.region)
    rows = target.rows
    if not accounts.f[rows].any():
        raise InputError(
            Text(
                zh=f"表中{target.name.zh}没有直接排放（或没有产出），改变其强度不产生影响。请换一个部门。",
                en=f"In the table {target.name.en} emits nothing directly (or has no output), so a"
                " change of its intensity changes nothing. Choose another sector.",
            )
        )
    return rows


def scale_intensity(economy: Economy, rows: list[int], factors: Array) -> Economy:
    """Multiply the intensity of rows by factors."""
    f = economy.f.copy()
    f[rows] *= factors
    return replace(economy, f=f)


def change_coefficient(target: Target, inputs: Target, pct: float, other: Target | None) -> Step:
    """Change the use of an input per unit of output; value added or another input absorbs it.

    Args:
        target: The users.
        inputs: The input, from all regions.
        pct: Per cent of what is used.
        other: The input that takes the place; None leaves the difference to value added.

    Raises:
        InputError: More than all is taken away, nothing is used, or value added would be negative.
    """
    if pct < WHOLE_PCT:
        raise InputError(
            Text(
                zh="投入系数最多下降100%（不再使用该投入）。",
                en="An input coefficient can fall by 100 % at most: the input is no longer used.",
            )
        )
    accounts, users = target.accounts, target.rows
    supplied = inputs.rows
    if accounts.A[np.ix_(supplied, users)].sum() <= 0:
        raise InputError(_not_used(target, inputs))

    def apply(economy: Economy) -> Economy:
        columns = dict(economy.columns)
        for j in users:
            held = columns.get(j, np.zeros(len(accounts.f)))
            change = np.zeros(len(held))
            change[supplied] = (accounts.A[supplied, j] + held[supplied]) * pct / 100
            if other is not None:
                change[other.rows] -= change.sum() * shares(accounts, other, j)
            _require_value_added(accounts, target, j, held + change, pct)
            columns[j] = held + change
        return replace(economy, columns=columns)

    verb = Text(zh="减少", en="falls") if pct < 0 else Text(zh="增加", en="rises")
    product = lower(sector_names(accounts, inputs.sectors))
    instead = _instead(other)
    return Step(
        kind="coefficient",
        text=Text(
            zh=f"{target.name.zh}单位产出的{product.zh}投入{verb.zh}{{x}}{instead.zh}",
            en=f"the input of {product.en} per unit of output of {target.name.en} {verb.en} by {{x}}"
            f"{instead.en}",
        ),
        size=abs(pct),
        metric="assumption_pct",
        own=tuple(users),
        apply=apply,
    )


def shares(accounts: Accounts, supplier: Target, user: int) -> Array:
    """Split a purchase among suppliers as the user buys today, else from its own region."""
    rows = supplier.rows
    bought = np.maximum(accounts.A[rows, user], 0.0)
    if bought.sum() > 0:
        return bought / bought.sum()
    size = len(accounts.table.sectors)
    own = np.array([float(r // size == user // size) for r in rows])
    return own / own.sum()


def _instead(other: Target | None) -> Text:
    if other is None:
        return Text(zh="（差额计入增加值）", en=", value added taking the difference")
    name = lower(sector_names(other.accounts, other.sectors))
    return Text(zh=f"，等额改用{name.zh}", en=f", {name.en} taking its place for the same money")


def _require_value_added(
    accounts: Accounts, target: Target, user: int, change: Array, pct: float
) -> None:
    table = accounts.table
    share = float(table.value_added[user] / table.x[user]) if table.x[user] > 0 else 0.0
    if change.sum() <= max(share, 0.0) + ROUNDING:
        return
    most = max(share, 0.0) / change.sum() * pct
    raise InputError(
        Text(
            zh=f"投入增加{pct:g}%会使{target.name.zh}的增加值为负；至多可增加约{most:.0f}%，"
            "或用 replace_by 指定等额减少的另一种投入。",
            en=f"A rise of the input by {pct:g} % would make value added of {target.name.en}"
            f" negative; up to about {most:.0f} % is possible, or name with replace_by the input that"
            " gives way.",
        )
    )


def _not_used(target: Target, inputs: Target) -> Text:
    product = lower(sector_names(target.accounts, inputs.sectors))
    return Text(
        zh=f"表中{target.name.zh}不使用{product.zh}，其投入系数为零，无法按百分比改变。请换一种投入。",
        en=f"In the table {target.name.en} does not use {product.en}: the coefficient is zero and"
        " cannot change by a per cent. Choose another input.",
    )

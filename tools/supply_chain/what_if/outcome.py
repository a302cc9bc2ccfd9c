"""The outcome of a what-if: what changes where, direct or along the chain, alone or together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from data.tables import Array
from data.text import Text
from data.vocabulary import IO_SECTORS, NATION, REGIONS
from tools.supply_chain.accounts.accounts import Accounts, demand_by_category
from tools.supply_chain.algebra.leontief import TONNES_PER_MT
from tools.supply_chain.what_if.maths import (
    Economy,
    Response,
    chain_effect_mt,
    direct_effect_mt,
    footprint_mt,
    respond,
)
from tools.supply_chain.what_if.steps import Step

NEGLIGIBLE = 1e-9
"""Part of the largest change below which a change is rounding."""


@dataclass(frozen=True)
class Outcome:
    """An economy before and after steps, and after each step alone.

    ``key`` names the changes in claims, so that each what-if has figures of its own.
    """

    accounts: Accounts
    region: str
    steps: tuple[Step, ...]
    key: str
    start: Economy
    end: Economy
    before: Response
    after: Response
    alone: tuple[Response, ...]

    @property
    def rows(self) -> slice:
        """The rows of the region in question; all rows for the nation."""
        table = self.accounts.table
        whole = self.region == NATION and NATION not in table.regions
        return slice(0, table.n) if whole else table.block(self.region)

    @property
    def is_part(self) -> bool:
        """Tell whether the table holds more than the region in question."""
        return len(self.accounts.f[self.rows]) < self.accounts.table.n

    @property
    def own(self) -> list[int]:
        """Region-sectors whose own technology changes, each once."""
        return sorted({k for s in self.steps if s.kind != "demand" for k in s.own})

    @property
    def touches_technology(self) -> bool:
        """Tell whether intensities or coefficients change, and not final demand alone."""
        return any(s.kind != "demand" for s in self.steps)

    @cached_property
    def direct(self) -> Array:
        """Change by the intensities alone, at unchanged output, (n,) in Mt."""
        return direct_effect_mt(self.before, self.after)

    @cached_property
    def chain(self) -> Array:
        """Change by the outputs along the chain, (n,) in Mt."""
        return chain_effect_mt(self.before, self.after)

    @property
    def change(self) -> Array:
        """Change of direct emissions of every region-sector, (n,) in Mt."""
        return self.direct + self.chain

    @property
    def embodied(self) -> Array:
        """Change of total intensity of every product, (n,) in t per 10⁴ CNY."""
        return self.after.m - self.before.m

    @cached_property
    def final_use(self) -> Array:
        """Final use of every product, home and abroad, before the changes, (n,) in 10⁴ CNY."""
        return self.start.demand.sum(axis=(1, 2)) + self.start.exports

    @property
    def embodied_mt(self) -> Array:
        """Change of what the final use of every product embodies, at unchanged use, (n,) in Mt."""
        return self.embodied * self.final_use / TONNES_PER_MT

    @cached_property
    def footprints(self) -> tuple[Array, Array]:
        """Emissions behind the final demand of every region before and after, (regions,) in Mt."""
        return footprint_mt(self.before, self.start), footprint_mt(self.after, self.end)

    @property
    def abroad(self) -> float:
        """Change of the emissions behind exports, in Mt."""
        after = float(self.after.m @ self.end.exports)
        return (after - float(self.before.m @ self.start.exports)) / TONNES_PER_MT

    @property
    def total(self) -> float:
        """Change of all emissions of the table, in Mt."""
        return float(self.change.sum())

    @property
    def singles(self) -> list[float]:
        """Change of all emissions by each step alone, in Mt."""
        base = self.before.direct_mt.sum()
        return [float(r.direct_mt.sum() - base) for r in self.alone]

    def name(self, row: int) -> Text:
        """Name a region-sector: by its sector at home, with its region elsewhere."""
        table = self.accounts.table
        region, sector = divmod(row, len(table.sectors))
        name = IO_SECTORS.text(table.sectors[sector])
        if table.regions[region] == self.region:
            return name
        place = REGIONS.text(table.regions[region])
        return Text(zh=f"{place.zh}{name.zh}", en=f"{place.en} {name.en[:1].lower()}{name.en[1:]}")

    def entity(self, row: int) -> dict[str, str]:
        """Name a region-sector by ids."""
        table = self.accounts.table
        region, sector = divmod(row, len(table.sectors))
        return {"region": table.regions[region], "sector": table.sectors[sector]}


def base_economy(accounts: Accounts) -> Economy:
    """Return the economy of a table as it stands."""
    table = accounts.table
    exports = np.asarray(table.ex, dtype=np.float64)
    return Economy(accounts.f, demand_by_category(table), exports)


def work_out(accounts: Accounts, region: str, steps: Sequence[Step], key: str) -> Outcome:
    """Apply steps one after the other, and each alone.

    Raises:
        InputError: A step is impossible, or the changes leave no economy.
    """
    start = base_economy(accounts)
    x = accounts.outputs.sum(axis=1) + accounts.other_outputs.sum(axis=1)
    before = Response(accounts.f, x, accounts.m)
    end = reduce(lambda economy, step: step.apply(economy), steps, start)
    after = respond(accounts.L, before, start, end)
    alone = tuple(respond(accounts.L, before, start, s.apply(start)) for s in steps)
    return Outcome(
        accounts, region, tuple(steps), key, start, end, before, after,
        alone if len(steps) > 1 else (after,) * len(steps),
    )  # fmt: skip


def largest(values: Array, rows: Sequence[int], most: int) -> list[int]:
    """Return the rows of the largest changes in the direction of the largest, first to last.

    >>> largest(np.array([-1.0, 5.0, -7.0, 0.0]), range(4), 3)
    [2, 0]
    """
    held = np.asarray(values)[list(rows)]
    if not held.size or not np.abs(held).max() > 0:
        return []
    sign = np.sign(held[np.abs(held).argmax()])
    order = np.argsort(-sign * held, kind="stable")
    least = NEGLIGIBLE * np.abs(held).max()
    return [list(rows)[k] for k in order[:most] if sign * held[k] > least]

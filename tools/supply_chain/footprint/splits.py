"""What a region's embodied emissions are made of: demand, products, emitters, fuels."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.export.io_tables import DEMAND as CATEGORIES
from data.result import Claim
from data.tables import Array
from data.text import Text, same
from data.vocabulary import FUELS, INVENTORY_FUELS, IO_SECTORS, REGIONS, members
from tools.supply_chain.accounts.fuels import FuelSplit
from tools.supply_chain.algebra.leontief import TONNES_PER_MT
from tools.supply_chain.footprint.balance import (
    Balance,
    embodied_by_category,
    embodied_by_emitter,
    embodied_in_products,
)
from tools.supply_chain.footprint.claims import AccountFigures

By = Literal["category", "product", "province", "sector", "fuel", "exports", "imports"]
"""What a question dwells on: an axis of the footprint, or the exports and imports beside it."""

DEMAND = {**CATEGORIES, "TC": Text(zh="最终消费", en="Final consumption")}
FAMILIES = ("coal", "oil", "natural_gas", "process")
UNSPLIT = "unsplit"
NOT_SPLIT = Text(zh="未分燃料", en="Fuel not known")

HEADINGS: dict[str, Text] = {
    "category": Text(zh="最终需求类别", en="Category of final demand"),
    "product": Text(zh="最终产品", en="Final product"),
    "province": Text(zh="排放省份", en="Emitting province"),
    "sector": Text(zh="排放部门", en="Emitting sector"),
    "fuel": Text(zh="燃料", en="Fuel"),
}
FORMULAS: dict[str, str] = {
    "category": "m·y_pc / 10⁶",
    "product": "Σ_r m_ri·y_rip / 10⁶",
    "sector": "Σ_r f_ri·(L·y_p)_ri / 10⁶",
    "fuel": "Σ_i f_iq·(L·y_p)_i / 10⁶",
}


@dataclass(frozen=True)
class Part:
    """One part of a whole in Mt; ``demand`` is the final demand it meets in 10⁴ CNY, if known."""

    id: str
    name: Text
    value: float
    demand: float | None = None


@dataclass(frozen=True)
class Split:
    """A region's embodied emissions by one axis, largest part first."""

    by: By
    parts: tuple[Part, ...]

    def claim(self, figures: AccountFigures, part: Part) -> Claim:
        """Mint a part."""
        if self.by == "province":
            return figures.bilateral(part.id, figures.balance.region, part.value)
        return figures.mint(
            "co2_consumption_mt",
            part.value,
            entity={self.by: part.id},
            formula=FORMULAS[self.by],
            names={part.id: part.name},
        )

    def multiplier(self, figures: AccountFigures, part: Part) -> Claim | None:
        """Mint a product's emissions per final demand; None where there is no demand."""
        if part.demand is None or part.demand <= 0:
            return None
        return figures.mint(
            "total_intensity_t_per_cny_1e4",
            1e6 * part.value / part.demand,
            entity={self.by: part.id},
            formula="Σ m·y / Σ y",
            params={"of": "final demand of the region"},
            names={part.id: part.name},
            parents=[self.claim(figures, part)],
        )


def make_splits(balance: Balance, fuels: FuelSplit | None) -> dict[By, Split]:
    """Split a region's embodied emissions by every axis there is; each adds up to the whole."""
    accounts, place = balance.accounts, balance.place
    table = accounts.table
    emitters = embodied_by_emitter(accounts, place)
    products, demand = embodied_in_products(accounts, place)
    categories = zip(table.final_demand, embodied_by_category(accounts, place), strict=True)
    found = [
        _split("category", (Part(c, DEMAND.get(c, same(c)), float(v)) for c, v in categories)),
        _split(
            "product",
            (
                Part(s, IO_SECTORS.text(s), float(v), float(y))
                for s, v, y in zip(table.sectors, products, demand, strict=True)
            ),
        ),
        _split(
            "sector",
            (
                Part(s, IO_SECTORS.text(s), float(v))
                for s, v in zip(table.sectors, emitters.sum(axis=0), strict=True)
            ),
        ),
    ]
    if not balance.is_nation:
        sums = emitters.sum(axis=1)
        known = [
            Part(r, REGIONS.text(r), float(v))
            for r, v in zip(table.regions, sums, strict=True)
            if r not in accounts.unknown
        ]
        found.append(_split("province", known))
    if fuels is not None:
        called = accounts.outputs[:, place] / TONNES_PER_MT
        found.append(_split("fuel", fuel_parts(fuels, accounts.f, called)))
    return {s.by: s for s in found}


def fuel_parts(fuels: FuelSplit, f: Array, called: Array) -> list[Part]:
    """Split emissions by fuel.

    Args:
        fuels: Shares of fuels.
        f: (n,) direct intensity, t per 10⁴ CNY.
        called: (n,) output in 10¹⁰ CNY, so that the product is in Mt.
    """
    values = fuels.intensities(f) @ called
    rest = float(fuels.unsplit(f) @ called)
    parts = [Part(q, FUELS.text(q), float(v)) for q, v in zip(INVENTORY_FUELS, values, strict=True)]
    return parts + ([Part(UNSPLIT, NOT_SPLIT, rest)] if abs(rest) > 0 else [])


def fuel_families(split: Split) -> Split:
    """Pool fuels into coal, oil, gas and process; what is not split stays apart."""
    held = {p.id: p for p in split.parts}
    parts = [
        Part(f, FUELS.text(f), sum(held[q].value for q in members(FUELS, f) if q in held))
        for f in FAMILIES
    ]
    return _split("fuel", parts + ([held[UNSPLIT]] if UNSPLIT in held else []))


def _split(by: By, parts: Iterable[Part]) -> Split:
    held = [p for p in parts if p.value != 0]
    order = np.argsort([-p.value for p in held], kind="stable")
    return Split(by, tuple(held[k] for k in order))

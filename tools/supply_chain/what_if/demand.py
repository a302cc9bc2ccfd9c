"""Changes of final demand: of a product, of a category, by a region, by per cent or by money."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from data.errors import InputError
from data.tables import Array
from data.text import Text, join
from tools.supply_chain.accounts.demand_categories import EXPORTS, category_label, find_categories
from tools.supply_chain.what_if.maths import Economy
from tools.supply_chain.what_if.steps import (
    WHOLE_PCT,
    Step,
    Target,
    lower,
    place_name,
    sector_names,
)

CNY_1E4_PER_1E8 = 1e4


@dataclass(frozen=True)
class Shift:
    """A change of final demand: by ``pct`` of what it is, or by ``money`` in 10⁴ CNY."""

    pct: float | None
    money: float = 0.0

    def factor(self, held: float) -> float:
        """Return the change relative to what is held."""
        return self.money / held if self.pct is None else self.pct / 100


def change_demand(
    product: Target, category: str | None, shift: Shift, other: Target | None
) -> Step:
    """Change the final demand of a region for a product, wherever it is made.

    Exports are those of the region's own product.

    Args:
        product: The product; its region is the one that demands it.
        category: A word for a category of final demand; None means all domestic ones.
        shift: How much.
        other: The product that takes the difference, so that total demand stays.

    Raises:
        InputError: An unknown category. Applied, also: no such demand, or more taken away than
            there is.
    """
    table = product.accounts.table
    names = find_categories(table, category) if category else table.final_demand
    abroad = names == (EXPORTS,)
    relative = shift.pct is not None
    size = shift.pct if shift.pct is not None else shift.money / CNY_1E4_PER_1E8
    return Step(
        kind="demand",
        text=_text(product, names if category else (), size < 0, other),
        size=abs(size),
        metric="assumption_pct" if relative else "assumption_cny_1e8",
        own=tuple(product.rows),
        apply=_abroad(product, shift, other) if abroad else _at_home(product, names, shift, other),
    )


def _abroad(product: Target, shift: Shift, other: Target | None) -> Callable[[Economy], Economy]:
    def apply(economy: Economy) -> Economy:
        exports = economy.exports.copy()
        _move(exports, product, product.rows, shift, other, other.rows if other else [])
        return replace(economy, exports=exports)

    return apply


def _at_home(
    product: Target, names: tuple[str, ...], shift: Shift, other: Target | None
) -> Callable[[Economy], Economy]:
    table = product.accounts.table
    buyers = [table.regions.index(r) for r in product.places]
    categories = [table.final_demand.index(c) for c in names]

    def cells(what: Target) -> Any:
        rows = [table.index(r, s) for r in table.regions for s in what.sectors]
        return np.ix_(rows, buyers, categories)

    def apply(economy: Economy) -> Economy:
        demand = economy.demand.copy()
        _move(demand, product, cells(product), shift, other, cells(other) if other else [])
        return replace(economy, demand=demand)

    return apply


def _move(
    values: Array, product: Target, cells: Any, shift: Shift, other: Target | None, instead: Any
) -> None:
    """Change some cells in proportion, and let others take the difference."""
    held = values[cells]
    change = held * _factor(product, shift, float(held.sum()))
    values[cells] += change
    if other is not None:
        values[instead] -= change.sum() * _split(other, values[instead])


def _factor(product: Target, shift: Shift, held: float) -> float:
    name = product.name
    if held <= 0:
        raise InputError(
            Text(
                zh=f"表中{name.zh}没有这类最终需求，无法按比例改变。请换一种产品或类别。",
                en=f"The table holds no such final demand for {name.en} that could change in"
                " proportion. Choose another product or category.",
            )
        )
    factor = shift.factor(held)
    if 100 * factor < WHOLE_PCT:
        most = held / CNY_1E4_PER_1E8
        raise InputError(
            Text(
                zh=f"最终需求最多减少100%；{name.zh}的这类需求共{most:.1f}亿元。",
                en=f"Final demand can fall by 100 % at most; this demand for {name.en} is"
                f" {most:.1f} ×10⁸ CNY in all.",
            )
        )
    return factor


def _split(product: Target, held: Array) -> Array:
    if held.sum() <= 0:
        raise InputError(
            Text(
                zh=f"表中{product.name.zh}没有这类最终需求，无法由它承接差额。请换一种产品。",
                en=f"The table holds no such final demand for {product.name.en}, which therefore"
                " cannot take the difference. Choose another product.",
            )
        )
    return held / held.sum()


def _text(product: Target, categories: tuple[str, ...], falls: bool, other: Target | None) -> Text:
    whose = place_name(product.accounts, product.region)
    name = lower(sector_names(product.accounts, product.sectors))
    what = join(category_label(c) for c in categories)
    if not categories:
        what = Text(zh="最终需求", en="final demand")
    verb = Text(zh="减少", en="falls") if falls else Text(zh="增加", en="rises")
    tail = Text(zh="", en="")
    if other is not None:
        instead = lower(sector_names(other.accounts, other.sectors))
        tail = Text(
            zh=f"（总额不变，差额转为{instead.zh}）",
            en=f", {instead.en} taking the difference so that the total stays",
        )
    if categories == (EXPORTS,):
        return Text(
            zh=f"{whose.zh}{name.zh}的出口{verb.zh}{{x}}{tail.zh}",
            en=f"exports of {name.en} from {whose.en} {verb.en.removesuffix('s')} by {{x}}{tail.en}",
        )
    return Text(
        zh=f"{whose.zh}对{name.zh}产品的{what.zh}{verb.zh}{{x}}{tail.zh}",
        en=f"{what.en} of {whose.en} for {name.en} {verb.en} by {{x}}{tail.en}",
    )

"""What a carbon price adds to the prices of products and to the cost of final demand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.fields import FIELDS
from data.result import Chart, Claim, Column, Finding, Scalar, Table, mark
from data.tables import Array
from data.text import Text, join
from tools.supply_chain.accounts.demand_categories import EXPORTS, category_label
from tools.supply_chain.algebra.leontief import TONNES_PER_MT
from tools.supply_chain.what_if.figures import WhatIfFigures
from tools.supply_chain.what_if.maths import price_rise_pct
from tools.supply_chain.what_if.outcome import Outcome, largest
from tools.supply_chain.what_if.steps import Target, place_name
from tools.supply_chain.what_if.views import of_table

SECTION = "price"
NAMED = 5
CNY_PER_1E8 = 1e8
CNY_1E4_PER_1E8 = 1e4
PASSED_ON = "Δp = p_c·f·L"


@dataclass(frozen=True)
class PriceEffect:
    """A carbon price on the emissions of some region-sectors, after the changes of a what-if.

    ``rise_pct`` (n,) by product; ``costs`` by category of the region's final demand, exports of
    its products last, in 10⁸ CNY; ``demand`` the same before, at old prices.
    """

    outcome: Outcome
    payers: Target
    price: float
    rise_pct: Array
    categories: tuple[str, ...]
    costs: Array
    demand: Array

    @property
    def paid(self) -> float:
        """What the payers owe at the emissions after the changes, in 10⁸ CNY."""
        emitted = self.outcome.after.direct_mt[self.payers.rows].sum()
        return float(self.price * emitted * TONNES_PER_MT / CNY_PER_1E8)


def price_effect(outcome: Outcome, payers: Target, price: float) -> PriceEffect:
    """Compute the first-order price effect of a carbon price with full pass-through.

    Args:
        outcome: The changes that go with it; none leaves the table as it is.
        payers: The region-sectors whose direct emissions bear the price.
        price: CNY per t CO2.
    """
    table, end = outcome.accounts.table, outcome.end
    taxed = np.zeros(table.n)
    taxed[payers.rows] = end.f[payers.rows]
    rise = price_rise_pct(taxed, outcome.accounts.L, end.columns, price)
    buyers = [k for k, r in enumerate(table.regions) if r in payers.places]
    bought = end.demand[:, buyers, :].sum(axis=1)
    exported = np.where(_of(outcome, payers), end.exports, 0.0)
    uses = np.column_stack([bought, exported])
    return PriceEffect(
        outcome=outcome,
        payers=payers,
        price=price,
        rise_pct=rise,
        categories=(*table.final_demand, EXPORTS),
        costs=rise / 100 @ uses / CNY_1E4_PER_1E8,
        demand=uses.sum(axis=0) / CNY_1E4_PER_1E8,
    )


def _of(outcome: Outcome, payers: Target) -> Array:
    table = outcome.accounts.table
    return np.repeat([r in payers.places for r in table.regions], len(table.sectors))


def write_price(effect: PriceEffect, figures: WhatIfFigures) -> list[Finding]:
    """Write which products become dearer, and what it costs whom."""
    return [
        Finding(section=SECTION, text=t)
        for t in (_products(effect, figures), _costs(effect, figures))
    ]


def _asked(effect: PriceEffect, figures: WhatIfFigures) -> Claim:
    return figures.mint("carbon_price_cny_per_t", effect.price, "as asked")


def _rise(effect: PriceEffect, figures: WhatIfFigures, row: int) -> Claim:
    entity = effect.outcome.entity(row)
    value = float(effect.rise_pct[row])
    return figures.mint("price_rise_pct", value, PASSED_ON, entity, carbon_price=effect.price)


def _cost(effect: PriceEffect, figures: WhatIfFigures, value: float, of: str) -> Claim:
    return figures.mint(
        "carbon_cost_cny_1e8", value, "Σ Δp·y / 10⁴", of=of, carbon_price=effect.price
    )


def _top(effect: PriceEffect, most: int) -> list[int]:
    table = effect.outcome.accounts.table
    rows = range(*effect.outcome.rows.indices(table.n))
    return largest(effect.rise_pct, [k for k in rows if effect.outcome.before.x[k] > 0], most)


def _products(effect: PriceEffect, figures: WhatIfFigures) -> Text:
    home, payers = place_name(effect.outcome.accounts, effect.outcome.region), effect.payers.name
    parts: list[Text] = []
    for k in _top(effect, NAMED):
        name, rise = effect.outcome.name(k), mark(_rise(effect, figures, k))
        parts.append(Text(zh=f"{name.zh}（{rise}）", en=f"{name.en} ({rise})"))
    named, price = join(parts), mark(_asked(effect, figures))
    return Text(
        zh=f"若对{payers.zh}的CO2排放征收{price}的碳价并全额传导，{home.zh}产品中涨价最多的是{named.zh}。",
        en=f"If CO2 from {payers.en} costs {price} and all of it is passed on, prices of products of"
        f" {home.en} rise most for {named.en}.",
    )


def _costs(effect: PriceEffect, figures: WhatIfFigures) -> Text:
    home = place_name(effect.outcome.accounts, effect.outcome.region)
    paid = figures.mint(
        "carbon_cost_cny_1e8", effect.paid, "p_c·Σ f·x", of="payers", carbon_price=effect.price
    )
    total = float(effect.costs[:-1].sum())
    bought = _cost(effect, figures, total, "final demand")
    share = figures.mint(
        "share_pct",
        100 * total / float(effect.demand[:-1].sum()),
        "cost / final demand × 100",
        of="final demand",
        carbon_price=effect.price,
    )
    order = np.argsort(-effect.costs[:-1], kind="stable")[:2]
    parts: list[Text] = []
    for k in order:
        category = effect.categories[k]
        name = category_label(category)
        cost = mark(_cost(effect, figures, float(effect.costs[k]), category))
        parts.append(Text(zh=f"{name.zh}{cost}", en=f"{name.en} {cost}"))
    named = join(parts)
    return Text(
        zh=f"按现有排放需付碳成本{mark(paid)}；{home.zh}的国内最终需求因此多支出{mark(bought)}，"
        f"相当于其金额的{mark(share)}，其中{named.zh}。",
        en=f"At these emissions {mark(paid)} is due; the domestic final demand of {home.en} costs"
        f" {mark(bought)} more, {mark(share)} of what it spends, of which {named.en}.",
    )


def price_tables(effect: PriceEffect, figures: WhatIfFigures, top: int) -> list[Table]:
    """List price rises by product and costs by category of final demand."""
    rows = _top(effect, top)
    accounts = effect.outcome.accounts
    products = Table(
        id="prices",
        title=Text(zh="碳价引起的产品价格涨幅", en="Price rises by product"),
        columns=[_label_column(Text(zh="产品", en="Product")), _column("price_rise_pct")],
        rows=[[effect.outcome.name(k), float(effect.rise_pct[k])] for k in rows],
        claims=[[None, _rise(effect, figures, k).id] for k in rows],
        kind=accounts.kind,
        source=accounts.citation,
    )
    held: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for k, category in enumerate(effect.categories):
        cost, spent = float(effect.costs[k]), float(effect.demand[k])
        held.append([category_label(category), cost, 100 * cost / spent if spent > 0 else None])
        claims.append([None, _cost(effect, figures, cost, category).id, None])
    uses = Table(
        id="price_costs",
        title=Text(zh="碳价成本按最终需求类别", en="Cost of the carbon price by final demand"),
        columns=[
            _label_column(Text(zh="类别", en="Category")),
            _column("carbon_cost_cny_1e8"),
            _column("share_pct"),
        ],
        rows=held,
        claims=claims,
        kind=accounts.kind,
        source=accounts.citation,
    )
    return [products, uses]


def price_chart(effect: PriceEffect) -> Chart:
    """Draw the largest price rises as bars."""
    rows = _top(effect, 10)
    return Chart(
        id="price_rises",
        type="bar",
        title=Text(zh="碳价引起的产品价格涨幅", en="Price rises by product")
        + of_table(effect.outcome),
        data={
            "categories": names(effect.outcome, rows),
            "series": [
                {
                    "id": "price_rise_pct",
                    "name": FIELDS["price_rise_pct"].label.model_dump(),
                    "y": [float(effect.rise_pct[k]) for k in rows],
                }
            ],
            "horizontal": True,
            "stacked": False,
            "y_name": FIELDS["price_rise_pct"].label.model_dump(),
        },
        unit="percent",
        kind=effect.outcome.accounts.kind,
        source=effect.outcome.accounts.citation,
        section=SECTION,
    )


def names(outcome: Outcome, rows: Sequence[int]) -> list[Any]:
    """Name region-sectors as a chart holds names."""
    return [outcome.name(k).model_dump() for k in rows]


def _label_column(label: Text) -> Column:
    return Column(id="name", label=label)


def _column(field_id: str) -> Column:
    return Column(id=field_id, label=FIELDS[field_id].label, unit=FIELDS[field_id].unit)

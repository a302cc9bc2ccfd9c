"""Fuel switch and electrification: what replaces part of the fuel emissions of a sector.

No table here holds energy, so heat is inferred: emissions of a fuel over its default factor per
unit of heat (IPCC 2006). Only ratios of factors matter to a switch between fuels; electricity is
bought at an assumed price.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from data.assumptions import load_what_if_assumptions
from data.emission_factors import emission_factors
from data.errors import DataMissingError, InputError
from data.result import Note
from data.tables import Array
from data.text import Text, join
from data.vocabulary import FUELS, INVENTORY_FUELS, fold, members
from tools.supply_chain.accounts.fuels import FuelSplit
from tools.supply_chain.algebra.leontief import TONNES_PER_MT
from tools.supply_chain.what_if.maths import Economy
from tools.supply_chain.what_if.steps import (
    Assumed,
    Step,
    Target,
    known_rows,
    scale_intensity,
    shares,
)

ELECTRICITY, NOTHING = "electricity", "none"
KWH_PER_TJ = 1 / 3.6e-6
KG_PER_T = 1000.0
POWER = "power"
PROCESS = "process"

_ELECTRIC = ("electricity", "purchased electricity", "power", "电", "电力", "外购电", "用电", "electrification", "电气化")  # fmt: skip
_NOTHING = ("none", "nothing", "无", "零碳能源", "renewables", "renewable energy", "可再生能源", "green hydrogen", "绿氢", "氢", "氢能", "hydrogen", "biomass", "生物质", "wind", "solar", "风电", "光伏", "新能源", "非化石能源", "non-fossil", "zero carbon")  # fmt: skip
_STANDS_FOR = {"coal": "raw_coal", "oil": "fuel_oil"}


@dataclass(frozen=True)
class Switch:
    """What is switched: shares of fuels in sectors, the fuels, how much of them, and to what."""

    split: FuelSplit
    fuels: tuple[str, ...]
    share_pct: float
    to: str


@dataclass(frozen=True)
class Electricity:
    """What bought electricity takes: its price in CNY per kWh, and kWh per kWh of fuel heat."""

    price: float
    per_heat: float


def default_electricity(price: float | None, per_heat: float | None) -> Electricity:
    """Complete the assumptions on electricity from the project's own."""
    held = load_what_if_assumptions()
    first = held["electricity_price_cny_per_kwh"].at(0)
    second = held["electricity_per_fuel_heat"].at(0)
    return Electricity(price or first, per_heat or second)


def find_replacement(name: str | None) -> str:
    """Return the fuel id, ``electricity`` or ``none`` that a word stands for; no word means none.

    Raises:
        InputError: No such fuel, or one without a default factor.
    """
    if name is None or fold(name) in map(fold, _NOTHING):
        return NOTHING
    if fold(name) in map(fold, _ELECTRIC):
        return ELECTRICITY
    fuel = FUELS.find(name).id
    fuel = _STANDS_FOR.get(fuel, fuel)
    if fuel not in emission_factors():
        label = FUELS.text(fuel)
        raise InputError(
            Text(
                zh=f"“{label.zh}”没有单位热值的缺省排放因子，不能作替代燃料；请指定单一燃料（如天然气）、电力或 none。",
                en=f"“{label.en}” has no default emission factor per unit of heat and cannot replace a"
                " fuel; name a single fuel (such as natural gas), electricity or none.",
            )
        )
    return fuel


def switch_fuel(target: Target, switch: Switch, electricity: Electricity) -> Step:
    """Replace a share of the emissions of fuels in sectors by another fuel, electricity or nothing.

    At equal heat the factor of a sector's intensity is ``1 − Σ_q s·φ_q·(1 − EF_to/EF_q)``, with φ_q
    the fuel's share of the sector's emissions and EF_to = 0 for electricity and nothing.

    Raises:
        InputError: No such share, the sector burns none of it, or power is to buy its own power.
        DataMissingError: The fuels of the sector are unknown.
    """
    _require_share(switch.share_pct)
    rows = known_rows(target)
    parts = _parts(target, switch, rows)
    moved = switch.share_pct / 100 * parts.sum(axis=0)
    factors = emission_factors()
    kept = factors.get(switch.to, 0.0)
    relative = np.array([0.0 if not kept else kept / factors[q] for q in _usable(switch)])
    left = 1 - moved + switch.share_pct / 100 * (relative @ parts)
    apply: Callable[[Economy], Economy] = lambda e: scale_intensity(e, rows, left)  # noqa: E731
    kwh = 0.0
    if switch.to == ELECTRICITY:
        _require_other_than_power(target)
        heat = np.array([TONNES_PER_MT * KG_PER_T / factors[q] for q in _usable(switch)]) @ parts
        per_mt = switch.share_pct / 100 * heat * KWH_PER_TJ * electricity.per_heat
        apply = _electrify(target, rows, left, per_mt, electricity.price)
        kwh = float(per_mt @ target.accounts.direct_mt[rows])
    return Step(
        kind="electricity" if switch.to == ELECTRICITY else "fuel",
        text=_text(target, switch),
        size=switch.share_pct,
        metric="assumption_pct",
        own=tuple(rows),
        apply=apply,
        notes=_notes(switch, electricity),
        assumed=_bought(kwh, electricity) if kwh else (),
    )


def _electrify(
    target: Target, rows: list[int], left: Array, per_mt: Array, price: float
) -> Callable[[Economy], Economy]:
    """Lower the intensity of users and raise what they buy of power: ``Δa = kWh·price/x``.

    Per unit of output the kWh follow the intensity, so that steps before this one count.
    """
    accounts = target.accounts
    supplier = Target(accounts, target.region, accounts.table.regions, (POWER,))

    def apply(economy: Economy) -> Economy:
        columns = dict(economy.columns)
        for j, rate in zip(rows, per_mt, strict=True):
            held = columns.get(j, np.zeros(len(accounts.f)))
            # f in t per 10⁴ CNY, rate in kWh per Mt: CNY per 10⁴ CNY, brought to 10⁴ CNY.
            bought = economy.f[j] / TONNES_PER_MT * rate * price / 1e4
            change = np.zeros(len(held))
            change[supplier.rows] = bought * shares(accounts, supplier, j)
            _require_affordable(target, j, float((held + change).sum()))
            columns[j] = held + change
        return scale_intensity(replace(economy, columns=columns), rows, left)

    return apply


def _require_affordable(target: Target, user: int, more: float) -> None:
    table = target.accounts.table
    if table.x[user] > 0 and more > max(float(table.value_added[user] / table.x[user]), 0.0):
        raise InputError(
            Text(
                zh=f"按所设电价和用电量，{target.name.zh}购电支出将超过其增加值。请降低替代比例、"
                "electricity_price_cny_per_kwh 或 electricity_per_heat。",
                en=f"At the price and amount assumed, {target.name.en} would spend more on electricity"
                " than its value added. Lower the share, electricity_price_cny_per_kwh or"
                " electricity_per_heat.",
            )
        )


def _parts(target: Target, switch: Switch, rows: list[int]) -> Array:
    """Return the shares of the switched fuels in the emissions of rows, (fuels, rows)."""
    picked = [INVENTORY_FUELS.index(q) for q in _usable(switch)]
    if not (switch.split.split[rows] > 0).any():
        raise DataMissingError(no_fuels(target))
    parts = switch.split.shares[np.ix_(picked, rows)] if picked else np.zeros((0, len(rows)))
    if parts.sum() <= 0:
        name = join(FUELS.text(q) for q in switch.fuels)
        raise InputError(
            Text(
                zh=f"表年清单中{target.name.zh}没有可替代的{name.zh}排放。请换一种燃料或部门。",
                en=f"In the inventory of the table year {target.name.en} has no emissions of"
                f" {name.en} that could be replaced. Choose another fuel or sector.",
            )
        )
    return parts


def _usable(switch: Switch) -> list[str]:
    """Return the fuels with a default factor; cement process counts only where nothing replaces it."""
    asked = [q for name in switch.fuels for q in members(FUELS, name)]
    also = {PROCESS} if switch.to == NOTHING else set[str]()
    return [q for q in dict.fromkeys(asked) if q in emission_factors() or q in also]


def no_fuels(target: Target) -> Text:
    """Say that the fuels behind a target's emissions are not held."""
    year = target.accounts.table.year
    return Text(
        zh=f"没有{target.name.zh}在{year}年分燃料的排放（需该年排放清单），无法计算燃料替代。"
        "可改问强度变化，例如“排放强度下降30%”。",
        en=f"Emissions of {target.name.en} by fuel in {year} are not held (the inventory of that year"
        " is needed), so a fuel switch cannot be computed. Ask for a change of intensity instead,"
        " such as “intensity falls by 30 %”.",
    )


def _require_share(share_pct: float) -> None:
    if not 0 < share_pct <= 100:
        raise InputError(
            Text(
                zh="替代比例 share_pct 须大于0、不超过100（%）。",
                en="The share replaced, share_pct, must be above 0 and at most 100 per cent.",
            )
        )


def _require_other_than_power(target: Target) -> None:
    if POWER in target.sectors:
        raise InputError(
            Text(
                zh="电力热力部门本身不能以外购电替代燃料；请用 replace_by=none（可再生能源）或另一种燃料。",
                en="Power and heat cannot replace its fuel by bought electricity; use replace_by=none"
                " (renewables) or another fuel.",
            )
        )


def _text(target: Target, switch: Switch) -> Text:
    fuels = join(FUELS.text(q) for q in switch.fuels)
    name = target.name
    tail = {
        ELECTRICITY: Text(zh="改用外购电", en="is replaced by bought electricity"),
        NOTHING: Text(zh="改由零碳能源替代", en="is replaced by carbon-free energy"),
    }.get(switch.to)
    if tail is None:
        to = FUELS.text(switch.to)
        tail = Text(zh=f"改烧{to.zh}（等热量）", en=f"is replaced by {to.en.lower()} at equal heat")
    return Text(
        zh=f"{name.zh}的{fuels.zh}用量有{{x}}{tail.zh}",
        en=f"{{x}} of the use of {fuels.en.lower()} in {name.en} {tail.en}",
    )


def _notes(switch: Switch, electricity: Electricity) -> tuple[Note, ...]:
    notes = [
        Note(
            text=Text(
                zh="数据中没有能源量，热量由排放和 IPCC 2006 缺省排放因子（单位热值）推算，只用到因子之比；"
                "燃料份额取自表年清单；采购燃料的支出不变。",
                en="No energy is held: heat is inferred from emissions and the default factors of IPCC"
                " 2006 per unit of heat, of which only ratios count; shares of fuels are those of the"
                " inventory; what is spent on fuel stays.",
            )
        )
    ]
    left = [q for name in switch.fuels for q in members(FUELS, name) if q not in _usable(switch)]
    if left:
        names = join(FUELS.text(q) for q in dict.fromkeys(left))
        text = Text(
            zh=f"未替代（没有缺省因子，或不是燃料）：{names.zh}。",
            en=f"Not replaced, for want of a default factor or being no fuel: {names.en}.",
        )
        notes.append(Note(level="caution", text=text))
    if switch.to == ELECTRICITY:
        notes.append(
            Note(
                level="caution",
                text=Text(
                    zh="电气化的购电量和电价是假设（data/assumptions/what_if.toml，可用参数改动）；"
                    "增购的电按表中现有电源结构排放，电价越高、单位金额的电量越少，结果随之变化。",
                    en="Amount and price of the electricity are assumptions"
                    " (data/assumptions/what_if.toml; arguments change them); the added electricity"
                    " emits as the power of the table does, per unit of money, so the price matters.",
                ),
            )
        )
    del electricity
    return tuple(notes)


def _bought(kwh: float, electricity: Electricity) -> tuple[Assumed, ...]:
    params = {"price": electricity.price, "per_heat": electricity.per_heat}
    return (
        Assumed(
            metric="electricity_twh",
            value=kwh / 1e9,
            text=Text(zh="需增购电力{x}", en="this takes {x} of bought electricity"),
            formula="Σ_q s·E_q/EF_q / 3.6e-6 · ratio / 10⁹",
            params=params,
        ),
    )

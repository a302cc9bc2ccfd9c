"""From the arguments of a what-if to its steps: what each change names, checked."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.text import Text
from data.vocabulary import FUELS, REGIONS, members
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.accounts.fuels import open_fuels
from tools.supply_chain.what_if.demand import CNY_1E4_PER_1E8, Shift, change_demand
from tools.supply_chain.what_if.fuel import (
    Electricity,
    Switch,
    find_replacement,
    no_fuels,
    switch_fuel,
)
from tools.supply_chain.what_if.steps import (
    Step,
    Target,
    aim,
    change_coefficient,
    change_intensity,
)

Percent = Annotated[float, Field(allow_inf_nan=False, ge=-1e6, le=1e6)]


class Change(BaseModel):
    """One change beside the first; the same fields mean the same as in the tool itself."""

    model_config = ConfigDict(extra="forbid")

    region: str | None = None
    sector: str | None = None
    intensity_change_pct: Percent | None = None
    fuel: str | None = None
    replace_by: str | None = None
    share_pct: Percent | None = None
    input_sector: str | None = None
    coefficient_change_pct: Percent | None = None
    product: str | None = None
    demand_change_pct: Percent | None = None
    demand_change_cny_1e8: Percent | None = None
    category: str | None = None

    @property
    def sizes(self) -> tuple[float | None, ...]:
        """The amounts given, one for each kind of change."""
        return (
            self.intensity_change_pct,
            self.share_pct,
            self.coefficient_change_pct,
            self.demand_change_pct,
            self.demand_change_cny_1e8,
        )


class Planner:
    """Makes the steps of a what-if.

    Args:
        dataset: The data set.
        accounts: Of the table.
        region: Where a change names none.
        electricity: What bought electricity takes.
    """

    def __init__(
        self, dataset: Dataset, accounts: Accounts, region: str, electricity: Electricity
    ) -> None:
        self.dataset, self.accounts = dataset, accounts
        self.region, self.electricity = region, electricity

    def steps(self, change: Change) -> list[Step]:
        """Return the steps of a change: intensity, fuel, input, demand, in this order.

        Raises:
            InputError: A name is unknown, a size is missing or impossible.
            DataMissingError: The table or the inventory does not hold what a change is about.
        """
        region = REGIONS.find(change.region).id if change.region else self.region
        found: list[Step] = []
        if change.intensity_change_pct is not None:
            target = self._aim(region, change.sector)
            found.append(change_intensity(target, change.intensity_change_pct))
        if change.share_pct is not None:
            found.append(self._fuel(region, change))
        if change.coefficient_change_pct is not None:
            found.append(self._coefficient(region, change, change.coefficient_change_pct))
        if change.demand_change_pct is not None or change.demand_change_cny_1e8 is not None:
            found.append(self._demand(region, change))
        if not found:
            raise InputError(_NO_SIZE)
        return found

    def _aim(self, region: str, sector: str | None) -> Target:
        return aim(self.accounts, region, sector)

    def _fuel(self, region: str, change: Change) -> Step:
        target = self._aim(region, change.sector)
        split = open_fuels(self.dataset, self.accounts)
        if split is None:
            raise DataMissingError(no_fuels(target))
        fuel = FUELS.find(change.fuel or "fossil").id
        to = find_replacement(change.replace_by)
        if to in members(FUELS, fuel):
            raise InputError(_same_fuel(fuel))
        share = change.share_pct or 0.0
        return switch_fuel(target, Switch(split, (fuel,), share, to), self.electricity)

    def _coefficient(self, region: str, change: Change, pct: float) -> Step:
        if change.sector is None or change.input_sector is None:
            raise InputError(_NO_LINK)
        target = self._aim(region, change.sector)
        everywhere = self.accounts.table.regions
        inputs = self._aim(region, change.input_sector)
        inputs = Target(self.accounts, region, everywhere, inputs.sectors)
        other = None
        if change.replace_by and change.share_pct is None:
            named = self._aim(region, change.replace_by)
            other = Target(self.accounts, region, everywhere, named.sectors)
            _require_apart(inputs, other)
        return change_coefficient(target, inputs, pct, other)

    def _demand(self, region: str, change: Change) -> Step:
        alone = change.intensity_change_pct is None and change.coefficient_change_pct is None
        product = self._aim(region, change.product or (change.sector if alone else None))
        other = None
        if change.replace_by and change.share_pct is None and change.coefficient_change_pct is None:
            other = self._aim(region, change.replace_by)
            _require_apart(product, other)
        money = (change.demand_change_cny_1e8 or 0.0) * CNY_1E4_PER_1E8
        return change_demand(
            product, change.category, Shift(change.demand_change_pct, money), other
        )


def _require_apart(one: Target, other: Target) -> None:
    shared = set(one.sectors) & set(other.sectors)
    if shared:
        raise InputError(
            Text(
                zh="replace_by 与被替代的部门在投入产出表中是同一部门；请指定另一部门。",
                en="In the table replace_by is the sector that it should replace; name another one.",
            )
        )


def _same_fuel(fuel: str) -> Text:
    name = FUELS.text(fuel)
    return Text(
        zh=f"替代燃料与被替代的“{name.zh}”相同或包含在内；请指定另一种燃料、电力或 none。",
        en=f"The replacement is “{name.en}” itself or part of it; name another fuel, electricity or"
        " none.",
    )


_NO_SIZE = Text(
    zh="没有说明变化多少。请给出其一：intensity_change_pct（排放强度，%）、share_pct（燃料替代比例，%）、"
    "coefficient_change_pct（单位产出的投入，%）、demand_change_pct（最终需求，%）、"
    "demand_change_cny_1e8（最终需求，亿元）或 carbon_price_cny_per_t（碳价，元/吨）。",
    en="The size of the change is missing. Give one of intensity_change_pct (CO2 intensity, %),"
    " share_pct (share of a fuel replaced, %), coefficient_change_pct (input per unit of output, %),"
    " demand_change_pct (final demand, %), demand_change_cny_1e8 (final demand, 10⁸ CNY) and"
    " carbon_price_cny_per_t (carbon price, CNY/t).",
)
_NO_LINK = Text(
    zh="改变投入系数须同时给出 sector（使用部门）和 input_sector（投入）。",
    en="A change of an input coefficient needs sector (the user) and input_sector (the input).",
)

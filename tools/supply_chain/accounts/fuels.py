"""Direct emissions of a table's sectors split by fuel, after the inventory of the table year."""

from dataclasses import dataclass, replace

import numpy as np

from data.dataset import Dataset
from data.tables import Array, Inventory
from data.vocabulary import INVENTORY_FUELS
from tools.supply_chain.accounts.accounts import Accounts, concordance_matrix


@dataclass(frozen=True)
class FuelSplit:
    """Shares of fuels in the direct emissions of every region-sector of a table.

    ``shares`` (18, n) follow ``INVENTORY_FUELS``; a column sums to 1, or is 0 where ``split`` (n,)
    is False: there the inventory does not say which fuel.
    """

    shares: Array
    split: Array

    def intensities(self, f: Array, fuels: tuple[str, ...] = INVENTORY_FUELS) -> Array:
        """Return direct intensity by fuel, (fuels, n) in t per 10⁴ CNY."""
        return self.shares[[INVENTORY_FUELS.index(q) for q in fuels]] * f

    def unsplit(self, f: Array) -> Array:
        """Return the direct intensity that no fuel is known for, (n,)."""
        return np.where(self.split > 0, 0.0, f)


def split_by_fuel(accounts: Accounts, inventory: Inventory | None) -> FuelSplit | None:
    """Split every sector as the inventory of its region in the table year does.

    The inventory is mapped by the concordance, ``W'·cell``, and gives shares alone: the level stays
    that of the accounts, whether it came from the table's own CO2 row or from the inventory.

    Returns:
        None where no region has an inventory of the year.
    """
    table = accounts.table
    shares = np.zeros((len(INVENTORY_FUELS), table.n))
    split = np.zeros(table.n)
    held = [r for r in table.regions if inventory is not None and inventory.has(r, table.year)]
    if inventory is None or not held:
        return None
    weights = concordance_matrix(table)
    for region in held:
        block = table.block(region)
        mapped = (weights.T @ inventory.cell(region, table.year)).T
        total = mapped.sum(axis=0)
        np.divide(mapped, total, out=shares[:, block], where=total > 0)
        split[block] = total > 0
    return FuelSplit(shares, split)


def open_fuels(dataset: Dataset, accounts: Accounts) -> FuelSplit | None:
    """Split the emissions of a data set's table; None where the year's inventory is not held."""
    inventories = {"provinces": dataset.provincial, "nation": dataset.national}
    return split_by_fuel(accounts, inventories.get(accounts.table.level))


def accounts_of_fuels(accounts: Accounts, fuels: FuelSplit, chosen: tuple[str, ...]) -> Accounts:
    """Return the accounts of some fuels alone: same table, part of its direct intensity."""
    f = fuels.intensities(accounts.f, chosen).sum(axis=0)
    part = fuels.shares[[INVENTORY_FUELS.index(q) for q in chosen]].sum(axis=0)
    emissions = replace(accounts.emissions, co2_mt=accounts.emissions.co2_mt * part)
    return replace(accounts, f=f, m=accounts.solver.solve_left(f), emissions=emissions)

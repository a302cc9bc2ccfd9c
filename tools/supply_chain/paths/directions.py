"""Structural paths up and down from an ``Accounts`` object, in t CO2."""

from data.tables import Array
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.paths.expansion import ahead_of_sectors, behind_demand
from tools.supply_chain.paths.spa import DEPTH, THRESHOLD, PathSearch, search_paths


def upstream_paths(
    accounts: Accounts,
    demand: Array,
    *,
    threshold: float = THRESHOLD,
    depth: int = DEPTH,
    condensed: bool = False,
) -> PathSearch:
    """Trace the emissions behind a final demand (n,) in 10⁴ CNY to where they arise, in t CO2.

    Paths run from the product demanded back to the emitting sector; ``condensed`` ones leave out
    repetitions of a sector in a row.
    """
    expansion = behind_demand(accounts, demand, folded=condensed)
    return search_paths(expansion, threshold=threshold, depth=depth)


def downstream_paths(
    accounts: Accounts,
    sector: int,
    *,
    threshold: float = THRESHOLD,
    depth: int = DEPTH,
    condensed: bool = False,
) -> PathSearch:
    """Trace the direct emissions of a sector to the final uses they serve, in t CO2.

    Paths run from the emitting sector to the product in which its emissions meet final demand,
    exports or the recorded error; ``condensed`` ones leave out repetitions of a sector in a row.
    """
    expansion = ahead_of_sectors(accounts, [sector], folded=condensed)
    return search_paths(expansion, threshold=threshold, depth=depth)

"""The matrix of transfers between provinces, and its cells and sums as claims."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.result import Claim
from data.text import Text
from data.vocabulary import FUELS, IO_SECTORS, REGIONS
from tools.supply_chain.accounts.accounts import Accounts
from tools.supply_chain.footprint.balance import Balance
from tools.supply_chain.footprint.claims import LABELS, OTHERS, AccountFigures, for_region

ALL = "all_provinces"
NOTHING = Text(zh="", en="")


@dataclass(frozen=True)
class Flow:
    """What one region emits for the final demand of another, in Mt."""

    emitter: str
    user: str
    value: float


@dataclass(frozen=True)
class TransferView:
    """The matrix ``T`` of a table with the figures of each region; ``fuel`` is empty for all."""

    accounts: Accounts
    figures: dict[str, AccountFigures]
    fuel: str = ""

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Regions of the table."""
        return self.accounts.table.regions

    @property
    def of_fuel(self) -> Text:
        """Name the fuel behind a title; nothing for all fuels."""
        name = self.fuel_name
        return Text(zh=f"，只计{name.zh}", en=f" ({name.en})") if self.fuel else NOTHING

    @property
    def alone(self) -> Text:
        """Say at the head of a sentence that one fuel alone is counted."""
        name = self.fuel_name
        if not self.fuel:
            return NOTHING
        return Text(zh=f"只计{name.zh}，", en=f"Counting {name.en} only, ")

    @property
    def fuel_name(self) -> Text:
        """The fuel within a sentence; nothing for all fuels."""
        name = FUELS.text(self.fuel) if self.fuel else NOTHING
        return Text(zh=name.zh, en=name.en[:1].lower() + name.en[1:])

    def value(self, emitter: str, user: str) -> float:
        """Return a cell of the matrix in Mt."""
        place = self.regions.index(emitter), self.regions.index(user)
        return float(self.accounts.transfers_mt[place])

    def claim(self, emitter: str, user: str) -> Claim:
        """Mint a cell of the matrix."""
        return self.figures[user].bilateral(emitter, user, self.value(emitter, user))

    def into(self, region: str) -> list[Flow]:
        """Return what each other region of known emissions emits for one, largest first."""
        return largest(Flow(r, region, self.value(r, region)) for r in self._others(region))

    def out_of(self, region: str) -> list[Flow]:
        """Return what a region emits for each other, largest first; none where it is unknown."""
        if region in self.accounts.unknown:
            return []
        held = (Flow(region, s, self.value(region, s)) for s in self.regions if s != region)
        return largest(held)

    def flows(self) -> list[Flow]:
        """Return the flows between different regions, largest first."""
        return largest(f for r in self.regions for f in self.out_of(r))

    def _others(self, region: str) -> list[str]:
        return [r for r in self.regions if r != region and r not in self.accounts.unknown]


def look_at_transfers(figures: AccountFigures) -> TransferView:
    """Lay out the accounts of every region of a table; claims are kept together."""
    accounts = figures.balance.accounts
    held = {
        r: AccountFigures(figures.dataset, figures.figures, Balance(accounts, r), figures.fuel)
        for r in accounts.table.regions
    }
    return TransferView(accounts, held, figures.fuel)


def flow_name(flow: Flow) -> Text:
    """Name a flow by who emits and for whom."""
    emitter, user = REGIONS.text(flow.emitter), REGIONS.text(flow.user)
    return Text(zh=f"{emitter.zh}→{user.zh}", en=f"{emitter.en} → {user.en}")


def sector_claim(figures: AccountFigures, sector: str, value: float, emitter: str = "") -> Claim:
    """Mint what a sector elsewhere, of one province or of all others, emits for the region."""
    region = figures.balance.region
    where = emitter or OTHERS
    names = {
        OTHERS: LABELS[OTHERS],
        region: for_region(region),
        sector: IO_SECTORS.text(sector),
    }
    return figures.mint(
        "co2_transfer_mt",
        float(value),
        entity={"region": where, "sector": sector, "for": region},
        formula="f_i·(L·y_p)_i / 10⁶",
        names=names,
    )


def net_claim(view: TransferView, region: str, other: str, value: float, *, inflow: bool) -> Claim:
    """Mint what passes on balance between a region and another, as a positive."""
    into, out = view.claim(other, region), view.claim(region, other)
    return view.figures[region].mint(
        "co2_net_inflow_mt" if inflow else "co2_net_outflow_mt",
        value,
        entity={"partner": other},
        formula="T[r, p] − T[p, r]" if inflow else "T[p, r] − T[r, p]",
        parents=[into, out],
        names={other: REGIONS.text(other)},
    )


def whole_claims(view: TransferView) -> tuple[Claim, Claim]:
    """Mint what passes between provinces, and all that domestic final demand causes."""
    T = view.accounts.transfers_mt
    figures = next(iter(view.figures.values()))
    entity = {"region": ALL}
    names = {ALL: Text(zh="各省合计", en="all provinces")}
    between = figures.mint(
        "co2_transfer_mt",
        float(T.sum() - np.trace(T)),
        entity={**entity, "for": OTHERS},
        formula="Σ_r≠s T[r, s]",
        names={**names, OTHERS: LABELS["for_others"]},
    )
    everything = figures.mint(
        "co2_consumption_mt", float(T.sum()), entity=entity, formula="Σ T[r, s]", names=names
    )
    return between, everything


def largest(flows: Iterable[Flow]) -> list[Flow]:
    """Order flows by size, those of nothing left out."""
    return sorted((f for f in flows if f.value > 0), key=lambda f: -f.value)

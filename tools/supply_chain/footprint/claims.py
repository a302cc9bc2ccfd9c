"""The figures of a region's accounts as claims, for every tool that speaks of them."""

from collections.abc import Mapping, Sequence

from data.dataset import Dataset
from data.result import Claim, Scalar
from data.text import Text
from data.vocabulary import REGIONS
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.footprint.balance import Balance

OTHERS = "other_provinces"
OWN = "own_demand"
EXPORTS = "exports"
LABELS = {
    OTHERS: Text(zh="其他省份", en="other provinces"),
    OWN: Text(zh="为本地最终需求", en="for its own final demand"),
    EXPORTS: Text(zh="为出口", en="for exports abroad"),
    "for_others": Text(zh="为其他省份", en="for other provinces"),
    "production": Text(zh="生产侧", en="production-based"),
    "consumption": Text(zh="消费侧", en="consumption-based"),
}


def for_region(region: str) -> Text:
    """Name a region as the one whose final demand it is."""
    name = REGIONS.text(region)
    return Text(zh=f"为{name.zh}", en=f"for {name.en}")


class AccountFigures:
    """Mints the figures of one region's accounts.

    Args:
        dataset: The data set; its population serves for figures per person.
        figures: Where claims are kept.
        balance: The region's accounts.
        fuel: The fuel or group of fuels that they are of; empty for all.
    """

    def __init__(
        self, dataset: Dataset, figures: TableFigures, balance: Balance, fuel: str = ""
    ) -> None:
        self.dataset = dataset
        self.figures = figures
        self.balance = balance
        self.fuel = fuel

    def mint(
        self,
        metric: str,
        value: float,
        *,
        formula: str = "",
        entity: Mapping[str, str] | None = None,
        params: Mapping[str, Scalar] | None = None,
        parents: Sequence[Claim] = (),
        names: Mapping[str, Text] | None = None,
    ) -> Claim:
        """Mint a figure of the region, and of the fuel if it is of one."""
        about = {"region": self.balance.region, **(entity or {})}
        about |= {"fuel": self.fuel} if self.fuel else {}
        return self.figures.mint(
            metric,
            value,
            formula=formula,
            entity=about,
            params=params,
            parents=parents,
            names=names,
        )

    @property
    def households(self) -> Claim | None:
        """What households burn themselves; None where unknown."""
        value = self.balance.households_mt
        if value is None:
            return None
        return self.mint("co2_mt", value, params={"scope": "households"})

    @property
    def sectors(self) -> Claim | None:
        """Direct emissions of all sectors; None where unknown."""
        value = self.balance.sectors_mt
        if value is None:
            return None
        return self.mint("co2_mt", value, formula="Σ_i e_i", params={"scope": "all sectors"})

    @property
    def production(self) -> Claim | None:
        """The production-based account; None where unknown."""
        value = self.balance.production_mt
        parts = [c for c in (self.sectors, self.households) if c]
        if value is None:
            return None
        formula = "direct emissions of sectors + households"
        return self.mint("co2_production_mt", value, formula=formula, parents=parts)

    @property
    def embodied(self) -> Claim:
        """Emissions behind final demand, without what households burn."""
        return self.mint("co2_consumption_mt", self.balance.embodied_mt, formula="f·L·y_p / 10⁶")

    @property
    def consumption(self) -> Claim:
        """The consumption-based account."""
        if self.households is None:
            return self.embodied
        return self.mint(
            "co2_consumption_mt",
            self.balance.consumption_mt,
            formula="f·L·y_p / 10⁶ + households",
            params={"scope": "with households"},
            parents=[self.embodied, self.households],
        )

    @property
    def own(self) -> Claim:
        """Emitted at home for the region's own final demand."""
        return self._flow(self.balance.own_mt, OWN, "Σ f^p·L·y_p / 10⁶")

    @property
    def outward(self) -> Claim:
        """Emitted at home for the final demand of other provinces."""
        names = {OTHERS: LABELS["for_others"]}
        return self.mint(
            "co2_transfer_mt",
            self.balance.outward_mt,
            entity={"for": OTHERS},
            formula="Σ_s≠p T[p, s]",
            names=names,
        )

    @property
    def inward(self) -> Claim:
        """Emitted in other provinces for the region's final demand."""
        region = self.balance.region
        return self.mint(
            "co2_transfer_mt",
            self.balance.inward_mt,
            entity={"region": OTHERS, "for": region},
            formula="Σ_r≠p T[r, p]",
            names={OTHERS: LABELS[OTHERS], region: for_region(region)},
        )

    @property
    def exports(self) -> Claim:
        """Emitted at home for exports abroad."""
        return self._flow(self.balance.exports_mt, EXPORTS, "Σ f^p·L·ex / 10⁶")

    @property
    def exported(self) -> Claim:
        """Emitted anywhere for the region's own exports abroad."""
        names = {EXPORTS: LABELS[EXPORTS]}
        return self.mint(
            "co2_embodied_mt",
            self.balance.exported_mt,
            entity={"for": EXPORTS},
            formula="m_p·ex_p / 10⁶",
            names=names,
        )

    @property
    def net(self) -> Claim:
        """What flows in less what flows out, named by its sign and written as a positive."""
        value = self.balance.inward_mt - self.balance.outward_mt
        metric = "co2_net_inflow_mt" if value >= 0 else "co2_net_outflow_mt"
        formula = "inflow − outflow" if value >= 0 else "outflow − inflow"
        parents = [self.inward, self.outward]
        return self.mint(metric, abs(value), formula=formula, parents=parents)

    @property
    def gap(self) -> Claim | None:
        """How far consumption and production are apart, as a positive; None where unknown."""
        made, used = self.production, self.consumption
        if made is None:
            return None
        return self.mint(
            "difference",
            abs(used.value - made.value),
            formula="|consumption-based − production-based|",
            params={"of": "accounts"},
            parents=[used, made],
        )

    def bilateral(self, emitter: str, user: str, value: float) -> Claim:
        """Mint what one region emits for the final demand of another, or for its own."""
        to = OWN if emitter == user else user
        entity = {"region": emitter, "for": to}
        label = LABELS[OWN] if emitter == user else for_region(user)
        formula = "T[r, s] = Σ_i∈r f_i·(L·y_s)_i / 10⁶"
        return self.mint(
            "co2_transfer_mt", value, entity=entity, formula=formula, names={to: label}
        )

    def share(self, part: Claim, whole: Claim) -> Claim:
        """Mint a part as a share of a whole that is not zero."""
        return self.mint(
            "share_pct",
            100 * part.value / whole.value,
            entity=dict(part.entity),
            formula="part / whole × 100",
            params={"part": part.id, "whole": whole.id},
            parents=[part, whole],
            names=part.names,
        )

    def per_capita(self, account: str, claim: Claim | None) -> Claim | None:
        """Divide an account by the resident population; None where one of them is unknown."""
        people = self.dataset.series.population.claim(
            self.balance.region, self.figures.accounts.table.year
        )
        if people is None or claim is None:
            return None
        self.figures.claims.setdefault(people.id, people)
        return self.mint(
            "co2_per_capita_t",
            100 * claim.value / people.value,
            entity={"account": account},
            formula="CO2 / population",
            parents=[claim, people],
            names={account: LABELS[account]},
        )

    def _flow(self, value: float, to: str, formula: str) -> Claim:
        return self.mint(
            "co2_transfer_mt",
            value,
            entity={"for": to},
            formula=formula,
            names={to: LABELS[to]},
        )

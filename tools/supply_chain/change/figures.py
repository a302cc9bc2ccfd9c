"""The figures of a decomposed change as claims: levels, effects, parts by sector and province."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.citations import SEPARATOR
from data.fields import FIELDS
from data.result import Claim, Kind, Scalar, make_claim, mixed_kind
from data.tables import Array
from data.text import Text
from tools.supply_chain.change.change import Change
from tools.supply_chain.change.structure import Factor

EFFECT: dict[Factor, str] = {
    "intensity": "direct_intensity_effect_mt",
    "structure": "production_structure_effect_mt",
    "mix": "demand_mix_effect_mt",
    "volume": "demand_volume_effect_mt",
    "demand": "demand_effect_mt",
    "per_person": "demand_per_person_effect_mt",
    "population": "demand_population_effect_mt",
}

SYMBOL: dict[Factor, str] = {
    "intensity": "Δf",
    "structure": "ΔL",
    "mix": "Δμ",
    "volume": "Δv",
    "demand": "Δy",
    "per_person": "Δ(y/P)",
    "population": "ΔP",
}

PROVINCES_TOGETHER = "all_provinces"
ELSEWHERE = "other_provinces"
REST = "rest"
NAMES = {
    PROVINCES_TOGETHER: Text(zh="各省合计", en="provinces together"),
    ELSEWHERE: Text(zh="其他省份", en="other provinces"),
    REST: Text(zh="其余合计", en="the rest"),
}


@dataclass(frozen=True)
class Part:
    """A sector or province with its figures: both years, the change, and the effects in order."""

    id: str
    first: Claim
    last: Claim
    change: Claim
    effects: tuple[Claim, ...]


class ChangeFigures:
    """Mints the claims of a change; each is kept once, in order."""

    def __init__(self, dataset: str, change: Change) -> None:
        self.dataset = dataset
        self.change = change
        sides = (change.first, change.last)
        self.kind: Kind = mixed_kind([a.kind for a in sides])
        self.source = SEPARATOR.join(dict.fromkeys(a.citation for a in sides))
        self.claims: dict[str, Claim] = {}
        self._params: dict[str, Scalar] = {
            "tables": " ".join(a.table.id for a in sides),
            "of": change.of,
            "factors": " ".join(change.factors),
            "prices": "constant" if change.price_ratio else "current",
        }
        for claim in (*change.deflator, *change.people):
            self.claims[claim.id] = claim

    def level(self, last: int, value: float, entity: Mapping[str, str] | None = None) -> Claim:
        """Mint the emissions of the first (0) or last (1) year."""
        accounts = (self.change.first, self.change.last)[last]
        footprint = self.change.of == "footprint"
        params: dict[str, Scalar] = {"table": accounts.table.id, "scope": "sectors"}
        if self.change.excluded:
            params["excluded"] = " ".join(self.change.excluded)
        return self._keep(
            "co2_consumption_mt" if footprint else "co2_mt",
            value,
            entity,
            year=accounts.table.year,
            source=accounts.citation,
            formula="f·L·y / 10⁶" if footprint else "Σ f·x / 10⁶",
            params=params,
        )

    def moved(self, first: Claim, last: Claim) -> Claim:
        """Mint the change between two levels of the same thing."""
        return self._keep(
            "co2_change_mt",
            last.value - first.value,
            first.entity,
            formula="E_T − E_0",
            parents=[first, last],
            params=self._params,
        )

    def effect(
        self, factor: Factor, value: float, entity: Mapping[str, str] | None = None
    ) -> Claim:
        """Mint what a factor did, on average over all orders."""
        return self._keep(
            EFFECT[factor],
            value,
            entity,
            formula=f"mean over all orders of {SYMBOL[factor]} in {self.product}",
            params=self._params,
        )

    def bound(self, factor: Factor, value: float, which: str) -> Claim:
        """Mint the least or the largest effect of a factor in any order."""
        return self._keep(
            EFFECT[factor],
            value,
            None,
            formula=f"{which} over all orders of {SYMBOL[factor]} in {self.product}",
            params={**self._params, "bound": which},
        )

    def points(self, effect: Claim, base: Claim) -> Claim | None:
        """Mint an effect over the emissions of the first year; None where those are zero."""
        if base.value == 0:
            return None
        return self._keep(
            "contribution_pct_point",
            100 * effect.value / base.value,
            effect.entity,
            formula="ΔE / E_0 × 100",
            parents=[effect, base],
            params={**effect.params, "part": effect.metric},
        )

    def growth(self, first: Claim, last: Claim) -> Claim | None:
        """Mint a relative change as a positive figure; None where the first year is zero."""
        if first.value == 0:
            return None
        falls = last.value < first.value
        return self._keep(
            "decline_pct" if falls else "growth_pct",
            100 * abs(last.value / first.value - 1),
            first.entity,
            formula="|E_T / E_0 − 1| × 100",
            parents=[first, last],
            params={**self._params, "level": first.metric},
        )

    def size(self, claim: Claim) -> Claim:
        """Mint a change or an effect without its sign."""
        if claim.value >= 0:
            return claim
        return self._keep(
            "offset_mt",
            -claim.value,
            claim.entity,
            formula="− ΔE",
            parents=[claim],
            params={**claim.params, "part": claim.metric},
        )

    def demand(self, last: int) -> Claim:
        """Mint the sum of the final demand behind the emissions, at current prices."""
        accounts = (self.change.first, self.change.last)[last]
        return self._keep(
            "final_demand_cny_1e8",
            self.change.demand_cny_1e4[last] / 1e4,
            None,
            year=accounts.table.year,
            source=accounts.table.source.citation,
            formula="Σ y",
            params={"table": accounts.table.id, "of": self.change.of},
        )

    def part(self, part_id: str, values: Array, entity: Mapping[str, str]) -> Part:
        """Mint the row of a sector or province: first, last and effects, (2 + factors,)."""
        first, last = (self.level(k, float(values[k]), entity) for k in (0, 1))
        effects = zip(self.change.factors, values[2:], strict=True)
        return Part(
            part_id,
            first,
            last,
            self.moved(first, last),
            tuple(self.effect(f, float(v), entity) for f, v in effects),
        )

    @property
    def product(self) -> str:
        """The product that the effects are taken of."""
        tail = {"mix": "L·μ·v", "demand": "L·y", "per_person": "L·(y/P)·P"}
        return f"f·{tail[self.change.factors[2]]}"

    @property
    def place(self) -> dict[str, str]:
        """The entity of whom the figures are."""
        together = self.change.of == "all"
        return {"region": PROVINCES_TOGETHER if together else self.change.region}

    def _keep(
        self,
        metric: str,
        value: float,
        entity: Mapping[str, str] | None,
        *,
        formula: str,
        year: int | None = None,
        source: str = "",
        params: Mapping[str, Scalar],
        parents: Sequence[Claim] = (),
    ) -> Claim:
        whom = {**self.place, **(entity or {})}
        claim = make_claim(
            metric,
            value,
            unit=FIELDS[metric].unit,
            kind=self.kind,
            dataset=self.dataset,
            source=source or self.source,
            year=self.change.years[1] if year is None else year,
            entity=whom,
            formula=formula,
            params=params,
            parents=parents,
            names={k: v for k, v in NAMES.items() if k in whom.values()},
        )
        return self.claims.setdefault(claim.id, claim)

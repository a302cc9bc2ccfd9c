"""Figures of the inventory as claims: totals, per person, per GDP, shares, changes, ranks."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Literal

from data.dataset import Dataset
from data.fields import FIELDS
from data.result import Claim, Finding, Scalar, Table, make_claim
from data.series import Series
from tools.inventory.selection import Cut, sum_cut

Quantity = Literal["total", "per_capita", "per_gdp", "share"]

BETWEEN_SOURCES = " | "

PER_TEN_THOUSAND = 100.0
"""Mt over 10⁴ persons, or over 10⁸ CNY, to t per person, or t per 10⁴ CNY: 10⁶/10⁴."""


class Figures:
    """Mints the claims of one tool call; each is kept once, parents before their children.

    Args:
        dataset: The data set whose inventories are read.
        basis: For shares, the regions whose sum is the whole; empty means each region's own total.
    """

    def __init__(self, dataset: Dataset, basis: Sequence[str] = ()) -> None:
        self.dataset = dataset
        self.basis = tuple(basis)
        self.claims: dict[str, Claim] = {}
        self.unknown: set[tuple[str, str, int]] = set()
        self._totals: dict[tuple[Cut, int], Claim | None] = {}

    def measure(self, quantity: Quantity, cut: Cut, year: int) -> Claim | None:
        """Mint one quantity of a cut's year; None where a part of it is not known."""
        if quantity == "per_capita":
            return self._over(
                cut, year, self.dataset.series.population, "co2_per_capita_t", "CO2 / population"
            )
        if quantity == "per_gdp":
            formula = "CO2 / GDP (current prices)"
            gdp = self.dataset.series.gdp
            return self._over(cut, year, gdp, "co2_per_gdp_t_per_cny_1e4", formula)
        if quantity == "share":
            return self.share(cut, year)
        return self.total(cut, year)

    def total(self, cut: Cut, year: int) -> Claim | None:
        """Mint the CO2 of a cut in Mt."""
        if (cut, year) not in self._totals:
            self._totals[cut, year] = self._mint_total(cut, year)
        return self._totals[cut, year]

    def _mint_total(self, cut: Cut, year: int) -> Claim | None:
        value = sum_cut(self.dataset, cut, year)
        if value is None:
            return None
        inventory = self.dataset.inventory_of(cut.region)
        claim = make_claim(
            "co2_mt",
            value,
            unit="Mt",
            kind=inventory.kind,
            dataset=self.dataset.id,
            source=inventory.source.citation,
            year=year,
            entity=cut.entity,
        )
        return self.keep(claim)

    def share(self, cut: Cut, year: int) -> Claim | None:
        """Mint the part of a cut in its whole, in per cent."""
        return self.part_of(self.total(cut, year), self.whole(cut, year), year)

    def part_of(self, part: Claim | None, whole: Claim | None, year: int) -> Claim | None:
        """Mint one figure over another in per cent; None where either is unknown or nothing."""
        if part is None or whole is None or whole.value == 0:
            return None
        return self.derive(
            "share_pct",
            100 * part.value / whole.value,
            [part, whole],
            formula="part / whole × 100",
            entity=part.entity,
            year=year,
            params={"of": whole.entity.get("region") or whole.entity["regions"]},
        )

    def whole(self, cut: Cut, year: int) -> Claim | None:
        """Mint what a share refers to: the region's total, or the sum of the basis."""
        if not self.basis:
            return self.total(cut.whole, year)
        cuts = [Cut(r, cut.sector, cut.fuel) for r in self.basis]
        return self.sum(cuts, year) if len(cuts) > 1 else self.total(cuts[0], year)

    def sum(self, cuts: Sequence[Cut], year: int) -> Claim | None:
        """Mint the sum of cuts that do not overlap; cuts without data are left out."""
        parts = [c for c in (self.total(cut, year) for cut in cuts) if c is not None]
        if not parts:
            return None
        keys = {
            "regions": " ".join(dict.fromkeys(c.region for c in cuts)),
            "sectors": " ".join(dict.fromkeys(c.sector for c in cuts if c.sector)),
            "fuels": " ".join(dict.fromkeys(c.fuel for c in cuts if c.fuel)),
        }
        entity = {k: v for k, v in keys.items() if v}
        value = sum(p.value for p in parts)
        return self.derive("co2_mt", value, parts, formula="sum", entity=entity, year=year)

    def difference(self, first: Claim, second: Claim) -> Claim:
        """Mint how much the second figure exceeds the first, in their unit."""
        metric = "co2_change_mt" if first.metric == "co2_mt" else "difference"
        unit = "percentage_point" if first.unit == "percent" else first.unit
        return self.derive(
            metric,
            second.value - first.value,
            [second, first],
            formula="second − first",
            entity=second.entity,
            year=second.year,
            params=_against(first),
            unit=unit,
        )

    def growth(self, first: Claim, last: Claim) -> Claim | None:
        """Mint the change relative to the first figure in per cent; None from zero."""
        if first.value == 0:
            return None
        return self.derive(
            "growth_pct",
            100 * (last.value / first.value - 1),
            [last, first],
            formula="(last / first − 1) × 100",
            entity=last.entity,
            year=last.year,
            params=_against(first),
        )

    def rate(self, first: Claim, last: Claim) -> Claim | None:
        """Mint the compound annual rate in per cent a year; None from or to zero."""
        years = (last.year or 0) - (first.year or 0)
        if years <= 0 or first.value <= 0 or last.value <= 0:
            return None
        return self.derive(
            "growth_pct_per_year",
            100 * ((last.value / first.value) ** (1 / years) - 1),
            [last, first],
            formula="((last / first)^(1 / years) − 1) × 100",
            entity=last.entity,
            year=last.year,
            params=_against(first),
        )

    def size(self, claim: Claim) -> Claim:
        """Mint a fall as a positive figure, as sentences put it; a rise stays as it is."""
        if claim.value >= 0:
            return claim
        metric = FALLS.get(claim.metric, claim.metric)
        return self.derive(
            metric,
            -claim.value,
            [claim],
            formula="− change",
            entity=claim.entity,
            year=claim.year,
            params={**claim.params, "fall_of": claim.metric},
            unit=claim.unit,
        )

    def rank(self, claim: Claim, among: Sequence[Claim], group: str) -> Claim:
        """Mint a figure's rank among others, 1 the largest; equal figures share a rank."""
        return self.derive(
            "rank",
            1 + sum(c.value > claim.value and not same_size(c, claim) for c in among),
            [claim],
            formula=f"position among {group} by {claim.metric}, largest first",
            entity=claim.entity,
            year=claim.year,
            params={**claim.params, "by": claim.metric, "among": group, "count": len(among)},
        )

    def count(self, what: str, value: int, like: Claim) -> Claim:
        """Mint a count of things in the same table as another figure."""
        return self.derive(
            "count",
            value,
            [],
            formula="count",
            entity={},
            year=like.year,
            params={"what": what},
            like=like,
        )

    def derive(
        self,
        metric: str,
        value: float,
        parents: Sequence[Claim],
        *,
        formula: str,
        entity: Mapping[str, str],
        year: int | None,
        params: Mapping[str, Scalar] | None = None,
        unit: str = "",
        like: Claim | None = None,
    ) -> Claim:
        """Mint a derived claim whose sources and kind are its parents'."""
        origin = [*parents, *([like] if like else [])]
        held_unit = unit or FIELDS[metric].unit
        claim = make_claim(
            metric,
            value,
            unit=held_unit,
            kind=origin[0].kind,
            dataset=self.dataset.id,
            source=self.source_of(origin, int(value) if held_unit == "year" else year),
            year=year,
            entity=entity,
            formula=formula,
            parents=parents,
            params=params,
        )
        return self.keep(claim)

    def source_of(self, origin: Sequence[Claim], year: int | None) -> str:  # noqa: ARG002
        """Cite what a derived figure of a year rests on; pathways add how years to come arose."""
        return cite(origin)

    def keep(self, claim: Claim) -> Claim:
        """Keep a claim and return the one held under its id."""
        return self.claims.setdefault(claim.id, claim)

    def _over(self, cut: Cut, year: int, series: Series, metric: str, formula: str) -> Claim | None:
        co2 = self.total(cut, year)
        base = series.claim(cut.region, year)
        if co2 is None:
            return None
        if base is None:
            self.unknown.add((series.id, cut.region, year))
            return None
        divisor = self.keep(base)
        value = PER_TEN_THOUSAND * co2.value / divisor.value
        parents = [co2, divisor]
        return self.derive(metric, value, parents, formula=formula, entity=cut.entity, year=year)


def cite(claims: Sequence[Claim]) -> str:
    """Cite the sources of several figures, each once; citations may hold semicolons themselves."""
    parts = [s for c in claims for s in c.source.split(BETWEEN_SOURCES)]
    return BETWEEN_SOURCES.join(dict.fromkeys(parts))


def same_size(one: Claim, other: Claim) -> bool:
    """Tell whether two figures are equal but for the rounding of sums."""
    return math.isclose(one.value, other.value, rel_tol=1e-9, abs_tol=1e-12)


def cited(
    claims: Mapping[str, Claim], findings: Sequence[Finding], tables: Sequence[Table]
) -> list[Claim]:
    """Keep the claims that a sentence or a table shows, with all they were computed from."""
    texts = "".join(f.text.zh + f.text.en for f in findings)
    wanted = re.findall(r"\[\[c:(\w+)\]\]", texts)
    wanted += [cell for table in tables for row in table.claims for cell in row if cell]
    seen: dict[str, None] = {}
    while wanted:
        claim_id = wanted.pop()
        if claim_id not in seen:
            seen[claim_id] = None
            wanted += claims[claim_id].parents
    return [c for c in claims.values() if c.id in seen]


FALLS = {
    "co2_change_mt": "co2_decline_mt",
    "growth_pct": "decline_pct",
    "growth_pct_per_year": "decline_pct_per_year",
}
"""What a negative change is called when it is written as a positive figure."""


def _against(first: Claim) -> dict[str, Scalar]:
    held: dict[str, Scalar] = {"of": first.metric, "against_year": first.year}
    other = " ".join(f"{k}={v}" for k, v in sorted(first.entity.items()))
    return {**held, "against": other}

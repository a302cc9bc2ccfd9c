"""The drivers of a change of CO2, as claims: population, real GDP per person, CO2 per real GDP.

CO2 = P · (G/P) · (CO2/G) with G at constant prices; where energy E is known in coal equivalent,
CO2/G = (E/G) · (CO2/E) and there are four factors. Only the ratio of two years enters an effect,
so the real GDP index serves as G and no price base is needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.result import Claim, Scalar
from data.series import Series
from data.text import Text
from tools.inventory.figures import Figures
from tools.inventory.lmdi import Array, chain_effects
from tools.inventory.selection import Cut


@dataclass(frozen=True)
class Factor:
    """A factor of the identity: its name, and the fields of its change and of its effect."""

    name: Text
    change: str
    effect: str
    formula: str


_SIZE = (
    Factor(
        Text(zh="人口", en="Population"),
        "population_change_pct",
        "population_effect_mt",
        "L(CO2_T, CO2_0) · ln(P_T / P_0)",
    ),
    Factor(
        Text(zh="人均GDP（不变价）", en="GDP per person (constant prices)"),
        "real_gdp_per_capita_change_pct",
        "affluence_effect_mt",
        "L(CO2_T, CO2_0) · ln[(G/P)_T / (G/P)_0]",
    ),
)
FACTORS = (
    *_SIZE,
    Factor(
        Text(zh="单位GDP排放（不变价）", en="CO2 per GDP (constant prices)"),
        "co2_per_real_gdp_change_pct",
        "intensity_effect_mt",
        "L(CO2_T, CO2_0) · ln[(CO2/G)_T / (CO2/G)_0]",
    ),
)
FACTORS_WITH_ENERGY = (
    *_SIZE,
    Factor(
        Text(zh="单位GDP能耗（不变价）", en="Energy per GDP (constant prices)"),
        "energy_per_real_gdp_change_pct",
        "energy_intensity_effect_mt",
        "L(CO2_T, CO2_0) · ln[(E/G)_T / (E/G)_0]",
    ),
    Factor(
        Text(zh="单位能耗排放", en="CO2 per energy"),
        "co2_per_energy_change_pct",
        "carbon_content_effect_mt",
        "L(CO2_T, CO2_0) · ln[(CO2/E)_T / (CO2/E)_0]",
    ),
)
FACTOR_OF = {f.effect: f for f in (*FACTORS, *FACTORS_WITH_ENERGY)}
"""Each factor by the field of its effect."""


@dataclass(frozen=True)
class Level:
    """What the identity needs of one year; ``energy`` is None where it is not known throughout."""

    co2: Claim
    population: Claim
    gdp: Claim
    energy: Claim | None = None

    @property
    def factors(self) -> tuple[float, ...]:
        """The factors in order of ``kinds``: their product is the CO2 in Mt."""
        people, gdp, co2 = self.population.value, self.gdp.value, self.co2.value
        if self.energy is None:
            return people, gdp / people, co2 / gdp
        return people, gdp / people, self.energy.value / gdp, co2 / self.energy.value

    @property
    def kinds(self) -> tuple[Factor, ...]:
        """The factors of the identity."""
        return FACTORS if self.energy is None else FACTORS_WITH_ENERGY

    @property
    def claims(self) -> list[Claim]:
        """The figures of the year."""
        held = [self.co2, self.population, self.gdp]
        return held if self.energy is None else [*held, self.energy]


def read_level(figures: Figures, region: str, year: int, *, with_energy: bool = False) -> Level:
    """Mint the CO2, the population, the real GDP index, perhaps the energy of a year that holds them."""
    co2 = figures.total(Cut(region), year)
    if co2 is None:
        msg = f"{region} has no usable inventory of {year}"
        raise ValueError(msg)
    held = figures.dataset.series
    people = _known(figures, held.population, region, year)
    energy = _known(figures, held.energy, region, year) if with_energy else None
    return Level(co2, people, _known(figures, held.gdp_index, region, year), energy)


def mint_changes(figures: Figures, first: Level, last: Level) -> list[Claim | None]:
    """Mint the change of each factor between two years, in per cent; in order of the factors.

    A factor that was zero has no relative change and gives None.
    """
    values = zip(first.factors, last.factors, strict=True)
    parents = ([1], [1, 2], [0, 2]) if first.energy is None else ([1], [1, 2], [2, 3], [0, 3])
    return [
        figures.derive(
            factor.change,
            100 * (after / before - 1),
            [level.claims[i] for level in (last, first) for i in places],
            formula="(x_T / x_0 − 1) × 100",
            entity=first.co2.entity,
            year=last.co2.year,
            params={"against_year": first.co2.year},
        )
        if before
        else None
        for factor, (before, after), places in zip(first.kinds, values, parents, strict=True)
    ]


def calc_intervals(levels: Sequence[Level]) -> Array:
    """Return the effects in Mt by interval and factor: shape (years − 1, factors)."""
    return chain_effects(np.array([level.factors for level in levels]))


def mint_effects(figures: Figures, first: Level, last: Level) -> list[Claim]:
    """Mint the effect of each factor between two years in Mt; together they are the change."""
    values = calc_intervals([first, last])[0]
    against: dict[str, Scalar] = {"against_year": first.co2.year}
    return [
        figures.derive(
            factor.effect,
            float(value),
            [*last.claims, *first.claims],
            formula=factor.formula,
            entity=first.co2.entity,
            year=last.co2.year,
            params=against,
        )
        for factor, value in zip(first.kinds, values, strict=True)
    ]


def sum_chain(figures: Figures, intervals: Sequence[Sequence[Claim]]) -> list[Claim]:
    """Mint each factor's effects summed over the intervals."""
    since = intervals[0][0].params["against_year"]
    between = " ".join(str(effects[0].year) for effects in intervals[:-1])
    return [
        figures.derive(
            parts[0].metric,
            sum(p.value for p in parts),
            parts,
            formula="sum",
            entity=parts[0].entity,
            year=parts[-1].year,
            params={"against_year": since, "by_way_of": between},
        )
        for parts in zip(*intervals, strict=True)
    ]


def _known(figures: Figures, series: Series, region: str, year: int) -> Claim:
    claim = series.claim(region, year)
    if claim is None:
        raise KeyError(series.id, region, year)
    return figures.keep(claim)

"""The figures of a what-if: claims that name the changes they follow from."""

from collections.abc import Mapping

from data.result import Claim, mark
from data.text import Text
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.what_if.outcome import Outcome
from tools.supply_chain.what_if.steps import Step

FALLS = {
    "co2_effect_mt": "co2_decline_mt",
    "embodied_change_t_per_cny_1e4": "embodied_fall_t_per_cny_1e4",
    "growth_pct": "decline_pct",
}
"""What a fall is called when it is written as a positive figure."""

LEAST_MT = 1e-9
"""A change of less than a kilogram is rounding."""

UP, DOWN = Text(zh="增加", en="up"), Text(zh="减少", en="down")


class WhatIfFigures:
    """Mints the claims of one what-if.

    Args:
        figures: Of the table.
        outcome: What they are drawn from.
    """

    def __init__(self, figures: TableFigures, outcome: Outcome) -> None:
        self.figures = figures
        self.outcome = outcome

    def mint(
        self,
        metric: str,
        value: float,
        formula: str,
        entity: Mapping[str, str] | None = None,
        **params: str | float,
    ) -> Claim:
        """Mint a figure of this what-if."""
        held = {"what_if": self.outcome.key, **params}
        return self.figures.mint(metric, value, formula=formula, entity=entity, params=held)

    def size(self, step: Step, number: int) -> str:
        """Mark the size of a step, as asked."""
        return mark(self.mint(step.metric, step.size, "as asked", step=number))

    def signed(
        self,
        metric: str,
        value: float,
        formula: str,
        entity: Mapping[str, str] | None = None,
        **params: str | float,
    ) -> str:
        """Mark the size of a change without its sign, under the name of a fall where it is one."""
        if value < 0:
            claim = self.mint(FALLS[metric], -value, f"−({formula})", entity, **params)
        else:
            claim = self.mint(metric, value, formula, entity, **params)
        return mark(claim)

    def moved(
        self,
        value: float,
        formula: str,
        entity: Mapping[str, str] | None = None,
        **params: str | float,
    ) -> Text:
        """Say by how much emissions rise or fall."""
        if abs(value) < LEAST_MT:
            return Text(zh="不变", en="unchanged")
        figure = self.signed("co2_effect_mt", value, formula, entity, **params)
        verb = DOWN if value < 0 else UP
        return Text(zh=f"{verb.zh}{figure}", en=f"{verb.en} {figure}")

    def relative(
        self,
        change: float,
        base: float,
        entity: Mapping[str, str] | None = None,
        **params: str | float,
    ) -> str:
        """Mark a change in per cent of a base, without its sign; empty without a base."""
        if base <= 0:
            return ""
        return self.signed(
            "growth_pct", 100 * change / base, "change / base × 100", entity, **params
        )

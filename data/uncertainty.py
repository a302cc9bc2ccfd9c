"""How far each assumption may lie from its stated value: one readable file."""

import tomllib
from functools import cache
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from data.assumptions import FOLDER, load_assumptions
from data.text import Text

FILE = "uncertainty.toml"

GROUP_LABEL: dict[str, Text] = {
    "growth": Text(zh="经济增长", en="growth of the economy"),
    "output": Text(zh="产品产量", en="output of products"),
    "projection": Text(zh="清单年之后的推算", en="projection after the inventory"),
    "technology": Text(zh="技术与基准", en="technology and benchmarks"),
    "sinks": Text(zh="碳汇与捕集", en="sinks and capture"),
}


class Uncertainty(BaseModel):
    """The distribution of one assumption, or of a choice between rules.

    ``low``, ``mode`` and ``high`` are distances from the stated value in its own unit; ``choice``
    entries hold options and weights instead, ``fixed`` ones neither.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    group: str
    kind: Literal["triangular", "uniform", "choice", "fixed"]
    status: Literal["sourced", "assumption"]
    low: float = 0.0
    mode: float = 0.0
    high: float = 0.0
    options: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    source: str = ""
    reason: Text | None = None
    name: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not (self.source if self.status == "sourced" else self.reason):
            msg = f"{self.id} gives neither source nor reason"
            raise ValueError(msg)
        if self.group not in GROUP_LABEL:
            msg = f"{self.id} belongs to no known group"
            raise ValueError(msg)
        if self.kind == "choice":
            self._check_choice()
        elif self.kind != "fixed" and not self.low <= self.mode <= self.high > self.low:
            msg = f"the range of {self.id} is out of order"
            raise ValueError(msg)
        if self.name is None and self.id not in load_assumptions():
            msg = f"{self.id} is no assumption and has no name of its own"
            raise ValueError(msg)
        return self

    def _check_choice(self) -> None:
        fits = len(self.options) == len(self.weights) > 1
        if not fits or min(self.weights) < 0 or sum(self.weights) <= 0:
            msg = f"{self.id} needs a weight of zero or more for each of its options"
            raise ValueError(msg)

    @property
    def label(self) -> Text:
        """What the reader calls it."""
        return self.name or load_assumptions()[self.id].name

    @property
    def unit(self) -> str:
        """Unit id of the range; empty for a choice."""
        return "" if self.kind == "choice" else load_assumptions()[self.id].unit


@cache
def load_uncertainty() -> dict[str, Uncertainty]:
    """Read every distribution, by id, in the order of the file."""
    table = tomllib.loads((FOLDER / FILE).read_text(encoding="utf-8"))
    held = [Uncertainty.model_validate(e) for e in table["uncertainty"]]
    return {u.id: u for u in held}

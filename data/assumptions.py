"""Assumptions of the pathways: one readable file each, every entry with its source or reason."""

import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from data.errors import InputError
from data.text import Text

FOLDER = Path(__file__).parent / "assumptions"

STATUS_LABEL: dict[str, Text] = {
    "sourced": Text(zh="有出处", en="sourced"),
    "assumption": Text(zh="本项目假设", en="assumption of this project"),
}


class Period(BaseModel):
    """A rate that holds for the years up to and including ``until``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    until: int
    value: float


class Assumption(BaseModel):
    """One assumption: a value, rates by period, or a rule in words.

    ``sourced`` entries cite a source; assumptions of this project give a reason in both languages.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: Text
    unit: str
    status: Literal["sourced", "assumption"]
    value: float | None = None
    periods: tuple[Period, ...] = ()
    text: Text | None = None
    source: str = ""
    reason: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.value is not None) + bool(self.periods) + (self.text is not None) != 1:
            msg = f"{self.id} needs one of value, periods and text"
            raise ValueError(msg)
        if not (self.source if self.status == "sourced" else self.reason):
            msg = f"{self.id} gives neither source nor reason"
            raise ValueError(msg)
        if [p.until for p in self.periods] != sorted({p.until for p in self.periods}):
            msg = f"the periods of {self.id} are not in order"
            raise ValueError(msg)
        return self

    def at(self, year: int) -> float:
        """Return the value that holds in a year; the last period serves all later years."""
        if self.value is not None:
            return self.value
        return next((p.value for p in self.periods if year <= p.until), self.periods[-1].value)


class Scenario(BaseModel):
    """A named combination of growth and benchmark level; the reader's own has a path of growth."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: Text
    growth: Literal["slow", "steady", "fast"]
    level: str
    growth_path: tuple[Period, ...] = ()

    def own_growth(self, year: int) -> float | None:
        """Return the reader's own GDP growth in a year; None for a scenario of this project."""
        if not self.growth_path:
            return None
        rates = (p.value for p in self.growth_path if year <= p.until)
        return next(rates, self.growth_path[-1].value)


def _entries(key: str) -> list[dict[str, Any]]:
    files = sorted(FOLDER.glob("*.toml"))
    tables = [tomllib.loads(f.read_text(encoding="utf-8")) for f in files]
    return [entry for table in tables for entry in table.get(key, [])]


@cache
def load_assumptions() -> dict[str, Assumption]:
    """Read every assumption, by id."""
    held = [Assumption.model_validate(e) for e in _entries("assumption")]
    return {a.id: a for a in held}


@cache
def load_what_if_assumptions() -> dict[str, Assumption]:
    """Read what a what-if assumes beside the table, by id; no pathway rests on these."""
    return {a.id: a for a in (Assumption.model_validate(e) for e in _entries("what_if"))}


@cache
def load_scenarios() -> dict[str, Scenario]:
    """Read the named scenarios, by id; the first is the default."""
    return {s.id: s for s in (Scenario.model_validate(e) for e in _entries("scenario"))}


def find_scenario(name: str | None, own: Sequence[Scenario] = ()) -> Scenario:
    """Return a scenario by id or label; None gives the default.

    Args:
        name: As the reader wrote it.
        own: The reader's own scenarios, which come first.

    Raises:
        InputError: There is no such scenario; the message names those there are.

    >>> find_scenario(None).id, find_scenario("快增长·2 °C").id
    ('steady', 'fast_2c')
    """
    if name is None:
        return next(iter(load_scenarios().values()))
    held = [*own, *load_scenarios().values()]
    wanted = name.strip().casefold()
    for scenario in held:
        names = (scenario.id, scenario.name.zh, scenario.name.en)
        if wanted in [n.casefold() for n in names]:
            return scenario
    raise _no_scenario(name, held)


def _no_scenario(name: str, held: Sequence[Scenario]) -> InputError:
    zh = "、".join(f"{s.id}（{s.name.zh}）" for s in held)
    en = ", ".join(f"{s.id} ({s.name.en})" for s in held)
    spelled = {n.casefold(): s for s in held for n in (s.id, s.name.zh, s.name.en)}
    near = get_close_matches(name.strip().casefold(), list(spelled), n=1, cutoff=0.5)
    meant = [spelled[n] for n in near]
    hint = Text(
        zh="".join(f"是不是指“{s.name.zh}”？" for s in meant),
        en="".join(f" Did you mean “{s.name.en}”?" for s in meant),
    )
    return InputError(
        Text(
            zh=f"没有名为“{name}”的情景；{hint.zh}可用：{zh}。",
            en=f"There is no scenario “{name}”.{hint.en} Use one of: {en}.",
        ),
        suggestions=[s.id for s in (*meant, *held)],
    )

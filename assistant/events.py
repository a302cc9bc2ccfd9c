"""What a turn of the conversation yields: steps as they run, and the answer at its end."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from data.result import Claim, Result
from data.text import Lang, Text


class Answer(BaseModel):
    """One finished answer: Markdown with figures as ``[[c:ID]]`` marks, and what stands behind it.

    ``claims`` holds every claim of the conversation so far that may be opened, by id; ``results``
    are those of this turn; ``choices`` is set when the assistant asks back; ``notice`` says why
    another model than the configured one answered, or none; ``model`` is the name by which the server
    calls the model that answered, ``configured`` its name in the settings; ``tokens_in`` and ``tokens_out`` are what
    the providers counted, nought for the built-in model and servers that count nothing.
    """

    question: str
    lang: Lang
    text: str
    claims: dict[str, Claim] = {}
    results: list[Result] = []
    choices: list[str] = []
    followups: list[str] = []
    figures: int = 0
    verified: int = 0
    notice: Text | None = None
    composed: Literal["model", "template", "none"] = "none"
    model: str = ""
    configured: str = ""
    dataset: str = ""
    dataset_title: Text = Text(zh="", en="")
    demonstration: bool = False
    seconds: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True)
class StepStarted:
    """A tool has been called."""

    id: str
    tool: str
    label: Text
    arguments: dict[str, Any]


@dataclass(frozen=True)
class StepFinished:
    """A tool has returned, or failed with a reason."""

    id: str
    tool: str
    label: Text
    ok: bool
    summary: Text
    seconds: float


@dataclass(frozen=True)
class Answered:
    """The turn is over."""

    answer: Answer


Event = StepStarted | StepFinished | Answered

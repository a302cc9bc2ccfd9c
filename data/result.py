"""What every tool returns: claims, tables, chart descriptions, findings and notes, JSON-safe."""

import hashlib
import json
import math
from base64 import b32encode
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from data.text import Lang, Text

Kind = Literal["official", "reference", "user", "demonstration"]
Scalar = str | int | float | bool | None

KIND_LABEL: dict[Kind, Text] = {
    "official": Text(zh="官方数据（已导入）", en="official (imported)"),
    "reference": Text(zh="参考数据（公开发布）", en="reference (published)"),
    "user": Text(zh="用户数据（自行导入）", en="your own data (imported)"),
    "demonstration": Text(zh="演示数据（合成）", en="demonstration data (synthetic)"),
}


class Claim(BaseModel):
    """One figure with everything needed to check it.

    ``value`` is in ``unit`` (a unit id of ``data.fields``); ``parents`` and ``formula`` say how a
    derived figure came about; ``source`` cites the table a direct one was read from. ``names``
    labels the ids of ``entity`` that no vocabulary holds, such as a city's, so that a stored
    claim can be read without its data set.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    metric: str
    entity: dict[str, str] = {}
    year: int | None = None
    value: float
    unit: str
    kind: Kind
    dataset: str
    source: str
    formula: str = ""
    parents: tuple[str, ...] = ()
    params: dict[str, Scalar] = {}
    names: dict[str, Text] = {}

    def entity_name(self, key: str, lang: Lang) -> str:
        """Return the claim's own label of an id in its entity; empty where a vocabulary has it.

        >>> city = {"city": "city:CN-GD:深圳"}
        >>> shenzhen = Text(zh="广东深圳", en="Shenzhen, Guangdong")
        >>> make_claim("co2_mt", 1, unit="Mt", kind="official", dataset="d", source="s",
        ...     entity=city, names={city["city"]: shenzhen}).entity_name("city", "en")
        'Shenzhen, Guangdong'
        """
        held = self.names.get(self.entity.get(key, ""))
        return held.get(lang) if held else ""


def claim_id(
    metric: str,
    entity: Mapping[str, str],
    year: int | None,
    params: Mapping[str, Scalar],
    dataset: str,
) -> str:
    """Derive the id of a claim from what it speaks of, never from its value.

    >>> claim_id("co2_mt", {"region": "CN-GD"}, 2019, {}, "demo") == claim_id(
    ...     "co2_mt", {"region": "CN-GD"}, 2019, {}, "demo")
    True
    """
    key = json.dumps([metric, dict(entity), year, dict(params), dataset], sort_keys=True)
    return b32encode(hashlib.blake2b(key.encode(), digest_size=5).digest()).decode().lower()


def make_claim(
    metric: str,
    value: float,
    *,
    unit: str,
    kind: Kind,
    dataset: str,
    source: str,
    year: int | None = None,
    entity: Mapping[str, str] | None = None,
    formula: str = "",
    parents: Sequence[Claim] = (),
    params: Mapping[str, Scalar] | None = None,
    names: Mapping[str, Text] | None = None,
) -> Claim:
    """Mint a claim; refuses a value that is no finite number.

    Args:
        metric: Field id of ``data.fields`` (``co2_mt``, ``gdp_cny_1e8`` …).
        value: The figure, in ``unit``.
        unit: Unit id of ``data.fields``.
        kind: Table kind; a derived claim is ``demonstration`` if any parent is.
        dataset: Id of the data set.
        source: Short citation of the table, or of the parents' tables.
        year: The year the figure stands for, where it has one.
        entity: What it speaks of, as ids: ``region``, ``sector``, ``fuel``, ``product`` …
        formula: How it was computed, readable.
        parents: The claims it was computed from.
        params: Assumptions that make the figure a different one.
        names: Labels of ids in ``entity`` that no vocabulary holds.

    Raises:
        ValueError: The value is NaN or infinite; a gap in the data is never a figure.
    """
    if not math.isfinite(value):
        msg = f"{metric} of {dict(entity or {})} in {year} is not a finite number"
        raise ValueError(msg)
    held = dict(entity or {})
    extra = dict(params or {})
    return Claim(
        id=claim_id(metric, held, year, extra, dataset),
        metric=metric,
        entity=held,
        year=year,
        value=float(value),
        unit=unit,
        kind=mixed_kind([kind, *(p.kind for p in parents)]),
        dataset=dataset,
        source=source,
        formula=formula,
        parents=tuple(p.id for p in parents),
        params=extra,
        names=dict(names or {}),
    )


def mixed_kind(kinds: Sequence[Kind]) -> Kind:
    """Name the kind of a figure drawn from several tables: the least trusted that matters.

    >>> mixed_kind(["official", "reference"])
    'official'
    >>> mixed_kind(["reference", "demonstration"])
    'demonstration'
    """
    for least in ("demonstration", "user"):
        if least in kinds:
            return least
    return "official" if "official" in kinds else "reference"


class Source(BaseModel):
    """Where a table comes from, as shown to the reader."""

    model_config = ConfigDict(frozen=True)

    title: Text
    citation: str
    kind: Kind
    url: str = ""


class Column(BaseModel):
    """A column of a table: field id, heading, and unit id where it is numeric."""

    id: str
    label: Text
    unit: str = ""


class Table(BaseModel):
    """Rows for the reader; ``claims`` runs parallel to ``rows`` and names the claim of a cell."""

    id: str
    title: Text
    columns: list[Column]
    rows: list[list[Scalar | Text]]
    claims: list[list[str | None]] = []
    kind: Kind
    source: str = ""


ChartType = Literal[
    "network",
    "sankey",
    "trend",
    "pathway",
    "wedge",
    "bar",
    "heatmap",
    "quadrant",
    "waterfall",
    "chord",
    "fan",
]


class Chart(BaseModel):
    """A chart as plain data; ``viz`` draws it. The shapes of ``data`` stand in viz/README.md.

    ``section`` names the findings of its result that it illustrates.
    """

    id: str
    type: ChartType
    title: Text
    data: dict[str, JsonValue]
    unit: str
    kind: Kind
    source: str = ""
    notes: list[Text] = []
    section: str = "main"


class Finding(BaseModel):
    """One sentence of the answer, with figures only as ``[[c:ID]]`` marks."""

    section: str = "main"
    text: Text


class Note(BaseModel):
    """What the reader must know beside the figures; ``figures`` may stand as ``[[c:ID]]``."""

    level: Literal["info", "caution", "missing"] = "info"
    text: Text


class Result(BaseModel):
    """The outcome of one tool call: JSON-safe, complete, the same for the same question."""

    tool: str
    title: Text
    arguments: dict[str, JsonValue] = {}
    findings: list[Finding] = []
    claims: list[Claim] = []
    tables: list[Table] = []
    charts: list[Chart] = []
    notes: list[Note] = []
    method: Text | None = None
    sources: list[Source] = []
    followups: list[Text] = []

    def claim(self, claim_id: str) -> Claim | None:
        """Find one of the result's claims by its id."""
        return next((c for c in self.claims if c.id == claim_id), None)


def mark(claim: Claim) -> str:
    """Write the mark that stands for a figure in a text.

    >>> mark(make_claim("co2_mt", 1, unit="Mt", kind="reference", dataset="x", source="s"))
    '[[c:hxfvsqi2]]'
    """
    return f"[[c:{claim.id}]]"


__all__ = [
    "KIND_LABEL",
    "Chart",
    "ChartType",
    "Claim",
    "Column",
    "Finding",
    "Kind",
    "Lang",
    "Note",
    "Result",
    "Scalar",
    "Source",
    "Table",
    "claim_id",
    "make_claim",
    "mark",
    "mixed_kind",
]

"""The tool that computes with figures of earlier answers, so that no figure is made up."""

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Literal

from pydantic import Field

from data.errors import InputError
from data.fields import FIELDS, unit_label
from data.result import (
    KIND_LABEL,
    Claim,
    Column,
    Finding,
    Note,
    Result,
    Scalar,
    Source,
    Table,
    make_claim,
    mark,
    mixed_kind,
)
from data.text import Text
from data.vocabulary import FUELS, IO_SECTORS, REGIONS, SECTORS
from tools.arguments import Names
from tools.registry import Context, tool

Operation = Literal["difference", "ratio", "share", "growth", "sum"]

FORMULA: dict[Operation, str] = {
    "difference": "first − second",
    "ratio": "first / second",
    "share": "first / second × 100",
    "growth": "(second / first − 1) × 100",
    "sum": "sum",
}

COMPUTE: dict[Operation, Callable[[Sequence[float]], float]] = {
    "difference": lambda v: v[0] - v[1],
    "ratio": lambda v: v[0] / v[1],
    "share": lambda v: 100 * v[0] / v[1],
    "growth": lambda v: 100 * (v[1] - v[0]) / abs(v[0]),
    "sum": lambda v: sum(v),
}

UNFIT: dict[Operation, tuple[str, ...]] = {
    "difference": ("rank",),
    "ratio": ("rank", "year"),
    "share": ("rank", "year"),
    "growth": ("rank", "year"),
    "sum": ("rank", "year", "percent_per_year", "t_per_person", "t_per_cny_1e4", "t_per_t"),
}
"""Units whose figures make no sense in an operation: intensities do not add up."""


@tool
def calculate(
    context: Context,
    operation: Annotated[Operation, Field(description="What to compute")],
    claims: Annotated[Names, Field(description="Ids of figures of earlier answers, in order")],
) -> Result:
    """Compute with figures of earlier answers: a difference, ratio, share, growth or sum.

    ``difference`` first less second; ``ratio`` first over second; ``share`` first as per cent of
    second; ``growth`` change from first to second in per cent; ``sum`` of all. Units must agree.
    """
    parents = [_find(context, claim_id) for claim_id in claims]
    _check(operation, parents)
    result = _derive(context, operation, parents)
    citations = dict.fromkeys((p.source, p.kind) for p in parents)
    return Result(
        tool="calculate",
        title=TITLE[operation],
        findings=[Finding(text=_sentence(operation, parents, result))],
        claims=[*parents, result],
        tables=[_table(operation, parents, result)],
        notes=_notes(parents),
        method=Text(
            zh=f"公式：{FORMULA[operation]}（按给出的顺序）。",
            en=f"Formula: {FORMULA[operation]}, in the order given.",
        ),
        sources=[
            Source(title=KIND_LABEL[kind], citation=source, kind=kind) for source, kind in citations
        ],
        followups=_followups(parents),
    )


TITLE: dict[Operation, Text] = {
    "difference": Text(zh="差值", en="Difference"),
    "ratio": Text(zh="比值", en="Ratio"),
    "share": Text(zh="占比", en="Share"),
    "growth": Text(zh="变化率", en="Change"),
    "sum": Text(zh="合计", en="Sum"),
}


def describe(claim: Claim) -> Text:
    """Name what a claim is about: year, place, sector, fuel and metric.

    >>> describe(make_claim("co2_mt", 1, unit="Mt", kind="official", dataset="d", source="s",
    ...                     year=2019, entity={"region": "CN-GD", "sector": "power"})).zh
    '2019年广东电力热力CO2排放'
    """
    labels = [_label(value) for value in claim.entity.values()]
    field = FIELDS.get(claim.metric)
    metric = field.label if field else Text(zh=claim.metric, en=claim.metric)
    year = f"{claim.year}年" if claim.year else ""
    names = ", ".join(label.en for label in labels)
    of = f" of {names}" if names else ""
    when = f" in {claim.year}" if claim.year else ""
    return Text(
        zh=f"{year}{''.join(label.zh for label in labels)}{metric.zh}",
        en=f"{metric.en}{of}{when}",
    )


def _label(value: str) -> Text:
    """Name an id, or a list of ids as sums carry them."""
    terms = [
        next((v.text(part) for v in (REGIONS, SECTORS, FUELS, IO_SECTORS) if part in v), None)
        for part in value.split(" ")
    ]
    return Text(
        zh="、".join(t.zh if t else p for t, p in zip(terms, value.split(" "), strict=True)),
        en=" + ".join(t.en if t else p for t, p in zip(terms, value.split(" "), strict=True)),
    )


def _find(context: Context, written: str) -> Claim:
    """Look a claim up by its id, however it was written: ``abc``, ``c:abc``, ``[[c:abc]]``."""
    claim_id = re.sub(r"^\W*(?:c:)?|\W*$", "", written)
    claim = context.claims.get(claim_id) if context.claims else None
    if claim is None:
        raise InputError(
            Text(
                zh=f"没有编号为“{written}”的数值。请先用查询工具得到数值，再用其编号计算。",
                en=f"No figure has the id “{written}”. Query the figures first, then calculate"
                " with their ids.",
            )
        )
    return claim


def _check(operation: Operation, parents: Sequence[Claim]) -> None:
    title = TITLE[operation]
    right = len(parents) >= 2 if operation == "sum" else len(parents) == 2
    if not right:
        zh, en = ("至少两个", "two or more") if operation == "sum" else ("恰好两个", "exactly two")
        raise InputError(
            Text(zh=f"计算{title.zh}需要{zh}数值。", en=f"{title.en} takes {en} figures.")
        )
    if len({p.id for p in parents}) != len(parents):
        raise InputError(
            Text(zh="同一个数值给出了不止一次。", en="The same figure is given more than once.")
        )
    units = list(dict.fromkeys(p.unit for p in parents))
    if len(units) > 1:
        zh = "、".join(unit_label(u, "zh") or u for u in units)
        en = ", ".join(unit_label(u, "en") or u for u in units)
        raise InputError(
            Text(
                zh=f"各数值的单位不一致（{zh}），不能计算{title.zh}。",
                en=f"The figures differ in unit ({en}); {title.en.lower()} takes equal units.",
            )
        )
    if units[0] in UNFIT[operation]:
        label = FIELDS[parents[0].metric].label if parents[0].metric in FIELDS else title
        raise InputError(
            Text(
                zh=f"“{label.zh}”不能用来计算{title.zh}。",
                en=f"“{label.en}” cannot be used for: {title.en.lower()}.",
            )
        )
    base = {"ratio": 1, "share": 1, "growth": 0}.get(operation)
    if base is not None and parents[base].value == 0:
        raise InputError(
            Text(
                zh=f"{describe(parents[base]).zh}为零，不能作除数。",
                en=f"{describe(parents[base]).en} is zero and cannot divide.",
            )
        )


def _derive(context: Context, operation: Operation, parents: Sequence[Claim]) -> Claim:
    unit, metric = _unit(operation, parents), _metric(operation, parents)
    common = set(parents[0].entity.items()).intersection(*(p.entity.items() for p in parents[1:]))
    years = {p.year for p in parents}
    datasets = dict.fromkeys(p.dataset for p in parents)
    params: dict[str, Scalar] = {
        "operation": operation,
        "claims": " ".join(p.id for p in parents),
    }
    return make_claim(
        metric,
        COMPUTE[operation]([p.value for p in parents]),
        unit=unit,
        kind=mixed_kind([p.kind for p in parents]),
        dataset="+".join(datasets) or context.dataset.id,
        source="; ".join(dict.fromkeys(s for p in parents for s in p.source.split("; "))),
        year=parents[0].year if len(years) == 1 else None,
        entity=dict(sorted(common)),
        formula=FORMULA[operation],
        parents=parents,
        params=params,
    )


def _unit(operation: Operation, parents: Sequence[Claim]) -> str:
    if operation in ("share", "growth"):
        return "percent"
    if operation == "ratio":
        return "ratio"
    if operation == "difference":
        unit = parents[0].unit
        return {"percent": "percentage_point", "year": "count"}.get(unit, unit)
    return parents[0].unit


def _metric(operation: Operation, parents: Sequence[Claim]) -> str:
    metrics = {p.metric for p in parents}
    if operation == "sum":
        return parents[0].metric
    if operation == "difference" and metrics == {"co2_mt"}:
        return "co2_change_mt"
    fixed: dict[Operation, str] = {
        "ratio": "ratio",
        "share": "share_pct",
        "growth": "growth_pct",
        "difference": "difference",
    }
    return fixed[operation]


def _sentence(operation: Operation, parents: Sequence[Claim], result: Claim) -> Text:
    names = [describe(p) for p in parents]
    figures = [mark(p) for p in parents]
    written = mark(result)
    if operation == "sum":
        zh = "、".join(f"{n.zh}（{f}）" for n, f in zip(names, figures, strict=True))
        en = ", ".join(f"{n.en} ({f})" for n, f in zip(names, figures, strict=True))
        return Text(zh=f"{zh}，合计{written}。", en=f"{en}: together {written}.")
    first, second = names
    one, two = figures
    sentences: dict[Operation, Text] = {
        "difference": Text(
            zh=f"{first.zh}为{one}，{second.zh}为{two}，前者减后者为{written}。",
            en=f"{first.en} is {one}, {second.en} is {two}: first less second {written}.",
        ),
        "ratio": Text(
            zh=f"{first.zh}为{one}，{second.zh}为{two}，前者是后者的{written}倍。",
            en=f"{first.en} is {one}, {second.en} is {two}: {written} times as much.",
        ),
        "share": Text(
            zh=f"{first.zh}（{one}）相当于{second.zh}（{two}）的{written}。",
            en=f"{first.en} ({one}) is {written} of {second.en} ({two}).",
        ),
        "growth": Text(
            zh=f"从{first.zh}（{one}）到{second.zh}（{two}），变化率为{written}。",
            en=f"From {first.en} ({one}) to {second.en} ({two}) the change is {written}.",
        ),
    }
    return sentences[operation]


def _table(operation: Operation, parents: Sequence[Claim], result: Claim) -> Table:
    columns = [
        Column(id="what", label=Text(zh="内容", en="What")),
        Column(id="value", label=Text(zh="数值", en="Value")),
        Column(id="unit", label=Text(zh="单位", en="Unit")),
    ]
    named = [*((describe(p), p) for p in parents), (TITLE[operation], result)]
    rows: list[list[Scalar | Text]] = [[name, c.value, _unit_text(c.unit)] for name, c in named]
    return Table(
        id="calculation",
        title=TITLE[operation],
        columns=columns,
        rows=rows,
        claims=[[None, c.id, None] for _, c in named],
        kind=result.kind,
        source=result.source,
    )


def _unit_text(unit: str) -> Text:
    return Text(zh=unit_label(unit, "zh"), en=unit_label(unit, "en"))


def _notes(parents: Sequence[Claim]) -> list[Note]:
    kinds = {p.kind for p in parents}
    notes: list[Note] = []
    if {"official", "demonstration"} <= kinds:
        text = Text(
            zh="参与计算的数值既有官方数据，也有演示数据，结果只能视为演示数据。",
            en="Official and demonstration figures are mixed here; the outcome is a demonstration.",
        )
        notes.append(Note(level="caution", text=text))
    if len({p.metric for p in parents}) > 1:
        text = Text(
            zh="参与计算的是不同指标，请确认比较有意义。",
            en="The figures are of different metrics; make sure that comparing them makes sense.",
        )
        notes.append(Note(level="caution", text=text))
    return notes


def _followups(parents: Sequence[Claim]) -> list[Text]:
    region = next((p.entity["region"] for p in parents if "region" in p.entity), "")
    if region not in REGIONS:
        return []
    label = REGIONS.text(region)
    return [
        Text(
            zh=f"{label.zh}历年CO2排放走势如何？",
            en=f"How have the CO2 emissions of {label.en} developed?",
        ),
        Text(
            zh=f"{label.zh}排放最多的五个行业是哪些？",
            en=f"Which five sectors emit most in {label.en}?",
        ),
    ]

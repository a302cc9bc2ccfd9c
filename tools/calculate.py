"""The tool that computes with figures of earlier answers, so that no figure is made up."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from data.errors import InputError
from data.fields import unit_label
from data.result import (
    KIND_LABEL,
    Claim,
    Column,
    Finding,
    Kind,
    Note,
    Result,
    Scalar,
    Source,
    Table,
    mark,
)
from data.text import Text
from data.vocabulary import REGIONS
from tools.arguments import Names
from tools.arithmetic import FORMULA, TITLE, Operation, check_operands, derive_claim, describe
from tools.registry import Context, tool


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
    check_operands(operation, parents)
    result = derive_claim(operation, parents)
    citations: dict[str, Kind] = {p.source: p.kind for p in parents}
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
            Source(title=KIND_LABEL[kind], citation=source, kind=kind)
            for source, kind in citations.items()
        ],
        followups=_followups(parents),
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


def _sentence(operation: Operation, parents: Sequence[Claim], result: Claim) -> Text:
    names = [describe(p) for p in parents]
    figures = [mark(p) for p in parents]
    written = mark(result)
    zh = "，".join(f"{n.zh}为{f}" for n, f in zip(names, figures, strict=True))
    en = " and ".join(f"{n.en} at {f}" for n, f in zip(names, figures, strict=True))
    ends: dict[Operation, Text] = {
        "difference": Text(
            zh=f"前者减后者为{written}", en=f"the first less the second is {written}"
        ),
        "ratio": Text(zh=f"前者是后者的{written}倍", en=f"the first is {written} times the second"),
        "share": Text(zh=f"前者相当于后者的{written}", en=f"the first is {written} of the second"),
        "growth": Text(
            zh=f"由前者到后者的变化率为{written}",
            en=f"the change from first to second is {written}",
        ),
        "sum": Text(zh=f"合计{written}", en=f"the sum is {written}"),
    }
    end = ends[operation]
    return Text(zh=f"{zh}，{end.zh}。", en=f"With {en}, {end.en}.")


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

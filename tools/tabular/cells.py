"""The answer of a query as a table whose every figure is a claim."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from data.fields import FIELDS
from data.result import Claim, Column, Scalar, Table, make_claim
from data.text import Text
from tools.inventory.figures import BETWEEN_SOURCES
from tools.tabular.request import Aggregate, Filter, Function, Query, find_members
from tools.tabular.schema import AXIS_LABEL, Axis, Tabular

FUNCTION: dict[Function, Text] = {
    "sum": Text(zh="合计", en="sum"),
    "mean": Text(zh="平均", en="mean"),
    "min": Text(zh="最小", en="minimum"),
    "max": Text(zh="最大", en="maximum"),
    "count": Text(zh="有数值的单元格数", en="cells with a figure"),
    "share": Text(zh="占比", en="share"),
}

FORMULA: dict[Function, str] = {
    "sum": "sum of the cells",
    "mean": "mean of the cells",
    "min": "smallest of the cells",
    "max": "largest of the cells",
    "count": "count",
    "share": "sum of the group / sum of all groups × 100",
}


@dataclass(frozen=True, eq=False)
class Answered:
    """A checked query with its rows, and how many rows there are in all."""

    table: Tabular
    query: Query
    rows: list[tuple[Any, ...]]
    total: int

    @cached_property
    def groups(self) -> list[Axis]:
        """The axes that name a row."""
        if not self.query.aggregates:
            return list(self.table.axes)
        return [a for g in self.query.group_by if (a := self.table.axis(g))]

    @cached_property
    def single(self) -> dict[str, str | int]:
        """The members that the filters leave single, by axis."""
        found: dict[str, str | int] = {}
        for condition in self.query.filters:
            axis = self.table.axis(condition.field)
            if axis is not None and condition.op in ("eq", "in"):
                left = find_members(axis, condition)
                if len(left) == 1:
                    found[axis.id] = left[0]
        return found

    @cached_property
    def source(self) -> str:
        """Citation of the table."""
        return BETWEEN_SOURCES.join(dict.fromkeys(s.citation for s in self.table.sources))

    @cached_property
    def filters(self) -> str:
        """The filters in a fixed form."""
        return describe(self.query.filters)


@dataclass
class Laid:
    """The table of an answer, its claims, and how many of the cells behind them have no figure."""

    table: Table
    claims: dict[str, Claim] = field(default_factory=dict[str, Claim])
    missing: int = 0
    cells: int = 0


def lay_out(answered: Answered) -> Laid:
    """Turn rows into a table and mint the claim of each figure."""
    table, query = answered.table, answered.query
    columns = [Column(id=a.id, label=AXIS_LABEL[a.id]) for a in answered.groups]
    laid = Laid(Table(id="query", title=_title(answered), columns=[], rows=[], kind=table.kind))
    if query.aggregates:
        columns += [_column(answered, a) for a in query.aggregates]
        gaps = _has_gaps(answered)
        columns += [MISSING] if gaps else []
        made = [_group_row(answered, row, laid, gaps) for row in answered.rows]
    else:
        columns += [Column(id=m.field, label=m.label, unit=m.unit) for m in table.measures]
        made = [_raw_row(answered, row, laid) for row in answered.rows]
    laid.table = Table(
        id="query",
        title=_title(answered),
        columns=columns,
        rows=[cells for cells, _ in made],
        claims=[marks for _, marks in made],
        kind=table.kind,
        source=answered.source,
    )
    return laid


MISSING = Column(
    id="missing_cells", label=Text(zh="缺失单元格数", en="Cells missing"), unit="count"
)

Cells = tuple[list[Scalar | Text], list[str | None]]


def _has_gaps(answered: Answered) -> bool:
    start = len(answered.query.group_by)
    return any(row[start + 2] for row in answered.rows)


def _group_row(answered: Answered, row: tuple[Any, ...], laid: Laid, gaps: bool) -> Cells:
    groups = answered.groups
    members = {a.id: _member(a, row[i]) for i, a in enumerate(groups)}
    cells: list[Scalar | Text] = [_name(a, members[a.id]) for a in groups]
    marks: list[str | None] = [None] * len(groups)
    start = len(groups)
    for place, aggregate in enumerate(answered.query.aggregates):
        value, size, missing = row[start + 3 * place : start + 3 * place + 3]
        claim = _mint(answered, aggregate, members, value, size, missing)
        cells.append(claim.value if claim else None)
        marks.append(_keep(laid, claim))
    size, missing = row[start + 1 : start + 3]
    laid.cells += size
    laid.missing += missing
    if gaps:
        claim = _count_missing(answered, members, missing)
        cells.append(claim.value)
        marks.append(_keep(laid, claim))
    return cells, marks


def _raw_row(answered: Answered, row: tuple[Any, ...], laid: Laid) -> Cells:
    groups, table = answered.groups, answered.table
    members = {a.id: _member(a, row[i]) for i, a in enumerate(groups)}
    cells: list[Scalar | Text] = [_name(a, members[a.id]) for a in groups]
    marks: list[str | None] = [None] * len(groups)
    for measure, value in zip(table.measures, row[len(groups) :], strict=True):
        laid.cells += 1
        laid.missing += value is None
        claim = None
        if value is not None:
            entity, year = _entity(answered, members)
            claim = make_claim(
                measure.field,
                value,
                unit=measure.unit,
                kind=table.kind,
                dataset=table.dataset,
                source=answered.source,
                year=year,
                entity=entity,
                params={"table": table.id},
            )
        cells.append(value)
        marks.append(_keep(laid, claim))
    return cells, marks


def _keep(laid: Laid, claim: Claim | None) -> str | None:
    if claim is None:
        return None
    return laid.claims.setdefault(claim.id, claim).id


def _mint(
    answered: Answered,
    aggregate: Aggregate,
    members: dict[str, str | int],
    value: float | None,
    size: int,
    missing: int,
) -> Claim | None:
    """Mint the figure of a group; None where none of its cells has one."""
    if value is None:
        return None
    table = answered.table
    entity, year = _entity(answered, members)
    metric = {"share": "share_pct", "count": "count"}.get(aggregate.function, aggregate.field)
    return make_claim(
        metric,
        value,
        unit=FIELDS[metric].unit,
        kind=table.kind,
        dataset=table.dataset,
        source=answered.source,
        year=year,
        entity=entity,
        formula=FORMULA[aggregate.function],
        params={
            "table": table.id,
            "function": aggregate.function,
            "of": aggregate.field,
            "filters": answered.filters,
            "cells": size,
            "missing": missing,
        },
    )


def _count_missing(answered: Answered, members: dict[str, str | int], missing: int) -> Claim:
    entity, year = _entity(answered, members)
    return make_claim(
        "count",
        missing,
        unit="count",
        kind=answered.table.kind,
        dataset=answered.table.dataset,
        source=answered.source,
        year=year,
        entity=entity,
        formula="count",
        params={
            "table": answered.table.id,
            "what": "cells without a figure",
            "filters": answered.filters,
        },
    )


def describe(filters: list[Filter]) -> str:
    """Write filters in a fixed form, part of a claim's identity.

    >>> describe([Filter(field="year", op="ge", value=2015)])
    'year ge 2015.0'
    """
    parts = (f"{f.field} {f.op} {' '.join(map(str, f.values))}" for f in filters)
    return "; ".join(sorted(parts))


def _entity(answered: Answered, members: dict[str, str | int]) -> tuple[dict[str, str], int | None]:
    """Name what a row speaks of: its groups, and what the filters leave single."""
    held = {**answered.single, **members}
    year = held.pop("year", None)
    return {k: str(v) for k, v in held.items()}, int(year) if year is not None else None


def _member(axis: Axis, code: int) -> str | int:
    return int(code) if axis.is_year else axis.members[code]


def _name(axis: Axis, member: str | int) -> Scalar | Text:
    return member if axis.is_year else axis.labels[member]


def _column(answered: Answered, aggregate: Aggregate) -> Column:
    measure = answered.table.measure(aggregate.field)
    label = measure.label if measure else Text(zh=aggregate.field, en=aggregate.field)
    how = FUNCTION[aggregate.function]
    unit = {"share": "percent", "count": "count"}.get(
        aggregate.function, measure.unit if measure else ""
    )
    return Column(
        id=aggregate.column,
        label=Text(zh=f"{label.zh}（{how.zh}）", en=f"{label.en} ({how.en})"),
        unit=unit,
    )


def _title(answered: Answered) -> Text:
    title, groups = answered.table.title, answered.query.group_by
    if not groups:
        return title
    names = [AXIS_LABEL[g] for g in groups]
    return Text(
        zh=f"{title.zh}：按{'、'.join(n.zh for n in names)}汇总",
        en=f"{title.en}, by {' and '.join(n.en.lower() for n in names)}",
    )

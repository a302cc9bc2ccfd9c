"""What a query may ask: filters, groups, aggregates, order; each name checked against the table."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from data.errors import InputError
from data.text import Text
from tools.tabular.schema import AXIS_LABEL, Axis, Measure, Tabular

MOST_ROWS = 200
"""Rows of an answer; each figure in them is a claim."""

Function = Literal["sum", "mean", "min", "max", "count", "share"]
Op = Literal["eq", "in", "ge", "le", "between"]


class Filter(BaseModel):
    """Keep the cells for which a field meets a condition."""

    model_config = ConfigDict(extra="forbid")

    field: str = Field(description="An axis or a measure of the table")
    op: Op = "eq"
    value: str | float | list[str | float] = Field(
        description="A name or number; several for in; two ends for between"
    )

    @property
    def values(self) -> list[str | float]:
        """The value as a list."""
        return self.value if isinstance(self.value, list) else [self.value]


class Aggregate(BaseModel):
    """Reduce the cells of each group to one figure."""

    model_config = ConfigDict(extra="forbid")

    field: str = Field(description="A measure of the table")
    function: Function = "sum"

    @property
    def column(self) -> str:
        """Id of its column, also what an order may name."""
        return f"{self.function}:{self.field}"


class Order(BaseModel):
    """Sort the rows of the answer."""

    model_config = ConfigDict(extra="forbid")

    field: str = Field(description="A field of group_by, or function:field of an aggregate")
    descending: bool = False


class Query(BaseModel):
    """A query as asked, before it is checked."""

    table: str
    filters: list[Filter] = []
    group_by: list[str] = []
    aggregates: list[Aggregate] = []
    order_by: list[Order] = []
    limit: int = MOST_ROWS


def check(table: Tabular, query: Query) -> Query:
    """Check every name of a query and complete it: no aggregates over groups means sums.

    Raises:
        InputError: A field is not documented, a function does not fit, or a sum means nothing.
    """
    for name in [*query.group_by, *(f.field for f in query.filters)]:
        _known(table, name)
    for name in query.group_by:
        if table.axis(name) is None:
            raise _no_axis(table, name)
    wanted = query.aggregates
    if not wanted:
        wanted = [Aggregate(field=table.measures[0].field)] if query.group_by else []
    for aggregate in wanted:
        measure = table.measure(aggregate.field)
        if measure is None:
            raise _no_measure(table, aggregate.field)
        if aggregate.function in ("sum", "share"):
            _refuse_sum(table, query, measure)
    full = query.model_copy(update={"aggregates": wanted})
    columns = [*_row_fields(table, full), *(a.column for a in wanted)]
    for order in full.order_by:
        if order.field not in columns:
            raise _no_order(order.field, columns)
    return full


def _row_fields(table: Tabular, query: Query) -> list[str]:
    return query.group_by if query.aggregates else table.fields


def _known(table: Tabular, name: str) -> None:
    if name not in table.fields:
        held = ", ".join(table.fields)
        raise InputError(
            Text(
                zh=f"数据表 {table.id} 没有字段“{name}”；字段：{held}。",
                en=f"The table {table.id} has no field “{name}”; fields: {held}.",
            )
        )


def _refuse_sum(table: Tabular, query: Query, measure: Measure) -> None:
    """Refuse to add up along an axis where it means nothing, unless a single member is left."""
    for axis_id, reason in measure.why_not.items():
        axis = table.axis(axis_id)
        if axis is None or axis_id in query.group_by or _is_single(axis, query):
            continue
        raise InputError(
            Text(
                zh=f"不能对“{measure.label.zh}”沿{AXIS_LABEL[axis_id].zh}求和：{reason.zh}。",
                en=f"{measure.label.en} cannot be added over {axis_id}: {reason.en}.",
            )
        )


def _is_single(axis: Axis, query: Query) -> bool:
    conditions = [f for f in query.filters if f.field == axis.id]
    return any(
        f.op in ("eq", "in") and len(f.values) == 1 and len(find_members(axis, f)) == 1
        for f in conditions
    )


def find_members(axis: Axis, condition: Filter) -> list[str | int]:
    """Resolve the names of a filter on an axis; groups stand for their members."""
    return [m for v in condition.values for m in axis.find(_plain(v))]


def _plain(value: str | float) -> str | int:
    return int(value) if isinstance(value, float) else value


def _no_axis(table: Tabular, name: str) -> InputError:
    held = ", ".join(a.id for a in table.axes)
    return InputError(
        Text(
            zh=f"只能按维度分组，“{name}”是数值字段；维度：{held}。",
            en=f"Only axes can be grouped by, and “{name}” is a measure; axes: {held}.",
        )
    )


def _no_measure(table: Tabular, name: str) -> InputError:
    held = ", ".join(m.field for m in table.measures)
    return InputError(
        Text(
            zh=f"只能汇总数值字段；“{name}”不是。数值字段：{held}。",
            en=f"Only measures can be aggregated, and “{name}” is none; measures: {held}.",
        )
    )


def _no_order(name: str, columns: list[str]) -> InputError:
    held = ", ".join(columns)
    return InputError(
        Text(
            zh=f"结果中没有“{name}”这一列，不能据此排序；可用：{held}。",
            en=f"The answer has no column “{name}” to sort by; use: {held}.",
        )
    )

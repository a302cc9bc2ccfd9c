"""Runs checked queries in DuckDB: in memory, shut off from files and network, bounded."""

import threading
from collections import OrderedDict
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from data.errors import InputError
from data.text import Text
from tools.tabular.request import Filter, Query, find_members
from tools.tabular.schema import Axis, Tabular, spread

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SETTINGS = {
    "enable_external_access": "false",
    "memory_limit": "1GB",
    "threads": "2",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}
TIMEOUT_S = 10.0
MOST_TABLES = 6
"""Tables kept in memory; the one unused for longest makes room."""

Row = tuple[Any, ...]


class Engine:
    """One in-memory database; tables are loaded when first queried and kept while in use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tables: OrderedDict[tuple[str, ...], str] = OrderedDict()
        self._made = 0
        self._connection: DuckDBPyConnection | None = None

    def run(self, key: tuple[str, ...], table: Tabular, query: Query) -> tuple[list[Row], int]:
        """Run a checked query.

        Args:
            key: What tells this table from those of other data sets, and versions of it.
            table: The table.
            query: The query, checked by ``request.check``.

        Returns:
            The rows up to the limit, and how many there are. Of a grouped query a row holds the
            groups, then for each aggregate its figure, its cells and its cells without a figure.

        Raises:
            InputError: The query took too long.
        """
        sql, values = write_sql(table, query)
        with self._lock:
            name = self._load(key, table)
            cursor = self._database().cursor()
            with _bounded(cursor):
                found = cursor.execute(sql.replace("{table}", name), values).fetchall()
        return [row[:-1] for row in found], int(found[0][-1]) if found else 0

    def _database(self) -> "DuckDBPyConnection":
        if self._connection is None:
            import duckdb

            self._connection = duckdb.connect(":memory:", config=dict(SETTINGS))
        return self._connection

    def _load(self, key: tuple[str, ...], table: Tabular) -> str:
        if key in self._tables:
            self._tables.move_to_end(key)
            return self._tables[key]
        connection = self._database()
        while len(self._tables) >= MOST_TABLES:
            _, oldest = self._tables.popitem(last=False)
            connection.execute(f"DROP TABLE {oldest}")
        self._made += 1
        name = f"cells_{self._made}"
        columns: dict[str, Any] = dict(spread(table.axes))
        for field, array in table.read().items():
            columns[field] = np.ma.masked_invalid(np.ascontiguousarray(array).reshape(-1))
        connection.register("arrays", columns)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM arrays")  # noqa: S608
        connection.unregister("arrays")
        self._tables[key] = name
        return name


@contextmanager
def _bounded(cursor: "DuckDBPyConnection") -> Generator[None]:
    import duckdb

    timer = threading.Timer(TIMEOUT_S, cursor.interrupt)
    timer.start()
    try:
        yield
    except (duckdb.InterruptException, duckdb.OutOfMemoryException) as error:
        raise InputError(
            Text(
                zh="查询过大，已中止；请增加筛选条件或减少分组字段。",
                en="The query was too large and was stopped; filter more or group by fewer fields.",
            )
        ) from error
    finally:
        timer.cancel()
        cursor.close()


def write_sql(table: Tabular, query: Query) -> tuple[str, list[Any]]:
    """Write a checked query as SQL with placeholders; every name in it is the table's own."""
    where, values = _where(table, query.filters)
    order = [f"{_quote(o.field)} {'DESC' if o.descending else 'ASC'} NULLS LAST"
             for o in query.order_by]  # fmt: skip
    if query.aggregates:
        groups = [_quote(g) for g in query.group_by]
        figures = [part for a in query.aggregates for part in _figures(a.function, a.field)]
        rest = [g for g in groups if not any(o.startswith(f"{g} ") for o in order)]
        sql = f"SELECT {', '.join([*groups, *figures])} FROM {{table}}{where}"  # noqa: S608
        sql += f" GROUP BY {', '.join(groups)}" if groups else ""
    else:
        names = [_quote(f) for f in table.fields]
        rest = [_quote(a.id) for a in table.axes]
        sql = f"SELECT {', '.join(names)} FROM {{table}}{where}"  # noqa: S608
    ordered = f" ORDER BY {', '.join([*order, *rest])}" if [*order, *rest] else ""
    counted = f"SELECT *, count(*) OVER () FROM ({sql}){ordered} LIMIT ?"  # noqa: S608
    return counted, [*values, query.limit]


def _figures(function: str, field: str) -> list[str]:
    column, alias = _quote(field), _quote(f"{function}:{field}")
    written = {
        "share": f"100 * sum({column}) / sum(sum({column})) OVER ()",
        "count": f"count({column})",
    }.get(function, f"{'avg' if function == 'mean' else function}({column})")
    return [
        f"{written} AS {alias}",
        f"count(*) AS {_quote(f'cells:{function}:{field}')}",
        f"count(*) - count({column}) AS {_quote(f'missing:{function}:{field}')}",
    ]


def _where(table: Tabular, filters: list[Filter]) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    for condition in filters:
        axis = table.axis(condition.field)
        text, bound = _condition(axis, condition)
        parts.append(text)
        values += bound
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), values


def _condition(axis: Axis | None, condition: Filter) -> tuple[str, list[Any]]:
    column = _quote(condition.field)
    if axis is not None and condition.op in ("eq", "in"):
        held = find_members(axis, condition)
        codes = held if axis.is_year else [axis.members.index(m) for m in held]
        return f"{column} IN (SELECT unnest(?))", [codes]
    if axis is not None and not axis.is_year:
        raise InputError(
            Text(
                zh=f"字段“{condition.field}”只能用 eq 或 in 筛选。",
                en=f"The field “{condition.field}” takes eq or in only.",
            )
        )
    numbers = [_number(condition, v) for v in condition.values]
    wanted = {"between": 2, "in": len(numbers)}.get(condition.op, 1)
    if len(numbers) != wanted or not numbers:
        raise InputError(
            Text(
                zh=f"字段“{condition.field}”的筛选 {condition.op} 需要{wanted}个数值。",
                en=f"The filter {condition.op} on “{condition.field}” takes {wanted} number(s).",
            )
        )
    text = {
        "eq": f"{column} = ?",
        "in": f"{column} IN ({', '.join('?' * len(numbers))})",
        "ge": f"{column} >= ?",
        "le": f"{column} <= ?",
        "between": f"{column} BETWEEN ? AND ?",
    }[condition.op]
    return text, sorted(numbers) if condition.op == "between" else numbers


def _number(condition: Filter, value: str | float) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise InputError(
            Text(
                zh=f"字段“{condition.field}”需要数值，“{value}”不是。",
                en=f"The field “{condition.field}” takes numbers; “{value}” is none.",
            )
        ) from error


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


ENGINE = Engine()
"""The one database of this process."""

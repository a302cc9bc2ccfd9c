"""What a tidy table is made of: named columns with type and unit, and rows that come one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from data.manifest import TableInfo
from data.text import Text
from data.vocabulary import Vocabulary

ColumnType = Literal["string", "integer", "number"]
Value = str | int | float
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Column:
    """One column; the unit of a figure stands in its name, ``unit`` is its id."""

    name: str
    type: ColumnType
    title: Text
    unit: str = ""


@dataclass(frozen=True)
class TidyTable:
    """One table of the export: ``id`` names its file; rows are made while they are written."""

    id: str
    info: TableInfo
    columns: tuple[Column, ...]
    rows: Iterator[Row]


def named(axis: str, title: Text) -> tuple[Column, Column, Column]:
    """Give the columns of an axis: its id, and its label in both languages."""
    return (
        Column(axis, "string", title),
        Column(f"{axis}_zh", "string", Text(zh=f"{title.zh}（中文）", en=f"{title.en}, Chinese")),
        Column(f"{axis}_en", "string", Text(zh=f"{title.zh}（英文）", en=f"{title.en}, English")),
    )


def labelled(vocabulary: Vocabulary, term_id: str) -> tuple[str, str, str]:
    """Return an id with its labels; an id beyond the vocabulary stands for itself.

    >>> from data.vocabulary import REGIONS
    >>> labelled(REGIONS, "CN-GD")
    ('CN-GD', '广东', 'Guangdong')
    """
    return term_id, vocabulary.label(term_id, "zh"), vocabulary.label(term_id, "en")


YEAR = Column("year", "integer", Text(zh="年份", en="Year"))
KIND = Column("kind", "string", Text(zh="数据类别", en="Kind of data"))
CO2 = Column("co2_mt", "number", Text(zh="CO2排放（Mt）", en="CO2 emissions (Mt)"), "Mt")

"""Tables laid out from rows of cells, each with the claim behind it."""

from collections.abc import Collection, Iterable, Sequence

from data.result import Claim, Column, Kind, Scalar, Table, mixed_kind
from data.text import Text
from tools.inventory.figures import cite

Cell = tuple[Scalar | Text, str | None]
"""What a cell shows, and the id of the claim behind it."""


def name_columns(labels: Iterable[tuple[str, ...]]) -> list[Column]:
    """Head columns by id, Chinese and English name, and unit where there is one.

    >>> [c.unit for c in name_columns([("year", "年份", "Year"), ("cut_mt", "减少", "Cut", "Mt")])]
    ['', 'Mt']
    """
    return [
        Column(id=i, label=Text(zh=zh, en=en), unit="".join(unit)) for i, zh, en, *unit in labels
    ]


def figure_cell(claim: Claim | None) -> Cell:
    """Make a table cell of a claim, empty where there is none."""
    return (claim.value, claim.id) if claim else (None, None)


def kind_of(claims: Sequence[Claim]) -> Kind:
    """Name the kind of a table or chart from its figures."""
    return mixed_kind([c.kind for c in claims])


def lay_out(
    table_id: str,
    title: Text,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    claims: Collection[Claim],
) -> Table:
    """Build a table from its cells; kind and source are those of the claims it rests on."""
    held = list(claims)
    return Table(
        id=table_id,
        title=title,
        columns=list(columns),
        rows=[[cell[0] for cell in row] for row in rows],
        claims=[[cell[1] for cell in row] for row in rows],
        kind=kind_of(held),
        source=cite(held),
    )

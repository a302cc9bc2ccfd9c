"""What a table that can be queried looks like: axes with their members, measures with units."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as made

import numpy as np
from numpy.typing import NDArray

from data.errors import InputError
from data.fields import FIELDS
from data.result import Kind, Source
from data.tables import Array
from data.text import Text, same
from data.vocabulary import Vocabulary, members

AXIS_LABEL: dict[str, Text] = {
    "region": Text(zh="地区", en="Region"),
    "year": Text(zh="年份", en="Year"),
    "sector": Text(zh="行业", en="Sector"),
    "fuel": Text(zh="燃料", en="Fuel"),
    "product": Text(zh="产品", en="Product"),
    "item": Text(zh="项目", en="Item"),
    "place": Text(zh="市县", en="City or county"),
    "province": Text(zh="省份", en="Province"),
    "from_region": Text(zh="供给地区", en="Selling region"),
    "from_sector": Text(zh="供给部门", en="Selling sector"),
    "to_region": Text(zh="使用地区", en="Buying region"),
    "to_sector": Text(zh="使用部门", en="Buying sector"),
}


@dataclass(frozen=True)
class Axis:
    """One way in which the cells of a table differ.

    Attributes:
        id: Name of the axis, also of its column.
        members: Ids of the members in order; years are integers.
        labels: What each member is called.
        vocabulary: Where names are looked up; None: by id and label alone.
    """

    id: str
    members: tuple[str | int, ...]
    labels: dict[str | int, Text]
    vocabulary: Vocabulary | None = None

    @property
    def is_year(self) -> bool:
        """Whether its members are years."""
        return self.id == "year"

    def find(self, name: str | int) -> tuple[str | int, ...]:
        """Resolve a name to the members it stands for; a group stands for several.

        Raises:
            InputError: Nothing of that name is on the axis; the message says what is.
        """
        found = self._look_up(name)
        held = tuple(m for m in found if m in self.labels)
        if held:
            return held
        shown = [self.labels[m].zh for m in self.members[:8]]
        shown_en = [self.labels[m].en for m in self.members[:8]]
        cut = len(self.members) > 8
        more = Text(zh="等", en=" and others") if cut else Text(zh="", en="")
        label = AXIS_LABEL[self.id]
        asked = same(str(name))
        if self.vocabulary is not None and name in self.vocabulary:
            asked = self.vocabulary.text(str(name))
        raise InputError(
            Text(
                zh=f"该表的{label.zh}中没有“{asked.zh}”；有：{'、'.join(shown)}{more.zh}。",
                en=f"“{asked.en}” is not on the axis {self.id} of this table; there is:"
                f" {', '.join(shown_en)}{more.en}.",
            )
        )

    def _look_up(self, name: str | int) -> tuple[str | int, ...]:
        if self.is_year:
            return (int(name),) if str(name).isdigit() else ()
        if name in self.labels:
            return (name,)
        if self.vocabulary is not None:
            term = self.vocabulary.find(str(name)).id
            return members(self.vocabulary, term) if term not in self.labels else (term,)
        asked = str(name).lower()
        return tuple(m for m, t in self.labels.items() if asked in (t.zh.lower(), t.en.lower()))


@dataclass(frozen=True)
class Measure:
    """A numeric column: its field, and over which axes its figures may be added up.

    ``why_not`` gives the reason for an axis along which a sum means nothing.
    """

    field: str
    why_not: dict[str, Text] = made(default_factory=dict[str, Text])

    @property
    def unit(self) -> str:
        """Unit of the column."""
        return FIELDS[self.field].unit

    @property
    def label(self) -> Text:
        """Name of the column."""
        return FIELDS[self.field].label


@dataclass(frozen=True)
class Tabular:
    """A table ready to be queried; its cells are read when a query needs them.

    Attributes:
        id: Id of the table.
        title: Name shown.
        axes: The axes in the order of the arrays.
        measures: The numeric columns.
        read: Gives an array for each measure in the shape of the axes; NaN where not held.
        kind: Kind of its figures.
        sources: Where they come from.
        dataset: Id on the claims.
    """

    id: str
    title: Text
    axes: tuple[Axis, ...]
    measures: tuple[Measure, ...]
    read: Callable[[], dict[str, Array]]
    kind: Kind
    sources: tuple[Source, ...]
    dataset: str

    def axis(self, axis_id: str) -> Axis | None:
        """Return an axis by its id."""
        return next((a for a in self.axes if a.id == axis_id), None)

    def measure(self, field_id: str) -> Measure | None:
        """Return a measure by its field."""
        return next((m for m in self.measures if m.field == field_id), None)

    @property
    def fields(self) -> list[str]:
        """Every documented field: axes, then measures."""
        return [*(a.id for a in self.axes), *(m.field for m in self.measures)]


def years_axis(years: Sequence[int]) -> Axis:
    """Make the axis of years."""
    return Axis("year", tuple(years), {y: same(str(y)) for y in years})


def terms_axis(axis_id: str, ids: Sequence[str], vocabulary: Vocabulary) -> Axis:
    """Make an axis whose members are terms of a vocabulary."""
    return Axis(axis_id, tuple(ids), {i: vocabulary.text(i) for i in ids}, vocabulary)


def spread(axes: Sequence[Axis]) -> dict[str, NDArray[np.int32]]:
    """Write out the axes of an array as flat columns: years as they are, others by position.

    >>> made = spread([years_axis((2018, 2019)), Axis("item", ("a",), {"a": same("a")})])
    >>> made["year"].tolist(), made["item"].tolist()
    ([2018, 2019], [0, 0])
    """
    shape = tuple(len(a.members) for a in axes)
    places = np.indices(shape, dtype=np.int32).reshape(len(shape), -1)
    columns = dict(zip((a.id for a in axes), places, strict=True))
    for axis in axes:
        if axis.is_year:
            columns[axis.id] = np.asarray(axis.members, dtype=np.int32)[columns[axis.id]]
    return columns

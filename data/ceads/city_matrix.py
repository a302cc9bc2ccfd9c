"""The matrix of cities by year beside the vector: read on its own, then compared cell by cell."""

from collections.abc import Callable
from dataclasses import dataclass, field

from data.ceads.cell_tables import CITY
from data.ceads.cell_values import read_amount, read_year
from data.ceads.content import Key
from data.ceads.workbook import Row, Workbook, cell_name, refuse, text_of
from data.manifest import ImportFinding
from data.tables import Place
from data.text import Text

SAME_MT = 1e-9
"""Two sheets that differ by less hold the same figure."""

MOST_SAID = 20
"""So many differences are told one by one."""


def compare_with_matrix(
    file: Workbook, sheet: str, vector: dict[Key, float], find: Callable[[str], Place | None]
) -> list[ImportFinding]:
    """Say where the matrix differs from the vector, a blank being different from a figure.

    Args:
        file: The workbook.
        sheet: The sheet of the matrix: cities down, years across.
        vector: The figures that count, in Mt.
        find: Returns the city a name stands for.

    Raises:
        FileRefusedError: A year, name or number is none, or stands there twice.
    """
    matrix = _Matrix(file, sheet, find)
    matrix.read()
    both = {*matrix.cells, *vector}
    unlike = sorted(k for k in both if not _same(matrix.cells.get(k), vector.get(k)))
    found = [_say_difference(matrix, key, vector.get(key)) for key in unlike[:MOST_SAID]]
    if len(unlike) > MOST_SAID:
        more = len(unlike) - MOST_SAID
        text = Text(
            zh=f"另有 {more} 处矩阵与向量不一致；均以向量为准。",
            en=f"Matrix and vector differ in {more} more places; the vector counts in all.",
        )
        found.append(_finding(matrix, text))
    return found


@dataclass
class _Matrix:
    file: Workbook
    sheet: str
    find: Callable[[str], Place | None]
    cells: dict[Key, float] = field(default_factory=dict[Key, float])
    addresses: dict[Key, str] = field(default_factory=dict[Key, str])
    places: dict[str, Place] = field(default_factory=dict[str, Place])

    def read(self) -> None:
        rows = self.file.rows(self.sheet)
        years = self._years(rows[0] if rows else [])
        for number, row in enumerate(rows[1:], start=1):
            if any(text_of(v) for v in row):
                self._take(number, row, years)

    def _years(self, header: Row) -> dict[int, int]:
        years: dict[int, int] = {}
        for column, heading in enumerate(header[1:], start=1):
            if not text_of(heading):
                continue
            cell = cell_name(0, column)
            year = read_year(self.file.name, self.sheet, cell, heading)
            if year in years.values():
                raise self._twice(str(year), cell)
            years[column] = year
        return years

    def _take(self, number: int, row: Row, years: dict[int, int]) -> None:
        name, at = text_of(row[0]), cell_name(number, 0)
        place = self.find(name)
        if place is None:
            raise refuse(
                self.file.name,
                f"无法识别的城市“{name}”。",
                f"the city “{name}” is unknown.",
                sheet=self.sheet,
                cell=at,
            )
        if place.id in self.places:
            raise self._twice(name, at)
        self.places[place.id] = place
        for column, year in years.items():
            if column < len(row) and text_of(row[column]):
                cell = cell_name(number, column)
                value = read_amount(self.file.name, self.sheet, cell, row[column])
                self.cells[place.id, year] = value
                self.addresses[place.id, year] = cell

    def _twice(self, what: str, cell: str) -> Exception:
        return refuse(
            self.file.name,
            f"“{what}”出现了两次。",
            f"“{what}” stands there twice.",
            sheet=self.sheet,
            cell=cell,
        )


def _same(first: float | None, second: float | None) -> bool:
    return first is not None and second is not None and abs(first - second) <= SAME_MT


def _say_difference(matrix: _Matrix, key: Key, counted: float | None) -> ImportFinding:
    place, year = key
    label = matrix.places[place].label if place in matrix.places else _label(place)
    ours, theirs = _say(counted), _say(matrix.cells.get(key))
    text = Text(
        zh=f"{label.zh}{year}年：矩阵为 {theirs.zh}，向量为 {ours.zh}；以向量为准。",
        en=f"{label.en} {year}: the matrix says {theirs.en}, the vector {ours.en};"
        " the vector counts.",
    )
    finding = _finding(matrix, text)
    cell = matrix.addresses.get(key, "")
    return finding.model_copy(update={"region": place, "year": year, "cell": cell})


def _label(place: str) -> Text:
    name = place.rsplit(":", 1)[-1]
    return Text(zh=name, en=name)


def _say(value: float | None) -> Text:
    if value is None:
        return Text(zh="空", en="nothing")
    return Text(zh=f"{value:.4f} Mt", en=f"{value:.4f} Mt")


def _finding(matrix: _Matrix, text: Text) -> ImportFinding:
    return ImportFinding(
        rule="matrix_differs",
        level="caution",
        file=matrix.file.name,
        table=CITY,
        sheet=matrix.sheet,
        text=text,
    )

"""One sheet of a multi-regional input-output table: its numbers, verified against its own sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from data.ceads.inventory_sheet import Oddity
from data.ceads.io_grid import Grid, read_grid
from data.ceads.io_identities import Parts, find_deviations, find_negative, say_deviation
from data.ceads.io_layout import SECTORS, Layout, find_layout
from data.ceads.workbook import Row, cell_name, refuse
from data.errors import FileRefusedError
from data.tables import FINAL_DEMAND, Array, IoLevel
from data.vocabulary import PROVINCES


@dataclass(frozen=True)
class IoSheet:
    """A table in 10⁴ CNY at current prices, in the shapes of ``data.tables.IoTable``.

    ``arrays`` holds its parts by the names they have there; ``co2_mt`` is absent when the sheet has
    no such row, and NaN in ``unmeasured`` provinces. Further parts are kept when a file has them:
    ``imports_final`` (k·regions), imports for final demand; in a table of the nation ``Z_imports``
    (n, n), ``Y_imports`` (n, k) and ``ex_imports`` (n), imports by product and use.
    ``final_demand`` names the k categories, ``title`` is the first cell's text.
    """

    scheme: str
    regions: tuple[str, ...]
    arrays: dict[str, Array]
    title: str
    unmeasured: tuple[str, ...] = ()
    oddities: list[Oddity] = field(default_factory=list[Oddity])
    final_demand: tuple[str, ...] = FINAL_DEMAND
    level: IoLevel = "provinces"


def read_io_sheet(
    file: str, sheet: str, rows: Iterable[Row], provinces: Sequence[str] = PROVINCES.ids
) -> IoSheet:
    """Read a sheet whose every number is needed; sums that do not hold become findings.

    Args:
        file: Name of the workbook, for messages.
        sheet: Name of the sheet, for messages.
        rows: The rows from A1 on, taken one by one.
        provinces: Ids of the provinces in the order of their blocks.

    Raises:
        FileRefusedError: A code, label or number is missing or not what a table holds; the text
            names file, sheet and cell.
    """
    grid = read_grid(rows)
    if grid is None:
        raise refuse(
            file,
            "没有部门代码（01–42）所在的行。",
            "there is no row of sector codes (01–42).",
            sheet=sheet,
        )
    layout = find_layout(file, sheet, grid, provinces)
    return _Reader(file, sheet, grid, layout, provinces).read()


class _Reader:
    def __init__(
        self, file: str, sheet: str, grid: Grid, layout: Layout, provinces: Sequence[str]
    ) -> None:
        self.file = file
        self.sheet = sheet
        self.grid = grid
        self.layout = layout
        self.provinces = provinces

    def read(self) -> IoSheet:
        n, held = self.layout.n, self.layout
        inside = range(n)
        body = self._take(inside, [*range(n), *held.demand])
        columns = {code: self._take(inside, [c])[:, 0] for code, c in held.columns.items()}
        rows = {code: self._take([r], inside)[0] for code, r in held.rows.items() if code != "CO2"}
        parts = Parts(Z=body[:, :n].copy(), Y=body[:, n:].copy(), columns=columns, rows=rows)
        arrays = {
            "Z": parts.Z,
            "Y": parts.Y,
            "ex": columns["EX"],
            "err": parts.err,
            "x": columns["GO"],
            "imports": rows["IM"],
            "value_added": rows["TVA"],
        }
        imports_final = self._imports_final()
        if imports_final is not None:
            arrays["imports_final"] = imports_final
        unmeasured: tuple[str, ...] = ()
        if "CO2" in held.rows:
            arrays["co2_mt"], unmeasured = self._co2(columns["GO"])
        return IoSheet(
            scheme=held.scheme,
            regions=tuple(self.provinces),
            arrays=arrays,
            title=next((str(v).strip() for v in self.grid.head[0] if str(v).strip()), ""),
            unmeasured=unmeasured,
            oddities=[*held.oddities, *self._look(parts)],
        )

    def _take(self, rows: Sequence[int], columns: Sequence[int]) -> Array:
        """Copy some cells, each of which must be a number."""
        width = self.grid.numbers.shape[1]
        short = next((c for c in columns if c >= width), None)
        if short is not None:
            raise self._no_number(rows[0], short)
        found = self.grid.numbers[np.ix_(rows, columns)]
        if not np.isfinite(found).all():
            row, column = (int(i) for i in np.argwhere(~np.isfinite(found))[0])
            raise self._no_number(rows[row], columns[column])
        return found

    def _no_number(self, row: int, column: int) -> FileRefusedError:
        shown = self.grid.texts.get((row, column), "")
        return refuse(
            self.file,
            f"应为数字，实际为“{shown}”。" if shown else "单元格为空或公式出错，应为数字。",
            f"a number should stand here, not “{shown}”."
            if shown
            else "the cell is empty or holds a formula error; a number is needed.",
            sheet=self.sheet,
            cell=self._cell(row, column),
        )

    def _cell(self, row: int, column: int) -> str:
        return cell_name(row + len(self.grid.head), column + self.grid.first_column)

    def _imports_final(self) -> Array | None:
        """Read the row IM under final demand; None where it holds nothing, NaN where a blank."""
        row, columns = self.layout.rows["IM"], self.layout.demand
        if max(columns) >= self.grid.numbers.shape[1]:
            return None
        wrong = next((c for c in columns if (row, c) in self.grid.texts), None)
        if wrong is not None:
            raise self._no_number(row, wrong)
        found = self.grid.numbers[row, list(columns)]
        return found if np.isfinite(found).any() else None

    def _co2(self, x: Array) -> tuple[Array, tuple[str, ...]]:
        """Read the CO2 row; blanks, and nothing but zeros beside output, are no measurement."""
        row = self.layout.rows["CO2"]
        wrong = [c for r, c in self.grid.texts if r == row and c < self.layout.n]
        if wrong:
            raise self._no_number(row, wrong[0])
        co2 = self.grid.numbers[row, : self.layout.n].copy()
        unmeasured: list[str] = []
        for place, province in enumerate(self.provinces):
            block = slice(place * SECTORS, (place + 1) * SECTORS)
            if not np.nan_to_num(co2[block]).any() and x[block].any():
                co2[block] = np.nan
            if np.isnan(co2[block]).any():
                unmeasured.append(province)
        return co2, tuple(unmeasured)

    def _look(self, parts: Parts) -> list[Oddity]:
        places = {code: ("column", c) for code, c in self.layout.columns.items()}
        places |= {code: ("row", r) for code, r in self.layout.rows.items()}

        def cell(code: str, place: int) -> str:
            way, line = places[code]
            return self._cell(place, line) if way == "column" else self._cell(line, place)

        found = [*find_deviations(parts), *find_negative(parts)]
        return [say_deviation(d, cell(d.code, d.worst)) for d in found]

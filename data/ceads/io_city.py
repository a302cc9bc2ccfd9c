"""The input-output table of cities, a MATLAB file with the matrices Z, F, VA and IM."""

from collections.abc import Iterator
from pathlib import PurePath

import numpy as np

from data.ceads.content import ImportedFile
from data.ceads.inventory_sheet import Oddity
from data.ceads.io_grid import SECTOR_CODES
from data.ceads.io_identities import compare_sums, say_deviation
from data.ceads.io_sheet import IoSheet
from data.ceads.io_tables import IoFile, find_year, table_id
from data.ceads.mat_file import MatFile, read_mat
from data.ceads.workbook import refuse
from data.errors import FileRefusedError
from data.manifest import ImportFinding
from data.tables import Array
from data.text import Text

SCHEME = "unlabelled42"
"""The file numbers its 42 sectors and does not name them, so that no scheme is told."""

SECTORS = len(SECTOR_CODES)
FEWEST_CITIES, MOST_CITIES = 2, 400
_MATRICES = ("Z", "F", "VA", "IM")
_MOST_ROWS = 10
_STRUCT = "MRIO"
_CITY_LABELS = ("city", "cities")


def recognises(file: ImportedFile) -> bool:
    """Tell a MATLAB file: no other table comes in that form."""
    return getattr(file, "kind", "") == "mat"


def read(file: ImportedFile) -> IoFile:
    """Read the table; sums that do not hold become findings.

    Gross output is the use of each row, ``Z`` and ``F`` together; cities without names in the file
    are numbered by their place in it.

    Raises:
        FileRefusedError: A matrix is missing or of another shape, a number is missing, the year
            cannot be told, or the file is damaged.
    """
    content = getattr(file, "content", b"")
    year = find_year(PurePath(file.name).name)
    if year is None:
        raise refuse(
            file.name,
            "无法判断年份：文件中没有年份。请在文件名中写明，例如 China city MRIO_2017.mat，再导入。",
            "the year cannot be told, since the file carries none. Put it into its name, such as"
            " China city MRIO_2017.mat, and import again.",
        )
    found = _Reader(file.name, read_mat(file.name, content)).read()
    table = table_id(year, found.scheme, "cities")
    findings = [
        ImportFinding(
            rule=oddity.rule,
            level=oddity.level,
            file=file.name,
            table=table,
            sheet=_STRUCT,
            cell=oddity.cell,
            years=[year],
            text=oddity.text,
        )
        for oddity in found.oddities
    ]
    return IoFile({table: found}, {table: _STRUCT}, findings)


class _Reader:
    def __init__(self, file: str, mat: MatFile) -> None:
        self.file = file
        self.mat = mat

    def read(self) -> IoSheet:
        missing = [m for m in _MATRICES if m not in self.mat.matrices]
        if missing:
            raise self._refuse(
                f"缺少矩阵 {'、'.join(missing)}；应有结构体 MRIO，含 Z、F、VA、IM。",
                f"these matrices are missing: {', '.join(missing)}; a struct MRIO with Z, F, VA and"
                " IM is needed.",
            )
        Z, F = self.mat.matrices["Z"], self.mat.matrices["F"]
        cities = self._cities(Z)
        Y, ex, categories = self._demand(F, cities)
        value_added, imports = self._row("VA", len(Z)), self._row("IM", len(Z))
        x = Z.sum(axis=1) + F.sum(axis=1)
        regions = self._regions(cities)
        inputs = Z.sum(axis=0) + imports + value_added
        return IoSheet(
            scheme=SCHEME,
            regions=regions,
            arrays={
                "Z": Z,
                "Y": Y,
                "ex": ex,
                "err": np.zeros(len(Z)),
                "x": x,
                "imports": imports,
                "value_added": value_added,
            },
            title=_STRUCT,
            oddities=list(self._look(inputs, x, value_added, has_exports=len(F.T) != len(Y.T))),
            final_demand=categories,
            level="cities",
        )

    def _refuse(self, zh: str, en: str) -> FileRefusedError:
        return refuse(self.file, zh, en)

    def _cities(self, Z: Array) -> int:
        rows, columns = Z.shape
        cities = rows // SECTORS
        if rows != columns or rows % SECTORS or not FEWEST_CITIES <= cities <= MOST_CITIES:
            raise self._refuse(
                f"矩阵 Z 应为方阵，行数为城市数×42，实际为 {rows}×{columns}。",
                f"the matrix Z should be square with 42 rows for each city, not {rows}×{columns}.",
            )
        self._check_numbers("Z", Z)
        return cities

    def _demand(self, F: Array, cities: int) -> tuple[Array, Array, tuple[str, ...]]:
        """Split ``F`` into final demand by city and category, and a last column of exports."""
        rows, columns = F.shape
        each, over = divmod(columns, cities)
        if rows != cities * SECTORS or not each or over > 1:
            raise self._refuse(
                f"矩阵 F 应有 {cities * SECTORS} 行，列数为城市数的整数倍（可另有一列出口），"
                f"实际为 {rows}×{columns}。",
                f"the matrix F should have {cities * SECTORS} rows, and for each city the same number"
                f" of columns, with at most one more for exports; it is {rows}×{columns}.",
            )
        self._check_numbers("F", F)
        ex = F[:, -1].copy() if over else np.zeros(rows)
        return F[:, : cities * each], ex, tuple(f"F{k + 1}" for k in range(each))

    def _row(self, name: str, n: int) -> Array:
        """Add up the rows of a matrix that has one number or a few for each sector."""
        matrix = self.mat.matrices[name]
        if matrix.shape[0] == n and matrix.shape[1] <= _MOST_ROWS:
            matrix = matrix.T
        if matrix.shape[1] != n or not 1 <= matrix.shape[0] <= _MOST_ROWS:
            rows, columns = self.mat.matrices[name].shape
            raise self._refuse(
                f"矩阵 {name} 应有 {n} 列，实际为 {rows}×{columns}。",
                f"the matrix {name} should have {n} columns, not {rows}×{columns}.",
            )
        self._check_numbers(name, self.mat.matrices[name])
        return matrix.sum(axis=0)

    def _check_numbers(self, name: str, matrix: Array) -> None:
        for place, row in enumerate(matrix):
            if not np.isfinite(row).all():
                column = int(np.flatnonzero(~np.isfinite(row))[0])
                raise self._refuse(
                    f"{name}({place + 1},{column + 1}) 不是有限数值。",
                    f"{name}({place + 1},{column + 1}) is no finite number.",
                )

    def _regions(self, cities: int) -> tuple[str, ...]:
        for name, labels in self.mat.labels.items():
            usable = len(set(labels)) == len(labels) == cities and all(labels)
            if usable and name.casefold().startswith(_CITY_LABELS):
                return tuple(f"city:{label}" for label in labels)
        return tuple(f"city:{k + 1:03d}" for k in range(cities))

    def _look(
        self, inputs: Array, x: Array, value_added: Array, *, has_exports: bool
    ) -> Iterator[Oddity]:
        found = compare_sums("TI", "io_input_is_output", inputs, x)
        if found is not None:
            yield say_deviation(found, f"Z(:,{found.worst + 1})")
        below = np.flatnonzero(value_added < 0)
        if len(below):
            worst = int(value_added.argmin()) + 1
            yield Oddity(
                rule="io_negative_value_added",
                level="caution",
                cell=f"VA(:,{worst})",
                text=Text(
                    zh=f"有{len(below)}个部门的增加值为负，最小的在 VA(:,{worst})；数值按原样保留。",
                    en=f"value added is negative in {len(below)} sectors, the lowest at VA(:,{worst});"
                    " the numbers stand as in the file.",
                ),
            )
        if not has_exports:
            yield Oddity(
                rule="io_city_no_exports",
                level="caution",
                cell="F",
                text=Text(
                    zh="文件没有单独的出口列：出口未知，不是零；总产出按 Z 与 F 的行合计。",
                    en="The file has no column of exports of its own: exports are unknown, not zero;"
                    " gross output is the sum of Z and F by row.",
                ),
            )
        if not any(n.casefold().startswith(_CITY_LABELS) for n in self.mat.labels):
            yield Oddity(
                rule="io_city_unnamed",
                level="info",
                cell="Z",
                text=Text(
                    zh="文件没有城市和部门名称，城市按其在文件中的位置编号。",
                    en="The file names neither cities nor sectors; cities are numbered by their place in"
                    " it.",
                ),
            )

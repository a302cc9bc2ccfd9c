"""One sheet of the nation's input-output table: located by code and origin, verified by its sums."""

from collections.abc import Sequence

import numpy as np

from data.ceads.inventory_sheet import Oddity
from data.ceads.io_grid import HEAD_ROWS, SECTOR_CODES, code_of
from data.ceads.io_identities import Deviation, compare_sums, say_deviation
from data.ceads.io_layout import SECTORS, VALUE_ADDED, sector_of
from data.ceads.io_sheet import IoSheet
from data.ceads.workbook import Row, cell_name, refuse, text_of
from data.errors import FileRefusedError
from data.tables import Array
from data.vocabulary import IO_SCHEMES, IO_SECTORS, NATION, io_sector_ids

NATIONAL_DEMAND = ("TC", "FU201", "FU202")
"""Total consumption, fixed capital formation, inventories."""

_COLUMNS = (*SECTOR_CODES, "TIU", *NATIONAL_DEMAND, "EX", "TFU", "GO")
_FOOTER = ("TII", *VALUE_ADDED, "TVA", "TI")
_DOMESTIC, _IMPORTS = "domestic", "imports"
_USES = (*NATIONAL_DEMAND, "EX")


def read_national_sheet(file: str, sheet: str, rows: Sequence[Row]) -> IoSheet:
    """Read a sheet whose every number is needed; sums that do not hold become oddities.

    The ``imports`` of the table are the imported inputs of each sector, its imported products by
    use stand in ``Z_imports``, ``Y_imports`` and ``ex_imports``; there is no error term.

    Args:
        file: Name of the file, for messages.
        sheet: Name of the sheet, for messages; empty for a text.
        rows: All rows from the first on.

    Raises:
        FileRefusedError: A code, label or number is missing or not what the table holds.
    """
    return _Reader(file, sheet, rows).read()


class _Reader:
    def __init__(self, file: str, sheet: str, rows: Sequence[Row]) -> None:
        self.file = file
        self.sheet = sheet
        self.rows = rows
        self.head = self._head()
        self.columns = self._columns()
        self.first = min(self.columns.values())
        self.lines = self._lines()
        self.oddities: list[Oddity] = []

    def read(self) -> IoSheet:
        scheme = self._scheme()
        domestic, imported = self._block(_DOMESTIC), self._block(_IMPORTS)
        footer = {code: self._numbers(("", code), SECTOR_CODES) for code in _FOOTER}
        self._look(domestic, imported, footer)
        Z, Z_imports = domestic[:, :SECTORS], imported[:, :SECTORS]
        uses = slice(SECTORS + 1, SECTORS + 1 + len(NATIONAL_DEMAND))
        exports = SECTORS + 1 + len(NATIONAL_DEMAND)
        return IoSheet(
            scheme=scheme,
            regions=(NATION,),
            arrays={
                "Z": Z.copy(),
                "Y": domestic[:, uses].copy(),
                "ex": domestic[:, exports].copy(),
                "err": np.zeros(SECTORS),
                "x": domestic[:, -1].copy(),
                "imports": Z_imports.sum(axis=0),
                "value_added": footer["TVA"],
                "Z_imports": Z_imports.copy(),
                "Y_imports": imported[:, uses].copy(),
                "ex_imports": imported[:, exports].copy(),
            },
            title=self._title(),
            oddities=self.oddities,
            final_demand=NATIONAL_DEMAND,
            level="nation",
        )

    def _refuse(self, zh: str, en: str, row: int, column: int) -> FileRefusedError:
        return refuse(self.file, zh, en, sheet=self.sheet, cell=cell_name(row, column))

    def _head(self) -> int:
        for place, row in enumerate(self.rows[:HEAD_ROWS]):
            if set(SECTOR_CODES) <= {code_of(v) for v in row}:
                return place
        raise refuse(
            self.file,
            "没有部门代码（01–42）所在的行。",
            "there is no row of sector codes (01–42).",
            sheet=self.sheet,
        )

    def _title(self) -> str:
        above = [text_of(v) for row in self.rows[: self.head] for v in row]
        return next((text for text in above if text), "")

    def _columns(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for column, value in enumerate(self.rows[self.head]):
            code = code_of(value)
            if code in found:
                raise self._refuse(
                    f"列代码“{code}”重复。",
                    f"the column code “{code}” stands there twice.",
                    self.head,
                    column,
                )
            if code in _COLUMNS:
                found[code] = column
        self._check_missing("列", "columns", [c for c in _COLUMNS if c not in found])
        return found

    def _check_missing(self, zh: str, en: str, missing: Sequence[str]) -> None:
        if missing:
            raise refuse(
                self.file,
                f"缺少代码为 {'、'.join(missing)} 的{zh}；文件可能不完整。",
                f"the {en} of these codes are missing: {', '.join(missing)}; the file may be"
                " incomplete.",
                sheet=self.sheet,
            )

    def _lines(self) -> dict[tuple[str, str], int]:
        """Find each row by origin and code; those at the foot have the origin ``""``."""
        found: dict[tuple[str, str], int] = {}
        for place in range(self.head + 1, len(self.rows)):
            key = self._key(place)
            if key is None:
                continue
            if key in found:
                raise self._refuse(
                    f"行代码“{key[1]}”重复（第 {found[key] + 1} 行已有）。",
                    f"the row code “{key[1]}” stands there twice (before in row {found[key] + 1}).",
                    place,
                    0,
                )
            found[key] = place
        for origin in (_DOMESTIC, _IMPORTS):
            missing = [f"{origin} {c}" for c in SECTOR_CODES if (origin, c) not in found]
            self._check_missing("行", "rows", missing)
        self._check_missing("行", "rows", [c for c in _FOOTER if ("", c) not in found])
        return found

    def _key(self, place: int) -> tuple[str, str] | None:
        labels = self._labels(place)
        footer = [code_of(t) for t in labels if code_of(t) in _FOOTER]
        if footer:
            return "", footer[0]
        origin = next((t.casefold() for t in labels if t.casefold() in (_DOMESTIC, _IMPORTS)), "")
        # A running number may stand left of the code, which is the last of the two.
        codes = [code_of(t) for t in labels if code_of(t) in SECTOR_CODES]
        if origin and codes:
            return origin, codes[-1]
        if not any(labels):
            return None
        raise self._refuse(
            f"无法识别的行“{' '.join(filter(None, labels))}”。",
            f"the row “{' '.join(filter(None, labels))}” is unknown.",
            place,
            0,
        )

    def _labels(self, place: int) -> list[str]:
        return [text_of(v) for v in self.rows[place][: self.first]]

    def _scheme(self) -> str:
        known = {
            key: {sector_of(t) for t in self._labels(place)} - {""}
            for key, place in self.lines.items()
            if key[0]
        }
        for scheme in IO_SCHEMES:
            ids = dict(zip(SECTOR_CODES, io_sector_ids(scheme), strict=True))
            if all(found <= {ids[code]} for (_, code), found in known.items()) and any(
                known.values()
            ):
                return self._check_known(scheme, known)
        raise refuse(
            self.file,
            "部门名称不符合两种42部门分类中的任何一种，无法确定部门含义。",
            "the names of the sectors fit neither of the two schemes of 42 sectors, so what the codes"
            " stand for cannot be told.",
            sheet=self.sheet,
        )

    def _check_known(self, scheme: str, known: dict[tuple[str, str], set[str]]) -> str:
        """Refuse a table whose names are mostly unknown: its scheme would be a guess."""
        others = [s for s in IO_SCHEMES if s != scheme]
        apart = {
            code
            for other in others
            for code, mine, theirs in zip(
                SECTOR_CODES, io_sector_ids(scheme), io_sector_ids(other), strict=True
            )
            if mine != theirs
        }
        unnamed = next((key for key in known if key[1] in apart and not known[key]), None)
        if unnamed is not None:
            place = self.lines[unnamed]
            name = IO_SECTORS.text(
                dict(zip(SECTOR_CODES, io_sector_ids(scheme), strict=True))[unnamed[1]]
            )
            raise self._refuse(
                f"此处应为“{name.zh}”部门，名称无法识别。",
                f"the sector {name.en} should stand here; its name is unknown.",
                place,
                0,
            )
        return scheme

    def _block(self, origin: str) -> Array:
        return np.array([self._numbers((origin, code), _COLUMNS) for code in SECTOR_CODES])

    def _numbers(self, line: tuple[str, str], codes: Sequence[str]) -> Array:
        place = self.lines[line]
        row = self.rows[place]
        values: list[float] = []
        for code in codes:
            column = self.columns[code]
            value = row[column] if column < len(row) else ""
            if isinstance(value, bool) or not isinstance(value, int | float) or value - value != 0:
                shown = text_of(value)
                raise self._refuse(
                    f"应为数字，实际为“{shown}”。" if shown else "单元格为空，应为数字。",
                    f"a number should stand here, not “{shown}”."
                    if shown
                    else "the cell is empty; a number is needed.",
                    place,
                    column,
                )
            values.append(float(value))
        return np.array(values)

    def _look(self, domestic: Array, imported: Array, footer: dict[str, Array]) -> None:
        """Compare every stated sum with its parts."""
        for origin, block, rules in (
            (_DOMESTIC, domestic, ("io_intermediate_use", "io_final_use", "io_output_of_row")),
            (_IMPORTS, imported, ("io_import_use", "io_import_final", "io_import_total")),
        ):
            stated = {code: block[:, _COLUMNS.index(code)] for code in ("TIU", "TFU", "GO")}
            computed = {"TIU": block[:, :SECTORS].sum(axis=1)}
            computed["TFU"] = np.sum([block[:, _COLUMNS.index(c)] for c in _USES], axis=0)
            computed["GO"] = computed["TIU"] + computed["TFU"]
            for (code, said), rule in zip(stated.items(), rules, strict=True):
                found = compare_sums(code, rule, said, computed[code])
                self._note(found, [(origin, c) for c in SECTOR_CODES], [code] * SECTORS)
        inputs = domestic[:, :SECTORS].sum(axis=0) + imported[:, :SECTORS].sum(axis=0)
        added = np.sum([footer[c] for c in VALUE_ADDED], axis=0)
        for code, rule, computed_row in (
            ("TII", "io_inputs", inputs),
            ("TVA", "io_value_added", added),
            ("TI", "io_total_input", inputs + footer["TVA"]),
            ("TI", "io_input_is_output", domestic[:, -1]),
        ):
            found = compare_sums(code, rule, footer[code], computed_row)
            self._note(found, [("", code)] * SECTORS, SECTOR_CODES)
        totals = np.array([self._numbers(("", c), ("TIU",))[0] for c in _FOOTER])
        found = compare_sums(
            "TIU", "io_footer_total", totals, np.array([footer[c].sum() for c in _FOOTER])
        )
        self._note(found, [("", c) for c in _FOOTER], ["TIU"] * len(_FOOTER))

    def _note(
        self, found: Deviation | None, lines: Sequence[tuple[str, str]], codes: Sequence[str]
    ) -> None:
        if found is not None:
            row, column = self.lines[lines[found.worst]], self.columns[codes[found.worst]]
            self.oddities.append(say_deviation(found, cell_name(row, column)))

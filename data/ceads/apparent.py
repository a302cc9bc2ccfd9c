"""Apparent emissions: provinces one sheet a year, the nation one sheet with a column a year."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from data.ceads.cell_tables import APPARENT, APPARENT_ITEMS, APPARENT_NATIONAL
from data.ceads.cell_values import read_number, read_year
from data.ceads.content import CellFile, ImportedFile, Key
from data.ceads.sheet_names import YEAR, is_year
from data.ceads.unit_names import MILLION_TONNES, units_in
from data.ceads.workbook import Row, Workbook, cell_name, refuse, text_of
from data.manifest import ImportFinding
from data.tables import Array
from data.text import Text
from data.vocabulary import NATION, PROVINCES, REGIONS, fold

TOLERANCE_MT = 0.01
"""Largest difference of a stated total from the sum of its items, in Mt."""

_ITEMS = {
    "rawcoal": "raw_coal",
    "coal": "raw_coal",
    "原煤": "raw_coal",
    "crudeoil": "crude_oil",
    "oil": "crude_oil",
    "原油": "crude_oil",
    "naturalgas": "natural_gas",
    "gas": "natural_gas",
    "天然气": "natural_gas",
    "cement": "cement",
    "cementproduction": "cement",
    "cementprocess": "cement",
    "水泥": "cement",
}
_NOT_PROVINCES = {"total", "sum", "china", "nation", "national", "全国", "合计", "总计"}
_LEAST_PROVINCES = 10


def is_apparent(file: ImportedFile) -> bool:
    """Tell the provinces by a sheet named by its year whose first row lists them from C on."""
    if not isinstance(file, Workbook):
        return False
    for sheet in (s for s in file.sheet_names if is_year(s)):
        head = (file.head(sheet, 1) or [[]])[0]
        if sum(PROVINCES.get(text_of(h)) is not None for h in head[2:]) >= _LEAST_PROVINCES:
            return True
    return False


def is_apparent_national(file: ImportedFile) -> bool:
    """Tell the nation by its sheet ``emissions``: the heading Items, then years."""
    return isinstance(file, Workbook) and bool(_national_sheet(file))


def read_apparent(file: ImportedFile) -> CellFile:
    """Read every sheet of a year.

    Raises:
        FileRefusedError: A heading, unit, item, number or total is not what such a file holds.
    """
    if not isinstance(file, Workbook):
        raise TypeError(file.name)
    made = CellFile(table=APPARENT, cells={})
    for sheet in file.sheet_names:
        if not is_year(sheet):
            made.findings.extend(_say_not_read(file.name, sheet))
            continue
        year = read_year(file.name, sheet, "A1", sheet)
        columns = _province_columns(file, sheet)
        taken = _Grid(file, sheet, {c: (region, year) for c, region in columns.items()}).read()
        _add(made, taken, sheet, APPARENT)
    return _whole(file, made)


def read_apparent_national(file: ImportedFile) -> CellFile:
    """Read the sheet ``emissions``.

    Raises:
        FileRefusedError: A heading, unit, item, number or total is not what such a file holds.
    """
    if not isinstance(file, Workbook):
        raise TypeError(file.name)
    sheet = _national_sheet(file)
    keys: dict[int, Key] = {}
    for column, heading in enumerate(file.rows(sheet)[0][2:], start=2):
        if text_of(heading):
            cell = cell_name(0, column)
            key = (NATION, read_year(file.name, sheet, cell, heading))
            if key in keys.values():
                raise _twice(file, sheet, text_of(heading), cell)
            keys[column] = key
    made = CellFile(table=APPARENT_NATIONAL, cells={})
    _add(made, _Grid(file, sheet, keys).read(), sheet, APPARENT_NATIONAL)
    return _whole(file, made)


def _national_sheet(file: Workbook) -> str:
    for sheet in (s for s in file.sheet_names if fold(s) == "emissions"):
        head = (file.head(sheet, 1) or [[]])[0]
        texts = [text_of(h) for h in head]
        if len(texts) > 2 and fold(texts[1]) in ("items", "item"):
            return sheet if any(YEAR.fullmatch(t) for t in texts[2:]) else ""
    return ""


def _province_columns(file: Workbook, sheet: str) -> dict[int, str]:
    columns: dict[int, str] = {}
    for column, heading in enumerate((file.rows(sheet) or [[]])[0][2:], start=2):
        label = text_of(heading)
        term = PROVINCES.get(label) if label else None
        cell = cell_name(0, column)
        if term is None:
            if label and fold(label) not in _NOT_PROVINCES:
                raise refuse(
                    file.name,
                    f"无法识别的省份“{label}”。",
                    f"the province “{label}” is unknown.",
                    sheet=sheet,
                    cell=cell,
                )
            continue
        if term.id in columns.values():
            raise _twice(file, sheet, label, cell)
        columns[column] = term.id
    if not columns:
        raise refuse(
            file.name, "第 1 行没有省份。", "row 1 names no province.", sheet=sheet, cell="C1"
        )
    return columns


@dataclass
class _Taken:
    cells: dict[Key, Array] = field(default_factory=dict[Key, Array])
    empty: list[tuple[Key, str]] = field(default_factory=list[tuple[Key, str]])
    negative: list[tuple[Key, str]] = field(default_factory=list[tuple[Key, str]])


class _Grid:
    """Items down, places or years across."""

    def __init__(self, file: Workbook, sheet: str, keys: dict[int, Key]) -> None:
        self.file = file
        self.sheet = sheet
        self.keys = keys
        self.rows = file.rows(sheet)
        self.items: dict[str, int] = {}
        self.total = 0

    def read(self) -> _Taken:
        self._find_items()
        self._check_unit()
        taken = _Taken()
        lines = [*(self.items[i] for i in APPARENT_ITEMS), self.total]
        for column, key in self.keys.items():
            held = [self._value(row, column) for row in lines]
            top = cell_name(lines[0], column)
            if not any(text_of(v) for v in held):
                taken.empty.append((key, top))
                continue
            numbers = [
                read_number(self.file.name, self.sheet, cell_name(row, column), value)
                for row, value in zip(lines, held, strict=True)
            ]
            self._check_total(numbers, column)
            if min(numbers) < 0:
                taken.negative.append((key, top))
            taken.cells[key] = np.array(numbers[:-1])
        return taken

    def _value(self, row: int, column: int) -> object:
        held: Row = self.rows[row]
        return held[column] if column < len(held) else ""

    def _find_items(self) -> None:
        for row in range(1, len(self.rows)):
            group, item = text_of(self._value(row, 0)), text_of(self._value(row, 1))
            if not group and not item:
                continue
            self._take_line(row, group, item)
            if self.total:
                break  # what stands under the total is remarks
        missing = [i for i in APPARENT_ITEMS if i not in self.items]
        if missing or not self.total:
            names = ", ".join([*missing, *([] if self.total else ["total"])])
            raise refuse(
                self.file.name,
                f"缺少行：{names}（应有原煤、原油、天然气、水泥和合计）。",
                f"rows are missing: {names} (raw coal, crude oil, natural gas, cement and the"
                " total should be there).",
                sheet=self.sheet,
            )

    def _take_line(self, row: int, group: str, item: str) -> None:
        key = fold(item or group)
        name = _ITEMS.get(key) or _ITEMS.get(key.removesuffix("total").removeprefix("total"))
        if name and name not in self.items:
            self.items[name] = row
        elif key.startswith(("total", "合计", "表观")) and not name:
            self.total = row
        else:
            raise refuse(
                self.file.name,
                f"无法识别或重复的项目“{item or group}”。",
                f"the item “{item or group}” is unknown or stands there twice.",
                sheet=self.sheet,
                cell=cell_name(row, 1 if item else 0),
            )

    def _check_unit(self) -> None:
        label = text_of(self._value(self.total, 0)) or text_of(self._value(self.total, 1))
        units = units_in(label) or units_in(self.file.note.get("Unit", ""))
        if units != {MILLION_TONNES}:
            raise refuse(
                self.file.name,
                f"单位应为百万吨，合计行写的是“{label}”。",
                f"the unit should be Mt; the row of the total says “{label}”.",
                sheet=self.sheet,
                cell=cell_name(self.total, 0),
            )

    def _check_total(self, numbers: list[float], column: int) -> None:
        summed = sum(numbers[:-1])
        if abs(numbers[-1] - summed) > TOLERANCE_MT:
            raise refuse(
                self.file.name,
                f"合计为 {numbers[-1]:.4f} Mt，但各项之和为 {summed:.4f} Mt。",
                f"the total says {numbers[-1]:.4f} Mt, but its items sum to {summed:.4f} Mt.",
                sheet=self.sheet,
                cell=cell_name(self.total, column),
            )


def _add(made: CellFile, taken: _Taken, sheet: str, table: str) -> None:
    made.cells.update(taken.cells)
    made.sheets.update(dict.fromkeys(taken.cells, sheet))
    say: dict[str, tuple[str, list[tuple[Key, str]], Callable[[Text, int], Text]]] = {
        "column_empty": ("missing", taken.empty, _say_empty),
        "negative": ("caution", taken.negative, _say_negative),
    }
    for rule, (level, places, words) in say.items():
        for (region, year), cell in places:
            finding = ImportFinding(
                rule=rule,
                level=level,
                file="",
                table=table,
                sheet=sheet,
                cell=cell,
                region=region,
                year=year,
                text=words(REGIONS.text(region), year),
            )
            made.findings.append(finding)


def _say_empty(label: Text, year: int) -> Text:
    return Text(
        zh=f"{label.zh}{year}年的一列为空，作为缺失，不当作 0。",
        en=f"The column of {label.en} {year} is empty; it is missing, not zero.",
    )


def _say_negative(label: Text, year: int) -> Text:
    return Text(
        zh=f"{label.zh}{year}年有负的表观排放（净调出所致），按原样保留。",
        en=f"Some apparent emissions of {label.en} {year} are negative, as where more is shipped"
        " out than used; they were kept as they stand.",
    )


def _say_not_read(file: str, sheet: str) -> list[ImportFinding]:
    if sheet.strip().casefold().startswith(("note", "sum")):
        return []
    text = Text(zh=f"工作表 {sheet} 未读取。", en=f"The sheet {sheet} was not read.")
    return [
        ImportFinding(
            rule="sheet_not_read", level="info", file=file, table=APPARENT, sheet=sheet, text=text
        )
    ]


def _twice(file: Workbook, sheet: str, what: str, cell: str) -> Exception:
    zh, en = f"“{what}”出现了两次。", f"“{what}” stands there twice."
    return refuse(file.name, zh, en, sheet=sheet, cell=cell)


def _whole(file: Workbook, made: CellFile) -> CellFile:
    if not made.cells:
        raise refuse(
            file.name, "没有任何表观排放的数值。", "there is no figure of apparent emissions."
        )
    findings = [f.model_copy(update={"file": file.name}) for f in made.findings]
    return CellFile(made.table, made.cells, made.sheets, findings)

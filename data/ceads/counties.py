"""Totals of counties: one row a county, one column a year, found by the headings."""

import re
from dataclasses import dataclass, field, replace

import numpy as np

from data.ceads.cell_tables import COUNTY
from data.ceads.cell_values import read_amount, read_year
from data.ceads.content import CellFile, ImportedFile, Key
from data.ceads.unit_names import MILLION_TONNES, parse_unit, units_in
from data.ceads.workbook import Row, Workbook, cell_name, refuse, text_of
from data.errors import FileRefusedError
from data.manifest import ImportFinding
from data.tables import Array, Place
from data.text import Text
from data.vocabulary import PROVINCES, Term, fold

_YEAR_COLUMN = re.compile(r"c?((?:19|20)\d{2})")
_GROUPS = ("county", "city", "province")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LOOK = 60
"""Rows that show which of two like-named columns is written in Chinese."""


def is_counties(file: ImportedFile) -> bool:
    """Tell a workbook of counties by its heading ``DISTCODE地区代码`` before years."""
    return isinstance(file, Workbook) and bool(_sheet(file))


def read_counties(file: ImportedFile) -> CellFile:
    """Read a workbook of counties; blank cells are gaps.

    Raises:
        FileRefusedError: A heading, unit, code, name or number is not what such a file holds.
    """
    if not isinstance(file, Workbook):
        raise TypeError(file.name)
    sheet = _sheet(file)
    _check_unit(file, sheet)
    reader = _Reader(file.name, sheet, file.rows(sheet))
    reader.read()
    return CellFile(
        table=COUNTY,
        cells=reader.cells,
        sheets=dict.fromkeys(reader.cells, sheet),
        findings=[*reader.findings, *reader.say_blanks()],
        places=tuple(reader.places.values()),
    )


def _sheet(workbook: Workbook) -> str:
    for sheet in workbook.sheet_names:
        rows = workbook.head(sheet, 1)
        keys = [fold(text_of(h)) for h in rows[0]] if rows else []
        if any(k.startswith("distcode") for k in keys) and any(map(_YEAR_COLUMN.fullmatch, keys)):
            return sheet
    return ""


def _check_unit(workbook: Workbook, sheet: str) -> None:
    stated = [sheet, workbook.note.get("Unit", "")]
    units = set[tuple[str, int]]().union(*(units_in(text) for text in stated))
    named = parse_unit(re.sub(r"(?i)^\s*units?", "", sheet))
    units |= {named} if named else set()
    if units != {MILLION_TONNES}:
        shown = "、".join(" ".join(t.split()) for t in stated if t)
        raise refuse(
            workbook.name,
            f"单位应为百万吨（工作表名如 Unit (Million tons)），实际为“{shown}”。",
            "the unit should be million tonnes, as the name of the sheet says in Unit (Million"
            f" tons), but here stands “{shown}”.",
            sheet=sheet,
        )


@dataclass
class _Reader:
    file: str
    sheet: str
    rows: list[Row]
    code: int = 0
    names: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    years: dict[int, int] = field(default_factory=dict[int, int])
    cells: dict[Key, Array] = field(default_factory=dict[Key, Array])
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    at: dict[str, int] = field(default_factory=dict[str, int])
    blanks: list[tuple[Place, str]] = field(default_factory=list[tuple[Place, str]])
    findings: list[ImportFinding] = field(default_factory=list[ImportFinding])
    provinces: dict[tuple[str, str], Term] = field(default_factory=dict[tuple[str, str], Term])

    def read(self) -> None:
        self._find_columns()
        for number, row in enumerate(self.rows[1:], start=1):
            texts = [text_of(self._value(row, c)) for c in self.years]
            if text_of(self._value(row, self.code)) or any(texts):
                self._take(number, row)
        if not self.cells:
            raise refuse(
                self.file,
                "没有任何县的数值。",
                "there is no figure of any county.",
                sheet=self.sheet,
            )

    def say_blanks(self) -> list[ImportFinding]:
        if not self.blanks:
            return []
        counties = list(dict.fromkeys(p.id for p, _ in self.blanks))
        first, cell = self.blanks[0]
        text = Text(
            zh=f"{len(counties)} 个县共有 {len(self.blanks)} 个空单元格（首先是{first.label.zh}），"
            "作为缺失，不当作 0。",
            en=f"{len(self.blanks)} cells of {len(counties)} counties are empty (the first that of"
            f" {first.label.en}); they are gaps, not zeros.",
        )
        finding = self._finding("cells_blank", "info", text, cell)
        return [finding]

    def _value(self, row: Row, column: int) -> object:
        return row[column] if column < len(row) else ""

    def _refuse(self, zh: str, en: str, row: int, column: int) -> FileRefusedError:
        return refuse(self.file, zh, en, sheet=self.sheet, cell=cell_name(row, column))

    def _find_columns(self) -> None:
        groups: dict[str, list[int]] = {g: [] for g in ("distcode", *_GROUPS)}
        for column, heading in enumerate(self.rows[0]):
            key = fold(text_of(heading))
            year = _YEAR_COLUMN.fullmatch(key)
            group = next((g for g in groups if key.startswith(g)), "")
            if year:
                self._take_year(column, int(year[1]))
            elif group:
                groups[group].append(column)
            elif key:
                raise self._refuse(
                    f"无法识别的列“{text_of(heading)}”。",
                    f"the column “{text_of(heading)}” is not one of a file of counties.",
                    0,
                    column,
                )
        for group, columns in groups.items():
            wanted = 1 if group == "distcode" else 2
            if len(columns) != wanted:
                raise refuse(
                    self.file,
                    f"第 1 行应有 {wanted} 列“{group}”，实际有 {len(columns)} 列。",
                    f"row 1 should have {wanted} columns “{group}”, but has {len(columns)}.",
                    sheet=self.sheet,
                )
        self.code = groups["distcode"][0]
        self.names = {g: self._by_language(*groups[g]) for g in _GROUPS}

    def _take_year(self, column: int, year: int) -> None:
        if year in self.years.values():
            raise self._refuse(
                f"{year}年的列出现了两次。", f"the year {year} stands there twice.", 0, column
            )
        self.years[column] = read_year(self.file, self.sheet, cell_name(0, column), year)

    def _by_language(self, first: int, second: int) -> tuple[int, int]:
        """Put the Chinese column first; headings that are alike do not tell."""
        counts = [
            sum(bool(_HAN.search(text_of(self._value(r, c)))) for r in self.rows[1:_LOOK])
            for c in (first, second)
        ]
        return (second, first) if counts[1] > counts[0] else (first, second)

    def _take(self, number: int, row: Row) -> None:
        place = self._place(number, row)
        held = self._figures(number, row, place)
        same = self.places.get(place.id)
        if same is not None and same.label != place.label:
            place = self._keep_apart(number, place, same)
        if place.id in self.places:
            self._take_again(number, place, held)
            return
        self.places[place.id], self.at[place.id] = place, number
        for year, value in held.items():
            self.cells[place.id, year] = np.array(value)

    def _keep_apart(self, number: int, place: Place, other: Place) -> Place:
        code = place.id.removeprefix("county:")
        text = Text(
            zh=f"代码 {code} 既属于{other.label.zh}，又属于{place.label.zh}；两者均保留，以名称区分。",
            en=f"The code {code} stands at both {other.label.en} and {place.label.en}; both were"
            " kept, told apart by name.",
        )
        cell = cell_name(number, self.code)
        self.findings.append(self._finding("code_shared", "caution", text, cell))
        return replace(place, id=f"{place.id}:{place.label.zh}")

    def _figures(self, number: int, row: Row, place: Place) -> dict[int, float]:
        held: dict[int, float] = {}
        for column, year in self.years.items():
            value = self._value(row, column)
            if type(value) is float and 0 <= value < float("inf"):
                held[year] = value  # nearly every one of tens of thousands of cells
            elif text_of(value):
                cell = cell_name(number, column)
                held[year] = read_amount(self.file, self.sheet, cell, value)
            else:
                self.blanks.append((place, cell_name(number, column)))
        return held

    def _take_again(self, number: int, place: Place, held: dict[int, float]) -> None:
        code = place.id.removeprefix("county:")
        first = {y: float(v) for (p, y), v in self.cells.items() if p == place.id}
        if first != held or self.places[place.id] != place:
            raise self._refuse(
                f"代码 {code} 出现了两次，内容不同（另见第 {self.at[place.id] + 1} 行）。",
                f"the code {code} stands there twice with other content (see row"
                f" {self.at[place.id] + 1}).",
                number,
                self.code,
            )
        text = Text(
            zh=f"{place.label.zh}的一行重复出现，内容相同，只取一次。",
            en=f"The row of {place.label.en} stands there twice with the same content; one was"
            " taken.",
        )
        self.findings.append(
            self._finding("row_repeated", "info", text, cell_name(number, self.code))
        )

    def _place(self, number: int, row: Row) -> Place:
        code = text_of(self._value(row, self.code))
        if not re.fullmatch(r"\d{6}", code):
            raise self._refuse(
                f"地区代码应为六位数字，实际为“{code}”。",
                f"the code of a county has six digits; here stands “{code}”.",
                number,
                self.code,
            )
        zh, en = (
            {g: text_of(self._value(row, self.names[g][side])) for g in _GROUPS} for side in (0, 1)
        )
        if not zh["county"]:
            raise self._refuse(
                "缺少县名。", "the name of the county is missing.", number, self.names["county"][0]
            )
        province = self._province(number, zh["province"], en["province"])
        if not code.startswith(province.extra["gb2"]):
            self._say_other_province(number, code, zh["county"], province)
        label = Text(zh=zh["county"], en=en["county"] or zh["county"])
        return Place(f"county:{code}", label, province.id, zh["city"])

    def _province(self, number: int, zh: str, en: str) -> Term:
        if (zh, en) not in self.provinces:
            found, other = PROVINCES.get(zh), PROVINCES.get(en)
            if found is None or (en and other is not found):
                raise self._refuse(
                    f"无法识别的省份“{zh}”（{en}）。",
                    f"the province “{zh}” ({en}) is unknown, or its two names do not fit.",
                    number,
                    self.names["province"][0],
                )
            self.provinces[zh, en] = found
        return self.provinces[zh, en]

    def _say_other_province(self, number: int, code: str, county: str, province: Term) -> None:
        text = Text(
            zh=f"{county}的代码 {code} 不属于{province.label.zh}；以省名一列为准。",
            en=f"The code {code} of {county} is not one of {province.label.en}; the column of the"
            " province was used.",
        )
        cell = cell_name(number, self.code)
        finding = self._finding("code_of_other_province", "caution", text, cell)
        self.findings.append(finding)

    def _finding(self, rule: str, level: str, text: Text, cell: str) -> ImportFinding:
        return ImportFinding(
            rule=rule,
            level=level,
            file=self.file,
            table=COUNTY,
            sheet=self.sheet,
            cell=cell,
            text=text,
        )

"""Where things stand in a multi-regional table: rows and columns by code, labels as the check.

Provinces follow in the order of the National Bureau of Statistics; which of the two schemes of 42
sectors a sheet uses is told by the labels alone, since both have the same codes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.ceads.inventory_sheet import Oddity
from data.ceads.io_grid import SECTOR_CODES, Grid, code_of
from data.ceads.workbook import cell_name, refuse
from data.errors import FileRefusedError
from data.tables import FINAL_DEMAND
from data.text import Text
from data.vocabulary import IO_SCHEMES, IO_SECTORS, PROVINCES, fold, io_sector_ids

SECTORS = len(SECTOR_CODES)
CATEGORIES = len(FINAL_DEMAND)

VALUE_ADDED = ("VA001", "VA002", "VA003", "VA004")
FOOTER = ("IM", "TII", *VALUE_ADDED, "TVA", "TI")
COLUMNS = ("TIU", "EX", "TFU", "ERR", "GO")
_OPTIONAL = ("TIU", "ERR")
"""Some layouts leave the first uncoded, and a table without an error term has no second."""

MOST_UNKNOWN = 6
"""Sector labels in unheard-of spelling that a sheet may have, when all others agree."""

_LABEL_COLUMNS = 3


@dataclass(frozen=True)
class Layout:
    """Rows and columns of a grid by what they hold.

    ``rows`` has the footer codes and, if there is one, ``CO2``; ``columns`` the codes of
    ``COLUMNS``; ``demand`` the columns of final demand, region-major.
    """

    n: int
    scheme: str
    rows: dict[str, int]
    columns: dict[str, int]
    demand: tuple[int, ...]
    oddities: tuple[Oddity, ...]


def find_layout(file: str, sheet: str, grid: Grid, provinces: Sequence[str]) -> Layout:
    """Locate every part of a table and check it against the labels.

    Args:
        file: Name of the workbook, for messages.
        sheet: Name of the sheet, for messages.
        grid: The sheet.
        provinces: Ids of the provinces in the order in which their blocks must stand.

    Raises:
        FileRefusedError: A code is missing or out of place, or a label names another province or
            sector; the text names file, sheet and cell.
    """
    return _Finder(file, sheet, grid, provinces).find()


def province_of(label: str) -> str:
    """Return the id of a province's label, or an empty text.

    >>> province_of("Yun0"), province_of("Xizang"), province_of("内蒙"), province_of("x")
    ('CN-YN', 'CN-XZ', 'CN-NM', '')
    """
    return _province(label)


@lru_cache(maxsize=1024)
def _province(label: str) -> str:
    term = PROVINCES.get(label) or PROVINCES.get(_mended(label))
    return term.id if term else ""


@lru_cache(maxsize=4096)
def sector_of(label: str) -> str:
    """Return the id of an input-output sector's label, or an empty text.

    >>> sector_of("Fi0ce"), sector_of("其他制造产品和废品废料"), sector_of("x")
    ('finance', 'other_and_waste', '')
    """
    term = IO_SECTORS.get(label) or IO_SECTORS.get(_mended(label))
    return term.id if term else ""


def _mended(label: str) -> str:
    """Undo a replacement of "nan" by "0" that went through the words of a sheet as well."""
    return label.replace("0", "nan")


class _Finder:
    def __init__(self, file: str, sheet: str, grid: Grid, provinces: Sequence[str]) -> None:
        self.file = file
        self.sheet = sheet
        self.grid = grid
        self.provinces = provinces
        self.n = len(provinces) * SECTORS
        self.above = len(grid.head)
        self.unknown: dict[str, str] = {}

    def find(self) -> Layout:
        self._check_width()
        code_column = self._code_column()
        self._check_sector_codes(code_column)
        columns, demand = self._columns()
        rows = self._footer(code_column)
        self._check_provinces(code_column - 2, demand)
        scheme = self._scheme(code_column - 1)
        self._check_sectors(code_column - 1, scheme)
        return Layout(self.n, scheme, rows, columns, demand, self._oddities())

    def _refuse(self, zh: str, en: str, row: int, column: int) -> FileRefusedError:
        return refuse(self.file, zh, en, sheet=self.sheet, cell=cell_name(row, column))

    def _refuse_whole(self, zh: str, en: str) -> FileRefusedError:
        return refuse(self.file, zh, en, sheet=self.sheet)

    def _check_width(self) -> None:
        if self.above < _LABEL_COLUMNS or self.grid.first_column < _LABEL_COLUMNS:
            raise self._refuse_whole(
                "部门代码的上方和左侧应有省份名称和部门名称。",
                "names of provinces and sectors should stand above and left of the codes.",
            )

    def _code_column(self) -> int:
        first = self.grid.labels[0] if self.grid.labels else []
        for column in range(2, len(first)):
            if code_of(first[column]) == SECTOR_CODES[0]:
                return column
        raise self._refuse(
            "表头之下第一行应是代码为 01 的部门。",
            "the first row below the heading should be the sector of code 01.",
            self.above,
            self.grid.first_column - 1,
        )

    def _check_sector_codes(self, code_column: int) -> None:
        first = self.grid.first_column
        for place in range(self.n):
            expected = SECTOR_CODES[place % SECTORS]
            self._check_code(self.grid.code(place), expected, self.above - 1, first + place)
            row = self.grid.labels[place] if place < len(self.grid.labels) else []
            held = code_of(row[code_column]) if row else ""
            self._check_code(held, expected, self.above + place, code_column)

    def _check_code(self, held: str, expected: str, row: int, column: int) -> None:
        if held == expected:
            return
        count = f"{len(self.provinces)}×{SECTORS}"
        raise self._refuse(
            f"代码应为 {expected}，实际为“{held}”；本表应有 {count} 个部门，依次排列。",
            f"the code {expected} should stand here, not “{held}”; the table should have {count}"
            " sectors in order.",
            row,
            column,
        )

    def _columns(self) -> tuple[dict[str, int], tuple[int, ...]]:
        columns: dict[str, int] = {}
        demand: list[int] = []
        for place in range(self.n, len(self.grid.head[-1]) - self.grid.first_column):
            code = self.grid.code(place)
            if "GO" in columns or not code:
                continue
            if code in FINAL_DEMAND:
                demand.append(place)
            elif code in COLUMNS and code not in columns:
                columns[code] = place
            else:
                raise self._refuse(
                    f"无法识别或重复的列代码“{code}”。",
                    f"the column code “{code}” is unknown or stands there twice.",
                    self.above - 1,
                    self.grid.first_column + place,
                )
        missing = [c for c in COLUMNS if c not in columns and c not in _OPTIONAL]
        if missing:
            raise self._missing("列", "columns", missing)
        self._check_demand(demand)
        return columns, tuple(demand)

    def _check_demand(self, demand: list[int]) -> None:
        expected = list(FINAL_DEMAND) * len(self.provinces)
        held = [self.grid.code(place) for place in demand]
        if held == expected:
            return
        pairs = zip(held, expected, strict=False)
        wrong = next((i for i, (a, b) in enumerate(pairs) if a != b), len(held) - 1)
        column = demand[wrong] if demand else self.n
        raise self._refuse(
            f"最终需求应为每省 {'、'.join(FINAL_DEMAND)} 五列，共 {len(expected)} 列；此处不符。",
            f"final demand should be {', '.join(FINAL_DEMAND)} for each province,"
            f" {len(expected)} columns in all; it departs from that here.",
            self.above - 1,
            self.grid.first_column + column,
        )

    def _footer(self, code_column: int) -> dict[str, int]:
        rows: dict[str, int] = {}
        for place in range(self.n, len(self.grid.labels)):
            labels = self.grid.labels[place]
            code = code_of(labels[code_column])
            if code in FOOTER and code not in rows:
                rows[code] = place
            elif code in SECTOR_CODES or code in rows:
                raise self._refuse(
                    f"多出的行，代码“{code}”。",
                    f"a row too many, of code “{code}”.",
                    self.above + place,
                    code_column,
                )
            elif any(fold(label).startswith("co2") for label in labels):
                rows["CO2"] = place
        missing = [c for c in FOOTER if c not in rows]
        if missing:
            raise self._missing("行", "rows", missing)
        return rows

    def _missing(self, zh: str, en: str, codes: list[str]) -> FileRefusedError:
        return self._refuse_whole(
            f"缺少代码为 {'、'.join(codes)} 的{zh}；文件可能不完整。",
            f"the {en} of these codes are missing: {', '.join(codes)}; the file may be incomplete.",
        )

    def _check_provinces(self, column: int, demand: Sequence[int]) -> None:
        first = self.grid.first_column
        for place in range(self.n):
            province = self.provinces[place // SECTORS]
            label = self.grid.labels[place][column]
            if label or place % SECTORS == 0:
                self._check_province(label, province, self.above + place, column)
            label = self.grid.heading(2, place)
            if label:
                self._check_province(label, province, self.above - 3, first + place)
        for place, column_of_demand in enumerate(demand):
            label = self.grid.heading(2, column_of_demand)
            if province_of(label):  # a heading such as "Final demand" names none
                province = self.provinces[place // CATEGORIES]
                self._check_province(label, province, self.above - 3, first + column_of_demand)

    def _check_province(self, label: str, expected: str, row: int, column: int) -> None:
        if province_of(label) == expected:
            return
        name = PROVINCES.text(expected)
        raise self._refuse(
            f"此处应为{name.zh}，实际为“{label}”；各省应按国家统计局的顺序排列。",
            f"{name.en} should stand here, not “{label}”; provinces are expected in the order of the"
            " National Bureau of Statistics.",
            row,
            column,
        )

    def _scheme(self, column: int) -> str:
        labels = [self.grid.labels[place][column] for place in range(SECTORS)]
        found = [sector_of(label) for label in labels]
        clashes = {
            scheme: [i for i, (a, b) in enumerate(zip(found, ids, strict=True)) if a and a != b]
            for scheme in IO_SCHEMES
            if (ids := io_sector_ids(scheme))
        }
        fitting = [scheme for scheme, clash in clashes.items() if not clash]
        if len(fitting) == 1 and found.count("") <= MOST_UNKNOWN:
            return fitting[0]
        nearest = min(clashes.values(), key=len)
        place = nearest[0] if nearest else found.index("")
        raise self._refuse(
            f"部门名称“{labels[place]}”不符合两种42部门分类中的任何一种，无法确定部门含义。",
            f"the sector “{labels[place]}” fits neither of the two schemes of 42 sectors, so what the"
            " codes stand for cannot be told.",
            self.above + place,
            column,
        )

    def _check_sectors(self, column: int, scheme: str) -> None:
        ids = io_sector_ids(scheme)
        first = self.grid.first_column
        for place in range(self.n):
            expected = ids[place % SECTORS]
            down, across = self.grid.labels[place][column], self.grid.heading(1, place)
            self._check_sector(down, expected, self.above + place, column)
            self._check_sector(across, expected, self.above - 2, first + place)

    def _check_sector(self, label: str, expected: str, row: int, column: int) -> None:
        held = sector_of(label)
        if held == expected or not label:
            return
        if not held:
            self.unknown.setdefault(label, cell_name(row, column))
            return
        name = IO_SECTORS.text(expected)
        raise self._refuse(
            f"此处应为“{name.zh}”部门，实际为“{label}”。",
            f"the sector {name.en} should stand here, not “{label}”.",
            row,
            column,
        )

    def _oddities(self) -> tuple[Oddity, ...]:
        return tuple(_say_unknown(self.unknown.items()))


def _say_unknown(labels: Iterable[tuple[str, str]]) -> Iterable[Oddity]:
    for label, cell in labels:
        yield Oddity(
            rule="io_label_unknown",
            level="caution",
            cell=cell,
            text=Text(
                zh=f"部门名称“{label}”（单元格 {cell}）写法未知，按代码和其余部门名称对应。",
                en=f"The sector label “{label}” (cell {cell}) is spelt in an unknown way; it was"
                " matched by its code and the labels around it.",
            ),
        )

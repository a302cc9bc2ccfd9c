"""Inventories as CEADs distributes them: provinces one workbook a year, the nation one for all."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath

from data.ceads.inventory_sheet import (
    InventorySheet,
    looks_like_inventory,
    read_inventory_sheet,
)
from data.ceads.io_tables import is_io_workbook
from data.ceads.workbook import Workbook, refuse, text_of
from data.dataset import ImportFinding
from data.tables import Array
from data.text import Text
from data.vocabulary import NATION, PROVINCES

PROVINCIAL = "inventory_provincial"
NATIONAL = "inventory_national"
MRIO = "mrio"

Place = tuple[str, int]
"""Region id and year."""

EARLIEST_YEAR, LATEST_YEAR = 1980, 2100
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SHEET = re.compile(r"^(?P<name>.*?)[\s_]*(?P<year>\d{4})?$")
_NOT_READ = ("note", "sum")
_READY_FOR_LATER: dict[str, Text] = {
    "cities": Text(zh="CEADs 城市排放清单", en="the CEADs inventory of cities"),
    "counties": Text(zh="CEADs 县级排放数据", en="the CEADs emissions of counties"),
    "energy": Text(zh="CEADs 省级能源清单", en="a CEADs energy inventory"),
    "apparent": Text(zh="CEADs 表观排放清单", en="CEADs apparent emissions"),
}


@dataclass(frozen=True)
class InventoryFile:
    """What one workbook holds: a (47, 18) array in Mt for each region and year."""

    table: str
    cells: dict[Place, Array]
    sheets: dict[Place, str]
    findings: list[ImportFinding] = field(default_factory=list[ImportFinding])


def recognise(workbook: Workbook) -> str:
    """Tell by its content what a workbook is; an empty text when it is none of CEADs.

    Returns:
        ``inventory_provincial``, ``inventory_national``, ``cities``, ``counties``, ``mrio``,
        ``energy``, ``apparent`` or an empty text.
    """
    inventory = _recognise_inventory(workbook)
    return inventory or next((kind for kind, is_it in _OTHERS if is_it(workbook)), "")


def later(kind: str) -> Text | None:
    """Name a CEADs workbook that is recognised but not imported; None for one that is."""
    return _READY_FOR_LATER.get(kind)


def read_inventory(workbook: Workbook, kind: str) -> InventoryFile:
    """Read every inventory sheet of a workbook.

    Args:
        workbook: The opened workbook.
        kind: ``inventory_provincial`` or ``inventory_national``, as ``recognise`` told.

    Raises:
        FileRefusedError: A sheet is not what an inventory holds; nothing of the file is taken.
    """
    found: dict[Place, tuple[str, InventorySheet]] = {}
    findings: list[ImportFinding] = []
    for sheet in workbook.sheet_names:
        place = _place(workbook, sheet, kind)
        if place is None:
            findings += _say_not_read(workbook.name, sheet)
            continue
        if place in found:
            raise refuse(
                workbook.name,
                f"与工作表 {found[place][0]} 是同一地区和年份。",
                f"the same region and year as sheet {found[place][0]}.",
                sheet=sheet,
            )
        rows = workbook.rows(sheet)
        found[place] = sheet, read_inventory_sheet(workbook.name, sheet, rows)
    if not found:
        raise refuse(
            workbook.name,
            "看起来是 CEADs 排放清单，但没有任何省份或年份的工作表。",
            "it looks like a CEADs inventory, but has no sheet of a province or a year.",
        )
    findings += _look_at_sheets(workbook, found)
    return InventoryFile(
        table=kind,
        cells={place: sheet.co2_mt for place, (_, sheet) in found.items()},
        sheets={place: name for place, (name, _) in found.items()},
        findings=findings,
    )


def _province(sheet: str) -> tuple[str, int | None] | None:
    match = _SHEET.match(sheet.strip())
    term = PROVINCES.get(match["name"]) if match and match["name"] else None
    if match is None or term is None:
        return None
    return term.id, int(match["year"]) if match["year"] else None


def _is_year(sheet: str) -> bool:
    return bool(_YEAR.fullmatch(sheet.strip()))


def _place(workbook: Workbook, sheet: str, kind: str) -> Place | None:
    if kind == NATIONAL:
        return (NATION, int(sheet)) if _is_year(sheet) else None
    found = _province(sheet)
    if found is None:
        return None
    region, year = found
    year = year or _year_beside(workbook)
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise refuse(
            workbook.name,
            "无法判断年份：工作表名、NOTE 表和文件名中都没有。",
            "the year cannot be told: it stands neither in the sheet's name, nor in the sheet NOTE,"
            " nor in the file's name.",
            sheet=sheet,
        )
    return region, year


def _year_beside(workbook: Workbook) -> int | None:
    for text in (workbook.note.get("Timeseries", ""), PurePath(workbook.name).name):
        years = set(_YEAR.findall(text))
        if len(years) == 1:
            return int(years.pop())
    return None


def _recognise_inventory(workbook: Workbook) -> str:
    content = workbook.note.get("Content", "").casefold()
    hinted = "co2 emission inventory" in content
    provinces = [s for s in workbook.sheet_names if _province(s)]
    years = [s for s in workbook.sheet_names if _is_year(s)]
    if any(looks_like_inventory(workbook.rows(s)) for s in provinces):
        return PROVINCIAL
    if any(looks_like_inventory(workbook.rows(s)) for s in years):
        return NATIONAL
    if hinted and ("provincial" in content or "national" in content):
        return PROVINCIAL if "provincial" in content else NATIONAL
    return ""


def _is_cities(workbook: Workbook) -> bool:
    names = {s.strip().casefold() for s in workbook.sheet_names}
    return bool(names & {"emission vector", "emission matrix"})


def _is_counties(workbook: Workbook) -> bool:
    if len(workbook.sheet_names) > 3:
        return False
    first = [workbook.rows(s)[:1] for s in workbook.sheet_names]
    return any(text_of(r[0][0]).upper().startswith("DISTCODE") for r in first if r and r[0])


def _is_energy(workbook: Workbook) -> bool:
    sheets = [s for s in workbook.sheet_names if _province(s)][:1]
    labels = [text_of(r[0]) for s in sheets for r in workbook.rows(s)[:5] if r]
    return "Total Final Consumption" in labels


def _is_apparent(workbook: Workbook) -> bool:
    sheets = [s for s in workbook.sheet_names if _is_year(s)][:1]
    headings = [text_of(h) for s in sheets for h in (workbook.rows(s) or [[]])[0]]
    return sum(PROVINCES.get(h) is not None for h in headings if h) > 20


_OTHERS: tuple[tuple[str, Callable[[Workbook], bool]], ...] = (
    ("cities", _is_cities),
    (MRIO, is_io_workbook),
    ("energy", _is_energy),
    ("apparent", _is_apparent),
    ("counties", _is_counties),
)


def _say_not_read(file: str, sheet: str) -> list[ImportFinding]:
    if sheet.strip().casefold().startswith(_NOT_READ):
        return []
    text = Text(
        zh=f"工作表 {sheet} 不是省份或年份的清单，未读取。",
        en=f"The sheet {sheet} is no inventory of a province or a year and was not read.",
    )
    return [ImportFinding(rule="sheet_not_read", level="info", file=file, sheet=sheet, text=text)]


def _look_at_sheets(
    workbook: Workbook, found: dict[Place, tuple[str, InventorySheet]]
) -> list[ImportFinding]:
    file = workbook.name
    usual = Counter(sheet.header for _, sheet in found.values()).most_common(1)[0][0]
    stated = workbook.note.get("Timeseries", "")
    findings: list[ImportFinding] = []
    for (region, year), (name, sheet) in found.items():

        def add(rule: str, level: str, text: Text, cell: str = "") -> None:
            findings.append(
                ImportFinding(
                    rule=rule,
                    level=level,
                    file=file,
                    sheet=name,  # noqa: B023  called at once, within the same turn
                    cell=cell,
                    region=region,  # noqa: B023
                    year=year,  # noqa: B023
                    text=text,
                )
            )

        for oddity in sheet.oddities:
            add(oddity.rule, oddity.level, oddity.text, oddity.cell)
        if sheet.header != usual:
            add(
                "other_dialect",
                "info",
                Text(
                    zh="列名写法与同一文件的其他工作表不同，已按名称对应。",
                    en="The headings are spelt unlike those of the file's other sheets;"
                    " they were matched by name.",
                ),
                "A1",
            )
        if _YEAR.fullmatch(stated) and int(stated) != year:
            add(
                "note_year_differs",
                "caution",
                Text(
                    zh=f"NOTE 表写的年份是 {stated}，工作表名是 {year}；以工作表名为准。",
                    en=f"The sheet NOTE says {stated}, the sheet's name {year};"
                    " the sheet's name was used.",
                ),
            )
    return findings

"""Inventories as CEADs distributes them: provinces one workbook a year, the nation one for all."""

from collections import Counter

from data.ceads.cell_tables import NATIONAL, PROVINCIAL
from data.ceads.content import CellFile, ImportedFile, Key
from data.ceads.inventory_sheet import (
    InventorySheet,
    looks_like_inventory,
    read_inventory_sheet,
)
from data.ceads.sheet_names import YEAR, is_year, place_of, province_of
from data.ceads.workbook import Workbook, refuse
from data.manifest import ImportFinding
from data.text import Text
from data.vocabulary import NATION

_NOT_READ = ("note", "sum")


def is_provincial(file: ImportedFile) -> bool:
    """Tell the inventories of provinces by their sheets, or by what the sheet NOTE says."""
    return isinstance(file, Workbook) and _recognise_inventory(file) == PROVINCIAL


def is_national(file: ImportedFile) -> bool:
    """Tell the inventory of the nation by its sheets, or by what the sheet NOTE says."""
    return isinstance(file, Workbook) and _recognise_inventory(file) == NATIONAL


def read_provincial(file: ImportedFile) -> CellFile:
    """Read every sheet of a province.

    Raises:
        FileRefusedError: A sheet is not what an inventory holds; nothing of the file is taken.
    """
    return _read(file, PROVINCIAL)


def read_national(file: ImportedFile) -> CellFile:
    """Read every sheet of a year; the sheets of formulas repeat them and are left.

    Raises:
        FileRefusedError: A sheet is not what an inventory holds; nothing of the file is taken.
    """
    return _read(file, NATIONAL)


def _read(workbook: ImportedFile, kind: str) -> CellFile:
    if not isinstance(workbook, Workbook):
        raise TypeError(workbook.name)
    found: dict[Key, tuple[str, InventorySheet]] = {}
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
    return CellFile(
        table=kind,
        cells={place: sheet.co2_mt for place, (_, sheet) in found.items()},
        sheets={place: name for place, (name, _) in found.items()},
        findings=findings,
    )


def _place(workbook: Workbook, sheet: str, kind: str) -> Key | None:
    if kind == NATIONAL:
        return (NATION, int(sheet)) if is_year(sheet) else None
    return place_of(workbook, sheet)


def _recognise_inventory(workbook: Workbook) -> str:
    content = workbook.note.get("Content", "").casefold()
    hinted = "co2 emission inventory" in content
    provinces = [s for s in workbook.sheet_names if province_of(s)]
    years = [s for s in workbook.sheet_names if is_year(s)]
    if any(looks_like_inventory(workbook.rows(s)) for s in provinces):
        return PROVINCIAL
    if any(looks_like_inventory(workbook.rows(s)) for s in years):
        return NATIONAL
    if hinted and ("provincial" in content or "national" in content):
        return PROVINCIAL if "provincial" in content else NATIONAL
    return ""


def _say_not_read(file: str, sheet: str) -> list[ImportFinding]:
    if sheet.strip().casefold().startswith(_NOT_READ):
        return []
    text = Text(
        zh=f"工作表 {sheet} 不是省份或年份的清单，未读取。",
        en=f"The sheet {sheet} is no inventory of a province or a year and was not read.",
    )
    return [ImportFinding(rule="sheet_not_read", level="info", file=file, sheet=sheet, text=text)]


def _look_at_sheets(
    workbook: Workbook, found: dict[Key, tuple[str, InventorySheet]]
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
        if YEAR.fullmatch(stated) and int(stated) != year:
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

"""Energy inventories of provinces: one workbook a year, one sheet a province."""

from data.ceads.cell_tables import ENERGY
from data.ceads.content import CellFile, ImportedFile, Key
from data.ceads.energy_sheet import (
    PRODUCT_LABELS,
    EnergySheet,
    looks_like_energy,
    read_energy_sheet,
)
from data.ceads.sheet_names import place_of, province_of
from data.ceads.workbook import Workbook, refuse
from data.fields import UNITS
from data.manifest import ImportFinding
from data.text import Text

_NOT_READ = ("note", "sum")


def is_energy(file: ImportedFile) -> bool:
    """Tell energy inventories by the rows of a province's sheet, or by the sheet NOTE."""
    if not isinstance(file, Workbook):
        return False
    provinces = [s for s in file.sheet_names if province_of(s)]
    if any(looks_like_energy(file.rows(s)) for s in provinces[:3]):
        return True
    return "energy inventor" in file.note.get("Content", "").casefold()


def read_energy(file: ImportedFile) -> CellFile:
    """Read every sheet of a province.

    Raises:
        FileRefusedError: A sheet is not what an energy inventory holds, or two of them give a
            product in units that cannot be converted; nothing of the file is taken.
    """
    if not isinstance(file, Workbook):
        raise TypeError(file.name)
    found: dict[Key, tuple[str, EnergySheet]] = {}
    findings: list[ImportFinding] = []
    for sheet in file.sheet_names:
        place = place_of(file, sheet)
        if place is None:
            findings += _say_not_read(file.name, sheet)
            continue
        if place in found:
            raise refuse(
                file.name,
                f"与工作表 {found[place][0]} 是同一地区和年份。",
                f"the same region and year as sheet {found[place][0]}.",
                sheet=sheet,
            )
        found[place] = sheet, read_energy_sheet(file.name, sheet, file.rows(sheet))
    if not found:
        raise refuse(
            file.name,
            "看起来是 CEADs 能源清单，但没有任何省份的工作表。",
            "it looks like a CEADs energy inventory, but has no sheet of a province.",
        )
    return CellFile(
        table=ENERGY,
        cells={place: sheet.amount for place, (_, sheet) in found.items()},
        sheets={place: name for place, (name, _) in found.items()},
        findings=[*findings, *_oddities(file.name, found)],
        units=_common_units(file.name, found),
    )


def _common_units(file: str, found: dict[Key, tuple[str, EnergySheet]]) -> dict[str, str]:
    sheets = list(found.values())
    first, units = sheets[0][0], sheets[0][1].units
    for name, sheet in sheets:
        for product, unit in sheet.units.items():
            if unit != units[product]:
                label, here, there = PRODUCT_LABELS[product], UNITS[unit], UNITS[units[product]]
                raise refuse(
                    file,
                    f"{label.zh}的单位（{here.label.zh}）与工作表 {first}（{there.label.zh}）不同，"
                    "无法换算，整个文件未导入。",
                    f"the unit of {label.en} ({here.label.en}) is not that of sheet {first}"
                    f" ({there.label.en}) and cannot be converted; nothing of the file was taken.",
                    sheet=name,
                )
    return units


def _oddities(file: str, found: dict[Key, tuple[str, EnergySheet]]) -> list[ImportFinding]:
    return [
        ImportFinding(
            rule=oddity.rule,
            level=oddity.level,
            file=file,
            table=ENERGY,
            sheet=name,
            cell=oddity.cell,
            region=region,
            year=year,
            text=oddity.text,
        )
        for (region, year), (name, sheet) in found.items()
        for oddity in sheet.oddities
    ]


def _say_not_read(file: str, sheet: str) -> list[ImportFinding]:
    if sheet.strip().casefold().startswith(_NOT_READ):
        return []
    text = Text(
        zh=f"工作表 {sheet} 不是省份的清单，未读取。",
        en=f"The sheet {sheet} is no inventory of a province and was not read.",
    )
    return [
        ImportFinding(
            rule="sheet_not_read", level="info", file=file, table=ENERGY, sheet=sheet, text=text
        )
    ]

"""What the name of a sheet says: the province and the year it is about."""

import re
from pathlib import PurePath

from data.ceads.content import Key
from data.ceads.workbook import Workbook, refuse
from data.vocabulary import PROVINCES

EARLIEST_YEAR, LATEST_YEAR = 1980, 2100
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SHEET = re.compile(r"^(?P<name>.*?)[\s_]*(?P<year>\d{4})?$")


def province_of(sheet: str) -> tuple[str, int | None] | None:
    """Return the province and the year that a sheet's name holds; None without a province.

    >>> province_of("InnerMongolia2012"), province_of("Guangdong"), province_of("Sum")
    (('CN-NM', 2012), ('CN-GD', None), None)
    """
    match = _SHEET.match(sheet.strip())
    term = PROVINCES.get(match["name"]) if match and match["name"] else None
    if match is None or term is None:
        return None
    return term.id, int(match["year"]) if match["year"] else None


def is_year(sheet: str) -> bool:
    """Tell a name that is a year and nothing else.

    >>> is_year("2019"), is_year("Table_2019")
    (True, False)
    """
    return bool(YEAR.fullmatch(sheet.strip()))


def place_of(workbook: Workbook, sheet: str) -> Key | None:
    """Return the province and year of a sheet; the year from elsewhere if its name has none.

    Raises:
        FileRefusedError: It is about a province, but nothing tells the year.
    """
    found = province_of(sheet)
    if found is None:
        return None
    region, year = found
    year = year or year_beside(workbook)
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise refuse(
            workbook.name,
            "无法判断年份：工作表名、NOTE 表和文件名中都没有。",
            "the year cannot be told: it stands neither in the sheet's name, nor in the sheet NOTE,"
            " nor in the file's name.",
            sheet=sheet,
        )
    return region, year


def year_beside(workbook: Workbook) -> int | None:
    """Return the one year that the sheet NOTE or the file's name gives."""
    for text in (workbook.note.get("Timeseries", ""), PurePath(workbook.name).name):
        years = set(YEAR.findall(text))
        if len(years) == 1:
            return int(years.pop())
    return None

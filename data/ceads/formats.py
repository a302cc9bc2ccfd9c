"""The register of formats: what each file looks like, and who reads it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.ceads import apparent, cities, counties, energy, inventories, io_city, io_national
from data.ceads.content import Content, ImportedFile
from data.ceads.io_tables import is_io_workbook, read_io
from data.ceads.workbook import Workbook, refuse
from data.own.reading import is_own, read_own
from data.text import Text


@dataclass(frozen=True)
class Format:
    """One kind of file: its name for the reader, how it is told by its content, who reads it."""

    id: str
    name: Text
    recognises: Callable[[ImportedFile], bool]
    read: Callable[[ImportedFile], Content]


def _is_mrio(file: ImportedFile) -> bool:
    return isinstance(file, Workbook) and is_io_workbook(file)


def _read_mrio(file: ImportedFile) -> Content:
    if not isinstance(file, Workbook):
        raise TypeError(file.name)
    return read_io(file)


FORMATS: tuple[Format, ...] = (
    Format(
        "inventory_provincial",
        Text(zh="省级CO2排放清单", en="provincial CO2 inventories"),
        inventories.is_provincial,
        inventories.read_provincial,
    ),
    Format(
        "inventory_national",
        Text(zh="全国CO2排放清单", en="the national CO2 inventory"),
        inventories.is_national,
        inventories.read_national,
    ),
    Format(
        "mrio",
        Text(zh="31省×42部门多区域投入产出表", en="multi-regional input-output tables (31 × 42)"),
        _is_mrio,
        _read_mrio,
    ),
    Format(
        "io_national",
        Text(
            zh="国家统计局全国投入产出表（42部门）",
            en="the national input-output table (42 sectors)",
        ),
        io_national.recognises,
        io_national.read,
    ),
    Format(
        "io_city",
        Text(zh="城市多区域投入产出表（.mat）", en="the input-output table of cities (.mat)"),
        io_city.recognises,
        io_city.read,
    ),
    Format(
        "cities",
        Text(zh="城市CO2排放总量", en="CO2 totals of cities"),
        cities.is_cities,
        cities.read_cities,
    ),
    Format(
        "counties",
        Text(zh="县级CO2排放总量", en="CO2 totals of counties"),
        counties.is_counties,
        counties.read_counties,
    ),
    Format(
        "energy",
        Text(zh="省级能源清单", en="provincial energy inventories"),
        energy.is_energy,
        energy.read_energy,
    ),
    Format(
        "apparent",
        Text(zh="省级表观CO2排放", en="apparent CO2 emissions of provinces"),
        apparent.is_apparent,
        apparent.read_apparent,
    ),
    Format(
        "apparent_national",
        Text(zh="全国表观CO2排放", en="apparent CO2 emissions of the nation"),
        apparent.is_apparent_national,
        apparent.read_apparent_national,
    ),
    Format(
        "own_series",
        Text(zh="用户自有数据表（CSV或Excel）", en="your own series"),
        is_own,
        read_own,
    ),
)
"""Every format that is read, in the order in which they are tried."""


def read_file(file: ImportedFile, formats: Sequence[Format] = FORMATS) -> Content:
    """Read a file of any known format.

    Raises:
        FileRefusedError: No format knows it, or its content is not what the format holds.
    """
    held = recognise(file, formats)
    if held is None:
        zh = "、".join(f.name.zh for f in formats)
        en = ", ".join(f.name.en for f in formats)
        raise refuse(
            file.name,
            f"不是可识别的数据文件。可导入：{zh}。",
            f"it is no file known here. These can be imported: {en}.",
        )
    return held.read(file)


def recognise(file: ImportedFile, formats: Sequence[Format] = FORMATS) -> Format | None:
    """Tell by its content which format a file has."""
    return next((f for f in formats if f.recognises(file)), None)

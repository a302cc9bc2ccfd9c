"""How an imported input-output table is described: title, citation, axes, files."""

from data.ceads.io_grid import SECTOR_CODES
from data.ceads.io_sheet import IoSheet
from data.ceads.io_tables import year_of
from data.manifest import TableInfo
from data.result import Source
from data.tables import IoLevel, io_level
from data.text import Text
from data.vocabulary import IO_SCHEMES, io_sector_ids

SCHEME_LABEL: dict[str, Text] = {
    "consistent42": Text(zh="一致42部门分类", en="consistent scheme of 42 sectors"),
    "nbs2017_42": Text(
        zh="国家统计局2017年42部门分类",
        en="42 sectors as of the National Bureau of Statistics, 2017",
    ),
}

_UNTIL_2017 = "CEADs multi-regional input-output table {year}: doi 10.1038/s41597-021-01023-5"
_FROM_2018 = (
    "CEADs multi-regional input-output table {year}: doi 10.1038/s41597-025-06543-y;"
    " data: doi 10.6084/m9.figshare.29927291"
)
_NATION = "National Bureau of Statistics of China: input-output table of China {year}, 42 sectors"
_CITIES = (
    "CEADs multi-regional input-output table of China's cities {year}, 313 cities × 42 sectors"
)
_URL = "https://www.ceads.net/data/input_output_tables/"
_URL_FROM_2018 = "https://doi.org/10.6084/m9.figshare.29927291"
_URL_NATION = "https://www.stats.gov.cn"

_NOTE: dict[IoLevel, Text] = {
    "provinces": Text(
        zh="现价，万元；仅含国内流量，进口单列一行；误差项单独保存。",
        en="Current prices, 10⁴ CNY; domestic flows only, imports in one row; the error term is"
        " kept by itself.",
    ),
    "nation": Text(
        zh="现价，万元；国内品与进口品分列，两者都保存；“进口”为各部门使用的进口品合计。",
        en="Current prices, 10⁴ CNY; domestic and imported products apart, both kept; imports are the"
        " imported inputs of each sector.",
    ),
    "cities": Text(
        zh="现价，万元；文件中没有城市名称时，城市按其在文件中的位置编号。",
        en="Current prices, 10⁴ CNY; where the file names no cities, they are numbered by their place"
        " in it.",
    ),
}


def title_of(table: str) -> Text:
    """Name a table to the reader."""
    year, level = year_of(table), io_level(table)
    if level == "cities":
        return Text(
            zh=f"CEADs {year}年城市×42部门多区域投入产出表",
            en=f"CEADs multi-regional input-output table {year}, cities × 42 sectors",
        )
    scheme = SCHEME_LABEL[table.rpartition(f"_{year}_")[2]]
    if level == "nation":
        return Text(
            zh=f"国家统计局{year}年全国42部门投入产出表（{scheme.zh}）",
            en=f"Input-output table of China {year} by the National Bureau of Statistics"
            f" ({scheme.en})",
        )
    return Text(
        zh=f"CEADs {year}年31省×42部门多区域投入产出表（{scheme.zh}）",
        en=f"CEADs multi-regional input-output table {year}, 31 provinces × 42 sectors"
        f" ({scheme.en})",
    )


def source_of(table: str) -> Source:
    """Cite a table."""
    year = year_of(table)
    late = year >= 2018
    citation, url = {
        "provinces": (_FROM_2018 if late else _UNTIL_2017, _URL_FROM_2018 if late else _URL),
        "nation": (_NATION, _URL_NATION),
        "cities": (_CITIES, _URL),
    }[io_level(table) or "provinces"]
    return Source(
        title=title_of(table), citation=citation.format(year=year), kind="official", url=url
    )


def array_files(table: str, sheet: IoSheet) -> dict[str, str]:
    """Name the file of each part of a table."""
    return {part: f"{table}.{part}.npy" for part in sheet.arrays}


def describe_io(table: str, sheet: IoSheet) -> TableInfo:
    """Describe a table for the manifest."""
    regions = list(sheet.regions)
    return TableInfo(
        id=table,
        title=title_of(table),
        kind="official",
        unit="cny_1e4",
        source=source_of(table),
        files=array_files(table, sheet),
        axes={
            "region": list(regions),
            "sector": list(
                io_sector_ids(sheet.scheme) if sheet.scheme in IO_SCHEMES else SECTOR_CODES
            ),
            "final_demand": list(sheet.final_demand),
        },
        years=[year_of(table)],
        regions=regions,
        note=_NOTE[sheet.level],
    )

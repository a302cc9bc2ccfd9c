"""How an imported multi-regional table is described: title, citation, axes, files."""

from data.ceads.io_sheet import IoSheet
from data.ceads.io_tables import year_of
from data.dataset import TableInfo
from data.result import Source
from data.text import Text
from data.vocabulary import io_sector_ids

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
_URL = "https://www.ceads.net/data/input_output_tables/"
_URL_FROM_2018 = "https://doi.org/10.6084/m9.figshare.29927291"


def title_of(table: str) -> Text:
    """Name a table to the reader."""
    year = year_of(table)
    scheme = SCHEME_LABEL[table.removeprefix(f"io_{year}_")]
    return Text(
        zh=f"CEADs {year}年31省×42部门多区域投入产出表（{scheme.zh}）",
        en=f"CEADs multi-regional input-output table {year}, 31 provinces × 42 sectors"
        f" ({scheme.en})",
    )


def array_files(table: str, sheet: IoSheet) -> dict[str, str]:
    """Name the file of each part of a table."""
    return {part: f"{table}.{part}.npy" for part in sheet.arrays}


def describe_io(table: str, sheet: IoSheet) -> TableInfo:
    """Describe a table for the manifest."""
    year = year_of(table)
    late = year >= 2018
    title = title_of(table)
    return TableInfo(
        id=table,
        title=title,
        kind="official",
        unit="cny_1e4",
        source=Source(
            title=title,
            citation=(_FROM_2018 if late else _UNTIL_2017).format(year=year),
            kind="official",
            url=_URL_FROM_2018 if late else _URL,
        ),
        files=array_files(table, sheet),
        axes={"region": list(sheet.regions), "sector": list(io_sector_ids(sheet.scheme))},
        years=[year],
        regions=list(sheet.regions),
        note=Text(
            zh="现价，万元；仅含国内流量，进口单列一行；误差项单独保存。",
            en="Current prices, 10⁴ CNY; domestic flows only, imports in one row; the error term is"
            " kept by itself.",
        ),
    )

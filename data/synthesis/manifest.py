"""The manifest of the demonstration data set: what each table is and what stands behind it."""

from data.manifest import ImportFinding, Manifest, TableInfo
from data.result import Source
from data.synthesis import published
from data.synthesis.backcast import ANCHOR
from data.synthesis.held import ALL
from data.synthesis.technology import SECTORS
from data.text import Text
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS

DATASET_ID = "demonstration"
IO_PARTS = ("origin", "inputs", "final", "ex", "err", "x", "imports", "value_added", "co2_mt")

CITE_INVENTORY = (
    "totals: CEADs inventories (doi 10.1038/sdata.2017.201, 10.1038/s41597-020-0393-y,"
    " 10.1029/2021EF002241, 10.1016/j.apenergy.2016.03.073)"
)
CITE_IO = (
    "figures held: NBS, China input-output table 2017; CEADs MRIO 2012, 2015 and 2017"
    " (doi 10.1038/s41597-021-01023-5), in part"
)


def io_id(year: int) -> str:
    """Return the id of the table of a year.

    >>> io_id(2017)
    'io_2017_consistent42'
    """
    return f"io_{year}_consistent42"


def describe(files: list[dict[str, str]]) -> Manifest:
    """Describe the data set whose files, with their checksums, are given."""
    tables = [describe_provincial(), describe_national()]
    tables += [describe_io(year) for year in published.IO_YEARS]
    return Manifest(
        id=DATASET_ID,
        title=Text(zh="演示数据集（合成）", en="Demonstration data set (synthetic)"),
        tables={t.id: t for t in tables},
        files=files,
        findings=[describe_gap(year) for year in published.IO_YEARS],
    )


def describe_gap(year: int) -> ImportFinding:
    """Describe what the table of a year does not hold."""
    return ImportFinding(
        level="missing",
        file=f"{io_id(year)}.co2_mt.npy",
        table=io_id(year),
        region="CN-XZ",
        text=Text(
            zh=f"CEADs 不编制西藏的排放清单，因此{year}年演示投入产出表中西藏各部门的排放未知，不是零。",
            en="CEADs compiles no inventory of Tibet, so the emissions of Tibet's sectors in the"
            f" demonstration input-output table of {year} are unknown, not zero.",
        ),
    )


def describe_provincial() -> TableInfo:
    """Describe the inventories of the 30 provinces."""
    title = Text(
        zh="演示用省级二氧化碳排放清单（部门与燃料拆分为合成）",
        en="Demonstration provincial CO2 inventories (sector and fuel splits synthetic)",
    )
    note = Text(
        zh="各省逐年总量、水泥过程排放、原煤和天然气排放取自公开发布的数据；17个行业大类在"
        "2005、2010、2012、2015、2017、2019年按发布值，其余年份为插值；大类以下的行业"
        "按全国结构、并参照2012、2015、2017年投入产出表已发布的部分数值拆分，其他燃料按假设比例拆分，均为合成，"
        "仅供演示。",
        en="Totals, cement process, raw coal and natural gas of each province and year are"
        " published; 17 sector groups are published for 2005, 2010, 2012, 2015, 2017 and 2019 and"
        " interpolated between them; the sectors within a group, split by the national pattern and"
        " what is published of the input-output tables of 2012, 2015 and 2017, and all other fuels"
        " are synthetic and serve demonstration only.",
    )
    return _inventory("inventory_provincial", list(published.REGIONS), title, note)


def describe_national() -> TableInfo:
    """Describe the inventory of the nation."""
    title = Text(
        zh="演示用全国二氧化碳排放清单（燃料拆分为合成）",
        en="Demonstration national CO2 inventory (fuel split synthetic)",
    )
    note = Text(
        zh="全国总量和47个行业的排放取自公开发布的全国清单，不是各省之和；除原煤、天然气和"
        "水泥过程外，燃料拆分为合成，仅供演示。",
        en="The national total and the 47 sectors are published figures of the national inventory,"
        " not the sum of the provinces; the split into fuels other than raw coal, natural gas and"
        " the cement process is synthetic and serves demonstration only.",
    )
    return _inventory("inventory_national", ["CN"], title, note)


def describe_io(year: int) -> TableInfo:
    """Describe the input-output table of a year."""
    title = Text(
        zh=f"演示用{year}年31省×42部门投入产出表（合成）",
        en=f"Demonstration input-output table {year}, 31 provinces × 42 sectors (synthetic)",
    )
    return TableInfo(
        id=io_id(year),
        title=title,
        kind="demonstration",
        unit="cny_1e4",
        source=Source(title=title, citation=CITE_IO, kind="demonstration"),
        files={part: f"{io_id(year)}.{part}.npy" for part in IO_PARTS},
        axes={"region": list(ALL), "sector": list(SECTORS)},
        years=[year],
        regions=list(ALL),
        note=_describe_method(year),
    )


def _describe_method(year: int) -> Text:
    technology = (
        Text(
            zh="技术系数由国家统计局2017年全国投入产出表的主要系数推导；",
            en="Coefficients are derived from the main ones of the national table of 2017"
            " (National Bureau of Statistics).",
        )
        if year == ANCHOR
        else Text(
            zh=f"技术系数由国家统计局2017年全国投入产出表的主要系数推导，再按假设小幅回推到{year}年；"
            "未发布的总产出按各部门已发布数值的变化和各省地区生产总值份额回推；",
            en="Coefficients are derived from the main ones of the national table of 2017"
            f" (National Bureau of Statistics) and carried back to {year} by an assumed small"
            " drift; outputs that are not published are carried back by the change of the sector's"
            " published ones and of the province's share of GDP.",
        )
    )
    rest = Text(
        zh="部分省份部门的总产出、增加值、进口和出口为已发布数值（增加值受中间投入比例上下限约束），"
        "其余为估计；省际贸易由引力模型合成并经RAS平衡，误差项为零。仅含国内流量，现价，万元。"
        "排放行由当年演示清单按对照表映射，西藏未知。",
        en=" Output, value added, imports and exports of part of the province-sectors are published"
        " (value added within assumed bounds of the inputs), the others estimated; trade between"
        " provinces is synthetic: a gravity model balanced by RAS, with no error term. Domestic"
        " flows only, current prices, 10⁴ CNY. The emissions row is the demonstration inventory of"
        " the year mapped by the concordance; Tibet's is unknown.",
    )
    return Text(zh=technology.zh + rest.zh, en=technology.en + rest.en)


def _inventory(table_id: str, regions: list[str], title: Text, note: Text) -> TableInfo:
    return TableInfo(
        id=table_id,
        title=title,
        kind="demonstration",
        unit="Mt",
        source=Source(title=title, citation=CITE_INVENTORY, kind="demonstration"),
        files={"co2_mt": f"{table_id}.npy"},
        axes={
            "region": list(regions),
            "year": list(published.YEARS),
            "sector": list(INVENTORY_SECTORS),
            "fuel": list(INVENTORY_FUELS),
        },
        years=list(published.YEARS),
        regions=list(regions),
        note=note,
    )

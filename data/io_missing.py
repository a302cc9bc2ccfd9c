"""What a reader learns when an input-output table is lacking: the years held, or where to get one."""

from collections.abc import Iterable

from data.tables import IoLevel, span
from data.text import Text

_ADVICE: dict[IoLevel, Text] = {
    "provinces": Text(
        zh="当前数据集没有投入产出表。运行 visceads download io，可从 figshare"
        "（doi 10.6084/m9.figshare.29927291）下载并导入 CEADs 2018、2020年31省×42部门多区域投入产出表；"
        "2012、2015、2017年的表在 www.ceads.net 注册下载后，运行 visceads import 文件名。"
        "如只想试用，可切换到演示数据集（visceads data use demonstration）。",
        en="The current data set has no input-output table. Run visceads download io to fetch and"
        " import the CEADs tables of 2018 and 2020, 31 provinces × 42 sectors, from figshare (doi"
        " 10.6084/m9.figshare.29927291). Those of 2012, 2015 and 2017 need an account at"
        " www.ceads.net; then run: visceads import FILE. To try it out only, switch to the"
        " demonstration set (visceads data use demonstration).",
    ),
    "nation": Text(
        zh="当前数据集没有全国投入产出表。请取国家统计局42部门全国表（国内品与进口品分列），在文件名中写明年份，"
        "例如 china_2017_42.csv，再运行 visceads import 文件名。",
        en="The current data set has no input-output table of the nation. Take that of the National"
        " Bureau of Statistics (42 sectors, domestic and imported products apart), put the year"
        " into the file's name, such as china_2017_42.csv, and run: visceads import FILE.",
    ),
    "cities": Text(
        zh="当前数据集没有城市投入产出表。CEADs 313个城市×42部门表（MATLAB文件）可在 www.ceads.net"
        " 注册下载；下载后运行 visceads import 文件名。",
        en="The current data set has no input-output table of cities. The CEADs table of 313 cities ×"
        " 42 sectors (a MATLAB file) can be downloaded with an account at www.ceads.net; then run:"
        " visceads import FILE.",
    ),
}


def io_table_missing(year: int | None, level: IoLevel, held: Iterable[int]) -> Text:
    """Say which years of a level's tables are held; when none is, where to get them.

    >>> io_table_missing(2011, "provinces", [2012, 2017]).en
    'There is no input-output table of 2011; held: 2012, 2017.'
    """
    years = span(held)
    if not years:
        return _ADVICE[level]
    return Text(
        zh=f"没有 {year} 年的投入产出表；现有：{years}。",
        en=f"There is no input-output table of {year}; held: {years}.",
    )

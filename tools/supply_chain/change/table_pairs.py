"""Which two input-output tables a change is measured between: same regions, same sectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.io_missing import io_table_missing
from data.tables import IO_PREFIX, IoLevel, IoTable, io_level, span
from data.text import Text

PREFERRED = "consistent42"


@dataclass(frozen=True)
class Pair:
    """The years of two tables of one scheme of sectors."""

    first: int
    last: int
    scheme: str


def held_years(dataset: Dataset, level: IoLevel) -> dict[str, tuple[int, ...]]:
    """Return the years of the tables of a level by scheme of sectors, the consistent one first."""
    found: dict[str, list[int]] = {}
    for table in dataset.manifest.tables.values():
        if io_level(table.id) == level:
            year = table.years[0]
            scheme = table.id.removeprefix(f"{IO_PREFIX[level]}{year}_")
            found.setdefault(scheme, []).append(year)
    order = sorted(found, key=lambda scheme: (scheme != PREFERRED, scheme))
    return {scheme: tuple(sorted(found[scheme])) for scheme in order}


def find_pair(dataset: Dataset, level: IoLevel, year_from: int | None, year_to: int | None) -> Pair:
    """Choose the tables to compare; years left open become the earliest and the latest held.

    Raises:
        DataMissingError: Fewer than two tables are held, or none of a year asked for.
        InputError: Both years are the same, or their tables have different schemes of sectors.
    """
    schemes = held_years(dataset, level)
    asked = [y for y in (year_from, year_to) if y is not None]
    years = sorted({y for held in schemes.values() for y in held})
    if not years and level == "provinces":
        raise DataMissingError(io_table_missing(None, level, ()))
    if len(years) < 2:
        raise DataMissingError(_too_few(years, level))
    if len(asked) == 2 and asked[0] == asked[1]:
        raise InputError(_same_year(asked[0], years))
    lacking = sorted(set(asked) - set(years))
    if lacking:
        raise DataMissingError(_year_missing(lacking, years))
    pair = choose(schemes, year_from, year_to)
    if pair is None and len(asked) == 1:
        raise InputError(_same_year(asked[0], years))
    if pair is None:
        raise InputError(_no_common_scheme(schemes, asked))
    return pair


def choose(
    schemes: Mapping[str, Sequence[int]], year_from: int | None, year_to: int | None
) -> Pair | None:
    """Take the first scheme whose tables span the years asked for, the widest span if none is.

    >>> choose({"consistent42": (2012, 2015, 2017)}, None, 2015)
    Pair(first=2012, last=2015, scheme='consistent42')
    >>> choose({"a": (2012,), "b": (2017,)}, 2012, 2017) is None
    True
    """
    asked = sorted(y for y in (year_from, year_to) if y is not None)
    for scheme, years in schemes.items():
        if not set(asked) <= set(years):
            continue
        if len(asked) == 2:
            return Pair(asked[0], asked[1], scheme)
        first = year_from if year_from is not None else min(years)
        last = year_to if year_to is not None else max(years)
        if first < last:
            return Pair(first, last, scheme)
    return None


def check_same_shape(first: IoTable, last: IoTable) -> None:
    """Refuse two tables whose rows do not stand for the same things.

    Raises:
        InputError: Regions or sectors differ; the message names some of them.
    """
    for noun, a, b in (
        (Text(zh="地区", en="regions"), first.regions, last.regions),
        (Text(zh="部门", en="sectors"), first.sectors, last.sectors),
    ):
        if a == b:
            continue
        odd = [*(r for r in a if r not in b), *(r for r in b if r not in a)]
        named = f" ({', '.join(odd[:4])})" if odd else ""
        raise InputError(
            Text(
                zh=f"{first.year}年与{last.year}年的投入产出表{noun.zh}或其次序不一致{named}，"
                "无法逐项对应，不能做结构分解。请导入口径相同的表。",
                en=f"The tables of {first.year} and {last.year} differ in their {noun.en} or their"
                f" order{named}, so rows cannot be matched and the change cannot be decomposed."
                " Import tables of one classification.",
            )
        )


GET_ANOTHER: dict[IoLevel, Text] = {
    "provinces": Text(
        zh="2018、2020年的表可运行 visceads download io 下载并导入；2012、2015、2017年的表在"
        " www.ceads.net 注册下载后运行 visceads import 文件名。演示数据集（visceads data use"
        " demonstration）含三个年份，可先试用。",
        en="The tables of 2018 and 2020 come with: visceads download io. Those of 2012, 2015 and 2017 need"
        " an account at www.ceads.net; then run: visceads import FILE. The demonstration set (visceads"
        " data use demonstration) holds three years to try it out.",
    ),
    "nation": Text(
        zh="请取国家统计局其他年份的全国投入产出表（部门分类须相同，文件名写明年份），运行 visceads import 文件名；"
        "或改问某一省份，或各省合计。",
        en="Take tables of the National Bureau of Statistics of other years (same classification, the"
        " year in the file's name) and run: visceads import FILE. Or ask about a province, or about the"
        " provinces together.",
    ),
    "cities": Text(
        zh="城市表只有2017年一期，不能做结构分解。",
        en="There is a table of cities of 2017 only, so no change can be decomposed.",
    ),
}


NONE_HELD = Text(zh="一张也没有", en="holds none")


def _too_few(years: Sequence[int], level: IoLevel) -> Text:
    which = Text(zh="全国", en="national ") if level == "nation" else Text(zh="", en="")
    how = GET_ANOTHER[level]
    held = Text(zh=f"只有{years[0]}年一张", en=f"holds {years[0]} only") if years else NONE_HELD
    return Text(
        zh=f"结构分解需要两个年份、部门分类相同的{which.zh}投入产出表，当前数据集{held.zh}。{how.zh}",
        en=f"A structural decomposition needs {which.en}input-output tables of two years in the same"
        f" classification; the data set {held.en}. {how.en}",
    )


def _year_missing(lacking: Sequence[int], years: Sequence[int]) -> Text:
    return Text(
        zh=f"没有{'、'.join(map(str, lacking))}年的投入产出表；结构分解只能在有表的年份之间做，"
        f"现有：{'、'.join(map(str, years))}年。例如可问{years[0]}—{years[-1]}年。",
        en=f"There is no input-output table of {', '.join(map(str, lacking))}. A structural"
        f" decomposition runs between years with a table; held: {span(years)}. Ask about"
        f" {years[0]} to {years[-1]}, for instance.",
    )


def _same_year(year: int, years: Sequence[int]) -> Text:
    return Text(
        zh=f"只有{year}年一头有表，没有变化可分解。请给出两个不同的年份，现有：{'、'.join(map(str, years))}年。",
        en=f"{year} alone leaves no change to decompose. Give two different years with a table of one"
        f" classification; held: {span(years)}.",
    )


def _no_common_scheme(schemes: Mapping[str, Sequence[int]], asked: Sequence[int]) -> Text:
    held = "; ".join(f"{s}: {span(y)}" for s, y in schemes.items())
    which = "、".join(map(str, asked)) or "所有"
    return Text(
        zh=f"{which}年的投入产出表部门分类不同（{held}），部门编号含义不一，逐部门相减没有意义，"
        "因此不做结构分解。请选分类相同的两个年份，或导入另一年份的同口径表。",
        en=f"The tables asked for have different classifications of sectors ({held}): their rows do not"
        " stand for the same sectors, so the change is not decomposed. Choose two years of one"
        " classification, or import a table in the same one.",
    )

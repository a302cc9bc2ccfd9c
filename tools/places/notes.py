"""What must be known beside figures of cities and counties: gaps, scope, how they were compiled."""

from collections.abc import Iterable, Sequence
from typing import Literal

from data.dataset import Dataset
from data.place_vocabulary import LEVEL_NOUN, level_of
from data.result import Note, Source
from data.tables import span
from data.text import Text
from tools.inventory.caveats import span_zh
from tools.places.asked import Asked, held_in
from tools.places.ranking import Ranking

MOST_NAMED = 12
MOST_NOTICED = 6
LEVELS: dict[str, Literal["info", "caution", "missing"]] = {
    "info": "info",
    "caution": "caution",
    "missing": "missing",
}

METHOD = Text(
    zh="市县数据只有CO2排放总量，没有行业、燃料、人口或产值的拆分；每个数字直接读自数据表，"
    "占比以同年省级清单总量为分母，排名只在有该年数据的市县之间比较。",
    en="The city and county tables hold total CO2 only, with no split by sector or fuel. Every total"
    " is read from the table; shares refer to the provincial inventory of the same year, and ranks"
    " compare only those with data for the year.",
)

APART = Note(
    level="caution",
    text=Text(
        zh="市县数据与省级清单分别编制，范围和基础数据不同，各市县之和不等于全省；占比只作参考。",
        en="City and county totals and the provincial inventories are separate compilations with"
        " different scope and data: places do not add up to their province, and the share is only"
        " indicative.",
    ),
)

SATELLITE = Note(
    text=Text(
        zh="县级数据由CEADs以夜间灯光遥感把省级能源排放分解到县得出，不是逐县核算的清单。",
        en="The county totals were downscaled by CEADs from provincial energy emissions with"
        " night-time light; they are no inventories compiled county by county.",
    )
)


def notes_of(
    dataset: Dataset, asked: Asked, shown: Sequence[str], years: Sequence[int], *, shares: bool
) -> list[Note]:
    """Collect the notes on the places shown and the years of their figures."""
    notes = _absent(asked, shown)
    notes += _noticed(dataset, asked, shown, years, shares)
    if not asked.chosen and len(asked.axis) == 1 and not asked.lists_all:
        year = asked.axis[0]
        text = Text(
            zh=f"问题未指定年份，采用现有最新年份{year}年。",
            en=f"No year was named; the latest held, {year}, is used.",
        )
        notes.append(Note(text=text))
    notes += [APART] if shares else []
    return notes + ([SATELLITE] if any(level_of(i) == "county" for i in shown) else [])


def _absent(asked: Asked, places: Iterable[str]) -> list[Note]:
    notes: list[Note] = []
    for place in places:
        lacking = [y for y in asked.axis if not held_in(asked, [place], y)]
        if not lacking or asked.lists_all:
            continue
        held = [y for y in asked.table(place).years if held_in(asked, [place], y)]
        label = asked.vocabulary.label(place)
        text = Text(
            zh=f"{label.zh}{span_zh(lacking)}年没有数据（缺失，不等于零），图表中留空；"
            f"现有年份：{span_zh(held) or '无'}。",
            en=f"{label.en} has no figure for {span(lacking)} (missing, which is not zero); charts"
            f" and tables leave it blank. Years held: {span(held) or 'none'}.",
        )
        notes.append(Note(level="missing", text=text))
    return notes


def _noticed(
    dataset: Dataset, asked: Asked, places: Sequence[str], years: Sequence[int], shares: bool
) -> list[Note]:
    """Quote what the import noticed about these places, and beside shares about their provinces."""
    tables = {f"inventory_{level_of(i)}" for i in places}
    provinces = {asked.vocabulary.places[i].province for i in places} if shares else set()
    held = set(places)
    found = [
        f
        for f in dataset.findings
        if (f.year is None or f.year in years)
        and (not f.years or not set(years).isdisjoint(f.years))
        and (
            (f.region in held and f.level != "info")
            or (f.region in provinces and f.table in tables)
        )
    ]
    notes = [Note(level=LEVELS.get(f.level, "caution"), text=f.text) for f in found[:MOST_NOTICED]]
    if len(found) > MOST_NOTICED:
        text = Text(
            zh="导入时还发现其他问题，完整清单见“数据覆盖范围”。",
            en="The import noticed more; the full list stands in the coverage.",
        )
        notes.append(Note(level="caution", text=text))
    return notes


def without_data(asked: Asked, ranking: Ranking) -> list[Note]:
    """Name the places that a ranking leaves out for want of data."""
    if not ranking.lacking:
        return []
    noun = LEVEL_NOUN[asked.level]
    when = f"{ranking.first}–{ranking.year}" if ranking.first else str(ranking.year)
    labels = [asked.vocabulary.label(i) for i in ranking.lacking[:MOST_NAMED]]
    more = len(ranking.lacking) > MOST_NAMED
    names_zh, names_en = "、".join(t.zh for t in labels), "; ".join(t.en for t in labels)
    text = Text(
        zh=f"以下{noun.zh}没有{when}年数据，未参与排名（缺失，不等于零）：{names_zh}"
        + ("等。" if more else "。"),
        en=f"Left out for want of data for {when} (missing, which is not zero): {names_en}"
        + (" and others." if more else "."),
    )
    return [Note(level="missing", text=text)]


def sources_of(dataset: Dataset, asked: Asked, shown: Sequence[str], shares: bool) -> list[Source]:
    """List the sources behind the figures."""
    held = {asked.table(i).source.citation: asked.table(i).source for i in shown}
    provincial = [dataset.provincial.source] if shares and dataset.provincial else []
    return [*held.values(), *provincial]

"""Notes beside the figures: what is not held, what the import noticed, what is synthetic."""

from collections.abc import Iterable, Sequence

from data.dataset import Dataset, ImportFinding
from data.result import Note, Source
from data.series import Series, gdp, population
from data.tables import span
from data.text import Text
from data.vocabulary import NATION
from tools.inventory.phrases import region_label, regions_label
from tools.inventory.selection import Years

MOST = 6
"""Import findings quoted one by one; more are summed up."""


def span_zh(years: Iterable[int]) -> str:
    """Write years compactly, listed as Chinese does.

    >>> span_zh((2010, 2012, 2017, 2018, 2019))
    '2010、2012、2017–2019'
    """
    return span(years).replace(", ", "、")


def data_notes(
    dataset: Dataset, regions: Sequence[str], years: Years, about: Sequence[str] = ()
) -> list[Note]:
    """Collect what a reader must know about these regions and years of the data set.

    ``about`` names the single sectors and fuels spoken of, as ids.
    """
    return [
        *absent_years(years),
        *gaps(dataset, regions, years.held),
        *import_findings(dataset, regions, years.held, about),
        *demonstration(dataset, regions),
    ]


def absent_years(years: Years) -> list[Note]:
    """Name the years asked for that are not imported."""
    if not years.absent:
        return []
    return [
        Note(
            level="missing",
            text=Text(
                zh=f"以下年份尚未导入所问地区的数据：{span_zh(years.absent)}。这些年份没有数值，图中留空；"
                f"现有年份：{span_zh(years.coverage)}。",
                en=f"These years are not imported here: {span(years.absent)}. They have no figures and"
                f" are left blank in charts; years held: {span(years.coverage)}.",
            ),
        )
    ]


def gaps(dataset: Dataset, regions: Sequence[str], years: Iterable[int]) -> list[Note]:
    """Name the region-years without a figure although other regions hold the year."""
    notes: list[Note] = []
    held = tuple(years)
    for region in regions:
        inventory = dataset.inventory_of(region)
        lacking = [y for y in held if not inventory.has(region, y)]
        if lacking:
            label = region_label(region)
            text = Text(
                zh=f"{label.zh}{span_zh(lacking)}年没有可用数据（视为缺失，不等于零）。",
                en=f"{label.en} has no usable data for {span(lacking)}"
                " (missing, which is not zero).",
            )
            notes.append(Note(level="missing", text=text))
    return notes


def import_findings(
    dataset: Dataset, regions: Sequence[str], years: Sequence[int], about: Sequence[str] = ()
) -> list[Note]:
    """Quote what the import noticed about these regions and years."""
    found: dict[str, ImportFinding] = {}
    for region in regions:
        for finding in dataset.findings_for(region, tuple(years), tuple(about)):
            found.setdefault(finding.text.en, finding)
    notes = [_note(f) for f in list(found.values())[:MOST]]
    if len(found) > MOST:
        text = Text(
            zh="导入时还发现其他问题，完整清单见“数据覆盖范围”。",
            en="The import noticed more; the full list stands in the coverage.",
        )
        notes.append(Note(level="caution", text=text))
    return notes


def _note(finding: ImportFinding) -> Note:
    if finding.level != "info":
        return Note(level="missing" if finding.level == "missing" else "caution", text=finding.text)
    place, year = region_label(finding.region), finding.year
    said = Text(
        zh=f"{place.zh}{year}年的清单：{finding.text.zh}",
        en=f"The inventory of {place.en} for {year}: {finding.text.en}",
    )
    return Note(level="info", text=said)


def demonstration(dataset: Dataset, regions: Sequence[str]) -> list[Note]:
    """Say that the split of a demonstration inventory is synthetic."""
    if all(dataset.inventory_of(r).kind != "demonstration" for r in regions):
        return []
    text = Text(
        zh="当前使用演示数据集：各省和全国的排放总量是公开发布的数值，行业与燃料拆分为合成数据，"
        "不能作为依据。导入CEADs官方清单后，答案即改用官方数据。",
        en="This is the demonstration data set: the totals of provinces and nation are published"
        " figures, but their split by sector and fuel is synthetic and no evidence. Import the"
        " CEADs inventories to get official figures.",
    )
    return [Note(level="caution", text=text)]


def sum_is_not_nation() -> Note:
    """Warn that the provinces do not add up to the nation."""
    text = Text(
        zh="各省清单之和不等于全国排放量：全国清单单独编制，各省之和明显偏高。",
        en="The sum of the provinces is not the national total: the national inventory is compiled"
        " on its own, and the provinces add up to clearly more.",
    )
    return Note(level="caution", text=text)


def chosen_year(years: Years) -> list[Note]:
    """Say that the latest year held was taken because none was named."""
    if years.chosen or len(years.axis) > 1:
        return []
    text = Text(
        zh=f"问题未指定年份，采用现有最新年份{years.last}年。",
        en=f"No year was named; the latest held, {years.last}, is used.",
    )
    return [Note(text=text)]


def unknown_bases(unknown: Iterable[tuple[str, str, int]]) -> list[Note]:
    """Name the regions and years whose population or GDP is not known."""
    by_series: dict[str, dict[str, list[int]]] = {}
    for series_id, region, year in sorted(unknown):
        by_series.setdefault(series_id, {}).setdefault(region, []).append(year)
    notes: list[Note] = []
    for series in (population(), gdp()):
        for region, years in by_series.get(series.id, {}).items():
            notes.append(Note(level="missing", text=_no_base(series, region, years)))
    return notes


def left_out(asked: Sequence[str], held: Sequence[str]) -> list[Note]:
    """Name the regions asked for that have no inventory here."""
    absent = [r for r in asked if r not in held]
    if not absent:
        return []
    label = regions_label(absent)
    tibet = "CN-XZ" in absent
    text = Text(
        zh=f"数据集中没有{label.zh}的排放清单" + ("（CEADs不编制西藏清单）。" if tibet else "。"),
        en=f"The data set holds no inventory of {label.en}"
        + (" (CEADs compiles none for Tibet)." if tibet else "."),
    )
    return [Note(level="missing", text=text)]


def sources_of(dataset: Dataset, regions: Sequence[str], series: Sequence[Series]) -> list[Source]:
    """List the sources behind the figures of these regions."""
    held = {dataset.inventory_of(r).source.citation: dataset.inventory_of(r) for r in regions}
    sources = [inventory.source for inventory in held.values()]
    for one in series:
        sources += one.cited(regions)
    return sources


def is_nation(regions: Sequence[str]) -> bool:
    """Tell whether the nation alone is spoken of."""
    return tuple(regions) == (NATION,)


def _no_base(series: Series, region: str, years: Sequence[int]) -> Text:
    label = region_label(region)
    return Text(
        zh=f"没有{label.zh}{span_zh(years)}年的{series.title.zh}数据，相应数值缺失。",
        en=f"The {series.title.en} of {label.en} is not known for {span(years)};"
        " the figures that need it are missing.",
    )

"""The tool that says what the data set holds: tables, years, regions, kinds, sources, findings."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from data.dataset import Dataset, ImportFinding, TableInfo
from data.place_vocabulary import places_of
from data.result import (
    KIND_LABEL,
    Claim,
    Column,
    Finding,
    Kind,
    Note,
    Result,
    Scalar,
    Source,
    Table,
    make_claim,
    mark,
    mixed_kind,
)
from data.series import REFERENCE, Series, gdp, gdp_index, population
from data.tables import io_level, span
from data.text import Text, same
from data.vocabulary import NATION, REGIONS
from tools.coverage_answer import tell_region, tell_year
from tools.coverage_matrix import (
    Matrix,
    build_matrices,
    is_drawn,
    matrix_chart,
    matrix_table,
)
from tools.coverage_places import say_places
from tools.inventory.caveats import demonstration, span_zh
from tools.registry import Context, tool

LEVEL: dict[str, Text] = {
    "missing": Text(zh="缺失", en="missing"),
    "caution": Text(zh="注意", en="caution"),
    "info": Text(zh="提示", en="info"),
}

Row = list[Scalar | Text]
Marks = list[str | None]


@tool
def coverage(
    context: Context,
    year: Annotated[int | None, Field(description="Which regions are held in this year")] = None,
    region: Annotated[str | None, Field(description="Which years of this region are held")] = None,
) -> Result:
    """List what can be asked: the tables of the data set with years, regions, kind and source.

    Use it for questions about which data, years, provinces or sources there are, what is missing,
    and what the import noticed; gives the matrix of regions and years of each table (held, gap,
    not held) as text and picture.
    """
    dataset = context.dataset
    matrices = build_matrices(dataset)
    asked, counted = _asked(dataset, matrices, year, region)
    infos = [t for t in dataset.manifest.tables.values() if t.years]
    held = [(info, _counts(dataset, info)) for info in infos]
    series = [population(), gdp(), gdp_index()]
    noticed = [f for f in dataset.findings if f.level != "info"]
    count = _count(dataset, "findings", len(noticed)) if noticed else None
    claims = [c for _, counts in held for c in counts] + ([count] if count else []) + counted
    tables = [_tables_table(held)] if held else []
    tables += [matrix_table(m) for m in matrices if is_drawn(m)]
    tables += [_series_table(series)]
    tables += [_findings_table(dataset, noticed)] if noticed else []
    return Result(
        tool="coverage",
        title=Text(
            zh=f"数据覆盖范围：{dataset.title.zh}", en=f"What the data cover: {dataset.title.en}"
        ),
        findings=[*asked, *_findings(dataset, held, count)],
        claims=claims,
        tables=tables,
        charts=[matrix_chart(m) for m in matrices if is_drawn(m)],
        notes=_notes(dataset),
        sources=_sources(infos, series),
        followups=_followups(dataset),
    )


def _asked(
    dataset: Dataset, matrices: list[Matrix], year: int | None, region: str | None
) -> tuple[list[Finding], list[Claim]]:
    """Answer for the year or the region asked about, before the tables are listed."""
    texts: list[Text] = []
    claims: list[Claim] = []
    if year is not None:
        said, claims = tell_year(matrices, year, dataset.id)
        texts += said
    if region:
        said, counted = tell_region(matrices, REGIONS.find(region).id, dataset.id)
        texts, claims = texts + said, claims + counted
    return [Finding(text=t) for t in texts], claims


def _counts(dataset: Dataset, info: TableInfo) -> list[Claim]:
    regions = _regions(info)
    held = {"years": len(info.years), "regions": len(regions)}
    table = {"inventory_city": dataset.cities, "inventory_county": dataset.counties}.get(info.id)
    if table is not None:
        held["places"] = len(table.places)
    return [_count(dataset, what, number, info) for what, number in held.items()]


def _count(dataset: Dataset, what: str, number: int, info: TableInfo | None = None) -> Claim:
    kinds: list[Kind] = [t.kind for t in dataset.manifest.tables.values()]
    return make_claim(
        "count",
        number,
        unit="count",
        kind=info.kind if info else mixed_kind(kinds),
        dataset=dataset.id,
        source=info.source.citation if info else dataset.title.en,
        entity={"table": info.id} if info else {},
        formula="count",
        params={"what": what},
    )


def _regions(info: TableInfo) -> list[str]:
    return info.regions or [str(r) for r in info.axes.get("region", [])]


def _findings(
    dataset: Dataset, held: Sequence[tuple[TableInfo, list[Claim]]], count: Claim | None
) -> list[Finding]:
    texts = [_sentence(info, *counts) for info, counts in held]
    if not held:
        texts.append(
            Text(
                zh=f"数据集“{dataset.title.zh}”中还没有数据表。",
                en=f"The data set “{dataset.title.en}” holds no table yet.",
            )
        )
    if not dataset.io_years and _holds_io(dataset):
        texts.append(
            Text(
                zh="没有多区域投入产出表，因此不能回答分省的产业链和隐含碳排放问题；已有的投入产出表可以回答它所"
                "覆盖的范围。",
                en="There is no multi-regional input-output table, so questions on supply chains and"
                " embodied emissions of single provinces cannot be answered; the table held answers"
                " for what it covers.",
            )
        )
    elif not dataset.io_years:
        texts.append(
            Text(
                zh="没有投入产出表，因此不能回答产业链和隐含碳排放的问题。",
                en="There is no input-output table, so questions on supply chains and embodied"
                " emissions cannot be answered.",
            )
        )
    if count:
        texts.append(
            Text(
                zh=f"导入时共发现{mark(count)}处需要注意的问题，逐条列于表中。",
                en=f"Things to mind that the import noticed: {mark(count)}; the table lists them.",
            )
        )
    return [Finding(text=t) for t in texts]


def _holds_io(dataset: Dataset) -> bool:
    return any(io_level(t) for t in dataset.manifest.tables)


def _sentence(info: TableInfo, years: Claim, regions: Claim, places: Claim | None = None) -> Text:
    kind = KIND_LABEL[info.kind]
    if _regions(info) == [NATION]:
        where = Text(zh="全国", en="the nation")
    elif places is not None:
        where = say_places(info.id, mark(places), mark(regions))
    else:
        where = Text(zh=f"{mark(regions)}个地区", en=f"regions: {mark(regions)}")
    return Text(
        zh=f"{info.title.zh}：{where.zh}，{mark(years)}个年份（{span_zh(info.years)}），{kind.zh}。",
        en=f"{info.title.en}, {kind.en}; {where.en}; years: {mark(years)} ({span(info.years)}).",
    )


def _tables_table(held: Sequence[tuple[TableInfo, list[Claim]]]) -> Table:
    columns = [
        Column(id="table", label=Text(zh="数据表", en="Table")),
        Column(id="years", label=Text(zh="年份", en="Years")),
        Column(id="years_count", label=Text(zh="年份数", en="Number of years"), unit="count"),
        Column(id="regions", label=Text(zh="地区", en="Regions")),
        Column(id="regions_count", label=Text(zh="地区数", en="Number of regions"), unit="count"),
        Column(id="kind", label=Text(zh="类别", en="Kind")),
        Column(id="source", label=Text(zh="来源", en="Source")),
    ]
    counted = any(places for _, (_, _, *places) in held)
    if counted:
        label = Text(zh="城市或区县数", en="Number of cities or counties")
        columns.append(Column(id="places_count", label=label, unit="count"))
    rows: list[Row] = []
    marks: list[Marks] = []
    for info, (years, regions, *places) in held:
        when = Text(zh=span_zh(info.years), en=span(info.years))
        kind = KIND_LABEL[info.kind]
        rows.append(
            [info.title, when, years.value, _names(info), regions.value, kind, info.source.citation]
        )
        marks.append([None, None, years.id, None, regions.id, None, None])
        if counted:
            rows[-1].append(places[0].value if places else None)
            marks[-1].append(places[0].id if places else None)
    return Table(
        id="tables",
        title=Text(zh="数据集中的数据表", en="Tables of the data set"),
        columns=columns,
        rows=rows,
        claims=marks,
        kind=mixed_kind([info.kind for info, _ in held]),
    )


def _names(info: TableInfo) -> Text:
    """Name a table's regions, or those that are not in it when that is shorter."""
    regions = _regions(info)
    provinces = [r for r in REGIONS.ids if r != NATION]
    absent = [r for r in provinces if r not in regions]
    if regions == [NATION] or len(regions) <= len(absent):
        return _list(regions)
    if not absent:
        return Text(zh="全部省份", en="all provinces")
    label = _list(absent)
    return Text(zh=f"除{label.zh}外的全部省份", en=f"all provinces but {label.en}")


def _list(regions: Sequence[str]) -> Text:
    return Text(
        zh="、".join(REGIONS.label(r, "zh") for r in regions),
        en=", ".join(REGIONS.label(r, "en") for r in regions),
    )


def _series_table(series: Sequence[Series]) -> Table:
    rows: list[Row] = []
    for one in series:
        years = sorted({year for _, year in one.values})
        citations = "; ".join(dict.fromkeys(one.sources.values()))
        rows.append([one.title, Text(zh=span_zh(years), en=span(years)), citations])
    return Table(
        id=REFERENCE,
        title=Text(zh="随软件提供的参考数据", en="Reference series that ship with the software"),
        columns=[
            Column(id="series", label=Text(zh="指标", en="Series")),
            Column(id="years", label=Text(zh="年份", en="Years")),
            Column(id="source", label=Text(zh="来源", en="Source")),
        ],
        rows=rows,
        kind="reference",
    )


def _findings_table(dataset: Dataset, noticed: Sequence[ImportFinding]) -> Table:
    rows: list[Row] = []
    for finding in noticed:
        region = _place(dataset, finding.region)
        level = LEVEL.get(finding.level, finding.level)
        when = span([finding.year] if finding.year else finding.years)
        rows.append([level, region, when, finding.text, finding.file, finding.sheet])
    kinds: list[Kind] = [t.kind for t in dataset.manifest.tables.values()]
    return Table(
        id="findings",
        title=Text(zh="导入时发现的问题", en="What the import noticed"),
        columns=[
            Column(id="level", label=Text(zh="程度", en="Level")),
            Column(id="region", label=Text(zh="地区", en="Region")),
            Column(id="years", label=Text(zh="年份", en="Years")),
            Column(id="text", label=Text(zh="说明", en="What")),
            Column(id="file", label=Text(zh="文件", en="File")),
            Column(id="sheet", label=Text(zh="工作表", en="Sheet")),
        ],
        rows=rows,
        kind=mixed_kind(kinds),
    )


def _place(dataset: Dataset, region: str) -> Text:
    """Name a region, city or county; nothing for a finding on a whole table."""
    if region in REGIONS:
        return REGIONS.text(region)
    vocabulary = places_of(dataset)
    held = vocabulary is not None and region in vocabulary.places
    return vocabulary.label(region) if vocabulary is not None and held else same(region)


def _notes(dataset: Dataset) -> list[Note]:
    regions = ["CN-GD"] if dataset.provincial else []
    notes = demonstration(dataset, regions + ([NATION] if dataset.national else []))
    if dataset.provincial and "CN-XZ" not in dataset.provincial.regions:
        text = Text(
            zh="西藏没有排放清单（CEADs不编制），其排放未知，不是零。",
            en="Tibet has no inventory (CEADs compiles none): its emissions are unknown, not zero.",
        )
        notes.append(Note(level="missing", text=text))
    return notes


def _sources(infos: Sequence[TableInfo], series: Sequence[Series]) -> list[Source]:
    held = {info.source.citation: info.source for info in infos}
    for one in series:
        for citation in dict.fromkeys(one.sources.values()):
            held.setdefault(citation, Source(title=one.title, citation=citation, kind="reference"))
    return list(held.values())


def _followups(dataset: Dataset) -> list[Text]:
    inventory = dataset.provincial or dataset.national
    if inventory is None or not inventory.years:
        return []
    last, first = inventory.years[-1], inventory.years[0]
    return [
        Text(
            zh=f"{last}年排放最多的五个省份是哪些？",
            en=f"Which five provinces emitted most in {last}?",
        ),
        Text(
            zh=f"广东{first}年以来的CO2排放趋势如何？",
            en=f"How have the CO2 emissions of Guangdong developed since {first}?",
        ),
        Text(
            zh="广东在2060年达成碳中和的时间表及产业投入产出路线图应为何？",
            en="What timetable and industry roadmap would bring Guangdong to carbon neutrality"
            " in 2060?",
        ),
    ]

"""Tool: how far provinces and industries are from their pathway, ranked."""

from typing import Annotated, Literal

from pydantic import Field

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Claim, Finding, Note, Result
from data.text import Text
from data.vocabulary import NATION, PROVINCES, REGION_GROUPS, REGIONS, SECTORS
from tools.arguments import Names
from tools.gap.detail import subject, tell_one
from tools.gap.distance import (
    Asked,
    Distance,
    Unknown,
    in_order,
    measure_region,
    measure_sectors,
)
from tools.gap.intensity import rank_intensity
from tools.gap.sentences import METHOD, PATH_NAME, tell_ranking
from tools.gap.views import (
    draw_bars,
    draw_rates,
    draw_way,
    table_ranking,
    table_record,
    table_years,
)
from tools.inventory.caveats import demonstration, gaps, import_findings, sources_of
from tools.inventory.figures import cited
from tools.inventory.phrases import inline, listed, region_label
from tools.pathways.benchmark import find_level
from tools.pathways.scenarios import Options, make_options
from tools.registry import Context, tool

Target = Literal["peak", "pathway", "policy"]
What = Literal["regions", "sectors"]


@tool
def gap_to_target(
    context: Context,
    target: Annotated[
        Target,
        Field(
            description="peak: 达峰路径, does not rise after 2030; pathway: the net-zero pathway as it"
            " stands; policy: the target of CO2 per GDP due in the year"
        ),
    ] = "peak",
    what: Annotated[What, Field(description="What is ranked")] = "regions",
    regions: Annotated[
        Names,
        Field(description="Provinces or a group of them (none: all); one alone is told in detail"),
    ] = (),
    sector: Annotated[
        str | None, Field(description="Only this sector or group, ranked across provinces")
    ] = None,
    year: Annotated[int, Field(description="Year in which trend and pathway are compared")] = 2030,
    target_year: Annotated[int, Field(description="End of the pathway")] = 2060,
    start_year: Annotated[
        int | None, Field(description="First year of the pathway; by default the current year")
    ] = None,
    by: Annotated[
        Literal["percent", "mt"] | None,
        Field(description="Order by per cent of the pathway (default of regions) or by Mt"),
    ] = None,
    top: Annotated[int | None, Field(ge=1, le=47, description="How many to name first")] = None,
    scenario: Annotated[str | None, Field(description="Named scenario of growth")] = None,
    benchmark: Annotated[str | None, Field(description="1.5C, below 2C or 2C")] = None,
    growth_pct_per_year: Annotated[float | None, Field(description="Real GDP growth")] = None,
) -> Result:
    """Rank provinces or industries by distance to their peaking pathway (离达峰路径最远), SDA pathway or target.

    Use it for who is furthest from, on, or behind the pathway, and how far one province still is:
    the recent trend by inventories against the pathway in a year, the annual change required against
    that achieved, and whether emissions have peaked so far. With target "policy": which provinces
    can meet their target of CO2 per GDP.
    """
    options = make_options(
        NATION,
        start_year=context.this_year if start_year is None else start_year,
        target_year=target_year,
        scenario=scenario,
        level=find_level(benchmark) if benchmark else None,
        gdp_growth_pct=growth_pct_per_year,
        series=context.dataset.series,
    )
    places = _places(regions)
    if target == "policy":
        return rank_intensity(context, options, places or PROVINCES.ids, year)
    _check_year(year, options)
    asked = Asked(options, target, year, SECTORS.find(sector).id if sector else "")
    if what == "sectors":
        return _rank_sectors(context.dataset, asked, places, by or "mt", top or 3)
    if len(places) == 1:
        return _one_region(context.dataset, asked, places[0])
    return _rank_regions(context, asked, places or PROVINCES.ids, by or "percent", top or 3)


def _check_year(year: int, options: Options) -> None:
    first, last = options.start_year + 1, options.target_year
    if not first <= year <= last:
        raise InputError(
            Text(
                zh=f"比较年 {year} 不在路径之内，请取 {first}–{last} 年。",
                en=f"The year {year} is not on the pathway; choose one from {first} to {last}.",
            )
        )


def _places(names: Names) -> tuple[str, ...]:
    """Resolve provinces and groups of them to ids, each once."""
    found: list[str] = []
    for name in names:
        group = REGION_GROUPS.get(name)
        found += group.members if group else (REGIONS.find(name).id,)
    return tuple(dict.fromkeys(found))


def _rank_regions(
    context: Context, asked: Asked, places: tuple[str, ...], by: Literal["percent", "mt"], top: int
) -> Result:
    dataset, claims = context.dataset, dict[str, Claim]()
    found: list[Distance | Unknown] = []
    for done, region in enumerate(places):
        found.append(measure_region(dataset, asked, region, claims))
        context.progress((done + 1) / len(places), region_label(region))
    held = in_order([d for d in found if isinstance(d, Distance)], by)
    unknown = [u for u in found if isinstance(u, Unknown)]
    if not held:
        raise _nothing(unknown)
    name = PATH_NAME[asked.shape]
    scope = SECTORS.text(asked.sector) if asked.sector else Text(zh="", en="")
    title = Text(
        zh=f"各省{scope.zh}与{name.zh}的差距（{asked.year}年）",
        en=f"Distance of the provinces{f' ({scope.en})' if asked.sector else ''} to their"
        f" {name.en}, {asked.year}",
    )
    return _ranking(dataset, held, unknown, title, (by, top, False))


def _rank_sectors(
    dataset: Dataset,
    asked: Asked,
    places: tuple[str, ...],
    by: Literal["percent", "mt"],
    top: int,
) -> Result:
    if len(places) > 1:
        raise InputError(
            Text(
                zh="按行业排序一次只看一个省份或全国，请指明一个。",
                en="Industries are ranked within one province or the nation; name one.",
            )
        )
    region = places[0] if places else NATION
    found = measure_sectors(dataset, asked, region, {})
    held = in_order([d for d in found if isinstance(d, Distance)], by)
    unknown = [u for u in found if isinstance(u, Unknown)]
    if not held:
        raise _nothing(unknown)
    place, name = region_label(region), PATH_NAME[asked.shape]
    title = Text(
        zh=f"{place.zh}各行业与{name.zh}的差距（{asked.year}年）",
        en=f"Distance of the sectors of {place.en} to their {name.en}, {asked.year}",
    )
    return _ranking(dataset, held, unknown, title, (by, top, True))


def _ranking(
    dataset: Dataset,
    held: list[Distance],
    unknown: list[Unknown],
    title: Text,
    order: tuple[Literal["percent", "mt"], int, bool],
) -> Result:
    by, top, by_sector = order
    findings = [Finding(text=t) for t in tell_ranking(held, by, by_sector, top)]
    tables = [table_ranking(held, title, by, by_sector)]
    tables += [] if by_sector else [table_record(held)]
    regions = tuple(dict.fromkeys(h.cut.region for h in held))
    return Result(
        tool="gap_to_target",
        title=title,
        findings=findings,
        claims=cited(held[0].figures.claims, findings, tables),
        tables=tables,
        charts=[draw_bars(held, by, by_sector), draw_rates(held, by_sector)],
        notes=[*_not_assessable(unknown, by_sector), *_caveats(dataset, held, regions)],
        method=METHOD,
        sources=sources_of(dataset, regions, [dataset.series.gdp_index]),
        followups=_followups(held, by_sector),
    )


def _one_region(dataset: Dataset, asked: Asked, region: str) -> Result:
    one = measure_region(dataset, asked, region, {})
    if isinstance(one, Unknown):
        raise _nothing([one])
    place, name = subject(one), PATH_NAME[asked.shape]
    title = Text(
        zh=f"{place.zh}与{name.zh}的差距",
        en=f"Distance of {place.en} to its {name.en}",
    )
    parts = [] if asked.sector else measure_sectors(dataset, asked, region, one.figures.claims)
    sectors = in_order([d for d in parts if isinstance(d, Distance)], "mt")
    findings = [Finding(text=t) for t in tell_one(one, sectors)]
    tables = [table_years(one, title)]
    return Result(
        tool="gap_to_target",
        title=title,
        findings=findings,
        claims=cited(one.figures.claims, findings, tables),
        tables=tables,
        charts=[draw_way(one, title)],
        notes=_caveats(dataset, [one], (region,)),
        method=METHOD,
        sources=sources_of(dataset, (region,), [dataset.series.gdp_index]),
        followups=_followups([one], by_sector=False),
    )


def _nothing(unknown: list[Unknown]) -> DataMissingError:
    zh = "；".join(f"{region_label(u.cut.region).zh}：{u.because.zh}" for u in unknown[:5])
    en = "; ".join(f"{region_label(u.cut.region).en}: {u.because.en}" for u in unknown[:5])
    return DataMissingError(
        Text(zh=f"无法与路径比较。{zh}。", en=f"No comparison with a pathway is possible. {en}.")
    )


def _not_assessable(unknown: list[Unknown], by_sector: bool) -> list[Note]:
    """Name those left out, with the reason they share."""
    notes: list[Note] = []
    for reason in dict.fromkeys(u.because for u in unknown):
        names = listed(
            [
                inline(SECTORS.text(u.cut.sector)) if by_sector else region_label(u.cut.region)
                for u in unknown
                if u.because == reason
            ]
        )
        text = Text(
            zh=f"不能评估{names.zh}：{reason.zh}。",
            en=f"Not assessable: {names.en}, because: {reason.en}.",
        )
        notes.append(Note(level="missing", text=text))
    return notes


def _caveats(dataset: Dataset, held: list[Distance], regions: tuple[str, ...]) -> list[Note]:
    options = held[0].asked.options
    last = max(h.recent.years[-1] for h in held)
    notes = [
        Note(
            level="caution",
            text=Text(
                zh=f"近期趋势只是延续，不是预测；清单止于{last}年，此后的实际排放未计入。",
                en=f"The recent trend is carried on, which is no forecast; the inventories end in"
                f" {last} and later emissions are not in it.",
            ),
        )
    ]
    early = [h for h in held if h.recent.years[-1] < last]
    if early:
        names = listed([region_label(h.cut.region) for h in early])
        text = Text(
            zh=f"{names.zh}的清单止于更早的年份，各自从自己的最后清单年算起（见表）。",
            en=f"The inventories of {names.en} end earlier; each counts from its own last one (see"
            " the table).",
        )
        notes.append(Note(level="caution", text=text))
    changed = options.described()
    if changed:
        said = listed(changed)
        notes.append(Note(text=Text(zh=f"按提问改动：{said.zh}。", en=f"As asked: {said.en}.")))
    for one in {h.cut.region: h for h in held}.values():
        window = one.recent.years
        notes += gaps(dataset, (one.cut.region,), _years_within(dataset, one, window))
    notes += import_findings(dataset, regions, (last,))
    return [*notes, *demonstration(dataset, regions)]


def _years_within(dataset: Dataset, one: Distance, window: tuple[int, ...]) -> list[int]:
    years = dataset.inventory_of(one.cut.region).years
    return [y for y in years if window[0] <= y <= window[-1]]


def _followups(held: list[Distance], by_sector: bool) -> list[Text]:
    first = held[0]
    place = region_label(first.cut.region)
    texts = [
        Text(
            zh="哪些省份离达峰路径最远？",
            en="Which provinces are furthest from their peaking pathway?",
        ),
        Text(
            zh=f"{place.zh}哪个行业离路径最远？",
            en=f"Which industry of {place.en} is furthest from its pathway?",
        ),
        Text(
            zh=f"{place.zh}在{first.asked.options.target_year}年达成碳中和的时间表及产业投入产出路线图应为何？",
            en=f"What timetable and input-output roadmap takes {place.en} to carbon neutrality by"
            f" {first.asked.options.target_year}?",
        ),
    ]
    if by_sector:
        return [texts[0], texts[2]]
    return texts[1:] if len(held) > 1 else texts

"""The tool on cities and counties: totals, trends, growth, ranks and shares of their province."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from data.dataset import Dataset
from data.errors import InputError
from data.result import Chart, Finding, Note, Result, Table
from data.tables import PlaceLevel
from data.text import Text
from data.vocabulary import REGIONS
from tools.arguments import Names, YearList
from tools.inventory.figures import cited
from tools.places.asked import Asked, Measure, Order, Wanted, settle
from tools.places.beyond import Beyond, ask_province, say_beyond
from tools.places.figures import PlaceFigures
from tools.places.notes import METHOD, notes_of, sources_of, without_data
from tools.places.ranking import claim_of, rank_all
from tools.places.sentences import (
    NOUNS,
    tell_change,
    tell_ranking,
    tell_share,
    tell_standing,
    tell_total,
)
from tools.places.views import (
    draw_bars,
    draw_trend,
    table_one_year,
    table_ranking,
    table_years,
    title_of,
)
from tools.registry import Context, tool

Shown = tuple[list[Text], list[Table], list[Chart], list[Note]]


@tool
def place_emissions(
    context: Context,
    places: Annotated[
        Names,
        Field(
            description="Cities or counties, with the province where the name is not unique"
            " (江苏苏州; Suzhou, Anhui); none: all of the province or nation in order"
        ),
    ] = (),
    province: Annotated[
        str | None, Field(description="Province whose cities or counties are meant")
    ] = None,
    level: Annotated[
        PlaceLevel | None, Field(description="Cities or counties, where the names leave it open")
    ] = None,
    years: Annotated[YearList, Field(description="Single years; none means the latest")] = (),
    year_from: Annotated[int | None, Field(description="First year of a range")] = None,
    year_to: Annotated[int | None, Field(description="Last year of a range")] = None,
    last_years: Annotated[
        int | None, Field(ge=1, le=50, description="So many years up to the latest held (近五年)")
    ] = None,
    measure: Annotated[
        Measure,
        Field(
            description="total; trend over all years held; share of the provincial inventory;"
            " growth between first and last year; rank in province and nation"
        ),
    ] = "total",
    top: Annotated[int | None, Field(ge=1, le=100, description="How many a ranking lists")] = None,
    order: Annotated[Order, Field(description="ascending: smallest first")] = "descending",
    beyond: Annotated[
        Beyond | None,
        Field(description="What was asked that totals cannot answer; the answer then says so"),
    ] = None,
    parts: Annotated[
        Names, Field(description="Sectors or fuels asked about, with beyond; for the province")
    ] = (),
) -> Result:
    """Give CO2 totals of cities and counties (市、县): trend, growth, rank, share of the province.

    Use it for any question on a city or county, once their tables are imported. They hold totals
    only: for sectors, fuels, per person or GDP, drivers, supply chains or pathways of a city, set
    ``beyond``; the answer says so, gives the latest total and offers the province. Never present a
    province's figures as a city's.
    """
    dataset = context.dataset
    named_years = bool(years or year_from or year_to or last_years)
    if beyond:
        measure, years, year_from, year_to, last_years = "total", (), None, None, None
    wanted = Wanted(places, province, level, measure, years, year_from, year_to, last_years)
    asked = settle(dataset, wanted)
    if beyond and not asked.places:
        raise InputError(
            Text(
                zh="请指明城市或区县（places），例如广东深圳。",
                en="Name the city or county (places), for example Shenzhen, Guangdong.",
            )
        )
    if beyond and named_years:
        asked = replace(asked, chosen=True)  # the latest total is given although a year was named
    figures = PlaceFigures(dataset, asked)
    if asked.measure == "share" and not asked.chosen:
        asked = replace(asked, axis=(_shared_year(asked, figures),))
    if asked.lists_all:
        texts, tables, charts, notes = _ranked(asked, figures, top, order)
    else:
        texts, tables, charts, notes = _named(asked, figures)
    if beyond:
        texts = [say_beyond(asked, beyond), *texts]
    return _compose(dataset, asked, figures, (texts, tables, charts, notes)).model_copy(
        update={"followups": _followups(dataset, asked, beyond, parts)}
    )


def _ranked(asked: Asked, figures: PlaceFigures, top: int | None, order: Order) -> Shown:
    ranking = rank_all(asked, top, ascending=order == "ascending")
    texts = tell_ranking(asked, figures, ranking)
    claims = [(i, c) for i in ranking.tabled if (c := claim_of(figures, ranking, i))]
    if not claims:
        return texts, [], [], without_data(asked, ranking)
    when = f"{ranking.first}–{ranking.year}" if ranking.first else str(ranking.year)
    bars = draw_bars(asked, claims, when)
    return texts, [table_ranking(asked, figures, ranking)], [bars], without_data(asked, ranking)


def _named(asked: Asked, figures: PlaceFigures) -> Shown:
    year = asked.last
    several = len(asked.axis) > 1
    if asked.measure == "share":
        texts = tell_share(asked, figures, year)
        return texts, [table_one_year(asked, figures, year)], [], []
    if asked.measure == "rank":
        texts = tell_standing(asked, figures, year)
        return texts, [table_one_year(asked, figures, year)], _bars(asked, figures, year), []
    if asked.measure in ("trend", "growth") or several:
        texts = tell_change(asked, figures, peak=asked.measure != "growth")
        if len(asked.places) > 1:
            texts += tell_total(asked, figures, year)
        return texts, [table_years(asked, figures)], _trend(asked, figures), []
    texts = tell_total(asked, figures, year)
    return texts, [table_one_year(asked, figures, year)], _bars(asked, figures, year), []


def _shared_year(asked: Asked, figures: PlaceFigures) -> int:
    """Take the latest year that the places and the inventories of their provinces both hold."""
    both = (
        y
        for y in reversed(asked.coverage)
        if all(figures.of(i, y) and figures.of_province(i, y) for i in asked.places)
    )
    return next(both, asked.last)


def _trend(asked: Asked, figures: PlaceFigures) -> list[Chart]:
    held = [y for y in asked.axis if any(figures.of(i, y) for i in asked.places)]
    return [draw_trend(asked, figures)] if len(held) > 1 else []


def _bars(asked: Asked, figures: PlaceFigures, year: int) -> list[Chart]:
    claims = [(i, c) for i in asked.places if (c := figures.of(i, year))]
    claims.sort(key=lambda item: -item[1].value)
    return [draw_bars(asked, claims, str(year))] if len(claims) > 1 else []


def _compose(dataset: Dataset, asked: Asked, figures: PlaceFigures, shown: Shown) -> Result:
    texts, tables, charts, notes = shown
    findings = [Finding(text=t) for t in texts]
    claims = cited(figures.claims, findings, tables)
    spoken = [v for c in claims for k, v in c.entity.items() if k in ("city", "county")]
    places = list(dict.fromkeys([*asked.places, *spoken]))
    shares = any(c.metric == "share_pct" for c in claims)
    shown_years = sorted({c.year for c in claims if c.year})
    years = f"{asked.axis[0]}–{asked.axis[-1]}" if len(asked.axis) > 1 else str(asked.last)
    return Result(
        tool="place_emissions",
        title=tables[0].title if tables else title_of(asked, years),
        findings=findings,
        claims=claims,
        tables=tables,
        charts=charts,
        notes=[*notes, *notes_of(dataset, asked, places, shown_years, shares=shares)],
        method=METHOD,
        sources=sources_of(dataset, asked, places, shares),
    )


def _followups(
    dataset: Dataset, asked: Asked, beyond: Beyond | None, parts: Sequence[str]
) -> list[Text]:
    """Offer the trend and rank of the place, and its province for all beyond totals."""
    region = asked.vocabulary.places[asked.places[0]].province if asked.places else asked.province
    held = dataset.provincial.years_of(region) if dataset.provincial and region else ()
    year = held[-1] if held else asked.last
    if asked.lists_all:
        return _after_ranking(asked, year)
    label, province = asked.vocabulary.label(asked.places[0]), REGIONS.text(region)
    offered = ask_province(asked, beyond, parts, year) if beyond else []
    if asked.measure != "trend":
        offered.append(
            Text(
                zh=f"{label.zh}历年CO2排放走势如何？",
                en=f"How have the CO2 emissions of {label.en} developed?",
            )
        )
    if asked.measure != "rank":
        offered.append(
            Text(
                zh=f"{label.zh}的CO2排放在{province.zh}排第几？",
                en=f"Where does {label.en} rank among the {NOUNS[asked.level].en} of its province?",
            )
        )
    if not beyond:
        offered += ask_province(asked, "sectors", (), year)
    return offered[:3]


def _after_ranking(asked: Asked, year: int) -> list[Text]:
    if not asked.province:
        return [
            Text(zh=f"{year}年哪些省份排放最多？", en=f"Which provinces emitted most in {year}?")
        ]
    label = REGIONS.text(asked.province)
    return [
        Text(
            zh=f"{label.zh}{year}年的CO2排放总量是多少？",
            en=f"What were the CO2 emissions of {label.en} in {year}?",
        ),
        Text(
            zh=f"{label.zh}{year}年哪些行业排放最多？",
            en=f"Which sectors of {label.en} emitted most in {year}?",
        ),
    ]

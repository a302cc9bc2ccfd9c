"""The tool that tells why a region's CO2 changed: by its drivers, or by its sectors and fuels."""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from data.dataset import Dataset
from data.result import Chart, Claim, Finding, Note, Result, Table
from data.text import Text
from data.vocabulary import REGIONS
from tools.inventory import change_views as views
from tools.inventory.caveats import demonstration, import_findings, sources_of
from tools.inventory.change_years import Span, find_span, has_drivers, years_with_energy
from tools.inventory.contributions import (
    Part,
    note_zeros,
    read_contributions,
    write_contributions,
)
from tools.inventory.driver_sentences import write_chain, write_drivers
from tools.inventory.drivers import mint_changes, mint_effects, read_level, sum_chain
from tools.inventory.figures import Figures, cited
from tools.inventory.phrases import change_sentence, region_label
from tools.inventory.selection import Cut
from tools.registry import Context, tool

By = Literal["kaya", "sector"]

BY_PART: dict[Part, Text] = {
    "sector": Text(zh="按行业", en="by sector"),
    "fuel": Text(zh="按燃料", en="by fuel"),
}

METHOD: dict[By, Text] = {
    "kaya": Text(
        zh="LMDI-I加法分解（Ang 2005）：CO2 = 人口 ×（实际GDP ÷ 人口）×（CO2 ÷ 实际GDP）；"
        "数据集有能源消费总量（标准煤，用户自有数据）时，CO2 ÷ 实际GDP 再分为（能耗 ÷ 实际GDP）×（CO2 ÷ 能耗）；"
        "各因素效应 = L(CO2末, CO2首) × ln(因素末 ÷ 因素首)，L(a,b) = (a − b) ÷ (ln a − ln b)，"
        "各效应之和恰等于总变化；零值按解析极限处理（Wood和Lenzen 2006），不用微小数替代。"
        "GDP按不变价（实际增速连乘的指数），效应只取决于指数之比，与基年价格水平无关。",
        en="Additive LMDI-I (Ang 2005): CO2 = population × (real GDP / population) × (CO2 / real"
        " GDP), and CO2 / real GDP = (energy / real GDP) × (CO2 / energy) where the data set has the"
        " energy consumed (coal equivalent, the user's own series); effect of a factor = L(CO2 last, CO2 first) × ln(last / first), with"
        " L(a, b) = (a − b) / (ln a − ln b), so the effects add up to the change exactly. Zeros"
        " take their analytical limits (Wood and Lenzen 2006), never tiny substitutes. GDP is at"
        " constant prices (an index of chained real growth); only its ratio between the years"
        " enters, whatever the price base.",
    ),
    "sector": Text(
        zh="各行业（或各燃料）的贡献 = 末年排放 − 首年排放，各项之和恰等于总变化；"
        "“对变化率的贡献”为贡献除以首年排放总量。这是加法核算，不是LMDI。",
        en="Contribution of a sector (or fuel) = its emissions in the last year less the first; they"
        " add up to the change exactly. The contribution to the change in per cent is that over the"
        " first year's total. This is plain accounting, not LMDI.",
    ),
}


@tool
def decompose_change(
    context: Context,
    region: Annotated[str, Field(description="A province, or CN for the nation")],
    year_from: Annotated[int | None, Field(description="First year; none: first usable")] = None,
    year_to: Annotated[int | None, Field(description="Last year; none: last usable")] = None,
    last_years: Annotated[
        int | None, Field(ge=2, le=50, description="So many years up to the latest held (近五年)")
    ] = None,
    by: Annotated[
        By, Field(description="kaya: population, GDP, intensity; sector: sectors and fuels")
    ] = "kaya",
) -> Result:
    """Decompose why a region's CO2 changed between two inventory years (LMDI, Kaya identity).

    By ``kaya``: effects of population, real GDP per person and CO2 per real GDP (or energy per GDP
    and CO2 per energy, where the energy consumed is known), also interval by interval. By ``sector``: the exact contribution of each sector and each fuel.
    """
    dataset, place = context.dataset, REGIONS.find(region).id
    span = find_span(dataset, place, year_from, year_to, last_years, needs_series=by == "kaya")
    figures = Figures(dataset)
    build = _by_kaya if by == "kaya" else _by_sector
    findings, tables, charts, notes = build(figures, place, span)
    held = dataset.series
    series = [held.population, held.gdp_index, held.energy] if by == "kaya" else []
    return Result(
        tool="decompose_change",
        title=_title(place, span, by),
        findings=findings,
        claims=cited(figures.claims, findings, tables),
        tables=tables,
        charts=charts,
        notes=[
            *span.notes,
            *_meaning(by, with_energy=bool(years_with_energy(dataset, place, span))),
            *notes,
            *demonstration(dataset, [place]),
        ],
        method=METHOD[by],
        sources=sources_of(dataset, [place], series),
        followups=_followups(dataset, place, span, by),
    )


Answer = tuple[list[Finding], list[Table], list[Chart], list[Note]]


def _by_kaya(figures: Figures, region: str, span: Span) -> Answer:
    energy = years_with_energy(figures.dataset, region, span)
    years = energy or span.held
    levels = [read_level(figures, region, year, with_energy=bool(energy)) for year in years]
    first, last = levels[0], levels[-1]
    total = figures.difference(first.co2, last.co2)
    changes = mint_changes(figures, first, last)
    effects = mint_effects(figures, first, last)
    growth = figures.growth(first.co2, last.co2)
    title = _title(region, span, "kaya")
    findings = [_change(figures, region, first.co2, last.co2)]
    findings += write_drivers(figures, changes, effects, total)
    tables = [views.effects_table(figures, changes, effects, total, growth, first.co2, title)]
    charts = [views.effects_chart(effects, total, title)]
    if len(levels) > 2:
        intervals = [mint_effects(figures, a, b) for a, b in pairwise(levels)]
        steps = [figures.difference(a.co2, b.co2) for a, b in pairwise(levels)]
        chained = sum_chain(figures, intervals)
        names = [Text(zh=f"{a}—{b}年", en=f"{a}–{b}") for a, b in pairwise(years)]
        heading = _heading(title, Text(zh="逐段", en="interval by interval"))
        findings.append(write_chain(chained, total))
        tables.append(views.intervals_table(names, intervals, steps, chained, total, heading))
        charts.append(views.intervals_chart(names, intervals, heading))
    inputs = _heading(title, Text(zh="所用数据", en="figures used"))
    tables.append(views.levels_table(levels, inputs))
    return findings, tables, charts, import_findings(figures.dataset, [region], span.held)


def _by_sector(figures: Figures, region: str, span: Span) -> Answer:
    first, last = (_total(figures, region, year) for year in (span.first, span.last))
    total = figures.difference(first, last)
    # A section of its own: beside the drivers, the same sentence need not stand twice.
    findings = [_change(figures, region, first, last).model_copy(update={"section": "change"})]
    tables: list[Table] = []
    charts: list[Chart] = []
    notes: list[Note] = []
    about: list[str] = []
    for part in BY_PART:
        held = read_contributions(figures, region, (span.first, span.last), part)
        text = write_contributions(figures, held, part, total)
        if text is None:
            continue
        title = _heading(_title(region, span, "sector"), BY_PART[part])
        findings.append(Finding(section=part, text=text))
        tables.append(views.parts_table(figures, held, part, (first, last, total), title))
        charts.append(views.parts_chart(held, part, title))
        notes += note_zeros(held)
        about += [c.id for c in held[: views.MOST_BARS]]
    seen = import_findings(figures.dataset, [region], (span.first, span.last), about)
    return findings, tables, charts, [*notes, *seen]


def _total(figures: Figures, region: str, year: int) -> Claim:
    claim = figures.total(Cut(region), year)
    if claim is None:
        msg = f"{region} has no usable inventory of {year}"
        raise ValueError(msg)
    return claim


def _change(figures: Figures, region: str, first: Claim, last: Claim) -> Finding:
    return Finding(text=change_sentence(figures, Cut(region), first, last))


def _title(region: str, span: Span, by: By) -> Text:
    label, years = region_label(region), f"{span.first}–{span.last}"
    if by == "kaya":
        return Text(
            zh=f"{label.zh}CO2排放变化的驱动因素，{years}",
            en=f"What drove the change of CO2 emissions in {label.en}, {years}",
        )
    return Text(
        zh=f"{label.zh}CO2排放变化的构成，{years}",
        en=f"Where the CO2 emissions of {label.en} changed, {years}",
    )


def _heading(title: Text, what: Text) -> Text:
    return Text(zh=f"{title.zh}（{what.zh}）", en=f"{title.en} ({what.en})")


def _meaning(by: By, *, with_energy: bool) -> list[Note]:
    if by == "sector":
        text = Text(
            zh="没有分行业的不变价增加值，因此不把行业变化拆成活动、结构和强度效应；"
            "这里只给出各行业、各燃料对总变化的确切贡献。两种口径各自求和等于总变化，不可相加。",
            en="Value added by sector at constant prices is not held, so the changes are not split"
            " into activity, structure and intensity; these are the exact contributions of sectors"
            " and of fuels. Each set adds up to the change; the two must not be added together.",
        )
        return [Note(text=text)]
    effect = Text(
        zh="效应表示其他因素按对数平均权重处理时，某一因素的变化对应多少排放变化；"
        "它是核算关系，不等于因果关系。",
        en="An effect is the part of the change that goes with one factor under logarithmic mean"
        " weights; it is accounting, not proof of a cause.",
    )
    energy = Text(
        zh="数据集没有首末两年的能源消费总量（标准煤），因此只分三个因素；能源强度与能源结构的作用合并在碳强度"
        "效应中，产业结构的变化也在其中。能源清单以实物量计，没有统一折标系数，不能代替。",
        en="The energy consumed (coal equivalent) is not held for the first and last year, so there"
        " are three factors: energy efficiency and the carbon content of energy, and shifts between"
        " industries, sit together in the intensity effect. Energy inventories are in physical"
        " units without conversion factors and cannot stand in.",
    )
    if with_energy:
        energy = Text(
            zh="能源消费总量为您自有的数据，因此分四个因素；没有该数据的中间年份不单独成段。清单排放含水泥过程排放，计入单位能耗排放，产业结构的变化"
            "在单位GDP能耗之中。",
            en="The energy consumed is your own series, so there are four factors; years between"
            " without it end no interval. CO2 includes the"
            " cement process, which counts in CO2 per energy; shifts between industries sit in"
            " energy per GDP.",
        )
    prices = Text(
        zh="GDP按不变价计算：各省取初次公布的实际增速连乘，未计后续修订；全国取修订后的增速。",
        en="GDP is at constant prices: provinces by real growth as first published, later revisions"
        " not applied; the nation by revised growth.",
    )
    return [Note(text=effect), Note(text=energy), Note(text=prices)]


def _followups(dataset: Dataset, region: str, span: Span, by: By) -> list[Text]:
    label, first, last = region_label(region), span.first, span.last
    parts = Text(
        zh=f"{first}年到{last}年{label.zh}排放变化主要来自哪些行业和燃料？",
        en=f"Which sectors and fuels contributed to the change of emissions in {label.en}"
        f" between {first} and {last}?",
    )
    drivers = Text(
        zh=f"{first}年到{last}年{label.zh}排放变化的驱动因素是什么？",
        en=f"What drove the change of emissions in {label.en} between {first} and {last}?",
    )
    trend = Text(
        zh=f"{label.zh}历年CO2排放走势如何？",
        en=f"How have the CO2 emissions of {label.en} developed?",
    )
    if by == "kaya":
        return [parts, trend]
    known = all(has_drivers(dataset, region, year) for year in (first, last))
    return [drivers, trend] if known else [trend]

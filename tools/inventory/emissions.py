"""The tool that answers questions about emissions from the inventories."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Annotated, Literal

from pydantic import Field

from data.dataset import Dataset
from data.errors import InputError
from data.result import Note, Result
from data.series import gdp, population
from data.text import Text
from data.vocabulary import FUELS, NATION, REGIONS, SECTORS
from tools.arguments import Names, YearList
from tools.inventory.answer import Answer, in_order, read_values
from tools.inventory.caveats import (
    chosen_year,
    data_notes,
    is_nation,
    left_out,
    sources_of,
    sum_is_not_nation,
    unknown_bases,
)
from tools.inventory.figures import Figures, Quantity, cited
from tools.inventory.followups import suggest_followups
from tools.inventory.selection import (
    Cut,
    Dimension,
    Years,
    find_parts,
    find_regions,
    find_terms,
    find_years,
    single_terms,
)
from tools.inventory.sentences import write_findings
from tools.inventory.views import draw_charts, draw_tables, title_of
from tools.registry import Context, tool

Measure = Literal["total", "per_capita", "per_gdp", "share", "growth"]

METHOD: dict[Measure, Text] = {
    "total": Text(
        zh="范围一CO2排放：能源燃烧与水泥过程，按清单各行业、各燃料单元格求和，单位Mt（百万吨）。",
        en="Scope 1 CO2 from fuel combustion and the cement process: the inventory's cells by"
        " sector and fuel added up, in Mt.",
    ),
    "per_capita": Text(
        zh="人均排放 = CO2 / 年末常住人口，单位为吨/人。",
        en="Per person: CO2 over year-end resident population, in t per person.",
    ),
    "per_gdp": Text(
        zh="单位GDP排放 = CO2 / 当年价GDP，单位为吨/万元；现价数值含物价变化，不能用来检验不变价强度目标。",
        en="Per GDP: CO2 over GDP at current prices of the same year, in t per 10⁴ CNY; price"
        " changes are in it, so it cannot check targets set at constant prices.",
    ),
    "share": Text(
        zh="占比 = 部分 / 总体 × 100；各项占比均指明以何为总体。",
        en="Share: part over whole × 100; the answer says what the whole is.",
    ),
    "growth": Text(
        zh="变化率 = 末年 / 首年 − 1；年均复合变化率 = (末年 / 首年)^(1/年数) − 1。",
        en="Change: last over first year − 1; compound annual rate: (last / first)^(1/years) − 1.",
    ),
}


@tool
def query_emissions(
    context: Context,
    regions: Annotated[Names, Field(description="Provinces, or CN for the nation")] = (),
    years: Annotated[YearList, Field(description="Single years; none means the latest")] = (),
    year_from: Annotated[int | None, Field(description="First year of a range")] = None,
    year_to: Annotated[int | None, Field(description="Last year of a range")] = None,
    last_years: Annotated[
        int | None, Field(ge=1, le=50, description="So many years up to the latest held (近五年)")
    ] = None,
    sectors: Annotated[Names, Field(description="Inventory sectors or groups of them")] = (),
    fuels: Annotated[Names, Field(description="Fuels, groups of them, or process")] = (),
    measure: Annotated[Measure, Field(description="What to report")] = "total",
    group_by: Annotated[Dimension, Field(description="What to compare or rank")] = "none",
    top: Annotated[int | None, Field(ge=1, le=47, description="How many of a ranking")] = None,
    order: Literal["descending", "ascending"] = "descending",
) -> Result:
    """Report CO2 emissions from the inventories: how much, of whom, when, ranked or compared.

    Use it for any figure of the past by province or nation, year or range, sector and fuel:
    totals (Mt), per capita, per GDP (current prices), shares, growth, top-N rankings
    (``group_by`` with ``top``) and comparisons of several regions over a range.
    """
    question = _Question(regions, sectors, fuels, measure, group_by)
    if not regions and context.dataset.national is None:
        question = _without_nation(question)
    group = question.group
    held = _regions(context.dataset, question)
    span = _Span(tuple(years), year_from, year_to, last_years)
    settled = _years(context.dataset, held, span, measure)
    figures = Figures(context.dataset, _basis(context.dataset, question, held))
    blocks = _blocks(question, held, figures)
    quantity: Quantity = "total" if measure == "growth" else measure
    focus = _focus(question, held)
    if focus:
        blocks = (tuple(replace(focus, region=r) for r in _provinces(context.dataset)),)
    cuts = [c for block in blocks for c in block]
    answer = Answer(
        figures=figures,
        blocks=blocks,
        years=settled,
        quantity=quantity,
        growth=measure == "growth" and len(settled.held) > 1,
        group=group,
        top=top,
        ascending=order == "ascending",
        named=question.names_members,
        focus=focus,
        values=read_values(figures, cuts, settled.held, quantity),
    )
    if len(cuts) > 2 or top or answer.growth:
        answer = replace(answer, blocks=in_order(answer))
    spoken = [focus.region] if focus else [c.region for c in cuts]
    return _result(context.dataset, question, answer, tuple(dict.fromkeys(spoken)))


@dataclass(frozen=True)
class _Question:
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    fuels: tuple[str, ...]
    measure: Measure
    group_by: Dimension

    @property
    def group(self) -> Dimension:
        """What is compared: as asked, else the first thing of which several are named."""
        if self.group_by != "none":
            return self.group_by
        if len(self.sectors) > 1:
            return "sector"
        if len(self.fuels) > 1:
            return "fuel"
        return "region" if len(self.regions) > 1 else "none"

    @property
    def names_members(self) -> bool:
        """Whether the reader named what is compared."""
        held = {"region": self.regions, "sector": self.sectors, "fuel": self.fuels}
        return len(held.get(self.group, ())) > 1


def _without_nation(question: _Question) -> _Question:
    """Compare the provinces when neither a region is named nor the nation held."""
    if question.group in ("none", "region"):
        return replace(question, group_by="region")
    raise InputError(
        Text(
            zh="数据集没有全国清单，请指明省份，例如广东。",
            en="The data set holds no national inventory; name a province, for example Guangdong.",
        )
    )


def _regions(dataset: Dataset, question: _Question) -> tuple[str, ...]:
    return find_regions(dataset, question.regions, question.group == "region")


@dataclass(frozen=True)
class _Span:
    years: tuple[int, ...]
    first: int | None
    last: int | None
    last_years: int | None


def _years(dataset: Dataset, regions: Sequence[str], span: _Span, measure: Measure) -> Years:
    growth = measure == "growth"
    # A change over the last n years sets out from the year before them.
    last_years = span.last_years + growth if span.last_years else None
    found = find_years(
        dataset, regions, span.years, span.first, span.last,
        last_years=last_years, latest_only=not growth,
    )  # fmt: skip
    if not growth or len(found.held) > 1:
        return found
    earlier = [y for y in found.coverage if y < found.last]
    if not earlier:
        raise InputError(
            Text(
                zh=f"计算变化需要两个年份，而{found.last}年之前没有数据。",
                en=f"A change takes two years, and nothing is held before {found.last}.",
            )
        )
    pair = (earlier[-1], found.last)
    return Years(pair, pair, found.coverage, chosen=True)


def _basis(dataset: Dataset, question: _Question, regions: Sequence[str]) -> tuple[str, ...]:
    """Settle what shares refer to; empty means each region's own total."""
    parts = question.sectors or question.fuels
    pooled = not parts and question.group not in ("sector", "fuel")
    if question.measure != "share" or not (question.group_by == "region" or pooled):
        return ()
    if dataset.national is not None and (NATION in regions or len(regions) == 1):
        return (NATION,)
    return tuple(r for r in regions if r != NATION)


def _blocks(
    question: _Question, regions: Sequence[str], figures: Figures
) -> tuple[tuple[Cut, ...], ...]:
    group = question.group
    sectors = find_parts(SECTORS, question.sectors, group == "sector")
    fuels = find_parts(FUELS, question.fuels, group == "fuel")
    compared = [r for r in regions if r != NATION or NATION not in figures.basis]
    compared = compared or list(regions)
    parts = list(product(sectors, fuels))
    if group in ("sector", "fuel"):
        return tuple(tuple(Cut(r, s, f) for s, f in parts) for r in compared)
    return tuple(tuple(Cut(r, s, f) for r in compared) for s, f in parts)


def _focus(question: _Question, regions: Sequence[str]) -> Cut | None:
    """One province compared with provinces is shown among all of them."""
    if question.group_by != "region" or len(question.regions) != 1 or NATION in regions:
        return None
    sectors = find_parts(SECTORS, question.sectors, grouped=False)
    fuels = find_parts(FUELS, question.fuels, grouped=False)
    alone = len(sectors) == len(fuels) == 1 and question.measure != "share"
    return Cut(regions[0], sectors[0], fuels[0]) if alone else None


def _provinces(dataset: Dataset) -> tuple[str, ...]:
    return find_regions(dataset, (), by_region=True)


def _result(
    dataset: Dataset, question: _Question, answer: Answer, regions: tuple[str, ...]
) -> Result:
    findings = write_findings(answer)
    tables, charts = draw_tables(answer), draw_charts(answer)
    with_basis = tuple(dict.fromkeys((*regions, *answer.figures.basis)))
    series = {"per_capita": [population()], "per_gdp": [gdp()]}.get(question.measure, [])
    return Result(
        tool="query_emissions",
        title=title_of(answer),
        findings=findings,
        claims=cited(answer.figures.claims, findings, tables),
        tables=tables,
        charts=charts,
        notes=_notes(dataset, question, answer, regions),
        method=METHOD[question.measure],
        sources=sources_of(dataset, with_basis, series),
        followups=suggest_followups(answer),
    )


def _notes(
    dataset: Dataset, question: _Question, answer: Answer, regions: tuple[str, ...]
) -> list[Note]:
    notes = left_out(find_terms(REGIONS, question.regions), [*regions, *answer.figures.basis])
    notes += chosen_year(answer.years)
    if not question.regions and is_nation(regions):
        text = Text(
            zh="问题未指定省份，采用全国清单。", en="No province named: the nation's inventory."
        )
        notes.append(Note(text=text))
    notes += data_notes(dataset, regions, answer.years, single_terms(answer.cuts))
    notes += unknown_bases(answer.figures.unknown)
    every_province = not question.regions and answer.group == "region"
    against_nation = len({*regions, *answer.figures.basis}) > 1 and NATION in {
        *regions,
        *answer.figures.basis,
    }
    if every_province or against_nation:
        notes.append(sum_is_not_nation())
    return [*notes, *_zeros(answer), *_share_of(answer)]


def _zeros(answer: Answer) -> list[Note]:
    last = answer.years.last
    zero = any(c.value == 0 for (_, year), c in answer.values.items() if year == last)
    if not (answer.zeros_last and zero and len(answer.values) > 1):
        return []
    text = Text(
        zh="清单中数值为零的各项排在“最少”之后。",
        en="What the inventory puts at zero comes after the smallest emitters.",
    )
    return [Note(text=text)]


def _share_of(answer: Answer) -> list[Note]:
    if answer.quantity != "share":
        return []
    basis = answer.figures.basis
    if basis == (NATION,):
        text = Text(
            zh="占比以全国清单的排放为总体；各省占比之和超过百分之百。",
            en="The whole is the nation's inventory; the provinces' shares add up to over 100 %.",
        )
    elif basis:
        text = Text(
            zh="占比以所列各省之和为总体，不是占全国的比重。",
            en="The whole is the sum of the provinces listed, not the nation.",
        )
    else:
        text = Text(
            zh="占比以该地区全部行业、全部燃料的排放总量为总体。",
            en="The whole is the region's total over all sectors and fuels.",
        )
    return [Note(text=text)]

"""The tool that sets regions, sectors, fuels or years side by side."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from data.dataset import Dataset
from data.errors import InputError
from data.result import Finding, Note, Result, Table
from data.series import Series
from data.text import Text, same
from data.vocabulary import NATION
from tools.arguments import Names, YearList
from tools.inventory.answer import Answer
from tools.inventory.caveats import sources_of
from tools.inventory.emissions import compose
from tools.inventory.figures import Quantity, cited
from tools.inventory.methods import METHOD, Measure
from tools.inventory.phrases import cut_label
from tools.inventory.question import Question, Span, regions_of, settle
from tools.inventory.selection import Cut
from tools.inventory.side_by_side import (
    Pair,
    measures_for,
    pair_up,
    table_members,
    table_pairs,
    tell_measure,
    tell_multiple,
    tell_year,
)
from tools.registry import Context, tool


@tool
def compare(
    context: Context,
    regions: Annotated[Names, Field(description="Two or more regions, or where to compare")] = (),
    years: Annotated[YearList, Field(description="Single years; two to compare years")] = (),
    year_from: Annotated[int | None, Field(description="First year of a range")] = None,
    year_to: Annotated[int | None, Field(description="Last year of a range")] = None,
    last_years: Annotated[
        int | None, Field(ge=1, le=50, description="So many years up to the latest held (近五年)")
    ] = None,
    sectors: Annotated[Names, Field(description="Two or more sectors, or the one meant")] = (),
    fuels: Annotated[Names, Field(description="Two or more fuels, or the one meant")] = (),
    measure: Annotated[Measure, Field(description="What to compare by first")] = "total",
) -> Result:
    """Set regions, sectors, fuels or two years side by side: differences, ratios, who is higher.

    Use it whenever two or more named things are set against each other. Gives totals, per capita,
    per GDP, shares and growth where they mean something, whatever ``measure`` leads.
    """
    dataset = context.dataset
    question = Question(regions or _nation(dataset), sectors, fuels, measure, "none")
    answer = settle(dataset, question, Span(years, year_from, year_to, last_years))
    cuts = answer.cuts
    _refuse_one(answer, cuts)
    pairs, said = _years(answer, cuts[0]) if len(cuts) == 1 else _members(answer, cuts)
    tables = _tables(answer, cuts, pairs)
    result = compose(dataset, question, answer)
    findings = [*result.findings, *(Finding(text=t) for t in said)]
    every = [*tables, *result.tables] if answer.several_years else tables or result.tables
    measures = _used(answer, cuts)
    return result.model_copy(
        update={
            "findings": findings,
            "tables": every,
            "claims": cited(answer.figures.claims, findings, every),
            "method": _method(question.measure, measures),
            "sources": sources_of(dataset, _spoken(answer), _series(dataset, measures)),
            "notes": [*result.notes, *_one_sided(answer, cuts, pairs)],
        }
    )


def _nation(dataset: Dataset) -> tuple[str, ...]:
    if dataset.national is not None:
        return (NATION,)
    raise InputError(
        Text(
            zh="请指明要比较的地区，例如广东和江苏；数据集没有全国清单。",
            en="Name the regions to compare, for example Guangdong and Jiangsu; the data set holds"
            " no national inventory.",
        )
    )


def _refuse_one(answer: Answer, cuts: Sequence[Cut]) -> None:
    if len(cuts) > 1 or answer.several_years:
        return
    label = cut_label(cuts[0])
    raise InputError(
        Text(
            zh=f"比较需要两个对象，现在只有{label.zh}的一个年份；请再给出一个地区、行业、燃料或年份。"
            f"现有年份：{'、'.join(map(str, answer.years.coverage))}。",
            en=f"A comparison takes two: only one year of {label.en} is left. Name another region,"
            f" sector, fuel or year; years held: {', '.join(map(str, answer.years.coverage))}.",
        )
    )


def _years(answer: Answer, cut: Cut) -> tuple[list[Pair], list[Text]]:
    """Pair the first with the last year that a cut has, measure by measure."""
    held = [y for y in answer.years.held if answer.at(cut, y)]
    if len(held) < 2:
        return [], []
    figures = answer.figures
    made = (
        pair_up(figures, q, *(figures.measure(q, cut, y) for y in (held[0], held[-1])))
        for q in measures_for(answer, [cut])
    )
    pairs = [p for p in made if p]
    return pairs, [tell_year(p, cut) for p in pairs if p.quantity != answer.quantity]


def _members(answer: Answer, cuts: Sequence[Cut]) -> tuple[list[Pair], list[Text]]:
    """Pair two cuts, smaller first, or the lowest and highest of several, in their last year."""
    figures, year = answer.figures, _year(answer, cuts)
    ordered = sorted(
        (c for c in cuts if answer.at(c, year)), key=lambda c: answer.values[c, year].value
    )
    if len(ordered) < 2:
        return [], []
    ends = [ordered[0], ordered[-1]]
    made = (
        pair_up(figures, q, *(figures.measure(q, c, year) for c in ends))
        for q in measures_for(answer, cuts)
    )
    pairs = [p for p in made if p]
    multiple = [tell_multiple(p, ends) for p in pairs[:1]]
    others = pairs[1:] if len(cuts) == 2 else []
    return pairs, [*(t for t in multiple if t), *(tell_measure(p, ends) for p in others)]


def _year(answer: Answer, cuts: Sequence[Cut]) -> int:
    """Take the last year that all compared have, else the last of the question."""
    ends = answer.common_ends(cuts)
    return ends[1] if ends else answer.years.last


def _tables(answer: Answer, cuts: Sequence[Cut], pairs: Sequence[Pair]) -> list[Table]:
    if len(cuts) > 1:
        year = _year(answer, cuts)
        held = [table_members(answer, cuts, year)] if answer.values else []
        return [*held, _against(answer, cuts, pairs)] if len(cuts) == 2 and pairs else held
    if not pairs:
        return []
    heads = (same(str(pairs[0].first.year)), same(str(pairs[0].second.year)))
    return [table_pairs(answer, pairs, heads)]


def _against(answer: Answer, cuts: Sequence[Cut], pairs: Sequence[Pair]) -> Table:
    heads = {c: cut_label(c, cuts) for c in cuts}
    low = min(cuts, key=lambda c: answer.values[c, _year(answer, cuts)].value)
    high = next(c for c in cuts if c != low)
    return table_pairs(answer, pairs, (heads[low], heads[high]))


def _one_sided(answer: Answer, cuts: Sequence[Cut], pairs: Sequence[Pair]) -> list[Note]:
    if pairs or not answer.values or (len(cuts) > 1 and answer.quantity == "share"):
        return []
    text = Text(
        zh="只有一方有可用数据，因此没有差值和比值。",
        en="Only one side has usable figures, so there is no difference or ratio.",
    )
    return [Note(level="missing", text=text)]


def _used(answer: Answer, cuts: Sequence[Cut]) -> tuple[Quantity, ...]:
    return measures_for(answer, cuts)


def _spoken(answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*regions_of(answer), *answer.figures.basis)))


def _series(dataset: Dataset, measures: Sequence[Quantity]) -> list[Series]:
    held = {"per_capita": dataset.series.population, "per_gdp": dataset.series.gdp}
    return [held[m] for m in measures if m in held]


def _method(lead: Measure, measures: Sequence[Quantity]) -> Text:
    texts = [METHOD[m] for m in dict.fromkeys((lead, *measures))]
    ratio = Text(
        zh="差值 = 后者 − 前者；倍数 = 后者 / 前者。",
        en="Difference: second less first; multiple: second over first.",
    )
    every = [*texts, ratio]
    return Text(zh="".join(t.zh for t in every), en=" ".join(t.en for t in every))

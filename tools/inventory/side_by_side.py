"""Regions, sectors, fuels or years side by side: every measure, their differences and ratios."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.result import Claim, Column, Table, mark
from data.text import Text
from tools.inventory.answer import Answer
from tools.inventory.figures import Figures, Quantity, same_size
from tools.inventory.phrases import QUANTITY, cut_label, quantity_of
from tools.inventory.selection import Cut
from tools.inventory.sentences import inline_name
from tools.inventory.views import METRIC, field_column, name_column, row_label, title_of
from tools.layout import Cell, figure_cell, lay_out

MEASURES: tuple[Quantity, ...] = ("total", "per_capita", "per_gdp", "share")


@dataclass(frozen=True)
class Pair:
    """Two figures of one measure set against each other; the ratio is second over first."""

    quantity: Quantity
    first: Claim
    second: Claim
    difference: Claim
    ratio: Claim | None


def pair_up(
    figures: Figures, quantity: Quantity, first: Claim | None, second: Claim | None
) -> Pair | None:
    """Mint difference and ratio of two figures; None where one is not known.

    The ratio is None from zero: nothing is a multiple of it.
    """
    if first is None or second is None:
        return None
    ratio = None
    if first.value > 0:
        ratio = figures.derive(
            "ratio",
            second.value / first.value,
            [second, first],
            formula="second / first",
            entity=second.entity,
            year=second.year,
            params={
                "of": first.metric,
                "against": " ".join(first.entity.values()),
                "against_year": first.year,
            },
        )
    return Pair(quantity, first, second, figures.difference(first, second), ratio)


def measures_for(answer: Answer, cuts: Sequence[Cut]) -> tuple[Quantity, ...]:
    """List the measures that say something here, the one asked for first.

    Population and GDP belong to regions: parts of one region differ in them by nothing. A share
    of the nation needs its inventory; provinces alone have none.
    """
    regions = {c.region for c in cuts}
    by_region = len(regions) > 1 or len(cuts) == 1
    held: list[Quantity] = ["total"]
    if by_region:
        held.extend(("per_capita", "per_gdp"))
    if any(c != c.whole for c in cuts) or answer.quantity == "share":
        held.append("share")
    others: list[Quantity] = [q for q in held if q != answer.quantity]
    return (answer.quantity, *others)


def table_members(answer: Answer, cuts: Sequence[Cut], year: int) -> Table:
    """Give a row to each region, sector or fuel: every measure in one year."""
    measures = measures_for(answer, cuts)
    columns = [name_column(answer), *(field_column(METRIC[q]) for q in measures)]
    rows: list[list[Cell]] = []
    for cut in cuts:
        figures = (answer.figures.measure(q, cut, year) for q in measures)
        rows.append([(row_label(answer, cut), None), *map(figure_cell, figures)])
    return lay_out("side_by_side", _title(answer, year), columns, rows, answer.values.values())


def _title(answer: Answer, year: int) -> Text:
    subject = title_of(answer)
    head_zh, head_en = subject.zh.rpartition("，")[0], subject.en.rpartition(",")[0]
    return Text(zh=f"{head_zh}对照，{year}年", en=f"{head_en}, side by side, {year}")


def table_pairs(answer: Answer, pairs: Sequence[Pair], heads: tuple[Text, Text]) -> Table:
    """Give a row to each measure: both figures, their difference and ratio, over time their change."""
    columns = [
        Column(id="measure", label=Text(zh="指标", en="Measure")),
        Column(id="first", label=heads[0]),
        Column(id="second", label=heads[1]),
        Column(id="difference", label=Text(zh="差值", en="Difference")),
        field_column("ratio"),
    ]
    over_time = any(p.first.year != p.second.year for p in pairs)
    columns += [field_column("growth_pct")] if over_time else []
    rows: list[list[Cell]] = []
    for pair in pairs:
        figures = [pair.first, pair.second, pair.difference, pair.ratio]
        figures += [answer.figures.growth(pair.first, pair.second)] if over_time else []
        rows.append([(QUANTITY[pair.quantity], None), *map(figure_cell, figures)])
    claims = [p.second for p in pairs]
    return lay_out(
        "pair",
        Text(zh=f"{heads[1].zh}与{heads[0].zh}对照", en=f"{heads[1].en} against {heads[0].en}"),
        columns,
        rows,
        claims,
    )


def tell_multiple(pair: Pair, cuts: Sequence[Cut]) -> Text | None:
    """Say how many times the smaller figure the larger one is, for two cuts in one year."""
    if pair.ratio is None:
        return None
    first, second = (cut_label(c, cuts) for c in cuts)
    year = pair.second.year
    return Text(
        zh=f"{year}年{second.zh}的{QUANTITY[pair.quantity].zh}是{first.zh}的{mark(pair.ratio)}倍。",
        en=f"In {year}, the {QUANTITY[pair.quantity].en} of {inline_name(second, cuts[1])} were"
        f" {mark(pair.ratio)} times those of {inline_name(first, cuts[0])}.",
    )


def tell_measure(pair: Pair, cuts: Sequence[Cut]) -> Text:
    """Say which of two cuts is higher in a measure beside the one asked for, and by how much."""
    first, second = (cut_label(c, cuts) for c in cuts)
    zh, en = _standing(pair)
    names = (inline_name(first, cuts[0]), inline_name(second, cuts[1]))
    return Text(
        zh=f"{QUANTITY[pair.quantity].zh}：{second.zh}为{mark(pair.second)}，{zh}{first.zh}的"
        f"{mark(pair.first)}。",
        en=f"{QUANTITY[pair.quantity].en[:1].upper()}{QUANTITY[pair.quantity].en[1:]}:"
        f" {names[1]} {mark(pair.second)}, {en} {names[0]} {mark(pair.first)}.",
    )


def _standing(pair: Pair) -> tuple[str, str]:
    if same_size(pair.first, pair.second):
        return "等于", "equal to"
    return ("高于", "above") if pair.second.value > pair.first.value else ("低于", "below")


def tell_year(pair: Pair, cut: Cut) -> Text:
    """Say how a measure of one cut stood in two years."""
    subject = quantity_of(cut, pair.quantity)
    zh, en = _standing(pair)
    return Text(
        zh=f"{subject.zh}：{pair.second.year}年为{mark(pair.second)}，{zh}{pair.first.year}年的"
        f"{mark(pair.first)}。",
        en=f"{subject.en[:1].upper()}{subject.en[1:]}: {mark(pair.second)} in {pair.second.year},"
        f" {en} the {mark(pair.first)} of {pair.first.year}.",
    )

"""Sentences on what is held in a year, or of a region: held, gap, not held."""

from collections.abc import Sequence

from data.result import Claim, Kind, make_claim, mark
from data.tables import span
from data.text import Text
from data.vocabulary import NATION, REGIONS
from tools.coverage_matrix import GAP, HELD, Matrix, name_regions
from tools.coverage_places import COUNTED, say_places
from tools.inventory.caveats import span_zh


def tell_year(
    matrices: Sequence[Matrix], year: int, dataset: str
) -> tuple[list[Text], list[Claim]]:
    """Say for each table which regions it holds in a year, and where they are gaps."""
    texts: list[Text] = []
    claims: list[Claim] = []
    for matrix in matrices:
        held, gaps = matrix.regions_in(year, HELD), matrix.regions_in(year, GAP)
        if matrix.regions == (NATION,):
            texts.append(_nation(matrix, year, bool(held)))
            continue
        count = _count(matrix, len(held), year, dataset)
        counts = [count]
        if matrix.places is not None:
            what = "places held in the year"
            counts.append(_count(matrix, matrix.places_in(year), year, dataset, what))
        claims += counts if held else []
        texts.append(_year(matrix, year, held, gaps, counts))
    return texts, claims


def _nation(matrix: Matrix, year: int, held: bool) -> Text:
    zh, en = ("有数据", "held") if held else ("没有数据", "not held")
    return Text(zh=f"{matrix.title.zh}：{year}年{zh}。", en=f"{matrix.title.en}: {year} is {en}.")


def _year(
    matrix: Matrix, year: int, held: Sequence[str], gaps: Sequence[str], counts: Sequence[Claim]
) -> Text:
    if not held:
        years = [y for y in matrix.years if matrix.regions_in(y, HELD)]
        return Text(
            zh=f"{matrix.title.zh}：没有任何省份的{year}年数据；现有年份：{span_zh(years)}。",
            en=f"{matrix.title.en}: no province has data for {year}; years held: {span(years)}.",
        )
    names = name_regions(held, matrix.regions, rest=True)
    lack = name_regions(gaps, matrix.regions)
    regions, *places = (mark(c) for c in counts)
    number = Text(zh=f"{regions}个地区", en=f"{regions} regions")
    if places:
        number = say_places(matrix.id, places[0], regions)
        return Text(
            zh=f"{matrix.title.zh}：{year}年有{number.zh}的数据（{names.zh}）。",
            en=f"{matrix.title.en}: held for {year}: {number.en} ({names.en}).",
        )
    return Text(
        zh=f"{matrix.title.zh}：{year}年有{number.zh}的数据（{names.zh}）"
        + (f"；{lack.zh}为缺失" if gaps else "")
        + "。",
        en=f"{matrix.title.en}: {number.en} have data for {year} ({names.en})"
        + (f"; {lack.en}: a gap" if gaps else "")
        + ".",
    )


def tell_region(
    matrices: Sequence[Matrix], region: str, dataset: str
) -> tuple[list[Text], list[Claim]]:
    """Say for each table in which years it holds a region."""
    place = REGIONS.text(region)
    texts: list[Text] = []
    claims: list[Claim] = []
    for matrix in matrices:
        if (region == NATION) != (matrix.regions == (NATION,)):
            continue
        years, gaps = matrix.years_in(region, HELD), matrix.years_in(region, GAP)
        if not years and not gaps:
            texts.append(
                Text(
                    zh=f"{matrix.title.zh}：没有{place.zh}的数据。",
                    en=f"{matrix.title.en}: nothing of {place.en} is held.",
                )
            )
            continue
        who = place
        if matrix.places is not None:
            count = _count(matrix, matrix.places_of(region), None, dataset, "places", region)
            claims.append(count)
            counted = COUNTED[matrix.id]
            who = Text(
                zh=f"{place.zh}的{mark(count)}个{counted.zh}",
                en=f"{place.en} ({counted.en}: {mark(count)})",
            )
        texts.append(
            Text(
                zh=f"{matrix.title.zh}：{who.zh}有{span_zh(years) or '零个年份'}年的数据"
                + (f"；{span_zh(gaps)}年为缺失" if gaps else "")
                + "。",
                en=f"{matrix.title.en}: {who.en} is held for {span(years) or 'no year'}"
                + (f"; gaps: {span(gaps)}" if gaps else "")
                + ".",
            )
        )
    return texts, claims


def _count(
    matrix: Matrix,
    number: int,
    year: int | None,
    dataset: str,
    what: str = "regions held in the year",
    region: str = "",
) -> Claim:
    kind: Kind = matrix.kind
    return make_claim(
        "count",
        number,
        unit="count",
        kind=kind,
        dataset=dataset,
        source=matrix.source,
        year=year,
        entity={"table": matrix.id, **({"region": region} if region else {})},
        formula="count",
        params={"what": what},
    )

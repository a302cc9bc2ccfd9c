"""Tool: published grid emission factors, which serve purchased electricity (scope 2) only."""

from typing import Annotated

from pydantic import Field

from data.errors import DataMissingError
from data.grid_factors import AVERAGE, VARIANT, GridFactor, load_grid_factors
from data.result import Claim, Finding, Note, Result, Scalar, Source, Table, mark
from data.tables import span
from data.text import Text
from data.vocabulary import NATION, PROVINCES, REGIONS
from tools.layout import name_columns
from tools.registry import Context, tool

METHOD = Text(
    zh="公布的电力平均二氧化碳排放因子，消费侧，按原值给出，不作推算。",
    en="Published average CO2 factors of electricity, consumption side, as they stand.",
)


@tool
def grid_factors(
    context: Context,  # noqa: ARG001  # published factors serve any data set
    region: Annotated[str, Field(description="Province or China, any spelling")] = NATION,
    year: Annotated[int | None, Field(description="Year; by default the latest published")] = None,
) -> Result:
    """Give the published grid emission factor (电网排放因子) of a province or of China.

    Use for purchased electricity (scope 2) only: it is a consumption-side average and never the
    intensity of generation within a province.
    """
    place = REGIONS.find(region)
    held = [f for f in load_grid_factors() if f.region == place.id]
    chosen = _choose(place.label, [f for f in held if f.variant == AVERAGE], year)
    claims = [f.claim for f in held]
    nation = _of_nation(chosen.year)
    ends = _ends_of_provinces(year) if place.id == NATION else []
    every = [*claims, *([nation] if nation else []), *(f.claim for f in ends)]
    return Result(
        tool="grid_factors",
        title=Text(
            zh=f"{place.label.zh}电网排放因子", en=f"Grid emission factor of {place.label.en}"
        ),
        findings=[
            Finding(text=t) for t in (*_texts(place.label, chosen, held, nation), *_tell_ends(ends))
        ],
        claims=list({c.id: c for c in every}.values()),
        tables=[_table(place.label, held)],
        notes=_notes(chosen),
        method=METHOD,
        sources=[Source(title=_TITLE, citation=chosen.source, kind="reference")],
        followups=[
            Text(
                zh=f"{place.label.zh}电力行业到2060年的SDA路径是什么？",
                en=f"What is the SDA pathway of the power sector in {place.label.en} to 2060?",
            )
        ],
    )


_TITLE = Text(zh="电力平均排放因子", en="Average CO2 factors of electricity")


def _choose(name: Text, held: list[GridFactor], year: int | None) -> GridFactor:
    years = [f.year for f in held]
    if not held:
        raise DataMissingError(
            Text(
                zh=f"没有公布{name.zh}的电网排放因子。",
                en=f"No grid emission factor of {name.en} is published here.",
            )
        )
    if year is not None and year not in years:
        raise DataMissingError(
            Text(
                zh=f"没有{name.zh}{year}年的电网排放因子；已公布：{span(years)}。",
                en=f"No grid emission factor of {name.en} is held for {year}; published: {span(years)}.",
            ),
            suggestions=[str(y) for y in years],
        )
    return next(f for f in held if f.year == (year or max(years)))


def _of_nation(year: int) -> Claim | None:
    held = [f for f in load_grid_factors() if (f.region, f.variant) == (NATION, AVERAGE)]
    return next((f.claim for f in held if f.year == year), None)


ENDS = 3
"""So many provinces are named at either end."""


def _ends_of_provinces(year: int | None) -> list[GridFactor]:
    """Return the provinces with the highest factors, then those with the lowest, of one year."""
    held = [f for f in load_grid_factors() if f.variant == AVERAGE and f.region in PROVINCES.terms]
    latest = max((f.year for f in held), default=0) if year is None else year
    ranked = sorted((f for f in held if f.year == latest), key=lambda f: -f.kg_per_kwh)
    return [*ranked[:ENDS], *ranked[-ENDS:][::-1]] if len(ranked) >= 2 * ENDS else []


def _tell_ends(ends: list[GridFactor]) -> list[Text]:
    if not ends:
        return []
    zh = [f"{REGIONS.text(f.region).zh}{mark(f.claim)}" for f in ends]
    en = [f"{REGIONS.text(f.region).en} {mark(f.claim)}" for f in ends]
    year = ends[0].year
    return [
        Text(
            zh=f"分省看，{year}年最高的是{'、'.join(zh[:ENDS])}；最低的是{'、'.join(zh[ENDS:])}。",
            en=f"By province, highest in {year}: {', '.join(en[:ENDS])}; lowest:"
            f" {', '.join(en[ENDS:])}.",
        )
    ]


def _texts(
    name: Text, chosen: GridFactor, held: list[GridFactor], nation: Claim | None
) -> list[Text]:
    claim, year = chosen.claim, chosen.year
    beside = Text(zh="", en="")
    if nation is not None and nation.id != claim.id:
        side = ("低于", "below") if claim.value < nation.value else ("高于", "above")
        beside = Text(
            zh=f"，{side[0]}全国平均的{mark(nation)}", en=f", {side[1]} the nation's {mark(nation)}"
        )
    lead = Text(
        zh=f"{name.zh}{year}年电网排放因子（消费侧平均）为{mark(claim)}{beside.zh}。",
        en=f"The grid emission factor of {name.en} in {year} (consumption-side average) is"
        f" {mark(claim)}{beside.en}.",
    )
    use = Text(
        zh="它只用于核算外购电力（范围2），不能当作省内发电的强度，本工具的路径也不使用它。",
        en="It serves purchased electricity (scope 2) only: it is not the intensity of generation in the"
        " region, and no pathway here uses it.",
    )
    others = [f for f in held if f.variant != AVERAGE and f.year == year]
    texts = [lead, use]
    if others:
        zh = "，".join(f"{VARIANT[f.variant].zh}{mark(f.claim)}" for f in others)
        en = ", ".join(f"{VARIANT[f.variant].en} {mark(f.claim)}" for f in others)
        texts.append(Text(zh=f"同年另有：{zh}。", en=f"For the same year there are also: {en}."))
    return texts


def _table(name: Text, held: list[GridFactor]) -> Table:
    rows: list[list[Scalar | Text]] = [[f.year, VARIANT[f.variant], f.kg_per_kwh] for f in held]
    labels = [
        ("year", "年份", "Year", ""),
        ("variant", "口径", "Variant", ""),
        ("grid_factor_kg_per_kwh", "排放因子", "Factor", "kg_per_kwh"),
    ]
    return Table(
        id="grid_factors",
        title=Text(zh=f"{name.zh}电网排放因子", en=f"Grid emission factors of {name.en}"),
        columns=name_columns(labels),
        rows=rows,
        claims=[[None, None, f.claim.id] for f in held],
        kind="reference",
        source=held[0].source,
    )


def _notes(chosen: GridFactor) -> list[Note]:
    if chosen.certainty == "high":
        return []
    return [
        Note(
            level="caution",
            text=Text(
                zh="该数值经转引核对，未逐一对照原公告；正式核算请以主管部门公告为准。",
                en="This figure was checked through secondary copies, not against each original notice;"
                " for official accounts use the authority's own notice.",
            ),
        )
    ]

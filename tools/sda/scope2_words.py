"""Scope 2 of a sector beside its own CO2: sentence, table, chart, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.result import Chart, Claim, Finding, Note, Scalar, Source, Table, mark
from data.text import Text
from data.vocabulary import REGIONS, SECTORS
from tools.layout import name_columns
from tools.pathways.figures import PathFigures
from tools.pathways.sector_pathway import SectorPathway
from tools.sda.scope2 import Scope2, trace_scope2


@dataclass(frozen=True)
class Scope2Answer:
    """What an answer says of scope 2; empty where it was not asked for."""

    findings: list[Finding] = field(default_factory=list[Finding])
    tables: list[Table] = field(default_factory=list[Table])
    charts: list[Chart] = field(default_factory=list[Chart])
    notes: list[Note] = field(default_factory=list[Note])
    sources: list[Source] = field(default_factory=list[Source])


def answer_scope2(
    figures: PathFigures, path: SectorPathway, years: Sequence[int], title: Text
) -> Scope2Answer:
    """Tell the scope 2 of a sector by milestone, or what is missing for it."""
    if path.sector == "power":
        return Scope2Answer(notes=[_POWER])
    held = trace_scope2(figures.dataset, figures.options, path)
    if held is None:
        return Scope2Answer(notes=[_missing(figures, path)])
    figures.keep(held.electricity)
    figures.keep(held.factor)
    return Scope2Answer(
        findings=[_tell(figures, path, held, years)],
        tables=[_table(figures, path, held, years)],
        charts=[_draw(figures, path, held, title)],
        notes=_notes(figures, held),
        sources=_sources(held),
    )


_POWER = Note(
    level="caution",
    text=Text(
        zh="电力行业的排放本身就是其他行业的范围2；它自用的电量不另计范围2。",
        en="The CO2 of power is itself the scope 2 of the other sectors; its own use of electricity has"
        " no scope 2 of its own.",
    ),
)


def _missing(figures: PathFigures, path: SectorPathway) -> Note:
    place, label = REGIONS.text(figures.options.region), SECTORS.text(path.sector)
    text = Text(
        zh=f"没有{place.zh}{label.zh}的用电量，算不出范围2（外购电力）；以下只是范围1。导入CEADs分省能源清单，"
        "或用自有数据的 electricity_use_twh（行业用电量）给出后即可计算。",
        en=f"Electricity used by {label.en} in {place.en} is not held, so its scope 2 (purchased"
        " electricity) cannot be computed; the figures are scope 1 alone. Import the CEADs provincial"
        " energy inventories, or give electricity_use_twh in a file of your own.",
    )
    return Note(level="missing", text=text)


def _mint(figures: PathFigures, path: SectorPathway, held: Scope2, year: int) -> Claim:
    return figures.derive(
        "co2_scope2_mt",
        float(held.path[year - figures.options.start_year]),
        [held.electricity, held.factor],
        formula="electricity · grid factor, led by the benchmark of power",
        entity={"region": figures.options.region, "sector": path.sector},
        year=year,
        params=figures.params,
    )


def _both(figures: PathFigures, direct: Claim, bought: Claim) -> Claim:
    return figures.derive(
        "co2_scope12_mt",
        direct.value + bought.value,
        [direct, bought],
        formula="scope 1 + scope 2",
        entity=direct.entity,
        year=direct.year,
        params=figures.params,
    )


def _tell(figures: PathFigures, path: SectorPathway, held: Scope2, years: Sequence[int]) -> Finding:
    first, last = figures.options.start_year, figures.options.target_year
    begin, end = _mint(figures, path, held, first), _mint(figures, path, held, last)
    steps = [
        (y, _both(figures, figures.sector(path, y), _mint(figures, path, held, y))) for y in years
    ]
    zh = "，".join(f"{y}年{mark(c)}" for y, c in steps)
    en = ", ".join(f"{mark(c)} in {y}" for y, c in steps)
    return Finding(
        text=Text(
            zh=f"范围2（外购电力）：{held.electricity.year}年用电{mark(held.electricity)}，按{held.factor.year}年电网"
            f"因子{mark(held.factor)}，起始年{first}年为{mark(begin)}，{last}年为{mark(end)}；范围1+2合计：{zh}。",
            en=f"Scope 2 (purchased electricity): with {mark(held.electricity)} used in"
            f" {held.electricity.year} and the grid factor of {held.factor.year}, {mark(held.factor)},"
            f" it is {mark(begin)} in the start year {first} and {mark(end)} in {last}; scope 1 and 2"
            f" together: {en}.",
        )
    )


def _table(figures: PathFigures, path: SectorPathway, held: Scope2, years: Sequence[int]) -> Table:
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    base = figures.sector(path, figures.base_year)
    for year in (figures.options.start_year, *years):
        direct, bought = figures.sector(path, year), _mint(figures, path, held, year)
        cells = [direct, bought, _both(figures, direct, bought)]
        rows.append([year, *(c.value for c in cells)])
        claims.append([None, *(c.id for c in cells)])
    labels = [
        ("year", "年份", "Year", ""),
        ("co2_mt", "范围1", "Scope 1", "Mt"),
        ("co2_scope2_mt", "范围2", "Scope 2", "Mt"),
        ("co2_scope12_mt", "范围1+2", "Scope 1 and 2", "Mt"),
    ]
    return Table(
        id="scope2",
        title=Text(
            zh="含外购电力的排放（范围1+2）", en="CO2 with purchased electricity (scope 1 and 2)"
        ),
        columns=name_columns(labels),
        rows=rows,
        claims=claims,
        kind=base.kind,
        source=base.source,
    )


def _draw(figures: PathFigures, path: SectorPathway, held: Scope2, title: Text) -> Chart:
    direct = path.emissions[path.start :]
    inventory = figures.dataset.inventory_of(figures.options.region)
    one, two = Text(zh="范围1", en="Scope 1"), Text(zh="范围2", en="Scope 2")
    total = Text(zh="范围1+2", en="Scope 1 and 2")
    return Chart(
        id=f"scope2_{figures.options.region}",
        type="wedge",
        title=title + Text(zh="（范围1+2）", en=" (scope 1 and 2)"),
        data={
            "x": [*path.years[path.start :].tolist()],
            "layers": [
                {"id": "scope1", "name": one.model_dump(), "y": [*direct.round(6).tolist()]},
                {"id": "scope2", "name": two.model_dump(), "y": [*held.path.round(6).tolist()]},
            ],
            "total": {
                "name": total.model_dump(),
                "y": [*(direct + held.path).round(6).tolist()],
            },
            "y_name": Text(zh="CO2排放", en="CO2 emissions").model_dump(),
        },
        unit="Mt",
        kind=inventory.kind,
        source=inventory.source.citation,
    )


def _notes(figures: PathFigures, held: Scope2) -> list[Note]:
    how = Text(
        zh="范围2按用电量×电网因子计，电网因子随电力基准下降；单位产量用电量假定不变（本项目假设，未计电气化）。"
        "这部分排放已计在发电地的电力行业，不能与各行业范围1跨行业相加。",
        en="Scope 2 is electricity times the grid factor, which falls with the benchmark of power; use"
        " per unit of output is held (an assumption of this project: no electrification). This CO2 is"
        " counted in the power sector where it is generated and must not be added across sectors.",
    )
    notes = [Note(level="caution", text=how)]
    if len(held.members) == 1:
        alone = Text(
            zh="只有本地区的用电量已知，范围2的参照行业就是本地区自己。",
            en="Electricity is known of this region alone, so it is its own reference for scope 2.",
        )
        notes.append(Note(text=alone))
    if held.electricity.year != figures.base_year:
        year = held.electricity.year
        other = Text(
            zh=f"用电量取自{year}年，与清单年{figures.base_year}年不同。",
            en=f"Electricity is that of {year}, not of the inventory year {figures.base_year}.",
        )
        notes.append(Note(text=other))
    return notes


def _sources(held: Scope2) -> list[Source]:
    used, factor = held.electricity, held.factor
    return [
        Source(
            title=Text(zh="行业用电量", en="Electricity used"), citation=used.source, kind=used.kind
        ),
        Source(
            title=Text(zh="电网因子", en="Grid factor"), citation=factor.source, kind="reference"
        ),
    ]

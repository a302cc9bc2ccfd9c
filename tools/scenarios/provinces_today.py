"""Where the provinces' sector stands today: physical intensity against the provinces' average."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from data.dataset import Dataset
from data.result import Chart, Claim, Column, Finding, Table, mark
from data.text import Text, join
from data.vocabulary import PROVINCES, REGIONS, SECTORS
from tools.inventory.figures import Figures
from tools.inventory.phrases import inline
from tools.inventory.selection import Cut
from tools.pathways.benchmark import PRODUCT_LABEL, PRODUCTS

SHOWN = 3


@dataclass(frozen=True)
class Today:
    """Intensities of the provinces in one year, highest first, and that of their sum."""

    sector: str
    year: int
    provinces: tuple[tuple[str, Claim], ...]
    average: Claim
    kind: Claim


def find_today(dataset: Dataset, figures: Figures, sector: str) -> Today | None:
    """Find the last inventory year with output of at least two provinces; None without one."""
    inventory = dataset.provincial
    if sector not in PRODUCTS or inventory is None:
        return None
    for year in sorted(inventory.years, reverse=True):
        held = [(p, _intensity(dataset, figures, p, sector, year)) for p in PROVINCES.ids]
        known = [(p, c) for p, c in held if c is not None]
        if len(known) > 1:
            return _rank(figures, sector, year, known)
    return None


Parts = tuple[Claim, Claim, Claim]


def _intensity(
    dataset: Dataset, figures: Figures, region: str, sector: str, year: int
) -> Parts | None:
    inventory = dataset.provincial
    output = dataset.series.activity(PRODUCTS[sector]).claim(region, year)
    if inventory is None or not inventory.has(region, year) or output is None or output.value <= 0:
        return None
    co2 = figures.total(Cut(region, sector), year)
    if co2 is None or co2.value <= 0:
        return None
    entity = {"region": region, "sector": sector}
    return (_over(figures, co2, figures.keep(output), entity, year), co2, output)


def _over(figures: Figures, co2: Claim, output: Claim, entity: dict[str, str], year: int) -> Claim:
    power = output.unit == "TWh"
    return figures.derive(
        "intensity_kg_per_kwh" if power else "intensity_t_per_t",
        co2.value / output.value,
        [co2, output],
        formula="CO2 / physical output",
        entity=entity,
        year=year,
    )


def _rank(figures: Figures, sector: str, year: int, known: Sequence[tuple[str, Parts]]) -> Today:
    ranked = sorted(((p, c[0]) for p, c in known), key=lambda pair: -pair[1].value)
    co2, output = ([c[i] for _, c in known] for i in (1, 2))
    average = figures.derive(
        ranked[0][1].metric,
        sum(c.value for c in co2) / sum(c.value for c in output),
        [*co2, *output],
        formula="sum of CO2 / sum of physical output",
        entity={"sector": sector, "reference": "provinces"},
        year=year,
    )
    return Today(sector, year, tuple(ranked), average, ranked[0][1])


def tell_today(figures: Figures, today: Today) -> list[Finding]:
    """Tell how many provinces stand above the average of their sum, and which are farthest."""
    above = [(p, c) for p, c in today.provinces if c.value > today.average.value]
    below = [(p, c) for p, c in today.provinces if c.value < today.average.value]
    name, product = SECTORS.text(today.sector), PRODUCT_LABEL[PRODUCTS[today.sector]]
    counts = [mark(figures.count(f"provinces {w} the average, {today.sector}", len(g), today.average))
              for w, g in (("above", above), ("below", below))]  # fmt: skip
    high, low = _names(above[:SHOWN]), _names(list(reversed(below))[:SHOWN])
    return [
        Finding(
            section="today",
            text=Text(
                zh=f"{today.year}年{name.zh}：各省合计的强度为{mark(today.average)}（排放÷{product.zh}），"
                f"{counts[0]}个省高于它，最高的是{high.zh}；{counts[1]}个省低于它，最低的是{low.zh}。",
                en=f"In {today.year} {inline(name).en} of all provinces together stood at"
                f" {mark(today.average)} (CO2 over {product.en}); {counts[0]} provinces are above that,"
                f" most of all {high.en}, and {counts[1]} below, lowest {low.en}.",
            ),
        )
    ]


def _names(held: Sequence[tuple[str, Claim]]) -> Text:
    parts = [REGIONS.text(p).map(lambda n, c=c: f"{n} {mark(c)}") for p, c in held]
    found = join(parts)
    return Text(zh=found.zh.replace(" [[", "[["), en=found.en)


def table_today(today: Today) -> Table:
    """List the provinces' intensities, highest first."""
    heading = PRODUCT_LABEL[PRODUCTS[today.sector]]
    return Table(
        id="intensity_today",
        title=Text(
            zh=f"{today.year}年各省强度（排放÷{heading.zh}）",
            en=f"Intensity of the provinces in {today.year} (CO2 over {heading.en})",
        ),
        columns=[
            Column(id="region", label=Text(zh="省份", en="Province")),
            Column(
                id=today.kind.metric, label=Text(zh="强度", en="Intensity"), unit=today.kind.unit
            ),
        ],
        rows=[[REGIONS.text(p), c.value] for p, c in today.provinces],
        claims=[[None, c.id] for _, c in today.provinces],
        kind=today.kind.kind,
        source=today.kind.source,
    )


def draw_today(today: Today) -> Chart:
    """Draw the provinces' intensities as bars, with that of their sum as the last one."""
    names = [REGIONS.text(p) for p, _ in today.provinces] + [Text(zh="各省合计", en="All together")]
    values: list[JsonValue] = [round(c.value, 6) for _, c in today.provinces]
    label = SECTORS.text(today.sector)
    return Chart(
        id=f"intensity_today_{today.sector}",
        type="bar",
        title=Text(
            zh=f"{today.year}年各省{label.zh}的物理强度",
            en=f"Physical intensity of {inline(label).en} by province, {today.year}",
        ),
        data={
            "categories": [n.model_dump() for n in names],
            "series": [
                {
                    "id": "intensity",
                    "name": {"zh": "强度", "en": "Intensity"},
                    "y": [*values, round(today.average.value, 6)],
                }
            ],
            "horizontal": True,
            "stacked": False,
            "y_name": {"zh": "单位产量排放", "en": "CO2 per output"},
        },
        unit=today.kind.unit,
        kind=today.kind.kind,
        source=today.kind.source,
        section="today",
    )

"""Tables of energy, of apparent emissions and of the user's own series, ready to be queried.

Energy comes in units that cannot be added up, so each unit is a table of its own.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from data.dataset import Dataset
from data.own_series import OwnRow
from data.result import Source
from data.tables import ApparentEmissions, Array, EnergyInventory
from data.text import Text
from data.vocabulary import FUELS, INVENTORY_SECTORS, NATION, REGIONS, SECTORS
from tools.tabular.schema import Axis, Measure, Tabular, terms_axis, years_axis

Tables = Iterator[tuple[str, Callable[[], Tabular]]]

OF_ENERGY = {
    "heat": Text(zh="热力", en="Heat"),
    "electricity": Text(zh="电力", en="Electricity"),
    "other_energy": Text(zh="其他能源", en="Other energy"),
}
"""Products of an energy inventory that are no fuels."""
CEMENT = Text(zh="水泥（过程）", en="Cement (process)")

PRODUCTS = Text(
    zh="各能源品种的热值不同，实物量不能相加；请按品种分组，或只取一个品种",
    en="physical amounts of different products must not be added, since their heat contents differ;"
    " group by product or filter to one",
)
PRICES = Text(
    zh="各年现价不能相加；请按年份分组",
    en="amounts at current prices of different years must not be added; group by year",
)
STOCK = Text(
    zh="存量（年末人口）不能跨年相加；请按年份分组，或用 mean",
    en="a stock (year-end population) must not be added over years; group by year or take mean",
)
INDEX = Text(
    zh="指数不能相加；请分组到单个数值，或用 mean、min、max",
    en="an index must not be added; group down to single values, or take mean, min or max",
)
NATION_TOO = Text(
    zh="全国与各省不能相加；请按地区分组，或只取一个地区",
    en="the nation and its provinces must not be added; group by region or filter to one",
)
WHY_NOT: dict[str, dict[str, Text]] = {
    "population_1e4": {"year": STOCK},
    "gdp_cny_1e8": {"year": PRICES},
    "gdp_index_2005_100": {"year": INDEX, "region": INDEX},
}
"""Why the figures of a series must not be added over an axis."""

OWN_TABLES = ("gdp_cny_1e8", "gdp_index_2005_100", "population_1e4", "energy_total")
"""Series of the user's own that are tables; targets and benchmarks have tools of their own."""


def energy_tables(dataset: Dataset) -> Tables:
    """Yield a table for each unit of the energy inventories."""
    held = dataset.energy
    for unit in dict.fromkeys(held.units) if held else ():
        yield f"energy_{unit}", partial(_energy, dataset, unit)


def _energy(dataset: Dataset, unit: str) -> Tabular:
    held = dataset.energy
    if held is None:
        raise LookupError(unit)
    products = tuple(p for p, u in zip(held.products, held.units, strict=True) if u == unit)
    labels: dict[str | int, Text] = {p: OF_ENERGY.get(p) or FUELS.text(p) for p in products}
    return Tabular(
        id=f"energy_{unit}",
        title=dataset.manifest.tables["energy_provincial"].title,
        axes=(
            terms_axis("region", held.regions, REGIONS),
            years_axis(held.years),
            terms_axis("sector", INVENTORY_SECTORS, SECTORS),
            Axis("product", products, labels),
        ),
        measures=(Measure(f"energy_{unit}", {"product": PRODUCTS}),),
        read=lambda: {f"energy_{unit}": _amounts(held, products)},
        kind=held.kind,
        sources=(held.source,),
        dataset=dataset.id,
    )


def _amounts(held: EnergyInventory, products: tuple[str, ...]) -> Array:
    """Take the sectors alone: the row of totals beside them would count everything twice."""
    rows = [held.rows.index(s) for s in INVENTORY_SECTORS]
    columns = [held.products.index(p) for p in products]
    return np.asarray(held.amount, dtype=np.float64)[:, :, rows][:, :, :, columns]


def apparent_tables(dataset: Dataset) -> Tables:
    """Yield the tables of apparent emissions that are held."""
    for table_id, held in (
        ("apparent_provincial", dataset.apparent),
        ("apparent_national", dataset.apparent_national),
    ):
        if held is not None:
            yield table_id, partial(_apparent, dataset, table_id, held)


def _apparent(dataset: Dataset, table_id: str, held: ApparentEmissions) -> Tabular:
    labels: dict[str | int, Text] = {i: FUELS.text(i) if i in FUELS else CEMENT for i in held.items}
    return Tabular(
        id=table_id,
        title=dataset.manifest.tables[table_id].title,
        axes=(
            terms_axis("region", held.regions, REGIONS),
            years_axis(held.years),
            Axis("item", held.items, labels),
        ),
        measures=(Measure("apparent_co2_mt"),),
        read=lambda: {"apparent_co2_mt": np.array(held.co2_mt, dtype=np.float64)},
        kind=held.kind,
        sources=(held.source,),
        dataset=dataset.id,
    )


def own_tables(dataset: Dataset) -> Tables:
    """Yield the user's own series of regions and years."""
    held = dataset.own_series
    brought = {r.series for r in held.rows} if held else set[str]()
    for series in OWN_TABLES:
        if series in brought:
            yield f"own_{series}", partial(_own, dataset, series)


def _own(dataset: Dataset, series: str) -> Tabular:
    from data.own.terms import OWN_SERIES

    rows: list[OwnRow] = [r for r in dataset.series.rows if r.series == series]
    title = Text(zh="自有数据：", en="Your own series: ") + OWN_SERIES.text(series)
    regions = tuple(r for r in REGIONS.ids if any(row.region == r for row in rows))
    years = tuple(sorted({r.year for r in rows}))

    def read() -> dict[str, Array]:
        cells = np.full((len(regions), len(years)), np.nan)
        for row in rows:
            cells[regions.index(row.region), years.index(row.year)] = row.value
        return {series: cells}

    both = {"region": NATION_TOO} if NATION in regions and len(regions) > 1 else {}
    return Tabular(
        id=f"own_{series}",
        title=title,
        axes=(terms_axis("region", regions, REGIONS), years_axis(years)),
        measures=(Measure(series, {**both, **WHY_NOT.get(series, {})}),),
        read=read,
        kind="user",
        sources=tuple(
            Source(title=title, citation=c, kind="user")
            for c in dict.fromkeys(r.source for r in rows)
        ),
        dataset=dataset.id,
    )


HOW_TO_GET: dict[str, Text] = {
    "energy_": Text(
        zh="当前数据集没有能源清单。请在 CEADs 网站（www.ceads.net）下载省级能源清单后运行"
        " visceads import 文件名。",
        en="The current data set has no energy inventory. Download the provincial energy"
        " inventories from CEADs (www.ceads.net) and run: visceads import FILE.",
    ),
    "apparent_": Text(
        zh="当前数据集没有表观CO2排放清单。请在 CEADs 网站（www.ceads.net）下载后运行"
        " visceads import 文件名。",
        en="The current data set has no apparent emissions. Download them from CEADs"
        " (www.ceads.net) and run: visceads import FILE.",
    ),
    "own_": Text(
        zh="当前数据集没有这一自有数据。请用 visceads data template 取得模板，填好后运行"
        " visceads import 文件名。",
        en="The current data set has no such series of yours. Take the template (visceads data"
        " template), fill it in and run: visceads import FILE.",
    ),
}
"""What to do where a table is not held, by how its id begins."""

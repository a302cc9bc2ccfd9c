"""Which tables can be queried: those of the data set, and the reference series."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.fields import FIELDS
from data.result import Source
from data.series import REFERENCE, Series, activity, gdp, gdp_index, population
from data.tables import Array, Inventory, IoTable, PlaceTotals
from data.text import Text
from data.vocabulary import (
    FUELS,
    INVENTORY_FUELS,
    INVENTORY_SECTORS,
    IO_SECTORS,
    NATION,
    REGIONS,
    SECTORS,
)
from tools.tabular.amounts import (
    HOW_TO_GET,
    WHY_NOT,
    apparent_tables,
    energy_tables,
    own_tables,
)
from tools.tabular.schema import Axis, Measure, Tabular, terms_axis, years_axis


def find_table(dataset: Dataset, table_id: str) -> Tabular:
    """Return a table by its id.

    Raises:
        InputError: There is none of that id; the message lists those there are.
        DataMissingError: The data set could hold it and does not; the message says how to get it.
    """
    makers = _makers(dataset)
    if table_id in makers:
        return makers[table_id]()
    lacking = next((text for start, text in HOW_TO_GET.items() if table_id.startswith(start)), None)
    if lacking is not None and not any(m.startswith(table_id[:4]) for m in makers):
        raise DataMissingError(lacking)
    held = ", ".join(makers)
    raise InputError(
        Text(
            zh=f"没有名为“{table_id}”的数据表；可用：{held}。",
            en=f"No table named “{table_id}”; use: {held}.",
        )
    )


def table_ids(dataset: Dataset) -> list[str]:
    """List the ids of all tables that can be queried."""
    return list(_makers(dataset))


def _makers(dataset: Dataset) -> dict[str, Callable[[], Tabular]]:
    return dict([*_of_dataset(dataset), *_of_series()])


def _of_dataset(dataset: Dataset) -> Iterator[tuple[str, Callable[[], Tabular]]]:
    for table_id, held in (
        ("inventory_provincial", dataset.provincial),
        ("inventory_national", dataset.national),
    ):
        if held is not None:
            yield table_id, partial(_inventory, dataset, table_id, held)
    for table_id, places in (
        ("inventory_city", dataset.cities),
        ("inventory_county", dataset.counties),
    ):
        if places is not None:
            yield table_id, partial(_places, dataset, table_id, places)
    yield from energy_tables(dataset)
    yield from apparent_tables(dataset)
    yield from own_tables(dataset)
    for table_id, info in dataset.manifest.tables.items():
        if table_id.startswith("io_"):
            scheme = table_id.rpartition(f"{info.years[0]}_")[2]
            if table_id == f"io_{info.years[0]}_{scheme}":
                yield table_id, partial(_io_accounts, dataset, table_id, info.years[0], scheme)
                flows = f"{table_id}_flows"
                yield flows, partial(_io_flows, dataset, table_id, info.years[0], scheme)


def _of_series() -> Iterator[tuple[str, Callable[[], Tabular]]]:
    for series in (population(), gdp(), gdp_index()):
        yield series.id, partial(_series, series, national=False)
        yield f"{series.id}_national", partial(_series, series, national=True)
    yield "activity_mt", partial(_activity, "activity_mt", MASS)
    yield "activity_twh", partial(_activity, "activity_twh", ENERGY)


def _inventory(dataset: Dataset, table_id: str, held: Inventory) -> Tabular:
    def read() -> dict[str, Array]:
        cells = np.array(held.co2_mt, dtype=np.float64)
        for region, year in held.gaps:
            if region in held.regions and year in held.years:
                cells[held.place(region, year)] = np.nan
        return {"co2_mt": cells}

    return Tabular(
        id=table_id,
        title=dataset.manifest.tables[table_id].title,
        axes=(
            terms_axis("region", held.regions, REGIONS),
            years_axis(held.years),
            terms_axis("sector", INVENTORY_SECTORS, SECTORS),
            terms_axis("fuel", INVENTORY_FUELS, FUELS),
        ),
        measures=(Measure("co2_mt"),),
        read=read,
        kind=held.kind,
        sources=(held.source,),
        dataset=dataset.id,
    )


def _places(dataset: Dataset, table_id: str, held: PlaceTotals) -> Tabular:
    ids = tuple(p.id for p in held.places)
    return Tabular(
        id=table_id,
        title=dataset.manifest.tables[table_id].title,
        axes=(Axis("place", ids, {p.id: p.label for p in held.places}), years_axis(held.years)),
        measures=(Measure("co2_mt"),),
        read=lambda: {"co2_mt": np.array(held.co2_mt, dtype=np.float64)},
        kind=held.kind,
        sources=(held.source,),
        dataset=dataset.id,
    )


def _io_accounts(dataset: Dataset, table_id: str, year: int, scheme: str) -> Tabular:
    held = dataset.io_table(year, scheme)
    fields = ["output_cny_1e4", "value_added_cny_1e4", "exports_cny_1e4", "imports_cny_1e4"]
    arrays = [held.x, held.value_added, held.ex, held.imports]
    if held.co2_mt is not None:
        fields, arrays = [*fields, "co2_mt"], [*arrays, held.co2_mt]
    shape = (len(held.regions), len(held.sectors))

    def read() -> dict[str, Array]:
        flat = (np.asarray(a, dtype=np.float64).reshape(shape) for a in arrays)
        return dict(zip(fields, flat, strict=True))

    return Tabular(
        id=table_id,
        title=dataset.manifest.tables[table_id].title,
        axes=(
            terms_axis("region", held.regions, REGIONS),
            terms_axis("sector", held.sectors, IO_SECTORS),
        ),
        measures=tuple(Measure(f) for f in fields),
        read=read,
        kind=held.kind,
        sources=(held.source,),
        dataset=dataset.id,
    )


def _io_flows(dataset: Dataset, table_id: str, year: int, scheme: str) -> Tabular:
    held: IoTable = dataset.io_table(year, scheme)
    sides = ("from_region", "from_sector", "to_region", "to_sector")
    own = ((held.regions, REGIONS), (held.sectors, IO_SECTORS)) * 2
    title = dataset.manifest.tables[table_id].title
    shape = (len(held.regions), len(held.sectors)) * 2
    return Tabular(
        id=f"{table_id}_flows",
        title=title + Text(zh="：中间投入流量", en=": intermediate flows"),
        axes=tuple(terms_axis(s, ids, v) for s, (ids, v) in zip(sides, own, strict=True)),
        measures=(Measure("flow_cny_1e4"),),
        read=lambda: {"flow_cny_1e4": np.asarray(held.Z, dtype=np.float64).reshape(shape)},
        kind=held.kind,
        sources=(held.source,),
        dataset=dataset.id,
    )


MASS = {
    "crude_steel": Text(zh="粗钢", en="Crude steel"),
    "pig_iron": Text(zh="生铁", en="Pig iron"),
    "cement": Text(zh="水泥", en="Cement"),
    "ten_nonferrous_metals": Text(zh="十种有色金属", en="Ten non-ferrous metals"),
}
ENERGY = {"thermal_generation": Text(zh="火力发电量", en="Thermal generation")}
PRODUCTS = Text(
    zh="不同产品的产量不能相加；请按产品分组，或只取一种产品",
    en="outputs of different products must not be added; group by product or filter to one",
)


def _activity(field_id: str, products: dict[str, Text]) -> Tabular:
    held = [activity(p) for p in products]
    years = tuple(sorted({y for s in held for _, y in s.values}))
    regions = tuple(r for r in REGIONS.ids if r != NATION)
    citations = dict.fromkeys(s.source(r) for s in held for r in regions if s.source(r))

    def read() -> dict[str, Array]:
        figures = ((s.get(r, y) for y in years) for s in held for r in regions)
        cells = [[np.nan if v is None else v for v in row] for row in figures]
        shape = (len(held), len(regions), len(years))
        return {field_id: np.array(cells, dtype=np.float64).reshape(shape)}

    title = FIELDS[field_id].label
    labels: dict[str | int, Text] = {**products}
    return Tabular(
        id=field_id,
        title=title,
        axes=(
            Axis("product", tuple(products), labels),
            terms_axis("region", regions, REGIONS),
            years_axis(years),
        ),
        measures=(Measure(field_id, {"product": PRODUCTS}),),
        read=read,
        kind="reference",
        sources=tuple(Source(title=title, citation=c, kind="reference") for c in citations),
        dataset=REFERENCE,
    )


def _series(series: Series, *, national: bool) -> Tabular:
    regions = tuple(r for r in REGIONS.ids if (r == NATION) is national)
    years = tuple(sorted({y for r, y in series.values if r in regions}))
    citations = dict.fromkeys(series.source(r) for r in regions if series.source(r))

    def read() -> dict[str, Array]:
        held = ((series.get(r, y) for y in years) for r in regions)
        cells = [[np.nan if v is None else v for v in row] for row in held]
        return {series.id: np.array(cells, dtype=np.float64)}

    return Tabular(
        id=f"{series.id}_national" if national else series.id,
        title=series.title
        + (Text(zh="（全国）", en=" (nation)") if national else Text(zh="", en="")),
        axes=(terms_axis("region", regions, REGIONS), years_axis(years)),
        measures=(Measure(series.id, WHY_NOT[series.id]),),
        read=read,
        kind="reference",
        sources=tuple(Source(title=series.title, citation=c, kind="reference") for c in citations),
        dataset=REFERENCE,
    )

"""Every table of a data set as tidy rows: one figure a row, ids with their labels, the kind last."""

import math
from collections.abc import Callable, Iterator

from data.dataset import Dataset
from data.export.columns import CO2, KIND, YEAR, Column, Row, TidyTable, labelled, named
from data.export.io_tables import io_flows, io_totals
from data.manifest import TableInfo
from data.own.terms import OWN_SERIES
from data.tables import ApparentEmissions, Inventory, PlaceTotals, io_level
from data.text import Text
from data.vocabulary import FUELS, INVENTORY_FUELS, INVENTORY_SECTORS, REGIONS, SECTORS

_REGION = named("region", Text(zh="地区", en="Region"))
_SECTOR = named("sector", Text(zh="行业", en="Sector"))
_MEASURED = Column(
    "measured",
    "string",
    Text(
        zh="是否为该地区总量的计量（no：导入时判定为缺失）",
        en="Whether it measures the region (no: the import found it to be a gap)",
    ),
)


def tidy_tables(dataset: Dataset, table: str | None = None) -> Iterator[TidyTable]:
    """Yield the tables of a data set, each to be written before the next is asked for.

    Args:
        dataset: The data set.
        table: Id of the only table wanted.
    """
    for info in dataset.manifest.tables.values():
        if table in (None, info.id):
            yield from _tidy(dataset, info)


def _tidy(dataset: Dataset, info: TableInfo) -> Iterator[TidyTable]:
    level = io_level(info.id)
    if level is not None:
        yield io_flows(dataset, info, level)
        yield io_totals(dataset, info, level)
    elif info.id in _WRITERS:
        columns, rows = _WRITERS[info.id](dataset)
        yield TidyTable(info.id, info, columns, rows)


Written = tuple[tuple[Column, ...], Iterator[Row]]


def _inventory(held: Inventory | None) -> Written:
    fuel = named("fuel", Text(zh="燃料", en="Fuel"))
    columns = (*_REGION, YEAR, *_SECTOR, *fuel, CO2, _MEASURED, KIND)
    return columns, iter(()) if held is None else _inventory_rows(held)


def _inventory_rows(held: Inventory) -> Iterator[Row]:
    sectors = [labelled(SECTORS, s) for s in INVENTORY_SECTORS]
    fuels = [labelled(FUELS, f) for f in INVENTORY_FUELS]
    for i, region in enumerate(held.regions):
        place = labelled(REGIONS, region)
        for j, year in enumerate(held.years):
            measured = "no" if (region, year) in held.gaps else "yes"
            cells = held.co2_mt[i, j].tolist()
            for sector, row in zip(sectors, cells, strict=True):
                for fuel, value in zip(fuels, row, strict=True):
                    if math.isfinite(value):
                        yield (*place, year, *sector, *fuel, value, measured, held.kind)


def _places(held: PlaceTotals | None) -> Written:
    place = named("place", Text(zh="城市或县", en="City or county"))
    province = named("province", Text(zh="省份", en="Province"))
    city = Column("city", "string", Text(zh="所属城市", en="City it is in"))
    columns = (*place, *province, city, YEAR, CO2, KIND)
    return columns, iter(()) if held is None else _place_rows(held)


def _place_rows(held: PlaceTotals) -> Iterator[Row]:
    for place, row in zip(held.places, held.co2_mt.tolist(), strict=True):
        name = (place.id, place.label.zh, place.label.en)
        province = labelled(REGIONS, place.province)
        for year, value in zip(held.years, row, strict=True):
            if math.isfinite(value):
                yield (*name, *province, place.city, year, value, held.kind)


def _energy(dataset: Dataset) -> Written:
    product = named("product", Text(zh="能源品种", en="Energy product"))
    amount = Column("amount", "number", Text(zh="数量，单位见 unit 列", en="Amount, in the unit"))
    unit = Column("unit", "string", Text(zh="单位", en="Unit"))
    columns = (*_REGION, YEAR, *_SECTOR, *product, amount, unit, KIND)
    return columns, _energy_rows(dataset)


def _energy_rows(dataset: Dataset) -> Iterator[Row]:
    held = dataset.energy
    if held is None:
        return
    sectors = [labelled(SECTORS, r) for r in held.rows]
    products = [(*labelled(FUELS, p), u) for p, u in zip(held.products, held.units, strict=True)]
    for i, region in enumerate(held.regions):
        place = labelled(REGIONS, region)
        for j, year in enumerate(held.years):
            cells = held.amount[i, j].tolist()
            for sector, row in zip(sectors, cells, strict=True):
                for (*product, unit), value in zip(products, row, strict=True):
                    if math.isfinite(value):
                        yield (*place, year, *sector, *product, value, unit, held.kind)


def _apparent(held: ApparentEmissions | None) -> Written:
    item = named("item", Text(zh="项目", en="Item"))
    columns = (*_REGION, YEAR, *item, CO2, KIND)
    return columns, iter(()) if held is None else _apparent_rows(held)


def _apparent_rows(held: ApparentEmissions) -> Iterator[Row]:
    items = [labelled(FUELS, i) for i in held.items]
    for i, region in enumerate(held.regions):
        place = labelled(REGIONS, region)
        for j, year in enumerate(held.years):
            for item, value in zip(items, held.co2_mt[i, j].tolist(), strict=True):
                if math.isfinite(value):
                    yield (*place, year, *item, value, held.kind)


def _own(dataset: Dataset) -> Written:
    text = [
        ("sector", "行业", "Sector"),
        ("scenario", "情景（目标：基年）", "Scenario (of targets: the base year)"),
    ]
    columns = (
        *named("series", Text(zh="指标", en="Series")),
        *_REGION,
        *(Column(name, "string", Text(zh=zh, en=en)) for name, zh, en in text),
        YEAR,
        Column("value", "number", Text(zh="数值，单位见 unit 列", en="Value, in the unit")),
        Column("unit", "string", Text(zh="单位", en="Unit")),
        Column("source", "string", Text(zh="来源", en="Source")),
        KIND,
    )
    return columns, _own_rows(dataset)


def _own_rows(dataset: Dataset) -> Iterator[Row]:
    held = dataset.own_series
    for r in held.rows if held else ():
        series, region = labelled(OWN_SERIES, r.series), labelled(REGIONS, r.region)
        yield (*series, *region, r.sector, r.scenario, r.year, r.value, r.unit, r.source, "user")


_WRITERS: dict[str, Callable[[Dataset], Written]] = {
    "inventory_provincial": lambda d: _inventory(d.provincial),
    "inventory_national": lambda d: _inventory(d.national),
    "inventory_city": lambda d: _places(d.cities),
    "inventory_county": lambda d: _places(d.counties),
    "energy_provincial": _energy,
    "apparent_provincial": lambda d: _apparent(d.apparent),
    "apparent_national": lambda d: _apparent(d.apparent_national),
    "own_series": _own,
}

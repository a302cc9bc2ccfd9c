"""Input-output tables as tidy rows: every flow that is not zero, and the totals of each sector."""

from collections.abc import Iterator

import numpy as np

from data.dataset import Dataset
from data.export.columns import CO2, KIND, Column, Row, TidyTable, labelled, named
from data.manifest import TableInfo
from data.tables import IoLevel, IoTable
from data.text import Text
from data.vocabulary import IO_SECTORS, REGIONS

DEMAND: dict[str, Text] = {
    "FU101": Text(zh="农村居民消费", en="Rural household consumption"),
    "FU102": Text(zh="城镇居民消费", en="Urban household consumption"),
    "FU103": Text(zh="政府消费", en="Government consumption"),
    "FU201": Text(zh="固定资本形成", en="Fixed capital formation"),
    "FU202": Text(zh="存货变动", en="Change of inventories"),
}
TOTALS = {
    "ex": ("export_cny_1e4", Text(zh="出口（万元）", en="Exports (10⁴ CNY)")),
    "err": ("error_cny_1e4", Text(zh="误差项（万元）", en="Error term (10⁴ CNY)")),
    "imports": ("import_cny_1e4", Text(zh="进口投入（万元）", en="Imported inputs (10⁴ CNY)")),
    "value_added": ("value_added_cny_1e4", Text(zh="增加值（万元）", en="Value added (10⁴ CNY)")),
    "x": ("output_cny_1e4", Text(zh="总产出（万元）", en="Gross output (10⁴ CNY)")),
}
_FROM = (
    *named("region", Text(zh="来源地区", en="From region")),
    *named("sector", Text(zh="来源部门", en="From sector")),
)
_TO = (
    *named("to_region", Text(zh="去向地区", en="To region")),
    *named("to", Text(zh="去向部门或最终需求类别", en="To sector or category of final demand")),
)
_PART = Column(
    "part",
    "string",
    Text(zh="intermediate 或 final_demand", en="intermediate or final_demand"),
)
_FLOW = Column("flow_cny_1e4", "number", Text(zh="流量（万元）", en="Flow (10⁴ CNY)"), "cny_1e4")


def io_flows(dataset: Dataset, info: TableInfo, level: IoLevel) -> TidyTable:
    """Give the flows of a table between sectors and to final demand; a row not there is zero."""
    columns = (*_FROM, *_TO, _PART, _FLOW, KIND)
    return TidyTable(f"{info.id}_flows", info, columns, _flow_rows(dataset, info, level))


def io_totals(dataset: Dataset, info: TableInfo, level: IoLevel) -> TidyTable:
    """Give output, value added, imports, exports, error and CO2 of each sector of a table."""
    measures = tuple(Column(name, "number", title, "cny_1e4") for name, title in TOTALS.values())
    held = (CO2,) if "co2_mt" in info.files else ()
    columns = (*_FROM, *measures, *held, KIND)
    return TidyTable(f"{info.id}_totals", info, columns, _total_rows(dataset, info, level))


def _flow_rows(dataset: Dataset, info: TableInfo, level: IoLevel) -> Iterator[Row]:
    table = _open(dataset, info, level)
    sellers = _sectors(table)
    categories = table.final_demand
    demand = [
        (
            *labelled(REGIONS, r),
            c,
            DEMAND[c].zh if c in DEMAND else c,
            DEMAND[c].en if c in DEMAND else c,
        )
        for r in table.regions
        for c in categories
    ]
    for place, seller in enumerate(sellers):
        for part, row, buyers in (
            ("intermediate", table.Z[place], sellers),
            ("final_demand", table.Y[place], demand),
        ):
            flows = np.asarray(row, dtype=np.float64)
            held = np.flatnonzero(flows)
            for buyer, value in zip(held.tolist(), flows[held].tolist(), strict=True):
                yield (*seller, *buyers[buyer], part, value, table.kind)


def _total_rows(dataset: Dataset, info: TableInfo, level: IoLevel) -> Iterator[Row]:
    table = _open(dataset, info, level)
    arrays = [getattr(table, part) for part in TOTALS]
    if "co2_mt" in info.files:
        arrays.append(table.co2_mt)
    columns = [np.asarray(a, dtype=np.float64).tolist() for a in arrays]
    for seller, values in zip(_sectors(table), zip(*columns, strict=True), strict=True):
        # A gap is an empty cell: missing is never zero.
        yield (*seller, *("" if v != v else v for v in values), table.kind)


def _open(dataset: Dataset, info: TableInfo, level: IoLevel) -> IoTable:
    year = info.years[0]
    return dataset.io_table(year, info.id.rsplit(f"_{year}_", 1)[1], level)


def _sectors(table: IoTable) -> list[tuple[str, ...]]:
    return [
        (*labelled(REGIONS, region), *labelled(IO_SECTORS, sector))
        for region in table.regions
        for sector in table.sectors
    ]

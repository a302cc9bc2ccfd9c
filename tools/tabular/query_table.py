"""The tool that queries a table by its documented fields: filter, group, aggregate, order."""

from typing import Annotated

from pydantic import Field

from data.dataset import Dataset
from data.errors import InputError
from data.result import Finding, Result
from data.text import Text
from tools.arguments import Names
from tools.registry import Context, tool
from tools.tabular.catalogue import find_table
from tools.tabular.cells import Answered, lay_out
from tools.tabular.charts import draw
from tools.tabular.engine import ENGINE
from tools.tabular.request import MOST_ROWS, Aggregate, Filter, Order, Query, check
from tools.tabular.schema import AXIS_LABEL, Tabular
from tools.tabular.words import note_query, tell


@tool
def query_table(
    context: Context,
    table: Annotated[
        str,
        Field(
            description="inventory_provincial, inventory_national (region, year, sector, fuel:"
            " co2_mt); io_YEAR_SCHEME (region, sector: output_cny_1e4 …), io_YEAR_SCHEME_flows"
            " (from_region, from_sector, to_region, to_sector: flow_cny_1e4); population_1e4,"
            " gdp_cny_1e8, gdp_index_2005_100, activity_mt, activity_twh (region, year); energy_t_1e4,"
            " energy_m3_1e8, energy_kj_1e10, energy_kwh_1e8, energy_tce_1e4 (region, year, sector,"
            " product), apparent_provincial, apparent_national (region, year, item:"
            " apparent_co2_mt), own_SERIES; a wrong id is answered with those there are"
        ),
    ] = "inventory_provincial",
    filters: Annotated[
        list[Filter], Field(description="All must hold; names in any spelling, groups too")
    ] = [],  # noqa: B006 (read only; the schema wants a default)
    group_by: Annotated[Names, Field(description="Axes, each combination a row")] = (),
    aggregates: Annotated[
        list[Aggregate], Field(description="None: sums when grouped, else single cells")
    ] = [],  # noqa: B006
    order_by: Annotated[list[Order], Field(description="None: by the groups")] = [],  # noqa: B006
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Rows at most")] = MOST_ROWS,
) -> Result:
    """Query one table by its documented fields: any filter, grouping by two axes or more, statistics.

    Take it for cross-tabulations and statistics that no other tool gives: sums by year and fuel,
    means, minima, counts of missing cells, input-output flows between sectors, raw cells. For
    totals, rankings and comparisons ``query_emissions``, ``rank`` and ``compare`` say more.
    """
    held = find_table(context.dataset, table)
    query = check(
        held,
        Query(
            table=table,
            filters=filters,
            group_by=list(dict.fromkeys(group_by)),
            aggregates=aggregates,
            order_by=order_by,
            limit=limit,
        ),
    )
    rows, total = ENGINE.run(_key(context.dataset, held), held, query)
    if not rows:
        raise _nothing(held)
    answered = Answered(held, query, rows, total)
    laid = lay_out(answered)
    findings = [Finding(text=t) for t in tell(answered, laid)]
    notes = note_query(context.dataset, answered, laid)
    return Result(
        tool="query_table",
        title=laid.table.title,
        findings=findings,
        claims=list(laid.claims.values()),
        tables=[laid.table],
        charts=draw(answered, laid),
        notes=notes,
        method=METHOD,
        sources=list(held.sources),
    )


METHOD = Text(
    zh="按字段筛选、分组与汇总；没有数值的单元格不计入，个数单列，从不当作零。",
    en="Filtered, grouped and aggregated by documented fields; cells without a figure are left out"
    " and counted beside, never taken for zero.",
)


def _key(dataset: Dataset, table: Tabular) -> tuple[str, ...]:
    own = table.dataset == dataset.id
    return (str(dataset.folder) if own else "", dataset.manifest.created if own else "", table.id)


def _nothing(table: Tabular) -> InputError:
    axes = "; ".join(
        f"{a.id} {a.members[0]}–{a.members[-1]}" if a.is_year else a.id for a in table.axes
    )
    names = "、".join(AXIS_LABEL[a.id].zh for a in table.axes)
    return InputError(
        Text(
            zh=f"数据表 {table.id} 中没有符合筛选条件的单元格；维度：{names}。",
            en=f"No cell of {table.id} meets the filters; axes: {axes}.",
        )
    )

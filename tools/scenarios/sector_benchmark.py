"""Tool: the benchmark a sector follows, as published and as the index a pathway takes from it."""

from typing import Annotated

from pydantic import Field

from data.result import Result
from data.vocabulary import SECTORS
from tools.pathways.benchmark import find_level
from tools.registry import Context, tool
from tools.scenarios.benchmark_answer import BenchmarkAnswer
from tools.scenarios.benchmark_list import list_benchmarks
from tools.scenarios.published import published_name


@tool
def sector_benchmark(
    context: Context,
    sector: Annotated[
        str | None, Field(description="Sector, any spelling; by default every published benchmark")
    ] = None,
    level: Annotated[str | None, Field(description="1.5C (default), below 2C or 2C")] = None,
    years: Annotated[
        list[int], Field(description="Years to read; by default 2030, 2040 and 2050")
    ] = [],  # noqa: B006  # the registry copies the default into the schema
    target_year: Annotated[int, Field(description="Target year of the stretched index")] = 2060,
) -> Result:
    """Tell which intensity benchmark a sector follows (行业强度基准): values, scope, source, index.

    Use for questions on benchmark values of steel, cement, power, aluminium, paper, at 1.5 °C, below
    2 °C or 2 °C, and on which sectors have one. Also tells which provinces stand above or below the
    provinces' average today.
    """
    if sector is None:
        return list_benchmarks(None)
    place = SECTORS.find(sector)
    name = published_name(place.id)
    if name is None:
        return list_benchmarks(place.id)
    wanted = find_level(level or "1.5C")
    return BenchmarkAnswer(context, name, wanted, years, target_year).result()

"""The tool that ranks regions, sectors or fuels: order, place, share and running share."""

from typing import Annotated, Literal

from pydantic import Field

from data.dataset import Dataset
from data.errors import InputError
from data.result import Finding, Result
from data.text import Text
from data.vocabulary import NATION
from tools.arguments import Names, YearList
from tools.inventory.answer import Answer
from tools.inventory.caveats import sum_is_not_nation
from tools.inventory.emissions import compose
from tools.inventory.figures import cited
from tools.inventory.methods import Measure
from tools.inventory.question import Order, Question, Span, settle
from tools.inventory.selection import Dimension
from tools.inventory.standing import (
    against_nation,
    has_whole,
    table_standing,
    tell_standing,
    unranked,
)
from tools.registry import Context, tool

What = Literal["regions", "sectors", "fuels"]

GROUP: dict[What, Dimension] = {"regions": "region", "sectors": "sector", "fuels": "fuel"}


@tool
def rank(
    context: Context,
    what: Annotated[What, Field(description="What is ranked")] = "regions",
    regions: Annotated[
        Names,
        Field(
            description="Ranking regions: one to place among all, or several among themselves;"
            " otherwise where (none: the nation)"
        ),
    ] = (),
    years: Annotated[YearList, Field(description="Single years; none means the latest")] = (),
    year_from: Annotated[int | None, Field(description="First year, for growth")] = None,
    year_to: Annotated[int | None, Field(description="Last year, for growth")] = None,
    last_years: Annotated[
        int | None, Field(ge=1, le=50, description="So many years up to the latest held (近五年)")
    ] = None,
    sectors: Annotated[
        Names, Field(description="Within these, or the one whose place is asked")
    ] = (),
    fuels: Annotated[
        Names, Field(description="Within these, or the one whose place is asked")
    ] = (),
    measure: Annotated[Measure, Field(description="Ranked by")] = "total",
    top: Annotated[int | None, Field(ge=1, le=47, description="How many; none: all")] = None,
    order: Annotated[Order, Field(description="ascending: smallest first")] = "descending",
) -> Result:
    """Rank regions, sectors or fuels by CO2: top-N, smallest, fastest growing, or a place (排第几).

    Use it whenever order matters: which emit most or least, in which place a province or sector
    stands. Gives rank, figure, share of the whole and running share; names provinces without data,
    and says how far the sum of the provinces is from the national inventory.
    """
    dataset = context.dataset
    where = regions or _everywhere(dataset, what)
    question = Question(where, sectors, fuels, measure, GROUP[what], top, order)
    answer = settle(dataset, question, Span(years, year_from, year_to, last_years))
    result = compose(dataset, question, answer)
    result.notes += unranked(answer)
    return _with_standing(answer, result) if has_whole(answer) and answer.values else result


def _everywhere(dataset: Dataset, what: What) -> tuple[str, ...]:
    """Rank within the nation when no region is named."""
    if what == "regions":
        return ()
    if dataset.national is None:
        raise InputError(
            Text(
                zh="数据集没有全国清单，请指明在哪个省份内排名，例如广东。",
                en="The data set holds no national inventory; name the province to rank within,"
                " for example Guangdong.",
            )
        )
    return (NATION,)


def _with_standing(answer: Answer, result: Result) -> Result:
    findings = [*result.findings, *(Finding(text=t) for t in tell_standing(answer))]
    said = sum_is_not_nation() if against_nation(answer) else None
    notes = [n for n in result.notes if n != said]
    over_years = result.tables if answer.several_years else []
    tables = [table_standing(answer), *over_years]
    claims = cited(answer.figures.claims, findings, tables)
    return result.model_copy(
        update={"findings": findings, "tables": tables, "claims": claims, "notes": notes}
    )

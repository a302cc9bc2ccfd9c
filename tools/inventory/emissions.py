"""The tool that answers questions about emissions from the inventories."""

from typing import Annotated

from pydantic import Field

from data.dataset import Dataset
from data.result import Result
from tools.arguments import Names, YearList
from tools.inventory.answer import Answer
from tools.inventory.caveats import sources_of
from tools.inventory.figures import cited
from tools.inventory.followups import suggest_followups
from tools.inventory.methods import METHOD, Measure
from tools.inventory.question import Question, Span, regions_of, settle
from tools.inventory.question_notes import note_question
from tools.inventory.selection import Dimension
from tools.inventory.sentences import write_findings
from tools.inventory.views import draw_charts, draw_tables, title_of
from tools.registry import Context, tool


@tool
def query_emissions(
    context: Context,
    regions: Annotated[Names, Field(description="Provinces, or CN for the nation")] = (),
    years: Annotated[YearList, Field(description="Single years; none means the latest")] = (),
    year_from: Annotated[int | None, Field(description="First year of a range")] = None,
    year_to: Annotated[int | None, Field(description="Last year of a range")] = None,
    last_years: Annotated[
        int | None, Field(ge=1, le=50, description="So many years up to the latest held (近五年)")
    ] = None,
    sectors: Annotated[Names, Field(description="Inventory sectors or groups of them")] = (),
    fuels: Annotated[Names, Field(description="Fuels, groups of them, or process")] = (),
    measure: Annotated[Measure, Field(description="What to report")] = "total",
    group_by: Annotated[Dimension, Field(description="What to list one by one")] = "none",
) -> Result:
    """Report CO2 emissions from the inventories: how much, of whom, when.

    Use it for any figure of the past by province or nation, year or range, sector and fuel:
    totals (Mt), per capita, per GDP (current prices), shares, growth. For top-N, order and place
    take ``rank``; to set regions, sectors, fuels or years against each other take ``compare``.
    """
    question = Question(regions, sectors, fuels, measure, group_by)
    answer = settle(context.dataset, question, Span(years, year_from, year_to, last_years))
    return compose(context.dataset, question, answer)


def compose(dataset: Dataset, question: Question, answer: Answer) -> Result:
    """Write up the figures of a question: sentences, tables, charts, notes and sources."""
    regions = regions_of(answer)
    findings = write_findings(answer)
    tables, charts = draw_tables(answer), draw_charts(answer)
    with_basis = tuple(dict.fromkeys((*regions, *answer.figures.basis)))
    bases = {"per_capita": [dataset.series.population], "per_gdp": [dataset.series.gdp]}
    series = bases.get(question.measure, [])
    return Result(
        tool="query_emissions",
        title=title_of(answer),
        findings=findings,
        claims=cited(answer.figures.claims, findings, tables),
        tables=tables,
        charts=charts,
        notes=note_question(dataset, question, answer, regions),
        method=METHOD[question.measure],
        sources=sources_of(dataset, with_basis, series),
        followups=suggest_followups(answer),
    )

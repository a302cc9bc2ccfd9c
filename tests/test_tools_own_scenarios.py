"""Scenarios of the reader's own: growth by CSV, marked as theirs, beside the default."""

import pytest

from data.ceads.content import open_file
from data.errors import FileRefusedError, InputError
from data.own.reading import read_own
from data.own_series import OwnRow, OwnSeries
from data.result import Source
from data.series_book import SeriesBook
from data.text import Text
from tests.small_inventory import write_dataset
from tools.pathways.scenarios import make_options
from tools.registry import Context, get_tool

YEARS = {"start_year": 2026, "target_year": 2060}


def row(region, year, value, name="plan"):
    return OwnRow("scenario_gdp_growth_pct", region, "", name, year, value, "percent", "Own plan")


def book(*rows):
    source = Source(title=Text(zh="自有", en="own"), citation="own", kind="user")
    return SeriesBook(OwnSeries(rows, "user", source), "tiny")


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    dataset = write_dataset(tmp_path_factory.mktemp("tiny"))
    rows = (row("CN-GD", 2030, 3.0), row("CN-GD", 2060, 1.0), row("CN", 2060, 6.0, "boom"))
    dataset.series = book(*rows)
    return Context(dataset, this_year=2026)


def test_growth_holds_up_to_its_year_and_the_last_ever_after():
    series = book(row("CN-GD", 2030, 3.0), row("CN-GD", 2040, 1.0))
    held = make_options("CN-GD", scenario="PLAN", series=series, **YEARS)
    rates = [held.gdp_growth_pct("CN-GD", y) for y in (2027, 2030, 2031, 2060)]
    assert rates == pytest.approx([3, 3, 1, 1])
    default = make_options("CN-GD", series=series, **YEARS)
    for year in (2030, 2050):
        assert held.gdp_growth_pct("CN-BJ", year) == default.gdp_growth_pct("CN-BJ", year)


def test_the_provinces_own_comes_before_the_nations():
    series = book(row("CN", 2060, 6.0), row("CN-GD", 2060, 1.0))
    assert make_options("CN-GD", scenario="plan", series=series, **YEARS).gdp_growth_pct(
        "CN-GD", 2040
    ) == pytest.approx(1)
    assert make_options("CN-BJ", scenario="plan", series=series, **YEARS).gdp_growth_pct(
        "CN-BJ", 2040
    ) == pytest.approx(6)


def test_an_unknown_scenario_lists_the_readers_own():
    with pytest.raises(InputError) as error:
        make_options("CN-GD", scenario="plam", series=book(row("CN-GD", 2060, 1.0)), **YEARS)
    assert "Did you mean “plan”?" in error.value.text.en


def test_a_comparison_names_it_and_marks_it_as_the_readers(context):
    result = get_tool("compare_scenarios").run(context, {"region": "广东", "scenarios": ["plan"]})
    [_, mine] = result.tables[0].rows
    assert mine[0].zh == "plan"
    assert any(c.metric == "scenario_gdp_growth_pct" and c.kind == "user" for c in result.claims)
    residual = [c for c in result.claims if c.metric == "co2_residual_mt"]
    assert [c.kind for c in residual] == ["official", "user"]
    assert any("Your own figures are used" in n.text.en for n in result.notes)
    assert any(s.citation == "Own plan" for s in result.sources)


def test_every_scenario_includes_the_readers(context):
    result = get_tool("compare_scenarios").run(context, {"region": "广东"})
    assert {"plan", "boom"} <= {r[0].zh for r in result.tables[0].rows}


HEADER = "series,region,scenario,year,value,unit,source\n"


def read(value):
    text = f"{HEADER}scenario_gdp_growth_pct,广东,plan,2030,{value},%,Own plan\n"
    return read_own(open_file("own.csv", text.encode())).rows


def test_growth_is_read_from_a_tidy_file():
    assert read("3") == (row("CN-GD", 2030, 3.0),)


@pytest.mark.parametrize("value", ["400", "-30"])
def test_a_rate_out_of_range_is_refused_on_import(value):
    with pytest.raises(FileRefusedError) as error:
        read(value)
    assert "between −10 and 15" in error.value.text.en

"""Benchmarks and grid factors as published: values, index under both rules, what has none."""

import numpy as np
import pytest

from data.errors import DataMissingError, InputError
from data.grid_factors import load_grid_factors
from tests.small_inventory import assert_figures_are_claims, write_dataset
from tools.pathways.benchmark import (
    BENCHMARK_SECTOR,
    LEVELS,
    find_benchmark,
    index_benchmark,
    load_benchmarks,
)
from tools.registry import Context, get_tool
from tools.scenarios.published import at_year, list_series, prefer, published_name


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(write_dataset(tmp_path_factory.mktemp("tiny")), this_year=2026)


def run(context, tool="sector_benchmark", **arguments):
    return get_tool(tool).run(context, arguments)


def said(result, section="main"):
    return " ".join(f.text.en for f in result.findings if f.section == section)


def values(result, metric):
    return {(c.year, c.params.get("rule") or c.params.get("level")): c.value
            for c in result.claims if c.metric == metric}  # fmt: skip


@pytest.mark.parametrize("sector", BENCHMARK_SECTOR)
@pytest.mark.parametrize("level", LEVELS)
def test_the_benchmark_told_is_the_one_a_pathway_follows(sector, level):
    chosen = prefer(list_series(published_name(sector)), level)
    assert chosen == find_benchmark(sector, level)


def test_cement_tells_published_values_scope_and_release(context):
    result = run(context, sector="水泥", years=[2050])
    assert_figures_are_claims(result)
    assert values(result, "benchmark_t_per_t")[2050, "1.5C"] == 0.031
    assert "scope 1)" in said(result)
    assert "release 2022" in said(result)
    assert "2 °C (global)" in said(result)


def test_the_index_is_given_under_both_rules(context):
    result = run(context, sector="steel")
    held = values(result, "benchmark_index")
    benchmark = find_benchmark("ferrous_smelting", "1.5C")
    axis = np.arange(2026, 2061)
    for rule in ("stretch", "as_published"):
        for year in (2026, 2030, 2050, 2060):
            index = index_benchmark(benchmark, axis, 2060, rule)
            assert held[year, rule] == pytest.approx(index[year - 2026])
    assert held[2050, "stretch"] > held[2050, "as_published"] == held[2060, "stretch"]
    notes = " ".join(n.text.en for n in result.notes)
    assert "scope 1+2" in notes
    assert "must not be subtracted" in notes


def test_values_between_published_years_say_so(context):
    result = run(context, sector="steel", years=[2032, 2060])
    claims = {c.year: c for c in result.claims if c.metric == "benchmark_t_per_t"
              and c.params["level"] == "1.5C"}  # fmt: skip
    assert claims[2032].formula == "linear between published years"
    assert claims[2060].formula == "last published value, held"
    assert claims[2060].value == claims[2050].value
    assert any("Published values end in 2050" in n.text.en for n in result.notes)


def test_a_year_before_the_benchmark_is_refused(context):
    with pytest.raises(InputError) as error:
        run(context, sector="steel", years=[2010])
    assert "no value of 2010" in error.value.text.en
    with pytest.raises(InputError):
        at_year(find_benchmark("power", "1.5C"), 1999)


def test_a_level_that_was_not_published_is_replaced_aloud(context):
    result = run(context, sector="有色金属冶炼", level="1.5C")
    assert any("No 1.5 °C benchmark is published" in n.text.en for n in result.notes)
    assert "below 2 °C benchmark of aluminium" in said(result)


@pytest.mark.parametrize("sector", ["交通运输", "建筑业", "chemicals"])
def test_a_sector_without_a_benchmark_says_what_serves(context, sector):
    result = run(context, sector=sector)
    assert "contracts in absolute terms" in said(result)
    assert "electricity, steel, cement, aluminium" in said(result)
    assert result.tables[0].rows


def test_every_benchmark_is_listed_without_a_sector(context):
    result = run(context)
    assert len(result.tables[0].rows) == len(load_benchmarks())
    assert "airlines" in said(result)


def test_provinces_stand_above_or_below_their_sum(context):
    result = run(context, sector="水泥")
    [table] = [t for t in result.tables if t.id == "intensity_today"]
    average = next(c for c in result.claims if c.entity.get("reference") == "provinces")
    held = {c.id: c for c in result.claims}
    co2 = sum(held[p].value for p in average.parents if held[p].metric == "co2_mt")
    output = sum(held[p].value for p in average.parents if held[p].metric != "co2_mt")
    assert average.value == pytest.approx(co2 / output)
    rows = [row[1] for row in table.rows]
    assert rows == sorted(rows, reverse=True)
    counts = [c.value for c in result.claims if c.metric == "count"]
    assert counts == [sum(v > average.value for v in rows), sum(v < average.value for v in rows)]


def test_an_unknown_sector_or_level_is_explained(context):
    with pytest.raises(InputError):
        run(context, sector="绿豆")
    with pytest.raises(InputError) as error:
        run(context, sector="steel", level="3C")
    assert "1.5C" in error.value.text.en


def test_grid_factors_are_given_as_published_for_scope_2_alone(context):
    result = run(context, "grid_factors", region="广东")
    assert_figures_are_claims(result)
    assert result.claims[-1].value == 0.5366
    assert "below the nation's" in said(result)
    assert "scope 2) only" in said(result)
    held = {f.year: f.kg_per_kwh for f in load_grid_factors() if f.region == "CN-GD"}
    assert {row[0]: row[2] for row in result.tables[0].rows} == held
    fossil = run(context, "grid_factors")
    assert "fossil electricity" in said(fossil)


@pytest.mark.parametrize(
    ("region", "year", "words"), [("西藏", None, "Tibet"), ("GD", 2005, "2021")]
)
def test_a_grid_factor_that_is_not_published_is_missing(context, region, year, words):
    with pytest.raises(DataMissingError) as error:
        run(context, "grid_factors", region=region, **({"year": year} if year else {}))
    assert words in error.value.text.en

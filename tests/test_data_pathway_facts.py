"""Published facts: complete, cited, nothing unverified, ends in order; told as published."""

import re

import pytest

from data.citations import cite
from data.pathway_facts import STUDY, find_facts, load_pathway_facts
from data.series import FOLDER
from tests.conftest import SHARED
from tests.small_inventory import assert_figures_are_claims, write_dataset
from tools.inventory.figures import Figures
from tools.pathways.studies import study_series, study_sources, tell_studies
from tools.registry import Context, get_tool

COLLECTED = SHARED / "facts" / "pathway_facts.csv"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_dataset(tmp_path_factory.mktemp("tiny"))


def test_nothing_unverified_ships():
    text = (FOLDER / "pathway_facts.csv").read_text("utf-8").casefold()
    assert "unverified" not in text
    assert "recalled" not in text
    assert {f.certainty for f in load_pathway_facts()} == {"high", "medium"}


def test_the_power_row_of_the_iea_holds_three_years():
    held = {f.year: f.low for f in find_facts("World", "power_intensity")}
    assert held == {2019: 468, 2020: 438, 2030: 138}


@pytest.mark.parametrize("fact", load_pathway_facts(), ids=lambda f: f"{f.study}-{f.quantity}")
def test_every_fact_is_cited_and_in_order(fact):
    assert fact.study in STUDY
    assert fact.source
    assert fact.low is not None or fact.high is not None
    if fact.low is not None and fact.high is not None:
        assert fact.low <= fact.high
    if fact.year and fact.year_to:
        assert fact.year <= fact.year_to


def test_the_facts_agree_with_the_collected_ones():
    if not COLLECTED.is_file():
        pytest.skip("the collected facts are not at hand")
    text = COLLECTED.read_text("utf-8")
    kept = "\n".join(row for row in text.splitlines() if "unverified" not in row)
    for fact in load_pathway_facts():
        for value in (fact.low, fact.high):
            if value is not None and fact.quantity != "share_of_provinces_neutral":
                assert re.search(rf"(?<![\d.]){value:g}(?:\.0)?(?![\d.]*\d)", kept), (fact, value)


def test_studies_are_told_of_the_nation_alone_and_as_published(dataset):
    figures = Figures(dataset)
    said = " ".join(f.text.en for f in tell_studies(figures, "CN"))
    assert "not this tool's computation" in said
    assert said.count("[[c:") >= 10
    assert {c.kind for c in figures.claims.values()} == {"reference"}
    assert tell_studies(figures, "CN-GD") == []
    assert study_series("CN-GD", [2027]) == []
    assert study_sources("CN-GD") == []


def test_the_chart_shows_each_study_with_its_range():
    held = {s["id"]: s for s in study_series("CN", [2025, 2026, 2027, 2028, 2029, 2030])}
    assert held["study_caep_cp_low"]["y"] == [None, None, 10600, None, None, 10500]
    assert "study_caep_cp_high" not in held
    assert held["study_bit_ceep_low"]["y"] == [None, 11700, 11700, 11700, 11700, None]
    assert held["study_bit_ceep_high"]["y"][1] == 12700
    assert all("published study" in s["name"]["en"] for s in held.values())


def test_a_comparison_of_the_nation_names_the_studies(dataset):
    result = get_tool("compare_scenarios").run(Context(dataset, 2026), {"region": "全国"})
    assert_figures_are_claims(result)
    assert any(f.section == "studies" for f in result.findings)
    assert any(s["id"].startswith("study_") for s in result.charts[0].data["series"])
    assert any("CAEP" in s.citation for s in result.sources)
    part = get_tool("compare_scenarios").run(
        Context(dataset, 2026), {"region": "全国", "sectors": ["power"]}
    )
    assert not any(s["id"].startswith("study_") for s in part.charts[0].data["series"])


def test_the_studies_of_the_nation_are_cited_in_chinese():
    told = [f.source for f in load_pathway_facts() if f.study in ("caep_cp", "bit_ceep", "iccsd")]
    assert all(re.search("[\u4e00-\u9fff]", cite(source, "zh")) for source in told)

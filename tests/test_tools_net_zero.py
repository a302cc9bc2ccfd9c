"""The roadmap to net zero: identities, milestones on the curve, policy checks, bad input."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from data.assumptions import load_scenarios
from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Result
from tests.small_inventory import assert_figures_are_claims, curve, write_dataset
from tools.pathways.scenarios import make_options
from tools.pathways.timetable import find_net_zero
from tools.pathways.trajectory import trace
from tools.registry import Context, get_tool
from tools.roadmap.chain import index_demand, index_intensity

DEMONSTRATION = Path(__file__).parent.parent / "data" / "demonstration"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_dataset(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def context(dataset):
    return Context(dataset, this_year=2026)


@pytest.fixture(scope="module")
def result(context):
    return run(context, region="广东")


def run(context, **arguments):
    return get_tool("net_zero_roadmap").run(context, arguments)


def table(result, name):
    return next(t for t in result.tables if t.id == name)


def rows(result, name):
    """Read a table of a result as dictionaries by column id."""
    held = table(result, name)
    return [dict(zip([c.id for c in held.columns], r, strict=True)) for r in held.rows]


def said(result, section):
    return " ".join(f.text.en for f in result.findings if f.section == section)


def test_it_has_every_part_and_every_figure_is_a_claim(result):
    assert_figures_are_claims(result)
    sections = list(dict.fromkeys(f.section for f in result.findings))
    assert sections == [
        "summary",
        "frame",
        "baseline",
        "timetable",
        "sectors",
        "chain",
        "uncertainty",
        "limits",
    ]
    assert Result.model_validate_json(result.model_dump_json()) == result


def test_prose_holds_no_bare_figure(result):
    allowed = (
        r"\[\[c:\w+\]\]|\d{4}(?:–\d{4})?|CO2|1\.5 °C|2 °C|10⁴|[±−+][\d.]+|SDA|scope 1(?:\+2)?|eq\. 7"
        r"|\d\d(?:st|nd|rd|th) plan|\bP\d+"
    )
    for finding in result.findings:
        if finding.section != "chain":
            assert not re.search(r"\d", re.sub(allowed, "", finding.text.en)), finding.text.en


def test_milestones_equal_the_curve(result):
    chart = next(c for c in result.charts if c.type == "pathway")
    drawn = curve(chart, "history", "projection", "pathway")
    for row in rows(result, "timetable"):
        assert drawn[row["year"]] == pytest.approx(row["gross_co2_mt"], abs=1e-6)
        assert row["net_co2_mt"] == pytest.approx(row["gross_co2_mt"])


def test_sectors_and_fuels_sum_to_the_total(result):
    sectors, fuels = rows(result, "sectors"), rows(result, "fuels")
    for year in ("y2019", "y2026", "y2030", "y2060"):
        assert sum(r[year] for r in sectors[:-1]) == pytest.approx(sectors[-1][year])
        assert sum(r[year] for r in fuels) == pytest.approx(sectors[-1][year])
    assert sum(r["cut_mt"] for r in sectors[:-1]) == pytest.approx(sectors[-1]["cut_mt"])
    assert sum(r["share_pct"] for r in sectors[:-1]) == pytest.approx(100)


def test_wedges_stack_to_the_start_level(result):
    chart = next(c for c in result.charts if c.type == "wedge")
    layers = np.array([layer["y"] for layer in chart.data["layers"]])
    total = np.array(chart.data["total"]["y"])
    assert layers[0] == pytest.approx(total)
    assert layers.sum(axis=0) == pytest.approx(np.full(total.size, total[0]), abs=1e-4)
    cut = rows(result, "sectors")[-1]["cut_mt"]
    assert layers[1:, -1].sum() == pytest.approx(cut, abs=1e-4)


def test_the_baseline_is_the_inventory(result, dataset):
    expected = float(dataset.provincial.cell("CN-GD", 2019).sum())
    assert rows(result, "timetable")[0]["gross_co2_mt"] == pytest.approx(expected)


def test_the_band_holds_the_pathway(result):
    chart = next(c for c in result.charts if c.type == "pathway")
    drawn, band = curve(chart, "pathway"), chart.data["band"]
    for year, low, high in zip(chart.data["x"], band["low"], band["high"], strict=True):
        assert (low is None) == (year < 2026)
        assert low is None or low - 1e-6 <= drawn[year] <= high + 1e-6


def test_scenarios_and_sensitivity(result):
    held = rows(result, "scenarios")
    assert [r["scenario"].en for r in held] == [s.name.en for s in load_scenarios().values()]
    by_name = {r["scenario"].en: r["y2060"] for r in held}
    assert by_name["Steady growth, 1.5 °C"] == rows(result, "timetable")[-1]["gross_co2_mt"]
    assert by_name["Slow growth, 1.5 °C"] < by_name["Fast growth, 1.5 °C"]
    widths = [r["width_mt"] for r in rows(result, "sensitivity")]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 0


def test_net_zero_is_not_claimed_without_sinks(result):
    assert "not before 2060" in said(result, "timetable")
    assert not [c for c in result.claims if c.metric == "net_zero_year"]
    residual = next(c for c in result.claims if c.metric == "co2_residual_mt")
    assert residual.value == pytest.approx(rows(result, "timetable")[-1]["net_co2_mt"])


def test_without_a_table_the_chain_says_how_to_get_it(result):
    missing = [n.text.en for n in result.notes if n.level == "missing"]
    assert any("figshare" in text for text in missing)
    assert "missing" in said(result, "chain")


def test_assumptions_are_printed_with_their_status(result):
    held = rows(result, "assumptions")
    assert {r["status"].en for r in held} == {"sourced", "assumption of this project", "chosen"}
    assert all(r["reason"].zh and r["reason"].en for r in held)


def test_stating_the_default_changes_nothing(context, result):
    again = run(context, region="CN-GD", scenario="steady", end_year_rule="stretch")
    assert rows(again, "timetable") == rows(result, "timetable")
    options = make_options("CN-GD", start_year=2026, target_year=2060)
    plain, same = (trace(context.dataset, o) for o in (options, options.shifted("gdp_growth", 0.0)))
    assert plain.gross == pytest.approx(same.gross)


def test_other_choices_never_reuse_an_id_for_another_value(context, result):
    held = {c.id: c.value for c in result.claims}
    for changed in ({"growth_pct_per_year": 7.0}, {"scenario": "fast_2c"}, {"target_year": 2055}):
        other = run(context, region="CN-GD", **changed)
        clash = [c for c in other.claims if held.get(c.id, c.value) != pytest.approx(c.value)]
        assert not clash, [(c.metric, c.params) for c in clash]
        assert rows(other, "timetable")[4] != rows(result, "timetable")[4]


def test_only_some_sectors(context, result):
    some = run(context, region="GD", sectors=["电力", "水泥"])
    assert_figures_are_claims(some)
    whole = {r["sector"].en: r for r in rows(result, "sectors")}
    held = rows(some, "sectors")
    for row in held[:-1]:
        assert row["y2040"] == pytest.approx(whole[row["sector"].en]["y2040"])
    assert held[-1]["y2040"] == pytest.approx(sum(r["y2040"] for r in held[:-1]))
    assert {r["status"].en for r in rows(some, "policy")} == {"not assessable"}


def test_the_nation_uses_the_national_inventory(context, dataset):
    found = run(context, region="China")
    expected = float(dataset.national.cell("CN", 2019).sum())
    assert rows(found, "timetable")[0]["gross_co2_mt"] == pytest.approx(expected)
    assert "input-output table of the nation" in said(found, "chain")


def test_policy_targets_are_met_missed_or_explained(result):
    held = rows(result, "policy")
    assert {r["status"].en for r in held} <= {"met", "missed", "not assessable"}
    for row in held:
        assert row["because"].zh
        assert (row["result"] is None) == (row["status"].en == "not assessable")
    reasons = " ".join(r["because"].en for r in held)
    assert "no inventory of 2005" in reasons
    assert "net of all greenhouse gases" in reasons
    assert "neutrality" in held[-2]["target_name"].en
    assert held[-2]["status"].en == "missed"


def test_no_year_to_come_reads_as_measured(result):
    for claim in result.claims:
        if claim.metric in ("policy_target", "gdp_index_2005_100"):
            continue
        when = int(claim.value) if claim.unit == "year" else claim.year
        computed = when is not None and when > 2019
        assert computed == ("not observed" in claim.source), (claim.metric, claim.year)
        assert not (computed and claim.metric == "co2_mt")
    by_year = {c.year: c.metric for c in result.claims if c.metric.endswith(("n_mt", "way_mt"))}
    assert (by_year[2025], by_year[2026]) == ("co2_projection_mt",) * 2
    assert by_year[2030] == by_year[2060] == "co2_pathway_mt"


def test_a_short_way_still_tells_its_speed(context):
    found = run(context, region="GD", target_year=2030)
    assert "2026–2030" in said(found, "timetable")


def test_sectors_that_grow_are_not_said_to_cut(context):
    found = run(context, region="GD", sectors=["有色金属冶炼"], growth_pct_per_year=15)
    assert rows(found, "sectors")[-1]["cut_mt"] < 0
    assert "do not cut" in said(found, "sectors")
    assert "non-ferrous" in found.title.en


def test_sinks_only_count_when_stated(dataset):
    options = make_options("CN-GD", start_year=2026, target_year=2060)
    held = trace(dataset, options.shifted("sinks", 1000.0))
    sinks = 1000.0 * (held.years - 2026) / 34  # they rise from the start year to the target year
    covered = held.years[(sinks >= held.gross) & (held.years > 2026)]
    assert find_net_zero(held.years, held.net) == covered[0] == 2034
    plain = replace(held, options=options)
    assert plain.net == pytest.approx(plain.gross)


def test_chain_indices_weigh_by_emissions(dataset):
    held = trace(dataset, make_options("CN-GD", start_year=2026, target_year=2060))
    demand = index_demand(held, 2019, [2030, 2060])
    table = SimpleNamespace(scheme="consistent42", year=2019)
    index = index_intensity(dataset, [held], table, [2030, 2060], demand)
    power = held.paths["power"].emissions
    expected = power[held.at(2030)] / power[0] / demand[2030]
    assert index["power"][2030] == pytest.approx(expected)
    assert demand[2060] > demand[2030] > 1
    smelting = [held.paths[s].emissions for s in ("ferrous_smelting", "nonferrous_smelting")]
    both = sum(smelting)
    assert index["metals"][2060] == pytest.approx(both[held.at(2060)] / both[0] / demand[2060])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"region": "Guangdnog"}, "Guangdong"),
        ({"region": "GD", "target_year": 2015}, "2060"),
        ({"region": "GD", "target_year": 2101}, "2100"),
        ({"region": "GD", "growth_pct_per_year": 400}, "400 %"),
        ({"region": "GD", "scenario": "magic"}, "steady_below_2c"),
        ({"region": "GD", "sectors": ["moon mining"]}, "no sector"),
        ({"region": "GD", "end_year_rule": "later"}, "as_published"),
        ({"region": "GD", "start_year": 2000}, "2015, 2017–2019"),
    ],
)
def test_bad_input_is_explained_in_both_languages(context, arguments, message):
    with pytest.raises(InputError) as error:
        run(context, **arguments)
    assert message in error.value.text.en
    assert re.search("[一-鿿]", error.value.text.zh)


def test_tibet_is_explained(context):
    with pytest.raises(DataMissingError) as error:
        run(context, region="Tibet")
    assert "西藏" in error.value.text.zh


@pytest.mark.skipif(not (DEMONSTRATION / "dataset.json").exists(), reason="no demonstration set")
def test_guangdong_on_the_demonstration_set():
    found = run(Context(Dataset(DEMONSTRATION), this_year=2026), region="广东")
    held = {r["year"]: r["gross_co2_mt"] for r in rows(found, "timetable")}
    assert held[2019] == pytest.approx(569.12, abs=0.01)
    assert 500 < held[2026] < 800
    assert held[2026] > held[2030] > held[2040] > held[2060] > 0
    assert {"network", "sankey", "pathway", "wedge"} <= {c.type for c in found.charts}
    assert {c.kind for c in found.claims} <= {"demonstration", "reference"}
    assert len(said(found, "chain")) > 200

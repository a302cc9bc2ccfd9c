"""The tool's methods, milestones asked for, budgets and charts, on a data set of three provinces."""

import itertools

import numpy as np
import pytest

from data.errors import DataMissingError, InputError
from tests.small_inventory import assert_figures_are_claims, curve, write_dataset
from tools.registry import Context, get_tool


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(write_dataset(tmp_path_factory.mktemp("tiny")), this_year=2026)


def run(context, **arguments):
    return get_tool("sda_pathway").run(context, {"region": "GD", "sector": "cement", **arguments})


def table(result, name):
    return next(t for t in result.tables if t.id == name)


def rows(result, name="milestones"):
    held = table(result, name)
    ids = [c.id for c in held.columns]
    return [dict(zip(ids, row, strict=True)) for row in held.rows]


def chart(result, name):
    return next(c for c in result.charts if c.id.startswith(name))


def line(result, name, line_id):
    held = chart(result, name)
    series = next(s for s in held.data["series"] if s["id"] == line_id)
    return {y: v for y, v in zip(held.data["x"], series["y"], strict=True) if v is not None}


METHODS = [
    {},
    {"method": "sda", "variant": "sbti_style"},
    {"method": "follow_reference"},
    {"method": "absolute_contraction"},
    {"method": "absolute_contraction", "variant": "sbti_style"},
    {"method": "absolute_contraction", "cut_pct_per_year": 3},
    {"method": "economic_intensity"},
    {"method": "physical_intensity", "cut_pct_per_year": 2},
    {"sector": "transport"},
    {"region": "BJ", "sector": "aluminium"},
]


@pytest.mark.parametrize("arguments", METHODS)
def test_every_figure_of_every_method_is_a_claim_and_lies_on_the_curve(context, arguments):
    result = run(context, milestone_years=[2030, 2040, 2060], **arguments)
    assert_figures_are_claims(result)
    drawn = curve(chart(result, "emissions"), "history", "projection", "pathway")
    for row in (*rows(result), *rows(result, "cuts")):
        assert drawn[row["year"]] == pytest.approx(row["co2_mt"], abs=1e-6)
    assert [r["year"] for r in rows(result, "cuts")] == [2030, 2040, 2060]
    base, start = drawn[2019], drawn[2026]
    for row in rows(result, "cuts"):
        assert row["co2_cut_mt"] == pytest.approx(base - row["co2_mt"], abs=1e-5)
        assert row["growth_pct"] == pytest.approx(100 * (row["co2_mt"] / base - 1), abs=1e-4)
        assert row["cut_since_start_mt"] == pytest.approx(start - row["co2_mt"], abs=1e-5)
        assert row["growth_since_start_pct"] == pytest.approx(
            100 * (row["co2_mt"] / start - 1), abs=1e-4
        )


@pytest.mark.parametrize("arguments", METHODS)
def test_the_projection_is_the_same_whatever_the_method(context, arguments):
    place = {k: v for k, v in arguments.items() if k in ("region", "sector")}
    plain, other = run(context, **place), run(context, **arguments)
    before = curve(chart(plain, "emissions"), "history", "projection")
    assert curve(chart(other, "emissions"), "history", "projection") == before


def test_methods_never_share_a_figure_that_differs(context):
    results = [run(context, **a) for a in METHODS]
    for one, other in itertools.combinations(results, 2):
        held = {c.id: c.value for c in one.claims}
        for claim in other.claims:
            assert held.get(claim.id, claim.value) == claim.value, claim


def test_the_answer_leads_with_the_cut_of_each_year_asked(context):
    result = run(context, milestone_years=[2040, 2030])
    claims = {c.id: c for c in result.claims}
    for finding, year in zip(result.findings, (2030, 2040), strict=False):
        shown = [claims[i] for i in claims if f"[[c:{i}]]" in finding.text.en]
        cuts = [c for c in shown if c.metric == "co2_cut_mt"]
        assert [c.year for c in cuts] == [year, year]
        assert sorted(c.params["against_year"] for c in cuts) == [2019, 2026]
        assert f"{year}" in finding.text.zh


def test_an_own_milestone_joins_the_table(context):
    assert 2033 in [r["year"] for r in rows(run(context, milestone_years=[2033]))]


def test_the_linear_rate_is_sbtis_or_the_readers(context):
    fast = curve(chart(run(context, method="absolute_contraction", variant="sbti_style"), "emissions"), "pathway")  # fmt: skip
    assert fast[2036] == pytest.approx(fast[2026] * (1 - 0.42))
    assert fast[2050] == 0
    slow = curve(chart(run(context, method="absolute_contraction", variant="sbti_style", benchmark="below 2C"), "emissions"), "pathway")  # fmt: skip
    assert slow[2036] == pytest.approx(slow[2026] * (1 - 0.25))
    own = curve(chart(run(context, method="absolute_contraction", cut_pct_per_year=3), "emissions"), "pathway")  # fmt: skip
    assert own[2036] == pytest.approx(own[2026] * 0.7)
    with pytest.raises(InputError, match="none for 2 °C"):
        run(context, method="absolute_contraction", variant="sbti_style", benchmark="2C")


def test_contraction_says_what_is_left_as_a_figure(context):
    result = run(context, method="absolute_contraction", benchmark="below 2C")
    left = next(c for c in result.claims if c.params.get("assumption") == "residual.below 2C")
    assert left.value == 20
    path = curve(chart(result, "emissions"), "pathway")
    assert path[2060] == pytest.approx(0.2 * path[2026])
    assert path[2043] == pytest.approx(0.6 * path[2026])


def test_a_physical_cut_moves_the_intensity_alone(context):
    result = run(context, method="physical_intensity", cut_pct_per_year=2)
    drawn = curve(chart(result, "intensity"), "pathway")
    assert drawn[2036] == pytest.approx(drawn[2026] * 0.98**10, abs=1e-5)


def test_the_economic_cut_follows_real_gdp(context):
    slow = curve(chart(run(context, method="economic_intensity"), "emissions"), "pathway")
    assert slow[2027] == pytest.approx(slow[2026] * 1.048 * 0.93)


def test_eq_7_chosen_keeps_the_share_of_the_market(context):
    result = run(context, method="follow_reference")
    plain = run(context)
    assert curve(chart(result, "emissions"), "pathway") == pytest.approx(
        line(plain, "emissions", "market")
    )


def test_what_cannot_be_kept_of_the_choice_is_said(context):
    said = " ".join(n.text.en for n in run(context, sector="transport", method="sda").notes)
    assert "asked for needs physical output" in said
    said = " ".join(n.text.en for n in run(context, sector="transport", method="follow_reference").notes)  # fmt: skip
    assert "same as absolute contraction" in said
    with pytest.raises(DataMissingError, match="absolute contraction"):
        run(context, sector="transport", method="physical_intensity")
    said = " ".join(n.text.en for n in run(context, variant="sbti_style").notes)
    assert "no compliance" in said
    assert "the cap changes nothing" in said


def test_the_budget_is_the_sum_under_the_curve_by_both_rules(context):
    result = run(context, region="HE", sector="steel")
    path = curve(chart(result, "emissions"), "pathway")
    other = line(result, "emissions", "benchmark")
    by_sum, by_trapezoid = rows(result, "budget")
    assert by_sum["co2_cumulative_mt"] == pytest.approx(sum(path.values()), abs=1e-4)
    assert by_trapezoid["co2_cumulative_mt"] == pytest.approx(
        np.trapezoid(list(path.values())), abs=1e-4
    )
    excess = sum(path.values()) - sum(other.values())
    assert by_sum["co2_overshoot_mt"] == pytest.approx(excess, abs=1e-4)
    assert by_sum["overshoot_share_pct"] == pytest.approx(
        100 * excess / sum(other.values()), abs=1e-3
    )
    above = [y for y in path if path[y] > other[y] * (1 + 1e-6)]
    assert by_sum["first_year_above"] == (above[0] if above else None)
    running = line(result, "budget", "pathway")
    assert running[2060] == pytest.approx(by_sum["co2_cumulative_mt"], abs=1e-4)
    assert line(result, "budget", "benchmark")[2060] == pytest.approx(
        by_sum["benchmark_cumulative_mt"], abs=1e-4
    )


def test_a_sector_without_benchmark_has_a_budget_and_no_overshoot(context):
    result = run(context, sector="transport")
    assert [r["co2_overshoot_mt"] for r in rows(result, "budget")] == [None, None]
    assert any("no intensity benchmark" in f.text.en for f in result.findings)
    assert [s["id"] for s in chart(result, "budget").data["series"]] == ["pathway"]


@pytest.mark.parametrize(
    ("target", "word"),
    [
        (2050, "is the target year"),
        (2040, "faster than published"),
        (2070, "slower than published"),
    ],
)
def test_a_target_year_of_the_readers_own_is_explained(context, target, word):
    result = run(context, target_year=target)
    assert word in " ".join(n.text.en for n in result.notes)
    last = rows(result)[-1]
    assert last["year"] == target
    assert last["intensity"] == pytest.approx(last["reference_intensity"])


def test_years_before_the_pathway_are_left_out_and_said(context):
    result = run(context, milestone_years=[2020, 2030])
    assert [r["year"] for r in rows(result, "cuts")] == [2030]
    assert "2020 lies before the pathway" in " ".join(n.text.en for n in result.notes)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"milestone_years": [2070]}, "after the target year"),
        ({"milestone_years": [2015]}, "not on the pathway"),
        ({"target_year": 2010}, "2027"),
        ({"method": "absolute_contraction", "cut_pct_per_year": 400}, "such as 4.2"),
        ({"method": "absolute_contraction", "cut_pct_per_year": 0}, "such as 4.2"),
        ({"method": "magic"}, "absolute_contraction"),
    ],
)
def test_bad_input_is_explained(context, arguments, message):
    with pytest.raises(InputError) as error:
        run(context, **arguments)
    assert message in error.value.text.en
    assert error.value.text.zh != error.value.text.en

"""The tool for one sector's pathway: milestones, reference sector, corner cases, bad input."""

import re

import numpy as np
import pytest

from data.errors import DataMissingError, InputError
from data.result import Result
from data.vocabulary import INVENTORY_SECTORS
from tests.small_inventory import REGIONS, assert_figures_are_claims, curve, write_dataset
from tools.pathways.scenarios import make_options
from tools.pathways.sector_pathway import trace_sector
from tools.registry import Context, get_tool


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_dataset(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def context(dataset):
    return Context(dataset, this_year=2026)


def run(context, **arguments):
    return get_tool("sda_pathway").run(context, arguments)


def milestones(result):
    return next(t for t in result.tables if t.id == "milestones")


def texts(result):
    return " ".join(n.text.en for n in result.notes)


def test_a_gap_and_a_place_read_in_words(context):
    found = run(context, region="广东", sector="水泥")
    said = " ".join(f.text.en for f in found.findings)
    assert "projected to" in said
    gap = next(c for c in found.claims if c.metric in ("growth_pct", "decline_pct") and
               "regions" in c.entity)  # fmt: skip
    assert f"[[c:{gap.id}]] {'above' if gap.metric == 'growth_pct' else 'below'} the" in said
    own, reference = (
        next(c.value for c in found.claims
             if c.metric == "intensity_t_per_t" and c.year == 2026 and role in c.entity)
        for role in ("region", "reference")
    )  # fmt: skip
    assert f"the region is {'above' if own > reference else 'below'} it" in said


def test_power_converges_and_every_figure_is_a_claim(context):
    result = run(context, region="广东", sector="电力")
    assert_figures_are_claims(result)
    table = milestones(result)
    years = [row[0] for row in table.rows]
    assert years == [2019, 2025, 2026, 2030, 2035, 2040, 2045, 2050, 2055, 2060]
    assert [row[1].en for row in table.rows[:3]] == ["inventory", "projection", "projection"]
    assert table.rows[-1][2] == pytest.approx(0)
    assert "not structural decomposition" in texts(result)
    assert Result.model_validate_json(result.model_dump_json()) == result


def test_milestones_equal_the_curve(context):
    result = run(context, region="CN-HE", sector="steel")
    chart = next(c for c in result.charts if c.id.startswith("emissions"))
    drawn = curve(chart, "history", "projection", "pathway")
    for row in milestones(result).rows:
        assert drawn[row[0]] == pytest.approx(row[2], abs=1e-6)


def test_intensity_is_emissions_over_activity_and_meets_the_reference(context):
    result = run(context, region="GD", sector="cement")
    first, last = milestones(result).rows[0], milestones(result).rows[-1]
    assert first[3] == pytest.approx(first[2] / first[5])
    assert last[3] == pytest.approx(last[4])


def test_the_reference_sector_is_the_sum_of_the_provinces(dataset):
    paths = {}
    for region in REGIONS:
        options = make_options(region, start_year=2026, target_year=2060, level="2C")
        paths[region] = trace_sector(dataset, options, "power", 2019)
    total = sum(p.emissions for p in paths.values())
    reference = paths["CN-GD"].reference
    assert reference.members == REGIONS
    assert total == pytest.approx(reference.intensity * reference.activity)
    assert reference.shortfall_mt == pytest.approx(0, abs=1e-9)


def test_faster_growth_leaves_more_emissions_and_none_changes_nothing(context):
    plain = run(context, region="GD", sector="power", benchmark="2C")
    fast = run(context, region="GD", sector="power", benchmark="2C", growth_pct_per_year=6)
    again = run(context, region="GD", sector="power", benchmark="2C", growth_pct_per_year=None)
    assert milestones(fast).rows[-1][2] > milestones(plain).rows[-1][2]
    assert again == plain
    shared = {c.id: c.value for c in plain.claims}
    assert all(shared.get(c.id, c.value) == c.value for c in fast.claims)


def test_the_capped_variant_says_so(context):
    plain = run(context, region="BJ", sector="power", benchmark="2C", growth_pct_per_year=-5)
    capped = run(
        context,
        region="BJ",
        sector="power",
        benchmark="2C",
        growth_pct_per_year=-5,
        variant="sbti_style",
    )
    assert milestones(capped).rows[5][2] < milestones(plain).rows[5][2]
    assert "capped at 1" in texts(capped)
    assert not [c for c in plain.claims if c.metric == "difference"]
    short = next(c for c in capped.claims if c.metric == "difference")
    assert short.value > 0


def test_without_output_eq_7_follows_the_reference(context, dataset):
    result = run(context, region="BJ", sector="non-ferrous metals")
    assert "eq. 7" in texts(result)
    assert milestones(result).rows[0][3] is None
    options = make_options("CN-BJ", start_year=2026, target_year=2060)
    path = trace_sector(dataset, options, "nonferrous_smelting", 2019)
    reference = path.reference.intensity * path.reference.activity
    ratio = path.emissions[path.start :] / reference[path.start :]
    assert ratio == pytest.approx(np.full(ratio.size, ratio[0]))


def test_other_sectors_contract_to_the_residual(context):
    result = run(context, region="GD", sector="transport")
    rows = {row[0]: row[2] for row in milestones(result).rows}
    assert rows[2060] == pytest.approx(0.05 * rows[2026])
    assert rows[2043 if 2043 in rows else 2045] < rows[2026]
    assert "contract" in texts(result)


def test_benchmark_scope_is_said(context):
    said = texts(run(context, region="GD", sector="aluminium"))
    assert "scope 1+2" in said
    assert "stands for all non-ferrous metals" in said
    assert "No 1.5 °C benchmark" in said
    assert "stretched" in said


def test_gap_to_the_national_inventory_is_shown(context, tmp_path):
    result = run(context, region="GD", sector="power")
    gaps = [c for c in result.claims if c.metric == "growth_pct" and "regions" in c.entity]
    assert [g.value for g in gaps] == [pytest.approx(100 / 0.9 - 100)]
    alone = Context(write_dataset(tmp_path, national=False), this_year=2026)
    assert not [c for c in run(alone, region="GD", sector="power").claims if "regions" in c.entity]


def test_a_start_in_the_last_inventory_year_has_no_projection(context):
    result = run(context, region="GD", sector="power", start_year=2019)
    assert {row[1].en for row in milestones(result).rows} == {"inventory", "pathway"}
    roles = {s["role"] for c in result.charts for s in c.data["series"]}
    assert "projection" not in roles


def test_the_nation_uses_its_own_inventory(context, dataset):
    result = run(context, region="全国", sector="power")
    row = INVENTORY_SECTORS.index("power")
    expected = dataset.national.cell("CN", 2019)[row].sum()
    assert milestones(result).rows[0][2] == pytest.approx(expected)


def test_a_sector_without_emissions_has_no_pathway(context):
    result = run(context, region="GD", sector="logging")
    assert result.charts == []
    assert "no pathway" in result.findings[0].text.en


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"region": "Guangdnog", "sector": "power"}, "Guangdong"),
        ({"region": "GD", "sector": "pwer"}, "Did you mean"),
        ({"region": "GD", "sector": "industry"}, "one at a time"),
        ({"region": "GD", "sector": "power", "benchmark": "5C"}, "1.5C"),
        ({"region": "GD", "sector": "power", "target_year": 2020}, "2027"),
        ({"region": "GD", "sector": "power", "target_year": 2500}, "2100"),
        ({"region": "GD", "sector": "power", "growth_pct_per_year": 400}, "such as 4.5"),
        ({"region": "GD", "sector": "power", "start_year": 1990}, "2015, 2017–2019"),
        ({"region": "GD", "sector": "power", "variant": "wild"}, "sbti_style"),
    ],
)
def test_bad_input_is_explained_in_both_languages(context, arguments, message):
    with pytest.raises(InputError) as error:
        run(context, **arguments)
    assert message in error.value.text.en
    assert re.search("[一-鿿]", error.value.text.zh)


def test_tibet_has_no_inventory(context):
    with pytest.raises(DataMissingError, match="Tibet"):
        run(context, region="西藏", sector="power")

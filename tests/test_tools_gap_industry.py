"""One industry across provinces: targets that sum to the reference, equal to each province's own."""

import re

import numpy as np
import pytest

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Result
from tests.conftest import ROOT
from tests.small_gap import write_gap_dataset
from tests.small_inventory import REGIONS, assert_figures_are_claims, write_dataset
from tools.gap.industry import find_common_year, lead_industry
from tools.pathways.scenarios import make_options
from tools.pathways.sector_pathway import trace_sector
from tools.registry import Context, get_tool


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_dataset(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def context(dataset):
    return Context(dataset, 2026)


@pytest.fixture(scope="module")
def steel():
    demonstration = Context(Dataset(ROOT / "data" / "demonstration"), 2026)
    return run(demonstration, sector="钢铁", milestones=[2030, 2040])


def run(context, **arguments):
    return get_tool("industry_roadmap").run(context, arguments)


def rows(result, name):
    held = next(t for t in result.tables if t.id == name)
    return [dict(zip([c.id for c in held.columns], r, strict=True)) for r in held.rows]


def options(**given):
    return make_options("CN", start_year=2026, target_year=2060, **given)


@pytest.mark.parametrize("sector", ["power", "nonferrous_smelting", "transport"])
def test_one_pass_gives_what_each_province_gets_alone(dataset, sector):
    industry = lead_industry(dataset, options(level="2C"), sector)
    assert set(industry.regions) == set(REGIONS)
    for region in REGIONS:
        own = make_options(region, start_year=2026, target_year=2060, level="2C")
        alone = trace_sector(dataset, own, sector, 2019)
        assert industry.path(region).emissions == pytest.approx(alone.emissions)
        assert industry.path(region).method == alone.method
        assert industry.path(region).flags == alone.flags


def test_the_provinces_sum_to_the_reference_pathway(dataset):
    industry = lead_industry(dataset, options(level="2C"), "power")
    assert industry.emissions.sum(axis=0) == pytest.approx(industry.reference_mt)
    assert (np.diff(industry.years) == 1).all()


def test_the_sum_is_checked_year_by_year(steel):
    held = rows(steel, "sum_check")
    assert [r["year"] for r in held] == [2026, 2030, 2040]
    for row in held:
        assert row["difference"] == pytest.approx(row["sum"] - row["reference"], abs=1e-5)
    provinces = rows(steel, "provinces")
    whole = sum(r["y2040"] for r in provinces)
    assert whole == pytest.approx(held[-1]["sum"] + held[-1]["others"])


def test_cuts_shares_and_ranks_follow_from_the_targets(steel):
    held = rows(steel, "provinces")
    whole = sum(r["cut_mt"] for r in held)
    for row in held:
        assert row["cut_mt"] == pytest.approx(row["y2019"] - row["y2040"])
        assert row["cut_pct"] == pytest.approx(100 * (row["y2040"] / row["y2019"] - 1))
        assert row["share_pct"] == pytest.approx(100 * row["cut_mt"] / whole)
    assert [r["rank"] for r in held] == list(range(1, len(held) + 1))
    assert sum(r["share_pct"] for r in held) == pytest.approx(100)


def test_the_answer_leads_with_the_whole_and_names_the_largest_cut(steel):
    said = [f.text.en for f in steel.findings]
    assert said[0].startswith("Iron and steel")
    assert rows(steel, "provinces")[0]["region"].en in said[1]
    assert any(text.startswith("Check:") for text in said)
    assert any("national inventory" in text for text in said)


def test_intensities_stand_against_the_reference(steel):
    held = [r for r in rows(steel, "provinces") if r["intensity"] is not None]
    reference = next(c for c in steel.claims if c.entity.get("reference") and c.year == 2019
                     and c.metric == "intensity_t_per_t")  # fmt: skip
    for row in held:
        assert row["distance_pct"] == pytest.approx(100 * (row["intensity"] / reference.value - 1))
    chart = next(c for c in steel.charts if c.id == "industry_intensity")
    ordered = sorted((r["intensity"] for r in held), reverse=True)
    assert chart.data["series"][0]["y"] == pytest.approx(ordered, abs=1e-6)


def test_the_heat_map_is_what_is_left_of_the_inventory(steel):
    chart = next(c for c in steel.charts if c.type == "heatmap")
    held = rows(steel, "provinces")
    assert chart.data["x"] == [2030, 2040]
    assert [y["en"] for y in chart.data["y"]] == [r["region"].en for r in held]
    for line, row in zip(chart.data["z"], held, strict=True):
        assert line[1] == pytest.approx(100 * row["y2040"] / row["y2019"], abs=1e-3)


def test_every_figure_is_a_claim_and_none_stands_bare(steel, context):
    for result in (steel, run(context, sector="transport"), run(context, sector="aluminium")):
        assert_figures_are_claims(result)
        assert Result.model_validate_json(result.model_dump_json()) == result
        for finding in result.findings:
            bare = re.sub(r"\[\[c:\w+\]\]|(?:19|20)\d\d|CO2", "", finding.text.en)
            assert not re.search(r"\d", bare), bare


def test_a_province_without_output_follows_and_says_so(context):
    result = run(context, sector="有色")
    row = next(r for r in rows(result, "provinces") if r["region"].en == "Beijing")
    assert "eq. 7" in row["method"].en
    assert row["intensity"] is None
    assert "not known for Beijing" in " ".join(n.text.en for n in result.notes)


def test_some_provinces_are_shown_but_the_reference_stays_that_of_all(context):
    every, one = run(context, sector="power"), run(context, sector="power", regions=["GD"])
    (row,) = rows(one, "provinces")
    assert row["y2040"] == pytest.approx(
        next(r["y2040"] for r in rows(every, "provinces") if r["region"].en == "Guangdong")
    )
    assert rows(one, "sum_check") == rows(every, "sum_check")


def test_growth_moves_every_province_under_claims_of_its_own(context):
    plain = run(context, sector="power", benchmark="2C")
    fast = run(context, sector="power", benchmark="2C", growth_pct_per_year=6)
    for a, b in zip(
        *(sorted(rows(r, "provinces"), key=lambda x: x["region"].en) for r in (plain, fast)),
        strict=True,
    ):
        assert b["y2040"] > a["y2040"]
    shared = {c.id: c.value for c in plain.claims}
    assert all(shared.get(c.id, c.value) == c.value for c in fast.claims)
    alone = get_tool("sda_pathway").run(
        context, {"region": "GD", "sector": "power", "benchmark": "2C", "growth_pct_per_year": 6}
    )
    held = {c.id: c.value for c in fast.claims}
    assert all(held.get(c.id, c.value) == pytest.approx(c.value) for c in alone.claims)


def test_a_province_whose_inventory_ends_earlier_is_left_out_with_the_reason(tmp_path):
    dataset = write_gap_dataset(tmp_path)
    assert find_common_year(dataset.provincial, 2026) == 2019
    result = run(Context(dataset, 2026), sector="transport")
    notes = " ".join(n.text.en for n in result.notes)
    assert (
        "Left out: Guangdong, because it has no inventory of 2019 (its last before is 2018)"
        in notes
    )
    assert "Tibet" in notes
    assert {r["region"].en for r in rows(result, "provinces")} == {
        "Beijing", "Hebei", "Shanxi", "Ningxia"}  # fmt: skip
    with pytest.raises(DataMissingError, match="2018"):
        run(Context(dataset, 2026), sector="transport", regions=["GD"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sector": "industry"}, "one at a time"),
        ({"sector": "pwer"}, "Did you mean"),
        ({"sector": "power", "growth_pct_per_year": 400}, "such as 4.5"),
        ({"sector": "power", "milestones": [2020]}, "2027 to 2060"),
        ({"sector": "power", "target_year": 2020}, "2027"),
        ({"sector": "power", "benchmark": "5C"}, "1.5C"),
        ({"sector": "power", "regions": ["Guangdnog"]}, "Guangdong"),
    ],
)
def test_bad_input_is_explained_in_both_languages(context, arguments, message):
    with pytest.raises(InputError) as error:
        run(context, **arguments)
    assert message in error.value.text.en
    assert re.search("[一-鿿]", error.value.text.zh)


def test_tibet_and_a_sector_nobody_emits_are_refused(context):
    with pytest.raises(DataMissingError, match="Tibet"):
        run(context, sector="power", regions=["西藏"])
    with pytest.raises(DataMissingError, match="nothing to cut"):
        run(context, sector="logging")

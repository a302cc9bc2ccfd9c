"""Distance to the pathway: figures followed by hand, who cannot be assessed, what a peak takes."""

import re

import numpy as np
import pytest

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Result
from data.series import gdp_index
from tests.conftest import ROOT
from tests.small_gap import write_gap_dataset
from tests.small_inventory import assert_figures_are_claims
from tools.gap.distance import shape_path
from tools.gap.trend import Trend, find_trend, judge_peak
from tools.registry import Context, get_tool


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(write_gap_dataset(tmp_path_factory.mktemp("gap")), 2026)


@pytest.fixture(scope="module")
def ranking(context):
    return run(context)


@pytest.fixture(scope="module")
def demonstration():
    return Context(Dataset(ROOT / "data" / "demonstration"), 2026)


def run(context, **arguments):
    return get_tool("gap_to_target").run(context, arguments)


def rows(result, name):
    held = next(t for t in result.tables if t.id == name)
    return [dict(zip([c.id for c in held.columns], r, strict=True)) for r in held.rows]


def said(result):
    return " ".join(f.text.en for f in result.findings)


def missing(result):
    return " ".join(n.text.en for n in result.notes if n.level == "missing")


def pathway_by_hand(region, base_year, base_mt, year):
    """Project with real GDP to 2026, then contract in a line to 5 % in 2060."""
    held = gdp_index()
    last = max(y for y in held.years(region) if y <= 2026)
    real = held.get(region, last) * 1.048 ** (2026 - last)
    start = base_mt * (real / held.get(region, base_year)) ** 0.2
    return start * (1 - 0.95 * (year - 2026) / (2060 - 2026))


def test_the_figures_of_a_rising_province_follow_by_hand(ranking):
    row = next(r for r in rows(ranking, "gaps") if r["name"].en == "Guangdong")
    trend = 133.1 * (133.1 / 90) ** ((2030 - 2018) / (2018 - 2012))
    path = pathway_by_hand("CN-GD", 2018, 133.1, 2030)
    assert row["last_inventory"] == 2018
    assert row["growth_pct_per_year"] == pytest.approx(100 * ((133.1 / 90) ** (1 / 6) - 1))
    assert row["co2_trend_mt"] == pytest.approx(trend)
    assert row["co2_pathway_mt"] == pytest.approx(path)
    assert row["co2_gap_mt"] == pytest.approx(trend - path)
    assert row["co2_gap_pct"] == pytest.approx(100 * (trend - path) / path)
    assert row["required_change_pct_per_year"] == pytest.approx(
        100 * ((path / 133.1) ** (1 / 12) - 1)
    )


def test_the_trend_spans_the_last_five_inventories_held(ranking):
    row = next(r for r in rows(ranking, "gaps") if r["name"].en == "Hebei")
    assert row["growth_pct_per_year"] == pytest.approx(100 * ((200 / 290) ** (1 / 6) - 1))
    claim = next(
        c for c in ranking.claims if c.metric == "co2_trend_mt" and c.value == row["co2_trend_mt"]
    )
    assert (claim.params["from"], claim.params["to"]) == (2013, 2019)
    assert "not observed" in claim.source


def test_the_furthest_come_first_and_the_gap_agrees_with_the_rates(context, ranking):
    held = rows(ranking, "gaps")
    assert [r["rank"] for r in held] == [1, 2, 3, 4]
    assert [r["co2_gap_pct"] for r in held] == sorted(
        (r["co2_gap_pct"] for r in held), reverse=True
    )
    for row in held:
        behind = row["growth_pct_per_year"] > row["required_change_pct_per_year"]
        assert (row["co2_gap_mt"] > 0) == behind
    by_mt = rows(run(context, by="mt"), "gaps")
    assert [r["co2_gap_mt"] for r in by_mt] == sorted(
        (r["co2_gap_mt"] for r in by_mt), reverse=True
    )


def test_those_that_cannot_be_assessed_are_named_with_the_reason(ranking):
    assert "Tibet" in missing(ranking)
    assert "CEADs compiles none for Tibet" in missing(ranking)
    assert re.search(r"Shanxi, because: only the inventories of 2018, 2019", missing(ranking))
    assert {r["name"].en for r in rows(ranking, "gaps")} == {
        "Beijing", "Hebei", "Guangdong", "Ningxia"}  # fmt: skip
    assert "Ningxia has no usable data for 2017" in missing(ranking)


def test_a_flagged_year_is_no_part_of_the_trend(ranking):
    row = next(r for r in rows(ranking, "gaps") if r["name"].en == "Ningxia")
    assert row["growth_pct_per_year"] == pytest.approx(100 * ((90 / 50) ** (1 / 7) - 1))


def test_an_inventory_that_ends_earlier_is_said(ranking):
    cautions = " ".join(n.text.en for n in ranking.notes if n.level == "caution")
    assert "The inventories of Guangdong end earlier" in cautions


def test_a_peak_is_told_only_after_five_years_and_a_fall(ranking):
    record = {r["name"].en: r for r in rows(ranking, "record")}
    assert record["Beijing"]["highest_year"] == 2012
    assert record["Beijing"]["decline_pct"] == pytest.approx(12)
    assert "past its high" in record["Beijing"]["peaked"].en
    assert record["Ningxia"]["peaked"].en.startswith("no")


@pytest.mark.parametrize(
    ("history", "status"),
    [
        ({2010: 90.0, 2015: 95.0, 2019: 100.0}, "rising"),
        ({2010: 90.0, 2016: 100.0, 2019: 80.0}, "recent"),
        ({2010: 100.0, 2014: 98.0, 2019: 96.0}, "plateau"),
        ({2010: 100.0, 2014: 97.0, 2019: 94.0}, "passed"),
        ({2005: 100.0, 2010: 60.0, 2019: 70.0}, "passed"),
        ({2000: 100.0, 2010: 60.0, 2015: 62.0, 2016: 63.0, 2018: 64.0, 2019: 70.0}, "rebound"),
        ({2010: 100.0, 2014: 100.0, 2019: 90.0}, "passed"),
    ],
)
def test_what_the_record_allows_to_say_of_a_peak(history, status):
    found = judge_peak(history, find_trend(history))
    assert found.status == status
    assert found.year == min(y for y, v in history.items() if v == max(history.values()))


def test_a_trend_needs_three_inventories_that_emit_and_a_plausible_rate():
    assert "too few" in find_trend({2018: 1.0, 2019: 1.0}).en
    assert "zero" in find_trend({2017: 0.0, 2018: 1.0, 2019: 1.0}).en
    assert "cannot be" in find_trend({2017: 1.0, 2018: 2.0, 2019: 9.0}).en
    assert isinstance(find_trend({2017: 9.0, 2018: 2.0, 2019: 1.0}), Trend)


def test_a_peaking_pathway_does_not_rise_after_2030():
    years, path = np.arange(2028, 2034), np.array([5.0, 6.0, 7.0, 8.0, 6.5, 6.8])
    assert shape_path(path, years, "peak").tolist() == [5.0, 6.0, 7.0, 7.0, 6.5, 6.5]
    assert shape_path(path, years, "pathway").tolist() == path.tolist()


def test_the_answer_names_the_furthest_first_and_defines_the_pathway_next(ranking):
    first, second = (f.text for f in ranking.findings[:2])
    furthest = rows(ranking, "gaps")[0]["name"]
    assert re.search(rf"peaking pathway.*: {furthest.en} \[\[c:", first.en)
    assert furthest.zh in first.zh
    assert "2030年以后不再上升" in second.zh
    assert "does not rise after 2030" in second.en


def test_groups_count_every_province_once(ranking):
    counts = [c.value for c in ranking.claims if c.metric == "count"]
    groups = re.search(r"Of the \[\[c:(\w+)\]\]", said(ranking))
    whole = ranking.claim(groups[1]).value
    assert whole == len(rows(ranking, "gaps"))
    text = next(f.text.en for f in ranking.findings if f.text.en.startswith("Of the"))
    parts = [ranking.claim(i).value for i in re.findall(r"\[\[c:(\w+)\]\]", text)]
    assert sum(parts[1:]) == whole
    assert all(v >= 0 for v in counts)


def test_every_figure_is_a_claim_and_the_result_is_json(context, ranking):
    results = [
        ranking,
        run(context, regions=["GD"]),
        run(context, what="sectors", regions=["河北"]),
    ]
    for result in results:
        assert_figures_are_claims(result)
        assert Result.model_validate_json(result.model_dump_json()) == result
        for finding in result.findings:
            bare = re.sub(r"\[\[c:\w+\]\]|(?:19|20)\d\d|CO2", "", finding.text.en)
            assert not re.search(r"\d", bare.replace("fall of 5 %", "").replace("under 5 %", "")), (
                bare
            )


def test_one_region_is_told_in_detail(context):
    result = run(context, regions=["Guangdong"])
    held = rows(result, "gap_years")
    assert [r["year"] for r in held] == [2030, 2035, 2040]
    assert held[1]["co2_pathway_mt"] == pytest.approx(pathway_by_hand("CN-GD", 2018, 133.1, 2035))
    assert "no peak is to be seen yet" in said(result)
    (chart,) = result.charts
    drawn = dict(zip(chart.data["x"], chart.data["series"][-1]["y"], strict=True))
    assert drawn[2030] == pytest.approx(held[0]["co2_trend_mt"])


def test_charts_agree_with_the_table(ranking):
    bars, rates = ranking.charts
    held = rows(ranking, "gaps")
    assert bars.data["series"][0]["y"] == pytest.approx([r["co2_gap_pct"] for r in held])
    points = {p["name"]["en"]: p for p in rates.data["points"]}
    for row in held:
        point = points[row["name"].en]
        assert point["x"] == pytest.approx(-row["growth_pct_per_year"], abs=1e-5)
        assert (point["y"] > 0) == (row["co2_gap_mt"] > 0)


def test_the_distance_equals_that_of_the_roadmap(demonstration):
    roadmap = get_tool("net_zero_roadmap").run(demonstration, {"region": "广东"})
    wanted = next(r for r in rows(roadmap, "timetable") if r["year"] == 2030)
    result = run(demonstration, regions=["广东"], target="pathway")
    path = next(c for c in result.claims if c.metric == "co2_pathway_mt" and c.year == 2030
                and c.entity == {"region": "CN-GD"})  # fmt: skip
    assert path.value == pytest.approx(wanted["gross_co2_mt"])
    assert path.id in {c.id for c in roadmap.claims}


def test_industries_and_one_sector_across_provinces_are_ranked(demonstration):
    industries = run(demonstration, what="sectors", target="pathway")
    assert "in China" in industries.findings[0].text.en
    steel = run(demonstration, sector="钢铁")
    blind = next(n.text.en for n in steel.notes if "cannot be carried on" in n.text.en)
    assert len(rows(steel, "gaps")) == 29
    assert "Not assessable" in blind
    assert all(
        c.entity.get("sector") == "ferrous_smelting"
        for c in steel.claims
        if c.metric == "co2_gap_mt"
    )


def test_a_group_of_provinces_is_ranked_among_itself(demonstration):
    result = run(demonstration, regions=["京津冀"])
    assert {r["name"].zh for r in rows(result, "gaps")} == {"北京", "天津", "河北"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"growth_pct_per_year": 400}, "such as 4.5"),
        ({"year": 2020}, "2027 to 2060"),
        ({"year": 2070}, "2027 to 2060"),
        ({"target_year": 2020}, "2027"),
        ({"scenario": "optimistic"}, "There is no scenario"),
        ({"regions": ["Guangdnog"]}, "Guangdong"),
        ({"sector": "stell"}, "Did you mean"),
        ({"what": "sectors", "regions": ["GD", "HE"]}, "one province or the nation"),
        ({"target": "happiness"}, "target"),
    ],
)
def test_bad_input_is_explained_in_both_languages(context, arguments, message):
    with pytest.raises(InputError) as error:
        run(context, **arguments)
    assert message in error.value.text.en
    assert re.search("[一-鿿]", error.value.text.zh)


def test_tibet_and_a_nation_without_inventory_are_refused(context):
    with pytest.raises(DataMissingError, match="Tibet"):
        run(context, regions=["西藏"])
    with pytest.raises(DataMissingError, match="national"):
        run(context, what="sectors")


def test_what_the_reader_changes_is_said_and_moves_the_pathway(context):
    slow = run(context, regions=["GD"], growth_pct_per_year=2)
    fast = run(context, regions=["GD"], growth_pct_per_year=8)
    paths = [rows(r, "gap_years")[0]["co2_pathway_mt"] for r in (slow, fast)]
    assert paths[0] < paths[1]
    assert any("GDP" in n.text.en for n in slow.notes)
    shared = {c.id: c.value for c in slow.claims}
    assert all(shared.get(c.id, c.value) == c.value for c in fast.claims)

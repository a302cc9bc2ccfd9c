"""Questions about emissions: right figures, honest gaps, sentences whose figures are claims."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DataMissingError, InputError
from data.result import make_claim
from data.series import gdp, population
from data.vocabulary import SECTORS
from tests.tiny import CITATION, PROVINCES, SECTOR_PCT, TOTAL_MT, YEARS, tiny_dataset
from tools.inventory.figures import Figures
from tools.inventory.selection import Cut, overlap, sum_cut
from tools.registry import Context, get_tool

GD_2019 = TOTAL_MT["CN-GD"][-1]


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(tiny_dataset(tmp_path_factory.mktemp("data") / "tiny"), 2026)


def ask(context, tool="query_emissions", **arguments):
    return get_tool(tool).run(context, arguments)


def value(result, metric, **entity):
    found = [c for c in result.claims if c.metric == metric and c.entity == entity]
    assert len(found) == 1, [(c.metric, c.entity, c.year) for c in found]
    return found[0].value


def words(result, lang="zh"):
    return " ".join(f.text.get(lang) for f in result.findings)


def levels(result, level):
    return " ".join(n.text.zh for n in result.notes if n.level == level)


def test_a_total_is_one_claim_and_one_sentence(context):
    result = ask(context, regions=["粤"], years=[2019])
    (claim,) = result.claims
    assert claim.value == pytest.approx(GD_2019)
    assert (claim.unit, claim.kind, claim.source, claim.year) == ("Mt", "official", CITATION, 2019)
    assert words(result) == f"2019年广东CO2排放总量为[[c:{claim.id}]]。"
    assert words(result, "en") == f"CO2 emissions of Guangdong were [[c:{claim.id}]] in 2019."


def test_the_latest_year_is_taken_and_said(context):
    result = ask(context, regions=["广东"])
    assert result.claims[0].year == 2019
    assert "采用现有最新年份2019年" in levels(result, "info")


def test_no_region_means_the_nation(context):
    result = ask(context)
    assert value(result, "co2_mt", region="CN") == pytest.approx(1300)


def test_the_three_largest_sectors_with_rank_and_share(context):
    result = ask(context, tool="rank", what="sectors", regions=["广东"], years=[2017], top=3)
    (table,) = result.tables
    assert [row[1].en for row in table.rows] == [
        "Power and heat",
        "Iron and steel",
        "Transport, storage and post",
    ]
    assert [row[0] for row in table.rows] == [1, 2, 3]
    assert [row[3] for row in table.rows] == pytest.approx([40, 20, 12])
    assert words(result).startswith("2017年广东CO2排放量最多的三个行业依次是：电力热力 [[c:")
    assert result.charts[0].type == "bar"
    assert len(result.charts[0].data["categories"]) == 3


def test_two_provinces_over_a_range_name_the_years_not_imported(context):
    result = ask(context, regions=["广东", "江苏"], year_from=2010, year_to=2019)
    assert "2011、2013、2014、2016" in levels(result, "missing")
    (chart,) = result.charts
    assert chart.data["x"] == list(range(2010, 2020))
    for series, region in zip(chart.data["series"], ("CN-GD", "CN-JS"), strict=True):
        held = dict(zip(YEARS, TOTAL_MT[region], strict=True))
        expected = [held.get(y) for y in range(2010, 2020)]
        assert [v is None for v in series["y"]] == [v is None for v in expected]
        assert [v for v in series["y"] if v] == pytest.approx([v for v in expected if v])
    assert "江苏比广东多" in words(result)
    assert "广东2015年与前后年份相差较大" in levels(result, "caution")


def test_a_single_absent_year_is_refused_with_the_coverage(context):
    with pytest.raises(InputError) as caught:
        ask(context, regions=["广东"], years=[2011])
    assert "2010, 2012, 2015, 2017–2019" in caught.value.text.en


def test_a_range_without_any_held_year_is_refused(context):
    with pytest.raises(InputError):
        ask(context, regions=["广东"], year_from=2013, year_to=2014)


def test_a_flagged_gap_is_never_a_figure(context):
    result = ask(context, regions=["宁夏"], years=[2012])
    assert result.claims == []
    assert result.tables == []
    assert "缺失，不等于零" in levels(result, "missing")
    assert "[[c:" not in words(result)


def test_a_gap_is_left_out_of_a_ranking(context):
    result = ask(context, group_by="region", years=[2012])
    assert [row[2] for row in result.tables[0].rows] == pytest.approx([620, 520, None])
    assert "宁夏2012年没有可用数据" in levels(result, "missing")


def test_all_provinces_are_not_the_nation(context):
    result = ask(context, group_by="region", years=[2019])
    assert [row[1].zh for row in result.tables[0].rows] == ["江苏", "广东", "宁夏"]
    assert "各省清单之和不等于全国排放量" in levels(result, "caution")


def test_one_province_is_ranked_among_all(context):
    result = ask(context, regions=["广东"], group_by="region", years=[2019])
    rank = next(c for c in result.claims if c.metric == "rank" and c.entity["region"] == "CN-GD")
    assert rank.value == 2
    assert f"排第[[c:{rank.id}]]位" in words(result)


def test_per_capita_and_per_gdp_carry_their_parents(context):
    for measure, metric, series in (
        ("per_capita", "co2_per_capita_t", population()),
        ("per_gdp", "co2_per_gdp_t_per_cny_1e4", gdp()),
    ):
        result = ask(context, regions=["广东"], years=[2019], measure=measure)
        claim = next(c for c in result.claims if c.metric == metric)
        assert claim.value == pytest.approx(GD_2019 * 100 / series.get("CN-GD", 2019))
        parents = [result.claim(p) for p in claim.parents]
        assert [p.metric for p in parents] == ["co2_mt", series.id]
        assert parents[1].kind == "reference"
        assert claim.kind == "official"
        assert claim.formula


def test_unknown_population_is_a_note_not_a_figure(context):
    result = ask(context, regions=["全国"], years=[2010], measure="per_capita")
    assert not any(c.metric == "co2_per_capita_t" for c in result.claims)
    assert "全国2010年的年末常住人口" in levels(result, "missing")


def test_a_sector_share_refers_to_its_province(context):
    result = ask(context, regions=["广东"], sectors=["电力"], years=[2019], measure="share")
    assert value(result, "share_pct", region="CN-GD", sector="power") == pytest.approx(40)
    assert "占广东排放总量的" in words(result)


def test_a_province_share_refers_to_the_nation(context):
    result = ask(context, regions=["广东"], years=[2019], measure="share")
    assert value(result, "share_pct", region="CN-GD") == pytest.approx(100 * 600 / 1300)
    assert "占全国排放总量的" in words(result)


def test_shares_by_region_refer_to_their_sum(context):
    result = ask(context, group_by="region", years=[2019], measure="share")
    shares = [c.value for c in result.claims if c.metric == "share_pct"]
    assert sum(shares) == pytest.approx(100)
    assert "所列各省之和" in levels(result, "info")


def test_growth_spans_the_years_held(context):
    result = ask(context, regions=["广东"], measure="growth")
    assert value(result, "growth_pct", region="CN-GD") == pytest.approx(20)
    rate = value(result, "growth_pct_per_year", region="CN-GD")
    assert 500 * (1 + rate / 100) ** 9 == pytest.approx(600)


def test_growth_to_one_year_starts_from_the_one_before(context):
    result = ask(context, regions=["广东"], measure="growth", years=[2019])
    assert value(result, "growth_pct", region="CN-GD") == pytest.approx(100 * (600 / 610 - 1))
    assert "由2018年的" in words(result)
    assert "降至2019年的" in words(result)


def test_a_fall_is_written_as_a_positive_figure(context):
    result = ask(context, regions=["广东"], years=[2018, 2019])
    assert value(result, "co2_decline_mt", region="CN-GD") == pytest.approx(10)
    assert "减少[[c:" in words(result)


def test_groups_of_sectors_and_fuels(context):
    result = ask(context, regions=["广东"], sectors=["居民"], fuels=["煤炭"], years=[2019])
    found = value(result, "co2_mt", region="CN-GD", sector="households", fuel="coal")
    assert found == pytest.approx(600 * 0.08 * 0.7)


def test_a_group_alone_is_opened_when_sectors_are_compared(context):
    result = ask(context, regions=["广东"], sectors=["居民"], group_by="sector", years=[2019])
    assert [row[1].zh for row in result.tables[0].rows] == ["城镇居民生活", "乡村居民生活"]


def test_the_smallest_emitters_do_emit(context):
    result = ask(context, tool="rank", what="sectors", regions=["广东"], order="ascending", top=2)
    assert [row[1].en for row in result.tables[0].rows] == ["Electronics", "Rural households"]


def test_what_is_named_is_added_up(context):
    result = ask(context, regions=["广东", "江苏", "宁夏"], years=[2019])
    assert value(result, "co2_mt", regions="CN-JS CN-GD CN-NX") == pytest.approx(1500)


def test_overlapping_sectors_are_not_added_up(context):
    result = ask(context, regions=["广东"], sectors=["工业", "电力"], years=[2019])
    assert not any("sectors" in c.entity for c in result.claims)
    assert overlap(SECTORS, ("industry", "power"))


def test_regions_by_sector_are_ranked_each_on_its_own(context):
    result = ask(
        context, tool="rank", what="sectors", regions=["广东", "江苏"], top=1, years=[2019]
    )
    assert [row[1].zh for row in result.tables[0].rows] == ["广东电力热力", "江苏电力热力"]
    assert [row[0] for row in result.tables[0].rows] == [1, 1]


def test_tibet_alone_is_missing_and_beside_others_a_note(context):
    with pytest.raises(DataMissingError):
        ask(context, regions=["西藏"])
    result = ask(context, regions=["广东", "西藏"], years=[2019])
    assert "西藏" in levels(result, "missing")


def test_an_unknown_province_gets_a_suggestion(context):
    with pytest.raises(InputError) as caught:
        ask(context, regions=["Guangdng"])
    assert "Guangdong" in caught.value.text.en


def test_a_single_name_serves_as_a_list(context):
    assert ask(context, regions="广东", years=2019).claims[0].entity == {"region": "CN-GD"}


def test_demonstration_is_said_and_marked(tmp_path):
    context = Context(tiny_dataset(tmp_path / "demo", kind="demonstration"), 2026)
    result = ask(context, regions=["广东"], years=[2019], measure="per_capita")
    assert "合成数据" in levels(result, "caution")
    derived = next(c for c in result.claims if c.metric == "co2_per_capita_t")
    assert derived.kind == "demonstration"


def test_without_a_national_inventory_the_provinces_are_compared(tmp_path):
    context = Context(tiny_dataset(tmp_path / "p", national=False), 2026)
    assert len(ask(context).tables[0].rows) == len(PROVINCES)
    with pytest.raises(InputError):
        ask(context, group_by="sector")


QUESTIONS = [
    {"regions": ["广东"], "years": [2019]},
    {"regions": ["广东", "江苏", "宁夏"], "year_from": 2010},
    {"group_by": "region", "measure": "per_gdp"},
    {"tool": "rank", "measure": "growth", "order": "ascending"},
    {"regions": ["广东"], "group_by": "fuel", "measure": "share", "years": [2017, 2019]},
    {"regions": ["广东", "全国"], "sectors": ["钢铁"], "years": [2019]},
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_is_a_claim_and_every_claim_is_traceable(context, question, lang):
    result = ask(context, **question)
    text = words(result, lang)
    ids = {c.id for c in result.claims}
    assert set(re.findall(r"\[\[c:(\w+)\]\]", text)) <= ids
    assert all(p in ids for c in result.claims for p in c.parents)
    assert all(cell in ids for t in result.tables for row in t.claims for cell in row if cell)
    bare = re.sub(r"\[\[c:\w+\]\]|CO2|(?<!\d)(?:19|20)\d\d(?!\d)", "", text)
    assert not re.search(r"\d", bare), bare
    assert type(result).model_validate_json(result.model_dump_json()) == result


@given(st.sets(st.sampled_from(sorted(SECTOR_PCT)), min_size=2), st.sampled_from(YEARS))
def test_disjoint_cuts_add_up_to_what_they_cover(context, sectors, year):
    parts = [sum_cut(context.dataset, Cut("CN-GD", s), year) for s in sectors]
    share = sum(SECTOR_PCT[s] for s in sectors) / 100
    assert sum(parts) == pytest.approx(sum_cut(context.dataset, Cut("CN-GD"), year) * share)


@given(st.sampled_from(PROVINCES[:2]), st.sampled_from(YEARS))
def test_shares_of_all_sectors_sum_to_one(context, region, year):
    figures = Figures(context.dataset)
    cuts = [Cut(region, t.id) for t in SECTORS if not t.members]
    assert sum(figures.share(c, year).value for c in cuts) == pytest.approx(100)


@given(st.floats(0.01, 1e4), st.floats(0.01, 1e4), st.integers(1997, 2018), st.integers(1, 30))
def test_growth_leads_from_first_to_last(context, first, last, year, apart):
    figures = Figures(context.dataset)
    one, two = (
        make_claim("co2_mt", v, unit="Mt", kind="official", dataset="t", source="s", year=y)
        for v, y in ((first, year), (last, year + apart))
    )
    growth, rate = figures.growth(one, two), figures.rate(one, two)
    assert first * (1 + growth.value / 100) == pytest.approx(last)
    assert first * (1 + rate.value / 100) ** apart == pytest.approx(last, rel=1e-6)
    assert one.value + figures.difference(one, two).value == pytest.approx(last)

"""Rankings with their running shares, and comparisons with their differences and ratios."""

import pytest

from data.errors import InputError
from data.vocabulary import INVENTORY_SECTORS
from tests.small_inventory import assert_figures_are_claims
from tests.tiny import SECTOR_PCT, tiny_dataset
from tools.registry import Context, get_tool


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return Context(tiny_dataset(tmp_path_factory.mktemp("data") / "tiny"), 2026)


def run(context, tool, **arguments):
    return get_tool(tool).run(context, arguments)


def table(result, table_id):
    return next(t for t in result.tables if t.id == table_id)


def said(result):
    return " ".join(f.text.zh for f in result.findings)


def notes(result, level="missing"):
    return " ".join(n.text.zh for n in result.notes if n.level == level)


def claims(result, metric, **params):
    return [
        c.value
        for c in result.claims
        if c.metric == metric and params.items() <= {**c.params, **c.entity}.items()
    ]


def test_provinces_are_ranked_with_running_shares_of_their_own_sum(context):
    result = run(context, "rank", years=[2019])
    rows = table(result, "ranking").rows
    assert [r[1].zh for r in rows] == ["江苏", "广东", "宁夏"]
    assert [r[3] for r in rows] == pytest.approx([44, 40, 16])
    assert [r[4] for r in rows] == pytest.approx([44, 84, 100])
    assert_figures_are_claims(result)


def test_the_sum_of_provinces_stands_beside_the_nation_never_for_it(context):
    result = run(context, "rank", years=[2019])
    assert "各省之和不是全国总量" in said(result)
    assert claims(result, "growth_pct", against="region=CN") == [pytest.approx(100 * 200 / 1300)]


def test_provinces_without_a_figure_are_named_not_ranked_last(context):
    result = run(context, "rank", years=[2012])
    assert table(result, "ranking").rows[-1][0] is None
    assert "宁夏" in notes(result)
    assert "西藏" in notes(result)


def test_a_named_province_has_its_place_among_all(context):
    result = run(context, "rank", regions=["宁夏"], years=[2019])
    assert claims(result, "rank", region="CN-NX") == [3]
    assert "由高到低排第" in said(result)


def test_a_named_sector_has_its_place_in_its_province(context):
    result = run(context, "rank", what="sectors", regions=["广东"], sectors=["交通运输"])
    assert claims(result, "rank", sector="transport") == [3]
    assert len(table(result, "ranking").rows) == len(INVENTORY_SECTORS)


def test_the_first_together_have_a_share(context):
    result = run(context, "rank", what="sectors", regions=["广东"], years=[2019], top=2)
    together = SECTOR_PCT["power"] + SECTOR_PCT["ferrous_smelting"]
    assert claims(result, "cumulative_share_pct") == [pytest.approx(together)]
    assert_figures_are_claims(result)


def test_provinces_are_ranked_by_growth(context):
    result = run(context, "rank", measure="growth", year_from=2010, year_to=2019, top=1)
    assert "广东" in said(result)
    assert table(result, "change").rows[0][3] == pytest.approx(20)


def test_ranking_sectors_of_nowhere_needs_a_national_inventory(tmp_path):
    context = Context(tiny_dataset(tmp_path / "p", national=False), 2026)
    with pytest.raises(InputError, match="name the province"):
        run(context, "rank", what="sectors")


def test_two_provinces_side_by_side(context):
    result = run(context, "compare", regions=["广东", "江苏"], years=[2019])
    rows = table(result, "side_by_side").rows
    assert [r[1] for r in rows] == pytest.approx([600, 660])
    first = table(result, "pair").rows[0]
    assert first[1:] == pytest.approx([600, 660, 60, 1.1])
    assert "1.1" not in said(result)
    assert {c.metric for c in result.claims} >= {"co2_per_capita_t", "co2_per_gdp_t_per_cny_1e4"}
    assert_figures_are_claims(result)


def test_one_province_in_two_years(context):
    result = run(context, "compare", regions=["广东"], years=[2010, 2019])
    row = table(result, "pair").rows[0]
    assert row[1:] == pytest.approx([500, 600, 100, 1.2, 20])
    assert [c.label.zh for c in table(result, "pair").columns][1:3] == ["2010", "2019"]
    assert result.charts[0].type == "trend"


def test_sectors_of_a_province_compare_by_share_not_by_population(context):
    result = run(context, "compare", regions=["广东"], sectors=["电力", "钢铁"], years=[2019])
    assert claims(result, "ratio", sector="power") == pytest.approx([2, 2])
    assert not claims(result, "co2_per_capita_t")


def test_the_largest_is_a_multiple_of_the_smallest(context):
    result = run(context, "compare", regions=["广东", "江苏", "宁夏"], years=[2019])
    assert claims(result, "ratio", region="CN-JS") == [pytest.approx(660 / 240)]


def test_a_gap_on_one_side_gives_no_difference(context):
    result = run(context, "compare", regions=["广东", "宁夏"], years=[2012])
    assert not claims(result, "ratio")
    assert "没有差值和比值" in notes(result)


def test_nothing_to_compare_with_is_refused_with_the_years(context):
    with pytest.raises(InputError, match="A comparison takes two") as caught:
        run(context, "compare", regions=["广东"], years=[2019])
    assert "2010" in caught.value.text.en

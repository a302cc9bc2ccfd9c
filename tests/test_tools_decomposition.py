"""Decomposition: effects sum to the change, zeros are limits, every gap is named."""

import math
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.own_series import OwnRow, OwnSeries
from data.result import Result, Source
from data.series import gdp_index, population
from data.series_book import SeriesBook
from data.text import same
from tests.tiny import FUEL_PCT, SECTOR_PCT, tiny_dataset, write_tiny
from tools.inventory.lmdi import calc_effects, calc_log_mean, chain_effects
from tools.registry import Context, get_tool
from viz.option import option

positive = st.floats(1e-3, 1e6)
factors = st.integers(1, 5).flatmap(
    lambda k: st.tuples(*[st.lists(positive | st.just(0.0), min_size=k, max_size=k)] * 2)
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return tiny_dataset(tmp_path_factory.mktemp("data") / "tiny")


@pytest.fixture
def context(dataset):
    return Context(dataset, 2026)


def decompose(context, **arguments):
    return get_tool("decompose_change").run(context, arguments)


def column(result, table_id, column_id):
    table = next(t for t in result.tables if t.id == table_id)
    place = [c.id for c in table.columns].index(column_id)
    return [row[place] for row in table.rows]


def notes(result, level):
    return " ".join(n.text.zh for n in result.notes if n.level == level)


def test_log_mean_lies_between_the_geometric_and_the_arithmetic_mean():
    assert calc_log_mean(10, 5) == pytest.approx(5 / math.log(2), rel=1e-12)
    assert math.sqrt(50) < calc_log_mean(10, 5) < 7.5
    assert calc_log_mean(7, 7) == 7
    assert calc_log_mean(7, 7 * (1 + 1e-13)) == pytest.approx(7, rel=1e-12)


@pytest.mark.parametrize("pair", [(-1.0, 2.0), (math.nan, 1.0), (1.0, math.inf)])
def test_log_mean_refuses_what_is_no_amount(pair):
    with pytest.raises(ValueError, match="logarithmic mean"):
        calc_log_mean(*pair)


def test_two_factors_by_hand():
    mean = (24 - 6) / math.log(4)
    assert calc_effects([2, 3], [4, 6]) == pytest.approx([mean * math.log(2)] * 2, rel=1e-12)


@given(factors)
def test_effects_sum_to_the_change(pair):
    first, last = pair
    change = math.prod(last) - math.prod(first)
    scale = max(math.prod(last), math.prod(first))
    assert calc_effects(first, last).sum() == pytest.approx(change, rel=1e-9, abs=1e-9 * scale)


@given(factors)
def test_effects_turn_their_sign_with_time(pair):
    forth, back = calc_effects(*pair), calc_effects(*pair[::-1])
    scale = max(math.prod(pair[0]), math.prod(pair[1]))
    assert forth == pytest.approx(-back, rel=1e-9, abs=1e-9 * scale)


@given(st.lists(positive, min_size=3, max_size=3), st.floats(1.001, 50))
def test_an_effect_has_the_sign_of_its_factors_move(first, ratio):
    effects = calc_effects(first, [first[0] * ratio, first[1] / ratio, first[2]])
    assert effects[0] > 0 > effects[1]
    assert effects[2] == 0


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ([0, 5, 3], [2, 7, 3], [42, 0, 0]),
        ([2, 7, 3], [0, 5, 3], [-42, 0, 0]),
        ([0, 5, 0], [2, 5, 3], [15, 0, 15]),
        ([0, 5, 3], [2, 0, 3], [0, 0, 0]),
        ([0, 5, 3], [0, 7, 4], [0, 0, 0]),
    ],
)
def test_zeros_take_the_limit(first, last, expected):
    assert calc_effects(first, last).tolist() == expected


def test_zero_is_what_ever_smaller_values_approach():
    exact = calc_effects([0.0, 5.0, 3.0], [2.0, 7.0, 3.0])
    distance = [abs(calc_effects([10.0**-n, 5.0, 3.0], [2.0, 7.0, 3.0]) - exact).max()
                for n in (10, 50, 150, 300)]  # fmt: skip
    assert all(a > b for a, b in pairwise(distance))
    assert distance[-1] < 0.03


@pytest.mark.parametrize(
    ("first", "last"), [([1.0], [1.0, 2.0]), ([], []), ([-1.0], [1.0]), ([math.nan], [1.0])]
)
def test_effects_refuse_what_is_no_factor(first, last):
    with pytest.raises(ValueError, match="factors"):
        calc_effects(first, last)


@given(st.lists(st.lists(positive, min_size=3, max_size=3), min_size=2, max_size=6))
def test_a_chain_sums_to_the_whole_change(rows):
    table = np.array(rows)
    products = table.prod(axis=1)
    change = products[-1] - products[0]
    assert chain_effects(table).sum() == pytest.approx(change, rel=1e-9, abs=1e-9 * products.max())


def test_a_chain_needs_two_years():
    with pytest.raises(ValueError, match="two years"):
        chain_effects(np.ones((1, 3)))


def test_kaya_effects_by_a_second_implementation(context):
    result = decompose(context, region="广东", year_from=2010, year_to=2019)
    people = [population().values["CN-GD", y] for y in (2010, 2019)]
    gdp = [gdp_index().values["CN-GD", y] for y in (2010, 2019)]
    mean = 100 / math.log(600 / 500)
    grown = math.log(people[1] / people[0])
    richer = math.log(gdp[1] / people[1]) - math.log(gdp[0] / people[0])
    cleaner = math.log(600 / gdp[1]) - math.log(500 / gdp[0])
    expected = [mean * grown, mean * richer, mean * cleaner]
    assert column(result, "effects", "effect_mt") == pytest.approx([*expected, 100], rel=1e-9)
    assert column(result, "effects", "contribution_pct_point")[-1] == pytest.approx(20)
    assert column(result, "effects", "factor_change_pct")[1] == pytest.approx(
        100 * math.expm1(richer)
    )


def test_intervals_sum_to_the_same_change(context):
    result = decompose(context, region="江苏")
    rows = next(t for t in result.tables if t.id == "intervals").rows
    assert [r[0].en for r in rows[:-1]] == [
        "2010–2012", "2012–2015", "2015–2017", "2017–2018", "2018–2019"]  # fmt: skip
    for row in rows:
        assert sum(row[1:4]) == pytest.approx(row[4], abs=1e-9)
    assert [sum(r[i] for r in rows[:-1]) for i in range(1, 5)] == pytest.approx(rows[-1][1:])
    assert "2011、2013、2014、2016年" in notes(result, "missing")


def test_two_neighbouring_years_have_no_intervals(context):
    result = decompose(context, region="广东", year_from=2017, year_to=2018)
    assert [t.id for t in result.tables] == ["effects", "levels"]
    assert [c.id for c in result.charts] == ["effects"]
    assert not notes(result, "missing")


def test_a_flagged_year_is_a_gap(context):
    result = decompose(context, region="宁夏")
    assert column(result, "levels", "year") == [2015, 2017, 2018, 2019]
    with pytest.raises(InputError, match="2012"):
        decompose(context, region="宁夏", year_from=2012)


def test_words_follow_the_signs(context):
    rising = decompose(context, region="广东", year_from=2010, year_to=2019).findings[1].text
    assert re.search(r"人口增长\[\[c:\w+\]\]，推动排放增加\[\[", rising.zh)
    assert re.search(r"单位GDP排放（不变价）下降\[\[c:\w+\]\]，抵消\[\[", rising.zh)
    falling = decompose(context, region="广东", year_from=2018, year_to=2019).findings
    assert "降至" in falling[0].text.zh
    assert "fell by" in falling[1].text.en


def test_every_figure_in_words_is_a_positive_claim(context):
    result = decompose(context, region="广东", year_from=2010, year_to=2019)
    for finding in result.findings[:3]:
        for lang in ("zh", "en"):
            marks = re.findall(r"\[\[c:(\w+)\]\]", finding.text.get(lang))
            assert marks
            assert all(result.claim(m).value > 0 for m in marks)
    assert all(result.claim(p) for c in result.claims for p in c.parents)


def test_it_says_that_energy_is_not_held(context):
    result = decompose(context, region="广东")
    assert "能源消费总量" in notes(result, "info")
    assert "不变价" in notes(result, "info")
    assert any("real growth as first published" in s.citation for s in result.sources)


def test_contributions_are_exact(context):
    result = decompose(context, region="广东", year_from=2010, year_to=2019, by="sector")
    changes = column(result, "sector", "co2_change_mt")
    assert sorted(changes[:-1]) == pytest.approx(sorted(map(float, SECTOR_PCT.values())))
    assert sum(changes[:-1]) == pytest.approx(changes[-1])
    assert changes[-1] == pytest.approx(100)
    fuels = column(result, "fuel", "co2_change_mt")
    assert len(fuels) == len(FUEL_PCT) + 2
    assert sum(fuels[:-1]) == pytest.approx(100)
    points = column(result, "fuel", "contribution_pct_point")
    assert sum(points[:-1]) == pytest.approx(20)


def test_a_fall_is_told_from_the_falling_side(context):
    result = decompose(context, region="广东", year_from=2018, year_to=2019, by="sector")
    assert result.findings[1].text.zh.startswith("按行业看，减少最多的是：电力热力")
    assert "推动" not in result.findings[1].text.zh


def test_by_sector_needs_no_population(context):
    result = decompose(context, region="CN", year_from=2010, by="sector")
    assert column(result, "sector", "co2_change_mt")[-1] == pytest.approx(300)
    assert not notes(result, "missing")
    assert not any("驱动因素" in f.zh for f in result.followups)


def test_the_nation_before_its_population_is_held(context):
    with pytest.raises(InputError, match="population of China only from 2015") as caught:
        decompose(context, region="CN", year_from=2010)
    assert caught.value.suggestions == ("2015",)
    default = decompose(context, region="CN")
    assert column(default, "levels", "year")[0] == 2015
    assert "从2015年起" in notes(default, "caution")


def test_years_in_reverse_are_put_in_order_and_said(context):
    result = decompose(context, region="广东", year_from=2019, year_to=2010)
    assert result.tables[0] == decompose(context, region="广东", year_from=2010).tables[0]
    assert "先后颠倒" in notes(result, "info")


def test_one_year_twice_is_refused(context):
    with pytest.raises(InputError, match="both 2019"):
        decompose(context, region="广东", year_from=2019, year_to=2019)
    with pytest.raises(InputError, match="both 2019"):
        decompose(context, region="广东", year_from=2019)


def test_a_year_that_is_not_held_names_those_that_are(context):
    with pytest.raises(InputError, match=r"2010, 2012, 2015, 2017–2019") as caught:
        decompose(context, region="广东", year_from=2011)
    assert caught.value.suggestions == ("2010",)


def test_tibet_has_no_inventory(context):
    with pytest.raises(DataMissingError, match="Tibet"):
        decompose(context, region="西藏")


def test_so_many_years_up_to_the_latest(context):
    result = decompose(context, region="广东", last_years=5)
    assert column(result, "levels", "year") == [2015, 2017, 2018, 2019]


def test_emissions_that_come_up_from_zero(tmp_path):
    folder = write_tiny(tmp_path / "zero")
    array = np.load(folder / "inventory_provincial.npy")
    array[0, 0] = 0
    np.save(folder / "inventory_provincial.npy", array)
    context = Context(Dataset(folder), 2026)
    result = decompose(context, region="广东", year_from=2010, year_to=2012)
    assert column(result, "effects", "effect_mt") == pytest.approx([0, 0, 520, 520])
    assert column(result, "effects", "factor_change_pct")[2:] == [None, None]
    assert "单位GDP排放（不变价）上升，推动排放增加" in result.findings[1].text.zh


def test_demonstration_figures_say_so(tmp_path):
    dataset = tiny_dataset(tmp_path / "demo", kind="demonstration")
    result = decompose(Context(dataset, 2026), region="广东")
    assert "演示数据" in notes(result, "caution")
    assert {t.kind for t in result.tables} == {"demonstration"}


@pytest.mark.parametrize("by", ["kaya", "sector"])
def test_the_result_is_stored_and_drawn(context, by):
    result = decompose(context, region="广东", by=by)
    assert Result.model_validate_json(result.model_dump_json()) == result
    assert all(option(chart, lang) for chart in result.charts for lang in ("zh", "en"))
    assert {c.section for c in result.charts} <= {f.section for f in result.findings}


def with_energy(folder, **tce_1e4):
    """A data set with the reader's own energy consumption of Guangdong, by year (``y2015=…``)."""
    dataset = tiny_dataset(folder)
    rows = [
        OwnRow("energy_total", "CN-GD", "", "", int(y[1:]), v, "tce_1e4", "yearbook")
        for y, v in tce_1e4.items()
    ]
    source = Source(title=same("own"), citation="yearbook", kind="user")
    dataset.__dict__["series"] = SeriesBook(OwnSeries(tuple(rows), "user", source), dataset.id)
    return Context(dataset, 2026)


def test_own_energy_splits_the_intensity_into_two_factors(tmp_path, context):
    plain = decompose(context, region="广东")
    first, last = column(plain, "levels", "year")[0], column(plain, "levels", "year")[-1]
    held = with_energy(tmp_path / "tiny", **{f"y{first}": 20000.0, f"y{last}": 30000.0})
    split = decompose(held, region="广东")
    three, four = (column(r, "effects", "effect_mt") for r in (plain, split))
    assert len(four) == len(three) + 1
    assert four[:2] == pytest.approx(three[:2])
    assert four[2] + four[3] == pytest.approx(three[2])
    assert sum(four[:-1]) == pytest.approx(four[-1])
    co2, _, index, energy = (
        column(split, "levels", c)
        for c in ("co2_mt", "population_1e4", "gdp_index_2005_100", "energy_total")
    )
    weight = calc_log_mean(co2[-1], co2[0])
    assert four[3] == pytest.approx(
        weight * math.log(co2[-1] / energy[-1] / (co2[0] / energy[0])), rel=1e-9
    )
    assert four[2] == pytest.approx(
        weight * math.log(energy[-1] / index[-1] / (energy[0] / index[0])), rel=1e-9
    )
    assert "分四个因素" in notes(split, "info")
    assert "四项效应" in split.findings[1].text.zh
    assert "user" in {s.kind for s in split.sources}


def test_energy_of_one_end_alone_is_no_factor(tmp_path):
    result = decompose(with_energy(tmp_path / "tiny", y2019=30000.0), region="广东")
    assert len(column(result, "effects", "effect_mt")) == 4
    assert "只分三个因素" in notes(result, "info")

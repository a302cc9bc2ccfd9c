"""Questions “what if”: sizes in figures and in words, their sign, and the call they become."""

import pytest

from assistant.builtin.linker import language_of, link
from assistant.builtin.planner import make_plan
from assistant.builtin.quantities import find_percent, find_sign
from assistant.builtin.what_if_slots import carbon_price, change_pct, demand_money
from tools.registry import MODULES

GD = {"region": "CN-GD"}


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("下降30%", 30),
        ("下降 12.5 ％".replace("％", "%"), 12.5),
        ("下降三成", 30),
        ("下降三成半", 35),
        ("减少3成", 30),
        ("百分之二十", 20),
        ("百分之15", 15),
        ("减半", 50),
        ("降低一半", 50),
        ("falls by a third", 100 / 3),
        ("falls by two thirds", 200 / 3),
        ("cut by half", 50),
        ("by 20 per cent", 20),
        ("-8%", -8),
        ("成都的排放", None),
        ("两成员国", None),
        ("第三成", None),
        ("半导体", None),
    ],
)
def test_percentages_are_read_in_figures_and_in_words(text, percent):
    assert find_percent(text)[0] == (None if percent is None else pytest.approx(percent))


@pytest.mark.parametrize(
    ("question", "pct"),
    [
        ("电力强度下降30%，哪些行业的隐含碳会上升", -30),
        ("电力强度提高三成", 30),
        ("20%的用电被节约", -20),
        ("if intensity is reduced by 10%", -10),
        ("if exports grow by 10% and nothing falls", 10),
        ("a rise of 5 percent", 5),
        ("25% less electricity", -25),
        ("变化-8%", -8),
    ],
)
def test_the_nearest_verb_gives_a_change_its_sign(question, pct):
    assert change_pct(link(question)) == pct


def test_a_text_without_the_size_has_no_sign():
    assert find_sign("排放下降", "<percent>") == 0
    assert change_pct(link("广东的排放")) is None


@pytest.mark.parametrize(
    ("question", "price"),
    [
        ("碳价100元/吨", 100),
        ("每吨碳50元的碳税", 50),
        ("碳价涨到80", 80),
        ("一百五十元一吨的碳价", 150),
        ("a carbon price of 60 CNY/t", 60),
        ("a carbon tax of 45.5 yuan per tonne", 45.5),
        ("碳排放是多少", None),
    ],
)
def test_carbon_prices_are_read(question, price):
    assert carbon_price(link(question)) == price


def test_money_has_a_sign_and_billions_become_hundred_millions():
    assert demand_money(link("需求减少300亿元")) == -300
    assert demand_money(link("demand rises by 2.5 billion yuan")) == 25
    assert demand_money(link("需求减少3%")) is None


ASKED = [
    ("如果广东电力排放强度下降30%，哪些行业的隐含碳会下降最多？",
     {**GD, "sector": "power", "intensity_change_pct": -30.0}),
    ("把广东水泥的排放强度降低一半，会减排多少？",
     {**GD, "sector": "nonmetal_minerals", "intensity_change_pct": -50.0}),
    ("If the CO2 intensity of power in Guangdong falls by 30%, whose embodied carbon falls most?",
     {**GD, "sector": "power", "intensity_change_pct": -30.0}),
    ("广东电力和钢铁排放强度都下降20%会怎样",
     {**GD, "sector": "power", "intensity_change_pct": -20.0,
      "more": [{"sector": "ferrous_smelting", "intensity_change_pct": -20.0}]}),
    ("如果全国电力排放强度下降10%，哪些产品隐含碳下降最多",
     {"region": "CN", "sector": "power", "intensity_change_pct": -10.0}),
    ("如果广东钢铁单位产出的电力投入减少20%，排放会减少多少？",
     {**GD, "sector": "ferrous_smelting", "input_sector": "power",
      "coefficient_change_pct": -20.0}),
    ("If steel in Guangdong used 20% less electricity per unit of output, what then?", {**GD, "sector": "ferrous_smelting", "input_sector": "power",
                "coefficient_change_pct": -20.0}),
    ("What if the input of power per unit of steel in Guangdong falls by 20 percent?",
     {**GD, "sector": "ferrous_smelting", "input_sector": "power",
      "coefficient_change_pct": -20.0}),
    ("如果广东对汽车的最终需求增加10%，哪里的排放会增加？",
     {**GD, "product": "transport_equipment", "demand_change_pct": 10.0}),
    ("What if exports of electronics from Guangdong fall by 10%?",
     {**GD, "product": "electronics", "demand_change_pct": -10.0, "category": "exports"}),
    ("如果广东居民消费减少5%，会减排多少",
     {**GD, "demand_change_pct": -5.0, "category": "households"}),
    ("Suppose demand for construction in Guangdong falls by 50 billion yuan: what happens?",
     {**GD, "product": "construction", "demand_change_cny_1e8": -500.0}),
    ("如果广东造纸20%的煤改烧天然气，排放会减少多少？",
     {**GD, "sector": "paper", "fuel": "coal", "replace_by": "natural_gas", "share_pct": 20.0}),
    ("If 20% of the coal in power in Guangdong is replaced by natural gas, what happens?",
     {**GD, "sector": "power", "fuel": "coal", "replace_by": "natural_gas", "share_pct": 20.0}),
    ("如果广东电力30%的煤炭由可再生能源替代，哪些行业隐含碳下降最多？",
     {**GD, "sector": "power", "fuel": "coal", "replace_by": "none", "share_pct": 30.0}),
    ("如果广东造纸20%的燃煤改用外购电，排放会减少吗？",
     {**GD, "sector": "paper", "fuel": "coal", "replace_by": "electricity", "share_pct": 20.0}),
    ("What if the paper industry in Guangdong electrified 20% of its coal use?",
     {**GD, "sector": "paper", "fuel": "coal", "replace_by": "electricity", "share_pct": 20.0}),
    ("如果碳价为100元/吨，广东哪些产品涨价最多？", {**GD, "carbon_price_cny_per_t": 100.0}),
    ("With a carbon price of 100 yuan per tonne, which products of Guangdong become dearer?",
     {**GD, "carbon_price_cny_per_t": 100.0}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "arguments"), ASKED)
def test_a_question_becomes_the_call_that_answers_it(question, arguments):
    plan = make_plan(question, language_of(question), list(MODULES))
    assert plan.calls[:1] == [("what_if", arguments)]

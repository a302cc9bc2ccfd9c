"""Questions on structural change, and the two meanings of SDA."""

import pytest

from assistant.builtin.linker import language_of
from assistant.builtin.planner import make_plan
from tools.registry import MODULES

GD = {"region": "CN-GD"}
SPAN = {"year_from": 2012, "year_to": 2017}
ASKED = [
    ("2012到2017年广东隐含碳变化的原因", {**GD, **SPAN}),
    ("结构分解分析：浙江2012—2017年排放变化", {"region": "CN-ZJ", **SPAN}),
    ("What drove the change of Guangdong's footprint between 2012 and 2017? structural decomposition",
     {**GD, **SPAN}),
    ("江苏隐含碳为什么增加了", {"region": "CN-JS"}),
    ("广东2012到2017年SDA", {**GD, **SPAN}),
    ("Do an SDA of Hebei's carbon footprint", {"region": "CN-HE"}),
    ("2012到2017年广东各部门直接排放变化的结构分解", {**GD, **SPAN, "of": "direct"}),
    ("各省合计2012到2017年排放变化的结构分解", {"region": "CN", **SPAN, "of": "all"}),
    ("按不变价对广东2012到2017年隐含碳变化做结构分解", {**GD, **SPAN, "constant_prices": True}),
    ("人口和人均最终需求对广东隐含碳变化的结构分解",
     {**GD, "factors": "intensity_structure_per_person_population"}),
]  # fmt: skip
LMDI = [
    "广东2012到2017年排放变化的驱动因素",
    "广东碳排放变化的原因",
    "为什么广东排放增加了",
    "What drove Guangdong's emissions between 2012 and 2017?",
    "LMDI分解广东的排放",
]
OPEN = ["广东SDA分析", "Guangdong SDA analysis", "SDA", "广东电力SDA", "请做SDA"]
SETTLED = [
    ("河北水泥行业SDA目标", "sector_pathway"),
    ("SDA是什么", "manual"),
    ("What is SDA?", "manual"),
    ("SDA pathway for power in Inner Mongolia until 2060", "sector_pathway"),
]


def plan(question, previous=None):
    return make_plan(question, language_of(question), frozenset(MODULES), previous, 2026)


@pytest.mark.parametrize(("question", "arguments"), ASKED, ids=lambda v: str(v)[:30])
def test_a_question_on_structural_change_becomes_its_call(question, arguments):
    assert plan(question).calls == [("structural_change", arguments)]


@pytest.mark.parametrize("question", LMDI)
def test_drivers_of_the_inventory_stay_with_lmdi(question):
    assert plan(question).kind == "decomposition"


@pytest.mark.parametrize("question", OPEN)
def test_an_open_sda_is_asked_back_with_a_question_for_each_meaning(question):
    asked = plan(question)
    assert asked.calls == []
    assert "Structural" in asked.text or "structural" in asked.text
    assert "Sectoral Decarbonization Approach" in asked.text
    assert [plan(c).kind for c in asked.choices] == ["sector_pathway", "structural_change"]


@pytest.mark.parametrize(("question", "kind"), SETTLED)
def test_an_sda_that_is_settled_is_not_asked_back(question, kind):
    assert plan(question).kind == kind


def test_the_choices_keep_to_what_was_asked_about():
    asked = plan("山东SDA")
    assert all("山东" in choice for choice in asked.choices)

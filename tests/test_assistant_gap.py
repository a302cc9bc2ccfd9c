"""Questions on distances to a pathway, on who meets a target, and on one industry by province."""

import pytest

from assistant.builtin.planner import make_plan
from tools.registry import MODULES


def plan(question, lang=None):
    held = lang or ("zh" if any("一" <= c <= "鿿" for c in question) else "en")
    return make_plan(question, held, MODULES, this_year=2026)


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        ("哪些省份离达峰路径最远？", {"target": "peak"}),
        ("Which provinces are furthest from their peaking pathway?", {"target": "peak"}),
        ("全国哪些省份离达峰路径最远？", {"target": "peak"}),
        ("广东哪个行业离路径最远？",
         {"target": "pathway", "what": "sectors", "regions": ["CN-GD"]}),
        ("Which industry of Guangdong is furthest from its pathway?",
         {"target": "pathway", "what": "sectors", "regions": ["CN-GD"]}),
        ("全国哪些行业离SDA路径最远", {"target": "pathway", "what": "sectors", "regions": ["CN"]}),
        ("广东离2030达峰还差多少？", {"target": "peak", "regions": ["CN-GD"], "year": 2030}),
        ("How far is Shandong from its pathway?", {"target": "pathway", "regions": ["CN-SD"]}),
        ("How far is Shandong from its pathway to 2060?",
         {"target": "pathway", "regions": ["CN-SD"], "target_year": 2060}),
        ("哪些省份的钢铁离路径最远？", {"target": "pathway", "sector": "ferrous_smelting"}),
        ("离达峰路径最远的5个省份", {"target": "peak", "top": 5}),
        ("按吨数，哪些省份离达峰路径最远？", {"target": "peak", "by": "mt"}),
        ("京津冀离达峰路径还差多少？", {"target": "peak", "regions": ["CN-BJ", "CN-TJ", "CN-HE"]}),
        ("哪些省份能完成2030年碳强度目标", {"target": "policy", "year": 2030}),
        ("Which provinces can meet the 2030 carbon intensity target?",
         {"target": "policy", "year": 2030}),
    ],
)  # fmt: skip
def test_a_question_on_distances_becomes_its_call(question, arguments):
    assert plan(question).calls == [("gap_to_target", arguments)]


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        ("全国钢铁行业分省碳中和路线图", {"sector": "ferrous_smelting"}),
        ("Which provinces must cut steel emissions most by 2040?",
         {"sector": "ferrous_smelting", "milestones": [2040]}),
        ("水泥行业各省2030年目标", {"sector": "nonmetal_minerals", "milestones": [2030]}),
        ("全国电力行业2060年分省路线图", {"sector": "power", "target_year": 2060}),
        ("长三角各省钢铁到2035年分别要减多少？",
         {"sector": "ferrous_smelting", "milestones": [2035],
          "regions": ["CN-SH", "CN-JS", "CN-ZJ", "CN-AH"]}),
    ],
)  # fmt: skip
def test_a_question_on_an_industry_by_province_becomes_its_call(question, arguments):
    assert plan(question).calls == [("industry_roadmap", arguments)]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("山东钢铁行业到2030、2040、2060年要减多少？", "sector_pathway"),
        ("广东在2060年达成碳中和时间表及产业投入产出路线图应为何？", "roadmap"),
        ("广东离十四五碳强度目标还差多少？", "policy_targets"),
        ("2019年哪些省份排放最多？", "rank_regions"),
        ("哪些省份的钢铁排放最多？", "rank_regions"),
    ],
)
def test_the_neighbours_keep_their_questions(question, kind):
    assert plan(question).kind == kind


def test_a_follow_up_names_another_province():
    first = plan("广东离2030达峰还差多少？")
    previous = {"kind": first.kind, "slots": first.slots}
    second = make_plan("那山东呢？", "zh", MODULES, previous, this_year=2026)
    assert second.calls == [
        ("gap_to_target", {"target": "peak", "regions": ["CN-SD"], "year": 2030})
    ]

"""Questions on pathways as planners put them: the call they become, or what is said instead."""

import pytest

from assistant.builtin.linker import language_of, link
from assistant.builtin.planner import make_plan
from assistant.builtin.spelling import mend
from tools.registry import MODULES, get_tool

SDA, ROADMAP, COMPARE, GAP = "sda_pathway", "net_zero_roadmap", "compare_scenarios", "gap_to_target"
BENCHMARK, INDUSTRY, TABLE = "sector_benchmark", "industry_roadmap", "query_table"
STEEL, CEMENT = "ferrous_smelting", "nonmetal_minerals"


def plan(question, previous=None):
    return make_plan(question, language_of(question), MODULES, previous, 2026)


@pytest.mark.parametrize(
    ("question", "tool", "arguments"),
    [
        ("江苏十五五期间每年得减几个点", ROADMAP, {"region": "CN-JS"}),
        ("广东到2120年的路线图", ROADMAP, {"region": "CN-GD", "target_year": 2120}),
        ("Roadmap for Guangdong to 2120", ROADMAP, {"region": "CN-GD", "target_year": 2120}),
        ("按超快情景，广东的路线图怎么样", ROADMAP, {"region": "CN-GD", "scenario": "超快"}),
        (
            "roadmap of Guangdong in the turbo scenario",
            ROADMAP,
            {"region": "CN-GD", "scenario": "turbo"},
        ),
        ("guangdong carbon nuetrality raodmap", ROADMAP, {"region": "CN-GD"}),
        (
            "河北的钢厂到2035年排放强度要降到多少",
            SDA,
            {"region": "CN-HE", "sector": STEEL, "milestone_years": [2035]},
        ),
        (
            "If steel output in Shandong falls 2% a year, what is the cut by 2050?",
            SDA,
            {"region": "CN-SD", "sector": STEEL, "target_year": 2050, "growth_pct_per_year": -2.0},
        ),
        (
            "山东和河北的钢铁到2035年各要减多少",
            INDUSTRY,
            {"sector": STEEL, "regions": ["CN-SD", "CN-HE"], "milestones": [2035]},
        ),
        ("分省水泥路线图", INDUSTRY, {"sector": CEMENT}),
        (
            "compare slow and fast growth for Zhejiang",
            COMPARE,
            {"region": "CN-ZJ", "scenarios": ["slow", "fast"]},
        ),
        (
            "1.5 vs 2 degrees for Shandong: residual emissions",
            COMPARE,
            {"region": "CN-SD", "benchmarks": ["1.5C", "2C"]},
        ),
        ("which sectors have an SDA benchmark", BENCHMARK, {}),
        ("cement benchmark values in 2030", BENCHMARK, {"sector": CEMENT, "years": [2030]}),
        ("哪些省份达峰压力最大", GAP, {"target": "peak"}),
        (
            "离达峰路径最远的行业有哪些",
            GAP,
            {"target": "peak", "what": "sectors", "regions": ["CN"]},
        ),
        ("哪些省能完成十四五碳强度目标", GAP, {"target": "policy", "year": 2025}),
        ("抽2000次，浙江路径的结果分布", "ensemble", {"region": "CN-ZJ", "draws": 2000}),
        (
            "广东2024年GDP",
            TABLE,
            {
                "table": "gdp_cny_1e8",
                "filters": [
                    {"field": "region", "op": "in", "value": ["CN-GD"]},
                    {"field": "year", "op": "in", "value": [2024]},
                ],
            },
        ),
    ],
)
def test_a_question_becomes_its_call(question, tool, arguments):
    assert plan(question).calls[0] == (tool, arguments)
    get_tool(tool).params.model_validate(arguments)


def test_two_sectors_of_a_province_are_answered_one_by_one():
    found = plan("内蒙古电力和水泥到2035年各要减多少")
    assert [(tool, call["sector"]) for tool, call in found.calls] == [(SDA, "power"), (SDA, CEMENT)]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("长三角慢增长和快增长情景差多少", "逐省比较"),
        ("Slow versus fast growth for the Yangtze River Delta", "province by"),
        ("如果产量增速低1个百分点，河北钢铁2050年排多少", "产量的年增速"),
        ("output growth one point lower: what does Hebei steel emit in 2050?", "by how many per"),
        ("pathway for the rocket industry in Guangdong", "“rocket”"),
        ("shandong stell cuts by 2030", "Iron and steel"),
        ("山东钢鉄要减多少", "钢铁"),
    ],
)
def test_what_no_tool_takes_is_explained_with_what_works(question, said):
    found = plan(question)
    assert not found.calls
    assert said in found.text
    assert found.choices
    assert all(plan(choice).calls for choice in found.choices)


def test_a_change_of_gdp_growth_stays_one():
    found = plan("GDP增速每年低0.5个百分点，江苏2060年还剩多少排放")
    assert found.calls[0][1]["growth_change_points"] == -0.5


def test_a_question_on_gdp_is_taken_up_for_another_province():
    first = plan("广东2024年GDP")
    then = plan("那江苏呢？", {"kind": first.kind, "slots": first.slots})
    assert then.calls[0][1]["filters"][0]["value"] == ["CN-JS"]


@pytest.mark.parametrize(
    "question", ["广东2019年单位GDP排放", "GDP增速按4%，广东路线图", "人均GDP"]
)
def test_gdp_beside_another_subject_is_no_question_on_gdp(question):
    assert all(tool != TABLE for tool, _ in plan(question).calls)


@pytest.mark.parametrize(
    ("question", "sectors"),
    [
        ("steel industry in Guangdong", [STEEL]),
        ("emissions of Guangdong's industry", ["industry"]),
        ("heavy industry of Hebei", ["industry"]),
        ("the rocket industry in Guangdong", []),
    ],
)
def test_industry_is_the_group_only_where_it_stands_for_itself(question, sectors):
    assert link(question).sectors == sectors


@pytest.mark.parametrize(
    ("question", "years"),
    [("到2120年", [2120]), ("by 3000", [3000]), ("有2200万吨碳汇", []), ("2500 Mt", []),
     ("run 2000 draws", []), ("抽2000次", [])],
)  # fmt: skip
def test_years_are_told_from_amounts(question, years):
    assert link(question).years == years


def test_words_that_are_spelt_right_stay():
    assert mend("roadmap of <region> to carbon neutrality") == (
        "roadmap of <region> to carbon neutrality"
    )

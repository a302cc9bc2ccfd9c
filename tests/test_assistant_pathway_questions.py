"""Questions on pathways as planners put them: the call they become, or what is said instead."""

from pathlib import Path

import pytest

from assistant.builtin.linker import language_of, link
from assistant.builtin.planner import make_plan
from assistant.builtin.spelling import mend
from data.dataset import Dataset
from tools.registry import MODULES, Context, get_tool

DEMONSTRATION = Path(__file__).parent.parent / "data" / "demonstration"
SDA, ROADMAP, COMPARE, GAP = "sda_pathway", "net_zero_roadmap", "compare_scenarios", "gap_to_target"
BENCHMARK, INDUSTRY, TABLE = "sector_benchmark", "industry_roadmap", "query_table"
ENSEMBLE, TRANSFERS = "ensemble", "transfers"
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


@pytest.mark.parametrize(
    ("question", "tool", "arguments"),
    [
        ("水泥行业1.5度基准是多少", BENCHMARK, {"sector": CEMENT, "level": "1.5C"}),
        ("钢铁行业基准是多少", BENCHMARK, {"sector": STEEL}),
        ("Net-zero roadmap of iron and steel across all provinces", INDUSTRY, {"sector": STEEL}),
        (
            "Carbon-neutrality roadmap of the national steel industry by province",
            INDUSTRY,
            {"sector": STEEL},
        ),
        ("Steel roadmap by province", INDUSTRY, {"sector": STEEL}),
        ("Cement net-zero roadmap for every province", INDUSTRY, {"sector": CEMENT}),
        ("上海的消费由哪些省排放？", TRANSFERS, {"region": "CN-SH", "direction": "into"}),
        ("上海的最终需求由谁排放？", TRANSFERS, {"region": "CN-SH", "direction": "into"}),
        ("广东的消费导致哪些省排放", TRANSFERS, {"region": "CN-GD", "direction": "into"}),
        (
            "Which provinces emit the CO2 of Shanghai's consumption?",
            TRANSFERS,
            {"region": "CN-SH", "direction": "into"},
        ),
        (
            "把基准档位也纳入抽样，广东碳中和的概率有多大",
            ENSEMBLE,
            {"region": "CN-GD", "vary_benchmark": True},
        ),
        (
            "How certain is Guangdong's pathway? Draw over benchmark levels too",
            ENSEMBLE,
            {"region": "CN-GD", "vary_benchmark": True},
        ),
        ("按1.5度基准，广东碳中和的概率", ENSEMBLE, {"region": "CN-GD", "benchmark": "1.5C"}),
        (
            "碳汇按50Mt，广东2060年碳中和的概率有多大",
            ENSEMBLE,
            {"region": "CN-GD", "target_year": 2060, "sinks_mt": 50.0},
        ),
        (
            "如果碳汇为5000万吨，江苏2060年实现碳中和的概率",
            ENSEMBLE,
            {"region": "CN-JS", "target_year": 2060, "sinks_mt": 50.0},
        ),
        (
            "碳汇按50Mt，广东2060年能中和吗",
            COMPARE,
            {"region": "CN-GD", "target_year": 2060, "sinks_mt": 50.0},
        ),
    ],
)
def test_whose_question_it_is_and_what_is_drawn(question, tool, arguments):
    assert plan(question).calls == [(tool, arguments)]


@pytest.mark.parametrize(
    ("first", "then", "added"),
    [
        ("广东碳中和的概率有多大", "把基准档位也纳入抽样", {"vary_benchmark": True}),
        (
            "How certain is Guangdong's net-zero pathway?",
            "Draw over benchmark levels too",
            {"vary_benchmark": True},
        ),
        ("广东碳中和的概率有多大", "碳汇按50Mt呢", {"sinks_mt": 50.0}),
        (
            "How certain is Guangdong's net-zero pathway?",
            "With 50 Mt of sinks?",
            {"sinks_mt": 50.0},
        ),
    ],
)
def test_a_follow_up_changes_what_is_drawn(first, then, added):
    before = plan(first)
    found = plan(then, {"kind": before.kind, "slots": before.slots})
    assert found.calls == [(ENSEMBLE, {"region": "CN-GD", **added})]


@pytest.mark.parametrize(
    ("question", "regions", "first"),
    [
        ("西部2019年排放总量", 12, "CN-NM"),
        ("东部的碳中和路线图", 10, "CN-BJ"),
        ("中国中部的排放", 6, "CN-SX"),
        ("其中部分行业的排放", 0, None),
        ("广东部分行业的排放", 1, "CN-GD"),
        ("广东东部的排放", 1, "CN-GD"),
        ("集中部署碳捕集", 0, None),
    ],
)
def test_a_part_of_the_country_is_no_part_of_a_word(question, regions, first):
    found = link(question).regions
    assert len(found) == regions
    assert found[:1] == ([first] if first else [])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "question", ["比较广东各情景", "如果GDP增速每年低1个百分点，广东2060年的剩余排放是多少？"]
)
def test_a_comparison_of_scenarios_offers_something_else(question, lang):
    ((tool, arguments),) = plan(question).calls
    context = Context(dataset=Dataset(DEMONSTRATION), this_year=2026)
    for text in get_tool(tool).run(context, arguments).followups:
        (called, *_) = make_plan(text.get(lang), lang, MODULES, None, 2026).calls
        asked = {k: v for k, v in called[1].items() if k != "target_year"}
        assert (called[0], asked) != (
            tool,
            {k: v for k, v in arguments.items() if k != "target_year"},
        )

"""Questions on scenarios, benchmarks and grid factors: slots and plans, in both languages."""

import pytest

from assistant.builtin.linker import link
from assistant.builtin.planner import make_plan
from assistant.builtin.scenario_slots import compared_levels, growth_change, scenarios
from tools.registry import MODULES, get_tool


@pytest.mark.parametrize(
    ("question", "points"),
    [
        ("如果GDP增速每年低1个百分点", -1),
        ("增速提高0.5个百分点", 0.5),
        ("GDP增速放缓一个百分点", -1),
        ("经济增长加快半个百分点", 0.5),
        ("增速下调2个百分点", -2),
        ("GDP每年少增长1个百分点", -1),
        ("GDP growth 1 percentage point lower every year", -1),
        ("if GDP grows half a point faster", 0.5),
        ("growth is cut by 2 percentage points", -2),
        ("1 point lower growth", -1),
        ("增速按4%", None),
        ("GDP增速降到3%", None),
        ("GDP增速提高到6%", None),
        ("growth of 4 % a year", None),
        ("growth falls to 3 %", None),
        ("排放强度下降30%", None),
        ("比较广东各情景", None),
    ],
)
def test_a_change_of_growth_is_told_from_a_rate(question, points):
    assert growth_change(link(question, 2026)) == points


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("5000万吨碳汇", {"sinks_mt": 50}),
        ("2000万吨碳汇", {"sinks_mt": 20}),
        ("碳汇能力达到0.5亿吨", {"sinks_mt": 50}),
        ("五千万吨的森林碳汇", {"sinks_mt": 50}),
        ("50 Mt of sinks", {"sinks_mt": 50}),
        ("sinks of 30 million tonnes", {"sinks_mt": 30}),
        ("加上1000万吨CCUS", {"ccus_mt": 10}),
        ("0.1 Gt of forest sinks and capture of 5 Mt", {"sinks_mt": 100, "ccus_mt": 5}),
        ("排放了5000万吨", {}),
        ("碳汇是什么", {}),
    ],
)
def test_sinks_and_capture_are_read_with_their_unit(question, held):
    found = link(question, 2026)
    assert found.removals == pytest.approx(held)
    assert found.all_years == []


def test_the_source_of_sinks_is_kept():
    found = link("如果有5000万吨碳汇（来源：省林业规划），广东能在2060年中和吗？", 2026)
    assert found.removal_source == "省林业规划"
    assert found.regions == ["CN-GD"]
    assert found.years == [2060]


@pytest.mark.parametrize(
    ("question", "named", "levels"),
    [
        ("慢增长情景和快增长情景", ["slow", "fast"], []),
        ("slow growth versus fast growth", ["slow", "fast"], []),
        ("快增长2度情景和稳增长情景", ["fast_2c"], []),
        ("1.5度和2度", [], ["1.5C", "2C"]),
        ("Compare 1.5 °C and below 2 °C", [], ["1.5C", "below 2C"]),
        ("各情景", [], []),
    ],
)
def test_what_is_set_side_by_side(question, named, levels):
    slots = link(question, 2026)
    assert scenarios(slots) == named
    assert compared_levels(slots) == levels


@pytest.mark.parametrize(
    ("question", "tool", "arguments"),
    [
        (
            "如果GDP增速每年低1个百分点，广东2060年的剩余排放是多少？",
            "compare_scenarios",
            {"region": "CN-GD", "target_year": 2060, "growth_change_points": -1},
        ),
        (
            "If GDP growth is 1 point lower every year, what are Guangdong's residual emissions in 2060?",
            "compare_scenarios",
            {"region": "CN-GD", "target_year": 2060, "growth_change_points": -1},
        ),
        ("比较广东各情景", "compare_scenarios", {"region": "CN-GD"}),
        (
            "慢增长情景和快增长情景下山东2060年排放差多少？",
            "compare_scenarios",
            {"region": "CN-SD", "target_year": 2060, "scenarios": ["slow", "fast"]},
        ),
        (
            "如果有5000万吨碳汇，广东能在2060年中和吗？",
            "compare_scenarios",
            {"region": "CN-GD", "target_year": 2060, "sinks_mt": 50},
        ),
        (
            "Compare 1.5 °C and 2 °C for Guangdong",
            "compare_scenarios",
            {"region": "CN-GD", "benchmarks": ["1.5C", "2C"]},
        ),
        ("钢铁行业的基准强度是多少？", "sector_benchmark", {"sector": "ferrous_smelting"}),
        (
            "What is the 1.5 °C benchmark for cement?",
            "sector_benchmark",
            {"sector": "nonmetal_minerals", "level": "1.5C"},
        ),
        (
            "水泥2050年的强度基准",
            "sector_benchmark",
            {"sector": "nonmetal_minerals", "years": [2050]},
        ),
        ("Which sectors have a benchmark?", "sector_benchmark", {}),
        ("广东电网排放因子", "grid_factors", {"region": "CN-GD"}),
    ],
)
def test_a_question_becomes_its_call(question, tool, arguments):
    lang = "en" if question.isascii() or "°" in question else "zh"
    plan = make_plan(question, lang, MODULES, None, 2026)
    assert plan.calls[0] == (tool, arguments)
    get_tool(tool).params.model_validate(arguments)


def test_a_comparison_keeps_its_change_in_a_follow_up():
    first = make_plan(
        "如果GDP增速每年低1个百分点，广东2060年的剩余排放是多少？", "zh", MODULES, None, 2026
    )
    before = {"kind": first.kind, "slots": first.slots}
    then = make_plan("那江苏呢？", "zh", MODULES, before, 2026)
    assert then.calls[0][0] == "compare_scenarios"
    assert then.calls[0][1]["region"] == "CN-JS"


ROADMAPS = {
    "zh": "广东在2060年达成碳中和时间表及产业投入产出路线图应为何？",
    "en": "What timetable and input-output roadmap takes Guangdong to carbon neutrality by 2060?",
}
RATE, POINTS = "growth_pct_per_year", "growth_change_points"


@pytest.mark.parametrize(
    ("lang", "turns"),
    [
        ("zh", [("如果GDP增速每年低1个百分点呢？", {POINTS: -1.0}), ("增速按4%呢？", {RATE: 4.0})]),
        ("zh", [("增速按4%呢？", {RATE: 4.0}), ("增速每年低1个百分点呢？", {POINTS: -1.0})]),
        ("zh", [("增速按4%呢？", {RATE: 4.0}), ("每年高0.5个百分点呢？", {POINTS: 0.5})]),
        ("en", [("And if GDP growth is 1 point lower every year?", {POINTS: -1.0}),
                ("And with growth at 4 % a year?", {RATE: 4.0}),
                ("And half a point faster growth?", {POINTS: 0.5})]),
    ],
)  # fmt: skip
def test_a_growth_rate_replaces_a_change_of_growth_and_the_reverse(lang, turns):
    plan = make_plan(ROADMAPS[lang], lang, MODULES, None, 2026)
    for question, wanted in turns:
        before = {"kind": plan.kind, "slots": plan.slots}
        plan = make_plan(question, lang, MODULES, before, 2026)
        tool, arguments = plan.calls[0]
        assert tool == "net_zero_roadmap"
        named = {k: v for k, v in arguments.items() if k in (RATE, POINTS, "scenario")}
        assert named == wanted, question

"""What an answer offers to ask next is understood when it is asked."""

from pathlib import Path

import pytest

from assistant.builtin.planner import make_plan
from data.dataset import Dataset
from tools.registry import MODULES, Context, get_tool

DEMONSTRATION = Path(__file__).parent.parent / "data" / "demonstration"
GUANGDONG = {"region": "CN-GD"}
CALLS = [
    ("coverage", {}),
    ("query_emissions", {"regions": ["CN-GD"], "years": [2019]}),
    ("query_emissions", {"regions": ["CN"], "group_by": "sector"}),
    ("rank", {"top": 5}),
    ("compare", {"regions": ["CN-GD", "CN-JS"]}),
    ("policy_targets", {"region": "CN-SD"}),
    ("draw_trend", {"regions": ["CN-GD"]}),
    ("draw_sankey", GUANGDONG),
    ("draw_network", GUANGDONG),
    ("sda_pathway", {**GUANGDONG, "sector": "power"}),
    ("sda_pathway", {**GUANGDONG, "sector": "nonmetal_minerals", "benchmark": "2C"}),
    ("net_zero_roadmap", GUANGDONG),
    ("search_manual", {"query": "SDA"}),
]


@pytest.mark.parametrize(("tool", "arguments"), CALLS, ids=lambda v: str(v)[:40])
def test_every_followup_plans_to_a_tool_call(tool, arguments):
    context = Context(dataset=Dataset(DEMONSTRATION), this_year=2026)
    result = get_tool(tool).run(context, arguments)
    assert result.followups
    for text in result.followups:
        for lang in ("zh", "en"):
            found = make_plan(text.get(lang), lang, frozenset(MODULES), None, 2026)
            assert found.calls, (text.get(lang), found.choices)


@pytest.mark.parametrize(
    ("question", "tool", "arguments"),
    [
        ("广东哪些产业链环节最值得协同减排？", "key_links", GUANGDONG),
        ("广东电力热力按 below 2C 基准的路径如何？", "sda_pathway",
         {**GUANGDONG, "sector": "power", "benchmark": "below 2C"}),
        ("How have the emissions of Guangdong developed by fuel?", "draw_trend",
         {"regions": ["CN-GD"]}),
        ("数字是怎么核对的？", "search_manual", {"query": "数字是怎么核对的？", "lang": "zh"}),
    ],
)  # fmt: skip
def test_a_followup_asks_what_it_says(question, tool, arguments):
    lang = "zh" if "？" in question else "en"
    assert make_plan(question, lang, frozenset(MODULES), None, 2026).calls[0] == (tool, arguments)


TRANSFERS = {"direction": "into"}
CHANGED = [
    (
        "哪些省份为广东的消费排放？",
        "transfers",
        [
            ("只看煤炭呢", {**TRANSFERS, **GUANGDONG, "fuel": "coal"}),
            ("2015年呢", {**TRANSFERS, **GUANGDONG, "fuel": "coal", "year": 2015}),
            ("那江苏呢", {**TRANSFERS, "region": "CN-JS", "fuel": "coal", "year": 2015}),
        ],
    ),
    (
        "Which provinces emit for Guangdong's consumption?",
        "transfers",
        [
            ("and for coal only?", {**TRANSFERS, **GUANGDONG, "fuel": "coal"}),
            ("and in 2015?", {**TRANSFERS, **GUANGDONG, "fuel": "coal", "year": 2015}),
            ("what about Jiangsu?", {**TRANSFERS, "region": "CN-JS", "fuel": "coal", "year": 2015}),
        ],
    ),
    (
        "广东哪些行业是关键部门？",
        "linkages",
        [
            ("按碳排放算呢", {**GUANGDONG, "measure": "emissions"}),
            ("那江苏呢", {"region": "CN-JS", "measure": "emissions"}),
        ],
    ),
    (
        "Which sectors of Guangdong are key sectors?",
        "linkages",
        [
            ("in emissions terms?", {**GUANGDONG, "measure": "emissions"}),
            ("and in terms of emissions?", {**GUANGDONG, "measure": "emissions"}),
            ("in 2015?", {**GUANGDONG, "measure": "emissions", "year": 2015}),
        ],
    ),
    (
        "广东的消费侧排放是多少？",
        "footprint",
        [
            ("按行业呢", {**GUANGDONG, "by": "sector"}),
            ("按省份呢", {**GUANGDONG, "by": "province"}),
            ("只看煤炭呢", {**GUANGDONG, "by": "fuel"}),
        ],
    ),
    ("画出广东的产业投入产出网络", "draw_network",
     [("按碳排放算呢", {**GUANGDONG, "links": "emissions"})]),
]  # fmt: skip


def follow(questions):
    """Ask one question after the other; return the calls of each turn."""
    lang = "zh" if "广东" in questions[0] else "en"
    previous, made = {}, []
    for question in questions:
        found = make_plan(question, lang, frozenset(MODULES), previous, 2026)
        previous = {"kind": found.kind, "slots": found.slots}
        made.append(found.calls)
    return made


@pytest.mark.parametrize(("first", "tool", "turns"), CHANGED, ids=[c[0][:30] for c in CHANGED])
def test_a_follow_up_to_an_input_output_question_changes_one_slot_of_it(first, tool, turns):
    made = follow([first, *(question for question, _ in turns)])
    assert made[0][0][0] == tool
    assert [calls[0] for calls in made[1:]] == [(tool, wanted) for _, wanted in turns]


@pytest.mark.parametrize(
    ("first", "then", "tool"),
    [
        ("广东哪些行业是关键部门？", "那排放总量是多少呢", "query_emissions"),
        ("广东哪些行业是关键部门？", "煤炭呢", "query_emissions"),
        ("广东哪些行业是关键部门？", "那江苏人均排放呢", "query_emissions"),
        ("哪些省份为广东的消费排放？", "广东2019年煤炭排放是多少？", "query_emissions"),
    ],
)
def test_a_new_question_after_an_input_output_question_is_a_new_one(first, then, tool):
    assert follow([first, then])[1][0][0] == tool


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("transfers", {**TRANSFERS, **GUANGDONG, "fuel": "coal"}),
        ("linkages", {**GUANGDONG, "measure": "emissions"}),
        ("footprint", {**GUANGDONG, "by": "fuel"}),
    ],
)
def test_what_a_follow_up_asks_for_is_answered(tool, arguments):
    context = Context(dataset=Dataset(DEMONSTRATION), this_year=2026)
    assert get_tool(tool).run(context, arguments).findings

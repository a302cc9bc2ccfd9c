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

"""Questions about why emissions changed, as people ask them, and what they become."""

import pytest

from assistant.builtin.composer import compose
from assistant.builtin.linker import language_of
from assistant.builtin.planner import make_plan
from tests.tiny import tiny_dataset
from tools.registry import MODULES, Context, get_tool

GD, JS = {"region": "CN-GD"}, {"region": "CN-JS"}
ASKED = [
    ("广东2010到2019年排放增长的驱动因素是什么", {**GD, "year_from": 2010, "year_to": 2019}),
    ("what drove the change of emissions in Jiangsu since 2012", {**JS, "year_from": 2012}),
    ("为什么广东排放增加了", GD),
    ("为什么江苏2019年的碳排放比2010年多", {**JS, "year_from": 2010, "year_to": 2019}),
    ("广东近五年碳排放为什么增长", {**GD, "last_years": 5}),
    ("why are emissions rising in Guangdong", GD),
    ("是人口还是经济推动了广东的排放", GD),
    ("Kaya分解", {"region": "CN"}),
]
OTHERS = [
    ("广东排放增长了多少", "emissions_growth"),
    ("广东碳强度是多少", "per_gdp"),
    ("广东各行业对排放的贡献", "emissions_by_sector"),
    ("为什么西藏没有数据", "manual"),
]


def plan(question):
    return make_plan(question, language_of(question), frozenset(MODULES), None, 2026)


@pytest.mark.parametrize(("question", "arguments"), ASKED, ids=lambda v: str(v)[:30])
def test_why_becomes_both_decompositions(question, arguments):
    assert plan(question).calls == [
        ("decompose_change", arguments),
        ("decompose_change", {**arguments, "by": "sector"}),
    ]


@pytest.mark.parametrize(("question", "kind"), OTHERS)
def test_what_is_near_but_asks_for_something_else(question, kind):
    assert plan(question).kind == kind


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_answer_says_everything_once_and_leads_on(tmp_path, lang):
    context = Context(tiny_dataset(tmp_path / "tiny"), 2026)
    results = [get_tool(t).run(context, a) for t, a in plan("为什么广东排放增加了").calls]
    text = compose(results, lang, "decomposition")
    told = [f.text.get(lang) for r in results for f in r.findings]
    assert [text.count(sentence) for sentence in told] == [1] * len(told)
    assert all(plan(f.get(lang)).calls for r in results for f in r.followups)

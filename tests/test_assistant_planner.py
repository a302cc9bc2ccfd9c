import pytest

from assistant.builtin.kinds import all_kinds, calls, missing
from assistant.builtin.linker import language_of
from assistant.builtin.planner import LONGEST_QUESTION, make_plan, starters
from data.knowledge.questions import QuestionStore
from tools.registry import MODULES

TOOLS = frozenset(MODULES)


def plan(question, previous=None):
    return make_plan(question, language_of(question), TOOLS, previous)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("2019年广东碳排放总量是多少？", "emissions_total"),
        ("Which three sectors emitted most in Hebei in 2017?", "emissions_by_sector"),
        ("比较广东和江苏2010到2019年的排放", "emissions_compare"),
        ("广东在2060年达成碳中和时间表及产业投入产出路线图应为何？", "roadmap"),
        ("广东要减多少？", "roadmap"),
        ("广东碳达峰了吗", "roadmap"),
        ("山东钢铁行业到2030、2040、2060年要减多少？", "sector_pathway"),
        ("粤2019年的煤炭排放占比", "emissions_share"),
        ("哪些省份排放最多", "rank_regions"),
        ("各省人均排放排名", "rank_regions"),
        ("广东的钢铁排放趋势", "emissions_trend"),
        ("画出广东能源流向图", "flow_sankey"),
        ("什么是SDA", "manual"),
        ("写一首诗", "off_topic"),
        ("你好", "greeting"),
    ],
)
def test_the_kind_of_a_question(question, kind):
    assert plan(question).kind == kind


def test_slots_fill_the_arguments():
    found = plan("Which three sectors emitted most in Hebei in 2017?")
    assert found.calls == [
        ("rank", {"what": "sectors", "regions": ["CN-HE"], "years": [2017], "top": 3})
    ]


def test_a_measure_reaches_the_ranking():
    assert plan("各省人均排放排名").calls[0][1]["measure"] == "per_capita"


def test_an_elliptical_question_takes_up_the_one_before():
    before = plan("2019年广东碳排放总量是多少？")
    found = plan("那江苏呢？", {"kind": before.kind, "slots": before.slots})
    assert found.calls == [("query_emissions", {"regions": ["CN-JS"], "years": [2019]})]


def test_a_misspelt_province_is_asked_back():
    found = plan("广冬2019年排放多少")
    assert not found.calls
    assert "广冬" in found.text
    assert found.choices[0] == "广东2019年排放多少"


@pytest.mark.parametrize(
    ("question", "reply"),
    [("", "empty"), ("  ？？ ", "empty"), ("碳" * (LONGEST_QUESTION + 1), "too_long")],
)
def test_questions_that_cannot_be_answered(question, reply):
    found = plan(question)
    assert (found.reply, found.calls) == (reply, [])


def test_nonsense_brings_questions_that_work():
    found = plan("asdf qwer zxcv")
    assert not found.calls
    assert found.choices


def test_a_network_needs_a_province():
    found = plan("画产业网络图")
    assert found.reply == "which_region"
    assert all(plan(choice).kind == "network" for choice in found.choices)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_starter_is_understood(lang):
    assert all(plan(question).calls for question in starters(lang))


def test_every_kind_has_examples_and_a_tool_that_exists():
    asked = {q.kind for q in QuestionStore.load().questions}
    for kind in all_kinds().values():
        assert kind.id in asked
        assert kind.tool in TOOLS or kind.reply
        assert not kind.tool or kind.example is not None


def test_every_argument_of_the_table_is_one_of_its_tool():
    from assistant.builtin.linker import link
    from tools.registry import get_tool

    for kind in all_kinds().values():
        if not kind.tool:
            continue
        slots = link("比较广东和江苏钢铁行业2010到2019年煤炭排放，增速4%")
        assert missing(kind, slots) == []
        for name, arguments in calls(kind, slots, "?"):
            assert set(arguments) <= set(get_tool(name).params.model_fields)


@pytest.mark.parametrize(
    ("question", "word", "meant"),
    [
        ("广东钢贴行业2019年排放多少", "钢贴", "钢铁"),
        ("广东水尼行业2019年排放", "水尼", "水泥"),
        ("Emissions of the steeel sector in Guangdong in 2019", "steeel", "steel"),
        ("Guangdong cemnt emissions in 2019", "cemnt", "cement"),
    ],
)
def test_a_misspelt_sector_is_asked_back_not_answered_with_the_total(question, word, meant):
    found = plan(question)
    assert not found.calls
    assert word in found.text
    assert meant in found.text
    assert plan(found.choices[0]).calls[0][1]["sectors"]


def test_a_sector_that_is_none_is_refused_with_sectors_that_are():
    found = plan("广东机器人行业2019年排放")
    assert not found.calls
    assert "机器人" in found.text
    assert found.choices


@pytest.mark.parametrize(
    "question",
    ["广东哪些行业排放最多", "广东各行业2019年排放", "Which sectors of Guangdong emitted most in 2019?",
     "广东高排放的前五行业", "Guangdong industry roadmap to 2060", "广东产业投入产出网络"],
)  # fmt: skip
def test_speaking_of_sectors_in_general_names_none(question):
    assert plan(question).calls


@pytest.mark.parametrize(
    ("question", "benchmark"),
    [
        ("广东电力行业按mine基准到2060年的路径", "mine"),
        ("Guangdong power pathway to 2060 with benchmark mine", "mine"),
        ("广东电力行业按1.5度到2060年的路径", "1.5C"),
    ],
)
def test_a_benchmark_of_the_readers_own_is_passed_on(question, benchmark):
    (call,) = plan(question).calls[:1]
    assert call[1]["benchmark"] == benchmark


@pytest.mark.parametrize(
    "question",
    [
        "按燃料和年份汇总河北2015年以来的排放",
        "Tabulate emissions of Hebei by fuel and year since 2015",
    ],
)
def test_a_cross_table_by_year_too_has_the_years(question):
    (call,) = plan(question).calls
    assert call[1]["group_by"] == ["fuel", "year"]


@pytest.mark.parametrize("word", ["火箭", "航天", "水果"])
def test_a_sector_that_is_none_is_not_taken_for_one_that_shares_a_character(word):
    found = plan(f"广东{word}行业2019年排放多少")
    assert not found.calls
    assert word in found.text
    assert "您是指" not in found.text
    assert len(found.choices) == 3
    assert all(plan(choice).calls[0][1]["sectors"] for choice in found.choices)

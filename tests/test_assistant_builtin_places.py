import pytest
from langchain_core.messages import HumanMessage

from assistant.builtin.linker import language_of, link
from assistant.builtin.model import BuiltinModel
from assistant.builtin.planner import make_plan
from data.place_vocabulary import places_of
from tests.small_places import write_with_places
from tools.registry import MODULES, Context, get_tool

TOOL = "place_emissions"
SHENZHEN, GUANGZHOU, BAODING = "city:CN-GD:深圳", "city:CN-GD:广州", "city:CN-HE:保定"
TOOLS = frozenset(MODULES)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_with_places(tmp_path_factory.mktemp("places"))


@pytest.fixture(scope="module")
def places(dataset):
    return places_of(dataset)


@pytest.fixture(scope="module")
def plan(places):
    def make(question, previous=None):
        return make_plan(question, language_of(question), TOOLS, previous, 2026, places)

    return make


@pytest.mark.parametrize(
    ("question", "masked", "found"),
    [
        ("深圳2019年排放", "<city><year>排放", [SHENZHEN]),
        ("河北保定的排放", "<city>的排放", [BAODING]),
        ("Baoding, Hebei in 2019", "<city> in <year>", [BAODING]),
        ("Emissions of Suzhou (Jiangsu)", "Emissions of <city>", ["city:CN-JS:苏州"]),
        ("河南平均排放", "<region>平均排放", []),
        ("河南平顶山2019年", "<city><year>", ["city:CN-HA:平顶山"]),
        ("北京市排放", "<region>排放", []),
        ("吉林省排放", "<region>排放", []),
        ("吉林市排放", "<city>排放", ["city:CN-JL:吉林"]),
        ("保定安新的排放", "<city>的排放", ["county:130632"]),
        ("安新的排放", "安新的排放", []),
        ("吉林长春市朝阳区", "<city>", ["county:220104"]),
        ("昆山的排放", "<city>的排放", ["county:320583"]),
    ],
)
def test_places_are_read_with_their_province(places, question, masked, found):
    slots = link(question, 2026, places)
    assert (slots.masked, slots.places, slots.unclear_places) == (masked, found, [])


def test_without_tables_no_place_is_known(places):
    assert link("深圳2019年排放", 2026).places == []
    assert link("深圳2019年排放", 2026).elsewhere == ["shenzhen"]
    assert link("深圳2019年排放", 2026, places).elsewhere == []


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        ("深圳2019年排放多少？", {"places": [SHENZHEN], "years": [2019]}),
        ("广东哪个城市排放最多？", {"province": "CN-GD", "level": "city", "measure": "rank"}),
        ("保定在河北排第几？", {"places": [BAODING], "measure": "rank"}),
        ("Compare Shenzhen and Guangzhou since 2010",
         {"places": [SHENZHEN, GUANGZHOU], "year_from": 2010}),
        ("石家庄占河北的比例", {"places": ["city:CN-HE:石家庄"], "measure": "share"}),
        ("深圳历年排放走势", {"places": [SHENZHEN], "measure": "trend"}),
        ("全国排放最多的十个城市", {"level": "city", "measure": "rank", "top": 10}),
        ("江苏各县排放排名", {"province": "CN-JS", "level": "county", "measure": "rank"}),
        ("比较北京和深圳的排放", {"places": [SHENZHEN, "city:CN-BJ:北京"]}),
        ("Which city of Guangdong emits most?",
         {"province": "CN-GD", "level": "city", "measure": "rank"}),
    ],
)  # fmt: skip
def test_a_question_on_totals_becomes_its_call(plan, question, arguments):
    assert plan(question).calls == [(TOOL, arguments)]


@pytest.mark.parametrize(
    ("question", "beyond", "parts"),
    [
        ("深圳的钢铁排放", "sectors", ["ferrous_smelting"]),
        ("Shenzhen's coal emissions", "fuels", ["coal"]),
        ("深圳人均排放", "per_person", None),
        ("保定的达峰路径", "pathway", None),
        ("苏州的供应链网络", "supply_chain", None),
        ("What drove emissions in Shenzhen?", "drivers", None),
    ],
)
def test_a_question_beyond_totals_is_marked_so(plan, question, beyond, parts):
    ((tool, arguments),) = plan(question).calls
    assert (tool, arguments["beyond"], arguments.get("parts")) == (TOOL, beyond, parts)


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("Suzhou emissions in 2019", ["Suzhou, Jiangsu emissions in 2019", "Suzhou, Anhui emissions in 2019"]),
        ("朝阳区排放", ["吉林长春朝阳区排放", "北京朝阳区排放"]),
        ("吉林2019年排放多少", ["吉林省2019年排放多少", "吉林省吉林市2019年排放多少"]),
    ],
)  # fmt: skip
def test_homonyms_are_asked_back_and_each_choice_is_understood(plan, question, choices):
    found = plan(question)
    assert (found.calls, found.choices) == ([], choices)
    assert all(plan(choice).calls for choice in found.choices)


def test_a_province_of_its_own_name_is_meant_where_no_city_can_answer(plan):
    assert plan("吉林的碳中和路线图").calls[0] == ("net_zero_roadmap", {"region": "CN-JL"})
    assert plan("北京2019年的CO2排放总量是多少？").calls == [
        ("query_emissions", {"regions": ["CN-BJ"], "years": [2019]})
    ]


def test_a_province_is_set_beside_a_city(plan):
    assert plan("比较深圳和浙江的排放").calls == [
        (TOOL, {"places": [SHENZHEN]}),
        ("query_emissions", {"regions": ["CN-ZJ"]}),
    ]
    assert plan("深圳和广东的排放比较").calls == [
        (TOOL, {"places": [SHENZHEN], "measure": "share"})
    ]


def talk(plan, *questions):
    calls, previous = [], {}
    for question in questions:
        found = plan(question, previous)
        previous = {"kind": found.kind, "slots": found.slots} if found.slots else previous
        calls.append(found.calls[0] if found.calls else found.reply)
    return calls


def test_a_talk_goes_from_place_to_place_and_back_to_provinces(plan):
    assert talk(
        plan, "深圳2019年排放多少？", "那广州呢", "那江苏呢", "那保定呢", "2010年呢", "钢铁呢"
    ) == [
        (TOOL, {"places": [SHENZHEN], "years": [2019]}),
        (TOOL, {"places": [GUANGZHOU], "years": [2019]}),
        ("query_emissions", {"regions": ["CN-JS"], "years": [2019]}),
        (TOOL, {"places": [BAODING], "years": [2019]}),
        (TOOL, {"places": [BAODING], "years": [2010]}),
        (TOOL, {"places": [BAODING], "years": [2010], "beyond": "sectors",
                "parts": ["ferrous_smelting"]}),
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "arguments",
    [
        {"places": ["深圳"]},
        {"places": ["深圳"], "measure": "trend"},
        {"places": ["深圳"], "beyond": "pathway", "parts": ["power"]},
        {"places": ["深圳"], "beyond": "targets"},
        {"places": ["county:130632"], "beyond": "supply_chain"},
        {"province": "广东"},
        {"level": "county"},
    ],
)
def test_what_an_answer_offers_is_understood(dataset, plan, lang, arguments):
    result = get_tool(TOOL).run(Context(dataset, 2026), arguments)
    for text in result.followups:
        assert plan(text.get(lang)).calls, text.get(lang)


def test_without_a_table_the_way_to_import_it_is_said():
    found = make_plan("深圳2019年排放多少", "zh", TOOLS, None, 2026)
    assert "visceads import" in found.text
    assert found.choices[0].startswith("广东")
    assert make_plan("广东哪个城市排放最多？", "zh", TOOLS, None, 2026).calls[0][0] == TOOL


def test_a_city_that_the_table_lacks_is_no_zero(plan):
    found = plan("武汉2019年排放")
    assert "没有武汉" in found.text
    assert found.choices[0].startswith("湖北")


def test_the_model_knows_the_places_of_its_data_set(dataset):
    tools = [{"name": name} for name in MODULES]
    asked = [HumanMessage("深圳2019年排放多少？")]
    found = BuiltinModel(dataset=dataset).bind_tools(tools).invoke(asked)
    assert found.tool_calls[0]["args"] == {"places": [SHENZHEN], "years": [2019]}


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("海淀区2017年排放", "海淀区"),
        ("安新县2010年排放是多少", "安新县"),
        ("湘乡市的碳排放", "湘乡市"),
        ("What did Haidian District emit in 2017?", "Haidian District"),
    ],
)
def test_a_place_nobody_knows_is_not_answered_with_the_nation(question, word):
    found = make_plan(question, language_of(question), TOOLS, None, 2026)
    assert found.calls == []
    assert word in found.text


@pytest.mark.parametrize(
    "question", ["各地区2019年排放", "各省市2019年排放", "哪些城市排放最多", "全国市区2019年排放"]
)
def test_kinds_of_places_are_no_names(question):
    assert make_plan(question, "zh", TOOLS, None, 2026).calls


def test_a_name_that_ends_at_a_masked_year_is_still_a_name(plan):
    (call,) = plan("Compare Shenzhen and Guangzhou 2018 to 2019").calls
    assert call[1]["places"] == [SHENZHEN, GUANGZHOU]

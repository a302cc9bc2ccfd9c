"""The question store: masking, kinds, and that the shipped file follows from its phrasings."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.knowledge.concepts import NO_SUBJECT, concepts
from data.knowledge.masking import mask
from data.knowledge.question_synthesis import expand, synthesise
from data.knowledge.questions import FILE, KINDS, Question, QuestionStore
from data.vocabulary import PROVINCES, SECTORS
from tools.registry import MODULES

LEAST_OWN = 0.95
LEAST_FRESH = 0.95
FRESH = [
    ("emissions_total", "2019年广东碳排放总量是多少？"),
    ("emissions_total", "2018年山东一共排了多少碳啊"),
    ("emissions_total", "江苏钢铁业2015年碳排放"),
    ("emissions_total", "How many Mt did Sichuan emit in 2016?"),
    ("emissions_total", "Zhejiang's CO2 in 2012 please"),
    ("emissions_trend", "给我看看湖南2000年以来的排放走势"),
    ("emissions_trend", "How did Fujian's carbon emissions evolve from 2005 to 2019?"),
    ("emissions_trend", "河南电力行业历年排放折线图"),
    ("emissions_trend", "show me Anhui's emission history"),
    ("emissions_compare", "比较广东和江苏2010到2019年的排放"),
    ("emissions_compare", "浙江和福建2017年谁的排放高"),
    ("emissions_compare", "Did Hebei emit more than Shanxi in 2015?"),
    ("emissions_compare", "compare Hubei with Hunan"),
    ("emissions_by_sector", "Which three sectors emitted most in Hebei in 2017?"),
    ("emissions_by_sector", "河北2017年排放前三的行业"),
    ("emissions_by_sector", "四川2019年碳排放都是哪些行业贡献的"),
    ("emissions_by_sector", "industry breakdown of Liaoning's CO2 2019"),
    ("emissions_by_sector", "内蒙古最大的排放源是哪几个行业"),
    ("emissions_by_fuel", "山西2016年各种燃料排放了多少"),
    ("emissions_by_fuel", "What fuels drive emissions in Shaanxi?"),
    ("emissions_by_fuel", "贵州的排放按能源品种怎么分"),
    ("rank_regions", "2019年碳排放最高的五个省份"),
    ("rank_regions", "哪个省排放最低"),
    ("rank_regions", "top 5 emitting provinces 2019"),
    ("rank_regions", "Which province has the highest cement emissions?"),
    ("emissions_share", "2019年电力占广东排放的百分之多少"),
    ("emissions_share", "what fraction of Hebei's CO2 comes from steel?"),
    ("emissions_share", "水泥在安徽总排放里的比例"),
    ("per_capita", "内蒙古人均排多少二氧化碳"),
    ("per_capita", "Beijing CO2 per head 2019"),
    ("emissions_compare", "上海和北京人均碳排放谁高"),
    ("emissions_compare", "Which is more carbon intensive, Hebei or Zhejiang?"),
    ("rank_regions", "广东排第几"),
    ("policy_targets", "十四五广东有哪些减碳目标？完成了吗？"),
    ("policy_targets", "Did Guangdong meet its climate policy targets?"),
    ("cross_table", "按燃料汇总山西2015年以来的排放"),
    ("cross_table", "cumulative CO2 of Hebei's steel since 2010"),
    ("coverage", "Which provinces have data for 2013?"),
    ("per_gdp", "山西2019年每万元GDP排放多少吨"),
    ("per_gdp", "carbon intensity of Guangdong's economy 2019"),
    ("emissions_trend", "江西单位GDP碳排放这些年变化"),
    ("emissions_growth", "宁夏2010到2019年排放涨了百分之多少"),
    ("emissions_growth", "How much did Xinjiang's emissions increase between 2010 and 2019?"),
    ("emissions_growth", "云南2015年比2010年减少多少排放"),
    ("flow_sankey", "广东2019年能源到行业的碳流桑基图"),
    ("flow_sankey", "sankey diagram for Jiangsu 2019"),
    ("flow_sankey", "浙江的煤主要流向了哪些部门"),
    ("network", "广东的产业网络图"),
    ("network", "show the network of Guangdong's industries"),
    ("network", "江苏各产业之间怎么关联的"),
    ("linkages", "广东哪些行业是关键部门？"),
    ("linkages", "哪些行业的产业关联带动作用最强"),
    ("linkages", "Which sectors of Jiangsu have the strongest backward linkages?"),
    ("linkages", "浙江电力的感应度系数有多高"),
    ("linkages", "key sectors of Hebei, please"),
    ("extraction", "如果没有钢铁行业会少排多少（假设抽取）"),
    ("extraction", "假如河北没有钢铁，全国少排多少碳"),
    ("extraction", "How much CO2 would vanish without cement in Anhui?"),
    ("key_links", "广东应优先从哪些产业链环节减排"),
    ("key_links", "Which supply links matter most for Guangdong's footprint?"),
    ("key_links", "山东减碳应抓哪些供应环节"),
    ("key_links", "which pairs of sectors in Sichuan are best cut together"),
    ("sector_pathway", "山东钢铁行业到2030、2040、2060年要减多少？"),
    ("sector_pathway", "河北水泥行业SDA目标"),
    ("sector_pathway", "SDA pathway for power in Inner Mongolia until 2060"),
    ("sector_pathway", "江苏电力行业2050年的排放强度目标应该是多少"),
    ("sector_pathway", "How much does Shandong steel have to cut by 2040?"),
    ("roadmap", "广东在2060年达成碳中和时间表及产业投入产出路线图应为何？"),
    ("roadmap", "海南能在2060年之前碳中和吗"),
    ("roadmap", "山东要减多少？减哪里？减多快？"),
    ("roadmap", "How does Zhejiang get to net zero by 2060?"),
    ("roadmap", "福建如何沿产业链上下游一起减碳"),
    ("roadmap", "when could Guangdong become carbon neutral?"),
    ("roadmap", "给湖北做一个双碳规划"),
    ("coverage", "数据有哪些年份"),
    ("coverage", "what years do you have data for?"),
    ("coverage", "目前导入了什么数据"),
    ("coverage", "Which provinces are in the data set?"),
    ("manual", "SDA是什么"),
    ("manual", "怎样导入CEADs的数据文件"),
    ("manual", "how do you verify the numbers?"),
    ("manual", "what does embodied carbon mean"),
    ("manual", "如何接入DeepSeek模型"),
    ("manual", "为什么各省加总大于全国"),
    ("greeting", "你好"),
    ("greeting", "hi there"),
    ("greeting", "你都能干些什么"),
    ("greeting", "what are you able to do"),
    ("greeting", "谢谢你"),
    ("off_topic", "北京明天天气如何"),
    ("off_topic", "write a haiku"),
    ("off_topic", "哪只股票好"),
    ("off_topic", "推荐一部电影"),
    ("off_topic", "how do I bake bread"),
]


@pytest.fixture(scope="module")
def store():
    return QuestionStore.load()


def kind_of(store, question, **options):
    found = store.kinds(question, **options)
    return found[0][1] if found else ""


def test_the_shipped_questions_follow_from_phrasings_and_vocabularies():
    shipped = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert shipped == list(synthesise()), "run python -m data.knowledge.question_synthesis"


def test_every_kind_is_asked_in_both_languages_in_many_ways(store):
    for kind in KINDS:
        held = [q for q in store.questions if q.kind == kind]
        assert {q.lang for q in held} == {"zh", "en"}
        assert len({q.phrasing for q in held}) >= 20
        assert 40 <= len(held) <= 100


def test_every_call_names_a_tool_there_is(store):
    tools = {call["tool"] for q in store.questions for call in q.calls}
    assert tools <= set(MODULES)
    assert all(q.calls for q in store.questions if q.kind not in ("greeting", "off_topic"))


def test_a_phrasing_the_store_has_never_seen_gets_its_kind(store):
    right = [kind_of(store, q.masked, without=q.phrasing) == q.kind for q in store.questions]
    assert sum(right) / len(right) >= LEAST_OWN


def test_fresh_questions_get_their_kind(store):
    wrong = [(k, q) for k, q in FRESH if kind_of(store, q) != k]
    assert 1 - len(wrong) / len(FRESH) >= LEAST_FRESH, wrong


def test_the_kind_does_not_depend_on_what_is_asked_about(store):
    for province in PROVINCES:
        for name in (province.label.zh, province.label.en):
            assert kind_of(store, f"{name}2019年排放最多的三个行业") == "emissions_by_sector"


def test_likeness_lies_between_nothing_and_one_and_falls(store):
    near = store.nearest("广东在2060年碳中和的路线图", most=5)
    scores = [score for score, _ in near]
    assert len(near) == 5
    assert 1 >= scores[0] > 0.5
    assert scores == sorted(scores, reverse=True)


def test_a_question_of_the_store_is_nearest_to_itself(store):
    asked = store.questions[100]
    score, found = store.nearest(asked.question, most=1)[0]
    assert found.masked == asked.masked
    assert score == pytest.approx(1, abs=1e-5)


def test_what_shares_nothing_finds_nothing():
    made = Question("k-en-00-0", "en", "Hello", "hello", ("greet",), "k", ())
    assert QuestionStore([made]).nearest("<region>排放") == []
    assert QuestionStore([made]).kinds("<region>排放") == []


@given(st.text(max_size=60))
def test_masking_twice_changes_nothing(text):
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize(
    ("question", "masked"),
    [
        ("粤2019年排放", "<region><year>年排放"),
        ("Inner Mongolia's coal, 2035", "<region>'s <fuel>, <target>"),
        ("新能源与1.5°C路径", "新能源与1.5°c路径"),
        ("CO2 top 5", "co2 top <number>"),
        ("前三的行业", "前<number>的行业"),
        ("中国", "<nation>"),
        ("近五年和去年", "<year>到<year>年和<year>年"),
        ("十三五期间长三角的排放", "<year>到<year>年期间<region>的排放"),
        ("shanxiology", "shanxiology"),
    ],
)
def test_masking(question, masked):
    assert mask(question) == masked


def test_every_sector_name_is_masked_in_chinese():
    left = [s.label.zh for s in SECTORS if "<" not in mask(s.label.zh)]
    assert left == ["其他服务"] or left == []


def test_a_question_without_a_known_subject_says_so():
    assert NO_SUBJECT in concepts(mask("画一只猫"))
    assert NO_SUBJECT not in concepts(mask("广东的排放"))


def test_choices_are_written_out():
    assert expand("(a|b){x}") == ["a{x}", "b{x}"]

"""Questions to the demonstration set, from words to checked answers."""

from pathlib import Path

import pytest

from assistant.conversation import Conversation
from assistant.events import Answered, StepFinished, StepStarted
from assistant.page.lines import model_parts
from assistant.rendering import to_plain
from assistant.settings import load_settings
from data.dataset import Dataset

FLAGSHIP = {
    "zh": ("基线", "时间表", "行业", "产业链", "不确定性", "局限"),
    "en": ("Baseline", "Timetable", "Sectors", "Supply chain", "Uncertainty", "Limits"),
}
DEMONSTRATION = Path(__file__).parent.parent / "data" / "demonstration"


@pytest.fixture
def conversation(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Conversation(load_settings(), Dataset(DEMONSTRATION))


async def events(conversation, question, lang=None):
    return [event async for event in conversation.ask(question, lang)]


async def answer(conversation, question, lang=None):
    (*_, last) = await events(conversation, question, lang)
    assert isinstance(last, Answered)
    return last.answer


async def test_a_total_is_answered_with_its_unit_and_kind(conversation):
    found = await answer(conversation, "2019年广东碳排放总量是多少？")
    assert "569.1 Mt（5.691 亿吨）" in to_plain(found.text, found.claims, "zh")
    assert found.figures == found.verified > 0
    assert found.demonstration


async def test_steps_come_before_the_answer(conversation):
    started, finished, _ = await events(conversation, "2019年广东碳排放总量是多少？")
    assert isinstance(started, StepStarted)
    assert isinstance(finished, StepFinished)
    assert finished.ok
    assert "广东" in started.label.zh


@pytest.mark.parametrize(
    "question",
    [
        "Which three sectors emitted most in Hebei in 2017?",
        "比较广东和江苏2010到2019年的排放",
        "哪些省份人均排放最高？",
        "广东各种燃料的排放",
        "电力行业占山东排放的多少？",
        "广东2010到2019年增长了多少",
        "画出广东能源到行业的流向图",
        "画出广东的产业投入产出网络",
        "山东钢铁行业到2030、2040、2060年要减多少？",
        "Give Guangdong's roadmap to 2050 for power and cement only",
        "全国2019年碳排放",
        "现在有哪些数据？",
        "什么是SDA部门脱碳方法？",
    ],
)
async def test_every_figure_of_an_answer_is_verified(conversation, question):
    found = await answer(conversation, question)
    assert found.results, found.text
    assert found.figures == found.verified
    assert found.composed == "model"
    assert "?" not in to_plain(found.text, found.claims, found.lang).replace("？", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_flagship_question(conversation, lang):
    question = "广东在2060年达成碳中和时间表及产业投入产出路线图应为何？"
    found = await answer(conversation, question, lang)
    assert found.figures == found.verified > 30
    kinds = {c.type for r in found.results for c in r.charts}
    assert {"pathway", "network", "sankey", "wedge"} <= kinds
    headings = "\n".join(line for line in found.text.splitlines() if line.startswith("###"))
    for section in FLAGSHIP[lang]:
        assert section in headings


async def test_a_refused_roadmap_shows_no_chart_of_its_companions(conversation):
    found = await answer(conversation, "广东2010年碳中和路线图")
    assert found.results == []
    assert "2010" in found.text


@pytest.mark.parametrize(
    "question", ["西藏的碳中和路线图", "广东到2120年的路线图", "按超快情景，广东的路线图怎么样"]
)
async def test_a_refused_roadmap_takes_no_further_step(conversation, question):
    found = await events(conversation, question)
    assert [e.tool for e in found if isinstance(e, StepStarted)] == ["net_zero_roadmap"]
    assert found[-1].answer.results == []


async def test_what_goes_along_with_a_roadmap_runs_after_it(conversation):
    found = await events(conversation, "广东的碳中和路线图")
    steps = [(type(e), e.tool) for e in found if isinstance(e, StepStarted)]
    assert [tool for _, tool in steps] == ["net_zero_roadmap", "draw_sankey"]
    assert [r.tool for r in found[-1].answer.results] == ["net_zero_roadmap", "draw_sankey"]


@pytest.mark.parametrize(
    ("model", "composed", "said"),
    [
        ("builtin", "model", "composed from"),
        ("qwen", "model", "written by"),
        ("builtin", "none", "built-in"),
    ],
)
async def test_only_another_model_is_said_to_have_written(conversation, model, composed, said):
    found = await answer(conversation, "How much CO2 did Guangdong emit in 2019?")
    told = model_parts(
        found.model_copy(update={"model": model, "configured": "", "composed": composed})
    )
    assert said in told[0]
    assert model == "qwen" or "written by" not in told[0]


async def test_the_same_question_gets_the_same_answer(conversation):
    first = await answer(conversation, "2019年广东碳排放总量是多少？")
    second = await answer(conversation, "2019年广东碳排放总量是多少？")
    assert first.text == second.text


async def test_a_follow_up_takes_up_the_question_before(conversation):
    await answer(conversation, "2019年广东碳排放总量是多少？")
    found = await answer(conversation, "那江苏呢？")
    assert found.results[0].arguments["regions"] == ["CN-JS"]


async def test_what_was_just_asked_is_not_offered_again(conversation):
    question = "如果广东电力排放强度下降30%，哪些行业的隐含碳会下降最多？"
    found = await answer(conversation, question)
    assert any(question in t.zh for r in found.results for t in r.followups)
    assert found.followups
    assert question not in found.followups


async def test_an_unknown_province_is_asked_back(conversation):
    found = await answer(conversation, "广冬2019年排放多少")
    assert "广东" in found.choices[0]
    assert found.figures == 0


async def test_a_year_outside_the_coverage_names_the_coverage(conversation):
    found = await answer(conversation, "1990年广东碳排放总量是多少？")
    assert "2005–2019" in found.text
    assert not found.results


async def test_tibet_is_explained_not_replaced(conversation):
    found = await answer(conversation, "西藏2019年碳排放总量是多少？")
    assert "西藏" in found.text
    assert found.figures == found.verified == 0


@pytest.mark.parametrize(
    "question", ["", "   ", "？？", "碳" * 5000, "写一首诗", "How is the weather?"]
)
async def test_other_questions_get_a_reply_without_figures(conversation, question):
    found = await answer(conversation, question)
    assert found.text
    assert found.figures == 0
    assert not found.results


async def test_a_failure_is_told_and_the_conversation_goes_on(conversation, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(conversation._agent, "run", broken)
        found = await answer(conversation, "2019年广东碳排放总量是多少？")
    assert "日志" in found.text
    assert "Traceback" not in found.text
    assert (await answer(conversation, "2019年广东碳排放总量是多少？")).verified

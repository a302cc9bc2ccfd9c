import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from assistant.builtin.model import BuiltinModel
from data.result import Finding, Result, make_claim, mark
from data.text import Text, same

CLAIM = make_claim("co2_mt", 1.5, unit="Mt", kind="official", dataset="d", source="s")
RESULT = Result(
    tool="query_emissions",
    title=same("t"),
    claims=[CLAIM],
    findings=[Finding(text=Text(zh=f"排放{mark(CLAIM)}。", en=f"Emitted {mark(CLAIM)}."))],
)


class Named:
    name = "query_emissions"


def model():
    return BuiltinModel().bind_tools([Named()])


def test_it_plans_with_the_tools_that_are_bound():
    (call,) = model().invoke([HumanMessage("2019年广东碳排放总量是多少？")]).tool_calls
    assert (call["name"], call["args"]) == (
        "query_emissions",
        {"regions": ["CN-GD"], "years": [2019]},
    )


def test_without_the_tool_it_calls_none():
    assert BuiltinModel().invoke([HumanMessage("2019年广东碳排放总量是多少？")]).tool_calls == []


def test_the_same_question_gets_the_same_plan():
    question = [HumanMessage("哪些省份排放最多")]
    assert model().invoke(question).tool_calls == model().invoke(question).tool_calls


@pytest.mark.parametrize(
    ("lang", "expected"), [("zh", f"排放{mark(CLAIM)}。"), ("en", f"Emitted {mark(CLAIM)}.")]
)
def test_it_answers_from_findings_in_the_language_of_the_turn(lang, expected):
    question = HumanMessage("2019年广东排放", additional_kwargs={"lang": lang})
    call = {"name": "query_emissions", "args": {}, "id": "1"}
    result = ToolMessage("x", tool_call_id="1", artifact=RESULT.model_dump(mode="json"))
    answer = model().invoke([question, AIMessage("", tool_calls=[call]), result])
    assert answer.text == expected


def test_a_refusal_of_a_tool_is_told_in_the_readers_language():
    call = {"name": "query_emissions", "args": {}, "id": "1"}
    refused = ToolMessage("x", tool_call_id="1", artifact={"error": {"zh": "无此年", "en": "none"}})
    turn = [HumanMessage("2090年广东排放"), AIMessage("", tool_calls=[call]), refused]
    assert model().invoke(turn).text == "无此年"


def test_no_message_at_all():
    assert BuiltinModel().invoke([AIMessage("hi")]).tool_calls == []

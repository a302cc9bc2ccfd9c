"""Calls that models write as text, and the plain messages of a model without tools."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from assistant.agent.flat_tools import flat_schema, nearest_tools, one_line, whole_schema
from assistant.providers.call_reading import UNREADABLE, mend_calls, read_calls, read_json
from assistant.providers.json_plan import JsonPlanModel
from tools.registry import MODULES

TOOLS = ["rank", "query_emissions"]


@pytest.mark.parametrize(
    "text",
    [
        '[{"tool": "rank", "arguments": {"top": 3}}]',
        '{"calls": [{"name": "rank", "args": {"top": 3}}]}',
        '{"name": "rank", "parameters": {"top": 3}}',
        '{"function": {"name": "rank", "arguments": "{\\"top\\": 3}"}}',
        "[{'tool': 'rank', 'arguments': {'top': 3,},},]",
        'I will rank.\n\n```json\n[{"tool": "rank", "top": 3}]\n```',
        '<think>rank?</think>[{"tool": "rank", "arguments": {"top": 3',
        '<tool_call>{"name": "rank", "arguments": {"top": 3}}</tool_call>',
        'Sure:\n[{"tool": "rank", "arguments": {"top": 3}}]',
    ],
)
def test_a_call_is_read_in_whatever_shape(text):
    assert [(c["name"], c["args"]) for c in read_calls(text, TOOLS)] == [("rank", {"top": 3})]


@pytest.mark.parametrize(
    "text",
    ["", "Emissions were [[c:abcdefgh]].", "[1, 2]", '{"a": 1}', "| a | b |", "{" * 5000, "[" * 50],
)
def test_an_answer_is_no_call(text):
    assert read_calls(text, TOOLS) == []


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text):
    read_calls(text, TOOLS)
    read_calls(f'[{{"tool": "rank", "arguments": {{{text}', TOOLS)


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=5,
    )
)
def test_whole_json_is_read_as_it_is(value):
    assert read_json(json.dumps(value)) == value


def test_unreadable_arguments_become_a_call_that_is_refused_by_name():
    broken = {"name": "rank", "args": "top: : 3", "id": "x", "error": None,
              "type": "invalid_tool_call"}  # fmt: skip
    (call,) = mend_calls(AIMessage("", invalid_tool_calls=[broken]), TOOLS).tool_calls
    assert (call["name"], call["args"]) == ("rank", {UNREADABLE: "top: : 3"})


def test_a_model_without_tools_sees_roles_in_turn_and_no_tool_message():
    call = {"name": "rank", "args": {"top": 3}, "id": "1"}
    said = [
        SystemMessage("Be brief."), HumanMessage("q"), AIMessage("", tool_calls=[call]),
        ToolMessage("- [[c:abcdefgh]] x", tool_call_id="1", name="rank"), HumanMessage("again"),
    ]  # fmt: skip
    plain = JsonPlanModel.model_construct(language="English").as_text(
        said, [flat_schema("rank", "en")]
    )
    assert [m.type for m in plain] == ["system", "human", "ai", "human"]
    assert "- rank(" in plain[0].text
    assert plain[2].text == '[{"tool": "rank", "arguments": {"top": 3}}]'
    assert "rank: - [[c:abcdefgh]] x" in plain[3].text
    assert plain[3].text.endswith("again")


@pytest.mark.parametrize("name", MODULES)
def test_every_tool_has_flat_arguments_that_one_line_can_show(name):
    flat = flat_schema(name, "zh")["function"]
    assert flat["description"]
    assert set(flat["parameters"]["required"]) <= set(flat["parameters"]["properties"])
    assert all(
        p["type"] in {"array", "string", "integer", "number", "boolean"}
        for p in flat["parameters"]["properties"].values()
    )
    assert len(one_line(flat_schema(name, "zh", choices=False))) < 1500
    assert whole_schema(name)["function"]["parameters"]["properties"].keys() >= (
        flat["parameters"]["properties"].keys()
    )


@pytest.mark.parametrize(
    ("question", "tool"),
    [
        ("哪些省份2019年排放最多？", "rank"),
        ("Draw the network of Guangdong's industries", "draw_network"),
        ("广东2060年碳中和路线图", "net_zero_roadmap"),
    ],
)
def test_a_small_model_gets_the_tools_of_the_nearest_questions(question, tool):
    assert tool in nearest_tools(question)
    assert len(nearest_tools(question)) <= 5

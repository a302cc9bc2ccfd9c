"""Prompts: known placeholders, no figures, both languages, and names that exist."""

import re

import pytest

import prompts
from data.knowledge.questions import QuestionStore
from prompts.lint import PLACEHOLDERS, lint
from tools.registry import MODULES, get_tool


def test_the_prompts_are_clean():
    assert lint() == []


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("system.md", "{language} {dataset} {year} {examples} {colour}", "unknown placeholder"),
        ("plan.md", "nothing", "placeholder {tools} is not used"),
        ("plan.md", "{tools} {", "brace that is not doubled"),
        ("other.md", "an {example}", "unknown placeholder {example}"),
        ("other.md", "Emissions were 600 Mt.", "holds a figure"),
        ("other.md", "a " * 3000, "too long"),
        ("other.md", " ", "is empty"),
        ("replies/x.zh.md", "你好", "no twin in en"),
        ("replies/x.fr.md", "Salut", "one file for each language"),
    ],
)
def test_the_lint_sees(tmp_path, name, text, wrong):
    (tmp_path / "replies").mkdir()
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert any(wrong in line for line in lint(tmp_path))


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_every_prompt_with_placeholders_is_there_and_can_be_filled(name):
    langs = ("zh", "en") if name.startswith("replies/") else ("",)
    for lang in langs:
        filled = prompts.read(name, lang).format(**dict.fromkeys(PLACEHOLDERS[name], "XYZ"))
        assert "XYZ" in filled


def test_tools_named_in_the_prompts_exist():
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", prompts.read("system")))
    assert named
    assert named <= set(MODULES)


def test_the_examples_of_the_store_name_tools_and_arguments_that_exist():
    for question in QuestionStore.load().questions:
        for call in question.calls:
            assert set(call["arguments"]) <= set(get_tool(call["tool"]).params.model_fields)

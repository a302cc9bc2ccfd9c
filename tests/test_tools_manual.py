"""The manual as a tool: with an index, without one, and when it holds nothing."""

from types import SimpleNamespace

import pytest

from data.errors import InputError
from tools.registry import Context, get_tool


class Index:
    """An index that knows one answer and remembers what it was asked."""

    def __init__(self, title):
        self.title = title
        self.asked = []

    def search(self, query, most=5):
        self.asked.append((query, most))
        return [{"title": self.title, "text": "…", "lang": "en", "page": "05-pathways"}]


def ask(manual=None, **arguments):
    context = Context(dataset=SimpleNamespace(id="none"), this_year=2026, manual=manual)
    return get_tool("search_manual").run(context, arguments)


def test_without_an_index_the_manual_is_searched_directly():
    result = ask(query="什么是SDA")
    title, text = result.tables[0].rows[0]
    assert "SDA" in title.zh
    assert "Sectoral Decarbonization Approach" in text.en
    assert result.findings[0].text.zh.startswith("手册“行业路径（SDA）")
    assert result.claims == []


def test_the_index_of_the_conversation_is_asked_where_there_is_one():
    index = Index("Sector pathways (SDA) › The stretch rule")
    result = ask(manual=index, query="stretch")
    assert index.asked[0][0] == "stretch"
    assert result.tables[0].rows[0][0].zh == "行业路径（SDA） › 拉伸规则"


def test_both_languages_stand_in_every_cell():
    for row in ask(query="how are figures verified?").tables[0].rows:
        for cell in row:
            assert cell.zh != cell.en


def test_a_query_that_hits_nothing_says_what_can_be_asked():
    result = ask(query="zzzz qqqq")
    assert result.tables == []
    assert result.notes[0].level == "missing"
    assert "SDA" in result.notes[0].text.en


def test_an_empty_query_is_no_error():
    assert ask(query="   ").notes[0].level == "missing"


def test_a_language_that_is_not_offered_is_refused_by_name():
    with pytest.raises(InputError, match="lang"):
        ask(query="SDA", lang="fr")


def test_the_result_survives_json():
    result = ask(query="怎么导入数据")
    assert type(result).model_validate_json(result.model_dump_json()) == result

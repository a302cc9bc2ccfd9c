import pytest

from assistant.grounding import Allowed, allow, check
from data.result import Chart, Finding, Result, make_claim, mark
from data.text import Text, same

CLAIM = make_claim(
    "co2_mt", 569.07, unit="Mt", kind="official", dataset="d", source="CEADs", year=2019,
    entity={"region": "CN-GD"},
)  # fmt: skip
CLAIMS = {CLAIM.id: CLAIM}


def verdict(text, *, questions=(), results=(), has_tool=True, claims=CLAIMS):
    return check(text, claims, allow(questions, results, "zh"), has_tool)


def test_a_marked_figure_passes_and_is_counted():
    found = verdict(f"2019年排放{mark(CLAIM)}。", questions=["2019年广东排放"])
    assert (found.passed, found.figures, found.verified) == (True, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "排放为569.1 Mt",
        "排放为５６９Mt",
        "下降了12%",
        "约三成来自电力",
        "增长了两倍",
        "共一亿二千万吨",
        "下降百分之三十",
        "在2031年达峰",
        "Emissions were 1,234.5 Mt",
        "-4.2 % a year",
        "[[c:zzzzzzzz]]",
    ],
)
def test_a_figure_without_a_claim_is_caught(text):
    assert not verdict(text).passed


@pytest.mark.parametrize(
    "text",
    [
        "CO2 与 CO₂ 排放，1.5 °C 路径，范围一",
        "1. 电力\n2. 钢铁",
        "第1位是电力，the 2nd is steel",
        "强度单位为吨/10⁴ CNY",
        "这三个行业都成为重点",
        "一成不变的说法",
    ],
)
def test_names_ordinals_and_prose_pass(text):
    assert verdict(text).stray == ()


def test_the_users_own_numbers_and_years_pass():
    found = verdict("到2060年按增速4%计算。", questions=["到2060年，增速按4%"])
    assert found.passed


def test_a_result_year_needs_a_claim_even_if_it_looks_like_any_year():
    assert verdict("净零年为2058年。", questions=["到2060年"]).stray == ("2058",)


def test_years_of_an_axis_and_sentences_of_a_tool_pass():
    chart = Chart(
        id="c", type="trend", title=same("t"), data={"x": [2011, 2012]}, unit="Mt", kind="official"
    )
    sentence = Text(zh="前5%的88条连接", en="the top 5 % are 88 edges")
    result = Result(tool="t", title=same("t"), findings=[Finding(text=sentence)], charts=[chart])
    assert verdict("2011年：前5%的88条连接。", results=[result]).passed
    assert verdict("共有88条连接。", results=[result]).stray == ("88",)


def test_figures_without_any_tool_are_not_shown():
    found = verdict(f"{mark(CLAIM)}", has_tool=False)
    assert found.without_tool
    assert not found.passed


def test_hidden_marks_do_not_pass():
    assert not check("[[c:AB]] 12", {}, Allowed(), has_tool=True).passed

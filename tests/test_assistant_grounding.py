import re
from pathlib import Path

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
        "下降了一半", "减少了三分之一", "几乎翻了一番", "五百六十九", "约六百 Mt", "二〇三一年达峰",
        "about a third of it", "half of the emissions", "emissions doubled", "dozens of Mt",
        "twelve per cent", "fifty-seven percent", "two thirds", "three times as much", "Ⅻ percent",
        "hundreds of millions of tonnes", "½ of it", "１２％", "[569](http://x/569)", "`569` Mt",
        "```\n600 Mt\n```", "| 2019 | **600** |", "doi 600 Mt", "CO2600", "x² 600 Mt",
    ],
)  # fmt: skip
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
        "A = Z·diag(x)⁻¹", "十四五规划", "Links are double-counted once", "一成不变", "第三产业",
        "these three sectors", "一方面要减煤，另一方面要提高能效", "a third option", "多数行业",
    ],
)  # fmt: skip
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


def test_the_users_own_quantity_is_not_confirmed_without_a_claim():
    asked = ["广东2019年排放是600Mt吗？增速按4%"]
    assert verdict("是的，600 Mt。", questions=asked).stray == ("600",)
    assert verdict("按您给的增速4%计算。", questions=asked).passed


def test_a_number_alone_is_no_sentence_to_quote():
    result = Result(tool="t", title=same("t"), findings=[Finding(text=same("共600 Mt"))])
    assert verdict("排放共600 Mt。", results=[result]).stray == ("600",)


@pytest.mark.parametrize("form", ["**{}**", "| 2019 | {} |", "- *{}*", "> {}", "[{}](x)"])
def test_a_mark_counts_in_any_markdown(form):
    found = verdict(form.format(mark(CLAIM)), questions=["2019"])
    assert (found.passed, found.verified) == (True, 1)


def test_prose_without_figures_raises_no_alarm():
    root = Path(__file__).parent.parent
    files = [*(root / "data" / "manual").glob("*.md"), *(root / "prompts" / "replies").glob("*.md")]
    text = "\n".join(f.read_text(encoding="utf-8") for f in files)
    sentences = [s for s in re.split(r"[。！？.!?\n]", text) if s.strip()]
    plain = [s for s in sentences if not re.search(r"\d", s)]
    alarms = [s for s in plain if verdict(s).stray]
    assert len(plain) > 300
    # What remains are quantities that the manual does state in words.
    assert len(alarms) <= len(plain) / 50, alarms

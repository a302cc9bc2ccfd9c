"""What a reader sees of an answer: figures that open, and no markup but our own."""

import re
from html.parser import HTMLParser

import pytest

from assistant.events import Answer
from assistant.evidence import Evidence
from assistant.page.tables import MOST_ROWS, table_csv, table_html
from assistant.rendering import markdown_to_html, to_html, to_plain
from data.result import Column, Result, Table, make_claim, mark
from data.text import Text, same

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
ALLOWED = {
    *("div", "p", "span", "button", "dl", "dt", "dd", "ul", "li", "code", "h1", "h2", "h3"),
    *("table", "thead", "tbody", "tr", "th", "td", "a", "em", "strong", "ol", "pre"),
}


def claim(metric="co2_mt", value=569.0664, unit="Mt", **other):
    entity = other.pop("entity", {"region": "CN-GD"})
    return make_claim(
        metric,
        value,
        unit=unit,
        kind=other.pop("kind", "reference"),
        dataset="demo",
        source=other.pop("source", "CEADs 2019"),
        year=other.pop("year", 2019),
        entity=entity,
        **other,
    )


TOTAL = claim()
POWER = claim(value=262.31, kind="demonstration", entity={"region": "CN-GD", "sector": "power"})
SHARE = claim(
    "share_pct",
    46.1,
    "percent",
    entity={"region": "CN-GD", "sector": "power"},
    formula="100 · a / b",
    parents=(POWER, TOTAL),
)
DROP = claim("growth_pct", -2.44, "percent")


def answer(text, *claims, results=(), lang="zh"):
    held = {c.id: c for c in claims}
    return Answer(question="?", lang=lang, text=text, claims=held, results=list(results))


class Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


def see(html):
    seen = Seen()
    seen.feed(html)
    return seen


def assert_harmless(html):
    seen = see(html)
    assert seen.tags <= ALLOWED
    for name, value in seen.attributes:
        assert not name.startswith("on")
        assert name not in {"src", "srcdoc", "action", "formaction"}
        assert name != "href" or re.match(r"https?://", value)
        assert name != "style" or re.fullmatch(r"text-align:\s?\w+;?", value)


def test_a_mark_becomes_a_button_with_value_and_unit():
    html = to_html(answer(f"排放 {mark(TOTAL)}", TOTAL), "zh")
    assert f'popovertarget="vc-{TOTAL.id}">569.1 Mt（5.691 亿吨）</button>' in html
    assert f'<div popover id="vc-{TOTAL.id}"' in html


def test_the_evidence_tells_what_kind_source_parents_and_call():
    result = Result(
        tool="query_emissions", title=same("x"), arguments={"region": "广东"}, claims=[SHARE]
    )
    html = to_html(answer(mark(SHARE), SHARE, POWER, TOTAL, results=[result]), "en")
    popover = html[html.index(f'<div popover id="vc-{SHARE.id}"') :]
    for told in (
        "Share · Guangdong · Power and heat · 2019",
        "demonstration data (synthetic)",
        "CEADs 2019",
        "100 · a / b",
        "262.3 Mt",
        "query_emissions(region = &quot;广东&quot;)",
        SHARE.id,
    ):
        assert told in popover


def test_parents_open_too_down_to_the_source():
    html = to_html(answer(mark(SHARE), SHARE, POWER, TOTAL), "zh")
    targets = set(re.findall(r'popovertarget="([^"]+)"', html))
    assert targets == set(re.findall(r'<div popover id="([^"]+)"', html))
    assert len(targets) == 3


def test_one_popover_serves_many_marks():
    html = to_html(answer(f"{mark(TOTAL)} {mark(TOTAL)}", TOTAL), "zh")
    assert html.count("<div popover") == 1


def test_the_sign_is_kept():
    assert "−2.44%" in to_html(answer(mark(DROP), DROP), "en")


def test_an_unknown_claim_is_a_question_mark_and_logged(caplog):
    html = to_html(answer("[[c:nothere]]"), "zh")
    assert ">?</span>" in html
    assert "nothere" in caplog.text


def test_demonstration_figures_are_marked():
    html = to_html(answer(f"{mark(POWER)} {mark(TOTAL)}", POWER, TOTAL), "zh")
    assert f'class="vc-figure vc-demonstration" popovertarget="vc-{POWER.id}"' in html
    assert f'class="vc-figure vc-reference" popovertarget="vc-{TOTAL.id}"' in html


def test_a_stop_stays_with_its_figure():
    html = to_html(answer(f"排放{mark(TOTAL)}。", TOTAL), "zh")
    assert "</button>。</span>" in html


@pytest.mark.parametrize(("lang", "head"), [("zh", "排放（Mt）"), ("en", "排放 (Mt)")])
def test_a_table_column_of_one_unit_names_it_in_the_header(lang, head):
    text = f"| 年份 | 排放 |\n|---|--:|\n| 2019 | {mark(TOTAL)} |\n| 2020 | — |\n"
    html = to_html(answer(text, TOTAL), lang)
    assert f"{head}</th>" in html
    assert ">569.1</button></td>" in html


def test_a_table_column_of_two_units_keeps_them_in_the_cells():
    text = f"| 项 | 值 |\n|---|---|\n| a | {mark(TOTAL)} |\n| b | {mark(SHARE)} |\n"
    html = to_html(answer(text, TOTAL, SHARE), "zh")
    assert ">569.1 Mt</button>" in html
    assert ">46.1%</button>" in html
    assert "值</th>" in html


def test_figures_after_a_table_keep_their_full_form():
    text = f"| 项 | 值 |\n|---|---|\n| a | {mark(TOTAL)} |\n\n又 {mark(POWER)}"
    assert "262.3 Mt（2.623 亿吨）" in to_html(answer(text, TOTAL, POWER), "zh")


@pytest.mark.parametrize(
    "text",
    [
        EVIL,
        "[x](javascript:alert(1))",
        "![x](http://outside.example/x.png)",
        '[x](http://a.example "onmouseover=alert(1)")',
        f"[x](http://a.example/{mark(TOTAL)})",
        f'<a href="{mark(TOTAL)}">x</a>',
        f"`{EVIL}`",
        f"| {EVIL} | b |\n|---|---|\n| {EVIL} | {mark(TOTAL)} |\n",
        "<style>*{display:none}</style><iframe src=//a.example></iframe>",
        f"\ue001{TOTAL.id}\ue000",
        f"[c:{TOTAL.id}]: http://a.example\n\n{mark(TOTAL)}",
    ],
)
def test_hostile_text_brings_no_markup(text):
    assert_harmless(to_html(answer(text, TOTAL), "zh"))


def test_private_characters_of_the_text_are_no_marks():
    html = to_html(answer(f"\ue001{TOTAL.id}\ue000", TOTAL), "zh")
    assert "<button" not in html


def test_hostile_labels_sources_and_formulas_are_escaped():
    bad = claim(
        entity={"region": EVIL}, source=EVIL, formula=EVIL, params={EVIL: EVIL}, parents=(TOTAL,)
    )
    result = Result(tool=EVIL, title=same(EVIL), arguments={"region": EVIL}, claims=[bad])
    html = to_html(answer(mark(bad), bad, results=[result]), "zh")
    assert_harmless(html)
    assert html.count("&lt;script&gt;") >= 4


def test_plain_text_prints_value_and_unit():
    held = {TOTAL.id: TOTAL}
    assert to_plain(f"{mark(TOTAL)} [[c:nope]]", held, "zh") == "569.1 Mt（5.691 亿吨） ?"


TABLE = Table(
    id="t",
    title=same("t"),
    columns=[
        Column(id="region", label=Text(zh="省份", en="Province")),
        Column(id="co2_mt", label=Text(zh="排放", en="CO2"), unit="Mt"),
    ],
    rows=[[Text(zh="广东", en="Guangdong"), 569.0664], ["=1+1", None]],
    claims=[[None, TOTAL.id], [None, None]],
    kind="demonstration",
    source="CEADs",
)


def test_a_table_shows_units_once_gaps_and_openable_figures():
    html = table_html(TABLE, Evidence({TOTAL.id: TOTAL}, [], "zh"))
    assert "排放（Mt）</th>" in html
    assert ">569.1</button></td>" in html
    assert "—</span></td>" in html
    assert f'<div popover id="vc-{TOTAL.id}"' in html


def test_a_long_table_is_cut_and_says_so():
    rows = [["x", float(i)] for i in range(MOST_ROWS + 5)]
    long = TABLE.model_copy(update={"rows": rows, "claims": []})
    html = table_html(long, Evidence({}, [], "en"))
    assert html.count("<tr>") == MOST_ROWS + 1
    assert f"The first {MOST_ROWS} of {MOST_ROWS + 5} rows" in html


def test_a_hostile_table_brings_no_markup():
    bad = TABLE.model_copy(update={"rows": [[EVIL, 1.0]], "source": EVIL, "claims": []})
    assert_harmless(table_html(bad, Evidence({}, [], "zh")))


def test_csv_keeps_precision_kind_and_source_and_defuses_formulas():
    assert table_csv(TABLE, "en").splitlines() == [
        "Province,CO2 (Mt),Kind,Source",
        "Guangdong,569.0664,demonstration data (synthetic),CEADs",
        "'=1+1,,demonstration data (synthetic),CEADs",
    ]


def test_links_to_the_web_open_beside_the_page():
    html = markdown_to_html("[CEADs](https://www.ceads.net)", Evidence({}, [], "en"))
    assert 'href="https://www.ceads.net"' in html
    assert 'target="_blank"' in html
    assert "noopener" in html

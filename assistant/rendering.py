"""From an answer's Markdown with claim marks to what a reader sees: safe HTML, or plain text.

A mark is set aside before the Markdown is read and its figure put in after the HTML is cleaned, so
that no text of a model, a table or a source can bring markup of its own.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.events import Answer
from assistant.evidence import Evidence, Form, format_figure
from data.fields import unit_label
from data.result import Claim
from data.text import Lang

MARK = re.compile(r"\[\[c:\s*([A-Za-z0-9_-]{1,64})\s*\]\]")
_FORMS: dict[str, Form] = {"\ue001": "full", "\ue002": "short", "\ue003": "bare"}
_HELD = re.compile("([\ue001-\ue003])([A-Za-z0-9_-]{1,64})\ue000")
_HELD_WITH_STOP = re.compile("([（(]?)" + _HELD.pattern + "([，。；：、！？）,.;:!?)]?)")
_PRIVATE = re.compile("[\ue000-\ue00f]")
_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li"),
    *("strong", "em", "s", "del", "code", "pre", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def to_html(answer: Answer, lang: Lang) -> str:
    """Write an answer as safe HTML with each figure a button, and the popovers they open."""
    evidence = Evidence(answer.claims, answer.results, lang)
    body = markdown_to_html(answer.text, evidence)
    return f'<div class="vc-answer">{body}</div>{evidence.popovers()}'


def to_plain(text: str, claims: Mapping[str, Claim], lang: Lang) -> str:
    """Replace each mark by its figure with unit, for a terminal; an unknown claim reads “?”.

    >>> from data.result import make_claim, mark
    >>> co2 = make_claim("co2_mt", 569.07, unit="Mt", kind="official", dataset="d", source="s")
    >>> to_plain(f"It was {mark(co2)}.", {co2.id: co2}, "en")
    'It was 569.1 Mt.'
    """

    def figure(found: re.Match[str]) -> str:
        claim = claims.get(found[1])
        return format_figure(claim, lang) if claim else "?"

    return MARK.sub(figure, text)


def markdown_to_html(text: str, evidence: Evidence) -> str:
    """Write Markdown with marks as safe HTML; the caller adds the evidence's popovers."""
    held = MARK.sub("\ue001\\1\ue000", _PRIVATE.sub("", text))
    tokens = _reader().parse(held)
    _shorten_cells(tokens, evidence)
    raw = _reader().renderer.render(tokens, _reader().options, {})
    clean = nh3.clean(
        raw,
        tags=_TAGS,
        attributes={"a": {"href"}, "th": {"style"}, "td": {"style"}},
        filter_style_properties={"text-align"},
        url_schemes={"http", "https"},
        attribute_filter=lambda _tag, _name, value: None if _PRIVATE.search(value) else value,
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener noreferrer",
    )
    wrapped = clean.replace("<table>", '<div class="vc-scroll"><table>').replace(
        "</table>", "</table></div>"
    )
    return _HELD_WITH_STOP.sub(lambda m: _figure(m, evidence), wrapped)


def sentence_to_html(text: str, evidence: Evidence) -> str:
    """Write one sentence with marks as inline HTML."""
    html = markdown_to_html(text, evidence).strip()
    return html[3:-4] if html.startswith("<p>") and html.count("<p>") == 1 else html


def _figure(found: re.Match[str], evidence: Evidence) -> str:
    start, form, claim_id, stop = found.groups()
    button = evidence.button(claim_id, _FORMS[form])
    # A line may break beside a button; bracket and stop stay with their figure.
    return f'<span class="vc-keep">{start}{button}{stop}</span>' if start or stop else button


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False})
    return reader.enable(["table", "strikethrough"]).disable(["image"])


def _shorten_cells(tokens: list[Token], evidence: Evidence) -> None:
    """In tables drop the customary Chinese unit; name a unit once where a column has only one."""
    starts = [i for i, t in enumerate(tokens) if t.type == "table_open"]
    for start, end in pairwise([*starts, len(tokens)]):
        columns: list[list[Token]] = []
        place = -1
        for before, token in pairwise(tokens[start:end]):
            if before.type == "tr_open":
                place = -1
            if before.type in ("th_open", "td_open"):
                place += 1
                columns += [[]] if place == len(columns) else []
                columns[place].append(token)
            if before.type == "table_close":
                break
        for head, *cells in (c for c in columns if c):
            _shorten_column(head, cells, evidence)


def _shorten_column(head: Token, cells: list[Token], evidence: Evidence) -> None:
    contents = [c.content.strip() for c in cells]
    found = [m[2] for text in contents for m in _HELD.finditer(text)]
    units = {evidence.claims[i].unit if i in evidence.claims else "" for i in found}
    alone = all(_HELD.fullmatch(t) or not _HELD.search(t) for t in contents)
    one = next(iter(units)) if len(units) == 1 and alone else ""
    label = unit_label(one, evidence.lang) if one else ""
    if label and label not in head.content:
        _add_text(head, f"（{label}）" if evidence.lang == "zh" else f" ({label})")
    form = "\ue003" if one else "\ue002"
    for cell in cells:
        for child in cell.children or []:
            child.content = child.content.replace("\ue001", form)


def _add_text(token: Token, text: str) -> None:
    token.content += text
    token.children = [*(token.children or []), Token("text", "", 0, content=text)]

"""The evidence behind a figure: a button with its text, and a popover that shows how it came about.

Buttons and popovers are plain HTML (the ``popover`` attribute), so that they open without a round
trip to the server and hold in a saved page. A popover lives beside its button, in the same tree.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from html import escape
from typing import Literal

from assistant.page import text as ui
from data.citations import cite, kind_text
from data.fields import field_label, format_number, format_value, unit_label
from data.result import Claim, Result
from data.text import Lang
from data.vocabulary import FAMILIES, FUELS, IO_SECTORS, REGIONS, SECTORS, Vocabulary

log = logging.getLogger(__name__)

Form = Literal["full", "short", "bare"]
"""Value with unit and the customary Chinese one; value with unit; value only."""

MOST_PARENTS = 12
MOST_POPOVERS = 400

_KNOWN_AS: dict[str, tuple[Vocabulary, ...]] = {
    "region": (REGIONS,),
    "partner": (REGIONS,),
    "sector": (SECTORS, IO_SECTORS, FAMILIES),
    "fuel": (FUELS,),
}
_ANY = (REGIONS, SECTORS, IO_SECTORS, FAMILIES, FUELS)


def format_figure(claim: Claim, lang: Lang, form: Form = "full") -> str:
    """Write the figure of a claim as text.

    >>> from data.result import make_claim
    >>> co2 = make_claim("co2_mt", 569.07, unit="Mt", kind="official", dataset="d", source="s")
    >>> [format_figure(co2, "zh", form) for form in ("full", "short", "bare")]
    ['569.1 Mt（5.691 亿吨）', '569.1 Mt', '569.1']
    """
    if form == "bare":
        return format_number(claim.value, claim.unit)
    if form == "short" and claim.unit == "Mt":
        return f"{format_number(claim.value, 'Mt')} {unit_label('Mt', lang)}"
    return format_value(claim.value, claim.unit, lang)


def name_entity(key: str, value: str, lang: Lang) -> str:
    """Return the label of an id in a claim's entity; what no vocabulary knows stands for itself.

    >>> name_entity("region", "CN-GD", "zh")
    '广东'
    """
    for vocabulary in _KNOWN_AS.get(key, _ANY):
        if value in vocabulary:
            return vocabulary.label(value, lang)
    return value


class Evidence:
    """Buttons for the figures of one piece of HTML, and the popovers they open.

    Args:
        claims: Every claim that may be opened, by id.
        results: The tool results at hand; they tell which call minted a claim.
        lang: The reader's language.
    """

    def __init__(self, claims: Mapping[str, Claim], results: Iterable[Result], lang: Lang) -> None:
        self.claims = claims
        self.lang: Lang = lang
        self._calls = {c.id: r for r in results for c in r.claims}
        self._wanted: dict[str, None] = {}

    def button(self, claim_id: str, form: Form = "full") -> str:
        """Write a figure as a button that opens its evidence; an unknown id reads “?”."""
        claim = self.claims.get(claim_id)
        if claim is None:
            log.error("the text speaks of a claim that is not held: %s", claim_id)
            title = escape(ui.NO_EVIDENCE.get(self.lang))
            return f'<span class="vc-unknown" title="{title}">?</span>'
        text = escape(format_figure(claim, self.lang, form)).replace("-", "−", 1)
        if claim_id not in self._wanted and len(self._wanted) >= MOST_POPOVERS:
            return f'<span class="vc-figure vc-{claim.kind}">{text}</span>'
        self._wanted[claim_id] = None
        return (
            f'<button type="button" class="vc-figure vc-{claim.kind}"'
            f' popovertarget="{_anchor(claim_id)}">{text}</button>'
        )

    def popovers(self) -> str:
        """Write the popovers of all buttons so far, and of the figures those were computed from."""
        done: list[str] = []
        written: set[str] = set()
        while todo := [i for i in self._wanted if i not in written]:
            for claim_id in todo:
                written.add(claim_id)
                done.append(self._popover(self.claims[claim_id]))
        return "".join(done)

    def _popover(self, claim: Claim) -> str:
        lang = self.lang
        rows = [
            (ui.KIND, escape(kind_text(claim).get(lang))),
            (ui.SOURCE, escape(cite(claim.source, lang))),
            (ui.DATASET, escape(claim.dataset)),
            (ui.FORMULA, _code(cite(claim.formula, lang))),
            (ui.PARENTS, self._parents(claim)),
            (ui.PARAMETERS, _code(_arguments(claim.params))),
            (ui.TOOL_CALL, self._call(claim)),
            (ui.CLAIM_ID, _code(claim.id)),
        ]
        held = "".join(f"<dt>{escape(t.get(lang))}</dt><dd>{html}</dd>" for t, html in rows if html)
        value = escape(format_value(claim.value, claim.unit, lang)).replace("-", "−", 1)
        anchor = _anchor(claim.id)
        return (
            f'<div popover id="{anchor}" class="vc-evidence vc-{claim.kind}">'
            f'<button type="button" class="vc-close" popovertarget="{anchor}"'
            f' popovertargetaction="hide" aria-label="{escape(ui.CLOSE.get(lang))}">×</button>'
            f'<p class="vc-what">{escape(self._describe(claim))}</p>'
            f'<p class="vc-value">{value}</p><dl>{held}</dl></div>'
        )

    def _describe(self, claim: Claim) -> str:
        parts = [field_label(claim.metric, self.lang)]
        parts += [
            claim.entity_name(k, self.lang) or name_entity(k, v, self.lang)
            for k, v in claim.entity.items()
        ]
        if claim.year is not None:
            parts.append(ui.YEAR.get(self.lang).format(year=claim.year))
        return " · ".join(parts)

    def _parents(self, claim: Claim) -> str:
        items: list[str] = []
        colon = ui.COLON.get(self.lang)
        for parent_id in claim.parents[:MOST_PARENTS]:
            parent = self.claims.get(parent_id)
            if parent is None:
                items.append(f"<li>{_code(parent_id)}</li>")
            else:
                what = escape(self._describe(parent))
                items.append(f"<li>{what}{colon}{self.button(parent_id)}</li>")
        left = len(claim.parents) - MOST_PARENTS
        if left > 0:
            items.append(f"<li>{escape(ui.MORE.get(self.lang).format(n=left))}</li>")
        return f"<ul>{''.join(items)}</ul>" if items else ""

    def _call(self, claim: Claim) -> str:
        result = self._calls.get(claim.id)
        return _code(f"{result.tool}({_arguments(result.arguments)})") if result else ""


def _anchor(claim_id: str) -> str:
    safe = "".join(c if c.isalnum() else "_" for c in claim_id)
    return f"vc-{safe}"


def _arguments(held: Mapping[str, object]) -> str:
    return ", ".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in held.items())


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>" if text else ""

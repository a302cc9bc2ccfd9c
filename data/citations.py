"""How citations and formulas read in Chinese; figures keep the source's own wording in English."""

import re
from functools import cache

from data.result import KIND_LABEL, Claim
from data.text import Lang, Text
from data.vocabulary import FOLDER, read_csv

COMPUTED = {
    "projection": "Projection on the stated assumptions, not observed",
    "pathway": "Pathway on the stated assumptions, not observed",
    "trend": "Recent trend carried on, not observed",
}
"""What the citation of a figure of a year to come begins with, before the data behind it."""

SEPARATOR = " | "
"""What stands between the sources of one figure; citations hold commas and semicolons of their own."""


@cache
def _chinese() -> dict[str, str]:
    return {row["en"]: row["zh"] for row in read_csv(FOLDER / "citations.csv")}


def cite_computed(span: str, text: str) -> str:
    """Say that a figure of a span was computed, before citing the data behind it.

    >>> cite_computed("pathway", "CEADs")
    'Pathway on the stated assumptions, not observed | CEADs'
    >>> cite_computed("pathway", cite_computed("projection", "CEADs"))
    'Pathway on the stated assumptions, not observed | CEADs'
    """
    held = [part for part in text.split(SEPARATOR) if part not in COMPUTED.values()]
    return SEPARATOR.join([COMPUTED[span], *held])


def cite(text: str, lang: Lang) -> str:
    """Write a citation, a list of citations or a formula in the reader's language.

    What has no Chinese wording (a paper, a formula of symbols) stands as it is.

    >>> cite("CO2 / population | CEADs", "zh")
    'CO2 ÷ 人口；CEADs'
    >>> cite("a decrease, stated as -3.9", "zh")
    '下降目标，原文为-3.9'
    """
    parts = text.split(SEPARATOR)
    if lang == "en":
        return "; ".join(parts)
    return "；".join(_chinese().get(part) or _by_pattern(part) for part in parts)


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Wordings with a figure or a name in them, written ``{}`` in the file."""
    held = [(en, zh) for en, zh in _chinese().items() if "{}" in en]
    return [(re.compile(re.escape(en).replace(r"\{\}", "(.+)")), zh) for en, zh in held]


def _by_pattern(part: str) -> str:
    found = ((pattern.fullmatch(part), zh) for pattern, zh in _patterns())
    return next((zh.format(*match.groups()) for match, zh in found if match), part)


def kind_text(claim: Claim) -> Text:
    """Name the kind of a figure; one computed for a later year never reads as measured.

    >>> from data.result import make_claim
    >>> kind_text(make_claim("co2_pathway_mt", 1, unit="Mt", kind="official", dataset="d",
    ...     source=cite_computed("pathway", "CEADs"))).en
    'computed on stated assumptions, from official (imported)'
    """
    label = KIND_LABEL[claim.kind]
    if claim.source.split(SEPARATOR)[0] not in COMPUTED.values():
        return label
    return Text(
        zh=f"按假设计算，依据：{label.zh}", en=f"computed on stated assumptions, from {label.en}"
    )

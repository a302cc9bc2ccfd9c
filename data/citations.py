"""How citations and formulas read in Chinese; figures keep the source's own wording in English."""

from functools import cache

from data.text import Lang
from data.vocabulary import FOLDER, read_csv

COMPUTED = {
    "projection": "Projection on the stated assumptions, not observed",
    "pathway": "Pathway on the stated assumptions, not observed",
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
    """
    parts = text.split(SEPARATOR)
    if lang == "en":
        return "; ".join(parts)
    return "；".join(_chinese().get(part, part) for part in parts)

"""What a model reads of a tool's result: at most twenty lines, each with unit, year and source."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from data.citations import cite, kind_text
from data.fields import field_label, format_value
from data.result import Claim, Result
from data.text import Lang
from data.vocabulary import FAMILIES, FUELS, IO_SECTORS, REGIONS, SECTORS

LONGEST = 20
MARK = re.compile(r"\[\[c:([a-z2-7]{8})\]\]")
NAMES = (REGIONS, SECTORS, IO_SECTORS, FAMILIES, FUELS)


def digest(result: Result, lang: Lang) -> str:
    """Write a result for a model: title, figures with their marks, cautions, then sources.

    The findings' figures come first, each section in turn, so that a long result shows something
    of every part; what does not fit is counted, not hidden.
    """
    by_id = {c.id: c for c in result.claims}
    order = list(dict.fromkeys([*(i for i in _spoken(result, lang) if i in by_id), *by_id]))
    notes = [f"! {n.text.get(lang)}" for n in result.notes if n.level != "info"][:3]
    room = LONGEST - 3 - len(notes)
    sources = list(dict.fromkeys(by_id[i].source for i in order[:room]))
    lines = [f"- {describe(by_id[i], lang, sources)}" for i in order[:room]]
    if not lines:
        lines = [f"- {f.text.get(lang)}" for f in result.findings[:room]]
    left = len(order) - room
    more = [f"({left} more figures stand in the tables)"] if left > 0 else []
    cited = [" ".join(f"[S{n}] {cite(s, lang)}." for n, s in enumerate(sources, 1))]
    return "\n".join([result.title.get(lang), *lines, *more, *notes, *(cited if sources else [])])


def _spoken(result: Result, lang: Lang) -> list[str]:
    """Return the ids that the findings speak of, one of each section at a time."""
    sections: dict[str, list[str]] = {}
    for finding in result.findings:
        marks = MARK.findall(finding.text.get(lang))
        sections.setdefault(finding.section, []).extend(marks)
    return [i for turn in zip_longest(*sections.values()) for i in turn if i is not None]


def describe(claim: Claim, lang: Lang, sources: Sequence[str] = ()) -> str:
    """Write one claim as a line: mark, what, for whom, when, value, kind, source.

    A source that stands in ``sources`` is named by its place there, to keep the line short.

    >>> from data.result import make_claim
    >>> describe(make_claim("co2_mt", 569.07, unit="Mt", kind="official", dataset="d",
    ...     source="CEADs", year=2019, entity={"region": "CN-GD"}), "en")[15:]
    'CO2 emissions, Guangdong, 2019 = 569.1 Mt (official (imported); CEADs)'
    """
    what = [field_label(claim.metric, lang), *entity_names(claim, lang)]
    if claim.year is not None:
        what.append(str(claim.year))
    value = format_value(claim.value, claim.unit, lang)
    kind = kind_text(claim).get(lang)
    listed = claim.source in sources
    source = f"S{sources.index(claim.source) + 1}" if listed else cite(claim.source, lang)
    return f"[[c:{claim.id}]] {', '.join(what)} = {value} ({kind}; {source})"


def entity_names(claim: Claim, lang: Lang) -> list[str]:
    """Name what a claim speaks of in the reader's language; what no vocabulary knows is as it is.

    >>> from data.result import make_claim
    >>> held = make_claim("share_pct", 5, unit="percent", kind="official", dataset="d",
    ...     source="s", entity={"region": "CN-GD", "sector": "trade"})
    >>> entity_names(held, "en")
    ['Guangdong', 'Wholesale and retail']
    """
    return [claim.entity_name(r, lang) or _name(v, lang) for r, v in claim.entity.items()]


def _name(term_id: str, lang: Lang) -> str:
    known = next((names for names in NAMES if term_id in names), None)
    return known.label(term_id, lang) if known else term_id

"""What a model reads of a tool's result: at most twenty lines, each with unit, year and source."""

import re

from data.citations import cite
from data.fields import field_label, format_value
from data.result import KIND_LABEL, Claim, Result
from data.text import Lang
from data.vocabulary import FUELS, IO_SECTORS, REGIONS, SECTORS

LONGEST = 20
MARK = re.compile(r"\[\[c:([a-z2-7]{8})\]\]")
NAMES = {"region": REGIONS, "sector": SECTORS, "fuel": FUELS, "io_sector": IO_SECTORS}


def digest(result: Result, lang: Lang) -> str:
    """Write a result for a model: title, figures with their marks, then cautions.

    Figures that the findings speak of come first; what does not fit is counted, not hidden.
    """
    spoken = [i for f in result.findings for i in MARK.findall(f.text.get(lang))]
    by_id = {c.id: c for c in result.claims}
    order = list(dict.fromkeys([*(i for i in spoken if i in by_id), *by_id]))
    notes = [f"! {n.text.get(lang)}" for n in result.notes if n.level != "info"]
    notes = notes[:3]
    room = LONGEST - 2 - len(notes)
    lines = [f"- {describe(by_id[i], lang)}" for i in order[:room]]
    if not lines:
        lines = [f"- {f.text.get(lang)}" for f in result.findings[:room]]
    left = len(order) - room
    more = [f"({left} more figures stand in the tables)"] if left > 0 else []
    return "\n".join([result.title.get(lang), *lines, *more, *notes])


def describe(claim: Claim, lang: Lang) -> str:
    """Write one claim as a line: mark, what, for whom, when, value, source, kind.

    >>> from data.result import make_claim
    >>> describe(make_claim("co2_mt", 569.07, unit="Mt", kind="official", dataset="d",
    ...     source="CEADs", year=2019, entity={"region": "CN-GD"}), "en")[15:]
    'CO2 emissions, Guangdong, 2019 = 569.1 Mt (official (imported); CEADs)'
    """
    what = [field_label(claim.metric, lang), *entity_names(claim, lang)]
    if claim.year is not None:
        what.append(str(claim.year))
    value = format_value(claim.value, claim.unit, lang)
    kind = KIND_LABEL[claim.kind].get(lang)
    return f"[[c:{claim.id}]] {', '.join(what)} = {value} ({kind}; {cite(claim.source, lang)})"


def entity_names(claim: Claim, lang: Lang) -> list[str]:
    """Name what a claim speaks of in the reader's language."""
    return [
        NAMES[role].label(value, lang) if role in NAMES else value
        for role, value in claim.entity.items()
    ]

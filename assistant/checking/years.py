"""Whether a sentence speaks of the years of the figure it cites: a year, a span, or a start."""

import re
from collections.abc import Mapping

from assistant.checking.agreement import Why, compare_names, is_stated, said_by
from assistant.checking.binding import CLAUSE_END, is_base
from assistant.checking.reader import Context, Reader, ends_of, is_range
from assistant.checking.subjects import Subject
from data.result import Claim

NOW = re.compile(
    r"当前|目前|现在|如今|基准|基年|最近|最新|历史|末年|去年|今年"
    r"|\b(?:now|today|current(?:ly)?|base year|latest|last|so far|present)\b",
    re.IGNORECASE,
)
"""Words by which a sentence speaks of another year than the one it names."""

FROM_HERE = re.compile(r"(?:由|从|\bfrom)\s*$")
TO_HERE = re.compile(r"(?:至|到|\bto)\s*$")
BACKWARD = re.compile(
    r"((?:19|20)\d{2})\s*年?\s*(?:[-–—~～]|至)+\s*((?:19|20)\d{2})(?!\d)"
    r"|\bbetween ((?:19|20)\d{2}) and ((?:19|20)\d{2})\b"
)
CUMULATED = "co2_cumulative_mt"
CUT = "co2_cut_mt"
TREND = {"co2_trend_mt"}
OF_ONE_YEAR = {"co2_pathway_mt", "co2_projection_mt", "co2_residual_mt", "co2_net_mt"}
"""Levels of a pathway: a year that it starts from or aims at is none of theirs."""


def off_year(
    reader: Reader, span: tuple[int, int], claim: Claim, subject: Subject, context: Context,
    claims: Mapping[str, Claim],
) -> Why:  # fmt: skip
    """Compare the years of a claim with those its sentence names, then with those said before."""
    years = frozenset(map(str, subject.years))
    if not years or claim.unit in ("year", "count") or is_stated(claim):
        return None
    bound = reader.bind("year", span, strong=True)
    held = bound.firm or bound.loose
    ranges = [r for r in held if is_range(r)]
    spans = [ends_of(r) for r in ranges]
    before = reader.blank[: span[0]]
    clause = CLAUSE_END.split(before)[-1]
    said = context.span if not held and not NOW.search(clause) else None
    ends = _ends(claim)
    if ends:
        periods = {ends, (str(int(ends[0]) + 1), ends[1])}
        if (ranges and not periods & {*spans}) or (
            said and claim.metric not in TREND and said != ends
        ):
            return "year", said_by(reader, ranges)
        lone = [r for r in bound.firm if not is_range(r) and r.ids == {ends[0]}]
        if lone and len(bound.firm) == 1 and not is_base(reader.blank, lone[0]):
            return "year", said_by(reader, lone)
    elif (spans or said) and not _at_end(before, claim, spans[0] if spans else said):
        return "year", said_by(reader, ranges)
    if claim.metric in TREND | OF_ONE_YEAR and [r for r in bound.firm if len(r.members) == 1]:
        years = frozenset({str(claim.year)})
    back = [m.group() for m in BACKWARD.finditer(reader.blank)
            if (m[1] or m[3]) > (m[2] or m[4])]  # fmt: skip
    if back:
        return "year", back[0]
    off = compare_names(reader, "year", span, years, context)
    if off and not held and _is_latest(claim, context, claims):
        return None
    return None if off and NOW.search(clause) and not bound.firm else off


def _ends(claim: Claim) -> tuple[str, str] | None:
    """Return the first and last year of a claim that speaks of a span, as a change or sum does."""
    against = claim.params.get("against_year")
    if isinstance(against, int) and claim.year is not None:
        return (str(against), str(claim.year)) if against != claim.year else None
    first, last = claim.params.get("from"), claim.params.get("to", claim.year)
    if claim.metric == CUMULATED and first is None:
        first = claim.params.get("start")
    return (str(first), str(last)) if isinstance(first, int) and isinstance(last, int) else None


def _is_latest(claim: Claim, context: Context, claims: Mapping[str, Claim]) -> bool:
    """Tell whether “since 2005” was said and the claim is the latest of its kind."""
    if not context.since or claim.year is None:
        return False
    alike = [c.year or 0 for c in claims.values()
             if c.metric == claim.metric and c.entity == claim.entity]  # fmt: skip
    return claim.year == max(alike, default=0)


def _at_end(before: str, claim: Claim, ends: tuple[str, str] | None) -> bool:
    """Tell whether “from” stands before the first year of a span, “to” and a cut at the last."""
    year = claim.year
    if ends is None:
        return True
    if claim.metric == CUT and str(year) not in ends:
        return False
    if FROM_HERE.search(before):
        return str(year) == ends[0]
    return str(year) == ends[1] if TO_HERE.search(before) else True

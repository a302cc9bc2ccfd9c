"""Whether a sentence speaks of the same place, industry, fuel and year as the claims it cites."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.checking.binding import CLAUSE_END, PART_END, Run
from assistant.checking.names import Dimension
from assistant.checking.quotes import Quotes
from assistant.checking.reader import (
    Context,
    Reader,
    begin,
    ends_of,
    enter,
    is_range,
    level_key,
    remember,
)
from assistant.checking.sentences import sentences
from assistant.checking.slots import misread
from assistant.checking.subjects import WHOLE, Subject, subject_of
from assistant.digest import MARK
from data.result import Claim
from data.vocabulary import FUELS, REGIONS, SECTORS

NO_SUBJECT = {"count", "rank"}
NETWORK = {"modularity", "within_share_pct", "covered_share_pct", "cumulative_share_pct"}
STATED = {"policy_target", "assumption_pct", "assumption_pct_per_year", "assumption_cny_1e8"}
NO_INDUSTRY = {"electricity_twh", "carbon_price_cny_per_t", "gdp_cny_1e8", "population_1e4"}
TOTALS = {
    "co2_mt", "co2_per_capita_t", "co2_per_gdp_t_per_cny_1e4", "growth_pct", "growth_pct_per_year",
    "co2_change_mt", "co2_pathway_mt", "co2_projection_mt", "co2_cut_mt",
}  # fmt: skip
"""Quantities that, without an industry or fuel of their own, are a whole province's."""

PLAIN_TOTALS = {"co2_mt", "co2_pathway_mt", "co2_projection_mt"}
TOTAL = re.compile(
    r"总量|合计|全省|全市|总排放|总计|之和|共(?:计|同)|全部|各行业|各部门|整体|本省"
    r"|\b(?:total|totals|altogether|overall|all|whole|sum|together|province(?:'s|’s)?|combined)\b",
    re.IGNORECASE,
)
PARTED = re.compile(TOTAL.pattern + "|其中|of which|including", re.IGNORECASE)
TOGETHER = re.compile(
    r"合计|之和|总|各省|省份|地区|\b(?:together|sum|all|provinces|total|combined)\b", re.IGNORECASE
)
NOW = re.compile(
    r"当前|目前|现在|如今|基准|基年|最近|最新|历史|末年|去年|今年"
    r"|\b(?:now|today|current(?:ly)?|base year|latest|last|so far|present)\b",
    re.IGNORECASE,
)
"""Words by which a sentence speaks of another year than the one it names."""

BESIDE_UP = re.compile(r"(?<![最更])[高多][出了]?\s*$|\b(?:higher|more|above) (?:by )?$")
BESIDE_DOWN = re.compile(r"(?<![最更])[低少][出了]?\s*$|\b(?:lower|less|below) (?:by )?$")
BEHIND_UP = re.compile(r"\s*(?:above|higher|more|ahead)\b")
BEHIND_DOWN = re.compile(r"\s*(?:below|lower|less|fewer|behind)\b")
BASE_BEFORE = re.compile(
    r"(?:自|从|由|比|较|于|对|以)[^，,；;\x00]{0,6}$"
    r"|\b(?:since|from|on|than|against|with|to|over|of|after|between|below|above|vs)"
    r"(?: the)?(?: \w+){0,2}\s*$"
)
BASE_BEHIND = re.compile(
    r"年?(?:以来|起|水平|相比|的水平|至|到|为基)|[’']?s? levels?|\s*(?:baseline|base|to\b)"
)
FROM_HERE = re.compile(r"(?:由|从|\bfrom)\s*$")
TO_HERE = re.compile(r"(?:至|到|\bto)\s*$")
RESPECTIVELY = re.compile(r"分别|依次|respectively", re.IGNORECASE)


@dataclass(frozen=True)
class Misfit:
    """A mark whose claim is not what its sentence says; ``why`` names the side that is off."""

    claim: Claim
    sentence: str
    why: str
    said: str = ""


def find_misfits(
    text: str, claims: Mapping[str, Claim], question: str = "", quoted: Sequence[str] = ()
) -> list[Misfit]:
    """List the marks of an answer whose claim does not fit their sentence.

    Args:
        text: Markdown with figures as ``[[c:ID]]`` marks.
        claims: Claims of the conversation by id.
        question: What was asked: an answer need not repeat its province and year.
        quoted: Sentences a tool wrote with these very marks, which fit as they stand.
    """
    cited = [claims[i] for i in dict.fromkeys(MARK.findall(text)) if i in claims]
    named = [c for c in cited if c.names]
    context = begin(question, named, claims)
    tools = Quotes(quoted)
    free = frozenset[str]().union(*context.question.values())
    found: list[Misfit] = []
    for sentence in sentences(text):
        enter(context, sentence, named, claims)
        reader = Reader(sentence, claims, named)
        if reader.marks and not tools.is_quoted(sentence.text):
            wrong = _check(reader, context, claims)
            found += wrong or _misquoted(reader, tools, free, claims)
        remember(context, reader, claims)
    return found


def _misquoted(
    reader: Reader, tools: Quotes, free: frozenset[str], claims: Mapping[str, Claim]
) -> list[Misfit]:
    """Find what departs from a tool's own sentence: a mark among its words, or a name or way."""
    text = reader.sentence.text.strip()
    swapped = tools.swapped(text)
    cited = [claims[i] for i in dict.fromkeys(i for _, i in reader.marks) if i in claims]
    if swapped:
        return [Misfit(c, text, "quote") for c in cited if c.id in swapped]
    said = tools.reworded(text, free)
    return [Misfit(c, text, "words", said) for c in cited[:1]] if said else []


def _check(reader: Reader, context: Context, claims: Mapping[str, Claim]) -> list[Misfit]:
    found: list[Misfit] = []
    for place, (span, claim_id) in enumerate(reader.marks):
        claim = claims.get(claim_id)
        if claim is None:
            continue
        subject = subject_of(claim, claims)
        why = (
            _off_order(reader, place, subject)
            or _off_place(reader, span, claim, subject, context)
            or _off_thing(reader, span, claim, subject, context)
            or _off_year(reader, span, claim, subject, context)
            or _off_pair(reader, span, claim)
            or _off_comparison(reader, span, claim)
            or misread(reader.text, span, claim, [(s, claims.get(i)) for s, i in reader.marks],
                       f"{context.asked} {context.heading} {reader.sentence.column}",
                       reader.sentence.column, context.levels.get(level_key(claim)))
        )  # fmt: skip
        if why:
            found.append(Misfit(claim, reader.sentence.text.strip(), *why))
    return found


Why = tuple[str, str] | None


def _off_order(reader: Reader, place: int, subject: Subject) -> Why:
    """“Guangdong and Jiangsu emitted a and b respectively”: the first name is of the first mark."""
    if not RESPECTIVELY.search(reader.text):
        return None
    wanted: tuple[tuple[Dimension, frozenset[str]], ...] = (
        ("place", subject.places),
        ("thing", subject.things),
        ("year", frozenset(map(str, subject.years))),
    )
    marks = len(reader.marks)
    for dimension, ids in wanted:
        lists = [r for r in reader.runs[dimension] if len(r.members) == marks > 1]
        if len(lists) == 1 and ids and not ids & lists[0].members[place].ids:
            member = lists[0].members[place]
            return dimension, reader.text[member.start : member.end]
    return None


def _off_place(
    reader: Reader, span: tuple[int, int], claim: Claim, subject: Subject, context: Context
) -> Why:
    if not subject.places or claim.metric in STATED:
        return None
    if len(subject.places) >= WHOLE:
        strong = reader.bind("place", span, strong=True).firm
        lone = [r for r in strong if len(r.members) < 3]
        return ("place", _said(reader, lone)) if lone and not TOGETHER.search(reader.text) else None
    if subject.places == {"CN"} and (claim.unit in NO_SUBJECT or claim.metric in NETWORK):
        return None
    return _off(reader, "place", span, subject.places, context)


def _off(
    reader: Reader, dimension: Dimension, span: tuple[int, int], ids: frozenset[str],
    context: Context,
) -> Why:  # fmt: skip
    """Compare a claim's ids with the names it is bound to, then with what was said before."""
    every = reader.bind(dimension, span, strong=False)
    near = (*every.loose, *every.maybe) if all(r.weak for r in every.firm) else ()
    if any(ids & r.ids for r in (*every.firm, *near)):
        return None
    strong = reader.bind(dimension, span, strong=True)
    bound = strong.firm or strong.loose
    asked = context.question.get(dimension, frozenset())
    passed = bound and any(bound[0].end <= s < span[0] for (s, _), _ in reader.marks)
    others = dimension == "thing" or len(reader.ids("place")) > 1 or not bound or passed
    implied = not strong.firm and dimension != "year" and dimension in context.lone
    if implied and others and asked & ids:
        return None
    if bound:
        return None if any(ids & r.ids for r in bound) else (dimension, _said(reader, bound))
    inherited = context.inherited(dimension)
    return (dimension, "") if inherited and not inherited & ids else None


def _said(reader: Reader, bound: Sequence[Run]) -> str:
    return ", ".join(dict.fromkeys(reader.text[r.start : r.end] for r in bound))


def _off_pair(reader: Reader, span: tuple[int, int], claim: Claim) -> Why:
    """“A emits m for B”: both provinces of a transfer are its own."""
    pair = {claim.entity.get("region", ""), claim.entity.get("for", "")}
    if len([p for p in pair if p in REGIONS]) < 2:
        return None
    stops = [m.end() for m in CLAUSE_END.finditer(reader.blank)]
    edges = [*stops, *(at for held, _ in reader.marks for at in held)]
    left = max((e for e in edges if e < span[0]), default=0)
    right = min((e for e in edges if e > span[1]), default=len(reader.blank))
    strong = [m for r in reader.runs["place"] for m in r.members if not m.weak]
    held = [m for m in strong if left <= m.start < span[0]]
    held = held or [m for m in strong if span[1] <= m.start < right]
    wrong = [m for m in held if not m.ids & pair]
    return ("place", reader.text[wrong[0].start : wrong[0].end]) if wrong else None


def _off_comparison(reader: Reader, span: tuple[int, int], claim: Claim) -> Why:
    """“A is d above B”: which of the two is above decides the sign of the difference."""
    other = re.findall(r"CN(?:-[A-Z]{2})?", str(claim.params.get("against", "")))
    own = re.findall(r"CN(?:-[A-Z]{2})?", claim.entity.get("region", ""))
    start, end = span
    found = BESIDE_UP.search(reader.blank[:start]) or BEHIND_UP.match(reader.blank[end:])
    less = BESIDE_DOWN.search(reader.blank[:start]) or BEHIND_DOWN.match(reader.blank[end:])
    stops = [m.end() for m in PART_END.finditer(reader.blank)]
    left = max((s for s in stops if s <= start), default=0)
    right = min((s for s in stops if s > end), default=len(reader.blank))
    held = [r for r in reader.runs["place"] if left <= r.start < min(right, end + 40)]
    if len(own) != 1 or len(other) != 1 or own == other or len(held) < 2:
        named = [m for r in held for m in r.members]
        if len(own) != 1 or len(other) != 1 or own == other or len(named) != 2:
            return None
        held = [Run(m.start, m.end, (m,)) for m in named]
    first, second = (held[-2].ids, held[-1].ids)
    for run in held[-2:]:
        if not run.weak and not run.ids & {own[0], other[0]}:
            return "place", _said(reader, [run])
    order = 1 if own[0] in first and other[0] in second else 0
    order = -1 if own[0] in second and other[0] in first else order
    if not order or bool(found) == bool(less):
        return None
    above = claim.value * order > 0
    said = found or less
    return None if above == bool(found) else ("direction", said.group().strip() if said else "")


def _off_thing(
    reader: Reader, span: tuple[int, int], claim: Claim, subject: Subject, context: Context
) -> Why:
    if claim.unit in NO_SUBJECT or claim.metric in NETWORK | STATED | NO_INDUSTRY:
        return None
    if len(subject.things) >= WHOLE:
        return None
    if subject.own_things:
        off = _off(reader, "thing", span, subject.things, context)
        return off or _unsaid(reader, subject, context)
    if claim.metric not in TOTALS or subject.things:
        return None
    bound = reader.bind("thing", span, strong=True)
    places = [r.start for r in reader.runs["place"] if r.start < span[0] and not r.weak]
    held = [r for r in bound.firm or (() if places else bound.loose[:1]) if r.end <= span[0]]
    if TOTAL.search(reader.sentence.column):
        return None
    if not held:
        named = places or PARTED.search(reader.text) or claim.metric not in PLAIN_TOTALS
        return ("thing", "") if context.one_thing and not named else None
    # Where a province or another figure stands between, the figure is the province's.
    after = [*places, *(start for (start, _), _ in reader.marks)]
    clause = reader.text[held[0].start : span[0]]
    between = any(held[-1].end <= start < span[0] for start in after)
    return None if between or TOTAL.search(clause) else ("thing", _said(reader, held))


def _unsaid(reader: Reader, subject: Subject, context: Context) -> Why:
    """Tell a figure of one industry or fuel apart from the total that its sentence speaks of."""
    groups = [i for i in subject.own_things if i in SECTORS and SECTORS.terms[i].members]
    groups += [i for i in subject.own_things if i in FUELS and FUELS.terms[i].members]
    single = [i for i in subject.own_things if i not in groups]
    if not single or groups:
        return None
    named = any(reader.runs["thing"]) or context.inherited("thing")
    return None if named else ("thing", "")


def _off_year(
    reader: Reader, span: tuple[int, int], claim: Claim, subject: Subject, context: Context
) -> Why:
    years = frozenset(map(str, subject.years))
    if not years or claim.unit == "year" or claim.metric in STATED:
        return None
    bound = reader.bind("year", span, strong=True)
    held = bound.firm or bound.loose
    ranges = [r for r in held if is_range(r)]
    spans = [ends_of(r) for r in ranges] or ([] if held else [context.span])
    against = claim.params.get("against_year")
    if isinstance(against, int) and against != claim.year:
        ends = (str(against), str(claim.year))
        if ranges and ends not in spans:
            return "year", _said(reader, ranges)
        lone = [r for r in bound.firm if not is_range(r) and r.ids == {ends[0]}]
        if lone and len(bound.firm) == 1 and not _is_base(reader.blank, lone[0]):
            return "year", _said(reader, lone)
    elif spans and spans[0] and not _at_end(reader.blank[: span[0]], claim.year, spans[0]):
        return "year", _said(reader, ranges)
    off = _off(reader, "year", span, years, context)
    clause = CLAUSE_END.split(reader.blank[: span[0]])[-1]
    return None if off and NOW.search(clause) and not bound.firm else off


def _is_base(text: str, run: Run) -> bool:
    """Tell whether a year is named as what is compared with: “since 2005”, “比2005年”."""
    lead, rest = text[max(0, run.start - 24) : run.start], text[run.end : run.end + 10]
    return bool(BASE_BEFORE.search(lead) or BASE_BEHIND.match(rest))


def _at_end(before: str, year: int | None, ends: tuple[str, str]) -> bool:
    """Tell whether “from” stands before the first year of a span and “to” before the last."""
    if FROM_HERE.search(before):
        return str(year) == ends[0]
    return str(year) == ends[1] if TO_HERE.search(before) else True

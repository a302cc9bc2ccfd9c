"""Whether a sentence speaks of the same place, industry, fuel and year as the claims it cites."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.agent.digest import MARK
from assistant.checking.agreement import STATED, Why, compare_names, is_stated, said_by
from assistant.checking.binding import CLAUSE_END, PART_END, Run
from assistant.checking.direction import earlier_level
from assistant.checking.frames import off_frame
from assistant.checking.names import Dimension
from assistant.checking.parallel import off_kind
from assistant.checking.qualifiers import off_qualifier
from assistant.checking.quotes import Quotes
from assistant.checking.reader import (
    Context,
    Reader,
    begin,
    enter,
    level_key,
    remember,
)
from assistant.checking.sentences import sentences
from assistant.checking.slots import misread
from assistant.checking.subjects import WHOLE, Subject, subject_of
from assistant.checking.years import off_year
from data.result import Claim
from data.vocabulary import REGIONS, SECTORS

NO_SUBJECT = {"count", "rank"}
NETWORK = {"modularity", "within_share_pct", "covered_share_pct", "cumulative_share_pct"}
NO_INDUSTRY = {"electricity_twh", "carbon_price_cny_per_t", "gdp_cny_1e8", "population_1e4"}
TOTALS = {
    "co2_mt", "co2_per_capita_t", "co2_per_gdp_t_per_cny_1e4", "growth_pct", "growth_pct_per_year",
    "co2_change_mt", "co2_pathway_mt", "co2_projection_mt", "co2_cut_mt", "co2_consumption_mt",
}  # fmt: skip
"""Quantities that, without an industry or fuel of their own, are a whole province's."""

PLAIN_TOTALS = {"co2_mt", "co2_pathway_mt", "co2_projection_mt"}
TOTAL = re.compile(
    r"总量|合计|全省|全市|总排放|总计|之和|共(?:计|同)|全部|各行业|各部门|整体|本省"
    r"|\b(?:total|totals|altogether|overall|all|whole|sum|together|province(?:'s|’s)?|combined)\b",
    re.IGNORECASE,
)
PARTED = re.compile(TOTAL.pattern + "|其中|of which|including", re.IGNORECASE)
REST = re.compile(
    r"其他|其余|各(?:行业|部门|燃料)|行业|部门|燃料|收缩|合计|\b(?:other|rest|remain\w*|sectors?|industr\w+|fuels?)\b",
    re.IGNORECASE,
)
NATIONAL = re.compile(
    r"(?:全国|国家)(?:清单|总?排放(?:总?量)?)[^，,。;；\x00]{0,12}$"
    r"|\bnational (?:inventory|total|emissions?)[^,.;\x00]{0,24}$",
    re.IGNORECASE,
)
COMPARED = re.compile(
    r"比|较|于|不同|超|差|than|above|below|against|versus|\bvs|compar|unlike|behind|ahead|exceed"
    r"|\b(?:near|next|close|like|average)\b|平均|[>＞<＜→]",
    re.IGNORECASE,
)
"""Words by which a sentence sets a figure against a place that is not its own."""

TOGETHER = re.compile(
    r"合计|之和|总|各省|省份|地区|\b(?:together|sum|all|provinces|total|combined)\b", re.IGNORECASE
)
ALL = re.compile(
    TOGETHER.pattern + r"|全国|国家|行业|平均|中国|national|nation\b|China|average|industry|sector",
    re.IGNORECASE,
)
BESIDE_UP = re.compile(r"(?<![最更])[高多][出了]?\s*$|\b(?:higher|more|above) (?:by )?$")
BESIDE_DOWN = re.compile(r"(?<![最更])[低少][出了]?\s*$|\b(?:lower|less|below) (?:by )?$")
BEHIND_UP = re.compile(r"\s*(?:above|higher|more|ahead)\b")
BEHIND_DOWN = re.compile(r"\s*(?:below|lower|less|fewer|behind)\b")
LATTER = re.compile(r"后者[^，,；;]*[比较于]前者|\bthe latter\b[^,;]*\bthe former\b", re.IGNORECASE)
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
            or _off_place(reader, span, claim, subject, context, claims)
            or _off_thing(reader, span, claim, subject, context)
            or off_year(reader, span, claim, subject, context, claims)
            or _off_pair(reader, span, claim)
            or _off_comparison(reader, span, claim)
            or off_kind(reader, place, claim, context, claims)
            or off_frame(reader, place, claim, context, claims)
            or off_qualifier(claim, reader.blank[: span[0]], reader.text[span[1] :],
                             f"{context.asked} {context.heading} {context.lead} {reader.text}")
            or misread(reader.text, span, claim, [(s, claims.get(i)) for s, i in reader.marks],
                       f"{context.asked} {context.heading} {reader.sentence.column}",
                       reader.sentence.column,
                       context.levels.get(level_key(claim)) or earlier_level(claim, claims))
        )  # fmt: skip
        if why:
            found.append(Misfit(claim, reader.sentence.text.strip(), *why))
    return found


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
    reader: Reader, span: tuple[int, int], claim: Claim, subject: Subject, context: Context,
    claims: Mapping[str, Claim],
) -> Why:  # fmt: skip
    if not subject.places or is_stated(claim):
        return None
    if claim.metric == "co2_mt" and len(subject.places - {"CN"}) == len(subject.places) == 1:
        national = NATIONAL.search(reader.blank[: span[0]])
        if national:
            return "place", national.group().strip()
    if len(subject.places) >= WHOLE:
        if _of_one_place(reader, context) and not ALL.search(f"{context.heading} {reader.text}"):
            return "place", ""
        strong = reader.bind("place", span, strong=True).firm
        lone = [r for r in strong if len(r.members) < 3]
        return (
            ("place", said_by(reader, lone)) if lone and not TOGETHER.search(reader.text) else None
        )
    if subject.places == {"CN"} and (claim.unit in NO_SUBJECT or claim.metric in NETWORK):
        return None
    return compare_names(reader, "place", span, subject.places, context) or _elsewhere(
        reader, subject, claims
    )


def _of_one_place(reader: Reader, context: Context) -> bool:
    asked = context.question.get("place", frozenset[str]())
    return (
        not reader.ids("place")
        and "place" in context.lone
        and {asked} == {context.last.get("place")}
    )


def _elsewhere(reader: Reader, subject: Subject, claims: Mapping[str, Claim]) -> Why:
    """Find a sentence whose one province is not that of the figure, and which compares nothing."""
    held = [r for r in reader.runs["place"] if not r.weak]
    cited = [claims[i] for _, i in reader.marks if i in claims]
    if len(cited) > 1 or any(subject_of(c, claims).places != subject.places for c in cited):
        return None
    named = frozenset[str]().union(*(r.ids for r in reader.runs["place"]))
    if len(held) != 1 or len(subject.places) != 1 or subject.places & {*named, "CN"}:
        return None
    return None if COMPARED.search(reader.blank) else ("place", said_by(reader, held))


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
    if LATTER.search(reader.blank[:start]):
        first, second = second, first
    for run in held[-2:]:
        if not run.weak and not run.ids & {own[0], other[0]}:
            return "place", said_by(reader, [run])
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
        rest = (
            claim.metric not in TOTALS
            or len(subject.own_things) < WHOLE
            or REST.search(f"{context.heading} {reader.text}")
        )
        return None if rest else ("thing", "")
    if subject.own_things:
        off = compare_names(reader, "thing", span, subject.things, context)
        return off or _unsaid(reader, subject, context)
    parted = claim.metric == "co2_consumption_mt" and len(claim.entity) > 1
    whole = claim.metric == "share_pct" and claim.entity.get("region") == claim.params.get("of")
    if not (whole or claim.metric in TOTALS) or subject.things or parted:
        return None
    if reader.sentence.column and _in_table_of_thing(reader, claim, context):
        return "thing", ""
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
    return None if between or TOTAL.search(clause) else ("thing", said_by(reader, held))


def _in_table_of_thing(reader: Reader, claim: Claim, context: Context) -> bool:
    """Tell whether a table cell holds a total where the question and table are of one industry."""
    heads = f"{context.heading} {reader.sentence.column} {reader.sentence.row}"
    said = TOTAL.search(heads) or reader.runs["thing"]
    return context.one_thing and claim.metric in PLAIN_TOTALS and not said


def _unsaid(reader: Reader, subject: Subject, context: Context) -> Why:
    """Tell a figure of one industry or fuel apart from the total that its sentence speaks of."""
    groups = [i for i in subject.own_things if i in SECTORS and SECTORS.terms[i].members]
    single = [i for i in subject.own_things if i not in groups]
    if not single or groups or len(subject.own_things) > 1:
        return None
    named = any(r.ids & subject.things for r in reader.runs["thing"])
    named = named or context.inherited("thing") & subject.things
    return None if named else ("thing", "")

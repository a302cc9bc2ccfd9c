"""One sentence read: its marks, its names and years, and what was said before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.agent.digest import MARK
from assistant.checking.binding import Bound, Run, bind, is_base, runs
from assistant.checking.direction import LEVELS
from assistant.checking.names import Dimension, Mention, mentions
from assistant.checking.sentences import Sentence
from assistant.checking.subjects import YEARS
from data.result import Claim

YEAR = re.compile(r"(?<![\d.])(?:19|20)\d{2}(?!\d)(?!\s?[)）]?\s?(?:Mt|t\b|%))")
SPAN = re.compile(r"^\s*年?\s*(?:[-–—~～]+|至|到|to|through|and)\s*$")


class Reader:
    """One sentence: its marks, and the names and years around them."""

    def __init__(
        self, sentence: Sentence, claims: Mapping[str, Claim], named: Sequence[Claim]
    ) -> None:
        lead = " ".join(t for t in (sentence.row, sentence.column) if t)
        self.sentence = sentence
        self.text = f"{lead} {sentence.text}" if lead else sentence.text
        self.blank = blank = MARK.sub(lambda m: "\x00" * len(m[0]), self.text)
        self.marks = [(m.span(), m[1]) for m in MARK.finditer(self.text)]
        found = mentions(blank, named)
        by_year = [*_written_years(blank), *self._marked_years(claims)]
        self.runs: dict[Dimension, list[Run]] = {
            "place": runs(blank, found, "place"),
            "thing": runs(blank, found, "thing"),
            "year": _year_runs(blank, by_year),
        }

    def _marked_years(self, claims: Mapping[str, Claim]) -> list[Mention]:
        return [
            Mention(*span, "year", frozenset({str(int(claims[i].value))}), weak=True)
            for span, i in self.marks
            if i in claims and claims[i].unit == "year"
        ]

    def bind(self, dimension: Dimension, span: tuple[int, int], *, strong: bool) -> Bound:
        """Find the names of one dimension that a mark belongs to."""
        held = [r for r in self.runs[dimension] if not (strong and r.weak)]
        held = [r for r in held if r.end <= span[0] or r.start >= span[1]]
        return bind(self.blank, held, span, [s for s, _ in self.marks])

    def ids(self, dimension: Dimension) -> frozenset[str]:
        """Return every id of one dimension that the sentence firmly names."""
        return frozenset[str]().union(*(r.ids for r in self.runs[dimension] if not r.weak))

    def first(self, dimension: Dimension) -> frozenset[str]:
        """Return the ids of the first firm name."""
        strong = [r for r in self.runs[dimension] if not r.weak]
        return strong[0].ids if strong else frozenset()


@dataclass
class Context:
    """What was said before a sentence: by the question, the heading, and the sentences so far."""

    asked: str
    question: Mapping[Dimension, frozenset[str]]
    lone: frozenset[Dimension] = frozenset()
    one_thing: bool = False
    heading: str = ""
    under: dict[Dimension, frozenset[str]] = field(default_factory=dict)
    subject: dict[Dimension, frozenset[str]] = field(default_factory=dict)
    last: dict[Dimension, frozenset[str]] = field(default_factory=dict)
    years: frozenset[str] = frozenset()
    span: tuple[str, str] | None = None
    since: bool = False
    first_claim: Claim | None = None
    lead: str = ""
    levels: dict[tuple[str, ...], Claim] = field(default_factory=dict)

    def inherited(self, dimension: Dimension) -> frozenset[str]:
        """Return the ids that a sentence without a name of its own may speak of."""
        asked = self.question.get(dimension, frozenset())
        under = self.under.get(dimension, frozenset())
        if dimension == "year":
            return asked | under | self.years
        said = under | self.last.get(dimension, frozenset())
        said |= self.subject.get(dimension, frozenset())
        return said | asked if not said or dimension in self.lone else said


def is_range(run: Run) -> bool:
    """Tell whether a run is a span of years."""
    return run.members[0].end == run.end and len(run.members) == 2


def ends_of(run: Run) -> tuple[str, str]:
    """Return the first and the last year of a span."""
    return min(run.ids), max(run.ids)


def read_ids(
    text: str, named: Sequence[Claim], claims: Mapping[str, Claim]
) -> dict[Dimension, frozenset[str]]:
    """Return what a text names, the weak names too."""
    reader = Reader(Sentence(text), claims, named)
    dimensions: tuple[Dimension, ...] = ("place", "thing", "year")
    return {d: frozenset[str]().union(*(r.ids for r in reader.runs[d])) for d in dimensions}


def begin(question: str, named: Sequence[Claim], claims: Mapping[str, Claim]) -> Context:
    """Begin an answer with what its question names; ``lone`` are the dimensions named once."""
    reader = Reader(Sentence(question), claims, named)
    counted = {d: {m.ids for r in held for m in r.members} for d, held in reader.runs.items()}
    lone = frozenset(d for d, names in counted.items() if len(names) == 1)
    one_thing = "thing" in lone and bool(reader.ids("thing"))
    context = Context(question, read_ids(question, named, claims), lone, one_thing)
    context.since, context.span = _starts(reader), _only_span(reader)
    return context


def _starts(reader: Reader) -> bool:
    """Tell whether a sentence names one year, and that as a start: “since 2005”."""
    held = [r for r in reader.runs["year"] if not r.weak]
    return len(held) == 1 and not is_range(held[0]) and is_base(reader.blank, held[0])


def _only_span(reader: Reader) -> tuple[str, str] | None:
    held = [r for r in reader.runs["year"] if not r.weak]
    return ends_of(held[0]) if len(held) == 1 and is_range(held[0]) else None


def enter(
    context: Context, sentence: Sentence, named: Sequence[Claim], claims: Mapping[str, Claim]
) -> None:
    """Begin a section where a sentence stands under another heading."""
    if sentence.heading != context.heading:
        context.heading = sentence.heading
        context.under = read_ids(sentence.heading, named, claims)
        context.last, context.subject, context.years = {}, {}, frozenset()
        context.span, context.first_claim = None, None


def remember(context: Context, reader: Reader, claims: Mapping[str, Claim]) -> None:
    """Keep what a sentence named for those that follow."""
    for dimension in ("place", "thing"):
        if reader.ids(dimension):
            context.last[dimension] = reader.ids(dimension)
            context.subject.setdefault(dimension, reader.first(dimension))
    context.years |= reader.ids("year")
    context.since |= _starts(reader)
    strong = [r for r in reader.runs["year"] if not r.weak]
    if strong:
        context.span = ends_of(strong[-1]) if is_range(strong[-1]) else None
    cited = [claims[i] for _, i in reader.marks if i in claims]
    if cited:
        context.first_claim = cited[0]
    if not reader.sentence.column:
        context.lead = reader.blank
    context.levels |= {level_key(c): c for c in cited if c.metric in LEVELS}


def level_key(claim: Claim) -> tuple[str, ...]:
    """Return what two levels must share to be compared: unit, and whose they are."""
    return (claim.unit, *(f"{k}={v}" for k, v in sorted(claim.entity.items())))


def _written_years(text: str) -> list[Mention]:
    return [
        Mention(*m.span(), "year", frozenset({m.group()}))
        for m in YEAR.finditer(text)
        if int(m.group()) in YEARS
    ]


def _year_runs(text: str, found: Sequence[Mention]) -> list[Run]:
    """Join listed years; the two ends of a span stand for every year between."""
    ordered = sorted(found, key=lambda m: m.start)
    spans: list[Run] = []
    place = 0
    while place < len(ordered):
        pair = ordered[place : place + 2]
        if len(pair) == 2 and SPAN.match(text[pair[0].end : pair[1].start]):
            first, last = (int(next(iter(m.ids))) for m in pair)
            joined = re.search("and", text[pair[0].end : pair[1].start])
            wide = range(first, last + 1)
            before = text[: pair[0].start].rstrip().lower()
            if first <= last and (not joined or before.endswith("between")):
                whole = Mention(pair[0].start, pair[1].end, "year", frozenset(map(str, wide)))
                spans.append(Run(pair[0].start, pair[1].end, (whole, pair[1])))
                place += 2
                continue
        spans.append(Run(ordered[place].start, ordered[place].end, (ordered[place],)))
        place += 1
    return _joined(text, spans)


def _joined(text: str, found: Sequence[Run]) -> list[Run]:
    made: list[Run] = []
    for run in found:
        listed = made and re.match(r"^\s*年?\s*(?:、|和|与|及|,|and|or|，)\s*(?:and\s*)?$",
                                   text[made[-1].end : run.start])  # fmt: skip
        if listed and not is_range(run) and not is_range(made[-1]):
            made[-1] = Run(made[-1].start, run.end, (*made[-1].members, *run.members))
        else:
            made.append(run)
    return made

"""The grounding check: every numeral of an answer is a claim, or one of the few that need none."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from assistant.digest import MARK
from assistant.number_words import find_number_words
from data.result import Claim, Result
from data.text import Lang

# Names that hold a digit and state nothing.
FIXED_NAMES = re.compile(
    r"CO\s?[2₂]|CH4|N2O|1\.5\s?°\s?C|2\s?°\s?C|1\.5\s?℃|2\s?℃|(?:scope|范围)\s?[123一二三]"
    r"|10[⁴⁸]|L\.14[78]0|doi[:\s]*(?:https?://\S+/)?10\.\S+|V2\b|eq\.\s?\d|SDA\s?2015",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    r"^\s*(?:#+\s*)?\d{1,2}[.、)]\s|第\s?\d{1,2}(?!\d)|\b\d{1,2}(?:st|nd|rd|th)\b|#\d{1,2}\b",
    re.MULTILINE,
)
NUMERAL = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
MEASURED = re.compile(r"\s?(?:Mt|Gt|亿吨|万吨|吨|亿元|万元|t\b|tonnes?\b|tons?\b)", re.IGNORECASE)
"""Units of what the data measure: a figure with one needs a claim though the user wrote it too."""

EXPONENT = re.compile(r"(?<=[A-Za-z)])[⁻⁺]?[⁰¹²³⁴-⁹]+")
WORD = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]+")
LEAST_WORDS = 5
"""A tool's text with fewer words is no sentence, so that quoting it whole proves nothing."""

YEAR = range(1990, 2101)


@dataclass(frozen=True)
class Verdict:
    """The outcome: how many figures an answer holds, how many are claims, and what is not."""

    figures: int
    verified: int
    unknown_marks: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()
    without_tool: bool = False

    @property
    def passed(self) -> bool:
        """Whether the answer may be shown."""
        return not self.unknown_marks and not self.stray and not self.without_tool


@dataclass(frozen=True)
class Allowed:
    """What an answer may say without a claim.

    Attributes:
        years: Years in the question or on a table's or chart's axis.
        numbers: Numerals the user wrote.
        words: Numbers in words that the user wrote.
        passages: Sentences a tool wrote, which may be quoted whole.
    """

    years: frozenset[int] = frozenset()
    numbers: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    passages: tuple[str, ...] = field(default=())


def allow(
    questions: Iterable[str],
    results: Iterable[Result],
    lang: Lang,
    refusals: Iterable[str] = (),
) -> Allowed:
    """Gather what the answer to a question may say without a claim.

    Args:
        questions: The user's words so far.
        results: The tool results of the turn.
        lang: Language of the answer.
        refusals: What tools said they cannot answer, which names the coverage.
    """
    text = " ".join(unicodedata.normalize("NFKC", q) for q in questions)
    years = {int(y) for y in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text)}
    passages = list(refusals)
    for result in results:
        passages += [f.text.get(lang) for f in result.findings]
        passages += [n.text.get(lang) for n in result.notes]
        years |= _axis_years(result)
    return Allowed(
        years=frozenset(years),
        numbers=frozenset(_plain(n) for n in NUMERAL.findall(text)),
        words=frozenset(find_number_words(text)),
        passages=tuple(sorted(set(passages), key=len, reverse=True)),
    )


def check(text: str, claims: Mapping[str, Claim], allowed: Allowed, has_tool: bool) -> Verdict:
    """Check an answer before it is shown.

    Args:
        text: Markdown with figures as ``[[c:ID]]`` marks.
        claims: Claims of the conversation by id.
        allowed: What needs no claim.
        has_tool: Whether a data tool ran in this turn or an earlier one.

    >>> check("排放为5.7亿吨", {}, Allowed(), True).stray
    ('5.7',)
    >>> check("Peak in 2019.", {}, Allowed(years=frozenset({2019})), True).passed
    True
    """
    marks = MARK.findall(text)
    unknown = tuple(dict.fromkeys(m for m in marks if m not in claims))
    stray = tuple(_stray(_without_passages(text, allowed.passages), allowed))
    figures = len(marks) + len(stray)
    return Verdict(
        figures=figures,
        verified=sum(m in claims for m in marks),
        unknown_marks=unknown,
        stray=stray,
        without_tool=figures > 0 and not has_tool,
    )


def _without_passages(text: str, passages: Collection[str]) -> str:
    for passage in passages:
        if len(WORD.findall(passage)) >= LEAST_WORDS:
            text = text.replace(passage, " ")
    return text


def _stray(text: str, allowed: Allowed) -> list[str]:
    plain = EXPONENT.sub(" ", MARK.sub(" ", text).replace("₂", "2"))
    plain = unicodedata.normalize("NFKC", plain)
    plain = re.sub(r"\[\[c:[^\]]*\]\]", " ", plain)
    plain = FIXED_NAMES.sub(" ", _keep_powers(plain, text))
    plain = ORDINAL.sub(" ", plain)
    found = [
        m.group()
        for m in NUMERAL.finditer(plain)
        if MEASURED.match(plain, m.end()) or not _is_allowed(m.group(), allowed)
    ]
    return found + [w for w in find_number_words(plain) if w not in allowed.words]


def _keep_powers(plain: str, text: str) -> str:
    """Undo what normalisation does to 10⁴, which would read as the numeral 104."""
    return re.sub(r"10([48])(?=\s?(?:CNY|元))", " ", plain) if re.search("10[⁴⁸]", text) else plain


def _is_allowed(numeral: str, allowed: Allowed) -> bool:
    value = _plain(numeral)
    if value.isdigit() and len(value) == 4 and int(value) in YEAR:
        return int(value) in allowed.years or value in allowed.numbers
    return value in allowed.numbers


def _plain(numeral: str) -> str:
    return numeral.replace(",", "").lstrip("-−")


def _axis_years(result: Result) -> set[int]:
    years: set[int] = set()
    for chart in result.charts:
        axis = chart.data.get("x")
        if isinstance(axis, list):
            years |= {x for x in axis if isinstance(x, int) and x in YEAR}
    for table in result.tables:
        places = [i for i, c in enumerate(table.columns) if c.id in ("year", "milestone")]
        years |= {v for row in table.rows for i in places if isinstance(v := row[i], int)}
        years |= {
            int(c.id[-4:]) for c in table.columns if re.search(r"(?:^|_)(?:19|20)\d{2}$", c.id)
        }
    return years | {c.year for c in result.claims if c.year is not None}

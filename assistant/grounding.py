"""The grounding check: every numeral of an answer is a claim that fits its sentence, or needs none."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.agent.digest import MARK
from assistant.checking.account import give_account
from assistant.checking.fit import Misfit, find_misfits
from assistant.checking.number_words import find_number_words
from assistant.checking.numerals import NUMERAL, YEAR, find_stray, plain_numeral
from data.result import Claim, Result
from data.text import Lang


@dataclass(frozen=True)
class Verdict:
    """The outcome: how many figures an answer holds, how many are verified, and what is not.

    ``stray`` are figures without a mark, ``stray_lines`` the lines they stand in; ``misfits`` are
    marks whose claim is not what their sentence says, and count as not verified.
    """

    figures: int
    verified: int
    unknown_marks: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()
    without_tool: bool = False
    stray_lines: tuple[str, ...] = ()
    misfits: tuple[Misfit, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the answer may be shown."""
        wrong = self.unknown_marks or self.stray or self.misfits
        return not wrong and not self.without_tool

    def account(self, lang: Lang) -> str:
        """Say what is wrong, a line each, for the model's one repair."""
        stray = zip(self.stray, self.stray_lines, strict=True)
        return give_account(stray, self.unknown_marks, self.misfits, lang)


@dataclass(frozen=True)
class Allowed:
    """What an answer may say without a claim.

    Attributes:
        years: Years in the question or on a table's or chart's axis.
        numbers: Numerals the user wrote.
        words: Numbers in words that the user wrote.
        passages: Sentences a tool wrote, which may be quoted whole.
        question: What was asked last, which an answer need not repeat.
    """

    years: frozenset[int] = frozenset()
    numbers: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    passages: tuple[str, ...] = field(default=())
    question: str = ""


def allow(
    questions: Iterable[str],
    results: Iterable[Result],
    lang: Lang,
    refusals: Iterable[str] = (),
) -> Allowed:
    """Gather what the answer to a question may say without a claim.

    Args:
        questions: The user's words so far, the last question last.
        results: The tool results of the turn.
        lang: Language of the answer.
        refusals: What tools said they cannot answer, which names the coverage.
    """
    asked = [unicodedata.normalize("NFKC", q) for q in questions]
    text = " ".join(asked)
    years = {int(y) for y in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text)}
    passages = list(refusals)
    for result in results:
        passages += [f.text.get(lang) for f in result.findings]
        passages += [n.text.get(lang) for n in result.notes]
        years |= _axis_years(result)
    return Allowed(
        years=frozenset(years),
        numbers=frozenset(plain_numeral(n) for n in NUMERAL.findall(text)),
        words=frozenset(find_number_words(text)),
        passages=tuple(sorted(set(passages), key=len, reverse=True)),
        question=asked[-1] if asked else "",
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
    >>> check("The inventory of 2019.", {}, Allowed(years=frozenset({2019})), True).passed
    True
    >>> check("Emissions peak in 2019.", {}, Allowed(years=frozenset({2019})), True).passed
    False
    """
    marks = MARK.findall(text)
    unknown = tuple(dict.fromkeys(m for m in marks if m not in claims))
    held = allowed
    stray = list(find_stray(text, held.years, held.numbers, held.words, held.passages))
    misfits = tuple(find_misfits(text, claims, held.question, held.passages))
    figures = len(marks) + len(stray)
    return Verdict(
        figures=figures,
        verified=sum(m in claims for m in marks) - len(misfits),
        unknown_marks=unknown,
        stray=tuple(numeral for numeral, _ in stray),
        without_tool=figures > 0 and not has_tool,
        stray_lines=tuple(line for _, line in stray),
        misfits=misfits,
    )


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

"""What a user's own file may hold: the series by id, and their units with exact conversion."""

import unicodedata
from decimal import Decimal
from functools import cache

from data.errors import InputError
from data.text import Text
from data.vocabulary import FOLDER, Term, Vocabulary, read_csv

BENCHMARK = "benchmark_intensity"
TARGET = "target_"
ACTIVITY = "activity_"
EMISSIONS = "direct_co2_mt"


def _terms() -> list[Term]:
    return [
        Term(
            id=row["id"],
            label=Text(zh=row["zh"], en=row["en"]),
            aliases=tuple(a for a in row["aliases"].split("|") if a),
            extra={key: row[key] for key in row if key not in ("id", "zh", "en", "aliases")},
        )
        for row in read_csv(FOLDER / "own_series.csv")
    ]


OWN_SERIES = Vocabulary(Text(zh="指标", en="series"), _terms())
"""Every series a user may bring, from ``vocabularies/own_series.csv``."""


def units_of(term: Term) -> tuple[str, ...]:
    """Return the units a series is kept in; all but benchmarks have one.

    >>> units_of(OWN_SERIES.terms["gdp_cny_1e8"])
    ('cny_1e8',)
    """
    return tuple(term.extra["units"].split())


def keys_of(term: Term) -> tuple[str, ...]:
    """Return the further columns a series needs: ``sector``, ``scenario``, ``base_year``."""
    return tuple(term.extra["keys"].split())


def sectors_of(term: Term) -> tuple[str, ...]:
    """Return the sectors a series is about; none when it is about the whole region."""
    return tuple(term.extra["sectors"].split())


def description_of(term: Term) -> Text:
    """Say in one sentence what a series is and what it serves."""
    return Text(zh=term.extra["description_zh"], en=term.extra["description_en"])


def convert(value: Decimal, unit: str, term: Term) -> tuple[Decimal, str]:
    """Convert a figure exactly to the unit a series is kept in.

    Returns:
        The figure, and the id of its unit.

    Raises:
        InputError: The unit is unknown, or measures something else; the message lists what works.

    >>> convert(Decimal("14163380"), "万元", OWN_SERIES.terms["gdp_cny_1e8"])
    (Decimal('1416.3380'), 'cny_1e8')
    """
    held = _spellings().get(_plain(unit))
    for kept in units_of(term):
        dimension, scale = _spellings()[_plain(kept)]
        if held and held[0] == dimension:
            return value * held[1] / scale, kept
    zh, en = _accepted(term)
    raise InputError(
        Text(
            zh=f"{term.label.zh}的单位不能是“{unit}”；可用：{zh}。",
            en=f"“{unit}” is no unit of {term.label.en}; use one of: {en}.",
        )
    )


def accepted_units(term: Term) -> tuple[str, ...]:
    """List every spelling of every unit that a series may be given in."""
    wanted = {_spellings()[_plain(u)][0] for u in units_of(term)}
    rows = read_csv(FOLDER / "own_units.csv")
    return tuple(s for r in rows if r["dimension"] in wanted for s in r["spellings"].split("|"))


def _accepted(term: Term) -> tuple[str, str]:
    every = accepted_units(term)
    chinese = [u for u in every if not u.isascii() and "⁸" not in u and "⁴" not in u]
    latin = [u for u in every if u.isascii()]
    return "、".join(chinese or latin), ", ".join(latin)


@cache
def _spellings() -> dict[str, tuple[str, Decimal]]:
    return {
        _plain(spelling): (row["dimension"], Decimal(row["scale"]))
        for row in read_csv(FOLDER / "own_units.csv")
        for spelling in row["spellings"].split("|")
    }


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).casefold().split())

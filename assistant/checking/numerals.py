"""The numerals of an answer that no claim stands for and nothing excuses."""

import re
import unicodedata
from collections.abc import Collection, Iterator

from assistant.agent.digest import MARK
from assistant.checking.number_words import find_number_words
from data.vocabulary import INVENTORY_SECTORS, PROVINCES, io_sector_ids

_HELD = sum(p.extra["in_inventory"] == "1" for p in PROVINCES)
_SECTORS = rf"(?:{len(INVENTORY_SECTORS)}|{len(io_sector_ids('consistent42'))})"
STRUCTURE = re.compile(
    rf"(?<![\d.,])(?:(?:{len(PROVINCES)}|{_HELD})\s?(?:个?(?:有(?:清单)?数据的)?省|provinces|provincial)"
    rf"|{_SECTORS}\s?(?:个?(?:行业|部门|子行业)|(?:inventory |input-output |industrial )?sectors)"
    r"|(?:42[- ]sector)|17\s?(?:种(?:化石)?(?:燃料|能源)|(?:fossil )?fuels))",
    re.IGNORECASE,
)
"""Sizes of this project's own vocabularies, right ones only."""

FIXED_NAMES = re.compile(
    r"(?:Mt|Gt|t|吨|kg)?CO\s?[2₂]e?(?![A-Za-z])|CH4|N2O|SF6|NF3|HFC-?\d{2,3}|PM\s?(?:2\.5|10)"
    r"|(?:1\.5|(?<![\d.])2(?:\.0)?)\s?(?:°\s?C|℃|摄氏度|度(?!电)|degrees?\b)"
    r"|(?:scope|范围)\s?[123一二三](?:\s?(?:\+|、|and|和)\s?[23二三])*"
    r"|10[⁴⁸]|L\.14[78]0|ISO\s?\d{4,5}(?:-\d)?|GB/?T?\s?\d{4,5}(?:\.\d)?|COP\s?\d{2}|IPCC\s?AR[456]"
    r"|\bAR[456]\b|\bG20\b|3060|doi[:\s]*(?:https?://\S+/)?10\.\S+|V2\b|eq\.\s?\d|SDA\s?2015",
    re.IGNORECASE,
)
"""Names that hold a digit and state nothing."""

ORDINAL = re.compile(
    r"^\s*(?:[-*>]\s+)?(?:#+\s*)?[(（]?\d{1,2}(?:[、)）]|\.(?!\d))\s?|(?<![列居名排])(?<![列居名排]全国)(?<![列居名排]全省)第\s?\d{1,2}(?!\d)"
    r"|前\d{1,2}(?=名|位|个|大)|\btop[- ]\d{1,2}\b|(?<!rank )(?<!ranks )(?<!ranked )\b\d{1,2}(?:st|nd|rd|th)\b|#\d{1,2}\b|(?<=[;；:：,，。])\s?[(（]\d[)）](?!\s?(?:Mt|%))"
    r"|[①-⑳]",
    re.MULTILINE,
)
MILESTONE = re.compile(
    r"(?:峰|净零)[^，。；,;\d]{0,10}((?:19|20)\d{2})年?(?!之?前|年)"
    r"|\bpeak(?:s|ed|ing)?\b[^,.;\d]{0,12}\bin ((?:19|20)\d{2})\b",
    re.IGNORECASE,
)
"""A year of peak or of net zero is a result, though the same year stands on an axis."""

NUMERAL = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
MEASURED = re.compile(r"\s?(?:Mt|Gt|亿吨|万吨|吨|亿元|万元|t\b|tonnes?\b|tons?\b)", re.IGNORECASE)
"""Units of what the data measure: a figure with one needs a claim though the user wrote it too."""

EXPONENT = re.compile(r"(?<=[A-Za-z)])[⁻⁺]?[⁰¹²³⁴-⁹]+")
WORD = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]+")
LEAST_WORDS = 5
"""A tool's text with fewer words is no sentence, so that quoting it whole proves nothing."""

YEAR = range(1990, 2101)


def find_stray(
    text: str,
    years: Collection[int],
    numbers: Collection[str],
    words: Collection[str],
    passages: Collection[str],
) -> Iterator[tuple[str, str]]:
    """Yield each numeral that needs a claim and has none, with the line it stands in.

    Args:
        text: Markdown with figures as marks.
        years: Years that may be written.
        numbers: Numerals of the user.
        words: Numbers in words of the user.
        passages: Sentences of a tool, which may be quoted whole.

    >>> [n for n, _ in find_stray("排放5.7亿吨，占三成", (), (), (), ())]
    ['5.7', '三成']
    """
    for passage in passages:
        if len(WORD.findall(passage)) >= LEAST_WORDS:
            text = text.replace(passage, " ")
    for line in text.splitlines():
        plain = _plain_text(line)
        for found in NUMERAL.finditer(plain):
            measured = MEASURED.match(plain, found.end())
            if measured or not _is_allowed(found.group(), years, numbers):
                yield found.group(), line.strip()
        reached = [m[1] or m[2] for m in MILESTONE.finditer(plain)]
        yield from ((y, line.strip()) for y in reached if y not in numbers and int(y) in years)
        yield from ((w, line.strip()) for w in find_number_words(plain) if w not in words)


def _plain_text(line: str) -> str:
    plain = re.sub(r"[①-⑳]", " ", line)
    plain = EXPONENT.sub(" ", MARK.sub(" ", plain).replace("₂", "2"))
    plain = unicodedata.normalize("NFKC", plain)
    plain = re.sub(r"\[\[c:[^\]]*\]\]", " ", plain)
    plain = FIXED_NAMES.sub(" ", _keep_powers(plain, line))
    return ORDINAL.sub(" ", STRUCTURE.sub(" ", plain))


def _keep_powers(plain: str, text: str) -> str:
    """Undo what normalisation does to 10⁴, which would read as the numeral 104."""
    return re.sub(r"10([48])(?=\s?(?:CNY|元))", " ", plain) if re.search("10[⁴⁸]", text) else plain


def _is_allowed(numeral: str, years: Collection[int], numbers: Collection[str]) -> bool:
    value = plain_numeral(numeral)
    if value.isdigit() and len(value) == 4 and int(value) in YEAR:
        return int(value) in years or value in numbers
    return value in numbers


def plain_numeral(numeral: str) -> str:
    """Strip a numeral of separators and sign.

    >>> plain_numeral("-1,234.5")
    '1234.5'
    """
    return numeral.replace(",", "").lstrip("-−")

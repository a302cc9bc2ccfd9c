"""Numbers and scenario words of a question: percentages, how many, which assumptions."""

import re
from functools import cache

from data.knowledge.periods import NUMBERS
from data.vocabulary import FOLDER, read_csv

PERCENT = re.compile(
    r"([-−负]?)\s*(\d+(?:\.\d+)?)\s*(?:%|percentage points?|percent|per cent|个百分点|points?\b)",
    re.IGNORECASE,
)
ZH_PERCENT = re.compile(
    rf"百分之(\d+(?:\.\d+)?|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
)
POINTS = re.compile(
    rf"(半|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})个百分点"
    r"|\b(half a|a|one|two|three) (?:percentage )?points?\b",
    re.IGNORECASE,
)
IN_POINTS = {"半": 0.5, "half a": 0.5, "a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}
TENTHS = re.compile(
    r"(?<![第分收建])([一二两三四五六七八九]|\d)成(半?)(?![员立为本果都品功分长交就份])"
)
FRACTION = re.compile(
    r"\bby\s+((?:(?:a|one|two)[ -])?(?:half|thirds?|quarter|fifths?|tenth))\b", re.IGNORECASE
)
HALF = re.compile(r"(?<=减)半|(?<=[降少加高低升减])(?:了|到)?一半")
PARTS = {"half": 50.0, "third": 100 / 3, "thirds": 100 / 3, "quarter": 25.0, "fifth": 20.0,
         "fifths": 20.0, "tenth": 10.0}  # fmt: skip
FALLS = re.compile(
    r"下降|降低|下调|降|减少|削减|缩减|减|少用|少|萎缩|falls?|fell|reduc\w*|cuts?|cutting|lower\w*"
    r"|decreas\w*|drop\w*|less|fewer|declin\w*|down|shrinks?|halv\w*",
    re.IGNORECASE,
)
RISES = re.compile(
    r"上升|提高|提升|增加|增长|扩大|上调|涨|增|多用|多|升|rises?|rising|increas\w*|grows?|growth"
    r"|higher|rais\w*|more|up\b|expand\w*",
    re.IGNORECASE,
)
ZH_WORDS = "|".join(sorted((w for w in NUMBERS if not w.isascii()), key=len, reverse=True))
EN_WORDS = "|".join(w for w in NUMBERS if w.isascii())
ZH_COUNT = re.compile(
    rf"(?:前|最[多高大低少小快慢]的?|哪|列出)\s*(\d+|{ZH_WORDS})\s*(?:个|大|名|位|省|种)?"
)
EN_COUNT = re.compile(
    rf"\b(?:top|which|largest|biggest|first|the)\s*(\d+|{EN_WORDS})\b(?!\.\d)"
    rf"|\b(\d+|{EN_WORDS})\s+(?:largest|biggest|top)",
    re.IGNORECASE,
)


def find_numbers(text: str) -> tuple[float | None, int | None, str]:
    """Find a percentage and a count; return them and the text with both masked.

    >>> find_numbers("排放最多的五个行业，增速按-1%")
    (-1.0, 5, '排放最多的<top>个行业，增速按<percent>')
    >>> find_numbers("强度下降三成")
    (30.0, None, '强度下降<percent>')
    """
    top = None
    percent, written = find_percent(text)
    if written:
        text = text.replace(written, "<percent>")
    counted = ZH_COUNT.search(text) or EN_COUNT.search(text)
    if counted:
        word = next(g for g in counted.groups() if g)
        top = int(word) if word.isdigit() else NUMBERS[word.lower()]
        start = counted.start() + counted.group().index(word)
        text = f"{text[:start]}<top>{text[start + len(word) :]}"
    return percent, top, text


def find_percent(text: str) -> tuple[float | None, str]:
    """Find the first percentage, in figures or in words, and how it is written.

    >>> find_percent("falls by two thirds"), find_percent("减少百分之二十"), find_percent("减半")
    ((66.66666666666667, 'two thirds'), (20.0, '百分之二十'), (50.0, '半'))
    """
    if found := PERCENT.search(text):
        return float(found[2]) * (-1 if found[1] else 1), found[0]
    if found := ZH_PERCENT.search(text):
        return float(NUMBERS.get(found[1], 0) or found[1]), found[0]
    if found := POINTS.search(text):
        word = (found[1] or found[2]).lower()
        return float(IN_POINTS.get(word) or NUMBERS[word]), found[0]
    if found := TENTHS.search(text):
        count = int(found[1]) if found[1].isdigit() else NUMBERS[found[1]]
        return 10.0 * count + (5.0 if found[2] else 0.0), found[0]
    if found := FRACTION.search(text):
        words = re.split(r"[ -]", found[1].lower())
        return PARTS[words[-1]] * (2 if words[0] == "two" else 1), found[1]
    if found := HALF.search(text):
        return 50.0, found[0]
    return None, ""


def find_sign(masked: str, placeholder: str) -> int:
    """Tell whether a size is a fall (-1) or a rise (1) by the verb nearest to it; 0 for neither.

    >>> find_sign("强度下降<percent>，哪些行业上升", "<percent>")
    -1
    >>> find_sign("if exports grow by <percent>", "<percent>")
    1
    """
    at = masked.find(placeholder)
    if at < 0:
        return 0
    end = at + len(placeholder)
    near = [
        (max(at - m.end(), m.start() - end), sign)
        for sign, verbs in ((-1, FALLS), (1, RISES))
        for m in verbs.finditer(masked)
        if m.end() <= at or m.start() >= end
    ]
    return min(near)[1] if near else 0


def find_assumptions(text: str) -> dict[str, str]:
    """Find the scenario words of a question by what they settle.

    >>> find_assumptions("江苏电力按低于2度、快增长情景")
    {'level': 'below 2C', 'growth': 'fast'}
    """
    found: dict[str, str] = {}
    text = spell_out_pairs(text)
    for slot, value, pattern in _assumptions():
        if slot not in found and pattern.search(text):
            found[slot] = value
    return found


def find_every_assumption(text: str, slot: str) -> list[str]:
    """Find every scenario word of one kind, in order; the longest spelling at a place counts.

    >>> find_every_assumption("低于2度和2度下，慢增长和快增长", "level")
    ['below 2C', '2C']
    """
    found: list[tuple[int, str]] = []
    text = spell_out_pairs(text)
    for held, value, pattern in _assumptions():
        if held == slot:
            found += [(m.start(), value) for m in pattern.finditer(text)]
            text = pattern.sub(lambda m: "·" * len(m[0]), text)
    return list(dict.fromkeys(value for _, value in sorted(found)))


_BESIDE = (
    r"(?=\s*(?:,|/|、|和|与|跟|还是|\band\b|\bor\b|\bto\b|\bvs\b\.?|\bversus\b|\bagainst\b)+\s*"
)
_PAIRS = (
    (re.compile(rf"\b(slow|steady|fast|low|high){_BESIDE}(?:slow|steady|fast|low|high)(?:er)? growth)",
                re.IGNORECASE), r"\1 growth"),
    (re.compile(rf"(?<![\d.])(1\.5){_BESIDE}(?:below |低于|远低于)?2\s*(?:°|℃|度|degree|C\b))",
                re.IGNORECASE), r"\g<1>C"),
    (re.compile(rf"(慢|稳|快|低|高){_BESIDE}(?:慢|稳|快|低|高)增长)"), r"\1增长"),
)  # fmt: skip


def spell_out_pairs(text: str) -> str:
    """Write out the first of two scenario words that share their noun.

    >>> spell_out_pairs("slow and fast growth"), spell_out_pairs("1.5 vs 2 degrees")
    ('slow growth and fast growth', '1.5C vs 2 degrees')
    """
    for pattern, written in _PAIRS:
        text = pattern.sub(written, text)
    return text


@cache
def _assumptions() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = read_csv(FOLDER / "assumption_spellings.csv")
    return tuple((r["slot"], r["value"], _pattern(r["spellings"].split("|"))) for r in rows)


def _pattern(spellings: list[str]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, spellings))
    return re.compile(rf"(?<![A-Za-z\d.])(?:{words})", re.IGNORECASE)

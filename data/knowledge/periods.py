"""Ways to speak of time: five-year plans, last year, short years, the last so many years."""

import re

PLANS = {"十五五": (2026, 2030), "十四五": (2021, 2025), "十三五": (2016, 2020),
         "十二五": (2011, 2015), "十一五": (2006, 2010), "十五": (2001, 2005)}  # fmt: skip

_ORDINAL_PLANS = {"15th": "十五五", "14th": "十四五", "13th": "十三五", "12th": "十二五",
                  "11th": "十一五", "10th": "十五"}  # fmt: skip

NUMBERS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十五": 15,
    "二十": 20,
    "三十": 30,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
}
"""Small numbers in words."""

_AGO = {"前年": 2, "去年": 1, "上一年": 1, "上年": 1, "今年": 0, "本年": 0,
        "last year": 1, "this year": 0}  # fmt: skip
_NO_YEAR_OF_ITS_OWN = re.compile(r"(?:比|较|与|同|than)\s*$")

_COUNT = "|".join(sorted((*NUMBERS, r"\d{1,2}"), key=len, reverse=True))
_LAST_YEARS = re.compile(
    rf"(?:最近|近|过去|这)的?\s*({_COUNT})\s*年(?:来|间|里|内)?"
    rf"|(?:\b(?:over|in|during|for|of)\s+)?(?:the\s+)?(?:last|past|latest|recent)\s+({_COUNT})\s+years",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(
    r"(?<![\d近去前后来每第过了这共.])(9[789]|0\d|1\d|2[0-5])年(?![来均增代内间后前]|以[内后前])"
)
_PLAN = re.compile(
    r"[“\"「]?(?<![二三四五六七八九第前])"
    r"(十[一二三四五]五|十五(?=[”\"」]?(?:期间|时期|规划|计划|以来|末)))[”\"」]?(?:规划|计划)?"
)
_PLAN_EN = re.compile(
    rf"(?:the\s+)?({'|'.join(_ORDINAL_PLANS)})\s+(?:five[- ]year\s+plan|fyp)(?:\s+period)?",
    re.IGNORECASE,
)


def spell_out(text: str, this_year: int) -> str:
    """Write plans, short years and years told from today as years of four digits.

    >>> spell_out("十三五期间广东的排放", 2026)
    '2016到2020年期间广东的排放'
    >>> spell_out("“十二五”以来，18年，去年", 2026)
    '2011年以来，2018年，2025年'
    """
    text = _PLAN_EN.sub(lambda m: _range_en(PLANS[_ORDINAL_PLANS[m[1].lower()]]), text)
    text = _PLAN.sub(lambda m: _plan(m, text), text)
    text = _SHORT_YEAR.sub(lambda m: f"{'19' if m[1][0] == '9' else '20'}{m[1]}年", text)
    for word, ago in _AGO.items():
        text = re.sub(
            rf"\b{word}\b" if word.isascii() else word,
            lambda m, ago=ago: _told_from_today(m, this_year - ago),
            text,
            flags=re.IGNORECASE,
        )
    return text


def find_last_years(text: str) -> tuple[int | None, str]:
    """Find “近五年” and the like: how many years, and the text with a range in its place.

    >>> find_last_years("广东近五年排放")
    (5, '广东<year>到<year>年排放')
    >>> find_last_years("emissions of Hebei over the last ten years")
    (10, 'emissions of Hebei from <year> to <year>')
    """
    found = _LAST_YEARS.search(text)
    if not found:
        return None, text
    word = (found[1] or found[2]).lower()
    count = int(word) if word.isdigit() else NUMBERS[word]
    if count < 2:
        return None, text
    span = "<year>到<year>年" if found[1] else "from <year> to <year>"
    return count, text[: found.start()] + span + text[found.end() :]


def _plan(found: re.Match[str], text: str) -> str:
    first, last = PLANS[found[1]]
    since = re.match(r"(?:规划)?以来|(?:规划)?以后", text[found.end() :])
    return f"{first}年" if since else f"{first}到{last}年"


def _range_en(plan: tuple[int, int]) -> str:
    return f"from {plan[0]} to {plan[1]}"


def _told_from_today(found: re.Match[str], year: int) -> str:
    """Keep 比上年: compared with the year before the one asked about, whichever that is."""
    before = found.string[: found.start()]
    if _NO_YEAR_OF_ITS_OWN.search(before):
        return found.group()
    return f"{year}年" if found.group()[-1] == "年" else f"{year}"

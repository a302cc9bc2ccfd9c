"""The years of a question: single ones, ranges, and spans up to the latest held."""

import re
from typing import Protocol

from data.knowledge.periods import find_last_years

YEAR = r"((?:19|20)\d{2})"
FAR_YEAR = re.compile(
    r"(?<=[到至])(?:2[1-9]|[3-9]\d)\d\d(?!\d)|(?<!\d)(?:2[1-9]|[3-9]\d)\d\d(?=\s*年)"
    r"|(?<=\b(?:to|by|in) )(?:2[1-9]|[3-9]\d)\d\d(?![\d,.]\d|\s*(?:Mt|t\b|million|tonnes|%))"
    r"|(?<=\b(?:year|till) )(?:2[1-9]|[3-9]\d)\d\d\b|(?<=\buntil )(?:2[1-9]|[3-9]\d)\d\d\b",
    re.IGNORECASE,
)
"""A year of a later century, which is told from an amount by the words beside it."""
OFTEN = r"(?!\s*(?:次|个样本|draws?\b|samples?\b|runs\b|simulations?\b|times\b))"
BETWEEN = re.compile(
    rf"(?:from|between)?\s*{YEAR}\s*年?\s*(?:到|至|—+|–|-|~|〜|to|until|through|and)\s*{YEAR}\s*年?",
    re.IGNORECASE,
)
SINCE = re.compile(
    rf"(?:自|从|since|after)\s*{YEAR}\s*年?(?:以来|起|开始)?|{YEAR}\s*年?(?:以来|起|开始)",
    re.IGNORECASE,
)
SINGLE = re.compile(rf"(?<!\d){YEAR}(?!\d){OFTEN}\s*年?")
LISTED = re.compile(r"compare.*\d{4}\s+and\s+\d{4}", re.IGNORECASE)


class Dated(Protocol):
    """What the years of a question are kept in."""

    years: list[int]
    year_from: int | None
    year_to: int | None
    last_years: int | None


def take_years(text: str, slots: Dated) -> str:
    """Keep the years of a question and mask them."""

    def take_range(match: re.Match[str]) -> str:
        slots.year_from, slots.year_to = sorted((int(match[1]), int(match[2])))
        return "<year>"

    def take_since(match: re.Match[str]) -> str:
        slots.year_from = int(match[1] or match[2])
        return "<year>"

    def take_year(match: re.Match[str]) -> str:
        if int(match[1]) not in slots.years:
            slots.years.append(int(match[1]))
        return "<year>"

    def take_far(match: re.Match[str]) -> str:
        slots.years.append(int(match[0]))
        return "<year>"

    text = FAR_YEAR.sub(take_far, text)
    if not LISTED.search(text):
        text = BETWEEN.sub(take_range, text)
    text = SINGLE.sub(take_year, SINCE.sub(take_since, text))
    slots.last_years, text = find_last_years(text)
    return text

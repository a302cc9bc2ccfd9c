"""Room for text: how wide a text runs, how it wraps, and what is left for the picture."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

TITLE_SIZE = 15
TEXT_SIZE = 12
LINE = 1.45
LEGEND_MARK = 41
"""Pixels a legend entry needs beside its text: symbol, its gap, and the gap to the next."""


@dataclass(frozen=True)
class Width:
    """A class of picture widths in pixels, and the width that is safe to fill in it."""

    id: str
    least: int
    most: int | None
    usable: int


WIDTHS = (
    Width("phone", 0, 520, 316),
    Width("column", 521, 860, 480),
    Width("wide", 861, None, 820),
)


@dataclass(frozen=True)
class Room:
    """What title, legend and source leave free: margins in pixels for one class of widths."""

    width: Width
    top: int
    bottom: int

    @property
    def phone(self) -> bool:
        """Whether the picture is as narrow as a phone."""
        return self.width.id == "phone"


def text_width(text: str, size: float = TEXT_SIZE) -> float:
    """Estimate the width of a line of text in pixels.

    >>> text_width("广东", 10), text_width("GDP", 10)
    (20.0, 17.4)
    """
    wide = sum(unicodedata.east_asian_width(c) in "WFA" for c in text)
    return round(size * (wide + 0.58 * (len(text) - wide)), 1)


def wrap(text: str, width: float, size: float = TEXT_SIZE) -> list[str]:
    """Break a text into lines that fit a width: at spaces, between Chinese characters anywhere.

    >>> wrap("CO2 emissions of Guangdong", 100, 12)
    ['CO2 emissions', 'of Guangdong']
    >>> wrap("广东路径（单位产量）", 60, 12)
    ['广东路径', '（单位产', '量）']
    """
    lines = [""]
    for word in _words(text):
        if lines[-1] and text_width((lines[-1] + word).rstrip(), size) > width:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines]


def wrap_even(text: str, width: float, size: float = TEXT_SIZE) -> list[str]:
    """Break a text into as few lines as fit a width, all about as long as each other.

    >>> wrap_even("广东自2026年起的累计CO2排放（逐年相加）", 270, 15)
    ['广东自2026年起的累计', 'CO2排放（逐年相加）']
    """
    lines = wrap(text, width, size)
    if len(lines) < 2:
        return lines
    narrower = (wrap(text, w, size) for w in range(int(width / 2), int(width), 4))
    return next((held for held in narrower if len(held) == len(lines)), lines)


def legend_rows(names: Sequence[str], width: float) -> int:
    """Count the rows a horizontal legend takes.

    >>> legend_rows(["广东", "江苏"], 300), legend_rows(["广东", "江苏"], 80)
    (1, 2)
    """
    rows, used = (1 if names else 0), 0.0
    for name in names:
        need = min(text_width(name) + LEGEND_MARK, width)
        if used and used + need > width:
            rows, used = rows + 1, 0.0
        used += need
    return rows


def lines_height(count: int, size: float = TEXT_SIZE) -> int:
    """Return the pixels that a number of lines take."""
    return math.ceil(count * size * LINE)


def _words(text: str) -> list[str]:
    words: list[str] = [""]
    for character in text:
        breaks = unicodedata.east_asian_width(character) in "WF"
        if words[-1] and (breaks or words[-1][-1] == " " or _is_wide(words[-1][-1])):
            words.append("")
        words[-1] += character
    return _keep_marks(words)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _keep_marks(words: list[str]) -> list[str]:
    """Let no line begin with a closing mark or end with an opening one, nor a year be torn."""
    held: list[str] = []
    for word in words:
        year = word[:1] == "年" and held and held[-1][-1:].isdigit()
        if year or (held and (word[:1] in "，。、；：）》”！？,.;:)" or held[-1][-1:] in "（《“(")):
            held[-1] += word
        else:
            held.append(word)
    return held

"""Sentences of a tool that an answer quotes almost: same words with other figures, or the reverse."""

import re
from collections.abc import Iterable

from assistant.agent.digest import MARK
from assistant.checking.direction import DOWN_VERB, FALL, RISE, UP_VERB
from assistant.checking.names import mentions
from assistant.checking.sentences import sentences

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
LEAST_WORDS = 8
"""Fewer characters between marks are no sentence that one could recognise."""


class Quotes:
    """The sentences that tools wrote in this turn."""

    def __init__(self, passages: Iterable[str]) -> None:
        held = [s.text.strip() for p in passages for s in sentences(p) if "[[c:" in s.text]
        self._whole = frozenset(held)
        self._by_words: dict[str, set[str]] = {}
        self._by_marks: dict[tuple[str, ...], str] = {}
        for text in held:
            self._by_words.setdefault(_words(text), set()).add(text)
            self._by_marks.setdefault(tuple(MARK.findall(text)), text)

    def is_quoted(self, text: str) -> bool:
        """Tell whether a tool wrote this very sentence."""
        return text.strip() in self._whole

    def swapped(self, text: str) -> set[str]:
        """Return the marks by which a sentence departs from a tool's one of the same words."""
        same = self._by_words.get(_words(text)) if len(_words(text)) >= LEAST_WORDS else None
        if not same or self.is_quoted(text):
            return set()
        marks = MARK.findall(text)
        departures = [
            {new for new, old in zip(marks, MARK.findall(other), strict=True) if new != old}
            for other in same
        ]
        return min(departures, key=len)

    def reworded(self, text: str, free: frozenset[str]) -> str:
        """Return what a sentence says of a tool's own figures that the tool did not say.

        Args:
            text: The sentence.
            free: Ids and years that the question names.
        """
        marks = tuple(MARK.findall(text))
        other = self._by_marks.get(marks)
        if other is None or self.is_quoted(text):
            return ""
        held = _named(other) | free
        for mention in mentions(_blank(text)):
            if not mention.weak and not mention.ids & held:
                return text[mention.start : mention.end]
        strange = [y for y in YEAR.findall(_blank(text)) if y not in held]
        if strange:
            return strange[0]
        return "" if _ways(text) == _ways(other) else _word_of_way(text)


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", MARK.sub("\x00", text)).strip()


def _blank(text: str) -> str:
    return MARK.sub(lambda m: "\x00" * len(m[0]), text)


def _named(text: str) -> frozenset[str]:
    found = mentions(_blank(text))
    return frozenset[str]().union(*(m.ids for m in found)) | frozenset(YEAR.findall(_blank(text)))


def _ways(text: str) -> tuple[bool, bool]:
    """Tell which directions a sentence speaks of: up, down."""
    plain = _blank(text)
    up = UP_VERB.search(plain) or RISE.search(plain)
    return bool(up), bool(DOWN_VERB.search(plain) or FALL.search(plain))


def _word_of_way(text: str) -> str:
    plain = _blank(text)
    found = UP_VERB.search(plain) or DOWN_VERB.search(plain) or RISE.search(plain)
    return found.group() if found else ""

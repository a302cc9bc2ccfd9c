"""Misspelt English words of a question, written as the questions known spell them."""

import difflib
import re
from functools import cache

from data.knowledge.questions import QuestionStore

SHORTEST = 6
"""Shorter words are too like one another to be mended."""
LIKE_ENOUGH = 0.8
_WORD = re.compile(rf"(?<![<A-Za-z-])[a-z]{{{SHORTEST},}}(?![A-Za-z>-])")


def mend(question: str) -> str:
    """Write the misspelt words of a question as they are usually written.

    Only a word that no question known uses is looked at, and only one close to it takes its place.

    >>> mend("carbon nuetrality raodmap of <region>")
    'carbon neutrality roadmap of <region>'
    """
    return _WORD.sub(lambda found: _mended(found[0]), question)


def _mended(word: str) -> str:
    if word in _words():
        return word
    near = difflib.get_close_matches(word, _by_initial().get(word[0], ()), n=1, cutoff=LIKE_ENOUGH)
    return near[0] if near else word


@cache
def _words() -> frozenset[str]:
    return frozenset(w for q in QuestionStore.load().questions for w in _WORD.findall(q.masked))


@cache
def _by_initial() -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for word in sorted(_words()):
        held.setdefault(word[0], []).append(word)
    return held

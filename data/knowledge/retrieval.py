"""Retrieval without a model to download: BM25, hashed n-gram vectors, and the two fused.

Everything here is deterministic, needs numpy only and is quick to import.
"""

import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.vocabulary import read_csv

GLOSSARY = Path(__file__).parent.parent / "vocabularies" / "glossary.csv"

VERSION = 1
"""Raise when ``tokenize`` or ``embed`` change, so that stored vectors are made anew."""

DIMENSION = 1024

LEAST_COSINE = 0.1
"""Three times what n-grams that share a bucket by chance give, about 1/√1024."""

_RUNS = re.compile(r"<[a-z]+>|[\u3400-\u9fff]+|[a-z0-9][a-z0-9_.\-]*")
_CJK = re.compile(r"[\u3400-\u9fff]")
_PLACEHOLDER = re.compile(r"<[a-z]+>")

STOPWORDS = frozenset({
    *("a", "an", "the", "of", "in", "to", "is", "are", "was", "be", "by", "for", "on", "and", "or"),
    *("it", "its", "this", "that", "with", "as", "at", "do", "does"),
})  # fmt: skip

PARTICLES = frozenset("的了吗呢是么什怎为有在和与能不会这那哪个")
"""Characters that say nothing alone or among themselves; beside others they count."""


def tokenize(text: str) -> list[str]:
    """Split into CJK characters and pairs, Latin words without plural ``s``, and placeholders.

    >>> tokenize("广东的 Emissions, <year>")
    ['广', '东', '广东', '东的', 'emission', '<year>']
    """
    found: list[str] = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _CJK.match(run):
            found += _windows(run, (1, 2))
        elif run not in STOPWORDS:
            found.append(_stem(run))
    return found


def _stem(word: str) -> str:
    word = word.rstrip(".-")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word


def ngrams(text: str) -> list[str]:
    """List the character n-grams that ``embed`` hashes: 1–3 in CJK, 3–4 in padded Latin words.

    >>> ngrams("碳")
    ['碳']
    >>> ngrams("SDA")
    [' sd', 'sda', 'da ', ' sda', 'sda ']
    """
    found: list[str] = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _PLACEHOLDER.fullmatch(run):
            found.append(run)
        elif _CJK.match(run):
            found += _windows(run, (1, 2, 3))
        elif run not in STOPWORDS:
            found += _windows(f" {_stem(run)} ", (3, 4))
    return found


def _windows(text: str, sizes: tuple[int, ...]) -> list[str]:
    windows = (text[i : i + n] for n in sizes for i in range(len(text) - n + 1))
    return [w for w in windows if not PARTICLES.issuperset(w)]


def embed(texts: Sequence[str], dimension: int = DIMENSION) -> NDArray[np.float32]:
    """Hash n-grams into vectors of unit length; the same text gives the same vector anywhere.

    Weights are ``1 + ln(count)`` with a hashed sign (Weinberger et al. 2009, feature hashing).

    Args:
        texts: The n texts.
        dimension: Length of a vector.

    Returns:
        Array of shape (n, dimension); the row of a text without any n-gram is the first unit
        vector, because a cosine needs a direction.

    >>> vectors = embed(["碳排放", "碳排放", "the weather"])
    >>> [round(float(vectors[0] @ vectors[i]), 3) for i in (1, 2)]
    [1.0, 0.0]
    """
    vectors = np.zeros((len(texts), dimension), dtype=np.float32)
    for row, text in zip(vectors, texts, strict=True):
        for gram, count in Counter(ngrams(text)).items():
            code = zlib.crc32(gram.encode())
            row[code % dimension] += (1 - 2 * (code >> 31)) * (1 + np.log(count))
        if not row.any():
            row[0] = 1
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class Bm25:
    """Okapi BM25 over token lists (Robertson & Zaragoza 2009), with the never-negative idf.

    >>> index = Bm25([tokenize("steel pathway"), tokenize("import files")])
    >>> (index.scores(tokenize("how to import")) > 0).tolist()
    [False, True]
    """

    def __init__(
        self, documents: Sequence[Sequence[str]], *, k1: float = 1.4, b: float = 0.6
    ) -> None:
        self.size = len(documents)
        lengths = np.array([len(d) for d in documents], dtype=np.float64)
        mean = lengths.mean() if self.size else 1.0
        norm = k1 * (1 - b + b * lengths / max(mean, 1.0))
        postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, document in enumerate(documents):
            for token, count in Counter(document).items():
                postings[token].append((place, count))
        self._norm = norm
        self._k1 = k1
        self._postings = postings

    def scores(self, tokens: Iterable[str]) -> NDArray[np.float64]:
        """Score every document against the tokens of a query; shape (documents,)."""
        total = np.zeros(self.size)
        for token in set(tokens):
            held = self._postings.get(token)
            if held:
                places, counts = np.array(held).T
                weight = counts * (self._k1 + 1) / (counts + self._norm[places])
                total[places] += self._idf(token) * weight
        return total

    def _idf(self, token: str) -> float:
        held = len(self._postings.get(token, ()))
        return float(np.log(1 + (self.size - held + 0.5) / (held + 0.5)))


def fuse(rankings: Sequence[Sequence[int]], k: int = 60) -> list[tuple[int, float]]:
    """Fuse rankings by reciprocal rank (Cormack et al. 2009): ``Σ 1/(k + rank)``.

    >>> [item for item, _ in fuse([[1, 2, 3], [2, 1, 4]])]
    [1, 2, 3, 4]
    """
    total: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            total[item] += 1 / (k + rank)
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))


@cache
def _glossary() -> tuple[tuple[str, str], ...]:
    return tuple((row["zh"], row["en"]) for row in read_csv(GLOSSARY))


def bridge(query: str) -> str:
    """Name in the other language what the glossary knows of a query.

    >>> bridge("碳达峰是什么")
    'carbon peak peaking'
    """
    folded = unicodedata.normalize("NFKC", query).casefold()
    if _CJK.search(folded):
        found: list[str] = []
        for zh, en in sorted(_glossary(), key=lambda pair: -len(pair[0])):
            if zh in folded:
                found.append(en)
                folded = folded.replace(zh, " ")
        return " ".join(found)
    words = set(tokenize(folded))
    return " ".join(zh for zh, en in _glossary() if _names(en, words))


def _names(en: str, words: set[str]) -> bool:
    """Tell whether at least two words of a glossary entry, or its only one, are asked for."""
    own = set(tokenize(en))
    return len(own & words) >= min(2, len(own))


class LexicalIndex:
    """Texts found by BM25 and hashed n-grams, fused by reciprocal rank, bridged by the glossary."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._bm25 = Bm25([tokenize(t) for t in texts])
        self._vectors = embed(texts)

    def by_words(self, query: str, bridged: float = 0.5) -> list[int]:
        """Rank by BM25, the bridged words at part weight; texts without a hit are left out."""
        scores = self._bm25.scores(tokenize(query))
        scores += bridged * self._bm25.scores(tokenize(bridge(query)))
        return [int(i) for i in np.argsort(-scores, kind="stable") if scores[i] > 0]

    def by_vectors(self, query: str) -> list[int]:
        """Rank by the cosine of hashed n-grams; texts hardly alike are left out."""
        cosine = self._vectors @ embed([query])[0]
        return [int(i) for i in np.argsort(-cosine, kind="stable") if cosine[i] > LEAST_COSINE]

    def search(self, query: str) -> list[tuple[int, float]]:
        """Return places of texts with their fused scores, best first."""
        return fuse([self.by_words(query), self.by_vectors(query)])

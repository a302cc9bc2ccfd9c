"""The manual as passages: one per heading, in both languages, found without any index on disk."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from data.knowledge.retrieval import LexicalIndex
from data.text import Lang

FOLDER = Path(__file__).parent.parent / "manual"

LANGS: tuple[Lang, ...] = ("zh", "en")

_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Passage:
    """What the manual says under one heading.

    ``page`` is the page's slug (``04-input-output``); ``number`` counts the headings of a page, so
    that the same page and number in the other language is the same passage.
    """

    page: str
    number: int
    lang: Lang
    page_title: str
    heading: str
    text: str

    @property
    def id(self) -> str:
        """Identify the passage in an index."""
        return f"{self.page}.{self.number:02d}.{self.lang}"

    @property
    def title(self) -> str:
        """Name page and heading."""
        return f"{self.page_title} › {self.heading}"

    @property
    def indexed(self) -> str:
        """What is indexed: the heading twice, since it says what the passage is about."""
        return f"{self.title}\n{self.heading}\n{self.text}"

    def as_dict(self) -> dict[str, str]:
        """Return what a search hands out."""
        return {"title": self.title, "text": self.text, "lang": self.lang, "page": self.page}


def split_page(markdown: str, page: str, lang: Lang) -> Iterator[Passage]:
    r"""Split a page at its headings; text before the first one belongs to the page itself.

    >>> [p.heading for p in split_page("# Page\n\n## One\na\n## Two\nb\n", "01-x", "en")]
    ['One', 'Two']
    """
    title_line, _, rest = markdown.strip().partition("\n")
    title = title_line.removeprefix("# ").strip()
    parts = re.split(r"^## +(.+)$", rest, flags=re.MULTILINE)
    named = [(title, parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    for number, (heading, text) in enumerate(named):
        if text.strip():
            yield Passage(page, number, lang, title, heading.strip(), text.strip())


def read_manual(folder: Path = FOLDER) -> Iterator[Passage]:
    """Read every page of a manual folder, ``<nn>-<slug>.<lang>.md``, in order."""
    for path in sorted(folder.glob("*.md")):
        page, _, lang = path.stem.rpartition(".")
        if lang in LANGS:
            held: Lang = "zh" if lang == "zh" else "en"
            yield from split_page(path.read_text(encoding="utf-8"), page, held)


def language_of(query: str) -> Lang:
    """Tell the language a query is written in.

    >>> language_of("什么是SDA"), language_of("what is SDA")
    ('zh', 'en')
    """
    return "zh" if _CJK.search(query) else "en"


class Manual:
    """The passages of a manual with a lexical search over them."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.passages = tuple(passages)
        self.places = {p.id: place for place, p in enumerate(self.passages)}

    @cached_property
    def index(self) -> LexicalIndex:
        """The lexical index, built in memory on first use."""
        return LexicalIndex([p.indexed for p in self.passages])

    def search(self, query: str, most: int = 5, lang: Lang | None = None) -> list[dict[str, str]]:
        """Return the passages that answer a query, best first.

        Args:
            query: A question or key words, in either language.
            most: How many at most.
            lang: Language of the passages; by default that of the query.
        """
        ranking = [place for place, _ in self.index.search(query)]
        return [p.as_dict() for p in self.pick(ranking, most, lang or language_of(query))]

    def pick(self, ranking: Sequence[int], most: int, lang: Lang) -> list[Passage]:
        """Take the best of a ranking, each passage once and in the wanted language if it has it."""
        best = dict.fromkeys(self.twin(self.passages[place], lang) for place in ranking)
        return list(best)[:most]

    def twin(self, passage: Passage, lang: Lang) -> Passage:
        """Return the same passage in a language, or itself where it was not translated."""
        place = self.places.get(f"{passage.page}.{passage.number:02d}.{lang}")
        return passage if place is None else self.passages[place]

    def find(self, title: str, lang: Lang) -> Passage | None:
        """Return the passage of a title in a language."""
        held = next((p for p in self.passages if p.title == title), None)
        return held and self.twin(held, lang)


@cache
def the_manual() -> Manual:
    """Return the manual that ships with the package."""
    return Manual(read_manual())

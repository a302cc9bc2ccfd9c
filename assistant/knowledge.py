"""The knowledge of this installation: the index of manual and questions in the data folder."""

import logging
import time
from functools import cache

from assistant.providers.model_trouble import explain
from assistant.settings import Settings
from data.knowledge.index import Knowledge, Progress
from data.store import home
from data.text import Text

log = logging.getLogger(__name__)

AGAIN_S = 300.0
"""A provider's embedding that failed is tried again after so long."""

INSTEAD = Text(zh="改用内置索引。", en=" The built-in index is used instead.")


@cache
def open_knowledge() -> Knowledge:
    """Open the index with the offline embedding; it builds itself on first use."""
    return Knowledge(home() / "knowledge")


class Library:
    """The manual, searched by a provider's embedding; by the built-in one while that fails.

    ``trouble`` says why the provider's is not used.
    """

    def __init__(self, settings: Settings) -> None:
        self.trouble: Text | None = None
        self._settings = settings
        self._theirs: Knowledge | None = None
        self._failed = float("-inf")

    def build(self, progress: Progress) -> None:
        """Build what is not up to date, the manual by the provider's embedding too."""
        open_knowledge().build(progress)
        self.search("SDA")

    def search(self, query: str, most: int = 5) -> list[dict[str, str]]:
        """Return the passages that answer a query, best first."""
        if self._settings.embedding != "builtin" and time.monotonic() - self._failed > AGAIN_S:
            try:
                found = self._open().search(query, most)
            except Exception as error:
                log.warning("the embedding failed: %s", error, exc_info=True)
                self._failed = time.monotonic()
                self.trouble = explain(self._settings.embedding, error, self._settings) + INSTEAD
            else:
                self.trouble = None
                return found
        return open_knowledge().search(query, most)

    def _open(self) -> Knowledge:
        if self._theirs is None:
            from assistant.providers.embedding import make_embedding

            made = make_embedding(self._settings.embedding, self._settings)
            self._theirs = Knowledge(
                home() / "knowledge-provider", made, made.held.model, "1", made.dimension
            )
        return self._theirs


_libraries: dict[str, Library] = {}


def open_library(settings: Settings) -> Library:
    """Open the manual as the settings say; conversations with the same settings share it."""
    name = settings.embedding
    key = f"{home()} {name} {settings.model_settings(name).model_dump_json()}"
    return _libraries.setdefault(key, Library(settings))

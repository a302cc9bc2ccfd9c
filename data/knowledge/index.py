"""The knowledge index: passages of the manual and the synthetic questions in a Chroma folder.

One process at a time owns the folder, since several would damage the index; a process that comes
second answers from the lexical index in memory.
"""

import hashlib
import logging
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, cast

from filelock import FileLock, Timeout

from data.knowledge import retrieval
from data.knowledge.passages import Manual, language_of, the_manual
from data.knowledge.questions import Question, QuestionStore
from data.knowledge.retrieval import LEAST_COSINE, fuse
from data.text import Lang, Text

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

log = logging.getLogger(__name__)

Progress = Callable[[float, Text], None]
Embed = Callable[[list[str]], Sequence[Sequence[float]]]

LOCK = ".lock"
DATABASE = "chroma.sqlite3"
BATCH = 128
WIDE = 30
"""How many neighbours Chroma names before its ranking is fused with BM25."""

EF_CONSTRUCTION = 400

READING = Text(zh="正在建立手册与问题的索引", en="Building the index of manual and questions")


def _silent(_share: float, _text: Text) -> None:
    """Report to nobody."""


class Knowledge:
    """Search over the manual and the synthetic questions, in either language.

    Args:
        folder: Where the index lives; made on first use.
        embedding: Makes vectors of texts; None stands for the offline hashed n-grams.
        name: Name of the embedding.
        version: Its version; another version makes another collection.
        dimension: Length of its vectors.
        manual: The manual, by default the one that ships.
        questions: The question store, by default the one that ships.
    """

    def __init__(
        self,
        folder: Path,
        embedding: Embed | None = None,
        name: str = "hashed-ngrams",
        version: str = str(retrieval.VERSION),
        dimension: int = retrieval.DIMENSION,
        *,
        manual: Manual | None = None,
        questions: QuestionStore | None = None,
    ) -> None:
        self.folder = folder
        self.embedding = embedding
        self.identity = (name, version, dimension)
        self._manual = manual or the_manual()
        self._questions = questions
        self._lock = FileLock(str(folder / LOCK))
        self._guard = RLock()
        self._told = False
        self._client: Client | None = None
        self._held: dict[str, Collection] = {}

    @property
    def questions(self) -> QuestionStore:
        """The question store, loaded on first use."""
        self._questions = self._questions or QuestionStore.load()
        return self._questions

    def build(self, progress: Progress = _silent) -> bool:
        """Build what is not up to date; return whether the index on disk serves.

        Args:
            progress: Called with a share in 0..1 and a text.
        """
        with self._guard:
            if not self._own():
                return False
            for kind in ("manual", "questions"):
                self._collection(kind, progress)
            progress(1.0, READING)
            return True

    def search(self, query: str, most: int = 5, lang: Lang | None = None) -> list[dict[str, str]]:
        """Return the passages that answer a query, best first: ``title, text, lang, page``.

        Args:
            query: A question or key words, in either language.
            most: How many at most.
            lang: Language of the passages; by default that of the query.
        """
        manual = self._manual
        near = [manual.places[i] for i in self._near("manual", query)]
        if not near:
            return manual.search(query, most, lang)
        ranking = [place for place, _ in fuse([manual.index.by_words(query), near])]
        return [p.as_dict() for p in manual.pick(ranking, most, lang or language_of(query))]

    def similar_questions(self, question: str, most: int = 5) -> list[Question]:
        """Return synthetic questions close in wording, entities included, best first."""
        near = self._near("questions", question)[:most]
        if not near:
            return [held for _, held in self.questions.nearest(question, most)]
        held = {q.id: q for q in self.questions.questions}
        return [held[i] for i in near]

    def close(self) -> None:
        """Give the folder free for other processes."""
        with self._guard:
            if self._client is not None:
                self._client.close()
            self._client = None
            self._held.clear()
            self._lock.release()

    def _near(self, kind: str, query: str) -> list[str]:
        """Name the nearest documents; none when the folder is another process's or on no text."""
        with self._guard:
            if not query.strip() or not self._own():
                return []
            found = self._collection(kind, _silent).query(
                query_texts=[query], n_results=WIDE, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return [i for i, d in zip(found["ids"][0], distances, strict=True) if d < 1 - LEAST_COSINE]

    def _own(self) -> bool:
        """Take the folder for this process, or say that another one has it."""
        if self._client is not None:
            return True
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            if not self._told:
                log.info("another process uses the index in %s; searching in memory", self.folder)
            self._told = True
            return False
        self._client = _connect(self.folder)
        return True

    def _collection(self, kind: str, progress: Progress) -> "Collection":
        """Return a collection that is whole and up to date, building it anew otherwise."""
        if kind in self._held:
            return self._held[kind]
        assert self._client is not None  # noqa: S101
        documents = self._documents(kind)
        name = self._name(kind, documents)
        for stale in self._client.list_collections():
            if stale.name.startswith(f"{kind}-") and stale.name != name:
                self._client.delete_collection(stale.name)
        collection = self._open(name)
        if collection.count() != len(documents):
            self._client.delete_collection(name)
            collection = self._open(name)
            _fill(collection, documents, progress)
        self._held[kind] = collection
        return collection

    def _documents(self, kind: str) -> dict[str, str]:
        if kind == "manual":
            return {p.id: p.indexed for p in self._manual.passages}
        return {q.id: q.question for q in self.questions.questions}

    def _name(self, kind: str, documents: dict[str, str]) -> str:
        """Name a collection after its embedding and a hash of what it holds."""
        content = "\0".join(f"{i}\1{text}" for i, text in documents.items())
        digest = hashlib.blake2b(content.encode(), digest_size=8).hexdigest()
        name, version, dimension = self.identity
        plain = re.sub(r"[^A-Za-z0-9]+", "-", f"{name}-v{version}-d{dimension}").strip("-")
        return f"{kind}-{plain}-{digest}"

    def _open(self, name: str) -> "Collection":
        from data.knowledge.chroma_embedding import PassageEmbedding

        assert self._client is not None  # noqa: S101
        function: Any = PassageEmbedding(*self.identity, self.embedding)
        return self._client.get_or_create_collection(
            name,
            embedding_function=function,
            configuration={"hnsw": {"space": "cosine", "ef_construction": EF_CONSTRUCTION}},
        )


def _connect(folder: Path) -> "Client":
    """Open Chroma; a damaged database is removed first, since it can be built anew."""
    import chromadb
    from chromadb.config import Settings

    database = folder / DATABASE
    if database.exists() and not _is_sound(database):
        log.warning("the index in %s is damaged and is built anew", folder)
        database.unlink()
    settings = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))


def _is_sound(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        try:
            return connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            return False


def _fill(collection: "Collection", documents: dict[str, str], progress: Progress) -> None:
    ids = list(documents)
    for start in range(0, len(ids), BATCH):
        progress(start / len(ids), READING)
        batch = ids[start : start + BATCH]
        collection.add(ids=batch, documents=[documents[i] for i in batch])

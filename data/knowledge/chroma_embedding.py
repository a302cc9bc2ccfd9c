"""The embedding function handed to Chroma: hashed n-grams, or a provider's function.

Imported only where Chroma is used, because importing chromadb takes over a second.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from chromadb.api.types import Documents, EmbeddingFunction, Embeddings, Space
from chromadb.utils.embedding_functions import register_embedding_function

from data.knowledge import retrieval

Embed = Callable[[list[str]], Sequence[Sequence[float]]]


class PassageEmbedding(EmbeddingFunction[Documents]):
    """Embeds passages and questions; its configuration names embedding, version and dimension.

    Args:
        embedding: Name of the embedding.
        version: Its version.
        dimension: Length of a vector.
        function: Makes the vectors; None stands for the hashed n-grams of ``data.knowledge.retrieval``.
    """

    def __init__(
        self, embedding: str, version: str, dimension: int, function: Embed | None = None
    ) -> None:
        self.embedding = embedding
        self.version = version
        self.dimension = dimension
        self._function = function

    def __call__(self, input: Documents) -> Embeddings:  # noqa: A002
        """Embed texts; Chroma names the argument."""
        texts = list(input)
        if self._function is None:
            return list(retrieval.embed(texts, self.dimension))
        return [np.asarray(vector, dtype=np.float32) for vector in self._function(texts)]

    @staticmethod
    def name() -> str:
        """Return the name Chroma keeps with a collection."""
        return "visceads_passages"

    def default_space(self) -> Space:
        """Return the space of hashed counts and of providers' vectors alike."""
        return "cosine"

    def get_config(self) -> dict[str, Any]:
        """Return what Chroma keeps with a collection."""
        return {
            "embedding": self.embedding,
            "version": self.version,
            "dimension": self.dimension,
        }

    @staticmethod
    def build_from_config(config: dict[str, Any]) -> "PassageEmbedding":
        """Make the offline embedding of a configuration; a provider's must be passed in anew."""
        return PassageEmbedding(config["embedding"], config["version"], config["dimension"])


register_embedding_function(PassageEmbedding)

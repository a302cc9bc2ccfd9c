"""Embeddings of a provider for the search in the manual, by the provider's own client."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.providers.model_settings import ModelSettings
from assistant.providers.models import no_key
from assistant.settings import Settings
from data.errors import InputError

BATCH = 10
"""Some servers take no more texts at a time."""

Vectors = list[Sequence[float]]


@dataclass(frozen=True)
class Embedding:
    """A model that makes vectors of texts, and the length of its vectors."""

    held: ModelSettings
    dimension: int

    def __call__(self, texts: list[str]) -> Vectors:
        """Embed texts.

        Raises:
            ValueError: The server gave another number of vectors, or of another length.
        """
        vectors: Vectors = []
        for start in range(0, len(texts), BATCH):
            vectors += embed(self.held, texts[start : start + BATCH])
        if len(vectors) != len(texts) or any(len(v) != self.dimension for v in vectors):
            msg = f"{self.held.model} gave vectors that do not fit the texts"
            raise ValueError(msg)
        return vectors


def make_embedding(name: str, settings: Settings) -> Embedding:
    """Make the embedding that a setting names; one word tells the length of its vectors.

    Raises:
        InputError: The provider needs a key and there is none.
        Exception: What the provider's client raises when its server fails.
    """
    held = settings.model_settings(name)
    if held.needs_key and held.key() is None:
        raise InputError(no_key(held))
    (vector,) = embed(held, ["carbon"])
    return Embedding(held, len(vector))


def embed(held: ModelSettings, texts: list[str]) -> Vectors:
    """Ask a provider for the vectors of a few texts."""
    key = held.key()
    secret = key.get_secret_value() if key else "none"
    if held.provider == "mistralai":
        from mistralai.client import Mistral

        # The SDK puts the version into its paths.
        address, wait = held.address.removesuffix("/v1"), int(held.timeout_s * 1000)
        with Mistral(api_key=secret, server_url=address, timeout_ms=wait) as client:
            reply = client.embeddings.create(model=held.name, inputs=texts)
            return [list(row.embedding or []) for row in reply.data]
    if held.provider == "ollama":
        from ollama import Client

        signed = {"headers": {"Authorization": f"Bearer {secret}"}} if key else {}
        asked = Client(held.address, timeout=held.timeout_s, **signed)
        return list(asked.embed(held.name, texts).embeddings)
    from openai import OpenAI

    with OpenAI(
        api_key=secret, base_url=held.address, timeout=held.timeout_s, max_retries=1
    ) as client:
        # Not every server knows base64, which the client would ask for.
        reply = client.embeddings.create(model=held.name, input=texts, encoding_format="float")
        return [row.embedding for row in reply.data]

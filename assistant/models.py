"""Chat models by configuration: the built-in one, or a provider's through its LangChain package."""

import os
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from data.dataset import Dataset


def make_model(name: str, settings: Settings, dataset: "Dataset | None" = None) -> "BaseChatModel":
    """Make the chat model that a setting names.

    Args:
        name: ``builtin`` or ``provider:model``.
        settings: Base URL, temperature, timeout and retries.
        dataset: What the tools read; the built-in model knows its cities and counties by name.
    """
    provider, _, model = name.partition(":")
    if provider == "builtin":
        from assistant.builtin.model import BuiltinModel

        return BuiltinModel(dataset=dataset)
    makers = {
        "openai": _openai,
        "openai-compatible": _openai_compatible,
        "mistralai": _mistral,
        "ollama": _ollama,
    }
    return makers[provider](model, settings)


def _common(settings: Settings) -> dict[str, Any]:
    common: dict[str, Any] = {"temperature": settings.temperature}
    if settings.max_tokens:
        common["max_tokens"] = settings.max_tokens
    return common


def _openai(model: str, settings: Settings) -> "BaseChatModel":
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=model,
        base_url=settings.base_url,
        timeout=settings.timeout_s,
        max_retries=settings.max_retries,
        **_common(settings),
    )


def _openai_compatible(model: str, settings: Settings) -> "BaseChatModel":
    from langchain_openai import ChatOpenAI

    # Servers of vLLM, llama.cpp and others speak chat completions only, and many need no key.
    key = os.environ.get("VISCEADS_API_KEY") or os.environ.get("OPENAI_API_KEY") or "none"
    return ChatOpenAI(
        model=model,
        base_url=settings.base_url or "http://127.0.0.1:8000/v1",
        api_key=key,
        use_responses_api=False,
        timeout=settings.timeout_s,
        max_retries=settings.max_retries,
        **_common(settings),
    )


def _mistral(model: str, settings: Settings) -> "BaseChatModel":
    from langchain_mistralai import ChatMistralAI

    address = {"endpoint": settings.base_url} if settings.base_url else {}
    # Fragments of a streamed tool call arrive without their index and cannot be put together.
    return ChatMistralAI(
        model_name=model,
        timeout=int(settings.timeout_s),
        max_retries=settings.max_retries,
        disable_streaming="tool_calling",
        **address,
        **_common(settings),
    )


def _ollama(model: str, settings: Settings) -> "BaseChatModel":
    from langchain_ollama import ChatOllama

    limit = {"num_predict": settings.max_tokens} if settings.max_tokens else {}
    return ChatOllama(
        model=model,
        base_url=settings.base_url or "http://127.0.0.1:11434",
        temperature=settings.temperature,
        client_kwargs={"timeout": settings.timeout_s},
        **limit,
    )

"""Chat models by configuration: the built-in one, or a provider's through its LangChain package."""

from typing import TYPE_CHECKING, Any

from assistant.providers.model_settings import ModelSettings
from assistant.settings import Settings
from data.errors import InputError
from data.text import Text

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from data.dataset import Dataset


def make_model(name: str, settings: Settings, dataset: "Dataset | None" = None) -> "BaseChatModel":
    """Make the chat model that a setting names.

    Retries are the agent's: the clients make none of their own.

    Args:
        name: ``builtin``, ``provider:model`` or the name of a table of the settings.
        settings: Base URL, temperature, timeout and limits.
        dataset: What the tools read; the built-in model knows its cities and counties by name.

    Raises:
        InputError: The provider needs a key and there is none; the text names the variable.
    """
    keep_private()
    held = settings.model_settings(name)
    if held.provider == "builtin":
        from assistant.builtin.model import BuiltinModel

        return BuiltinModel(dataset=dataset)
    if held.needs_key and held.key() is None:
        raise InputError(no_key(held))
    makers = {
        "openai": _openai,
        "openai-compatible": _openai,
        "mistralai": _mistral,
        "ollama": _ollama,
    }
    return makers[held.provider or ""](held)


def keep_private() -> None:
    """Send no trace to LangSmith, though another project's variables in the shell ask for it."""
    import langsmith

    langsmith.configure(enabled=False)


def no_key(held: ModelSettings) -> Text:
    """Say which variable lacks the key."""
    variable = held.key_variables[0]
    return Text(
        zh=f"没有密钥：请把密钥放进环境变量 {variable}，再重新启动。",
        en=f"no key: put it into the variable {variable} and start again.",
    )


def _openai(held: ModelSettings) -> "BaseChatModel":
    from assistant.providers.openai_stream import WholeCallsChatOpenAI

    # A stream is silent for no longer than a token takes, so that a slow server is not cut off
    # by its timeout, and a cancelled answer stops the server too.
    return WholeCallsChatOpenAI(
        model=held.name,
        base_url=held.base_url or (None if held.provider == "openai" else held.address),
        # Many servers need no key; the client asks for one.
        api_key=held.key() or "none",
        use_responses_api=False,
        streaming=True,
        stream_usage=True,
        timeout=held.timeout_s,
        # Its wait for each piece loses a cancellation that comes together with a piece (Python
        # 3.11): a stopped answer would go on. The client's own timeout tells a silent server.
        stream_chunk_timeout=None,
        max_retries=0,
        temperature=held.temperature,
        **_limit("max_tokens", held),
    )


def _mistral(held: ModelSettings) -> "BaseChatModel":
    from langchain_mistralai import ChatMistralAI

    address = {"endpoint": held.base_url} if held.base_url else {}
    # Fragments of a streamed tool call arrive without their index and cannot be put together.
    return ChatMistralAI(
        model_name=held.name,
        api_key=held.key(),
        timeout=max(1, round(held.timeout_s)),
        max_retries=1,
        streaming=True,
        disable_streaming="tool_calling",
        temperature=held.temperature,
        **address,
        **_limit("max_tokens", held),
    )


def _ollama(held: ModelSettings) -> "BaseChatModel":
    from langchain_ollama import ChatOllama

    # Without num_ctx the server keeps a few thousand tokens and drops the start of the prompt.
    return ChatOllama(
        model=held.name,
        base_url=held.address,
        temperature=held.temperature,
        num_ctx=held.context_tokens,
        client_kwargs={"timeout": held.timeout_s, **_bearer(held)},
        **_limit("num_predict", held),
    )


def _limit(name: str, held: ModelSettings) -> dict[str, Any]:
    return {name: held.max_tokens} if held.max_tokens else {}


def _bearer(held: ModelSettings) -> dict[str, Any]:
    """Send the key of an Ollama server behind a gate; as a function it shows in no repr."""
    key = held.key() if held.key_env else None
    if key is None:
        return {}

    def sign(request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {key.get_secret_value()}"
        return request

    return {"auth": sign}

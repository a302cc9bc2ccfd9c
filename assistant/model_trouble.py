"""Why a model does not answer, in plain words, and how to mend it."""

from collections.abc import Callable

from assistant.settings import Settings
from data.text import Text

CAUSES: list[tuple[Callable[[str], bool], Text]] = [
    (
        lambda e: "api_key" in e or "api key" in e,
        Text(
            zh="没有密钥：请设置该服务商的环境变量（如 OPENAI_API_KEY、MISTRAL_API_KEY）。",
            en="no key: set the provider's variable (OPENAI_API_KEY, MISTRAL_API_KEY …).",
        ),
    ),
    (
        lambda e: "401" in e or "unauthorized" in e or "authentication" in e,
        Text(zh="密钥被拒绝：请检查密钥是否正确。", en="the key was refused: check it."),
    ),
    (
        lambda e: "404" in e or "not found" in e,
        Text(zh="模型名称或地址不存在：请检查 model 与 base_url。",
             en="unknown model or address: check model and base_url."),
    ),
    (
        lambda e: "certificate" in e or "ssl" in e,
        Text(zh="TLS 证书问题：请检查代理与证书。", en="TLS trouble: check proxy and certificates."),
    ),
    (
        lambda e: "timeout" in e or "timed out" in e,
        Text(zh="超时：服务太慢或不可达，可增大 timeout_s。",
             en="timed out: the server is slow or out of reach; raise timeout_s."),
    ),
    (
        lambda e: "connect" in e,
        Text(zh="无法连接：服务是否已启动？请检查 base_url 与代理。",
             en="no connection: is the server running? Check base_url and the proxy."),
    ),
]  # fmt: skip


def explain(name: str, error: Exception, settings: Settings) -> Text:
    """Say in plain words why a model does not answer; the error's own text may hold a key."""
    described = f"{type(error).__name__} {error}".lower()
    cause = next((text for fits, text in CAUSES if fits(described)), None)
    cause = cause or Text(zh=f"{type(error).__name__}。", en=f"{type(error).__name__}.")
    where = f"（{settings.base_url}）" if settings.base_url else ""
    at = f" at {settings.base_url}" if settings.base_url else ""
    return Text(zh=f"模型 {name}{where}：", en=f"Model {name}{at}: ") + cause

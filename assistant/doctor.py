"""``visceads doctor``: what works here, what does not, and how to mend it."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from assistant.settings import Settings, load_settings
from assistant.terminal import require_home, terminal_language
from data.errors import VisceadsError
from data.store import Store, home
from data.tables import span
from data.text import Text


@dataclass(frozen=True)
class Finding:
    """One thing that was examined."""

    ok: bool
    text: Text


def examine() -> int:
    """Examine the installation and print a line for each part; the exit code is 1 on trouble."""
    lang = terminal_language()
    trouble = False
    for finding in _findings():
        click.echo(f"{'✓' if finding.ok else '✗'} {finding.text.get(lang)}")
        trouble = trouble or not finding.ok
    return int(trouble)


def _findings() -> Iterator[Finding]:
    yield Finding(
        True, Text(zh=f"Python {sys.version.split()[0]}", en=f"Python {sys.version.split()[0]}")
    )
    yield _writable()
    try:
        settings = load_settings()
    except VisceadsError as error:
        yield Finding(False, error.text)
        return
    yield from _datasets(settings)
    for name in dict.fromkeys([settings.model, *settings.fallback]):
        yield _model(name, settings)


def _writable() -> Finding:
    try:
        require_home()
    except VisceadsError as error:
        return Finding(False, error.text)
    return Finding(True, Text(zh=f"数据文件夹 {home()}", en=f"Data folder {home()}"))


def _datasets(settings: Settings) -> Iterator[Finding]:
    try:
        dataset = Store().open(settings.dataset)
    except VisceadsError as error:
        yield Finding(False, error.text)
        return
    years = span({y for t in dataset.manifest.tables.values() for y in t.years})
    yield Finding(
        True,
        Text(
            zh=f"数据集 {dataset.title.zh}（{years}）", en=f"Data set {dataset.title.en} ({years})"
        ),
    )


def _model(name: str, settings: Settings) -> Finding:
    if name == "builtin":
        return Finding(True, Text(zh="内置模型 builtin", en="Built-in model"))
    from assistant.models import make_model

    try:
        make_model(name, settings).invoke("Reply with the word: ready")
    except Exception as error:  # noqa: BLE001  # every client library has errors of its own
        return Finding(False, explain(name, error, settings))
    return Finding(True, Text(zh=f"模型 {name} 有响应", en=f"Model {name} answers"))


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
    where = settings.base_url or ""
    return Text(zh=f"模型 {name} {where} ", en=f"Model {name} {where}: ") + cause

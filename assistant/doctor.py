"""``visceads doctor``: what works here, what does not, and how to mend it."""

import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from assistant.model_trouble import explain
from assistant.settings import Settings, load_settings
from assistant.terminal import require_home, terminal_language
from data.errors import VisceadsError
from data.store import Store, home
from data.tables import span
from data.text import Text

log = logging.getLogger(__name__)


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
    yield _index()
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


def _index() -> Finding:
    from assistant.knowledge import open_knowledge

    try:
        knowledge = open_knowledge()
        owned = knowledge.build()
        knowledge.close()
    except Exception:
        log.exception("the index cannot be built")
        folder = home() / "knowledge"
        return Finding(
            False,
            Text(
                zh=f"手册与问题的索引无法建立：请删除文件夹 {folder}，再运行 visceads index。",
                en=f"The index of manual and questions cannot be built: remove the folder {folder}"
                " and run visceads index.",
            ),
        )
    if owned:
        return Finding(True, Text(zh="手册与问题的索引", en="Index of manual and questions"))
    return Finding(
        True,
        Text(
            zh="手册与问题的索引正由另一个进程使用",
            en="Index of manual and questions, in use by another process",
        ),
    )


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

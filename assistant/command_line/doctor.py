"""``visceads doctor``: what works here, what does not, and how to mend it."""

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import click

from assistant.command_line.terminal import require_home, terminal_language
from assistant.logs import redact
from assistant.providers.model_trouble import cause_of
from assistant.settings import Settings, load_settings
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
    part: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def examine(*, as_json: bool = False) -> int:
    """Examine the installation and print a line for each part; the exit code is 1 on trouble.

    Args:
        as_json: Print one JSON object with every part in both languages instead.
    """
    lang = terminal_language()
    found = []
    for finding in _findings():
        found.append(finding)
        if not as_json:
            click.echo(f"{'✓' if finding.ok else '✗'} {redact(finding.text.get(lang))}")
    ok = all(finding.ok for finding in found)
    if as_json:
        parts = [{"part": f.part, "ok": f.ok, **_without_keys(f.text), **f.more} for f in found]
        click.echo(json.dumps({"ok": ok, "parts": parts}, ensure_ascii=False, indent=1))
    return int(not ok)


def _without_keys(text: Text) -> dict[str, str]:
    return {lang: redact(told) for lang, told in text.model_dump().items()}


def _findings() -> Iterator[Finding]:
    yield Finding(
        True,
        Text(zh=f"Python {sys.version.split()[0]}", en=f"Python {sys.version.split()[0]}"),
        "python",
    )
    yield replace(_writable(), part="folder")
    yield replace(_index(), part="index")
    try:
        settings = load_settings()
    except VisceadsError as error:
        yield Finding(False, error.text, "settings")
        return
    yield replace(_dataset(settings), part="dataset")
    if settings.embedding != "builtin":
        yield _embedding(settings)
    for name in settings.choices:
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


def _dataset(settings: Settings) -> Finding:
    try:
        dataset = Store().open(settings.dataset)
    except VisceadsError as error:
        return Finding(False, error.text)
    years = span({y for t in dataset.manifest.tables.values() for y in t.years})
    return Finding(
        True,
        Text(
            zh=f"数据集 {dataset.title.zh}（{years}）", en=f"Data set {dataset.title.en} ({years})"
        ),
    )


def _embedding(settings: Settings) -> Finding:
    from assistant.providers.embedding import make_embedding

    name = settings.embedding
    held = settings.model_settings(name)
    try:
        length = make_embedding(name, settings).dimension
    except Exception as error:
        log.info("probe of %s", name, exc_info=True)
        return Finding(
            False,
            Text(
                zh=f"嵌入模型 {name}（{held.address}）：",
                en=f"Embedding {name} at {held.address}: ",
            )
            + cause_of(error, held),
            "embedding",
        )
    return Finding(
        True,
        Text(
            zh=f"嵌入模型 {name}（{held.address}）：向量长度 {length}。",
            en=f"Embedding {name} at {held.address}: vectors of length {length}.",
        ),
        "embedding",
    )


def _model(name: str, settings: Settings) -> Finding:
    if name == "builtin":
        return Finding(True, Text(zh="内置模型 builtin", en="Built-in model"), "model")
    from assistant.providers.probing import probe

    found = probe(name, settings)
    held = settings.model_settings(name)
    where = "" if held.model == name else f" = {held.model}"
    lines = found.lines
    text = Text(
        zh=f"模型 {name}{where}（{held.address}）："
        + "；".join(t.zh.rstrip("。；") for t in lines)
        + "。",
        en=f"Model {name}{where} at {held.address}: "
        + "; ".join(t.en.rstrip(".;") for t in lines)
        + ".",
    )
    more = {"model": name, "tools": found.way, "seconds": found.seconds}
    return Finding(found.ok, text, "model", more)

"""What ``visceads history`` does and prints."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import click

from assistant.command_line.printout import answer_text
from assistant.command_line.terminal import terminal_language
from assistant.history import words
from assistant.history.as_markdown import moment
from assistant.history.exporting import FORMS, Form, export, file_name
from assistant.history.finding import pick, read
from assistant.history.opening import open_history
from assistant.history.records import Thread, Turn
from data.errors import InputError
from data.text import Lang, Text

SHOWN = 8
"""Characters of an id that are shown; more than enough to tell two apart."""


def print_threads(looked_for: str, *, as_json: bool) -> None:
    """Print the conversations, or those that hold all the words."""
    threads = open_history().list(words=looked_for, most=1_000)
    if as_json:
        held = [t.model_dump(mode="json", exclude={"owner"}) for t in threads]
        click.echo(json.dumps(held, ensure_ascii=False, indent=1))
        return
    lang = terminal_language()
    if not threads:
        none = words.fill(words.NONE_FOUND, words=looked_for) if looked_for else words.NONE_KEPT
        click.echo(none.get(lang))
    for thread in threads:
        click.echo(_line(thread, lang))


def _line(thread: Thread, lang: Lang) -> str:
    asked = words.COUNT.get(lang).format(n=thread.questions)
    line = f"{thread.id[:SHOWN]}  {moment(thread.updated)}  {asked}  {thread.title}"
    return f"{line}\n{' ' * (SHOWN + 2)}{thread.excerpt}" if thread.excerpt else line


def print_conversation(name: str, *, tables: bool, charts: Path | None) -> None:
    """Print a conversation turn by turn, its charts drawn again as files if a folder is given."""
    held = read(open_history(), name)
    lang = terminal_language()
    click.echo(f"{held.thread.title} · {moment(held.thread.created)} · {held.thread.id}")
    for turn in held.turns:
        click.echo(_turn_text(turn, lang, tables=tables, charts=charts))


def _turn_text(turn: Turn, lang: Lang, *, tables: bool, charts: Path | None) -> str:
    if turn.said is not None:
        return f"\n— {turn.said.get(lang)} —"
    head = f"\n> {turn.question}\n"
    if turn.answer is None:
        return f"{head}\n{turn.told.get(lang)}"
    return f"{head}\n{answer_text(turn.answer, _draw(turn, charts), tables=tables)}"


def _draw(turn: Turn, folder: Path | None) -> list[Path]:
    charts = [c for r in turn.answer.results for c in r.charts] if turn.answer else []
    if folder is None or turn.answer is None or not charts:
        return []
    from viz.file import save

    return [save(c, folder / str(turn.number), turn.answer.lang) for c in charts]


def rename_conversation(name: str, title: str) -> None:
    """Give a conversation another title.

    Raises:
        InputError: The title is empty, or there is no such conversation.
    """
    if not title.strip():
        raise InputError(words.EMPTY_TITLE)
    history = open_history()
    history.rename(pick(history, name).id, title)
    _say(words.RENAMED, title=title)


def delete_conversations(names: Sequence[str], *, everything: bool, yes: bool) -> None:
    """Delete conversations for good, after asking.

    Raises:
        InputError: One of the names means none, or several.
    """
    history = open_history()
    if everything:
        threads = history.list(most=1_000_000)
    else:
        threads = list({t.id: t for t in (pick(history, name) for name in names)}.values())
    if not names and not everything:
        raise click.UsageError("name a conversation, or --all / 请指明对话，或用 --all")
    lang = terminal_language()
    for thread in threads:
        click.echo(_line(thread, lang))
    sure = Text(zh="彻底删除以上对话？", en="Delete these for good?").get(lang)
    if threads and not yes and not click.confirm(sure):
        raise click.Abort
    done = sum(history.delete(thread.id) for thread in threads)
    _say(words.DELETED, n=done)


def export_conversation(
    name: str, file: Path | None, form: str | None, lang: str | None, *, force: bool
) -> None:
    """Write a conversation to a file, or to the terminal when the file is “-”.

    Raises:
        InputError: There is no such conversation, or the file cannot or must not be written.
    """
    held = read(open_history(), name)
    chosen = _form(file, form)
    text = export(held, chosen, cast("Lang", lang) if lang else terminal_language())
    if str(file) == "-":
        click.echo(text, nl=False)
        return
    path = file or Path(file_name(held, chosen))
    if path.exists() and not force:
        raise InputError(words.fill(words.FILE_THERE, file=path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(
            words.fill(words.NOT_WRITABLE, file=path, why=error.strerror or "")
        ) from None
    _say(words.WRITTEN, file=path)


def _form(file: Path | None, form: str | None) -> Form:
    ends = file.suffix.lstrip(".").lower() if file else ""
    ends = {"markdown": "md", "htm": "html"}.get(ends, ends)
    if form is None and file is not None and ends not in FORMS and str(file) != "-":
        raise InputError(words.FORM_NEEDED)
    return cast("Form", form or (ends if ends in FORMS else "md" if str(file) == "-" else "html"))


def _say(text: Text, **held: Any) -> None:
    click.echo(text.get(terminal_language()).format(**held))

"""What the command line prints: answers, tables, reports and progress."""

import asyncio
import datetime
import hashlib
import json
import locale
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import click

from assistant.builtin.linker import language_of
from assistant.command_line.printout import answer_text, table_text
from assistant.events import Answer, Answered, StepFinished
from assistant.rendering import to_plain
from assistant.settings import Settings
from data.errors import InputError, StoppedError
from data.ledger import Ledger
from data.result import Result
from data.store import Listing, Store, home
from data.tables import span
from data.text import Lang, Text
from tools.registry import Context, all_tools, get_tool


def terminal_language() -> Lang:
    """Tell the language of the terminal from its locale."""
    names = [os.environ.get(n, "") for n in ("VISCEADS_LANGUAGE", "LC_ALL", "LANG")]
    named = next((n for n in names if n not in ("", "auto")), locale.getlocale()[0] or "")
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def answer_question(
    question: str,
    settings: Settings,
    *,
    lang: Lang | None,
    as_json: bool,
    charts: Path | None,
    tables: bool,
    named: str | None = None,
) -> None:
    """Ask, and print the answer as text or as JSON; many tables are named only, unless asked for.

    Args:
        question: What to ask.
        settings: Which models answer, and which data set.
        lang: Language of the answer; by default the question's.
        as_json: Whether to print JSON.
        charts: Folder for the chart files.
        tables: Whether to print every table.
        named: The conversation to go on with; None asks once and keeps nothing.
    """
    require_home()
    answer = asyncio.run(_ask(question, settings, lang, quiet=as_json, named=named))
    files = _save_charts(answer, charts or home() / "charts" / _short_hash(answer))
    if as_json:
        click.echo(json.dumps(_as_json(answer, files), ensure_ascii=False, indent=1))
        return
    click.echo(answer_text(answer, files, tables=tables))


def require_home() -> None:
    """Make sure that the data folder can be written.

    Raises:
        InputError: It cannot; the message says why, and what to do.
    """
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise InputError(
            Text(
                zh=f"数据文件夹 {folder} 不可写（{error.strerror}）；可用 VISCEADS_HOME 指定另一处。",
                en=f"The data folder {folder} cannot be written ({error.strerror}); name another in"
                " VISCEADS_HOME.",
            )
        ) from None


async def _ask(
    question: str, settings: Settings, lang: Lang | None, *, quiet: bool, named: str | None
) -> Answer:
    from assistant.conversation import Conversation

    if named is None:
        conversation = Conversation(settings, Store().open(settings.dataset))
    else:
        from assistant.history.resuming import take_up

        conversation = take_up(named, settings)
    async for event in conversation.ask(question, lang):
        if isinstance(event, StepFinished) and not quiet:
            told = event.label.get(lang or language_of(question))
            click.echo(f"{'✓' if event.ok else '✗'} {told} ({event.seconds:.1f} s)", err=True)
        if isinstance(event, Answered):
            return event.answer
    raise RuntimeError


def _short_hash(answer: Answer) -> str:
    """Name a question's charts, so that one answer does not overwrite another's."""
    key = f"{answer.question}\n{answer.dataset}\n{answer.lang}"
    return hashlib.blake2b(key.encode(), digest_size=4).hexdigest()


def _save_charts(answer: Answer, folder: Path) -> list[Path]:
    charts = [chart for result in answer.results for chart in result.charts]
    if not charts:
        return []
    from viz.file import save

    folder.mkdir(parents=True, exist_ok=True)
    return [save(chart, folder, answer.lang) for chart in charts]


def _as_json(answer: Answer, files: Sequence[Path]) -> dict[str, Any]:
    tools = [{"tool": r.tool, "arguments": r.arguments} for r in answer.results]
    used = [c.model_dump(mode="json") for r in answer.results for c in r.claims]
    return {
        "answer": to_plain(answer.text, answer.claims, answer.lang),
        "figures": answer.figures,
        "verified": answer.verified,
        "claims": used,
        "charts": [str(f) for f in files],
        "tools": tools,
        "dataset": answer.dataset,
        "model": answer.model,
        "configured": answer.configured,
        "language": answer.lang,
        "notes": [
            to_plain(n.text.get(answer.lang), answer.claims, answer.lang)
            for r in answer.results
            for n in r.notes
        ],
        "choices": answer.choices,
        "followups": answer.followups,
    }


def call_tool(name: str, arguments: dict[str, Any], dataset: str | None) -> Result:
    """Run a tool and keep its claims, so that ``calculate`` can take them up."""
    from assistant.settings import load_settings

    require_home()
    settings = load_settings(dataset=dataset)
    ledger = Ledger(home() / "claims.sqlite")
    year = datetime.datetime.now(tz=datetime.UTC).year
    context = Context(dataset=Store().open(settings.dataset), this_year=year, claims=ledger)
    result = get_tool(name).run(context, arguments)
    ledger.record(result.claims)
    return result


def list_tools() -> str:
    """Describe every tool with its arguments."""
    lines = []
    for tool in all_tools():
        lines.append(f"{tool.name}: {tool.description.splitlines()[0]}")
        for name, field in tool.params.model_fields.items():
            need = "required" if field.is_required() else f"default {field.default!r}"
            lines.append(f"    {name} ({need}): {field.description or ''}".rstrip(": "))
    return "\n".join(lines)


def import_with_progress(paths: Sequence[Path], dataset: str, *, replace: bool) -> int:
    """Import files and print the report; the exit code is 1 when any file was refused."""
    from data.ceads.importing import import_paths

    lang = terminal_language()
    with progress_bar() as report, stoppable(report) as step:
        outcome = import_paths(paths, Store(), dataset_id=dataset, progress=step, replace=replace)
    click.echo(outcome.text(lang))
    return outcome.exit_status


def list_datasets() -> str:
    """List the data sets with their tables and years, the chosen one marked."""
    store = Store()
    lang = terminal_language()
    return "\n".join(_listed(listing, lang) for listing in store.list())


def _listed(listing: Listing, lang: Lang) -> str:
    tables = listing.manifest.tables.values() if listing.manifest else ()
    years = span({y for t in tables for y in t.years})
    told = listing.problem.get(lang) if listing.problem else years
    return f"{'*' if listing.active else ' '} {listing.id}: {listing.title.get(lang)} ({told})"


def show_dataset(dataset: str | None) -> str:
    """Write the coverage of a data set as text."""
    result = call_tool("coverage", {}, dataset)
    lang = terminal_language()
    claims = {c.id: c for c in result.claims}
    parts = [to_plain(f.text.get(lang), claims, lang) for f in result.findings]
    parts += [table_text(table, claims, lang) for table in result.tables]
    parts += [f"* {to_plain(n.text.get(lang), claims, lang)}" for n in result.notes]
    return "\n\n".join(parts)


def verify_dataset(dataset: str) -> int:
    """Check a data set's files and print what differs; the exit code is 1 then."""
    problems = Store().verify(dataset)
    lang = terminal_language()
    for problem in problems:
        click.echo(problem.get(lang))
    if not problems:
        click.echo(Text(zh="全部文件完好。", en="All files are intact.").get(lang))
    return 1 if problems else 0


@contextmanager
def stoppable(report: Callable[[float, Text], None]) -> Iterator[Callable[[float, Text], None]]:
    """Let Ctrl-C end a work at its next step, so that what is done is kept; wraps its progress."""
    pressed = threading.Event()

    def step(share: float, text: Text) -> None:
        if pressed.is_set() and share < 1:
            raise StoppedError
        report(share, text)

    before = signal.signal(signal.SIGINT, lambda *_: pressed.set())
    try:
        yield step
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress_bar() -> Iterator[Callable[[float, Text], None]]:
    """Show a bar on the terminal while the block runs; yields the function that moves it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    lang = terminal_language()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(file=sys.stderr)
    shown = console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda share, text: bar.update(task, completed=share, description=text.get(lang))

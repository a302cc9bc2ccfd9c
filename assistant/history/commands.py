"""``visceads history``: list, show, rename, search, delete and export conversations."""

from pathlib import Path

import click

from assistant.command_line.refusing import friendly


@click.group()
def history() -> None:
    """List, show, search, rename, delete and export conversations.

    列出、查看、搜索、改名、删除和导出对话。
    """


@history.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@friendly
def list_them(*, as_json: bool) -> None:
    """List the conversations, the latest first.

    列出对话，最近的在前。
    """
    from assistant.history.printing import print_threads

    print_threads("", as_json=as_json)


@history.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@friendly
def search(words: tuple[str, ...], *, as_json: bool) -> None:
    """Find the conversations in which all the words stand: titles, questions and answers.

    搜索标题、问题和答案中含有全部词语的对话。
    """
    from assistant.history.printing import print_threads

    print_threads(" ".join(words), as_json=as_json)


@history.command()
@click.argument("conversation")
@click.option("--tables", is_flag=True, help="Print every table, however many there are.")
@click.option(
    "--charts",
    type=click.Path(file_okay=False, path_type=Path),
    help="Draw the charts again as files in this folder.",
)
@friendly
def show(conversation: str, *, tables: bool, charts: Path | None) -> None:
    """Print a CONVERSATION: the beginning of its id, or last.

    打印一个对话：用编号的开头几位，或 last。
    """
    from assistant.history.printing import print_conversation

    print_conversation(conversation, tables=tables, charts=charts)


@history.command()
@click.argument("conversation")
@click.argument("title", nargs=-1, required=True)
@friendly
def rename(conversation: str, title: tuple[str, ...]) -> None:
    """Give a CONVERSATION another title.

    给对话改名。
    """
    from assistant.history.printing import rename_conversation

    rename_conversation(conversation, " ".join(title))


@history.command()
@click.argument("conversations", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Delete all there are.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@friendly
def delete(conversations: tuple[str, ...], *, everything: bool, yes: bool) -> None:
    """Delete CONVERSATIONS for good.

    彻底删除对话。
    """
    from assistant.history.printing import delete_conversations

    delete_conversations(conversations, everything=everything, yes=yes)


@history.command()
@click.argument("conversation")
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path),
    help="File to write, - for the terminal; default: named after the title.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "json"]),
    help="Default: as the file's name ends, else html.",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the frame.")
@click.option("--force", is_flag=True, help="Overwrite a file that is there already.")
@friendly
def export(
    conversation: str, file: Path | None, form: str | None, lang: str | None, *, force: bool
) -> None:
    """Write a CONVERSATION to a file: Markdown, HTML with live charts, or JSON.

    把对话导出为文件：Markdown、带交互图表的HTML或JSON。
    """
    from assistant.history.printing import export_conversation

    export_conversation(conversation, file, form, lang, force=force)

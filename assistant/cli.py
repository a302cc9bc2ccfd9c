"""The command line: serve the page, ask a question, run a tool, look after data and models.

Each command imports what it needs when it runs, so that help and answers come at once.
"""

import json
import sys
from pathlib import Path
from typing import Any

import click

from assistant.command_line.refusing import fail, friendly
from assistant.command_line.sweeping import sweep
from assistant.history.commands import history
from data.text import Text


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="visceads")
def cli() -> None:
    """VisCEADs: a decarbonisation assistant whose every figure can be checked.

    降碳助手：每个数字都可核对。

    ask 提问；serve 打开网页；history 管理对话；sweep 批量抽样；import 导入CEADs工作簿；download 下载数据；
    data 管理数据集；tool 直接运行工具；index 重建索引；doctor 检查环境。
    """
    # Chinese Windows consoles default to encodings that lack characters of an answer.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    from assistant.logs import start_log

    start_log()


@cli.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the answer.")
@click.option("--model", help="builtin, or provider:name.")
@click.option("--dataset", help="Data set id; default: the one chosen.")
@click.option(
    "--charts",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for chart files; default: charts in the data folder.",
)
@click.option("--tables", is_flag=True, help="Print every table, however many there are.")
@click.option(
    "--conversation",
    metavar="ID",
    help="Keep the question and go on with a conversation: its id, last or new.",
)
@friendly
def ask(
    question: tuple[str, ...],
    as_json: bool,
    lang: Any,
    model: str | None,
    dataset: str | None,
    charts: Path | None,
    tables: bool,
    conversation: str | None,
) -> None:
    """Ask a question and print the answer, its tables and where its charts are.

    提问，打印答案、数据表和图表文件的位置；加 --conversation 则保存并接续对话。
    """
    from assistant.command_line.terminal import answer_question
    from assistant.settings import load_settings

    settings = load_settings(model=model, dataset=dataset)
    answer_question(
        " ".join(question),
        settings,
        lang=lang,
        as_json=as_json,
        charts=charts,
        tables=tables,
        named=conversation,
    )


@cli.command()
@click.option("--host", help="Address to serve on; default 127.0.0.1.")
@click.option("--port", type=int, help="Port to serve on; default 5006.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option("--model", help="builtin, or provider:name.")
@click.option("--dataset", help="Data set id; default: the one chosen.")
@friendly
def serve(
    host: str | None, port: int | None, no_browser: bool, model: str | None, dataset: str | None
) -> None:
    """Serve the page and open it in the browser.

    启动网页服务并在浏览器中打开。
    """
    from assistant.server import serve_page
    from assistant.settings import load_settings

    settings = load_settings(host=host, port=port, model=model, dataset=dataset)
    serve_page(settings, open_browser=not no_browser)


@cli.command(name="tool")
@click.argument("name", required=False)
@click.option("--json", "arguments", default="{}", help="Arguments as a JSON object.")
@click.option("--dataset", help="Data set id; default: the one chosen.")
@friendly
def run_tool(name: str | None, arguments: str, dataset: str | None) -> None:
    """Run a tool by NAME, JSON in and out; without NAME list the tools.

    按名称运行工具，输入输出均为JSON；不写名称则列出全部工具。
    """
    from assistant.command_line.terminal import call_tool, list_tools

    if name is None:
        click.echo(list_tools())
        return
    try:
        given = json.loads(arguments)
    except ValueError as error:
        fail(Text(zh=f"--json 不是有效的 JSON：{error}", en=f"--json is not valid JSON: {error}"))
    if not isinstance(given, dict):
        fail(Text(zh="--json 必须是一个对象 {…}。", en="--json must be an object {…}."))
    click.echo(call_tool(name, given, dataset).model_dump_json(indent=1))


@cli.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dataset", default="ceads", show_default=True, help="Data set to import into.")
@click.option("--replace", is_flag=True, help="Let a file win over figures imported before.")
@friendly
def import_files(paths: tuple[Path, ...], dataset: str, replace: bool) -> None:
    """Import CEADs workbooks: files, folders or zip archives.

    导入CEADs工作簿：文件、文件夹或zip压缩包。
    """
    from assistant.command_line.terminal import import_with_progress

    sys.exit(import_with_progress(paths, dataset, replace=replace))


@cli.command()
@click.argument("what", nargs=-1)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; default: downloads in the data folder.",
)
@click.option(
    "--import/--no-import", "then_import", default=True, help="Import at once; the default."
)
@click.option("--dataset", default="ceads", show_default=True, help="Data set to import into.")
@friendly
def download(what: tuple[str, ...], folder: Path | None, then_import: bool, dataset: str) -> None:
    """Download CEADs tables that need no account, and import them; without WHAT list all there is.

    下载无需账号的CEADs数据并导入；不写名称则列出全部数据及获取方法。
    """
    from assistant.command_line import downloading

    if not what:
        click.echo(downloading.list_offers())
        return
    sys.exit(downloading.download(what, folder, dataset=dataset, then_import=then_import))


@cli.group()
def data() -> None:
    """List, show, choose, verify, export and remove data sets.

    列出、查看、选用、核验、导出和删除数据集。
    """


@data.command(name="list")
@friendly
def list_data() -> None:
    """List the data sets; the chosen one is marked.

    列出数据集，标出选用的一个。
    """
    from assistant.command_line.terminal import list_datasets

    click.echo(list_datasets())


@data.command()
@click.argument("dataset", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with checksums and findings.")
@friendly
def show(dataset: str | None, as_json: bool) -> None:
    """Show tables, years, sources and findings of a data set, and the files each came from.

    查看数据集的表、年份、来源、所来自的文件和导入时的发现。
    """
    from assistant.command_line.holdings import origins_json, origins_text
    from assistant.command_line.terminal import show_dataset, terminal_language
    from data.store import Store

    opened = Store().open(dataset)
    if as_json:
        click.echo(origins_json(opened))
        return
    click.echo(show_dataset(dataset) + "\n\n" + origins_text(opened, terminal_language()))


@data.command()
@click.argument("dataset", required=False)
@click.option(
    "--to", "folder", required=True, type=click.Path(path_type=Path), help="Folder for the files."
)
@click.option(
    "--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True
)
@click.option("--table", help="Id of the only table wanted; see data show.")
@click.option("--force", is_flag=True, help="Overwrite files that are there already.")
@friendly
def export(dataset: str | None, folder: Path, form: str, table: str | None, force: bool) -> None:
    """Write the tables of a data set as tidy files, with citations.

    把数据集导出为整洁的长表，附引用与说明。
    """
    from assistant.command_line.holdings import export_with_progress

    click.echo(export_with_progress(dataset, folder, form, table, force=force))


@data.command()
@friendly
def template() -> None:
    """Print an empty table for series of your own; then import it.

    打印自有数据表的模板，填好后用 import 导入。
    """
    from assistant.command_line.terminal import terminal_language
    from data.own.template import write_template

    click.echo(write_template(terminal_language()), nl=False)


@data.command()
@click.argument("dataset")
@friendly
def use(dataset: str) -> None:
    """Choose the data set that questions are answered from.

    选用回答问题所依据的数据集。
    """
    from data.store import Store

    Store().use(dataset)
    click.echo(dataset)


@data.command()
@click.argument("dataset")
@friendly
def verify(dataset: str) -> None:
    """Check the stored files of a data set against their checksums.

    按校验和检查数据集的文件。
    """
    from assistant.command_line.terminal import verify_dataset

    sys.exit(verify_dataset(dataset))


@data.command()
@click.argument("dataset")
@click.confirmation_option(prompt="Remove this data set?")
@friendly
def remove(dataset: str) -> None:
    """Remove an imported data set.

    删除已导入的数据集。
    """
    from data.store import Store

    Store().remove(dataset)


@cli.command()
@friendly
def index() -> None:
    """Build the index of the manual and the questions.

    建立手册和问题的索引。
    """
    from assistant.command_line.terminal import progress_bar, terminal_language
    from assistant.knowledge import open_library
    from assistant.settings import load_settings

    library = open_library(load_settings())
    with progress_bar() as report:
        library.build(report)
    if library.trouble:
        click.echo(library.trouble.get(terminal_language()), err=True)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print every part as JSON.")
@friendly
def doctor(as_json: bool) -> None:
    """Check data, index and models, and say how to mend what is wrong.

    检查数据、索引和模型，并说明如何修复。
    """
    from assistant.command_line.doctor import examine

    sys.exit(examine(as_json=as_json))


cli.add_command(history)
cli.add_command(sweep)

"""Exporting a data set: all tables or one, into a folder, nothing overwritten unasked."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from data.dataset import Dataset
from data.errors import InputError
from data.export.columns import TidyTable
from data.export.files import Format, WrittenFile, write_table
from data.export.package import write_package, write_readme
from data.export.tables import tidy_tables
from data.text import Text

PACKAGE, README = "datapackage.json", "README.md"

Progress = Callable[[float, Text], None]


def _silent(_share: float, _text: Text) -> None:
    pass


def export_dataset(
    dataset: Dataset,
    folder: Path,
    form: Format = "csv",
    table: str | None = None,
    progress: Progress = _silent,
    *,
    force: bool = False,
) -> list[WrittenFile]:
    """Write the tables of a data set as tidy files, with a README and a data package.

    Args:
        dataset: The data set.
        folder: Where the files go; it is made if need be.
        form: ``csv`` or ``parquet``.
        table: Id of the only table wanted.
        progress: Called with a share in 0..1 and a text before each file.
        force: Whether files that are there already may be replaced.

    Raises:
        InputError: There is no such table, a file is there already, or the folder cannot be written.
    """
    _check_table(dataset, table)
    _check_format(form)
    tables = list(tidy_tables(dataset, table))
    names = {t.id: f"{_marked(t)}.{form}" for t in tables}
    if not force:
        _check_free(folder, [*names.values(), PACKAGE, README])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files: list[WrittenFile] = []
        for done, one in enumerate(tables):
            name = names[one.id]
            progress(done / len(tables), Text(zh=f"正在写入 {name}", en=f"Writing {name}"))
            files.append(write_table(one, folder / name, form))
        (folder / PACKAGE).write_text(write_package(dataset, files), encoding="utf-8")
        (folder / README).write_text(write_readme(dataset, files), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(
            Text(
                zh=f"无法写入文件夹 {folder}（{reason}）。",
                en=f"The folder {folder} cannot be written ({reason}).",
            )
        ) from error
    progress(1.0, Text(zh="已写完", en="Written"))
    return files


def _marked(table: TidyTable) -> str:
    """Name a file; one of synthetic figures says so."""
    return f"demonstration_{table.id}" if table.info.kind == "demonstration" else table.id


def _check_table(dataset: Dataset, table: str | None) -> None:
    held = list(dataset.manifest.tables)
    if table is None or table in held:
        return
    names = ", ".join(held)
    raise InputError(
        Text(
            zh=f"数据集 {dataset.id} 没有名为“{table}”的表；可用：{names}。",
            en=f"The data set {dataset.id} has no table “{table}”; it has: {names}.",
        ),
        suggestions=held,
    )


def _check_format(form: Format) -> None:
    if form == "parquet" and find_spec("duckdb") is None:
        raise InputError(
            Text(
                zh="写 Parquet 需要 duckdb：pip install duckdb；也可以用 --format csv。",
                en="Writing Parquet takes duckdb: pip install duckdb. Or use --format csv.",
            )
        )


def _check_free(folder: Path, names: list[str]) -> None:
    taken = [name for name in names if (folder / name).exists()]
    if taken:
        raise InputError(
            Text(
                zh=f"文件夹 {folder} 中已有 {taken[0]}；请换一个文件夹，或用 --force 覆盖。",
                en=f"The folder {folder} already holds {taken[0]}; choose another, or overwrite it"
                " with --force.",
            )
        )

"""The shelf of input-output tables: each held whole, under its level, year and scheme."""

from collections.abc import Mapping
from typing import cast

import numpy as np

from data.ceads.content import Content
from data.ceads.io_manifest import array_files, describe_io, title_of
from data.ceads.io_tables import IoFile, same, year_of
from data.dataset import Dataset
from data.manifest import ImportFinding, TableInfo
from data.tables import io_level
from data.text import Text
from data.versions import Stored


class IoShelf:
    """Every input-output table of a data set."""

    def __init__(self) -> None:
        self._tables: dict[str, TableInfo] = {}
        self._files: dict[str, Stored] = {}
        self._dataset: Dataset | None = None

    def load(self, dataset: Dataset) -> None:
        """Take over what a data set holds; its arrays stay on disk."""
        self._dataset = dataset
        for table, info in dataset.manifest.tables.items():
            if io_level(table):
                self._tables[table] = info
                self._files |= {f: dataset.folder / f for f in info.files.values()}

    def takes(self, content: Content) -> bool:
        """Tell whether what a reader delivered belongs here."""
        return isinstance(content, IoFile)

    def describe(self, content: Content) -> Text:
        """Say what a file holds, for the report."""
        titles = _titles(cast("IoFile", content).tables)
        return Text(zh=f"{titles.zh}。", en=f"{titles.en}.")

    def coverage(self, content: Content) -> tuple[str, list[int], list[str], int]:
        """Return the tables of a file, their years, their regions, their sheets."""
        file = cast("IoFile", content)
        years = sorted({year_of(t) for t in file.tables})
        regions = list(dict.fromkeys(r for t in file.tables.values() for r in t.regions))
        return ",".join(file.tables), years, regions, len(file.sheets)

    def conflict(self, content: Content) -> Text | None:
        """Name the tables that are held with other numbers; None when there are none."""
        file = cast("IoFile", content)
        differing = [t for t in file.tables if t in self._tables and not self._same(t, file)]
        if not differing:
            return None
        titles = _titles(dict.fromkeys(differing))
        return Text(
            zh=f"与已有的投入产出表数值不同（{titles.zh}），整个文件未导入。"
            "如要以此文件为准，请使用 --replace。",
            en=f"its numbers differ from the table held ({titles.en}), so nothing of the file"
            " was taken. Use --replace to let it win.",
        )

    def adds(self, content: Content) -> bool:
        """Tell whether a file has a table that is not held yet."""
        return any(t not in self._tables for t in cast("IoFile", content).tables)

    def take(self, content: Content) -> None:
        """Put the tables of a file in, over those held."""
        for table, sheet in cast("IoFile", content).tables.items():
            old = self._tables.get(table)
            for file in old.files.values() if old else ():
                self._files.pop(file, None)
            self._tables[table] = describe_io(table, sheet)
            stored = array_files(table, sheet)
            self._files |= {file: sheet.arrays[part] for part, file in stored.items()}

    def replaces(self, finding: ImportFinding, content: Content) -> bool:
        """Tell whether an earlier finding is about a table that a file brings anew."""
        return finding.table in cast("IoFile", content).tables

    def replaces_file(self, entry: Mapping[str, str], content: Content) -> bool:
        """Tell whether an earlier file's table is one that a file brings anew."""
        return entry.get("table") in cast("IoFile", content).tables

    def entries(self, content: Content) -> list[dict[str, str]]:
        """Return what the list of files says of a file, table by table."""
        tables = cast("IoFile", content).tables
        return [{"table": t, "years": str(year_of(t))} for t in tables]

    def tables(self) -> dict[str, TableInfo]:
        """Describe the tables held."""
        return dict(self._tables)

    def files(self) -> dict[str, Stored]:
        """Return the files of the tables by name."""
        return dict(self._files)

    def count(self, table: str) -> int:  # noqa: ARG002  the same for every table
        """Return 0: a table is held whole."""
        return 0

    def _same(self, table: str, file: IoFile) -> bool:
        held, found = self._tables[table].files, file.tables[table].arrays
        return set(held) == set(found) and all(
            same(self._array(stored), found[part]) for part, stored in held.items()
        )

    def _array(self, file: str) -> np.ndarray:
        stored = self._files[file]
        if isinstance(stored, np.ndarray):
            return stored
        return np.load(stored, mmap_mode="r", allow_pickle=False)


def _titles(tables: Mapping[str, object]) -> Text:
    titles = [title_of(t) for t in tables]
    return Text(zh="、".join(t.zh for t in titles), en="; ".join(t.en for t in titles))

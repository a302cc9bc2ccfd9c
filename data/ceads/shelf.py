"""A shelf holds the tables of one kind while an import compares files with them and adds to them."""

from collections.abc import Mapping
from typing import Protocol

from data.ceads.content import Content
from data.dataset import Dataset
from data.manifest import ImportFinding, TableInfo
from data.text import Text
from data.versions import Stored


class Shelf(Protocol):
    """What the importer needs of a kind of table."""

    def load(self, dataset: Dataset) -> None:
        """Take over what a data set holds."""
        ...

    def takes(self, content: Content) -> bool:
        """Tell whether what a reader delivered belongs here."""
        ...

    def describe(self, content: Content) -> Text:
        """Say what a file holds, for the report."""
        ...

    def coverage(self, content: Content) -> tuple[str, list[int], list[str], int]:
        """Return the tables of a file (comma-separated), its years, its regions, its sheets."""
        ...

    def conflict(self, content: Content) -> Text | None:
        """Say where a file's numbers differ from those held; None when none does."""
        ...

    def adds(self, content: Content) -> bool:
        """Tell whether a file holds anything that is not held yet."""
        ...

    def take(self, content: Content) -> None:
        """Put a file's numbers in, over those held."""
        ...

    def replaces(self, finding: ImportFinding, content: Content) -> bool:
        """Tell whether an earlier finding is about what a file brings anew."""
        ...

    def replaces_file(self, entry: Mapping[str, str], content: Content) -> bool:
        """Tell whether nothing of an earlier file is left once a file is taken; ask before."""
        ...

    def entries(self, content: Content) -> list[dict[str, str]]:
        """Return what the list of files says of a file: table and years, for each table."""
        ...

    def tables(self) -> dict[str, TableInfo]:
        """Describe the tables held."""
        ...

    def files(self) -> dict[str, Stored]:
        """Return the files of the tables by name."""
        ...

    def count(self, table: str) -> int:
        """Count the places and years of a table; 0 for one that is held whole."""
        ...

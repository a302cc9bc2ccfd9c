"""What a data set holds while an import adds to it: shelves of tables, files and findings."""

from data.ceads.cell_shelf import CellShelf
from data.ceads.content import Content
from data.ceads.io_shelf import IoShelf
from data.ceads.oddities import RULES, find_oddities
from data.ceads.place_oddities import PLACE_RULES, find_place_oddities
from data.ceads.shelf import Shelf
from data.dataset import Dataset
from data.manifest import ImportFinding, Manifest
from data.own.shelf import OwnShelf
from data.text import Text
from data.versions import Stored


class Holding:
    """The tables of a data set, to be compared with files and added to.

    Args:
        dataset_id: The id it is kept under.
        dataset: What is held so far.
    """

    def __init__(self, dataset_id: str, dataset: Dataset | None) -> None:
        self.id = dataset_id
        self.title = _title(dataset_id)
        self.files: list[dict[str, str]] = []
        self.findings: list[ImportFinding] = []
        self.cells = CellShelf()
        self.shelves: tuple[Shelf, ...] = (self.cells, IoShelf(), OwnShelf())
        if dataset is not None:
            self.files = list(dataset.manifest.files)
            self.findings = list(dataset.findings)
            for shelf in self.shelves:
                shelf.load(dataset)

    def has_file(self, sha256: str) -> bool:
        """Tell whether this very file is held already."""
        return any(f.get("sha256") == sha256 for f in self.files)

    def shelf_for(self, content: Content) -> Shelf:
        """Return the shelf that what a reader delivered belongs on.

        Raises:
            LookupError: There is none; a format was registered without one.
        """
        found = next((s for s in self.shelves if s.takes(content)), None)
        if found is None:
            raise LookupError(type(content).__name__)
        return found

    def take(self, content: Content, name: str, sha256: str) -> None:
        """Put what a file holds in, over what was held, and remember where it came from."""
        shelf = self.shelf_for(content)
        self.files = [f for f in self.files if not shelf.replaces_file(f, content)]
        self.findings = [f for f in self.findings if not shelf.replaces(f, content)]
        shelf.take(content)
        self.findings += content.findings
        self.files += [{"name": name, "sha256": sha256} | e for e in shelf.entries(content)]

    def manifest(self) -> Manifest:
        """Describe everything held, the oddities across all of it seen anew."""
        rules = RULES | PLACE_RULES
        seen = [f.model_copy(update={"file": self._file_of(f)}) for f in self._look_over()]
        return Manifest(
            id=self.id,
            title=self.title,
            tables={t: info for shelf in self.shelves for t, info in shelf.tables().items()},
            files=self.files,
            findings=[f for f in self.findings if f.rule not in rules] + seen,
        )

    def stored(self) -> dict[str, Stored]:
        """Return the files of all tables by name."""
        return {name: held for shelf in self.shelves for name, held in shelf.files().items()}

    def count(self, table: str) -> int:
        """Count the places and years of a table; 0 for one that is held whole."""
        return sum(shelf.count(table) for shelf in self.shelves)

    def _look_over(self) -> list[ImportFinding]:
        held = self.cells.cells
        seen = find_oddities(held)
        gaps = {(f.region, f.year) for f in seen if f.level == "missing" and f.year is not None}
        return seen + find_place_oddities(held, self.cells.places, frozenset(gaps))

    def _file_of(self, finding: ImportFinding) -> str:
        inventory = "inventory_national" if finding.region == "CN" else "inventory_provincial"
        table = finding.table or inventory
        years = {str(y) for y in (finding.years or [finding.year])}
        names = [
            f["name"]
            for f in self.files
            if f.get("table") == table and years & set(f["years"].split(","))
        ]
        return names[-1] if names else ""


def _title(dataset_id: str) -> Text:
    beside = "" if dataset_id == "ceads" else dataset_id
    return Text(
        zh="CEADs 数据" + (f"（{beside}）" if beside else ""),
        en="CEADs data" + (f" ({beside})" if beside else ""),
    )

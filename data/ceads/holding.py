"""What a data set holds while an import adds to it: inventories by place, tables by id."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.ceads.inventories import NATIONAL, PROVINCIAL, InventoryFile, Place
from data.ceads.io_manifest import array_files, describe_io
from data.ceads.io_tables import IoFile, same, year_of
from data.ceads.oddities import RULES, find_oddities
from data.dataset import Dataset, ImportFinding, Manifest, TableInfo
from data.result import Source
from data.tables import Array, Inventory
from data.text import Text
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS, REGIONS

SAME_MT = 1e-9
"""Figures that differ by less are the same figure, saved by different programs."""

TITLES: dict[str, Text] = {
    PROVINCIAL: Text(
        zh="CEADs 省级CO2排放清单（47行业，IPCC部门核算法）",
        en="CEADs provincial CO2 inventories (47 sectors, IPCC sectoral approach)",
    ),
    NATIONAL: Text(
        zh="CEADs 全国CO2排放清单（47行业，IPCC部门核算法）",
        en="CEADs national CO2 inventory (47 sectors, IPCC sectoral approach)",
    ),
}

_PAPERS = (
    "Shan et al. 2018, doi 10.1038/sdata.2017.201; Shan et al. 2020,"
    " doi 10.1038/s41597-020-0393-y; Guan et al. 2021, doi 10.1029/2021EF002241"
)
SOURCES: dict[str, Source] = {
    PROVINCIAL: Source(
        title=TITLES[PROVINCIAL],
        citation=f"CEADs provincial CO2 inventories: {_PAPERS};"
        " Shan et al. 2016, doi 10.1016/j.apenergy.2016.03.073",
        kind="official",
        url="https://www.ceads.net/data/province/",
    ),
    NATIONAL: Source(
        title=TITLES[NATIONAL],
        citation=f"CEADs national CO2 inventory: {_PAPERS}",
        kind="official",
        url="https://www.ceads.net",
    ),
}


class Holding:
    """The tables of a data set, to be compared with files and added to.

    Args:
        dataset_id: The id it is kept under.
        dataset: What is held so far.
    """

    def __init__(self, dataset_id: str, dataset: Dataset | None) -> None:
        self.id = dataset_id
        self.cells: dict[str, dict[Place, Array]] = {PROVINCIAL: {}, NATIONAL: {}}
        self.files: list[dict[str, str]] = []
        self.findings: list[ImportFinding] = []
        self.title = _title(dataset_id)
        self.io: dict[str, TableInfo] = {}
        self._io_arrays: dict[str, NDArray[Any]] = {}
        if dataset is not None:
            self._load(dataset)

    def has_file(self, sha256: str) -> bool:
        """Tell whether this very file is held already."""
        return any(f.get("sha256") == sha256 for f in self.files)

    def differences(self, file: InventoryFile) -> list[Place]:
        """Return the regions and years that are held with other numbers than the file's."""
        held = self.cells[file.table]
        return [
            place
            for place, cell in file.cells.items()
            if place in held and np.abs(held[place] - cell).max() > SAME_MT
        ]

    def fresh(self, file: InventoryFile) -> list[Place]:
        """Return the regions and years of a file that are not held yet."""
        return [place for place in file.cells if place not in self.cells[file.table]]

    def take(self, file: InventoryFile, name: str, sha256: str) -> None:
        """Put the cells of a file in, over those held, and remember where they came from."""
        held = self.cells[file.table]
        self.files = [f for f in self.files if not self._superseded(f, file)]
        self.findings = [
            f
            for f in self.findings
            if f.region == "" or f.year is None or (f.region, f.year) not in file.cells
        ]
        held.update(file.cells)
        self.findings += file.findings
        years = ",".join(str(y) for y in sorted({y for _, y in file.cells}))
        entry = {"name": name, "sha256": sha256, "table": file.table, "years": years}
        self.files.append(entry)

    def io_differences(self, file: IoFile) -> list[str]:
        """Return the input-output tables that are held with other numbers than the file's."""
        return [t for t in file.tables if t in self.io and not self._same_io(t, file)]

    def io_fresh(self, file: IoFile) -> list[str]:
        """Return the input-output tables of a file that are not held yet."""
        return [t for t in file.tables if t not in self.io]

    def take_io(self, file: IoFile, name: str, sha256: str) -> None:
        """Put the tables of a file in, over those held, and remember where they came from."""
        self.files = [f for f in self.files if f.get("table") not in file.tables]
        self.findings = [f for f in self.findings if f.table not in file.tables] + file.findings
        for table, sheet in file.tables.items():
            self.io[table] = describe_io(table, sheet)
            self._io_arrays = {
                f: a for f, a in self._io_arrays.items() if not f.startswith(f"{table}.")
            }
            for part, stored in array_files(table, sheet).items():
                self._io_arrays[stored] = sheet.arrays[part]
            entry = {"name": name, "sha256": sha256, "table": table, "years": str(year_of(table))}
            self.files.append(entry)

    def manifest(self) -> Manifest:
        """Describe everything held, the oddities across all of it seen anew."""
        tables = {t: self._describe(t) for t in (PROVINCIAL, NATIONAL) if self.cells[t]}
        seen = [f.model_copy(update={"file": self._file_of(f)}) for f in find_oddities(self.cells)]
        return Manifest(
            id=self.id,
            title=self.title,
            tables=tables | self.io,
            files=self.files,
            findings=[f for f in self.findings if f.rule not in RULES] + seen,
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the .npy files by name; NaN where a region's year is not held."""
        made: dict[str, NDArray[Any]] = {}
        for table in (PROVINCIAL, NATIONAL):
            cells = self.cells[table]
            if not cells:
                continue
            regions, years = axes(list(cells))
            shape = (len(regions), len(years), len(INVENTORY_SECTORS), len(INVENTORY_FUELS))
            array = np.full(shape, np.nan)
            for (region, year), cell in cells.items():
                array[regions.index(region), years.index(year)] = cell
            made[_file(table)] = array
        return made | self._io_arrays

    def _load(self, dataset: Dataset) -> None:
        self.files = list(dataset.manifest.files)
        self.findings = list(dataset.findings)
        for table, inventory in ((PROVINCIAL, dataset.provincial), (NATIONAL, dataset.national)):
            if inventory is not None:
                self.cells[table] = _cells(inventory)
        for table, info in dataset.manifest.tables.items():
            if table not in self.cells:
                self.io[table] = info
                for file in info.files.values():
                    path = dataset.folder / file
                    self._io_arrays[file] = np.load(path, mmap_mode="r", allow_pickle=False)

    def _same_io(self, table: str, file: IoFile) -> bool:
        held, found = self.io[table].files, file.tables[table].arrays
        return set(held) == set(found) and all(
            same(self._io_arrays[stored], found[part]) for part, stored in held.items()
        )

    def _superseded(self, entry: dict[str, str], file: InventoryFile) -> bool:
        if entry.get("table") != file.table:
            return False
        years = {int(y) for y in entry["years"].split(",")}
        places = [p for p in self.cells[file.table] if p[1] in years]
        return bool(self.differences(file)) and all(p in file.cells for p in places)

    def _describe(self, table: str) -> TableInfo:
        regions, years = axes(list(self.cells[table]))
        return TableInfo(
            id=table,
            title=TITLES[table],
            kind="official",
            unit="Mt",
            source=SOURCES[table],
            files={"co2_mt": _file(table)},
            axes={
                "region": list(regions),
                "year": list(years),
                "sector": list(INVENTORY_SECTORS),
                "fuel": list(INVENTORY_FUELS),
            },
            years=years,
            regions=regions,
        )

    def _file_of(self, finding: ImportFinding) -> str:
        table = NATIONAL if finding.region == "CN" else PROVINCIAL
        years = {str(y) for y in (finding.years or [finding.year])}
        names = [
            f["name"]
            for f in self.files
            if f.get("table") == table and years & set(f["years"].split(","))
        ]
        return names[-1] if names else ""


def axes(places: Sequence[Place]) -> tuple[list[str], list[int]]:
    """Return the regions in their standard order and the years of some cells."""
    held = {region for region, _ in places}
    return [r for r in REGIONS.ids if r in held], sorted({year for _, year in places})


def _cells(inventory: Inventory) -> dict[Place, Array]:
    found: dict[Place, Array] = {}
    for i, region in enumerate(inventory.regions):
        for j, year in enumerate(inventory.years):
            cell = np.array(inventory.co2_mt[i, j], dtype=np.float64)
            if np.isfinite(cell).all():
                found[region, year] = cell
    return found


def _file(table: str) -> str:
    return f"{table}.npy"


def _title(dataset_id: str) -> Text:
    beside = "" if dataset_id == "ceads" else dataset_id
    return Text(
        zh="CEADs 数据" + (f"（{beside}）" if beside else ""),
        en="CEADs data" + (f" ({beside})" if beside else ""),
    )

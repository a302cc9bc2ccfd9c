"""The shelf of inventories and totals: arrays by place and year, compared cell by cell."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from data.ceads.cell_tables import CELL_TABLES, NATIONAL, PROVINCIAL, CellTable
from data.ceads.content import CellFile, Content, Key
from data.ceads.energy_sheet import PRODUCT_LABELS
from data.dataset import Dataset
from data.errors import FileRefusedError
from data.fields import UNITS
from data.manifest import ImportFinding, TableInfo
from data.places import read_places, write_places
from data.tables import Array, Place, span
from data.text import Text
from data.versions import Stored
from data.vocabulary import REGIONS

SAME = 1e-9
"""Figures that differ by less, in the unit of the table, were saved by different programs."""


class CellShelf:
    """Every table of ``CELL_TABLES``, by place and year."""

    def __init__(self) -> None:
        self.cells: dict[str, dict[Key, Array]] = {t: {} for t in CELL_TABLES}
        self.places: dict[str, dict[str, Place]] = {t: {} for t in CELL_TABLES}
        self.units: dict[str, dict[str, str]] = {t: {} for t in CELL_TABLES}
        self._kept: dict[str, dict[str, Stored]] = {}

    def load(self, dataset: Dataset) -> None:
        """Take over what a data set holds."""
        for table, info in dataset.manifest.tables.items():
            if table not in CELL_TABLES:
                continue
            spec = CELL_TABLES[table]
            array = np.load(dataset.folder / info.files[spec.part], allow_pickle=False)
            self.units[table] = dict(info.units)
            if spec.of_places:
                text = (dataset.folder / info.files["places"]).read_text(encoding="utf-8")
                self.places[table] = {p.id: p for p in read_places(text)}
            names = list(self.places[table]) or [str(r) for r in info.axes["region"]]
            self.cells[table] = _split(array, names, info.years)
            self._kept[table] = {f: dataset.folder / f for f in info.files.values()}

    def takes(self, content: Content) -> bool:
        """Tell whether what a reader delivered belongs here."""
        return isinstance(content, CellFile)

    def describe(self, content: Content) -> Text:
        """Say what a file holds, for the report."""
        file = cast("CellFile", content)
        spec = CELL_TABLES[file.table]
        title, years = spec.title, span({y for _, y in file.cells})
        number = len({place for place, _ in file.cells})
        counted = bool(spec.counted.zh)
        return Text(
            zh=f"{title.zh}，{years}" + (f"，{number}{spec.counted.zh}。" if counted else "。"),
            en=f"{title.en}, {years}" + (f", {number} {spec.counted.en}." if counted else "."),
        )

    def coverage(self, content: Content) -> tuple[str, list[int], list[str], int]:
        """Return the table of a file, its years, its regions in standard order, its sheets."""
        file = cast("CellFile", content)
        provinces = {p.id: p.province for p in file.places}
        held = {provinces.get(place, place) for place, _ in file.cells}
        sheets = len(set(file.sheets.values())) or 1
        years = sorted({y for _, y in file.cells})
        return file.table, years, [r for r in REGIONS.ids if r in held], sheets

    def differences(self, file: CellFile) -> list[Key]:
        """Return the places and years that are held with other numbers than the file's."""
        held = self.cells[file.table]
        return [k for k, cell in file.cells.items() if k in held and not _same(held[k], cell)]

    def conflict(self, content: Content) -> Text | None:
        """Say where a file's numbers differ from those held; None when none does.

        Raises:
            FileRefusedError: A unit differs, so that one table cannot hold both.
        """
        file = cast("CellFile", content)
        units = self.units[file.table]
        unlike = [p for p, unit in file.units.items() if units.get(p, unit) != unit]
        if unlike:
            raise FileRefusedError(_say_other_units(unlike, units, file.units))
        differing = self.differences(file)
        if not differing:
            return None
        held, new = self.cells[file.table][differing[0]], file.cells[differing[0]]
        label = self._label(file, differing[0][0])
        return _say_conflict(CELL_TABLES[file.table], label, differing, held, new)

    def adds(self, content: Content) -> bool:
        """Tell whether a file holds anything that is not held yet."""
        file = cast("CellFile", content)
        return any(key not in self.cells[file.table] for key in file.cells)

    def take(self, content: Content) -> None:
        """Put a file's numbers in, over those held."""
        file = cast("CellFile", content)
        self._kept.pop(file.table, None)
        self.cells[file.table].update(file.cells)
        self.places[file.table] |= {p.id: p for p in file.places}
        self.units[file.table] |= file.units

    def replaces(self, finding: ImportFinding, content: Content) -> bool:
        """Tell whether an earlier finding is about a place and year that a file brings anew."""
        file = cast("CellFile", content)
        inventories = (PROVINCIAL, NATIONAL)  # their findings name no table
        about = finding.table == file.table or (not finding.table and file.table in inventories)
        if not about or not finding.region:
            return False
        return finding.year is not None and (finding.region, finding.year) in file.cells

    def replaces_file(self, entry: Mapping[str, str], content: Content) -> bool:
        """Tell whether nothing of an earlier file is left once a file is taken; ask before."""
        file = cast("CellFile", content)
        if entry.get("table") != file.table:
            return False
        years = {int(y) for y in entry["years"].split(",")}
        held = [key for key in self.cells[file.table] if key[1] in years]
        return bool(self.differences(file)) and all(key in file.cells for key in held)

    def entries(self, content: Content) -> list[dict[str, str]]:
        """Return what the list of files says of a file."""
        file = cast("CellFile", content)
        years = ",".join(str(y) for y in sorted({y for _, y in file.cells}))
        return [{"table": file.table, "years": years}]

    def tables(self) -> dict[str, TableInfo]:
        """Describe the tables held."""
        return {t: self._describe(CELL_TABLES[t]) for t, cells in self.cells.items() if cells}

    def files(self) -> dict[str, Stored]:
        """Return the files of the tables; NaN where a place's year is not held."""
        made: dict[str, Stored] = {}
        for table, cells in self.cells.items():
            if table in self._kept:
                made |= self._kept[table]
            elif cells:
                made |= self._make(CELL_TABLES[table])
        return made

    def count(self, table: str) -> int:
        """Count the places and years of a table."""
        return len(self.cells.get(table, ()))

    def _make(self, spec: CellTable) -> dict[str, Stored]:
        names, years = self._axes(spec)
        array = np.full((len(names), len(years), *spec.shape), np.nan)
        row = {name: i for i, name in enumerate(names)}
        column = {year: j for j, year in enumerate(years)}
        for (name, year), cell in self.cells[spec.id].items():
            array[row[name], column[year]] = cell
        made: dict[str, Stored] = {spec.file: array}
        if spec.of_places:
            held = self.places[spec.id]
            made[spec.places_file] = write_places(held[name] for name in names)
        return made

    def _axes(self, spec: CellTable) -> tuple[list[str], list[int]]:
        keys = list(self.cells[spec.id])
        if not spec.of_places:
            return axes(keys)
        return sorted({name for name, _ in keys}), sorted({year for _, year in keys})

    def _describe(self, spec: CellTable) -> TableInfo:
        names, years = self._axes(spec)
        files = {spec.part: spec.file} | ({"places": spec.places_file} if spec.of_places else {})
        regions = names
        if spec.of_places:
            held = {self.places[spec.id][name].province for name in names}
            regions = [r for r in REGIONS.ids if r in held]
        cell_axes = {axis: list[str | int](ids) for axis, ids in spec.axes.items()}
        first: dict[str, list[str | int]] = {} if spec.of_places else {"region": list(names)}
        return TableInfo(
            id=spec.id,
            title=spec.title,
            kind="official",
            unit=spec.unit,
            source=spec.source,
            files=files,
            axes=first | {"year": list[str | int](years)} | cell_axes,
            units=self.units[spec.id],
            years=years,
            regions=regions,
        )

    def _label(self, file: CellFile, name: str) -> Text:
        if name in REGIONS:
            return REGIONS.text(name)
        known = {p.id: p.label for p in file.places}
        return known.get(name, Text(zh=name, en=name))


def axes(keys: Sequence[Key]) -> tuple[list[str], list[int]]:
    """Return the regions in their standard order and the years of some cells."""
    held = {region for region, _ in keys}
    return [r for r in REGIONS.ids if r in held], sorted({year for _, year in keys})


def _split(array: NDArray[Any], names: Sequence[str], years: Sequence[int]) -> dict[Key, Array]:
    flat = array.reshape(len(names), len(years), -1)
    held = np.isfinite(flat).any(axis=2)
    return {
        (names[i], years[j]): np.array(array[i, j], dtype=np.float64)
        for i, j in np.argwhere(held).tolist()
    }


def _same(held: Array, new: Array) -> bool:
    if held.ndim == 0:  # hundreds of thousands of county figures go through here
        return abs(float(held) - float(new)) <= SAME
    return bool(np.allclose(held, new, rtol=0, atol=SAME, equal_nan=True))


def _say_conflict(
    spec: CellTable, label: Text, differing: Sequence[Key], held: Array, new: Array
) -> Text:
    year, count = differing[0][1], len(differing)
    example_zh = f"如{label.zh}{year}年"
    example_en = f"such as {label.en} {year}"
    if spec.unit:
        old, now = float(np.nansum(held)), float(np.nansum(new))
        example_zh += f"：已有 {old:.2f} {spec.unit}，此文件 {now:.2f} {spec.unit}"
        example_en += f": {old:.2f} {spec.unit} held, {now:.2f} {spec.unit} here"
    what_zh, what_en = ("个数值", "figures") if spec.of_places else ("份数据", "inventories")
    return Text(
        zh=f"有{count}{what_zh}与已有数据不同（{example_zh}），整个文件未导入。"
        "如要以此文件为准，请使用 --replace。",
        en=f"{count} of its {what_en} differ{'s' if count == 1 else ''} from what is held"
        f" ({example_en}), so nothing of the file was taken. Use --replace to let it win.",
    )


def _say_other_units(
    unlike: Sequence[str], held: Mapping[str, str], new: Mapping[str, str]
) -> Text:
    product = PRODUCT_LABELS[unlike[0]]
    old, now = UNITS[held[unlike[0]]].label, UNITS[new[unlike[0]]].label
    return Text(
        zh=f"{product.zh}的单位与已有数据不同（已有{old.zh}，此文件{now.zh}），"
        "无法放在同一张表里，整个文件未导入。请导入到另一个数据集（--dataset）。",
        en=f"the unit of {product.en} differs from what is held ({old.en} held,"
        f" {now.en} here); one table cannot hold both, so nothing of the file was taken."
        " Import it into another data set (--dataset).",
    )

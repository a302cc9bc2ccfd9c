"""A data set as the tools see it: lazily opened, memory-mapped, immutable."""

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from data.errors import DataMissingError, FileRefusedError
from data.expansion import read_flows
from data.io_missing import io_table_missing
from data.manifest import MANIFEST, ImportFinding, Manifest, TableInfo
from data.own_series import OwnSeries, read_own_rows
from data.places import read_places
from data.series_book import SeriesBook
from data.tables import (
    FINAL_DEMAND,
    IO_PREFIX,
    ApparentEmissions,
    EnergyInventory,
    Inventory,
    IoLevel,
    IoTable,
    PlaceLevel,
    PlaceTotals,
    io_level,
)
from data.text import Text
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS

T = TypeVar("T")


class Dataset:
    """An opened data set folder.

    Tables by id: ``inventory_provincial``, ``inventory_national`` (arrays in the shape of
    ``Inventory``), ``inventory_city``, ``inventory_county`` (``PlaceTotals``),
    ``energy_provincial``, ``apparent_provincial``, ``apparent_national``, input-output tables
    (``io_<year>_<scheme>``, ``io_national_…``, ``io_city_…``) and ``own_series``. Absent tables
    read as None.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            text = (folder / MANIFEST).read_text(encoding="utf-8")
            self.manifest = Manifest.model_validate(json.loads(text))
        except (OSError, ValueError) as error:
            raise FileRefusedError(
                Text(
                    zh=f"数据集文件夹 {folder.name} 不完整或已损坏（{MANIFEST} 无法读取）。",
                    en=f"The data set folder {folder.name} is incomplete or damaged"
                    f" ({MANIFEST} cannot be read).",
                )
            ) from error

    @property
    def id(self) -> str:
        """The id of the data set."""
        return self.manifest.id

    @property
    def title(self) -> Text:
        """The name shown to the reader."""
        return self.manifest.title

    @property
    def findings(self) -> list[ImportFinding]:
        """What the import noticed."""
        return self.manifest.findings

    @property
    def is_demonstration(self) -> bool:
        """Whether any table is synthetic."""
        return any(t.kind == "demonstration" for t in self.manifest.tables.values())

    @cached_property
    def provincial(self) -> Inventory | None:
        """The inventories of the provinces."""
        return self._inventory("inventory_provincial")

    @cached_property
    def national(self) -> Inventory | None:
        """The inventory of the nation, a table of its own."""
        return self._inventory("inventory_national")

    @cached_property
    def cities(self) -> PlaceTotals | None:
        """The totals of cities."""
        return self._places("inventory_city", "city")

    @cached_property
    def counties(self) -> PlaceTotals | None:
        """The totals of counties."""
        return self._places("inventory_county", "county")

    @cached_property
    def energy(self) -> EnergyInventory | None:
        """The energy inventories of the provinces."""
        info = self.manifest.tables.get("energy_provincial")
        if info is None:
            return None
        products = tuple(str(p) for p in info.axes["product"])
        return EnergyInventory(
            regions=tuple(str(r) for r in info.axes["region"]),
            years=tuple(int(y) for y in info.axes["year"]),
            rows=tuple(str(r) for r in info.axes["row"]),
            products=products,
            units=tuple(info.units[p] for p in products),
            amount=self._array(info.files["amount"]),
            kind=info.kind,
            source=info.source,
        )

    @cached_property
    def apparent(self) -> ApparentEmissions | None:
        """The apparent emissions of the provinces."""
        return self._apparent("apparent_provincial")

    @cached_property
    def apparent_national(self) -> ApparentEmissions | None:
        """The apparent emissions of the nation."""
        return self._apparent("apparent_national")

    @cached_property
    def own_series(self) -> OwnSeries | None:
        """The user's own series."""
        info = self.manifest.tables.get("own_series")
        if info is None:
            return None
        rows = self._parsed(info.files["rows"], read_own_rows)
        if {r.year for r in rows} != set(info.years):
            raise self._damaged(info.files["rows"])
        return OwnSeries(rows, info.kind, info.source)

    @cached_property
    def series(self) -> SeriesBook:
        """GDP, population, output, benchmarks and targets: the user's own before the published."""
        return SeriesBook(self.own_series, self.id)

    def inventory_of(self, region: str) -> Inventory:
        """Return the inventory that holds a region.

        Raises:
            DataMissingError: The data set has no such inventory; the text says how to get one.
        """
        found = self.national if region == "CN" else self.provincial
        if found is None:
            which = (
                Text(zh="全国", en="national")
                if region == "CN"
                else Text(zh="省级", en="provincial")
            )
            raise DataMissingError(
                Text(
                    zh=f"当前数据集没有{which.zh}排放清单。请在 CEADs 网站（www.ceads.net）下载后运行"
                    " visceads import 文件名。",
                    en=f"The current data set has no {which.en} inventory. Download it from CEADs"
                    " (www.ceads.net) and run: visceads import FILE.",
                )
            )
        return found

    @property
    def io_years(self) -> tuple[int, ...]:
        """Years with an input-output table of the provinces."""
        return tuple(sorted({t.years[0] for t in self._io_tables("provinces")}))

    def io_table(
        self, year: int | None = None, scheme: str | None = None, level: IoLevel = "provinces"
    ) -> IoTable:
        """Open an input-output table, by default the latest in the consistent scheme.

        Raises:
            DataMissingError: There is no such table; the text says how to get it.
        """
        tables = [t for t in self._io_tables(level) if year in (None, t.years[0])]
        tables = [t for t in tables if scheme is None or t.id.endswith(scheme)]
        if not tables:
            held = {t.years[0] for t in self._io_tables(level)}
            raise DataMissingError(io_table_missing(year, level, held))
        tables.sort(key=lambda t: (t.years[0], t.id.endswith("consistent42")))
        return self._open_io(tables[-1])

    def findings_for(
        self, region: str, years: tuple[int, ...], about: tuple[str, ...] = (), table: str = ""
    ) -> list[ImportFinding]:
        """Return what the import noticed about a region's inventories in some years.

        ``table`` names another table of regions, cities or counties in place of the inventories.
        Findings on single sectors or fuels come along only when ``about`` names one of them;
        those of level ``info`` when they are about one year.
        """
        return [
            f
            for f in self.findings
            if f.region == region
            and f.table == table
            and (f.level != "info" or f.year is not None)
            and (f.year is None or f.year in years)
            and (not f.years or not set(years).isdisjoint(f.years))
            and (not f.about or not set(about).isdisjoint(f.about))
        ]

    def findings_on_table(self, table: IoTable, region: str) -> list[ImportFinding]:
        """Return what the import noticed about an input-output table as a whole or in a region."""
        return [
            f
            for f in self.findings
            if f.table == table.id and f.level != "info" and f.region in ("", region)
        ]

    def _io_tables(self, level: IoLevel) -> list[TableInfo]:
        return [t for t in self.manifest.tables.values() if io_level(t.id) == level]

    def _inventory(self, table_id: str) -> Inventory | None:
        info = self.manifest.tables.get(table_id)
        if info is None:
            return None
        array = self._array(info.files["co2_mt"])
        expected = (len(INVENTORY_SECTORS), len(INVENTORY_FUELS))
        if array.shape[2:] != expected:
            raise self._damaged(info.files["co2_mt"])
        gaps = {
            (f.region, f.year)
            for f in self.findings
            if f.level == "missing" and f.year is not None and not f.table
        }
        return Inventory(
            regions=tuple(str(r) for r in info.axes["region"]),
            years=tuple(int(y) for y in info.axes["year"]),
            co2_mt=array,
            kind=info.kind,
            source=info.source,
            gaps=frozenset(gaps),
        )

    def _places(self, table_id: str, level: PlaceLevel) -> PlaceTotals | None:
        info = self.manifest.tables.get(table_id)
        if info is None:
            return None
        places = self._parsed(info.files["places"], read_places)
        array = self._array(info.files["co2_mt"])
        if len(places) != len(array):
            raise self._damaged(info.files["places"])
        return PlaceTotals(
            level=level,
            places=places,
            years=tuple(int(y) for y in info.axes["year"]),
            co2_mt=array,
            kind=info.kind,
            source=info.source,
        )

    def _apparent(self, table_id: str) -> ApparentEmissions | None:
        info = self.manifest.tables.get(table_id)
        if info is None:
            return None
        return ApparentEmissions(
            regions=tuple(str(r) for r in info.axes["region"]),
            years=tuple(int(y) for y in info.axes["year"]),
            items=tuple(str(i) for i in info.axes["item"]),
            co2_mt=self._array(info.files["co2_mt"]),
            kind=info.kind,
            source=info.source,
        )

    @cached_property
    def _opened(self) -> dict[str, IoTable]:
        return {}

    def _open_io(self, info: TableInfo) -> IoTable:
        if info.id not in self._opened:
            self._opened[info.id] = self._read_io(info)
        return self._opened[info.id]

    def _read_io(self, info: TableInfo) -> IoTable:
        part = {name: self._array(file) for name, file in info.files.items()}
        try:
            Z, Y = read_flows(part)
        except ValueError as error:
            raise self._damaged(info.files["origin"]) from error
        level = io_level(info.id) or "provinces"
        return IoTable(
            year=info.years[0],
            scheme=info.id.removeprefix(f"{IO_PREFIX[level]}{info.years[0]}_"),
            regions=tuple(str(r) for r in info.axes["region"]),
            sectors=tuple(str(s) for s in info.axes["sector"]),
            Z=Z,
            Y=Y,
            ex=part["ex"],
            err=part["err"],
            x=part["x"],
            imports=part["imports"],
            value_added=part["value_added"],
            co2_mt=part.get("co2_mt"),
            kind=info.kind,
            source=info.source,
            level=level,
            final_demand=tuple(str(c) for c in info.axes.get("final_demand", FINAL_DEMAND)),
        )

    def _array(self, file: str) -> NDArray[Any]:
        try:
            return np.load(self.folder / file, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise self._damaged(file) from error

    def _text(self, file: str) -> str:
        try:
            return (self.folder / file).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise self._damaged(file) from error

    def _parsed(self, file: str, parse: Callable[[str], T]) -> T:
        try:
            return parse(self._text(file))
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise self._damaged(file) from error

    def _damaged(self, file: str) -> FileRefusedError:
        return FileRefusedError(
            Text(
                zh=f"数据集 {self.id} 的文件 {file} 缺失或已损坏，请重新导入。",
                en=f"The file {file} of the data set {self.id} is missing or damaged; import again.",
            )
        )


__all__ = ["MANIFEST", "Dataset", "ImportFinding", "Manifest", "TableInfo"]

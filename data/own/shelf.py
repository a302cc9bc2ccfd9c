"""The shelf of a user's own series: one figure for each series, region, sector, scenario, year."""

from collections.abc import Mapping
from typing import cast

from data.ceads.content import Content
from data.dataset import Dataset
from data.fields import unit_label
from data.manifest import ImportFinding, TableInfo
from data.own.reading import OwnFile
from data.own.terms import OWN_SERIES
from data.own_series import OwnRow, write_own_rows
from data.result import Source
from data.tables import span
from data.text import Text, join
from data.versions import Stored
from data.vocabulary import REGIONS

TABLE = "own_series"
FILE = "own_series.csv"
TITLE = Text(zh="用户自有数据", en="Your own series")

Key = tuple[str, str, str, str, int]


class OwnShelf:
    """The own series of a data set."""

    def __init__(self) -> None:
        self._rows: dict[Key, OwnRow] = {}

    def load(self, dataset: Dataset) -> None:
        """Take over what a data set holds."""
        held = dataset.own_series
        self._rows = {r.key: r for r in held.rows} if held else {}

    def takes(self, content: Content) -> bool:
        """Tell whether what a reader delivered belongs here."""
        return isinstance(content, OwnFile)

    def describe(self, content: Content) -> Text:
        """Say what a file holds, for the report."""
        rows = cast("OwnFile", content).rows
        names = join(OWN_SERIES.text(s) for s in dict.fromkeys(r.series for r in rows))
        years = span({r.year for r in rows})
        return Text(
            zh=f"{TITLE.zh}：{names.zh}，{years}，{len(rows)}行。",
            en=f"{TITLE.en.lower()}: {names.en}, {years}, rows: {len(rows)}.",
        )

    def coverage(self, content: Content) -> tuple[str, list[int], list[str], int]:
        """Return the table, its years, its regions in standard order, its sheets."""
        file = cast("OwnFile", content)
        regions = {r.region for r in file.rows}
        years = sorted({r.year for r in file.rows})
        return TABLE, years, [r for r in REGIONS.ids if r in regions], file.sheets

    def conflict(self, content: Content) -> Text | None:
        """Say where a file's figures differ from those held; None when none does."""
        rows = cast("OwnFile", content).rows
        differing = [r for r in rows if r.key in self._rows and not self._same(r)]
        if not differing:
            return None
        new = differing[0]
        old = self._rows[new.key]
        label, region = OWN_SERIES.text(new.series), new.region
        place = Text(zh=REGIONS.label(region, "zh"), en=REGIONS.label(region, "en"))
        count = len(differing)
        return Text(
            zh=f"有{count}个数值与已有数据不同（如{place.zh}{new.year}年{label.zh}：已有"
            f" {_figure(old, 'zh')}，此文件 {_figure(new, 'zh')}），整个文件未导入。"
            "如要以此文件为准，请使用 --replace。",
            en=f"figures that differ from what is held: {count} (such as {label.en} of {place.en}"
            f" {new.year}: {_figure(old, 'en')} held, {_figure(new, 'en')} here), so nothing of the"
            " file was taken. Use --replace to let it win.",
        )

    def adds(self, content: Content) -> bool:
        """Tell whether a file holds anything that is not held yet."""
        return any(r.key not in self._rows for r in cast("OwnFile", content).rows)

    def take(self, content: Content) -> None:
        """Put a file's rows in, over those held."""
        self._rows |= {r.key: r for r in cast("OwnFile", content).rows}

    def replaces(self, finding: ImportFinding, content: Content) -> bool:
        """Tell whether an earlier finding is about a figure that a file brings anew."""
        brought = {(r.series, r.region, r.year) for r in cast("OwnFile", content).rows}
        return finding.table == TABLE and any(
            (series, finding.region, finding.year) in brought for series in finding.about
        )

    def replaces_file(self, entry: Mapping[str, str], content: Content) -> bool:
        """Tell whether nothing is left of what is held, all of it from earlier files; ask before."""
        keys = {r.key for r in cast("OwnFile", content).rows}
        return entry.get("table") == TABLE and set(self._rows) <= keys and bool(self._rows)

    def entries(self, content: Content) -> list[dict[str, str]]:
        """Return what the list of files says of a file."""
        table, years, _, _ = self.coverage(content)
        return [{"table": table, "years": ",".join(map(str, years))}]

    def tables(self) -> dict[str, TableInfo]:
        """Describe the table held; its citation names every source the user gave."""
        if not self._rows:
            return {}
        rows = list(self._rows.values())
        regions = {r.region for r in rows}
        sources = "; ".join(dict.fromkeys(r.source for r in rows))
        info = TableInfo(
            id=TABLE,
            title=TITLE,
            kind="user",
            unit="",
            source=Source(title=TITLE, citation=sources, kind="user"),
            files={"rows": FILE},
            axes={"series": list(dict.fromkeys(r.series for r in rows))},
            years=sorted({r.year for r in rows}),
            regions=[r for r in REGIONS.ids if r in regions],
        )
        return {TABLE: info}

    def files(self) -> dict[str, Stored]:
        """Return the file of the table."""
        rows = sorted(self._rows.values(), key=lambda r: r.key)
        return {FILE: write_own_rows(rows)} if rows else {}

    def count(self, table: str) -> int:  # noqa: ARG002  the same for every table
        """Return 0: its rows are figures, no inventories."""
        return 0

    def _same(self, row: OwnRow) -> bool:
        held = self._rows[row.key]
        return (held.value, held.unit) == (row.value, row.unit)


def _figure(row: OwnRow, lang: str) -> str:
    return f"{row.value:g} {unit_label(row.unit, 'zh' if lang == 'zh' else 'en')}".strip()

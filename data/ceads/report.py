"""What an import did, file by file, in plain lines for the command line and as data."""

from typing import Literal

from pydantic import BaseModel

from data.ceads.noticed import noticed_lines
from data.manifest import ImportFinding
from data.tables import span
from data.text import Lang, Text, join

Status = Literal["imported", "unchanged", "conflict", "refused", "stopped"]

STATUS_LABEL: dict[Status, Text] = {
    "imported": Text(zh="已导入", en="imported"),
    "unchanged": Text(zh="无变化", en="unchanged"),
    "conflict": Text(zh="有冲突", en="conflict"),
    "refused": Text(zh="未导入", en="refused"),
    "stopped": Text(zh="已停止", en="stopped"),
}


class FileOutcome(BaseModel):
    """What became of one file, and what it held."""

    name: str
    status: Status
    text: Text
    table: str = ""
    sheets: int = 0
    years: list[int] = []
    regions: list[str] = []


class TableTotal(BaseModel):
    """How much of a table the data set holds after the import.

    ``region_years`` counts inventories or, of cities and counties (``places`` of them), figures;
    it is 0 for an input-output table, held whole.
    """

    table: str
    title: Text
    years: list[int]
    regions: list[str]
    region_years: int
    places: int = 0


class ImportReport(BaseModel):
    """The outcome of one import.

    ``findings`` are those of the whole data set as it is now, ``names`` the labels of the cities
    and counties among them; ``changed`` tells whether anything was written.
    """

    dataset_id: str
    changed: bool
    outcomes: list[FileOutcome]
    totals: list[TableTotal]
    findings: list[ImportFinding]
    names: dict[str, Text] = {}
    notes: list[Text] = []

    @property
    def ok(self) -> bool:
        """Whether every file went in or was there already."""
        return not any(o.status in ("conflict", "refused", "stopped") for o in self.outcomes)

    @property
    def exit_status(self) -> int:
        """Return 0 when all is well, 1 when a file was not taken that should have been."""
        taken = any(o.status in ("imported", "unchanged") for o in self.outcomes)
        return 0 if self.ok and taken else 1

    def count(self, status: Status) -> int:
        """Count the files of one outcome."""
        return sum(o.status == status for o in self.outcomes)

    def lines(self, lang: Lang) -> list[str]:
        """Write the report line by line."""
        files = [f"[{STATUS_LABEL[o.status].get(lang)}] {o.text.get(lang)}" for o in self.outcomes]
        notes = [note.get(lang) for note in self.notes]
        found = noticed_lines(self.findings, lang, self.names) if self.changed else []
        return [*files, *notes, *found, *self._total_lines(lang), self._closing().get(lang)]

    def text(self, lang: Lang) -> str:
        """Write the report as one text."""
        return "\n".join(self.lines(lang))

    def _total_lines(self, lang: Lang) -> list[str]:
        lines: list[str] = []
        for total in self.totals:
            if not total.region_years:
                lines.append(total.title.get(lang))
                continue
            lines.append(_say_total(total).get(lang))
        return lines

    def _closing(self) -> Text:
        counted = [
            (label, self.count(status))
            for status, label in STATUS_LABEL.items()
            if self.count(status)
        ]
        parts = join(Text(zh=f"{t.zh} {n}", en=f"{n} {t.en}") for t, n in counted)
        return Text(
            zh=f"数据集 {self.dataset_id}：{parts.zh or '没有文件'}。",
            en=f"Data set {self.dataset_id}: {parts.en or 'no files'}.",
        )


def _say_total(total: TableTotal) -> Text:
    years, regions = span(total.years), len(total.regions)
    if total.places:
        return Text(
            zh=f"{total.title.zh}：{total.places}个，{years}，共{total.region_years}个数值",
            en=f"{total.title.en}: {total.places}, {years}, {total.region_years} figures",
        )
    return Text(
        zh=f"{total.title.zh}：{regions}个地区，{years}，共{total.region_years}份清单",
        en=f"{total.title.en}: {regions} region{'s' if regions != 1 else ''}, {years},"
        f" {total.region_years} inventories",
    )

"""Importing CEADs workbooks: every file by itself, the good ones taken, the others explained."""

from collections.abc import Callable, Iterable
from pathlib import Path

from data.ceads.files import Candidate, gather
from data.ceads.holding import TITLES, Holding
from data.ceads.inventories import (
    MRIO,
    PROVINCIAL,
    InventoryFile,
    Place,
    later,
    read_inventory,
    recognise,
)
from data.ceads.io_manifest import title_of
from data.ceads.io_tables import IoFile, read_io, year_of
from data.ceads.report import FileOutcome, ImportReport, TableTotal
from data.ceads.workbook import read_workbook, refuse
from data.dataset import Manifest
from data.errors import FileRefusedError
from data.store import Store
from data.tables import span
from data.text import Text
from data.vocabulary import PROVINCES, REGIONS

Progress = Callable[[float, Text], None]


def _silent(_share: float, _text: Text) -> None:
    pass


def import_paths(
    paths: Iterable[Path],
    store: Store,
    dataset_id: str = "ceads",
    progress: Progress = _silent,
    *,
    replace: bool = False,
) -> ImportReport:
    """Import files, folders and zip archives into a data set, which is made if need be.

    A file is taken whole or not at all. Other files go on when one is refused. A file whose
    numbers contradict those held for the same region and year is reported and left, unless
    ``replace`` lets the later file win.

    Args:
        paths: Files, folders and archives, in the order in which they count.
        store: Where the data set lives.
        dataset_id: Its id.
        progress: Called with a share in 0..1 and a text before each file.
        replace: Let a later file's numbers replace those held.

    Raises:
        InputError: The id is not allowed, or the store cannot be written.
    """
    candidates = gather(Path(p) for p in paths)
    with store.lock(dataset_id):
        holding, notes = _hold(store, dataset_id)
        outcomes: list[FileOutcome] = []
        for done, candidate in enumerate(candidates):
            text = Text(zh=f"正在读取 {candidate.name}", en=f"Reading {candidate.name}")
            progress(done / len(candidates), text)
            outcomes.append(_import_one(candidate, holding, replace=replace))
        manifest = holding.manifest()
        changed = any(o.status == "imported" for o in outcomes)
        if changed:
            progress(1.0, Text(zh="正在保存", en="Saving"))
            manifest = store.write(manifest, holding.arrays()).manifest
    return ImportReport(
        dataset_id=dataset_id,
        changed=changed,
        outcomes=outcomes,
        totals=_totals(manifest, holding),
        findings=manifest.findings,
        notes=notes,
    )


def _hold(store: Store, dataset_id: str) -> tuple[Holding, list[Text]]:
    if dataset_id not in store.ids():
        return Holding(dataset_id, None), []
    try:
        return Holding(dataset_id, store.open(dataset_id)), []
    except (FileRefusedError, OSError, ValueError):
        note = Text(
            zh=f"原有数据集 {dataset_id} 已损坏，本次导入将重新建立。",
            en=f"The data set {dataset_id} was damaged; this import builds it anew.",
        )
        return Holding(dataset_id, None), [note]


def _import_one(candidate: Candidate, holding: Holding, *, replace: bool) -> FileOutcome:
    name = candidate.name
    try:
        workbook = read_workbook(name, candidate.read())
        if holding.has_file(workbook.sha256) and not replace:
            text = Text(zh=f"{name}：此文件已导入过。", en=f"{name}: imported before.")
            return FileOutcome(name=name, status="unchanged", text=text)
        kind = recognise(workbook)
        postponed = later(kind)
        if postponed:
            return FileOutcome(name=name, status="later", text=_say_later(name, postponed))
        if not kind:
            raise refuse(
                name,
                "不是可识别的 CEADs 工作簿。可导入：省级和全国CO2排放清单（IPCC部门核算法）、"
                "31省×42部门多区域投入产出表。",
                "it is no CEADs workbook known here. Provincial and national CO2 inventories"
                " (IPCC sectoral approach) and multi-regional input-output tables of 31 provinces"
                " × 42 sectors can be imported.",
            )
        file = read_io(workbook) if kind == MRIO else read_inventory(workbook, kind)
    except FileRefusedError as error:
        return FileOutcome(name=name, status="refused", text=error.text)
    if isinstance(file, IoFile):
        return _merge_io(name, workbook.sha256, file, holding, replace=replace)
    return _merge(name, workbook.sha256, file, holding, replace=replace)


def _merge_io(
    name: str, sha256: str, file: IoFile, holding: Holding, *, replace: bool
) -> FileOutcome:
    titles = _titles(file.tables)
    outcome = FileOutcome(
        name=name,
        status="imported",
        text=Text(zh=f"{name}：{titles.zh}。", en=f"{name}: {titles.en}."),
        table=",".join(file.tables),
        sheets=len(file.sheets),
        years=sorted({year_of(t) for t in file.tables}),
        regions=list(PROVINCES.ids),
    )
    differing = holding.io_differences(file)
    if differing and not replace:
        text = _say_io_conflict(name, differing)
        return outcome.model_copy(update={"status": "conflict", "text": text})
    if not differing and not holding.io_fresh(file):
        return outcome.model_copy(update={"status": "unchanged", "text": _say_same(name)})
    holding.take_io(file, name, sha256)
    return outcome


def _merge(
    name: str, sha256: str, file: InventoryFile, holding: Holding, *, replace: bool
) -> FileOutcome:
    regions = list(dict.fromkeys(r for r, _ in file.cells))
    outcome = FileOutcome(
        name=name,
        status="imported",
        text=_say_imported(name, file),
        table=file.table,
        sheets=len(file.sheets),
        years=sorted({y for _, y in file.cells}),
        regions=[r for r in REGIONS.ids if r in regions],
    )
    differing = holding.differences(file)
    if differing and not replace:
        text = _say_conflict(name, file, differing, holding)
        return outcome.model_copy(update={"status": "conflict", "text": text})
    if not differing and not holding.fresh(file):
        return outcome.model_copy(update={"status": "unchanged", "text": _say_same(name)})
    holding.take(file, name, sha256)
    return outcome


def _say_imported(name: str, file: InventoryFile) -> Text:
    title, years = TITLES[file.table], span({y for _, y in file.cells})
    regions = len({r for r, _ in file.cells})
    many = file.table == PROVINCIAL
    return Text(
        zh=f"{name}：{title.zh}，{years}" + (f"，{regions}个省份。" if many else "。"),
        en=f"{name}: {title.en}, {years}" + (f", {regions} provinces." if many else "."),
    )


def _titles(tables: Iterable[str]) -> Text:
    titles = [title_of(t) for t in tables]
    return Text(zh="、".join(t.zh for t in titles), en="; ".join(t.en for t in titles))


def _say_same(name: str) -> Text:
    return Text(
        zh=f"{name}：数值与已有数据完全相同。",
        en=f"{name}: the same numbers are held already.",
    )


def _say_io_conflict(name: str, differing: list[str]) -> Text:
    titles = _titles(differing)
    return Text(
        zh=f"{name}：与已有的投入产出表数值不同（{titles.zh}），整个文件未导入。"
        "如要以此文件为准，请使用 --replace。",
        en=f"{name}: its numbers differ from the table held ({titles.en}), so nothing of the file"
        " was taken. Use --replace to let it win.",
    )


def _say_later(name: str, what: Text) -> Text:
    return Text(
        zh=f"{name}：识别为{what.zh}，本版本尚不能导入；目前可导入省级和全国排放清单以及"
        "多区域投入产出表。",
        en=f"{name}: recognised as {what.en}, not imported yet: this version imports provincial"
        " and national inventories and multi-regional input-output tables.",
    )


def _say_conflict(name: str, file: InventoryFile, differing: list[Place], holding: Holding) -> Text:
    region, year = differing[0]
    label = REGIONS.text(region)
    held = float(holding.cells[file.table][differing[0]].sum())
    new = float(file.cells[differing[0]].sum())
    count = len(differing)
    return Text(
        zh=f"{name}：有{count}份清单与已有数据不同（如{label.zh}{year}年：已有 {held:.2f} Mt，此文件"
        f" {new:.2f} Mt），整个文件未导入。如要以此文件为准，请使用 --replace。",
        en=f"{name}: {count} of its inventories differ{'s' if count == 1 else ''} from what is held"
        f" (such as {label.en} {year}: {held:.2f} Mt held, {new:.2f} Mt here), so nothing of the"
        " file was taken. Use --replace to let it win.",
    )


def _totals(manifest: Manifest, holding: Holding) -> list[TableTotal]:
    return [
        TableTotal(
            table=info.id,
            title=info.title,
            years=info.years,
            regions=info.regions,
            region_years=len(holding.cells.get(info.id, ())),
        )
        for info in manifest.tables.values()
    ]

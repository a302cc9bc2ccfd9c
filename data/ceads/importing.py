"""Importing files into a data set: every file by itself, the good ones taken, the others explained."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from data.ceads.content import open_file
from data.ceads.files import Candidate, gather
from data.ceads.formats import read_file
from data.ceads.holding import Holding
from data.ceads.report import FileOutcome, ImportReport, TableTotal
from data.errors import FileRefusedError, StoppedError
from data.manifest import Manifest
from data.store import Store
from data.text import Text

Progress = Callable[[float, Text], None]

SAVE_EVERY_SECONDS = 20.0
"""A long import saves what is done this often, so that one cut short goes on where it was."""


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
    numbers contradict those held for the same place and year is reported and left, unless
    ``replace`` lets the later file win. A file taken before is known by its checksum and left, so
    the same import again goes on where one was cut short.

    Args:
        paths: Files, folders and archives, in the order in which they count.
        store: Where the data set lives.
        dataset_id: Its id.
        progress: Called with a share in 0..1 and a text before each file; it may raise
            ``StoppedError`` to stop, which keeps the files done.
        replace: Let a later file's numbers replace those held.

    Raises:
        InputError: The id is not allowed, or the store cannot be written.
    """
    candidates = gather(Path(p) for p in paths)
    with store.lock(dataset_id):
        holding, notes = _hold(store, dataset_id)
        work = _Work(store, holding, replace=replace)
        for done, candidate in enumerate(candidates):
            text = Text(zh=f"正在读取 {candidate.name}", en=f"Reading {candidate.name}")
            try:
                progress(done / len(candidates), text)
            except StoppedError:
                work.outcomes += [_stopped(c.name) for c in candidates[done:]]
                break
            work.import_one(candidate)
        else:
            progress(1.0, Text(zh="正在保存", en="Saving"))
        manifest = work.save()
    return ImportReport(
        dataset_id=dataset_id,
        changed=work.changed,
        outcomes=work.outcomes,
        totals=_totals(manifest, holding),
        findings=manifest.findings,
        names=_names(manifest, holding),
        notes=notes,
    )


class _Work:
    """One import while it runs: what became of each file, and what is still to be saved."""

    def __init__(self, store: Store, holding: Holding, *, replace: bool) -> None:
        self.store = store
        self.holding = holding
        self.replace = replace
        self.outcomes: list[FileOutcome] = []
        self.changed = False
        self._unsaved = False
        self._saved_at = time.monotonic()

    def import_one(self, candidate: Candidate) -> None:
        outcome = self._outcome_of(candidate)
        self.outcomes.append(outcome)
        self._unsaved = self._unsaved or outcome.status == "imported"
        if self._unsaved and time.monotonic() - self._saved_at > SAVE_EVERY_SECONDS:
            self.save()

    def save(self) -> Manifest:
        manifest = self.holding.manifest()
        if self._unsaved:
            manifest = self.store.write(manifest, self.holding.stored()).manifest
            self.changed, self._unsaved = True, False
        self._saved_at = time.monotonic()
        return manifest

    def _outcome_of(self, candidate: Candidate) -> FileOutcome:
        name = candidate.name
        try:
            file = open_file(name, candidate.read())
            if self.holding.has_file(file.sha256) and not self.replace:
                return _outcome(
                    name, "unchanged", Text(zh="此文件已导入过。", en="imported before.")
                )
            content = read_file(file)
        except FileRefusedError as error:
            return FileOutcome(name=name, status="refused", text=error.text)
        shelf = self.holding.shelf_for(content)
        table, years, regions, sheets = shelf.coverage(content)
        outcome = _outcome(name, "imported", shelf.describe(content)).model_copy(
            update={"table": table, "years": years, "regions": regions, "sheets": sheets}
        )
        try:
            conflict = shelf.conflict(content)
        except FileRefusedError as error:
            return _outcome(name, "refused", error.text)
        if conflict is not None and not self.replace:
            told = _outcome(name, "conflict", conflict)
            return outcome.model_copy(update={"status": "conflict", "text": told.text})
        if conflict is None and not shelf.adds(content):
            told = _outcome(name, "unchanged", _SAME)
            return outcome.model_copy(update={"status": "unchanged", "text": told.text})
        self.holding.take(content, name, file.sha256)
        return outcome


_SAME = Text(zh="数值与已有数据完全相同。", en="the same numbers are held already.")


def _outcome(name: str, status: str, text: Text) -> FileOutcome:
    said = Text(zh=f"{name}：{text.zh}", en=f"{name}: {text.en}")
    return FileOutcome.model_validate({"name": name, "status": status, "text": said})


def _stopped(name: str) -> FileOutcome:
    return _outcome(name, "stopped", Text(zh="已停止，未读取。", en="stopped, not read."))


def _hold(store: Store, dataset_id: str) -> tuple[Holding, list[Text]]:
    if dataset_id not in store.ids():
        return Holding(dataset_id, None), []
    try:
        return Holding(dataset_id, store.open(dataset_id)), []
    except (FileRefusedError, OSError, ValueError, KeyError):
        note = Text(
            zh=f"原有数据集 {dataset_id} 已损坏，本次导入将重新建立。",
            en=f"The data set {dataset_id} was damaged; this import builds it anew.",
        )
        return Holding(dataset_id, None), [note]


def _totals(manifest: Manifest, holding: Holding) -> list[TableTotal]:
    return [
        TableTotal(
            table=info.id,
            title=info.title,
            years=info.years,
            regions=info.regions,
            region_years=holding.count(info.id),
            places=len(holding.cells.places.get(info.id, ())),
        )
        for info in manifest.tables.values()
    ]


def _names(manifest: Manifest, holding: Holding) -> dict[str, Text]:
    about = {f.region for f in manifest.findings}
    places = (p for held in holding.cells.places.values() for p in held.values())
    return {p.id: p.label for p in places if p.id in about}

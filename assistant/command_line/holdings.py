"""What the command line says of data sets: where each table comes from, and their export."""

import json
from pathlib import Path
from typing import Any

from data.citations import cite
from data.dataset import Dataset
from data.manifest import TableInfo
from data.result import KIND_LABEL
from data.store import Store
from data.tables import span
from data.text import Lang, Text

SHORT = 12
"""Digits of a checksum that are shown; JSON has it whole."""


def table_origins(dataset: Dataset) -> list[dict[str, Any]]:
    """Describe each table: years, kind, citation, the files it came from, how much was noticed."""
    return [_origin(dataset, info) for info in dataset.manifest.tables.values()]


def _origin(dataset: Dataset, info: TableInfo) -> dict[str, Any]:
    files = [f for f in dataset.manifest.files if f.get("table", info.id) == info.id]
    return {
        "table": info.id,
        "title": info.title.model_dump(),
        "kind": info.kind,
        "years": info.years,
        "regions": info.regions,
        **_places(dataset, info),
        "citation": info.source.citation,
        "url": info.source.url,
        "imported": dataset.manifest.created,
        "files": [{"name": f["name"], "sha256": f.get("sha256", "")} for f in files],
        "findings": len(_findings(dataset, info)),
    }


def _places(dataset: Dataset, info: TableInfo) -> dict[str, int]:
    """Count the cities or counties of a table of them."""
    tables = {"inventory_city": dataset.cities, "inventory_county": dataset.counties}
    table = tables.get(info.id)
    return {} if table is None else {"places": len(table.places)}


def _findings(dataset: Dataset, info: TableInfo) -> list[Text]:
    """List what was noticed about a table; findings without a table are on the inventories."""
    nation = "inventory_national" if "inventory_national" in dataset.manifest.tables else ""
    found: list[Text] = []
    for finding in dataset.findings:
        inventory = nation if finding.region == "CN" and nation else "inventory_provincial"
        if finding.level != "info" and (finding.table or inventory) == info.id:
            found.append(finding.text)
    return found


def origins_text(dataset: Dataset, lang: Lang) -> str:
    """Write where each table comes from, a block each."""
    blocks: list[str] = []
    for held in table_origins(dataset):
        kind, date = KIND_LABEL[held["kind"]].get(lang), held["imported"][:10]
        count = Text(zh=f"{held['findings']} 处", en=str(held["findings"])).get(lang)
        lines = [f"{held['title'][lang]} [{held['table']}]"]
        lines.append(f"  {_KIND.get(lang)}: {kind}; {span(held['years'])}")
        lines.append(f"  {_CITATION.get(lang)}: {cite(held['citation'], lang)}")
        lines += [f"  {_FILE.get(lang)}: {_file(f)}" for f in held["files"]]
        lines.append(f"  {_DATE.get(lang)}: {date or '–'}; {_NOTICED.get(lang)}: {count}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _file(file: dict[str, str]) -> str:
    digest = file["sha256"]
    return file["name"] + (f" (sha256 {digest[:SHORT]}…)" if digest else "")


_KIND = Text(zh="类别", en="Kind")
_CITATION = Text(zh="引用", en="Citation")
_FILE = Text(zh="来自文件", en="From file")
_DATE = Text(zh="写入日期", en="Written on")
_NOTICED = Text(zh="导入时需要注意的发现", en="Things the import noticed")


def origins_json(dataset: Dataset) -> str:
    """Describe a data set, its tables and findings as JSON."""
    manifest = dataset.manifest
    held = {
        "id": manifest.id,
        "title": manifest.title.model_dump(),
        "created": manifest.created,
        "tables": table_origins(dataset),
        "findings": [f.model_dump(mode="json") for f in manifest.findings],
    }
    return json.dumps(held, ensure_ascii=False, indent=1)


def export_with_progress(
    dataset: str | None, folder: Path, form: str, table: str | None, *, force: bool
) -> str:
    """Export a data set and say what was written, with the terms of use."""
    from assistant.command_line.terminal import progress_bar, terminal_language
    from data.export.package import TERMS
    from data.export.writing import export_dataset

    lang = terminal_language()
    chosen = "parquet" if form == "parquet" else "csv"
    opened = Store().open(dataset)
    with progress_bar() as report:
        files = export_dataset(opened, folder, chosen, table, report, force=force)
    rows = Text(zh="行", en="rows").get(lang)
    lines = [f"{folder / f.path.name}: {f.rows} {rows}" for f in files]
    if any(f.table.info.kind == "official" for f in files):
        lines.append(TERMS.get(lang))
    return "\n".join(lines)

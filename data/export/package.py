"""What goes beside exported tables: a Frictionless data package and a README with the citations."""

import json
from collections.abc import Sequence

from data.citations import cite
from data.dataset import Dataset
from data.export.files import WrittenFile
from data.manifest import ImportFinding, TableInfo
from data.result import KIND_LABEL
from data.tables import span
from data.text import Lang, Text

TERMS = Text(
    zh="CEADs 数据可免费使用，须注明引用，且不得再分发：这些表供您自己使用，请勿公开或转发；他人请到"
    " www.ceads.net 下载。",
    en="CEADs data are free to use, must be cited, and may not be redistributed: these tables are for"
    " your own use, so do not publish or pass them on; others download them from www.ceads.net.",
)
SYNTHETIC = Text(
    zh="标有 demonstration 的表是演示数据：总量为公布值，其下的拆分均为合成，不可用于决策。",
    en="Tables marked demonstration are demonstration data: totals are published figures, every"
    " split below them is synthetic and serves no decision.",
)
OWN = Text(
    zh="标有 user 的数据由用户自行提供，不是官方数据。",
    en="Figures marked user were brought by the user and are not official.",
)


def write_package(dataset: Dataset, files: Sequence[WrittenFile]) -> str:
    """Describe the files as a Frictionless data package, in JSON."""
    sources = {f.table.info.source.citation: f.table.info.source for f in files}
    package = {
        "profile": "data-package",
        "name": dataset.id,
        "title": dataset.title.en,
        "description": f"{dataset.title.zh} / {dataset.title.en}. {TERMS.en}",
        "created": dataset.manifest.created,
        "sources": [
            {"title": s.citation, **({"path": s.url} if s.url else {})} for s in sources.values()
        ],
        "resources": [_resource(f) for f in files],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(file: WrittenFile) -> dict[str, object]:
    table = file.table
    is_csv = file.path.suffix == ".csv"
    return {
        "profile": "tabular-data-resource" if is_csv else "data-resource",
        "name": table.id,
        "path": file.path.name,
        "title": table.info.title.en,
        "format": file.path.suffix[1:],
        **({"encoding": "utf-8"} if is_csv else {}),
        "bytes": file.path.stat().st_size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "kind": table.info.kind,
        "sources": [{"title": table.info.source.citation}],
        "schema": {
            "fields": [
                {
                    "name": c.name,
                    "type": c.type,
                    "title": f"{c.title.zh} / {c.title.en}",
                    **({"unit": c.unit} if c.unit else {}),
                }
                for c in table.columns
            ],
            "missingValues": [""],
        },
    }


def write_readme(dataset: Dataset, files: Sequence[WrittenFile]) -> str:
    """Write the README in both languages: what each file is, its kind, citation and findings."""
    return "\n\n---\n\n".join(_readme(dataset, files, lang) for lang in ("zh", "en")) + "\n"


def _readme(dataset: Dataset, files: Sequence[WrittenFile], lang: Lang) -> str:
    kinds = {f.table.info.kind for f in files}
    lines = [f"# {dataset.title.get(lang)} ({dataset.id})", ""]
    lines += [TERMS.get(lang)] if "official" in kinds else []
    lines += [SYNTHETIC.get(lang)] if "demonstration" in kinds else []
    lines += [OWN.get(lang)] if "user" in kinds else []
    lines += ["", _READING.get(lang), "", f"## {_TABLES.get(lang)}"]
    for file in files:
        lines += ["", *_about(file, lang)]
    held = {f.table.info.id: f.table.info for f in files}
    found = [f for f in dataset.findings if f.level != "info" and _concerns(f, held)]
    if found:
        lines += ["", f"## {_FINDINGS.get(lang)}", ""]
        lines += dict.fromkeys(f"- {f.text.get(lang)}" for f in found)
    return "\n".join(lines)


def _concerns(finding: ImportFinding, tables: dict[str, TableInfo]) -> bool:
    if finding.table:
        return finding.table in tables
    return any(t.startswith("inventory_") for t in tables)


def _about(file: WrittenFile, lang: Lang) -> list[str]:
    info = file.table.info
    rows = Text(zh=f"{file.rows} 行", en=f"{file.rows} rows").get(lang)
    return [
        f"### {file.path.name}",
        f"- {info.title.get(lang)}; {span(info.years)}; {rows}",
        f"- {_KIND.get(lang)}: {KIND_LABEL[info.kind].get(lang)}",
        f"- {_CITATION.get(lang)}: {cite(info.source.citation, lang)}",
        f"- sha256: {file.sha256}",
    ]


_READING = Text(
    zh="每行一个数值；列名带单位；id 旁是中英文名称；没有的行或空单元格表示缺失，不是零"
    "（投入产出流量表例外：没有的行为零）。列的说明见 datapackage.json。",
    en="One figure a row; units stand in the column names; labels in both languages stand beside the"
    " ids. A row that is absent or a cell that is empty is missing, not zero (but in the flows of"
    " input-output tables an absent row is zero). datapackage.json describes the columns.",
)
_TABLES = Text(zh="数据表", en="Tables")
_KIND = Text(zh="类别", en="Kind")
_CITATION = Text(zh="引用", en="Citation")
_FINDINGS = Text(zh="导入时发现的问题", en="What the import noticed")

"""Sentences and notes of a query: what the rows show, what is missing, what was left out."""

from data.dataset import Dataset
from data.result import Claim, Column, Note, make_claim, mark
from data.tables import span
from data.text import Text
from data.vocabulary import NATION
from tools.inventory.caveats import demonstration, import_findings, span_zh, sum_is_not_nation
from tools.tabular.cells import MISSING, Answered, Laid
from tools.tabular.request import Filter, find_members
from tools.tabular.schema import Axis

QUOTED = 5
"""Rows said in words; the table holds all."""


def tell(answered: Answered, laid: Laid) -> list[Text]:
    """Say the first rows, how many there are, and how many cells have no figure."""
    texts = [_row(answered, laid, place) for place in range(min(QUOTED, len(laid.table.rows)))]
    held = [t for t in texts if t]
    rows = _count(answered, laid, "rows", answered.total)
    if answered.total > len(held):
        shown = len(laid.table.rows)
        cut = answered.total > shown
        held.append(
            Text(
                zh=f"结果共{mark(rows)}行"
                + ("，表中只列出排在最前的部分。" if cut else "，全部列于表中。"),
                en=f"The answer has {mark(rows)} rows"
                + ("; the table shows the first of them." if cut else ", all in the table."),
            )
        )
    return held or [Text(zh="所选单元格都没有数值。", en="None of the cells chosen has a figure.")]


def _row(answered: Answered, laid: Laid, place: int) -> Text | None:
    table, width = laid.table, len(answered.groups)
    row, marks = table.rows[place], table.claims[place]
    names = [c if isinstance(c, Text) else Text(zh=str(c), en=str(c)) for c in row[:width]]
    figures = [
        (column.label, claim)
        for column, claim in zip(table.columns[width:], marks[width:], strict=True)
        if claim and not _is_gap(column)
    ]
    if not figures:
        return None
    gap = next((m for c, m in zip(table.columns, marks, strict=True) if m and _is_gap(c)), None)
    lacking = bool(gap and laid.claims[gap].value)
    zh = "，".join(f"{label.zh}[[c:{claim}]]" for label, claim in figures)
    en = ", ".join(f"{label.en} [[c:{claim}]]" for label, claim in figures)
    if lacking:
        zh += f"（另有[[c:{gap}]]个单元格缺失，未计入）"
        en += f" ([[c:{gap}]] cells missing and left out)"
    head_zh, head_en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
    return Text(
        zh=f"{head_zh}：{zh}。" if names else f"{zh}。",
        en=f"{head_en}: {en}." if names else f"{en}.",
    )


def _is_gap(column: Column) -> bool:
    return column.id == MISSING.id


def note_query(dataset: Dataset, answered: Answered, laid: Laid) -> list[Note]:
    """Note missing cells, years between that are not held, and the nature of the data."""
    notes: list[Note] = []
    if laid.missing:
        missing = _count(answered, laid, "cells without a figure", laid.missing)
        every = _count(answered, laid, "cells", laid.cells)
        text = Text(
            zh=f"所涉{mark(every)}个单元格中有{mark(missing)}个没有数值（缺失，不等于零），未计入；"
            "有缺失的行，其合计低于真实总量。",
            en=f"Of the {mark(every)} cells concerned {mark(missing)} have no figure (missing, which"
            " is not zero) and are left out; where a row has such cells its sum falls short of the"
            " true total.",
        )
        notes.append(Note(level="missing", text=text))
    notes += _absent_years(answered)
    notes += _on_values(answered)
    notes += _of_inventory(dataset, answered)
    return notes


def _absent_years(answered: Answered) -> list[Note]:
    """Name the years between the first and the last of a range that the table does not hold."""
    years = chosen_years(answered)
    listed = any(f.field == "year" and f.op in ("eq", "in") for f in answered.query.filters)
    absent = [y for y in range(years[0], years[-1] + 1) if y not in years] if years else []
    if not absent or listed:
        return []
    text = Text(
        zh=f"该表没有以下年份，未计入：{span_zh(absent)}。",
        en=f"The table does not hold these years, so they are not in it: {span(absent)}.",
    )
    return [Note(level="missing", text=text)]


def chosen_years(answered: Answered) -> list[int]:
    """List the years of the table that the filters leave; none where it has no years."""
    axis = answered.table.axis("year")
    if axis is None:
        return []
    on_years = [f for f in answered.query.filters if f.field == "year"]
    return [int(y) for y in axis.members if all(_keeps(f, int(y)) for f in on_years)]


def _keeps(condition: Filter, year: int) -> bool:
    ends = [float(v) for v in condition.values]
    if condition.op == "ge":
        return year >= ends[0]
    if condition.op == "le":
        return year <= ends[0]
    if condition.op == "between":
        return min(ends) <= year <= max(ends)
    return year in ends


def _of_inventory(dataset: Dataset, answered: Answered) -> list[Note]:
    """Add what holds for the inventories: findings of the import, and that a sum is no nation."""
    axis = answered.table.axis("region")
    if axis is not None and answered.table.id.startswith(("energy_", "apparent_provincial")):
        return _of_other_regions(dataset, answered, axis)
    if axis is None or not answered.table.id.startswith("inventory_"):
        return []
    named = [f for f in answered.query.filters if f.field == "region"]
    regions = [str(m) for f in named for m in find_members(axis, f)]
    notes = demonstration(dataset, [str(axis.members[0])])
    if regions:
        return [*import_findings(dataset, regions, chosen_years(answered)), *notes]
    summed = "region" not in answered.query.group_by and answered.query.aggregates
    national = axis.members == (NATION,)
    return [*notes, sum_is_not_nation()] if summed and not national else notes


def _of_other_regions(dataset: Dataset, answered: Answered, axis: Axis) -> list[Note]:
    """Add what the import noticed of energy and apparent emissions, and that a sum is no nation."""
    table = "energy_provincial" if answered.table.id.startswith("energy_") else answered.table.id
    named = [f for f in answered.query.filters if f.field == "region"]
    regions = [str(m) for f in named for m in find_members(axis, f)]
    years = tuple(chosen_years(answered))
    seen = [f for r in regions or [""] for f in dataset.findings_for(r, years, table=table)]
    notes = [
        Note(level="info" if f.level == "info" else "caution", text=f.text) for f in seen[:QUOTED]
    ]
    if answered.table.id.startswith("apparent_"):
        notes.append(Note(text=APPARENT))
    summed = not regions and "region" not in answered.query.group_by
    return [*notes, sum_is_not_nation()] if summed and answered.query.aggregates else notes


APPARENT = Text(
    zh="表观排放由生产、调入调出和库存变化推算燃料用量，与按行业消费核算的清单口径不同，两者不能混用。",
    en="Apparent emissions infer fuel use from production, trade and stock changes; the inventories"
    " account for what each sector burns. The two must not be mixed.",
)


def _on_values(answered: Answered) -> list[Note]:
    if all(answered.table.axis(f.field) for f in answered.query.filters):
        return []
    text = Text(
        zh="按数值筛选时，没有数值的单元格无法判断，不在结果之内。",
        en="A filter on figures cannot judge cells without one; they are not in the answer.",
    )
    return [Note(level="caution", text=text)]


def _count(answered: Answered, laid: Laid, what: str, number: int) -> Claim:
    like = next(iter(laid.claims.values()), None)
    claim = make_claim(
        "count",
        number,
        unit="count",
        kind=answered.table.kind,
        dataset=answered.table.dataset,
        source=laid.table.source,
        entity={"table": answered.table.id},
        formula="count",
        params={
            "what": what,
            "filters": str(like.params.get("filters", "")) if like else "",
            "groups": " ".join(answered.query.group_by),
            "columns": " ".join(a.column for a in answered.query.aggregates),
        },
    )
    return laid.claims.setdefault(claim.id, claim)

"""The tool that lists policy targets with their documents and where a region stands on them."""

from typing import Annotated

from pydantic import Field

from data.citations import cite
from data.errors import InputError
from data.result import Finding, Note, Result, Source, Table, mark
from data.text import Text
from data.vocabulary import NATION, REGIONS
from tools.gap.intensity_standing import Standing
from tools.inventory.caveats import import_findings, sources_of
from tools.inventory.figures import Figures, cited
from tools.layout import Cell, figure_cell, kind_of, name_columns
from tools.policy.outlook import METHOD as AHEAD
from tools.policy.outlook import look_at_open, outlook_of, tell_outlooks
from tools.policy.rows import NAMES, STATUS, Check, awaited, pick_targets
from tools.policy.standing import Ground, assess, stand_on
from tools.policy.words import METRIC, QUALIFIER, name_of, tell_checks
from tools.registry import Context, tool

Outlooks = dict[tuple[str, str], Standing]


@tool
def policy_targets(
    context: Context,
    region: Annotated[str, Field(description="A province, or CN for the nation")] = NATION,
    year_from: Annotated[
        int | None, Field(description="Only targets due from this year on (十四五: 2021)")
    ] = None,
    year_to: Annotated[
        int | None, Field(description="Only targets due up to this year (十四五: 2025)")
    ] = None,
) -> Result:
    """List the climate policy targets (政策目标) of a province or the nation and how it stands.

    Use it for which targets there are, in which document, due when, and whether they were met:
    met, missed, not yet due, or not assessable and why, from inventories and constant-price GDP.
    Targets of CO2 per GDP not yet due are looked ahead too; what it takes is ``net_zero_roadmap``.
    """
    place = REGIONS.find(region).id
    held = pick_targets(place, context.dataset.series)
    rows = [r for r in held if _is_due(r, year_from, year_to)]
    if not rows:
        raise _nothing_due(held, place, year_from, year_to)
    ground = stand_on(context.dataset, place, context.this_year)
    checks = [assess(ground, r) for r in rows]
    for check in checks:
        if check.target:
            ground.figures.keep(check.target)
    ahead = look_at_open(context.dataset, ground, checks)
    findings = [Finding(text=t) for t in _tell(ground, checks, ahead)]
    tables = [_table(ground, checks, ahead)]
    return Result(
        tool="policy_targets",
        title=Text(
            zh=f"{REGIONS.text(place).zh}：减碳政策目标与现状",
            en=f"{REGIONS.text(place).en}: climate policy targets and where they stand",
        ),
        findings=findings,
        claims=cited(ground.figures.claims, findings, tables),
        tables=tables,
        notes=_notes(context, ground, checks, place),
        method=METHOD + AHEAD if ahead else METHOD,
        sources=_sources(context, ground, checks),
        followups=_followups(place),
    )


METHOD = Text(
    zh="强度目标按不变价计算：（CO2 ÷ 实际GDP指数）末年 ÷ 首年 − 1，只用清单年份与公布的GDP指数；"
    "目标年没有清单时给出现有最近年份的进度。",
    en="Intensity targets are checked at constant prices: (CO2 / real GDP index) of the last over"
    " the first year − 1, with inventory years and published GDP only; where the"
    " due year has no inventory the progress up to the latest year held is given.",
)


def _is_due(row: dict[str, str], first: int | None, last: int | None) -> bool:
    return (first is None or int(row["year"]) >= first) and (
        last is None or int(row["year"]) <= last
    )


def _nothing_due(
    held: list[dict[str, str]], region: str, first: int | None, last: int | None
) -> InputError:
    years = ", ".join(map(str, sorted({int(r["year"]) for r in held})))
    span = f"{first or ''}–{last or ''}"
    return InputError(
        Text(
            zh=f"没有{REGIONS.text(region).zh}在{span}年到期的目标；到期年份有：{years}。",
            en=f"No target of {REGIONS.text(region).en} is due in {span}; due years held: {years}.",
        )
    )


def _tell(ground: Ground, checks: list[Check], ahead: Outlooks) -> list[Text]:
    own = [c for c in checks if c.row["region"] == ground.region]
    place = REGIONS.text(ground.region)
    texts: list[Text] = []
    if not own:
        texts.append(
            Text(
                zh=f"参考数据中没有{place.zh}自己的目标；以下全国目标仅作参照，不是分省任务。",
                en=f"The reference data hold no target of {place.en}'s own; the national targets"
                " below are orientation only, no province's duty.",
            )
        )
    texts += tell_checks(checks, ground)
    texts += tell_outlooks(ahead)
    texts += _count(ground.figures, checks)
    return texts


def _count(figures: Figures, checks: list[Check]) -> list[Text]:
    """Say how many targets CO2 inventories cannot test."""
    unknown = [c for c in checks if c.status == "unknown"]
    like = next((c.target for c in checks if c.target), None)
    if not unknown or like is None:
        return []
    every = figures.count("targets", len(checks), like)
    blind = figures.count("targets not assessable", len(unknown), like)
    return [
        Text(
            zh=f"共列出{mark(every)}项目标，其中{mark(blind)}项无法用现有数据评估，逐项原因见表。",
            en=f"Targets listed: {mark(every)}; of these {mark(blind)} cannot be assessed with the"
            " data held, for the reasons in the table.",
        )
    ]


def _table(ground: Ground, checks: list[Check], ahead: Outlooks) -> Table:
    labels = [
        ("target_name", "政策目标", "Target"),
        ("stated", "表述", "Stated as"),
        ("target", "目标值", "Target value"),
        ("metric", "口径", "Metric"),
        ("result", "数据结果", "By data"),
        ("as_of", "截至", "As of"),
        ("gap", "与目标之差", "Result less target"),
        ("by_trend", "趋势推算", "Trend projected"),
        ("on_pathway", "路径推算", "Pathway projected"),
        ("status", "结论", "Verdict"),
        ("because", "依据", "Because"),
        ("document", "文件", "Document"),
    ]
    rows = [_row(ground, c, outlook_of(ahead, c)) for c in checks]
    return Table(
        id="policy_targets",
        title=Text(zh="政策目标与现状", en="Policy targets and where they stand"),
        columns=name_columns(labels),
        rows=[[cell[0] for cell in row] for row in rows],
        claims=[[cell[1] for cell in row] for row in rows],
        kind=kind_of([*ground.figures.claims.values()]) if ground.years else "reference",
        source=" | ".join(dict.fromkeys(c.row["document"] for c in checks)),
    )


def _row(ground: Ground, check: Check, ahead: Standing | None) -> list[Cell]:
    row, target, result = check.row, check.target, check.result
    gap = None
    if target and result and result.unit == target.unit == "percent":
        gap = ground.figures.difference(target, result)
    document = Text(zh=cite(row["document"], "zh"), en=row["document"])
    as_of = result.year or result.params.get("up_to") if result else None
    return [
        (_name(check), None),
        (QUALIFIER[row["qualifier"]], None),
        figure_cell(target),
        (METRIC[row["metric_basis"]], None),
        figure_cell(result),
        (as_of, None),
        figure_cell(gap),
        figure_cell(ahead.by_trend if ahead else None),
        figure_cell(ahead.on_pathway if ahead else None),
        (STATUS[check.status], None),
        (check.because, None),
        (document, None),
    ]


def _name(check: Check) -> Text:
    known = name_of(check)
    row, place = check.row, REGIONS.text(check.row["region"])
    years = f"{row['base_year']}–{row['year']}" if row["base_year"].isdigit() else row["year"]
    return Text(zh=f"{place.zh}：{known.zh}（{years}）", en=f"{place.en}: {known.en} ({years})")


def _notes(context: Context, ground: Ground, checks: list[Check], place: str) -> list[Note]:
    notes = [
        Note(
            level="missing",
            text=Text(
                zh=f"{cite(r['document'], 'zh')}的目标（{NAMES[r['indicator']].zh}，{r['year']}年）"
                "尚未按官方文本录入。",
                en=f"The target of the {r['document']} ({NAMES[r['indicator']].en}, {r['year']}) is"
                " not held yet: it waits for the official text.",
            ),
        )
        for r in awaited(place, context.dataset.series)
    ]
    if any(c.row["region"] != place for c in checks):
        text = Text(
            zh="全国目标仅作参照，不是分省任务。",
            en="Targets of the nation are orientation only, no province's duty.",
        )
        notes.append(Note(text=text))
    used = sorted({c.result.year for c in checks if c.result and c.result.year})
    held = [place] if ground.years else []
    return [*notes, *import_findings(context.dataset, held, used)]


def _sources(context: Context, ground: Ground, checks: list[Check]) -> list[Source]:
    documents = {c.row["document"]: c.row.get("kind") == "user" for c in checks}
    title = Text(zh="政策文件", en="Policy document")
    sources = [
        Source(title=title, citation=d, kind="user" if own else "reference")
        for d, own in documents.items()
    ]
    if ground.years:
        sources += sources_of(context.dataset, [ground.region], [context.dataset.series.gdp_index])
    return sources


def _followups(region: str) -> list[Text]:
    place = REGIONS.text(region)
    return [
        Text(
            zh=f"{place.zh}在2060年达成碳中和的时间表及产业投入产出路线图应为何？",
            en=f"What timetable and industry roadmap would bring {place.en} to carbon neutrality"
            " in 2060?",
        ),
        Text(
            zh=f"{place.zh}的单位GDP碳排放走势如何？",
            en=f"How have the CO2 emissions per GDP of {place.en} developed?",
        ),
    ]

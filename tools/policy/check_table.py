"""Policy checks as the reader sees them: a table of verdicts and one sentence."""

from collections.abc import Callable

from data.citations import cite
from data.result import Finding, Scalar, Table, mark
from data.text import Text
from data.vocabulary import NATION
from tools.layout import name_columns
from tools.policy.pathway_check import PROJECTED
from tools.policy.rows import STATUS, Check
from tools.roadmap.course import Roadmap


def table_policies(roadmap: Roadmap, checks: list[Check]) -> Table:
    """List the targets with their verdicts."""
    for check in checks:
        if check.target:
            roadmap.figures.keep(check.target)
    labels = [
        ("target_name", "政策目标", "Target", ""),
        ("target", "目标值", "Target value", ""),
        ("result", "清单或路径结果", "Inventory or pathway", ""),
        ("status", "结论", "Verdict", ""),
        ("because", "依据", "Because", ""),
        ("document", "文件", "Document", ""),
    ]
    rows: list[list[Scalar | Text]] = [
        [
            c.name,
            c.target.value if c.target else None,
            c.result.value if c.result else None,
            STATUS[c.status],
            c.because,
            _document(c),
        ]
        for c in checks
    ]
    marks = [
        [
            None,
            c.target.id if c.target else None,
            c.result.id if c.result else None,
            None,
            None,
            None,
        ]
        for c in checks
    ]
    return Table(
        id="policy",
        title=Text(zh="政策目标对照", en="Policy targets"),
        columns=name_columns(labels),
        rows=rows,
        claims=marks,
        kind=roadmap.trajectory.kind,
        source=roadmap.trajectory.source.citation,
    )


def _document(check: Check) -> Text:
    name = check.row["document"]
    return Text(zh=cite(name, "zh"), en=name)


def tell_policies(roadmap: Roadmap, checks: list[Check]) -> list[Finding]:
    """Tell the targets that could be checked: the region's own, and the nation's."""
    said = [c for c in checks if c.status != "unknown" and c.result]
    own = [c for c in said if c.row["region"] == roadmap.region]
    orientation = [c for c in said if c.row["region"] != roadmap.region]
    texts = [
        _sentence(roadmap, own, _head(roadmap)),
        _sentence(roadmap, orientation, ORIENTATION),
    ]
    held = [t for t in texts if t is not None]
    if held and len(said) < len(checks):
        held[-1] += REST
    return [Finding(section="timetable", text=t) for t in held]


ORIENTATION = Text(
    zh="全国目标（仅作参照，不是分省任务）", en="national targets (orientation only)"
)
REST = Text(
    zh="其余目标及无法评估的原因见表。",
    en=" The table lists the other targets, with the reason why they cannot be assessed.",
)


def _head(roadmap: Roadmap) -> Text:
    if roadmap.region == NATION:
        return Text(zh="国家目标", en="the national targets")
    return Text(zh="本地目标", en="its own targets")


def _sentence(roadmap: Roadmap, checks: list[Check], against: Text) -> Text | None:
    parts = [VERDICTS[c.row["indicator"]](c) for c in checks]
    if not parts:
        return None
    place = roadmap.place
    return Text(
        zh=f"{place.zh}的清单与路径对照{against.zh}：{'；'.join(p.zh for p in parts)}。",
        en=f"{place.en}'s inventory and pathway against {against.en}:"
        f" {'; '.join(p.en for p in parts)}.",
    )


def _figure(check: Check) -> str:
    return mark(check.result) if check.result else ""


def _tell_intensity(check: Check) -> Text:
    rises = check.result is not None and check.result.value < 0
    goal = mark(check.target) if check.target else ""
    span = f"{check.row['base_year']}–{check.row['year']}"
    met = check.status == "met"
    return Text(
        zh=f"{span}年单位GDP CO2排放（不变价）{'降幅（负值为上升）' if rises else '下降'}{_figure(check)}，"
        f"{'达到' if met else '未达到'}下降{goal}的目标",
        en=f"CO2 per GDP (constant prices) {'changes (a rise is negative)' if rises else 'falls'} by"
        f" {_figure(check)} in {span}, {'meeting' if met else 'missing'} the target of a {goal} cut",
    )


def _tell_peak(check: Check) -> Text:
    year, met = check.row["year"], check.status == "met"
    open_zh = "（须待新清单证实）" if check.because == PROJECTED else ""
    open_en = ", to be confirmed by new inventories" if check.because == PROJECTED else ""
    return Text(
        zh=f"{_figure(check)}达峰{open_zh}，{'符合' if met else '晚于'}{year}年前达峰的目标",
        en=f"CO2 peaks in {_figure(check)}{open_en},"
        f" {'in time for' if met else 'later than'} the target of a peak before {year}",
    )


def _tell_neutrality(check: Check) -> Text:
    year = check.row["year"]
    if check.status == "met":
        return Text(
            zh=f"{_figure(check)}净零，达到{year}年前碳中和的目标",
            en=f"net zero comes in {_figure(check)}, in time for neutrality before {year}",
        )
    return Text(
        zh=f"{year}年净排放{_figure(check)}，未达到碳中和（未计捕集与碳汇）",
        en=f"{_figure(check)} of net CO2 remains in {year}, short of neutrality (no capture or sinks"
        " counted)",
    )


VERDICTS: dict[str, Callable[[Check], Text]] = {
    "co2_intensity_change": _tell_intensity,
    "co2_peak_year": _tell_peak,
    "carbon_neutrality_year": _tell_neutrality,
}

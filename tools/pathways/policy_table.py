"""Policy checks as the reader sees them: a table of verdicts and one sentence."""

from data.result import Column, Finding, Scalar, Table, mark
from data.text import Text
from data.vocabulary import NATION
from tools.pathways.policy import STATUS, Check
from tools.roadmap.course import Roadmap


def table_policies(roadmap: Roadmap, checks: list[Check]) -> Table:
    """List the targets with their verdicts."""
    for check in checks:
        if check.target:
            roadmap.figures.keep(check.target)
    labels = [
        ("target_name", "政策目标", "Target", ""),
        ("target", "目标值", "Target value", ""),
        ("result", "本路径", "Data or pathway", ""),
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
            c.row["document"],
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
        columns=[Column(id=i, label=Text(zh=zh, en=en), unit=u) for i, zh, en, u in labels],
        rows=rows,
        claims=marks,
        kind=roadmap.trajectory.kind,
        source=roadmap.trajectory.source.citation,
    )


def tell_policies(roadmap: Roadmap, checks: list[Check]) -> list[Finding]:
    """Tell the targets that could be checked, each met or missed."""
    said = [c for c in checks if c.status != "unknown" and c.result]
    own = Text(zh="", en="")
    if roadmap.region != NATION:
        own = Text(
            zh="（全国目标用作参照，不是分省任务）",
            en=" (national targets serve as orientation only)",
        )
    parts = [_verdict(c) for c in said]
    if not parts:
        return []
    text = Text(
        zh=f"政策对照{own.zh}："
        + "；".join(p.zh for p in parts)
        + "。其余目标见表，注明无法评估的原因。",
        en=f"Policy targets{own.en}: "
        + "; ".join(p.en for p in parts)
        + ". The table lists the others with the reason why they cannot be assessed.",
    )
    return [Finding(section="timetable", text=text)]


def _verdict(check: Check) -> Text:
    goal = f"{mark(check.target)}" if check.target else ""
    result = mark(check.result) if check.result else ""
    status = STATUS[check.status]
    zh = f"{check.name.zh}" + (f"目标{goal}，" if goal else "，") + f"结果{result}，{status.zh}"
    en = f"{check.name.en}" + (f", target {goal}" if goal else "") + f": {result}, {status.en}"
    return Text(zh=zh, en=en)

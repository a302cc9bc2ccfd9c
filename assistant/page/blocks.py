"""An answer's text in blocks, each with the charts that illustrate it."""

import re

from assistant.events import Answer
from assistant.rendering import MARK
from data.result import Chart, Result

HEADING = re.compile(r"^(?=#{1,4} )", re.MULTILINE)

Block = tuple[str, list[Chart]]


def split_answer(answer: Answer) -> list[Block]:
    """Split the text after each part that charts illustrate; charts of no part stand at the end.

    A chart belongs to the part under one heading that shares the most figures with the findings of
    the chart's section, those of other sections left out: so it finds its place in a model's own
    words too.
    """
    texts = [t for t in HEADING.split(answer.text) if t.strip()] or [answer.text]
    charts: list[list[Chart]] = [[] for _ in texts]
    held = [set(MARK.findall(t)) for t in texts]
    for result in answer.results:
        for chart in result.charts:
            charts[_find_place(chart, result, held)].append(chart)
    blocks: list[Block] = []
    text = ""
    for part, drawn in zip(texts, charts, strict=True):
        text += part
        if drawn:
            blocks.append((text, drawn))
            text = ""
    return [*blocks, (text, [])] if text else blocks


def _find_place(chart: Chart, result: Result, held: list[set[str]]) -> int:
    own, others = set[str](), set[str]()
    for finding in result.findings:
        told = own if finding.section == chart.section else others
        told.update(MARK.findall(finding.text.zh))
    telling = own - others or own
    shared = [len(telling & marks) for marks in held]
    return shared.index(max(shared)) if any(shared) else len(held) - 1

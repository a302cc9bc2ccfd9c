"""Answers written from tool results alone: the built-in model's text and every model's last resort."""

import re
from collections import defaultdict
from collections.abc import Iterable

from assistant.builtin.kinds import all_kinds
from data.result import Finding, Result
from data.text import Lang, Text

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def compose(results: Iterable[Result], lang: Lang, kind: str = "") -> str:
    """Write an answer from findings, figures standing as ``[[c:ID]]`` marks.

    Args:
        results: The results of the turn, in order.
        lang: Language of the answer.
        kind: The kind of question whose template orders the sections; without one the findings
            stand in the tools' order.
    """
    held = all_kinds().get(kind)
    template = held.template if held else Text(zh="{rest}", en="{rest}")
    sections: dict[str, list[Finding]] = defaultdict(list)
    for result in results:
        for finding in result.findings:
            sections[finding.section].append(finding)
    text = template.get(lang)
    named = set(PLACEHOLDER.findall(text)) - {"rest"}
    rest = [f for name, findings in sections.items() if name not in named for f in findings]
    blocks = []
    for block in text.strip().split("\n\n"):
        written = PLACEHOLDER.sub(
            lambda m: _write(rest if m[1] == "rest" else sections.get(m[1], []), lang), block
        )
        if not PLACEHOLDER.search(block) or written != PLACEHOLDER.sub("", block):
            blocks.append(written.strip())
    return "\n\n".join(blocks)


def _write(findings: list[Finding], lang: Lang) -> str:
    texts = [f.text.get(lang) for f in findings]
    if len(texts) <= 2:
        return "\n\n".join(texts)
    return "\n".join(f"- {text}" for text in texts)

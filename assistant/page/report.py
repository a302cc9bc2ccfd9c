"""The report of an import on the page: file by file, what was noticed, what is held now."""

from html import escape

import panel as pn

from assistant.page import data_text as ui
from assistant.page.answer import fold, html_pane
from data.ceads.noticed import LEVEL_LABEL
from data.ceads.report import STATUS_LABEL, FileOutcome, ImportReport
from data.manifest import ImportFinding
from data.tables import span
from data.text import Lang, Text
from data.vocabulary import REGIONS

MOST_FINDINGS = 200
KNOWN_LEVELS = ("info", "caution", "missing")


def report_view(report: ImportReport, lang: Lang) -> pn.Column:
    """Show what the command line prints: files in a table, findings folded, totals."""
    closing = report.lines(lang)[-1]
    good = "vc-good" if report.ok else "vc-some" if report.changed else "vc-bad"
    notes = "".join(f"<p>{escape(n.get(lang))}</p>" for n in report.notes)
    parts: list[pn.viewable.Viewable] = [
        html_pane(f'<p class="vc-outcome {good}">{escape(closing)}</p>{notes}'),
        html_pane(_files_html(report.outcomes, lang)),
    ]
    findings = report.findings if report.changed else []
    if findings:
        title = ui.FOUND.get(lang).format(n=len(findings))
        parts.append(_folded(title, _findings_html(findings, lang, report.names)))
    held = _totals_html(report, lang)
    if held:
        parts.append(_folded(ui.NOW_HELD.get(lang), held))
    return pn.Column(*parts, sizing_mode="stretch_width", margin=0)


def _folded(title: str, html: str) -> pn.viewable.Viewable:
    return fold(objects=[html_pane(html)], title=title, collapsed=True)


def _files_html(outcomes: list[FileOutcome], lang: Lang) -> str:
    rows = "".join(
        f'<li class="vc-{o.status}"><em>{escape(STATUS_LABEL[o.status].get(lang))}</em>'
        f"<span>{escape(o.text.get(lang))}</span></li>"
        for o in outcomes
    )
    return f'<ul class="vc-files" aria-label="{escape(ui.REPORT.get(lang))}">{rows}</ul>'


def _findings_html(findings: list[ImportFinding], lang: Lang, names: dict[str, Text]) -> str:
    items = "".join(_finding_html(f, lang, names) for f in findings[:MOST_FINDINGS])
    more = ui.MORE_FOUND.get(lang).format(shown=MOST_FINDINGS)
    rest = f"<p>{escape(more)}</p>" if len(findings) > MOST_FINDINGS else ""
    return f'<div class="vc-notes"><ul>{items}</ul>{rest}</div>'


def _finding_html(finding: ImportFinding, lang: Lang, names: dict[str, Text]) -> str:
    level = finding.level if finding.level in KNOWN_LEVELS else "info"
    place = REGIONS.text(finding.region) if finding.region in REGIONS else names.get(finding.region)
    region = place.get(lang) if place else ""
    when = str(finding.year) if finding.year else span(finding.years)
    where = " · ".join(p for p in (finding.file, finding.sheet, finding.cell) if p)
    whose = " ".join(p for p in (region, when) if p)
    colon = "：" if lang == "zh" else ": "
    return (
        f'<li class="vc-{level}"><em>{escape(LEVEL_LABEL[level].get(lang))}</em>'
        f"{escape(whose + colon if whose else '')}{escape(finding.text.get(lang))}"
        f'<span class="vc-where">{escape(where)}</span></li>'
    )


def _totals_html(report: ImportReport, lang: Lang) -> str:
    items = "".join(
        f"<li>{escape(t.title.get(lang))}<span>{escape(span(t.years))}</span></li>"
        for t in report.totals
    )
    return f'<ul class="vc-held">{items}</ul>' if items else ""

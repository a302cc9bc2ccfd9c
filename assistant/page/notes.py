"""The notes of an answer: all of them in a card, and beneath the text what must not be missed."""

from html import escape

from assistant.events import Answer
from assistant.evidence import Evidence
from assistant.page import text as ui
from assistant.rendering import sentence_to_html
from data.result import Note

LEVELS = ("missing", "caution", "info")
MOST_WARNINGS = 3


def all_notes(answer: Answer) -> list[Note]:
    """Return each note once, what is missing first."""
    lang = answer.lang
    notes = {(n.level, n.text.get(lang)): n for r in answer.results for n in r.notes}.values()
    return sorted(notes, key=lambda n: LEVELS.index(n.level))


def notes_html(answer: Answer) -> str:
    """Write all notes and the methods."""
    lang = answer.lang
    evidence = Evidence(answer.claims, answer.results, lang)
    html = _list_html(all_notes(answer), evidence)
    methods = dict.fromkeys(r.method.get(lang) for r in answer.results if r.method)
    if methods:
        said = "".join(f"<p>{sentence_to_html(m, evidence)}</p>" for m in methods)
        html += f"<h4>{escape(ui.METHOD.get(lang))}</h4>{said}"
    return f'<div class="vc-notes">{html}</div>{evidence.popovers()}' if html else ""


def warnings_html(answer: Answer, told: set[str]) -> str:
    """Write what is missing and what calls for caution, as far as a reader takes it in at a glance.

    A caution that an earlier answer showed stands in the card only; what is missing is said anew.
    """
    lang = answer.lang
    evidence = Evidence(answer.claims, answer.results, lang)
    urgent = [n for n in all_notes(answer) if n.level != "info"]
    fresh = [n for n in urgent if n.level == "missing" or n.text.get(lang) not in told]
    shown = fresh[:MOST_WARNINGS]
    told.update(n.text.get(lang) for n in shown)
    if not shown:
        return ""
    more = len(fresh) - len(shown)
    rest = f"<p>{escape(ui.MORE_NOTES.get(lang).format(n=more))}</p>" if more else ""
    html = _list_html(shown, evidence)
    return f'<div class="vc-notes vc-warnings">{html}{rest}</div>{evidence.popovers()}'


def _list_html(notes: list[Note], evidence: Evidence) -> str:
    items = "".join(_note_html(n, evidence) for n in notes)
    return f"<ul>{items}</ul>" if items else ""


def _note_html(note: Note, evidence: Evidence) -> str:
    level = escape(ui.NOTE_LEVEL[note.level].get(evidence.lang))
    text = sentence_to_html(note.text.get(evidence.lang), evidence)
    return f'<li class="vc-{note.level}"><em>{level}</em>{text}</li>'

"""The steps of a turn as the reader watches them: running, done, failed, each with its seconds."""

import json
from html import escape
from time import monotonic

import panel as pn
import panel_material_ui as pmui

from assistant.events import StepFinished, StepStarted
from assistant.page import text as ui
from assistant.page.answer import fold, html_pane
from assistant.page.browser import Anchor
from data.text import Lang, Text

_READING, _WRITING = "reading", "writing"


class Steps:
    """One card with a line a step; it folds when the answer is there."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._began = monotonic()
        self._steps: dict[str, pmui.ChatStep] = {}
        self._since: dict[str, float] = {}
        self.card = fold(title=ui.STEPS.get(lang))
        self._anchor = Anchor(height=0, margin=0)
        self.view = pn.Column(self._anchor, self.card, sizing_mode="stretch_width")
        self._open(_READING, ui.UNDERSTANDING)

    def start(self, event: StepStarted) -> None:
        """Show that a tool runs, with its arguments to be opened."""
        self._finish_own()
        step = self._open(event.id, event.label)
        if event.arguments:
            said = json.dumps(event.arguments, ensure_ascii=False)
            step.append(html_pane(f"<code>{escape(event.tool)} {escape(said)}</code>"))

    def finish(self, event: StepFinished) -> None:
        """Show how a tool ended; what follows is the writing, until a further tool starts."""
        step = self._steps.get(event.id) or self._open(event.id, event.label)
        summary = escape(event.summary.get(self.lang))
        if summary:
            step.append(html_pane(f'<p class="vc-message">{summary}</p>'))
        self._close(event.id, event.label, event.seconds, "success" if event.ok else "failed")
        step.collapsed = event.ok
        if all(s.status != "running" for s in self._steps.values()):
            self._steps.pop(_WRITING, None)
            self._open(_WRITING, ui.WRITING)

    def end(self) -> None:
        """Say that the answer is there."""
        self._finish_own()
        seconds = monotonic() - self._began
        self.card.title = ui.STEPS_DONE.get(self.lang).format(n=len(self._steps), s=seconds)

    def return_here(self) -> None:
        """Fold the card and scroll to the beginning of the turn."""
        self.card.collapsed = True
        self._anchor.returned += 1

    def stop(self) -> None:
        """Mark what still ran as not finished."""
        for step in self._steps.values():
            if step.status == "running":
                said = f"{step.title} · {ui.STOPPED_STEP.get(self.lang)}"
                step.param.update(default_title=said, status="failed")

    def _open(self, step_id: str, label: Text) -> pmui.ChatStep:
        step = pmui.ChatStep(
            title=escape(label.get(self.lang)),
            status="running",
            collapsed=True,
            collapsible=step_id not in (_READING, _WRITING),
            outlined=False,
            elevation=0,
            margin=0,
            sizing_mode="stretch_width",
        )
        self._steps[step_id] = step
        self._since[step_id] = monotonic()
        self.card.objects = list(self._steps.values())
        return step

    def _finish_own(self) -> None:
        for step_id, label in ((_READING, ui.UNDERSTOOD), (_WRITING, ui.WRITTEN)):
            step = self._steps.get(step_id)
            if step is not None and step.status == "running":
                self._close(step_id, label, monotonic() - self._since[step_id], "success")

    def _close(self, step_id: str, label: Text, seconds: float, status: str) -> None:
        took = ui.SECONDS.get(self.lang).format(s=seconds)
        title = f"{escape(label.get(self.lang))} · {took}"
        self._steps[step_id].param.update(default_title=title, status=status)


def welcome(lang: Lang) -> pn.pane.HTML:
    """Greet the reader and say what the assistant is for."""
    return html_pane(
        f'<div class="vc-welcome"><h1>{escape(ui.TITLE.get(lang))}</h1>'
        f"<p>{escape(ui.TAGLINE.get(lang))}</p></div>"
    )

"""Importing files on the page: drop, choose where to, watch, read the report, use the data."""

import asyncio
import logging
from html import escape
from typing import Any

import panel as pn
import panel_material_ui as pmui

from assistant.page import data_text as ui
from assistant.page.answer import html_pane, message_pane
from assistant.page.choice import Choice
from assistant.page.dropzone import DropZone
from assistant.page.report import report_view
from assistant.page.uploads import Uploads
from data.errors import InputError, StoppedError, VisceadsError
from data.store import Store, check_writable
from data.text import Lang, Text

log = logging.getLogger(__name__)

FIRST_TARGET = "ceads"
LOOK_SECONDS = 0.15
"""How often the page looks how far the import has come."""

BUTTON_SX = {"borderRadius": "10px", "fontSize": "14px", "textTransform": "none"}
FIELD_SX = {"& .MuiInputBase-input": {"fontSize": "14px"}}
CHECK_SX = {"& + .MuiFormControlLabel-label": {"fontSize": "14px", "lineHeight": 1.4}}


class Course:
    """How far an import has come; written by the thread that imports, read by the page."""

    def __init__(self) -> None:
        self.share = 0.0
        self.text = ui.PREPARING
        self.stopped = False

    def report(self, share: float, text: Text) -> None:
        """Take down how far it is.

        Raises:
            StoppedError: The reader stopped it, and it is not yet at its end.
        """
        if self.stopped and share < 1:
            raise StoppedError
        self.share, self.text = share, text


class ImportPane:
    """Uploads files, imports them in a thread of its own, and shows the report."""

    def __init__(self, choice: Choice, lang: Lang) -> None:
        self._choice = choice
        self._lang: Lang = lang
        self._course: Course | None = None
        self.uploads = Uploads()
        self._zone = DropZone(self.uploads, self._look, sizing_mode="stretch_width", margin=(4, 10))
        self._target = pmui.TextInput(
            value=FIRST_TARGET,
            size="small",
            sx=FIELD_SX,
            sizing_mode="stretch_width",
            margin=(12, 10, 4, 10),
        )
        self._replace = pmui.Checkbox(value=False, size="small", sx=CHECK_SX, margin=(0, 10))
        self._hint, self._where = html_pane(""), html_pane("")
        self._start = pmui.Button(variant="contained", disabled=True, sx=BUTTON_SX, margin=(6, 10))
        self._stop = pmui.Button(variant="outlined", visible=False, sx=BUTTON_SX, margin=(6, 10))
        self._bar = pmui.LinearProgress(
            value=0, variant="determinate", sizing_mode="stretch_width", margin=(10, 10, 0, 10)
        )
        self._now = html_pane("")
        self._progress = pn.Column(
            self._bar, self._now, visible=False, sizing_mode="stretch_width", margin=0
        )
        self._below = pn.Column(sizing_mode="stretch_width", margin=(4, 0, 0, 0))
        self._target.param.watch(lambda _event: self._look(), ["value", "value_input"])
        self._start.on_click(self._run)
        self._stop.on_click(self._halt)
        self.view = pn.Column(
            self._zone,
            self._target,
            self._replace,
            self._hint,
            pn.FlexBox(self._start, self._stop, margin=0),
            self._progress,
            self._below,
            self._where,
            sizing_mode="stretch_width",
            margin=(8, 0),
        )
        self.speak(lang)

    def speak(self, lang: Lang) -> None:
        """Change the language; a report keeps its own."""
        self._lang = lang
        self._zone.speak(lang)
        self._target.label = ui.TARGET.get(lang)
        self._replace.label = ui.REPLACE.get(lang)
        self._stop.label = ui.STOP_IMPORT.get(lang)
        self._where.object = _small(ui.WHERE.get(lang))
        self._look()

    def close(self) -> None:
        """Stop what runs and remove what was uploaded, as the session ends."""
        if self._course is not None:
            self._course.stopped = True
        else:
            self.uploads.clear()

    @property
    def _named(self) -> str:
        return str(self._target.value_input or self._target.value or "").strip()

    def _look(self) -> None:
        """Offer the import when there are files and the name may be used."""
        ready = len(self.uploads.paths())
        label = ui.START_N.get(self._lang).format(n=ready) if ready else ui.START.get(self._lang)
        problem = self._problem()
        self._start.param.update(
            label=label, disabled=not ready or problem is not None or self._course is not None
        )
        self._target.error_state = problem is not None
        said = problem or ui.REPLACE_HINT
        self._hint.object = _small(said.get(self._lang), wrong=problem is not None)

    def _problem(self) -> Text | None:
        try:
            check_writable(self._named)
        except InputError as error:
            return error.text
        return None

    async def _run(self, _event: Any) -> None:
        if self._course is not None or self._problem() is not None or not self.uploads.paths():
            return
        target, replace, lang = self._named, bool(self._replace.value), self._lang
        course = self._course = Course()
        self._hold(running=True)
        self._below.objects = []
        work = asyncio.ensure_future(
            asyncio.to_thread(_import, self.uploads, target, course, replace=replace)
        )
        try:
            while not work.done():
                self._show(course)
                await asyncio.wait([work], timeout=LOOK_SECONDS)
            self._below.objects = self._conclude(work, target, lang)
        finally:
            self._course = None
            self._hold(running=False)
            self._zone.clear()
        self._choice.tell()

    def _conclude(self, work: "asyncio.Future[Any]", target: str, lang: Lang) -> list[Any]:
        try:
            report = work.result()
        except StoppedError:
            return [message_pane(ui.fill(ui.STOPPED, id=target).get(lang))]
        except VisceadsError as error:
            return [message_pane(error.text.get(lang))]
        except Exception:
            log.exception("an import failed")
            return [message_pane(ui.FAILED.get(lang))]
        view = report_view(report, lang)
        if target not in Store().ids():
            return [view]
        if report.changed and self._choice.id == target:
            self._choice.use(target)
        view.insert(1, self._offer(target, lang))
        return [view]

    def _offer(self, target: str, lang: Lang) -> pn.viewable.Viewable:
        """Offer to use the data; say so where they are in use already."""
        in_use = html_pane(_small(ui.IN_USE.get(lang)))
        if self._choice.id == target:
            return in_use
        button = pmui.Button(
            label=ui.USE_HERE.get(lang), variant="contained", sx=BUTTON_SX, margin=(4, 10)
        )

        def use(_event: Any) -> None:
            if self._choice.use(target):
                place.objects = [in_use]

        button.on_click(use)
        place = pn.Column(button, margin=0)
        return place

    def _halt(self, _event: Any) -> None:
        if self._course is not None:
            self._course.stopped = True
            self._stop.disabled = True

    def _show(self, course: Course) -> None:
        self._bar.value = round(100 * course.share)
        text = ui.STOPPING if course.stopped else course.text
        self._now.object = _small(f"{course.share:.0%} · {text.get(self._lang)}")

    def _hold(self, *, running: bool) -> None:
        self._zone.held = running
        self._progress.visible = running
        self._stop.param.update(visible=running, disabled=False)
        self._target.disabled = self._replace.disabled = running
        self._look()


def _import(uploads: Uploads, target: str, course: Course, *, replace: bool) -> Any:
    """Import the uploaded files and remove them, whatever comes of it."""
    from data.ceads.importing import import_paths

    try:
        return import_paths(uploads.paths(), Store(), target, course.report, replace=replace)
    finally:
        uploads.clear()


def _small(text: str, *, wrong: bool = False) -> str:
    name = "vc-caption vc-wrong" if wrong else "vc-caption"
    return f'<p class="{name}">{escape(text)}</p>'

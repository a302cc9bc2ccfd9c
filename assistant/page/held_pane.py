"""What a data set holds, on the page: coverage, tables with sources, verifying and removing."""

import asyncio
import logging
from html import escape
from typing import Any

import panel as pn
import panel_material_ui as pmui

from assistant.page import data_text as ui
from assistant.page.answer import html_pane, message_pane
from assistant.page.choice import Choice, name_of
from assistant.page.import_pane import BUTTON_SX, FIELD_SX
from data.citations import cite
from data.dataset import Dataset
from data.errors import VisceadsError
from data.manifest import TableInfo
from data.result import KIND_LABEL
from data.store import DEMONSTRATION, Store
from data.tables import span
from data.text import Lang
from data.vocabulary import NATION, REGIONS
from viz.coverage import coverage_chart
from viz.panes import pane

log = logging.getLogger(__name__)


class HeldPane:
    """Shows one data set of the store at a time."""

    def __init__(self, choice: Choice, lang: Lang) -> None:
        self._choice = choice
        self._lang: Lang = lang
        self._filling = False
        self._select = pmui.Select(size="small", sx=FIELD_SX, sizing_mode="stretch_width")
        self._body = pn.Column(sizing_mode="stretch_width", margin=0)
        self._use, self._verify, self._remove = (
            pmui.Button(variant="outlined", sx=BUTTON_SX, margin=(4, 0)) for _ in range(3)
        )
        self._remove.color = "error"
        self._said = pn.Column(sizing_mode="stretch_width", margin=0)
        self._select.param.watch(self._changed, "value")
        self._use.on_click(lambda _event: choice.use(self._shown))
        self._verify.on_click(self._check)
        self._remove.on_click(self._ask)
        self.view = pn.Column(
            self._select,
            pn.FlexBox(self._use, self._verify, self._remove, gap="4px 8px", margin=(0, 10)),
            self._said,
            self._body,
            sizing_mode="stretch_width",
            margin=(8, 0),
        )
        self.speak(lang)

    def speak(self, lang: Lang) -> None:
        """Change the language of the labels."""
        self._lang = lang
        self._select.label = ui.SHOWN.get(lang)
        self._use.label = ui.USE_HERE.get(lang)
        self._verify.label = ui.VERIFY.get(lang)
        self._remove.label = ui.REMOVE.get(lang)

    def show(self) -> None:
        """Fill the pane anew with the data set that was shown, else with the one in use."""
        lang = self._lang
        listings = Store().list()
        ids = [item.id for item in listings]
        shown = next((i for i in (self._shown, self._choice.id) if i in ids), ids[-1])
        options = {name_of(item, listings).get(lang): item.id for item in listings}
        self._filling = True
        self._select.param.update(options=options, value=shown)
        self._filling = False
        self._fill()

    @property
    def _shown(self) -> str:
        return str(self._select.value or "")

    def _changed(self, _event: Any) -> None:
        if not self._filling:
            self._said.objects = []
            self._fill()

    def _fill(self) -> None:
        self._use.visible = self._shown != self._choice.id
        self._remove.visible = self._shown != DEMONSTRATION
        try:
            dataset = Store().open(self._shown)
            self._body.objects = _describe(dataset, self._lang)
        except VisceadsError as error:
            text = ui.fill(ui.FOLDER_DAMAGED, reason=error.text)
            self._use.visible = False
            self._body.objects = [message_pane(text.get(self._lang))]

    async def _check(self, _event: Any) -> None:
        lang, shown = self._lang, self._shown
        self._verify.disabled = True
        self._said.objects = [message_pane(ui.VERIFYING.get(lang))]
        try:
            problems = await asyncio.to_thread(Store().verify, shown)
        except VisceadsError as error:
            problems = [error.text]
        finally:
            self._verify.disabled = False
        html = "".join(f"<p>{escape(p.get(lang))}</p>" for p in problems)
        good = f"<p>{escape(ui.INTACT.get(lang))}</p>"
        name = "vc-outcome vc-bad" if problems else "vc-outcome vc-good"
        self._said.objects = [html_pane(f'<div class="{name}">{html or good}</div>')]

    def _ask(self, _event: Any) -> None:
        """Ask whether the data set is really to be removed."""
        lang, shown = self._lang, self._shown
        title = next((i.title for i in Store().list() if i.id == shown), None)
        if title is None:
            return
        sure = ui.fill(ui.REMOVE_SURE, title=title, id=shown).get(lang)
        yes = pmui.Button(
            label=ui.REMOVE_YES.get(lang), variant="contained", color="error", sx=BUTTON_SX
        )
        no = pmui.Button(label=ui.REMOVE_NO.get(lang), variant="text", sx=BUTTON_SX)

        def remove(_event: Any) -> None:
            try:
                Store().remove(shown)
            except VisceadsError as error:
                self._said.objects = [message_pane(error.text.get(lang))]
                return
            removed = ui.fill(ui.REMOVED, title=title).get(lang)
            self._said.objects = [message_pane(removed)]
            self._choice.leave_if_removed()
            self._choice.tell()

        yes.on_click(remove)
        no.on_click(lambda _event: self._said.clear())
        self._said.objects = [
            html_pane(f'<p class="vc-outcome vc-bad">{escape(sure)}</p>'),
            pn.FlexBox(yes, no, margin=0),
        ]


def _describe(dataset: Dataset, lang: Lang) -> list[pn.viewable.Viewable]:
    chart = coverage_chart(dataset)
    drawn = pane(chart, lang) if chart else message_pane(ui.NO_COVERAGE.get(lang))
    tables = "".join(_table_html(info, lang) for info in dataset.manifest.tables.values())
    title = escape(ui.TABLES.get(lang))
    return [drawn, html_pane(f'<p class="vc-label">{title}</p><ul class="vc-tables">{tables}</ul>')]


def _table_html(info: TableInfo, lang: Lang) -> str:
    kind = escape(KIND_LABEL[info.kind].get(lang))
    where = _where(info, lang)
    years = span(info.years)
    facts = " · ".join(escape(part) for part in (years, where) if part)
    url = info.source.url
    link = (
        f' · <a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(url)}</a>'
        if url.startswith(("http://", "https://"))
        else ""
    )
    return (
        f"<li><b>{escape(info.title.get(lang))}</b><span>{facts} · {kind}</span>"
        f"<span>{escape(cite(info.source.citation, lang))}{link}</span></li>"
    )


def _where(info: TableInfo, lang: Lang) -> str:
    """Name the regions of a table, or those it lacks where that is shorter."""
    held = info.regions or [str(r) for r in info.axes.get("region", [])]
    provinces = [r for r in REGIONS.ids if r != NATION]
    named = [r for r in held if r in REGIONS]
    absent = [r for r in provinces if r not in held]
    if not named or named == [NATION]:
        return REGIONS.label(NATION, lang) if named else ""
    if not absent:
        return ui.ALL_PROVINCES.get(lang)
    if len(absent) < len(named):
        return ui.ALL_BUT.get(lang).format(names=_names(absent, lang))
    return _names(named, lang)


def _names(regions: list[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(REGIONS.label(r, lang) for r in regions)

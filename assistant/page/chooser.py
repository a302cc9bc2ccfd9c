"""The line below the header: data set of the conversation, model, and the way to the data."""

from collections.abc import Callable
from html import escape
from typing import Any

import panel as pn
import panel_material_ui as pmui

from assistant.page import data_text as words
from assistant.page import text as ui
from assistant.page.answer import html_pane
from assistant.page.choice import Choice, name_of
from assistant.page.model_choice import ModelChoice
from data.store import Store
from data.text import Lang, Text

SELECT_SX = {
    "& .MuiSelect-select": {
        "fontSize": "13px",
        "fontWeight": 600,
        "padding": "3px 30px 3px 10px !important",
    },
    "& .MuiOutlinedInput-notchedOutline": {"borderColor": "#cfdad7"},
    "& .MuiInputBase-root": {"borderRadius": "8px"},
}
# The name of a menu stands beside it; its own label is read aloud only.
UNSEEN_LABEL = ".MuiInputLabel-root, legend > span { display: none !important; }"
TEXT_SX = {
    "borderRadius": "8px",
    "fontSize": "13px",
    "fontWeight": 500,
    "height": "28px",
    "lineHeight": 1.5,
    "minWidth": 0,
    "padding": "0 10px",
    "textTransform": "none",
    "& .MuiButton-startIcon": {"marginRight": "5px"},
}


class Chooser:
    """Shows and changes the data set and the model of the conversation.

    Args:
        choice: The data set of the conversation.
        models: The models of the conversation.
        open_data: Opens the data drawer.
    """

    def __init__(
        self, choice: Choice, models: ModelChoice, lang: Lang, open_data: Callable[[], None]
    ) -> None:
        self._choice = choice
        self._models = models
        self._lang: Lang = lang
        self._filling = False
        self._label, self._badge, self._said = (_part() for _ in range(3))
        self._said.margin = (0, 0, 0, 10)
        self._select = pmui.Select(
            label="",
            size="small",
            margin=0,
            sx=SELECT_SX,
            max_width=300,
            css_classes=["vc-chooser"],
            stylesheets=[UNSEEN_LABEL],
        )
        self._model = pmui.Select(
            label="",
            size="small",
            margin=0,
            sx=SELECT_SX,
            width=190,
            css_classes=["vc-model"],
            stylesheets=[UNSEEN_LABEL],
        )
        self._model.visible = len(models.names) > 1
        self._default = pmui.Button(variant="text", size="small", margin=0, sx=TEXT_SX)
        self._data = pmui.Button(
            variant="outlined", size="small", icon="storage", icon_size="16px", margin=0, sx=TEXT_SX
        )
        self._select.param.watch(self._switch, "value")
        self._model.param.watch(self._switch_model, "value")
        self._select.param.watch(lambda event: event.new and self.refresh(), "dropdown_open")
        self._default.on_click(lambda _event: choice.make_default())
        self._data.on_click(lambda _event: open_data())
        self.view = pn.FlexBox(
            self._label,
            self._select,
            self._badge,
            self._default,
            self._said,
            self._model,
            self._data,
            align_items="center",
            justify_content="center",
            gap="4px 8px",
            margin=(7, 12, 3, 12),
            sizing_mode="stretch_width",
        )
        choice.watch(self.refresh)
        self.speak(lang)

    def speak(self, lang: Lang) -> None:
        """Change the language."""
        self._lang = lang
        self._label.object = _line(f'<span class="vc-label-of">{_named(ui.DATASET, lang)}</span>')
        self._select.label, self._model.label = ui.DATASET.get(lang), ui.MODEL.get(lang)
        self._data.label = words.OPEN_DATA.get(lang)
        self._default.label = words.MAKE_DEFAULT.get(lang)
        self.refresh()

    def refresh(self) -> None:
        """Read anew which data sets there are and which one is in use."""
        lang = self._lang
        listings = Store().list()
        options = {name_of(item, listings).get(lang): item.id for item in listings}
        here = self._choice.id
        if here not in options.values():
            options = {self._choice.dataset.title.get(lang): here, **options}
        damaged = [item.id for item in listings if item.problem is not None]
        model = self._models.name
        named = f"{_named(ui.MODEL, lang)}"
        one = "" if self._model.visible else f"<b>{escape(ui.model_name(model, lang))}</b>"
        self._said.object = _line(f'<span class="vc-label-of">{named}</span>{one}')
        models = {ui.model_name(name, lang): name for name in (*self._models.names, model)}
        self._filling = True
        try:
            self._select.param.update(options=options, value=here, disabled_options=damaged)
            self._model.param.update(options=models, value=model)
        finally:
            self._filling = False
        hint = escape(ui.DEMONSTRATION_HINT.get(lang))
        word = escape(ui.DEMONSTRATION.get(lang))
        shown = self._choice.dataset.is_demonstration
        self._badge.object = (
            _line(f'<span class="vc-badge" title="{hint}">{word}</span>') if shown else ""
        )
        self._badge.visible = shown
        self._default.visible = self._choice.default_is_free and self._choice.default != here

    async def _switch_model(self, event: Any) -> None:
        if self._filling or event.new == self._models.name:
            return
        if not await self._models.use(event.new):
            self.refresh()

    def _switch(self, event: Any) -> None:
        if self._filling or event.new == self._choice.id:
            return
        if not self._choice.use(event.new):
            self.refresh()


def _part() -> pn.pane.HTML:
    pane = html_pane("")
    pane.param.update(margin=0, sizing_mode=None)
    return pane


def _line(html: str) -> str:
    return f'<div class="vc-status">{html}</div>'


def _named(text: Text, lang: Lang) -> str:
    return escape(text.get(lang) + ui.COLON.get(lang).strip())

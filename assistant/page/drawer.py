"""The data drawer: import files, and see, verify and remove the data sets there are."""

from typing import Any

import panel as pn
import panel_material_ui as pmui

from assistant.page import data_text as ui
from assistant.page.answer import html_pane
from assistant.page.choice import Choice
from assistant.page.held_pane import HeldPane
from assistant.page.import_pane import ImportPane
from data.text import Lang

WIDTH = 600
DRAWER_SX = {
    "boxSizing": "border-box",
    "maxWidth": "100vw",
    "overflowX": "hidden",
    "padding": "6px 8px 24px",
}
TABS_SX = {
    "& .MuiTab-root": {"fontSize": "14.5px", "minHeight": "42px", "textTransform": "none"},
    "& .MuiTabs-root": {"minHeight": "42px"},
}
CLOSE_SX = {"marginLeft": "auto"}


class DataDrawer:
    """A drawer at the right edge; as wide as the screen on a phone."""

    def __init__(self, choice: Choice, lang: Lang) -> None:
        self.imports = ImportPane(choice, lang)
        self._held = HeldPane(choice, lang)
        self._title = html_pane("")
        self._close = pmui.IconButton(icon="close", size="small", margin=(6, 4), sx=CLOSE_SX)
        self._tabs = pmui.Tabs(sizing_mode="stretch_width", margin=0, sx=TABS_SX)
        self.view = pmui.Drawer(
            pn.Row(self._title, self._close, sizing_mode="stretch_width", margin=0),
            self._tabs,
            anchor="right",
            size=WIDTH,
            sx=DRAWER_SX,
        )
        self._close.on_click(lambda _event: self.view.param.update(open=False))
        self._tabs.param.watch(self._turn, "active")
        choice.watch(self._renew)
        self.speak(lang)

    def open(self) -> None:
        """Show the drawer."""
        self._renew()
        self.view.open = True

    def speak(self, lang: Lang) -> None:
        """Change the language."""
        self._title.object = f'<h2 class="vc-drawer">{ui.DATA.get(lang)}</h2>'
        self._close.param.update(label=ui.CLOSE.get(lang), description=ui.CLOSE.get(lang))
        active = self._tabs.active
        self._tabs[:] = [
            (ui.TAB_IMPORT.get(lang), self.imports.view),
            (ui.TAB_HELD.get(lang), self._held.view),
        ]
        self._tabs.active = active
        self.imports.speak(lang)
        self._held.speak(lang)
        self._renew()

    def _turn(self, _event: Any) -> None:
        self._renew()

    def _renew(self) -> None:
        # Drawn when it is seen only: a plot in a hidden part would be measured as nothing.
        if self._tabs.active == 1:
            self._held.show()

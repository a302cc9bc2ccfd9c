"""What can be done with the last question: take it back, edit it, ask it again."""

from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui

from assistant.page import history_text as ui
from data.text import Lang

SX = {
    "color": "#5b6b69",
    "fontSize": "13px",
    "fontWeight": 500,
    "minHeight": "32px",
    "padding": "2px 8px",
    "textTransform": "none",
    "& .MuiButton-startIcon": {"marginRight": "4px"},
}


def turn_buttons(
    lang: Lang, *, undo: Callable[[], Any], edit: Callable[[], Any], rerun: Callable[[], Any]
) -> pn.FlexBox:
    """Make the row of buttons beneath the last answer."""
    held = [(ui.RERUN, "refresh", rerun), (ui.EDIT, "edit", edit), (ui.UNDO, "undo", undo)]
    return pn.FlexBox(
        *(_button(label.get(lang), icon, act) for label, icon, act in held),
        gap="2px 6px",
        margin=(0, 6, 6, 6),
    )


def _button(label: str, icon: str, act: Callable[[], Any]) -> pmui.Button:
    button = pmui.Button(
        label=label, icon=icon, icon_size="16px", variant="text", size="small", margin=0, sx=SX
    )
    button.on_click(lambda _event: act())
    return button

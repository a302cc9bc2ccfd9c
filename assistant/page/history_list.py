"""The list of kept conversations in the browser, as one light component."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import param
from panel.custom import JSComponent

from assistant.page import history_text as ui
from data.text import Lang

STYLE = Path(__file__).with_name("history_list.css")
WORDS = (
    "NEW",
    "SEARCH",
    "MORE",
    "RENAME",
    "DELETE",
    "SURE",
    "CANCEL",
    "SAVE",
    "EXPORT",
    "OPEN_NOW",
)


class HistoryList(JSComponent):
    """Shows conversations by date with what can be done with each.

    Hundreds of rows with six buttons each would be thousands of Panel models; here they are a few
    lines of HTML, whose texts never become markup.
    """

    groups = param.List(doc="{label, threads: [{id, title, when, note, excerpt, open}]}")
    words = param.Dict(default={})
    said = param.String(doc="A sentence beneath the list, or in place of it.")
    focused = param.Integer(default=0, doc="Raised to put the cursor into the search box.")

    _esm = Path(__file__).with_name("history_list.js")
    _stylesheets: ClassVar[list[str]] = [STYLE.read_text(encoding="utf-8")]

    def __init__(self, heard: Callable[[dict[str, Any]], None], **params: Any) -> None:
        super().__init__(**params)
        self.on_msg(lambda event: heard(dict(event.data)))

    def speak(self, lang: Lang) -> None:
        """Change the language of the labels."""
        self.words = {name.lower(): getattr(ui, name).get(lang) for name in WORDS}

    def hand_over(self, name: str, mime: str, text: str) -> None:
        """Give the browser a file to save."""
        self._send_msg({"kind": "file", "name": name, "mime": mime, "text": text})

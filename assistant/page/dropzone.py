"""A place to drop files: one small component in the browser and its counterpart on the server."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import param
from panel.custom import JSComponent

from assistant.page import data_text as ui
from assistant.page.uploads import ACCEPTED, MB, Uploads, megabytes
from data.errors import InputError
from data.text import Lang

log = logging.getLogger(__name__)

STYLE = Path(__file__).with_name("dropzone.css")


class DropZone(JSComponent):
    """Takes files part by part, straight to disk; neither side holds a whole file in memory.

    Panel's own uploaders keep every file in memory, check the size in the browser alone, and
    speak English only.
    """

    prompt = param.String()
    limits = param.String()
    accept = param.String(default=",".join(ACCEPTED))
    remove_label = param.String()
    unreadable = param.String()
    held = param.Boolean(default=False, doc="Whether files are not taken for now.")
    chunk_size = param.Integer(default=MB)

    _esm = Path(__file__).with_name("dropzone.js")
    _stylesheets: ClassVar[list[str]] = [STYLE.read_text(encoding="utf-8")]

    def __init__(self, uploads: Uploads, changed: Callable[[], None], **params: Any) -> None:
        self.uploads = uploads
        self._changed = changed
        self._lang: Lang = "zh"
        super().__init__(**params)
        self.on_msg(self._hear)

    def speak(self, lang: Lang) -> None:
        """Change the language."""
        self._lang = lang
        most = megabytes(self.uploads.most_bytes)
        self.param.update(
            prompt=ui.DROP.get(lang),
            limits=ui.LIMITS.get(lang).format(most=most),
            remove_label=ui.REMOVE_FILE.get(lang),
            unreadable=ui.UNREADABLE.get(lang),
        )

    def clear(self) -> None:
        """Forget all files."""
        self.uploads.clear()
        self._send_msg({"kind": "clear"})
        self._changed()

    def _hear(self, event: Any) -> None:
        message = dict(event.data)
        key = str(message.get("key", ""))
        reply: dict[str, Any] = {"kind": "heard", "key": key}
        try:
            self._take(str(message.get("kind", "")), key, message)
        except InputError as error:
            reply["refused"] = error.text.get(self._lang)
        except OSError as error:
            log.exception("an upload could not be kept")
            reason = error.strerror or type(error).__name__
            reply["refused"] = ui.fill(ui.NO_ROOM, reason=reason).get(self._lang)
            self.uploads.remove(key)
        self._send_msg(reply)
        self._changed()

    def _take(self, kind: str, key: str, message: dict[str, Any]) -> None:
        if kind == "remove":
            self.uploads.remove(key)
        elif self.held:
            raise InputError(ui.BUSY_IMPORTING)
        elif kind == "begin":
            self.uploads.begin(key, str(message.get("name", "")), int(message.get("size", -1)))
        elif kind == "part":
            self.uploads.add(key, bytes(message.get("data", b"")))

"""A conversation as a file to keep or to pass on: Markdown, a page of its own, or JSON."""

import json
from typing import Literal, get_args

from assistant.history.keys import mask
from assistant.history.records import Held
from data.text import Lang
from viz.file import file_stem

Form = Literal["md", "html", "json"]
FORMS: tuple[Form, ...] = get_args(Form)
MIME: dict[Form, str] = {"md": "text/markdown", "html": "text/html", "json": "application/json"}


def export(held: Held, form: Form, lang: Lang) -> str:
    """Write a conversation.

    Args:
        held: The conversation.
        form: ``md``, ``html`` (one file with live charts, offline) or ``json``.
        lang: Language of the frame; answers keep theirs.
    """
    if form == "md":
        from assistant.history.as_markdown import to_markdown

        return mask(to_markdown(held, lang))
    if form == "html":
        from assistant.history.as_page import to_page

        return to_page(held, lang)
    return mask(_to_json(held))


def file_name(held: Held, form: Form) -> str:
    """Name the file after the title; the id keeps two of one title apart."""
    return f"{file_stem(held.thread.title)[:60]}-{held.thread.id[:6]}.{form}"


def _to_json(held: Held) -> str:
    thread = held.thread.model_dump(mode="json", exclude={"owner", "excerpt"})
    turns = [turn.model_dump(mode="json", exclude_none=True) for turn in held.turns]
    whole = {"format": "visceads-conversation", "version": 1, "thread": thread, "turns": turns}
    return json.dumps(whole, ensure_ascii=False, indent=1)

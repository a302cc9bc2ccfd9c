"""Prompts and fixed replies as Markdown files, one idea a file, read by name."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def read(name: str, lang: str = "") -> str:
    """Return a prompt by name, in one language where it has one file per language.

    Args:
        name: Path below this folder without suffix: ``system``, ``replies/greeting``.
        lang: ``zh`` or ``en`` for prompts kept per language.

    >>> "[[c:" in read("system")
    True
    """
    suffix = f".{lang}.md" if lang else ".md"
    return (FOLDER / f"{name}{suffix}").read_text(encoding="utf-8").strip()

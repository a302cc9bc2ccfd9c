"""Lint of the prompts: ``python -m prompts.lint`` prints what is wrong and where."""

import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
PLACEHOLDERS = {
    "system": {"language", "dataset", "year", "examples"},
    "repair": {"figures", "language"},
    "plan": {"tools"},
    "plan_results": {"results", "language"},
    "unreadable_call": {"tool", "arguments"},
    "unknown_tool": {"tool", "nearest", "tools"},
    "language": {"language"},
    "memory": {"turns"},
    "replies/city_not_held": {"place"},
    "replies/no_city_table": {"place"},
    "replies/no_such_place": {"place"},
}
"""What each prompt is filled with; a prompt that is not named here has no placeholder."""

LONGEST_PROMPT = 4_000
LONGEST_REPLY = 800
LONGEST_LINE = 120
NO_FIGURE = re.compile(r"\[\[c:[a-z2-7]{8}\]\]|CO2|\b(?:19|20)\d\d\b")
"""Digits that state nothing: a mark, a name, a year in an example."""

FIGURE = re.compile(r"\d")


def lint(folder: Path = FOLDER) -> list[str]:
    """Return what is wrong with the prompts of a folder, one line each."""
    return [
        f"{path.relative_to(folder)}: {wrong}"
        for path in sorted(folder.rglob("*.md"))
        if path.name != "README.md"
        for wrong in _wrongs(path, folder)
    ]


def _wrongs(path: Path, folder: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    is_reply = path.parent != folder
    name = path.relative_to(folder).as_posix().removesuffix(".md")
    yield from _wrong_placeholders(re.sub(r"\.(?:zh|en)$", "", name), text)
    if FIGURE.search(NO_FIGURE.sub("", text)):
        yield "holds a figure; figures come from tools"
    if len(text) > (LONGEST_REPLY if is_reply else LONGEST_PROMPT):
        yield f"is too long ({len(text)} characters)"
    if not is_reply and any(len(line) > LONGEST_LINE for line in text.splitlines()):
        yield f"has a line of more than {LONGEST_LINE} characters"
    if not text.strip():
        yield "is empty"
    if is_reply:
        yield from _wrong_twin(path)


def _wrong_placeholders(name: str, text: str) -> Iterator[str]:
    known = PLACEHOLDERS.get(name, set())
    if not known and not re.search(r"[{}]", text):
        return
    try:
        found = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
    except ValueError as error:
        yield f"has a brace that is not doubled: {error}"
        return
    for field in sorted(found - known):
        yield f"unknown placeholder {{{field}}}"
    for field in sorted(known - found):
        yield f"placeholder {{{field}}} is not used"


def _wrong_twin(path: Path) -> Iterator[str]:
    name, lang, _ = path.name.split(".")
    other = {"zh": "en", "en": "zh"}.get(lang)
    if other is None:
        yield "a reply has one file for each language: NAME.zh.md, NAME.en.md"
    elif not (path.parent / f"{name}.{other}.md").exists():
        yield f"has no twin in {other}"


if __name__ == "__main__":
    found = lint()
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.exit(bool(found))

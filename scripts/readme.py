"""Fill the generated parts of README.md: commands, tools, settings.

``python scripts/readme.py`` rewrites the file; a test fails when it is out of date.
"""

import re
from pathlib import Path

from assistant.cli import cli
from assistant.settings import Settings
from tools.registry import all_tools

README = Path(__file__).parent.parent / "README.md"


def commands() -> str:
    """List the commands with the first sentence of their help."""
    rows = [f"| `visceads {name}` | {_first(c.help)} |" for name, c in cli.commands.items()]
    return "\n".join(["| command | what it does |", "|---|---|", *rows])


def tools() -> str:
    """List the tools with their arguments."""
    rows = [
        f"| `{t.name}` | {_first(t.description)} | {', '.join(f'`{p}`' for p in t.params.model_fields)} |"
        for t in all_tools()
    ]
    return "\n".join(["| tool | what it does | arguments |", "|---|---|---|", *rows])


def settings() -> str:
    """List the settings with their defaults."""
    rows = [
        f"| `{name}` | {field.description} | `{field.get_default(call_default_factory=True)}` |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| setting | meaning | default |", "|---|---|---|", *rows])


def fill(text: str) -> str:
    """Return the README's text with its generated parts made anew."""
    for part in (commands, tools, settings):
        name = part.__name__
        block = f"<!-- {name} -->\n{part()}\n<!-- /{name} -->"
        text = re.sub(
            rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _, b=block: b, text, flags=re.DOTALL
        )
    return text


def _first(text: str | None) -> str:
    paragraph = " ".join((text or "").split("\n\n")[0].split())
    return re.split(r"(?<=[.。])\s", paragraph)[0]


if __name__ == "__main__":
    README.write_text(fill(README.read_text(encoding="utf-8")), encoding="utf-8")

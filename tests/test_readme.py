"""The README cannot rot: its commands, tools, settings and test command are checked."""

import importlib.util
import re
from pathlib import Path

from assistant.cli import cli

ROOT = Path(__file__).parent.parent


def load_script():
    spec = importlib.util.spec_from_file_location("readme", ROOT / "scripts" / "readme.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_parts_are_up_to_date():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert load_script().fill(text) == text, "run: python scripts/readme.py"


def test_both_readmes_begin_with_the_same_two_commands():
    found = [
        re.findall(r"^python -m pip install .*$", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        for name in ("README.md", "README.zh.md")
    ]
    assert found[0] == found[1]
    assert len(found[0]) == 2


def test_the_chinese_readme_names_every_command():
    text = (ROOT / "README.zh.md").read_text(encoding="utf-8")
    assert all(f"visceads {name}" in text for name in cli.commands)


def test_pins_hold_names_and_versions_only():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert lines
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", line) for line in lines)


def test_no_file_is_too_long():
    long = [
        f"{p.relative_to(ROOT)}: {n}"
        for folder in ("assistant", "tools", "viz", "data", "prompts", "tests", "scripts")
        for p in (ROOT / folder).rglob("*.py")
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 350
    ]
    assert not long

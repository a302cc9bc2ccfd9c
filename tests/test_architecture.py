"""The tree is the architecture: imports run one way."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "tools", "viz", "data", "prompts")
MAY_IMPORT = {
    "app": {"assistant"},
    "assistant": {"tools", "viz", "data", "prompts"},
    "tools": {"data"},
    "viz": {"data"},
    "data": set(),
    "prompts": set(),
}
FORBIDDEN = {
    "tools": {"langchain", "langchain_core", "panel", "holoviews", "bokeh", "chromadb"},
    "data": {"langchain", "langchain_core", "panel", "holoviews", "bokeh"},
    "viz": {"langchain", "langchain_core"},
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name.split(".")[0] for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def sources():
    yield "app", ROOT / "app.py"
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            yield package, path


@pytest.mark.parametrize(("package", "path"), list(sources()), ids=lambda v: getattr(v, "name", v))
def test_imports_run_one_way(package, path):
    if not path.exists():
        pytest.fail(f"{path.name} is missing")
    used = set(imports(path))
    own = used & set(PACKAGES) - {package}
    assert own <= MAY_IMPORT[package], f"{path.name} imports {own - MAY_IMPORT[package]}"
    assert not used & FORBIDDEN.get(package, set())


def test_only_declared_packages_are_at_top_level():
    folders = {p.parent.name for p in ROOT.glob("*/*.py")} - {"tests", "benchmarks", "scripts"}
    assert folders == set(PACKAGES)

"""Chinese sentences on supply chains: large amounts bring brackets and must not stand in others."""

import re
from pathlib import Path

import pytest

from assistant.rendering import to_plain
from data.dataset import Dataset
from tools.registry import Context, get_tool

NESTED = re.compile(r"（[^）]*（|）（")
CLEANER = {"sector": "电力", "intensity_change_pct": -90}
LESS = {"product": "建筑", "demand_change_pct": -90}


@pytest.fixture(scope="module")
def full():
    return Context(Dataset(Path(__file__).parent.parent / "data" / "demonstration"), 2026)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("what_if", {"region": "广东", **CLEANER}),
        ("what_if", {"region": "广东", **LESS}),
        ("what_if", {"region": "全国", **LESS, "more": [CLEANER]}),
        ("what_if", {"region": "全国", **CLEANER}),
        ("transfers", {"base_year": 2012}),
        ("transfers", {"fuel": "煤"}),
        ("transfers", {"region": "广东", "base_year": 2012}),
        ("footprint", {"region": "广东", "base_year": 2012}),
        ("linkages", {"region": "河北"}),
        ("linkages", {"region": "山东", "focus": "extraction", "sectors": ["电力", "钢铁"]}),
        ("key_links", {"region": "山东"}),
        ("structural_change", {"region": "广东"}),
        ("supply_chain_paths", {"region": "广东", "sector": "建筑"}),
        ("supply_chain_paths", {"region": "山东", "sector": "电力", "direction": "downstream"}),
        ("draw_network", {"region": "广东"}),
    ],
)
def test_no_bracket_stands_in_or_behind_another(full, tool, arguments):
    result = get_tool(tool).run(full, arguments)
    claims = {c.id: c for c in result.claims}
    said = [to_plain(f.text.zh, claims, "zh") for f in result.findings]
    titles = [held.title.zh for held in (result, *result.charts, *result.tables)]
    assert any(" 亿吨）" in s for s in said) or tool in ("key_links", "draw_network")
    assert [s for s in [*said, *titles] if NESTED.search(s)] == []

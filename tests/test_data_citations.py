import json
import re
from pathlib import Path

import pytest

from data.ceads.cell_tables import CELL_TABLES
from data.citations import SEPARATOR, cite
from data.dataset import Dataset
from data.series import FOLDER
from data.vocabulary import read_csv
from tools.registry import Context, get_tool

DEMONSTRATION = Path(__file__).parent.parent / "data" / "demonstration"
SHOWN = ("activity.csv", "benchmark_intensity.csv", "gdp_index.csv", "gdp_population.csv",
         "grid_factors.csv", "national_co2.csv", "provincial_co2.csv", "policy_targets.csv")  # fmt: skip


def has_chinese(text):
    return any("\u4e00" <= c <= "\u9fff" for c in text)


@pytest.mark.parametrize("file", SHOWN)
def test_every_reference_source_reads_in_chinese(file):
    rows = read_csv(FOLDER / file)
    sources = {r.get("source") or r["document"] for r in rows}
    assert sources
    assert all(has_chinese(cite(source, "zh")) for source in sources)


def test_the_demonstration_set_is_cited_in_chinese():
    tables = json.loads((DEMONSTRATION / "dataset.json").read_text("utf-8"))["tables"].values()
    assert all(has_chinese(cite(t["source"]["citation"], "zh")) for t in tables)


@pytest.mark.parametrize("table", CELL_TABLES)
def test_every_imported_table_is_cited_in_chinese(table):
    assert has_chinese(cite(CELL_TABLES[table].citation, "zh"))


def test_what_has_no_chinese_wording_stands():
    assert cite("f·L·y", "zh") == "f·L·y"
    assert cite("a | b", "en") == "a; b"


FOLLOW_UP = {"region": "CN-GD", "growth_change_points": -1, "sinks_mt": 5, "ccus_mt": 1}
ASKED = [
    ("net_zero_roadmap", {**FOLLOW_UP, "compared_with": {"region": "CN-GD"}}),
    ("net_zero_roadmap", {"region": ["CN-GD", "CN-HI"], "sectors": ["power"]}),
    ("net_zero_roadmap", {"region": "CN-GD", "sectors": ["power", "cement"]}),
    ("ensemble", {"region": "CN-GD", "draws": 100}),
    ("sda_pathway", {"region": "CN-SD", "sector": "steel"}),
    ("compare_scenarios", {"region": "CN-GD"}),
    ("sector_benchmark", {"sector": "cement"}),
    ("gap_to_target", {}),
    ("industry_roadmap", {"sector": "cement"}),
]
CITED = ("Pan & Wang 2018",)
"""Papers are cited in their own language."""


@pytest.mark.parametrize(("name", "arguments"), ASKED, ids=lambda v: v if v is str else None)
def test_every_formula_and_source_of_a_pathway_reads_in_chinese(name, arguments):
    context = Context(Dataset(DEMONSTRATION), this_year=2026)
    claims = get_tool(name).run(context, arguments).claims
    said = {
        part for c in claims for text in (c.source, c.formula) for part in text.split(SEPARATOR)
    }
    words = {part for part in said if re.search(r"[A-Za-z]{4}", part) and part not in CITED}
    assert words
    assert [part for part in sorted(words) if not has_chinese(cite(part, "zh"))] == []

import json
from pathlib import Path

import pytest

from data.ceads.cell_tables import CELL_TABLES
from data.citations import cite
from data.series import FOLDER
from data.vocabulary import read_csv

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

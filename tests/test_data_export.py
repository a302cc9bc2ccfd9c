"""Export: tidy files whose sums are the data set's, marked by kind, that import again."""

import csv
import json
import math

import numpy as np
import pytest
from click.testing import CliRunner

from assistant.cli import cli
from data.ceads.importing import import_paths
from data.errors import InputError
from data.export.tables import tidy_tables
from data.export.writing import export_dataset
from data.own.template import EXAMPLES, HEADER, series_table, write_template
from data.own.terms import OWN_SERIES
from data.store import Store
from tests.conftest import ROOT
from tests.workbooks import make_national, make_provincial

OWN = """series,region,sector,scenario,base_year,year,value,unit,source
gdp_cny_1e8,广东,,,,2019,107986.9,亿元,"yearbook, p. 3"
benchmark_intensity,CN,power,mine,,2025,560.1,g/kWh,plan
benchmark_intensity,CN,power,mine,,2060,10,g/kWh,plan
target_co2_intensity_change,广东,,,2020,2025,-20.5,%,省政府文件
"""


@pytest.fixture
def dataset(tmp_path):
    store = Store()
    (tmp_path / "p.xlsx").write_bytes(make_provincial(2019, ("Guangdong", "Jiangsu")))
    (tmp_path / "n.xlsx").write_bytes(make_national((2018, 2019)))
    (tmp_path / "own.csv").write_text(OWN, encoding="utf-8")
    assert import_paths([tmp_path / n for n in ("p.xlsx", "n.xlsx", "own.csv")], store).ok
    return store.open()


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_sums_of_the_export_are_those_of_the_data_set(dataset, tmp_path):
    export_dataset(dataset, tmp_path / "out")
    rows = rows_of(tmp_path / "out" / "inventory_provincial.csv")
    for region in dataset.provincial.regions:
        total = math.fsum(float(r["co2_mt"]) for r in rows if r["region"] == region)
        assert total == pytest.approx(dataset.provincial.cell(region, 2019).sum(), rel=1e-12)
    assert len(rows) == 2 * 47 * 18
    assert rows[0]["region_zh"] == "江苏"
    assert {r["kind"] for r in rows} == {"official"}
    assert {r["measured"] for r in rows} == {"yes"}


def test_own_series_come_back_identical(dataset, tmp_path):
    export_dataset(dataset, tmp_path / "out", table="own_series")
    again = import_paths([tmp_path / "out" / "own_series.csv"], Store(), "again")
    assert again.ok
    assert Store().open("again").own_series.rows == dataset.own_series.rows


def test_text_that_a_spreadsheet_would_run_is_quoted_and_comes_back(tmp_path):
    source = '=HYPERLINK("http://x","y")'
    row = ["gdp_cny_1e8", "CN-GD", "2024", "1", "cny_1e8", source]
    with (tmp_path / "own.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["series", "region", "year", "value", "unit", "source"], row])
    assert import_paths([tmp_path / "own.csv"], Store(), "first").ok
    export_dataset(Store().open("first"), tmp_path / "out", table="own_series")
    assert rows_of(tmp_path / "out" / "own_series.csv")[0]["source"] == f"'{source}"
    assert import_paths([tmp_path / "out" / "own_series.csv"], Store(), "again").ok
    assert Store().open("again").own_series.rows[0].source == source


def test_the_package_and_the_readme_describe_every_file(dataset, tmp_path):
    files = export_dataset(dataset, tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert [r["path"] for r in package["resources"]] == [f.path.name for f in files]
    for resource, file in zip(package["resources"], files, strict=True):
        held = rows_of(file.path)
        assert resource["rows"] == len(held)
        assert [f["name"] for f in resource["schema"]["fields"]] == list(held[0])
    readme = (tmp_path / "out" / "README.md").read_text("utf-8")
    for words in ("不得再分发", "may not be redistributed", "10.1038/s41597-020-0393-y"):
        assert words in readme
    assert all(f.sha256 in readme for f in files)


def test_nothing_is_overwritten_unasked(dataset, tmp_path):
    export_dataset(dataset, tmp_path, table="own_series")
    before = (tmp_path / "own_series.csv").read_bytes()
    (tmp_path / "own_series.csv").write_text("mine")
    with pytest.raises(InputError, match=r"already holds own_series\.csv"):
        export_dataset(dataset, tmp_path, table="own_series")
    assert (tmp_path / "own_series.csv").read_text() == "mine"
    export_dataset(dataset, tmp_path, table="own_series", force=True)
    assert (tmp_path / "own_series.csv").read_bytes() == before
    assert not list(tmp_path.glob(".*.new"))


def test_an_unknown_table_and_a_bad_folder_are_refused(dataset, tmp_path):
    with pytest.raises(InputError, match="it has: inventory_provincial"):
        export_dataset(dataset, tmp_path, table="inventory")
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        export_dataset(dataset, tmp_path / "file" / "out")


def test_demonstration_figures_are_marked_in_name_and_row(tmp_path):
    demonstration = Store().open("demonstration")
    (file,) = export_dataset(demonstration, tmp_path, table="inventory_national")
    assert file.path.name == "demonstration_inventory_national.csv"
    assert {r["kind"] for r in rows_of(file.path)} == {"demonstration"}
    readme = (tmp_path / "README.md").read_text("utf-8")
    assert "演示数据" in readme
    assert "不得再分发" not in readme


def test_flows_are_streamed_and_add_up_to_output():
    dataset = Store().open("demonstration")
    table = dataset.io_table(2017)
    flows, totals = tidy_tables(dataset, table.id)
    first = f"{table.regions[0]}:{table.sectors[0]}"
    sold = 0.0
    for row in flows.rows:
        if f"{row[0]}:{row[3]}" != first:
            break
        assert row[-2] != 0
        assert row[-1] == "demonstration"
        sold += row[-2]
    held = dict(zip([c.name for c in totals.columns], next(totals.rows), strict=True))
    inputs = np.asarray(table.Z[0], dtype=float).sum() + np.asarray(table.Y[0], dtype=float).sum()
    assert sold == pytest.approx(inputs, rel=1e-9)
    balance = sold + held["export_cny_1e4"] + held["error_cny_1e4"]
    assert balance == pytest.approx(held["output_cny_1e4"], rel=1e-3)


def test_parquet_holds_the_same_rows(dataset, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    (file,) = export_dataset(dataset, tmp_path, "parquet", table="inventory_national")
    with duckdb.connect() as database:
        count, total = database.execute(
            "select count(*), sum(co2_mt) from read_parquet(?)", [str(file.path)]
        ).fetchone()
    assert count == 2 * 47 * 18
    assert total == pytest.approx(np.nansum(dataset.national.co2_mt), rel=1e-12)
    assert [p.name for p in tmp_path.glob("*inventory_national*")] == ["inventory_national.parquet"]


def test_the_commands(dataset, tmp_path):
    def call(*words):
        done = CliRunner().invoke(cli, words, env={"VISCEADS_LANGUAGE": "en"})
        return done.exit_code, done.output

    code, said = call(
        "data", "export", "ceads", "--to", str(tmp_path / "o"), "--table", "own_series"
    )
    assert code == 0
    assert "own_series.csv: 4 rows" in said
    assert call("data", "export", "ceads", "--to", str(tmp_path / "o"))[0] == 2
    code, said = call("data", "show", "ceads", "--json")
    held = json.loads(said)
    files = {t["table"]: [f["name"] for f in t["files"]] for t in held["tables"]}
    assert files == {
        "inventory_provincial": ["p.xlsx"],
        "inventory_national": ["n.xlsx"],
        "own_series": ["own.csv"],
    }
    assert all(len(f["sha256"]) == 64 for t in held["tables"] for f in t["files"])
    code, said = call("data", "show", "ceads")
    digest = held["tables"][0]["files"][0]["sha256"]
    assert f"From file: p.xlsx (sha256 {digest[:12]}…)" in said
    assert "Citation: CEADs national CO2 inventory" in said
    code, said = call("data", "template")
    assert said == write_template("en")


def test_the_template_as_it_is_brings_nothing_and_its_examples_import(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(write_template("zh"), encoding="utf-8")
    told = import_paths([path], Store(), "own").outcomes[0]
    assert told.status == "refused"
    assert "no row of data" in told.text.en
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *EXAMPLES])
    assert import_paths([path], Store(), "own").ok
    assert len(Store().open("own").own_series.rows) == len(EXAMPLES)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_manual_holds_the_table_of_series_as_it_is(lang):
    page = (ROOT / "data" / "manual" / f"10-own-series.{lang}.md").read_text("utf-8")
    assert series_table(lang) in page
    assert all(f"`{i}`" in page for i in OWN_SERIES.ids)
